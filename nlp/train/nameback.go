package train

import (
	"math"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// backward carries the gradient of the logits down to the embeddings.
func (r *nameRun) backward() {
	n, g, x, s := r.names, r.grad, &r.head, &r.state
	t, w, wide := s.Nodes, n.Width, n.Wide()
	top := r.scratch("top", t*w)
	r.linear(&n.Out, &g.Out, &g.OutBias, x.Top, x.Logits, top)
	multiply(top, r.masks[neural.SiteNameTop])
	normBack(top, x.Unit, x.Inverse, n.Gain.Data, g.Gain.Data, g.Shift.Data)
	gates := r.scratch("gates", t*2*w)
	for k := 1; k < len(s.Bounds); k++ {
		recurBack(gates, top, x.Gates, x.Hidden, s.Bounds[k-1], s.Bounds[k], w)
	}
	r.linear(&n.Gate, &g.Gate, &g.GateBias, x.Below, gates, top)
	gateByOutput(top, x.Below)
	input := r.scratch("input", t*wide)
	r.linear(&n.In, &g.In, &g.InBias, x.Input, top, input)
	multiply(input, r.masks[neural.SiteNameIn])
}

// linear is the way back through y = x·W + b.
func (r *nameRun) linear(p, grad, bias *neural.Param, x, dy, dx []float32) {
	rows, cols := p.Rows, p.Cols
	t := len(dy) / cols
	neural.Mul(grad.Data, neural.Transposed(x, rows), dy, rows, cols, t, true)
	addColumns(bias.Data, dy)
	turned := r.scratch("turned "+p.Name, rows*cols)
	for i := range rows {
		for j := range cols {
			turned[j*rows+i] = p.Data[i*cols+j]
		}
	}
	neural.Mul(dx, neural.Rows(dy, cols), turned, t, rows, cols, true)
}

func (r *nameRun) scratch(name string, n int) []float32 {
	b := r.buf[name]
	if cap(b) < n {
		b = make([]float32, n+n/2)
		r.buf[name] = b
	}
	b = b[:n]
	clear(b)
	return b
}

// nameAdam is the optimiser's memory for a names head.
type nameAdam struct {
	first, second map[string][]float32
	table         tableGrad
	step          int
}

func newNameAdam(n *neural.NameNet) nameAdam {
	a := nameAdam{first: map[string][]float32{}, second: map[string][]float32{}}
	for _, p := range n.Params() {
		a.first[p.Name], a.second[p.Name] = make([]float32, len(p.Data)), make([]float32, len(p.Data))
	}
	size := len(n.Float)
	a.table = tableGrad{make([]float32, size), make([]float32, size), make([]float32, size), make([]int32, size/n.Embed), nil}
	return a
}

// update moves the weights one step against the gradients in r and clears them.
func (a *nameAdam) update(r *nameRun) {
	a.step++
	rate := r.rate()
	c1, c2 := 1-math.Pow(beta1, float64(a.step)), 1-math.Pow(beta2, float64(a.step))
	size, eps := float32(rate*math.Sqrt(c2)/c1), float32(epsilon*math.Sqrt(c2))
	grads := r.grad.Params()
	for i, p := range r.names.Params() {
		update(p.Data, grads[i].Data, a.first[p.Name], a.second[p.Name], size, eps)
		clear(grads[i].Data)
	}
	a.gather(r)
	t, d := &a.table, r.names.Embed
	for _, row := range t.touched {
		at := int(row) * d
		update(r.names.Float[at:at+d], t.grad[at:at+d], t.first[at:at+d], t.second[at:at+d], size, eps)
	}
}

// gather adds up the gradients of the embedding rows.
func (a *nameAdam) gather(r *nameRun) {
	t, d, wide := &a.table, r.names.Embed, r.names.Wide()
	input := r.buf["input"]
	t.touched = t.touched[:0]
	for node, rows := range r.head.Rows {
		own := input[node*wide+2*r.names.Encoder:][:d]
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

// rate rises over the first steps and then falls along a cosine to zero.
func (r *nameRun) rate() float64 {
	step, warm := float64(r.adam.step), float64(min(warmSteps, 1+r.total/10))
	if step < warm {
		return r.opt.Rate * step / warm
	}
	done := (step - warm) / math.Max(1, float64(r.total)-warm)
	return r.opt.Rate * (1 + math.Cos(math.Pi*math.Min(done, 1))) / 2
}
