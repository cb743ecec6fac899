package docs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// TestStatementExample holds the page's statement to the code: it reads, it
// checks, it prints again byte for byte, and it has the quads shown below it.
func TestStatementExample(t *testing.T) {
	text := readPage(t, dataModel)
	statements, quads := blocks(text, "json"), blocks(text, "nquads")
	if len(statements) != 1 || len(quads) != 1 {
		t.Fatalf("%s: %d json and %d nquads blocks, want one of each", dataModel, len(statements), len(quads))
	}
	var s schema.Statement
	old := text[statements[0].start:statements[0].end]
	if err := json.Unmarshal([]byte(old), &s); err != nil {
		t.Fatalf("%s:%d: %v", dataModel, statements[0].line, err)
	}
	if err := s.Check(); err != nil {
		t.Fatalf("%s:%d: %v", dataModel, statements[0].line, err)
	}
	newJSON, newQuads := indented(t, s), nquads(s)
	oldQuads := text[quads[0].start:quads[0].end]
	if *update {
		j, q := statements[0], quads[0]
		writePage(t, dataModel, text[:j.start]+newJSON+text[j.end:q.start]+newQuads+text[q.end:])
		return
	}
	if diff := cmp.Diff(newJSON, old); diff != "" {
		t.Errorf("statement (-program +page): run go test ./docs -update\n%s", diff)
	}
	if diff := cmp.Diff(newQuads, oldQuads); diff != "" {
		t.Errorf("quads (-program +page): run go test ./docs -update\n%s", diff)
	}
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
