package when

import "time"

// The rules for dates that name a calendar unit. free drops the demand for a
// neighbour that speaks for a date, inside constructions that do so themselves.

// calendar reads the longest absolute date at i.
func (s scanner) calendar(i int, free bool) (match, bool) {
	var best match
	for _, n := range [...]func(int, bool) (node, int){
		s.day, s.month, s.year, s.decade, s.season, s.quarter, s.weekOf,
	} {
		if w, end := n(i, free); w != nil && end > best.end {
			best = match{end, Absolute, w}
		}
	}
	return best, best.end > i
}

// day reads a day with its month: "6 August 2017", "the 6th of August",
// "Sunday, Aug. 6", "2017-08-06", "06/08/2017", and "the 6th" alone.
func (s scanner) day(i int, _ bool) (node, int) {
	j := i
	var weekday int8
	if d, short, ok := weekdayOf(s.at(i).low); ok && (!short || s.at(i).upper) {
		weekday = 1 + int8(d)
		for j++; s.is(j, ",", "."); j++ {
		}
	}
	if n, end := s.dayMonth(j); n.day > 0 {
		n.weekday = weekday
		return n, end
	}
	if n, end := s.figures(j); n.day > 0 {
		return n, end
	}
	if weekday == 0 {
		return s.ordinalDay(i)
	}
	return nil, 0
}

// dayMonth reads day and month in either order, with a year where there is one.
func (s scanner) dayMonth(i int) (dayNode, int) {
	n, j := dayNode{}, i
	if s.is(j, "the") {
		j++
	}
	l := s.at(j)
	if m, end, ok := s.monthName(j); ok && j == i { // "August 6", "Aug. 6th"
		d := s.at(end)
		n.month, n.day, j = m, max(d.num, d.ord), end+1
		if !d.isDay() && (d.ord == 0 || d.letters()) || s.counted(i, j) {
			return dayNode{}, 0
		}
	} else if l.isDay() || l.ord > 0 { // "6 August", "the second of May"
		j++
		of := s.is(j, "of")
		if of || s.is(j, "-") {
			j++
		}
		m, end, ok := s.monthName(j)
		if !ok || !of && l.letters() {
			return dayNode{}, 0
		}
		n.month, n.day, j = m, max(l.num, l.ord), end
	} else {
		return dayNode{}, 0
	}
	if n.day > 31 {
		return dayNode{}, 0
	}
	if s.is(j, "-") && s.at(j+1).isYear() { // "6-Aug-2017"
		return dayNode{year: yearRef{n: s.at(j + 1).num}, month: n.month, day: n.day}, j + 2
	}
	n.year, j = s.yearTail(j)
	return n, j
}

// counted says whether the figure before j counts what follows rather than the
// days of the month at i: "in May 12 people died".
func (s scanner) counted(i, j int) bool {
	return s.is(i-1, "in") && s.at(j).tag == "NNS"
}

// monthName reads a capitalised month's name or abbreviation, with the full
// stop that the tokeniser may have set apart.
func (s scanner) monthName(i int) (time.Month, int, bool) {
	l := s.at(i)
	m, ok := monthOf(l.low)
	if !ok || !l.upper && doubtfulMonth(l.low) {
		return 0, 0, false
	}
	if next := s.at(i + 2); len(l.low) < 5 && s.is(i+1, ".") && (next.isDay() || next.isYear()) {
		return m, i + 2, true
	}
	return m, i + 1, true
}

// yearTail reads the year after a day or a month: ", 2017", "of 2017", "last
// year". Without one it stays where it is.
func (s scanner) yearTail(i int) (yearRef, int) {
	j := i
	if s.is(j, ",", "of", "in") {
		j++
	}
	switch l := s.at(j); {
	case l.isYear() && !(s.is(i, ",") && s.at(j+1).tag == "NNS") && !(s.is(i, "in") && s.at(j+1).nominal()):
		return yearRef{n: l.num}, j + 1
	case s.is(j, "last", "this", "next") && s.is(j+1, "year") && !s.is(i, "in"):
		return yearRef{place: placeOf(l.low)}, j + 2
	case s.is(j, "the") && s.is(j+1, "year") && s.is(i, "of"):
		return yearRef{place: this}, j + 2
	}
	return yearRef{}, i
}

// placeOf reads "last", "this" and "next" and their like.
func placeOf(w string) place {
	switch w {
	case "last", "past":
		return last
	case "this", "current":
		return this
	case "next", "coming", "upcoming":
		return next
	}
	return bare
}

// figures reads dates in figures. "06/08/2017" has its day first, as most of
// the world writes it, unless only the other order gives a month.
func (s scanner) figures(i int) (dayNode, int) {
	a, b, c := s.at(i), s.at(i+2), s.at(i+4)
	if !s.is(i+1, "-", "/", ".") || s.at(i+3).low != s.at(i+1).low || b.width > 2 || b.num < 1 {
		return dayNode{}, 0
	}
	y, m, d := a, b, c
	if c.isYear() && a.isDay() {
		y, m, d = c, b, a
		if b.num > 12 {
			m, d = a, b
		}
	}
	if !y.isYear() || m.num > 12 || m.num < 1 || !d.isDay() {
		return dayNode{}, 0
	}
	return dayNode{year: yearRef{n: y.num}, month: time.Month(m.num), day: d.num}, i + 5
}

// ordinalDay reads "the 6th" where no noun follows that it would count.
func (s scanner) ordinalDay(i int) (node, int) {
	l := s.at(i + 1)
	if !s.is(i, "the") || l.letters() || l.ord == 0 || l.ord > 31 || s.at(i+2).nominal() || s.is(i+2, "-", "of", "and", "century") {
		return nil, 0
	}
	if !s.is(i-1, "on", "by", "until", "till", "since", "from", "before", "after", "for") {
		return nil, 0
	}
	return dayNode{day: l.ord}, i + 2
}

// month reads a month: "March 2014", "September of last year", "next
// September", "2017-08", and a bare one where the neighbours allow it.
func (s scanner) month(i int, free bool) (node, int) {
	if y, m := s.at(i), s.at(i+2); y.isYear() && s.is(i+1, "-") && !s.at(i+1).first &&
		m.width == 2 && m.num >= 1 && m.num <= 12 && m.num <= y.num%100 && !s.is(i+3, "-") {
		return monthsNode{first: time.Month(m.num), n: 1, year: yearRef{n: y.num}, prec: Month}, i + 3
	}
	p, j := bare, i
	if s.is(i, "last", "this", "next") {
		p, j = placeOf(s.at(i).low), i+1
	} else if s.is(i, "this") && s.is(i+1, "coming", "past") {
		p, j = placeOf(s.at(i+1).low), i+2
	}
	m, end, ok := s.monthName(j)
	if !ok || s.at(end).upper && nameHead(s.at(end).low) {
		return nil, 0
	}
	y, tail := s.yearTail(end)
	n := monthsNode{first: m, n: 1, year: y, place: p, prec: Month}
	if s.at(j).verbal() && !y.given() {
		return nil, 0
	}
	if !free && !y.given() && p == bare && !s.monthContext(i) {
		return nil, 0
	}
	return n, tail
}

// monthContext says whether the neighbours of a bare month make it one. The
// unambiguous names need none; "May", "March", "April", "June", "August" and the
// abbreviations do: "in May", not "May said", "the March on Rome", "after May's".
func (s scanner) monthContext(i int) bool {
	l, before := s.at(i), s.at(i-1)
	if namePart(before.low) && before.upper {
		return false // "Black September"
	}
	if !doubtfulMonth(l.low) {
		return true
	}
	if s.is(i+1, "'s") && l.low == "may" || s.at(i+1).upper && s.at(i+1).proper() && s.is(i-1, "by", "after", "before", "for") {
		return false
	}
	switch before.low {
	case "in", "since", "until", "till", "during", "throughout", "early", "late", "mid", "before", "after", "between", "earlier", "later", "least":
		return true
	case "to":
		return s.is(i-2, "prior", "up")
	case "by":
		return s.at(i-2).tag != "VBN" && s.at(i-2).tag != "VBD"
	case "of":
		return s.at(i-2).ord > 0 || s.is(i-2, "end", "start", "beginning", "middle", "month", "week", "half", "days", "weeks", "close")
	case "for":
		return s.is(i-2, "scheduled", "set", "planned", "due", "slated", "expected")
	case "from":
		return s.is(i+1, "to", "until", "till", "through", "-", "onward", "onwards")
	case "the", "a", "an", "its", "his", "her", "their", "'s":
		return l.low != "may" && s.at(i+1).nominal() && !s.at(i+1).upper
	case "-":
		return s.is(i-2, "mid", "early", "late")
	case "and", "or", ",": // "in May and June"
		_, listed := monthOf(s.at(i - 2).low)
		return listed && s.at(i-2).upper && !s.at(i+1).upper
	}
	return false
}

// year reads "2014", "2014-16" or "2014/15" after a preposition; a figure that
// counts a plural noun is no year ("by 2000 soldiers").
func (s scanner) year(i int, free bool) (node, int) {
	l := s.at(i)
	if !l.isYear() {
		return nil, 0
	}
	n, end := s.yearRun(i)
	if clockZone(s.at(end).low) {
		return nil, 0
	}
	if !free {
		before, plural := s.at(i-1), s.at(end).tag == "NNS"
		switch {
		case s.is(i-1, "in", "since", "until", "till", "before", "after", "during", "early", "late", "mid", "year", "earlier", "later"):
			if plural && l.num < 1700 {
				return nil, 0
			}
		case s.is(i-1, "-") && s.is(i-2, "mid", "early", "late"):
		case s.is(i-1, "and", "or", ",") && s.at(i-2).isYear() && !plural: // "in 2014 and 2015"
		case datePrep(before.low) && s.yearAfter(i, plural):
		case hedge(before.low) && datePrep(s.at(i-2).low) && !plural:
		default:
			return nil, 0
		}
	}
	return n, end
}

// yearAfter says whether a figure after a preposition that also stands before
// counts is a year.
func (s scanner) yearAfter(i int, plural bool) bool {
	return !plural && !(countPrep(s.at(i-1).low) && s.at(i+1).nominal()) &&
		!s.is(i-1, "at", "on", "as", "within", "about", "around", "over", "for", "to")
}

// yearRun reads a year and what a hyphen or slash joins to it.
func (s scanner) yearRun(i int) (yearsNode, int) {
	lo := s.at(i).num
	if hi := s.at(i + 2); s.is(i+1, "-", "/") && hi.num > 0 {
		switch {
		case hi.isYear() && hi.num > lo && s.is(i+1, "-"):
			return yearsNode{lo, hi.num}, i + 3
		case hi.width == 2 && lo%100 < hi.num:
			return yearsNode{lo, lo/100*100 + hi.num}, i + 3
		}
	}
	return yearsNode{lo, lo}, i + 1
}

// decade reads "the 1990s", "the '90s" and "the 20th century".
func (s scanner) decade(i int, _ bool) (node, int) {
	j := i
	if s.is(j, "the") {
		j++
	}
	l := s.at(j)
	if c := max(l.ord, 0); c >= 10 && c <= 21 && s.is(j+1, "century") {
		return yearsNode{100*(c-1) + 1, 100 * c}, j + 2
	}
	n := len(l.low)
	if n < 3 || l.low[n-1] != 's' {
		return nil, 0
	}
	switch d := digits(l.low[:n-1]); {
	case n == 5 && d >= 1000 && d < 2200 && d%10 == 0:
		return yearsNode{d, d + 9}, j + 1
	case n == 4 && l.low[0] == '\'' || n == 3 && j > i:
		if d = digits(l.low[n-3 : n-1]); d >= 20 && d%10 == 0 {
			return yearsNode{1900 + d, 1909 + d}, j + 1
		}
	}
	return nil, 0
}

// season reads "spring 2011", "the summer of last year", "last fall", "in the
// winter". "The fall of Aleppo", "Prague Spring" and "Winter Games" are none.
func (s scanner) season(i int, free bool) (node, int) {
	p, j := bare, i
	switch {
	case s.is(i, "last", "this", "next"):
		p, j = placeOf(s.at(i).low), i+1
	case s.is(i, "the"):
		j++
	}
	m, ok := seasonOf(s.at(j).low)
	if !ok || s.at(j).verbal() || s.at(j+1).upper && s.at(j+1).proper() || s.at(j-1).upper && s.at(j-1).proper() {
		return nil, 0
	}
	y, end := s.yearTail(j + 1)
	govern := s.is(i-1, "in", "during", "over", "by", "since", "until", "before", "after", "throughout", "early", "late", "mid")
	if !y.given() && (s.is(j+1, "of") || p == bare && !govern && !free) {
		return nil, 0
	}
	return monthsNode{first: m, n: 3, year: y, place: p, prec: Interval}, end
}

// quarter reads quarters, halves and runs of months of a year: "the first
// quarter of 2012", "Q1 2012", "the second half of last year", "the first three
// months of 2014".
func (s scanner) quarter(i int, _ bool) (node, int) {
	l := s.at(i)
	if len(l.low) == 2 && l.low[0] == 'q' && l.low[1] >= '1' && l.low[1] <= '4' {
		y, end := s.yearTail(i + 1)
		return monthsNode{first: time.Month(3*(l.low[1]-'1') + 1), n: 3, year: y, prec: Quarter}, end
	}
	j := i
	if s.is(j, "the") {
		j++
	}
	k := s.at(j).ord
	final := s.is(j, "last", "final")
	y, end := s.yearTail(j + 2)
	switch {
	case s.is(j+1, "quarter") && final && y.given():
		return monthsNode{first: 10, n: 3, year: y, prec: Quarter}, end
	case s.is(j+1, "quarter") && k >= 1 && k <= 4 && (y.given() || s.is(i-1, "in", "during", "for", "by", "since")):
		return monthsNode{first: time.Month(3*k - 2), n: 3, year: y, prec: Quarter}, end
	case s.is(j+1, "half") && k >= 1 && k <= 2 && y.given():
		return monthsNode{first: time.Month(6*k - 5), n: 6, year: y, prec: Interval}, end
	}
	n, _ := s.count(j + 1)
	y, end = s.yearTail(j + 3)
	if !s.is(j+2, "months") || !y.given() || n < 1 || n > 11 || k != 1 && !final {
		return nil, 0
	}
	first := 1
	if final {
		first = 13 - n
	}
	return monthsNode{first: time.Month(first), n: n, year: y, prec: Interval}, end
}

// weekOf reads "the first week of May", "the last week of September 2015" and
// "the week of August 7".
func (s scanner) weekOf(i int, _ bool) (node, int) {
	j := i
	if s.is(j, "the") {
		j++
	}
	if s.is(j, "week") && s.is(j+1, "of") {
		if n, end := s.day(j+2, true); n != nil {
			return holdingNode{n}, end
		}
	}
	k := s.at(j).ord
	if s.is(j, "last", "final") {
		k = -1
	}
	if k < -1 || k == 0 || k > 4 || !s.is(j+1, "week") || !s.is(j+2, "of", "in") {
		return nil, 0
	}
	if n, end := s.month(j+3, true); n != nil {
		return weekOfNode{n, k}, end
	}
	return nil, 0
}

// holiday reads the feasts with a fixed day, alone or with a year.
func (s scanner) holiday(i int) (match, bool) {
	j := i
	if s.is(i, "new") && s.is(i+1, "year") && s.is(i+2, "'s") {
		j = i + 1
	}
	h := j + 1
	if j > i {
		h = j + 2
	}
	m, d, ok := holidayOf(s.at(j).low, s.is(h, "eve"))
	if !ok || !s.is(h, "day", "eve") || !s.at(i).upper || s.is(j, "year") && j == i {
		return match{}, false
	}
	y, end := s.yearTail(h + 1)
	return match{end, Absolute, dayNode{year: y, month: m, day: d}}, true
}
