package eval

import "math"

// matched is one pair of an assignment: indexes of a prediction and of gold.
type matched struct{ predicted, gold int }

// assign pairs n predictions with m gold ones, each at most once, such that the
// sum of the weights is the largest (the Hungarian method); pairs of weight 0
// may not match. Pairs come in the order of the gold.
func assign(n, m int, weight func(predicted, gold int) int) []matched {
	size := max(n, m)
	h := hungarian{
		size: size,
		cost: make([][]float64, size),
		u:    make([]float64, size+1), v: make([]float64, size+1),
		row: make([]int, size+1), way: make([]int, size+1),
	}
	for i := range h.cost {
		h.cost[i] = make([]float64, size)
		for j := range h.cost[i] {
			if i < n && j < m {
				h.cost[i][j] = -float64(weight(i, j))
			}
		}
	}
	for i := 1; i <= size; i++ {
		h.insert(i)
	}
	var out []matched
	for j := 1; j <= m; j++ {
		if i := h.row[j]; i <= n && h.cost[i-1][j-1] < 0 {
			out = append(out, matched{i - 1, j - 1})
		}
	}
	return out
}

// hungarian holds the potentials of rows and columns and the row of each
// column; rows and columns count from 1, and 0 is none.
type hungarian struct {
	size     int
	cost     [][]float64
	u, v     []float64
	row, way []int
}

// insert finds the cheapest way to give row i a column.
func (h *hungarian) insert(i int) {
	least, used := make([]float64, h.size+1), make([]bool, h.size+1)
	for j := range least {
		least[j] = math.Inf(1)
	}
	h.row[0] = i
	at := 0
	for {
		used[at] = true
		next, delta := 0, math.Inf(1)
		for j := 1; j <= h.size; j++ {
			if used[j] {
				continue
			}
			if c := h.cost[h.row[at]-1][j-1] - h.u[h.row[at]] - h.v[j]; c < least[j] {
				least[j], h.way[j] = c, at
			}
			if least[j] < delta {
				next, delta = j, least[j]
			}
		}
		for j := range used {
			if used[j] {
				h.u[h.row[j]] += delta
				h.v[j] -= delta
			} else {
				least[j] -= delta
			}
		}
		if at = next; h.row[at] == 0 {
			break
		}
	}
	for at != 0 {
		h.row[at] = h.row[h.way[at]]
		at = h.way[at]
	}
}
