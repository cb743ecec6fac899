package eval

import (
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// RawScores counts how well raw text was cut, tagged and parsed, by the rules of
// the CoNLL 2018 shared task: predicted words are matched with those of the file
// by the characters that they cover, and each measure is the F1 of right words.
type RawScores struct {
	GoldSentences, Sentences, RightSentences int
	GoldWords, Words, Aligned                int
	UPOS, XPOS, Lemmas                       int
	Heads, Labelled                          int
	ContentGold, ContentPredict              int
	ContentRight                             int
}

// String is a table, one measure a line, in per cent.
func (s RawScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "sentences  %6d in the file, %d predicted\nwords      %6d in the file, %d predicted\n", s.GoldSentences, s.Sentences, s.GoldWords, s.Words)
	all := s.GoldWords + s.Words
	rows := []struct {
		name  string
		value float64
	}{
		{"sentences", ratio(2*s.RightSentences, s.GoldSentences+s.Sentences)},
		{"words", ratio(2*s.Aligned, all)},
		{"UPOS", ratio(2*s.UPOS, all)},
		{"XPOS", ratio(2*s.XPOS, all)},
		{"lemma", ratio(2*s.Lemmas, all)},
		{"UAS", ratio(2*s.Heads, all)},
		{"LAS", s.LAS()},
		{"CLAS", ratio(2*s.ContentRight, s.ContentGold+s.ContentPredict)},
	}
	for _, row := range rows {
		fmt.Fprintf(&b, "%-10s %6.2f\n", row.name, 100*row.value)
	}
	return b.String()
}

// LAS is the F1 of words with the right head and universal relation.
func (s RawScores) LAS() float64 { return ratio(2*s.Labelled, s.GoldWords+s.Words) }

// ParseRaw reads a CoNLL-U file, analyses the text that its words make up,
// document by document, and returns the scores and the predicted sentences.
func ParseRaw(an *nlp.Analyzer, r io.Reader) (RawScores, []ConlluSentence, error) {
	var scores RawScores
	sentences, err := ReadConllu(r)
	if err != nil {
		return scores, nil, err
	}
	var predicted []ConlluSentence
	for i, doc := range rawDocuments(sentences) {
		got, err := an.Analyze(doc.text.String())
		if err != nil {
			return scores, nil, err
		}
		scores.add(doc, got)
		for j := range got.Sentences {
			predicted = append(predicted, ConlluOf(got, &got.Sentences[j], fmt.Sprintf("%d-%d", i, j)))
		}
	}
	return scores, predicted, nil
}

// rawDocument is a text with the gold words at their places.
type rawDocument struct {
	text      strings.Builder
	sentences []rawSpan
	words     []rawWord
}

type rawSpan struct{ start, end int }

// rawWord is a word of a sentence; head is an index into all words, -1 for the
// root.
type rawWord struct {
	rawSpan
	token nlp.Token
	head  int
}

// rawDocuments puts sentences together to the documents that their comments
// tell apart.
func rawDocuments(sentences []ConlluSentence) []*rawDocument {
	var docs []*rawDocument
	for i := range sentences {
		s := &sentences[i]
		newDoc, newPar := false, false
		for _, c := range s.Comments {
			newDoc = newDoc || strings.HasPrefix(c, "# newdoc")
			newPar = newPar || strings.HasPrefix(c, "# newpar")
		}
		if newDoc || len(docs) == 0 {
			docs = append(docs, &rawDocument{})
		}
		doc := docs[len(docs)-1]
		if doc.text.Len() > 0 && newPar {
			doc.text.WriteString("\n\n")
		}
		doc.addSentence(s)
	}
	return docs
}

// addSentence appends a sentence's surface and words.
func (d *rawDocument) addSentence(s *ConlluSentence) {
	tokens := s.Sentence().Tokens
	base, word := len(d.words), 0
	begin, end := d.text.Len(), 0
	for at := 0; at < len(s.Rows); at++ {
		row := s.Rows[at]
		id := row[ColID]
		if strings.Contains(id, ".") {
			continue
		}
		start := d.text.Len()
		d.text.WriteString(row[ColForm])
		end = d.text.Len()
		if !strings.Contains(row[ColMisc], "SpaceAfter=No") {
			d.text.WriteString(" ")
		}
		covers := 1
		if strings.Contains(id, "-") {
			covers = rangeSize(id)
		}
		d.addWords(s, tokens, base, word, covers, start, row[ColForm])
		word += covers
		at += covers * count(strings.Contains(id, "-"))
	}
	d.sentences = append(d.sentences, rawSpan{begin, end})
}

// rangeSize is how many words the id of a range, such as 2-3, covers.
func rangeSize(id string) int {
	var from, to int
	if _, err := fmt.Sscanf(id, "%d-%d", &from, &to); err != nil || to < from {
		return 0
	}
	return to - from + 1
}

// addWords places the words that make up one surface token. Where they do not
// spell it, all but the first lie at its end and are matched by no prediction.
func (d *rawDocument) addWords(s *ConlluSentence, tokens []nlp.Token, base, word, covers, start int, surface string) {
	at := start
	for i := word; i < min(word+covers, len(tokens)); i++ {
		form := s.Rows[s.Words[i]][ColForm]
		end := min(at+len(form), start+len(surface))
		if covers == 1 {
			end = start + len(surface)
		}
		head := -1
		if tokens[i].Head >= 0 {
			head = base + tokens[i].Head
		}
		d.words = append(d.words, rawWord{rawSpan{at, end}, tokens[i], head})
		at = end
	}
}

// add counts one document.
func (s *RawScores) add(gold *rawDocument, got *nlp.Document) {
	goldAt := map[rawSpan]int{}
	for i, w := range gold.words {
		goldAt[w.rawSpan] = i + 1
		s.ContentGold += count(isContent(w.token.Deprel))
	}
	sentenceAt := map[rawSpan]bool{}
	for _, span := range gold.sentences {
		sentenceAt[span] = true
	}
	s.GoldSentences += len(gold.sentences)
	s.GoldWords += len(gold.words)
	s.Sentences += len(got.Sentences)
	for i := range got.Sentences {
		sentence := &got.Sentences[i]
		s.RightSentences += count(sentenceAt[rawSpan{sentence.Start, sentence.End}])
		for _, t := range sentence.Tokens {
			s.Words++
			s.ContentPredict += count(isContent(t.Deprel))
			if at := goldAt[rawSpan{t.Start, t.End}]; at > 0 {
				s.addWord(gold, at-1, sentence, t, goldAt)
			}
		}
	}
}

// addWord compares one matched word.
func (s *RawScores) addWord(gold *rawDocument, at int, sentence *nlp.Sentence, t nlp.Token, goldAt map[rawSpan]int) {
	g := gold.words[at]
	s.Aligned++
	s.UPOS += count(g.token.UPOS == t.UPOS)
	s.XPOS += count(g.token.XPOS == t.XPOS)
	s.Lemmas += count(g.token.Lemma == t.Lemma)
	head := -1
	if t.Head >= 0 {
		h := sentence.Tokens[t.Head]
		head = goldAt[rawSpan{h.Start, h.End}] - 1
		if head < 0 {
			return // a head that matches nothing is wrong
		}
	}
	if head != g.head {
		return
	}
	s.Heads++
	if universal(g.token.Deprel) == universal(t.Deprel) {
		s.Labelled++
		s.ContentRight += count(isContent(g.token.Deprel))
	}
}
