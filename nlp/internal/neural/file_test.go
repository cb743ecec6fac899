package neural

import (
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"testing"
)

// tiny makes a network of the smallest sizes with random weights.
func tiny() *Network {
	rng := rand.New(rand.NewPCG(5, 6))
	n := New(Config{Hashed: DefaultHashed,
		Embed: 16, Width: 32, Layers: 2, Arc: 16, Label: 16, Words: 2,
		Tags: []string{"NOUN|NN", "VERB|VBD"}, Labels: []string{"root", "nsubj", "parataxis"},
	})
	n.Vocab = map[uint64]int32{WordKey("army"): FirstWord, WordKey("left"): FirstWord + 1}
	n.Float = randoms(rng, n.TableRows()*16)
	for _, p := range n.Params() {
		copy(p.Data, randoms(rng, len(p.Data)))
	}
	return n
}

func TestFileRoundTrip(t *testing.T) {
	data, err := tiny().Write(map[string][]byte{"note": []byte("kept")})
	if err != nil {
		t.Fatal(err)
	}
	n, extra, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if string(extra["note"]) != "kept" {
		t.Errorf("extra data %q, want it kept", extra["note"])
	}
	n.Float = make([]float32, len(n.Table))
	for i, v := range n.Table {
		n.Float[i] = n.Scale[i/n.Embed] * float32(int8(v))
	}
	again, err := n.Write(map[string][]byte{"note": []byte("kept")})
	if err != nil {
		t.Fatal(err)
	}
	if len(again) != len(data) {
		t.Errorf("%d bytes after a round trip, want %d", len(again), len(data))
	}
	forms := []string{"The", "army", "left"}
	var s1, s2 Scratch
	n.Float = nil
	a, b := n.Predict(&s1, forms), n.Predict(&s2, forms)
	if !slices.Equal(a.Heads, b.Heads) || !slices.Equal(a.Scores, b.Scores) {
		t.Error("the same network gives two answers")
	}
}

// Rounding to bytes may move no weight by more than half a step of its row.
func TestQuantiseStep(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	x := randoms(rng, 4*16)
	q := quantise(x, 4, 16)
	scales := readFloats(q[:16])
	for i, v := range x {
		scale := scales[i/16]
		got := scale * float32(int8(q[16+i]))
		if d := got - v; d > scale*0.501 || d < -scale*0.501 {
			t.Fatalf("weight %d: %g became %g, step %g", i, v, got, scale)
		}
	}
}

func TestDamagedFile(t *testing.T) {
	good, err := tiny().Write(nil)
	if err != nil {
		t.Fatal(err)
	}
	flipped := slices.Clone(good)
	flipped[len(flipped)/2] ^= 1
	for name, data := range map[string][]byte{
		"empty": nil, "short": good[:9], "cut": good[:len(good)-5], "flipped": flipped, "other": []byte("GIF89a, not a model"),
	} {
		if _, _, err := Read(data); err == nil {
			t.Errorf("%s file: no error", name)
		}
	}
}

func TestPredictLongSentence(t *testing.T) {
	n := tiny()
	forms := make([]string, 2*MaxWords+7)
	for i := range forms {
		forms[i] = []string{"army", "left", "x"}[i%3]
	}
	out := n.Predict(new(Scratch), forms)
	if len(out.Heads) != len(forms) || len(out.Tags) != len(forms) || len(out.Scores) != len(forms) {
		t.Fatalf("%d heads for %d forms", len(out.Heads), len(forms))
	}
	if !projective(out.Heads[:MaxWords]) {
		t.Error("the first piece is no tree")
	}
	roots := 0
	for i := range out.Heads {
		roots += map[bool]int{true: 1}[out.Heads[i] < 0]
	}
	if roots != 1 {
		t.Errorf("%d roots, want 1", roots)
	}
}

// FuzzRead feeds damaged sections past the checksum: an error or a network that
// answers, never a panic.
func FuzzRead(f *testing.F) {
	good, err := tiny().Write(map[string][]byte{"lemma": []byte("x")})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good[len(magic)+4:])
	f.Add([]byte("\x06config\x02\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte(magic), 0, 0, 0, 0)
		data = append(data, body...)
		binary.LittleEndian.PutUint32(data[len(magic):], crc32.ChecksumIEEE(body))
		n, _, err := Read(data)
		if err != nil {
			return
		}
		if out := n.Predict(new(Scratch), []string{"Kenya", "left", "."}); len(out.Heads) != 3 {
			t.Errorf("%d heads for 3 forms", len(out.Heads))
		}
	})
}
