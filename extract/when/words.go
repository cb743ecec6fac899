package when

import "time"

// The word tables. They are switches rather than maps: nothing can change them
// and nothing is built at start-up. All keys are lower case.

// monthOf knows months and their abbreviations without the full stop (the
// Associated Press style abbreviates all but March to July).
func monthOf(w string) (time.Month, bool) {
	switch w {
	case "january", "jan":
		return time.January, true
	case "february", "feb":
		return time.February, true
	case "march", "mar":
		return time.March, true
	case "april", "apr":
		return time.April, true
	case "may":
		return time.May, true
	case "june", "jun":
		return time.June, true
	case "july", "jul":
		return time.July, true
	case "august", "aug":
		return time.August, true
	case "september", "sept", "sep":
		return time.September, true
	case "october", "oct":
		return time.October, true
	case "november", "nov":
		return time.November, true
	case "december", "dec":
		return time.December, true
	}
	return 0, false
}

// shortMonth knows the abbreviations, which can have a full stop.
func shortMonth(w string) bool {
	_, ok := monthOf(w)
	return ok && len(w) <= 4 && w != "may" && w != "june" && w != "july"
}

// doubtfulMonth marks the months that are also words or names of people, and
// the abbreviations: they need a neighbour that speaks for a date.
func doubtfulMonth(w string) bool {
	switch w {
	case "march", "may", "april", "june", "august":
		return true
	}
	return shortMonth(w)
}

// weekdayOf knows the days of the week; short marks the abbreviations, which
// need a neighbour that speaks for a date ("the Sun", "he sat").
func weekdayOf(w string) (day time.Weekday, short, ok bool) {
	switch w {
	case "monday":
		return time.Monday, false, true
	case "tuesday":
		return time.Tuesday, false, true
	case "wednesday":
		return time.Wednesday, false, true
	case "thursday":
		return time.Thursday, false, true
	case "friday":
		return time.Friday, false, true
	case "saturday":
		return time.Saturday, false, true
	case "sunday":
		return time.Sunday, false, true
	case "mon":
		return time.Monday, true, true
	case "tue", "tues":
		return time.Tuesday, true, true
	case "wed":
		return time.Wednesday, true, true
	case "thu", "thur", "thurs":
		return time.Thursday, true, true
	case "fri":
		return time.Friday, true, true
	case "sat":
		return time.Saturday, true, true
	case "sun":
		return time.Sunday, true, true
	}
	return 0, false, false
}

// weekdayPlural knows "Tuesdays", which is always a set.
func weekdayPlural(w string) bool {
	if len(w) < 7 || w[len(w)-1] != 's' {
		return false
	}
	_, short, ok := weekdayOf(w[:len(w)-1])
	return ok && !short
}

// seasonOf gives the first month of a season: the meteorological seasons of the
// northern hemisphere, three whole months each.
func seasonOf(w string) (time.Month, bool) {
	switch w {
	case "spring":
		return time.March, true
	case "summer":
		return time.June, true
	case "autumn", "fall":
		return time.September, true
	case "winter":
		return time.December, true
	}
	return 0, false
}

// unit is a calendar unit that can be counted.
type unit uint8

const (
	noUnit unit = iota
	hourUnit
	dayUnit
	weekUnit
	fortnightUnit
	weekendUnit
	monthUnit
	quarterUnit
	yearUnit
	decadeUnit
	centuryUnit
)

// unitOf knows units in both numbers.
func unitOf(w string) (u unit, plural bool) {
	switch w {
	case "seconds", "minute", "minutes", "hour", "hours": // "second" is an ordinal
		return hourUnit, w[len(w)-1] == 's'
	case "day", "days":
		return dayUnit, w == "days"
	case "week", "weeks":
		return weekUnit, w == "weeks"
	case "fortnight", "fortnights":
		return fortnightUnit, w == "fortnights"
	case "weekend", "weekends":
		return weekendUnit, w == "weekends"
	case "month", "months":
		return monthUnit, w == "months"
	case "quarter", "quarters":
		return quarterUnit, w == "quarters"
	case "year", "years":
		return yearUnit, w == "years"
	case "decade", "decades":
		return decadeUnit, w == "decades"
	case "century", "centuries":
		return centuryUnit, w == "centuries"
	}
	return noUnit, false
}

// cardinalOf knows the number words of news style (figures from ten on).
func cardinalOf(w string) (int, bool) {
	for i, s := range [...]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
		"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"} {
		if w == s {
			return i + 1, true
		}
	}
	for i, s := range [...]string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		if w == s {
			return 10 * (i + 2), true
		}
	}
	return 0, false
}

// ordinalOf knows ordinal words up to the days of a month.
func ordinalOf(w string) (int, bool) {
	for i, s := range [...]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
		"tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
		"eighteenth", "nineteenth", "twentieth"} {
		if w == s {
			return i + 1, true
		}
	}
	if w == "thirtieth" {
		return 30, true
	}
	return 0, false
}

// dayPart knows the parts of a day that can follow or replace a day's name.
func dayPart(w string) bool {
	switch w {
	case "morning", "afternoon", "evening", "night", "midday", "noon", "midnight", "dawn", "dusk", "lunchtime":
		return true
	}
	return false
}

// dayParts knows the plurals, which make a set of a weekday: "Sunday mornings".
func dayParts(w string) bool { return len(w) > 4 && w[len(w)-1] == 's' && dayPart(w[:len(w)-1]) }

// holidayOf knows feasts with a fixed day by their first word and whether "Eve"
// rather than "Day" follows; moveable feasts are left out.
func holidayOf(w string, eve bool) (time.Month, int, bool) {
	switch {
	case w == "christmas" && eve:
		return time.December, 24, true
	case w == "christmas":
		return time.December, 25, true
	case w == "boxing" && !eve:
		return time.December, 26, true
	case w == "year" && eve:
		return time.December, 31, true
	case w == "year":
		return time.January, 1, true
	case w == "may" && !eve:
		return time.May, 1, true
	}
	return 0, 0, false
}

// namePart knows the words that make a weekday part of a name when they stand
// before it: "Bloody Sunday", "Good Friday", "Black Wednesday".
func namePart(w string) bool {
	switch w {
	case "black", "bloody", "good", "super", "ash", "easter", "palm", "whit", "cyber", "holy", "maundy", "sheffield":
		return true
	}
	return false
}

// nameHead knows the words that make a date part of a name when they follow it:
// "Sunday Times", "March 14 Alliance", "April 6 Youth Movement".
func nameHead(w string) bool {
	switch w {
	case "times", "telegraph", "mirror", "mail", "express", "herald", "star", "world", "independent", "post", "business", "age", "tribune",
		"movement", "alliance", "coalition", "brigade", "brigades", "youth", "revolution", "protocol", "martyrs",
		"olympics", "games", "paralympics", "olympic", "universiade":
		return true
	}
	return false
}

// vagueTime knows adverbs of time that name no day.
func vagueTime(w string) bool {
	switch w {
	case "recently", "lately", "previously", "soon", "eventually", "nowadays":
		return true
	}
	return false
}

// often knows the adverbs of repetition; "daily" and its like are adjectives or
// newspapers as often, so their tag decides.
func often(w string) (always, byTag bool) {
	switch w {
	case "annually":
		return true, false
	case "yearly", "monthly", "weekly", "daily", "hourly", "nightly":
		return false, true
	}
	return false, false
}

// datePrep knows the prepositions that govern a time.
func datePrep(w string) bool {
	switch w {
	case "on", "in", "at", "by", "since", "until", "till", "til", "before", "after", "during", "from", "throughout",
		"over", "within", "between", "around", "about", "circa", "through", "for", "of", "to", "following", "as":
		return true
	}
	return false
}

// countPrep knows the prepositions that stand before counts as readily as
// before years: "about 2000 people".
func countPrep(w string) bool {
	switch w {
	case "of", "about", "around", "by", "to", "from", "over", "between", "through", "for", "at", "on", "as", "within":
		return true
	}
	return false
}

// clockZone knows what follows a clock time in figures: "1700 GMT".
func clockZone(w string) bool {
	switch w {
	case "gmt", "utc", "hours", "hrs", "local":
		return true
	}
	return false
}

// startWord knows the words, beside those of the other tables and figures, that
// an expression can begin with. The scanner tries no rule at other words.
func startWord(w string) bool {
	switch w {
	case "the", "a", "an", "this", "that", "these", "last", "past", "next", "coming", "upcoming", "recent", "previous", "following",
		"early", "late", "mid", "earlier", "later", "start", "beginning", "middle", "end", "close", "latter", "long",
		"today", "tonight", "yesterday", "tomorrow", "overnight", "every", "each", "once", "twice", "times", "per",
		"several", "few", "many", "some", "numerous", "dozens", "hundreds", "thousands", "christmas", "boxing", "new", "week":
		return true
	}
	return false
}

// hedge knows the words that may stand between a preposition and its time.
func hedge(w string) bool {
	switch w {
	case "about", "around", "roughly", "approximately", "only", "just", "least", "nearly", "almost", "possibly", "perhaps", "maybe", "late", "early":
		return true
	}
	return false
}

// determiner knows articles, demonstratives and possessives.
func determiner(w string) bool {
	switch w {
	case "the", "a", "an", "this", "that", "its", "their", "his", "her", "our", "my", "your", "'s", "’s":
		return true
	}
	return false
}

// functionWord knows frequent lower-case words that cannot be the noun a date
// modifies; it is asked only where a word has no tag.
func functionWord(w string) bool {
	switch w {
	case "and", "or", "but", "that", "which", "who", "when", "where", "while", "as", "at", "by", "for", "from", "in", "into",
		"of", "on", "over", "to", "with", "without", "after", "before", "during", "against", "between", "near", "about", "because",
		"the", "a", "an", "this", "these", "his", "her", "its", "their", "he", "she", "it", "they", "we", "i", "you",
		"is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must",
		"said", "says", "not", "also", "than", "if", "since", "until", "despite", "amid", "following", "according", "there",
		"local", "gmt", "utc", "met", "agreed", "visited", "signed", "told", "announced":
		return true
	}
	return false
}
