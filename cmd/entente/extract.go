package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/schema"
)

type extractOptions struct {
	sources sourceFlags
	coder   coderFlags
	format  formatFlag
	workers int
}

func newExtract(a *app) *cobra.Command {
	o := &extractOptions{}
	c := &cobra.Command{
		Use:   "extract PATH…",
		Short: "Print the statements of articles, without a store",
		Long: `Extract reads articles as load does, and prints what they say instead of storing
it: as a table, as one JSON object a statement, or as the quads that load would
store.`,
		Example: "  entente extract --date 2018-07-26 summit.txt\n  entente extract --format nquads news/ > news.nq",
		Args:    cobra.MinimumNArgs(1),
	}
	o.sources.add(c)
	o.coder.add(c)
	o.format.add(c, append(queries.Formats(), graph.NQuads)...)
	c.Flags().IntVar(&o.workers, "workers", defaultWorkers(), "articles to read at once")
	return a.command(c, func(ctx context.Context, args []string) error { return runExtract(ctx, a, o, args) })
}

func runExtract(ctx context.Context, a *app, o *extractOptions, paths []string) error {
	in, err := a.beginReading(&o.sources, &o.coder, &o.format, paths)
	if err != nil {
		return err
	}
	readings := accepted(loaders.Coded(in.src, in.coder, o.workers).Readings(ctx), in.told, &in.read)
	if err := writeReadings(a, in.format, readings); err != nil {
		return err
	}
	return in.told.end(in.skipped, in.read)
}

// reading is what a command that reads articles without a store works with.
type reading struct {
	format  string
	src     loaders.ArticleSource
	skipped []string // files of other kinds, filled as src is walked
	coder   *extract.Coder
	told    *rejects
	read    int // articles so far
}

// beginReading checks the flags, opens the sources and makes the coder.
func (a *app) beginReading(sources *sourceFlags, coder *coderFlags, format *formatFlag, paths []string) (*reading, error) {
	if err := sources.check(); err != nil {
		return nil, err
	}
	in := &reading{told: &rejects{a: a}}
	var err error
	if in.format, err = format.choose(a); err != nil {
		return nil, err
	}
	if in.src, err = sources.open(a, paths, &in.skipped); err != nil {
		return nil, err
	}
	in.coder, _, err = coder.coder()
	return in, err
}

// accepted passes articles or readings on, counts them, and tells rejects.
func accepted[T any](src iter.Seq2[T, error], told *rejects, read *int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r, err := range src {
			if e, ok := loaders.Rejected(err); ok {
				told.add(e)
				continue
			}
			if err == nil {
				*read++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func writeReadings(a *app, format string, readings iter.Seq2[schema.Reading, error]) error {
	switch format {
	case graph.NQuads:
		return graph.Write(a.out, format, quadsOf(readings))
	case "jsonl":
		return writeStatements(a.out, statementsOf(readings))
	}
	return a.writeStatementTable(format, statementsOf(readings))
}

func quadsOf(readings iter.Seq2[schema.Reading, error]) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for r, err := range readings {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			for _, q := range r.Quads() {
				if !yield(q, nil) {
					return
				}
			}
		}
	}
}

func statementsOf(readings iter.Seq2[schema.Reading, error]) iter.Seq2[schema.Statement, error] {
	return func(yield func(schema.Statement, error) bool) {
		for r, err := range readings {
			if err != nil {
				yield(schema.Statement{}, err)
				return
			}
			for _, s := range r.Normalize().Statements {
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

// writeStatements writes one JSON object a line.
func writeStatements(w io.Writer, statements iter.Seq2[schema.Statement, error]) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for s, err := range statements {
		if err != nil {
			return err
		}
		if err := lines.Encode(s); err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeStatementTable writes what fits on a line of each statement.
func (a *app) writeStatementTable(format string, statements iter.Seq2[schema.Statement, error]) error {
	var rows [][]string
	for s, err := range statements {
		if err != nil {
			return err
		}
		rows = append(rows, []string{strings.TrimPrefix(string(s.Article), schema.NSArticle), strconv.Itoa(s.Sentence), names(s.Actors), s.Relation, names(s.Recipients),
			names(s.Issues), s.Date, s.Place.Name, manner(s), names(s.SaidBy)})
	}
	return a.write(textTable("extract", []string{"article", "sentence", "actor", "relation", "recipient", "issue", "date", "place", "manner", "said by"}, rows), format)
}

func names(refs []schema.Ref) string {
	texts := make([]string, len(refs))
	for i, r := range refs {
		texts[i] = r.Name
	}
	return strings.Join(texts, "; ")
}

// manner is how the text puts it, where it does not plainly assert it.
func manner(s schema.Statement) string {
	var parts []string
	if s.Modality != schema.Asserted {
		parts = append(parts, s.Modality)
	}
	if s.Polarity == schema.Negative {
		parts = append(parts, "denied")
	}
	if s.PlannedFor != "" {
		parts = append(parts, "for "+s.PlannedFor)
	}
	return strings.Join(parts, ", ")
}
