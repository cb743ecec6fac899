package nlp

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// creditWords begin or fill the bracket that credits a picture: "[Image:
// Ministry of Defence]", "(Photo by A. Writer)", "(AP Photo/A. Writer)".
var creditWords = regexp.MustCompile(`(?i)\b(image|photo|photos|photograph|picture|pic|credit|courtesy|getty images|file photo|illustration|screenshot)\b`)

// captionStart opens a block that is a caption as a whole.
var captionStart = regexp.MustCompile(`(?i)^(file photo|file picture|photo|image|picture|caption)\s*(:|-|–|—)`)

// maxCredit is the longest credit, in bytes.
const maxCredit = 120

// creditEnd returns the end of a picture credit that begins with the bracket at
// the start of s, or 0. The bracket must be followed by a capital letter or
// opening quote without a space (a caption glued to the lead), or hold a credit
// word and be followed by space and a capital, or by nothing.
func creditEnd(s string) int {
	closer := map[byte]string{'[': "]", '(': ")"}[s[0]]
	if closer == "" {
		return 0
	}
	end := strings.Index(s[:min(len(s), maxCredit)], closer)
	if end < 2 || strings.ContainsAny(s[1:end], "[(\n") {
		return 0
	}
	end++
	rest := strings.TrimLeftFunc(s[end:], isSpace)
	glued := len(rest) == len(s)-end
	known := creditWords.MatchString(s[:end])
	if rest == "" {
		if known {
			return end
		}
		return 0
	}
	first, size := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("\"“‘", first) {
		first, _ = utf8.DecodeRuneInString(rest[size:])
	}
	if !unicode.IsUpper(first) {
		return 0
	}
	if known || glued && hasLetters(s[1:end-1]) && startsWord(rest) {
		return end
	}
	return 0
}

// hasLetters says whether s holds a word of two letters or more, so that the
// "(a)" of a numbered clause or "[1]" is no credit.
func hasLetters(s string) bool {
	run := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			run = 0
			continue
		}
		if run++; run > 2 {
			return true
		}
	}
	return false
}

// startsWord says whether s begins, after a quote, with a capital and a small
// letter or with a word in capitals: "Chinese", "A ", "US".
func startsWord(s string) bool {
	s = strings.TrimLeft(s, "\"“‘")
	_, size := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[size:])
	return unicode.IsLetter(next) || isSpace(next)
}

// isCaptionBlock says whether a whole block is a caption: it ends with a
// picture credit or begins with "File photo:" or the like.
func isCaptionBlock(s string) bool {
	if captionStart.MatchString(s) {
		return true
	}
	last := s[len(s)-1]
	if last != ']' && last != ')' {
		return false
	}
	open := strings.LastIndexAny(s, "[(")
	return open >= 0 && creditEnd(s[open:]) == len(s)-open
}

// dateline matches "MANILA, Aug 6 (Agency) -" and "GENEVA (Agency) —" at the
// beginning of a lead. The place is in capitals.
var dateline = regexp.MustCompile(`^\p{Lu}[\p{Lu}.'’ -]*\p{Lu}\.?((,| /)\s?[\p{L}\d.,/ ]{2,40})?(\s?\([^()\n]{2,40}\))?\s?(-{1,2}|–|—)\s+`)

// datelineEnd is the length of the dateline at the start of a block, without
// the space after it, or 0. A place alone before a single hyphen must be
// followed by a capital.
func datelineEnd(s string) int {
	m := dateline.FindString(s)
	if m == "" || len(m) == len(s) {
		return 0
	}
	first, _ := utf8.DecodeRuneInString(s[len(m):])
	if !unicode.IsUpper(first) && !isOpener(first) && !unicode.IsDigit(first) {
		return 0
	}
	return len(strings.TrimRightFunc(m, isSpace))
}
