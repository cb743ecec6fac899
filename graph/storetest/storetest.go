package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
)

// Open makes a new empty store. The suite closes it.
type Open func(t *testing.T) *graph.Store

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, store)
	}{
		{"Empty", testEmpty},
		{"Put", testPut},
		{"PutVersion", testPutVersion},
		{"PutRefuses", testPutRefuses},
		{"PutCancelled", testPutCancelled},
		{"Forget", testForget},
		{"ForgetAndPutAgain", testForgetAndPutAgain},
		{"ForgetMany", testForgetMany},
		{"Values", testValues},
		{"Numbers", testNumbers},
		{"Import", testImport},
		{"ImportGraphs", testImportGraphs},
		{"Reading", testReading},
		{"Labels", testLabels},
		{"RoundTrip", func(t *testing.T, s store) { testRoundTrip(t, s, open) }},
		{"Subgraph", testSubgraph},
		{"Gizmo", testGizmo},
		{"GizmoRows", testGizmoRows},
		{"GizmoReads", testGizmoReads},
		{"GizmoReadsMany", testGizmoReadsMany},
		{"GizmoRefuses", testGizmoRefuses},
		{"GizmoLimit", testGizmoLimit},
		{"GizmoDeadline", testGizmoDeadline},
		{"LoopsInLoops", testLoopsInLoops},
		{"Concurrent", testConcurrent},
		{"Closed", testClosed},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Verify(context.WithoutCancel(t.Context())); err != nil && !errors.Is(err, graph.ErrClosed) {
					t.Errorf("verify: %v", err)
				}
				if err := s.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
			c.test(t, store{t, s})
		})
	}
}

// store is a store whose errors end the test.
type store struct {
	t *testing.T
	*graph.Store
}

func (s store) put(graphs ...graph.Graph) []graph.Change {
	s.t.Helper()
	changes, err := s.Put(s.t.Context(), graphs)
	if err != nil {
		s.t.Fatalf("put: %v", err)
	}
	return changes
}

func (s store) count() int64 {
	s.t.Helper()
	n, err := s.Count(s.t.Context())
	if err != nil {
		s.t.Fatalf("count: %v", err)
	}
	return n
}

// export is everything in the store, as N-Quads.
func (s store) export() string {
	s.t.Helper()
	var b bytes.Buffer
	if err := graph.Write(&b, graph.NQuads, s.Subgraph(s.t.Context(), graph.Filter{})); err != nil {
		s.t.Fatalf("export: %v", err)
	}
	return b.String()
}

func (s store) graph(label string) []quad.Quad {
	s.t.Helper()
	return all(s.t, s.Graph(s.t.Context(), quad.IRI(label)))
}

// rows runs a query and gives its rows as JSON, sorted.
func (s store) rows(text string) []string {
	s.t.Helper()
	out := []string{}
	for row, err := range s.Gizmo(s.t.Context(), text, 0) {
		if err != nil {
			s.t.Fatalf("%s: %v", text, err)
		}
		b, err := json.Marshal(row)
		if err != nil {
			s.t.Fatalf("%s: row %v: %v", text, row, err)
		}
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}

// ids are the nodes at the end of a query's paths, sorted and joined by blanks.
func (s store) ids(text string) string {
	s.t.Helper()
	var out []string
	for row, err := range s.Gizmo(s.t.Context(), text, 0) {
		if err != nil {
			s.t.Fatalf("%s: %v", text, err)
		}
		tags, ok := row.(map[string]any)
		if !ok {
			s.t.Fatalf("%s: row %#v is no map", text, row)
		}
		id, ok := tags["id"].(quad.IRI)
		if !ok {
			s.t.Fatalf("%s: id %#v is no IRI", text, tags["id"])
		}
		out = append(out, string(id))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func all[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// named makes a graph of lines "subject predicate object". An object that
// begins with a quote is text, else all three are IRIs.
func named(label string, lines ...string) graph.Graph {
	g := graph.Graph{Label: quad.IRI(label)}
	for _, l := range lines {
		parts := strings.SplitN(l, " ", 3)
		q := quad.Quad{Subject: quad.IRI(parts[0]), Predicate: quad.IRI(parts[1]), Object: quad.IRI(parts[2])}
		if text, ok := strings.CutPrefix(parts[2], `"`); ok {
			q.Object = quad.String(text)
		}
		g.Quads = append(g.Quads, q)
	}
	return g
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func background(t *testing.T) context.Context { return context.WithoutCancel(t.Context()) }
