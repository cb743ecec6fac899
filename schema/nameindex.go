package schema

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Homonym is what speaks for one bearer of a shared name: the rule is default
// (meant where nothing speaks for another), words (meant where one of the words
// stands nearby) or office (meant when in office on the day, or when the
// context names the bearer's state).
type Homonym struct {
	Name, ID, Rule string
	Words          []string
}

// nameIndex finds what the tables know by the words of a mention.
type nameIndex struct {
	names    map[string][]named
	families map[string][]*Entity
	parts    map[string][]*Entity // first word of a double surname, and the last word of a name that is not the surname
	titles   map[string][]OfficeKind
	agencies map[string][]AgencyKind
	long     map[string][]string // first two letters -> names of states and capitals, for misspellings
	longest  int                 // words of the longest of all these
}

// named is an entity by one of its names.
type named struct {
	ent   *Entity
	as    string // name, alias, demonym
	exact string
}

func newNameIndex(w *World) *nameIndex {
	x := &nameIndex{names: map[string][]named{}, families: map[string][]*Entity{}, parts: map[string][]*Entity{}, titles: map[string][]OfficeKind{}, agencies: map[string][]AgencyKind{}, long: map[string][]string{}}
	for _, e := range w.order {
		x.add(e, "name", e.Name)
		x.add(e, "alias", e.Aliases...)
		x.add(e, "demonym", e.Demonyms...)
		if e.Family != "" {
			key := FoldName(e.Family)
			x.families[key] = append(x.families[key], e)
			words := strings.Fields(FoldName(e.Name))
			first, _, double := strings.Cut(key, " ")
			if last := words[len(words)-1]; last != key && !double {
				x.parts[last] = append(x.parts[last], e)
			}
			if double {
				x.parts[first] = append(x.parts[first], e)
			}
		}
	}
	for _, hs := range w.homonyms { // a homonym is a name of each bearer, whatever its row says
		for _, h := range hs {
			if e := w.entities[h.ID]; e != nil {
				x.add(e, "alias", h.Name)
			}
		}
	}
	for _, k := range w.offices {
		for _, t := range k.Titles {
			x.grow(t)
			x.titles[FoldName(t)] = append(x.titles[FoldName(t)], k)
		}
	}
	for _, k := range w.agencies {
		for _, p := range k.Phrases {
			x.grow(p)
			x.agencies[FoldName(p)] = append(x.agencies[FoldName(p)], k)
		}
	}
	for n := range w.sectors {
		x.grow(n)
	}
	for n := range w.peoples {
		x.grow(n)
	}
	return x
}

func (x *nameIndex) grow(s string) { x.longest = max(x.longest, len(strings.Fields(s))) }

func (x *nameIndex) add(e *Entity, as string, names ...string) {
	for _, n := range names {
		key := FoldName(n)
		if key == "" || slices.ContainsFunc(x.names[key], func(o named) bool { return o.ent == e }) {
			continue
		}
		x.grow(n)
		x.names[key] = append(x.names[key], named{e, as, n})
		if (e.Kind == KindState || e.Capital != "" && e.IsPlace()) && len(key) >= 5 {
			x.long[key[:1]] = append(x.long[key[:1]], key)
		}
	}
}

// near is the only name of a state or capital that differs from key by one
// letter left out, added, changed or swapped.
func (x *nameIndex) near(key string) string {
	if len(key) < 6 {
		return ""
	}
	found := ""
	for _, other := range x.long[key[:1]] {
		if other == key || !oneEdit(key, other) {
			continue
		}
		if found != "" && x.names[found][0].ent != x.names[other][0].ent {
			return ""
		}
		found = other
	}
	return found
}

// oneEdit says whether one letter left out, added or changed, or two
// neighbours swapped, make a into b.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 1:
		return a[i:] == b[i+1:]
	case 0:
		return i < len(a) && (a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
	}
	return false
}

// FoldName levels what spellings of one name differ in: case, accents, quotes,
// hyphens, the periods of abbreviations, a leading article.
func FoldName(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			plain = false
			break
		}
	}
	if !plain {
		s = strings.Map(foldRune, norm.NFD.String(s))
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '.':
			return -1
		case '-', '_':
			return ' '
		}
		return r
	}, strings.ToLower(s))
	if strings.IndexByte(s, '\'') >= 0 { // "People's" is "people", so that possessive signs do not part names
		s = strings.TrimSuffix(strings.ReplaceAll(strings.ReplaceAll(s, "'s ", " "), "s' ", "s "), "'s")
	}
	s = strings.TrimSpace(s)
	if strings.Contains(s, "  ") || strings.ContainsAny(s, "\t\n") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return strings.TrimPrefix(s, "the ")
}

func foldRune(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case r == '’' || r == '‘' || r == 'ʼ' || r == '`':
		return '\''
	case r == '–' || r == '‐' || r == '‑' || r == '—':
		return '-'
	case r == 'ı':
		return 'i'
	case r == 'ł':
		return 'l'
	case r == 'Ł':
		return 'L'
	case r == 'ø':
		return 'o'
	case r == 'đ':
		return 'd'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}
