package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
)

type forgetOptions struct{ db dbFlag }

func newForget(a *app) *cobra.Command {
	o := &forgetOptions{}
	c := &cobra.Command{
		Use:     "forget ARTICLE…",
		Short:   "Remove what articles said",
		Long:    "Forget removes exactly the graph of each article. Where one of them is not in the\nstore, it removes none.",
		Example: "  entente forget art:summit",
		Args:    cobra.MinimumNArgs(1),
	}
	o.db.add(c)
	return a.command(c, func(ctx context.Context, args []string) error { return runForget(ctx, a, o, args) })
}

func runForget(ctx context.Context, a *app, o *forgetOptions, args []string) error {
	var ids []quad.IRI
	for _, arg := range args {
		if id := articleIRI(arg); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return o.db.open(ctx, graph.Options{}, func(store *graph.Store) error {
		if err := checkArticles(ctx, store, ids); err != nil {
			return err
		}
		graphs := make([]graph.Graph, 0, len(ids))
		for _, id := range ids {
			graphs = append(graphs, graph.Graph{Label: id})
		}
		changes, err := store.Put(ctx, graphs) // one transaction for all
		if err != nil {
			return err
		}
		for i, c := range changes {
			if _, err := fmt.Fprintf(a.out, "forgot %s: %d quads\n", string(ids[i]), c.Removed); err != nil {
				return err
			}
		}
		return nil
	})
}
