package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
)

type rebuildOptions struct{ db dbFlag }

func newRebuild(a *app) *cobra.Command {
	o := &rebuildOptions{}
	c := &cobra.Command{
		Use:   "rebuild TARGET",
		Short: "Write the store's quads into a new, compact store",
		Long: `Rebuild writes all quads into a new store: a folder, for a pebble store, or a DSN,
to move to another kind. What removals left behind stays behind. The old store is
not changed; rename the folders to take the new one.`,
		Example: "  entente rebuild fresh\n  entente rebuild --db bolt:old pebble:new",
		Args:    cobra.ExactArgs(1),
	}
	o.db.add(c)
	return a.command(c, func(ctx context.Context, args []string) error { return runRebuild(ctx, a, o, args[0]) })
}

func runRebuild(ctx context.Context, a *app, o *rebuildOptions, target string) error {
	if !strings.Contains(target, ":") {
		target = embedded + target
	}
	return o.db.read(ctx, func(store *graph.Store) error {
		n, err := store.Rebuild(ctx, target)
		if err != nil {
			return occupied(err)
		}
		_, err = fmt.Fprintf(a.out, "wrote %d quads to %s\n", n, target)
		return err
	})
}
