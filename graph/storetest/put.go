package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

func testEmpty(t *testing.T, s store) {
	same(t, "count", s.count(), int64(0))
	same(t, "export", s.export(), "")
	same(t, "graph", len(s.graph("art:none")), 0)
	same(t, "labels", len(all(t, s.Labels(t.Context(), ""))), 0)
	if _, err := s.Forget(t.Context(), "art:none"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("forget: got %v, want ErrNotFound", err)
	}
	if ok, err := s.Has(t.Context(), "art:none"); ok || err != nil {
		t.Errorf("has: got %v, %v", ok, err)
	}
}

func testPut(t *testing.T, s store) {
	g := named("art:1", "ir:Ada ir:met ir:Ben", "ir:Ben ir:met ir:Ada", `ir:Ada rdfs:label "Ada`)
	same(t, "first", s.put(g), []graph.Change{{Added: 3}})
	same(t, "again", s.put(g), []graph.Change{{Existed: true}})
	g.Quads = append(g.Quads, g.Quads[0])
	same(t, "with a repeat", s.put(g), []graph.Change{{Existed: true}})
	same(t, "count", s.count(), int64(3))
	same(t, "nothing", s.put(), []graph.Change{})
	same(t, "empty graph", s.put(named("art:2")), []graph.Change{{}})
	// The same fact from another article is another quad.
	same(t, "other article", s.put(named("art:2", "ir:Ada ir:met ir:Ben")), []graph.Change{{Added: 1}})
	same(t, "count", s.count(), int64(4))
	if ok, err := s.Has(t.Context(), "art:2"); !ok || err != nil {
		t.Errorf("has: got %v, %v", ok, err)
	}
}

func testPutVersion(t *testing.T, s store) {
	s.put(named("art:1", "ir:Ada ir:met ir:Ben", "ir:Ada ir:met ir:Cem"), named("art:2", "ir:Ada ir:met ir:Ben"))
	other := s.graph("art:2")
	changes := s.put(named("art:1", "ir:Ada ir:met ir:Cem", "ir:Ada ir:met ir:Dan"), named("art:3", "ir:Eve ir:met ir:Dan"))
	same(t, "changes", changes, []graph.Change{{Added: 1, Removed: 1, Existed: true}, {Added: 1}})
	same(t, "other graph", s.graph("art:2"), other)
	same(t, "out", s.ids(`g.V("<ir:Ada>").Out("<ir:met>").Unique().All()`), "ir:Ben ir:Cem ir:Dan")
	same(t, "in context", s.ids(`g.V("<ir:Ada>").LabelContext("<art:1>").Out("<ir:met>").All()`), "ir:Cem ir:Dan")
	same(t, "emptied", s.put(named("art:1")), []graph.Change{{Removed: 2, Existed: true}})
	same(t, "export", s.export(), "<ir:Ada> <ir:met> <ir:Ben> <art:2> .\n<ir:Eve> <ir:met> <ir:Dan> <art:3> .\n")
}

func testPutRefuses(t *testing.T, s store) {
	s.put(named("art:1", "ir:Ada ir:met ir:Ben"))
	before := s.export()
	ok := quad.Quad{Subject: quad.IRI("ir:Ada"), Predicate: quad.IRI("ir:met"), Object: quad.IRI("ir:New")}
	with := func(f func(*quad.Quad)) graph.Graph {
		bad := ok
		f(&bad)
		return graph.Graph{Label: "art:2", Quads: []quad.Quad{ok, bad}}
	}
	for name, g := range map[string]graph.Graph{
		"other label":        with(func(q *quad.Quad) { q.Label = quad.IRI("art:1") }),
		"no object":          with(func(q *quad.Quad) { q.Object = nil }),
		"text as subject":    with(func(q *quad.Quad) { q.Subject = quad.String("Ada") }),
		"text as predicate":  with(func(q *quad.Quad) { q.Predicate = quad.String("met") }),
		"blank in IRI":       with(func(q *quad.Quad) { q.Object = quad.IRI("ir:New York") }),
		"bracket in IRI":     with(func(q *quad.Quad) { q.Subject = quad.IRI("ir:<b>") }),
		"empty IRI":          with(func(q *quad.Quad) { q.Subject = quad.IRI("") }),
		"no number":          with(func(q *quad.Quad) { q.Object = quad.Float(math.NaN()) }),
		"bad UTF-8":          with(func(q *quad.Quad) { q.Object = quad.String("a\xff") }),
		"bad language":       with(func(q *quad.Quad) { q.Object = quad.LangString{Value: "a", Lang: "e n"} }),
		"number that is not": with(func(q *quad.Quad) { q.Object = quad.TypedString{Value: "x", Type: "xsd:integer"} }),
		"memstore's bnode":   with(func(q *quad.Quad) { q.Object = quad.BNode("memnode1") }),
		"empty label":        named("", "ir:Ada ir:met ir:Ben"),
	} {
		_, err := s.Put(t.Context(), []graph.Graph{named("art:3", "ir:A ir:met ir:B"), g})
		var of *graph.GraphError
		if !errors.Is(err, graph.ErrBadQuad) || !errors.As(err, &of) || of.Label != g.Label {
			t.Errorf("%s: got error %v, want ErrBadQuad of graph %s", name, err, g.Label)
		}
	}
	if _, err := s.Put(t.Context(), []graph.Graph{named("art:3"), named("art:3")}); !errors.Is(err, graph.ErrBadQuad) {
		t.Errorf("same label twice: got error %v", err)
	}
	if _, err := s.Put(t.Context(), []graph.Graph{named("graph:meta", "ir:A ir:met ir:B")}); !errors.Is(err, graph.ErrReserved) {
		t.Errorf("graph:meta: got error %v, want ErrReserved", err)
	}
	if _, err := s.Forget(t.Context(), schema.GraphMeta); !errors.Is(err, graph.ErrReserved) {
		t.Errorf("forget graph:meta: got error %v, want ErrReserved", err)
	}
	same(t, "store after refusals", s.export(), before)
	// What is written next is right.
	s.put(named("art:2", "ir:Xia ir:met ir:Zoe"))
	same(t, "store after the next write", s.export(), before+"<ir:Xia> <ir:met> <ir:Zoe> <art:2> .\n")
}

func testPutCancelled(t *testing.T, s store) {
	s.put(named("art:1", "ir:Ada ir:met ir:Ben"))
	before := s.export()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, []graph.Graph{named("art:1", "ir:Ada ir:met ir:Cem")}); !errors.Is(err, context.Canceled) {
		t.Errorf("put: got %v", err)
	}
	if _, err := s.Forget(ctx, "art:1"); !errors.Is(err, context.Canceled) {
		t.Errorf("forget: got %v", err)
	}
	same(t, "store", s.export(), before)
}

func testForget(t *testing.T, s store) {
	s.put(
		named("art:1", "ir:Ada ir:met ir:Ben", "ir:Ben ir:met ir:Ada", `ir:Ben rdfs:label "Ben`, "ir:Gus ir:met ir:Ada"),
		named("art:2", "ir:Ada ir:met ir:Cem", "ir:Ada ir:met ir:Ben", `ir:Cem rdfs:label "Ben`),
	)
	other := s.graph("art:2")
	n, err := s.Forget(t.Context(), "art:1")
	if n != 4 || err != nil {
		t.Fatalf("forget: got %d, %v, want 4", n, err)
	}
	same(t, "count", s.count(), int64(3))
	same(t, "gone", len(s.graph("art:1")), 0)
	same(t, "other graph", s.graph("art:2"), other)
	for text, want := range map[string]string{
		`g.V("<ir:Ada>").Out("<ir:met>").All()`:                           "ir:Ben ir:Cem",
		`g.V("<ir:Ada>").In("<ir:met>").All()`:                            "",
		`g.V("<ir:Ada>").Both().Unique().All()`:                           "ir:Ben ir:Cem",
		`g.V("<ir:Gus>").Out().All()`:                                     "",
		`g.V("<ir:Gus>").All()`:                                           "",
		`g.V("<ir:Ben>").In("<ir:met>").All()`:                            "ir:Ada",
		`g.V("Ben").In("<rdfs:label>").All()`:                             "ir:Cem",
		`g.V().Has("<ir:met>", "<ir:Ada>").All()`:                         "",
		`g.V("<ir:Ada>").LabelContext("<art:1>").Out("<ir:met>").All()`:   "",
		`g.V("<ir:Ada>").Labels().Unique().All()`:                         "art:2",
		`g.V("<ir:Ada>").Out("<ir:met>").Has("<rdfs:label>","Ben").All()`: "ir:Cem",
	} {
		if got := s.ids(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	if _, err := s.Forget(t.Context(), "art:1"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("forget again: got %v, want ErrNotFound", err)
	}
}

// testForgetAndPutAgain takes nodes out of the store and back in, over and
// over, with some that stay.
func testForgetAndPutAgain(t *testing.T, s store) {
	s.put(named("art:0", "ir:Ada ir:met ir:Ben"))
	a := named("art:1", "ir:Ada ir:met ir:Ben", "ir:Gus ir:met ir:Hal", `ir:Gus rdfs:label "Gus`)
	b := named("art:1", "ir:Gus ir:met ir:Gus", "ir:Hal ir:met ir:Ada", `ir:Hal rdfs:label "Gus`)
	var exports [2]string
	for i := range 6 {
		s.put([]graph.Graph{a, b}[i%2])
		got := s.export()
		if i < 2 {
			exports[i] = got
		}
		same(t, "export", got, exports[i%2])
		if i%3 == 2 {
			if _, err := s.Forget(t.Context(), "art:1"); err != nil {
				t.Fatal(err)
			}
			same(t, "after forget", s.export(), "<ir:Ada> <ir:met> <ir:Ben> <art:0> .\n")
		}
	}
	s.put(a)
	same(t, "out", s.ids(`g.V("<ir:Gus>").Out("<ir:met>").All()`), "ir:Hal")
	same(t, "in", s.ids(`g.V("<ir:Ada>").In("<ir:met>").All()`), "")
	same(t, "by text", s.ids(`g.V("Gus").In("<rdfs:label>").All()`), "ir:Gus")
}

// testForgetMany takes a large graph out, which a store may do in another way.
func testForgetMany(t *testing.T, s store) {
	s.put(named("art:1", "ir:Ada ir:met ir:Ben", "ir:Ada ir:met ir:P7"))
	large := graph.Graph{Label: "graph:table"}
	for i := range 3000 {
		large.Quads = append(large.Quads, quad.Quad{Subject: quad.IRI(fmt.Sprintf("ir:P%d", i)), Predicate: quad.IRI("ir:rank"), Object: quad.Int(i)})
	}
	s.put(large)
	same(t, "count", s.count(), int64(3002))
	same(t, "shrunk", s.put(graph.Graph{Label: "graph:table", Quads: large.Quads[:5]}), []graph.Change{{Removed: 2995, Existed: true}})
	s.put(large)
	if n, err := s.Forget(t.Context(), "graph:table"); n != 3000 || err != nil {
		t.Errorf("forget: got %d, %v", n, err)
	}
	same(t, "export", s.export(), "<ir:Ada> <ir:met> <ir:Ben> <art:1> .\n<ir:Ada> <ir:met> <ir:P7> <art:1> .\n")
	same(t, "out", s.ids(`g.V("<ir:Ada>").Out("<ir:met>").All()`), "ir:Ben ir:P7")
	same(t, "gone", s.ids(`g.V(7).In("<ir:rank>").All()`), "")
	same(t, "node gone", s.ids(`g.V("<ir:P8>").All()`), "")
}

func testValues(t *testing.T, s store) {
	day := time.Date(2017, 8, 7, 12, 30, 0, 0, time.FixedZone("", 3600))
	objects := map[string][2]quad.Value{ // what is put, what is stored
		"ir:iri":    {quad.IRI("ir:Ben"), quad.IRI("ir:Ben")},
		"ir:bnode":  {quad.BNode("b1"), quad.BNode("b1")},
		"ir:text":   {quad.String("a \"b\" \\ \n\t\r – \u00a0\u2028é𝄞"), quad.String("a \"b\" \\ \n\t\r – \u00a0\u2028é𝄞")},
		"ir:empty":  {quad.String(""), quad.String("")},
		"ir:angled": {quad.String("<ir:Ben>"), quad.String("<ir:Ben>")},
		"ir:lang":   {quad.LangString{Value: "Bär", Lang: "de"}, quad.LangString{Value: "Bär", Lang: "de"}},
		"ir:int":    {quad.Int(-7), quad.Int(-7)},
		"ir:float":  {quad.Float(0.94), quad.Float(0.94)},
		"ir:round":  {quad.Float(5), quad.Float(5)},
		"ir:bool":   {quad.Bool(true), quad.Bool(true)},
		"ir:time":   {quad.Time(day.Add(time.Millisecond)), quad.Time(day.UTC())},
		"ir:typed":  {quad.TypedString{Value: "7", Type: "xsd:integer"}, quad.Int(7)},
		"ir:long":   {quad.TypedString{Value: "7", Type: "http://www.w3.org/2001/XMLSchema#long"}, quad.Int(7)},
		"ir:date":   {quad.TypedString{Value: "2017-08-07", Type: "xsd:date"}, quad.TypedString{Value: "2017-08-07", Type: "xsd:date"}},
		"ir:string": {quad.TypedString{Value: "s", Type: "xsd:string"}, quad.String("s")},
	}
	g := graph.Graph{Label: "art:1"}
	for p, o := range objects {
		g.Quads = append(g.Quads, quad.Quad{Subject: quad.IRI("ir:Ada"), Predicate: quad.IRI(p), Object: o[0]})
	}
	s.put(g)
	got := s.graph("art:1")
	same(t, "quads", len(got), len(objects))
	for _, q := range got {
		want := objects[string(q.Predicate.(quad.IRI))][1]
		if wantTime, ok := want.(quad.Time); ok && wantTime.Equal(q.Object) {
			continue
		}
		if q.Object != want {
			t.Errorf("%v: got %#v, want %#v", q.Predicate, q.Object, want)
		}
		if q.Label != quad.IRI("art:1") {
			t.Errorf("%v: got label %v", q.Predicate, q.Label)
		}
	}
	same(t, "put again", s.put(g), []graph.Change{{Existed: true}})
	same(t, "put what came out", s.put(graph.Graph{Label: "art:1", Quads: got}), []graph.Change{{Existed: true}})
}

func testNumbers(t *testing.T, s store) {
	number := func(label, p string, v quad.Value) graph.Graph {
		return graph.Graph{Label: quad.IRI(label), Quads: []quad.Quad{{Subject: quad.IRI("ir:Ada"), Predicate: quad.IRI(p), Object: v}}}
	}
	object := func(label string) quad.Value { return s.graph(label)[0].Object }

	s.put(number("art:1", "ir:score", quad.Float(0.5)))
	s.put(number("art:2", "ir:score", quad.Int(1)))
	same(t, "whole where decimals are", object("art:2"), quad.Value(quad.Float(1)))
	same(t, "again", s.put(number("art:2", "ir:score", quad.Int(1))), []graph.Change{{Existed: true}})
	same(t, "comparison", s.ids(`g.V("<ir:Ada>").Has("<ir:score>", gt(0.7)).All()`), "ir:Ada")

	s.put(number("art:3", "ir:size", quad.Int(4)))
	s.put(number("art:4", "ir:size", quad.Float(5)))
	same(t, "decimal where whole are", object("art:4"), quad.Value(quad.Int(5)))
	before := s.export()
	_, err := s.Put(t.Context(), []graph.Graph{number("art:5", "ir:size", quad.Float(5.5))})
	if !errors.Is(err, graph.ErrBadQuad) || !strings.Contains(err.Error(), "<ir:size>") {
		t.Errorf("fraction where whole are: got error %v", err)
	}
	same(t, "after a refused number", s.export(), before)

	// One batch with both kinds does not depend on the order.
	s.put(number("art:6", "ir:mixed", quad.Int(1)), number("art:7", "ir:mixed", quad.Float(1.5)))
	same(t, "mixed", object("art:6"), quad.Value(quad.Float(1)))
}
