package docs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/examples"
	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

const (
	tableBegin = "<!-- relations: generated, see docs/model_test.go -->\n"
	tableEnd   = "<!-- end of relations -->\n"
)

var dataModel = filepath.Join(root, "docs", "data-model.md")

// TestRelationTable holds the table in data-model.md to the one that the
// program uses.
func TestRelationTable(t *testing.T) {
	text := readPage(t, dataModel)
	before, rest, ok := strings.Cut(text, tableBegin)
	old, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		t.Fatalf("%s: no pair of marks round the relation table", dataModel)
	}
	want := relationTable()
	if *update && old != want {
		writePage(t, dataModel, before+tableBegin+want+tableEnd+after)
		return
	}
	if diff := cmp.Diff(want, old); diff != "" {
		t.Errorf("relation table (-program +page): run go test ./docs -update\n%s", diff)
	}
}

func relationTable() string {
	var b strings.Builder
	b.WriteString("| relation | type | both ways | points at | between states | CAMEO | meaning |\n|---|---|---|---|---|---|---|\n")
	for _, r := range schema.Relations().All() {
		typ, both := r.Type, ""
		if typ == "" {
			typ = "standing"
		}
		if r.Symmetric {
			both = "yes"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", r.Name, typ, both, r.Target, r.LiftedName(), r.CAMEO, r.Doc)
	}
	return b.String()
}

// TestStatementExample holds the page's statement, and its quads below it, to
// what is read in the example article.
func TestStatementExample(t *testing.T) {
	text := readPage(t, dataModel)
	statements, quads := blocks(text, "json"), blocks(text, "nquads")
	if len(statements) != 1 || len(quads) != 1 {
		t.Fatalf("%s: %d json and %d nquads blocks, want one of each", dataModel, len(statements), len(quads))
	}
	j, q := statements[0], quads[0]
	s := meeting(t)
	newJSON, newQuads := indented(t, s), nquads(s)
	if *update {
		writePage(t, dataModel, text[:j.start]+newJSON+text[j.end:q.start]+newQuads+text[q.end:])
		return
	}
	if diff := cmp.Diff(newJSON, text[j.start:j.end]); diff != "" {
		t.Errorf("statement (-program +page): run go test ./docs -update\n%s", diff)
	}
	if diff := cmp.Diff(newQuads, text[q.start:q.end]); diff != "" {
		t.Errorf("quads (-program +page): run go test ./docs -update\n%s", diff)
	}
}

// meeting is the statement that two ministers met, in the article from
// Singapore.
func meeting(t *testing.T) schema.Statement {
	t.Helper()
	world, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	parser, err := nlp.New()
	if err != nil {
		t.Skipf("needs the model: %v", err)
	}
	coder, err := extract.New(parser, world)
	if err != nil {
		t.Fatal(err)
	}
	articles, err := examples.Articles()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(articles, func(a schema.Article) bool { return a.ID == "art:singapore-forum" })
	if i < 0 {
		t.Fatal("the examples have no art:singapore-forum")
	}
	found, err := coder.Code(context.Background(), articles[i])
	if err != nil {
		t.Fatal(err)
	}
	m := slices.IndexFunc(found, func(s schema.Statement) bool { return s.Relation == "met" })
	if m < 0 {
		t.Fatalf("no meeting among the %d statements of %s", len(found), articles[i].ID)
	}
	return found[m]
}

func indented(t *testing.T, s schema.Statement) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		t.Fatal(err)
	}
	return out.String() + "\n"
}

// nquads is the statement's graph, a quad a line, without the label, which
// is the same for all.
func nquads(s schema.Statement) string {
	var b strings.Builder
	for _, q := range s.Quads() {
		fmt.Fprintf(&b, "%s %s %s .\n", q.Subject, q.Predicate, q.Object)
	}
	return b.String()
}

// TestCodebookIsComplete wants an example for every relation.
func TestCodebookIsComplete(t *testing.T) {
	page := readPage(t, filepath.Join(root, "docs", "coding.md"))
	for _, r := range schema.Relations().All() {
		if !strings.Contains(page, "\n| `"+r.Name+"`") && !strings.Contains(page, ", `"+r.Name+"` |") {
			t.Errorf("docs/coding.md has no example of %s", r.Name)
		}
	}
}
