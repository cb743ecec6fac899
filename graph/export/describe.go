package export

import (
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// Describe gives the nodes the names, classes and states that the quads have
// for them: those of the tables where there are any, else those of the
// articles. It may be called again with more quads.
func (n *Network) Describe(quads []quad.Quad) {
	d := describe(quads)
	for i := range n.Nodes {
		node := &n.Nodes[i]
		id := quad.IRI(node.ID)
		if name := d.names.get(id); name != "" && (node.Label == localName(node.ID) || d.names.fromTables(id)) {
			node.Label = name
		}
		if class := d.classes.get(id); class != "" && (node.Class == "" || d.classes.fromTables(id)) {
			node.Class = class
		}
		if state := d.state(id); state != "" && (node.State == "" || d.states.fromTables(id)) {
			node.State = state
		}
	}
}

// localName is an IRI without prefix and underscores.
func localName(id string) string {
	_, local, ok := strings.Cut(id, ":")
	if !ok {
		local = id
	}
	return strings.ReplaceAll(local, "_", " ")
}

// description is what quads say of entities.
type description struct{ names, classes, states said }

func describe(quads []quad.Quad) description {
	d := description{said{}, said{}, said{}}
	for _, q := range quads {
		id, ok := q.Subject.(quad.IRI)
		if !ok || !isEntity(id) {
			continue
		}
		switch p, _ := q.Predicate.(quad.IRI); p {
		case "rdfs:label":
			if name, ok := q.Object.(quad.String); ok {
				d.names.add(id, string(name), q.Label)
			}
		case "rdf:type":
			if class, ok := q.Object.(quad.IRI); ok && isEntity(class) {
				d.classes.add(id, relationName(class), q.Label)
			}
		case "ir:actsFor":
			if state, ok := q.Object.(quad.IRI); ok {
				d.states.add(id, string(state), q.Label)
			}
		}
	}
	return d
}

// state names the states that an entity acts for.
func (d description) state(id quad.IRI) string {
	var names []string
	for _, s := range d.states.all(id) {
		name := d.names.get(quad.IRI(s))
		if name == "" {
			name = localName(s)
		}
		names = append(names, name)
	}
	return strings.Join(names, separator)
}

// separator stands between several values in one text.
const separator = "; "

// said is what the tables, and what articles, say of an entity.
type said map[quad.IRI]*[2][]string

const (
	byTables = iota
	byArticles
)

func (s said) add(id quad.IRI, value string, label quad.Value) {
	if s[id] == nil {
		s[id] = &[2][]string{}
	}
	by := byArticles
	if label == quad.Value(schema.GraphActors) {
		by = byTables
	}
	if list := &s[id][by]; !slices.Contains(*list, value) {
		*list = append(*list, value)
		slices.Sort(*list)
	}
}

func (s said) fromTables(id quad.IRI) bool { return s[id] != nil && len(s[id][byTables]) > 0 }

// all is what the surer source says, sorted.
func (s said) all(id quad.IRI) []string {
	switch {
	case s[id] == nil:
		return nil
	case s.fromTables(id):
		return s[id][byTables]
	}
	return s[id][byArticles]
}

func (s said) get(id quad.IRI) string {
	if all := s.all(id); len(all) > 0 {
		return all[0]
	}
	return ""
}
