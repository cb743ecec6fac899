package export

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// Network is who did what to whom: entities, and facts between them.
type Network struct {
	Nodes []Node // by ID
	Edges []Edge // by Source, Relation, Target
}

// Node is one entity.
type Node struct {
	ID    string // ir:…
	Label string // what people call it; the ID's end where nobody says
	Class string // State, Person, Issue, UnlinkedEntity and so on; empty where unknown
	State string // name of the state that it acts for; a state names itself
}

// What a fact rests on.
const (
	Direct  = "direct"  // a text says it of the two themselves
	Derived = "derived" // a text says it of others who act for them
	Table   = "table"   // it is in the tables that come with the program
)

// Edge is one fact, once, however many articles tell it.
type Edge struct {
	Source, Target string // IDs of nodes
	Relation       string // without its prefix
	Basis          string // Direct, Derived or Table; empty where unknown
	Count          int    // how many events say so; without any, how many graphs
	Dates          []Span // when, as far as the texts date it; sorted
	Articles       []string
	Events         []string
}

// Span is a stretch of whole days, YYYY-MM-DD, both ends included.
type Span struct{ Start, End string }

// Days are the days of a date of the form YYYY, YYYY-MM or YYYY-MM-DD; ok is
// false for any other text.
func Days(date string) (span Span, ok bool) {
	start, err := time.Parse(time.DateOnly, date)
	end := start
	if err != nil {
		start, err = time.Parse("2006-01", date)
		end = start.AddDate(0, 1, -1)
	}
	if err != nil {
		start, err = time.Parse("2006", date)
		end = start.AddDate(1, 0, -1)
	}
	if err != nil {
		return Span{}, false
	}
	return Span{start.Format(time.DateOnly), end.Format(time.DateOnly)}, true
}

// First is the first day of the fact, empty where it has no date.
func (e Edge) First() string {
	if len(e.Dates) == 0 {
		return ""
	}
	return e.Dates[0].Start
}

// Last is its last day.
func (e Edge) Last() string {
	last := ""
	for _, d := range e.Dates {
		last = max(last, d.End)
	}
	return last
}

// Type is the PLOVER type of the relation, empty for a standing fact.
func (e Edge) Type() string {
	rel, _ := schema.Relations().Get(e.Relation)
	return rel.Type
}

// NewNetwork makes a network of edges; edges between the same two with the
// same relation become one. Its nodes are known by their IDs until Describe.
func NewNetwork(edges []Edge) *Network {
	type key struct{ source, relation, target string }
	known := map[key]*Edge{}
	n := &Network{}
	for _, e := range edges {
		k := key{e.Source, e.Relation, e.Target}
		if old := known[k]; old != nil {
			e = merge(*old, e)
		}
		known[k] = &e
	}
	for _, e := range known {
		n.Edges = append(n.Edges, e.tidy())
	}
	slices.SortFunc(n.Edges, compareEdges)
	ids := map[string]bool{}
	for _, e := range n.Edges {
		ids[e.Source], ids[e.Target] = true, true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		n.Nodes = append(n.Nodes, Node{ID: id, Label: localName(id)})
	}
	return n
}

func compareEdges(a, b Edge) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Target, b.Target))
}

func merge(a, b Edge) Edge {
	a.Count += b.Count
	a.Dates = slices.Concat(a.Dates, b.Dates)
	a.Articles = slices.Concat(a.Articles, b.Articles)
	a.Events = slices.Concat(a.Events, b.Events)
	return a
}

func (e Edge) tidy() Edge {
	e.Dates, e.Articles, e.Events = slices.Clone(e.Dates), slices.Clone(e.Articles), slices.Clone(e.Events)
	slices.SortFunc(e.Dates, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	slices.Sort(e.Articles)
	slices.Sort(e.Events)
	e.Dates, e.Articles, e.Events = slices.Compact(e.Dates), slices.Compact(e.Articles), slices.Compact(e.Events)
	return e
}

// Facts makes the network of the facts among the quads, with the events that
// support them, and describes its nodes as the quads do. Facts of the tables
// are left out unless background is true.
func Facts(quads iter.Seq2[quad.Quad, error], background bool) (*Network, error) {
	var all []quad.Quad
	for q, err := range quads {
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	facts := map[fact]*support{}
	for _, q := range all {
		if f, ok := factOf(q); ok && (background || !isBackground(f.label)) {
			facts[f] = &support{}
		}
	}
	joined := joins(all)
	for _, e := range eventsOf(all) {
		e.direct(func(f fact) { facts[f].add(e, true) })
		e.derived(func(f fact) { facts[f].add(e, false) })
	}
	n := NewNetwork(edgesOf(facts, joined))
	n.Describe(all)
	return n, nil
}

// support is what bears a fact in one graph.
type support struct {
	events []*event
	direct bool
}

func (s *support) add(e *event, direct bool) {
	if s == nil { // no such fact
		return
	}
	s.direct = s.direct || direct
	if !slices.Contains(s.events, e) {
		s.events = append(s.events, e)
	}
}

// joins finds which event nodes are one event that several articles report.
func joins(quads []quad.Quad) map[quad.IRI]quad.IRI {
	out := map[quad.IRI]quad.IRI{}
	for _, q := range quads {
		node, ok := q.Subject.(quad.IRI)
		event, ok2 := q.Object.(quad.IRI)
		if ok && ok2 && q.Predicate == quad.IRI("ir:sameEventAs") {
			out[node] = event
		}
	}
	return out
}

// edgesOf puts together what all graphs say of the same fact.
func edgesOf(facts map[fact]*support, joined map[quad.IRI]quad.IRI) []Edge {
	type key struct{ subject, predicate, object quad.IRI }
	byFact := map[key]*Edge{}
	distinct := map[key]map[quad.IRI]bool{}
	for f, s := range facts {
		k := key{f.subject, f.predicate, f.object}
		e := byFact[k]
		if e == nil {
			e = &Edge{Source: string(f.subject), Target: string(f.object), Relation: relationName(f.predicate)}
			byFact[k], distinct[k] = e, map[quad.IRI]bool{}
		}
		if f.label != "" {
			e.Articles = append(e.Articles, string(f.label))
		}
		e.Basis = surer(e.Basis, s.basis(f.label))
		for _, ev := range s.events {
			e.Events = append(e.Events, string(ev.id))
			distinct[k][cmp.Or(joined[ev.id], ev.id)] = true
			if d, ok := ev.span(); ok {
				e.Dates = append(e.Dates, d)
			}
		}
	}
	var out []Edge
	for k, e := range byFact {
		e.Count = max(len(distinct[k]), 1)
		if len(distinct[k]) == 0 {
			e.Count = max(len(e.Articles), 1)
		}
		out = append(out, *e)
	}
	return out
}

func (s *support) basis(label quad.IRI) string {
	switch {
	case isBackground(label):
		return Table
	case !s.direct && len(s.events) > 0:
		return Derived
	}
	return Direct
}

// surer is the stronger of two bases.
func surer(a, b string) string {
	for _, basis := range []string{Direct, Derived} {
		if a == basis || b == basis {
			return basis
		}
	}
	return b
}

// span is when the event was; ok is false for one without a date.
func (e *event) span() (Span, bool) {
	start, end := e.text("ir:dateStart"), e.text("ir:dateEnd")
	if start == "" {
		return Span{}, false
	}
	return Span{start, max(start, end)}, true
}
