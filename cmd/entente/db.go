package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
)

// dbEnv names the store where --db does not.
const dbEnv = "ENTENTE_DB"

// embedded is the kind of store that a folder holds.
const embedded = "pebble:"

// dbFlag is the store that a subcommand works on.
type dbFlag struct{ dsn string }

func (f *dbFlag) add(c *cobra.Command) {
	c.Flags().StringVar(&f.dsn, "db", "", "the store: pebble:PATH, bolt:PATH, mem: or postgres://USER:PASSWORD@HOST/DATABASE (default: "+dbEnv+", else one in your data folder)")
}

// resolve is the store's DSN: the flag, else the environment, else the user's
// own. The folder of the user's own store is made.
func (f *dbFlag) resolve() (string, error) {
	if f.dsn != "" {
		return f.dsn, nil
	}
	if dsn := os.Getenv(dbEnv); dsn != "" {
		return dsn, nil
	}
	dir, err := dataFolder()
	if err != nil {
		return "", withHint(err, "name a store with --db")
	}
	return embedded + filepath.Join(dir, "store"), nil
}

// dataFolder is where programs of this system keep a user's data.
func dataFolder() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "entente"), nil
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "entente"), nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no folder for the store: %w", err)
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "entente"), nil
	}
	return filepath.Join(home, ".local", "share", "entente"), nil
}

// open opens the store, calls use and closes the store.
func (f *dbFlag) open(ctx context.Context, o graph.Options, use func(*graph.Store) error) error {
	dsn, err := f.resolve()
	if err != nil {
		return err
	}
	store, err := graph.Open(ctx, dsn, o)
	if err != nil {
		return explained(err)
	}
	err = use(store)
	return explained(errors.Join(err, store.Close()))
}

// read opens an existing store for reading.
func (f *dbFlag) read(ctx context.Context, use func(*graph.Store) error) error {
	return f.open(ctx, graph.Options{ReadOnly: true}, use)
}
