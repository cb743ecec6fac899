package graph

import (
	"context"
	"fmt"

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
	all, err := newReader(v.qs).quads(ctx, v.qs.QuadsAllIterator())
	if err != nil {
		return fmt.Errorf("verify %s: %w", s.dsn, err)
	}
	stats, err := v.qs.Stats(ctx, false)
	if err != nil {
		return fmt.Errorf("verify %s: %w", s.dsn, err)
	}
	if n := len(sortedSet(all)); int64(n) != stats.Quads.Size {
		return fmt.Errorf("verify %s: %w: it counts %d quads and holds %d", s.dsn, ErrDamaged, stats.Quads.Size, n)
	}
	labels, err := v.readLabels(ctx, "")
	if err != nil {
		return err
	}
	labelled := 0
	for _, label := range append(labels, schema.GraphMeta) {
		quads, err := readLabel(ctx, v.qs, label)
		if err != nil {
			return fmt.Errorf("verify %s: %w", s.dsn, err)
		}
		labelled += len(quads)
	}
	if labelled != len(all) {
		return fmt.Errorf("verify %s: %w: %d of its quads are in no graph that the index knows", s.dsn, ErrDamaged, len(all)-labelled)
	}
	return nil
}
