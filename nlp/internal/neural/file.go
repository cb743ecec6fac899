package neural

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
)

// A weight file is the magic, a CRC-32 (IEEE) of the rest, and sections: a name
// length (1 byte), the name, a body length (4 bytes, little endian), the body.
// Matrices are stored row by row as signed bytes after one float32 scale a row;
// vectors are stored as float32. Sections beginning with "x-" are extra data
// that the network does not read.
const magic = "entente1"

// heatSection is the extra section that holds a network's Heat.
const heatSection = "heat"

// extraPrefix marks the sections that callers may add.
const extraPrefix = "x-"

// Limits on what a file may declare, far above what training writes; they keep
// a damaged file from asking for absurd memory.
const (
	maxSide   = 1 << 12
	maxWords  = 1 << 20
	maxLayers = 10
	maxNames  = 1 << 12
)

// section is one named body.
type section struct {
	name string
	body []byte
}

// Write packs the network, its weights rounded to eight bits a row, and extra
// data by name.
func (n *Network) Write(extra map[string][]byte) ([]byte, error) {
	meta, err := json.Marshal(n.Config)
	if err != nil {
		return nil, fmt.Errorf("encode network sizes: %w", err)
	}
	sections := []section{{"config", meta}, {"vocab", vocabBytes(n.Vocab)}}
	sections = append(sections, section{"embed", quantise(n.Float, n.TableRows(), n.Embed)})
	for _, p := range n.Params() {
		if p.Rows == 1 {
			sections = append(sections, section{p.Name, floatBytes(p.Data)})
		} else {
			sections = append(sections, section{p.Name, quantise(p.Data, p.Rows, p.Cols)})
		}
	}
	names := make([]string, 0, len(extra))
	for name := range extra {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		sections = append(sections, section{extraPrefix + name, extra[name]})
	}
	return pack(sections), nil
}

// Read opens a weight file. The large table is not copied: data must not
// change afterwards. Damaged data gives an error. The second result holds the
// extra data by name.
func Read(data []byte) (*Network, map[string][]byte, error) {
	body, err := checked(data)
	if err != nil {
		return nil, nil, err
	}
	return readSections(body)
}

// checked gives the sections of a weight file that is whole.
func checked(data []byte) ([]byte, error) {
	if len(data) < len(magic)+4 || string(data[:len(magic)]) != magic {
		return nil, errors.New("model: not a weight file")
	}
	body := data[len(magic)+4:]
	if binary.LittleEndian.Uint32(data[len(magic):]) != crc32.ChecksumIEEE(body) {
		return nil, errors.New("model: checksum does not match, the file is damaged")
	}
	return body, nil
}

// Mark tells stored encoders apart: a checksum of their embeddings.
func (n *Network) Mark() uint32 { return crc32.ChecksumIEEE(n.Table) }

// Version is the checksum of a readable weight file in hexadecimal.
func Version(data []byte) string {
	return fmt.Sprintf("%08x", binary.LittleEndian.Uint32(data[len(magic):]))
}

func readSections(body []byte) (*Network, map[string][]byte, error) {
	found, err := unpack(body)
	if err != nil {
		return nil, nil, err
	}
	c := Config{Hashed: DefaultHashed} // of files that do not name them
	if err := json.Unmarshal(found["config"], &c); err != nil {
		return nil, nil, fmt.Errorf("model: section config: %w", err)
	}
	if err := c.check(len(body)); err != nil {
		return nil, nil, err
	}
	n := New(c)
	if n.Vocab, err = readVocab(found["vocab"], c.Words); err != nil {
		return nil, nil, err
	}
	rows := c.TableRows()
	table := found["embed"]
	if len(table) != rows*(4+c.Embed) {
		return nil, nil, fmt.Errorf("model: section embed has %d bytes, want %d", len(table), rows*(4+c.Embed))
	}
	n.Scale = readFloats(table[:4*rows])
	n.Table = table[4*rows:]
	for _, p := range n.Params() {
		if err := p.read(found[p.Name]); err != nil {
			return nil, nil, err
		}
	}
	extra := map[string][]byte{}
	for name, b := range found {
		if len(name) > len(extraPrefix) && name[:len(extraPrefix)] == extraPrefix {
			extra[name[len(extraPrefix):]] = b
		}
	}
	if b := extra[heatSection]; len(b) == 4 {
		if heat := readFloats(b)[0]; heat > 0 && heat < 100 {
			n.Heat = heat
		}
	}
	return n, extra, nil
}

// WithHeat returns a copy of a weight file with the given Heat.
func WithHeat(data []byte, heat float32) ([]byte, error) {
	return WithExtra(data, heatSection, floatBytes([]float32{heat}))
}

// check refuses sizes that cannot belong to a file of the given length.
func (c Config) check(length int) error {
	for _, side := range []int{c.Embed, c.Width, c.Arc, c.Label} {
		if side < tileCols || side > maxSide || side%tileCols != 0 {
			return fmt.Errorf("model: layer width %d is not a multiple of %d up to %d", side, tileCols, maxSide)
		}
	}
	if c.Layers < 1 || c.Layers > maxLayers || c.Words < 0 || c.Words > maxWords {
		return fmt.Errorf("model: %d layers and %d words are out of range", c.Layers, c.Words)
	}
	if len(c.Tags) == 0 || len(c.Labels) == 0 || len(c.Tags) > maxNames || len(c.Labels) > maxNames {
		return fmt.Errorf("model: %d tags and %d labels are out of range", len(c.Tags), len(c.Labels))
	}
	for _, rows := range c.Hashed {
		if rows < 1 || rows > maxWords {
			return fmt.Errorf("model: %d rows of a hashed feature are out of range", rows)
		}
	}
	if need := c.Layers*c.Width*c.Width + c.Embed*c.Width + c.Arc*c.Width; need > length {
		return fmt.Errorf("model: sizes ask for more than the file's %d bytes", length)
	}
	return nil
}

func (p *Param) read(b []byte) error {
	want := 4 * p.Cols
	if p.Rows > 1 {
		want = p.Rows * (4 + p.Cols)
	}
	if len(b) != want {
		return fmt.Errorf("model: section %s has %d bytes, want %d", p.Name, len(b), want)
	}
	if p.Rows == 1 {
		copy(p.Data, readFloats(b))
		return nil
	}
	scale := readFloats(b[:4*p.Rows])
	for i, v := range b[4*p.Rows:] {
		p.Data[i] = float32(scale[i/p.Cols] * float32(int8(v)))
	}
	p.lay(scale, b[4*p.Rows:])
	return nil
}

// quantise stores each row as its scale and signed bytes; the scale maps the
// row's largest magnitude to 127, so nothing is clipped.
func quantise(x []float32, rows, cols int) []byte {
	out := make([]byte, rows*(4+cols))
	for i := range rows {
		row := x[i*cols:][:cols]
		var top float32
		for _, v := range row {
			top = max(top, v, -v)
		}
		scale := top / 127
		binary.LittleEndian.PutUint32(out[4*i:], math.Float32bits(scale))
		if scale == 0 {
			continue
		}
		for j, v := range row {
			q := math.RoundToEven(float64(v) / float64(scale))
			out[4*rows+i*cols+j] = byte(int8(max(-127, min(127, q))))
		}
	}
	return out
}

func floatBytes(x []float32) []byte {
	out := make([]byte, 0, 4*len(x))
	for _, v := range x {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v))
	}
	return out
}

func readFloats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

// vocabBytes lists the word keys in the order of their rows.
func vocabBytes(vocab map[uint64]int32) []byte {
	out := make([]byte, 8*len(vocab))
	for key, row := range vocab {
		binary.LittleEndian.PutUint64(out[8*(row-FirstWord):], key)
	}
	return out
}

func readVocab(b []byte, words int) (map[uint64]int32, error) {
	if len(b) != 8*words {
		return nil, fmt.Errorf("model: section vocab has %d bytes, want %d", len(b), 8*words)
	}
	vocab := make(map[uint64]int32, words)
	for i := range words {
		vocab[binary.LittleEndian.Uint64(b[8*i:])] = int32(FirstWord + i)
	}
	return vocab, nil
}

func pack(sections []section) []byte {
	out := packBody(append([]byte(magic), 0, 0, 0, 0), sections)
	start := len(magic) + 4
	binary.LittleEndian.PutUint32(out[len(magic):], crc32.ChecksumIEEE(out[start:]))
	return out
}

func packBody(out []byte, sections []section) []byte {
	for _, s := range sections {
		out = append(out, byte(len(s.name)))
		out = append(out, s.name...)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s.body)))
		out = append(out, s.body...)
	}
	return out
}

func unpack(b []byte) (map[string][]byte, error) {
	all, err := list(b)
	if err != nil {
		return nil, err
	}
	found := map[string][]byte{}
	for _, s := range all {
		found[s.name] = s.body
	}
	return found, nil
}

// list takes the sections apart, in order.
func list(b []byte) ([]section, error) {
	var all []section
	for len(b) > 0 {
		size := int(b[0])
		if len(b) < 1+size+4 {
			return nil, errors.New("model: section header is cut short")
		}
		name := string(b[1 : 1+size])
		b = b[1+size:]
		length := binary.LittleEndian.Uint32(b)
		b = b[4:]
		if uint64(length) > uint64(len(b)) {
			return nil, fmt.Errorf("model: section %q is cut short", name)
		}
		all = append(all, section{name, b[:length:length]})
		b = b[length:]
	}
	return all, nil
}
