package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
)

// Problem is one place where the tables contradict themselves.
type Problem struct{ Table, Row, Text string }

// String is "terms: Ana_Ruiz president: what is wrong".
func (p Problem) String() string { return p.Table + ": " + p.Row + ": " + p.Text }

// Check lists what is wrong with the tables, sorted: ids that nobody has, dates
// that are no dates or end before they start, two holders of an office that one
// holds at a time, and names that two claim without a rule in homonyms.tsv.
// Sound tables have none. Generated rows that later rows entered by hand shadow
// are told, too: they go when the tables are generated again.
func (w *World) Check() []Problem {
	c := &checker{w: w}
	c.entities()
	c.terms()
	c.memberships()
	c.issues()
	c.names()
	for _, row := range w.shadowed {
		table, id, _ := strings.Cut(row, ": ")
		c.add(table, id, "is shadowed by a row entered by hand: run make generate")
	}
	slices.SortFunc(c.found, func(a, b Problem) int { return strings.Compare(a.String(), b.String()) })
	return c.found
}

type checker struct {
	w     *World
	found []Problem
}

func (c *checker) add(table, row, format string, args ...any) {
	c.found = append(c.found, Problem{table, row, fmt.Sprintf(format, args...)})
}

func (c *checker) known(table, row, what, id string) {
	if id != "" && c.w.entities[id] == nil {
		c.add(table, row, "no %s %q", what, id)
	}
}

func (c *checker) dates(table, row, from, until string) {
	for _, d := range []string{from, until} {
		if d != "" && !wellFormed(d) {
			c.add(table, row, "%q is no date", d)
			return
		}
	}
	if from != "" && until != "" && firstDay(from) > lastDay(until) {
		c.add(table, row, "ends on %s before it starts on %s", until, from)
	}
}

// wellFormed says whether d is YYYY, YYYY-MM or YYYY-MM-DD and in the calendar.
func wellFormed(d string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if len(d) == len(layout) {
			_, err := time.Parse(layout, d)
			return err == nil
		}
	}
	return false
}

func (c *checker) entities() {
	w := c.w
	qids := map[string]string{}
	for _, e := range w.order {
		id := strings.TrimPrefix(string(e.ID), NSEntity)
		table := tableOf(e)
		c.dates(table, id, e.From, e.Until)
		if st := w.entities[e.State]; e.State != "" && (st == nil || st.Kind != KindState) {
			c.add(table, id, "no state %q", e.State)
		}
		c.known(table, id, "parent", e.Parent)
		c.known(table, id, "entity to stand for", e.Metonym)
		if other := qids[e.Wikidata]; e.Wikidata != "" && other != "" {
			c.add(table, id, "shares %s with %s", e.Wikidata, other)
		}
		qids[e.Wikidata] = id
		if e.Name == "" {
			c.add(table, id, "has no name")
		}
	}
}

func tableOf(e *Entity) string {
	switch {
	case e.Kind == KindState:
		return "states"
	case e.Kind == KindPerson:
		return "persons"
	case e.IsPlace():
		return "places"
	}
	return "organisations"
}

func (c *checker) terms() {
	w := c.w
	for _, t := range w.terms {
		row := t.Person + " " + t.Office + " " + t.Start
		c.dates("terms", row, t.Start, t.End)
		of, side := t.State, "state"
		if of == "" {
			of, side = t.Org, "org"
		}
		c.known("terms", row, side, of)
		if t.Start == "" {
			c.add("terms", row, "has no start")
		}
		if t.AsOf != "" && (t.End != "" || !wellFormed(t.AsOf) || lastDay(t.AsOf) < firstDay(t.Start)) {
			c.add("terms", row, "in office on %q, from %s to %q", t.AsOf, t.Start, t.End)
		}
		if _, ok := w.OfficeKindOf(t.Office, of, side); !ok {
			c.add("terms", row, "no office %q of a %s", t.Office, side)
		}
	}
	for key, ts := range w.byOffice {
		office, of, _ := strings.Cut(key, "|")
		c.overlaps(office, of, ts)
	}
}

// overlaps reports holders of one seat whose times cross. Dates are compared
// at the precision both have; what is marked approximate is not held to it.
func (c *checker) overlaps(office, of string, ts []Term) {
	if k, ok := c.w.OfficeKindOf(office, of, sideOf(ts[0])); !ok || !k.SingleHolder {
		return
	}
	ts = slices.Clone(ts)
	slices.SortStableFunc(ts, func(a, b Term) int { return strings.Compare(a.Start, b.Start) })
	for i, a := range ts {
		for _, b := range ts[i+1:] {
			if a.Approx || b.Approx {
				continue
			}
			n := min(len(a.End), len(b.Start))
			if a.End == "" || a.End[:n] > b.Start[:n] {
				c.add("terms", office+" of "+of, "%s (%s to %s) and %s (from %s) at a time", a.Person, a.Start, a.End, b.Person, b.Start)
			}
		}
	}
}

func sideOf(t Term) string {
	if t.State != "" {
		return "state"
	}
	return "org"
}

func (c *checker) memberships() {
	for _, m := range c.w.memberships {
		row := m.Member + " " + m.Org + " " + m.Start
		c.dates("memberships", row, m.Start, m.End)
		c.known("memberships", row, "member", m.Member)
		c.known("memberships", row, "organisation", m.Org)
	}
}

func (c *checker) issues() {
	ids := map[quad.IRI]bool{}
	for _, i := range c.w.issues {
		if ids[i.ID] {
			c.add("issues", string(i.ID), "is there twice")
		}
		ids[i.ID] = true
	}
	for _, i := range c.w.issues {
		row := string(i.ID)
		c.dates("issues", row, i.From, i.Until)
		for _, id := range slices.Concat(i.Owners, i.Parties, []string{i.Place}) {
			if !ids[quad.IRI(NSEntity+id)] {
				c.known("issues", row, "entity", id)
			}
		}
		if i.Broader != "" && !ids[quad.IRI(NSEntity+i.Broader)] {
			c.add("issues", row, "no broader issue %q", i.Broader)
		}
	}
}

// names reports names that two rows claim on the same day where no row of
// homonyms.tsv says what tells them apart. A state and a place of one name are
// told apart by their kinds.
func (c *checker) names() {
	claims := map[string][]*Entity{}
	for _, e := range c.w.order {
		for _, n := range slices.Concat([]string{e.Name}, e.Aliases, e.Demonyms) {
			if key := FoldName(n); !slices.Contains(claims[key], e) {
				claims[key] = append(claims[key], e)
			}
		}
	}
	for name, es := range claims {
		if len(es) < 2 || c.w.homonyms[name] != nil {
			continue
		}
		for i, a := range es {
			for _, b := range es[i+1:] {
				apart := a.Until != "" && b.From != "" && firstDay(b.From) >= firstDay(a.Until) || b.Until != "" && a.From != "" && firstDay(a.From) >= firstDay(b.Until)
				if !apart && a.IsPlace() == b.IsPlace() {
					c.add("names", name, "%s and %s claim it", a.ID, b.ID)
				}
			}
		}
	}
}

// Count is how many rows of one kind come from one source.
type Count struct {
	Kind, Source string
	N            int
}

// Counts are the rows of the tables by kind and source, sorted. Offices,
// agencies and issue patterns count as rows, not as what they make.
func (w *World) Counts() []Count {
	n := map[Count]int{}
	for key, k := range w.rows {
		kind := key.table
		if key.kind != "" {
			kind += "/" + key.kind
		}
		n[Count{Kind: kind, Source: key.source}] += k
	}
	out := make([]Count, 0, len(n))
	for c, k := range n {
		c.N = k
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Source, b.Source))
	})
	return out
}

// TermCounts say how well the terms of office are dated.
type TermCounts struct {
	All       int // rows
	Full      int // with state, office, start to the month or better, an end or a day on which in office, and a source
	After2012 int // of these, begun in 2013 or later
	OfBodies  int // of an organisation, not of a state
	Open      int // of a state and dated, but with neither an end nor a day on which in office: filler
	Coarse    int // of a state, with a start or end only to the year
	Approx    int // marked approximate, in whichever class
}

// TermCounts counts the terms; All is Full + OfBodies + Open + Coarse.
func (w *World) TermCounts() TermCounts {
	n := TermCounts{All: len(w.terms)}
	for _, t := range w.terms {
		if t.Approx {
			n.Approx++
		}
		switch {
		case t.State == "":
			n.OfBodies++
		case len(t.Start) < len("2006-01") || t.Source == "":
			n.Coarse++
		case t.End == "" && t.AsOf == "":
			n.Open++
		default:
			n.Full++
			if t.Start >= "2013" {
				n.After2012++
			}
		}
	}
	return n
}
