package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

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
// *GraphError). What was added until then may stay: an import is not one
// transaction, but can be done again.
//
// On a pebble store up to sixteen million quads become visible together;
// readers go on beside it and other writers wait.
func (s *Store) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (added int64, err error) {
	return s.importWith(ctx, quads, func(e *GraphError) error { return e })
}

// ImportGraphs is Import for whole graphs that are new in the store: one that
// cannot be stored as it is goes to reject, once, is left out as a whole, and
// the others go in.
func (s *Store) ImportGraphs(ctx context.Context, quads iter.Seq2[quad.Quad, error], reject func(*GraphError)) (added int64, err error) {
	bad := map[quad.IRI]bool{}
	good := func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			if label, _ := q.Label.(quad.IRI); err == nil && bad[label] {
				continue
			}
			if !yield(q, err) {
				return
			}
		}
	}
	added, err = s.importWith(ctx, good, func(e *GraphError) error {
		if !bad[e.Label] {
			reject(e)
		}
		bad[e.Label] = true
		return nil
	})
	delete(bad, schema.GraphMeta)
	for label := range bad { // what went in before the quad that cannot be stored
		n, forgetErr := s.Forget(ctx, label)
		if added -= int64(n); forgetErr != nil && !errors.Is(forgetErr, ErrNotFound) {
			err = errors.Join(err, forgetErr)
		}
	}
	return added, err
}

// Bulk says whether Import is a faster way in than Put.
func (s *Store) Bulk() bool {
	_, ok := s.engine.(bulkEngine)
	return ok
}

// importWith asks refuse what to do about a graph that cannot be stored: nil
// leaves the quad out.
func (s *Store) importWith(ctx context.Context, quads iter.Seq2[quad.Quad, error], refuse func(*GraphError) error) (added int64, err error) {
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
	chunks := n.chunks(quads, refuse)
	e, ok := s.engine.(bulkEngine)
	if !ok {
		return s.importInSteps(ctx, chunks)
	}
	if err := s.gate.enterWrite(ctx); err != nil {
		return 0, fmt.Errorf("write %s: %w", s.dsn, err)
	}
	defer s.gate.leaveWrite()
	marks := int64(0)
	added, err = e.bulk(ctx, func(yield func(quad.Quad, error) bool) {
		for c, err := range chunks {
			marks += int64(len(c.marks))
			for _, q := range append(c.quads, c.marks...) {
				if !yield(q, nil) {
					return
				}
			}
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
		}
	})
	return max(0, added-marks), err
}

// chunk is a part of what is imported, in the form that is stored.
type chunk struct {
	quads []quad.Quad
	marks []quad.Quad // that remember the types of numbers
}

// chunks gives the quads in chunks. With an error comes what was good before.
func (n numbers) chunks(quads iter.Seq2[quad.Quad, error], refuse func(*GraphError) error) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		var taken []quad.Quad
		var good checked
		for q, err := range quads {
			if err == nil {
				q, err = good.importable(q)
			}
			if e, ok := errors.AsType[*GraphError](err); ok {
				if err = refuse(e); err == nil {
					continue
				}
			}
			if err != nil {
				c, _ := n.chunk(taken, refuse)
				yield(c, err)
				return
			}
			if taken = append(taken, q); len(taken) == settled {
				if c, err := n.chunk(taken, refuse); !yield(c, err) || err != nil {
					return
				}
				taken = taken[:0]
			}
		}
		yield(n.chunk(taken, refuse))
	}
}

// chunk settles the numbers of the quads, in place.
func (n numbers) chunk(quads []quad.Quad, refuse func(*GraphError) error) (chunk, error) {
	marks := n.meet([]Graph{{Quads: quads}}).marks()
	kept := quads[:0]
	for _, q := range quads {
		v, err := n.convert(q)
		if err != nil {
			label, _ := q.Label.(quad.IRI)
			err = refuse(&GraphError{label, fmt.Errorf("%w: %s: %w", ErrBadQuad, line(q), err)})
			if err != nil {
				return chunk{kept, marks}, err
			}
			continue
		}
		q.Object = v
		kept = append(kept, q)
	}
	return chunk{kept, marks}, nil
}

// checked holds the ends that many quads share with the one before, once they
// are known to be good.
type checked struct{ subject, label quad.Value }

func (c *checked) importable(q quad.Quad) (quad.Quad, error) {
	label, ok := q.Label.(quad.IRI)
	switch {
	case !ok:
		return q, &GraphError{label, fmt.Errorf("%w: %s: its label is no IRI", ErrBadQuad, line(q))}
	case label == schema.GraphMeta:
		return q, &GraphError{label, ErrReserved}
	case q.Label != c.label:
		if err := checkIRI(label); err != nil {
			return q, &GraphError{label, fmt.Errorf("%w: label: %w", ErrBadQuad, err)}
		}
	}
	q, err := canonicalAfter(q, c.subject)
	if err != nil {
		return q, &GraphError{label, err}
	}
	c.subject, c.label = q.Subject, q.Label
	return q, nil
}

// importInSteps adds the chunks as Add does, which makes its own marks.
func (s *Store) importInSteps(ctx context.Context, chunks iter.Seq2[chunk, error]) (added int64, err error) {
	for c, err := range chunks {
		for part := range slices.Chunk(c.quads, batch) {
			n, err := s.Add(ctx, part)
			if added += int64(n); err != nil {
				return added, err
			}
		}
		if err != nil {
			return added, err
		}
	}
	return added, nil
}
