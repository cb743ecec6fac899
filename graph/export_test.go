package graph

import (
	"context"
	"errors"
	"time"

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

// PostgresQuads is the quad store of a new PostgreSQL store, for Cayley's own
// tests: one transaction for all that they do, in which a failed write takes
// back what it wrote and nothing else.
func PostgresQuads(ctx context.Context, dsn string) (qs graph.QuadStore, done func(), err error) {
	e, err := openPostgres(ctx, dsn, Options{Create: true})
	if err != nil {
		return nil, nil, err
	}
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := simple(ctx, conn.Conn(), "BEGIN"); err != nil {
		return nil, nil, err
	}
	done = func() {
		rollback(conn.Conn())
		conn.Release()
		_ = e.close()
	}
	return savedQuads{e.quads(ctx, conn.Conn())}, done, nil
}

type savedQuads struct{ *pgQuads }

func (q savedQuads) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	if err := simple(q.ctx, q.conn, "SAVEPOINT entente"); err != nil {
		return err
	}
	err := q.pgQuads.ApplyDeltas(in, opts)
	if err != nil {
		q.err = nil
		if undone := simple(q.ctx, q.conn, "ROLLBACK TO entente"); undone != nil {
			return undone
		}
		return err
	}
	return simple(q.ctx, q.conn, "RELEASE entente; ANALYZE nodes, quads") // as a store does at its end
}

func (q savedQuads) NewQuadWriter() (quad.WriteCloser, error) { return pgWriter{q}, nil }

// ApplyPostgres gives deltas to a PostgreSQL store as Put does.
func ApplyPostgres(ctx context.Context, dsn string, deltas []graph.Delta) error {
	e, err := openPostgres(ctx, dsn, Options{})
	if err != nil {
		return err
	}
	return errors.Join(e.update(ctx, func(qs graph.QuadStore) (bool, error) {
		return true, qs.ApplyDeltas(deltas, graph.IgnoreOpts{})
	}), e.close())
}

// RetryFor gives the options of a store that tries so long to reach a server
// that went away.
func RetryFor(o Options, d time.Duration) Options { o.retry = d; return o }
