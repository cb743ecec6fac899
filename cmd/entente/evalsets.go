package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
)

// evalSet is a part of eval over one labelled file: score reads the items,
// predicts, and gives the scores to print and the predictions to write.
type evalSet struct {
	use, short string
	score      func(ctx context.Context, in io.Reader) (scores fmt.Stringer, write func(io.Writer) error, err error)
}

var evalSets = []evalSet{
	{"pairs", "Score the event types of sentences whose parties are given", scorePairs},
	{"actors", "Score the country and sector of phrases that name actors", scoreActors},
	{"dates", "Score the dates of time expressions", scoreDates},
}

func newEvalSet(a *app, s evalSet) *cobra.Command {
	o := &evalOptions{}
	c := &cobra.Command{Use: s.use + " FILE", Short: s.short, Args: cobra.ExactArgs(1)}
	o.addPredictions(c)
	return a.command(c, func(ctx context.Context, args []string) error {
		in, err := openFile(a, args[0])
		if err != nil {
			return err
		}
		defer in.Close()
		scores, write, err := s.score(ctx, in)
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		if err := o.write(func(f *os.File) error { return write(f) }); err != nil {
			return err
		}
		_, err = fmt.Fprint(a.out, scores)
		return err
	})
}

func scorePairs(ctx context.Context, in io.Reader) (fmt.Stringer, func(io.Writer) error, error) {
	items, err := eval.ReadPairs(in)
	if err != nil {
		return nil, nil, err
	}
	coder, world, err := newCoder()
	if err != nil {
		return nil, nil, err
	}
	typer, err := eval.NewTyper(coder, world)
	if err != nil {
		return nil, nil, err
	}
	found, err := typer.TypeAll(ctx, items)
	return eval.ScorePairs(items, found), linesOf(found), err
}

func scoreActors(_ context.Context, in io.Reader) (fmt.Stringer, func(io.Writer) error, error) {
	items, err := eval.ReadActors(in)
	if err != nil {
		return nil, nil, err
	}
	coder, world, err := newCoder()
	if err != nil {
		return nil, nil, err
	}
	found := eval.ResolveActors(eval.NewMentionResolver(coder, world), items)
	return eval.ScoreActors(items, found), linesOf(found), nil
}

func scoreDates(_ context.Context, in io.Reader) (fmt.Stringer, func(io.Writer) error, error) {
	items, err := eval.ReadDates(in)
	if err != nil {
		return nil, nil, err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return nil, nil, err
	}
	found, err := eval.ResolveDates(analyzer, items)
	return eval.ScoreDates(items, found), linesOf(found), err
}

func linesOf[T any](rows []T) func(io.Writer) error {
	return func(w io.Writer) error { return eval.WriteLines(w, rows) }
}
