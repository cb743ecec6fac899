package eval

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words levels a name for comparison: accents, case and "U.S."/"US",
// "U.N."/"UN", "U.K."/"UK" go; articles and small prepositions are left out.
func words(name string) []string {
	text := strings.ReplaceAll(withoutMarks(name), "_", " ")
	text = dotted.Replace(strings.ToLower(text))
	var out []string
	for _, w := range strings.FieldsFunc(spellOut(text), func(r rune) bool { return !isWordRune(r) && r != '-' }) {
		if !isStopWord(w) {
			out = append(out, w)
		}
	}
	return out
}

var dotted = strings.NewReplacer("u.s.", "us", "u.n.", "un", "u.k.", "uk")

func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if norm.NFKD.PropertiesString(string(r)).CCC() != 0 {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

// spellOut writes the short names of states and of the United Nations in full,
// also before a hyphen ("us-led").
func spellOut(text string) string {
	var out strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !isWordRune(r) })
		if end < 0 {
			end = len(text)
		}
		switch word := text[:end]; word {
		case "us":
			out.WriteString("united states")
		case "un":
			out.WriteString("united nations")
		case "uk":
			out.WriteString("united kingdom")
		default:
			out.WriteString(word)
		}
		text = text[end:]
		gap := strings.IndexFunc(text, isWordRune)
		if gap < 0 {
			gap = len(text)
		}
		out.WriteString(text[:gap])
		text = text[gap:]
	}
	return out.String()
}

func isStopWord(w string) bool {
	switch w {
	case "the", "a", "an", "of", "and", "for", "in", "on", "to", "its", "his", "her", "their", "s":
		return true
	}
	return false
}

// overlap counts the distinct words that two names share and have together.
func overlap(a, b []string) (shared, union int) {
	set := map[string]int{}
	for _, w := range a {
		set[w] |= 1
	}
	for _, w := range b {
		set[w] |= 2
	}
	for _, side := range set {
		if side == 3 {
			shared++
		}
	}
	return shared, len(set)
}

func sameWords(a, b string) bool {
	shared, union := overlap(words(a), words(b))
	return shared == union
}

// within says whether every word of a stands in b.
func within(a, b []string) bool {
	shared, _ := overlap(a, b)
	own, _ := overlap(a, a)
	return shared == own
}

// sameName says whether two names are the same: the same words, half of the
// words, or one within the other with the same last word.
func sameName(p, g string) bool {
	a, b := words(p), words(g)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	if shared, union := overlap(a, b); 2*shared >= union {
		return true
	}
	return a[len(a)-1] == b[len(b)-1] && (within(a, b) || within(b, a))
}

// sameEntity compares a prediction with gold. States that differ rule a match
// out; loosely, another name of the same state will do.
func sameEntity(p, g GoldEntity, loosely bool) bool {
	agree := p.State == "" || g.State == "" || sameWords(p.State, g.State)
	if agree && sameName(p.Name, g.Name) {
		return true
	}
	if !loosely {
		return false
	}
	same := func(a, b string) bool { return a != "" && b != "" && sameWords(a, b) }
	return same(p.Name, g.State) || same(p.State, g.Name) || same(p.State, g.State)
}
