package train

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// The state of a run between two passes: stateMagic, the CRC-32 of the rest, the
// length and the text of the plan, the number of passes done and of steps, and
// for each matrix, the embedding table last, its values and both moments as
// float32. All numbers are little endian. Everything else of a pass follows from
// the seed and its number.
const stateMagic = "entente-train1"

// ErrOtherRun is the error of a state that belongs to other data or settings.
var ErrOtherRun = errors.New("the saved state belongs to a run with other data or settings")

// plan is what two runs must have in common to give the same weights.
type plan struct {
	Seed                                     uint64
	Epochs, Batch                            int
	Rate                                     float64
	Embed, Width, Layers, Arc, Label, Tokens int
	Words                                    int // words with a row of their own
	Hashed                                   [len(hashedRows)]int
	Data                                     uint32 // checksum of forms, tags and trees
	Start                                    uint32 // checksum of the weights to go on from
}

func (r *runner) plan() []byte {
	p := plan{Seed: r.opt.Seed, Epochs: r.opt.Epochs, Batch: r.opt.Batch, Rate: r.opt.Rate,
		Embed: r.opt.Embed, Width: r.opt.Width, Layers: r.opt.Layers, Arc: r.opt.Arc, Label: r.opt.Label, Words: r.net.Words, Hashed: r.net.Hashed}
	sum := crc32.NewIEEE()
	for _, e := range r.data.examples {
		p.Tokens += len(e.forms)
		fmt.Fprintln(sum, e.forms, e.tags, e.heads, e.labels)
	}
	p.Data, p.Start = sum.Sum32(), crc32.ChecksumIEEE(r.opt.Start)
	text, _ := json.Marshal(p) // numbers alone
	return text
}

// vectors lists what the state holds, in its order.
func (r *runner) vectors() [][]float32 {
	var all [][]float32
	for _, p := range r.params {
		all = append(all, p.Data, r.adam.first[p.Name], r.adam.second[p.Name])
	}
	return append(all, r.net.Float, r.adam.table.first, r.adam.table.second)
}

func (r *runner) save(epoch int) []byte {
	text := r.plan()
	out := append([]byte(stateMagic), 0, 0, 0, 0)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	out = append(out, text...)
	out = binary.LittleEndian.AppendUint32(out, uint32(epoch))
	out = binary.LittleEndian.AppendUint32(out, uint32(r.adam.step))
	for _, v := range r.vectors() {
		for _, x := range v {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
		}
	}
	binary.LittleEndian.PutUint32(out[len(stateMagic):], crc32.ChecksumIEEE(out[len(stateMagic)+4:]))
	return out
}

// restore brings the run to where it was saved and returns the passes done.
func (r *runner) restore(state []byte) (epoch int, err error) {
	const head = len(stateMagic) + 8
	if len(state) < head || string(state[:len(stateMagic)]) != stateMagic {
		return 0, errors.New("the saved state is not one of a training run")
	}
	if binary.LittleEndian.Uint32(state[len(stateMagic):]) != crc32.ChecksumIEEE(state[len(stateMagic)+4:]) {
		return 0, errors.New("the saved state is damaged: its checksum does not match")
	}
	length, text, body := int(binary.LittleEndian.Uint32(state[head-4:])), r.plan(), state[head:]
	if length != len(text) || !bytes.Equal(body[:length], text) {
		return 0, ErrOtherRun
	}
	body = body[length:]
	vectors, want := r.vectors(), 8
	for _, v := range vectors {
		want += 4 * len(v)
	}
	if len(body) != want {
		return 0, fmt.Errorf("the saved state has %d bytes of numbers, want %d", len(body), want)
	}
	epoch, r.adam.step = int(binary.LittleEndian.Uint32(body)), int(binary.LittleEndian.Uint32(body[4:]))
	body = body[8:]
	for _, v := range vectors {
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
		}
		body = body[4*len(v):]
	}
	return epoch, nil
}
