package graph

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cayleygraph/cayley/graph"
	graphlog "github.com/cayleygraph/cayley/graph/log"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"
)

// Quads and nodes are copied into tables of the connection's own, which are
// not logged, and go from there into those of the store, a statement for all
// of a batch.
const (
	pgStage = `
CREATE TEMPORARY TABLE IF NOT EXISTS entente_nodes (
	hash BYTEA, refs INT, value BYTEA, value_string TEXT, datatype TEXT, language TEXT, iri BOOLEAN, bnode BOOLEAN,
	value_int BIGINT, value_bool BOOLEAN, value_float double precision, value_time timestamp with time zone
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS entente_quads (
	subject_hash BYTEA, predicate_hash BYTEA, object_hash BYTEA, label_hash BYTEA
) ON COMMIT DELETE ROWS;
TRUNCATE entente_nodes, entente_quads`

	// Rows go in in the order of their hashes, as Cayley's own writer takes
	// them: two programs then wait for each other, and not both at once.
	pgAddNodes = `
INSERT INTO nodes (hash, refs, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time)
SELECT hash, refs, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time
FROM entente_nodes ORDER BY hash
ON CONFLICT (hash) DO UPDATE SET refs = nodes.refs + EXCLUDED.refs`

	pgAddQuads = `
INSERT INTO quads (subject_hash, predicate_hash, object_hash, label_hash, ts)
SELECT subject_hash, predicate_hash, object_hash, label_hash, now()
FROM entente_quads ORDER BY subject_hash, predicate_hash, object_hash, label_hash
ON CONFLICT DO NOTHING`

	pgPresent = `
SELECT s.subject_hash, s.predicate_hash, s.object_hash, s.label_hash
FROM entente_quads s JOIN quads q ON q.subject_hash = s.subject_hash AND q.predicate_hash = s.predicate_hash
	AND q.object_hash = s.object_hash AND (q.label_hash = s.label_hash OR q.label_hash IS NULL AND s.label_hash IS NULL)`

	pgRemoveLabelled = `
DELETE FROM quads q USING entente_quads s
WHERE q.subject_hash = s.subject_hash AND q.predicate_hash = s.predicate_hash AND q.object_hash = s.object_hash
	AND q.label_hash = s.label_hash
RETURNING s.subject_hash, s.predicate_hash, s.object_hash, s.label_hash`

	pgRemoveUnlabelled = `
DELETE FROM quads q USING entente_quads s
WHERE q.subject_hash = s.subject_hash AND q.predicate_hash = s.predicate_hash AND q.object_hash = s.object_hash
	AND q.label_hash IS NULL AND s.label_hash IS NULL
RETURNING s.subject_hash, s.predicate_hash, s.object_hash, s.label_hash`

	pgLockNodes   = `SELECT n.hash FROM nodes n JOIN entente_nodes s ON n.hash = s.hash ORDER BY n.hash FOR UPDATE OF n`
	pgReleaseRefs = `UPDATE nodes n SET refs = n.refs - s.refs FROM entente_nodes s WHERE n.hash = s.hash`
	pgDropNodes   = `DELETE FROM nodes n USING entente_nodes s WHERE n.hash = s.hash AND n.refs <= 0`
)

var (
	pgNodeColumns = []string{"hash", "refs", "value", "value_string", "datatype", "language", "iri", "bnode", "value_int", "value_bool", "value_float", "value_time"}
	pgQuadColumns = []string{"subject_hash", "predicate_hash", "object_hash", "label_hash"}
)

// ApplyDeltas adds quads and then removes some, in the open transaction. After
// an error that transaction is lost.
func (q *pgQuads) ApplyDeltas(in []graph.Delta, opts graph.IgnoreOpts) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.forget()
	deltas := graphlog.SplitDeltas(in)
	err := q.add(deltas, in, opts)
	if err == nil {
		err = q.remove(deltas, opts)
	}
	return q.fail(q.ctx, err)
}

func (q *pgQuads) add(deltas *graphlog.Deltas, in []graph.Delta, opts graph.IgnoreOpts) error {
	if len(deltas.QuadAdd) == 0 {
		return nil
	}
	quads, repeated := hashesOf(deltas.QuadAdd)
	if repeated && !opts.IgnoreDup {
		return &graph.DeltaError{Err: graph.ErrQuadExists}
	}
	if err := q.stageQuads(quads); err != nil {
		return err
	}
	if opts.IgnoreDup {
		present, err := q.hashes(pgPresent)
		if err != nil {
			return err
		}
		if repeated || len(present) > 0 {
			if quads = without(quads, present); len(quads) == 0 {
				return nil
			}
			if err := q.stageQuads(quads); err != nil {
				return err
			}
		}
	}
	if err := q.stageNodes(quads, valuesByHash(in)); err != nil {
		return err
	}
	if _, err := q.conn.Exec(q.ctx, pgAddNodes); err != nil {
		return err
	}
	done, err := q.conn.Exec(q.ctx, pgAddQuads)
	if err != nil {
		return err
	}
	if int(done.RowsAffected()) != len(quads) {
		return &graph.DeltaError{Err: graph.ErrQuadExists}
	}
	q.added += done.RowsAffected()
	return nil
}

// remove also takes out the nodes that no quad has any more, of those that the
// removed quads had.
func (q *pgQuads) remove(deltas *graphlog.Deltas, opts graph.IgnoreOpts) error {
	if len(deltas.QuadDel) == 0 {
		return nil
	}
	quads, repeated := hashesOf(deltas.QuadDel)
	if repeated && !opts.IgnoreMissing {
		return &graph.DeltaError{Err: graph.ErrQuadNotExist}
	}
	if err := q.stageQuads(quads); err != nil {
		return err
	}
	removed, err := q.hashes(pgRemoveLabelled)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(quads, func(h graph.QuadHash) bool { return !h.Label.Valid() }) {
		more, err := q.hashes(pgRemoveUnlabelled)
		if err != nil {
			return err
		}
		removed = append(removed, more...)
	}
	if len(removed) != len(quads) && !opts.IgnoreMissing {
		return &graph.DeltaError{Err: graph.ErrQuadNotExist}
	}
	if len(removed) == 0 {
		return nil
	}
	if err := q.stageNodes(removed, nil); err != nil {
		return err
	}
	for _, sql := range []string{pgLockNodes, pgReleaseRefs, pgDropNodes} {
		if _, err := q.conn.Exec(q.ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

// hashesOf is the set of the quads, sorted, and whether one was there twice.
func hashesOf(updates []graphlog.QuadUpdate) (quads []graph.QuadHash, repeated bool) {
	quads = make([]graph.QuadHash, len(updates))
	for i, u := range updates {
		quads[i] = u.Quad
	}
	slices.SortFunc(quads, compareHashes)
	quads = slices.Compact(quads)
	return quads, len(quads) < len(updates)
}

func compareHashes(a, b graph.QuadHash) int {
	for _, d := range directions {
		x, y := a.Get(d), b.Get(d)
		if c := bytes.Compare(x[:], y[:]); c != 0 {
			return c
		}
	}
	return 0
}

func without(quads, present []graph.QuadHash) []graph.QuadHash {
	there := make(map[graph.QuadHash]bool, len(present))
	for _, h := range present {
		there[h] = true
	}
	return slices.DeleteFunc(quads, func(h graph.QuadHash) bool { return there[h] })
}

func valuesByHash(in []graph.Delta) map[graph.ValueHash]quad.Value {
	known := make(map[quad.Value]bool, 2*len(in))
	values := make(map[graph.ValueHash]quad.Value, 2*len(in))
	for _, d := range in {
		for _, dir := range directions {
			if v := d.Quad.Get(dir); v != nil && !known[v] {
				known[v] = true
				values[graph.HashOf(v)] = v
			}
		}
	}
	return values
}

// stageQuads copies the quads over, instead of what was there.
func (q *pgQuads) stageQuads(quads []graph.QuadHash) error {
	if err := simple(q.ctx, q.conn, pgStage); err != nil {
		return err
	}
	_, err := q.conn.CopyFrom(q.ctx, pgx.Identifier{"entente_quads"}, pgQuadColumns, pgx.CopyFromSlice(len(quads), func(i int) ([]any, error) {
		h := &quads[i]
		return []any{hashBytes(&h.Subject), hashBytes(&h.Predicate), hashBytes(&h.Object), hashBytes(&h.Label)}, nil
	}))
	return err
}

func hashBytes(h *graph.ValueHash) any {
	if !h.Valid() {
		return nil
	}
	return h[:]
}

// stageNodes copies over the nodes of the quads and how often these have each,
// sorted, with their values where these are given.
func (q *pgQuads) stageNodes(quads []graph.QuadHash, values map[graph.ValueHash]quad.Value) error {
	refs := make(map[graph.ValueHash]int, 2*len(quads))
	for _, h := range quads {
		for _, d := range directions {
			if n := h.Get(d); n.Valid() {
				refs[n]++
			}
		}
	}
	nodes := make([]graph.ValueHash, 0, len(refs))
	for h := range refs {
		nodes = append(nodes, h)
	}
	slices.SortFunc(nodes, func(a, b graph.ValueHash) int { return bytes.Compare(a[:], b[:]) })
	_, err := q.conn.CopyFrom(q.ctx, pgx.Identifier{"entente_nodes"}, pgNodeColumns, pgx.CopyFromSlice(len(nodes), func(i int) ([]any, error) {
		return nodeRow(nodes[i], refs[nodes[i]], values[nodes[i]])
	}))
	return err
}

// nodeRow is a row of pgNodeColumns, with the value encoded as Cayley does it.
func nodeRow(h graph.ValueHash, refs int, v quad.Value) ([]any, error) {
	row := make([]any, len(pgNodeColumns))
	row[0], row[1] = h[:], refs
	if v == nil {
		return row, nil
	}
	kind, values, err := csql.NodeValues(csql.NodeHash{ValueHash: h}, v)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBadQuad, quad.StringOf(v), err)
	}
	for i, column := range kind.Columns() {
		value := values[i+1] // the first is the hash
		if at, ok := value.(time.Time); ok {
			value = at.Round(time.Microsecond) // as PostgreSQL does with Cayley's own writer; the driver would cut
		}
		row[slices.Index(pgNodeColumns, column)] = value
	}
	return row, nil
}

// hashes runs a statement that gives quads.
func (q *pgQuads) hashes(sql string) ([]graph.QuadHash, error) {
	rows, err := q.conn.Query(q.ctx, sql)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h graph.QuadHash, err error) {
		var ends [4]csql.NodeHash
		if err := scanHashes(row, ends[:]); err != nil {
			return h, err
		}
		for i, d := range directions {
			h.Set(d, ends[i].ValueHash)
		}
		return h, nil
	})
}

// NewQuadWriter gives a writer that skips quads which are there.
func (q *pgQuads) NewQuadWriter() (quad.WriteCloser, error) { return pgWriter{q}, nil }

type pgWriter struct{ quads graph.QuadStore }

func (w pgWriter) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w pgWriter) WriteQuads(quads []quad.Quad) (int, error) {
	deltas := make([]graph.Delta, len(quads))
	for i, q := range quads {
		deltas[i] = graph.Delta{Quad: q, Action: graph.Add}
	}
	if err := w.quads.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		return 0, err
	}
	return len(quads), nil
}

func (w pgWriter) Close() error { return nil }

// check looks for quads whose ends are missing and for nodes that would be
// removed too early.
func (q *pgQuads) check(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	const sql = `
WITH ends AS (
	SELECT hash, count(*) AS n FROM (
		SELECT subject_hash AS hash FROM quads UNION ALL SELECT predicate_hash FROM quads
		UNION ALL SELECT object_hash FROM quads UNION ALL SELECT label_hash FROM quads WHERE label_hash IS NOT NULL
	) AS e GROUP BY hash
)
SELECT count(*) FILTER (WHERE nodes.hash IS NULL), count(*) FILTER (WHERE nodes.refs < ends.n)
FROM ends LEFT JOIN nodes ON nodes.hash = ends.hash`
	var missing, early int64
	if err := q.conn.QueryRow(ctx, sql).Scan(&missing, &early); err != nil {
		return q.fail(ctx, err)
	}
	if missing+early > 0 {
		return fmt.Errorf("%w: %d nodes are missing, %d count too few quads", ErrDamaged, missing, early)
	}
	return nil
}
