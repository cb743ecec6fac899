package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

func newRecode(a *app) *cobra.Command {
	o := &loadOptions{}
	c := &cobra.Command{
		Use:   "recode [ARTICLE…]",
		Short: "Read the stored texts again, after an upgrade",
		Long: `Recode reads the stored text of each article again, of all or of those named, with
the tables, rules and weights of this program, and replaces what the store says
of it. Afterwards the store is as if the articles had been loaded anew. What has
not changed is not written. An article whose stored text cannot be read keeps
what it had, and is named.`,
		Example: "  entente recode\n  entente recode --actors ministers.tsv art:summit",
	}
	o.db.add(c)
	o.coder.add(c)
	c.Flags().IntVar(&o.workers, "workers", defaultWorkers(), "articles to read at once")
	c.Flags().StringVar(&o.report, "report", "", "write the report to this file as JSON")
	return a.command(c, func(ctx context.Context, args []string) error { return runRecode(ctx, a, o, args) })
}

func runRecode(ctx context.Context, a *app, o *loadOptions, args []string) error {
	told := &rejects{a: a}
	bar := newProgress(a)
	options := loaders.Options{Progress: bar.show, OnReject: func(e *loaders.RecordError) {
		bar.clear()
		told.add(e)
	}}
	var report loaders.Report
	err := o.db.open(ctx, graph.Options{}, func(store *graph.Store) error {
		ids, err := storedIDs(ctx, store, args)
		if err != nil {
			return err
		}
		report, err = loadWith(ctx, store, storedArticles{store, ids}, o.coder, o.workers, options)
		return err
	})
	bar.end()
	if err != nil {
		return err
	}
	if err := o.tell(a, report); err != nil {
		return err
	}
	return told.end(nil, report.Read)
}

// storedIDs are the articles named, or all of the store, in order.
func storedIDs(ctx context.Context, store *graph.Store, args []string) ([]quad.IRI, error) {
	var ids []quad.IRI
	for _, arg := range args {
		ids = append(ids, articleIRI(arg))
	}
	if len(ids) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(ids))), checkArticles(ctx, store, ids)
	}
	for id, err := range store.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, nil
}

// storedArticles gives articles as the store has them.
type storedArticles struct {
	store *graph.Store
	ids   []quad.IRI
}

// Articles reads each graph when it is asked for. A graph without an article, or
// with one that has no text, is a reject.
func (s storedArticles) Articles(ctx context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		for _, id := range s.ids {
			article, err := s.article(ctx, id)
			if !yield(article, err) {
				return
			}
			var reject *loaders.RecordError
			if err != nil && !errors.As(err, &reject) {
				return
			}
		}
	}
}

func (s storedArticles) article(ctx context.Context, id quad.IRI) (schema.Article, error) {
	var quads []quad.Quad
	for q, err := range s.store.Graph(ctx, id) {
		if err != nil {
			return schema.Article{}, err
		}
		quads = append(quads, q)
	}
	a, err := schema.ReadArticle(quads)
	if err == nil && a.Text == "" {
		err = errors.New("it has no text")
	}
	if err == nil && a.ID != id {
		err = fmt.Errorf("its graph holds %s", string(a.ID))
	}
	if err != nil {
		return schema.Article{}, &loaders.RecordError{Source: string(id), Reason: "reading the stored article: " + err.Error(), Hint: "load it again from its source"}
	}
	if a.DateSource == schema.DateInferred { // inferred again from the text
		a.Date, a.DateSource = "", ""
	}
	return a, nil
}
