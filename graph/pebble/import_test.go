package pebble_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph/pebble"
)

func sequence(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func collect(t testing.TB, seq iter.Seq2[quad.Quad, error]) (out []quad.Quad) {
	t.Helper()
	for q, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out
}

// content is all quads of the store as text, sorted, once it is checked.
func content(t testing.TB, db *pebble.DB) []string {
	t.Helper()
	v, err := db.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := v.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out []string
	it := v.QuadsAllIterator()
	defer it.Close()
	for it.Next(t.Context()) {
		out = append(out, v.Quad(it.Result()).NQuad())
	}
	if err := errors.Join(it.Err(), v.Err()); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func lines(quads []quad.Quad) []string {
	var out []string
	for _, q := range quads {
		out = append(out, q.NQuad())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func apply(t testing.TB, db *pebble.DB, action graph.Procedure, quads ...quad.Quad) {
	t.Helper()
	live := db.Live()
	defer live.Close()
	var deltas []graph.Delta
	for _, q := range quads {
		deltas = append(deltas, graph.Delta{Quad: q, Action: action})
	}
	if err := live.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}); err != nil {
		t.Fatal(err)
	}
}

// TestImport imports into a store that holds some of the quads already, by
// import and by update, and one that was removed again.
func TestImport(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	quads := collect(t, news(20_000))
	apply(t, db, graph.Add, quads[:3000]...)
	apply(t, db, graph.Delete, quads[1000:2000]...)
	for i, part := range [][]quad.Quad{quads[:5000], quads[4000:], append(slices.Clone(quads[:100]), quads[:100]...), nil} {
		_, before := db.Counts()
		added, err := db.Import(t.Context(), sequence(part))
		if _, now := db.Counts(); err != nil || added != now-before || (added > 0) != (i < 2) {
			t.Errorf("import %d: got %d, %v; there were %d quads and are %d", i, added, err, before, now)
		}
	}
	if got, want := content(t, db), lines(quads); !slices.Equal(got, want) {
		t.Errorf("got %d quads, want %d", len(got), len(want))
	}
	apply(t, db, graph.Delete, quads...)
	if nodes, n := db.Counts(); nodes != 0 || n != 0 {
		t.Errorf("after all is removed: %d nodes, %d quads", nodes, n)
	}
	if got := content(t, db); len(got) != 0 {
		t.Errorf("after all is removed: %v", got[:1])
	}
}

// TestImportFails ends a sequence with an error. What was handed over stays.
func TestImportFails(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	mine := errors.New("mine")
	_, err := db.Import(t.Context(), func(yield func(quad.Quad, error) bool) {
		for q := range news(1000) {
			yield(q, nil)
		}
		yield(quad.Quad{}, mine)
	})
	if !errors.Is(err, mine) {
		t.Errorf("got error %v", err)
	}
	if _, err := db.Import(t.Context(), sequence([]quad.Quad{{Subject: quad.IRI("a")}})); err == nil {
		t.Error("a quad without ends was taken")
	}
	if got := content(t, db); len(got) != 0 {
		t.Errorf("got %d quads", len(got))
	}
}

// TestImportManyBatches has several batches, with values that lie in more than
// one.
func TestImportManyBatches(t *testing.T) {
	db, err := pebble.Open(t.TempDir(), pebble.Options{Create: true, ImportBatch: 7000})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const n = 60_000
	made := func(yield func(quad.Quad, error) bool) {
		for i := range n {
			q := quad.Quad{Subject: quad.IRI(fmt.Sprint("s", i%7000)), Predicate: quad.IRI("p"), Object: quad.Int(i % 1000), Label: quad.IRI(fmt.Sprint("g", i/100))}
			if !yield(q, nil) {
				return
			}
		}
	}
	added, err := db.Import(t.Context(), made)
	if err != nil || added != n {
		t.Fatalf("got %d, %v", added, err)
	}
	v, err := db.View()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := v.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	nodes, quads := db.Counts()
	if want := int64(7000 + 1 + 1000 + n/100); nodes != want || quads != n {
		t.Errorf("got %d nodes and %d quads, want %d and %d", nodes, quads, want, n)
	}
}
