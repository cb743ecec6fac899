package train

import (
	"math"
	"strings"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// embedDeviation is the spread of fresh embeddings; seven rows are summed.
const embedDeviation = 0.1

// fresh makes a network with random weights: Glorot-uniform matrices, unit
// gains, and gate biases from -2 to 1 so that the memories of a layer begin with
// spans from one word to about eight.
func fresh(c neural.Config, vocab map[uint64]int32, seed uint64) *neural.Network {
	n := neural.New(c)
	n.Vocab = vocab
	r := random(seed)
	n.Float = spread(n.TableRows()*c.Embed, &r)
	fill(n.Params(), c.Width, &r)
	return n
}

// spread draws fresh embeddings.
func spread(size int, r *random) []float32 {
	out := make([]float32, size)
	for i := range out {
		out[i] = embedDeviation * r.normal()
	}
	return out
}

// fill draws the fresh weights of layers of that width.
func fill(params []*neural.Param, width int, r *random) {
	for _, p := range params {
		switch {
		case strings.HasSuffix(p.Name, "gain"):
			for i := range p.Data {
				p.Data[i] = 1
			}
		case p.Rows > 2:
			limit := float32(math.Sqrt(6 / float64(p.Rows+p.Cols)))
			for i := range p.Data {
				p.Data[i] = limit * (2*r.unit() - 1)
			}
		case strings.HasSuffix(p.Name, "gate.bias"):
			half := width / 2
			for i := range width {
				p.Data[i] = -2 + 3*float32(i%half)/float32(half)
			}
		}
	}
}
