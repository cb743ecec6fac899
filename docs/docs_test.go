// Package docs_test holds the documentation to the truth: console blocks are
// run against the built command, tables and examples are compared with the
// code, links must lead somewhere. -update rewrites what can be generated.
package docs_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the generated parts of the pages")

// root is the repository's root, seen from this folder.
const root = ".."

// pages lists every Markdown page of the root, of docs and of examples.
func pages(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md", "examples/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	if len(all) < 10 {
		t.Fatalf("only %d pages found: %v", len(all), all)
	}
	return all
}

func readPage(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func writePage(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fence is a fenced block: its language, the word after it, and where its
// content lies in the page's text.
type fence struct {
	lang, word string
	line       int
	start, end int
}

var fences = regexp.MustCompile("(?ms)^```([a-z]+)(?: ([a-z]+))?\n(.*?)^```$")

// blocks lists the fenced blocks of one language.
func blocks(text, lang string) []fence {
	var out []fence
	for _, m := range fences.FindAllStringSubmatchIndex(text, -1) {
		f := fence{lang: text[m[2]:m[3]], line: strings.Count(text[:m[0]], "\n") + 1, start: m[6], end: m[7]}
		if m[4] >= 0 {
			f.word = text[m[4]:m[5]]
		}
		if f.lang == lang {
			out = append(out, f)
		}
	}
	return out
}

var links = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

func TestLinksLeadSomewhere(t *testing.T) {
	checked := 0
	for _, page := range pages(t) {
		for _, m := range links.FindAllStringSubmatch(readPage(t, page), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			checked++
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: link to %s: %v", page, m[1], err)
			}
		}
	}
	if checked == 0 {
		t.Error("no link checked")
	}
}

// TestDependenciesAreExplained holds decision 006 to go.mod.
func TestDependenciesAreExplained(t *testing.T) {
	page := readPage(t, filepath.Join(root, "docs", "decisions", "006-dependencies.md"))
	checked := 0
	for line := range strings.Lines(readPage(t, filepath.Join(root, "go.mod"))) {
		fields := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(fields) != 2 || !strings.HasPrefix(fields[1], "v") {
			continue
		}
		checked++
		if want := "| `" + fields[0] + "` | " + fields[1] + " |"; !strings.Contains(page, want) {
			t.Errorf("docs/decisions/006-dependencies.md has no row %q", want)
		}
	}
	if checked == 0 {
		t.Error("no direct dependency found in go.mod")
	}
}
