package eval

import (
	"bytes"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
)

// toyTree has a multiword range, an empty node and a comment.
const toyTree = `# sent_id = toy-1
# text = Kenya didn’t vote.
1	Kenya	Kenya	PROPN	NNP	Number=Sing	4	nsubj	4:nsubj	_
2-3	didn’t	_	_	_	_	_	_	_	_
2	did	do	AUX	VBD	_	4	aux	_	_
3	n’t	not	PART	RB	_	4	advmod	_	_
4	vote	vote	VERB	VB	_	0	root	_	SpaceAfter=No
4.1	vote	vote	_	_	_	_	_	_	_
5	.	.	PUNCT	.	_	4	punct	_	_

`

func TestConlluRoundTrip(t *testing.T) {
	sentences, err := ReadConllu(strings.NewReader(toyTree))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteConllu(&out, sentences); err != nil {
		t.Fatal(err)
	}
	if out.String() != toyTree {
		t.Errorf("got\n%s\nwant\n%s", out.String(), toyTree)
	}
	s := sentences[0].Sentence()
	if len(s.Tokens) != 5 || s.Tokens[2].Form != "n't" || s.Tokens[0].Head != 3 || s.Tokens[3].Head != -1 {
		t.Errorf("tokens %+v", s.Tokens)
	}
}

func TestConlluWith(t *testing.T) {
	sentences, err := ReadConllu(strings.NewReader(toyTree))
	if err != nil {
		t.Fatal(err)
	}
	tokens := sentences[0].Sentence().Tokens
	tokens[0].Deprel, tokens[0].Lemma = "obj", ""
	changed, err := sentences[0].With(tokens)
	if err != nil {
		t.Fatal(err)
	}
	if row := changed.Rows[0]; row[ColDeprel] != "obj" || row[ColLemma] != "_" || row[ColFeats] != "_" {
		t.Errorf("row %q", row)
	}
	if sentences[0].Rows[0][ColDeprel] != "nsubj" {
		t.Error("the original was changed")
	}
	if _, err := sentences[0].With(tokens[:2]); err == nil {
		t.Error("no error for too few tokens")
	}
}

func TestConlluErrorsNameTheLine(t *testing.T) {
	for name, c := range map[string][2]string{
		"columns": {"# c\n1\ta\n", "line 2: row has 2 columns"},
		"number":  {"2\ta\t_\t_\t_\t_\t0\troot\t_\t_\n\n", `line 1: word number "2", want 1`},
		"head":    {"# a\n# b\n1\ta\t_\t_\t_\t_\t7\troot\t_\t_\n\n", "line 3: head 7 of word 1"},
		"letters": {"1\ta\t_\t_\t_\t_\tx\troot\t_\t_\n", "line 1: head x of word 1"},
		"form":    {"1\t\t_\t_\t_\t_\t0\troot\t_\t_\n", "line 1: word 1 has no form"},
		"words":   {"1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1: sentence has no words"},
	} {
		_, err := ReadConllu(strings.NewReader(c[0]))
		if err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: error %v, want %q", name, err, c[1])
		}
	}
}

func TestConlluOf(t *testing.T) {
	doc := nlp.Split("Kenya votes\n\nIt’s over.")
	for i := range doc.Sentences {
		for j := range doc.Sentences[i].Tokens {
			doc.Sentences[i].Tokens[j].Head = j - 1
		}
	}
	title, body := ConlluOf(doc, &doc.Sentences[0], "a-1"), ConlluOf(doc, &doc.Sentences[1], "a-2")
	if got := strings.Join(title.Comments, "\n"); got != "# sent_id = a-1\n# kind = title\n# text = Kenya votes" {
		t.Errorf("comments %q", got)
	}
	if misc := body.Rows[0][ColMisc]; misc != "Offset=13:15|SpaceAfter=No" {
		t.Errorf("last column %q", misc)
	}
	var out bytes.Buffer
	if err := WriteConllu(&out, []ConlluSentence{title, body}); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadConllu(&out); err != nil {
		t.Errorf("what was written cannot be read: %v", err)
	}
}

// FuzzReadConllu wants an error or sentences that survive a round trip.
func FuzzReadConllu(f *testing.F) {
	f.Add(toyTree)
	f.Add("# only a comment\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		first, err := ReadConllu(strings.NewReader(text))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteConllu(&out, first); err != nil {
			t.Fatal(err)
		}
		second, err := ReadConllu(&out)
		if err != nil || len(second) != len(first) {
			t.Fatalf("%d sentences after a round trip, want %d: %v", len(second), len(first), err)
		}
		for i := range first {
			first[i].Sentence()
		}
	})
}
