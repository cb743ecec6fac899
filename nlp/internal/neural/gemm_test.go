package neural

import (
	"math/rand/v2"
	"testing"
)

func randoms(rng *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rng.NormFloat64())
	}
	return out
}

// The vector kernels must give the bits of the portable ones.
func TestMulVectorEqualsPortable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, d := range [][3]int{{1, 16, 1}, {4, 16, 3}, {5, 32, 7}, {7, 35, 20}, {9, 3, 4}, {33, 64, 51}} {
		m, n, k := d[0], d[1], d[2]
		b := randoms(rng, k*n)
		for _, add := range []bool{false, true} {
			for _, a := range []View{Rows(randoms(rng, m*k), k), Transposed(randoms(rng, m*k), m)} {
				got := randoms(rng, m*n)
				want := append([]float32(nil), got...)
				Mul(got, a, b, m, n, k, add)
				mulPortable(want, a, b, m, n, k, 0, n, add)
				for i := range want {
					if got[i] != want[i] {
						t.Fatalf("%v add=%v element %d: %g, want %g", d, add, i, got[i], want[i])
					}
				}
			}
		}
	}
}

func BenchmarkMul(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	m, n, k := 256, 448, 224
	c, x, w := make([]float32, m*n), randoms(rng, m*k), randoms(rng, k*n)
	for b.Loop() {
		Mul(c, Rows(x, k), w, m, n, k, false)
	}
	b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkMulPortable(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	m, n, k := 256, 448, 224
	c, x, w := make([]float32, m*n), randoms(rng, m*k), randoms(rng, k*n)
	for b.Loop() {
		mulPortable(c, Rows(x, k), w, m, n, k, 0, n, false)
	}
	b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
