package graph

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// MapSmall gives the options of a system where a bolt file cannot be mapped
// large, as on Windows.
func MapSmall(o Options) Options { o.mapSmall = true; return o }

// FailWrite writes quads as Put does and then fails, or fails before that.
func (s *Store) FailWrite(ctx context.Context, quads []quad.Quad, fail error) error {
	return s.update(ctx, func(qs graph.QuadStore) (bool, error) {
		if err := apply(ctx, qs, quads, nil); err != nil {
			return false, err
		}
		return true, fail
	})
}

// SetVersion makes the store one of another format version.
func (s *Store) SetVersion(ctx context.Context, version int) error {
	return s.update(ctx, func(qs graph.QuadStore) (bool, error) {
		old, err := readLabel(ctx, qs, schema.GraphMeta)
		if err != nil {
			return false, err
		}
		return true, apply(ctx, qs, []quad.Quad{metaQuad(metaVersion, quad.Int(version))}, old)
	})
}
