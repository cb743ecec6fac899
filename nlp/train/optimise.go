package train

import (
	"math"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// weights holds the transposes of a network's matrices by name.
type weights struct{ of map[string][]float32 }

func newWeights(n *neural.Network) *weights {
	w := &weights{of: map[string][]float32{}}
	for _, p := range n.Params() {
		if p.Rows > 2 {
			w.of[p.Name] = make([]float32, len(p.Data))
		}
	}
	return w
}

// turn transposes one matrix in blocks of 16 by 16.
func (w *weights) turn(p *neural.Param) {
	const block = 16
	out := w.of[p.Name]
	for i0 := 0; i0 < p.Rows; i0 += block {
		for j0 := 0; j0 < p.Cols; j0 += block {
			for i := i0; i < min(i0+block, p.Rows); i++ {
				for j := j0; j < min(j0+block, p.Cols); j++ {
					out[j*p.Rows+i] = p.Data[i*p.Cols+j]
				}
			}
		}
	}
}

// Decay rates of Adam's running moments.
const (
	beta1   = 0.9
	beta2   = 0.98
	epsilon = 1e-8
)

// adam is the optimiser's memory. Rows of the embedding table are updated only
// in steps that touch them.
type adam struct {
	first, second map[string][]float32 // moments of the dense weights
	table         tableGrad
	step          int
}

// tableGrad gathers the gradient of the embedding table for one step.
type tableGrad struct {
	grad, first, second []float32
	stamp               []int32 // step that last touched the row
	touched             []int32
}

func newAdam(n *neural.Network) *adam {
	a := &adam{first: map[string][]float32{}, second: map[string][]float32{}}
	for _, p := range n.Params() {
		a.first[p.Name] = make([]float32, len(p.Data))
		a.second[p.Name] = make([]float32, len(p.Data))
	}
	size := len(n.Float)
	a.table = tableGrad{make([]float32, size), make([]float32, size), make([]float32, size), make([]int32, size/n.Embed), nil}
	return a
}

// begin starts a step with an empty table gradient.
func (a *adam) begin() {
	a.step++
	a.table.touched = a.table.touched[:0]
}

// gather adds a worker's embedding gradients.
func (a *adam) gather(w *worker, width int) {
	for t, rows := range w.state.Rows {
		d := w.embed[t*width:][:width]
		for _, row := range rows {
			if row < 0 {
				continue
			}
			g := a.table.grad[int(row)*width:][:width]
			if a.table.stamp[row] != int32(a.step) {
				a.table.stamp[row] = int32(a.step)
				a.table.touched = append(a.table.touched, row)
				copy(g, d)
				continue
			}
			for j, v := range d {
				g[j] += v
			}
		}
	}
}

// rates are the step sizes of one step with Adam's bias corrections folded in.
func (a *adam) rates(rate float64) (float32, float32) {
	c1 := 1 - math.Pow(beta1, float64(a.step))
	c2 := 1 - math.Pow(beta2, float64(a.step))
	return float32(rate * math.Sqrt(c2) / c1), float32(epsilon * math.Sqrt(c2))
}

// dense updates one matrix from the sum of the workers' gradients, in their
// order, and clears them.
func (a *adam) dense(p *neural.Param, grads []*neural.Param, rate float64) {
	sum := grads[0].Data
	for _, g := range grads[1:] {
		for i, v := range g.Data {
			sum[i] += v
			g.Data[i] = 0
		}
	}
	size, eps := a.rates(rate)
	update(p.Data, sum, a.first[p.Name], a.second[p.Name], size, eps)
	clear(sum)
}

// rows updates the touched rows of the table from..to in the touched list.
func (a *adam) rows(n *neural.Network, from, to int, rate float64) {
	size, eps := a.rates(rate)
	t, d := &a.table, n.Embed
	for _, row := range t.touched[from:to] {
		at := int(row) * d
		update(n.Float[at:at+d], t.grad[at:at+d], t.first[at:at+d], t.second[at:at+d], size, eps)
	}
}

func update(x, g, first, second []float32, rate, eps float32) {
	g, first, second = g[:len(x)], first[:len(x)], second[:len(x)]
	for i := range x {
		v := g[i]
		m := beta1*first[i] + (1-beta1)*v
		s := beta2*second[i] + (1-beta2)*v*v
		first[i], second[i] = m, s
		x[i] -= rate * m / (float32(math.Sqrt(float64(s))) + eps)
	}
}
