package export

import (
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// fact is a direct or derived quad: a relation between two entities, in the
// graph of an article or table.
type fact struct{ label, subject, predicate, object quad.IRI }

// factOf takes the quads that are facts; ok is false for all others.
func factOf(q quad.Quad) (f fact, ok bool) {
	s, isIRI := q.Subject.(quad.IRI)
	p, isIRI2 := q.Predicate.(quad.IRI)
	o, isIRI3 := q.Object.(quad.IRI)
	if !isIRI || !isIRI2 || !isIRI3 || !isEntity(s) || !isEntity(o) {
		return fact{}, false
	}
	if _, known := schema.Relations().Get(relationName(p)); !known || !isEntity(p) {
		return fact{}, false
	}
	label, _ := q.Label.(quad.IRI)
	return fact{label, s, p, o}, true
}

func isEntity(iri quad.IRI) bool { return strings.HasPrefix(string(iri), schema.NSEntity) }

func relationName(p quad.IRI) string { return strings.TrimPrefix(string(p), schema.NSEntity) }

// isBackground holds for the graphs of the tables that come with the program.
func isBackground(label quad.IRI) bool {
	return label == schema.GraphActors || label == schema.GraphSchema || label == schema.GraphJoins || label == schema.GraphMeta
}

// event is what an event node says that bears on facts.
type event struct {
	id     quad.IRI
	label  quad.IRI
	values map[quad.IRI][]quad.Value
}

// eventsOf finds the event nodes among the quads, in order of the quads.
func eventsOf(quads []quad.Quad) []*event {
	type key struct{ id, label quad.IRI }
	known := map[key]*event{}
	var out []*event
	for _, q := range quads {
		id, _ := q.Subject.(quad.IRI)
		p, _ := q.Predicate.(quad.IRI)
		label, _ := q.Label.(quad.IRI)
		if !strings.HasPrefix(string(id), schema.NSEvent) || isBackground(label) {
			continue
		}
		k := key{id, label}
		if known[k] == nil {
			known[k] = &event{id, label, map[quad.IRI][]quad.Value{}}
			out = append(out, known[k])
		}
		known[k].values[p] = append(known[k].values[p], q.Object)
	}
	return out
}

func (e *event) iris(predicates ...quad.IRI) []quad.IRI {
	var out []quad.IRI
	for _, p := range predicates {
		for _, v := range e.values[p] {
			if iri, ok := v.(quad.IRI); ok {
				out = append(out, iri)
			}
		}
	}
	return out
}

func (e *event) text(predicate quad.IRI) string {
	for _, v := range e.values[predicate] {
		if s, ok := v.(quad.String); ok {
			return string(s)
		}
	}
	return ""
}

// direct calls f for every fact that the event may support itself.
func (e *event) direct(f func(fact)) {
	e.cross(e.iris("rdf:subject"), e.iris("rdf:predicate"), e.iris("rdf:object"), f)
}

// derived calls f for every fact that it may support between those for whom
// its participants act. Which of them it does support is in the graph.
func (e *event) derived(f func(fact)) {
	from := e.iris("ir:actorState", "ir:recipientState", "ir:actor")
	to := e.iris("ir:actorState", "ir:recipientState", "ir:recipient", "ir:issue")
	e.cross(from, e.iris("ir:derived"), to, f)
}

func (e *event) cross(subjects, predicates, objects []quad.IRI, f func(fact)) {
	for _, s := range subjects {
		for _, p := range predicates {
			for _, o := range objects {
				if s != o {
					f(fact{e.label, s, p, o})
				}
			}
		}
	}
}
