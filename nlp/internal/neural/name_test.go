package neural

import (
	"github.com/google/go-cmp/cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// tinyNames makes a names head on tiny's encoder with random weights.
func tinyNames() *NameNet {
	rng := rand.New(rand.NewPCG(9, 10))
	n := NewNames(NameConfig{CrownConfig: CrownConfig{Encoder: 32, Embed: 16, Width: 32}, Labels: []string{"PER", "LOC"}})
	n.Float = randoms(rng, CrownRows*16)
	for _, p := range n.Params() {
		copy(p.Data, randoms(rng, len(p.Data)))
	}
	return n
}

// stored is tiny and tinyNames after a way through the file.
func stored(t *testing.T) (*Network, *NameNet) {
	t.Helper()
	body, err := tinyNames().Write()
	if err != nil {
		t.Fatal(err)
	}
	data, err := tiny().Write(map[string][]byte{"note": []byte("kept")})
	if err != nil {
		t.Fatal(err)
	}
	if data, err = WithExtra(data, "names", body); err != nil {
		t.Fatal(err)
	}
	again, err := WithExtra(data, "names", body)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(again, data) {
		t.Error("putting the same section in twice changes the file")
	}
	net, extra, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if string(extra["note"]) != "kept" {
		t.Error("another section was lost")
	}
	names, err := ReadNames(extra["names"], net)
	if err != nil {
		t.Fatal(err)
	}
	return net, names
}

func TestNames(t *testing.T) {
	net, names := stored(t)
	forms := slices.Repeat([]string{"Kenya", "left", "the", "army"}, 60) // longer than a piece
	var s Scratch
	alone := names.PredictNames(net, &s, forms, nil)
	tree, both := names.PredictBoth(net, &s, forms, nil)
	if !slices.Equal(alone, both) {
		t.Error("names differ with and without a parse")
	}
	if plain := net.Predict(new(Scratch), forms); !slices.Equal(plain.Heads, tree.Heads) || !slices.Equal(plain.Scores, tree.Scores) {
		t.Error("the parse differs with names")
	}
	if len(alone) == 0 {
		t.Fatal("random weights find no names: the test tests nothing")
	}
	end := 0
	for _, n := range alone {
		if n.From < end || n.To <= n.From || n.To > len(forms) || n.Label < 0 || n.Label > 1 || !(n.Score >= 0 && n.Score <= 1) {
			t.Errorf("name %+v after %d", n, end)
		}
		end = n.To
	}
}

// A span's score is its share of all paths, here counted one by one.
func TestNameScores(t *testing.T) {
	net, names := stored(t)
	var s Scratch
	forms := []string{"Kenya", "left", "army"}
	spans := names.PredictNames(net, &s, forms, nil)
	k, cols := names.Tags(), names.Out.Cols
	weight := func(path []int) float64 {
		score, before := float32(0), k
		for i, tag := range path {
			score += s.names.Logits[(i+1)*cols+tag] + names.step(before, tag)
			before = tag
		}
		return float64(exp32(score / 1))
	}
	for _, span := range spans {
		var all, with float64
		for code := range k * k * k {
			path := []int{code % k, code / k % k, code / k / k}
			w := weight(path)
			all += w
			if slices.Contains(pathSpans(path), Span{From: span.From, To: span.To, Label: span.Label}) {
				with += w
			}
		}
		if d := float64(span.Score) - with/all; d > 1e-3 || d < -1e-3 {
			t.Errorf("span %+v: %g of all paths", span, with/all)
		}
	}
	if len(spans) == 0 {
		t.Fatal("no spans to test")
	}
}

func pathSpans(path []int) []Span {
	var out []Span
	for i := 0; i < len(path); i++ {
		if path[i]%2 == 0 {
			continue
		}
		end := i + 1
		for end < len(path) && path[end] == path[i]+1 {
			end++
		}
		out = append(out, Span{From: i, To: end, Label: (path[i] - 1) / 2})
	}
	return out
}

// A whole prediction is the same with and without the vector kernels.
func TestVectorEqualsPortable(t *testing.T) {
	if !hasVector() {
		t.Skip("this build or processor has no vector kernels")
	}
	type both struct {
		Tree  Prediction
		Names []Span
	}
	predict := func(vector bool) both {
		defer setVector(vector)()
		net, names := stored(t)
		tree, spans := names.PredictBoth(net, new(Scratch), []string{"The", "army", "left", "Lima", "on", "3", "May", "."}, nil)
		return both{tree, spans}
	}
	if d := cmp.Diff(predict(true), predict(false)); d != "" {
		t.Errorf("(-vector +portable):\n%s", d)
	}
}

func TestDamagedNames(t *testing.T) {
	body, err := tinyNames().Write()
	if err != nil {
		t.Fatal(err)
	}
	net := tiny()
	other := tiny()
	other.Width = 48
	for name, try := range map[string]func() error{
		"empty":         func() error { _, err := ReadNames(nil, net); return err },
		"cut":           func() error { _, err := ReadNames(body[:len(body)-9], net); return err },
		"no config":     func() error { _, err := ReadNames(body[20:], net); return err },
		"other encoder": func() error { _, err := ReadNames(body, other); return err },
	} {
		if try() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
