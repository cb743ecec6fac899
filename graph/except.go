package graph

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
)

// safeExcept is shape.Except whose iterator does not claim a negative size.
// Cayley takes the guessed size of what is excluded from that of all nodes, and
// divides by one more than the difference: where that was -1 the process ended.
type safeExcept struct{ except shape.Except }

func (s safeExcept) BuildIterator(qs graph.QuadStore) graph.Iterator {
	return graph.NewLegacy(&notNegative{graph.AsShape(s.except.BuildIterator(qs))}, nil)
}

func (s safeExcept) Optimize(r shape.Optimizer) (shape.Shape, bool) { return s, false }

type notNegative struct{ graph.IteratorShape }

func (n *notNegative) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	costs, err := n.IteratorShape.Stats(ctx)
	costs.Size.Size = max(costs.Size.Size, 0)
	return costs, err
}

func (n *notNegative) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	inner, _ := n.IteratorShape.Optimize(ctx)
	return &notNegative{inner}, true
}
