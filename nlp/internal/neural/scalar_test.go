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
