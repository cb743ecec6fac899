package queries

import (
	"context"
	"fmt"
	"iter"
)

// Runner runs a Gizmo program and gives its rows as JSON-like values: objects
// are map[string]any, IRIs are strings in angle brackets or quad.IRI. A limit
// of zero or less means all rows. The store of package graph is one.
type Runner interface {
	Gizmo(ctx context.Context, text string, limit int) iter.Seq2[any, error]
}

// Run asks the query. Arguments are texts by parameter name; entities may be
// IRIs or names, which res finds (nil knows none). The table holds every row
// once, sorted; an entity that the store does not know gives no rows. Wrong
// arguments give a *UsageError.
func (q Query) Run(ctx context.Context, r Runner, res Resolver, args map[string]string) (*Table, error) {
	bound, err := q.bind(res, args)
	if err != nil {
		return nil, err
	}
	text, err := q.program(bound)
	if err != nil {
		return nil, err
	}
	rows, err := collect(ctx, r, text)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.Name, err)
	}
	t := &Table{Query: q.Name, Columns: q.Columns}
	if q.Reduce != "" {
		rows, t.Summary = reduction(q.Reduce)(rows)
	}
	for _, row := range rows {
		t.Rows = append(t.Rows, q.cells(row))
	}
	t.tellApart()
	t.sort(q.Sort)
	return t, nil
}

// row is what a program emits: values by name.
type row map[string]any

// collect runs the program. Values that say nothing (an unknown start node is
// an empty object in some stores) are passed over.
func collect(ctx context.Context, r Runner, text string) ([]row, error) {
	var rows []row
	for v, err := range r.Gizmo(ctx, text, 0) {
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case nil:
		case map[string]any:
			if len(v) > 0 {
				rows = append(rows, v)
			}
		default:
			return nil, fmt.Errorf("the program emitted %v (%T), want an object with the columns' names", v, v)
		}
	}
	return rows, nil
}

// cells puts a row in the columns' order. A column that the row lacks is
// empty; names that are no column are left out.
func (q Query) cells(r row) []Cell {
	out := make([]Cell, len(q.Columns))
	for i, c := range q.Columns {
		out[i] = toCell(r[c.Name], c.Kind)
	}
	return out
}
