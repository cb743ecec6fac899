package graph

import (
	"context"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/graph/shapes"
)

// memEngine keeps the quads in memory, in Cayley's memstore. That store is not
// safe for concurrent use, so the engine is exclusive. It cannot roll back:
// Store checks every quad before it writes, and memstore's own writing has no
// way to fail.
type memEngine struct{ qs *memQuads }

func newMemEngine() *memEngine {
	return &memEngine{qs: &memQuads{QuadStore: memstore.New()}}
}

func (e *memEngine) view(context.Context) (view, error) {
	return view{qs: e.qs, labels: e.qs.labels, check: func(context.Context) error { return nil }, done: func() {}}, nil
}

func (e *memEngine) update(_ context.Context, write func(graph.QuadStore) (bool, error)) error {
	_, err := write(e.qs)
	return err
}

func (e *memEngine) exclusive() bool { return true }
func (e *memEngine) close() error    { return nil }

// memQuads is a memstore with three repairs. Several readers may start its
// whole-store iterators at once, where memstore sets a flag in itself. And the
// iterator over all nodes does not pretend to know how many there are:
// memstore counts the quads among them, and g.V().Count() believed it. And many
// quads are removed by building the store anew without them. It hides no
// optimiser, as memstore has none, and has one for what Cayley cannot do itself.
type memQuads struct {
	*memstore.QuadStore
	mu sync.Mutex
}

var _ shape.Optimizer = (*memQuads)(nil)

// OptimizeShape repairs what would end the process.
func (q *memQuads) OptimizeShape(s shape.Shape) (shape.Shape, bool) {
	return shapes.Repair(s)
}

func (q *memQuads) NodesAllIterator() graph.Iterator {
	q.mu.Lock()
	defer q.mu.Unlock()
	stats, err := q.Stats(context.Background(), false)
	return guess(q.QuadStore.NodesAllIterator(), func() (int64, error) { return stats.Nodes.Size, err })
}

func (q *memQuads) QuadsAllIterator() graph.Iterator {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.QuadStore.QuadsAllIterator()
}

// rebuildFrom is the number of quads from which on their removal builds the
// store anew. Memstore looks through all of itself for each: among 300,000
// quads it took 2 ms to remove one, and 6 s to add them all, on a busy machine.
const rebuildFrom = 2000

func (q *memQuads) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	if len(in) < rebuildFrom || in[0].Action != graph.Delete {
		return q.QuadStore.ApplyDeltas(in, opts)
	}
	removed := make(map[quad.Quad]bool, len(in))
	for _, d := range in {
		removed[d.Quad] = true
	}
	fresh, n := memstore.New(), 0
	it := q.QuadsAllIterator()
	defer it.Close()
	for it.Next(context.Background()) {
		if old := q.Quad(it.Result()); removed[old] {
			n++
		} else {
			fresh.AddQuad(old)
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	if n != len(removed) {
		return graph.ErrQuadNotExist
	}
	q.QuadStore = fresh
	return nil
}

func (q *memQuads) labels(ctx context.Context) ([]graph.Ref, error) {
	it := q.QuadsAllIterator()
	defer it.Close()
	seen := map[any]bool{}
	var refs []graph.Ref
	for it.Next(ctx) {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if ref := q.QuadDirection(it.Result(), quad.Label); ref != nil && !seen[ref.Key()] {
			seen[ref.Key()] = true
			refs = append(refs, ref)
		}
	}
	return refs, it.Err()
}
