package graph_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// articles makes graphs of about hundred quads each, with the shape of an
// article's: events with literals and with actors that many articles share.
func articles(first, quads int) []graph.Graph {
	var out []graph.Graph
	for n := first; quads > 0; n++ {
		g := graph.Graph{Label: quad.IRI(fmt.Sprintf("art:%d", n))}
		add := func(s, p string, o quad.Value) {
			g.Quads = append(g.Quads, quad.Quad{Subject: quad.IRI(s), Predicate: quad.IRI(p), Object: o})
		}
		for e := range 10 {
			ev, a, b := fmt.Sprintf("ev:%d-%d", n, e), fmt.Sprintf("ir:P%d", (n*7+e)%500), fmt.Sprintf("ir:P%d", (n*n+3*e)%500)
			add(a, "ir:met", quad.IRI(b))
			add(ev, "rdf:type", quad.IRI("ir:Event"))
			add(ev, "ir:relation", quad.IRI("ir:met"))
			add(ev, "ir:actor", quad.IRI(a))
			add(ev, "ir:recipient", quad.IRI(b))
			add(ev, "ir:date", quad.String(fmt.Sprintf("2031-%02d-%02d", n%12+1, n%28+1)))
			add(ev, "ir:sentence", quad.String(fmt.Sprintf("Sentence %d of article %d says who met whom.", e, n)))
			add(ev, "ir:charStart", quad.Int(e*50))
			add(ev, "ir:confidence", quad.Float(0.94))
			add(ev, "prov:wasDerivedFrom", g.Label)
		}
		out, quads = append(out, g), quads-len(g.Quads)
	}
	return out
}

func eachKind(b *testing.B, run func(*testing.B, *graph.Store)) {
	for _, kind := range []string{"mem:", "bolt:", "pebble:"} {
		b.Run(kind[:len(kind)-1], func(b *testing.B) {
			dsn := kind
			if kind != "mem:" {
				dsn += filepath.Join(b.TempDir(), "store")
			}
			s := open(b, dsn, create)
			defer closed(b, s)
			run(b, s)
		})
	}
}

// BenchmarkPut stores 10,000 quads of hundred new articles in one call.
func BenchmarkPut(b *testing.B) {
	eachKind(b, func(b *testing.B, s *graph.Store) {
		n := 0
		for b.Loop() {
			if _, err := s.Put(b.Context(), articles(n, 10_000)); err != nil {
				b.Fatal(err)
			}
			n += 100
		}
		b.ReportMetric(float64(b.N)*10_000/b.Elapsed().Seconds(), "quads/s")
	})
}

// BenchmarkPutSame stores the same 10,000 quads again, which changes nothing.
func BenchmarkPutSame(b *testing.B) {
	eachKind(b, func(b *testing.B, s *graph.Store) {
		for b.Loop() {
			if _, err := s.Put(b.Context(), articles(0, 10_000)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkGizmoHop asks whom one actor met, among 100,000 quads.
func BenchmarkGizmoHop(b *testing.B) {
	eachKind(b, func(b *testing.B, s *graph.Store) {
		for n := range 10 {
			if _, err := s.Put(b.Context(), articles(n*100, 10_000)); err != nil {
				b.Fatal(err)
			}
		}
		for b.Loop() {
			rows := 0
			for _, err := range s.Gizmo(b.Context(), `g.V("<ir:P7>").Out("<ir:met>").Unique().All()`, 0) {
				if err != nil {
					b.Fatal(err)
				}
				rows++
			}
			if rows == 0 {
				b.Fatal("nobody met")
			}
		}
	})
}

func isTruncated(err error) bool { return errors.Is(err, graph.ErrTruncated) }
