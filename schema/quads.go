package schema

import (
	"slices"

	"github.com/cayleygraph/quad"
)

// Quads are the statement in the graph: its direct and derived edges, its
// event node, and what its participants are called; all labelled with the
// article. The statement is normalised first. Order is fixed.
func (s Statement) Quads() []quad.Quad {
	s = s.Normalize()
	w := &writer{label: s.Article}
	s.writeEdges(w)
	s.writeEvent(w)
	s.Refs(w.entity)
	return w.done()
}

func (s Statement) writeEdges(w *writer) {
	id, direct, derived := s.ID(), s.Direct(), s.Derived()
	for _, e := range slices.Concat(direct, derived) {
		w.add(e.Subject, e.Predicate, e.Object)
	}
	for _, e := range direct {
		w.add(id, rdfSubject, e.Subject)
		w.add(id, rdfPredicate, e.Predicate)
		w.add(id, rdfObject, e.Object)
	}
	for _, e := range derived {
		w.add(id, irDerived, e.Predicate)
	}
}

func (s Statement) writeEvent(w *writer) {
	id, rel := s.ID(), Relations().byName[s.Relation]
	w.add(id, rdfType, classEvent)
	w.iri(id, irEventType, NSPlover, s.Type)
	w.iri(id, irRelation, NSEntity, s.Relation)
	w.iri(id, irCAMEO, NSCAMEO, s.CAMEO)
	w.str(id, irMode, s.Mode)
	for _, c := range s.Context {
		w.str(id, irContext, c)
	}
	s.writeScores(w, id, rel)
	w.refs(id, irActor, s.Actors)
	w.refs(id, irRecipient, s.Recipients)
	w.refs(id, irIssue, s.Issues)
	w.states(id, irActorState, s.Actors)
	w.states(id, irRecipientState, s.Recipients)
	w.refs(id, irPlace, []Ref{s.Place})
	w.str(id, irDate, s.Date)
	w.str(id, irDatePrecision, s.Precision)
	w.str(id, irDateSource, s.DateSource)
	w.str(id, irDateStart, s.DateStart)
	w.str(id, irDateEnd, s.DateEnd)
	w.str(id, irPlannedFor, s.PlannedFor)
	w.str(id, irModality, s.Modality)
	w.str(id, irPolarity, s.Polarity)
	w.refs(id, irSaidBy, s.SaidBy)
	w.refs(id, irReportedBy, s.ReportedBy)
	w.str(id, irQuote, s.Quote)
	w.str(id, irSentence, s.Text)
	w.add(id, irSentenceIndex, quad.Int(s.Sentence))
	w.add(id, irCharStart, quad.Int(s.Start))
	w.add(id, irCharEnd, quad.Int(s.End))
	w.add(id, provDerivedFrom, s.Article)
	w.add(id, irConfidence, quad.Float(s.Confidence))
	w.str(id, irRule, s.Rule)
	w.str(id, irCoder, s.Coder)
}

// writeScores adds what the code tables say of the event, so that queries can
// sum cooperation and conflict without a join.
func (s Statement) writeScores(w *writer, id quad.IRI, rel Relation) {
	if p, ok := Relations().Plover(rel.Type); ok {
		w.str(id, irQuadClass, p.QuadClass)
		w.add(id, irScore, quad.Float(p.Score))
	}
	if c, ok := Relations().CAMEO(s.CAMEO); ok {
		w.add(id, irGoldstein, quad.Float(c.Goldstein))
	}
}

// writer collects quads under one label.
type writer struct {
	label quad.Value
	quads []quad.Quad
}

func (w *writer) add(s quad.IRI, p quad.IRI, o quad.Value) {
	w.quads = append(w.quads, quad.Quad{Subject: s, Predicate: p, Object: o, Label: w.label})
}

func (w *writer) str(s, p quad.IRI, v string) {
	if v != "" {
		w.add(s, p, quad.String(v))
	}
}

func (w *writer) iri(s, p quad.IRI, prefix, v string) {
	if v != "" {
		w.add(s, p, quad.IRI(prefix+v))
	}
}

func (w *writer) refs(s, p quad.IRI, refs []Ref) {
	for _, r := range refs {
		if !r.IsZero() {
			w.add(s, p, r.ID)
		}
	}
}

func (w *writer) states(s, p quad.IRI, refs []Ref) {
	for _, id := range states(refs) {
		w.add(s, p, id)
	}
}

// entity says in the article's graph what a participant is called, whom it
// acts for, and whether the tables know it.
func (w *writer) entity(r Ref) {
	w.str(r.ID, rdfsLabel, r.Name)
	if r.State != "" {
		w.add(r.ID, irActsFor, r.StateID())
		w.str(r.StateID(), rdfsLabel, r.State)
	}
	if !r.Linked {
		w.add(r.ID, rdfType, classUnlinked)
	}
}

// done drops repeats, keeping the first of each.
func (w *writer) done() []quad.Quad {
	seen := make(map[quad.Quad]bool, len(w.quads))
	out := w.quads[:0]
	for _, q := range w.quads {
		if !seen[q] {
			seen[q] = true
			out = append(out, q)
		}
	}
	return out
}
