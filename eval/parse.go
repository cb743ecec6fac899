package eval

import (
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// ParseScores counts how well tags, lemmas and trees were predicted on gold
// tokens. As in the CoNLL 2018 shared task, LAS and CLAS compare relations
// without their subtypes (nsubj:pass counts as nsubj) and punctuation counts;
// FullLAS compares the whole relation.
type ParseScores struct {
	Sentences, Words            int
	UPOS, XPOS, Lemmas          int // right ones, out of Words
	Heads, Labelled, FullLabels int // right heads; and relation; and whole relation
	WholeTrees                  int // sentences with every head and relation right
	ContentGold, ContentPredict int // words with a content relation
	ContentRight                int // of the gold ones, head and relation right
}

// UAS is the share of words with the right head.
func (p ParseScores) UAS() float64 { return ratio(p.Heads, p.Words) }

// LAS is the share of words with the right head and universal relation.
func (p ParseScores) LAS() float64 { return ratio(p.Labelled, p.Words) }

// FullLAS is the share of words with the right head and whole relation.
func (p ParseScores) FullLAS() float64 { return ratio(p.FullLabels, p.Words) }

// CLAS is the F1 of head and universal relation over content words.
func (p ParseScores) CLAS() float64 {
	return ratio(2*p.ContentRight, p.ContentGold+p.ContentPredict)
}

// String is a table, one measure a line, in per cent.
func (p ParseScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "sentences  %6d\nwords      %6d\n", p.Sentences, p.Words)
	rows := []struct {
		name  string
		value float64
	}{
		{"UPOS", ratio(p.UPOS, p.Words)},
		{"XPOS", ratio(p.XPOS, p.Words)},
		{"lemma", ratio(p.Lemmas, p.Words)},
		{"UAS", p.UAS()},
		{"LAS", p.LAS()},
		{"LAS full", p.FullLAS()},
		{"CLAS", p.CLAS()},
		{"whole tree", ratio(p.WholeTrees, p.Sentences)},
	}
	for _, row := range rows {
		fmt.Fprintf(&b, "%-10s %6.2f\n", row.name, 100*row.value)
	}
	return b.String()
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// ParseFile reads a CoNLL-U file, predicts everything but its sentences and
// tokens, and returns the scores and the predicted sentences.
func ParseFile(an *nlp.Analyzer, r io.Reader) (ParseScores, []ConlluSentence, error) {
	var scores ParseScores
	sentences, err := ReadConllu(r)
	if err != nil {
		return scores, nil, err
	}
	predicted := make([]ConlluSentence, len(sentences))
	for i := range sentences {
		gold := sentences[i].Sentence()
		guess := parsed(an, gold)
		scores.Add(gold.Tokens, guess.Tokens)
		if predicted[i], err = sentences[i].With(guess.Tokens); err != nil {
			return scores, nil, err
		}
	}
	return scores, predicted, nil
}

// parsed is the analyser's parse of the tokens of gold, seen by their forms only.
func parsed(an *nlp.Analyzer, gold nlp.Sentence) nlp.Sentence {
	guess := nlp.Sentence{Tokens: make([]nlp.Token, len(gold.Tokens))}
	for j, t := range gold.Tokens {
		guess.Tokens[j].Form = t.Form
	}
	an.Parse(&guess)
	return guess
}

// Add counts one sentence; both sides have the same tokens.
func (p *ParseScores) Add(gold, guess []nlp.Token) {
	p.Sentences++
	p.Words += len(gold)
	whole := true
	for i, g := range gold {
		q := guess[i]
		p.UPOS += count(g.UPOS == q.UPOS)
		p.XPOS += count(g.XPOS == q.XPOS)
		p.Lemmas += count(g.Lemma == q.Lemma)
		head := g.Head == q.Head
		right := head && universal(g.Deprel) == universal(q.Deprel)
		p.Heads += count(head)
		p.Labelled += count(right)
		p.FullLabels += count(head && g.Deprel == q.Deprel)
		p.ContentGold += count(isContent(g.Deprel))
		p.ContentPredict += count(isContent(q.Deprel))
		p.ContentRight += count(right && isContent(g.Deprel))
		whole = whole && right
	}
	p.WholeTrees += count(whole)
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// universal strips the subtype of a relation.
func universal(deprel string) string {
	name, _, _ := strings.Cut(deprel, ":")
	return name
}

// isContent says whether a relation counts for CLAS: all but punctuation and
// the functional ones.
func isContent(deprel string) bool {
	switch universal(deprel) {
	case "aux", "cop", "mark", "det", "clf", "case", "cc", "punct":
		return false
	}
	return true
}
