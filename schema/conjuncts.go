package schema

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Conjuncts splits the compound actor of which a phrase is all or a part: every
// actor of the list in which it stands in the text, in their order there, each
// with the titles and the noun that it shares ("Russian and Belorussian
// soldiers" are Russian soldiers and Belorussian soldiers). A phrase that stands
// in no list, or not in the text, is one actor.
func (w *World) Conjuncts(text, phrase string) []string {
	l := &wordList{w: w, words: listWords.FindAllString(text, -1)}
	want := listWords.FindAllString(phrase, -1)
	at := -1
	for i := 0; i+len(want) <= len(l.words) && len(want) > 0; i++ {
		if slices.Equal(l.words[i:i+len(want)], want) {
			at = i
			break
		}
	}
	if at < 0 {
		return []string{phrase}
	}
	units := l.around(at)
	if len(units) < 2 {
		return []string{phrase}
	}
	return l.shared(units)
}

var listWords = regexp.MustCompile(`[\pL\pN][\pL\pN.'’-]*|,`)

// wordList is a text in words and commas.
type wordList struct {
	w     *World
	words []string
}

// unit is one actor of a list: words [from, to).
type unit struct{ from, to int }

// around finds the list in which word i stands, from its first actor to its
// last; it has to join its last by "and" or "or".
func (l *wordList) around(i int) []unit {
	first := l.unitAt(i)
	units := []unit{first}
	for {
		k, _ := l.join(units[len(units)-1].to)
		if k < 0 || !l.capital(k) {
			break
		}
		units = append(units, l.unitAt(k))
	}
	for {
		k := l.joinBefore(units[0].from)
		if k < 0 || !l.capital(k) {
			break
		}
		units = slices.Insert(units, 0, l.unitAt(k))
	}
	for n := len(units) - 1; n > 0; n-- { // what follows a comma after the last "and" is no more of it
		if _, and := l.join(units[n-1].to); and {
			return units[:n+1]
		}
	}
	return nil
}

// unitAt is the run of capitalised words about word i, with a common noun for
// people or bodies after it.
func (l *wordList) unitAt(i int) unit {
	u := unit{i, i}
	for u.from > 0 && l.capital(u.from-1) {
		u.from--
	}
	for u.to < len(l.words) && l.capital(u.to) {
		u.to++
	}
	if u.to < len(l.words) && (l.w.sectors[l.words[u.to]] != "" || l.w.sectors[singular(l.words[u.to])] != "") {
		u.to++
	}
	if u.to == i {
		u.to++
	}
	return u
}

func (l *wordList) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(l.words[i])
	return unicode.IsUpper(r) && (i > 0 || l.w.names().names[FoldName(l.words[i])] != nil || i+1 < len(l.words) && unicode.IsUpper([]rune(l.words[i+1])[0]))
}

// join is the word after a comma, "and", "or", or both at i; and says whether
// it was not only a comma.
func (l *wordList) join(i int) (next int, and bool) {
	next = i
	if next < len(l.words) && l.words[next] == "," {
		next++
	}
	if next < len(l.words) && (l.words[next] == "and" || l.words[next] == "or") {
		next, and = next+1, true
	}
	if next == i {
		return -1, false
	}
	if next < len(l.words) && l.words[next] == "the" {
		next++
	}
	if next >= len(l.words) {
		return -1, and
	}
	return next, and
}

// joinBefore is the last word before a joint that ends at i.
func (l *wordList) joinBefore(i int) int {
	k := i - 1
	if k >= 0 && l.words[k] == "the" {
		k--
	}
	joint := k
	if k >= 0 && (l.words[k] == "and" || l.words[k] == "or") {
		k--
	}
	if k >= 0 && l.words[k] == "," {
		k--
	}
	if k == joint {
		return -1
	}
	return k
}

// shared writes the actors out; a noun after the last is that of bare
// adjectives before it too.
func (l *wordList) shared(units []unit) []string {
	last := units[len(units)-1]
	noun := ""
	if r, _ := utf8.DecodeRuneInString(l.words[last.to-1]); unicode.IsLower(r) && last.to-last.from > 1 {
		noun = " " + l.words[last.to-1]
	}
	out := make([]string, len(units))
	for n, u := range units {
		out[n] = strings.Join(l.words[u.from:u.to], " ")
		if n < len(units)-1 && noun != "" && u.to-u.from == 1 && l.demonym(out[n]) {
			out[n] += noun
		}
	}
	return out
}

func (l *wordList) demonym(word string) bool {
	return slices.ContainsFunc(l.w.names().names[FoldName(word)], func(n named) bool { return n.as == "demonym" }) || strings.HasSuffix(word, "ian")
}
