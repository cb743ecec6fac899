package html_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/loaders/html"
	"github.com/entente-kg/entente/schema"
)

// Floors of TestGold, a little below what is reached (docs/decisions/009).
const (
	floorF1    = 0.93
	floorTitle = 0.90
	floorDate  = 0.90
)

// goldPage is a line of gold.jsonl with its page.
type goldPage struct {
	File, URL, Title, Date, Publisher, Text string
	page                                    []byte
}

func readGold(t testing.TB) []goldPage {
	t.Helper()
	dir := filepath.Join(testkit.Shared(t), "samples", "html")
	lines, err := os.ReadFile(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var pages []goldPage
	for line := range bytes.Lines(lines) {
		var g goldPage
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(dir, g.File))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		if g.page, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
		f.Close()
		pages = append(pages, g)
	}
	return pages
}

// bag counts the words of a text: runs of letters and digits, in lower case.
func bag(s string) map[string]int {
	m := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		m[w]++
	}
	return m
}

// overlap is precision, recall and F1 of the words of got against want's.
func overlap(got, want string) (p, r, f1 float64) {
	g, w := bag(got), bag(want)
	common, gn, wn := 0, 0, 0
	for word, n := range g {
		common += min(n, w[word])
		gn += n
	}
	for _, n := range w {
		wn += n
	}
	if common == 0 {
		return 0, 0, 0
	}
	p, r = float64(common)/float64(gn), float64(common)/float64(wn)
	return p, r, 2 * p * r / (p + r)
}

func body(a schema.Article) string {
	return strings.TrimPrefix(strings.TrimPrefix(a.Text, a.Title), "\n\n")
}

func TestDump(t *testing.T) {
	for _, g := range readGold(t) {
		a, err := html.Parse(g.File, g.page, html.Format{})
		s := body(a)
		if err != nil {
			s = err.Error()
		}
		os.WriteFile("/tmp/htmltry/out/"+g.File+".traf", []byte(s), 0o666)
		p, r, f := overlap(s, g.Text)
		fmt.Printf("%-36s %.3f %.3f %.3f %v %v %s\n", g.File, p, r, f, a.Title == g.Title, a.Date == g.Date, err)
		if a.Title != g.Title {
			fmt.Printf("   %q\n   %q\n", a.Title, g.Title)
		}
		if a.Date != g.Date {
			fmt.Printf("   %q %q\n", a.Date, g.Date)
		}
		fmt.Println("     ", a.Publisher, a.Lang, a.URL == g.URL, a.URL)
	}
}
