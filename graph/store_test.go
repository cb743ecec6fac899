package graph_test

import (
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/storetest"
)

func TestMem(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *graph.Store { return open(t, "mem:", graph.Options{}) })
}

func TestBolt(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *graph.Store {
		return open(t, "bolt:"+filepath.Join(t.TempDir(), "store"), graph.Options{Create: true})
	})
}

func TestPebble(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *graph.Store {
		return open(t, "pebble:"+filepath.Join(t.TempDir(), "store"), graph.Options{Create: true})
	})
}

func open(t testing.TB, dsn string, o graph.Options) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), dsn, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// oneGoroutine leaves out, under the race detector, a test that takes long and
// in which no goroutines share anything.
func oneGoroutine(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("one goroutine: nothing there for the race detector")
	}
}
