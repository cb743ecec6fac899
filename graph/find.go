package graph

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// finder reads the quads round many nodes at once, which a path of Cayley's
// does node by node. A view whose quad store is none is read by stepper.
type finder interface {
	// NodeOf gives the node of a value, as Find takes it; nil where it is known
	// not to be stored.
	NodeOf(v quad.Value) graph.Ref

	// Find calls use for the quads that have nodes[i] in that direction, which is
	// Subject or Object, one of the predicates, and labels[i] as their label: with
	// i, the predicate, and the node at the other end. Nil predicates and labels
	// are any. It may call use again for the same three, and in any order.
	Find(ctx context.Context, at quad.Direction, nodes, predicates, labels []graph.Ref, use func(i int, predicate, other graph.Ref)) error
}

func finderOf(qs graph.QuadStore) finder {
	if f, ok := qs.(finder); ok {
		return f
	}
	return stepper{qs}
}

// otherEnd is where Find finds the other node.
func otherEnd(at quad.Direction) quad.Direction {
	if at == quad.Subject {
		return quad.Object
	}
	return quad.Subject
}

// stepper is a finder over Cayley's iterators.
type stepper struct{ qs graph.QuadStore }

func (s stepper) NodeOf(v quad.Value) graph.Ref { return s.qs.ValueOf(v) }

func (s stepper) Find(ctx context.Context, at quad.Direction, nodes, predicates, labels []graph.Ref, use func(i int, predicate, other graph.Ref)) error {
	wanted := map[any]bool{}
	for _, p := range predicates {
		if p != nil {
			wanted[p.Key()] = true
		}
	}
	for i, node := range nodes {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if node == nil || labels != nil && labels[i] == nil {
			continue
		}
		it := s.qs.QuadIterator(at, node)
		for it.Next(ctx) {
			end := func(d quad.Direction) graph.Ref { return s.qs.QuadDirection(it.Result(), d) }
			predicate := end(quad.Predicate)
			if predicates != nil && !wanted[predicate.Key()] {
				continue
			}
			if labels != nil {
				if label := end(quad.Label); label == nil || label.Key() != labels[i].Key() {
					continue
				}
			}
			use(i, predicate, end(otherEnd(at)))
		}
		err := it.Err()
		if err2 := it.Close(); err == nil {
			err = err2
		}
		if err != nil {
			return err
		}
	}
	return nil
}
