package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/schema"
)

type statsOptions struct {
	db     dbFlag
	format formatFlag
}

func newStats(a *app) *cobra.Command {
	o := &statsOptions{}
	c := &cobra.Command{Use: "stats", Short: "Say what the store holds", Args: cobra.NoArgs}
	o.db.add(c)
	o.format.add(c, queries.Formats()...)
	return a.command(c, func(ctx context.Context, _ []string) error { return runStats(ctx, a, o) })
}

func runStats(ctx context.Context, a *app, o *statsOptions) error {
	format, err := o.format.choose(a)
	if err != nil {
		return err
	}
	dsn, err := o.db.resolve()
	if err != nil {
		return err
	}
	return o.db.read(ctx, func(store *graph.Store) error {
		rows, err := countStore(ctx, store)
		if err != nil {
			return err
		}
		t := &queries.Table{Query: "stats", Columns: []queries.Column{{Name: "what", Kind: queries.KindText}, {Name: "number", Kind: queries.KindNumber}}}
		for _, r := range rows {
			t.Rows = append(t.Rows, []queries.Cell{{Text: r.what}, {Text: fmt.Sprint(r.number)}})
		}
		if a.outTTY {
			a.note("%s", graph.Redacted(dsn))
		}
		return a.write(t, format)
	})
}

type count struct {
	what   string
	number int64
}

func countStore(ctx context.Context, store *graph.Store) ([]count, error) {
	quads, err := store.Count(ctx)
	if err != nil {
		return nil, err
	}
	labels, err := collect(store.Labels(ctx, ""))
	if err != nil {
		return nil, err
	}
	var articles int64
	for _, l := range labels {
		if strings.HasPrefix(string(l), schema.NSArticle) {
			articles++
		}
	}
	statements, err := countOf(ctx, store, `g.emit(g.V("<ir:Event>").In("<rdf:type>").Unique().Count())`)
	if err != nil {
		return nil, err
	}
	rows := []count{{"articles", articles}, {"statements", statements}, {"other graphs", int64(len(labels)) - articles}, {"quads", quads}}
	bytes, err := store.DiskBytes()
	if err == nil && bytes > 0 {
		rows = append(rows, count{"bytes on disk", bytes})
	}
	return rows, err
}

// countOf runs a query that emits one number.
func countOf(ctx context.Context, store *graph.Store, text string) (int64, error) {
	for v, err := range store.Gizmo(ctx, text, 1) {
		if err != nil {
			return 0, err
		}
		switch n := v.(type) {
		case int64:
			return n, nil
		case float64:
			return int64(n), nil
		default:
			return 0, fmt.Errorf("%s gave %v, which is no number", text, v)
		}
	}
	return 0, nil
}
