package eval

import (
	"math/rand/v2"
	"slices"
)

// resamples is how often a set is drawn for an interval; the ends of the 95 %
// interval are the 26th and the 976th of the sorted measures.
const resamples = 1000

// bootstrap is the 95 % interval of a measure over sets of n items drawn with
// replacement; measure calls pick for the index of each item. The draws are
// the same in every run.
func bootstrap(n int, measure func(pick func() int) float64) (low, high float64) {
	if n == 0 {
		return 0, 0
	}
	random := rand.New(rand.NewPCG(1, 1))
	values := make([]float64, resamples)
	for i := range values {
		values[i] = measure(func() int { return random.IntN(n) })
	}
	slices.Sort(values)
	return values[25], values[975]
}
