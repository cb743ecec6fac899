package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is one paragraph, headline or list item: a run of bytes of the text
// without surrounding space. Lines that were wrapped by hand are one block.
type block struct {
	start, end int
	kind       BlockKind
}

// line is one line of text without surrounding space.
type line struct {
	start, end int
	gap        bool // an empty line stands before it
}

// Bounds of hand-wrapped text, in characters: mail and agency text is wrapped
// at 60 to 80 columns; longer longest lines are whole paragraphs.
const (
	minWrap = 45
	maxWrap = 100
)

// Longest headline and longest heading, in characters. Agency headlines run to
// about 120; headings inside an article are shorter.
const (
	maxTitle   = 200
	maxHeading = 80
)

// blocks cuts text into blocks. titled says that the first block is a headline
// whatever it looks like.
func blocks(text string, titled bool) []block {
	var out []block
	lines := splitLines(text)
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && !lines[to].gap {
			to++
		}
		out = append(out, joinWrapped(text, lines[from:to])...)
		from = to
	}
	for i := range out {
		out[i].kind = blockKind(text, out, i, titled)
		if out[i].kind == Item {
			out[i].start += bullet(text[out[i].start:out[i].end])
		}
	}
	return out
}

// splitLines lists the non-empty lines.
func splitLines(text string) []line {
	var out []line
	gap := false
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		start, stop := trim(text, at, end)
		if start == stop {
			gap = true
		} else {
			out = append(out, line{start, stop, gap})
			gap = false
		}
		at = next
	}
	return out
}

// lineEnd finds the end of the line that begins at the given byte and the
// beginning of the next.
func lineEnd(text string, at int) (end, next int) {
	i := strings.IndexAny(text[at:], "\n\r\u2028\u2029\f\v")
	if i < 0 {
		return len(text), len(text)
	}
	end = at + i
	if strings.HasPrefix(text[end:], "\r\n") {
		return end, end + 2
	}
	_, size := utf8.DecodeRuneInString(text[end:])
	return end, end + size
}

// trim narrows start..end to what is not space.
func trim(text string, start, end int) (int, int) {
	for start < end {
		r, size := utf8.DecodeRuneInString(text[start:end])
		if !isSpace(r) {
			break
		}
		start += size
	}
	for start < end {
		r, size := utf8.DecodeLastRuneInString(text[start:end])
		if !isSpace(r) {
			break
		}
		end -= size
	}
	return start, end
}

// isSpace counts zero-width spaces and byte order marks as space.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060'
}

// joinWrapped makes blocks of a run of lines without empty lines between them.
func joinWrapped(text string, lines []line) []block {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(text[l.start:l.end]))
	}
	wrapped := width >= minWrap && width <= maxWrap && mostlyWrapped(text, lines, width)
	out := []block{{start: lines[0].start, end: lines[0].end}}
	for i := 1; i < len(lines); i++ {
		last := &out[len(out)-1]
		if continues(text, lines[i-1], lines[i], width, wrapped) {
			last.end = lines[i].end
			continue
		}
		out = append(out, block{start: lines[i].start, end: lines[i].end})
	}
	return out
}

// mostlyWrapped says whether at least six lines in ten were broken because the
// next word would not have fitted.
func mostlyWrapped(text string, lines []line, width int) bool {
	full := 0
	for i := 1; i < len(lines); i++ {
		full += boolInt(isFull(text, lines[i-1], lines[i], width))
	}
	return full > 0 && full*10 >= (len(lines)-1)*6
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isFull says whether the first word of b would not have fitted on a, give or
// take three characters of ragged margin.
func isFull(text string, a, b line, width int) bool {
	word := text[b.start:b.end]
	if i := strings.IndexFunc(word, isSpace); i > 0 {
		word = word[:i]
	}
	return utf8.RuneCountInString(text[a.start:a.end])+1+utf8.RuneCountInString(word) > width-3
}

// continues says whether line b goes on with the paragraph of line a.
func continues(text string, a, b line, width int, wrapped bool) bool {
	before, after := text[a.start:a.end], text[b.start:b.end]
	if bullet(after) > 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(after)
	switch {
	case !endsSentence(before) && unicode.IsLower(first):
		return true
	case !wrapped:
		return false
	}
	return isFull(text, a, b, width)
}

// endsSentence says whether a line ends with final punctuation, closing quotes
// and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, isCloser)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:…", r)
}

func isCloser(r rune) bool { return strings.ContainsRune("\"'”’»)]}", r) }

func isOpener(r rune) bool { return strings.ContainsRune("\"'“‘„«([{", r) }

// bullet is the length of a list marker with the space after it, or 0:
// "• ", "- ", "3) ", "(b) ".
func bullet(s string) int {
	i := strings.IndexFunc(s, isSpace)
	if i <= 0 || i > 4 {
		return 0
	}
	mark := s[:i]
	rest := strings.TrimLeftFunc(s[i:], isSpace)
	if rest == "" {
		return 0
	}
	switch mark {
	case "•", "·", "▪", "‣", "◦", "●", "■", "*", "-", "–", "—", "+", "»":
		return len(s) - len(rest)
	}
	inner := strings.TrimLeft(mark, "(")
	if len(inner) < 2 {
		return 0
	}
	end := inner[len(inner)-1:]
	inner = inner[:len(inner)-1]
	if (end == "." || end == ")") && isMarker(inner) && (end == ")" || inner[0] <= '9') {
		return len(s) - len(rest)
	}
	return 0
}

// isMarker accepts one or two digits or one small letter.
func isMarker(s string) bool {
	if len(s) == 1 && 'a' <= s[0] && s[0] <= 'z' {
		return true
	}
	return (len(s) == 1 || len(s) == 2) && strings.Trim(s, "0123456789") == ""
}

// blockKind classifies block i of all.
func blockKind(text string, all []block, i int, titled bool) BlockKind {
	s := text[all[i].start:all[i].end]
	size := utf8.RuneCountInString(s)
	switch {
	case i == 0 && titled:
		return Title
	case bullet(s) > 0:
		return Item
	case isCaptionBlock(s):
		return Caption
	case i == 0 && len(all) > 1 && size <= maxTitle && looksLikeTitle(s, text[all[1].start:all[1].end]):
		return Title
	case i > 0 && size <= maxHeading && !endsSentence(s):
		return Heading
	}
	return Body
}

// looksLikeTitle says whether a first block reads like a headline above the
// next block: no final stop, or a short question or exclamation over a longer
// paragraph.
func looksLikeTitle(s, next string) bool {
	if !endsSentence(s) {
		return true
	}
	s = strings.TrimRightFunc(s, isCloser)
	switch last, _ := utf8.DecodeLastRuneInString(s); last {
	case '?', '!', '…':
		return len(s) <= 120 && len(next) > len(s) && strings.Count(s, ". ") == 0
	case '.':
		word := s[strings.LastIndexFunc(s, isSpace)+1:]
		return isAcronym(word) && len(next) > len(s)
	}
	return false
}
