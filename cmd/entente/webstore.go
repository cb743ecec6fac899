package main

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// webStore is the store as serve uses it: opened for each request and closed
// after it. So free queries can open it from processes of their own, in a
// server that writes as well, and other commands can load between two
// requests.
//
// A store in a folder takes several readers or one writer. The requests of this server
// wait for each other here; other programs meet the store's lock.
type webStore struct {
	dsn  string
	gate chan struct{} // holds a value a reader; a writer fills it
	turn chan struct{} // held by the writer that is filling it
}

// readers is how many may read at once; the server runs fewer.
const readers = 64

// busyWait is how long a request waits for the requests before it.
const busyWait = 10 * time.Second

func newWebStore(dsn string) *webStore {
	return &webStore{dsn: dsn, gate: make(chan struct{}, readers), turn: make(chan struct{}, 1)}
}

// acquire takes n places of the gate, and gives all back after an error.
func (s *webStore) acquire(ctx context.Context, n int) (leave func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, busyWait, fmt.Errorf("%w: by other requests to this server; try again", graph.ErrInUse))
	defer cancel()
	taken := 0
	leave = func() {
		for range taken {
			<-s.gate
		}
	}
	// A writer keeps new readers out while it waits for those inside.
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	for taken < n {
		select {
		case s.gate <- struct{}{}:
			taken++
		case <-ctx.Done():
			leave()
			return nil, context.Cause(ctx)
		}
	}
	return leave, nil
}

func (s *webStore) enterRead(ctx context.Context) (leave func(), err error) {
	return s.acquire(ctx, 1)
}

func (s *webStore) use(ctx context.Context, n int, o graph.Options, use func(*graph.Store) error) error {
	leave, err := s.acquire(ctx, n)
	if err != nil {
		return err
	}
	defer leave()
	db := dbFlag{dsn: s.dsn}
	return db.open(ctx, o, use)
}

func (s *webStore) read(ctx context.Context, use func(*graph.Store) error) error {
	return s.use(ctx, 1, graph.Options{ReadOnly: true}, use)
}

func (s *webStore) write(ctx context.Context, use func(*graph.Store) error) error {
	return s.use(ctx, readers, graph.Options{}, use)
}

// Gizmo runs the program of a saved query, in this process.
func (s *webStore) Gizmo(ctx context.Context, text string, limit int) iter.Seq2[any, error] {
	return gizmoIn(ctx, s.read, text, limit)
}

// Match finds quads.
func (s *webStore) Match(ctx context.Context, p graph.Pattern, limit int) (quads []quad.Quad, truncated bool, err error) {
	err = s.read(ctx, func(store *graph.Store) (err error) {
		quads, truncated, err = store.Match(ctx, p, limit)
		return err
	})
	return quads, truncated, err
}

// Add adds quads.
func (s *webStore) Add(ctx context.Context, quads []quad.Quad) (n int, err error) {
	err = s.write(ctx, func(store *graph.Store) (err error) { n, err = store.Add(ctx, quads); return err })
	return n, err
}

// Remove removes quads.
func (s *webStore) Remove(ctx context.Context, quads []quad.Quad) (n int, err error) {
	err = s.write(ctx, func(store *graph.Store) (err error) { n, err = store.Remove(ctx, quads); return err })
	return n, err
}

// RemoveNode removes the quads round a node.
func (s *webStore) RemoveNode(ctx context.Context, v quad.Value) (n int, err error) {
	err = s.write(ctx, func(store *graph.Store) (err error) { n, err = store.RemoveNode(ctx, v); return err })
	return n, err
}
