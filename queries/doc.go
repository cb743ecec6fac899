// Package queries holds the saved questions of entente: Gizmo programs with a
// documented name, typed parameters and named columns.
//
// In go a query's name, its arguments as text and something that runs Gizmo
// over a graph of package schema's shape; out comes a table that is sorted,
// without repeats and complete:
//
//	set, err := queries.Builtin()
//	q, ok := set.Get("meetings")
//	table, err := q.Run(ctx, store, names, map[string]string{"who": "Wang Yi"})
//	err = table.Write(os.Stdout, "table")
//
// Arguments reach the program as JSON literals and are never part of its
// text. The package opens no store, knows no names but those that its
// Resolver finds, and prints nothing by itself. A user's own folder of
// queries adds to the built-in ones; see docs/queries.md for the format.
package queries
