package graph

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// formatVersion is the version of the layout that this package writes and
// reads. Raise it when an older program would misread a store.
const formatVersion = 1

// Predicates of graph:meta, where a store keeps what it has to know of
// itself. Nobody else writes there, and no export holds it.
const (
	metaVersion quad.IRI = "ir:formatVersion" // of the store: an Int
	metaWhole   quad.IRI = "ir:wholeNumbers"  // to each predicate whose numbers are Ints
	metaDecimal quad.IRI = "ir:decimals"      // to each predicate whose numbers are Floats
)

func metaQuad(p quad.IRI, o quad.Value) quad.Quad {
	return quad.Quad{Subject: schema.GraphMeta, Predicate: p, Object: o, Label: schema.GraphMeta}
}

// checkVersion refuses a store that is newer than this package, or that it did
// not make, and marks a new one.
func (s *Store) checkVersion(ctx context.Context) error {
	version, empty := 0, false
	err := s.view(ctx, func(qs graph.QuadStore) (err error) {
		defer damageTo(&err)()
		meta, err := readLabel(ctx, qs, schema.GraphMeta)
		if err != nil {
			return err
		}
		for _, q := range meta {
			if v, ok := q.Object.(quad.Int); ok && q.Predicate == metaVersion {
				version = int(v)
			}
		}
		empty = isEmpty(ctx, qs)
		return nil
	})
	switch {
	case err != nil:
		return err
	case version > formatVersion:
		return fmt.Errorf("%s: %w: %d, this program reads up to %d; use the newer program", s.dsn, ErrNewer, version, formatVersion)
	case version > 0:
		return nil
	case !empty:
		return fmt.Errorf("%s: %w of this program: it has no ir:formatVersion; export it as N-Quads and load them", s.dsn, ErrNotStore)
	case s.opts.ReadOnly && !s.isMem():
		return fmt.Errorf("no store at %s, it was never written: %w", s.dsn, ErrNotFound)
	}
	return s.mark(ctx)
}

func (s *Store) mark(ctx context.Context) error {
	mark := []quad.Quad{metaQuad(metaVersion, quad.Int(formatVersion))}
	err := s.engine.update(ctx, func(qs graph.QuadStore) (bool, error) {
		if !isEmpty(ctx, qs) {
			return false, nil // another program was here first
		}
		return true, apply(ctx, qs, mark, nil)
	})
	if err != nil {
		return fmt.Errorf("mark %s: %w", s.dsn, err)
	}
	return nil
}

func (s *Store) isMem() bool { _, ok := s.engine.(*memEngine); return ok }

func isEmpty(ctx context.Context, qs graph.QuadStore) bool {
	it := qs.QuadsAllIterator()
	defer it.Close()
	return !it.Next(ctx)
}
