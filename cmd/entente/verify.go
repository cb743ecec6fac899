package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
)

type verifyOptions struct{ db dbFlag }

func newVerify(a *app) *cobra.Command {
	o := &verifyOptions{}
	c := &cobra.Command{
		Use:   "verify",
		Short: "Read the whole store and say whether it contradicts itself",
		Long: `Verify reads the whole store: files that cannot be read, indexes that do not hold
the same quads, quads that refer to nodes which are not there, wrong counts. It
cannot know whether what is stored is what was loaded.`,
		Example: "  entente verify",
		Args:    cobra.NoArgs,
	}
	o.db.add(c)
	return a.command(c, func(ctx context.Context, _ []string) error { return runVerify(ctx, a, o) })
}

func runVerify(ctx context.Context, a *app, o *verifyOptions) error {
	return o.db.read(ctx, func(store *graph.Store) error {
		if err := store.Verify(ctx); err != nil {
			return err
		}
		n, err := store.Count(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.out, "the store is sound: %d quads\n", n)
		return err
	})
}
