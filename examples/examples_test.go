package examples

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cayleygraph/quad"
)

func TestArticlesAreComplete(t *testing.T) {
	articles, err := Articles()
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(Files, "*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(articles) != len(files) || len(articles) < 8 {
		t.Errorf("%d articles in the index, %d texts; want as many, and 8 at least", len(articles), len(files))
	}
	seen := map[quad.IRI]bool{}
	for i, a := range articles {
		if seen[a.ID] {
			t.Errorf("%s: id occurs twice", a.ID)
		}
		seen[a.ID] = true
		if a.Title == "" || a.Date == "" || a.Publisher == "" || a.DateSource != "given" {
			t.Errorf("%s: a field is empty: %+v", a.ID, a)
		}
		if i > 0 && a.Date < articles[i-1].Date {
			t.Errorf("%s: not in order of date", a.ID)
		}
		if !strings.HasPrefix(a.Text, a.Title+"\n\n") {
			t.Errorf("%s: text does not open with title and blank line", a.ID)
		}
	}
}

// opening is what stands before the first dash of a body: "PARIS, May 15".
var opening = regexp.MustCompile(`^(.{3,60}?) --? `)

// A dateline that names a day names the day of the article.
func TestDatelinesMatchTheIndex(t *testing.T) {
	articles, err := Articles()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, a := range articles {
		_, body, _ := strings.Cut(a.Text, "\n\n")
		m := opening.FindStringSubmatch(body)
		if m == nil {
			t.Errorf("%s: no dateline", a.ID)
			continue
		}
		day, err := time.Parse(time.DateOnly, a.Date)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.ContainsAny(m[1], "0123456789") {
			continue
		}
		checked++
		if !regexp.MustCompile(day.Format(`\b2\b`)).MatchString(m[1]) || !strings.Contains(m[1], day.Format("Jan")) {
			t.Errorf("%s: dateline says %q, index says %s", a.ID, m[1], a.Date)
		}
	}
	if checked < 6 {
		t.Errorf("%d dated datelines, want 6 at least", checked)
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no index":   {nil, "index.tsv"},
		"header":     {map[string]string{"index.tsv": "id\n"}, "index.tsv:1: header"},
		"cells":      {map[string]string{"index.tsv": header + "\na.txt\ta\n"}, "index.tsv:2: 2 cells"},
		"no text":    {map[string]string{"index.tsv": header + "\na.txt\ta\t2018-01-01\tX\n"}, "a.txt"},
		"no title":   {map[string]string{"index.tsv": header + "\na.txt\ta\t2018-01-01\tX\n", "a.txt": "One line.\n"}, "a.txt: no blank line"},
		"wrong date": {map[string]string{"index.tsv": header + "\na.txt\ta\t1 May\tX\n", "a.txt": "A\n\nB.\n"}, `a.txt: date "1 May"`},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for file, text := range c.files {
				fsys[file] = &fstest.MapFile{Data: []byte(text)}
			}
			_, err := read(fsys)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}
