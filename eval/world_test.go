package eval

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// wired is the real coder over the built-in tables.
type wired struct {
	analyzer *nlp.Analyzer
	world    *schema.World
	coder    *extract.Coder
}

var wire = sync.OnceValues(func() (wired, error) {
	var w wired
	var err error
	if w.analyzer, err = nlp.New(); err != nil {
		return w, err
	}
	if w.world, err = schema.Builtin(); err != nil {
		return w, err
	}
	w.coder, err = extract.New(w.analyzer, w.world)
	return w, err
})

func wiring(t testing.TB) wired {
	t.Helper()
	w, err := wire()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// open opens a file of the shared material; the test is skipped without it.
func open(t testing.TB, name ...string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{testkit.Shared(t)}, name...)...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
