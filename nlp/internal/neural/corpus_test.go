package neural_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"

	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
	"github.com/entente-kg/entente/nlp/model"
)

// corpus gives texts of the shared corpora with at least the given number of
// sentences in all: every step-th text of the file, from its beginning.
func corpus(tb testing.TB, file string, sentences, step int) (texts []string, count int) {
	tb.Helper()
	f, err := os.Open(filepath.Join(testkit.Shared(tb), "corpora", file))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	rows := json.NewDecoder(plain)
	for i := 0; count < sentences; i++ {
		var row struct{ Text string }
		if err := rows.Decode(&row); err != nil {
			break
		}
		if i%step == 0 {
			texts = append(texts, row.Text)
			count += len(nlp.Split(row.Text).Sentences)
		}
	}
	if count == 0 {
		tb.Fatalf("no texts in %s", file)
	}
	return texts, count
}

func open(tb testing.TB) *nlp.Analyzer {
	tb.Helper()
	if _, err := model.Weights(); err != nil {
		tb.Skip("needs the embedded model")
	}
	an, err := nlp.New()
	if err != nil {
		tb.Fatal(err)
	}
	return an
}

type analysed struct {
	Sentences []nlp.Sentence
	Names     [][]nlp.Name
}

func analyse(tb testing.TB, an *nlp.Analyzer, text string) analysed {
	tb.Helper()
	doc, names, err := an.AnalyzeNames(text)
	if err != nil {
		tb.Fatal(err)
	}
	return analysed{doc.Sentences, names}
}

// openAs opens the model for the vector or the portable kernels, and returns
// what puts the old choice back.
func openAs(tb testing.TB, vector bool) (an *nlp.Analyzer, restore func()) {
	restore = neural.SetVector(vector)
	return open(tb), restore
}

// samePaths compares the vector kernels with the portable ones, scores
// included, and returns how many sentences it compared.
func samePaths(tb testing.TB, texts []string) (sentences int) {
	tb.Helper()
	quick, restore := openAs(tb, true)
	restore()
	slow, restore := openAs(tb, false)
	restore()
	for _, text := range texts {
		restore := neural.SetVector(true)
		vector := analyse(tb, quick, text)
		restore()
		restore = neural.SetVector(false)
		portable := analyse(tb, slow, text)
		restore()
		sentences += len(vector.Sentences)
		if !reflect.DeepEqual(vector, portable) {
			tb.Fatalf("vector and portable kernels disagree on %q", text)
		}
	}
	return sentences
}

func TestPathsAgree(t *testing.T) {
	if !neural.HasVector() {
		t.Skip("this build or processor has no vector kernels")
	}
	texts, _ := corpus(t, "event_sentences.jsonl.gz", 80, 1000)
	samePaths(t, texts)
}

// The long form of TestPathsAgree: 10,000 sentences, once.
func BenchmarkPathsAgree(b *testing.B) {
	if !neural.HasVector() {
		b.Skip("this build or processor has no vector kernels")
	}
	texts, _ := corpus(b, "event_sentences.jsonl.gz", 10_000, 25)
	for b.Loop() {
		b.ReportMetric(float64(samePaths(b, texts)), "sentences")
	}
}

// Raw text to parses and names on one core, by kernel and corpus.
func BenchmarkAnalyze(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, file := range []string{"event_sentences.jsonl.gz", "wikinews.jsonl.gz"} {
		texts, sentences := corpus(b, file, 1000, 1)
		for _, vector := range []bool{true, false} {
			if vector && !neural.HasVector() {
				continue
			}
			name := map[bool]string{true: "vector", false: "portable"}[vector]
			b.Run(file[:len(file)-len(".jsonl.gz")]+"/"+name, func(b *testing.B) {
				an, restore := openAs(b, vector)
				defer restore()
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				rounds, used := 0, cpuTime()
				for b.Loop() {
					for _, text := range texts {
						analyse(b, an, text)
					}
					rounds++
				}
				runtime.ReadMemStats(&after)
				all := float64(rounds * sentences)
				if used = cpuTime() - used; used > 0 { // what counts on a busy machine
					b.ReportMetric(all/used.Seconds(), "sentences/cpu-s")
				}
				b.ReportMetric(all/b.Elapsed().Seconds(), "sentences/s")
				b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/all, "B/sentence")
				b.ReportMetric(float64(after.Mallocs-before.Mallocs)/all, "allocs/sentence")
			})
		}
	}
}

// BenchmarkLoad reports the memory that they and one sentence's
// working memory add to the program.
func BenchmarkLoad(b *testing.B) {
	weights, err := model.Weights()
	if err != nil {
		b.Skip("needs the embedded model")
	}
	text := "The foreign ministers of Norway and Kenya met in Nairobi on Tuesday."
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		an, err := nlp.Open(weights)
		if err != nil {
			b.Fatal(err)
		}
		analyse(b, an, text)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB-added")
		runtime.KeepAlive(an)
	}
}
