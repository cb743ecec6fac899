package loadertest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

// Case is one file that the format reads whole.
type Case struct {
	Name    string
	Content string
	Titles  []string // the title of each article, in order
}

// Run runs the suite; extension is one that the format accepts.
func Run(t *testing.T, f loaders.Format, extension string, cases []Case) {
	if f.Name() == "" || strings.ToLower(f.Name()) != f.Name() || f.Name() == loaders.Auto {
		t.Errorf("name %q: want a lower-case word other than auto", f.Name())
	}
	if !f.Accepts(extension, nil) {
		t.Errorf("the format does not accept its own extension %s", extension)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { runCase(t, f, extension, c) })
	}
	t.Run("junk", func(t *testing.T) { junk(t, f) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, f, cases[0]) })
}

func runCase(t *testing.T, f loaders.Format, extension string, c Case) {
	want, rejects := read(t, f, strings.NewReader(c.Content))
	if len(rejects) > 0 {
		t.Fatalf("rejects: %v", rejects)
	}
	var titles []string
	for _, a := range want {
		titles = append(titles, a.Title)
	}
	if d := cmp.Diff(c.Titles, titles); d != "" {
		t.Fatalf("titles (-want +got):\n%s", d)
	}
	t.Run("again", func(t *testing.T) { same(t, f, want, strings.NewReader(c.Content)) })
	t.Run("byte by byte", func(t *testing.T) { same(t, f, want, iotest.OneByteReader(strings.NewReader(c.Content))) })
	t.Run("gzipped file", func(t *testing.T) { gzipped(t, f, extension, c.Content, want) })
	t.Run("stop early", func(t *testing.T) {
		for range f.Articles(t.Context(), "file", strings.NewReader(c.Content)) {
			break // a second yield after this would panic
		}
	})
	t.Run("cut short", func(t *testing.T) {
		for i := range len(c.Content) {
			read(t, f, strings.NewReader(c.Content[:i]))
		}
	})
	t.Run("read error", func(t *testing.T) {
		broken := io.MultiReader(strings.NewReader(c.Content[:len(c.Content)/2]), iotest.ErrReader(errors.New("disk on fire")))
		_, rejects := read(t, f, broken)
		if len(rejects) == 0 || !strings.Contains(rejects[len(rejects)-1].Reason, "disk on fire") {
			t.Errorf("a read error was not reported: %v", rejects)
		}
	})
}

// read collects what the format makes of r; an error that is no reject, or a
// reject that does not say what and where, fails the test.
func read(t *testing.T, f loaders.Format, r io.Reader) (as []schema.Article, rejects []*loaders.RecordError) {
	t.Helper()
	for a, err := range f.Articles(t.Context(), "file", r) {
		if err == nil {
			as = append(as, a)
			continue
		}
		e, ok := loaders.Rejected(err)
		switch {
		case !ok:
			t.Errorf("the error %q is no *RecordError", err)
		case e.Source != "file" || e.Reason == "":
			t.Errorf("the reject does not name file and reason: %+v", e)
		default:
			rejects = append(rejects, e)
		}
	}
	return as, rejects
}

func same(t *testing.T, f loaders.Format, want []schema.Article, r io.Reader) {
	t.Helper()
	got, _ := read(t, f, r)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("articles (-want +got):\n%s", d)
	}
}

// gzipped checks that a gzipped file is known by its content, whatever its
// name.
func gzipped(t *testing.T, f loaders.Format, extension, content string, want []schema.Article) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, content)
	z.Close()
	path := filepath.Join(t.TempDir(), "file"+extension)
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := loaders.Files([]string{path}, loaders.FileOptions{Formats: []loaders.Format{f}})
	if err != nil {
		t.Fatal(err)
	}
	var got []schema.Article
	for a, err := range src.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, a)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("articles (-want +got):\n%s", d)
	}
}

// junk holds that nothing readable comes of what no format can hold.
func junk(t *testing.T, f loaders.Format) {
	for _, content := range []string{"\x00\x01\x02\xff\xfe", "\x89PNG\r\n\x1a\n\x00\x00", strings.Repeat("\xff", 70_000), "\xff\xfeJ\x00a\x00"} {
		as, rejects := read(t, f, strings.NewReader(content))
		if len(as) > 0 || len(rejects) == 0 {
			t.Errorf("%.20q gave %d articles and %d rejects", content, len(as), len(rejects))
		}
	}
}

func cancelled(t *testing.T, f loaders.Format, c Case) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	n := 0
	for range f.Articles(ctx, "file", strings.NewReader(c.Content)) {
		n++
	}
	if n > 1 {
		t.Errorf("%d records came after the context was cancelled", n)
	}
}
