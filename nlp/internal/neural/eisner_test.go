package neural

import (
	"math/rand/v2"
	"testing"
)

// projective says whether heads (word indexes, -1 the root) form one tree with
// one root and no crossing arcs.
func projective(heads []int) bool {
	roots := 0
	for i, h := range heads {
		if h < 0 {
			roots++
		}
		steps := 0
		for j := i; j >= 0; j = heads[j] {
			if steps++; steps > len(heads) {
				return false
			}
		}
		for j, g := range heads {
			a, b := min(i, h), max(i, h)
			c, d := min(j, g), max(j, g)
			if a < c && c < b && b < d {
				return false
			}
		}
	}
	return roots == 1
}

// bestTree tries every assignment of heads.
func bestTree(score []float32, width, n int) (best float32) {
	heads := make([]int, n)
	best = -1e30
	var try func(i int, sum float32)
	try = func(i int, sum float32) {
		if i == n {
			if sum > best && projective(heads) {
				best = sum
			}
			return
		}
		for h := -1; h < n; h++ {
			if h != i {
				heads[i] = h
				try(i+1, sum+score[(i+1)*width+h+1])
			}
		}
	}
	try(0, 0)
	return best
}

func TestDecodeFindsBestTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var c chart
	for round := range 60 {
		n := 1 + round%5
		width := Pad(n + 1)
		score := randoms(rng, (n+1)*width)
		heads := c.decode(score, width, n)
		if !projective(heads) {
			t.Fatalf("heads %v are no projective tree with one root", heads)
		}
		var got float32
		for i, h := range heads {
			got += score[(i+1)*width+h+1]
		}
		if want := bestTree(score, width, n); got < want-1e-4 {
			t.Fatalf("tree %v scores %g, the best one %g", heads, got, want)
		}
	}
}

func TestDecodeNothing(t *testing.T) {
	var c chart
	if heads := c.decode(make([]float32, 16), 16, 0); len(heads) != 0 {
		t.Fatalf("heads %v of no words", heads)
	}
}
