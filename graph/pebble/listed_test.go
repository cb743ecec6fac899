package pebble

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/memstore"
	way "github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
)

const (
	listedEvents, listedPredicates, listedArticles = 60, 20, 30
)

func listedEvent(n int) quad.Value     { return quad.IRI(fmt.Sprint("ev:", n)) }
func listedPredicate(n int) quad.Value { return quad.IRI(fmt.Sprint("ir:p", n)) }
func listedArticle(n int) quad.Value   { return quad.IRI(fmt.Sprint("art:", n)) }

// listedStores hold events with a value of nearly every predicate, some of
// them from several articles: ours and a memstore.
func listedStores(t *testing.T, r *rand.Rand) (*Quads, graph.QuadStore) {
	t.Helper()
	var deltas []graph.Delta
	for e := range listedEvents {
		for p := range listedPredicates {
			for range r.IntN(3) {
				q := quad.Quad{Subject: listedEvent(e), Predicate: listedPredicate(p),
					Object: quad.IRI(fmt.Sprint("ir:o", r.IntN(9))), Label: listedArticle(r.IntN(listedArticles))}
				deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
			}
		}
	}
	db, err := Open(t.TempDir(), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	mem := memstore.New()
	for _, qs := range []graph.QuadStore{mem, db.Live()} {
		if err := qs.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
			t.Fatal(err)
		}
	}
	view, err := db.View()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := join(view.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return view, mem
}

// listOfSome are up to most of so many nodes, and one that is not stored.
func listOfSome(r *rand.Rand, most, of int, node func(int) quad.Value) []quad.Value {
	out := []quad.Value{quad.IRI("ir:nowhere")}
	for range r.IntN(most) + 1 {
		if v := node(r.IntN(of)); !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func anyOf[T any](list []T) (out []any) {
	for _, v := range list {
		out = append(out, v)
	}
	return out
}

func rowsOfPath(t *testing.T, qs graph.QuadStore, p *way.Path) []string {
	t.Helper()
	var rows []string
	err := p.Iterate(t.Context()).On(qs).TagEach(func(tags map[string]graph.Ref) {
		rows = append(rows, fmt.Sprint(qs.NameOf(tags["node"]), qs.NameOf(tags["how"]), qs.NameOf(tags["graph"]), qs.NameOf(tags["id"])))
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}

// TestLists follows lists of predicates from lists of nodes within lists of
// graphs, short and long ones, and holds the rows to those of a memstore.
func TestLists(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	view, mem := listedStores(t, r)
	rows := 0
	for n := range 300 {
		nodes := listOfSome(r, 40, listedEvents, listedEvent)
		how := listOfSome(r, 18, listedPredicates, listedPredicate)
		in := listOfSome(r, 25, listedArticles, listedArticle)
		which := r.IntN(4)
		of := func(qs graph.QuadStore) *way.Path {
			p := way.StartPath(qs, nodes...).Tag("node")
			if which == 0 {
				p = way.StartPath(qs, quad.IRI("ir:o1"), quad.IRI("ir:o2")).Tag("node").In(anyOf(how)...)
			}
			if which%2 == 1 {
				p = p.LabelContextWithTags([]string{"graph"}, way.StartPath(qs, in...))
			}
			return p.OutWithTags([]string{"how"}, anyOf(how)...).Tag("id")
		}
		want, got := rowsOfPath(t, mem, of(mem)), rowsOfPath(t, view, of(view))
		if !slices.Equal(want, got) {
			t.Fatalf("%d (kind %d): %d rows, want %d; got\n%v, want\n%v", n, which, len(got), len(want), got, want)
		}
		rows += len(got)
	}
	if rows == 0 {
		t.Error("no rows at all")
	}
}

// TestDriver holds the planner to starting at the list whose nodes have fewer
// quads, however few names the other list has.
func TestDriver(t *testing.T) {
	view, _ := listedStores(t, rand.New(rand.NewPCG(3, 5)))
	list := func(n int, value func(int) quad.Value) graph.IteratorShape {
		refs := []graph.Ref{}
		for i := range n {
			if ref := view.ValueOf(value(i)); ref != nil {
				refs = append(refs, ref)
			}
		}
		return graph.AsShape(iterator.NewFixed(refs...))
	}
	for _, c := range []struct{ events, predicates, want int }{
		{1, 2, subject}, {3, 5, subject}, {5, 12, subject}, {12, 18, subject},
		{listedEvents, 1, predicate}, {listedEvents / 2, 1, predicate},
	} {
		l := &links{q: view, result: object}
		l.conds[subject], l.conds[predicate] = list(c.events, listedEvent), list(c.predicates, listedPredicate)
		if got := l.driver(t.Context()); got != c.want {
			t.Errorf("%d events and %d predicates: begins at end %d, want %d", c.events, c.predicates, got, c.want)
		}
	}
}
