package train

import (
	"math"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Dropout chances of a crown.
const (
	dropCrownIn   = 0.33
	dropCrownTop  = 0.25
	dropCrownWord = 0.20 // own embeddings of a word
)

// crownWork computes the gradients of a crown over one batch or a part of it.
type crownWork struct {
	crown, grad *neural.Crown
	state       *neural.State
	head        *neural.CrownState
	masks       [2][]float32
	rng         random
	buffers
}

func newCrownWork(crown, grad *neural.Crown, s *neural.State, x *neural.CrownState) crownWork {
	return crownWork{crown: crown, grad: grad, state: s, head: x, buffers: buffers{}}
}

// drop multiplies x by a fresh mask and keeps the mask for the way back.
func (w *crownWork) drop(site int, x []float32) {
	m := &w.masks[site]
	if cap(*m) < len(x) {
		*m = make([]float32, 2*len(x))
	}
	*m = (*m)[:len(x)]
	chance := float32(dropCrownIn)
	if site == neural.SiteCrownTop {
		chance = dropCrownTop
	}
	w.rng.mask(*m, chance)
	multiply(x, *m)
}

// backward carries the gradient of the top states down to the embeddings.
func (w *crownWork) backward(top []float32) {
	n, g, x, s := w.crown, w.grad, w.head, w.state
	t, width := s.Nodes, n.Width
	multiply(top, w.masks[neural.SiteCrownTop])
	normBack(top, x.Unit, x.Inverse, n.Gain.Data, g.Gain.Data, g.Shift.Data)
	gates := w.scratch("gates", t*2*width)
	for k := 1; k < len(s.Bounds); k++ {
		recurBack(gates, top, x.Gates, x.Hidden, s.Bounds[k-1], s.Bounds[k], width)
	}
	w.linear(&n.Gate, &g.Gate, &g.GateBias, x.Below, gates, top)
	gateByOutput(top, x.Below)
	input := w.scratch("input", t*n.Wide())
	w.linear(&n.In, &g.In, &g.InBias, x.Input, top, input)
	multiply(input, w.masks[neural.SiteCrownIn])
}

// linear is the way back through y = x·W + b; a nil bias has none.
func (w *crownWork) linear(p, grad, bias *neural.Param, x, dy, dx []float32) {
	rows, cols := p.Rows, p.Cols
	t := len(dy) / cols
	neural.Mul(grad.Data, neural.Transposed(x, rows), dy, rows, cols, t, true)
	if bias != nil {
		addColumns(bias.Data, dy)
	}
	turned := w.scratch("turned "+p.Name, rows*cols)
	for i := range rows {
		for j := range cols {
			turned[j*rows+i] = p.Data[i*cols+j]
		}
	}
	neural.Mul(dx, neural.Rows(dy, cols), turned, t, rows, cols, true)
}

// crownAdam is the optimiser's memory for a head on a crown.
type crownAdam struct {
	first, second map[string][]float32
	table         tableGrad
	step          int
}

func newCrownAdam(n *neural.Crown, params []*neural.Param) crownAdam {
	a := crownAdam{first: map[string][]float32{}, second: map[string][]float32{}}
	for _, p := range params {
		a.first[p.Name], a.second[p.Name] = make([]float32, len(p.Data)), make([]float32, len(p.Data))
	}
	size := len(n.Float)
	a.table = tableGrad{make([]float32, size), make([]float32, size), make([]float32, size), make([]int32, size/n.Embed), nil}
	return a
}

// update moves the weights one step against the sum of the workers' gradients, in
// their order, and clears those. grads has the parameters of each worker.
func (a *crownAdam) update(crown *neural.Crown, params []*neural.Param, grads [][]*neural.Param, works []*crownWork, rate float64) {
	a.step++
	c1, c2 := 1-math.Pow(beta1, float64(a.step)), 1-math.Pow(beta2, float64(a.step))
	size, eps := float32(rate*math.Sqrt(c2)/c1), float32(epsilon*math.Sqrt(c2))
	for i, p := range params {
		sum := grads[0][i].Data
		for _, other := range grads[1:] {
			for j, v := range other[i].Data {
				sum[j] += v
			}
			clear(other[i].Data)
		}
		update(p.Data, sum, a.first[p.Name], a.second[p.Name], size, eps)
		clear(sum)
	}
	a.table.touched = a.table.touched[:0]
	for _, w := range works {
		a.gather(w)
	}
	t, d := &a.table, crown.Embed
	for _, row := range t.touched {
		at := int(row) * d
		update(crown.Float[at:at+d], t.grad[at:at+d], t.first[at:at+d], t.second[at:at+d], size, eps)
	}
}

// gather adds up the gradients of the embedding rows.
func (a *crownAdam) gather(w *crownWork) {
	t, d, wide := &a.table, w.crown.Embed, w.crown.Wide()
	input := w.buffers["input"]
	for node, rows := range w.head.Rows {
		own := input[node*wide+2*w.crown.Encoder:][:d]
		for _, row := range rows {
			if row < 0 {
				continue
			}
			g := t.grad[int(row)*d:][:d]
			if t.stamp[row] != int32(a.step) {
				t.stamp[row] = int32(a.step)
				t.touched = append(t.touched, row)
				copy(g, own)
				continue
			}
			for j, v := range own {
				g[j] += v
			}
		}
	}
}

// waves is the rate of a step: it rises over the first steps and then falls along a
// cosine to zero.
func waves(highest float64, step, total int) float64 {
	at, warm := float64(step), float64(min(warmSteps, 1+total/10))
	if at < warm {
		return highest * at / warm
	}
	done := (at - warm) / math.Max(1, float64(total)-warm)
	return highest * (1 + math.Cos(math.Pi*math.Min(done, 1))) / 2
}

// freshCrown fills the crown's embeddings and its head's weights before training.
func freshCrown(n *neural.Crown, params []*neural.Param, seed uint64) {
	rng := random(seed + 1)
	n.Float = spread(neural.CrownRows*n.Embed, &rng)
	fill(params, n.Width, &rng)
}
