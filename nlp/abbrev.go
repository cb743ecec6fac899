package nlp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbrevKind says what a full stop after a word means.
type abbrevKind uint8

const (
	noAbbrev     abbrevKind = iota
	beforeName              // a title or the like: the sentence goes on
	beforeNumber            // goes on before a number only
	mayEnd                  // the sentence ends before a word that begins sentences
	oftenEnds               // the sentence ends before any capital
)

// abbreviation classifies a word, given without its full stop and in lower case.
func abbreviation(word string) abbrevKind {
	switch word {
	case "mr", "mrs", "ms", "messrs", "dr", "prof", "rev", "hon", "fr", "msgr",
		"gen", "lt", "col", "maj", "capt", "cmdr", "cdr", "adm", "sgt", "cpl", "pvt", "brig", "cpt", "ens",
		"sen", "rep", "gov", "pres", "amb", "min", "sec", "reps", "sens", "govs", "supt", "det", "insp", "atty",
		"st", "ste", "mt", "ft", "vs", "v", "e.g", "i.e", "cf", "viz", "al", "ca", "approx":
		return beforeName
	case "no", "nos", "art", "arts", "fig", "figs", "eq", "vol", "vols", "pp", "p", "ch", "chap", "para", "paras", "ver", "op", "res":
		return beforeNumber
	case "inc", "co", "corp", "ltd", "llc", "plc", "jr", "sr", "bros", "ave", "blvd", "rd", "dept", "est", "assn", "univ", "gmbh",
		"ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la", "md", "mass", "mich",
		"minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo",
		"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "hr", "hrs", "mins", "km", "kg", "lb", "lbs", "oz":
		return mayEnd
	case "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "etc", "ph.d", "m.d":
		return oftenEnds
	}
	return noAbbrev
}

// isKnownAbbreviation says whether the word, with its full stop, is in the list.
// In small letters, words such as "co", "no", "sun" and "art" are themselves.
func isKnownAbbreviation(word string) bool {
	stem, ok := strings.CutSuffix(word, ".")
	if !ok {
		return false
	}
	switch abbreviation(strings.ToLower(stem)) {
	case noAbbrev:
		return false
	case mayEnd, beforeNumber:
		return unicode.IsUpper(rune1(stem)) || isUnit(stem)
	}
	return true
}

// isUnit lists abbreviations that are written in small letters and are no words.
func isUnit(stem string) bool {
	switch stem {
	case "hr", "hrs", "mins", "km", "kg", "lb", "lbs", "oz", "inc", "pp", "p", "vol", "dept":
		return true
	}
	return false
}

// isAcronym matches letters with full stops between and after: "U.S.", "a.m.",
// "Ph.D.", "U.S.A". A single letter is no acronym.
func isAcronym(word string) bool {
	word = strings.TrimSuffix(word, ".")
	parts := strings.Split(word, ".")
	if len(parts) < 2 {
		return false
	}
	for _, p := range parts {
		n := utf8.RuneCountInString(p)
		if n == 0 || n > 2 || strings.IndexFunc(p, notLetter) >= 0 {
			return false
		}
	}
	return true
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// isInitial matches a single capital: the J of "J. B. Pritzker".
func isInitial(word string) bool {
	word = strings.TrimSuffix(word, ".")
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && unicode.IsUpper(r)
}

// beginsSentences says whether a capitalised word nearly always begins a
// sentence when it follows a full stop.
func beginsSentences(word string) bool {
	switch word {
	case "The", "He", "She", "It", "They", "We", "You", "This", "That", "These", "Those", "There", "Their", "His", "Her", "Its", "Our",
		"In", "On", "At", "By", "For", "From", "With", "After", "Before", "During", "Since", "Under", "Despite", "Although", "While", "When", "As", "If",
		"But", "And", "However", "Meanwhile", "Both", "Some", "Many", "Most", "Such", "Several", "Another", "Other", "Earlier", "Last", "An", "A", "To", "Not", "No", "What", "Who", "Why", "How":
		return true
	}
	return false
}

// isSpeechVerb matches the verbs that follow a quotation and its speaker.
func isSpeechVerb(word string) bool {
	switch word {
	case "said", "says", "asked", "asks", "added", "adds", "told", "wrote", "writes", "declared", "shouted", "replied", "warned", "insisted", "tweeted", "exclaimed", "stated":
		return true
	}
	return false
}
