package pebble_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/entente-kg/entente/graph/pebble"
)

// TestDiskFull lets the disk fill up at one write after the other: in an
// import, and in an update. The error says so, and what was stored before is
// there when the store is opened again.
func TestDiskFull(t *testing.T) {
	quads := collect(t, news(3000))
	old, more := quads[:1000], quads[1000:]
	for name, write := range map[string]func(db *pebble.DB) error{
		"import": func(db *pebble.DB) error { _, err := db.Import(t.Context(), sequence(more)); return err },
		"update": func(db *pebble.DB) error {
			live := db.Live()
			defer live.Close()
			var deltas []graph.Delta
			for _, q := range more {
				deltas = append(deltas, graph.Delta{Quad: q, Action: graph.Add})
			}
			return live.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true})
		},
	} {
		failed := 0
		for left := range 12 {
			var writes atomic.Int64
			writes.Store(1 << 60)
			disk := errorfs.Wrap(vfs.Default, errorfs.InjectorFunc(func(op errorfs.Op) error {
				if op.Kind.ReadOrWrite() == errorfs.OpIsWrite && writes.Add(-1) < 0 {
					return syscall.ENOSPC
				}
				return nil
			}))
			dir := t.TempDir()
			db, err := pebble.Open(dir, pebble.Options{Create: true, FS: disk})
			if err != nil {
				t.Fatal(err)
			}
			apply(t, db, graph.Add, old...)
			writes.Store(int64(left))
			err = write(db)
			if err != nil {
				failed++
				if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "no space left") {
					t.Errorf("%s, %d writes left: got error %v", name, left, err)
				}
			}
			writes.Store(1 << 60)
			_ = db.Close() // may say again what went wrong
			db, err2 := pebble.Open(dir, pebble.Options{})
			if err2 != nil {
				t.Fatalf("%s, %d writes left: opened again: %v", name, left, err2)
			}
			got, want := content(t, db), lines(quads)
			if err != nil && !slices.Equal(got, want) {
				want = lines(old)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %d writes left, error %v: got %d quads, want %d", name, left, err, len(got), len(want))
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
		if failed == 0 {
			t.Errorf("%s: no write failed", name)
		}
	}
}
