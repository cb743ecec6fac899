package schema

import (
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Background are the tables as quads: actors, offices, terms, memberships and
// issues under graph:actors, relations and codes under graph:schema. A dated
// fact is a node with ir:start and ir:end, and has its one-hop edge besides.
func (w *World) Background() []quad.Quad {
	actors := &writer{label: GraphActors}
	for _, e := range w.order {
		w.writeEntity(actors, e)
	}
	for _, t := range w.terms {
		w.writeTerm(actors, t)
	}
	for _, m := range w.memberships {
		writeMembership(actors, m)
	}
	for _, i := range w.issues {
		writeIssue(actors, i)
	}
	return append(actors.done(), Relations().Quads()...)
}

func (w *World) writeEntity(out *writer, e *Entity) {
	out.add(e.ID, rdfType, quad.IRI(NSEntity+string(e.Kind)))
	out.str(e.ID, rdfsLabel, e.Name)
	for _, a := range slices.Concat(e.Aliases, e.Demonyms) {
		out.str(e.ID, skosAltLabel, a)
	}
	out.str(e.ID, irISO2, e.ISO2)
	out.str(e.ID, irISO3, e.ISO3)
	out.str(e.ID, irSector, e.Sector)
	if e.Wikidata != "" {
		out.add(e.ID, owlSameAs, quad.IRI("wd:"+e.Wikidata))
	}
	if r := w.EntityRef(e, ""); r.State != "" {
		out.add(e.ID, irActsFor, r.StateID())
	}
	out.str(e.ID, irStart, e.From)
	out.str(e.ID, irEnd, e.Until)
	out.iri(e.ID, irPartOf, NSEntity, e.Parent)
	if e.IsPlace() {
		out.iri(e.ID, irLocatedIn, NSEntity, e.State)
		out.iri(e.ID, irCapitalOf, NSEntity, e.Capital)
	}
}

func (w *World) writeTerm(out *writer, t Term) {
	id := quad.IRI(NSTerm + t.Person + "-" + t.Office + "-" + t.Start)
	person := quad.IRI(NSEntity + t.Person)
	out.add(id, rdfType, classOfficeTerm)
	out.add(id, irHolder, person)
	if office := w.termOffice(t); !office.IsZero() {
		out.add(id, irOffice, office.ID)
		out.str(office.ID, rdfsLabel, office.Name)
		out.add(office.ID, rdfType, quad.IRI(NSEntity+string(KindOffice)))
		out.add(person, "ir:holdsOffice", office.ID)
	}
	if t.State != "" {
		out.iri(id, irOfState, NSEntity, t.State)
		out.iri(person, irRepresents, NSEntity, t.State)
	}
	out.iri(id, irOfOrg, NSEntity, t.Org)
	out.str(id, irStart, t.Start)
	out.str(id, irEnd, t.End)
	if t.Approx {
		out.add(id, irApprox, quad.Bool(true))
	}
}

func (w *World) termOffice(t Term) Ref {
	of, kind := t.State, "state"
	if of == "" {
		of, kind = t.Org, "org"
	}
	k, ok := w.OfficeKindOf(t.Office, of, kind)
	if !ok {
		return Ref{}
	}
	return w.OfficeRef(k, of)
}

// OfficeKindOf is the row of the kind that holds for that state or
// organisation: its own where there is one, else the general one.
func (w *World) OfficeKindOf(key, of, side string) (OfficeKind, bool) {
	var general OfficeKind
	found := false
	for _, k := range w.offices {
		if k.Key != key || k.Of != side && k.Of != "either" {
			continue
		}
		if slices.Contains(k.Only, of) {
			return k, true
		}
		if len(k.Only) == 0 && !found {
			general, found = k, true
		}
	}
	return general, found
}

func writeMembership(out *writer, m Membership) {
	id := quad.IRI(NSTerm + m.Member + "-" + m.Org + "-" + strings.ReplaceAll(m.Role, " ", "_") + "-" + m.Start)
	member, org := quad.IRI(NSEntity+m.Member), quad.IRI(NSEntity+m.Org)
	out.add(id, rdfType, classMembership)
	out.add(id, irMember, member)
	out.add(id, irMemberOf, org)
	out.str(id, irRole, m.Role)
	out.str(id, irStart, m.Start)
	out.str(id, irEnd, m.End)
	if m.Approx {
		out.add(id, irApprox, quad.Bool(true))
	}
	if m.End != "" {
		return
	}
	switch m.Role {
	case "permanent member":
		out.add(member, "ir:permanentMemberOf", org)
	case "member":
		out.add(member, irMemberOf, org)
	}
}

func writeIssue(out *writer, i Issue) {
	out.add(i.ID, rdfType, quad.IRI(NSEntity+string(KindIssue)))
	out.str(i.ID, rdfsLabel, i.Name)
	for _, t := range i.Triggers {
		if !strings.HasPrefix(t, "{") {
			out.str(i.ID, skosAltLabel, t)
		}
	}
	for _, o := range i.Owners {
		out.iri(i.ID, irOwner, NSEntity, o)
	}
	for _, p := range i.Parties {
		out.iri(i.ID, irParty, NSEntity, p)
	}
	out.iri(i.ID, skosBroader, NSEntity, i.Broader)
	out.iri(i.ID, irPlace, NSEntity, i.Place)
	out.str(i.ID, irStart, i.From)
	out.str(i.ID, irEnd, i.Until)
}

// Quads are the closed lists under graph:schema.
func (t *RelationTable) Quads() []quad.Quad {
	out := &writer{label: GraphSchema}
	for _, r := range t.order {
		id := quad.IRI(NSEntity + r.Name)
		out.add(id, rdfType, classRelation)
		out.str(id, rdfsComment, r.Doc)
		out.iri(id, skosBroader, NSPlover, r.Type)
	}
	for _, p := range t.plover {
		id := quad.IRI(NSPlover + p.Name)
		out.add(id, rdfType, skosConcept)
		out.str(id, skosLabel, p.Doc)
		out.str(id, irQuadClass, p.QuadClass)
		out.add(id, irScore, quad.Float(p.Score))
	}
	for _, c := range t.cameo {
		id := quad.IRI(NSCAMEO + c.Code)
		out.add(id, rdfType, skosConcept)
		out.str(id, skosLabel, c.Label)
		out.add(id, irGoldstein, quad.Float(c.Goldstein))
		out.iri(id, skosBroad, NSPlover, c.Type)
	}
	return out.done()
}
