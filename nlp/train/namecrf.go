package train

import (
	"math"

	"github.com/entente-kg/entente/nlp/internal/neural"
)

// chain computes the loss of tag paths: the negative logarithm of the gold
// path's probability among all paths that BIO allows.
type chain struct {
	emit, ahead, behind, power []float64
}

func size64(buf *[]float64, n int) []float64 {
	if cap(*buf) < n {
		*buf = make([]float64, 2*n)
	}
	return (*buf)[:n]
}

// loss returns the loss of one sentence, writes scale times its gradient over
// the logits (one row of cols a token, in place) and adds that of the steps.
func (c *chain) loss(n *neural.NameNet, logits []float32, gold []int, step []float32, scale float32) float64 {
	k, cols, count := n.Tags(), n.Out.Cols, len(gold)
	norm := c.sums(n, logits, count)
	path := 0.0
	before := k
	for t, tag := range gold {
		path += float64(logits[t*cols+tag]) + float64(n.Step.Data[before*k+tag])
		step[before*k+tag] -= scale
		before = tag
	}
	for t := range count {
		for b := range k {
			q := c.emit[t*k+b] * c.behind[t*k+b]
			if t == 0 {
				step[k*k+b] += scale * float32(c.power[k*k+b]*q)
				continue
			}
			for a := range k {
				step[a*k+b] += scale * float32(c.ahead[(t-1)*k+a]*c.power[a*k+b]*q)
			}
		}
	}
	for t, tag := range gold {
		row := logits[t*cols:][:cols]
		clear(row[k:])
		for b := range k {
			row[b] = scale * float32(c.ahead[t*k+b]*c.behind[t*k+b])
		}
		row[tag] -= scale
	}
	return norm - path
}

// sums fills the scaled forward and backward sums, whose product at a token is
// the probability of each tag, and returns the logarithm of the sum over paths.
func (c *chain) sums(n *neural.NameNet, logits []float32, count int) float64 {
	k, cols := n.Tags(), n.Out.Cols
	c.power = size64(&c.power, (k+1)*k)
	for a := range k + 1 {
		for b := range k {
			c.power[a*k+b] = 0
			if n.MayFollow(a, b) {
				c.power[a*k+b] = math.Exp(float64(n.Step.Data[a*k+b]))
			}
		}
	}
	c.emit, c.ahead, c.behind = size64(&c.emit, count*k), size64(&c.ahead, count*k), size64(&c.behind, count*k)
	var norm float64
	for t := range count {
		row := logits[t*cols:][:k]
		top := float64(row[0])
		for _, v := range row[1:] {
			top = max(top, float64(v))
		}
		var total float64
		for b := range k {
			sum := c.power[k*k+b]
			if t > 0 {
				sum = 0
				for a := range k {
					sum += c.ahead[(t-1)*k+a] * c.power[a*k+b]
				}
			}
			c.emit[t*k+b] = math.Exp(float64(row[b]) - top)
			c.ahead[t*k+b] = sum * c.emit[t*k+b]
			total += c.ahead[t*k+b]
		}
		norm += top + math.Log(total)
		for b := range k {
			c.ahead[t*k+b] /= total
			c.emit[t*k+b] /= total
		}
	}
	for b := range k {
		c.behind[(count-1)*k+b] = 1
	}
	for t := count - 2; t >= 0; t-- {
		for a := range k {
			var sum float64
			for b := range k {
				sum += c.power[a*k+b] * c.emit[(t+1)*k+b] * c.behind[(t+1)*k+b]
			}
			c.behind[t*k+a] = sum
		}
	}
	return norm
}
