package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
)

// evalOptions are what all parts of eval take.
type evalOptions struct{ predictions string }

func newEval(a *app) *cobra.Command {
	c := &cobra.Command{Use: "eval", Short: "Score against labelled data", Args: cobra.NoArgs}
	c.AddCommand(newEvalEvents(a), newEvalPairs(a), newEvalActors(a), newEvalDates(a), newEvalParse(a))
	return a.command(c, func(context.Context, []string) error {
		return usage(errors.New("eval wants to know what: events, pairs, actors, dates or parse"))
	})
}

func newEvalParse(a *app) *cobra.Command {
	o := &evalOptions{}
	c := &cobra.Command{
		Use:   "parse FILE",
		Short: "Score tags, lemmas and trees against a CoNLL-U file, on its tokens",
		Args:  cobra.ExactArgs(1),
	}
	o.addPredictions(c)
	return a.command(c, func(_ context.Context, args []string) error { return runEvalParse(a, o, args[0]) })
}

func runEvalParse(a *app, o *evalOptions, name string) error {
	in, err := openFile(a, name)
	if err != nil {
		return err
	}
	defer in.Close()
	analyzer, err := nlp.New()
	if err != nil {
		return err
	}
	scores, predicted, err := eval.ParseFile(analyzer, in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := o.write(func(f *os.File) error { return eval.WriteConllu(f, predicted) }); err != nil {
		return err
	}
	_, err = fmt.Fprint(a.out, scores)
	return err
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
