package eval

import (
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// Reliability says how far the scores of arcs can be trusted: by tenths of the
// score, how many arcs had it, their mean score and how many had the right head.
type Reliability struct {
	Arcs  [10]int
	Right [10]int
	Score [10]float64 // sums
}

// Add counts one sentence; both sides have the same tokens.
func (r *Reliability) Add(gold, guess []nlp.Token) {
	for i, g := range guess {
		at := max(0, min(9, int(g.Score*10)))
		r.Arcs[at]++
		r.Right[at] += count(g.Head == gold[i].Head)
		r.Score[at] += float64(g.Score)
	}
}

// Error is the expected calibration error: the mean distance between score and
// share of right heads over the tenths, weighed by their arcs.
func (r Reliability) Error() float64 {
	var off float64
	all := 0
	for i, n := range r.Arcs {
		all += n
		d := r.Score[i] - float64(r.Right[i])
		off += max(d, -d)
	}
	if all == 0 {
		return 0
	}
	return off / float64(all)
}

// Table is a Markdown table, one tenth a line.
func (r Reliability) Table() string {
	var b strings.Builder
	b.WriteString("| score | arcs | mean score | right head |\n|---|---|---|---|\n")
	for i, n := range r.Arcs {
		if n > 0 {
			fmt.Fprintf(&b, "| %.1f to %.1f | %d | %.3f | %.3f |\n", float64(i)/10, float64(i+1)/10, n, r.Score[i]/float64(n), ratio(r.Right[i], n))
		}
	}
	fmt.Fprintf(&b, "\nExpected calibration error %.4f.\n", r.Error())
	return b.String()
}

// ReliabilityOf reads a CoNLL-U file and measures the scores of the arcs that
// are predicted on its tokens.
func ReliabilityOf(an *nlp.Analyzer, in io.Reader) (Reliability, error) {
	var r Reliability
	sentences, err := ReadConllu(in)
	if err != nil {
		return r, err
	}
	for i := range sentences {
		gold := sentences[i].Sentence()
		guess := parsed(an, gold)
		r.Add(gold.Tokens, guess.Tokens)
	}
	return r, nil
}
