package graph_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// restStores are a store of each kind that hold the same few quads.
func restStores(t *testing.T) map[string]*graph.Store {
	t.Helper()
	stores := map[string]*graph.Store{}
	for name, dsn := range map[string]string{"mem": "mem:", "bolt": "bolt:" + filepath.Join(t.TempDir(), "store")} {
		s, err := graph.Open(t.Context(), dsn, graph.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		add(t, s, 3, "<ir:Peru> <ir:met> <ir:Chile> <graph:a>", "<ir:Peru> <ir:met> <ir:Bolivia> <graph:a>", "<ir:Chile> <ir:met> <ir:Bolivia> <graph:b>")
		stores[name] = s
	}
	return stores
}

func parsed(t *testing.T, lines ...string) []quad.Quad {
	t.Helper()
	var quads []quad.Quad
	for q, err := range graph.Read(strings.NewReader(strings.Join(lines, " .\n")+" .\n"), "test") {
		if err != nil {
			t.Fatal(err)
		}
		quads = append(quads, q)
	}
	return quads
}

func add(t *testing.T, s *graph.Store, want int, lines ...string) {
	t.Helper()
	if n, err := s.Add(t.Context(), parsed(t, lines...)); err != nil || n != want {
		t.Errorf("add %s: %d, %v; want %d", lines, n, err, want)
	}
}

func found(t *testing.T, s *graph.Store, p graph.Pattern, limit int) (string, bool) {
	t.Helper()
	quads, cut, err := s.Match(t.Context(), p, limit)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, q := range quads {
		out = append(out, strings.TrimSuffix(q.NQuad(), " ."))
	}
	return strings.Join(out, "\n"), cut
}

func TestMatch(t *testing.T) {
	iri := func(names ...quad.IRI) (out []quad.Value) {
		for _, n := range names {
			out = append(out, n)
		}
		return out
	}
	const chile, bolivia, other = "<ir:Peru> <ir:met> <ir:Chile> <graph:a>", "<ir:Peru> <ir:met> <ir:Bolivia> <graph:a>", "<ir:Chile> <ir:met> <ir:Bolivia> <graph:b>"
	for name, s := range restStores(t) {
		for _, c := range []struct {
			pattern graph.Pattern
			want    []string
		}{
			{graph.Pattern{}, []string{other, bolivia, chile}},
			{graph.Pattern{Subjects: iri("ir:Peru")}, []string{bolivia, chile}},
			{graph.Pattern{Objects: iri("ir:Bolivia")}, []string{other, bolivia}},
			{graph.Pattern{Labels: iri("graph:b")}, []string{other}},
			{graph.Pattern{Subjects: iri("ir:Peru", "ir:Chile"), Objects: iri("ir:Bolivia")}, []string{other, bolivia}},
			{graph.Pattern{Predicates: iri("ir:nosuch")}, nil},
			{graph.Pattern{Labels: iri("graph:meta")}, nil},
		} {
			if got, cut := found(t, s, c.pattern, 10); got != strings.Join(c.want, "\n") || cut {
				t.Errorf("%s: %v gives\n%s\ncut %v", name, c.pattern, got, cut)
			}
		}
		if got, cut := found(t, s, graph.Pattern{}, 2); strings.Count(got, "\n") != 1 || !cut {
			t.Errorf("%s: limit 2 gives\n%s\ncut %v", name, got, cut)
		}
		if got, cut := found(t, s, graph.Pattern{}, 3); strings.Count(got, "\n") != 2 || cut {
			t.Errorf("%s: limit 3 gives\n%s\ncut %v", name, got, cut)
		}
	}
}

func TestAddAndRemove(t *testing.T) {
	for name, s := range restStores(t) {
		add(t, s, 1, "<ir:Peru> <ir:met> <ir:Chile> <graph:a>", "<ir:Peru> <ir:n> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> <graph:c>")
		if n, err := s.Remove(t.Context(), parsed(t, "<ir:Peru> <ir:met> <ir:Chile> <graph:a>", "<ir:Peru> <ir:met> <ir:Chile> <graph:b>")); n != 1 || err != nil {
			t.Errorf("%s: remove: %d, %v", name, n, err)
		}
		if got, _ := found(t, s, graph.Pattern{Labels: []quad.Value{quad.IRI("graph:a")}}, 0); got != "<ir:Peru> <ir:met> <ir:Bolivia> <graph:a>" {
			t.Errorf("%s: after remove: %s", name, got)
		}
		if n, err := s.RemoveNode(t.Context(), quad.IRI("ir:Bolivia")); n != 2 || err != nil {
			t.Errorf("%s: remove node: %d, %v", name, n, err)
		}
		if n, err := s.RemoveNode(t.Context(), quad.IRI("graph:meta")); n != 0 || err != nil {
			t.Errorf("%s: remove the store's own: %d, %v", name, n, err)
		}
		for _, bad := range []struct {
			line string
			want error
		}{{"<ir:a> <ir:b> <ir:c> <graph:meta>", graph.ErrReserved}, {"<ir:a> <ir:b> <ir:c>", graph.ErrBadQuad}} {
			if _, err := s.Add(t.Context(), parsed(t, bad.line)); !errors.Is(err, bad.want) {
				t.Errorf("%s: add %s: %v, want %v", name, bad.line, err, bad.want)
			}
		}
	}
}

func TestQueryLanguages(t *testing.T) {
	for name, s := range restStores(t) {
		for _, c := range []struct{ lang, text, want string }{
			{"mql", `[{"id": null, "<ir:met>": "<ir:Chile>"}]`, "[map[<ir:met>:<ir:Chile> id:<ir:Peru>]] false <nil>"},
			{"graphql", `{ nodes(id: <ir:Chile>) { id } }`, "[map[nodes:map[id:<ir:Chile>]]] false <nil>"},
			{"mql", `{`, "mql: query cannot be run: unexpected end of JSON input"},
			{"graphql", `{`, "graphql: query cannot be run"},
			{"sexp", `x`, `query in "sexp": unknown query language`},
		} {
			rows, cut, err := s.Query(t.Context(), c.lang, c.text, 10)
			if got := fmt.Sprint(rows, cut, err); !strings.Contains(got, c.want) {
				t.Errorf("%s: %s %s: %s, want %s", name, c.lang, c.text, got, c.want)
			}
		}
	}
}

func TestShape(t *testing.T) {
	for name, s := range restStores(t) {
		for _, c := range []struct{ lang, text, want string }{
			{"gizmo", `g.V("<ir:Peru>").Out("<ir:met>").Tag("x").In("<ir:met>").All()`, "links:[{1 "},
			{"gizmo", `g.V("<ir:Peru>").Out({}).All()`, "got an object"},
			{"gizmo", `g.V(`, "1:5"},
			{"gizmo", `g.emit(1)`, "map[] <nil>"},
			{"mql", `[{"id": null}]`, "nodes"},
			{"graphql", `{ nodes { id } }`, "unknown query language"},
		} {
			plan, err := s.Shape(context.Background(), c.lang, c.text)
			if got := fmt.Sprint(plan, err); !strings.Contains(got, c.want) {
				t.Errorf("%s: %s %s: %s, want %s", name, c.lang, c.text, got, c.want)
			}
		}
	}
}
