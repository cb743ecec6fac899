package graph

import (
	"context"
	"fmt"
	"iter"

	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// bulkEngine is an engine with a faster way in for many quads. Quads that are
// there are left out; after an error some may be stored. It is called as update
// is.
type bulkEngine interface {
	bulk(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (added int64, err error)
}

// settled is how many quads of an import get the types of their numbers
// together.
const settled = 1 << 16

// Import adds many quads beside what is there and gives how many were not there
// before. Values take the form that Put gives them; where a predicate is new,
// the first quads decide on its numbers, 65,536 at a time. It stops at the
// first error of the sequence, and at a quad that cannot be stored (a
// *GraphError). What was added until then stays: an import is not one
// transaction, but can be done again.
//
// On a pebble store it takes batches of half a million quads and more, of which
// each becomes visible as a whole; readers go on beside it and other writers
// wait.
func (s *Store) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (added int64, err error) {
	e, ok := s.engine.(bulkEngine)
	if !ok {
		return s.importInSteps(ctx, quads)
	}
	if s.opts.ReadOnly {
		return 0, fmt.Errorf("write %s: %w", s.dsn, ErrReadOnly)
	}
	v, err := s.open(ctx)
	if err != nil {
		return 0, err
	}
	n, err := readNumbers(ctx, v.qs)
	v.done()
	if err != nil {
		return 0, err
	}
	if err := s.gate.enterWrite(ctx); err != nil {
		return 0, fmt.Errorf("write %s: %w", s.dsn, err)
	}
	defer s.gate.leaveWrite()
	marks := int64(0)
	added, err = e.bulk(ctx, func(yield func(quad.Quad, error) bool) {
		for chunk, err := range n.chunks(quads) {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			for _, q := range chunk {
				if q.Label == quad.Value(schema.GraphMeta) {
					marks++
				}
				if !yield(q, nil) {
					return
				}
			}
		}
	})
	return max(0, added-marks), err
}

// chunks gives the quads in the form that is stored, and with them the quads
// that remember the types of numbers.
func (n numbers) chunks(quads iter.Seq2[quad.Quad, error]) iter.Seq2[[]quad.Quad, error] {
	return func(yield func([]quad.Quad, error) bool) {
		var chunk []quad.Quad
		pass := func() bool {
			marks, err := n.settle([]Graph{{Quads: chunk}})
			return yield(append(chunk, marks...), err)
		}
		for q, err := range quads {
			if err == nil {
				q, err = importable(q)
			}
			if err != nil {
				if pass() {
					yield(nil, err)
				}
				return
			}
			chunk = append(chunk, q)
			if len(chunk) == settled {
				if !pass() {
					return
				}
				chunk = chunk[:0]
			}
		}
		pass()
	}
}

func importable(q quad.Quad) (quad.Quad, error) {
	label, ok := q.Label.(quad.IRI)
	if !ok {
		return q, fmt.Errorf("%w: %s: its label is no IRI", ErrBadQuad, line(q))
	}
	if label == schema.GraphMeta {
		return q, &GraphError{label, ErrReserved}
	}
	q, err := canonical(q, label)
	if err != nil {
		return q, &GraphError{label, err}
	}
	return q, checkIRI(label)
}

func (s *Store) importInSteps(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (added int64, err error) {
	var chunk []quad.Quad
	pass := func() error {
		n, err := s.Add(ctx, chunk)
		added, chunk = added+int64(n), chunk[:0]
		return err
	}
	for q, err := range quads {
		if err != nil {
			return added, err
		}
		if chunk = append(chunk, q); len(chunk) == batch {
			if err := pass(); err != nil {
				return added, err
			}
		}
	}
	return added, pass()
}
