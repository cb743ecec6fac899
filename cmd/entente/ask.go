package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
)

type askOptions struct {
	db       dbFlag
	format   formatFlag
	evidence bool
	explain  bool
	folder   string
	limit    int
	timeout  time.Duration
}

func newAsk(a *app) *cobra.Command {
	o := &askOptions{}
	c := &cobra.Command{
		Use:   "ask [NAME [--PARAM VALUE]…]",
		Short: "Ask a saved question; without a name list them",
		Long: `Ask runs a saved query. Each query takes parameters of its own, as in
--who "Wang Yi"; entente ask without a name lists the queries with what they
take. Names of people, states and issues may be given as people write them.`,
		Example:            "  entente ask meetings --who \"Wang Yi\" --since 2018\n  entente ask stances --issue THAAD --evidence",
		DisableFlagParsing: true, // each query adds flags of its own
	}
	o.db.add(c)
	o.format.add(c, queries.Formats()...)
	c.Flags().BoolVar(&o.evidence, "evidence", false, "show the sentences and articles behind each row")
	c.Flags().BoolVar(&o.explain, "explain", false, "print what the query does, and its Gizmo, instead of running it")
	c.Flags().StringVar(&o.folder, "queries", "", "a folder of your own queries, besides those built in")
	c.Flags().IntVar(&o.limit, "limit", 0, "print at most so many rows (0: all)")
	c.Flags().DurationVar(&o.timeout, "timeout", time.Minute, "stop after this time")
	return a.command(c, func(ctx context.Context, args []string) error {
		line, err := splitAsk(c, args)
		if err != nil {
			return usage(err)
		}
		return runAsk(ctx, a, o, c, line)
	})
}

// askLine is a command line of ask: the query and its arguments.
type askLine struct {
	query string
	args  map[string]string
	help  bool
}

// splitAsk sets ask's own flags, and keeps all others for the query.
func splitAsk(c *cobra.Command, args []string) (askLine, error) {
	line := askLine{args: map[string]string{}}
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		name, isFlag := strings.CutPrefix(word, "--")
		switch {
		case word == "-h" || word == "--help":
			line.help = true
			continue
		case !isFlag && strings.HasPrefix(word, "-") && len(word) > 1:
			return line, fmt.Errorf("unknown flag %s: parameters are written out, as in --who NAME", word)
		case !isFlag && line.query == "":
			line.query = word
			continue
		case !isFlag:
			return line, fmt.Errorf("%q is one word too many after query %s: parameters are written as --NAME VALUE", word, line.query)
		}
		name, value, given := strings.Cut(name, "=")
		own := c.Flags().Lookup(name)
		if own != nil && own.NoOptDefVal != "" && !given {
			value, given = own.NoOptDefVal, true
		}
		if !given {
			if len(args) == 0 {
				return line, fmt.Errorf("--%s wants a value", name)
			}
			value, args = args[0], args[1:]
		}
		if own == nil {
			line.args[name] = value
		} else if err := c.Flags().Set(name, value); err != nil {
			return line, err
		}
	}
	return line, nil
}

func runAsk(ctx context.Context, a *app, o *askOptions, c *cobra.Command, line askLine) error {
	format, err := o.format.choose(a)
	if err != nil {
		return err
	}
	set, err := o.catalogue()
	if err != nil {
		return err
	}
	if line.query == "" {
		if line.help {
			return c.Help()
		}
		return a.write(listQueries(set), format)
	}
	q, ok := set.Get(line.query)
	if !ok {
		return usageHint(fmt.Errorf("unknown query %q", line.query), "queries: "+strings.Join(set.Names(), ", "))
	}
	if o.explain || line.help {
		return a.describe(q, o.explain, line.args)
	}
	return o.ask(ctx, a, q, line.args, format)
}

func (o *askOptions) catalogue() (*queries.Set, error) {
	set, err := queries.Builtin()
	if err != nil || o.folder == "" {
		return set, err
	}
	if _, err := os.Stat(o.folder); err != nil {
		return nil, fmt.Errorf("--queries: %w", err)
	}
	own, err := queries.Catalogue(os.DirFS(o.folder))
	if err != nil {
		return nil, err
	}
	return set.With(own), nil
}

func listQueries(set *queries.Set) *queries.Table {
	var rows [][]string
	for _, q := range set.All() {
		rows = append(rows, []string{q.Name, q.Usage(), q.Doc})
	}
	return textTable("queries", []string{"query", "takes", "answers"}, rows)
}

// describe prints what a query takes and gives, and its program if wanted:
// whole where there are arguments, so that Cayley's console runs it, else as
// the query's file has it.
func (a *app) describe(q queries.Query, program bool, args map[string]string) error {
	title, text := "Gizmo (p holds the parameters)", q.Gizmo
	if program && len(args) > 0 {
		names, err := builtinNames()
		if err != nil {
			return err
		}
		if text, err = q.Program(names, args); err != nil {
			return explained(err)
		}
		title = "Gizmo, to run as it is"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\nTakes:\n", q.Name, q.Doc)
	for _, p := range q.Params {
		fmt.Fprintf(&b, "  --%-12s %s: %s%s\n", p.Name, p.Kind, p.Doc, paramNote(p))
	}
	if len(q.Needs) > 0 {
		fmt.Fprintf(&b, "  at least one of --%s\n", strings.Join(q.Needs, ", --"))
	}
	b.WriteString("\nGives:\n")
	for _, c := range q.Columns {
		fmt.Fprintf(&b, "  %-14s %s: %s\n", c.Name, c.Kind, c.Doc)
	}
	if program {
		fmt.Fprintf(&b, "\n%s:\n\n%s\n", title, text)
	}
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

func paramNote(p queries.Param) string {
	switch {
	case p.Required:
		return " (required)"
	case p.Default != "":
		return " (default: " + p.Default + ")"
	}
	return ""
}

func (o *askOptions) ask(ctx context.Context, a *app, q queries.Query, args map[string]string, format string) error {
	names, err := builtinNames()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.timeout, fmt.Errorf("query %s took longer than %s", q.Name, o.timeout))
	defer cancel()
	table, err := q.Run(ctx, storeRunner{&o.db}, names, args)
	if err != nil && ctx.Err() != nil {
		return withHint(context.Cause(ctx), "narrow the question, or raise --timeout")
	}
	if err != nil {
		return explained(err)
	}
	if table.Empty() {
		return nothing("no answer in the store", names.hint(q, args))
	}
	if !o.evidence {
		table = table.Without(queries.KindEvidence)
	}
	if cut := table.Cut(o.limit); cut > 0 {
		a.note("%d more rows; raise --limit to see them", cut)
	}
	return a.write(table, format)
}

// storeRunner opens the store when a query runs, so that wrong arguments are
// told first, and closes it after the last row.
type storeRunner struct{ db *dbFlag }

// Gizmo runs the program over the store.
func (r storeRunner) Gizmo(ctx context.Context, text string, limit int) iter.Seq2[any, error] {
	return gizmoIn(ctx, r.db.read, text, limit)
}

// gizmoIn runs a program over the store that read opens for as long as rows are
// taken.
func gizmoIn(ctx context.Context, read func(context.Context, func(*graph.Store) error) error, text string, limit int) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		stopped := false
		err := read(ctx, func(store *graph.Store) error {
			for row, err := range store.Gizmo(ctx, text, limit) {
				if stopped = !yield(row, err); stopped {
					break
				}
			}
			return nil
		})
		if err != nil && !stopped {
			yield(nil, err)
		}
	}
}
