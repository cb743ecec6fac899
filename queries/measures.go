package queries

import (
	"math"
	"math/rand/v2"
	"slices"
)

// pair is what two sides hold on one matter: -1 against, 0 neither, 1 for.
type pair struct{ a, b float64 }

// measure is a figure that may be undefined (kappa, where neither side ever
// differs from itself or the other).
type measure struct {
	value   float64
	defined bool
}

// show rounds to three places, as the figure has no more to say.
func (m measure) show() any {
	if !m.defined {
		return "undefined"
	}
	if r := math.Round(m.value*1000) / 1000; r != 0 {
		return r
	}
	return 0.0
}

// similarity is S (Signorino and Ritter 1999): 1 - 2 Σ|a-b| / Σ d, where d is
// the greatest distance there can be; all matters weigh the same.
func similarity(dyad []pair) measure {
	if len(dyad) == 0 {
		return measure{}
	}
	sum := 0.0
	for _, p := range dyad {
		sum += math.Abs(p.a - p.b)
	}
	const greatest = 2
	return measure{1 - 2*sum/(greatest*float64(len(dyad))), true}
}

// kappa is Cohen's, with squared distances (Häge 2011): one less the observed
// disagreement over that of two independent sides with the same means and
// variances.
func kappa(dyad []pair) measure {
	meanA, meanB, varA, varB := moments(dyad)
	return lessChance(dyad, varA+varB+(meanA-meanB)*(meanA-meanB))
}

// pi is Scott's, with squared distances (Häge 2011): chance draws both sides
// from their pooled stances.
func pi(dyad []pair) measure {
	meanA, meanB, varA, varB := moments(dyad)
	half := (meanA - meanB) / 2
	return lessChance(dyad, 2*((varA+varB)/2+half*half))
}

func lessChance(dyad []pair, chance float64) measure {
	if chance == 0 || len(dyad) == 0 {
		return measure{}
	}
	sum := 0.0
	for _, p := range dyad {
		sum += (p.a - p.b) * (p.a - p.b)
	}
	return measure{1 - sum/float64(len(dyad))/chance, true}
}

// moments are the two sides' means and (population) variances.
func moments(dyad []pair) (meanA, meanB, varA, varB float64) {
	n := float64(len(dyad))
	for _, p := range dyad {
		meanA += p.a / n
		meanB += p.b / n
	}
	for _, p := range dyad {
		varA += (p.a - meanA) * (p.a - meanA) / n
		varB += (p.b - meanB) * (p.b - meanB) / n
	}
	return meanA, meanB, varA, varB
}

// interval is the 95 % percentile bootstrap of S: 1,000 draws from a
// generator with a fixed start, so that the same stances give the same ends.
func interval(dyad []pair) (low, high float64) {
	const draws = 1000
	random := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, draws)
	sample := make([]pair, len(dyad))
	for i := range values {
		for j := range sample {
			sample[j] = dyad[random.IntN(len(dyad))]
		}
		values[i] = similarity(sample).value
	}
	slices.Sort(values)
	return values[draws*25/1000], values[draws*975/1000-1]
}
