package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Addition is a user's table of actors. Name is what errors call it, and its
// ending tells the format: .json is a factbook country file, .txt a Phoenix
// actor dictionary, .csv a REIGN list of leaders, anything else our own table.
type Addition struct {
	Name string
	Data []byte
}

// extend puts an addition over the tables.
func (w *World) extend(a Addition) error {
	switch {
	case strings.HasSuffix(a.Name, ".json"):
		return w.extendFactbook(a)
	case strings.HasSuffix(a.Name, ".txt"):
		return w.extendPhoenix(a)
	case strings.HasSuffix(a.Name, ".csv"):
		return w.extendREIGN(a)
	}
	return w.extendTable(a)
}

// tableColumns are the columns of our own table; only name is required.
var tableColumns = []string{"id", "name", "kind", "aliases", "demonyms", "family", "state", "sector", "iso3", "wikidata", "from", "until",
	"office", "org", "start", "end", "member_of", "role", "remove"}

// extendTable reads tab-separated rows under a header. A row gives an entity's
// cells, where they are not empty; with an office also a term, with member_of a
// membership. Several rows of one entity add up. Remove says yes to take the
// entity, or with an office its terms in it, out first.
func (w *World) extendTable(a Addition) error {
	rows, err := parseTable(string(a.Data), a.Name)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		if !slices.Contains(rows[0].col, "name") {
			return fmt.Errorf("%s:1: no column \"name\"", a.Name)
		}
		for _, c := range rows[0].col {
			if !slices.Contains(tableColumns, c) {
				return fmt.Errorf("%s:1: unknown column %q: want %s", a.Name, c, strings.Join(tableColumns, ", "))
			}
		}
	}
	for _, r := range rows {
		if err := w.extendRow(r); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) extendRow(r row) error {
	if r.get("name") == "" {
		return r.errorf("no name")
	}
	id := cmp.Or(r.get("id"), slug(r.get("name")))
	if slug(id) != id {
		return r.errorf("%q is no id", id)
	}
	for _, c := range []string{"from", "until", "start", "end"} {
		if d := r.get(c); d != "" && !wellFormed(d) {
			return r.errorf("%s: %q is no date: want YYYY, YYYY-MM or YYYY-MM-DD", c, d)
		}
	}
	state := slug(r.get("state"))
	if state != "" && (w.entities[state] == nil || w.entities[state].Kind != KindState) {
		return r.errorf("no state %q", r.get("state"))
	}
	if r.get("remove") == "yes" {
		w.remove(id, r.get("office"))
		if r.get("start") == "" {
			return nil
		}
	}
	w.override(r, id, state)
	if office := r.get("office"); office != "" {
		return w.extendTerm(r, id, office, state)
	}
	if org := slug(r.get("member_of")); org != "" {
		if w.entities[org] == nil {
			return r.errorf("no organisation %q", r.get("member_of"))
		}
		w.memberships = append(w.memberships, Membership{id, org, cmp.Or(r.get("role"), "member"), r.get("start"), r.get("end"), false})
		w.rows[rowKind{"memberships", "", "user"}]++
	}
	return nil
}

// override sets the cells that the row has.
func (w *World) override(r row, id, state string) {
	e := w.entities[id]
	if e == nil {
		e = &Entity{ID: quad.IRI(NSEntity + id), Name: r.get("name"), Kind: Kind(cmp.Or(r.get("kind"), string(KindPerson)))}
		if e.Kind == KindState {
			e.State = id
		}
		if words := strings.Fields(e.Name); e.Kind == KindPerson && len(words) > 1 {
			e.Family = words[len(words)-1]
		}
		w.entities[id] = e
		w.order = append(w.order, e)
		w.rows[rowKind{"entities", string(e.Kind), "user"}]++
	}
	set := func(to *string, v string) {
		if v != "" {
			*to = v
		}
	}
	set(&e.Name, r.get("name"))
	set(&e.Family, r.get("family"))
	set(&e.State, state)
	set(&e.Sector, r.get("sector"))
	set(&e.ISO3, r.get("iso3"))
	set(&e.Wikidata, r.get("wikidata"))
	set(&e.From, r.get("from"))
	set(&e.Until, r.get("until"))
	for _, n := range r.list("aliases") {
		if !slices.Contains(e.Aliases, n) {
			e.Aliases = append(slices.Clip(e.Aliases), n)
		}
	}
	for _, n := range r.list("demonyms") {
		if !slices.Contains(e.Demonyms, n) {
			e.Demonyms = append(slices.Clip(e.Demonyms), n)
		}
	}
}

func (w *World) extendTerm(r row, id, office, state string) error {
	org := slug(r.get("org"))
	if org != "" && w.entities[org] == nil {
		return r.errorf("no organisation %q", r.get("org"))
	}
	if org != "" {
		state = ""
	}
	of, side := cmp.Or(state, org), "state"
	if org != "" {
		side = "org"
	}
	key := strings.ReplaceAll(strings.ToLower(office), " ", "_")
	if _, ok := w.OfficeKindOf(key, of, side); !ok || of == "" {
		return r.errorf("no office %q of a %s %q", office, side, of)
	}
	if r.get("start") == "" {
		return r.errorf("a term needs a start")
	}
	w.putNewTerm(Term{Person: id, Office: key, State: state, Org: org, Start: r.get("start"), End: r.get("end"), Source: "user"})
	return nil
}

// putNewTerm adds a user's term. Where one seat is held by one person at a
// time, the terms of others that run into it end when it starts, and the same
// person's own term of that time is replaced.
func (w *World) putNewTerm(t Term) {
	key := t.Office + "|" + cmp.Or(t.State, t.Org)
	k, _ := w.OfficeKindOf(t.Office, cmp.Or(t.State, t.Org), sideOf(t))
	inTheWay := func(o Term) bool {
		if o.Office+"|"+cmp.Or(o.State, o.Org) != key {
			return false
		}
		later := t.End == "" || firstDay(o.Start) < lastDay(t.End)
		crosses := later && (o.End == "" || lastDay(o.End) > firstDay(t.Start))
		return crosses && (o.Person == t.Person || k.SingleHolder && firstDay(o.Start) >= firstDay(t.Start))
	}
	cut := func(ts []Term) []Term {
		ts = slices.DeleteFunc(slices.Clone(ts), inTheWay)
		for i, o := range ts {
			if k.SingleHolder && o.Office+"|"+cmp.Or(o.State, o.Org) == key && firstDay(o.Start) < firstDay(t.Start) && (o.End == "" || lastDay(o.End) > lastDay(t.Start)) {
				ts[i].End, ts[i].AsOf = t.Start, ""
			}
		}
		return ts
	}
	w.terms, w.byOffice[key] = cut(w.terms), cut(w.byOffice[key])
	for p, ts := range w.byPerson {
		if slices.ContainsFunc(ts, func(o Term) bool { return o.Office+"|"+cmp.Or(o.State, o.Org) == key }) {
			w.byPerson[p] = cut(ts)
		}
	}
	w.putTerm(t)
	w.rows[rowKind{"terms", "", "user"}]++
}

// remove takes an entity out, or only its terms in an office.
func (w *World) remove(id, office string) {
	gone := func(t Term) bool { return t.Person == id && (office == "" || t.Office == office) }
	w.terms = slices.DeleteFunc(slices.Clone(w.terms), gone)
	w.byPerson[id] = slices.DeleteFunc(slices.Clone(w.byPerson[id]), gone)
	for key, ts := range w.byOffice {
		if slices.ContainsFunc(ts, gone) {
			w.byOffice[key] = slices.DeleteFunc(slices.Clone(ts), gone)
		}
	}
	if office != "" {
		return
	}
	w.order = slices.DeleteFunc(slices.Clone(w.order), func(e *Entity) bool { return e.ID == quad.IRI(NSEntity+id) })
	delete(w.entities, id)
}
