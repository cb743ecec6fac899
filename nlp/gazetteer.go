package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// NameList is a Gazetteer made from lists of names. Fill it before use; it may
// then be used by many goroutines.
type NameList struct {
	names   map[string]Mark // words joined by spaces -> begin marks
	longest int
}

// Add enters a name under one of the labels PER, LOC and ORG; other labels are
// left out. Names in small letters and single letters are left out.
func (l *NameList) Add(name, label string) {
	mark := map[string]Mark{"PER": MarkBeginPER, "LOC": MarkBeginLOC, "ORG": MarkBeginORG}[label]
	words := wordsOf(name)
	if len(words) > 0 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	if mark == 0 || len(words) == 0 || !capital(words[0]) || len(words) == 1 && len(words[0]) < 2 {
		return
	}
	if l.names == nil {
		l.names = map[string]Mark{}
	}
	l.longest = max(l.longest, len(words))
	l.names[strings.Join(words, " ")] |= mark
}

// wordsOf cuts a name as a text is cut.
func wordsOf(name string) []string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) }) {
		return strings.Fields(name) // nothing to cut but spaces
	}
	var words []string
	for _, s := range Split(name).Sentences {
		for _, t := range s.Tokens {
			words = append(words, t.Form)
		}
	}
	return words
}

// Mark implements Gazetteer: the longest names first, from left to right.
func (l *NameList) Mark(forms []string, marks []Mark) {
	for i := 0; i < len(forms); {
		i += l.markAt(forms[i:], marks[i:])
	}
}

func (l *NameList) markAt(forms []string, marks []Mark) int {
	if !capital(forms[0]) {
		return 1
	}
	for size := min(l.longest, len(forms)); size > 0; size-- {
		found := l.names[join(forms[:size])]
		if found == 0 {
			continue
		}
		marks[0] = found
		for i := 1; i < size; i++ {
			marks[i] = found << 1
		}
		return size
	}
	return 1
}

func join(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words, " ")
}

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}
