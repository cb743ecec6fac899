package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph/pebble"
)

// pebbleEngine keeps the quads in a folder of sorted tables (package
// graph/pebble). Views are snapshots, so readers and the writer don't mind
// each other.
type pebbleEngine struct {
	dir    string
	db     *pebble.DB
	locked bool // pidFile is ours
}

func openPebble(dir string, opts Options) (*pebbleEngine, error) {
	if err := checkPebbleDir(dir); err != nil {
		return nil, err
	}
	db, err := openPebbleFiles(dir, opts)
	if err != nil {
		return nil, pebbleError(dir, err)
	}
	e := &pebbleEngine{dir: dir, db: db}
	if !opts.ReadOnly {
		// Only the text of an error another process gets depends on it.
		e.locked = os.WriteFile(filepath.Join(dir, pidFile), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o644) == nil
	}
	return e, nil
}

// openPebbleFiles waits for another program to let go of the store.
func openPebbleFiles(dir string, opts Options) (db *pebble.DB, err error) {
	wait := opts.LockWait
	if wait <= 0 {
		wait = 2 * time.Second
	}
	for until := time.Now().Add(wait); ; time.Sleep(pebble.WaitStep) {
		db, err = pebble.Open(dir, pebble.Options{ReadOnly: opts.ReadOnly, Create: opts.Create && !opts.ReadOnly})
		if !errors.Is(err, pebble.ErrLocked) || time.Now().After(until) {
			return db, err
		}
	}
}

// checkPebbleDir refuses a folder that holds something else, before anything
// is made in it.
func checkPebbleDir(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("store %s: %w", dir, err)
	case !info.IsDir():
		return fmt.Errorf("%s: %w: it is a file, a pebble store is a folder", dir, ErrNotStore)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("store %s: %w", dir, err)
	}
	foreign := false
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == boltFile:
			return fmt.Errorf("%s: %w of this kind: it is a bolt store; open it as bolt:%s", dir, ErrNotStore, dir)
		case pebble.IsManifest(name):
			return nil
		case name != pidFile && name != pebble.LockName:
			foreign = true
		}
	}
	if foreign {
		return fmt.Errorf("%s: %w: the folder holds other files and no manifest", dir, ErrNotStore)
	}
	return nil
}

// pebbleError says what is wrong with the store in the words of this package.
func pebbleError(dir string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pebble.ErrLocked):
		return fmt.Errorf("%s: %w%s; close that program, or let every program open it for reading only", dir, ErrInUse, holder(dir))
	case errors.Is(err, pebble.ErrMissing):
		return fmt.Errorf("no store at %s: %w; load something into it first", dir, ErrNotFound)
	case errors.Is(err, pebble.ErrForeign):
		return fmt.Errorf("%s: %w: %w", dir, ErrNotStore, err)
	case errors.Is(err, pebble.ErrNewer):
		return fmt.Errorf("%s: %w: %w; use the newer program", dir, ErrNewer, err)
	case errors.Is(err, pebble.ErrCorrupt):
		return fmt.Errorf("%s: %w: %w", dir, ErrDamaged, err)
	}
	return fmt.Errorf("store %s: %w", dir, err)
}

func (e *pebbleEngine) view(context.Context) (view, error) {
	q, err := e.db.View()
	if err != nil {
		return view{}, pebbleError(e.dir, err)
	}
	return view{
		qs:     q,
		labels: q.Labels,
		check:  func(ctx context.Context) error { return pebbleError(e.dir, q.Check(ctx)) },
		whole:  true,
		done:   func() { _ = q.Close() },
	}, nil
}

func (e *pebbleEngine) update(_ context.Context, write func(graph.QuadStore) (bool, error)) error {
	var own error
	err := e.db.Update(func(q *pebble.Quads) (changed bool, err error) {
		changed, own = write(q)
		return changed, own
	})
	if own != nil && errors.Is(err, own) {
		return err
	}
	return pebbleError(e.dir, err)
}

func (e *pebbleEngine) exclusive() bool { return false }

func (e *pebbleEngine) close() error {
	if e.locked {
		_ = os.Remove(filepath.Join(e.dir, pidFile))
	}
	return pebbleError(e.dir, e.db.Close())
}

func (e *pebbleEngine) bulk(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (int64, error) {
	var own error
	added, err := e.db.Import(ctx, func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			own = err
			if !yield(q, err) {
				return
			}
		}
	})
	if own != nil && errors.Is(err, own) || ctx.Err() != nil {
		return added, err
	}
	return added, pebbleError(e.dir, err)
}
