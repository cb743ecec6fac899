package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// node is one subject's values by predicate.
type node map[quad.IRI][]quad.Value

// nodesOf groups quads by subject.
func nodesOf(qs []quad.Quad) map[quad.IRI]node {
	nodes := map[quad.IRI]node{}
	for _, q := range qs {
		s, ok := q.Subject.(quad.IRI)
		p, ok2 := q.Predicate.(quad.IRI)
		if !ok || !ok2 {
			continue
		}
		if nodes[s] == nil {
			nodes[s] = node{}
		}
		if !slices.Contains(nodes[s][p], q.Object) {
			nodes[s][p] = append(nodes[s][p], q.Object)
		}
	}
	return nodes
}

func (n node) is(class quad.IRI) bool { return slices.Contains(n[rdfType], quad.Value(class)) }

func (n node) str(p quad.IRI) string {
	for _, v := range n[p] {
		if s, ok := v.(quad.String); ok {
			return string(s)
		}
	}
	return ""
}

func (n node) local(p quad.IRI, prefix string) string {
	for _, v := range n[p] {
		if s, ok := v.(quad.IRI); ok {
			return strings.TrimPrefix(string(s), prefix)
		}
	}
	return ""
}

func (n node) int(p quad.IRI) int {
	for _, v := range n[p] {
		if i, ok := v.(quad.Int); ok {
			return int(i)
		}
	}
	return 0
}

func (n node) float(p quad.IRI) float64 {
	for _, v := range n[p] {
		switch f := v.(type) {
		case quad.Float:
			return float64(f)
		case quad.Int:
			return float64(f)
		}
	}
	return 0
}

func (n node) strs(p quad.IRI) []string {
	var out []string
	for _, v := range n[p] {
		if s, ok := v.(quad.String); ok {
			out = append(out, string(s))
		}
	}
	slices.Sort(out)
	return out
}

// ReadStatement is the inverse of Statement.Quads: from quads that hold
// exactly one event node it makes the normalised statement. It fails where
// there is none or more than one, or where the node's fields contradict the
// tables.
func ReadStatement(qs []quad.Quad) (Statement, error) {
	ss, err := ReadStatements(qs)
	if err != nil {
		return Statement{}, err
	}
	if len(ss) != 1 {
		return Statement{}, fmt.Errorf("want one event node, found %d", len(ss))
	}
	return ss[0], nil
}

// ReadStatements makes every statement whose event node is among the quads,
// in the order of the text.
func ReadStatements(qs []quad.Quad) ([]Statement, error) {
	nodes := nodesOf(qs)
	var out []Statement
	for id, n := range nodes {
		if !n.is(classEvent) || !strings.HasPrefix(string(id), NSEvent) {
			continue
		}
		s := readEvent(n, nodes)
		if err := s.Check(); err != nil {
			return nil, fmt.Errorf("event node %s: %w", id, err)
		}
		if s.ID() != id {
			return nil, fmt.Errorf("event node %s: its content hashes to %s; was it altered?", id, s.ID())
		}
		out = append(out, s)
	}
	SortStatements(out)
	return out, nil
}

func readEvent(n node, nodes map[quad.IRI]node) Statement {
	refs := func(p quad.IRI) []Ref { return readRefs(n[p], nodes) }
	s := Statement{
		Article: quad.IRI(n.local(provDerivedFrom, "")), Sentence: n.int(irSentenceIndex), Start: n.int(irCharStart), End: n.int(irCharEnd), Text: n.str(irSentence),
		Type: n.local(irEventType, NSPlover), Relation: n.local(irRelation, NSEntity), CAMEO: n.local(irCAMEO, NSCAMEO), Mode: n.str(irMode), Context: n.strs(irContext),
		Actors: refs(irActor), Recipients: refs(irRecipient), Issues: refs(irIssue),
		Date: n.str(irDate), Precision: n.str(irDatePrecision), DateSource: n.str(irDateSource), DateStart: n.str(irDateStart), DateEnd: n.str(irDateEnd), PlannedFor: n.str(irPlannedFor),
		Modality: n.str(irModality), Polarity: n.str(irPolarity), SaidBy: refs(irSaidBy), ReportedBy: refs(irReportedBy), Quote: n.str(irQuote),
		Confidence: n.float(irConfidence), Rule: n.str(irRule), Coder: n.str(irCoder),
	}
	if place := refs(irPlace); len(place) > 0 {
		s.Place = place[0]
	}
	return s.Normalize()
}

func readRefs(vs []quad.Value, nodes map[quad.IRI]node) []Ref {
	var out []Ref
	for _, v := range vs {
		id, ok := v.(quad.IRI)
		if !ok {
			continue
		}
		n := nodes[id]
		r := Ref{ID: id, Name: n.str(rdfsLabel), Linked: !n.is(classUnlinked)}
		if state := n.local(irActsFor, ""); state != "" {
			r.State = nodes[quad.IRI(state)].str(rdfsLabel)
		}
		out = append(out, r)
	}
	return out
}

// SortStatements puts statements in the order of the text, then of their
// content.
func SortStatements(ss []Statement) {
	slices.SortFunc(ss, func(a, b Statement) int {
		if a.Article != b.Article {
			return strings.Compare(string(a.Article), string(b.Article))
		}
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		if a.Relation != b.Relation {
			return strings.Compare(a.Relation, b.Relation)
		}
		return strings.Compare(string(a.ID()), string(b.ID()))
	})
}
