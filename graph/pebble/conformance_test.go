package pebble_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"

	"github.com/entente-kg/entente/graph/pebble"
)

func open(t testing.TB, dir string) *pebble.DB {
	t.Helper()
	db, err := pebble.Open(dir, pebble.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// inCayley makes a folder of Cayley's module the present one: its suite looks
// for data from there.
func inCayley(t *testing.T) {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Skipf("the data of Cayley's suite are not at hand: %v", err)
	}
	t.Chdir(filepath.Join(strings.TrimSpace(string(dir)), "graph", "kv", "bolt"))
}

// TestCayley is Cayley's own suite for stores. Its integration tests take a
// minute and run with RUN_INTEGRATION=true.
func TestCayley(t *testing.T) {
	inCayley(t)
	graphtest.TestAll(t, func(t testing.TB) (graph.QuadStore, graph.Options, func()) {
		db := open(t, t.TempDir())
		q := db.Live()
		return q, nil, func() {
			if err := q.Err(); err != nil {
				t.Error(err)
			}
			if err := q.Close(); err != nil {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	}, &graphtest.Config{AlwaysRunIntegration: false})
}
