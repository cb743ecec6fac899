package pebble_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph/pebble"
)

// news yields n quads in the shape of articles: events with literals, with
// actors and issues of which few are named often.
func news(n int) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		zipf := rand.NewZipf(r, 1.2, 8, 20_000)
		done := 0
		put := func(s quad.IRI, p string, o quad.Value, l quad.IRI) bool {
			done++
			return done <= n && yield(quad.Quad{Subject: s, Predicate: quad.IRI(p), Object: o, Label: l}, nil)
		}
		for a := 0; done < n; a++ {
			article := quad.IRI("art:" + strconv.Itoa(a))
			for e := range 8 {
				ev := quad.IRI(fmt.Sprintf("ev:%08x%04x", a*2654435761%(1<<32), e))
				who, whom := quad.IRI(fmt.Sprint("ir:Actor_", zipf.Uint64())), quad.IRI(fmt.Sprint("ir:Actor_", zipf.Uint64()))
				relation, issue := "ir:met", whom
				if e%3 == 0 {
					relation, issue = "ir:opposes", quad.IRI(fmt.Sprint("ir:Issue_", zipf.Uint64()/4))
				}
				if !(put(ev, "rdf:type", quad.IRI("ir:Event"), article) && put(ev, "ir:relation", quad.IRI(relation), article) &&
					put(ev, "ir:actor", who, article) && put(ev, "ir:recipient", issue, article) &&
					put(who, relation, issue, article) && put(ev, "ir:date", quad.String(fmt.Sprintf("20%02d-%02d-%02d", a%25, a%12+1, a%28+1)), article) &&
					put(ev, "ir:sentenceIndex", quad.Int(e), article) &&
					put(ev, "ir:sentence", quad.String(fmt.Sprintf("Sentence %d of article %d says that %s did something about %s.", e, a, who, issue)), article)) {
					return
				}
			}
		}
	}
}

// size is how many quads benchmarks take: a million, or ENTENTE_BENCH_QUADS.
func size(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("ENTENTE_BENCH_QUADS"))
	if err != nil {
		return 1_000_000
	}
	return n
}

func diskBytes(b *testing.B, dir string) (n int64) {
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkImport loads a new store, to the last byte on disk.
func BenchmarkImport(b *testing.B) {
	n := size(b)
	for b.Loop() {
		dir := b.TempDir()
		db := open(b, dir)
		begun := time.Now()
		added, err := db.Import(b.Context(), news(n))
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(begun)
		b.ReportMetric(float64(added)/took.Seconds(), "quads/s")
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((time.Since(begun) - took).Seconds(), "close-s")
		b.ReportMetric(float64(diskBytes(b, dir))/1e6, "MB")
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/1e6, "Go-MB")
		begun = time.Now()
		db, err = pebble.Open(dir, pebble.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(begun).Microseconds())/1e3, "open-ms")
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		_ = exec.Command("sync").Run() // else a new file waits for all that the system still has to write
		begun = time.Now()
		if db, err = pebble.Open(dir, pebble.Options{}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(begun).Microseconds())/1e3, "open-again-ms")
		db.Close()
	}
}
