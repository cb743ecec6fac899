package pebble_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph/pebble"
)

func iris(s, p, o string) quad.Quad { return quad.MakeIRI(s, p, o, "") }

func deltas(action graph.Procedure, quads ...quad.Quad) (out []graph.Delta) {
	for _, q := range quads {
		out = append(out, graph.Delta{Quad: q, Action: action})
	}
	return out
}

// TestFailedWrites: of a write that fails nothing stays, in the store or in its
// caches, also for what is written and read afterwards.
func TestFailedWrites(t *testing.T) {
	first, fresh := iris("a", "p", "b"), iris("x", "p", "y")
	for name, c := range map[string]struct {
		in   []graph.Delta
		want error
	}{
		"duplicate after new nodes":     {deltas(graph.Add, fresh, first), graph.ErrQuadExists},
		"duplicate in itself":           {deltas(graph.Add, fresh, fresh), graph.ErrQuadExists},
		"missing after new nodes":       {append(deltas(graph.Add, fresh), deltas(graph.Delete, iris("q", "p", "r"))...), graph.ErrQuadNotExist},
		"missing after removal":         {append(deltas(graph.Delete, first), deltas(graph.Delete, first)...), graph.ErrQuadNotExist},
		"missing among known nodes":     {append(deltas(graph.Add, fresh), deltas(graph.Delete, iris("b", "p", "a"))...), graph.ErrQuadNotExist},
		"no action":                     {append(deltas(graph.Add, fresh), graph.Delta{Quad: first}), graph.ErrInvalidAction},
		"quad without an object":        {deltas(graph.Add, fresh, quad.Quad{Subject: quad.IRI("s"), Predicate: quad.IRI("p")}), nil},
		"duplicate after removal of it": {append(deltas(graph.Delete, first), deltas(graph.Add, fresh, first, first)...), graph.ErrQuadExists},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db := open(t, dir)
			apply(t, db, graph.Add, first)
			live := db.Live()
			err := live.ApplyDeltas(c.in, graph.IgnoreOpts{})
			if err == nil || c.want != nil && !isDelta(err, c.want) {
				t.Errorf("got error %v, want %v", err, c.want)
			}
			if got := content(t, db); !slices.Equal(got, lines([]quad.Quad{first})) {
				t.Errorf("after the failure: %v", got)
			}
			after := iris("x", "p", "z")
			if err := live.ApplyDeltas(deltas(graph.Add, after), graph.IgnoreOpts{}); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(live.Close(), db.Close()); err != nil {
				t.Fatal(err)
			}
			db, err = pebble.Open(dir, pebble.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if got := content(t, db); !slices.Equal(got, lines([]quad.Quad{first, after})) {
				t.Errorf("opened again: %v", got)
			}
		})
	}
}

func isDelta(err, want error) bool {
	d, ok := errors.AsType[*graph.DeltaError](err)
	return ok && errors.Is(d.Err, want) || errors.Is(err, want)
}
