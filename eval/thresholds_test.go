package eval

import (
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/jsonl"
)

// TestThresholds holds what we measure on shared sets against the floors of
// testdata/thresholds.tsv: nothing may fall below what it once was. Raise a
// floor when the measure has risen for good.
func TestThresholds(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(string(read(t, "testdata/thresholds.tsv"))), "\n")[1:]
	measured := map[string]map[string]float64{}
	for i, row := range rows {
		cells := strings.Split(row, "\t")
		if len(cells) != 3 {
			t.Fatalf("thresholds.tsv:%d: %d cells, want 3", i+2, len(cells))
		}
		measure, file := cells[0], cells[1]
		floor, err := strconv.ParseFloat(cells[2], 64)
		if err != nil {
			t.Fatalf("thresholds.tsv:%d: %v", i+2, err)
		}
		t.Run(file+" "+measure, func(t *testing.T) {
			testkit.Shared(t)
			if measured[file] == nil {
				measured[file] = measureFile(t, file)
			}
			got, ok := measured[file][measure]
			if !ok {
				t.Fatalf("nothing measures %s on %s", measure, file)
			}
			t.Logf("%s %.3f, floor %.3f", measure, got, floor)
			if got < floor {
				t.Errorf("%s on %s is %.3f, below the floor of %.3f", measure, file, got, floor)
			}
		})
	}
}

func measureFile(t *testing.T, file string) map[string]float64 {
	t.Helper()
	switch {
	case strings.HasSuffix(file, ".conllu"):
		scores, _, err := ParseFile(wiring(t).analyzer, open(t, file))
		if err != nil {
			t.Fatal(err)
		}
		return map[string]float64{"LAS": scores.LAS()}
	case strings.HasPrefix(file, "corpora/"):
		return measureReports(t, file)
	case strings.Contains(file, "plv_"):
		return measurePairs(t, file)
	case strings.HasSuffix(file, "actors.jsonl"):
		return measureActors(t, file)
	}
	return measureEvents(t, file)
}

func measureEvents(t *testing.T, file string) map[string]float64 {
	t.Helper()
	gold, err := ReadGold(open(t, strings.TrimSuffix(file, ".jsonl")+".gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	src, err := loaders.Files([]string{filepath.Join(testkit.Shared(t), file)}, loaders.FileOptions{Formats: []loaders.Format{jsonl.Format{}}})
	if err != nil {
		t.Fatal(err)
	}
	readings, err := CodeArticles(context.Background(), wiring(t).coder, src, 2)
	if err != nil {
		t.Fatal(err)
	}
	items, unscored := JoinGold(gold, readings)
	if len(unscored) > 0 {
		t.Errorf("articles without gold: %v", unscored)
	}
	s := ScoreEvents(items)
	return map[string]float64{"core precision": s.Core.Precision(), "core recall": s.Core.Recall(), "core F1": s.Core.F1(), "truth F1": s.Truth.F1(), "full F1": s.Full.F1()}
}

// measureReports scores the labelled reports of a corpus that the weights were
// not fitted to.
func measureReports(t *testing.T, file string) map[string]float64 {
	t.Helper()
	labels, err := os.Open(filepath.Join("..", "cmd", "train", "reports.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer labels.Close()
	corpus, err := gzip.NewReader(open(t, file))
	if err != nil {
		t.Fatal(err)
	}
	reports, err := ReadReports(labels, corpus)
	if err != nil {
		t.Fatal(err)
	}
	w := wiring(t)
	ruled, err := extract.NewWeighed(w.analyzer, w.world, extract.Weights{}, extract.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	items, err := ReportItems(context.Background(), w.coder, ruled, HeldReports(reports, true))
	if err != nil {
		t.Fatal(err)
	}
	s := ScoreEvents(items)
	return map[string]float64{"core precision": s.Core.Precision(), "core F1": s.Core.F1()}
}

func measurePairs(t *testing.T, file string) map[string]float64 {
	t.Helper()
	items, err := ReadPairs(open(t, file))
	if err != nil {
		t.Fatal(err)
	}
	typer, err := NewTyper(wiring(t).coder, wiring(t).analyzer, wiring(t).world)
	if err != nil {
		t.Fatal(err)
	}
	types, err := typer.TypeAll(context.Background(), items)
	if err != nil {
		t.Fatal(err)
	}
	ruled, learned := ScorePairs(items, types.Rules), ScorePairs(items, types.Learned)
	return map[string]float64{"rules: accuracy": ruled.Accuracy(), "rules: macro-F1": ruled.MacroF1(), "accuracy": learned.Accuracy(), "macro-F1": learned.MacroF1()}
}

func measureActors(t *testing.T, file string) map[string]float64 {
	t.Helper()
	items, err := ReadActors(open(t, file))
	if err != nil {
		t.Fatal(err)
	}
	s := ScoreActors(items, ResolveActors(NewMentionResolver(wiring(t).world), items))
	return map[string]float64{"country": ratio(s.Country.Right, s.Country.Of), "sector": ratio(s.Sector.Right, s.Sector.Of)}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
