package main

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// recent is the first day of terms of deputies and ambassadors that are taken
// over: not every file of the Factbook is of its last month, and who came in
// before may have gone.
const recent = "2013-01-01"

// addPosts adds heads, their deputies and ambassadors whom the hand tables lack.
// Their terms began on the Factbook's day; they end in its month, or with the next
// of one seat, marked approximate, for who came after is not known.
func (o *output) addPosts(cs []country) {
	for _, c := range cs {
		for i, p := range c.posts {
			office, ok := o.office(p)
			if !ok || p.since[:7] >= o.at || office.Rank > 1 && p.since < recent || superseded(c.posts, i) {
				continue
			}
			if person := o.person(p, office); person != "" {
				o.terms.add(person, office.Key, p.state, "", p.since, o.at, "", "yes", "factbook")
			}
		}
	}
}

// superseded says whether another post of the same title began later.
func superseded(posts []post, i int) bool {
	return slices.ContainsFunc(posts, func(p post) bool {
		return p.title == posts[i].title && p.state == posts[i].state && p.since > posts[i].since
	})
}

// office is the kind of office that a title names in the state.
func (o *output) office(p post) (schema.OfficeKind, bool) {
	title := strings.ToLower(p.title)
	for _, k := range o.h.w.Offices() {
		own, ok := o.h.w.OfficeKindOf(k.Key, p.state, "state")
		if ok && (own.Rank <= 2 || own.Key == "ambassador") && !strings.HasPrefix(own.Key, "acting_") && slices.Contains(own.Titles, title) {
			return own, true
		}
	}
	return schema.OfficeKind{}, false
}

// person is the id of who holds the post: one of the hand tables, or a new row.
// It is empty where the hand tables have the term, where they know another holder,
// and where one of theirs may be the same person by another spelling.
func (o *output) person(p post, office schema.OfficeKind) string {
	key := schema.FoldName(p.name)
	known := o.h.people[key]
	if office.SingleHolder {
		if holder, ok := o.h.w.Holder(office.Key, p.state, o.at); ok {
			o.compare(holder, p, office)
			return ""
		}
	}
	if known != "" {
		if e, _ := o.h.w.Entity(known); e.State != p.state || o.start(e, office, p.state) != "" {
			return ""
		}
		return known
	}
	id := strings.ReplaceAll(p.name, " ", "_")
	if _, ok := o.h.w.Entity(id); ok || o.maybeKnown(p) {
		return ""
	}
	if !o.taken[key] {
		if !o.claim(p.name) {
			return ""
		}
		o.persons.add(id, p.name, p.family, "", p.state, office.Sector, "", "factbook")
	} else if !slices.Contains(o.persons.rows, strings.Join([]string{id, p.name, p.family, "", p.state, office.Sector, "", "factbook"}, "\t")) {
		return ""
	}
	return id
}

// compare holds the Factbook against the holder whom the hand tables know. Who
// took the office in the same month is the same person, so that the Factbook's
// spelling is one more name.
func (o *output) compare(holder *schema.Entity, p post, office schema.OfficeKind) {
	start := o.start(holder, office, p.state)
	switch {
	case near(start, p.since):
		if o.claim(p.name) {
			o.names.add(idOf(holder), p.name, "alias", "factbook")
		}
	case samePerson(holder, p):
		o.differences.add("start of "+office.Key+" of "+p.state, idOf(holder)+" "+start, p.since, "factbook")
	default:
		o.differences.add("holder of "+office.Key+" of "+p.state+" in "+o.at, idOf(holder), p.name+" since "+p.since, "factbook")
	}
}

// samePerson says whether they share a family name.
func samePerson(e *schema.Entity, p post) bool {
	all := " " + schema.FoldName(strings.Join(append([]string{e.Name, e.Family}, e.Aliases...), " ")) + " "
	return slices.ContainsFunc(strings.Fields(schema.FoldName(p.family)), func(w string) bool { return strings.Contains(all, " "+w+" ") })
}

// start is when the person's term in the office that covers the month began.
func (o *output) start(e *schema.Entity, office schema.OfficeKind, state string) string {
	for _, t := range o.h.w.Terms(idOf(e)) {
		if t.Office == office.Key && t.State == state && t.Covers(o.at) {
			return t.Start
		}
	}
	return ""
}

// near says whether two days lie in one month, or in one year where only the year
// is known.
func near(ours, theirs string) bool {
	n := min(len(ours), 7)
	return n > 0 && ours[:n] == theirs[:n]
}

// maybeKnown says whether the hand tables have a person of the state with one of
// the family names, or the last name, a letter more or less.
func (o *output) maybeKnown(p post) bool {
	names := strings.Fields(schema.FoldName(p.name))
	for _, w := range append(strings.Fields(schema.FoldName(p.family)), names[len(names)-1]) {
		for _, other := range o.h.family[p.state] {
			if w == other || len(w) > 4 && len(other) > 4 && (strings.HasPrefix(w, other[:4]) && abs(len(w)-len(other)) < 2) {
				return true
			}
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }
