package queries_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/queries"
)

var guidePage = filepath.Join("..", "docs", "queries.md")

const (
	guideBegin = "<!-- saved queries: generated, see queries/guide_test.go -->\n"
	guideEnd   = "<!-- end of saved queries -->\n"
)

// TestGuide holds the query guide to the catalogue and to what its recipes
// give.
func TestGuide(t *testing.T) {
	page := read(t, guidePage)
	before, rest, ok := strings.Cut(page, guideBegin)
	_, after, ok2 := strings.Cut(rest, guideEnd)
	if !ok || !ok2 {
		t.Fatalf("%s: no pair of marks round the saved queries", guidePage)
	}
	r := store(t, readings(t, read(t, filepath.Join("testdata", "guide.jsonl"))))
	want := before + guideBegin + catalogueText(builtin(t)) + guideEnd + recipes(t, r, after)
	if *update && want != page {
		if err := os.WriteFile(guidePage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("%s (-program +page): run go test ./queries -update\n%s", guidePage, diff)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// catalogueText is the generated part: what each query takes and gives.
func catalogueText(set *queries.Set) string {
	var b strings.Builder
	for _, q := range set.All() {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n| parameter | kind | is |\n|---|---|---|\n", q.Name, q.Doc)
		for _, p := range q.Params {
			fmt.Fprintf(&b, "| `--%s` | %s | %s |\n", p.Name, p.Kind, p.Doc+note(p))
		}
		if len(q.Needs) > 0 {
			fmt.Fprintf(&b, "\nAt least one of `--%s` is needed.\n", strings.Join(q.Needs, "`, `--"))
		}
		b.WriteString("\n| column | kind | holds |\n|---|---|---|\n")
		for _, c := range q.Columns {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, c.Kind, c.Doc)
		}
	}
	return b.String() + "\n"
}

func note(p queries.Param) string {
	var notes []string
	if p.Required {
		notes = append(notes, "required")
	}
	if p.Default != "" {
		notes = append(notes, "`"+p.Default+"` if not given")
	}
	if len(p.OneOf) > 0 {
		notes = append(notes, "one of `"+strings.Join(p.OneOf, "`, `")+"`")
	}
	if len(notes) == 0 {
		return ""
	}
	return " (" + strings.Join(notes, "; ") + ")"
}

var recipe = regexp.MustCompile("(?s)```js\n([^`]*)```\n\n```text\n([^`]*)```\n")

// recipes is the text with each program's rows in the block below it.
func recipes(t *testing.T, r queries.Runner, text string) string {
	t.Helper()
	n := 0
	out := recipe.ReplaceAllStringFunc(text, func(block string) string {
		n++
		program := recipe.FindStringSubmatch(block)[1]
		rows := rowsOf(t, r, program)
		if len(rows) == 0 {
			t.Errorf("no rows from\n%s", program)
		}
		return "```js\n" + program + "```\n\n```text\n" + strings.Join(rows, "") + "```\n"
	})
	if n < 10 {
		t.Errorf("%d recipes found", n)
	}
	return out
}

// rowsOf are the rows as JSON lines, sorted.
func rowsOf(t *testing.T, r queries.Runner, program string) []string {
	t.Helper()
	var rows []string
	for v, err := range r.Gizmo(context.Background(), program, 0) {
		if err != nil {
			t.Errorf("%v in\n%s", err, program)
			return nil
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, b.String())
	}
	slices.Sort(rows)
	return rows
}

// TestGuideExample runs the guide's query of one's own.
func TestGuideExample(t *testing.T) {
	m := regexp.MustCompile("(?s)```js\n(// doc: .*?)```\n").FindAllStringSubmatch(read(t, guidePage), -1)
	if len(m) != 1 {
		t.Fatalf("%s: %d examples of a query file", guidePage, len(m))
	}
	set, err := queries.Catalogue(fstest.MapFS{"speakers.js": {Data: []byte(m[0][1])}})
	if err != nil {
		t.Fatal(err)
	}
	q, _ := set.Get("speakers")
	r := store(t, readings(t, read(t, filepath.Join("testdata", "guide.jsonl"))))
	for least, want := range map[string]string{"": "speaker\tspeaker_id\tarticles\nWang Yi\tir:Wang_Yi\t1\n", "2": "speaker\tspeaker_id\tarticles\n"} {
		if diff := cmp.Diff(want, run(t, q, r, nil, map[string]string{"issue": "THAAD deployment in South Korea", "least": least})); diff != "" {
			t.Errorf("least %q (-want +got):\n%s", least, diff)
		}
	}
}

// TestGuideNamesEveryHelper holds the guide's list of functions to those that
// there are.
func TestGuideNamesEveryHelper(t *testing.T) {
	page := read(t, guidePage)
	found := regexp.MustCompile(`(?m)^function (\w+\([^)]*\))`).FindAllStringSubmatch(read(t, "prelude.js"), -1)
	if len(found) < 8 {
		t.Fatalf("only %d helpers found", len(found))
	}
	for _, m := range found {
		name, _, _ := strings.Cut(m[1], "(")
		if !strings.Contains(page, "`"+name+"(") {
			t.Errorf("%s does not mention %s", guidePage, m[1])
		}
	}
}
