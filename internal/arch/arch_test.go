package arch_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/internal/arch"
)

func TestLayers(t *testing.T) {
	found, err := arch.Violations(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Error(v)
	}
}

// TestViolations holds that the check can fail, rule by rule.
func TestViolations(t *testing.T) {
	const ours = "github.com/entente-kg/entente/"
	for _, c := range []struct{ file, imports, want string }{
		{"extract/coder.go", ours + "graph", "extract/coder.go:2: extract must not import graph"},
		{"extract/rules/rules.go", ours + "loaders/text", "extract/rules/rules.go:2: extract/rules must not import loaders/text"},
		{"extract/coder.go", ours + "extract/when", ""},
		{"extract/coder.go", ours + "schema", ""},
		{"schema/article.go", ours + "schema/data", ""},
		{"schema/article.go", ours + "nlp", "schema/article.go:2: schema must not import nlp"},
		{"loaders/load.go", ours + "extract", "loaders/load.go:2: loaders must not import extract"},
		{"queries/run.go", ours + "graph", "queries/run.go:2: queries must not import graph"},
		{"queries/run_test.go", ours + "graph", ""},
		{"nlp/analyzer.go", ours + "nlp/train", "nlp/analyzer.go:2: nlp must not import nlp/train"},
		{"cmd/train/main.go", ours + "nlp/train", ""},
		{"cmd/entente/main.go", ours + "nlp/train", "cmd/entente/main.go:2: cmd/entente must not import nlp/train"},
		{"cmd/entente/main.go", ours + "graph", ""},
		{"graph/store.go", ours + "internal/testkit", "graph/store.go:2: graph must not import internal/testkit"},
		{"graph/store_test.go", ours + "internal/testkit", ""},
		{"graph/store.go", ours + "internal/testkit/postgres", "graph/store.go:2: graph must not import internal/testkit/postgres"},
		{"graph/store_test.go", ours + "internal/testkit/postgres", ""},
		{"graph/store.go", "github.com/cayleygraph/cayley/graph", ""},
		{"graph/export/dot.go", "github.com/cayleygraph/cayley/graph", "graph/export/dot.go:2: graph/export must not import github.com/cayleygraph/cayley/graph"},
		{"graph/export/dot.go", ours + "graph", "graph/export/dot.go:2: graph/export must not import graph"},
		{"graph/export/dot.go", ours + "schema", ""},
		{"graph/export/dot_test.go", ours + "graph/export", ""},
		{"queries/run.go", "github.com/cayleygraph/cayley/graph", "queries/run.go:2: only graph may import github.com/cayleygraph/cayley"},
		{"queries/run.go", "github.com/cayleygraph/quad", ""},
		{"loaders/load.go", "github.com/spf13/cobra", "loaders/load.go:2: only cmd may import github.com/spf13/cobra"},
		{"cmd/entente/main.go", "github.com/spf13/cobra", ""},
		{"graph/store.go", "github.com/google/go-cmp/cmp", "graph/store.go:2: only tests may import github.com/google/go-cmp"},
		{"graph/storetest/suite.go", "github.com/google/go-cmp/cmp", ""},
		{"utils/x.go", "fmt", "utils/x.go:1: no layer is called utils"},
		{"graph/testdata/x.go", ours + "server", ""},
	} {
		tree := fstest.MapFS{c.file: {Data: []byte("package x\nimport _ \"" + c.imports + "\"\n")}}
		found, err := arch.Violations(tree)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		if c.want != "" {
			want = []string{c.want}
		}
		if d := cmp.Diff(want, found); d != "" {
			t.Errorf("%s importing %s (-want +got):\n%s", c.file, c.imports, d)
		}
	}
}
