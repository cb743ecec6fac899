package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// role is how an alias stands for its entity.
type role uint8

const (
	byName    role = iota // the entity's own name
	byDemonym             // "Russian", "the Chinese"
)

type entry struct {
	ent  *schema.Entity
	role role
}

// gazetteer finds the names of the tables in running text by token n-grams.
type gazetteer struct {
	phrases  map[string][]entry
	longest  map[string]int              // first word -> longest phrase that starts with it, in words
	families map[string][]*schema.Entity // surnames used alone
	given    map[string]string           // first names of the tables' people -> m, f, or ? for both
	short    map[string][]*schema.Entity // those of the surnames that the tables give as a name of their own
	titles   map[string]titleEntry       // lower-case phrase -> office kinds
	titleMax map[string]int
	agencies map[string][]schema.AgencyKind
	agencyMx map[string]int
}

// titleEntry is what a title phrase may mean; Plural for "foreign ministers".
type titleEntry struct {
	kinds  []schema.OfficeKind
	plural bool
}

func newGazetteer(w *schema.World) *gazetteer {
	g := &gazetteer{phrases: map[string][]entry{}, longest: map[string]int{}, families: map[string][]*schema.Entity{}, given: map[string]string{}, short: map[string][]*schema.Entity{},
		titles: map[string]titleEntry{}, titleMax: map[string]int{}, agencies: map[string][]schema.AgencyKind{}, agencyMx: map[string]int{}}
	for _, e := range w.Entities() {
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			if e.Kind == schema.KindPerson && n != e.Name && isPartOf(n, e.Family) {
				g.families[phraseKey(n)] = append(g.families[phraseKey(n)], e)
				g.short[phraseKey(n)] = append(g.short[phraseKey(n)], e)
				continue
			}
			g.add(n, entry{e, byName})
		}
		for _, d := range e.Demonyms {
			g.add(d, entry{e, byDemonym})
		}
		g.learnGiven(e)
		if k := phraseKey(e.Family); k != "" && !slices.Contains(g.families[k], e) {
			g.families[k] = append(g.families[k], e)
		}
	}
	for _, k := range w.Offices() {
		for _, t := range k.Titles {
			g.addTitle(t, k, false)
			g.addTitle(plural(t), k, true)
		}
	}
	for _, k := range w.Agencies() {
		for _, p := range k.Phrases {
			key := strings.ToLower(phraseKey(p))
			g.agencies[key] = append(g.agencies[key], k)
			setMax(g.agencyMx, key)
		}
	}
	return g
}

// learnGiven notes the first name of a person whose gender the tables have.
func (g *gazetteer) learnGiven(e *schema.Entity) {
	parts := strings.Fields(e.Name)
	if e.Kind != schema.KindPerson || e.Gender == "" || len(parts) < 2 || len(parts[0]) < 3 || strings.HasSuffix(parts[0], ".") || addresses[strings.ToLower(parts[0])] || familyFirst(strings.ReplaceAll(e.State, "_", " "), parts) {
		return
	}
	key := phraseKey(parts[0])
	if old := g.given[key]; old != "" && old != e.Gender {
		g.given[key] = "?"
		return
	}
	g.given[key] = e.Gender
}

// givenAs is the gender of the tables' people with that first name: m, f, ? where
// there are both, empty where there are none.
func (g *gazetteer) givenAs(name string) string { return g.given[phraseKey(name)] }

// isPartOf says whether the name is a surname in another spelling, or one word of it:
// "Sheikh" of "al-Sheikh". Such a name alone is no more than a surname.
func isPartOf(name, family string) bool {
	return !strings.Contains(name, " ") && slices.Contains(strings.FieldsFunc(phraseKey(family), func(r rune) bool { return r == ' ' || r == '-' }), phraseKey(name))
}

func (g *gazetteer) add(name string, e entry) {
	key := phraseKey(name)
	if key == "" || slices.Contains(g.phrases[key], e) {
		return
	}
	g.phrases[key] = append(g.phrases[key], e)
	setMax(g.longest, key)
}

func (g *gazetteer) addTitle(title string, k schema.OfficeKind, plural bool) {
	key := strings.ToLower(phraseKey(title))
	t := g.titles[key]
	t.kinds, t.plural = append(t.kinds, k), plural
	g.titles[key] = t
	setMax(g.titleMax, key)
}

// setMax keeps, for the first word of a phrase, the longest phrase's length in
// words, hyphens counted as words as the tokenizer does.
func setMax(m map[string]int, key string) {
	first, n := firstWord(key), len(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(key, "-", " - "), "'", " '")))
	m[first] = max(m[first], n)
}

func firstWord(key string) string {
	if i := strings.IndexAny(key, " -'"); i > 0 {
		return key[:i]
	}
	return key
}

// plural puts the head of a title into the plural: "foreign ministers",
// "secretaries of state".
func plural(title string) string {
	head, rest := title, ""
	for _, p := range []string{" of ", " for ", " to ", " in "} {
		if i := strings.Index(title, p); i > 0 {
			head, rest = title[:i], title[i:]
			break
		}
	}
	switch {
	case strings.HasSuffix(head, "man"):
		head = head[:len(head)-3] + "men"
	case strings.HasSuffix(head, "ary"):
		head = head[:len(head)-1] + "ies"
	case strings.HasSuffix(head, "ch"):
		head += "es"
	default:
		head += "s"
	}
	return head + rest
}

// phraseKey levels what spellings of one name differ in: accents, curly
// quotes, no-break spaces, the periods of abbreviations.
func phraseKey(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = strings.Map(levelRune, norm.NFD.String(s))
	}
	if strings.IndexByte(s, '.') >= 0 {
		s = strings.ReplaceAll(s, ".", "")
	}
	return strings.Join(strings.Fields(s), " ")
}

func levelRune(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case r == '’' || r == '‘' || r == 'ʼ':
		return '\''
	case r == '–' || r == '‐' || r == '‑':
		return '-'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// span is a run of tokens [from, to).
type span struct{ from, to int }

// longestMatch calls found with ever shorter keys that start at token i, until
// it accepts one; it returns the accepted run's end, or i.
func longestMatch(text string, toks []nlp.Token, i int, limit map[string]int, lower bool, found func(key string, to int) bool) int {
	first := phraseKey(toks[i].Form)
	if lower {
		first = strings.ToLower(first)
	}
	n := limit[firstWord(first)]
	for to := min(len(toks), i+n); to > i; to-- {
		if toks[to-1].Form == "." {
			continue // the stop of the sentence is no part of a name
		}
		key := phraseKey(text[toks[i].Start:toks[to-1].End])
		if lower {
			key = strings.ToLower(key)
		}
		if found(key, to) {
			return to
		}
	}
	return i
}

// names finds the names of the tables from left to right, the longest first.
func (g *gazetteer) names(text string, toks []nlp.Token, found func(span, []entry)) {
	for i := 0; i < len(toks); {
		to := longestMatch(text, toks, i, g.longest, false, func(key string, to int) bool {
			es, ok := g.phrases[key]
			if ok {
				found(span{i, to}, es)
			}
			return ok
		})
		i = max(to, i+1)
	}
}

// titleAt is the longest title phrase that starts at token i.
func (g *gazetteer) titleAt(text string, toks []nlp.Token, i int) (titleEntry, int) {
	var t titleEntry
	to := longestMatch(text, toks, i, g.titleMax, true, func(key string, _ int) (ok bool) {
		t, ok = g.titles[key]
		return ok
	})
	return t, to
}

// agencyAt is the longest phrase for a state body that starts at token i.
func (g *gazetteer) agencyAt(text string, toks []nlp.Token, i int) ([]schema.AgencyKind, int) {
	var ks []schema.AgencyKind
	to := longestMatch(text, toks, i, g.agencyMx, true, func(key string, _ int) (ok bool) {
		ks, ok = g.agencies[key]
		return ok
	})
	return ks, to
}
