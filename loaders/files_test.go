package loaders_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/jsonl"
	"github.com/entente-kg/entente/loaders/text"
)

var formats = []loaders.Format{jsonl.Format{}, text.Format{}}

// tree writes files below a new folder; a name that ends in .gz is gzipped.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".gz") {
			content = gzipped(content)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// read lists what a source gives: the first line of each text, or the reject.
func read(t *testing.T, dir string, src loaders.ArticleSource) []string {
	t.Helper()
	var got []string
	for a, err := range src.Articles(t.Context()) {
		if err != nil {
			if _, ok := loaders.Rejected(err); !ok {
				t.Fatal(err)
			}
			got = append(got, "reject "+filepath.ToSlash(strings.TrimPrefix(err.Error(), dir+string(filepath.Separator))))
			continue
		}
		first, _, _ := strings.Cut(a.Text, "\n")
		got = append(got, first)
	}
	return got
}

func TestFilesFolder(t *testing.T) {
	dir := tree(t, map[string]string{
		"b.txt":           "They ate.",
		"a/z.jsonl":       `{"text": "They met."}`,
		"a/y.txt.gz":      "They slept.",
		"c.jsonl":         "{\"text\": \"They spoke.\"}\n{\"text\": ",
		"d.html":          "<p>They read.</p>",
		"e.txt":           "",
		"f":               "{\"text\": \"They left.\"}",
		".hidden/x.txt":   "Never.",
		".hidden.txt":     "Never.",
		"g/broken.txt.gz": "They sang.",
	})
	broken := filepath.Join(dir, "g", "broken.txt.gz")
	if err := os.Truncate(broken, 25); err != nil {
		t.Fatal(err)
	}
	var skipped []string
	src, err := loaders.Files([]string{dir}, loaders.FileOptions{Formats: formats, Skipped: func(n string) { skipped = append(skipped, filepath.Base(n)) }})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"They slept.", "They met.", "They ate.", "They spoke.", "reject c.jsonl:2:9: the line ends within the object",
		"reject e.txt: the file is empty", "They left.", "reject g/broken.txt.gz: the file is cut short"}
	got := read(t, dir, src)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("articles (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"d.html"}, skipped); d != "" {
		t.Errorf("skipped (-want +got):\n%s", d)
	}
}

func TestFilesStdin(t *testing.T) {
	for _, c := range []struct{ name, stdin, kind, want string }{
		{"text", "They met.", "", "They met."},
		{"jsonl", "{\"text\": \"They met.\"}\n", "auto", "They met."},
		{"gzipped jsonl", gzipped("{\"text\": \"They met.\"}"), "", "They met."},
		{"told to be text", "{\"text\": \"They met.\"}", "text", `{"text": "They met."}`},
		{"markup", "<html>", "", "reject -: no loader reads this content"},
		{"nothing", "", "", "reject -: the file is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, err := loaders.Files([]string{loaders.Stdin}, loaders.FileOptions{Formats: formats, Kind: c.kind, Stdin: strings.NewReader(c.stdin)})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{c.want}, read(t, "", src)); d != "" {
				t.Errorf("articles (-want +got):\n%s", d)
			}
		})
	}
}

func TestFilesErrors(t *testing.T) {
	dir := tree(t, map[string]string{"a.pdf": "%PDF"})
	if _, err := loaders.Files([]string{dir, filepath.Join(dir, "none")}, loaders.FileOptions{}); err == nil || !strings.Contains(err.Error(), "none: no such file or folder") {
		t.Errorf("missing path: %v", err)
	}
	if _, err := loaders.Files([]string{dir}, loaders.FileOptions{Formats: formats, Kind: "odt"}); err == nil || err.Error() != `unknown kind "odt": want auto, jsonl, text` {
		t.Errorf("unknown kind: %v", err)
	}
	src, err := loaders.Files([]string{filepath.Join(dir, "a.pdf")}, loaders.FileOptions{Formats: formats})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"reject a.pdf: no loader reads .pdf files with this content"}, read(t, dir, src)); d != "" {
		t.Errorf("a named file of no known kind (-want +got):\n%s", d)
	}
}

func TestFirst(t *testing.T) {
	src, err := loaders.Files([]string{"-"}, loaders.FileOptions{Formats: formats, Kind: "jsonl", Stdin: strings.NewReader("{\n{\"text\":\"A.\"}\n{\"text\":\"B.\"}\n{\"text\":\"C.\"}")})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"reject -:1:1: the line ends within the object", "A.", "B."}
	if d := cmp.Diff(want, read(t, "", loaders.First(src, 2))); d != "" {
		t.Errorf("articles (-want +got):\n%s", d)
	}
}
