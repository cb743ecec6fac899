package graph

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/quad"
	hidalgo "github.com/hidal-go/hidalgo/kv"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	boltFile = "indexes.bolt" // the name that Cayley gives it
	pidFile  = "pid"          // who has it open for writing; advisory

	// The file is mapped into that much address space from the start, so
	// that a writer never has to wait for readers in order to map it anew,
	// which is how bolt deadlocks. It costs neither memory nor disk.
	boltMap = 64 << 30
)

// boltEngine keeps the quads in a bolt file, in the layout of Cayley's bolt
// backend with one index more, by label.
//
// Cayley's store object keeps a cache of node numbers and a buffer of index
// entries that a failed write leaves wrong, and readers can put stale numbers
// back into that cache. Therefore no such object outlives its transaction:
// each view and each update makes its own over one bolt transaction.
type boltEngine struct {
	dir    string
	db     *bbolt.DB
	locked bool // pidFile is ours
	alone  bool // the file could not be mapped large enough
}

func openBolt(dir string, opts Options) (*boltEngine, error) {
	if err := checkBoltDir(dir, opts); err != nil {
		return nil, err
	}
	db, alone, err := openBoltFile(dir, opts)
	if err != nil {
		return nil, err
	}
	e := &boltEngine{dir: dir, db: db, alone: alone}
	if !opts.ReadOnly {
		// Only the text of an error another process gets depends on it.
		e.locked = os.WriteFile(filepath.Join(dir, pidFile), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o644) == nil
	}
	if err := e.begin(opts); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// checkBoltDir says whether dir can be opened or made, and makes the folder
// where it has to be.
func checkBoltDir(dir string, opts Options) error {
	create := opts.Create && !opts.ReadOnly
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) && create:
		return os.MkdirAll(dir, 0o755)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("no store at %s: %w; load something into it first", dir, ErrNotFound)
	case err != nil:
		return fmt.Errorf("store %s: %w", dir, err)
	case !info.IsDir():
		return fmt.Errorf("%s: %w: it is a file, a bolt store is a folder", dir, ErrNotStore)
	}
	err = checkBoltFile(filepath.Join(dir, boltFile))
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("store %s: %w", dir, err)
	}
	for _, entry := range entries {
		if entry.Name() != pidFile {
			return fmt.Errorf("%s: %w: the folder holds other files and no %s", dir, ErrNotStore, boltFile)
		}
	}
	if !create {
		return fmt.Errorf("no store at %s, the folder is empty: %w; load something into it first", dir, ErrNotFound)
	}
	return nil
}

// openBoltFile opens the file, mapped as large as the system lets it be. Alone
// says that it had to do with less.
func openBoltFile(dir string, opts Options) (db *bbolt.DB, alone bool, err error) {
	defer damageTo(&err)()
	wait := opts.LockWait
	if wait <= 0 {
		wait = 2 * time.Second
	}
	file := filepath.Join(dir, boltFile)
	for _, size := range boltMaps(opts) {
		db, err = bbolt.Open(file, 0o644, &bbolt.Options{
			Timeout: wait, ReadOnly: opts.ReadOnly, InitialMmapSize: size, FreelistType: bbolt.FreelistMapType,
		})
		if !errors.Is(err, syscall.ENOMEM) {
			alone = uint64(size) < boltMap
			break
		}
	}
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, false, fmt.Errorf("%s: %w%s; close that program, or let every program open it for reading only", dir, ErrInUse, holder(dir))
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return nil, false, fmt.Errorf("%s: %w: %w", file, ErrDamaged, err)
	case err != nil:
		return nil, false, fmt.Errorf("store %s: %w", dir, err)
	}
	return db, alone, nil
}

// holder names the process that has the store open, as far as its pid file
// tells.
func holder(dir string) string {
	b, err := os.ReadFile(filepath.Join(dir, pidFile))
	pid, err2 := strconv.Atoi(strings.TrimSpace(string(b)))
	switch {
	case err != nil || err2 != nil:
		return ""
	case pid == os.Getpid():
		return " by this process"
	}
	return fmt.Sprintf(" by process %d", pid)
}

// begin lays out a new store, or makes sure that an old one is Cayley's.
func (e *boltEngine) begin(opts Options) error {
	err := e.look()
	if errors.Is(err, graph.ErrNotInitialized) && opts.Create && !opts.ReadOnly {
		return e.init()
	}
	if errors.Is(err, graph.ErrNotInitialized) {
		return fmt.Errorf("%s: %w: %s holds no Cayley graph", e.dir, ErrNotStore, boltFile)
	}
	return err
}

func (e *boltEngine) look() (err error) {
	defer damageTo(&err)()
	v, err := e.view(context.Background())
	if err == nil {
		v.done()
	}
	return err
}

// init writes Cayley's head and the indexes.
func (e *boltEngine) init() error {
	indexes, err := json.Marshal(boltIndexes())
	if err != nil {
		return err
	}
	err = e.db.Update(func(tx *bbolt.Tx) error {
		one := &oneTx{tx: tx}
		if err := kv.Init(one, nil); err != nil {
			return err
		}
		return one.Put(hidalgo.SKey("meta", "indexes"), indexes)
	})
	if err != nil {
		return fmt.Errorf("laying out %s: %w", e.dir, err)
	}
	return nil
}

func (e *boltEngine) view(context.Context) (view, error) {
	tx, err := e.db.Begin(false)
	if err != nil {
		return view{}, fmt.Errorf("store %s: %w", e.dir, err)
	}
	done := func() { _ = tx.Rollback() }
	one := &oneTx{tx: tx}
	qs, err := quadsOver(one)
	if err != nil {
		done()
		return view{}, fmt.Errorf("store %s: %w", e.dir, err)
	}
	labels := func(ctx context.Context) ([]graph.Ref, error) { return boltLabels(ctx, qs, one) }
	check := func(ctx context.Context) error { return checkKeys(ctx, tx) }
	return view{qs: qs, labels: labels, check: check, done: done}, nil
}

func (e *boltEngine) update(_ context.Context, write func(graph.QuadStore) (bool, error)) (err error) {
	defer damageTo(&err)()
	tx, err := e.db.Begin(true)
	if err != nil {
		return fmt.Errorf("store %s: %w", e.dir, err)
	}
	defer tx.Rollback() // does nothing after a commit
	qs, err := quadsOver(&oneTx{tx: tx})
	if err != nil {
		return fmt.Errorf("store %s: %w", e.dir, err)
	}
	changed, err := write(qs)
	if err != nil || !changed {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store %s: %w", e.dir, err)
	}
	return nil
}

func (e *boltEngine) exclusive() bool { return e.alone }

func (e *boltEngine) close() error {
	if e.locked {
		_ = os.Remove(filepath.Join(e.dir, pidFile))
	}
	return e.db.Close()
}

// boltLabels leaps through the label index from label to label. The index also
// holds what was removed.
func boltLabels(ctx context.Context, qs graph.QuadStore, tx *oneTx) ([]graph.Ref, error) {
	var refs []graph.Ref
	last := uint64(0) // quads without a label are none of ours
	for {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		key, err := tx.after(labelIndex().Key(nil)[0], binary.BigEndian.AppendUint64(nil, last+1))
		if err != nil || len(key) < 8 {
			return refs, err
		}
		last = binary.BigEndian.Uint64(key)
		ref := kv.Int64Value(last)
		it := qs.QuadIterator(quad.Label, ref)
		if it.Next(ctx) {
			refs = append(refs, ref)
		}
		if err := errors.Join(it.Err(), it.Close()); err != nil {
			return nil, err
		}
	}
}

// checkKeys reads every key of every bucket: they must be in order. (Bolt's own
// check runs in a goroutine of bolt's, where a fault ends the process.)
func checkKeys(ctx context.Context, tx *bbolt.Tx) (err error) {
	defer damageTo(&err)()
	return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var last []byte
		c := b.Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if last != nil && bytes.Compare(last, k) >= 0 {
				return fmt.Errorf("%w: the keys of bucket %q are out of order", ErrDamaged, name)
			}
			last = k
		}
		return nil
	})
}
