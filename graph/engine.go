package graph

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
)

// view is a store as it was at one moment.
type view struct {
	qs     graph.QuadStore
	labels func(ctx context.Context) ([]graph.Ref, error) // of the graphs that hold any quad
	check  func(ctx context.Context) error                // of what only the engine can see
	whole  bool                                           // check compares counts, indexes and nodes, too
	done   func()                                         // to be called when nobody uses the view any more
}

// engine is what a kind of store has to provide. Store calls it through its
// gate: update is never called twice at once, and beside a view only if
// exclusive is false.
type engine interface {
	// view gives the store as it is now, for as long as ctx lasts. It does not change until done is
	// called; where exclusive is true, because no update runs.
	view(ctx context.Context) (view, error)
	// update runs write. What write did is kept as a whole if it reports a
	// change and no error, else nothing of it. An engine may run write again,
	// after an attempt of which nothing was kept.
	update(ctx context.Context, write func(qs graph.QuadStore) (changed bool, err error)) error
	// exclusive says that views and updates must not overlap.
	exclusive() bool
	close() error
}
