package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/queries"
)

type gizmoOptions struct {
	db      dbFlag
	format  formatFlag
	limit   int
	timeout time.Duration
	memory  int
}

func newGizmo(a *app) *cobra.Command {
	o := &gizmoOptions{}
	c := &cobra.Command{
		Use:   "gizmo [QUERY|FILE|-]",
		Short: "Run a query of your own in Gizmo, Cayley's JavaScript",
		Long: `Gizmo runs a query of your own over the store, for reading only. The query is the
argument, the file that it names, or standard input. Rows are what All, GetLimit
and g.emit give; entente ask --explain NAME shows how saved queries do it.

The query runs in a process of its own, with a time limit and a memory limit.`,
		Example: `  entente gizmo 'g.V("<ir:Russia>").Out("<ir:opposes>").Unique().All()'`,
		Args:    cobra.MaximumNArgs(1),
	}
	o.db.add(c)
	o.format.add(c, queries.Formats()...)
	c.Flags().IntVar(&o.limit, "limit", 100, "print at most so many rows (0: all)")
	c.Flags().DurationVar(&o.timeout, "timeout", 30*time.Second, "stop the query after this time")
	c.Flags().IntVar(&o.memory, "memory", 1024, "stop the query when it takes so many MiB")
	return a.command(c, func(ctx context.Context, args []string) error { return runGizmo(ctx, a, o, args) })
}

func runGizmo(ctx context.Context, a *app, o *gizmoOptions, args []string) error {
	format, err := o.format.choose(a)
	if err != nil {
		return err
	}
	if o.limit < 0 || o.timeout <= 0 || o.memory <= 0 {
		return usage(errors.New("--limit, --timeout and --memory take positive values"))
	}
	text, err := gizmoText(a.in, args)
	if err != nil {
		return err
	}
	dsn, err := o.db.resolve()
	if err != nil {
		return err
	}
	rows, truncated, err := runChild(ctx, childRequest{DSN: dsn, Query: text, Limit: o.limit, Timeout: o.timeout, MemoryMiB: o.memory})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return nothing("the query gave no rows", "rows come from All, GetLimit or g.emit; is the start node spelt as stored, as in <ir:Russia>?")
	}
	if truncated {
		a.note("there are more rows; raise --limit (0: all) to see them")
	}
	if format == "jsonl" {
		for _, r := range rows {
			if _, err := fmt.Fprintf(a.out, "%s\n", r); err != nil {
				return err
			}
		}
		return nil
	}
	table, err := rowTable(rows)
	if err != nil {
		return err
	}
	return a.write(table, format)
}

// gizmoText is the query: the argument, the file that it names, or standard
// input.
func gizmoText(in io.Reader, args []string) (string, error) {
	if len(args) == 0 || args[0] == "-" {
		b, err := io.ReadAll(in)
		return string(b), err
	}
	b, err := os.ReadFile(args[0])
	if err == nil {
		return string(b), nil
	}
	if ext := filepath.Ext(args[0]); ext == ".js" || ext == ".gizmo" {
		return "", fmt.Errorf("%s: no such file", args[0])
	}
	return args[0], nil
}
