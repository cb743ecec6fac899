package eval

import (
	"errors"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
)

// The counts of one small sentence, worked out by hand after the rules of the
// CoNLL 2018 scorer.
func TestParseScores(t *testing.T) {
	gold := []nlp.Token{
		{Form: "Kenya", UPOS: "PROPN", XPOS: "NNP", Lemma: "Kenya", Head: 2, Deprel: "nsubj:pass"},
		{Form: "was", UPOS: "AUX", XPOS: "VBD", Lemma: "be", Head: 2, Deprel: "aux:pass"},
		{Form: "praised", UPOS: "VERB", XPOS: "VBN", Lemma: "praise", Head: -1, Deprel: "root"},
		{Form: ".", UPOS: "PUNCT", XPOS: ".", Lemma: ".", Head: 2, Deprel: "punct"},
	}
	guess := append([]nlp.Token(nil), gold...)
	guess[0].Deprel = "nsubj" // right but for the subtype
	guess[1].Deprel = "cop"   // right head, wrong relation
	guess[3].Head = 1         // wrong head
	guess[3].UPOS = "SYM"
	var p ParseScores
	p.Add(gold, guess)
	want := ParseScores{
		Sentences: 1, Words: 4, UPOS: 3, XPOS: 4, Lemmas: 4,
		Heads: 3, Labelled: 2, FullLabels: 1,
		ContentGold: 2, ContentPredict: 2, ContentRight: 2,
	}
	if p != want {
		t.Errorf("got %+v, want %+v", p, want)
	}
	if p.UAS() != 0.75 || p.LAS() != 0.5 || p.FullLAS() != 0.25 || p.CLAS() != 1 {
		t.Errorf("UAS %g LAS %g full %g CLAS %g", p.UAS(), p.LAS(), p.FullLAS(), p.CLAS())
	}
	if s := p.String(); !strings.Contains(s, "LAS         50.00\n") {
		t.Errorf("table\n%s", s)
	}
}

func TestParseScoresOfNothing(t *testing.T) {
	var p ParseScores
	if p.LAS() != 0 || p.CLAS() != 0 {
		t.Error("no words give a score")
	}
}

func TestParseFile(t *testing.T) {
	an, err := nlp.New()
	if err != nil {
		t.Skip("needs the embedded model")
	}
	scores, predicted, err := ParseFile(an, strings.NewReader(toyTree))
	if err != nil {
		t.Fatal(err)
	}
	if scores.Words != 5 || scores.Sentences != 1 || scores.LAS() < 0.5 {
		t.Errorf("scores\n%s", scores)
	}
	if len(predicted) != 1 || len(predicted[0].Rows) != 7 || predicted[0].Rows[1][ColID] != "2-3" {
		t.Errorf("predicted %+v", predicted)
	}
	if _, _, err := ParseFile(an, failing{}); err == nil {
		t.Error("no error for a broken reader")
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }
