package neural

import (
	"errors"
	"math"
	"slices"
)

// Together is several networks over the same tags and relations that decide as
// one: the logarithms of their probabilities are added up. It serves as a
// teacher; each network runs by itself, so it is as slow as all of them.
type Together struct {
	nets    []*Network
	scratch []Scratch
	arcs    []float32
	chart   chart
}

// NewTogether joins networks; they must have the same tags and relations in the
// same order.
func NewTogether(nets ...*Network) (*Together, error) {
	if len(nets) == 0 {
		return nil, errors.New("model: no networks to join")
	}
	for _, n := range nets[1:] {
		if !slices.Equal(n.Tags, nets[0].Tags) || !slices.Equal(n.Labels, nets[0].Labels) {
			return nil, errors.New("model: the networks have other tags or relations")
		}
	}
	return &Together{nets: nets, scratch: make([]Scratch, len(nets))}, nil
}

// Predict tags and parses a sentence of at most MaxWords token forms. Scores are
// the geometric means of the networks' probabilities.
func (g *Together) Predict(forms []string) Prediction {
	count := len(forms)
	out := Prediction{Tags: make([]int, count), Labels: make([]int, count), Scores: make([]float32, count)}
	width := g.add(forms)
	out.Heads = slices.Clone(g.chart.decode(g.arcs, width, count))
	for i, h := range out.Heads {
		out.Scores[i] = exp32(g.arcs[(i+1)*width+h+1] / float32(len(g.nets)))
	}
	tags, labels := g.sums(count, len(g.nets[0].Tags)), g.sums(count, len(g.nets[0].Labels))
	root := indexOf(g.nets[0].Labels, "root")
	for at, n := range g.nets {
		s := &g.scratch[at].state
		hidden := make([]float32, count*n.Label)
		logits := make([]float32, count*n.LabOut.Cols)
		for i, h := range out.Heads {
			n.LabelHidden(s, hidden[i*n.Label:], h+1, i+1)
		}
		n.LabOut.product(logits, hidden, n.LabOutBias.Data, count, &s.rounded)
		for i := range count {
			addLog(tags[i], s.Tags[(i+1)*n.Tag.Cols:])
			addLog(labels[i], logits[i*n.LabOut.Cols:])
		}
	}
	for i, h := range out.Heads {
		out.Tags[i] = argmax(tags[i])
		if root >= 0 && h < 0 {
			out.Labels[i] = root
			continue
		}
		if root >= 0 {
			labels[i][root] = float32(math.Inf(-1))
		}
		out.Labels[i] = argmax(labels[i])
	}
	return out
}

// add runs the networks and sums up the logarithms of their arc probabilities.
func (g *Together) add(forms []string) (width int) {
	count := len(forms)
	for at, n := range g.nets {
		s := &g.scratch[at]
		n.SetSentences(&s.state, forms)
		n.Forward(&s.state)
		s.arcs, width = n.ArcScores(&s.state, 0, s.arcs)
		if at == 0 {
			clear(grow(&g.arcs, (count+1)*width))
		}
		for d := 1; d <= count; d++ {
			row := s.arcs[d*width:][:count+1]
			row[d] = -1e9 // a node is not its own head
			addLog(g.arcs[d*width:][:count+1], row)
		}
	}
	return width
}

func (g *Together) sums(count, width int) [][]float32 {
	out := make([][]float32, count)
	for i := range out {
		out[i] = make([]float32, width)
	}
	return out
}

// addLog adds the logarithms of the probabilities that the first of the scores
// stand for to sum.
func addLog(sum, scores []float32) {
	scores = scores[:len(sum)]
	top := slices.Max(scores)
	total := 0.0
	for _, v := range scores {
		total += float64(exp32(v - top))
	}
	norm := top + float32(math.Log(total))
	for i, v := range scores {
		sum[i] += v - norm
	}
}
