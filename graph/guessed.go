package graph

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
)

// guessed is an iterator whose size is a guess, which Cayley uses to decide
// what to look up first and never takes for an answer. A pointer, as Cayley
// compares iterators.
type guessed struct {
	graph.IteratorShape
	size func() (int64, error)
}

func (g *guessed) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	costs, err := g.IteratorShape.Stats(ctx)
	if err != nil {
		return costs, err
	}
	n, err := g.size()
	costs.Size = graph.Size{Size: n}
	return costs, err
}

func (g *guessed) Optimize(context.Context) (graph.IteratorShape, bool) { return g, false }

func guess(it graph.Iterator, size func() (int64, error)) graph.Iterator {
	return graph.NewLegacy(&guessed{graph.AsShape(it), size}, nil)
}
