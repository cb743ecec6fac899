package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"
)

// Names that Cayley's planner gives to the columns that are no tags.
const (
	pgNode   = "__node"
	pgPrefix = "__"
)

func pgDialect() csql.QueryDialect {
	return csql.QueryDialect{
		RegexpOp:    "~",
		FieldQuote:  func(s string) string { return pgx.Identifier{s}.Sanitize() },
		Placeholder: func(n int) string { return fmt.Sprintf("$%d", n) },
	}
}

// statement is the text of a select and its arguments.
func statement(s csql.Select) (sql string, args []any) {
	for _, a := range s.Args() {
		args = append(args, a.SQLValue())
	}
	return s.SQL(csql.NewBuilder(pgDialect())), args
}

func (q *pgQuads) scan(s csql.Select) graph.Iterator {
	return graph.NewLegacy(&pgIterator{quads: q, sel: s}, nil)
}

// pgIterator is the nodes or quads that a select gives.
type pgIterator struct {
	quads *pgQuads
	sel   csql.Select
}

func (it *pgIterator) String() string {
	sql, _ := statement(it.sel)
	return sql
}

func (it *pgIterator) SubIterators() []graph.IteratorShape { return nil }

func (it *pgIterator) Optimize(context.Context) (graph.IteratorShape, bool) { return it, false }

// Stats: to ask for a node costs a question to the server, to take the next
// one of many hardly anything.
func (it *pgIterator) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	n, err := it.quads.size(ctx, it.sel)
	return graph.IteratorCosts{NextCost: 1, ContainsCost: 50, Size: graph.Size{Size: n}}, err
}

func (it *pgIterator) Iterate() graph.Scanner { return &pgScanner{pgRows: newRows(it)} }
func (it *pgIterator) Lookup() graph.Index    { return &pgIndex{pgRows: newRows(it)} }

// size is how many rows the server thinks that a select gives.
func (q *pgQuads) size(ctx context.Context, s csql.Select) (int64, error) {
	sql, args := statement(s)
	key := fmt.Sprint(sql, args)
	q.mu.Lock()
	defer q.mu.Unlock()
	if n, ok := q.sizes[key]; ok {
		return n, nil
	}
	if q.err != nil {
		return 0, q.err
	}
	var text []byte
	var plan []struct {
		Plan struct {
			Rows int64 `json:"Plan Rows"`
		}
	}
	err := q.conn.QueryRow(ctx, "EXPLAIN (FORMAT JSON) "+sql, args...).Scan(&text)
	if err == nil {
		err = json.Unmarshal(text, &plan)
	}
	if err != nil || len(plan) == 0 {
		return 0, q.fail(ctx, err)
	}
	q.sizes[key] = plan[0].Plan.Rows
	return plan[0].Plan.Rows, nil
}

// pgRow is a row: a node or a quad, and tags.
type pgRow struct {
	ref  graph.Ref
	tags map[string]graph.Ref
}

// pgRows reads the rows of a select.
type pgRows struct {
	quads   *pgQuads
	sel     csql.Select
	columns []string

	rows []pgRow // fetched and not yet given, but for the first, which is
	row  pgRow
	err  error
}

func newRows(it *pgIterator) pgRows {
	return pgRows{quads: it.quads, sel: it.sel, columns: it.sel.Columns()}
}

func (r *pgRows) String() string    { sql, _ := statement(r.sel); return sql }
func (r *pgRows) Result() graph.Ref { return r.row.ref }
func (r *pgRows) Err() error        { return r.err }

func (r *pgRows) TagResults(to map[string]graph.Ref) {
	for tag, ref := range r.row.tags {
		to[tag] = ref
	}
}

func (r *pgRows) take() bool {
	if len(r.rows) == 0 {
		return false
	}
	r.row, r.rows = r.rows[0], r.rows[1:]
	return true
}

// read makes rows of what the server gives.
func (r *pgRows) read(rows pgx.Rows) ([]pgRow, error) {
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (out pgRow, err error) {
		ends := make([]csql.NodeHash, len(r.columns))
		if err := scanHashes(row, ends); err != nil {
			return out, err
		}
		var quad csql.QuadHashes
		for i, column := range r.columns {
			r.quads.seen(ends[i].ValueHash)
			switch d, isEnd := pgEnd(column); {
			case column == pgNode:
				out.ref = ends[i]
			case isEnd:
				quad.Set(d, ends[i].ValueHash)
			case ends[i].Valid():
				if out.tags == nil {
					out.tags = map[string]graph.Ref{}
				}
				out.tags[column] = ends[i]
			}
		}
		if out.ref == nil {
			out.ref = quad
		}
		return out, nil
	})
}

func pgEnd(column string) (quad.Direction, bool) {
	name, ok := strings.CutPrefix(column, pgPrefix)
	for _, d := range directions {
		if ok && name == d.String() {
			return d, true
		}
	}
	return 0, false
}

// How many rows are fetched at a time: few at first, for those who want few.
const (
	pgFetchFirst = 64
	pgFetchMost  = 4096
)

// pgScanner takes one row after the other, with a cursor: many of them can be
// open on one connection.
type pgScanner struct {
	pgRows
	cursor string
	fetch  int
	ended  bool
}

func (s *pgScanner) NextPath(context.Context) bool { return false }

func (s *pgScanner) Next(ctx context.Context) bool {
	for s.err == nil {
		if s.take() {
			return true
		}
		if s.ended {
			s.err = s.quads.failed()
			return false
		}
		s.err = s.more(ctx)
	}
	return false
}

func (s *pgScanner) more(ctx context.Context) error {
	q := s.quads
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return q.err
	}
	batch := &pgx.Batch{}
	for _, cursor := range q.unused {
		batch.Queue("CLOSE " + cursor)
	}
	closing := len(q.unused)
	if s.cursor == "" {
		q.cursors++
		s.cursor, s.fetch = fmt.Sprintf("entente_%d", q.cursors), pgFetchFirst
		sql, args := statement(s.sel)
		batch.Queue("DECLARE "+s.cursor+" NO SCROLL CURSOR FOR "+sql, args...)
		closing++
	} else {
		s.fetch = min(4*s.fetch, pgFetchMost)
	}
	batch.Queue(fmt.Sprintf("FETCH FORWARD %d FROM %s", s.fetch, s.cursor))
	q.unused = nil
	results := q.conn.SendBatch(ctx, batch)
	rows, err := s.results(results, closing)
	if err2 := results.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return q.fail(ctx, err)
	}
	s.rows = rows
	if len(rows) < s.fetch {
		s.end()
	}
	return nil
}

func (s *pgScanner) results(results pgx.BatchResults, before int) ([]pgRow, error) {
	for range before {
		if _, err := results.Exec(); err != nil {
			return nil, err
		}
	}
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	return s.read(rows)
}

// end gives the cursor back. The caller holds the store's mu.
func (s *pgScanner) end() {
	if s.cursor != "" && !s.ended {
		s.quads.unused = append(s.quads.unused, s.cursor)
	}
	s.ended = true
}

func (s *pgScanner) Close() error {
	s.quads.mu.Lock()
	defer s.quads.mu.Unlock()
	s.end()
	s.rows = nil
	return nil
}

// pgIndex asks for single nodes or quads. One that is there by several paths
// has as many rows.
type pgIndex struct{ pgRows }

func (x *pgIndex) Contains(ctx context.Context, ref graph.Ref) bool {
	x.rows = nil
	sel, ok := x.with(ref)
	if !ok || x.err != nil {
		return false
	}
	if x.rows, x.err = x.ask(ctx, sel); x.err != nil {
		return false
	}
	return x.take()
}

func (x *pgIndex) ask(ctx context.Context, sel csql.Select) ([]pgRow, error) {
	q := x.quads
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return nil, q.err
	}
	sql, args := statement(sel)
	rows, err := q.conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, q.fail(ctx, err)
	}
	out, err := x.read(rows)
	return out, q.fail(ctx, err)
}

// with is the select for one node or quad only.
func (x *pgIndex) with(ref graph.Ref) (csql.Select, bool) {
	sel := x.sel.Clone()
	want := map[string]graph.ValueHash{}
	if h, ok := ref.(csql.QuadHashes); ok {
		for _, d := range directions {
			want[pgPrefix+d.String()] = h.Get(d)
		}
	} else if h, ok := hashOf(ref); ok {
		want[pgNode] = h
	}
	found := 0
	for _, f := range x.sel.Fields {
		h, ok := want[f.Alias]
		if !ok {
			continue
		}
		found++
		if h.Valid() {
			sel.WhereEq(f.Table, f.Name, csql.NodeHash{ValueHash: h})
		} else {
			sel.Where = append(sel.Where, csql.Where{Table: f.Table, Field: f.Name, Op: csql.OpIsNull})
		}
	}
	if len(want) == 0 || found != len(want) {
		return sel, false
	}
	if sel.Limit > 0 || sel.Offset > 0 { // of the rows that are there, not of those asked for
		return x.within(want), true
	}
	return sel, true
}

// within asks among the rows of a select that has a limit.
func (x *pgIndex) within(want map[string]graph.ValueHash) csql.Select {
	out := csql.Select{From: []csql.Source{csql.Subquery{Query: x.sel, Alias: "page"}}}
	for _, column := range x.columns {
		out.Fields = append(out.Fields, csql.Field{Table: "page", Name: column, Alias: column})
		if h, ok := want[column]; ok && h.Valid() {
			out.WhereEq("page", column, csql.NodeHash{ValueHash: h})
		}
	}
	return out
}

func (x *pgIndex) NextPath(context.Context) bool { return x.err == nil && x.take() }

func (x *pgIndex) Close() error {
	x.rows = nil
	return nil
}
