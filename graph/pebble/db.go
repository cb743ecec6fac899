package pebble

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	lsm "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrLocked  = errors.New("another program has it open")
	ErrMissing = errors.New("there is no store")
	ErrForeign = errors.New("it is not a store of this kind")
	ErrNewer   = errors.New("a later version wrote it")
	ErrCorrupt = errors.New("its content is damaged")
	ErrFailed  = errors.New("writing failed, and nothing more is read or written until it is opened again")
)

// Options say how to open a store.
type Options struct {
	ReadOnly bool
	Create   bool // make a store where none is

	ImportBatch int    // for tests: quads whose values an import gives ids together; half a million if 0
	FS          vfs.FS // for tests: the file system; the machine's if nil
	Columns     bool   // for tests: read all values of a predicate wherever that could pay
}

const (
	cacheBytes    = 64 << 20 // of blocks of tables, unpacked
	memTableBytes = 32 << 20 // written and not yet in a table; read again when the store is opened
	tableBytes    = 16 << 20 // of a table that compaction writes
	openFiles     = 1000     // tables held open
	formatOfFiles = lsm.FormatTableFormatV6
)

// DB is an open store.
type DB struct {
	dir  string
	opts Options
	fs   vfs.FS
	db   *lsm.DB

	tableOptions sstable.WriterOptions // of tables that Import writes
	tables       atomic.Int64          // made by imports so far
	lock         interface{ Close() error }

	write    sync.Mutex // held by who writes
	counters counters   // as of the last write; guarded by state
	state    sync.Mutex
	names    *names
	sizes    sizes
	columns  columns

	failed  chan struct{} // closed when writing failed for good
	failure atomic.Pointer[error]
}

// Open opens the store in the folder dir. It fails with one of the errors
// above.
func Open(dir string, o Options) (*DB, error) {
	d := &DB{dir: dir, opts: o, fs: o.FS, names: newNames(), failed: make(chan struct{})}
	if d.fs == nil {
		d.fs = vfs.Default
	}
	d.fs = &files{d.fs, d.fail}
	if err := d.open(); err != nil {
		return nil, join(err, d.release())
	}
	return d, nil
}

func (d *DB) open() error {
	if err := d.check(); err != nil {
		return err
	}
	lock, err := lockFile(filepath.Join(d.dir, LockName), d.opts.ReadOnly)
	if err != nil {
		return err
	}
	d.lock = lock
	cache := lsm.NewCache(cacheBytes)
	defer cache.Unref()
	err = d.guard(func() (err error) {
		o := d.options(cache)
		d.db, err = lsm.Open(d.dir, o)
		o.EnsureDefaults()
		d.tableOptions = o.MakeWriterOptions(0, formatOfFiles.MaxTableFormat())
		return err
	})
	if err != nil {
		return d.explain(err)
	}
	if !d.opts.ReadOnly {
		d.clean()
	}
	return d.begin()
}

// clean removes tables that an import left when its process was killed.
func (d *DB) clean() {
	names, err := d.fs.List(d.dir)
	if err != nil {
		return // they only take room
	}
	for _, name := range names {
		if strings.HasPrefix(name, tableName) {
			_ = d.fs.Remove(filepath.Join(d.dir, name))
		}
	}
}

// check says what lies in dir before anything is made there.
func (d *DB) check() error {
	desc, err := lsm.Peek(d.dir, d.fs)
	switch {
	case errors.Is(err, fs.ErrNotExist) && d.opts.Create && !d.opts.ReadOnly:
		return d.fs.MkdirAll(d.dir, 0o755)
	case errors.Is(err, fs.ErrNotExist):
		return ErrMissing
	case err != nil:
		return d.explain(err)
	case !desc.Exists && !(d.opts.Create && !d.opts.ReadOnly):
		return ErrMissing
	case desc.Exists && desc.FormatMajorVersion > formatOfFiles:
		return fmt.Errorf("%w: its files have format %d, this program reads up to %d", ErrNewer, desc.FormatMajorVersion, formatOfFiles)
	}
	return nil
}

func (d *DB) options(cache *lsm.Cache) *lsm.Options {
	o := &lsm.Options{
		FS: d.fs, ReadOnly: d.opts.ReadOnly, ErrorIfNotExists: !d.opts.Create || d.opts.ReadOnly,
		Cache: cache, MaxOpenFiles: openFiles, FormatMajorVersion: formatOfFiles,
		MemTableSize: memTableBytes, MemTableStopWritesThreshold: 4,
		L0CompactionThreshold: 8, L0StopWritesThreshold: 1000, LBaseMaxBytes: 64 << 20,
		CompactionConcurrencyRange: func() (int, int) { return 1, 2 },
		Logger:                     fatal{d},
		EventListener: &lsm.EventListener{
			BackgroundError: d.backgroundError,
			DataCorruption:  func(lsm.DataCorruptionInfo) {}, // who reads gets an error
		},
	}
	o.TargetFileSizes[0] = tableBytes
	return o
}

// begin reads the counters, or lays out a new store.
func (d *DB) begin() error {
	b, closer, err := d.db.Get(countersKey)
	if errors.Is(err, lsm.ErrNotFound) {
		return d.layOut()
	}
	if err != nil {
		return d.explain(err)
	}
	defer closer.Close()
	if len(b) > 0 && b[0] > formatVersion {
		return fmt.Errorf("%w: layout %d, this program reads up to %d", ErrNewer, b[0], formatVersion)
	}
	c, ok := readCounters(b)
	if !ok {
		return fmt.Errorf("%w: its counters make no sense", ErrCorrupt)
	}
	d.counters = c
	return nil
}

func (d *DB) layOut() error {
	it, err := d.db.NewIter(nil)
	if err != nil {
		return d.explain(err)
	}
	empty := !it.First()
	if err := join(it.Error(), it.Close()); err != nil {
		return d.explain(err)
	}
	if !empty {
		return fmt.Errorf("%w: it has no counters", ErrForeign)
	}
	d.counters = counters{next: 1}
	if d.opts.ReadOnly {
		return ErrMissing
	}
	return d.guard(func() error { return d.db.Set(countersKey, d.counters.bytes(), lsm.Sync) })
}

// Close closes the store. No view may be open any more.
func (d *DB) Close() error { return d.release() }

func (d *DB) release() error {
	var err error
	if d.db != nil && d.failure.Load() == nil {
		err = d.guard(func() error {
			var err error
			if !d.opts.ReadOnly {
				err = d.db.Flush() // so that the next program need not read the log
			}
			return join(err, d.db.Close())
		})
	}
	if d.lock != nil {
		err = join(err, d.lock.Close())
	}
	return d.explain(err)
}

// Counts are the nodes and quads that are stored now.
func (d *DB) Counts() (nodes, quads int64) {
	c := d.now()
	return c.nodes, c.quads
}

func (d *DB) now() counters {
	d.state.Lock()
	defer d.state.Unlock()
	return d.counters
}

func (d *DB) set(c counters) {
	d.state.Lock()
	defer d.state.Unlock()
	d.counters = c
	d.sizes.clear()
}

// Err says why nothing can be read or written any more, if that is so.
func (d *DB) Err() error {
	if p := d.failure.Load(); p != nil {
		return fmt.Errorf("%w: %w", ErrFailed, *p)
	}
	return nil
}

func (d *DB) fail(err error) {
	if d.failure.CompareAndSwap(nil, &err) {
		close(d.failed)
	}
}

// guard runs what writes, in a goroutine of its own: where the log or the list
// of tables cannot be written, Pebble ends the program, or here that goroutine
// stands still (see stop).
func (d *DB) guard(write func() error) error {
	if err := d.Err(); err != nil {
		return err
	}
	var err error
	done := make(chan struct{})
	go func() {
		finished := false
		defer func() {
			if p := recover(); p != nil {
				d.fail(fmt.Errorf("%v", p))
				return
			}
			if finished {
				close(done)
			}
		}()
		err = write()
		finished = true
	}()
	select {
	case <-done:
		return err
	case <-d.failed:
		return d.Err()
	}
}

// backgroundError notes that tables cannot be written. Pebble would try again
// for ever, and writers would wait for it.
func (d *DB) backgroundError(err error) {
	if !errors.Is(err, lsm.ErrCancelledCompaction) {
		d.fail(err)
	}
}

// explain puts corruption and what else has a name of ours into our words.
func (d *DB) explain(err error) error {
	var ofSystem *os.PathError
	switch {
	case err == nil, errors.Is(err, ErrCorrupt), errors.Is(err, ErrFailed):
		return err
	case lsm.IsCorruptionError(err),
		// What is not the system's doing is the content's, where a store is opened.
		d.db == nil && (errors.Is(err, fs.ErrNotExist) || !errors.As(err, &ofSystem)):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return err
}

// fatal is Pebble's logger. What Pebble logs is for its developers. What it
// calls fatal stops the goroutine that called, and the store.
type fatal struct{ d *DB }

func (fatal) Infof(string, ...any)  {}
func (fatal) Errorf(string, ...any) {}
func (f fatal) Fatalf(format string, args ...any) {
	f.d.fail(fatalError(format, args))
	stop()
}

// fatalError keeps an error that the message was made of.
func fatalError(format string, args []any) error {
	for _, a := range args {
		if err, ok := a.(error); ok {
			return err
		}
	}
	return fmt.Errorf(format, args...)
}

// Checkpoint makes a copy of the store as it is now in a new folder, by hard
// links where that can be.
func (d *DB) Checkpoint(dir string) error {
	if d.opts.ReadOnly {
		return d.explain(d.copyFiles(dir))
	}
	return d.explain(d.guard(func() error { return d.db.Checkpoint(dir, lsm.WithFlushedWAL()) }))
}

// copyFiles copies the files of a store that nobody writes: our lock keeps
// others from it.
func (d *DB) copyFiles(dir string) error {
	names, err := d.fs.List(d.dir)
	if err != nil {
		return err
	}
	if err := d.fs.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range names {
		from, to := filepath.Join(d.dir, name), filepath.Join(dir, name)
		switch {
		case strings.HasSuffix(name, ".sst"): // never changes
			err = vfs.LinkOrCopy(d.fs, from, to)
		case strings.Contains(name, "."), IsManifest(name), strings.HasPrefix(name, "OPTIONS-"):
			err = vfs.Copy(d.fs, from, to)
		}
		if err != nil {
			return err
		}
	}
	folder, err := d.fs.OpenDir(dir)
	if err != nil {
		return err
	}
	return join(folder.Sync(), folder.Close())
}
