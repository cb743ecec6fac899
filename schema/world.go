package schema

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema/data"
)

// Kind is what sort of thing an entity is.
type Kind string

// The kinds of entity; organisations and places keep the finer kind of their
// table (IGO, Bloc, GovernmentAgency, ArmedGroup, Party, City, Region, …).
const (
	KindState  Kind = "State"
	KindPerson Kind = "Person"
	KindOffice Kind = "Office"
	KindIssue  Kind = "Issue"
	KindAgency Kind = "GovernmentAgency"
	KindPlace  Kind = "Place"
	KindEvent  Kind = "Gathering" // a summit, conference or meeting as a thing attended
)

// Entity is one row of the tables of states, places, organisations and
// persons.
type Entity struct {
	ID        quad.IRI
	Kind      Kind
	Name      string
	Aliases   []string
	Demonyms  []string // states only: adjectives and names of the people
	Family    string   // persons only: the name used alone
	Gender    string   // persons only: m, f
	State     string   // id (without prefix) of the state it acts for or lies in
	Sector    string   // PLOVER sector
	Agency    string   // key of the agency kind that it is its state's instance of
	Parent    string   // id of the organisation it belongs to
	Capital   string   // states only
	Status    string   // states only: state, territory, disputed, former
	ClaimedBy string   // states only: id of the state from which a territory that few recognise broke away
	Metonym   string   // places only: id of what it stands for when it acts
	Heads     []string // states only: office kinds of its executive heads
	ISO2      string
	ISO3      string
	Wikidata  string
	From      string // first and last day, YYYY[-MM[-DD]], where it did not always exist
	Until     string
}

// IsPlace says whether e is a city, region, building, sea or the like.
func (e *Entity) IsPlace() bool {
	switch e.Kind {
	case "City", "Region", "Building", "Sea", "Strait", "Island", "Facility", "Border", "River", KindPlace:
		return true
	}
	return false
}

// Term is one person's time in one office.
type Term struct {
	Person, Office, State, Org string // ids; Office is the kind's key
	Start, End                 string // YYYY[-MM[-DD]]; an empty end: still in office, or not known to have left
	AsOf                       string // a day on which a term without an end is known to have run
	Source                     string
	Approx                     bool
}

// Covers says whether the term runs on the day (YYYY-MM-DD, or a month or year
// for "at some time in it"). An empty day is covered by terms without an end.
func (t Term) Covers(day string) bool {
	if day == "" {
		return t.End == ""
	}
	return firstDay(t.Start) <= lastDay(day) && (t.End == "" || firstDay(day) <= lastDay(t.End))
}

func firstDay(d string) string { return (d + "-01-01")[:min(10, len(d)+6)] }

func lastDay(d string) string { return (d + "-12-31")[:min(10, len(d)+6)] }

// OfficeKind is one kind of office: its titles in the news, and the pattern of
// the id that it has for a state or an organisation.
type OfficeKind struct {
	Key          string
	IDPattern    string
	NamePattern  string
	Titles       []string // lower case
	SingleHolder bool
	Sector       string
	Of           string // state, org, either
	Rank         int    // 1: head of state or government
	Diplomat     bool
	Only         []string // ids of the states that have it under these names; empty: all
}

// AgencyKind is one kind of body that every state has.
type AgencyKind struct {
	Key         string
	IDPattern   string
	NamePattern string
	Sector      string
	Phrases     []string
	Only        []string
	Except      []string
	Lifts       bool // an act of it counts as the state's
}

// Membership is one dated membership. Where Approx is set, it may have begun
// before Start: it is known from then on.
type Membership struct {
	Member, Org, Role, Start, End string
	Approx                        bool
}

// Issue is a plan, treaty, deployment, dispute, crisis or other matter that
// actors take a stand on.
type Issue struct {
	ID          quad.IRI
	Kind        string
	Name        string
	Triggers    []string // a phrase, or {a set of words}
	Owners      []string
	Parties     []string
	From, Until string
	Broader     string
	Place       string
}

// Ref is the issue as a statement names it.
func (i Issue) Ref() Ref { return Ref{ID: i.ID, Name: i.Name, Linked: true} }

// IssuePattern makes issues of a family from a phrase: "sanctions on {a}".
type IssuePattern struct{ IDPattern, NamePattern, Phrase, Kind string }

// World is all that the tables know.
type World struct {
	entities    map[string]*Entity
	order       []*Entity
	terms       []Term
	byPerson    map[string][]Term
	byOffice    map[string][]Term // key: office|state or org
	offices     []OfficeKind
	agencies    []AgencyKind
	memberships []Membership
	issues      []Issue
	patterns    []IssuePattern
	instance    map[string]*Entity // agency kind|state -> its own row
	homonyms    map[string][]Homonym
	sectors     map[string]string // common nouns, lower case, in the singular
	peoples     map[string]string // folded names of peoples without a state of their own, and the state where most live
	rows        map[rowKind]int
	generated   bool              // while generated tables are read: rows entered by hand stand
	shadowed    []string          // generated rows that rows entered by hand shadow
	sources     map[string]string // source -> licence
	names       func() *nameIndex // what mentions are looked up by, built when first asked for
}

// Builtin is the world of the embedded tables. It fails only if the binary's
// own tables are broken.
var Builtin = sync.OnceValues(func() (*World, error) { return ReadWorld(data.Files) })

// BuiltinWith is the world of the embedded tables with the additions over them.
func BuiltinWith(additions ...Addition) (*World, error) {
	return ReadWorldWith(data.Files, additions...)
}

// ReadWorld reads the tables of actors, offices, places and issues: those
// entered by hand, then the generated ones, which may be missing and whose rows
// yield to the others. Errors name file and line.
func ReadWorld(fsys fs.FS) (*World, error) {
	return ReadWorldWith(fsys)
}

// ReadWorldWith reads the tables and then the user's additions, which override
// rows of the same id and extend the rest. Errors name file and line.
func ReadWorldWith(fsys fs.FS, additions ...Addition) (*World, error) {
	sources, err := readTable(fsys, "sources.tsv")
	if err != nil {
		return nil, err
	}
	w := &World{entities: make(map[string]*Entity, 1<<14), order: make([]*Entity, 0, 1<<14), terms: make([]Term, 0, 1<<13), byPerson: map[string][]Term{}, byOffice: map[string][]Term{}, instance: map[string]*Entity{},
		homonyms: map[string][]Homonym{}, sectors: map[string]string{}, peoples: map[string]string{}, rows: map[rowKind]int{}, sources: map[string]string{}}
	w.names = sync.OnceValue(func() *nameIndex { return newNameIndex(w) })
	for _, r := range sources {
		w.sources[r.get("source")] = r.get("licence")
	}
	for _, t := range []struct {
		file string
		add  func(row) error
	}{
		{"states.tsv", w.addState}, {"organisations.tsv", w.addOrganisation}, {"places.tsv", w.addPlace}, {"persons.tsv", w.addPerson},
		{"offices.tsv", w.addOffice}, {"agencies.tsv", w.addAgency}, {"terms.tsv", w.addTerm}, {"memberships.tsv", w.addMembership},
		{"issues.tsv", w.addIssue}, {"issue_patterns.tsv", w.addPattern}, {"homonyms.tsv", w.addHomonym}, {"sectors.tsv", w.addSector}, {"peoples.tsv", w.addPeople},
		{"generated_organisations.tsv", w.addOrganisation}, {"generated_persons.tsv", w.addPerson}, {"generated_terms.tsv", w.addTerm}, {"generated_memberships.tsv", w.addMembership}, {"generated_names.tsv", w.addName},
	} {
		table, generated := strings.CutPrefix(strings.TrimSuffix(t.file, ".tsv"), "generated_")
		text, err := tableText(fsys, t.file)
		if generated && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		w.generated = generated
		err = eachRow(text, t.file, func(r row) error {
			source := r.get("source")
			if w.sources[source] == "" {
				return r.errorf("source %q is not in sources.tsv", source)
			}
			w.rows[rowKind{table, kindOf(table, r), source}]++
			return t.add(r)
		})
		if err != nil {
			return nil, err
		}
	}
	w.generated = false
	w.indexTerms()
	for _, a := range additions {
		if err := w.extend(a); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// rowKind is what rows are counted by: the table, the finer kind of its column
// where it has one, and the source.
type rowKind struct{ table, kind, source string }

func kindOf(table string, r row) string {
	switch table {
	case "states", "organisations", "places", "issues":
		return r.get("kind")
	}
	return ""
}

func (w *World) addEntity(r row, e Entity) error {
	id := r.get("id")
	if id == "" || slug(id) != id {
		return r.errorf("%q is no id", id)
	}
	if old, ok := w.entities[id]; ok {
		if old.IsPlace() != e.IsPlace() { // a city state is both: the first row stands
			return nil
		}
		if w.generated {
			w.shadowed = append(w.shadowed, r.file+": "+id)
			return nil
		}
		return r.errorf("id %s is taken", id)
	}
	e.ID, e.Name = quad.IRI(NSEntity+id), r.get("name")
	e.Aliases, e.Wikidata, e.From, e.Until = r.list("aliases"), r.get("wikidata"), r.get("from"), r.get("until")
	w.entities[id] = &e
	w.order = append(w.order, &e)
	return nil
}

func (w *World) addState(r row) error {
	if slug(r.get("name")) != r.get("id") {
		return r.errorf("the id of a state is its name: %q is not %q", r.get("id"), slug(r.get("name")))
	}
	return w.addEntity(r, Entity{Kind: KindState, Demonyms: r.list("demonyms"), State: r.get("id"), Sector: "GOV", Capital: r.get("capital"), ClaimedBy: r.get("claimed_by"), Status: r.get("kind"),
		Heads: r.list("head"), ISO2: r.get("iso2"), ISO3: r.get("iso3")})
}

func (w *World) addOrganisation(r row) error {
	e := Entity{Kind: Kind(r.get("kind")), State: r.get("state"), Sector: r.get("sector"), Agency: r.get("agency"), Parent: r.get("parent")}
	if err := w.addEntity(r, e); err != nil {
		return err
	}
	if e.Agency != "" && e.State != "" {
		key := e.Agency + "|" + e.State
		if _, ok := w.instance[key]; !ok {
			w.instance[key] = w.entities[r.get("id")]
		}
	}
	return nil
}

func (w *World) addPlace(r row) error {
	return w.addEntity(r, Entity{Kind: Kind(r.get("kind")), State: r.get("state"), Metonym: r.get("metonym"), Capital: r.get("capital_of")})
}

func (w *World) addPerson(r row) error {
	return w.addEntity(r, Entity{Kind: KindPerson, Family: r.get("family"), Gender: r.get("gender"), State: r.get("state"), Sector: r.get("sector")})
}

func (w *World) addOffice(r row) error {
	rank := 9
	if v := r.get("rank"); v != "" {
		if _, err := fmt.Sscan(v, &rank); err != nil {
			return r.errorf("rank %q is no number", v)
		}
	}
	w.offices = append(w.offices, OfficeKind{Key: r.get("kind"), IDPattern: r.get("id_pattern"), NamePattern: r.get("name_pattern"), Titles: r.list("titles"),
		SingleHolder: r.get("single_holder") == "yes", Sector: r.get("sector"), Of: r.get("of"), Rank: rank, Diplomat: r.get("diplomat") == "yes", Only: r.list("only")})
	return nil
}

func (w *World) addAgency(r row) error {
	w.agencies = append(w.agencies, AgencyKind{Key: r.get("kind"), IDPattern: r.get("id_pattern"), NamePattern: r.get("name_pattern"), Sector: r.get("sector"),
		Phrases: r.list("phrases"), Only: r.list("only"), Except: r.list("except"), Lifts: r.get("lifts_to_state") == "yes"})
	return nil
}

func (w *World) addTerm(r row) error {
	t := Term{Person: r.get("person"), Office: r.get("office"), State: r.get("state"), Org: r.get("org"), Start: r.get("start"), End: r.get("end"), AsOf: r.get("as_of"), Source: r.get("source"), Approx: r.get("approx") == "yes"}
	if w.entities[t.Person] == nil {
		return r.errorf("no person %q in persons.tsv", t.Person)
	}
	w.terms = append(w.terms, t)
	return nil
}

// indexTerms groups the terms read so far by person and by office. Each group is
// part of one array; what a user's table adds later moves it out.
func (w *World) indexTerms() {
	offices := make([]string, len(w.terms))
	persons := make([]string, len(w.terms))
	for i, t := range w.terms {
		persons[i] = t.Person
		offices[i] = t.Office + "|" + cmp.Or(t.State, t.Org)
	}
	w.byPerson, w.byOffice = groupTerms(w.terms, persons), groupTerms(w.terms, offices)
}

func groupTerms(terms []Term, keys []string) map[string][]Term {
	sizes := make(map[string]int, len(terms)/2)
	for _, k := range keys {
		sizes[k]++
	}
	groups := make(map[string][]Term, len(sizes))
	all := make([]Term, len(terms))
	for i, k := range keys {
		g, ok := groups[k]
		if !ok {
			n := sizes[k]
			g, all = all[:0:n], all[n:]
		}
		groups[k] = append(g, terms[i])
	}
	return groups
}

func (w *World) putTerm(t Term) {
	w.terms = append(w.terms, t)
	w.byPerson[t.Person] = append(w.byPerson[t.Person], t)
	key := t.Office + "|" + cmp.Or(t.State, t.Org)
	w.byOffice[key] = append(w.byOffice[key], t)
}

// addHomonym reads what tells the bearers of a shared name apart.
func (w *World) addHomonym(r row) error {
	h := Homonym{Name: r.get("name"), ID: r.get("id"), Rule: r.get("rule"), Words: r.list("words")}
	switch {
	case w.entities[h.ID] == nil:
		return r.errorf("no entity %q", h.ID)
	case h.Rule != "default" && h.Rule != "words" && h.Rule != "office":
		return r.errorf("rule %q is none of default, words, office", h.Rule)
	}
	key := FoldName(r.get("name"))
	w.homonyms[key] = append(w.homonyms[key], h)
	return nil
}

// addPeople reads the state where a people lives.
func (w *World) addPeople(r row) error {
	if w.entities[r.get("state")] == nil {
		return r.errorf("no state %q", r.get("state"))
	}
	for _, name := range r.list("names") {
		w.peoples[FoldName(name)] = r.get("state")
	}
	return nil
}

// addSector reads the sector of a common noun.
func (w *World) addSector(r row) error {
	for _, noun := range r.list("nouns") {
		if old := w.sectors[noun]; old != "" {
			return r.errorf("%q is in sector %s already", noun, old)
		}
		w.sectors[noun] = r.get("sector")
	}
	return nil
}

func (w *World) addMembership(r row) error {
	w.memberships = append(w.memberships, Membership{r.get("member"), r.get("org"), r.get("role"), r.get("start"), r.get("end"), r.get("approx") == "yes"})
	return nil
}

// addName reads one more name of an entity.
func (w *World) addName(r row) error {
	e := w.entities[r.get("id")]
	if e == nil {
		return r.errorf("no entity %q", r.get("id"))
	}
	switch r.get("as") {
	case "alias":
		e.Aliases = append(e.Aliases, r.get("name"))
	case "demonym":
		e.Demonyms = append(e.Demonyms, r.get("name"))
	default:
		return r.errorf("%q is neither alias nor demonym", r.get("as"))
	}
	return nil
}

func (w *World) addIssue(r row) error {
	w.issues = append(w.issues, Issue{ID: quad.IRI(NSEntity + r.get("id")), Kind: r.get("kind"), Name: r.get("name"), Triggers: r.list("triggers"),
		Owners: r.list("owner"), Parties: r.list("parties"), From: r.get("from"), Until: r.get("until"), Broader: r.get("broader"), Place: r.get("place")})
	return nil
}

func (w *World) addPattern(r row) error {
	for _, phrase := range r.list("pattern") {
		w.patterns = append(w.patterns, IssuePattern{r.get("id_pattern"), r.get("name_pattern"), phrase, r.get("kind")})
	}
	return nil
}

// Entity is the row of that id, with or without its prefix.
func (w *World) Entity(id string) (*Entity, bool) {
	e, ok := w.entities[strings.TrimPrefix(id, NSEntity)]
	return e, ok
}

// Entities lists states, organisations, places and persons in table order.
func (w *World) Entities() []*Entity { return w.order }

// Offices lists the kinds of office.
func (w *World) Offices() []OfficeKind { return w.offices }

// Agencies lists the kinds of body that every state has.
func (w *World) Agencies() []AgencyKind { return w.agencies }

// Issues lists the issues.
func (w *World) Issues() []Issue { return w.issues }

// IssuePatterns lists the families of issues that phrases make.
func (w *World) IssuePatterns() []IssuePattern { return w.patterns }

// Memberships lists the dated memberships.
func (w *World) Memberships() []Membership { return w.memberships }

// Terms are the person's times in office, by start.
func (w *World) Terms(person string) []Term { return w.byPerson[strings.TrimPrefix(person, NSEntity)] }

// Holder is who held the office (a kind's key) of a state or organisation on
// that day; ok is false where nobody is known, two terms claim the day, or no day is given.
func (w *World) Holder(office, of, day string) (*Entity, bool) {
	var found *Entity
	if day == "" {
		return nil, false
	}
	for _, t := range w.byOffice[office+"|"+of] {
		if !t.Covers(day) {
			continue
		}
		if e := w.entities[t.Person]; found == nil {
			found = e
		} else if found != e {
			return nil, false
		}
	}
	return found, found != nil
}

// StateOf is the id of the state that the person acts for on that day: the
// state of a term that covers it; none while they serve an organisation; else
// the state of the person's own row.
func (w *World) StateOf(e *Entity, day string) string {
	serves := false
	for _, t := range w.byPerson[strings.TrimPrefix(string(e.ID), NSEntity)] {
		if !t.Covers(day) {
			continue
		}
		if t.State != "" {
			return t.State
		}
		serves = true
	}
	if serves {
		return ""
	}
	return e.State
}

// StateName is the name of the state of that id, empty for an unknown one.
func (w *World) StateName(id string) string {
	if e, ok := w.entities[id]; ok && e.Kind == KindState {
		return e.Name
	}
	return ""
}

// OfficeRef is the office of that kind that a state or organisation has.
func (w *World) OfficeRef(k OfficeKind, of string) Ref {
	e := w.entities[of]
	if e == nil {
		return Ref{}
	}
	return Ref{ID: quad.IRI(NSEntity + slug(w.fill(k.IDPattern, e))), Name: w.fill(k.NamePattern, e), Linked: true}
}

// OfficeAt is the office of that kind at a body that has no row of its own,
// such as a ministry made by a pattern.
func (w *World) OfficeAt(k OfficeKind, body Ref) Ref {
	fill := strings.NewReplacer("{org}", body.Name, "{org_the}", body.Name, "{state}", body.Name, "{state_the}", body.Name)
	return Ref{ID: quad.IRI(NSEntity + slug(fill.Replace(k.IDPattern))), Name: fill.Replace(k.NamePattern), Linked: true}
}

// Agency is a state's body of that kind: its own row where it has one, else
// what the kind's pattern makes; ok is false where the state has none.
func (w *World) Agency(k AgencyKind, state string) (Ref, bool) {
	st := w.entities[state]
	if st == nil || len(k.Only) > 0 && !slices.Contains(k.Only, state) {
		return Ref{}, false
	}
	acts := ""
	if k.Lifts {
		acts = st.Name
	}
	if own, ok := w.instance[k.Key+"|"+state]; ok {
		return Ref{ID: own.ID, Name: own.Name, State: acts, Linked: true}, true
	}
	return Ref{ID: quad.IRI(NSEntity + slug(w.fill(k.IDPattern, st))), Name: w.fill(k.NamePattern, st), State: acts, Linked: true}, true
}

// fill puts a state or organisation into a pattern's slots {state},
// {state_the}, {demonym}, {org} and {org_the}. Underscores in ids come from
// slug.
func (w *World) fill(pattern string, e *Entity) string {
	name := e.Name
	if e.Kind != KindState && strings.Contains(pattern, "_") && len(e.ID) < len(name) {
		name = strings.TrimPrefix(string(e.ID), NSEntity) // ids of offices use the short id of a body
	}
	the := name
	if takesArticle(e) {
		the = "the " + name
	}
	demonym := e.Name
	if len(e.Demonyms) > 0 {
		demonym = e.Demonyms[0]
		if e.Name == "United States" {
			demonym = e.Name
		}
	}
	return strings.NewReplacer("{state}", name, "{state_the}", the, "{demonym}", demonym, "{org}", name, "{org_the}", the).Replace(pattern)
}

// takesArticle says whether English writes "the" before a state's name.
func takesArticle(e *Entity) bool {
	if e.Kind != KindState {
		return false
	}
	for _, part := range []string{"United ", "Republic", "Islands", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Comoros", "Union", "Emirates", "Seychelles", "Vatican"} {
		if strings.Contains(e.Name, part) {
			return true
		}
	}
	return false
}

// EntityRef is e as a statement names it on that day: a state names itself, a
// person in office or with a state of their own acts for it, and so does an
// agency; an international body, a party or an armed group acts for none.
func (w *World) EntityRef(e *Entity, day string) Ref {
	r := Ref{ID: e.ID, Name: e.Name, Linked: true}
	switch {
	case e.Kind == KindState:
		r.State = e.Name
	case e.Kind == KindPerson:
		r.State = w.StateName(w.StateOf(e, day))
	case e.Kind == KindAgency:
		r.State = w.StateName(e.State)
	}
	return r
}
