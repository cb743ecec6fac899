package pebble_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph/pebble"
)

// dated makes up events of few types with one date each, or several, or the
// same one from two articles, and now and then with something else in its place.
func dated(r *rand.Rand) []quad.Quad {
	all := map[quad.Quad]bool{}
	put := func(s quad.IRI, p string, o quad.Value) {
		all[quad.Make(s, quad.IRI(p), o, quad.IRI(fmt.Sprint("art:", r.IntN(3))))] = true
	}
	for n := range 40 {
		event := quad.IRI(fmt.Sprint("ev:", n))
		put(event, "type", quad.IRI(fmt.Sprint("kind", r.IntN(2))))
		for range 1 + r.IntN(5)/4 + r.IntN(5)/4 {
			put(event, "date", day(r))
		}
		switch r.IntN(8) {
		case 0:
			put(event, "date", quad.Int(r.IntN(3000)))
		case 1:
			put(event, "date", quad.IRI("2011-05"))
		case 2:
			put(event, "date", quad.TypedString{Value: "2011-05", Type: "ir:day"})
		}
		put(event, "rank", quad.Int(r.IntN(4)))
	}
	var out []quad.Quad
	for q := range all {
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b quad.Quad) int { return slices.Compare([]byte(a.NQuad()), []byte(b.NQuad())) })
	return out
}

func day(r *rand.Rand) quad.Value { return quad.String(fmt.Sprintf("2011-%02d", 1+r.IntN(12))) }

func randomFilter(r *rand.Rand) shape.ValueFilter {
	switch r.IntN(8) {
	case 0:
		return shape.Comparison{Op: iterator.CompareLT, Val: quad.IRI("2011-06")}
	case 1:
		return shape.Comparison{Op: iterator.CompareGTE, Val: quad.Int(r.IntN(3000))}
	case 2:
		return shape.Regexp{Re: regexp.MustCompile("1[0-2]$")}
	}
	return shape.Comparison{Op: iterator.Operator(r.IntN(4)), Val: day(r)}
}

func randomFilters(r *rand.Rand) (out []shape.ValueFilter) {
	for range 1 + r.IntN(2) {
		out = append(out, randomFilter(r))
	}
	return out
}

type datedQuery struct {
	unique bool
	path   func(qs cayley.QuadStore) *path.Path
}

// datedPath makes the same path on both stores: of events by their dates.
func datedPath(r *rand.Rand) datedQuery {
	var steps []func(p *path.Path) *path.Path
	has := func(predicate string) {
		filters := randomFilters(r)
		steps = append(steps, func(p *path.Path) *path.Path { return p.HasFilter(quad.IRI(predicate), false, filters...) })
	}
	kind, all := quad.IRI(fmt.Sprint("kind", r.IntN(3))), r.IntN(3) == 0
	for range 1 + r.IntN(3) {
		has("date")
	}
	if r.IntN(3) == 0 {
		has("rank")
	}
	unique := r.IntN(2) == 0
	switch r.IntN(4) {
	case 0:
		steps = append(steps, func(p *path.Path) *path.Path { return p.Out(quad.IRI("type")) })
	case 1: // which of several ranks comes is not defined where the event comes once
		unique = false
		steps = append(steps, func(p *path.Path) *path.Path { return p.Save(quad.IRI("rank"), "rank") })
	}
	return datedQuery{unique, func(qs cayley.QuadStore) *path.Path {
		p := path.StartPath(qs)
		if !all {
			p = path.StartPath(qs, kind).In(quad.IRI("type"))
		}
		for _, s := range steps {
			p = s(p)
		}
		if unique {
			p = p.Unique()
		}
		return p.Tag("id")
	}}
}

// found are the rows, each once unless the path sees to that.
func found(t *testing.T, qs cayley.QuadStore, q datedQuery) []string {
	t.Helper()
	var rows []string
	err := q.path(qs).Iterate(context.Background()).TagEach(func(tags map[string]cayley.Ref) {
		rows = append(rows, fmt.Sprint(qs.NameOf(tags["id"]), qs.NameOf(tags["rank"])))
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	if q.unique {
		return rows
	}
	return slices.Compact(rows)
}

// TestValued asks for events by their dates, on a memstore and on ours, where
// the query starts at the values and where it does not. Between the rounds
// quads are added and removed.
func TestValued(t *testing.T) {
	for seed := range uint64(4) {
		for _, columns := range []bool{false, true} {
			r := rand.New(rand.NewPCG(seed, 11))
			mem := memstore.New()
			db, err := pebble.Open(t.TempDir(), pebble.Options{Create: true, Columns: columns})
			if err != nil {
				t.Fatal(err)
			}
			var last func()
			for range 3 {
				change(t, r, mem, db)
				view, err := db.View()
				if err != nil {
					t.Fatal(err)
				}
				for n := range 100 {
					query := datedPath(r)
					want, got := found(t, mem, query), found(t, view, query)
					if !slices.Equal(want, got) {
						t.Fatalf("seed %d, columns %v, query %d: got\n%v, want\n%v", seed, columns, n, got, want)
					}
				}
				if last != nil {
					last()
				}
				var queries []datedQuery
				var want [][]string
				for range 30 {
					queries = append(queries, datedPath(r))
					want = append(want, found(t, mem, queries[len(queries)-1]))
				}
				last = func() { // when others were written and asked
					for i, q := range queries {
						if got := found(t, view, q); !slices.Equal(want[i], got) {
							t.Errorf("seed %d, columns %v: a view changed: got\n%v, want\n%v", seed, columns, got, want[i])
						}
					}
					if err := view.Close(); err != nil {
						t.Error(err)
					}
				}
			}
			last()
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// change makes both stores hold other quads, partly the same as before.
func change(t *testing.T, r *rand.Rand, mem cayley.QuadStore, db *pebble.DB) {
	t.Helper()
	ignore := cayley.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true}
	deltas := []cayley.Delta{}
	it := cayley.Iterate(t.Context(), mem.QuadsAllIterator()).On(mem)
	err := it.Each(func(ref cayley.Ref) {
		if r.IntN(2) == 0 {
			deltas = append(deltas, cayley.Delta{Quad: mem.Quad(ref), Action: cayley.Delete})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range dated(r) {
		deltas = append(deltas, cayley.Delta{Quad: q, Action: cayley.Add})
	}
	for _, qs := range []cayley.QuadStore{mem, db.Live()} {
		if err := qs.ApplyDeltas(deltas, ignore); err != nil {
			t.Fatal(err)
		}
	}
}
