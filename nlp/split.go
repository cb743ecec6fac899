package nlp

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Split cuts text into blocks, sentences and tokens without tagging them. A
// first block that reads like a headline is a Title.
func Split(text string) *Document { return split(text, false) }

func split(text string, titled bool) *Document {
	doc := &Document{Text: text}
	for i, b := range blocks(text, titled) {
		for _, s := range sentences(text, b) {
			s.Block = i
			s.Tokens = tokenize(text, s.Start, s.End)
			if len(s.Tokens) > 0 {
				doc.Sentences = append(doc.Sentences, s)
			}
		}
	}
	return doc
}

// sentences cuts one block.
func sentences(text string, b block) []Sentence {
	whole := Sentence{Start: b.start, End: b.end, Kind: b.kind}
	if b.kind == Title || b.kind == Heading {
		return []Sentence{whole}
	}
	var out []Sentence
	start := b.start
	if n := datelineEnd(text[start:b.end]); n > 0 {
		out = append(out, Sentence{Start: start, End: start + n, Kind: Dateline})
		start += n
	}
	for at := start; at < b.end; {
		end, kind := boundary(text, start, at, b.end, b.kind)
		if end < 0 {
			at = afterStops(text, at, b.end)
			continue
		}
		out = appendSentence(out, text, start, end, kind)
		start, at = end, end
	}
	return appendSentence(out, text, start, b.end, b.kind)
}

func appendSentence(out []Sentence, text string, start, end int, kind BlockKind) []Sentence {
	start, end = trim(text, start, end)
	if start == end {
		return out
	}
	return append(out, Sentence{Start: start, End: end, Kind: kind})
}

// afterStops passes one character, or a whole run of final punctuation.
func afterStops(text string, at, limit int) int {
	_, size := utf8.DecodeRuneInString(text[at:limit])
	if !isStop(rune1(text[at:limit])) {
		return at + size
	}
	for at < limit && isStop(rune1(text[at:limit])) {
		_, size = utf8.DecodeRuneInString(text[at:limit])
		at += size
	}
	return at
}

func isStop(r rune) bool { return strings.ContainsRune(".!?…", r) }

// boundary decides whether a sentence that began at start ends with the
// punctuation at the byte at. It returns the end of the sentence, closing
// quotes included, or -1.
func boundary(text string, start, at, limit int, kind BlockKind) (int, BlockKind) {
	switch r, size := utf8.DecodeRuneInString(text[at:limit]); r {
	case '[', '(':
		if n := creditEnd(text[at:limit]); n > 0 && at > start {
			return at + n, Caption
		}
	case '.', '!', '?', '…', '。':
		if end := stop(text, start, at, at+size, limit); end > 0 {
			return end, kind
		}
	}
	return -1, kind
}

// stop decides on the final punctuation at at..next.
func stop(text string, start, at, next, limit int) int {
	first := text[at]
	for next < limit && isStop(rune1(text[next:limit])) {
		next += utf8.RuneLen(rune1(text[next:limit]))
	}
	end := skipClosers(text, next, limit)
	if end == limit {
		return -1 // the block ends here anyway
	}
	rest := strings.TrimLeftFunc(text[end:limit], isSpace)
	if len(rest) == limit-end {
		return gluedStop(text, start, at, next, end, limit)
	}
	if !opensSentence(rest) {
		return -1
	}
	if first == '.' && next == at+1 && end == next && !fullStopEnds(text[start:at], rest) {
		return -1
	}
	if end > next && (first == '?' || first == '!') && speakerFollows(rest) {
		return -1
	}
	return end
}

func rune1(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// skipClosers passes closing quotes and brackets, and a closing curly quote
// after one space ("so. ” He").
func skipClosers(text string, at, limit int) int {
	for at < limit {
		r, size := utf8.DecodeRuneInString(text[at:limit])
		if !isCloser(r) || r == '\'' && startsClitic(text[at+size:limit]) {
			break
		}
		if r == '"' && at+size < limit && isLetterOrDigit(rune1(text[at+size:limit])) && !unicode.IsUpper(rune1(text[at+size:limit])) {
			break
		}
		at += size
	}
	rest := strings.TrimLeftFunc(text[at:limit], isSpace)
	if r := rune1(rest); r == '”' && len(rest) < limit-at {
		at = limit - len(rest) + len("”")
	}
	return at + len(noteMarks.FindString(text[at:min(limit, at+maxWord)]))
}

// noteMarks matches the numbers of footnotes after a full stop: "[5] [6]".
var noteMarks = regexp.MustCompile(`^(\s?\[\d{1,3}\])+`)

func startsClitic(s string) bool {
	return strings.HasPrefix(s, "s ") || strings.HasPrefix(s, "s,")
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// opensSentence says whether s can begin a sentence: a capital, a digit, a
// letter of a script without case, after opening quotes or brackets.
func opensSentence(s string) bool {
	if name, ok := strings.CutPrefix(s, "al-"); ok {
		s = name // "al-Masri spoke."
	}
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if isOpener(r) || strings.ContainsRune("$€£—–-•*#@", r) {
			s = strings.TrimLeftFunc(s[size:], isSpace)
			continue
		}
		return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
	}
	return false
}

// fullStopEnds decides on a single full stop between before and rest, which
// opens like a sentence.
func fullStopEnds(before, rest string) bool {
	word := lastWord(before)
	next := firstWord(rest)
	starter := beginsSentences(next)
	digit := rest != "" && rest[0] >= '0' && rest[0] <= '9'
	if strings.TrimLeft(before, "([\"“ ") == word && isMarker(word) {
		return false // "1. Item"
	}
	if isInitial(word) {
		return starter && next != "A" && !strings.HasSuffix(before, ". "+word)
	}
	lower := strings.ToLower(word)
	kind := abbreviation(lower)
	if kind == noAbbrev && isAcronym(word) {
		kind = mayEnd
	}
	switch kind {
	case noAbbrev:
		return true
	case beforeName:
		return false
	case beforeNumber:
		return !digit && !(isKnownAbbreviation(word+".") && !starter)
	case mayEnd:
		if !isAcronym(word) && !isKnownAbbreviation(word+".") {
			return true // "sun", "wash", "miss" as words
		}
		return starter || rune1(rest) == '“' || rune1(rest) == '"'
	}
	return !digit // oftenEnds
}

// maxWord bounds how far the rules look for the edges of a word, in bytes.
const maxWord = 80

// lastWord is what stands before a full stop, back to a space, bracket, quote
// or dash.
func lastWord(s string) string {
	s = s[max(0, len(s)-maxWord):]
	i := strings.LastIndexFunc(s, func(r rune) bool {
		return isSpace(r) || isOpener(r) && r != '\'' || r == '—' || r == '–' || r == '/'
	})
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i+size:]
}

// firstWord is the letters at the beginning, after opening quotes.
func firstWord(s string) string {
	s = strings.TrimLeftFunc(s[:min(len(s), maxWord)], func(r rune) bool { return isOpener(r) || isSpace(r) })
	if i := strings.IndexFunc(s, notLetter); i >= 0 {
		return s[:i]
	}
	return s
}

// speakerFollows matches the words after a quoted question or exclamation that
// name its speaker: "said Perera", "Perera said", "Minister A. Perera asked".
func speakerFollows(rest string) bool {
	for i, word := range strings.Fields(rest[:min(len(rest), 120)]) {
		if isSpeechVerb(strings.TrimRight(word, ".,")) {
			return true
		}
		if i >= 5 || strings.ContainsAny(word, "?!:;\"“”") {
			return false
		}
	}
	return false
}

// gluedStop handles a stop without a space after it ("the border.The army"):
// between small letters and a capitalised word, and after closing quotes.
func gluedStop(text string, start, at, next, end, limit int) int {
	after := text[end:limit]
	r, size := utf8.DecodeRuneInString(after)
	if isOpener(r) && end == next {
		r, size = utf8.DecodeRuneInString(after[size:])
		after = after[utf8.RuneLen(rune1(after)):]
	}
	if !unicode.IsUpper(r) || size >= len(after) {
		return -1
	}
	follow := rune1(after[size:])
	if !unicode.IsLower(follow) && !isSpace(follow) {
		return -1
	}
	word := lastWord(text[start:at])
	if end > next {
		return end
	}
	if last, _ := utf8.DecodeLastRuneInString(text[start:at]); isCloser(last) {
		return end
	}
	if utf8.RuneCountInString(word) < 3 || strings.ContainsAny(word, ".@:/_") || !allLower(word[1:]) {
		return -1
	}
	if isKnownAbbreviation(word+".") || strings.Contains(firstChunk(after), ".") && !endsSentence(firstChunk(after)) {
		return -1
	}
	return end
}

func firstChunk(s string) string {
	s = s[:min(len(s), maxWord)]
	if i := strings.IndexFunc(s, isSpace); i >= 0 {
		return s[:i]
	}
	return s
}

func allLower(s string) bool {
	for _, r := range s {
		if !unicode.IsLower(r) && r != '-' && r != '\'' && r != '’' {
			return false
		}
	}
	return true
}
