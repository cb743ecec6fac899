package train

import (
	"math"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Dropout chances by site. Label dropout is applied to the joint hidden layer
// of an arc.
const (
	dropEmbed = 0.20
	dropLayer = 0.15
	dropTop   = 0.20
	dropArc   = 0.25
	dropLabel = 0.25
)

// worker computes the gradients of one shard.
type worker struct {
	net    *neural.Network
	turned *weights        // transposed matrices of net
	grad   *neural.Network // sums of gradients, zeroed by the optimiser
	state  neural.State    //
	rng    random          // for dropout and word hiding
	masks  map[int][]float32
	embed  []float32 // gradient of each node's embedding sum
	loss   float64
	buffers
}

func newWorker(n *neural.Network, turned *weights) *worker {
	w := &worker{net: n, turned: turned, grad: neural.New(n.Config), masks: map[int][]float32{}, buffers: buffers{}}
	w.state.Drop = w.drop
	return w
}

// buffers are working memory that is used again, by name.
type buffers map[string][]float32

// scratch returns a zeroed buffer of the given length, one for each name.
func (b buffers) scratch(name string, n int) []float32 {
	x := b[name]
	if cap(x) < n {
		x = make([]float32, n+n/2)
		b[name] = x
	}
	x = x[:n]
	clear(x)
	return x
}

func dropChance(site int) float32 {
	switch {
	case site >= neural.SiteLayer:
		return dropLayer
	case site == neural.SiteEmbed:
		return dropEmbed
	case site == neural.SiteTop:
		return dropTop
	case site == neural.SiteLabDep:
		return dropLabel
	}
	return dropArc
}

// drop multiplies x by a fresh mask and keeps the mask for the way back.
func (w *worker) drop(site int, x []float32) {
	m := w.masks[site]
	if cap(m) < len(x) {
		m = make([]float32, len(x)+len(x)/2)
	}
	m = m[:len(x)]
	w.masks[site] = m
	w.rng.mask(m, dropChance(site))
	multiply(x, m)
}

func multiply(x, m []float32) {
	for i, v := range m[:len(x)] {
		x[i] *= v
	}
}

// run does the forward and backward pass of a shard. scale weighs each token's
// losses.
func (w *worker) run(shard []example, dropWord []float32, scale float32) {
	s := &w.state
	s.Rows, s.Bounds = s.Rows[:0], append(s.Bounds[:0], 0)
	for _, e := range shard {
		s.Rows = append(s.Rows, neural.RootRows())
		for _, rows := range e.rows {
			if word := rows[0]; int(word) < len(dropWord) && w.rng.unit() < dropWord[word] {
				rows[0] = neural.RowUnknown
			}
			s.Rows = append(s.Rows, rows)
		}
		s.Bounds = append(s.Bounds, len(s.Rows))
	}
	s.Nodes = len(s.Rows)
	w.loss = 0
	w.net.Forward(s)
	top := w.scratch("top", s.Nodes*w.net.Width)
	w.tags(shard, top, scale)
	w.arcs(shard, top, scale)
	w.labels(shard, top, scale)
	multiply(top, w.masks[neural.SiteTop])
	w.encoder(top)
}

// softmaxLoss turns logits into the gradient of the cross entropy times scale
// and adds the loss.
func (w *worker) softmaxLoss(logits []float32, gold int, scale float32) {
	want := logits[gold]
	top, total := neural.SoftmaxInPlace(logits)
	w.loss += math.Log(float64(total)) - float64(want-top)
	for i := range logits {
		logits[i] *= scale
	}
	logits[gold] -= scale
}

// tags adds the gradient of the tag head to top.
func (w *worker) tags(shard []example, top []float32, scale float32) {
	n, s, cols := w.net, &w.state, w.net.Tag.Cols
	for i, e := range shard {
		from := s.Bounds[i]
		clear(s.Tags[from*cols:][:cols])
		for j, tag := range e.tags {
			row := s.Tags[(from+1+j)*cols:][:cols]
			w.softmaxLoss(row[:len(n.Tags)], tag, scale)
			clear(row[len(n.Tags):])
		}
	}
	w.linear(&w.grad.Tag, &w.grad.TagBias, s.Top, s.Tags, top, w.turned.of[n.Tag.Name])
}

// linear is the way back through y = x·W + b: it adds to the gradients of W and
// b and, where dx is given, to that of x. turned is W transposed.
func (w *worker) linear(grad, bias *neural.Param, x, dy, dx, turned []float32) {
	rows, cols := grad.Rows, grad.Cols
	t := len(dy) / cols
	neural.Mul(grad.Data, neural.Transposed(x, rows), dy, rows, cols, t, true)
	if bias != nil {
		addColumns(bias.Data, dy)
	}
	if dx != nil {
		neural.Mul(dx, neural.Rows(dy, cols), turned, t, rows, cols, true)
	}
}

func addColumns(sum, x []float32) {
	m := len(sum)
	for at := 0; at < len(x); at += m {
		for j, v := range x[at:][:m] {
			sum[j] += v
		}
	}
}

// arcs adds the gradient of the arc scorer to top.
func (w *worker) arcs(shard []example, top []float32, scale float32) {
	n, s, g, a := w.net, &w.state, w.grad, w.net.Arc
	dPair := w.scratch("pair", s.Nodes*a)
	dHead := w.scratch("head", s.Nodes*a)
	for i := range shard {
		w.sentenceArcs(&shard[i], i, dPair, dHead, scale)
	}
	dDep := w.scratch("dep", s.Nodes*a)
	w.linear(&g.ArcPair, &g.ArcPrior, s.ArcDep, dPair, dDep, w.turned.of[n.ArcPair.Name])
	multiply(dDep, w.masks[neural.SiteArcDep])
	gateByOutput(dDep, s.ArcDep)
	w.linear(&g.ArcDep, &g.ArcDepBias, s.Top, dDep, top, w.turned.of[n.ArcDep.Name])
	multiply(dHead, w.masks[neural.SiteArcHead])
	gateByOutput(dHead, s.ArcHead)
	w.linear(&g.ArcHead, &g.ArcHeadBias, s.Top, dHead, top, w.turned.of[n.ArcHead.Name])
}

// sentenceArcs adds the gradient of the arc scores of sentence i.
func (w *worker) sentenceArcs(e *example, i int, dPair, dHead []float32, scale float32) {
	n, s, a := w.net, &w.state, w.net.Arc
	from, count := s.Bounds[i], s.Bounds[i+1]-s.Bounds[i]
	scores, width := n.ArcScores(s, i, w.buffers["scores"])
	w.buffers["scores"] = scores
	clear(scores[:width])
	for d := 1; d < count; d++ {
		row := scores[d*width:][:width]
		row[d] = -1e9
		w.softmaxLoss(row[:count], e.heads[d-1], scale)
		clear(row[count:])
		row[d] = 0
		for h, v := range row[:count] {
			if h != d {
				w.grad.ArcDist.Data[neural.DistBucket(h, d)] += v
			}
		}
	}
	// dPair = scores · heads; dHead = scoresᵀ · pairs.
	view := neural.View{Data: scores, Row: width, Col: 1}
	neural.Mul(dPair[from*a:][:count*a], view, s.ArcHead[from*a:], count, a, count, true)
	view.Row, view.Col = 1, width
	neural.Mul(dHead[from*a:][:count*a], view, s.ArcPair[from*a:], count, a, count, true)
}

// gateByOutput zeroes the gradient where the rectified output is zero.
func gateByOutput(d, y []float32) {
	for i, v := range y[:len(d)] {
		if v <= 0 {
			d[i] = 0
		}
	}
}

// labels adds the gradient of the label scorer on the gold arcs to top.
func (w *worker) labels(shard []example, top []float32, scale float32) {
	n, s, g, k, cols := w.net, &w.state, w.grad, w.net.Label, w.net.LabOut.Cols
	words := s.Nodes - len(shard)
	hidden := w.scratch("hidden", words*k)
	at := 0
	for i, e := range shard {
		from := s.Bounds[i]
		for j, h := range e.heads {
			n.LabelHidden(s, hidden[at*k:], from+h, from+1+j)
			at++
		}
	}
	w.drop(neural.SiteLabDep, hidden)
	logits := w.scratch("logits", words*cols)
	neural.Mul(logits, neural.Rows(hidden, k), n.LabOut.Data, words, cols, k, false)
	at = 0
	for _, e := range shard {
		for _, label := range e.labels {
			row := logits[at*cols:][:cols]
			for j, v := range n.LabOutBias.Data {
				row[j] += v
			}
			w.softmaxLoss(row[:len(n.Labels)], label, scale)
			clear(row[len(n.Labels):])
			at++
		}
	}
	dHidden := w.scratch("dhidden", words*k)
	w.linear(&g.LabOut, &g.LabOutBias, hidden, logits, dHidden, w.turned.of[n.LabOut.Name])
	multiply(dHidden, w.masks[neural.SiteLabDep])
	gateByOutput(dHidden, hidden)
	w.spreadLabels(shard, dHidden, top)
}

// spreadLabels hands the hidden gradients of the arcs to both ends.
func (w *worker) spreadLabels(shard []example, dHidden, top []float32) {
	n, s, g, k := w.net, &w.state, w.grad, w.net.Label
	dDep := w.scratch("labdep", s.Nodes*k)
	dHead := w.scratch("labhead", s.Nodes*k)
	at := 0
	for i, e := range shard {
		from := s.Bounds[i]
		for j, h := range e.heads {
			head, dep := from+h, from+1+j
			bias := g.LabBias.Data[:k]
			if head > dep {
				bias = g.LabBias.Data[k : 2*k]
			}
			for c, v := range dHidden[at*k:][:k] {
				dDep[dep*k+c] += v
				dHead[head*k+c] += v
				bias[c] += v
			}
			at++
		}
	}
	w.linear(&g.LabDep, nil, s.Top, dDep, top, w.turned.of[n.LabDep.Name])
	w.linear(&g.LabHead, nil, s.Top, dHead, top, w.turned.of[n.LabHead.Name])
}

// encoder carries the gradient of the top layer down to the embeddings.
func (w *worker) encoder(top []float32) {
	n, s, g := w.net, &w.state, w.grad
	t, m, d := s.Nodes, n.Width, n.Embed
	for i := n.Layers - 1; i >= 0; i-- {
		l, gl := &n.Stack[i], &g.Stack[i]
		normBack(top, s.Unit[i+1], s.Inverse[i+1], l.Gain.Data, gl.Gain.Data, gl.Shift.Data)
		dHidden := w.scratch("layer", t*m)
		copy(dHidden, top)
		multiply(dHidden, w.masks[neural.SiteLayer+i])
		dGate := w.scratch("gate", t*2*m)
		for k := 1; k < len(s.Bounds); k++ {
			recurBack(dGate, dHidden, s.Gate[i], s.Hidden[i], s.Bounds[k-1], s.Bounds[k], m)
		}
		w.linear(&gl.Gate, &gl.GateBias, s.In[i], dGate, top, w.turned.of[l.Gate.Name])
	}
	normBack(top, s.Unit[0], s.Inverse[0], n.ConvGain.Data, g.ConvGain.Data, g.ConvShift.Data)
	gateByOutput(top, s.Conv)
	dWindow := w.scratch("window", t*3*d)
	w.linear(&g.Conv, &g.ConvBias, s.Window, top, dWindow, w.turned.of[n.Conv.Name])
	w.embed = w.scratch("embed", t*d)
	w.foldWindow(dWindow, d)
	multiply(w.embed, w.masks[neural.SiteEmbed])
}

// foldWindow adds the three parts of each window to the nodes they came from.
func (w *worker) foldWindow(dWindow []float32, d int) {
	s := &w.state
	for i := 1; i < len(s.Bounds); i++ {
		for t := s.Bounds[i-1]; t < s.Bounds[i]; t++ {
			for part := range 3 {
				from := t + part - 1
				if from < s.Bounds[i-1] || from >= s.Bounds[i] {
					continue
				}
				dst := w.embed[from*d:][:d]
				for j, v := range dWindow[(t*3+part)*d:][:d] {
					dst[j] += v
				}
			}
		}
	}
}

// normBack replaces the gradient of a layer norm's output by that of its input.
func normBack(d, unit, inverse, gain, dGain, dShift []float32) {
	m := len(gain)
	for t, inv := range inverse {
		row, u := d[t*m:][:m], unit[t*m:][:m]
		var sum, dot float32
		for j, v := range row {
			dGain[j] += v * u[j]
			dShift[j] += v
			v *= gain[j]
			row[j] = v
			sum += v
			dot += v * u[j]
		}
		sum /= float32(m)
		dot /= float32(m)
		for j, v := range row {
			row[j] = inv * (v - sum - u[j]*dot)
		}
	}
}

// recurBack is the way back through recur: from the gradient of the hidden
// states to that of the gates before the sigmoid and of the candidates.
func recurBack(dGate, dHidden, gate, hidden []float32, from, to, m int) {
	half := m / 2
	zero, carry := make([]float32, half), make([]float32, half)
	at := func(x []float32, row, width, offset int) []float32 { return x[row*width+offset:][:half] }
	for t := to - 1; t >= from; t-- {
		prev := zero
		if t > from {
			prev = at(hidden, t-1, m, 0)
		}
		stepBack(at(dGate, t, 2*m, 0), at(dGate, t, 2*m, m), carry, at(dHidden, t, m, 0), prev, at(gate, t, 2*m, 0), at(gate, t, 2*m, m))
	}
	clear(carry)
	for t := from; t < to; t++ {
		prev := zero
		if t+1 < to {
			prev = at(hidden, t+1, m, half)
		}
		stepBack(at(dGate, t, 2*m, half), at(dGate, t, 2*m, m+half), carry, at(dHidden, t, m, half), prev, at(gate, t, 2*m, half), at(gate, t, 2*m, m+half))
	}
}

func stepBack(dz, dc, carry, dh, prev, z, c []float32) {
	for j := range carry {
		d := dh[j] + carry[j]
		zj := z[j]
		dz[j] = d * (c[j] - prev[j]) * zj * (1 - zj)
		dc[j] = d * zj
		carry[j] = d * (1 - zj)
	}
}
