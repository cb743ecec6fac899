package train

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

func namedCorpus() []NamedSentence {
	say := func(text string, names ...nlp.Name) NamedSentence {
		return NamedSentence{Forms: strings.Fields(text), Names: names}
	}
	return []NamedSentence{
		say("Kenya praised Norway .", nlp.Name{From: 0, To: 1, Label: "LOC"}, nlp.Name{From: 2, To: 3, Label: "LOC"}),
		say("Maria Soto met Peruvian envoys in Lima", nlp.Name{From: 0, To: 2, Label: "PER"}, nlp.Name{From: 3, To: 4, Label: "MISC"}, nlp.Name{From: 6, To: 7, Label: "LOC"}),
		say("The Trade Council left .", nlp.Name{From: 1, To: 3, Label: "ORG"}),
	}
}

// encoder is a small parser for names heads to stand on.
func encoder(t *testing.T) []byte {
	t.Helper()
	opt := smallOptions()
	opt.Epochs = 1
	opt.Extra = map[string][]byte{"lemma": Lemmas(corpus())}
	weights, err := Run(context.Background(), corpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return weights
}

func smallNames() NameOptions {
	return NameOptions{Seed: 3, Epochs: 150, Batch: 4, Rate: 1e-2, Embed: 16, Width: 32}
}

// A few sentences are learned by heart, run after run with the same bytes, and
// parses stay as they were.
func TestNamesLearnsAndRepeats(t *testing.T) {
	base := encoder(t)
	one, err := Names(context.Background(), base, namedCorpus(), smallNames())
	if err != nil {
		t.Fatal(err)
	}
	two, err := Names(context.Background(), one, namedCorpus(), smallNames())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("the second training gives other bytes")
	}
	before, err := nlp.Open(base)
	if err != nil {
		t.Fatal(err)
	}
	after, err := nlp.Open(one)
	if err != nil {
		t.Fatal(err)
	}
	if before.HasNames() || !after.HasNames() {
		t.Error("the names head is not where it should be")
	}
	for _, want := range namedCorpus() {
		a := nlp.Sentence{Tokens: make([]nlp.Token, len(want.Forms))}
		for i, form := range want.Forms {
			a.Tokens[i].Form = form
		}
		b := nlp.Sentence{Tokens: slices.Clone(a.Tokens)}
		before.Parse(&a)
		got := after.ParseNames(&b)
		if !slices.Equal(a.Tokens, b.Tokens) {
			t.Error("the parse changed")
		}
		names := slices.DeleteFunc(slices.Clone(want.Names), func(n nlp.Name) bool { return n.Label == "MISC" })
		for i := range got {
			got[i].Score = 0
		}
		if !slices.Equal(got, names) {
			t.Errorf("%q: names %v, want %v", want.Forms, got, names)
		}
	}
}

func TestNamesStops(t *testing.T) {
	base := encoder(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Names(ctx, base, namedCorpus(), smallNames()); err != context.Canceled {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if _, err := Names(context.Background(), base, nil, smallNames()); err == nil {
		t.Error("no error for no sentences")
	}
	if _, err := Names(context.Background(), []byte("no weights"), namedCorpus(), smallNames()); err == nil {
		t.Error("no error for a damaged file")
	}
}

// The gradients of every matrix agree with finite differences of the loss.
func TestNameGradients(t *testing.T) {
	net, _, err := neural.Read(encoder(t))
	if err != nil {
		t.Fatal(err)
	}
	r := newNameRun(net, namedCorpus(), smallNames())
	var batch []*namedExample
	for i := range r.data {
		batch = append(batch, &r.data[i])
	}
	loss := func(back bool) float64 {
		for _, p := range r.grads.Params() {
			clear(p.Data)
		}
		r.rng = 17
		r.encode(batch)
		r.rows(batch)
		r.names.Forward(r.net, &r.state, &r.head)
		sum, cols := 0.0, r.names.Out.Cols
		for i, e := range batch {
			from := r.state.Bounds[i]
			clear(r.head.Logits[from*cols:][:cols])
			sum += r.chain.loss(r.names, r.head.Logits[(from+1)*cols:], e.tags, r.grads.Step.Data, 1)
		}
		if back {
			r.fall()
		}
		return sum
	}
	loss(true)
	var saved [][]float32
	for _, g := range r.grads.Params() {
		saved = append(saved, slices.Clone(g.Data))
	}
	for i, p := range r.names.Params() {
		differences(t, p, saved[i], uint64(5+i), 4e-4, 0.03, func() float64 { return loss(false) })
	}
}
