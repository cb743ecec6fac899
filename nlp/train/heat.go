package train

import (
	"math"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Calibrate fits the one number that the scores of arcs are calibrated with to
// sets of sentences that were not trained on: arc scores are divided by it before
// they become probabilities, so that the probability of the heads that are chosen
// is as often right as it says. No tree changes. Each set has the same weight. It
// returns the weight file with that number, and the number.
func Calibrate(weights []byte, sets ...[]nlp.Sentence) ([]byte, float32, error) {
	best, least := float32(1), math.Inf(1)
	for tenths := 10; tenths <= 20; tenths++ {
		heat := float32(tenths) / 10
		file, err := neural.WithHeat(weights, heat)
		if err != nil {
			return nil, 0, err
		}
		an, err := nlp.Open(file)
		if err != nil {
			return nil, 0, err
		}
		var off float64
		for _, set := range sets {
			off += calibrationError(an, set)
		}
		if off < least {
			best, least = heat, off
		}
	}
	file, err := neural.WithHeat(weights, best)
	return file, best, err
}

// calibrationError is the mean distance between the scores of arcs and the share
// of right heads, over tenths of the score, weighed by their arcs.
func calibrationError(an *nlp.Analyzer, gold []nlp.Sentence) float64 {
	var off [10]float64
	arcs := 0
	for _, s := range gold {
		guess := nlp.Sentence{Tokens: make([]nlp.Token, len(s.Tokens))}
		for i, t := range s.Tokens {
			guess.Tokens[i].Form = t.Form
		}
		an.Parse(&guess)
		for i, t := range guess.Tokens {
			at := max(0, min(9, int(t.Score*10)))
			off[at] += float64(t.Score)
			if t.Head == s.Tokens[i].Head {
				off[at]--
			}
			arcs++
		}
	}
	var sum float64
	for _, d := range off {
		sum += math.Abs(d)
	}
	return sum / float64(max(arcs, 1))
}
