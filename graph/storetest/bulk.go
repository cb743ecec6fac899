package storetest

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// labelled yields the quads of the graphs, their labels set.
func labelled(graphs ...graph.Graph) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, g := range graphs {
			for _, q := range g.Quads {
				q.Label = g.Label
				if !yield(q, nil) {
					return
				}
			}
		}
	}
}

// testImport adds quads beside those that are there, in the form that Put
// gives them.
func testImport(t *testing.T, s store) {
	s.put(named("art:1", "ir:A ir:met ir:B"))
	sized := graph.Graph{Label: "art:2", Quads: []quad.Quad{
		{Subject: quad.IRI("ir:A"), Predicate: quad.IRI("ir:size"), Object: quad.Int(1)},
		{Subject: quad.IRI("ir:B"), Predicate: quad.IRI("ir:size"), Object: quad.Float(1.5)},
	}}
	n, err := s.Import(t.Context(), labelled(named("art:1", "ir:A ir:met ir:B", "ir:B ir:met ir:C"), sized, sized))
	if n != 3 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	same(t, "numbers", s.graph("art:2")[0].Object, quad.Value(quad.Float(1)))
	same(t, "count", s.count(), int64(4))
	before := s.export()

	mine := errors.New("mine")
	_, err = s.Import(t.Context(), func(yield func(quad.Quad, error) bool) { yield(quad.Quad{}, mine) })
	if !errors.Is(err, mine) {
		t.Errorf("got error %v", err)
	}
	for _, g := range []graph.Graph{named("graph:meta", "ir:A ir:met ir:B"), named("", "ir:A ir:met ir:B"), named("art:3", `ir:A b"c ir:B`)} {
		var refused *graph.GraphError
		if n, err := s.Import(t.Context(), labelled(g)); n != 0 || !errors.As(err, &refused) || refused.Label != g.Label {
			t.Errorf("import into %q: got %d, %v", g.Label, n, err)
		}
	}
	same(t, "after what was refused", s.export(), before)
}

// testImportGraphs leaves out graphs that cannot be stored, as a whole.
func testImportGraphs(t *testing.T, s store) {
	s.put(graph.Graph{Label: "art:0", Quads: []quad.Quad{{Subject: quad.IRI("ir:A"), Predicate: quad.IRI("ir:size"), Object: quad.Int(1)}}})
	before := s.export()
	bad := named("art:bad", "ir:A ir:met ir:B")
	bad.Quads = append(bad.Quads, quad.Quad{Subject: quad.IRI("ir:A"), Predicate: quad.IRI("ir:size"), Object: quad.Float(0.5)})
	var refused []string
	n, err := s.ImportGraphs(t.Context(), labelled(bad, named("art:1", "ir:A ir:met ir:C"), named("graph:meta", "ir:A ir:met ir:B"), bad),
		func(e *graph.GraphError) { refused = append(refused, string(e.Label)) })
	if n != 1 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	same(t, "refused, in any order", strings.Contains(strings.Join(refused, " "), "art:bad") && strings.Contains(strings.Join(refused, " "), "graph:meta") && len(refused) == 2, true)
	same(t, "stored", s.graph("art:1"), []quad.Quad{quad.MakeIRI("ir:A", "ir:met", "ir:C", "art:1")})
	if _, err := s.Forget(t.Context(), "art:1"); err != nil {
		t.Error(err)
	}
	same(t, "the rest", s.export(), before)
}
