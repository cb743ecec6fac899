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

	nethtml "golang.org/x/net/html"

	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/loaders/html"
	"github.com/entente-kg/entente/schema"
)

// Floors of TestGold, a little below what is reached: see
// docs/decisions/009-html-extraction.md.
const (
	floorF1All     = 0.935 // over all pages, those with another article's gold among them
	floorF1        = 0.98
	floorTitle     = 0.90
	floorTitleNear = 0.92
	floorDate      = 0.97
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

// own says whether the page holds the gold text at all. The sample has pages
// whose gold is that of another article (the address was reused, or another
// page saved): no reader of the page can find it there.
func own(t testing.TB, g goldPage) bool {
	doc, err := nethtml.Parse(bytes.NewReader(g.page))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for n := range doc.Descendants() {
		if n.Type == nethtml.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			all.WriteString(n.Data)
		}
	}
	text, found, lines := letters(all.String()), 0, 0
	for line := range strings.Lines(g.Text) {
		lines++
		if strings.Contains(text, letters(line)) {
			found++
		}
	}
	return 2*found > lines
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// tally adds up what pages score.
type tally struct{ pages, f1, p, r, title, near, date float64 }

func (s *tally) add(p, r, f1 float64, title, near, date bool) {
	s.pages, s.p, s.r, s.f1 = s.pages+1, s.p+p, s.r+r, s.f1+f1
	for _, c := range []struct {
		right bool
		count *float64
	}{{title, &s.title}, {near, &s.near}, {date, &s.date}} {
		if c.right {
			*c.count++
		}
	}
}

func (s tally) String() string {
	return fmt.Sprintf("%.0f pages: body precision %.4f, recall %.4f, F1 %.4f; title the same %.3f, near %.3f; date %.3f",
		s.pages, s.p/s.pages, s.r/s.pages, s.f1/s.pages, s.title/s.pages, s.near/s.pages, s.date/s.pages)
}

// TestGold scores the loader against real pages. The body's score is F1 over
// the words (a multiset), averaged over the pages. A title is the same if its
// letters and digits are, and near if its words reach an F1 of .8.
func TestGold(t *testing.T) {
	var all, right tally
	for _, g := range readGold(t) {
		a, err := html.Parse(g.File, g.page, html.Format{})
		if err != nil {
			t.Errorf("rejected: %v", err)
		}
		p, r, f1 := overlap(body(a), g.Text)
		same, date := letters(a.Title) == letters(g.Title), a.Date == g.Date
		_, _, close := overlap(a.Title, g.Title)
		all.add(p, r, f1, same, close >= 0.8, date)
		mark := "foreign"
		if own(t, g) {
			mark = ""
			right.add(p, r, f1, same, close >= 0.8, date)
		}
		t.Logf("%-36s P %.3f R %.3f F1 %.3f title %-5v %.2f date %-5v %-2s %s %s", g.File, p, r, f1, same, close, date, a.Lang, a.Publisher, mark)
	}
	t.Logf("all: %v", all)
	t.Logf("without those whose gold is another article's: %v", right)
	if foreign := all.pages - right.pages; foreign > 3 {
		t.Errorf("%.0f pages do not hold their gold, want at most 3", foreign)
	}
	for _, c := range []struct {
		what       string
		got, floor float64
	}{
		{"F1, all", all.f1 / all.pages, floorF1All}, {"F1", right.f1 / right.pages, floorF1}, {"title", right.title / right.pages, floorTitle},
		{"title, near", right.near / right.pages, floorTitleNear}, {"date", right.date / right.pages, floorDate},
	} {
		if c.got < c.floor {
			t.Errorf("%s is %.4f, below the floor of %.3f", c.what, c.got, c.floor)
		}
	}
}

func BenchmarkPages(b *testing.B) {
	pages := readGold(b)
	size := 0
	for _, g := range pages {
		size += len(g.page)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, g := range pages {
			if _, err := html.Parse(g.File, g.page, html.Format{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}
