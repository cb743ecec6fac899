package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/schema"
)

type explainOptions struct {
	sources sourceFlags
	actors  actorsFlag
	format  formatFlag
}

func newExplain(a *app) *cobra.Command {
	o := &explainOptions{}
	c := &cobra.Command{
		Use:     "explain PATH…",
		Short:   "Say sentence by sentence what was read, by which rule, or why nothing was",
		Example: "  entente explain --date 2018-07-26 summit.txt",
		Args:    cobra.MinimumNArgs(1),
	}
	o.sources.add(c)
	o.actors.add(c)
	o.format.add(c, "table", "jsonl")
	return a.command(c, func(ctx context.Context, args []string) error { return runExplain(ctx, a, o, args) })
}

func runExplain(ctx context.Context, a *app, o *explainOptions, paths []string) error {
	in, err := a.beginReading(&o.sources, &coderFlags{actors: o.actors}, &o.format, paths)
	if err != nil {
		return err
	}
	for article, err := range accepted(in.src.Articles(ctx), in.told, &in.read) {
		if err != nil {
			return err
		}
		trace, err := in.coder.Explain(ctx, article)
		if err != nil {
			return err
		}
		if err := a.writeTrace(in.format, in.read-1, trace); err != nil {
			return err
		}
	}
	return in.told.end(in.skipped, in.read)
}

// explained sentence in JSON: one object a line.
type sentenceLine struct {
	Article    string             `json:"article"`
	Sentence   int                `json:"sentence"`
	Text       string             `json:"text"`
	Mentions   []schema.Ref       `json:"mentions"`
	Statements []schema.Statement `json:"statements"`
	Missed     []extract.Miss     `json:"missed"`
}

func (a *app) writeTrace(format string, before int, t extract.Trace) error {
	if format == "table" {
		if before > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, t.Article.ID)
		return t.Write(a.out)
	}
	lines := json.NewEncoder(a.out)
	lines.SetEscapeHTML(false)
	for _, s := range t.Sentences {
		err := lines.Encode(sentenceLine{string(t.Article.ID), s.Index, s.Text, list(s.Mentions), list(s.Statements), list(s.Missed)})
		if err != nil {
			return err
		}
	}
	return nil
}

// list is xs, empty rather than null in JSON.
func list[T any](xs []T) []T {
	if xs == nil {
		return []T{}
	}
	return xs
}
