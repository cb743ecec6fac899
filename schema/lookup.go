package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// Candidate is one entity that a mention may mean, the best first, with the
// reasons that speak for it. The score has no unit: it orders.
type Candidate struct {
	Ref    Ref
	Entity *Entity // nil for an office or body that a pattern makes, and for who is not in the tables
	Sector string  // PLOVER sector on the day; empty for a state as such
	Score  float64
	Why    []string
}

// Candidates lists whom a mention may mean on a day (YYYY[-MM[-DD]] or "") in
// a context: the words around it, or empty. A mention is a name ("Georgia",
// "Lavrov"), an office ("the South Korean President"), both ("Foreign Minister
// Wang Yi"), a body ("Peru's navy") or any of these in a longer phrase. A named
// person who is not in the tables is the one, unlinked candidate, with the
// office's state: never somebody else of that surname.
func (w *World) Candidates(mention, context, day string) []Candidate {
	r := w.read(mention, context, day)
	var out []Candidate
	if people, ok := r.titled(); ok {
		out = people
	} else {
		out = r.plain()
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// Best is the first candidate; ok is false where there is none or where the
// first two are as good as each other.
func (w *World) Best(mention, context, day string) (Candidate, bool) {
	all := w.Candidates(mention, context, day)
	if len(all) == 0 || len(all) > 1 && all[0].Score == all[1].Score && all[0].Ref.ID != all[1].Ref.ID {
		return Candidate{}, false
	}
	return all[0], true
}

// hit is a run of words of a mention that the tables know.
type hit struct {
	from, to int
	names    []named
	titles   []OfficeKind
	agencies []AgencyKind
	sector   string // of a common noun
	people   string // id of the state where the people of that name lives
	aside    bool   // "anti-X", "X-led": says something of the actor and is not it
	near     string // the right spelling of a misspelt name
}

// reading is a mention in words, with what the tables know of them.
type reading struct {
	w       *World
	x       *nameIndex
	day     string
	words   []string // as written, punctuation off
	hits    []hit
	former  bool
	acting  bool
	context string   // folded
	about   []string // states that the context names, first named first
}

func (w *World) read(mention, context, day string) *reading {
	r := &reading{w: w, x: w.names(), day: day, words: mentionWords(mention)}
	if len(r.words) == 1 && pronouns[strings.ToLower(r.words[0])] && (len(r.words[0]) == 1 || r.words[0] != strings.ToUpper(r.words[0])) {
		r.words = nil
		return r
	}
	r.hits = r.scan(r.words, true)
	r.setAside()
	for _, word := range r.words {
		switch strings.ToLower(word) {
		case "former", "ex", "ousted", "deposed", "late", "onetime", "retired":
			r.former = true
		case "acting", "interim", "caretaker":
			r.acting = true
		}
	}
	if context != "" {
		c := &reading{w: w, x: r.x, day: day, words: mentionWords(context)}
		c.hits = c.scan(c.words, false)
		r.context = " " + FoldName(strings.Join(c.words, " ")) + " "
		for _, h := range c.hits {
			if id := c.stateOf(h); id != "" && !slices.Contains(r.about, id) {
				r.about = append(r.about, id)
			}
		}
	}
	return r
}

var pronouns = map[string]bool{"he": true, "she": true, "it": true, "they": true, "we": true, "i": true, "you": true, "him": true, "her": true, "them": true, "us": true, "who": true, "this": true, "that": true, "today": true, "yesterday": true}

// leaning are the second halves of adjectives that name another actor.
var leaning = map[string]bool{"led": true, "backed": true, "based": true, "member": true, "allied": true, "dominated": true, "controlled": true, "occupied": true, "held": true,
	"born": true, "trained": true, "funded": true, "sponsored": true, "brokered": true, "mediated": true, "ruled": true, "made": true, "run": true, "supported": true}

// setAside marks what only describes the actor, unless nothing else is named.
func (r *reading) setAside() {
	for i, h := range r.hits {
		before, after := "", ""
		if h.from > 0 {
			before = strings.ToLower(r.words[h.from-1])
		}
		if h.to < len(r.words) {
			after = strings.ToLower(r.words[h.to])
		}
		if len(h.names) > 0 && (before == "anti" || leaning[after]) {
			r.hits[i].aside = true
		}
	}
	for _, h := range r.hits {
		if len(h.names) > 0 && !h.aside {
			return
		}
	}
	for i := range r.hits { // "a Somalia-based group" is of Somalia
		if r.hits[i].from == 0 || strings.ToLower(r.words[r.hits[i].from-1]) != "anti" {
			r.hits[i].aside = false
		}
	}
}

// mentionWords splits a mention at spaces and takes punctuation and possessive
// signs off; "Kurdish-led" is two words.
func mentionWords(s string) []string {
	s = strings.NewReplacer("’", "'", "-", " ", "–", " ", "/", " ", "(", " ", ")", " ", "\"", " ", "“", " ", "”", " ").Replace(s)
	var out []string
	for _, f := range strings.Fields(s) {
		f = strings.TrimRight(f, ",;:!?")
		if strings.HasSuffix(f, ".") && strings.Count(f, ".") == 1 && len(f) > 4 {
			f = strings.TrimSuffix(f, ".")
		}
		f = strings.Trim(strings.TrimSuffix(f, "'s"), "'")
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// scan finds what the tables know, from left to right, the longest run first.
// Names must start with a capital or digit.
func (r *reading) scan(words []string, nouns bool) []hit {
	var out []hit
	for i := 0; i < len(words); {
		n := 1
		for size := min(r.x.longest, len(words)-i); size > 0; size-- {
			if h, ok := r.match(words, i, i+size, nouns); ok {
				out, n = append(out, h), size
				break
			}
		}
		i += n
	}
	return out
}

func (r *reading) match(words []string, from, to int, nouns bool) (hit, bool) {
	h := hit{from: from, to: to}
	text := strings.Join(words[from:to], " ")
	key := FoldName(text)
	first, _ := utf8.DecodeRuneInString(words[from])
	capital := unicode.IsUpper(first) || unicode.IsDigit(first) || strings.HasPrefix(words[from], "al")
	if capital {
		h.names, h.people = r.x.names[key], r.w.peoples[key]
		if h.names == nil && h.people == "" && !nouns {
			return h, false
		}
		if h.names == nil && h.people == "" && to == from+1 && r.x.families[key] == nil {
			if h.near = r.x.near(key); h.near != "" && r.w.sectors[key] == "" {
				h.names = r.x.names[h.near]
			}
		}
	}
	if to == from+1 && len(words[from]) <= 3 && text == strings.ToLower(text) {
		h.names = nil
	}
	for _, k := range []string{key, singular(key)} {
		if h.titles == nil {
			h.titles = r.x.titles[k]
		}
		if h.agencies == nil {
			h.agencies = r.x.agencies[k]
		}
		if h.sector == "" {
			h.sector = r.w.sectors[k]
		}
	}
	return h, h.names != nil || h.people != "" || h.titles != nil || h.agencies != nil || h.sector != ""
}

// singular takes a plural ending off: "militiamen", "refugees", "bodies".
func singular(s string) string {
	switch {
	case strings.HasSuffix(s, "men"):
		return s[:len(s)-3] + "man"
	case strings.HasSuffix(s, "ies") && len(s) > 5:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ches") || strings.HasSuffix(s, "sses") || strings.HasSuffix(s, "shes"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss"):
		return s[:len(s)-1]
	}
	return s
}

// stateOf is the id of the state that a hit names, by name, demonym or a place
// in it.
func (r *reading) stateOf(h hit) string {
	if len(h.names) == 0 || h.aside {
		return h.people
	}
	best := r.rankNames(h.names)[0]
	switch {
	case best.Entity.Kind == KindState:
		return strings.TrimPrefix(string(best.Entity.ID), NSEntity)
	case best.Entity.IsPlace():
		return cmp.Or(best.Entity.Metonym, best.Entity.State)
	}
	return ""
}

// rankNames scores the bearers of one name.
func (r *reading) rankNames(ns []named) []Candidate {
	out := make([]Candidate, 0, len(ns))
	for _, n := range ns {
		out = append(out, r.score(n))
	}
	slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

func (r *reading) score(n named) Candidate {
	e, id := n.ent, strings.TrimPrefix(string(n.ent.ID), NSEntity)
	c := Candidate{Ref: r.w.EntityRef(e, r.day), Entity: e, Sector: r.w.SectorOn(e, r.day)}
	give := func(score float64, format string, args ...any) {
		c.Score += score
		c.Why = append(c.Why, fmt.Sprintf(format, args...))
	}
	switch n.as {
	case "name":
		give(3, "its name")
	case "alias":
		give(2, "known as %s", n.exact)
	case "demonym":
		give(2, "%s is of it", n.exact)
	}
	switch {
	case e.Kind == KindState:
		give(2, "a state")
	case !e.IsPlace():
		give(1, "an actor")
	}
	if e.From != "" || e.Until != "" {
		if existed(e, r.day) {
			give(1, "existed on the day")
		} else if r.day != "" || e.Until != "" {
			give(-6, "did not exist on the day")
		}
	}
	r.scoreHomonym(id, FoldName(n.exact), give)
	r.scoreOffice(e, give)
	if e.Kind == KindPerson && n.as != "name" && strings.Contains(r.context, " "+FoldName(e.Name)+" ") {
		give(5, "the context names them in full")
	}
	if e.State != "" && e.Kind != KindState && slices.Contains(r.about, e.State) {
		give(2, "the context names %s", r.w.StateName(e.State))
	}
	return c
}

func existed(e *Entity, day string) bool {
	if day == "" {
		return e.Until == ""
	}
	return (e.From == "" || firstDay(e.From) <= lastDay(day)) && (e.Until == "" || lastDay(e.Until) >= firstDay(day))
}

func (r *reading) scoreHomonym(id, name string, give func(float64, string, ...any)) {
	for _, h := range r.w.homonyms[name] {
		if h.ID != id {
			continue
		}
		switch h.Rule {
		case "default":
			give(1, "meant where nothing speaks for another")
		case "words":
			for _, word := range h.Words {
				if strings.Contains(r.context, " "+FoldName(word)+" ") {
					give(6, "the context says %q", word)
					break
				}
			}
		}
	}
}

func (r *reading) scoreOffice(e *Entity, give func(float64, string, ...any)) {
	if e.Kind != KindPerson || r.day == "" {
		return
	}
	for _, t := range r.w.Terms(string(e.ID)) {
		if !t.Covers(r.day) {
			continue
		}
		of := cmp.Or(t.State, t.Org)
		if k, ok := r.w.OfficeKindOf(t.Office, of, sideOf(t)); ok {
			give(4-float64(min(k.Rank, 3)), "%s from %s", r.w.OfficeRef(k, of).Name, t.Start)
			return
		}
	}
}

// SectorOn is the PLOVER sector of an entity on a day: of a person that of the
// office held, ELI after the last one; of a state none.
func (w *World) SectorOn(e *Entity, day string) string {
	switch e.Kind {
	case KindState:
		return ""
	case KindPerson:
	default:
		if e.IsPlace() {
			return ""
		}
		if w.governs(e, day) {
			return "GOV"
		}
		return e.Sector
	}
	sector, after := "", false
	for _, t := range w.Terms(string(e.ID)) {
		if day != "" && t.Covers(day) {
			if k, ok := w.OfficeKindOf(t.Office, cmp.Or(t.State, t.Org), sideOf(t)); ok {
				sector = cmp.Or(sector, k.Sector)
			}
		}
		after = after || t.End != "" && day != "" && firstDay(day) > lastDay(t.End)
	}
	switch {
	case sector != "":
		return sector
	case after && (e.Sector == "GOV" || e.Sector == "MIL" || e.Sector == "LEG" || e.Sector == "IGO"):
		return "ELI"
	}
	return e.Sector
}

// governs says whether a body that is no government of its own rules its
// country on that day: the Taliban in 2022.
func (w *World) governs(e *Entity, day string) bool {
	id := strings.TrimPrefix(string(e.ID), NSEntity)
	return day != "" && slices.ContainsFunc(w.memberships, func(m Membership) bool {
		return m.Member == id && m.Role == "government" && (Term{Start: m.Start, End: m.End}).Covers(day)
	})
}

// plain reads a mention without a person's office: names, bodies, peoples.
func (r *reading) plain() []Candidate {
	if own := r.wholeName(); len(own) > 0 {
		return own
	}
	var out []Candidate
	owner := r.owner()
	for _, h := range r.hits {
		if h.aside {
			continue
		}
		if len(h.names) > 0 {
			cs := r.rankNames(h.names)
			for i := range cs {
				if h.near != "" {
					cs[i].Why = append(cs[i].Why, "spelt almost like "+h.near)
				}
				if !cs[i].Entity.IsPlace() && cs[i].Entity.Kind != KindState {
					cs[i].Score += 3 // an actor that is named in full counts before its state
				}
			}
			out = append(out, cs...)
			continue
		}
		if body, ok := r.body(h, owner); ok {
			out = append(out, body)
		}
	}
	if len(out) == 0 || out[0].Entity == nil {
		out = append(out, r.surnames()...)
	}
	return out
}

// wholeName are the bearers where the mention is one name and nothing else.
func (r *reading) wholeName() []Candidate {
	words := r.words
	for len(words) > 0 && (strings.EqualFold(words[0], "the") || words[0] == "a" || words[0] == "an") {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if ns := r.x.names[FoldName(strings.Join(words, " "))]; len(ns) > 0 && !unicode.IsLower(first) {
		out := r.rankNames(ns)
		for _, e := range r.x.families[FoldName(strings.Join(words, " "))] {
			if !slices.ContainsFunc(ns, func(n named) bool { return n.ent == e }) {
				c := r.score(named{e, "", e.Family})
				c.Why = append(c.Why, "family name")
				out = append(out, c)
			}
		}
		return out
	}
	return nil
}

// owner is the state that the mention names.
func (r *reading) owner() string {
	for _, h := range r.hits {
		if id := r.stateOf(h); id != "" {
			return id
		}
	}
	return ""
}

// body is a state's ministry, army or the like.
func (r *reading) body(h hit, owner string) (Candidate, bool) {
	if owner == "" {
		return Candidate{}, false
	}
	for _, k := range h.agencies {
		if ref, ok := r.w.Agency(k, owner); ok {
			e := r.w.entities[strings.TrimPrefix(string(ref.ID), NSEntity)]
			return Candidate{Ref: ref, Entity: e, Sector: k.Sector, Score: 6, Why: []string{"the " + k.Phrases[0] + " of " + r.w.StateName(owner)}}, true
		}
	}
	return Candidate{}, false
}

// surnames are the people who go by a surname that the mention gives alone:
// those in a high office on the day, and those who headed a state for long or one that
// the context names; without a day, all of them.
func (r *reading) surnames() []Candidate {
	var out []Candidate
	for _, word := range r.words {
		first, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(first) {
			continue
		}
		for _, e := range r.x.families[FoldName(word)] {
			if r.x.titles[FoldName(word)] != nil && !slices.Contains(r.about, e.State) {
				continue // "King" is an office before it is a name
			}
			if len(r.words) > 1 && !r.namesFit(e) {
				continue
			}
			c := r.score(named{e, "", e.Family})
			c.Why = append(c.Why, "family name")
			if r.day == "" || c.Score >= 3 || r.knownBySurname(e) {
				out = append(out, c)
			}
		}
	}
	return out
}

// namesFit says whether the other capitalised words of the mention belong to
// the person's names, initials included.
func (r *reading) namesFit(e *Entity) bool { return r.namesFitIn(e, r.words) }

func (r *reading) namesFitIn(e *Entity, words []string) bool {
	all := " " + FoldName(strings.Join(append([]string{e.Name, e.Family}, e.Aliases...), " ")) + " "
	for _, word := range words {
		first, size := utf8.DecodeRuneInString(word)
		key := FoldName(word)
		if !unicode.IsUpper(first) || strings.Contains(all, " "+key+" ") {
			continue
		}
		if size < len(word) && len(key) == 1 && strings.Contains(all, " "+key) {
			continue
		}
		return false
	}
	return true
}

// knownBySurname says whether a surname alone may mean somebody out of office:
// who headed a state or body for four years, or one that the context names.
// "Lewis" is not whoever led a small state for a year.
func (r *reading) knownBySurname(e *Entity) bool {
	years, headed := 0, false
	for _, t := range r.w.Terms(string(e.ID)) {
		k, ok := r.w.OfficeKindOf(t.Office, cmp.Or(t.State, t.Org), sideOf(t))
		if !ok || k.Rank != 1 {
			continue
		}
		headed = true
		years += yearOf(cmp.Or(t.End, t.AsOf, t.Start)) - yearOf(t.Start)
	}
	return headed && (years >= 4 || slices.Contains(r.about, e.State))
}

// yearOf is the year of a well-formed date.
func yearOf(d string) int {
	n, err := strconv.Atoi(d[:min(4, len(d))])
	if err != nil {
		return 0
	}
	return n
}

// titled reads a mention with an office in it: its holder on the day, or the
// person it names.
func (r *reading) titled() ([]Candidate, bool) {
	var title *hit
	for i, h := range r.hits {
		if len(h.titles) > 0 && (len(h.names) == 0 || h.to-h.from == 1 && h.names[0].as == "") && (title == nil || h.to-h.from > title.to-title.from) {
			title = &r.hits[i]
		}
	}
	if title == nil {
		return nil, false
	}
	of := r.ownersOf(title)
	if from, to, ok := r.personAfter(title); ok {
		return r.person(title, of, from, to), true
	}
	if len(of) == 0 && len(r.about) == 1 {
		of = r.about
	}
	out := r.holder(title, of)
	return out, len(out) > 0
}

// ownersOf are the ids of the states and organisations that the mention names
// besides the title, the nearest kind first.
func (r *reading) ownersOf(title *hit) []string {
	var out []string
	for i := range r.hits {
		h := r.hits[i]
		if h.from == title.from || len(h.names) == 0 || h.aside {
			continue
		}
		best := r.rankNames(h.names)[0].Entity
		switch {
		case best.Kind == KindPerson:
			continue
		case best.Kind == KindState, best.Kind != KindPerson && !best.IsPlace():
			out = append(out, strings.TrimPrefix(string(best.ID), NSEntity))
			if best.Kind == KindAgency && best.State != "" {
				out = append(out, best.State)
			}
		case best.Metonym != "" && best.Metonym == best.State:
			out = append(out, best.Metonym)
		}
	}
	for i := title.from; i < title.to && len(out) == 0; i++ { // "Palestinian leader" is a title of its own
		if h, ok := r.match(r.words, i, i+1, false); ok && len(h.names) > 0 {
			best := r.rankNames(h.names)[0].Entity
			if id := r.stateOf(h); id != "" {
				out = append(out, id)
			} else if best.Kind != KindPerson && !best.IsPlace() {
				out = append(out, strings.TrimPrefix(string(best.ID), NSEntity))
			}
		}
	}
	return out
}

// personAfter is the run of capitalised words after the title, or before it,
// that is no owner's name.
func (r *reading) personAfter(title *hit) (from, to int, ok bool) {
	taken := make([]bool, len(r.words))
	for _, h := range r.hits {
		person := len(h.names) > 0 && r.rankNames(h.names)[0].Entity.Kind == KindPerson
		if person && h.from != title.from {
			return h.from, h.to, true
		}
		for i := h.from; i < h.to; i++ {
			taken[i] = len(h.names) > 0 || h.from == title.from || len(h.titles) > 0
		}
	}
	free := func(i int) bool {
		first, _ := utf8.DecodeRuneInString(r.words[i])
		return !taken[i] && (unicode.IsUpper(first) || nameParticle[r.words[i]])
	}
	for from = title.to; from < len(r.words); from++ {
		if w := strings.ToLower(r.words[from]); w == "of" || w == "for" || w == "to" || w == "at" {
			break // "minister of Labour and Social Affairs"
		}
		if free(from) {
			for to = from; to < len(r.words) && (free(to) || to > from && !taken[to] && nameParticle[r.words[to]] || taken[to] && to == len(r.words)-1 && to > from); to++ {
			}
			return from, to, true
		}
		if taken[from] {
			continue
		}
		break
	}
	return 0, 0, false
}

var nameParticle = map[string]bool{"bin": true, "al": true, "el": true, "de": true, "van": true, "von": true, "der": true, "da": true, "dos": true, "ben": true, "ibn": true, "ul": true, "ur": true, "du": true, "la": true, "le": true, "abu": true}

// person are the tables' people of that name who hold or held the office, or
// else the name as it is written, unlinked.
func (r *reading) person(title *hit, of []string, from, to int) []Candidate {
	name := strings.Join(r.words[from:to], " ")
	key := FoldName(name)
	bearers := slices.Clone(r.x.names[key])
	for _, e := range r.x.families[key] {
		if !slices.ContainsFunc(bearers, func(n named) bool { return n.ent == e }) {
			bearers = append(bearers, named{e, "", name})
		}
	}
	full := to-from > 1
	if !full { // these count only for the one who holds the office
		for _, e := range r.x.parts[key] {
			if !slices.ContainsFunc(bearers, func(n named) bool { return n.ent == e }) {
				bearers = append(bearers, named{e, "", name})
			}
		}
	}
	if len(bearers) == 0 && full {
		for _, e := range r.x.families[FoldName(r.words[to-1])] {
			if r.namesFitIn(e, r.words[from:to]) {
				bearers = append(bearers, named{e, "alias", e.Name})
			}
		}
	}
	if len(bearers) == 0 {
		bearers = r.spelt(title, of, r.words[from:to])
	}
	var out []Candidate
	for _, n := range bearers {
		if n.ent.Kind != KindPerson {
			continue
		}
		c := r.score(n)
		if len(of) > 0 && r.w.StateName(of[0]) != "" && r.hasServed(n.ent, of) {
			c.Ref.State = r.w.StateName(of[0])
		}
		if r.holds(&c, title, of) || full && n.as != "" && r.hasServed(n.ent, of) {
			out = append(out, c)
		}
	}
	if len(out) > 1 && !full && r.day == "" {
		slices.SortStableFunc(out, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
		if out[0].Score == out[1].Score {
			out = nil // several had the office and no day tells which
		}
	}
	if len(out) > 0 {
		return out
	}
	c := Candidate{Ref: Ref{ID: EntityID(name), Name: name}, Score: 1, Why: []string{"not in the tables"}, Sector: r.titleSector(title, of)}
	if len(of) == 0 && len(r.about) == 1 {
		of = r.about
	}
	for _, owner := range of {
		c.Ref.State = cmp.Or(c.Ref.State, r.w.StateName(owner))
	}
	return []Candidate{c}
}

// holds scores the person's own terms in the office that the title names.
func (r *reading) holds(c *Candidate, title *hit, of []string) bool {
	for _, t := range r.w.Terms(string(c.Entity.ID)) {
		side := cmp.Or(t.State, t.Org)
		if len(of) > 0 && !slices.Contains(of, side) || !slices.ContainsFunc(title.titles, func(k OfficeKind) bool { return k.Key == t.Office || r.acting && "acting_"+k.Key == t.Office }) {
			continue
		}
		past := firstDay(t.Start) <= lastDay(cmp.Or(r.day, "9999"))
		switch {
		case r.day != "" && t.Covers(r.day):
			c.Score += 5
			c.Why = append(c.Why, "held the office on the day")
			return true
		case r.day == "" || r.former && past:
			c.Score += 2
			c.Why = append(c.Why, "has held the office")
			return true
		}
	}
	return false
}

// hasServed says whether the person belongs to one of the owners.
func (r *reading) hasServed(e *Entity, of []string) bool {
	return len(of) == 0 || e.State == "" || slices.Contains(of, e.State) || slices.ContainsFunc(r.w.Terms(string(e.ID)), func(t Term) bool {
		return slices.Contains(of, cmp.Or(t.State, t.Org))
	})
}

// spelt finds a holder of the office whose family name is that of the mention
// with one letter amiss: "Mitterand", "Bouteflicka".
func (r *reading) spelt(title *hit, of []string, words []string) []named {
	last := FoldName(words[len(words)-1])
	if len(last) < 6 {
		return nil
	}
	var found []named
	for _, t := range r.w.terms {
		if len(of) > 0 && !slices.Contains(of, cmp.Or(t.State, t.Org)) || r.day != "" && !t.Covers(r.day) {
			continue
		}
		if !slices.ContainsFunc(title.titles, func(k OfficeKind) bool { return k.Key == t.Office }) {
			continue
		}
		e := r.w.entities[t.Person]
		if oneEdit(last, FoldName(e.Family)) && r.namesFitIn(e, words[:len(words)-1]) && !slices.ContainsFunc(found, func(n named) bool { return n.ent == e }) {
			found = append(found, named{e, "alias", e.Family})
		}
	}
	if len(found) > 1 {
		return nil
	}
	return found
}

func (r *reading) titleSector(title *hit, of []string) string {
	if r.former {
		return "ELI"
	}
	side := "state"
	if len(of) > 0 && r.w.StateName(of[0]) == "" {
		side = "org"
	}
	sector := ""
	for _, k := range title.titles {
		if k.Of == side || k.Of == "either" {
			sector = cmp.Or(sector, k.Sector)
		}
	}
	return cmp.Or(sector, title.titles[0].Sector)
}

// holder is who holds the office that the mention names without its holder, or
// the office itself.
func (r *reading) holder(title *hit, of []string) []Candidate {
	var out []Candidate
	for _, owner := range of {
		side := "state"
		if r.w.StateName(owner) == "" {
			side = "org"
		}
		kinds := slices.DeleteFunc(slices.Clone(title.titles), func(k OfficeKind) bool {
			return k.Of != side && k.Of != "either" || len(k.Only) > 0 && !slices.Contains(k.Only, owner)
		})
		if e := r.w.entities[owner]; e != nil {
			slices.SortStableFunc(kinds, func(a, b OfficeKind) int { return headRank(e, a) - headRank(e, b) })
		}
		if i := slices.IndexFunc(kinds, func(k OfficeKind) bool { _, ok := r.w.OfficeKindOf("acting_"+k.Key, owner, side); return ok }); r.acting && i >= 0 {
			k, _ := r.w.OfficeKindOf("acting_"+kinds[i].Key, owner, side)
			kinds = slices.Insert(kinds, 0, k) // "acting South Korean President"
		}
		for i, k := range kinds {
			if e, ok := r.w.Holder(k.Key, owner, r.day); ok && !r.former {
				ref := r.w.EntityRef(e, r.day)
				out = append(out, Candidate{Ref: ref, Entity: e, Sector: k.Sector, Score: 8 - float64(i)/10, Why: []string{"held the office of " + r.w.OfficeRef(k, owner).Name + " on " + r.day}})
			}
		}
		if len(out) == 0 && len(kinds) > 0 {
			ref := r.w.OfficeRef(kinds[0], owner)
			ref.State, ref.Linked = r.w.StateName(owner), false
			out = append(out, Candidate{Ref: ref, Sector: r.titleSector(title, of), Score: 4, Why: []string{"holder not known: the office itself"}})
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// headRank puts the offices of a state's executive heads in the state's own
// order, and before others. Who acts for a head comes first: only a title that
// says so finds their office.
func headRank(e *Entity, k OfficeKind) int {
	if strings.HasPrefix(k.Key, "acting_") {
		return -1
	}
	if i := slices.Index(e.Heads, k.Key); i >= 0 {
		return i
	}
	return len(e.Heads)
}

// ids of international families whose codes the labelled sets use.
func (w *World) family(e *Entity, root quad.IRI) bool {
	for range 5 { // parents of parents; a loop in the tables must not hang us
		if e.ID == root {
			return true
		}
		up := w.entities[e.Parent]
		if up == nil {
			return false
		}
		e = up
	}
	return false
}
