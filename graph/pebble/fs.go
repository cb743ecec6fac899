package pebble

import (
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// LockName is the file that is locked. Pebble would lock it for one process
// alone; here several may read at once.
const LockName = "LOCK"

// unlocked is a file system on which Pebble's own lock does nothing.
type unlocked struct{ vfs.FS }

func (u unlocked) Lock(string) (io.Closer, error) { return nothing{}, nil }
func (u unlocked) Unwrap() vfs.FS                 { return u.FS }

type nothing struct{}

func (nothing) Close() error { return nil }

func endGoroutine() { runtime.Goexit() }

// WaitStep is how often to try again to open a store that another program has
// open.
const WaitStep = 20 * time.Millisecond

// IsManifest knows the names of the list of tables, which every store has, and
// of the file that says which is the present one.
func IsManifest(name string) bool {
	return strings.HasPrefix(name, "MANIFEST-") || strings.HasPrefix(name, "marker.manifest.")
}
