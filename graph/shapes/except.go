package shapes

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
)

// except is a shape.Except with a sane notion of its size. Cayley subtracts the
// guessed size of what is left out from that of all nodes, and where the
// difference is -1 its optimiser divides by zero.
type except struct{ shape.Except }

func (s except) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s except) BuildIterator(qs graph.QuadStore) graph.Iterator {
	return graph.NewLegacy(&clamped{graph.AsShape(s.Except.BuildIterator(qs))}, nil)
}

type clamped struct{ graph.IteratorShape }

func (c *clamped) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	costs, err := c.IteratorShape.Stats(ctx)
	costs.Size.Size = max(costs.Size.Size, 0)
	return costs, err
}

func (c *clamped) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	c.IteratorShape, _ = c.IteratorShape.Optimize(ctx)
	return c, false
}
