package export_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
)

var anyEvents = cmpopts.IgnoreFields(export.Edge{}, "Events")

func TestFacts(t *testing.T) {
	n := network(t)
	both, march, april := []string{"art:one", "art:two"}, export.Span{Start: "2019-03-05", End: "2019-03-05"}, export.Span{Start: "2019-04-30", End: "2019-04-30"}
	edge := func(source, relation, target, basis string, count int, articles []string, dates ...export.Span) export.Edge {
		return export.Edge{Source: source, Relation: relation, Target: target, Basis: basis, Count: count, Articles: articles, Dates: dates}
	}
	ana, mensah, ivoire, joe := string(ana.ID), string(mensah.ID), string(ivoire.ID), mensah.Name
	want := &export.Network{
		Nodes: []export.Node{
			{ana, "Ana Ruiz Vega", "Person", "Peru"},
			{ivoire, "Côte d'Ivoire", "State", "Côte d'Ivoire"},
			{string(dam.ID), dam.Name, "", ""},
			{mensah, joe, "UnlinkedEntity", "Côte d'Ivoire"},
			{"ir:Peru", "Peru", "State", "Peru"},
			{"ir:_xray_Council", "_xray Council", "", ""},
		},
		Edges: []export.Edge{
			edge(ana, "met", mensah, export.Direct, 3, both, march, april),
			edge(ana, "opposes", string(dam.ID), export.Direct, 1, both[:1]),
			edge(ivoire, "consultedWith", "ir:Peru", export.Derived, 3, both, march, april),
			edge(mensah, "met", ana, export.Direct, 3, both, march, april),
			edge("ir:Peru", "consultedWith", ivoire, export.Derived, 3, both, march, april),
			edge("ir:Peru", "opposes", string(dam.ID), export.Derived, 1, both[:1]),
			edge("ir:_xray_Council", "condemned", "ir:Peru", export.Direct, 1, both[1:]),
		},
	}
	byID := cmpopts.SortSlices(func(a, b export.Node) bool { return a.ID < b.ID })
	byEnds := cmpopts.SortSlices(func(a, b export.Edge) bool {
		return a.Source+" "+a.Relation+a.Target < b.Source+" "+b.Relation+b.Target
	})
	if diff := cmp.Diff(want, n, anyEvents, byID, byEnds); diff != "" {
		t.Errorf("network (-want +got):\n%s", diff)
	}
	for _, e := range n.Edges {
		if len(e.Events) != e.Count {
			t.Errorf("%s %s %s: %d events, counted %d", e.Source, e.Relation, e.Target, len(e.Events), e.Count)
		}
	}
	if first, last := n.Edges[0].First(), n.Edges[0].Last(); first != "2019-03-05" || last != "2019-04-30" {
		t.Errorf("dates %s to %s", first, last)
	}
}

// TestJoinedEventsCountOnce counts a meeting that two articles report as one.
func TestJoinedEventsCountOnce(t *testing.T) {
	quads := articles(t)
	for _, q := range quads {
		if q.Predicate == quad.IRI("ir:date") && q.Object == quad.Value(quad.String("2019-03-05")) {
			quads = append(quads, quad.Quad{Subject: q.Subject, Predicate: quad.IRI("ir:sameEventAs"), Object: quad.IRI("event:1"), Label: schema.GraphJoins})
		}
	}
	n, err := export.Facts(seq(quads), false)
	if err != nil {
		t.Fatal(err)
	}
	if e := n.Edges[0]; e.Relation != "met" || e.Count != 2 || len(e.Events) != 3 {
		t.Errorf("counted %d of %d events of %+v, want 2 of 3", e.Count, len(e.Events), e)
	}
}

func TestBackgroundFacts(t *testing.T) {
	n, err := export.Facts(seq(append(articles(t), background()...)), true)
	if err != nil {
		t.Fatal(err)
	}
	var found []export.Edge
	for _, e := range n.Edges {
		if e.Basis == export.Table {
			found = append(found, e)
		}
	}
	want := []export.Edge{{Source: "ir:Peru", Relation: "memberOf", Target: "ir:_xray_Council", Basis: export.Table, Count: 1, Articles: []string{"graph:actors"}}}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("edges of tables (-want +got):\n%s", diff)
	}
}

func TestNewNetworkMergesEdges(t *testing.T) {
	n := export.NewNetwork([]export.Edge{
		{Source: "ir:B", Target: "ir:A", Relation: "met", Count: 1, Articles: []string{"art:2"}},
		{Source: "ir:B", Target: "ir:A", Relation: "met", Count: 2, Articles: []string{"art:1", "art:2"}},
		{Source: "ir:A", Target: "ir:B", Relation: "met", Count: 1},
	})
	want := &export.Network{
		Nodes: []export.Node{{ID: "ir:A", Label: "A"}, {ID: "ir:B", Label: "B"}},
		Edges: []export.Edge{
			{Source: "ir:A", Target: "ir:B", Relation: "met", Count: 1},
			{Source: "ir:B", Target: "ir:A", Relation: "met", Count: 3, Articles: []string{"art:1", "art:2"}},
		},
	}
	if diff := cmp.Diff(want, n, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSameBytes holds every format to the same bytes whatever the order of the
// quads.
func TestSameBytes(t *testing.T) {
	quads := append(articles(t), background()...)
	first := map[string]string{}
	for range 5 {
		rand.Shuffle(len(quads), func(i, j int) { quads[i], quads[j] = quads[j], quads[i] })
		n, err := export.Facts(seq(quads), true)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{"jsonld": jsonld(t, quads, "")}
		for _, format := range export.Formats() {
			got[format] = string(written(t, n, format))
		}
		for format, text := range got {
			if first[format] == "" {
				first[format] = text
			}
			if diff := cmp.Diff(first[format], text); diff != "" {
				t.Errorf("%s differs with the order of quads:\n%s", format, diff)
			}
		}
	}
}

func TestFactsFail(t *testing.T) {
	broken := errors.New("broken")
	_, err := export.Facts(func(yield func(quad.Quad, error) bool) { yield(quad.Quad{}, broken) }, false)
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the sequence", err)
	}
}

func TestEmptyNetwork(t *testing.T) {
	n, err := export.Facts(seq(nil), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range export.Formats() {
		if len(written(t, n, format)) == 0 {
			t.Errorf("%s: nothing written", format)
		}
	}
}

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		since, until string
		want         map[string]int // event nodes by article
	}{
		{"", "", map[string]int{"art:one": 3, "art:two": 3}},
		{"2019-03-05", "2019-03-05", map[string]int{"art:one": 1, "art:two": 1}},
		{"2019-03", "2019-03", map[string]int{"art:one": 1, "art:two": 1}},
		{"2019-04-30", "", map[string]int{"art:one": 1, "art:two": 1}}, // a plan for June; a meeting
		{"2019-05", "2019-05", map[string]int{}},
		{"", "2019-03-04", map[string]int{}},
		{"2020", "", map[string]int{}},
	} {
		w, err := export.NewWindow(c.since, c.until)
		if err != nil {
			t.Fatal(err)
		}
		quads := w.Quads(append(articles(t), background()...))
		events, facts, names := map[string]int{}, 0, map[string]int{}
		for _, q := range quads {
			label := string(q.Label.(quad.IRI))
			if q.Object == quad.Value(quad.IRI("ir:Event")) {
				events[label]++
			}
			if q.Object == quad.Value(dam.ID) {
				facts++
			}
			names[label]++
		}
		if diff := cmp.Diff(c.want, events); diff != "" {
			t.Errorf("%s to %s (-want +got):\n%s", c.since, c.until, diff)
		}
		if undated := c.since+c.until == ""; (facts > 0) != undated {
			t.Errorf("%s to %s: %d quads of the undated stance", c.since, c.until, facts)
		}
		if (names["art:one"] > 0) != (c.want["art:one"] > 0) || names["graph:actors"] != len(background()) {
			t.Errorf("%s to %s: kept %v", c.since, c.until, names)
		}
	}
	for _, c := range [][2]string{{"last week", ""}, {"", "2019-3"}, {"2020", "2019"}} {
		if _, err := export.NewWindow(c[0], c[1]); err == nil {
			t.Errorf("window %q to %q: no error", c[0], c[1])
		}
	}
	if _, err := export.NewWindow("2019-03-05", "2019-03"); err != nil {
		t.Errorf("from a day to the end of its month: %v", err)
	}
}

func TestDays(t *testing.T) {
	for date, want := range map[string]string{
		"2019-03-05": "2019-03-05", "2020-02": "2020-02-01/2020-02-29", "2019": "2019-01-01/2019-12-31", "": "", "2019-13": "", "March": "",
	} {
		got, ok := export.Days(date)
		if got.String() != want || ok != (want != "") {
			t.Errorf("%q: %v, %v, want %s", date, got, ok, want)
		}
	}
}
