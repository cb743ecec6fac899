package eval

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
)

const toyDocument = `# newdoc id = a
# newpar
# text = Kenya didn't vote.
1	Kenya	Kenya	PROPN	NNP	_	4	nsubj	_	_
2-3	didn't	_	_	_	_	_	_	_	_
2	did	do	AUX	VBD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	vote	vote	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

1	Norway	Norway	PROPN	NNP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newpar
1	Ok	ok	INTJ	UH	_	0	root	_	_

# newdoc id = b
1	Hi	hi	INTJ	UH	_	0	root	_	_

`

// The raw text is the tokens' surface, and the file's own analysis scores full
// marks.
func TestRawDocuments(t *testing.T) {
	sentences, err := ReadConllu(strings.NewReader(toyDocument))
	if err != nil {
		t.Fatal(err)
	}
	docs := rawDocuments(sentences)
	if len(docs) != 2 || docs[0].text.String() != "Kenya didn't vote. Norway left. \n\nOk " {
		t.Fatalf("%d documents, the first %q", len(docs), docs[0].text.String())
	}
	text := docs[0].text.String()
	doc := &nlp.Document{Text: text}
	at := 0
	for i, span := range docs[0].sentences {
		s := nlp.Sentence{Start: span.start, End: span.end}
		for range sentences[i].Words {
			w := docs[0].words[at]
			w.token.Start, w.token.End = w.start, w.end
			if form := text[w.start:w.end]; form != w.token.Form {
				t.Errorf("word %d lies on %q, want %q", at, form, w.token.Form)
			}
			s.Tokens = append(s.Tokens, w.token)
			at++
		}
		doc.Sentences = append(doc.Sentences, s)
	}
	var scores RawScores
	scores.add(docs[0], doc)
	want := RawScores{
		GoldSentences: 3, Sentences: 3, RightSentences: 3, GoldWords: 9, Words: 9, Aligned: 9,
		UPOS: 9, XPOS: 9, Lemmas: 9, Heads: 9, Labelled: 9, ContentGold: 6, ContentPredict: 6, ContentRight: 6,
	}
	if scores != want {
		t.Errorf("got %+v, want %+v", scores, want)
	}
	if scores.LAS() != 1 {
		t.Errorf("LAS %g", scores.LAS())
	}
}

// A word cut in two matches nothing, nor does what hangs on it.
func TestRawScoresOfOtherTokens(t *testing.T) {
	sentences, err := ReadConllu(strings.NewReader(toyDocument))
	if err != nil {
		t.Fatal(err)
	}
	gold := rawDocuments(sentences[1:2])[0] // Norway left.
	var scores RawScores
	scores.add(gold, &nlp.Document{Text: gold.text.String(), Sentences: []nlp.Sentence{{Start: 0, End: 12, Tokens: []nlp.Token{
		{Start: 0, End: 6, Head: 2, Deprel: "nsubj", UPOS: "PROPN"},
		{Start: 7, End: 9, Head: 2, Deprel: "det"},
		{Start: 9, End: 11, Head: -1, Deprel: "root"},
		{Start: 11, End: 12, Head: 0, Deprel: "punct", UPOS: "PUNCT"},
	}}}})
	want := RawScores{
		GoldSentences: 1, Sentences: 1, RightSentences: 1, GoldWords: 3, Words: 4, Aligned: 2, UPOS: 2,
		ContentGold: 2, ContentPredict: 2,
	}
	if scores != want {
		t.Errorf("got %+v, want %+v", scores, want)
	}
}

func TestParseRaw(t *testing.T) {
	an, err := nlp.New()
	if err != nil {
		t.Skip("needs the embedded model")
	}
	scores, predicted, err := ParseRaw(an, strings.NewReader(toyDocument))
	if err != nil {
		t.Fatal(err)
	}
	if scores.GoldWords != 10 || scores.Words != 10 || scores.Aligned != 10 || len(predicted) == 0 {
		t.Errorf("scores\n%s", scores)
	}
	if text := scores.String(); !strings.Contains(text, "words      100.00\n") {
		t.Errorf("table\n%s", text)
	}
	if _, _, err := ParseRaw(an, failing{}); err == nil {
		t.Error("no error for a broken reader")
	}
}
