package queries_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/entente-kg/entente/queries"
)

var update = flag.Bool("update", false, "rewrite the wanted tables of the case files and the generated part of the query guide")

// TestCases asks each query what its case file asks. A file holds the facts,
// then pairs of "NAME: ask" (PARAM=VALUE lines) and "NAME: want" (the table,
// "no rows", or "error: …"). Cayley's own console has to answer the same.
func TestCases(t *testing.T) {
	for _, q := range builtin(t).All() {
		t.Run(q.Name, func(t *testing.T) {
			path := filepath.Join("testdata", q.Name+".txtar")
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatalf("every query has a case file: %v", err)
			}
			if len(a.Files) < 3 || a.Files[0].Name != "facts" {
				t.Fatalf("%s: want facts, then at least one ask with its want", path)
			}
			r := store(t, readings(t, string(a.Files[0].Data)))
			empty := 0
			for i := 1; i+1 < len(a.Files); i += 2 {
				if got := runCase(t, q, r, a.Files[i], &a.Files[i+1]); strings.HasPrefix(got, noRows) {
					empty++
				}
				runCase(t, q, stock{r}, a.Files[i], &a.Files[i+1])
			}
			if empty == 0 {
				t.Errorf("%s: no case has an empty answer", path)
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// stock runs programs as Cayley's own console does, which has no more functions
// than Cayley.
type stock struct{ queries.Runner }

func (s stock) Gizmo(ctx context.Context, text string, limit int) iter.Seq2[any, error] {
	return s.Runner.Gizmo(ctx, "g.records = g.read = g.subjects = undefined; "+text, limit)
}

const noRows = "no rows\n"

func runCase(t *testing.T, q queries.Query, r queries.Runner, ask txtar.File, want *txtar.File) string {
	t.Helper()
	name, ok := strings.CutSuffix(ask.Name, ": ask")
	if !ok || want.Name != name+": want" {
		t.Fatalf("sections %q and %q are no pair of ask and want", ask.Name, want.Name)
	}
	got := answer(t, q, r, arguments(t, string(ask.Data)))
	if *update {
		want.Data = []byte(got)
	}
	if diff := cmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
	return got
}

// answer is the table as text; one that has a summary may be worth showing
// even without rows.
func answer(t *testing.T, q queries.Query, r queries.Runner, args map[string]string) string {
	t.Helper()
	table, err := q.Run(context.Background(), r, nil, args)
	var usage *queries.UsageError
	switch {
	case errors.As(err, &usage):
		return "error: " + err.Error() + "\n"
	case err != nil:
		t.Fatal(err)
	case table.Empty() && len(table.Summary) == 0:
		return noRows
	}
	var b bytes.Buffer
	if table.Empty() {
		b.WriteString(noRows)
	}
	table.Width = 0
	if err := table.Write(&b, "table"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func arguments(t *testing.T, lines string) map[string]string {
	t.Helper()
	args := map[string]string{}
	for line := range strings.Lines(lines) {
		name, value, ok := strings.Cut(strings.TrimRight(line, "\n"), "=")
		if !ok {
			t.Fatalf("argument %q: want PARAM=VALUE", line)
		}
		args[name] = value
	}
	return args
}

// TestDeclarations holds every built-in query to having a doc line and
// documented parameters and columns, and to the JavaScript of 2009; TestCases
// holds it to having a case.
func TestDeclarations(t *testing.T) {
	all := builtin(t).All()
	if len(all) < 5 {
		t.Errorf("%d built-in queries", len(all))
	}
	for _, q := range all {
		if q.Doc == "" || len(q.Params) == 0 || len(q.Columns) == 0 {
			t.Errorf("%s: lacks doc, parameters or columns", q.Name)
		}
		if newer := regexp.MustCompile("=>|`|\\b(let|const|class)\\b").FindString(q.Gizmo); newer != "" {
			t.Errorf("%s: holds %q, which older consoles cannot read", q.Name, newer)
		}
	}
}
