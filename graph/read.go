package graph

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// reader turns a store's references into quads and remembers the values that
// it has seen.
type reader struct {
	qs    graph.QuadStore
	known map[any]quad.Value
}

func newReader(qs graph.QuadStore) *reader {
	return &reader{qs: qs, known: map[any]quad.Value{}}
}

var directions = [...]quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label}

// quads reads what it iterates over, and closes it. In no order.
func (r *reader) quads(ctx context.Context, it graph.Iterator) (all []quad.Quad, err error) {
	err = r.chunks(ctx, it, math.MaxInt, func(quads []quad.Quad) error {
		all = quads
		return nil
	})
	return all, err
}

// chunks is quads for so many at a time.
func (r *reader) chunks(ctx context.Context, it graph.Iterator, size int, use func([]quad.Quad) error) error {
	defer it.Close()
	var refs [][len(directions)]graph.Ref
	for it.Next(ctx) {
		var ends [len(directions)]graph.Ref
		for i, d := range directions {
			ends[i] = r.qs.QuadDirection(it.Result(), d)
		}
		if refs = append(refs, ends); len(refs) < size {
			continue
		}
		if err := r.use(ctx, refs, use); err != nil {
			return err
		}
		refs = refs[:0]
	}
	if err := it.Err(); err != nil {
		return err
	}
	return r.use(ctx, refs, use)
}

func (r *reader) use(ctx context.Context, refs [][len(directions)]graph.Ref, use func([]quad.Quad) error) error {
	if err := ctx.Err(); err != nil { // Cayley's iterators don't look
		return context.Cause(ctx)
	}
	if err := r.learn(ctx, refs); err != nil {
		return err
	}
	out := make([]quad.Quad, len(refs))
	for i, ends := range refs {
		for j, d := range directions {
			if ends[j] != nil {
				out[i].Set(d, r.known[ends[j].Key()])
			}
		}
	}
	return use(out)
}

// learn fetches the values that are not known yet, each once.
func (r *reader) learn(ctx context.Context, refs [][len(directions)]graph.Ref) error {
	var unknown []graph.Ref
	for _, ends := range refs {
		for _, ref := range ends {
			if ref == nil {
				continue
			}
			if _, ok := r.known[ref.Key()]; !ok {
				r.known[ref.Key()] = nil
				unknown = append(unknown, ref)
			}
		}
	}
	values, err := graph.ValuesOf(ctx, r.qs, unknown)
	if err != nil {
		return err
	}
	for i, v := range values {
		if v == nil {
			return fmt.Errorf("%w: a quad refers to node %v, which is missing", ErrDamaged, unknown[i].Key())
		}
		r.known[unknown[i].Key()] = v
	}
	return nil
}

// at reads the quads that have the value in that direction.
func (r *reader) at(ctx context.Context, d quad.Direction, v quad.Value) ([]quad.Quad, error) {
	ref := r.qs.ValueOf(v)
	if ref == nil {
		return nil, nil
	}
	return r.quads(ctx, r.qs.QuadIterator(d, ref))
}

// readLabel reads the quads of one graph, sorted.
func readLabel(ctx context.Context, qs graph.QuadStore, label quad.IRI) ([]quad.Quad, error) {
	quads, err := newReader(qs).at(ctx, quad.Label, label)
	if err != nil {
		return nil, fmt.Errorf("read graph %s: %w", label, err)
	}
	slices.SortFunc(quads, compareQuads)
	return quads, nil
}

// Graph yields the quads with that label, sorted as their lines in N-Quads
// sort; none where there is no such graph. Whole numbers come as quad.Int,
// other numbers as quad.Float, so that schema.ReadReading takes them.
func (s *Store) Graph(ctx context.Context, label quad.IRI) iter.Seq2[quad.Quad, error] {
	return s.sequence(ctx, func(qs graph.QuadStore) ([]quad.Quad, error) { return readLabel(ctx, qs, label) })
}

// sequence yields what read reads, once the store is free again: the loop over
// it may call any method of the store.
func (s *Store) sequence(ctx context.Context, read func(graph.QuadStore) ([]quad.Quad, error)) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		var quads []quad.Quad
		err := s.view(ctx, func(qs graph.QuadStore) (err error) {
			quads, err = read(qs)
			return err
		})
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// Labels yields the labels that begin with prefix of the graphs that hold any
// quad, sorted; all of them for an empty prefix. graph:meta is not among them.
func (s *Store) Labels(ctx context.Context, prefix string) iter.Seq2[quad.IRI, error] {
	return func(yield func(quad.IRI, error) bool) {
		labels, err := s.labels(ctx, prefix)
		if err != nil {
			yield("", fmt.Errorf("list the graphs of %s: %w", s.dsn, err))
			return
		}
		for _, label := range labels {
			if !yield(label, nil) {
				return
			}
		}
	}
}

// Articles yields the labels of the article graphs, sorted.
func (s *Store) Articles(ctx context.Context) iter.Seq2[quad.IRI, error] {
	return s.Labels(ctx, schema.NSArticle)
}

func (s *Store) labels(ctx context.Context, prefix string) ([]quad.IRI, error) {
	v, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer v.done()
	return v.readLabels(ctx, prefix)
}

func (v view) readLabels(ctx context.Context, prefix string) ([]quad.IRI, error) {
	refs, err := v.labels(ctx)
	if err != nil {
		return nil, err
	}
	values, err := graph.ValuesOf(ctx, v.qs, refs)
	if err != nil {
		return nil, err
	}
	var labels []quad.IRI
	for _, value := range values {
		if label, ok := value.(quad.IRI); ok && label != schema.GraphMeta && strings.HasPrefix(string(label), prefix) {
			labels = append(labels, label)
		}
	}
	slices.Sort(labels)
	return labels, nil
}
