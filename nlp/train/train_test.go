package train

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/lemma"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// sentence builds a gold sentence from "form/lemma/UPOS/XPOS/head/relation",
// heads counted from 1, 0 the root.
func sentence(rows string) nlp.Sentence {
	var s nlp.Sentence
	for _, row := range strings.Fields(rows) {
		c := strings.Split(row, "/")
		s.Tokens = append(s.Tokens, nlp.Token{Form: c[0], Lemma: c[1], UPOS: c[2], XPOS: c[3], Head: int(c[4][0]-'0') - 1, Deprel: c[5]})
	}
	return s
}

func corpus() []nlp.Sentence {
	return []nlp.Sentence{
		sentence("Kenya/Kenya/PROPN/NNP/2/nsubj praised/praise/VERB/VBD/0/root Norway/Norway/PROPN/NNP/2/obj ././PUNCT/./2/punct"),
		sentence("The/the/DET/DT/2/det army/army/NOUN/NN/3/nsubj left/leave/VERB/VBD/0/root the/the/DET/DT/5/det city/city/NOUN/NN/3/obj ././PUNCT/./3/punct"),
		sentence("Armies/army/NOUN/NNS/2/nsubj leave/leave/VERB/VBP/0/root cities/city/NOUN/NNS/2/obj"),
		sentence("Maria/Maria/PROPN/NNP/3/nsubj Soto/Soto/PROPN/NNP/1/flat met/meet/VERB/VBD/0/root Peruvian/Peruvian/ADJ/JJ/5/amod envoys/envoy/NOUN/NNS/3/obj in/in/ADP/IN/7/case Lima/Lima/PROPN/NNP/3/obl"),
	}
}

func smallOptions() Options {
	return Options{
		Seed: 7, Epochs: 200, Batch: 4, Rate: 1e-2, Threads: 1,
		Embed: 16, Width: 32, Layers: 2, Arc: 16, Label: 16,
	}
}

// A few sentences are learned by heart, and the bytes do not depend on the
// number of threads.
func TestRunLearnsAndRepeats(t *testing.T) {
	opt := smallOptions()
	opt.Extra = map[string][]byte{"lemma": Lemmas(corpus())}
	one, err := Run(context.Background(), corpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Threads = 3
	three, err := Run(context.Background(), corpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, three) {
		t.Error("one and three threads give different weights")
	}
	an, err := nlp.Open(one)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range corpus()[:3] {
		got := nlp.Sentence{Tokens: make([]nlp.Token, len(want.Tokens))}
		for i, w := range want.Tokens {
			got.Tokens[i].Form = w.Form
		}
		an.Parse(&got)
		for i, w := range want.Tokens {
			g := got.Tokens[i]
			if g.Head != w.Head || g.Deprel != w.Deprel || g.XPOS != w.XPOS || g.Lemma != w.Lemma {
				t.Errorf("%s: got %s %s %d %s, want %s %s %d %s", w.Form, g.XPOS, g.Lemma, g.Head, g.Deprel, w.XPOS, w.Lemma, w.Head, w.Deprel)
			}
		}
	}
}

// A run that was cut off goes on where it stood.
func TestRunResumes(t *testing.T) {
	opt := smallOptions()
	opt.Epochs = 9
	whole, err := Run(context.Background(), corpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	saved := 0
	first := opt
	first.Save = func(state []byte) error {
		if saved++; saved == 4 {
			cancel()
		}
		opt.Resume = state
		return nil
	}
	if _, err := Run(ctx, corpus(), first); err == nil {
		t.Fatal("the run was not cut off")
	}
	again, err := Run(context.Background(), corpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if saved != 4 || !bytes.Equal(again, whole) {
		t.Errorf("after %d saved passes the resumed run gives other weights", saved)
	}
	other := opt
	other.Seed++
	if _, err := Run(context.Background(), corpus(), other); !errors.Is(err, ErrOtherRun) {
		t.Errorf("a state of another run: %v", err)
	}
	for _, damaged := range [][]byte{{}, opt.Resume[:40], append(opt.Resume[:50:50], opt.Resume[51:]...)} {
		opt.Resume = damaged
		if _, err := Run(context.Background(), corpus(), opt); err == nil {
			t.Error("no error for a damaged state")
		}
	}
}

// A run goes on from weights: without a step to learn by it parses as they did, though
// its data has more words, and tags that they lack are an error.
func TestRunGoesOn(t *testing.T) {
	opt := smallOptions()
	opt.Extra = map[string][]byte{"lemma": Lemmas(corpus())}
	first, err := Run(context.Background(), corpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	more := append(corpus(), sentence("Norway/Norway/PROPN/NNP/2/nsubj left/leave/VERB/VBD/0/root Lima/Lima/PROPN/NNP/2/obj"))
	opt.Start, opt.Epochs, opt.Rate, opt.Width = first, 1, 0, 64
	second, err := Run(context.Background(), more, opt)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := parsedBy(t, second, corpus()), parsedBy(t, first, corpus()); got != want {
		t.Errorf("before a step parsed as\n%s\nwant\n%s", got, want)
	}
	other := append(corpus(), sentence("Oh/oh/INTJ/UH/0/root"))
	if _, err := Run(context.Background(), other, opt); err == nil || !strings.Contains(err.Error(), "INTJ|UH") {
		t.Errorf("a tag that the weights lack: %v", err)
	}
}

// parsedBy writes the trees that the weights see in the sentences, a token a word.
func parsedBy(t *testing.T, weights []byte, sentences []nlp.Sentence) string {
	t.Helper()
	an, err := nlp.Open(weights)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, s := range sentences {
		an.Parse(&s)
		for _, tok := range s.Tokens {
			fmt.Fprintf(&b, "%s/%s/%d/%s ", tok.Form, tok.XPOS, tok.Head+1, tok.Deprel)
		}
	}
	return b.String()
}

func TestRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, corpus(), smallOptions()); err != context.Canceled {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if _, err := Run(context.Background(), nil, smallOptions()); err == nil {
		t.Error("no error for no sentences")
	}
}

// The gradients of every matrix agree with finite differences of the loss.
func TestGradients(t *testing.T) {
	data := load(corpus(), 0)
	n := fresh(neural.Config{
		Embed: 16, Width: 32, Layers: 2, Arc: 16, Label: 16,
		Words: len(data.vocab), Tags: data.tags, Labels: data.labels, Hashed: neural.DefaultHashed,
	}, data.vocab, 3)
	for i := range data.examples {
		for _, form := range data.examples[i].forms {
			data.examples[i].rows = append(data.examples[i].rows, n.FormRows(form))
		}
	}
	turned := newWeights(n)
	w := newWorker(n, turned)
	loss := func() float64 {
		for _, p := range n.Params() {
			if p.Rows > 2 {
				turned.turn(p)
			}
		}
		w.rng = 11
		w.run(data.examples, make([]float32, 100), 1)
		return w.loss
	}
	loss()
	grads := w.grad.Params()
	saved := make([][]float32, len(grads))
	for i, g := range grads {
		saved[i] = append([]float32(nil), g.Data...)
	}
	for i, p := range n.Params() {
		differences(t, p, saved[i], uint64(5+i), 1e-3, 0.05, loss)
	}
}

// differences compares the gradient of some of a matrix's values with what the
// loss does when they change by step. Where it does one thing to the left and
// another to the right there is no gradient (a rectifier opens between); of 12
// values at most 8 may be like that.
func differences(t *testing.T, p *neural.Param, gradient []float32, seed uint64, step float32, slack float64, loss func() float64) {
	t.Helper()
	rng, skipped := random(seed), 0
	base := loss()
	for range 12 {
		at := int(rng.next() % uint64(len(p.Data)))
		old := p.Data[at]
		p.Data[at] = old + step
		up := (loss() - base) / float64(step)
		p.Data[at] = old - step
		down := (base - loss()) / float64(step)
		p.Data[at] = old
		got, want := float64(gradient[at]), (up+down)/2
		near := slack * math.Max(1, math.Abs(want))
		if math.Abs(up-down) > near {
			skipped++
			continue
		}
		if math.Abs(got-want) > near {
			t.Errorf("%s[%d]: gradient %.4f, by difference %.4f", p.Name, at, got, want)
		}
	}
	if skipped > 8 {
		t.Errorf("%s: %d of 12 values have no gradient", p.Name, skipped)
	}
}

func TestSlots(t *testing.T) {
	n := newRenamer()
	s := corpus()[3]
	got := n.slots(&s)
	want := []slot{{slotPerson, 0, 2}, {slotAdjective, 3, 4}, {slotPlace, 6, 7}}
	if len(got) != len(want) {
		t.Fatalf("slots %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("slot %d is %v, want %v", i, got[i], want[i])
		}
	}
	rng := random(2)
	forms := []string{"Maria", "Soto", "met", "Peruvian", "envoys", "in", "Lima"}
	for range 20 {
		n.rename(forms, got, &rng)
	}
	if forms[2] != "met" || forms[4] != "envoys" || forms[0] == "Maria" || forms[6] == "Lima" {
		t.Errorf("renamed to %q", forms)
	}
}

func TestNameLists(t *testing.T) {
	n := newRenamer()
	if len(n.regions) < 15 || len(n.places) < 150 || len(n.adjectives) < 80 {
		t.Fatalf("%d regions, %d places, %d adjectives", len(n.regions), len(n.places), len(n.adjectives))
	}
	for _, name := range n.all() {
		if strings.ToLower(name) == name || strings.ContainsAny(name, ",|#") {
			t.Errorf("%q is no name", name)
		}
	}
}

func TestLemmas(t *testing.T) {
	rules, err := lemma.Decode(Lemmas(corpus()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][4]string{
		{"Armies", "NOUN", "NNS", "army"}, {"cities", "NOUN", "NNS", "city"}, {"left", "VERB", "VBD", "leave"},
		{"2,000", "NUM", "CD", "2,000"}, {"Nairobi", "PROPN", "NNP", "Nairobi"},
	} {
		if got := rules.Of(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("lemma of %s (%s): %q, want %q", c[0], c[2], got, c[3])
		}
	}
}
