package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	_ "github.com/cayleygraph/cayley/query/graphql" // registers the language
	_ "github.com/cayleygraph/cayley/query/mql"     // registers the language
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
	"github.com/entente-kg/entente/schema"
)

// What Cayley's REST interface asks of a store, besides Gizmo.

// ErrBadLanguage says that there is no query language of that name, or that it
// cannot do what was asked.
var ErrBadLanguage = errors.New("unknown query language")

// Languages lists what Query understands besides Gizmo.
func Languages() []string { return []string{"graphql", "mql"} }

// Query runs a query in one of Languages and gives its rows, as Cayley makes
// them: JSON-like values, IRIs as text in angle brackets in mql and as quad.IRI
// in graphql, whose only row is the whole answer. The rows are complete
// unless truncated, which graphql never is: there each field says how many it
// wants. The query stops when ctx ends, unless it is busy with one long step,
// and nothing bounds its memory.
func (s *Store) Query(ctx context.Context, lang, text string, limit int) (rows []any, truncated bool, err error) {
	if !slices.Contains(Languages(), lang) {
		return nil, false, fmt.Errorf("query in %q: %w", lang, ErrBadLanguage)
	}
	err = s.view(ctx, func(qs graph.QuadStore) (err error) {
		defer caught(lang, &err)()
		ask := 0
		if limit > 0 {
			ask = limit + 1
		}
		it, err := query.Execute(ctx, qs, lang, text, query.Options{Collation: query.JSON, Limit: ask})
		if err != nil {
			return queryError(ctx, lang, err)
		}
		defer it.Close()
		for ctx.Err() == nil && it.Next(ctx) {
			rows = append(rows, it.Result())
		}
		if it.Err() != nil || ctx.Err() != nil {
			return queryError(ctx, lang, it.Err())
		}
		return nil
	})
	if lang != "graphql" && limit > 0 && len(rows) > limit {
		rows, truncated = rows[:limit], true
	}
	return rows, truncated, err
}

// Shape gives the plan of a query in gizmo or mql as Cayley draws it: an object
// with the lists nodes and links, empty where the query has no path that runs
// to its end. A Gizmo query runs for it, without its rows, and cannot be
// stopped.
func (s *Store) Shape(ctx context.Context, lang, text string) (plan any, err error) {
	if lang != "gizmo" && lang != "mql" {
		return nil, fmt.Errorf("shape of a query in %q: %w", lang, ErrBadLanguage)
	}
	err = s.view(ctx, func(qs graph.QuadStore) (err error) {
		defer caught(lang, &err)()
		if lang == "mql" {
			plan, err = query.GetLanguage(lang).HTTP(qs).ShapeOf(text)
		} else {
			plan, err = gizmoShape(qs, text)
		}
		return queryError(ctx, lang, err)
	})
	return plan, err
}

// gizmoShape runs the query behind the guard.
func gizmoShape(qs graph.QuadStore, text string) (any, error) {
	if _, err := goja.Compile("", text, false); err != nil {
		return nil, err // with the query's own line numbers
	}
	return gizmo.NewSession(plainQuads{qs}).ShapeOf(guard + ";\n" + text)
}

// plainQuads hides a store's optimiser, so that a plan shows the steps of the
// query as they were written.
type plainQuads struct{ graph.QuadStore }

// queryError makes ErrBadQuery of what a language says, or tells that ctx
// ended.
func queryError(ctx context.Context, lang string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: stopped: %w", lang, context.Cause(ctx))
	}
	if err == nil {
		return nil
	}
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		return fmt.Errorf("%s: %w: %s", lang, ErrBadQuery, thrown.Value())
	}
	return fmt.Errorf("%s: %w: %s", lang, ErrBadQuery, strings.TrimPrefix(err.Error(), "SyntaxError: "))
}

// caught makes an error of a panic: these languages panic on input that they
// did not foresee.
func caught(lang string, err *error) func() {
	return func() {
		if p := recover(); p != nil {
			*err = fmt.Errorf("%s: %w: %v", lang, ErrBadQuery, p)
		}
	}
}

// Pattern says which quads Match finds: those that in each direction have one
// of the values listed, or any where none is.
type Pattern struct{ Subjects, Predicates, Objects, Labels []quad.Value }

// Match gives the quads of a pattern, sorted as Graph sorts them, and at most
// limit of them if that is positive. Which ones, where there are more, is not
// defined.
func (s *Store) Match(ctx context.Context, p Pattern, limit int) (quads []quad.Quad, truncated bool, err error) {
	err = s.view(ctx, func(qs graph.QuadStore) error {
		refs, err := matching(ctx, qs, p, limit)
		if err != nil {
			return err
		}
		quads, err = newReader(qs).pick(ctx, refs)
		return err
	})
	if limit > 0 && len(quads) > limit {
		quads, truncated = quads[:limit], true
	}
	slices.SortFunc(quads, compareQuads)
	return quads, truncated, err
}

// matching finds one more than the limit, so that a cut shows, and leaves out
// what the store says of itself.
func matching(ctx context.Context, qs graph.QuadStore, p Pattern, limit int) ([]graph.Ref, error) {
	it := shape.FilterQuads(p.Subjects, p.Predicates, p.Objects, p.Labels).BuildIterator(qs)
	if len(p.Subjects)+len(p.Predicates)+len(p.Objects)+len(p.Labels) == 0 {
		it = qs.QuadsAllIterator()
	}
	defer it.Close()
	meta := qs.ValueOf(schema.GraphMeta)
	var refs []graph.Ref
	for (limit <= 0 || len(refs) <= limit) && it.Next(ctx) {
		if ctx.Err() != nil { // Cayley's iterators don't look
			return nil, context.Cause(ctx)
		}
		label := qs.QuadDirection(it.Result(), quad.Label)
		if meta != nil && label != nil && label.Key() == meta.Key() {
			continue
		}
		refs = append(refs, it.Result())
	}
	return refs, it.Err()
}

// pick reads single quads.
func (r *reader) pick(ctx context.Context, quads []graph.Ref) ([]quad.Quad, error) {
	ends := make([][len(directions)]graph.Ref, len(quads))
	for i, q := range quads {
		for j, d := range directions {
			ends[i][j] = r.qs.QuadDirection(q, d)
		}
	}
	if err := r.learn(ctx, ends); err != nil {
		return nil, err
	}
	out := make([]quad.Quad, len(ends))
	for i := range ends {
		for j, d := range directions {
			if ends[i][j] != nil {
				out[i].Set(d, r.known[ends[i][j].Key()])
			}
		}
	}
	return out, nil
}

// Add puts quads into the graphs that their labels name, beside what is there,
// all or none, and gives how many were not there before. Values take the form
// that Put gives them.
func (s *Store) Add(ctx context.Context, quads []quad.Quad) (int, error) {
	return s.edit(ctx, quads, func(old, given []quad.Quad) (added, removed []quad.Quad) {
		added, _ = difference(old, given)
		return added, nil
	})
}

// Remove takes quads out of the graphs that their labels name, all or none,
// and gives how many were there.
func (s *Store) Remove(ctx context.Context, quads []quad.Quad) (int, error) {
	return s.edit(ctx, quads, func(old, given []quad.Quad) (added, removed []quad.Quad) {
		missing, _ := difference(old, given)
		removed, _ = difference(missing, given)
		return nil, removed
	})
}

// edit changes the graphs of the quads by what change makes of each: a sorted
// set that is there and one that is given.
func (s *Store) edit(ctx context.Context, quads []quad.Quad, change func(old, given []quad.Quad) (added, removed []quad.Quad)) (int, error) {
	graphs, err := byLabel(quads)
	if err != nil {
		return 0, err
	}
	n := 0
	err = s.update(ctx, func(qs graph.QuadStore) (bool, error) {
		numbers, err := readNumbers(ctx, qs)
		if err != nil {
			return false, err
		}
		marks, err := numbers.settle(graphs)
		if err != nil {
			return false, err
		}
		var added, removed []quad.Quad
		for _, g := range graphs {
			old, err := readLabel(ctx, qs, g.Label)
			if err != nil {
				return false, err
			}
			plus, minus := change(old, g.Quads)
			added, removed = append(added, plus...), append(removed, minus...)
		}
		if n = len(added) + len(removed); len(added) > 0 {
			added = append(added, marks...)
		}
		return n > 0, apply(ctx, qs, added, removed)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// byLabel sorts quads into their graphs and brings them into the form that is
// stored.
func byLabel(quads []quad.Quad) ([]Graph, error) {
	byLabel := map[quad.IRI][]quad.Quad{}
	for _, q := range quads {
		label, ok := q.Label.(quad.IRI)
		if !ok {
			return nil, fmt.Errorf("%w: %s: its label is no IRI", ErrBadQuad, line(q))
		}
		byLabel[label] = append(byLabel[label], q)
	}
	var graphs []Graph
	for label, quads := range byLabel {
		graphs = append(graphs, Graph{Label: label, Quads: quads})
	}
	slices.SortFunc(graphs, func(a, b Graph) int { return strings.Compare(string(a.Label), string(b.Label)) })
	return checkGraphs(graphs)
}

// RemoveNode removes every quad that has the value in any direction and gives
// how many there were.
func (s *Store) RemoveNode(ctx context.Context, v quad.Value) (int, error) {
	n := 0
	err := s.update(ctx, func(qs graph.QuadStore) (bool, error) {
		r := newReader(qs)
		var found []quad.Quad
		for _, d := range directions {
			quads, err := r.at(ctx, d, v)
			if err != nil {
				return false, err
			}
			found = append(found, quads...)
		}
		found = public(found)
		n = len(found)
		return n > 0, apply(ctx, qs, nil, found)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
