package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// hand is what the tables entered by hand know.
type hand struct {
	w       *schema.World
	claimed map[string]bool     // folded names, aliases and demonyms
	states  map[string]string   // folded name -> id
	people  map[string]string   // folded name -> id
	family  map[string][]string // state -> words of family names
	parties map[string][]string // state -> ids
	spelt   map[string]bool     // claimed names in one spelling
}

// withoutGenerated hides the generated tables of a folder of tables.
type withoutGenerated struct{ fs.FS }

// Open opens a table that is not generated.
func (f withoutGenerated) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "generated_") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return f.FS.Open(name)
}

func readHand(data fs.FS) (*hand, error) {
	w, err := schema.ReadWorld(withoutGenerated{data})
	if err != nil {
		return nil, err
	}
	h := &hand{w: w, claimed: map[string]bool{}, states: map[string]string{}, people: map[string]string{}, family: map[string][]string{}, parties: map[string][]string{}, spelt: map[string]bool{}}
	for _, e := range w.Entities() {
		for _, n := range slices.Concat([]string{e.Name}, e.Aliases, e.Demonyms) {
			key := schema.FoldName(n)
			h.claimed[key] = true
			h.spelt[spellings.Replace(key)] = true
			switch e.Kind {
			case schema.KindState:
				if e.Status != "former" {
					h.states[key] = idOf(e)
				}
			case schema.KindPerson:
				h.people[key] = idOf(e)
			}
		}
		if e.Kind == "Party" {
			h.parties[e.State] = append(h.parties[e.State], idOf(e))
		}
		if e.Kind == schema.KindPerson {
			words := strings.Fields(schema.FoldName(e.Family + " " + e.Name))
			h.family[e.State] = append(h.family[e.State], strings.Fields(schema.FoldName(e.Family))...)
			h.family[e.State] = append(h.family[e.State], words[len(words)-1])
		}
	}
	return h, nil
}

func idOf(e *schema.Entity) string { return strings.TrimPrefix(string(e.ID), schema.NSEntity) }

func (h *hand) state(name string) string { return h.states[schema.FoldName(name)] }

// table collects rows; text sorts them under the header.
type table struct {
	header string
	rows   []string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, strings.Join(cells, "\t")) }

func (t *table) text() string {
	slices.Sort(t.rows)
	return t.header + "\n" + strings.Join(slices.Compact(t.rows), "\n") + "\n"
}

// output are the generated tables as they grow.
type output struct {
	h                                                              *hand
	at                                                             string // month of the Factbook
	names, organisations, persons, terms, memberships, differences *table
	taken                                                          map[string]bool // folded names of generated rows
}

// build makes the generated tables by file name.
func build(h *hand, files map[string][]byte) (map[string]string, error) {
	cs, err := h.factbook(files)
	if err != nil {
		return nil, err
	}
	o := &output{h: h, at: snapshot(cs), taken: map[string]bool{},
		names:         &table{header: "id\tname\tas\tsource"},
		organisations: &table{header: "id\tname\tkind\taliases\tstate\tagency\tsector\tparent\tfrom\tuntil\tsource"},
		persons:       &table{header: "id\tname\tfamily\taliases\tstate\tsector\tgender\tsource"},
		terms:         &table{header: "person\toffice\tstate\torg\tstart\tend\tas_of\tapprox\tsource"},
		memberships:   &table{header: "member\torg\trole\tstart\tend\tapprox\tsource"},
		differences:   &table{header: "what\tours\ttheirs\tsource"},
	}
	if err := o.addNames(cs, files); err != nil {
		return nil, err
	}
	o.addParties(cs)
	o.addPosts(cs)
	if err := o.addMemberships(cs); err != nil {
		return nil, err
	}
	return map[string]string{
		"generated_names.tsv": o.names.text(), "generated_organisations.tsv": o.organisations.text(), "generated_persons.tsv": o.persons.text(),
		"generated_terms.tsv": o.terms.text(), "generated_memberships.tsv": o.memberships.text(), "generated_differences.tsv": o.differences.text(),
	}, nil
}

// claim says whether nobody bears the name yet, and takes it.
func (o *output) claim(name string) bool {
	key := schema.FoldName(name)
	if key == "" || o.h.claimed[key] || o.taken[key] {
		return false
	}
	o.taken[key] = true
	return true
}

// addNames adds names and demonyms of states. A name of two states is dropped.
func (o *output) addNames(cs []country, files map[string][]byte) error {
	found := []foundName{}
	for _, c := range cs {
		for _, n := range c.names {
			found = append(found, foundName{c.state, n, "alias", "factbook"})
		}
		for _, n := range c.demonyms {
			found = append(found, foundName{c.state, n, "demonym", "factbook"})
		}
	}
	coded, err := o.codedNames(files)
	if err != nil {
		return err
	}
	found = append(found, coded...)
	bearers := map[string]map[string]bool{}
	for _, f := range found {
		key := schema.FoldName(f.name)
		if bearers[key] == nil {
			bearers[key] = map[string]bool{}
		}
		bearers[key][f.state] = true
	}
	for _, f := range found {
		key := schema.FoldName(f.name)
		if len(bearers[key]) == 1 && len(key) > 3 && key != "none" && !strings.ContainsAny(f.name, "()/,[]0123456789\"") && !notAState[key] && o.claim(f.name) {
			o.names.add(f.state, f.name, f.as, f.source)
		}
	}
	return nil
}

type foundName struct{ state, name, as, source string }

// notAState are names in the packages that mean something else as often.
var notAState = map[string]bool{"gold coast": true, "formosa": true, "moldavia": true, "tanganyika": true, "french sudan": true, "emirates": true, "america": true, "macedonia": true, "guyana": true, "congo": true, "virgin islands": true, "st martin": true}

// codedNames are the names in the packages that go by ISO codes.
func (o *output) codedNames(files map[string][]byte) ([]foundName, error) {
	byCode := map[string]string{}
	for _, e := range o.h.w.Entities() {
		if e.Kind == schema.KindState && e.ISO2 != "" && e.Status != "former" {
			byCode[e.ISO2] = idOf(e)
		}
	}
	var out []foundName
	add := func(code, name, source string) {
		if id := byCode[code]; id != "" {
			out = append(out, foundName{id, name, "alias", source})
		}
	}
	var iso struct {
		Countries map[string]json.RawMessage `json:"countries"`
	}
	if err := decode(files, "i18n-iso-countries/langs/en.json", &iso); err != nil {
		return nil, err
	}
	for code, raw := range iso.Countries {
		var names []string
		if json.Unmarshal(raw, &names) != nil {
			names = []string{strings.Trim(string(raw), `"`)}
		}
		for _, n := range names {
			add(code, n, "iso-countries")
		}
	}
	var list map[string]struct {
		Name  string   `json:"name"`
		Alias []string `json:"alias"`
	}
	if err := decode(files, "countries-list/countries.min.json", &list); err != nil {
		return nil, err
	}
	for code, c := range list {
		for _, n := range append(c.Alias, c.Name) {
			add(code, n, "countries-list")
		}
	}
	var cldr struct {
		Main struct {
			En struct {
				Names struct {
					Territories map[string]string `json:"territories"`
				} `json:"localeDisplayNames"`
			} `json:"en"`
		} `json:"main"`
	}
	if err := decode(files, "cldr-localenames-full/main/en/territories.json", &cldr); err != nil {
		return nil, err
	}
	for code, n := range cldr.Main.En.Names.Territories {
		code, _, _ = strings.Cut(code, "-alt-")
		add(code, strings.ReplaceAll(n, "&", "and"), "cldr")
	}
	slices.SortFunc(out, func(a, b foundName) int {
		return strings.Compare(a.source+"\t"+a.state+"\t"+a.name, b.source+"\t"+b.state+"\t"+b.name)
	})
	return out, nil
}

func decode(files map[string][]byte, name string, into any) error {
	if err := json.Unmarshal(files[name], into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// commonWords make party names that many states have.
var commonWords = wordSet(`a and the of for in new old our all one two party parties parti partido movement front union unions league alliance coalition bloc block congress national nationalist nation
 democratic democrat democrats democracy democracies social socialist socialists people peoples people's popular labour labor laborist worker workers workers' worker's liberal liberals liberation liberty republican
 republicans republic conservative communist communists christian islamic muslim green greens ecological ecology progress progressive progressives united unity unified unification justice freedom free reform reformist reforms
 development independence independent independents patriotic patriots radical left right center centre centrist centrists revolutionary revolution renewal rebirth renaissance change future bright solidarity equality agrarian farmers
 peasant peasants peasant's citizen citizens civic action forward dawn hope order law tradition family homeland fatherland country land power force forces voice rally convention council association organization organisation
 group civil society ecologist ecologists humanist constitutional constitution pan african arab european europe pirate women women's youth pensioners alternative direction moderate mass masses general assembly common community great
 grand federal federalist federation political pole together way path road bridge house light sun star innovation prosperity peace dignity welfare initiative platform public real true truth first rights human forum pact choice
 accord combination servant convergence conscience salvation defense defence restoration reconstruction recovery majority minority consensus faith life nature animals morality integrity generation era time times renovation
 brotherhood referendum environment struggle sustainable broad smaller minor many other several independence unionist relief heritage triumph empowerment accessibility without exclusion minority list partnership`)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// addParties adds the parties whose name is nobody else's and says more than
// words that parties of many states are called by. Where the hand tables have a
// party of the state by the short form, the name is one more name of it.
func (o *output) addParties(cs []country) {
	bearers := map[string]map[string]bool{}
	for _, c := range cs {
		for _, p := range c.parties {
			key := schema.FoldName(p.name)
			if bearers[key] == nil {
				bearers[key] = map[string]bool{}
			}
			bearers[key][c.state] = true
		}
	}
	for _, c := range cs {
		for _, p := range c.parties {
			if len(bearers[schema.FoldName(p.name)]) > 1 || !distinct(p.name) || o.claimedAs(p.name) {
				continue
			}
			if id := o.h.party(c.state, p.short); id != "" {
				if o.claim(p.name) {
					o.names.add(id, p.name, "alias", "factbook")
				}
				continue
			}
			id := strings.ReplaceAll(p.name, " ", "_")
			if _, ok := o.h.w.Entity(id); !ok && o.claim(p.name) {
				o.organisations.add(id, p.name, "Party", "", c.state, "", "PTY", "", "", "", "factbook")
			}
		}
	}
}

// party is the id of the state's party that the hand tables know by the name.
func (h *hand) party(state, name string) string {
	if name == "" {
		return ""
	}
	for _, id := range h.parties[state] {
		e, _ := h.w.Entity(id)
		for _, n := range append(e.Aliases, e.Name) {
			if schema.FoldName(n) == schema.FoldName(name) {
				return id
			}
		}
	}
	return ""
}

// spellings are the words that British and American English write differently.
var spellings = strings.NewReplacer("labor", "labour", "center", "centre", "organization", "organisation", "defense", "defence", "peoples ", "people ", "people's ", "people ")

// claimedAs says whether somebody bears the name in the other spelling.
func (o *output) claimedAs(name string) bool {
	return o.h.spelt[spellings.Replace(schema.FoldName(name))]
}

// distinct says whether a name of two words or more, none of them a remark in
// small letters at its end, has one that is not common.
func distinct(name string) bool {
	words := strings.Fields(name)
	first, last := words[0], words[len(words)-1]
	if len(words) < 2 || strings.ToLower(first) == first || strings.ToLower(last) == last {
		return false
	}
	words = strings.Fields(strings.NewReplacer("-", " ", "'s ", " ", "' ", " ").Replace(strings.ToLower(name)))
	return slices.ContainsFunc(words, func(w string) bool { return len(w) > 3 && !commonWords[w] })
}

// addMemberships adds who belongs to the bodies of bodies.tsv that the hand
// tables list no members of. The Factbook gives no days: its own month stands for
// the start, marked approximate.
func (o *output) addMemberships(cs []country) error {
	bodies, err := bodyIDs()
	if err != nil {
		return err
	}
	covered, ours := map[string]bool{}, map[[2]string]bool{}
	for _, m := range o.h.w.Memberships() {
		covered[m.Org] = true
		if (schema.Term{Start: m.Start, End: m.End}).Covers(o.at) {
			ours[[2]string{m.Member, m.Org}] = true
		}
	}
	for _, c := range cs {
		for _, m := range c.membership {
			org, role := bodies[m.body], roles[m.role]
			if _, ok := o.h.w.Entity(org); !ok || role == "" {
				continue
			}
			switch {
			case !covered[org]:
				o.memberships.add(c.state, org, role, o.at, "", "yes", "factbook")
			case role == "member" && !ours[[2]string{c.state, org}]:
				o.differences.add("membership", "none on "+o.at, c.state+" "+role+" of "+org, "factbook")
			}
		}
	}
	return nil
}

// roles are the Factbook's words for those that the tables use; others are left
// out.
var roles = map[string]string{"member": "member", "observer": "observer", "associate": "associate member", "associate member": "associate member", "nonregional member": "member",
	"nonregional members": "member", "candidate country": "candidate", "dialogue partner": "dialogue partner", "dialogue member": "dialogue partner", "partner": "partner", "partners": "partner"}

//go:embed bodies.tsv
var bodiesTSV string

func bodyIDs() (map[string]string, error) {
	out := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(bodiesTSV), "\n")[1:] {
		abbreviation, id, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("bodies.tsv:%d: want an abbreviation and an id", i+2)
		}
		out[abbreviation] = id
	}
	return out, nil
}
