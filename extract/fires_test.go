package extract_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/examples"
	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/schema"
)

var update = flag.Bool("update", false, "write testdata/fires.tsv anew (reads the corpora; minutes)")

const firesFile = "testdata/fires.tsv"

// TestSeedRulesFireElsewhere holds that every rule that reads the seed article
// also fires on the two other texts that testdata/fires.tsv names for it: an
// example article, or a line of a corpus.
func TestSeedRulesFireElsewhere(t *testing.T) {
	rules := seedRules(t)
	if *update {
		writeFires(t, rules)
	}
	b, err := os.ReadFile(firesFile)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		c := strings.Split(line, "\t")
		listed[c[0]] = append(listed[c[0]], c[1])
	}
	texts := namedTexts(t, listed)
	for _, rule := range rules {
		if len(listed[rule]) < 2 {
			t.Errorf("rule %s is listed with %d other texts, want 2; run with -update", rule, len(listed[rule]))
		}
		for _, where := range listed[rule] {
			if len(madeBy(byRules(t, texts[where]).Statements, rule)) == 0 {
				t.Errorf("rule %s does not fire on %s", rule, where)
			}
		}
	}
}

// seedRules are the rules that make statements of the seed article, sorted.
func seedRules(t *testing.T) []string {
	text, _ := readSeed(t)
	title, body, _ := strings.Cut(text, "\n\n")
	var out []string
	for _, s := range byRules(t, schema.ArticleFields{Title: title, Text: body, Date: "2017-08-07"}).Statements {
		out = append(out, s.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// otherTexts calls f with the example articles and then with the lines of the
// corpora, named "examples/ID" and "FILE:LINE"; f returns false to stop.
func otherTexts(t *testing.T, f func(where string, a schema.ArticleFields) bool) {
	as, err := examples.Articles()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range as {
		if !f("examples/"+strings.TrimPrefix(string(a.ID), schema.NSArticle), schema.ArticleFields{Text: a.Text, Date: a.Date}) {
			return
		}
	}
	for _, name := range []string{"event_sentences", "digests"} {
		if !corpusLines(t, name, f) {
			return
		}
	}
}

func corpusLines(t *testing.T, name string, f func(string, schema.ArticleFields) bool) bool {
	file, err := os.Open(filepath.Join(testkit.Shared(t), "corpora", name+".jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<24)
	for n := 1; sc.Scan(); n++ {
		var a struct{ Date, Text string }
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		if !f(fmt.Sprintf("%s:%d", name, n), schema.ArticleFields{Text: a.Text, Date: a.Date}) {
			return false
		}
	}
	return true
}

func namedTexts(t *testing.T, listed map[string][]string) map[string]schema.ArticleFields {
	want := map[string]bool{}
	for _, ws := range listed {
		for _, w := range ws {
			want[w] = true
		}
	}
	out := map[string]schema.ArticleFields{}
	otherTexts(t, func(where string, a schema.ArticleFields) bool {
		if want[where] {
			out[where] = a
		}
		return len(out) < len(want)
	})
	return out
}

// writeFires looks for two texts for each rule, the examples first.
func writeFires(t *testing.T, rules []string) {
	found := map[string][]string{}
	open := len(rules)
	otherTexts(t, func(where string, a schema.ArticleFields) bool {
		for _, s := range byRules(t, a).Statements {
			if ws := found[s.Rule]; slices.Contains(rules, s.Rule) && len(ws) < 2 && !slices.Contains(ws, where) {
				found[s.Rule] = append(ws, where)
				if len(ws) == 1 {
					open--
				}
			}
		}
		return open > 0
	})
	out := "rule\ttext\n"
	for _, r := range rules {
		for _, w := range found[r] {
			out += r + "\t" + w + "\n"
		}
	}
	if err := os.WriteFile(firesFile, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}
