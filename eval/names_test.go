package eval

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// toyIOB has a comment, columns after the tag and an I- that begins a name.
const toyIOB = `# sent_id = toy-1
1	Kenya	B-LOC	-	someone
2	met	O	-	-
3	Paul	B-PER	-	someone
4	Okello	I-PER	-	someone

1	Lima	I-LOC	-	-
2	Nairobi	B-LOC	-	-
3	Lions	I-ORG	-	-

`

func TestIOBRoundTrip(t *testing.T) {
	sentences, err := ReadIOB(strings.NewReader(toyIOB))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteIOB(&out, sentences); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(toyIOB, out.String()); diff != "" {
		t.Error(diff)
	}
	want := []nlp.Name{{From: 0, To: 1, Label: "LOC", Score: 1}, {From: 1, To: 2, Label: "LOC", Score: 1}, {From: 2, To: 3, Label: "ORG", Score: 1}}
	if got := sentences[1].Names(); !slices.Equal(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
	changed := sentences[0].With([]nlp.Name{{From: 2, To: 4, Label: "ORG"}})
	out.Reset()
	if err := WriteIOB(&out, []IOBSentence{changed}); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "1\tKenya\tO\t-") || !strings.Contains(text, "B-ORG") || !strings.Contains(text, "4\tOkello\tI-ORG\t-\tsomeone") {
		t.Errorf("with another name\n%s", text)
	}
	if sentences[0].Rows[0][2] != "B-LOC" {
		t.Error("the original was changed")
	}
}

func TestReadIOBForms(t *testing.T) {
	got, err := ReadIOB(strings.NewReader("2004 O\r\nLima B-LOC\n\n\nA x O"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Sentence().Tokens[0].Form != "2004" || len(got[0].Names()) != 1 || got[1].Sentence().Tokens[0].Form != "A" {
		t.Errorf("sentences %v", got)
	}
	for text, want := range map[string]string{
		"alone\n":        "iob: line 1: row has 1 columns",
		"a O\nb PER\n":   `iob: line 2: tag "PER" is none of O`,
		"1\t\tO\n":       "iob: line 1: row has no form",
		"1\tLima\tB-\n":  `tag "B-"`,
		"1\tLima\tBLOC ": `tag "BLOC "`,
	} {
		if _, err := ReadIOB(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	if _, err := ReadIOB(failing{}); err == nil {
		t.Error("no error for a broken reader")
	}
}

// Counts worked out by hand: one right, one with the wrong end, one with the
// wrong label, one missed, one made up.
func TestNameScores(t *testing.T) {
	name := func(from, to int, label string) nlp.Name { return nlp.Name{From: from, To: to, Label: label} }
	var s NameScores
	s.Add(9,
		[]nlp.Name{name(0, 1, "LOC"), name(2, 4, "PER"), name(5, 6, "ORG"), name(8, 9, "LOC")},
		[]nlp.Name{name(0, 1, "LOC"), name(2, 3, "PER"), name(5, 6, "LOC"), name(7, 8, "ORG")})
	want := map[string]NameCount{"LOC": {2, 2, 1}, "PER": {1, 1, 0}, "ORG": {1, 1, 0}}
	if diff := cmp.Diff(want, s.Labels); diff != "" {
		t.Error(diff)
	}
	if all := s.All(); all != (NameCount{4, 4, 1}) || all.F1() != 0.25 || all.Precision() != 0.25 || all.Recall() != 0.25 {
		t.Errorf("all %+v", all)
	}
	if text := s.String(); !strings.Contains(text, "sentences 1, tokens 9\n") || !strings.Contains(text, "LOC        50.00     50.00     50.00      2      2      1\n") {
		t.Errorf("table\n%s", text)
	}
	if (NameScores{}).All().F1() != 0 {
		t.Error("no names give a score")
	}
}

func TestNamesFile(t *testing.T) {
	an, err := nlp.New()
	if err != nil || !an.HasNames() {
		t.Skip("needs the embedded model with a names head")
	}
	scores, predicted, err := NamesFile(an, strings.NewReader(toyIOB))
	if err != nil {
		t.Fatal(err)
	}
	if scores.Sentences != 2 || scores.Tokens != 7 || len(predicted) != 2 || len(predicted[0].Rows) != 4 {
		t.Errorf("scores %+v, predicted %v", scores, predicted)
	}
	if _, _, err := NamesFile(an, failing{}); err == nil {
		t.Error("no error for a broken reader")
	}
}

func TestKnownNames(t *testing.T) {
	world, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	forms := strings.Fields("Norway and the United Nations welcomed Angela Merkel to Geneva")
	marks := make([]nlp.Mark, len(forms))
	KnownNames(world).Mark(forms, marks)
	for at, want := range map[int]nlp.Mark{0: nlp.MarkBeginLOC, 1: 0, 3: nlp.MarkBeginORG, 4: nlp.MarkInORG, 6: nlp.MarkBeginPER, 7: nlp.MarkInPER, 9: nlp.MarkBeginLOC} {
		if marks[at]&want != want || want == 0 && marks[at] != 0 {
			t.Errorf("%s has marks %b, want %b", forms[at], marks[at], want)
		}
	}
}
