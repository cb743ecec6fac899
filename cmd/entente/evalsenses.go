package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
)

type evalSensesOptions struct {
	examples string
	show     bool
	workers  int
}

func newEvalSenses(a *app) *cobra.Command {
	o := &evalSensesOptions{}
	c := &cobra.Command{
		Use:   "senses [CORPUS]",
		Short: "Count the predicate senses of the rules whose own sentences are read right",
		Long: `Senses reads, for each predicate sense that has them, a sentence that reports its
relation and one that has its word and does not, by rules alone, and counts the
senses of which both are read right. With CORPUS (JSON lines with date and text,
also gzipped) it says how many of these make a statement there: about three
minutes for 100,000 reports.`,
		Example: "  entente eval senses\n  entente eval senses ../shared/corpora/event_sentences.jsonl.gz",
		Args:    cobra.MaximumNArgs(1),
	}
	c.Flags().StringVar(&o.examples, "examples", filepath.Join("extract", "testdata", "senses"), "folder of the examples")
	c.Flags().BoolVar(&o.show, "show", false, "list the sentences that are read wrong")
	c.Flags().IntVar(&o.workers, "workers", defaultWorkers(), "reports to read at once")
	return a.command(c, func(ctx context.Context, args []string) error { return runEvalSenses(ctx, a, o, args) })
}

func runEvalSenses(ctx context.Context, a *app, o *evalSensesOptions, args []string) error {
	examples, err := eval.ReadSenses(os.DirFS(o.examples))
	if err != nil {
		return withHint(err, "name the folder of the examples with --examples")
	}
	_, ruled, err := reportCoders()
	if err != nil {
		return err
	}
	scores, err := eval.ScoreSenses(ctx, ruled, examples)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		corpus, err := openCorpus(args[0])
		if err != nil {
			return err
		}
		defer corpus.Close()
		if err := scores.Fire(ctx, ruled, corpus, o.workers); err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
	}
	if o.show {
		for _, w := range scores.Wrong {
			if _, err := fmt.Fprintln(a.out, w); err != nil {
				return err
			}
		}
	}
	_, err = fmt.Fprint(a.out, scores)
	return err
}
