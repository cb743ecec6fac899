package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/extract/when"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// story is one article while it is read: what has been named so far, so that
// later sentences can refer to it.
type story struct {
	c           *Coder
	article     schema.Article
	day         string // the article's date, empty if unknown
	doc         *nlp.Document
	sents       []*sentence
	people      []known // in order of mention, the last at the end
	groups      []group
	dated       []dated      // what the story has dated by its own words
	issues      []namedIssue // likewise
	held        []held
	strikes     []strike // in the order told
	lastOffices []schema.OfficeKind
	acronyms    map[string]*mention // short forms that the story gives
	cursor      runeCursor
	told        int            // sentences with a verb
	missed      map[int][]Miss // by sentence; nil unless reasons are kept
}

// namedIssue is a matter that a statement of the story is about.
type namedIssue struct {
	ref  schema.Ref
	sent int
}

// known is a person or a name that the story has introduced.
type known struct {
	ref    schema.Ref
	ent    *schema.Entity
	names  []string // keys under which it is referred to later
	times  int      // how often it has been named
	given  string   // key of the first of several names; it may be another's, too
	gender string
	unsure bool // that it is a person at all: the name alone tells
	kinds  []schema.OfficeKind
}

// held is one "person holds office" that the text states.
type held struct {
	sent   *sentence
	at     *mention
	office schema.Ref
	org    schema.Ref
}

// sentence is one sentence of a story with its mentions and dates.
type sentence struct {
	tree
	st  *story
	idx int
	src *nlp.Sentence
	parsed
	start, end int        // code points into the stored text
	at         []*mention // by token
	times      []timed
	consumed   []bool  // tokens that are the content of another statement
	found      []match // of all rules, the outer predicates first
	drafts     []draft // that rules began and left
}

// known finds whom the story introduced under that name or surname: of namesakes the
// one it names most, of whom it then says no more than the surname.
func (st *story) known(name string) (schema.Ref, *schema.Entity) {
	key, best := phraseKey(name), known{}
	for i := len(st.people) - 1; i >= 0; i-- {
		if p := st.people[i]; slices.Contains(p.names, key) && (best.ref.IsZero() || p.times > best.times) {
			best = p
		}
	}
	return best.ref, best.ent
}

// byGiven finds the only one whom the story introduced with that given name.
func (st *story) byGiven(name string) (schema.Ref, *schema.Entity) {
	key, found := phraseKey(name), -1
	for i, p := range st.people {
		if p.given != "" && p.given == key {
			if found >= 0 {
				return schema.Ref{}, nil
			}
			found = i
		}
	}
	if found < 0 || st.namedToo(key, st.people[found].ref) {
		return schema.Ref{}, nil
	}
	return st.people[found].ref, st.people[found].ent
}

// namedToo says whether the story has a name of several words that begins with that
// given name and is not the person's.
func (st *story) namedToo(given string, person schema.Ref) bool {
	return slices.ContainsFunc(st.sents, func(s *sentence) bool {
		return slices.ContainsFunc(s.all(), func(m *mention) bool {
			return m.kind == aName && m.to-m.from > 1 && phraseKey(s.toks[m.from].Form) == given && m.refs[0].ID != person.ID
		})
	})
}

// introduce remembers a person for later reference; gender is what the words beside
// the name tell.
func (st *story) introduce(m *mention, text, gender string) {
	if len(m.refs) != 1 {
		return
	}
	k := known{ref: m.refs[0], ent: m.ent, kinds: m.offices, times: 1, names: []string{phraseKey(text)}, gender: gender, unsure: m.kind == aName}
	if m.ent != nil {
		k.names = append(k.names, phraseKey(m.ent.Name), phraseKey(m.ent.Family))
		if len(k.kinds) == 0 {
			k.kinds = st.officesOf(m.ent)
		}
	} else if parts := strings.Fields(text); len(parts) > 1 {
		last := parts[len(parts)-1]
		k.names = append(k.names, phraseKey(last))
		if part, family, ok := strings.Cut(last, "-"); ok && nameParticles[strings.ToLower(part)] { // "al-Houthi"
			k.names = append(k.names, phraseKey(family))
		}
		if familyFirst(m.refs[0].State, parts) {
			k.names = append(k.names, phraseKey(parts[0]))
		}
	}
	k.given = givenName(text)
	if old := slices.IndexFunc(st.people, func(o known) bool { return o.ref.ID == k.ref.ID }); old >= 0 {
		if len(k.kinds) == 0 {
			k.kinds = st.people[old].kinds
		}
		k.names = append(k.names, st.people[old].names...)
		k.times += st.people[old].times
		k.given = cmp.Or(k.given, st.people[old].given)
		k.gender = cmp.Or(k.gender, st.people[old].gender)
		k.unsure = k.unsure && st.people[old].unsure
		st.people = slices.Delete(st.people, old, old+1)
	}
	st.people = append(st.people, k)
}

// givenName is the key of the first of several names, unless that is a form of
// address or an initial.
func givenName(text string) string {
	first, rest, _ := strings.Cut(text, " ")
	if rest == "" || len(first) < 4 || strings.HasSuffix(first, ".") || addresses[strings.ToLower(first)] || formOfAddress(strings.ToLower(first)) {
		return ""
	}
	return phraseKey(first)
}

// addresses are words before a name that are no part of it.
var addresses = setOf("addresses")

// familyFirst says whether the name is of the order surname, given name.
func familyFirst(state string, parts []string) bool {
	switch state {
	case "China", "South Korea", "North Korea", "Vietnam", "Taiwan", "Hungary", "Cambodia":
		return true
	}
	return len(parts) == 2 && strings.Contains(parts[1], "-")
}

// officesOf are the kinds of the offices that the person holds on the day.
func (st *story) officesOf(e *schema.Entity) []schema.OfficeKind {
	var out []schema.OfficeKind
	for _, t := range st.c.world.Terms(string(e.ID)) {
		side, of := "state", t.State
		if of == "" {
			side, of = "org", t.Org
		}
		if k, ok := st.c.world.OfficeKindOf(t.Office, of, side); ok && t.Covers(st.day) {
			out = append(out, k)
		}
	}
	return out
}

// hold notes that the text gives a person an office.
func (st *story) hold(s *sentence, m *mention) {
	st.introduce(m, s.text(m.from, m.to), s.genderBeside(m))
	if m.former || len(m.refs) != 1 {
		return
	}
	office, org := st.officeRef(m)
	if !office.IsZero() {
		st.held = append(st.held, held{s, m, office, org})
	}
}

// officeRef is the office that a mention's title names, and the body that it
// is an office of: a spokesman of the presidential office is of both.
func (st *story) officeRef(m *mention) (office, org schema.Ref) {
	w := st.c.world
	if m.body.ID != "" { // "the Chadian defence ministry's spokesman"
		for _, k := range m.offices {
			if k.Of == "org" {
				return w.OfficeAt(k, m.body), m.body
			}
		}
	}
	for _, k := range byFit(m.offices, m.state, m.org) {
		of, side := m.state, "state"
		if of == "" {
			of, side = m.org, "org"
		}
		if k.Of != side && k.Of != "either" || len(k.Only) > 0 && !slices.Contains(k.Only, of) {
			continue
		}
		if r := w.OfficeRef(k, of); !r.IsZero() {
			return r, st.bodyOf(k, m.state)
		}
	}
	return schema.Ref{}, schema.Ref{}
}

// byFit puts the kinds that are the state's or organisation's own before the
// general ones.
func byFit(kinds []schema.OfficeKind, state, org string) []schema.OfficeKind {
	kinds = slices.Clone(kinds)
	own := func(k schema.OfficeKind) int {
		if slices.Contains(k.Only, state) || slices.Contains(k.Only, org) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(kinds, func(a, b schema.OfficeKind) int { return own(a) - own(b) })
	return kinds
}

// bodyOf is the state body that a spokesman's kind of office speaks for.
func (st *story) bodyOf(k schema.OfficeKind, state string) schema.Ref {
	body := map[string]string{"presidential_spokesperson": "presidency", "foreign_ministry_spokesperson": "mfa", "defence_ministry_spokesperson": "mod",
		"military_spokesperson": "army", "police_spokesperson": "police", "interior_ministry_spokesperson": "moi"}[k.Key]
	for _, a := range st.c.world.Agencies() {
		if body != "" && a.Key == body {
			r, _ := st.c.world.Agency(a, state)
			return r
		}
	}
	return schema.Ref{}
}

// newSentence reads mentions and time expressions of the next sentence.
func (st *story) newSentence(i int, src *nlp.Sentence, seen parsed) *sentence {
	s := &sentence{tree: newTree(src.Tokens, src.Kind == nlp.Title), st: st, idx: i, src: src, parsed: seen, consumed: make([]bool, len(src.Tokens))}
	s.start, s.end = st.cursor.at(st.doc.Text, src.Start), st.cursor.at(st.doc.Text, src.End)
	s.findMentions()
	s.learnAcronyms()
	s.introduceNames()
	s.findTimes()
	return s
}

// runeCursor turns ascending byte offsets into code point offsets.
type runeCursor struct{ bytes, runes int }

func (c *runeCursor) at(text string, b int) int {
	if b < c.bytes {
		c.bytes, c.runes = 0, 0
	}
	c.runes += utf8.RuneCountInString(text[c.bytes:b])
	c.bytes = b
	return c.runes
}

// timeWords are the sentence's tokens as the time resolver takes them.
func (s *sentence) timeWords() []when.Word {
	ws := make([]when.Word, len(s.toks))
	for i, t := range s.toks {
		ws[i] = when.Word{Text: t.Form, Tag: t.XPOS, Start: t.Start, End: t.End}
	}
	return ws
}
