package train

import (
	"testing"

	"github.com/entente-kg/entente/nlp"
)

// Calibration changes scores, never heads.
func TestCalibrate(t *testing.T) {
	base := encoder(t)
	file, heat, err := Calibrate(base, corpus())
	if err != nil {
		t.Fatal(err)
	}
	if heat < 1 || heat > 2 {
		t.Errorf("heat %g", heat)
	}
	before, err := nlp.Open(base)
	if err != nil {
		t.Fatal(err)
	}
	after, err := nlp.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range corpus() {
		a, b := nlp.Sentence{Tokens: make([]nlp.Token, len(s.Tokens))}, nlp.Sentence{Tokens: make([]nlp.Token, len(s.Tokens))}
		for i, tok := range s.Tokens {
			a.Tokens[i].Form, b.Tokens[i].Form = tok.Form, tok.Form
		}
		before.Parse(&a)
		after.Parse(&b)
		for i := range a.Tokens {
			if heat > 1 && a.Tokens[i].Score > 0.5 && a.Tokens[i].Score <= b.Tokens[i].Score && a.Tokens[i].Score < 1 {
				t.Errorf("score %g became %g with heat %g", a.Tokens[i].Score, b.Tokens[i].Score, heat)
			}
			a.Tokens[i].Score, b.Tokens[i].Score = 0, 0
			if a.Tokens[i] != b.Tokens[i] {
				t.Errorf("token %+v became %+v", a.Tokens[i], b.Tokens[i])
			}
		}
	}
	if _, _, err := Calibrate(nil, corpus()); err == nil {
		t.Error("no error for no weights")
	}
}
