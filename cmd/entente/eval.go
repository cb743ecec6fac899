package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// evalOptions are what all parts of eval take.
type evalOptions struct{ predictions string }

func newEval(a *app) *cobra.Command {
	c := &cobra.Command{Use: "eval", Short: "Score against labelled data", Args: cobra.NoArgs}
	c.AddCommand(newEvalEvents(a), newEvalPairs(a), newEvalActors(a), newEvalDates(a), newEvalParse(a), newEvalNames(a), newEvalReports(a), newEvalSenses(a))
	return a.command(c, func(context.Context, []string) error {
		return usage(errors.New("eval wants to know what: events, pairs, actors, dates, parse, names, reports or senses"))
	})
}

func newEvalParse(a *app) *cobra.Command {
	o := &evalOptions{}
	raw := false
	c := &cobra.Command{
		Use:   "parse FILE",
		Short: "Score tags, lemmas and trees against a CoNLL-U file",
		Long: `Parse predicts tags, lemmas and trees on the sentences and tokens of a CoNLL-U
file and compares them with the file's. With --raw it starts from the text that
the tokens make up, and words are matched by their characters; each measure is
then an F1. The rules are those of the CoNLL 2018 shared task.`,
		Args: cobra.ExactArgs(1),
	}
	c.Flags().BoolVar(&raw, "raw", false, "start from raw text instead of the file's sentences and tokens")
	o.addPredictions(c)
	return a.command(c, func(_ context.Context, args []string) error { return runEvalParse(a, o, raw, args[0]) })
}

func newEvalNames(a *app) *cobra.Command {
	o := &evalOptions{}
	alone := false
	c := &cobra.Command{
		Use:   "names FILE",
		Short: "Score names against an IOB2 file, on its tokens",
		Long: `Names finds the names (PER, LOC, ORG) of the tokens of an IOB2 file and compares
them with the file's: a name is right when its first token, last token and label
are. Rows are number, form, tag, or form, tag.`,
		Example: "  entente eval names news.iob2\n  entente eval names --no-tables --predictions found.iob2 news.iob2",
		Args:    cobra.ExactArgs(1),
	}
	c.Flags().BoolVar(&alone, "no-tables", false, "do without the names of the actor tables")
	o.addPredictions(c)
	return a.command(c, func(_ context.Context, args []string) error { return runEvalNames(a, o, alone, args[0]) })
}

func runEvalNames(a *app, o *evalOptions, alone bool, name string) error {
	in, err := openFile(a, name)
	if err != nil {
		return err
	}
	defer in.Close()
	analyzer, err := nameAnalyzer(!alone)
	if err != nil {
		return err
	}
	scores, predicted, err := eval.NamesFile(analyzer, in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := o.write(func(f *os.File) error { return eval.WriteIOB(f, predicted) }); err != nil {
		return err
	}
	_, err = fmt.Fprint(a.out, scores)
	return err
}

// nameAnalyzer is the analyser, with the names of the built-in tables as hints
// if they are wanted.
func nameAnalyzer(tables bool) (*nlp.Analyzer, error) {
	analyzer, err := nlp.New()
	if err != nil || !tables {
		return analyzer, err
	}
	world, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return analyzer.WithGazetteer(eval.KnownNames(world)), nil
}

func runEvalParse(a *app, o *evalOptions, raw bool, name string) error {
	in, err := openFile(a, name)
	if err != nil {
		return err
	}
	defer in.Close()
	analyzer, err := nlp.New()
	if err != nil {
		return err
	}
	scores, predicted, err := parseScores(analyzer, raw, in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := o.write(func(f *os.File) error { return eval.WriteConllu(f, predicted) }); err != nil {
		return err
	}
	_, err = fmt.Fprint(a.out, scores)
	return err
}

func parseScores(analyzer *nlp.Analyzer, raw bool, in io.Reader) (fmt.Stringer, []eval.ConlluSentence, error) {
	if raw {
		return asStringer(eval.ParseRaw(analyzer, in))
	}
	return asStringer(eval.ParseFile(analyzer, in))
}

func asStringer[T fmt.Stringer](scores T, predicted []eval.ConlluSentence, err error) (fmt.Stringer, []eval.ConlluSentence, error) {
	return scores, predicted, err
}

func (o *evalOptions) addPredictions(c *cobra.Command) {
	c.Flags().StringVar(&o.predictions, "predictions", "", "write what was predicted to this file")
}

// write writes the predictions, if they are wanted.
func (o *evalOptions) write(write func(*os.File) error) error {
	if o.predictions == "" {
		return nil
	}
	f, err := os.Create(o.predictions)
	if err != nil {
		return fmt.Errorf("writing predictions: %w", err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return fmt.Errorf("writing predictions to %s: %w", o.predictions, err)
	}
	return nil
}
