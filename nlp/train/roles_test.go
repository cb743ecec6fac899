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

// roledCorpus has who praises whom.
func roledCorpus() []RoledSentence {
	say := func(text string, verb, actor, recipient int) RoledSentence {
		s := RoledSentence{Forms: strings.Fields(text)}
		for i := range s.Forms {
			w := RoledWord{At: i, Classes: map[int]float32{0: 1}}
			if i == verb {
				w = RoledWord{At: i, Classes: map[int]float32{0: 0.1, 1: 0.9}, As: 1, Phrases: []RoledPhrase{
					{actor, []float32{0, 1, 0}}, {recipient, []float32{0.2, 0, 0.8}},
				}}
			}
			s.Words = append(s.Words, w)
		}
		return s
	}
	return []RoledSentence{
		say("Kenya praised Norway .", 1, 0, 2),
		say("Peruvian envoys were praised by Chad", 3, 5, 1),
		say("The Trade Council left .", -1, 0, 0),
	}
}

func smallRoles() RoleOptions {
	return RoleOptions{Seed: 3, Epochs: 200, Batch: 3, Rate: 1e-2, Embed: 16, Width: 32, Pair: 16, Classes: []string{"none", "praised"}, Roles: []string{"none", "actor", "recipient"}}
}

// A few sentences are learned by heart, at any number of threads with the same bytes,
// and parses stay as they are.
func TestRolesLearnsAndRepeats(t *testing.T) {
	base, opt := encoder(t), smallRoles()
	one, err := Roles(context.Background(), base, roledCorpus(), opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Threads = 3
	if two, err := Roles(context.Background(), base, roledCorpus(), opt); err != nil || !bytes.Equal(one, two) {
		t.Errorf("the second training gives other bytes or fails: %v", err)
	}
	a, err := nlp.Open(base)
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.RoleParser(one)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range roledCorpus() {
		s, plain := unparsed(want.Forms), unparsed(want.Forms)
		roles := p.Parse(&s)
		a.Parse(&plain)
		if !slices.Equal(s.Tokens, plain.Tokens) {
			t.Errorf("%v is parsed otherwise", want.Forms)
		}
		for _, w := range want.Words {
			if got := roles.Word(w.At)[1]; (got > 0.6) != (w.Classes[1] > 0.6) {
				t.Errorf("%v: word %d praises by %.2f", want.Forms, w.At, got)
			}
			for _, ph := range w.Phrases {
				if got := roles.Phrase(w.At, ph.At, w.As); slices.Index(got, slices.Max(got)) != slices.Index(ph.Roles, slices.Max(ph.Roles)) {
					t.Errorf("%v: phrase %d has roles %.2f", want.Forms, ph.At, got)
				}
			}
		}
	}
	if _, err := Roles(context.Background(), base, nil, opt); err == nil {
		t.Error("no error for no sentences")
	}
	if _, err := a.RoleParser(one[:len(one)-1]); err == nil {
		t.Error("no error for a file that is cut off")
	}
	later := smallOptions()
	later.Seed, later.Epochs = 8, 1
	later.Extra = map[string][]byte{"lemma": Lemmas(corpus())}
	other, err := Run(context.Background(), corpus(), later)
	if err != nil {
		t.Fatal(err)
	}
	b, err := nlp.Open(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.RoleParser(one); err == nil || !strings.Contains(err.Error(), "train it again") {
		t.Errorf("a head for another encoder: error %v", err)
	}
}

func unparsed(forms []string) nlp.Sentence {
	var s nlp.Sentence
	for _, f := range forms {
		s.Tokens = append(s.Tokens, nlp.Token{Form: f})
	}
	return s
}

// The gradients of every matrix agree with finite differences of the loss.
func TestRoleGradients(t *testing.T) {
	net, _, err := neural.Read(encoder(t))
	if err != nil {
		t.Fatal(err)
	}
	r := newRoleRun(net, roledCorpus(), smallRoles())
	var shard []*RoledSentence
	for i := range r.data {
		shard = append(shard, &r.data[i])
	}
	w := r.workers[0]
	loss := func() float64 {
		for _, p := range r.grads[0] {
			clear(p.Data)
		}
		w.rng = 17
		return w.run(shard, 1)
	}
	loss()
	var saved [][]float32
	for _, g := range r.grads[0] {
		saved = append(saved, slices.Clone(g.Data))
	}
	for i, p := range r.params {
		differences(t, p, saved[i], uint64(5+i), 4e-4, 0.03, loss)
	}
}
