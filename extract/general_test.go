package extract_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/schema"
)

// TestNothingCopiesSeed holds that no rule, example sentence, trigger phrase or
// pattern has more than four words in a row with the seed article.
func TestNothingCopiesSeed(t *testing.T) {
	text, _ := readSeed(t)
	grams := fiveGrams(text)
	w, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	check := func(where, phrase string) {
		for g := range fiveGrams(phrase) {
			if grams[g] {
				t.Errorf("%s copies the seed: %q", where, g)
			}
		}
	}
	for _, i := range w.Issues() {
		for _, tr := range i.Triggers {
			check(string(i.ID), tr)
		}
	}
	for _, p := range w.IssuePatterns() {
		check(p.IDPattern, p.Phrase)
	}
	set, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules {
		for _, e := range r.Examples {
			check(r.ID, e.Text)
		}
		for _, words := range [][]string{r.Verbs, r.Nouns, r.Adjs} {
			for _, p := range words {
				check(r.ID, p)
			}
		}
	}
}

var word = regexp.MustCompile(`[\p{L}\p{N}]+`)

func fiveGrams(text string) map[string]bool {
	ws := word.FindAllString(strings.ToLower(text), -1)
	out := map[string]bool{}
	for i := 0; i+5 <= len(ws); i++ {
		out[strings.Join(ws[i:i+5], " ")] = true
	}
	return out
}

// corpus calls f with the first n articles of a file of the corpora.
func corpus(t testing.TB, name string, n int, f func(schema.ArticleFields)) {
	t.Helper()
	file, err := os.Open(filepath.Join(testkit.Shared(t), "corpora", name))
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
	for i := 0; sc.Scan() && i < n; i++ {
		var a struct{ ID, Title, Date, Text string }
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		f(schema.ArticleFields{ID: a.ID, Title: a.Title, Date: a.Date, Text: a.Text})
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
}
