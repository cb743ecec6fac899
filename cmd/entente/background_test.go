package main

import (
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

func TestPutBackground(t *testing.T) {
	world, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	store, err := graph.Open(t.Context(), "mem:", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	count := func() int64 {
		t.Helper()
		n, err := store.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	put := func() {
		t.Helper()
		if err := putBackground(t.Context(), store, world); err != nil {
			t.Fatal(err)
		}
	}

	// Older tables are replaced, and what is there is left alone.
	stale := quad.MakeIRI("ir:Atlantis", "rdf:type", "ir:State", string(schema.GraphActors))
	if _, err := store.Put(t.Context(), []graph.Graph{{Label: schema.GraphActors, Quads: []quad.Quad{stale}}}); err != nil {
		t.Fatal(err)
	}
	want := int64(len(world.Background())) + 1
	for range 2 {
		put()
		if got := count(); got != want {
			t.Errorf("%d quads are stored, want the %d of the tables and the mark", got, want)
		}
	}
}
