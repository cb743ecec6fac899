package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

type evalReportsOptions struct {
	evalOptions
	labels string
	show   int
	ruled  bool
}

func newEvalReports(a *app) *cobra.Command {
	o := &evalReportsOptions{}
	c := &cobra.Command{
		Use:   "reports CORPUS",
		Short: "Score statements against our own labels of a corpus of reports",
		Long: `Reports reads the labelled reports of CORPUS (JSON lines with date and text,
also gzipped), four fifths of which the weights of the coder were fitted to, and
scores the statements against the labels: type, actors, recipients and modality;
dates and places were not labelled. The fifth that was held back is scored apart.`,
		Example: "  entente eval reports ../shared/corpora/event_sentences.jsonl.gz\n  entente eval reports --rules-alone --show 40 ../shared/corpora/event_sentences.jsonl.gz",
		Args:    cobra.ExactArgs(1),
	}
	o.addPredictions(c)
	c.Flags().StringVar(&o.labels, "labels", filepath.Join("cmd", "train", "reports.tsv"), "file of the labels")
	c.Flags().BoolVar(&o.ruled, "rules-alone", false, "read without the fitted weights")
	c.Flags().IntVar(&o.show, "show", 0, "list the errors of so many reports that the weights were fitted to")
	return a.command(c, func(ctx context.Context, args []string) error { return runEvalReports(ctx, a, o, args[0]) })
}

func runEvalReports(ctx context.Context, a *app, o *evalReportsOptions, corpus string) error {
	reports, err := readReports(o.labels, corpus)
	if err != nil {
		return err
	}
	coder, ruled, err := reportCoders()
	if err != nil {
		return err
	}
	if o.ruled {
		coder = ruled
	}
	var all []eval.EventItem
	for _, held := range []bool{false, true} {
		items, err := eval.ReportItems(ctx, coder, ruled, eval.HeldReports(reports, held))
		if err != nil {
			return err
		}
		all = append(all, items...)
		head := "fitted to"
		if held {
			head = "held back"
		} else if err := eval.WriteErrors(a.out, items, o.show); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(a.out, "%s\n%s\n", head, eval.ScoreEvents(items)); err != nil {
			return err
		}
	}
	return o.write(func(f *os.File) error { return eval.WriteLines(f, predicted(all)) })
}

// reportCoders are the coder and one that reads by rules alone.
func reportCoders() (weighed, ruled *extract.Coder, err error) {
	analyzer, err := nlp.New()
	if err != nil {
		return nil, nil, err
	}
	world, err := schema.Builtin()
	if err != nil {
		return nil, nil, err
	}
	if weighed, err = extract.New(analyzer, world); err != nil {
		return nil, nil, err
	}
	ruled, err = extract.NewWeighed(analyzer, world, extract.Weights{}, extract.Bounds{})
	return weighed, ruled, err
}

func readReports(labels, corpus string) ([]eval.Report, error) {
	l, err := os.Open(labels)
	if err != nil {
		return nil, withHint(err, "name the labels with --labels")
	}
	defer l.Close()
	c, err := openCorpus(corpus)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	reports, err := eval.ReadReports(l, c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", labels, err)
	}
	return reports, nil
}

// openCorpus opens a file of reports, unpacking one that ends in .gz.
func openCorpus(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return f, err
	}
	r, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return unpacked{r, f}, nil
}

// unpacked closes the file below the unpacker, too.
type unpacked struct {
	*gzip.Reader
	file *os.File
}

func (u unpacked) Close() error { return errors.Join(u.Reader.Close(), u.file.Close()) }
