package graph

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/jackc/pgx/v5"
)

// pgQuads is a quad store over one transaction. A node is the hash of its value
// and a quad is four of them, as in Cayley's SQL backend.
//
// Much of what Cayley asks of a store has no context and cannot fail. So the
// store keeps the context of its view, and its first error, which every
// iterator reports at its end: no answer is silently short.
type pgQuads struct {
	ctx   context.Context
	told  func(context.Context, error) error
	plan  *csql.Optimizer
	lists int // of nodes, in the plans

	mu      sync.Mutex // a query's rows are named in one goroutine while another looks for the next
	conn    *pgx.Conn
	err     error
	cursors int      // declared so far
	added   int64    // quads
	unused  []string // cursors to be closed with the next statement
	values  map[graph.ValueHash]quad.Value
	unnamed map[graph.ValueHash]bool // seen in rows, without values yet
	sizes   map[string]int64         // of iterators, by statement
}

var (
	_ graph.BatchQuadStore = (*pgQuads)(nil)
	_ shape.Optimizer      = (*pgQuads)(nil)
)

const (
	pgValues  = 200_000 // values remembered at most
	pgUnnamed = 2_000   // nodes whose values are fetched with that of another
)

// forget drops what a write may have changed.
func (q *pgQuads) forget() {
	clear(q.values)
	clear(q.unnamed)
	clear(q.sizes)
}

// fail keeps the first error.
func (q *pgQuads) fail(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	} else if kindOf(err) == pgOther { // others go up as they are, to be tried again
		err = q.told(ctx, err)
	}
	if q.err == nil {
		q.err = err
	}
	return err
}

// ValueOf gives the node of a value, nil where the store has none.
func (q *pgQuads) ValueOf(v quad.Value) graph.Ref {
	if v == nil {
		return nil
	}
	h := graph.HashOf(v)
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.learn(q.ctx, []graph.ValueHash{h}); err != nil || q.values[h] == nil {
		return nil
	}
	return csql.NodeHash{ValueHash: h}
}

// RefsOf gives the nodes of values and fails where there is none.
func (q *pgQuads) RefsOf(ctx context.Context, values []quad.Value) ([]graph.Ref, error) {
	hashes := make([]graph.ValueHash, len(values))
	for i, v := range values {
		hashes[i] = graph.HashOf(v)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.learn(ctx, hashes); err != nil {
		return nil, err
	}
	refs := make([]graph.Ref, len(values))
	for i, h := range hashes {
		if q.values[h] == nil {
			return nil, fmt.Errorf("node of %v: %w", values[i], ErrNotFound)
		}
		refs[i] = csql.NodeHash{ValueHash: h}
	}
	return refs, nil
}

// NameOf gives the value of a node, nil where it cannot be had.
func (q *pgQuads) NameOf(ref graph.Ref) quad.Value {
	if v := q.known(ref); v != nil {
		return v
	}
	values, err := q.ValuesOf(q.ctx, []graph.Ref{ref})
	if err != nil {
		return nil
	}
	return values[0]
}

// known is the value of a node, nil where it was not fetched yet.
func (q *pgQuads) known(ref graph.Ref) quad.Value {
	h, ok := hashOf(ref)
	if !ok {
		return nil
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.values[h]
}

// ValuesOf gives the values of nodes. What it fetches it fetches together with
// the values of other nodes that iterators gave before: who asks for one often
// asks for the next.
func (q *pgQuads) ValuesOf(ctx context.Context, refs []graph.Ref) ([]quad.Value, error) {
	hashes := make([]graph.ValueHash, 0, len(refs))
	for _, ref := range refs {
		if h, ok := hashOf(ref); ok {
			hashes = append(hashes, h)
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.learn(ctx, hashes); err != nil {
		return nil, err
	}
	values := make([]quad.Value, len(refs))
	for i, ref := range refs {
		if fetched, ok := ref.(graph.PreFetchedValue); ok {
			values[i] = fetched.NameOf()
		} else if h, ok := hashOf(ref); ok {
			values[i] = q.values[h]
		}
	}
	return values, nil
}

func hashOf(ref graph.Ref) (graph.ValueHash, bool) {
	switch ref := ref.(type) {
	case csql.NodeHash:
		return ref.ValueHash, ref.Valid()
	case graph.ValueHash:
		return ref, ref.Valid()
	}
	return graph.ValueHash{}, false
}

// learn fetches values that are not known yet. A node that is missing is
// known to have none.
func (q *pgQuads) learn(ctx context.Context, hashes []graph.ValueHash) error {
	if len(q.values) > pgValues {
		clear(q.values)
	}
	var missing [][]byte
	for _, h := range hashes {
		if _, ok := q.values[h]; !ok {
			q.values[h] = nil
			delete(q.unnamed, h)
			missing = append(missing, h[:])
		}
	}
	if len(missing) == 0 {
		return nil
	}
	for h := range q.unnamed {
		if _, ok := q.values[h]; !ok {
			missing = append(missing, h[:])
		}
	}
	clear(q.unnamed)
	if q.err != nil {
		return q.err
	}
	rows, err := q.conn.Query(ctx, `SELECT hash, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time
		FROM nodes WHERE hash = ANY($1)`, pgx.QueryResultFormats{pgx.BinaryFormatCode}, missing)
	if err == nil {
		err = q.takeValues(rows)
	}
	if err != nil {
		for _, h := range hashes {
			delete(q.values, h)
		}
	}
	return q.fail(ctx, err)
}

func (q *pgQuads) takeValues(rows pgx.Rows) error {
	defer rows.Close()
	for rows.Next() {
		var (
			hash, raw        []byte
			text, kind, lang *string
			iri, bnode, is   *bool
			whole            *int64
			decimal          *float64
			at               *time.Time
		)
		if err := rows.Scan(&hash, &raw, &text, &kind, &lang, &iri, &bnode, &whole, &is, &decimal, &at); err != nil {
			return err
		}
		h := graph.ValueHash(hash)
		switch {
		case text != nil:
			q.values[h] = textValue(*text, kind, lang, iri, bnode)
		case whole != nil:
			q.values[h] = quad.Int(*whole)
		case is != nil:
			q.values[h] = quad.Bool(*is)
		case decimal != nil:
			q.values[h] = quad.Float(*decimal)
		case at != nil:
			q.values[h] = quad.Time(at.UTC())
		default:
			v, err := pquads.UnmarshalValue(raw)
			if err != nil {
				return fmt.Errorf("%w: a node has no value that this program knows: %w", ErrDamaged, err)
			}
			q.values[h] = v
		}
	}
	return rows.Err()
}

func textValue(text string, kind, lang *string, iri, bnode *bool) quad.Value {
	literal := quad.String(strings.ReplaceAll(text, `\x00`, "\x00")) // as Cayley writes what PostgreSQL cannot hold
	switch {
	case iri != nil && *iri:
		return quad.IRI(text)
	case bnode != nil && *bnode:
		return quad.BNode(text)
	case lang != nil:
		return quad.LangString{Value: literal, Lang: *lang}
	case kind != nil:
		return quad.TypedString{Value: literal, Type: quad.IRI(*kind)}
	}
	return literal
}

// Quad gives the values of a quad.
func (q *pgQuads) Quad(ref graph.Ref) quad.Quad {
	h, ok := ref.(csql.QuadHashes)
	if !ok {
		return quad.Quad{}
	}
	refs := make([]graph.Ref, len(directions))
	for i, d := range directions {
		refs[i] = h.Get(d)
	}
	values, err := q.ValuesOf(q.ctx, refs)
	if err != nil {
		return quad.Quad{}
	}
	var out quad.Quad
	for i, d := range directions {
		if values[i] != nil {
			out.Set(d, values[i])
		}
	}
	return out
}

// QuadDirection gives one end of a quad, nil where it has none.
func (q *pgQuads) QuadDirection(ref graph.Ref, d quad.Direction) graph.Ref {
	quad, ok := ref.(csql.QuadHashes)
	if !ok || !quad.Get(d).Valid() {
		return nil
	}
	return csql.NodeHash{ValueHash: quad.Get(d)}
}

// QuadIterator iterates over the quads that have the node in that direction.
func (q *pgQuads) QuadIterator(d quad.Direction, ref graph.Ref) graph.Iterator {
	h, ok := hashOf(ref)
	if !ok {
		return iterator.NewNull()
	}
	return q.scan(quadsAt(d, h))
}

func quadsAt(d quad.Direction, h graph.ValueHash) csql.Select {
	s := csql.AllQuads("")
	s.WhereEq("", d.String()+"_hash", csql.NodeHash{ValueHash: h})
	return s
}

// QuadIteratorSize estimates what QuadIterator gives.
func (q *pgQuads) QuadIteratorSize(ctx context.Context, d quad.Direction, ref graph.Ref) (graph.Size, error) {
	h, ok := hashOf(ref)
	if !ok {
		return graph.Size{Exact: true}, nil
	}
	n, err := q.size(ctx, quadsAt(d, h))
	return graph.Size{Size: n}, err
}

// NodesAllIterator iterates over all nodes.
func (q *pgQuads) NodesAllIterator() graph.Iterator { return q.scan(csql.AllNodes()) }

// QuadsAllIterator iterates over all quads.
func (q *pgQuads) QuadsAllIterator() graph.Iterator { return q.scan(csql.AllQuads("")) }

// Stats counts nodes and quads.
func (q *pgQuads) Stats(ctx context.Context, _ bool) (graph.Stats, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := graph.Stats{Nodes: graph.Size{Exact: true}, Quads: graph.Size{Exact: true}}
	err := q.conn.QueryRow(ctx, "SELECT (SELECT count(*) FROM nodes), (SELECT count(*) FROM quads)").Scan(&s.Nodes.Size, &s.Quads.Size)
	return s, q.fail(ctx, err)
}

// Close does nothing: the transaction is its owner's to end.
func (q *pgQuads) Close() error { return nil }

// labels leaps through the index from label to label.
func (q *pgQuads) labels(ctx context.Context) ([]graph.Ref, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	const sql = `
WITH RECURSIVE labels AS (
	(SELECT label_hash FROM quads WHERE label_hash IS NOT NULL ORDER BY label_hash LIMIT 1)
	UNION ALL
	SELECT (SELECT q.label_hash FROM quads q WHERE q.label_hash > l.label_hash ORDER BY q.label_hash LIMIT 1)
	FROM labels l WHERE l.label_hash IS NOT NULL
)
SELECT label_hash FROM labels WHERE label_hash IS NOT NULL`
	rows, err := q.conn.Query(ctx, sql)
	if err != nil {
		return nil, q.fail(ctx, err)
	}
	refs, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (graph.Ref, error) {
		var h [1]csql.NodeHash
		err := scanHashes(row, h[:])
		return h[0], err
	})
	return refs, q.fail(ctx, err)
}

// scanHashes reads a row of hashes; those that are null are not valid.
func scanHashes(row pgx.CollectableRow, to []csql.NodeHash) error {
	raw := make([][]byte, len(to))
	dest := make([]any, len(to))
	for i := range raw {
		dest[i] = &raw[i]
	}
	if err := row.Scan(dest...); err != nil {
		return err
	}
	for i, b := range raw {
		if len(b) != 0 && len(b) != quad.HashSize {
			return fmt.Errorf("%w: a hash of %d bytes", ErrDamaged, len(b))
		}
		to[i] = csql.NodeHash{}
		copy(to[i].ValueHash[:], b)
	}
	return nil
}

// seen remembers nodes of rows, so that their values can be fetched together.
func (q *pgQuads) seen(h graph.ValueHash) {
	if !h.Valid() || len(q.unnamed) >= pgUnnamed {
		return
	}
	if _, ok := q.values[h]; !ok {
		q.unnamed[h] = true
	}
}

// failed gives the store's first error.
func (q *pgQuads) failed() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err
}
