package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/nquads"
	"github.com/entente-kg/entente/schema"
)

type loadOptions struct {
	db      dbFlag
	sources sourceFlags
	coder   coderFlags
	workers int
	rejects string
	report  string
}

func newLoad(a *app) *cobra.Command {
	o := &loadOptions{}
	c := &cobra.Command{
		Use:   "load PATH…",
		Short: "Read articles into the store",
		Long: `Load reads articles and stores what they say. PATH is a file, a folder or - for
standard input; gzipped files are unpacked. A .txt file is one article, its
first line the title where a blank line follows; an .html file is a saved page
with one; a .jsonl file holds one object a line with the keys id, url, title,
date, publisher and text, of which only text is required. N-Quads (.nq) that
were exported are put back as they were.

Loading the same again changes nothing. An article whose id is stored already
with another text replaces it. A record that cannot be read is named, and the
rest goes on.`,
		Example: "  entente load --date 2018-07-26 summit.txt\n  entente load --rejects bad.jsonl news/",
		Args:    cobra.MinimumNArgs(1),
	}
	o.db.add(c)
	o.sources.add(c, nquads.Kind)
	o.coder.add(c)
	c.Flags().IntVar(&o.workers, "workers", defaultWorkers(), "articles to read at once")
	c.Flags().StringVar(&o.rejects, "rejects", "", "write rejected records to this file, one JSON object a line")
	c.Flags().StringVar(&o.report, "report", "", "write the report to this file as JSON")
	return a.command(c, func(ctx context.Context, args []string) error { return runLoad(ctx, a, o, args) })
}

func runLoad(ctx context.Context, a *app, o *loadOptions, paths []string) error {
	if err := o.sources.check(); err != nil {
		return err
	}
	var skipped []string
	run, err := o.plan(a, paths, &skipped)
	if err != nil {
		return err
	}
	sink, err := create(o.rejects)
	if err != nil {
		return err
	}
	told := &rejects{a: a}
	bar := newProgress(a)
	options := loaders.Options{Rejects: sink, Progress: bar.show, OnReject: func(e *loaders.RecordError) {
		bar.clear()
		told.add(e)
	}}
	var report loaders.Report
	err = o.db.open(ctx, graph.Options{Create: true}, func(store *graph.Store) (err error) {
		report, err = run(ctx, store, options)
		return err
	})
	bar.end()
	err = errors.Join(err, sink.Close())
	if stored := report.Added + report.Replaced; err != nil && stored > 0 {
		return fmt.Errorf("%w; %d articles were stored before that", err, stored)
	} else if err != nil {
		return err
	}
	if err := o.tell(a, report); err != nil {
		return err
	}
	return told.end(skipped, report.Read)
}

// plan checks the paths and gives the load to run.
func (o *loadOptions) plan(a *app, paths []string, skipped *[]string) (func(context.Context, *graph.Store, loaders.Options) (loaders.Report, error), error) {
	if o.sources.from == nquads.Kind || o.sources.from == loaders.Auto && allNQuads(paths) {
		src, err := nquads.Files(paths, a.in, graph.Read)
		return func(ctx context.Context, store *graph.Store, options loaders.Options) (loaders.Report, error) {
			if store.Bulk() {
				return loaders.LoadQuads(ctx, storeWriter{store}, src, options)
			}
			return loaders.LoadGraphs(ctx, storeWriter{store}, src, options)
		}, err
	}
	src, err := o.sources.open(a, paths, skipped)
	return func(ctx context.Context, store *graph.Store, options loaders.Options) (loaders.Report, error) {
		return loadWith(ctx, store, src, o.coder, o.workers, options)
	}, err
}

func allNQuads(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool { return !nquads.Accepts(p) })
}

// loadArticles reads and stores articles, and the background that they refer
// to before them.
func loadArticles(ctx context.Context, store *graph.Store, src loaders.ArticleSource, workers int, o loaders.Options) (loaders.Report, error) {
	return loadWith(ctx, store, src, coderFlags{}, workers, o)
}

// loadWith is loadArticles with the coder that the user asks for.
func loadWith(ctx context.Context, store *graph.Store, src loaders.ArticleSource, flags coderFlags, workers int, o loaders.Options) (loaders.Report, error) {
	coder, world, err := flags.coder()
	if err != nil {
		return loaders.Report{}, err
	}
	if err := putBackground(ctx, store, world); err != nil {
		return loaders.Report{}, err
	}
	return loaders.Load(ctx, storeWriter{store}, loaders.Coded(src, coder, workers), o)
}

// putBackground stores the tables, unless they are stored just so.
func putBackground(ctx context.Context, store *graph.Store, world *schema.World) error {
	background := world.Background()
	mark, hash := markOf(background)
	stored, err := hasMark(ctx, store, hash)
	if err != nil || stored {
		return err
	}
	for _, label := range []quad.IRI{schema.GraphSchema, schema.GraphActors} { // the marked one last
		g := graph.Graph{Label: label}
		for _, q := range append(background, mark) {
			if q.Label == label {
				g.Quads = append(g.Quads, q)
			}
		}
		if err := putLarge(ctx, store, g); err != nil {
			return fmt.Errorf("writing the background tables: %w", err)
		}
	}
	return nil
}

// putLarge puts a graph, by way of an import where there is none so far.
func putLarge(ctx context.Context, store *graph.Store, g graph.Graph) error {
	there, err := store.Has(ctx, g.Label)
	if err != nil {
		return err
	}
	if there {
		_, err = store.Put(ctx, []graph.Graph{g})
		return err
	}
	_, err = store.Import(ctx, func(yield func(quad.Quad, error) bool) {
		for _, q := range g.Quads {
			if !yield(q, nil) {
				return
			}
		}
	})
	return err
}

// markOf is a quad in the graph of actors that holds a hash of the whole
// background, so that a load need not compare it quad by quad.
func markOf(background []quad.Quad) (mark quad.Quad, hash string) {
	sum := sha256.New()
	for _, q := range background {
		fmt.Fprintln(sum, q.NQuad())
	}
	hash = hex.EncodeToString(sum.Sum(nil))
	return quad.Quad{Subject: schema.GraphActors, Predicate: quad.IRI("ir:contentHash"), Object: quad.String(hash), Label: schema.GraphActors}, hash
}

func hasMark(ctx context.Context, store *graph.Store, hash string) (bool, error) {
	for row, err := range store.Gizmo(ctx, `g.V("<graph:actors>").Out("<ir:contentHash>").All()`, 0) {
		if err != nil {
			return false, err
		}
		if tags, ok := row.(map[string]any); ok && tags["id"] == hash {
			return true, nil
		}
	}
	return false, nil
}

// tell prints the report, and writes it where --report says.
func (o *loadOptions) tell(a *app, r loaders.Report) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if o.report != "" {
		if err := os.WriteFile(o.report, append(line, '\n'), 0o666); err != nil {
			return fmt.Errorf("writing the report: %w", err)
		}
	}
	if a.outTTY {
		_, err = fmt.Fprint(a.out, r)
	} else {
		_, err = fmt.Fprintf(a.out, "%s\n", line)
	}
	return err
}

// create makes the file, or nothing for an empty name.
func create(name string) (io.WriteCloser, error) {
	if name == "" {
		return discard{io.Discard}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, fmt.Errorf("making %s: %w", name, err)
	}
	return f, nil
}

type discard struct{ io.Writer }

func (discard) Close() error { return nil }

// storeWriter lets loaders write into a store.
type storeWriter struct{ store *graph.Store }

// Put passes the graphs on. A graph that the store cannot hold is a reject.
func (w storeWriter) Put(ctx context.Context, graphs []loaders.Graph) ([]loaders.Change, error) {
	in := make([]graph.Graph, len(graphs))
	for i, g := range graphs {
		in[i] = graph.Graph{Label: g.Label, Quads: g.Quads}
	}
	out, err := w.store.Put(ctx, in)
	if errors.Is(err, graph.ErrBadQuad) || errors.Is(err, graph.ErrReserved) {
		return nil, &loaders.RecordError{Source: string(graphs[0].Label), Reason: err.Error()}
	}
	if err != nil {
		return nil, err
	}
	changes := make([]loaders.Change, len(out))
	for i, c := range out {
		changes[i] = loaders.Change{Outcome: outcome(c), Added: c.Added, Removed: c.Removed}
	}
	return changes, nil
}

// Labels are those of the store's graphs.
func (w storeWriter) Labels(ctx context.Context) (map[quad.IRI]bool, error) {
	labels := map[quad.IRI]bool{}
	for label, err := range w.store.Labels(ctx, "") {
		if err != nil {
			return nil, err
		}
		labels[label] = true
	}
	return labels, nil
}

// ImportGraphs passes the quads on.
func (w storeWriter) ImportGraphs(ctx context.Context, quads iter.Seq2[quad.Quad, error], reject func(*loaders.RecordError)) (int64, error) {
	return w.store.ImportGraphs(ctx, quads, func(e *graph.GraphError) {
		reject(&loaders.RecordError{Source: string(e.Label), Reason: e.Error()})
	})
}

func outcome(c graph.Change) loaders.Outcome {
	switch {
	case c.Added+c.Removed == 0:
		return loaders.Unchanged
	case c.Existed:
		return loaders.Replaced
	}
	return loaders.Added
}
