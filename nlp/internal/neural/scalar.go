package neural

import "math"

// exp32 is e^x in float32, within 2 units in the last place over -87..88 and
// clamped outside. It is written out so that every machine gives the same bits
// (the polynomial is the one of the Cephes library's expf).
func exp32(x float32) float32 {
	const (
		log2e = 1.44269504088896341
		ln2hi = 0.693359375
		ln2lo = -2.12194440e-4
	)
	x = min(max(x, -87), 88)
	shifted := float32(x*log2e) + 0.5
	n := int32(shifted)
	if float32(n) > shifted {
		n--
	}
	f := float32(n)
	x -= float32(f * ln2hi)
	x -= float32(f * ln2lo)
	y := float32(1.9875691500e-4)
	y = float32(y*x) + 1.3981999507e-3
	y = float32(y*x) + 8.3334519073e-3
	y = float32(y*x) + 4.1665795894e-2
	y = float32(y*x) + 1.6666665459e-1
	y = float32(y*x) + 5.0000001201e-1
	y = float32(float32(y*x)*x) + x + 1
	return float32(y * math.Float32frombits(uint32(n+127)<<23))
}

func sigmoid32(x float32) float32 { return 1 / (1 + exp32(-x)) }

// sqrt32 is exact on every machine: the square root of a float32 rounded from
// float64 is correctly rounded.
func sqrt32(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// SoftmaxInPlace turns logits into probabilities and returns the logarithm of
// their normaliser relative to the largest logit.
func SoftmaxInPlace(x []float32) (top, total float32) {
	top = x[0]
	for _, v := range x[1:] {
		top = max(top, v)
	}
	for i, v := range x {
		e := exp32(v - top)
		x[i] = e
		total += e
	}
	scale := 1 / total
	for i := range x {
		x[i] = float32(x[i] * scale)
	}
	return top, total
}
