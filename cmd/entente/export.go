package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
)

type exportOptions struct {
	db           dbFlag
	format       string
	articles     []string
	about        []string
	depth        int
	since, until string
	base         string
	background   bool
	query        string
	folder       string // of the user's own queries
}

func newExport(a *app) *cobra.Command {
	o := &exportOptions{}
	c := &cobra.Command{
		Use:   "export [--query NAME [--PARAM VALUE]…]",
		Short: "Write the store, or a part of it, to standard output",
		Long: `Export writes the whole store, the graphs of some articles, or what lies around
an entity: as quads (nquads, which entente load puts back as they were, and
jsonld), as statements (jsonl), or as a network of entities and the facts
between them for other programs (graphml, gexf, dot, csv for its edges and
csv-nodes for its nodes). With --query the network is what a saved query that
has the columns source and target answers.`,
		Example: "  entente export > backup.nq\n  entente export --about THAAD --depth 2 --format jsonl\n" +
			"  entente export --since 2017 --format gexf > network.gexf\n  entente export --query picture --about Russia --format dot",
		DisableFlagParsing: true, // a query has flags of its own
	}
	o.db.add(c)
	c.Flags().StringVar(&o.format, "format", graph.NQuads, strings.Join(exportFormats(), ", "))
	c.Flags().StringArrayVar(&o.articles, "article", nil, "only this article's graph, such as art:summit; may be repeated")
	c.Flags().StringArrayVar(&o.about, "about", nil, "only what lies around this entity; may be repeated")
	c.Flags().IntVar(&o.depth, "depth", 1, "how many steps around --about")
	c.Flags().StringVar(&o.since, "since", "", "only events dated on or after this day, month or year; leaves undated ones out")
	c.Flags().StringVar(&o.until, "until", "", "only events dated on or before this day, month or year; leaves undated ones out")
	c.Flags().StringVar(&o.base, "base", "", "what short IRIs stand under in jsonld and nquads (default: "+export.DefaultBase+" in jsonld; nquads keeps them short)")
	c.Flags().BoolVar(&o.background, "background", false, "in a network, the facts of the tables too, such as memberships")
	c.Flags().StringVar(&o.query, "query", "", "the network that this saved query answers; entente ask lists what each takes")
	c.Flags().StringVar(&o.folder, "queries", "", "a folder of your own queries, besides those built in")
	return a.command(c, func(ctx context.Context, args []string) error {
		line, err := splitAsk(c, args)
		switch {
		case err != nil:
			return usage(err)
		case line.help:
			return c.Help()
		case line.query != "":
			return usage(fmt.Errorf("unexpected argument %q", line.query))
		case o.query != "":
			return o.exportQuery(ctx, a, c, line.args)
		}
		for _, name := range slices.Sorted(maps.Keys(line.args)) {
			return usage(fmt.Errorf("unknown flag: --%s", name))
		}
		return runExport(ctx, a, o)
	})
}

func runExport(ctx context.Context, a *app, o *exportOptions) error {
	if !slices.Contains(exportFormats(), o.format) {
		return usageHint(fmt.Errorf("unknown format %q", o.format), "formats: "+strings.Join(exportFormats(), ", "))
	}
	if o.depth < 1 {
		return usage(fmt.Errorf("--depth %d: it counts from 1", o.depth))
	}
	window, err := export.NewWindow(o.since, o.until)
	if err != nil {
		return usage(err)
	}
	ns, err := export.NewNamespaces(o.base)
	if err != nil {
		return usage(fmt.Errorf("--base: %w", err))
	}
	names, err := builtinNames()
	if err != nil {
		return err
	}
	filter := graph.Filter{Depth: o.depth}
	for _, id := range o.articles {
		filter.Articles = append(filter.Articles, articleIRI(id))
	}
	for _, name := range o.about {
		filter.About = append(filter.About, names.iri(name))
	}
	return o.db.read(ctx, func(store *graph.Store) error {
		if err := checkArticles(ctx, store, filter.Articles); err != nil {
			return err
		}
		quads, err := collect(store.Subgraph(ctx, filter))
		if err != nil {
			return err
		}
		if quads = window.Quads(quads); len(quads) == 0 {
			return nothing("nothing to export", o.emptyHint(names))
		}
		return o.write(ctx, a, store, quads, ns)
	})
}

func (o *exportOptions) emptyHint(names *nameIndex) string {
	for _, name := range o.about {
		if d := names.doubt(name); d != "" {
			return "--about: " + d
		}
	}
	return "entente stats says what the store holds"
}

// articleIRI takes an article's id with or without its prefix and brackets.
func articleIRI(id string) quad.IRI {
	return quad.IRI(schema.NSArticle + strings.TrimPrefix(strings.Trim(strings.TrimSpace(id), "<>"), schema.NSArticle))
}

// checkArticles fails where one of the articles is not in the store.
func checkArticles(ctx context.Context, store *graph.Store, ids []quad.IRI) error {
	for _, id := range ids {
		ok, err := store.Has(ctx, id)
		if err != nil {
			return err
		}
		if !ok {
			return nothing(fmt.Sprintf("no article %s in the store", string(id)), `entente gizmo 'g.V("<schema:NewsArticle>").In("<rdf:type>").All()' lists them`)
		}
	}
	return nil
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func all[T any](xs []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range xs {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// statementsAmong gives the statements whose event nodes are among the quads,
// by article. It reads each article's graph whole, as the names of
// participants may lie outside the quads.
func statementsAmong(ctx context.Context, store *graph.Store, quads []quad.Quad) iter.Seq2[schema.Statement, error] {
	return func(yield func(schema.Statement, error) bool) {
		wanted := map[quad.IRI]map[quad.IRI]bool{} // by article
		for _, q := range quads {
			event, _ := q.Subject.(quad.IRI)
			article, _ := q.Label.(quad.IRI)
			if !strings.HasPrefix(string(event), schema.NSEvent) || !strings.HasPrefix(string(article), schema.NSArticle) {
				continue
			}
			if wanted[article] == nil {
				wanted[article] = map[quad.IRI]bool{}
			}
			wanted[article][event] = true
		}
		for _, article := range sortedKeys(wanted) {
			whole, err := collect(store.Graph(ctx, article))
			var statements []schema.Statement
			if err == nil {
				statements, err = schema.ReadStatements(whole)
			}
			if err != nil {
				yield(schema.Statement{}, fmt.Errorf("article %s: %w", string(article), err))
				return
			}
			for _, s := range statements {
				if wanted[article][s.ID()] && !yield(s, nil) {
					return
				}
			}
		}
	}
}

func sortedKeys[V any](m map[quad.IRI]V) []quad.IRI {
	keys := make([]quad.IRI, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
