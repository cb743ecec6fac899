package graph_test

import (
	"slices"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// flat is the quads of graphs, labelled.
func flat(graphs []graph.Graph) []quad.Quad {
	var out []quad.Quad
	for _, g := range graphs {
		for _, q := range g.Quads {
			q.Label = g.Label
			out = append(out, q)
		}
	}
	return out
}

// stock is a store in a new database by Cayley's own SQL backend.
func stock(t testing.TB) (cayley.QuadStore, string) {
	t.Helper()
	dsn := postgres.Database(t)
	if err := cayley.InitQuadStore("postgres", dsn, nil); err != nil {
		t.Fatal(err)
	}
	qs, err := cayley.NewQuadStore("postgres", dsn, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { qs.Close() })
	return qs, dsn
}

// BenchmarkPostgresLoad stores 100,000 quads of new articles, or as many as
// ENTENTE_BENCH_QUADS says, in batches of 10,000: with Cayley's own SQL backend,
// and with this package's.
func BenchmarkPostgresLoad(b *testing.B) {
	const batch = 10_000
	quads := benchQuads()
	rate := func(b *testing.B) {
		b.ReportMetric(float64(b.N*quads)/b.Elapsed().Seconds(), "quads/s")
	}
	b.Run("cayley", func(b *testing.B) {
		qs, _ := stock(b)
		n := 0
		for b.Loop() {
			for chunk := range slices.Chunk(flat(articles(n, quads)), batch) {
				deltas := make([]cayley.Delta, len(chunk))
				for i, q := range chunk {
					deltas[i] = cayley.Delta{Quad: q, Action: cayley.Add}
				}
				if err := qs.ApplyDeltas(deltas, cayley.IgnoreOpts{IgnoreDup: true}); err != nil {
					b.Fatal(err)
				}
			}
			n += quads / 100
		}
		rate(b)
	})
	b.Run("copy", func(b *testing.B) {
		s := open(b, postgres.Database(b), create)
		defer closed(b, s)
		n := 0
		for b.Loop() {
			for i := 0; i < quads; i += batch {
				if _, err := s.Put(b.Context(), articles(n, batch)); err != nil {
					b.Fatal(err)
				}
				n += batch / 100
			}
		}
		rate(b)
	})
}
