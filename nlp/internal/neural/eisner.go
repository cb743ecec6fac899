package neural

import "math"

// chart is the working memory of the tree decoder for one sentence of n words.
// Tables are n by n. A complete span headed at its left end is kept by rows
// (right) and by columns (rightT), likewise for its mirror image, so that every
// inner loop reads two contiguous runs.
type chart struct {
	n                 int
	right, rightT     []float32 // right[i,j]: span i..j headed by i
	left, leftT       []float32 // left[i,j]: span i..j headed by j
	openRight         []float32 // openRight[i,j]: arc i -> j on top
	openLeftT         []float32 // openLeftT[j,i]: arc j -> i on top
	cutOpen           []int32   // split point below the arcs of i..j
	cutRight, cutLeft []int32   // split points of the complete spans
	heads             []int
	memory            []float32
	cuts              []int32
}

// decode finds the highest-scoring projective tree with a single root.
// score[d*width+h] is the score of head h for node d, nodes counted from 1 and
// node 0 the root. The result has one entry a word: the head's word index, or
// -1 for the root. It takes time cubic in the number of words.
func (c *chart) decode(score []float32, width, n int) []int {
	c.reset(n)
	if n == 0 {
		return c.heads
	}
	for span := 1; span < n; span++ {
		for i := 0; i+span < n; i++ {
			j := i + span
			c.open(i, j, score[(j+1)*width+i+1], score[(i+1)*width+j+1])
			c.close(i, j)
		}
	}
	best, root := float32(math.Inf(-1)), 0
	for r := range n {
		if v := c.left[r] + c.right[r*n+n-1] + score[(r+1)*width]; v > best {
			best, root = v, r
		}
	}
	c.heads[root] = -1
	c.takeLeft(0, root)
	c.takeRight(root, n-1)
	return c.heads
}

func (c *chart) reset(n int) {
	c.n = n
	clear(grow(&c.memory, 6*n*n))
	part := func(i int) []float32 { return c.memory[i*n*n : (i+1)*n*n] }
	c.right, c.rightT, c.left, c.leftT = part(0), part(1), part(2), part(3)
	c.openRight, c.openLeftT = part(4), part(5)
	if len(c.cuts) < 3*n*n {
		c.cuts = make([]int32, 3*n*n)
	}
	c.cutOpen, c.cutRight, c.cutLeft = c.cuts[:n*n], c.cuts[n*n:2*n*n], c.cuts[2*n*n:3*n*n]
	c.heads = make([]int, n)
}

// open puts an arc over i..j: the best pair of complete spans facing each other.
func (c *chart) open(i, j int, rightward, leftward float32) {
	n := c.n
	best, at := bestSum(c.right[i*n+i:i*n+j], c.leftT[j*n+i+1:])
	c.openRight[i*n+j] = best + rightward
	c.openLeftT[j*n+i] = best + leftward
	c.cutOpen[i*n+j] = int32(i + at)
}

// close completes the span i..j in both directions.
func (c *chart) close(i, j int) {
	n := c.n
	best, at := bestSum(c.openRight[i*n+i+1:i*n+j+1], c.rightT[j*n+i+1:])
	c.right[i*n+j], c.rightT[j*n+i] = best, best
	c.cutRight[i*n+j] = int32(i + 1 + at)
	best, at = bestSum(c.left[i*n+i:i*n+j], c.openLeftT[j*n+i:])
	c.left[i*n+j], c.leftT[j*n+i] = best, best
	c.cutLeft[i*n+j] = int32(i + at)
}

// bestSum is the largest a[k]+b[k] and the first k that gives it.
func bestSum(a, b []float32) (float32, int) {
	b = b[:len(a)]
	best, at := float32(math.Inf(-1)), 0
	for k, v := range a {
		if v += b[k]; v > best {
			best, at = v, k
		}
	}
	return best, at
}

// takeRight reads the arcs below the span i..j headed by i.
func (c *chart) takeRight(i, j int) {
	for i < j {
		k := int(c.cutRight[i*c.n+j])
		c.heads[k] = i
		c.takeInner(i, k)
		i = k
	}
}

// takeLeft reads the arcs below the span i..j headed by j.
func (c *chart) takeLeft(i, j int) {
	for i < j {
		k := int(c.cutLeft[i*c.n+j])
		c.heads[k] = j
		c.takeInner(k, j)
		j = k
	}
}

// takeInner reads the two complete spans below the arc between i and j.
func (c *chart) takeInner(i, j int) {
	k := int(c.cutOpen[i*c.n+j])
	c.takeRight(i, k)
	c.takeLeft(k+1, j)
}
