package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// NameCount counts names: in the file, found, and found with the same tokens
// and label.
type NameCount struct{ Gold, Found, Right int }

// Precision is the share of the found names that are right.
func (c NameCount) Precision() float64 { return ratio(c.Right, c.Found) }

// Recall is the share of the file's names that were found.
func (c NameCount) Recall() float64 { return ratio(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c NameCount) F1() float64 { return ratio(2*c.Right, c.Gold+c.Found) }

// NameScores counts names by label, by the strict rule of the CoNLL tasks: a
// name is right when its first token, last token and label are.
type NameScores struct {
	Sentences, Tokens int
	Labels            map[string]NameCount
}

// Add counts one sentence.
func (s *NameScores) Add(tokens int, gold, found []nlp.Name) {
	if s.Labels == nil {
		s.Labels = map[string]NameCount{}
	}
	s.Sentences++
	s.Tokens += tokens
	for _, g := range gold {
		c := s.Labels[g.Label]
		c.Gold++
		s.Labels[g.Label] = c
	}
	for _, f := range found {
		c := s.Labels[f.Label]
		c.Found++
		c.Right += count(slices.ContainsFunc(gold, func(g nlp.Name) bool {
			return g.From == f.From && g.To == f.To && g.Label == f.Label
		}))
		s.Labels[f.Label] = c
	}
}

// All sums the counts of all labels.
func (s NameScores) All() NameCount {
	var all NameCount
	for _, c := range s.Labels {
		all.Gold += c.Gold
		all.Found += c.Found
		all.Right += c.Right
	}
	return all
}

// String is a table, one label a line, in per cent.
func (s NameScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "sentences %d, tokens %d\n%-6s %9s %9s %9s %6s %6s %6s\n", s.Sentences, s.Tokens,
		"label", "precision", "recall", "F1", "gold", "found", "right")
	row := func(label string, c NameCount) {
		fmt.Fprintf(&b, "%-6s %9.2f %9.2f %9.2f %6d %6d %6d\n", label, 100*c.Precision(), 100*c.Recall(), 100*c.F1(), c.Gold, c.Found, c.Right)
	}
	var labels []string
	for label := range s.Labels {
		labels = append(labels, label)
	}
	slices.Sort(labels)
	for _, label := range labels {
		row(label, s.Labels[label])
	}
	row("all", s.All())
	return b.String()
}

// NamesFile reads an IOB2 file, finds the names of its tokens, and returns the
// scores and the predicted sentences.
func NamesFile(an *nlp.Analyzer, r io.Reader) (NameScores, []IOBSentence, error) {
	var scores NameScores
	sentences, err := ReadIOB(r)
	if err != nil {
		return scores, nil, err
	}
	predicted := make([]IOBSentence, len(sentences))
	for i := range sentences {
		s := sentences[i].Sentence()
		found := an.Names(&s)
		scores.Add(len(s.Tokens), sentences[i].Names(), found)
		predicted[i] = sentences[i].With(found)
	}
	return scores, predicted, nil
}
