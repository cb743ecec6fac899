package train

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp"
)

//go:embed names.txt
var nameLines string

//go:embed places.txt
var placeLines string

//go:embed adjectives.txt
var adjectiveLines string

// Chances of putting another name in the place of one of the treebanks'. The
// news that entente reads is full of names that the treebanks lack: without
// this, unknown ones ending like verbs ("Wang", "Jae-in") are read as verbs.
const (
	chanceRename    = 0.5  // of a sentence
	chancePerson    = 0.6  // of each name of several words in it
	chanceSurname   = 0.15 // of each one-word subject or possessor
	chancePlace     = 0.35 // of each one-word name after a preposition of place
	chanceAdjective = 0.5  // of each adjective of a country
)

// region is the given and family names of one naming custom.
type region struct {
	familyFirst   bool
	given, family []string
}

// renamer puts other names into sentences.
type renamer struct {
	regions    []region
	places     []string
	adjectives []string
}

func newRenamer() *renamer {
	n := &renamer{places: words(placeLines), adjectives: words(adjectiveLines)}
	for _, line := range strings.Split(nameLines, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 4 || line[0] == '#' {
			continue
		}
		n.regions = append(n.regions, region{
			familyFirst: strings.TrimSpace(cells[1]) == "fg",
			given:       strings.Fields(cells[2]),
			family:      strings.Fields(cells[3]),
		})
	}
	return n
}

// all lists every name.
func (n *renamer) all() []string {
	out := slices.Concat(n.places, n.adjectives)
	for _, r := range n.regions {
		out = slices.Concat(out, r.given, r.family)
	}
	return out
}

// words lists the words of all lines but comments.
func words(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(line, "#") {
			out = append(out, strings.Fields(line)...)
		}
	}
	return out
}

// slotKind says what may stand in for a token.
type slotKind uint8

const (
	slotPerson slotKind = iota
	slotSurname
	slotPlace
	slotAdjective
)

// slot is a name in a sentence: tokens from..to (to exclusive).
type slot struct {
	kind     slotKind
	from, to int
}

// slots finds the names of a gold sentence that may be replaced.
func (n *renamer) slots(s *nlp.Sentence) []slot {
	var out []slot
	children := make([][]int, len(s.Tokens))
	for i, t := range s.Tokens {
		if t.Head >= 0 {
			children[t.Head] = append(children[t.Head], i)
		}
	}
	for i, t := range s.Tokens {
		if slices.Contains(n.adjectives, t.Form) && t.UPOS == "ADJ" {
			out = append(out, slot{slotAdjective, i, i + 1})
		}
		if !isPlainName(t) || t.Deprel == "flat" || t.Deprel == "compound" {
			continue
		}
		end, placed, alone := i+1, false, true
		for _, c := range children[i] {
			switch d := s.Tokens[c]; d.Deprel {
			case "flat":
				if c == end && isNamePart(d) {
					end++
				} else {
					alone, end = false, 0
				}
			case "case":
				placed = d.Lemma == "in" || d.Lemma == "to" || d.Lemma == "from" || d.Lemma == "at"
			case "compound", "amod", "det":
				alone = false
			}
		}
		switch {
		case end > i+1 && !isPlaceStart(t.Form):
			out = append(out, slot{slotPerson, i, end})
		case end == i+1 && alone && placed:
			out = append(out, slot{slotPlace, i, end})
		case end == i+1 && alone && (t.Deprel == "nsubj" || t.Deprel == "nmod:poss"):
			out = append(out, slot{slotSurname, i, end})
		}
	}
	return out
}

// isPlainName accepts capitalised names of letters other than days and months.
func isPlainName(t nlp.Token) bool {
	return t.XPOS == "NNP" && t.UPOS == "PROPN" && len(t.Form) > 2 && isCapitalised(t.Form) && !isCalendar(t.Form)
}

// isNamePart accepts what may follow in a name: a plain name or an initial.
func isNamePart(t nlp.Token) bool {
	return t.XPOS == "NNP" && (isCapitalised(t.Form) || len(t.Form) == 2 && t.Form[1] == '.')
}

func isCapitalised(s string) bool {
	first, size := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(first) {
		return false
	}
	for _, r := range s[size:] {
		if !unicode.IsLower(r) {
			return false
		}
	}
	return true
}

func isCalendar(s string) bool {
	switch s {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec":
		return true
	}
	return false
}

// isPlaceStart names first words of places that the treebanks join by flat.
func isPlaceStart(s string) bool {
	switch s {
	case "New", "Los", "Las", "San", "Santa", "United", "Hong", "Saudi", "Sri", "South", "North", "West", "East", "Puerto", "Costa", "Abu", "Tel", "Kuala", "Buenos", "Rio", "Cape", "Fort", "Port", "Mount", "Lake", "Mr", "Mrs", "Ms", "Dr":
		return true
	}
	return false
}

// rename replaces some of the slots of a sentence's forms in place.
func (n *renamer) rename(forms []string, slots []slot, rng *random) {
	for _, s := range slots {
		draw := rng.unit()
		switch s.kind {
		case slotPerson:
			if draw < chancePerson {
				n.person(forms[s.from:s.to], rng)
			}
		case slotSurname:
			if draw < chanceSurname {
				r := pick(n.regions, rng)
				forms[s.from] = pick(r.family, rng)
			}
		case slotPlace:
			if draw < chancePlace {
				forms[s.from] = pick(n.places, rng)
			}
		case slotAdjective:
			if draw < chanceAdjective {
				forms[s.from] = pick(n.adjectives, rng)
			}
		}
	}
}

// person fills the parts of one name; initials stay.
func (n *renamer) person(parts []string, rng *random) {
	r := pick(n.regions, rng)
	first, rest := r.given, r.family
	if r.familyFirst {
		first, rest = rest, first
	}
	for i := range parts {
		switch {
		case len(parts[i]) == 2:
		case i == 0:
			parts[i] = pick(first, rng)
		case i == len(parts)-1:
			parts[i] = pick(rest, rng)
		default:
			parts[i] = pick(r.given, rng)
		}
	}
}

func pick[T any](list []T, rng *random) T { return list[rng.next()%uint64(len(list))] }
