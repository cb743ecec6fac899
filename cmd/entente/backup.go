package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
)

type backupOptions struct{ db dbFlag }

func newBackup(a *app) *cobra.Command {
	o := &backupOptions{}
	c := &cobra.Command{
		Use:   "backup FOLDER",
		Short: "Copy the store into a new folder",
		Long: `Backup copies the store as it is now into a new folder and verifies the copy. On
one disk the files of a pebble store are linked, not copied, which takes a moment
and no room; for a backup that outlives the disk, copy that folder elsewhere. The
copy is a store: --db pebble:FOLDER opens it.`,
		Example: "  entente backup store-2018-07-26",
		Args:    cobra.ExactArgs(1),
	}
	o.db.add(c)
	return a.command(c, func(ctx context.Context, args []string) error { return runBackup(ctx, a, o, args[0]) })
}

func runBackup(ctx context.Context, a *app, o *backupOptions, dir string) error {
	return o.db.read(ctx, func(store *graph.Store) error {
		if err := store.Backup(ctx, dir); err != nil {
			return occupied(err)
		}
		n, err := store.Count(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.out, "copied %d quads to %s and verified the copy\n", n, dir)
		return err
	})
}

// occupied says what to do about a target that is there already.
func occupied(err error) error {
	if errors.Is(err, fs.ErrExist) {
		return withHint(err, "name a folder that is not there yet")
	}
	return err
}
