package when

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexeme is a piece of a word: tokenisers differ on "mid-2014", "2017-08-06",
// "06/08/2017", "Aug." and "Monday's", so words are cut at hyphens, slashes and
// before a possessive, and the grammar sees one form.
type lexeme struct {
	low         string // lower case, without the full stop of an abbreviation
	tag         string
	word        int  // index of the word
	first, last bool // at the word's ends
	upper       bool // begins with a capital
	num         int  // value of a figure, else -1
	width       int  // its number of digits
	ord         int  // "6th", "sixth": 6, else 0
	start       bool // an expression can begin here
}

// lex cuts words into lexemes.
func lex(words []Word) []lexeme {
	out := make([]lexeme, 0, len(words)+4)
	for i, w := range words {
		n := len(out)
		out = cut(out, w, i)
		if len(out) > n {
			out[n].first, out[len(out)-1].last = true, true
		}
	}
	return out
}

// cut appends the lexemes of one word.
func cut(out []lexeme, w Word, index int) []lexeme {
	text, start := w.Text, 0
	numeric := text != "" && text[0] <= '9' && strings.Trim(text, "0123456789.") == "" && strings.Count(text, ".") == 2
	for i, r := range text {
		size := utf8.RuneLen(r)
		if size < 0 || r == utf8.RuneError {
			size = 1
		}
		switch {
		case r == '-', r == '–', r == '—', r == '‑', r == '−', r == '/', r == '.' && numeric:
			out = add(out, text[start:i], w.Tag, index)
			sep := "-"
			if r == '/' || r == '.' {
				sep = string(r)
			}
			out = append(out, lexeme{low: sep, tag: w.Tag, word: index, num: -1})
			start = i + size
		case (r == '\'' || r == '’') && i > start:
			out = add(out, text[start:i], w.Tag, index)
			start = i
		}
	}
	return add(out, text[start:], w.Tag, index)
}

// add appends a lexeme for s, unless it is empty.
func add(out []lexeme, s, tag string, index int) []lexeme {
	if s == "" {
		return out
	}
	r, _ := utf8.DecodeRuneInString(s)
	l := lexeme{low: s, tag: tag, word: index, num: digits(s), width: len(s), upper: unicode.IsUpper(r)}
	if l.num < 0 {
		l.low = strings.ReplaceAll(strings.ToLower(s), "’", "'")
		if n := len(l.low); n > 2 && l.low[n-1] == '.' {
			l.low = l.low[:n-1]
		}
		l.num = grouped(l.low)
	}
	l.ord = ordinal(l.low)
	l.start = l.starts()
	return append(out, l)
}

// starts says whether any rule can match at the lexeme.
func (l lexeme) starts() bool {
	if l.num >= 0 || l.ord > 0 || l.low[0] == '\'' || l.low[0] >= '0' && l.low[0] <= '9' || startWord(l.low) || vagueTime(l.low) || weekdayPlural(l.low) {
		return true
	}
	_, month := monthOf(l.low)
	_, _, day := weekdayOf(l.low)
	_, season := seasonOf(l.low)
	_, cardinal := cardinalOf(l.low)
	u, _ := unitOf(l.low)
	always, byTag := often(l.low)
	return month || day || season || cardinal || u != noUnit || always || byTag || len(l.low) == 2 && l.low[0] == 'q'
}

// grouped reads "1,000"; -1 for anything else.
func grouped(s string) int {
	a, b, ok := strings.Cut(s, ",")
	if !ok || len(b) != 3 || len(a) > 3 {
		return -1
	}
	return digits(a + b)
}

// ordinal reads "6th", "1st" and the ordinal words.
func ordinal(s string) int {
	if n := len(s); n > 2 && n < 6 {
		switch s[n-2:] {
		case "st", "nd", "rd", "th":
			if d := digits(s[:n-2]); d > 0 {
				return d
			}
		}
	}
	d, _ := ordinalOf(s)
	return d
}

// isYear says whether a lexeme can be a year: four digits, 1000 to 2199.
func (l lexeme) isYear() bool { return l.width == 4 && l.num >= 1000 && l.num < 2200 }

// isDay says whether a figure can be a day of a month.
func (l lexeme) isDay() bool { return l.num >= 1 && l.num <= 31 && l.width <= 2 }

// verbal says whether the tag is a verb's, so that "march", "may", "sat" and
// "fall" are no dates.
func (l lexeme) verbal() bool {
	return strings.HasPrefix(l.tag, "VB") || l.tag == "MD" || l.tag == "VERB" || l.tag == "AUX"
}

// proper says whether the word is tagged as a name, or untagged with a capital.
func (l lexeme) proper() bool {
	return strings.HasPrefix(l.tag, "NNP") || l.tag == "PROPN" || l.tag == "" && l.upper
}

// letters says whether the lexeme is a word.
func (l lexeme) letters() bool {
	r, _ := utf8.DecodeRuneInString(l.low)
	return unicode.IsLetter(r)
}

// nominal says whether the word can be, or begin, the noun phrase that a date
// before it modifies.
func (l lexeme) nominal() bool {
	if !l.letters() {
		return false
	}
	switch l.tag {
	case "":
		return !functionWord(l.low) && unitless(l.low)
	case "JJ", "NN", "NNS", "NNP", "NNPS", "NOUN", "PROPN", "ADJ", "VBN", "VBG":
		return unitless(l.low)
	}
	return false
}

// unitless says whether w is no word of time itself.
func unitless(w string) bool {
	_, _, day := weekdayOf(w)
	_, month := monthOf(w)
	switch w {
	case "ago", "later", "earlier", "local", "evening", "morning", "afternoon", "night", "gmt", "utc", "today", "yesterday", "tomorrow", "last", "next":
		return false
	}
	return !day && !month
}
