package graph

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// Filter says which quads a subgraph holds: those of any of the articles, and
// those about any of the entities. The zero value stands for everything.
type Filter struct {
	Articles []quad.IRI // labels; their whole graphs
	About    []quad.IRI // entities
	Depth    int        // how far from them, in steps; 1 if smaller
}

func (f Filter) empty() bool { return len(f.Articles) == 0 && len(f.About) == 0 }

// Subgraph yields the quads that the filter asks for, sorted as their lines in
// N-Quads sort, each once.
//
// One step from an entity lie all quads that have it as subject or object, and
// of each event, office term or membership that it takes part in, all quads
// that have that node as subject. The next step starts from the entities so
// reached: the other ends of those quads that name an entity (ir:…) or a place
// in an event. The walk does not go on through articles, classes, relations
// and other predicates, codes (plover:, cameo:), links to other data sets,
// labels, or dates and other literals.
//
// The quads are gathered in memory before the first is yielded.
func (s *Store) Subgraph(ctx context.Context, f Filter) iter.Seq2[quad.Quad, error] {
	return s.sequence(ctx, func(qs graph.QuadStore) ([]quad.Quad, error) {
		r := newReader(qs)
		if f.empty() {
			return everything(ctx, r)
		}
		var found []quad.Quad
		for _, article := range f.Articles {
			quads, err := r.at(ctx, quad.Label, article)
			if err != nil {
				return nil, err
			}
			found = append(found, quads...)
		}
		quads, err := newWalk(r).from(ctx, f.About, max(f.Depth, 1))
		if err != nil {
			return nil, err
		}
		return public(append(found, quads...)), nil
	})
}

func everything(ctx context.Context, r *reader) ([]quad.Quad, error) {
	quads, err := r.quads(ctx, r.qs.QuadsAllIterator())
	return public(quads), err
}

// public sorts, and leaves out repeats and what the store says of itself.
func public(quads []quad.Quad) []quad.Quad {
	quads = slices.DeleteFunc(quads, func(q quad.Quad) bool { return q.Label == quad.Value(schema.GraphMeta) })
	return sortedSet(quads)
}

// walk gathers quads around entities, step by step.
type walk struct {
	*reader
	found   []quad.Quad
	visited map[quad.IRI]bool // entities and event nodes
}

func newWalk(r *reader) *walk { return &walk{reader: r, visited: map[quad.IRI]bool{}} }

func (w *walk) from(ctx context.Context, start []quad.IRI, depth int) ([]quad.Quad, error) {
	here := start
	for range depth {
		var next []quad.IRI
		for _, entity := range here {
			if w.visited[entity] {
				continue
			}
			w.visited[entity] = true
			reached, err := w.around(ctx, entity)
			if err != nil {
				return nil, err
			}
			next = append(next, reached...)
		}
		here = next
	}
	return w.found, nil
}

// around takes in one entity's quads and those of its events, and gives the
// entities at their other ends.
func (w *walk) around(ctx context.Context, entity quad.IRI) (reached []quad.IRI, err error) {
	for _, d := range []quad.Direction{quad.Subject, quad.Object} {
		quads, err := w.at(ctx, d, entity)
		if err != nil {
			return nil, err
		}
		w.found = append(w.found, quads...)
		for _, q := range quads {
			other := q.Object
			if d == quad.Object {
				other = q.Subject
			}
			switch end, ok := other.(quad.IRI); {
			case !ok || !linksEntities(q.Predicate):
			case isEntity(end):
				reached = append(reached, end)
			case isEvent(end):
				more, err := w.event(ctx, end)
				if err != nil {
					return nil, err
				}
				reached = append(reached, more...)
			}
		}
	}
	return reached, nil
}

// event takes in the whole of an event node, once, and gives its entities.
func (w *walk) event(ctx context.Context, node quad.IRI) (reached []quad.IRI, err error) {
	if w.visited[node] {
		return nil, nil
	}
	w.visited[node] = true
	quads, err := w.at(ctx, quad.Subject, node)
	if err != nil {
		return nil, err
	}
	w.found = append(w.found, quads...)
	for _, q := range quads {
		if end, ok := q.Object.(quad.IRI); ok && isEntity(end) && linksEntities(q.Predicate) {
			reached = append(reached, end)
		}
	}
	return reached, nil
}

func isEntity(iri quad.IRI) bool { return strings.HasPrefix(string(iri), schema.NSEntity) }

const nsJoined = "event:" // an event joined over articles

// isEvent knows the nodes that tie several entities together: events, and
// terms of office and membership.
func isEvent(iri quad.IRI) bool {
	for _, prefix := range []string{schema.NSEvent, nsJoined, schema.NSTerm} {
		if strings.HasPrefix(string(iri), prefix) {
			return true
		}
	}
	return false
}

// linksEntities is false for predicates whose object is a class, a relation or
// an article though its IRI may begin as an entity's does.
func linksEntities(p quad.Value) bool {
	switch p {
	case quad.IRI("rdf:type"), quad.IRI("rdf:predicate"), quad.IRI("ir:relation"), quad.IRI("ir:derived"),
		quad.IRI("ir:eventType"), quad.IRI("ir:cameo"), quad.IRI("schema:mentions"), quad.IRI("prov:wasDerivedFrom"):
		return false
	}
	return true
}
