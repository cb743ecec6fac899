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

type evalOptions struct{ predictions string }

func newEval(a *app) *cobra.Command {
	c := &cobra.Command{Use: "eval", Short: "Score against labelled data"}
	c.AddCommand(newEvalParse(a))
	return c
}

func newEvalParse(a *app) *cobra.Command {
	o := &evalOptions{}
	c := &cobra.Command{
		Use:   "parse FILE",
		Short: "Score tags, lemmas and trees against a CoNLL-U file, on its tokens",
		Args:  cobra.ExactArgs(1),
	}
	c.Flags().StringVar(&o.predictions, "predictions", "", "write what was predicted to this file")
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
