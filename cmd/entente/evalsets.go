package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

type evalSetOptions struct {
	evalOptions
	news bool // pairs only
	show int  // actors and dates
}

// evalSet is what eval prints of one labelled file, and what it writes.
type evalSet struct {
	errors string // a line each
	scores fmt.Stringer
	write  func(io.Writer) error // the predictions
}

// newEvalSet makes the subcommand of one kind of labelled file; score reads
// the items and predicts.
func newEvalSet(a *app, c *cobra.Command, o *evalSetOptions, score func(context.Context, io.Reader) (evalSet, error)) *cobra.Command {
	c.Args = cobra.ExactArgs(1)
	o.addPredictions(c)
	return a.command(c, func(ctx context.Context, args []string) error {
		in, err := openFile(a, args[0])
		if err != nil {
			return err
		}
		defer in.Close()
		set, err := score(ctx, in)
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		if err := o.write(func(f *os.File) error { return set.write(f) }); err != nil {
			return err
		}
		_, err = fmt.Fprint(a.out, set.errors, set.scores)
		return err
	})
}

func newEvalPairs(a *app) *cobra.Command {
	o := &evalSetOptions{}
	c := &cobra.Command{Use: "pairs FILE", Short: "Score the event types of sentences whose parties are given"}
	c.Flags().BoolVar(&o.news, "news", false, "leave out the sentences of the CAMEO manual")
	return newEvalSet(a, c, o, o.scorePairs)
}

func (o *evalSetOptions) scorePairs(ctx context.Context, in io.Reader) (evalSet, error) {
	items, err := eval.ReadPairs(in)
	if err != nil {
		return evalSet{}, err
	}
	if o.news {
		items = slices.DeleteFunc(items, func(i eval.PairItem) bool { return i.Manual })
	}
	coder, world, err := newCoder()
	if err != nil {
		return evalSet{}, err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return evalSet{}, err
	}
	typer, err := eval.NewTyper(coder, analyzer, world)
	if err != nil {
		return evalSet{}, err
	}
	found, err := typer.TypeAll(ctx, items)
	return evalSet{scores: pairReport{items, found}, write: linesOf(found.Learned)}, err
}

// pairReport is the scores of both typings.
type pairReport struct {
	items []eval.PairItem
	types eval.PairTypes
}

func (r pairReport) String() string {
	rules := eval.ScorePairs(r.items, r.types.Rules)
	how := ""
	if r.types.Crossed > 0 {
		how = fmt.Sprintf("; %d of %d items by five-fold cross-validation, as the weights were fitted to them", r.types.Crossed, len(r.items))
	}
	return fmt.Sprintf("by the rules alone\naccuracy %.3f  macro-F1 %.3f  quad accuracy %.3f\n\nby rules and fitted weights%s\n%s",
		rules.Accuracy(), rules.MacroF1(), rules.QuadAccuracy(), how, eval.ScorePairs(r.items, r.types.Learned))
}

func newEvalActors(a *app) *cobra.Command {
	o := &evalSetOptions{}
	c := &cobra.Command{Use: "actors FILE", Short: "Score the country and sector of phrases that name actors"}
	c.Flags().IntVar(&o.show, "show", 0, "list so many errors")
	return newEvalSet(a, c, o, o.scoreActors)
}

func (o *evalSetOptions) scoreActors(_ context.Context, in io.Reader) (evalSet, error) {
	items, err := eval.ReadActors(in)
	if err != nil {
		return evalSet{}, err
	}
	world, err := schema.Builtin()
	if err != nil {
		return evalSet{}, err
	}
	found := eval.ResolveActors(eval.NewMentionResolver(world), items)
	scores := eval.ScoreActors(items, found)
	return evalSet{scores.Errors(o.show), scores, linesOf(found)}, nil
}

func newEvalDates(a *app) *cobra.Command {
	o := &evalSetOptions{}
	c := &cobra.Command{
		Use:   "dates FILE",
		Short: "Score the dates of time expressions",
		Long: `Dates reads lines of {"id", "text", "date", "want", "precision"}: what day,
month or year the text's time expression means, seen from the day in "date".`,
	}
	c.Flags().IntVar(&o.show, "show", 0, "list so many errors")
	return newEvalSet(a, c, o, o.scoreDates)
}

func (o *evalSetOptions) scoreDates(_ context.Context, in io.Reader) (evalSet, error) {
	items, err := eval.ReadDates(in)
	if err != nil {
		return evalSet{}, err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return evalSet{}, err
	}
	found, err := eval.ResolveDates(analyzer, items)
	if err != nil {
		return evalSet{}, err
	}
	scores := eval.ScoreDates(items, found)
	return evalSet{scores.Errors(o.show), scores, linesOf(found)}, nil
}

func linesOf[T any](rows []T) func(io.Writer) error {
	return func(w io.Writer) error { return eval.WriteLines(w, rows) }
}
