package nlp

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenize cuts text[start:end], one sentence, into tokens as the UD English
// treebanks do: punctuation and clitics apart, most hyphenated words in parts.
func tokenize(text string, start, end int) []Token {
	z := &tokenizer{text: text}
	last := strings.TrimRightFunc(text[start:end], func(r rune) bool { return isSpace(r) || isCloser(r) })
	z.last = start + len(last)
	for at := start; at < end; {
		r, size := utf8.DecodeRuneInString(text[at:end])
		if isSpace(r) {
			at += size
			continue
		}
		stop := at + size
		for stop < end {
			r, size = utf8.DecodeRuneInString(text[stop:end])
			if isSpace(r) {
				break
			}
			stop += size
		}
		z.chunk(at, stop)
		at = stop
	}
	return z.out
}

type tokenizer struct {
	text string
	last int // where the closing quotes, brackets and space of the sentence begin
	out  []Token
}

func (z *tokenizer) add(start, end int) {
	if start >= end {
		return
	}
	form := strings.TrimSpace(Normal(z.text[start:end]))
	if form == "" {
		form = z.text[start:end]
	}
	z.out = append(z.out, Token{Start: start, End: end, Form: form, Head: -1})
}

// address matches web and mail addresses and account names, which stay whole.
var address = regexp.MustCompile(`^((https?|ftp)://\S+|www\.\S+|[\w.+-]+@[\w-]+(\.[\w-]+)+|@\w+|[\w-]+(\.[\w-]+)*\.(com|org|net|gov|edu|info|int|ru|cn|uk|eu|de|fr|jp)(/\S*)?)$`)

// chunk cuts a run without spaces: leading punctuation, trailing punctuation,
// and the core between them.
func (z *tokenizer) chunk(start, end int) {
	for start < end {
		n := leading(z.text[start:end])
		if n == 0 {
			break
		}
		z.add(start, start+n)
		start += n
	}
	core := end
	var tail [][2]int
	for start < core {
		n := trailing(z.text[start:core], core >= z.last)
		if n == 0 || start+n == core && len(z.text[start:core]) > n {
			break
		}
		tail = append(tail, [2]int{core - n, core})
		core -= n
	}
	if address.MatchString(z.text[start:core]) {
		z.add(start, core)
	} else {
		z.core(start, core)
	}
	for i := len(tail) - 1; i >= 0; i-- {
		z.add(tail[i][0], tail[i][1])
	}
}

// leading is the length of a token of punctuation or currency at the start.
func leading(s string) int {
	if n := dots(s); n > 0 {
		return n
	}
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == '\'' || r == '’' || r == '‘':
		if isElision(s[size:]) {
			return 0
		}
		return size
	case r == '-' && len(s) > 1 && s[1] >= '0' && s[1] <= '9':
		return 0 // a negative number
	case strings.HasPrefix(s, "--"):
		return len(s) - len(strings.TrimLeft(s, "-"))
	case r == '#' || r == '@' || r == '+' || r == '_' || r == '.':
		if len(s) > size && isLetterOrDigit(rune1(s[size:])) {
			return 0
		}
		return size
	case isMark(r):
		return run(s)
	}
	return 0
}

// run is the length of the marks at the start of s that make one token: "?!",
// "!!!", "***", "===". Other marks stand alone.
func run(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	for n < len(s) && joinsRun(first, s[n]) {
		n++
	}
	return n
}

func joinsRun(first rune, next byte) bool {
	if first == '!' || first == '?' {
		return next == '!' || next == '?'
	}
	return rune(next) == first && strings.ContainsRune("*=~$", first)
}

// isMark says whether a character is a token of its own at the edge of a word.
func isMark(r rune) bool {
	return unicode.IsPunct(r) && r != '#' && r != '@' && r != '_' && r != '&' || unicode.IsSymbol(r)
}

// dots is the length of an ellipsis at the start of s.
func dots(s string) int {
	if strings.HasPrefix(s, "…") {
		return len("…")
	}
	n := len(s) - len(strings.TrimLeft(s, "."))
	if n >= 2 {
		return n
	}
	return 0
}

// isElision matches what follows an apostrophe that belongs to the word: 'em,
// 'til, '90s, and clitics cut from their word.
func isElision(s string) bool {
	word := strings.TrimRight(s[:min(len(s), maxWord)], ".,;:!?")
	switch strings.ToLower(word) {
	case "em", "til", "cause", "tis", "twas", "s", "re", "ve", "ll", "d", "m", "n":
		return true
	}
	return len(s) >= 2 && s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9'
}

// trailing is the length of a token of punctuation at the end of s. final says
// that the sentence ends there.
func trailing(s string, final bool) int {
	r, size := utf8.DecodeLastRuneInString(s)
	if strings.HasSuffix(s, "…") {
		return len("…")
	}
	if n := len(s) - len(strings.TrimRight(s, ".")); n >= 2 {
		if isAcronym(s[:len(s)-n+1]) {
			return n - 1
		}
		return n
	}
	switch {
	case r == '.':
		if keepsStop(s, final) {
			return 0
		}
		return 1
	case strings.HasSuffix(s, "--"):
		return len(s) - len(strings.TrimRight(s, "-"))
	case r == '#' || r == '+' || r == '_' || r == '@' || r == '&' || r == '$':
		return 0
	case r == '/' && strings.Contains(s, "://"):
		return 0
	case isMark(r):
		n := size
		for n < len(s) && joinsRun(rune(s[len(s)-n-1]), s[len(s)-n]) {
			n++
		}
		return n
	}
	return 0
}

// keepsStop says whether the full stop at the end of s belongs to the word.
func keepsStop(s string, final bool) bool {
	if i := strings.LastIndexAny(s, "-–—/(["); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
	}
	if isAcronym(s) || isKnownAbbreviation(s) && !(final && abbreviation(strings.ToLower(s[:len(s)-1])) == beforeNumber) {
		return true
	}
	return isInitial(s) && !final
}

// numberGroups matches telephone numbers and dates in digits, which stay whole.
var numberGroups = regexp.MustCompile(`^\d+(-\d+){2,}$`)

// core cuts a run that neither begins nor ends with punctuation at inner
// brackets, quotes, dashes, slashes, commas and hyphens.
func (z *tokenizer) core(start, end int) {
	if numberGroups.MatchString(z.text[start:end]) {
		z.add(start, end)
		return
	}
	from := start
	for at := start; at < end; {
		n := z.separator(from, at, end)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(z.text[at:end])
			at += n
			continue
		}
		z.word(from, at)
		z.add(at, at+n)
		at += n
		from = at
	}
	if i := strings.IndexByte(z.text[from:end], '$'); i > 0 && i+1 < end-from {
		z.word(from, from+i+1) // "US$" of "US$5"
		from += i + 1
	}
	z.word(from, end)
}

// separator is the length of a separating token at the byte at, or 0.
func (z *tokenizer) separator(from, at, end int) int {
	s := z.text[at:end]
	r, size := utf8.DecodeRuneInString(s)
	if r < utf8.RuneSelf && isPlain(byte(r)) {
		return 0
	}
	if n := dots(s); n > 0 && n < len(s) && at > from && !(r == '.' && isAcronym(z.text[from:at+1])) {
		return n
	}
	if at == from {
		if isMark(r) && r != '-' && r != '\'' && r != '’' && r != '.' {
			return size
		}
		return 0
	}
	before, _ := utf8.DecodeLastRuneInString(z.text[from:at])
	after := rune1(z.text[at+size : end])
	switch {
	case strings.HasPrefix(s, "--"):
		return len(s) - len(strings.TrimLeft(s, "-"))
	case strings.ContainsRune("—–()[]{}\"“”„«»<>=|~", r):
		return size
	case strings.ContainsRune("/,;:!?", r):
		if unicode.IsLetter(before) && unicode.IsLetter(after) || r != ':' && r != ',' && r != '/' || unicode.IsLetter(before) != unicode.IsLetter(after) && r != '/' && r != ':' {
			return size
		}
	case r == '-':
		if splitsHyphen(z.text[from:at], hyphenated(z.text[at+size:end])) {
			return size
		}
	case r == '%' || r == '°' || r == '€' || r == '£':
		return size
	}
	return 0
}

func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// hyphenated is the part of s up to the next hyphen, dash or slash.
func hyphenated(s string) string {
	if i := strings.IndexAny(s, "-/—–,"); i >= 0 {
		return s[:i]
	}
	return s
}

// splitsHyphen decides whether "left-right" is three tokens, as in
// "Moscow - based". Kept whole are words with the prefixes that EWT and GUM
// keep whole ("anti-missile"), phone numbers, and East Asian given names
// ("Jae-in"), which GUM keeps whole.
func splitsHyphen(left, right string) bool {
	if left == "" || right == "" {
		return false
	}
	if isNumber(left) && isNumber(right) {
		return len(left) < 3 || len(left) == len(right)
	}
	if isHyphenPrefix(strings.ToLower(left)) && unicode.IsLetter(rune1(right)) && !isAcronymBefore(left, right) || left == "mid" {
		return false
	}
	return !isGivenName(left, right)
}

// isAcronymBefore tells the UN of "UN-brokered" from the prefix of "un-American" and
// from that of a headline in capitals.
func isAcronymBefore(left, right string) bool {
	return len(left) > 1 && left == strings.ToUpper(left) && unicode.IsLower(rune1(right))
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// isHyphenPrefix lists prefixes that the treebanks keep joined to their word at
// least twice as often as not.
func isHyphenPrefix(s string) bool {
	switch s {
	case "anti", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "mini", "multi", "non", "over", "post", "pre", "pro",
		"psycho", "quasi", "re", "semi", "socio", "sub", "super", "trans", "ultra", "un", "under", "micro", "macro", "geo", "extra", "infra":
		return true
	}
	return false
}

// isGivenName matches a capitalised syllable and a short one in small letters
// that is no common second part of a compound.
func isGivenName(left, right string) bool {
	first := rune1(left)
	if !unicode.IsUpper(first) || !allLower(left[utf8.RuneLen(first):]) || len(left) < 2 || len(left) > 6 || !allLower(right) || len(right) < 2 || len(right) > 5 {
		return false
	}
	switch right {
	case "based", "led", "born", "run", "made", "held", "owned", "style", "wide", "like", "old", "era", "term", "time", "level", "free", "rich", "range",
		"to", "in", "on", "off", "up", "out", "down", "over", "and", "or", "of", "by", "the", "only", "type", "day", "year", "year's", "month", "hour", "page", "ever", "minded",
		"backed", "armed", "built", "first", "class", "scale", "sized", "size", "line", "party", "state", "wing", "hit", "torn", "power", "site", "tech", "law", "wave", "east", "west", "north", "south",
		"ally", "aid", "bound", "ruled", "trade", "war", "gate", "proof", "ready", "race", "check", "turn", "speed", "set", "cost", "mail", "shirt", "ray", "rays", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "third", "fifth", "round", "way", "fire", "so", "called":
		return right == "in" && len(left) <= 3 && isEastAsianSyllable(left)
	}
	return hasVowel(left) && hasVowel(right)
}

// isEastAsianSyllable names the syllables before "-in" seen in Korean names, so
// that "Jae-in" is whole and "Sit-in" is not.
func isEastAsianSyllable(s string) bool {
	switch s {
	case "Jae", "Hye", "Yeo", "Seo", "Soo", "Su", "Ji", "Ha", "Da", "Hae", "Ye", "Yu", "Sei", "Dae", "Hee", "Min", "Jo":
		return true
	}
	return false
}

func hasVowel(s string) bool { return strings.ContainsAny(strings.ToLower(s), "aeiouy") }

// word cuts clitics off a word: do|n't, Kenya|'s, can|not, gon|na.
func (z *tokenizer) word(start, end int) {
	if start >= end {
		return
	}
	w := lowerASCII(z.text[start:end])
	var cuts []int
	for cut := clitic(w); cut > 0; cut = clitic(w[:cut]) {
		cuts = append(cuts, cut)
	}
	switch w {
	case "cannot", "gonna", "gotta", "wanna":
		cuts = append(cuts, 3)
	}
	for i := len(cuts) - 1; i >= 0; i-- {
		z.add(start, end-len(w)+cuts[i])
		start = end - len(w) + cuts[i]
	}
	z.add(start, end)
}

// lowerASCII lowers A to Z and keeps every other byte, so that offsets hold.
func lowerASCII(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for j := i; j < len(b); j++ {
				if 'A' <= b[j] && b[j] <= 'Z' {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// clitic is where the clitic at the end of a lower-case word begins, or 0.
func clitic(w string) int {
	const longest = len("’ll")
	from := max(0, len(w)-longest)
	for _, mark := range []string{"'", "’", "`"} {
		if i := from + strings.LastIndex(w[from:], mark); i > 0 && strings.HasPrefix(w[i:], mark) {
			switch w[i+len(mark):] {
			case "s", "re", "ve", "ll", "d", "m":
				return i
			case "t":
				if w[i-1] == 'n' && i > 1 {
					return i - 1
				}
			}
		}
	}
	return 0
}
