package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// Graph is a named graph: all that one article asserts, or one table.
type Graph struct {
	Label quad.IRI
	Quads []quad.Quad // their labels are Label or missing
}

// Change says what a Put did to one graph. Existed with Added and Removed both
// zero: it was there already, just so. Existed with either: another version of
// it was there.
type Change struct {
	Added, Removed int  // quads
	Existed        bool // the graph held quads before
}

// Put makes each named graph exactly the given quads, whatever it was before,
// and leaves all other graphs alone. A graph without quads is emptied. It
// writes the difference only, all of it in one transaction: after an error the
// store is as it was. The changes are in the order of the graphs. A graph that
// cannot be stored as it is gives a *GraphError.
//
// Values are stored in one form: typed strings whose type Cayley knows become
// numbers, booleans or times; times are in UTC and whole seconds; and the
// numbers of a predicate are all quad.Int or all quad.Float, whichever it had
// first, since comparisons in Gizmo only find numbers of their own type. A
// fraction where a predicate has had whole numbers is an error.
func (s *Store) Put(ctx context.Context, graphs []Graph) ([]Change, error) {
	graphs, err := checkGraphs(graphs)
	if err != nil {
		return nil, err
	}
	var changes []Change
	err = s.update(ctx, func(qs graph.QuadStore) (bool, error) {
		numbers, err := readNumbers(ctx, qs)
		if err != nil {
			return false, err
		}
		added, err := numbers.settle(graphs)
		if err != nil {
			return false, err
		}
		var removed []quad.Quad
		changes = make([]Change, len(graphs))
		for i, g := range graphs {
			old, err := readLabel(ctx, qs, g.Label)
			if err != nil {
				return false, err
			}
			plus, minus := difference(old, g.Quads)
			changes[i] = Change{Added: len(plus), Removed: len(minus), Existed: len(old) > 0}
			added, removed = append(added, plus...), append(removed, minus...)
		}
		return len(added)+len(removed) > 0, apply(ctx, qs, added, removed)
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// Forget removes exactly the graph with that label and says how many quads it
// had. It fails with ErrNotFound where there is none.
func (s *Store) Forget(ctx context.Context, label quad.IRI) (int, error) {
	if label == schema.GraphMeta {
		return 0, fmt.Errorf("forget %s: %w", label, ErrReserved)
	}
	n := 0
	err := s.update(ctx, func(qs graph.QuadStore) (bool, error) {
		quads, err := readLabel(ctx, qs, label)
		if err != nil {
			return false, err
		}
		if n = len(quads); n == 0 {
			return false, fmt.Errorf("forget %s: %w", label, ErrNotFound)
		}
		return true, apply(ctx, qs, nil, quads)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// checkGraphs makes of each graph a sorted set of quads in the form that is
// stored, the numbers aside.
func checkGraphs(graphs []Graph) ([]Graph, error) {
	seen := map[quad.IRI]bool{}
	out := make([]Graph, len(graphs))
	for i, g := range graphs {
		switch {
		case g.Label == schema.GraphMeta:
			return nil, &GraphError{g.Label, ErrReserved}
		case seen[g.Label]:
			return nil, &GraphError{g.Label, fmt.Errorf("%w: the graph is given twice", ErrBadQuad)}
		}
		seen[g.Label] = true
		if err := checkIRI(g.Label); err != nil {
			return nil, &GraphError{g.Label, fmt.Errorf("%w: label: %w", ErrBadQuad, err)}
		}
		quads := make([]quad.Quad, len(g.Quads))
		for j, q := range g.Quads {
			q, err := canonical(q, g.Label)
			if err != nil {
				return nil, &GraphError{g.Label, err}
			}
			quads[j] = q
		}
		out[i] = Graph{Label: g.Label, Quads: sortedSet(quads)}
	}
	return out, nil
}

func sortedSet(quads []quad.Quad) []quad.Quad {
	slices.SortFunc(quads, compareQuads)
	return slices.CompactFunc(quads, func(a, b quad.Quad) bool { return compareQuads(a, b) == 0 })
}

// difference compares two sorted sets.
func difference(old, new []quad.Quad) (added, removed []quad.Quad) {
	for len(old) > 0 && len(new) > 0 {
		switch c := compareQuads(old[0], new[0]); {
		case c < 0:
			removed, old = append(removed, old[0]), old[1:]
		case c > 0:
			added, new = append(added, new[0]), new[1:]
		default:
			old, new = old[1:], new[1:]
		}
	}
	return append(added, new...), append(removed, old...)
}

// batch is how many quads Cayley gets at a time: it builds several maps over
// them.
const batch = 10_000

// apply adds quads that are not in the store and removes quads that are. The
// two go to Cayley apart: in a mixed batch it loses the nodes that are removed
// more often than added, and stores the added quads without them.
//
// It looks at ctx once, before it writes: a mem store could not take back what
// was written already.
func apply(ctx context.Context, qs graph.QuadStore, added, removed []quad.Quad) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := applyAll(qs, graph.Add, added); err != nil {
		return err
	}
	return applyAll(qs, graph.Delete, removed)
}

func applyAll(qs graph.QuadStore, action graph.Procedure, quads []quad.Quad) error {
	for chunk := range slices.Chunk(quads, batch) {
		deltas := make([]graph.Delta, len(chunk))
		for i, q := range chunk {
			deltas[i] = graph.Delta{Quad: q, Action: action}
		}
		if err := qs.ApplyDeltas(deltas, graph.IgnoreOpts{}); err != nil {
			return fmt.Errorf("%s %d quads: %w", action, len(chunk), err)
		}
	}
	return nil
}
