package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// Options say how to open a store. The zero value opens an existing one for
// reading and writing.
type Options struct {
	ReadOnly bool          // refuse writes; several processes may read a bolt store at once
	LockWait time.Duration // how long to wait for another process to let go of a bolt store; 2 s if not positive
	Create   bool          // make a store that is not there yet

	retry    time.Duration // for tests: how long a write to a server that went away is tried again
	mapSmall bool          // for tests: do as where a bolt file cannot be mapped large
}

// Store is an open Cayley store. Its methods may be called from several
// goroutines at once, and from within a loop over one of its sequences.
type Store struct {
	dsn    string
	opts   Options
	engine engine
	gate   *gate
}

// Open opens the store that a data source name stands for:
//
//	mem:        a new empty store in memory, gone with Close
//	pebble:PATH the folder PATH, with the quads in sorted tables
//	bolt:PATH   the folder PATH, with the quads in PATH/indexes.bolt
//	postgres:…  the database of a postgres:// URL, with the quads in the tables
//	            of Cayley's own SQL backend
//
// It fails with ErrBadDSN, ErrNotFound, ErrNotStore, ErrDamaged, ErrInUse or
// ErrNewer, each with the path and what to do, and for a server also with
// ErrUnreachable or ErrDenied. No error shows a DSN's password.
func Open(ctx context.Context, dsn string, opts Options) (*Store, error) {
	e, err := openEngine(ctx, dsn, opts)
	if err != nil {
		return nil, err
	}
	s := &Store{dsn: Redacted(dsn), opts: opts, engine: e, gate: newGate(e.exclusive())}
	if err := s.checkVersion(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func openEngine(ctx context.Context, dsn string, opts Options) (engine, error) {
	kind, path, ok := strings.Cut(dsn, ":")
	switch {
	case isPostgres(dsn):
		return openPostgres(ctx, dsn, opts)
	case ok && kind == "mem" && path == "":
		return newMemEngine(), nil
	case ok && kind == "bolt" && path == "":
		return nil, fmt.Errorf("%q: %w: bolt: wants a path, as in bolt:my-store", dsn, ErrBadDSN)
	case ok && kind == "bolt":
		return openBolt(path, opts)
	case ok && kind == "pebble" && path == "":
		return nil, fmt.Errorf("%q: %w: pebble: wants a path, as in pebble:my-store", dsn, ErrBadDSN)
	case ok && kind == "pebble":
		return openPebble(path, opts)
	case ok && kind == "sqlite":
		return nil, fmt.Errorf("%q: %w: Cayley's sqlite store drops a fact that a second article states too; use pebble:PATH", dsn, ErrBadDSN)
	}
	return nil, fmt.Errorf("%q: %w: use mem:, pebble:PATH, bolt:PATH or postgres://…", Redacted(dsn), ErrBadDSN)
}

// closeWait is how long Close waits for queries that are still running. Their
// sequences end at once when their loops do; only a query that spends long in
// one built-in JavaScript function takes longer.
const closeWait = 10 * time.Second

// Close waits for what is running, up to ten seconds, and closes the store.
// Loops over the store's sequences have to end first.
func (s *Store) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	err := s.gate.close(ctx)
	if errors.Is(err, ErrClosed) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("close %s: queries are still running", s.dsn)
	}
	return s.engine.close()
}

// view calls read with the store as it is now.
func (s *Store) view(ctx context.Context, read func(qs graph.QuadStore) error) error {
	v, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer v.done()
	return read(v.qs)
}

// open is view for those who cannot say in one function what they read.
func (s *Store) open(ctx context.Context) (view, error) {
	if err := s.gate.enterRead(ctx); err != nil {
		return view{}, fmt.Errorf("read %s: %w", s.dsn, err)
	}
	v, err := s.engine.view(ctx)
	if err != nil {
		s.gate.leaveRead()
		return view{}, err
	}
	release := v.done
	v.done = func() { release(); s.gate.leaveRead() }
	return v, nil
}

// update runs write, all or nothing.
func (s *Store) update(ctx context.Context, write func(qs graph.QuadStore) (changed bool, err error)) error {
	if s.opts.ReadOnly {
		return fmt.Errorf("write %s: %w", s.dsn, ErrReadOnly)
	}
	if err := s.gate.enterWrite(ctx); err != nil {
		return fmt.Errorf("write %s: %w", s.dsn, err)
	}
	defer s.gate.leaveWrite()
	return s.engine.update(ctx, write)
}

// Count is the number of quads stored, those of graph:meta aside.
func (s *Store) Count(ctx context.Context) (int64, error) {
	var n int64
	err := s.view(ctx, func(qs graph.QuadStore) error {
		stats, err := qs.Stats(ctx, false)
		if err != nil {
			return fmt.Errorf("count %s: %w", s.dsn, err)
		}
		meta, err := readLabel(ctx, qs, schema.GraphMeta)
		n = stats.Quads.Size - int64(len(meta))
		return err
	})
	return n, err
}

// Has says whether the graph with that label holds any quad.
func (s *Store) Has(ctx context.Context, label quad.IRI) (bool, error) {
	found := false
	err := s.view(ctx, func(qs graph.QuadStore) error {
		ref := qs.ValueOf(label)
		if ref == nil {
			return nil
		}
		it := qs.QuadIterator(quad.Label, ref)
		defer it.Close()
		found = it.Next(ctx)
		return it.Err()
	})
	return found, err
}
