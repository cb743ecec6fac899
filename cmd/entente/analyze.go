package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/nlp"
)

type analyzeOptions struct {
	sources sourceFlags
	format  string
	conllu  string
}

func newAnalyze(a *app) *cobra.Command {
	o := &analyzeOptions{}
	c := &cobra.Command{
		Use:     "analyze PATH…",
		Short:   "Print sentences, tokens, tags and parses of raw text as CoNLL-U",
		Example: "  entente analyze summit.txt\n  entente analyze --conllu-in gold.conllu",
	}
	o.sources.add(c)
	c.Flags().StringVar(&o.format, "format", "conllu", "conllu")
	c.Flags().StringVar(&o.conllu, "conllu-in", "", "a CoNLL-U file whose sentences and tokens are kept, and all else predicted")
	return a.command(c, func(ctx context.Context, args []string) error { return runAnalyze(ctx, a, o, args) })
}

func runAnalyze(ctx context.Context, a *app, o *analyzeOptions, paths []string) error {
	if o.format != "conllu" {
		return usageHint(fmt.Errorf("unknown format %q", o.format), "formats: conllu")
	}
	if (len(paths) == 0) == (o.conllu == "") {
		return usage(fmt.Errorf("analyze wants paths, or --conllu-in"))
	}
	if err := o.sources.check(); err != nil {
		return err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return err
	}
	if o.conllu != "" {
		return analyzeConllu(a, analyzer, o.conllu)
	}
	var skipped []string
	src, err := o.sources.open(a, paths, &skipped)
	if err != nil {
		return err
	}
	told := &rejects{a: a}
	read := 0
	for article, err := range src.Articles(ctx) {
		if e, ok := loaders.Rejected(err); ok {
			told.add(e)
			continue
		}
		if err != nil {
			return err
		}
		doc, err := analyzer.Analyze(article.Text)
		if err != nil {
			return fmt.Errorf("%s: %w", string(article.ID), err)
		}
		sentences := make([]eval.ConlluSentence, len(doc.Sentences))
		for i := range doc.Sentences {
			sentences[i] = eval.ConlluOf(doc, &doc.Sentences[i], fmt.Sprintf("%s-%d", string(article.ID), i))
		}
		if err := eval.WriteConllu(a.out, sentences); err != nil {
			return err
		}
		read++
	}
	return told.end(skipped, read)
}

func analyzeConllu(a *app, analyzer *nlp.Analyzer, name string) error {
	in, err := openFile(a, name)
	if err != nil {
		return err
	}
	defer in.Close()
	_, predicted, err := eval.ParseFile(analyzer, in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return eval.WriteConllu(a.out, predicted)
}

// openFile opens a file, or standard input for "-".
func openFile(a *app, name string) (io.ReadCloser, error) {
	if name == loaders.Stdin {
		return io.NopCloser(a.in), nil
	}
	return os.Open(name)
}
