package pebble

import (
	"io"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// LockName is the file that is locked. Pebble would lock it for one process
// alone; here several may read at once.
const LockName = "LOCK"

// files is the file system that Pebble gets. Its own lock does nothing there,
// as we have ours. And where a log cannot be written, which Pebble takes for a
// fault of the program, the store fails instead.
type files struct {
	vfs.FS
	failed func(error)
}

func (f *files) Lock(string) (io.Closer, error) { return nothing{}, nil }
func (f *files) Unwrap() vfs.FS                 { return f.FS }

func (f *files) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	file, err := f.FS.Create(name, c)
	return f.log(name, file, err)
}

func (f *files) ReuseForWrite(old, name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	file, err := f.FS.ReuseForWrite(old, name, c)
	return f.log(name, file, err)
}

// OpenDir opens a folder, to sync it: a new log has to be found again.
func (f *files) OpenDir(name string) (vfs.File, error) {
	file, err := f.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return logFile{file, f}, nil
}

func (f *files) log(name string, file vfs.File, err error) (vfs.File, error) {
	if !strings.HasSuffix(name, ".log") {
		return file, err
	}
	_ = f.check(err)
	return logFile{file, f}, nil
}

// check does not come back from an error.
func (f *files) check(err error) error {
	if err != nil {
		f.failed(err)
		stop()
	}
	return nil
}

// logFile is a log that is written, or the folder of logs.
type logFile struct {
	vfs.File
	files *files
}

func (l logFile) Write(b []byte) (int, error) {
	n, err := l.File.Write(b)
	return n, l.files.check(err)
}

func (l logFile) Sync() error     { return l.files.check(l.File.Sync()) }
func (l logFile) SyncData() error { return l.files.check(l.File.SyncData()) }
func (l logFile) Close() error    { return l.files.check(l.File.Close()) }

func (l logFile) SyncTo(n int64) (full bool, err error) {
	full, err = l.File.SyncTo(n)
	return full, l.files.check(err)
}

type nothing struct{}

func (nothing) Close() error { return nil }

// stop keeps a goroutine of Pebble's from going on. It cannot end: Pebble holds
// some locks and has let go of others, so that what it put off for the end
// would end the process. The store has failed then and is not used any more.
func stop() { select {} }

// WaitStep is how often to try again to open a store that another program has
// open.
const WaitStep = 20 * time.Millisecond

// IsManifest knows the names of the list of tables, which every store has, and
// of the file that says which is the present one.
func IsManifest(name string) bool {
	return strings.HasPrefix(name, "MANIFEST-") || strings.HasPrefix(name, "marker.manifest.")
}
