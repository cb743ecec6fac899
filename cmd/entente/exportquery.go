package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/queries"
)

// exportQuery writes what a saved query answers as a network.
func (o *exportOptions) exportQuery(ctx context.Context, a *app, c *cobra.Command, args map[string]string) error {
	if !isNetwork(o.format) {
		return usageHint(fmt.Errorf("--query gives a network, which %s does not hold", o.format), "formats: "+strings.Join(export.Formats(), ", "))
	}
	set, err := (&askOptions{folder: o.folder}).catalogue()
	if err != nil {
		return err
	}
	q, ok := set.Get(o.query)
	if !ok || !draws(q) {
		return usageHint(fmt.Errorf("no query %q with the columns source and target", o.query), "queries: "+strings.Join(drawing(set), ", "))
	}
	if err := o.shareFlags(c, q, args); err != nil {
		return err
	}
	names, err := builtinNames()
	if err != nil {
		return err
	}
	table, err := q.Run(ctx, storeRunner{&o.db}, names, args)
	if err != nil {
		return explained(err)
	}
	if table.Empty() {
		return nothing("no answer in the store", names.hint(q, args))
	}
	net := networkOf(table)
	return o.db.read(ctx, func(store *graph.Store) error { return writeNetwork(ctx, a, store, net, o.format) })
}

// shareFlags hands those of export's own flags that the query takes, too, on
// to it, and refuses the others.
func (o *exportOptions) shareFlags(c *cobra.Command, q queries.Query, args map[string]string) error {
	own := map[string][]string{
		"about": o.about, "article": o.articles, "depth": {strconv.Itoa(o.depth)}, "since": {o.since}, "until": {o.until}, "base": {o.base}, "background": nil,
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		switch takes := slices.ContainsFunc(q.Params, func(p queries.Param) bool { return p.Name == name }); {
		case !c.Flags().Changed(name):
		case !takes:
			return usage(fmt.Errorf("query %s does not take --%s", q.Name, name))
		case len(own[name]) != 1:
			return usage(fmt.Errorf("query %s takes one --%s", q.Name, name))
		default:
			args[name] = own[name][0]
		}
	}
	return nil
}

func draws(q queries.Query) bool {
	return columnOf(q.Columns, "source") >= 0 && columnOf(q.Columns, "target") >= 0
}

// drawing lists the queries that draw a network.
func drawing(set *queries.Set) []string {
	var names []string
	for _, q := range set.All() {
		if draws(q) {
			names = append(names, q.Name)
		}
	}
	return names
}

func columnOf(columns []queries.Column, name string) int {
	return slices.IndexFunc(columns, func(c queries.Column) bool { return c.Name == name })
}

// networkOf makes an edge of each row: from source to target, of the relation
// in the column label or relation. The columns date, article and count are
// taken where there are any.
func networkOf(t *queries.Table) *export.Network {
	var edges []export.Edge
	labels := map[string]string{}
	for _, row := range t.Rows {
		cell := func(names ...string) queries.Cell {
			for _, name := range names {
				if i := columnOf(t.Columns, name); i >= 0 {
					return row[i]
				}
			}
			return queries.Cell{}
		}
		e := export.Edge{Source: node(cell("source")), Target: node(cell("target")), Relation: cell("label", "relation").Text, Count: 1}
		if e.Source == "" || e.Target == "" {
			continue
		}
		if n, err := strconv.Atoi(cell("count").Text); err == nil {
			e.Count = n
		}
		if span, ok := export.Days(cell("date").Text); ok {
			e.Dates = []export.Span{span}
		}
		if article := cell("article").Text; article != "" {
			e.Articles = []string{article}
		}
		labels[e.Source], labels[e.Target] = cell("source_label", "source").Text, cell("target_label", "target").Text
		edges = append(edges, e)
	}
	net := export.NewNetwork(edges)
	for i, n := range net.Nodes {
		if label := labels[n.ID]; label != "" && label != n.ID {
			net.Nodes[i].Label = label
		}
	}
	return net
}

// node is a cell's IRI.
func node(c queries.Cell) string {
	if c.ID != "" {
		return c.ID
	}
	return c.Text
}
