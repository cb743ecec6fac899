package graph

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// Verify reads the whole store and says with ErrDamaged where it contradicts
// itself: pages that make no sense, quads that refer to nodes which are not
// there, quads that the indexes miss, a wrong count. It cannot know whether
// what is stored is what was put.
func (s *Store) Verify(ctx context.Context) error {
	v, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer v.done()
	if err := v.check(ctx); err != nil {
		return fmt.Errorf("verify %s: %w", s.dsn, err)
	}
	if v.whole {
		return nil
	}
	if err := v.compare(ctx); err != nil {
		return fmt.Errorf("verify %s: %w", s.dsn, err)
	}
	return nil
}

// compare holds the sequence of all quads against the count and against the
// graphs, of which it has one in memory at a time.
func (v view) compare(ctx context.Context) error {
	all, graphs := newSum(), sum{}
	graphs.seed = all.seed
	r := newReader(v.qs)
	err := r.chunks(ctx, v.qs.QuadsAllIterator(), batch, func(quads []quad.Quad) error {
		all.add(quads)
		if len(r.known) > maxKnown {
			clear(r.known)
		}
		return nil
	})
	if err != nil {
		return err
	}
	stats, err := v.qs.Stats(ctx, false)
	if err != nil {
		return err
	}
	labels, err := v.readLabels(ctx, "")
	if err != nil {
		return err
	}
	for _, label := range append(labels, schema.GraphMeta) {
		quads, err := readLabel(ctx, v.qs, label)
		if err != nil {
			return err
		}
		graphs.add(slices.CompactFunc(quads, func(a, b quad.Quad) bool { return compareQuads(a, b) == 0 }))
	}
	switch {
	case graphs.n != stats.Quads.Size:
		return fmt.Errorf("%w: it counts %d quads and its graphs hold %d", ErrDamaged, stats.Quads.Size, graphs.n)
	case graphs != all:
		return fmt.Errorf("%w: it holds %d quads that are not the %d of the graphs that the index knows", ErrDamaged, all.n, graphs.n)
	}
	return nil
}

// maxKnown is how many values a reader of everything keeps.
const maxKnown = 1 << 18

// sum is the number of some quads and a sum over them, in any order.
type sum struct {
	seed maphash.Seed
	n    int64
	sum  uint64
}

func newSum() sum { return sum{seed: maphash.MakeSeed()} }

func (s *sum) add(quads []quad.Quad) {
	for _, q := range quads {
		s.n++
		s.sum += maphash.String(s.seed, nquad(q))
	}
}
