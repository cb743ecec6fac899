package graph_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// world makes graphs of articles whose actors are few and often named, or many
// and seldom, and take stances on issues.
func world(r *rand.Rand, first, articles int) []graph.Graph {
	actors, issues := rand.NewZipf(r, 1.2, 8, 20_000), rand.NewZipf(r, 1.2, 4, 3_000)
	relations := []string{"met", "opposes", "supports", "accused"}
	var out []graph.Graph
	for n := first; n < first+articles; n++ {
		g := graph.Graph{Label: quad.IRI(fmt.Sprintf("art:%d", n))}
		add := func(s, p string, o quad.Value) {
			g.Quads = append(g.Quads, quad.Quad{Subject: quad.IRI(s), Predicate: quad.IRI(p), Object: o})
		}
		day := fmt.Sprintf("20%02d-%02d-%02d", n%20, n%12+1, n%28+1)
		for e := range 10 {
			ev, a, b := fmt.Sprintf("ev:%d-%d", n, e), fmt.Sprintf("ir:P%d", actors.Uint64()), fmt.Sprintf("ir:P%d", actors.Uint64())
			relation := relations[r.IntN(len(relations))]
			if relation != "met" {
				b = fmt.Sprintf("ir:I%d", issues.Uint64())
			}
			add(a, "ir:"+relation, quad.IRI(b))
			add(ev, "rdf:type", quad.IRI("ir:Event"))
			add(ev, "ir:relation", quad.IRI("ir:"+relation))
			add(ev, "ir:actor", quad.IRI(a))
			add(ev, "ir:recipient", quad.IRI(b))
			add(ev, "ir:date", quad.String(day))
			add(ev, "ir:dateStart", quad.String(day))
			add(ev, "ir:sentence", quad.String(fmt.Sprintf("Sentence %d of article %d says who did what.", e, n)))
			add(ev, "ir:confidence", quad.Float(0.94))
			add(ev, "prov:wasDerivedFrom", g.Label)
		}
		out = append(out, g)
	}
	return out
}

// tenQueries are the questions that analysts ask, in Gizmo; %s is an actor. The
// anchored ones begin at it; limit 0 asks for all rows.
var tenQueries = []struct {
	name, text string
	limit      int
}{
	{"meetings", `g.V("%s").Out("<ir:met>").Unique().All()`, 100},
	{"stances-of-actor", `g.V("%s").Out(["<ir:opposes>", "<ir:supports>"], "how").All()`, 100},
	{"stances-on-issue", `g.V("%s").Out("<ir:opposes>").In(["<ir:opposes>", "<ir:supports>"], "how").All()`, 100},
	{"alignment", `g.emit(g.V("%s").Out("<ir:opposes>").Unique().Intersect(g.V("<ir:P3>").Out("<ir:opposes>")).Unique().Count())`, 0},
	{"co-opponents", `g.V("%s").Out("<ir:opposes>").In("<ir:opposes>").Unique().All()`, 100},
	{"dyad-timeline", `g.V("%s").In("<ir:actor>").Has("<ir:recipient>", "<ir:P2>").Has("<ir:dateStart>", gte("2005-01-01"), lt("2012-01-01")).Save("<ir:date>", "date").All()`, 100},
	{"events-by-type-and-date", `g.V("%s").In("<ir:actor>").Has("<ir:relation>", "<ir:accused>").Has("<ir:dateStart>", gte("2010-01-01")).All()`, 100},
	{"three-hops", `g.V("%s").Out("<ir:met>").Out("<ir:met>").Out("<ir:opposes>").Unique().All()`, 100},
	{"facts-of-article", `g.V("<art:77>").In("<prov:wasDerivedFrom>").Save("<ir:relation>", "relation").Save("<ir:actor>", "actor").All()`, 100},
	{"articles-behind-fact", `g.V("%s").In("<ir:actor>").Has("<ir:relation>", "<ir:met>").Has("<ir:recipient>", "<ir:P2>").Out("<prov:wasDerivedFrom>").Unique().All()`, 100},
}

func benchQuads() int {
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_BENCH_QUADS")); err == nil {
		return n
	}
	return 100_000
}

// BenchmarkPostgresQueries asks ten questions of 100,000 quads, or as many as
// ENTENTE_BENCH_QUADS says, each of thirty actors, and gives the middle time
// and the one that 95 of 100 keep.
func BenchmarkPostgresQueries(b *testing.B) {
	quads := benchQuads()
	s := open(b, postgres.Database(b), create)
	r := rand.New(rand.NewPCG(1, 1))
	begun := time.Now()
	for n := 0; n < quads/100; n += 100 {
		if _, err := s.Put(b.Context(), world(r, n, 100)); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d quads loaded in %s", quads, time.Since(begun).Round(time.Millisecond))
	defer closed(b, s)
	for _, q := range tenQueries {
		b.Run(q.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				for actor := range 30 {
					text := q.text
					if slices.Contains([]byte(text), '%') {
						text = fmt.Sprintf(text, fmt.Sprintf("<ir:P%d>", actor*actor))
					}
					begun := time.Now()
					for _, err := range s.Gizmo(b.Context(), text, q.limit) {
						if err != nil && !isTruncated(err) {
							b.Fatal(err)
						}
					}
					took = append(took, time.Since(begun))
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
	b.Run("put-article", func(b *testing.B) {
		n := quads
		for b.Loop() {
			if _, err := s.Put(b.Context(), world(r, n, 1)); err != nil {
				b.Fatal(err)
			}
			n++
		}
	})
	b.Run("put-and-forget-article", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Put(b.Context(), world(r, 1<<40, 1)); err != nil {
				b.Fatal(err)
			}
			if _, err := s.Forget(b.Context(), "art:1099511627776"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
