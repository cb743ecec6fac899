package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/jsonl"
	"github.com/entente-kg/entente/schema"
)

type evalEventsOptions struct {
	evalOptions
	gold, part string
	show       int
	workers    int
}

func newEvalEvents(a *app) *cobra.Command {
	o := &evalEventsOptions{}
	c := &cobra.Command{
		Use:   "events FILE",
		Short: "Score statements against articles of which every event is labelled",
		Long: `Events reads the articles of FILE and scores the statements against the gold
beside it (FILE with .gold.jsonl for .jsonl) or in the file that --gold names.
Standing facts are no events. Two thirds of the items, by a hash of the id, are
the seen part, one third the unseen part, of which no errors are listed unless asked for.`,
		Args: cobra.ExactArgs(1),
	}
	o.addPredictions(c)
	c.Flags().StringVar(&o.gold, "gold", "", "file of the labelled events")
	c.Flags().StringVar(&o.part, "part", string(eval.All), "part to score: all, seen, unseen")
	c.Flags().IntVar(&o.show, "show", 0, "list the errors of so many items, of the seen part unless --part unseen")
	c.Flags().IntVar(&o.workers, "workers", defaultWorkers(), "articles to read at once")
	return a.command(c, func(ctx context.Context, args []string) error { return runEvalEvents(ctx, a, o, args[0]) })
}

func runEvalEvents(ctx context.Context, a *app, o *evalEventsOptions, name string) error {
	part, err := eval.ParsePart(o.part)
	if err != nil {
		return usage(err)
	}
	gold, err := readGold(name, o.gold)
	if err != nil {
		return err
	}
	readings, err := codeFile(ctx, name, o.workers)
	if err != nil {
		return err
	}
	items, unscored := eval.JoinGold(gold, readings)
	if len(unscored) > 0 {
		a.note("%d articles are not in the gold, such as %s", len(unscored), unscored[0])
	}
	items = part.Of(items)
	if err := o.write(func(f *os.File) error { return eval.WriteLines(f, predicted(items)) }); err != nil {
		return err
	}
	shown := items
	if part == eval.All {
		shown = eval.Seen.Of(items) // what is listed is no longer unseen
	}
	if err := eval.WriteErrors(a.out, shown, o.show); err != nil {
		return err
	}
	if _, err := fmt.Fprint(a.out, eval.ScoreEvents(items)); err != nil || part != eval.All {
		return err
	}
	for _, p := range []eval.Part{eval.Seen, eval.Unseen} {
		if _, err := fmt.Fprintf(a.out, "\n%s part\n%s", p, eval.ScoreEvents(p.Of(items)).Summary()); err != nil {
			return err
		}
	}
	return nil
}

func predicted(items []eval.EventItem) []schema.Statement {
	var out []schema.Statement
	for _, i := range items {
		out = append(out, i.Predicted...)
	}
	return out
}

// readGold reads the gold that lies beside the articles, or the file named.
func readGold(articles, name string) ([]eval.GoldItem, error) {
	if name == "" {
		stem, ok := strings.CutSuffix(articles, ".jsonl")
		if !ok {
			return nil, usageHint(fmt.Errorf("%s does not end in .jsonl", articles), "name the gold with --gold")
		}
		name = stem + ".gold.jsonl"
	}
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, withHint(err, "name the gold with --gold")
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	gold, err := eval.ReadGold(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return gold, nil
}

func codeFile(ctx context.Context, name string, workers int) ([]schema.Reading, error) {
	src, err := loaders.Files([]string{name}, loaders.FileOptions{
		Formats: []loaders.Format{jsonl.Format{}},
		Kind:    jsonl.Format{}.Name(),
	})
	if err != nil {
		return nil, err
	}
	coder, _, err := newCoder()
	if err != nil {
		return nil, err
	}
	return eval.CodeArticles(ctx, coder, src, workers)
}
