package train

import (
	"math"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Calibrate fits the one number that the scores of arcs are calibrated with to
// sentences that were not trained on: arc scores are divided by it before they
// become probabilities, so that the probability of the heads that are chosen is
// as often right as it says. No tree changes. It returns the weight file with
// that number, and the number.
func Calibrate(weights []byte, gold []nlp.Sentence) ([]byte, float32, error) {
	const low, high, steps = 1.0, 3.0, 11
	best, least := float32(low), math.Inf(1)
	for i := range steps {
		heat := float32(low + (high-low)*float64(i)/(steps-1))
		file, err := neural.WithHeat(weights, heat)
		if err != nil {
			return nil, 0, err
		}
		loss, err := arcLoss(file, gold)
		if err != nil {
			return nil, 0, err
		}
		if loss < least {
			best, least = heat, loss
		}
	}
	file, err := neural.WithHeat(weights, best)
	return file, best, err
}

// arcLoss is the log loss of the scores as probabilities that a head is right.
func arcLoss(weights []byte, gold []nlp.Sentence) (float64, error) {
	an, err := nlp.Open(weights)
	if err != nil {
		return 0, err
	}
	var loss float64
	for _, s := range gold {
		guess := nlp.Sentence{Tokens: make([]nlp.Token, len(s.Tokens))}
		for i, t := range s.Tokens {
			guess.Tokens[i].Form = t.Form
		}
		an.Parse(&guess)
		for i, t := range guess.Tokens {
			p := min(max(float64(t.Score), 1e-4), 1-1e-4)
			if t.Head != s.Tokens[i].Head {
				p = 1 - p
			}
			loss -= math.Log(p)
		}
	}
	return loss, nil
}
