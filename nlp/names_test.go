package nlp_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/nlp"
)

// named opens the embedded model or skips where it has no names head.
func named(t testing.TB) *nlp.Analyzer {
	t.Helper()
	an := analyzer(t)
	if !an.HasNames() {
		t.Skip("needs a model with a names head")
	}
	return an
}

func ExampleAnalyzer_AnalyzeNames() {
	an, err := nlp.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, names, err := an.AnalyzeNames("President Paul Okello flew to Nairobi.")
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, s := range doc.Sentences {
		for _, n := range names[i] {
			fmt.Println(n.Label, doc.Text[s.Tokens[n.From].Start:s.Tokens[n.To-1].End])
		}
	}
	// Output:
	// PER Paul Okello
	// LOC Nairobi
}

func render(doc *nlp.Document, names [][]nlp.Name) []string {
	var out []string
	for i, s := range doc.Sentences {
		for _, n := range names[i] {
			out = append(out, n.Label+" "+doc.Text[s.Tokens[n.From].Start:s.Tokens[n.To-1].End])
		}
	}
	return out
}

// Names that no table holds are found by their place in the sentence.
func TestNames(t *testing.T) {
	an := named(t)
	for text, want := range map[string][]string{
		"Foreign Minister Ine Larsen met President Paul Okello in Nairobi on Tuesday.": {"PER Ine Larsen", "PER Paul Okello", "LOC Nairobi"},
		"They left the city on Sunday.": nil,
		"Mr. Wang lives in Germany.":    {"PER Wang", "LOC Germany"},
	} {
		doc, names, err := an.AnalyzeNames(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := render(doc, names); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Parse, Names and ParseNames agree, whatever hints there are.
func TestParseNamesAgrees(t *testing.T) {
	an := named(t)
	list := &nlp.NameList{}
	list.Add("Nairobi", "LOC")
	for _, an := range []*nlp.Analyzer{an, an.WithGazetteer(list)} {
		doc := nlp.Split(article)
		for i := range doc.Sentences {
			a, b := doc.Sentences[i], doc.Sentences[i]
			b.Tokens = slices.Clone(a.Tokens)
			names := an.Names(&a)
			an.Parse(&a)
			if both := an.ParseNames(&b); !slices.Equal(both, names) || !slices.Equal(a.Tokens, b.Tokens) {
				t.Errorf("sentence %d: %v and %v", i, names, both)
			}
			for _, n := range names {
				if !(n.Score > 0 && n.Score <= 1) || n.From < 0 || n.To <= n.From || n.To > len(a.Tokens) {
					t.Errorf("name %+v", n)
				}
			}
		}
	}
	if got := an.Names(&nlp.Sentence{}); got != nil {
		t.Errorf("names of nothing: %v", got)
	}
}

func TestNameList(t *testing.T) {
	list := &nlp.NameList{}
	list.Add("the United Nations", "ORG")
	list.Add("Georgia", "LOC")
	list.Add("Georgia", "PER")
	list.Add("United Kingdom", "LOC")
	list.Add("reuters", "ORG")
	list.Add("Peruvian", "MISC")
	list.Add("", "LOC")
	forms := strings.Fields("United Nations envoys left Georgia for reuters and Peruvian United")
	got := make([]nlp.Mark, len(forms))
	list.Mark(forms, got)
	want := make([]nlp.Mark, len(forms))
	want[0], want[1], want[4] = nlp.MarkBeginORG, nlp.MarkInORG, nlp.MarkBeginLOC|nlp.MarkBeginPER
	if !slices.Equal(got, want) {
		t.Errorf("marks %v, want %v", got, want)
	}
}

// One worker and four give the same bytes over texts of the shared corpora.
func TestWorkersAgree(t *testing.T) {
	an := named(t)
	f, err := os.Open(filepath.Join(testkit.Shared(t), "corpora", "wikinews.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plain, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for rows := json.NewDecoder(plain); len(texts) < 20; {
		var row struct{ Text string }
		if err := rows.Decode(&row); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, row.Text[:min(len(row.Text), 600)])
	}
	run := func(workers int) [][]byte {
		out := make([][]byte, len(texts))
		var group sync.WaitGroup
		for w := range workers {
			group.Go(func() {
				for i := w; i < len(texts); i += workers {
					doc, names, err := an.AnalyzeNames(texts[i])
					if err != nil {
						t.Error(err)
						return
					}
					out[i] = fmt.Append(nil, doc.Sentences, names)
				}
			})
		}
		group.Wait()
		return out
	}
	if !reflect.DeepEqual(run(1), run(4)) {
		t.Error("one worker and four give different results")
	}
}
