package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/server"
)

// webQuery is what a child has to know of a query that came over HTTP.
type webQuery struct {
	Lang  string
	Shape bool // give the query's plan as the only row
	Bytes int  // of all rows at most
}

// runWeb runs the query and sends its rows as Cayley's interface gives them.
func (c *child) runWeb(ctx context.Context, store *graph.Store) (truncated bool, err error) {
	out := &webRows{child: c, left: c.request.Web.Bytes}
	switch web := c.request.Web; {
	case web.Shape:
		plan, err := store.Shape(ctx, web.Lang, c.request.Query)
		if err == nil {
			err = out.send(plan)
		}
		return false, err
	case web.Lang == "gizmo":
		return out.gizmo(ctx, store)
	}
	rows, truncated, err := store.Query(ctx, c.request.Web.Lang, c.request.Query, c.request.Limit)
	for i := 0; err == nil && i < len(rows); i++ {
		err = out.send(rows[i])
	}
	return truncated, err
}

// webRows sends rows until they are too many bytes.
type webRows struct {
	child *child
	left  int
}

func (o *webRows) gizmo(ctx context.Context, store *graph.Store) (truncated bool, err error) {
	for row, err := range store.Gizmo(ctx, o.child.request.Query, o.child.request.Limit) {
		if errors.Is(err, graph.ErrTruncated) {
			return true, nil
		}
		if err == nil {
			err = o.send(withBrackets(row))
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

func (o *webRows) send(row any) error {
	b, err := rowJSON(row)
	if err != nil {
		return err
	}
	if o.left -= len(b); o.left < 0 {
		return fmt.Errorf("%w, more than %d bytes; ask for fewer rows or less of each", server.ErrSize, o.child.request.Web.Bytes)
	}
	return o.child.send(childReply{Row: b})
}

// withBrackets writes nodes as Cayley's interface does: <iri> and _:name.
func withBrackets(v any) any {
	switch v := v.(type) {
	case quad.IRI:
		return "<" + string(v) + ">"
	case quad.BNode:
		return "_:" + string(v)
	case []any:
		for i := range v {
			v[i] = withBrackets(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = withBrackets(v[k])
		}
	}
	return v
}

// childQuerier runs each free query in a process of its own.
type childQuerier struct {
	store     *webStore
	timeout   time.Duration
	memoryMiB int
}

// answerBytes is how large the rows of one answer may be.
const answerBytes = 32 << 20

// Query runs the query over the store as it is now.
func (q childQuerier) Query(ctx context.Context, f server.FreeQuery) (server.Answer, error) {
	leave, err := q.store.enterRead(ctx)
	if err != nil {
		return server.Answer{}, err
	}
	defer leave()
	rows, truncated, err := runChild(ctx, childRequest{
		DSN: q.store.dsn, Query: f.Text, Limit: f.Limit, Timeout: q.timeout, MemoryMiB: q.memoryMiB,
		Web: &webQuery{Lang: f.Lang, Shape: f.Shape, Bytes: answerBytes},
	})
	return server.Answer{Rows: rows, Truncated: truncated}, err
}
