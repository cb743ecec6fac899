package neural

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// storedParam is a matrix of weights as a file gives it, with random bytes, or
// all of the given one unless that is zero.
func storedParam(rng *rand.Rand, k, n int, all int8) *Param {
	p := &Param{Rows: k, Cols: n, Data: make([]float32, k*n)}
	scale, bytes := make([]float32, k), make([]byte, k*n)
	for i := range scale {
		scale[i] = float32(rng.Float64())
	}
	for i := range bytes {
		b := all
		if b == 0 {
			b = int8(rng.IntN(255) - 127)
		}
		bytes[i] = byte(b)
		p.Data[i] = scale[i/n] * float32(b)
	}
	p.lay(scale, bytes)
	return p
}

// sizes are rows of the one factor, its width, and columns of the weights.
var sizes = [][3]int{{1, 16, 16}, {3, 32, 48}, {4, 480, 16}, {7, 224, 64}, {33, 48, 32}}

func TestIntegersEqualFloats(t *testing.T) {
	for _, vector := range []bool{false, true} {
		restore := setVector(vector)
		rng := rand.New(rand.NewPCG(7, 8))
		for _, size := range sizes {
			m, k, n := size[0], size[1], size[2]
			p := storedParam(rng, k, n, 0)
			a, bias := randoms(rng, m*k), randoms(rng, n)
			got, want := make([]float32, m*n), make([]float32, m*n)
			p.product(got, a, bias, m, new(rounded))
			Mul(want, Rows(a, k), p.Data, m, n, k, false)
			addBias(want, bias)
			for i := range want {
				// 15 bits of the largest of k values of about 4, each times up to 127
				if d := math.Abs(float64(got[i] - want[i])); d > 0.02*math.Sqrt(float64(k)) {
					t.Fatalf("vector %v, %v, element %d: %g, want about %g", vector, size, i, got[i], want[i])
				}
			}
		}
		restore()
	}
}

func TestIntegersVectorEqualsPortable(t *testing.T) {
	if !hasVector() {
		t.Skip("this build or processor has no vector kernels")
	}
	for _, size := range sizes {
		for _, all := range []int8{0, 127, -127} { // the extremes show an overflow
			m, k, n := size[0], size[1], size[2]
			compute := func(vector bool) []float32 {
				defer setVector(vector)()
				rng := rand.New(rand.NewPCG(9, 10))
				p := storedParam(rng, k, n, all)
				a, bias := randoms(rng, m*k), randoms(rng, n)
				if all != 0 {
					for i := range a {
						a[i] = 1 / p.whole.scale[i%k]
					}
				}
				clear(a[:k]) // a row of nothing has no unit
				c := make([]float32, m*n)
				p.product(c, a, bias, m, new(rounded))
				return c
			}
			fast, slow := compute(true), compute(false)
			if !slices.Equal(fast, slow) {
				t.Fatalf("%v, weights %d: vector and portable differ", size, all)
			}
			if all != 0 && m > 1 && (slow[n] > 0) != (all > 0) {
				t.Errorf("%v, weights %d: the sum overflowed to %g", size, all, slow[n])
			}
		}
	}
}

func TestNearest(t *testing.T) {
	for _, x := range []float32{0, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, 32766.5, -32766.5, 32767, -1e-9} {
		if got, want := nearest(x), int32(math.RoundToEven(float64(x))); got != want {
			t.Errorf("nearest(%g) = %d, want %d", x, got, want)
		}
	}
}

func BenchmarkProduct(b *testing.B) {
	for name, vector := range map[string]bool{"vector": true, "portable": false} {
		b.Run(name, func(b *testing.B) {
			defer setVector(vector)()
			rng := rand.New(rand.NewPCG(1, 2))
			m, n, k := 26, 448, 224
			p := storedParam(rng, k, n, 0)
			c, a, bias := make([]float32, m*n), randoms(rng, m*k), randoms(rng, n)
			var r rounded
			for b.Loop() {
				p.product(c, a, bias, m, &r)
			}
			b.ReportMetric(float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gproducts/s")
		})
	}
}
