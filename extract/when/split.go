package when

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// split cuts a line into words and punctuation, enough to find dates in text
// that has not been analysed. The words have no tags; offsets are bytes.
func split(line string) []Word {
	var out []Word
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		switch {
		case unicode.IsSpace(r): // a no-break space is one
			i += size
			continue
		case wordRune(r):
			n := wordLen(line[i:])
			out = append(out, Word{Text: line[i : i+n], Start: i, End: i + n})
			i += n
		default:
			out = append(out, Word{Text: line[i : i+size], Start: i, End: i + size})
			i += size
		}
	}
	return out
}

// wordRune says whether r is part of words.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// wordLen is the length of the word that s begins with. Hyphens, slashes, full
// stops and apostrophes belong to it between letters or digits, and the full
// stop after the abbreviation of a month or weekday; of a time stamp
// ("2017-08-06T09:30") it takes the date.
func wordLen(s string) int {
	if len(s) > 10 && s[10] == 'T' && shaped(s[:10]) {
		return 10
	}
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !wordRune(r) && !(joins(r) && n+size < len(s) && wordRune(first(s[n+size:]))) {
			break
		}
		n += size
	}
	if n < len(s) && s[n] == '.' && n <= 5 {
		low := strings.ToLower(s[:n])
		if _, short, _ := weekdayOf(low); short || shortMonth(low) {
			n++
		}
	}
	return n
}

// joins says whether r can stand inside a word.
func joins(r rune) bool {
	switch r {
	case '-', '–', '/', '.', '\'', '’':
		return true
	}
	return false
}

// first is the first rune of s.
func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
