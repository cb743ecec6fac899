package neural

import (
	"math"
	"testing"
)

func TestExp32(t *testing.T) {
	for x := float32(-87); x < 88; x += 0.0137 {
		got, want := float64(exp32(x)), math.Exp(float64(x))
		if math.Abs(got-want) > 3e-7*want {
			t.Fatalf("exp32(%g) = %g, want %g", x, got, want)
		}
	}
	if got := exp32(-1000); got <= 0 || got > 1e-37 {
		t.Errorf("exp32(-1000) = %g, want the clamped value", got)
	}
}

func TestSoftmaxSumsToOne(t *testing.T) {
	x := []float32{1, -3, 20, 19.5}
	SoftmaxInPlace(x)
	var sum float32
	for _, v := range x {
		sum += v
	}
	if math.Abs(float64(sum-1)) > 1e-6 {
		t.Errorf("sum %g, want 1", sum)
	}
}

// The vector form gives the bits of sigmoid32, tails included.
func TestSigmoids(t *testing.T) {
	var x []float32
	for i := range 200_003 {
		x = append(x, float32(i-100_000)/997)
	}
	x = append(x, 0, float32(math.Copysign(0, -1)), 1e-30, -1e-30, 88, -88, 87, -87, 1e30, -1e30, float32(math.Inf(1)), float32(math.Inf(-1)), 0.34657359)
	for _, on := range []bool{true, false} {
		restore := setVector(on)
		got := append([]float32(nil), x...)
		sigmoids(got)
		restore()
		for i, v := range x {
			if want := sigmoid32(v); math.Float32bits(got[i]) != math.Float32bits(want) {
				t.Fatalf("vector %t: sigmoid of %g is %g, want %g", on, v, got[i], want)
			}
		}
	}
}
