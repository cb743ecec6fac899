package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// folderEngine is an engine that keeps the quads in a folder and can make a
// copy of it while it is used.
type folderEngine interface {
	folder() string
	copyTo(ctx context.Context, dir string) error
}

// Checkpoint makes a copy of the store as it is now in dir, a new folder: of a
// pebble store by hard links where both lie on one file system, so in a moment
// and in no room. The copy is a store of its own that changes no more with this
// one. It fails with ErrNoFolder on a store that lies in no folder.
func (s *Store) Checkpoint(ctx context.Context, dir string) error {
	e, ok := s.engine.(folderEngine)
	if !ok {
		return fmt.Errorf("copy %s: %w; export it as N-Quads", s.dsn, ErrNoFolder)
	}
	if _, err := os.Stat(dir); err == nil {
		return fmt.Errorf("copy %s to %s: %w", s.dsn, dir, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy %s: %w", s.dsn, err)
	}
	if err := s.gate.enterRead(ctx); err != nil {
		return fmt.Errorf("read %s: %w", s.dsn, err)
	}
	defer s.gate.leaveRead()
	if err := e.copyTo(ctx, dir); err != nil {
		return fmt.Errorf("copy %s to %s: %w", s.dsn, dir, err)
	}
	return nil
}

// Backup makes a copy of the store as it is now in dir, a new folder, and
// verifies the copy.
func (s *Store) Backup(ctx context.Context, dir string) error {
	if err := s.Checkpoint(ctx, dir); err != nil {
		return err
	}
	kind := "bolt:"
	if _, ok := s.engine.(*pebbleEngine); ok {
		kind = "pebble:"
	}
	saved, err := Open(ctx, kind+dir, Options{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(saved.Verify(ctx), saved.Close())
}

// Rebuild writes the quads of the store into a new store of any kind, without
// what removals left in the old one, and gives their number.
func (s *Store) Rebuild(ctx context.Context, dsn string) (n int64, err error) {
	fresh, err := Open(ctx, dsn, Options{Create: true})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, fresh.Close()) }()
	if n, err = fresh.Count(ctx); err != nil || n > 0 {
		return 0, errors.Join(err, fmt.Errorf("rebuild %s into %s: it holds %d quads already: %w", s.dsn, dsn, n, fs.ErrExist))
	}
	if _, err := fresh.Import(ctx, s.all(ctx)); err != nil {
		return 0, fmt.Errorf("rebuild %s into %s: %w", s.dsn, dsn, err)
	}
	if n, err = fresh.Count(ctx); err != nil {
		return 0, err
	}
	if want, err := s.Count(ctx); err != nil || n != want {
		return n, errors.Join(err, fmt.Errorf("rebuild %s into %s: %w: it holds %d quads, of %d", s.dsn, dsn, ErrDamaged, n, want))
	}
	return n, nil
}

// all yields all quads in no order, those of graph:meta aside.
func (s *Store) all(ctx context.Context) iter.Seq2[quad.Quad, error] {
	if s.engine.exclusive() {
		return s.Subgraph(ctx, Filter{})
	}
	return func(yield func(quad.Quad, error) bool) {
		v, err := s.open(ctx)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		defer v.done()
		it := v.qs.QuadsAllIterator()
		defer it.Close()
		for it.Next(ctx) {
			q := v.qs.Quad(it.Result())
			if q.Label == quad.Value(schema.GraphMeta) {
				continue
			}
			if !q.IsValid() {
				yield(q, fmt.Errorf("read %s: %w: a quad refers to a node that is missing", s.dsn, ErrDamaged))
				return
			}
			if !yield(q, nil) {
				return
			}
		}
		if err := errors.Join(it.Err(), context.Cause(ctx)); err != nil {
			yield(quad.Quad{}, fmt.Errorf("read %s: %w", s.dsn, err))
		}
	}
}

// DiskBytes is how many bytes the files of the store take; 0 for a store that
// lies in no folder.
func (s *Store) DiskBytes() (n int64, err error) {
	e, ok := s.engine.(folderEngine)
	if !ok {
		return 0, nil
	}
	err = filepath.WalkDir(e.folder(), func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // files come and go
		}
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("size of %s: %w", s.dsn, err)
	}
	return n, nil
}

func (e *pebbleEngine) folder() string { return e.dir }
func (e *boltEngine) folder() string   { return e.dir }

func (e *pebbleEngine) copyTo(_ context.Context, dir string) error {
	return pebbleError(e.dir, e.db.Checkpoint(dir))
}

// copyTo writes the pages of one transaction.
func (e *boltEngine) copyTo(_ context.Context, dir string) (err error) {
	defer damageTo(&err)()
	tx, err := e.db.Begin(false)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return tx.CopyFile(filepath.Join(dir, boltFile), 0o644)
}
