package when

// The rules for times that are seen from the article's day.

// weekday reads a day of the week: "Sunday", "next Friday", "this coming
// Monday", "Monday evening", "Tuesday of last week". "Sunday Times" and "Bloody
// Sunday" are names.
func (s scanner) weekday(i int) (match, bool) {
	n, j, lost := weekdayNode{}, i, false
	switch {
	case s.is(i, "this", "the") && s.is(i+1, "coming", "past"):
		n.place, j = placeOf(s.at(i+1).low), i+2
		if n.place == next {
			n.place = this // the first to come, today not excluded
		}
	case s.is(i, "the") && s.is(i+1, "following", "previous", "next"):
		j, lost = i+2, true
	case s.is(i, "that"):
		j, lost = i+1, true
	case s.is(i, "last", "this", "next", "coming", "past"):
		n.place, j = placeOf(s.at(i).low), i+1
	}
	l := s.at(j)
	day, short, ok := weekdayOf(l.low)
	if !ok || namePart(s.at(j-1).low) && s.at(j-1).upper || s.at(j+1).upper && nameHead(s.at(j+1).low) || short && !s.shortDay(j) {
		return match{}, false
	}
	n.day = day
	j++
	if short && s.is(j, ".") && s.at(j+1).letters() && !s.at(j+1).upper {
		j++
	}
	if dayParts(s.at(j).low) {
		return match{j + 1, Set, nil}, true
	}
	if dayPart(s.at(j).low) {
		j++
	}
	k := j
	if s.is(k, "of") {
		k++
	}
	if s.is(k, "last", "this", "next") && s.is(k+1, "week") {
		n.week, j = placeOf(s.at(k).low), k+2
	}
	if n.place == this && s.is(i+1, "coming") {
		return match{j, Weekday, comingNode{n}}, true
	}
	if lost {
		return match{j, Weekday, nil}, true
	}
	return match{j, Weekday, n}, true
}

// comingNode looks ahead whatever the tense.
type comingNode struct{ of node }

func (n comingNode) span(c clock) (span, bool) {
	c.future = true
	return n.of.span(c)
}

// shortDay says whether an abbreviated weekday is one.
func (s scanner) shortDay(i int) bool {
	l, after := s.at(i), s.at(i+1)
	return l.upper && !l.verbal() && s.is(i-1, "on", "last", "next", "since", "until", "till", "by", "late", "early") &&
		!(after.upper && after.proper())
}

// phrase reads a calendar unit, alone or cut: "early January", "mid-2014",
// "late last year", "the end of the month", "earlier this week", "later in 2017".
func (s scanner) phrase(i int) (match, bool) {
	if m, ok := s.calendar(i, false); ok {
		if t, ok := s.unitRef(i); ok && t.end >= m.end {
			return t, true
		}
		return m, true
	}
	if m, ok := s.unitRef(i); ok {
		return m, true
	}
	j := i
	if s.is(j, "the") {
		j++
	}
	switch {
	case s.is(i, "early", "late", "mid"):
		j = i + 1
		if s.is(j, "-") {
			j++
		} else if s.is(j, "in", "on") && !s.is(i, "mid") {
			j++
		}
		return s.cutAt(j, thirdOf(s.at(i).low))
	case s.is(i, "earlier", "later"):
		j = i + 1
		if s.is(j, "in", "on") {
			j++
		}
		m, ok := s.whole(j)
		if ok && m.when != nil {
			m.when = soFarNode{m.when, s.is(i, "later")}
		}
		return m, ok
	case s.is(j, "start", "beginning", "middle", "end", "close", "latter", "early", "late") && s.is(j+1, "of"):
		return s.cutAt(j+2, thirdOf(s.at(j).low))
	case s.is(j, "early", "mid") && j > i: // "the early 1990s", "the mid-1990s"
		k := j + 1
		if s.is(k, "-") {
			k++
		}
		return s.cutAt(k, thirdOf(s.at(j).low))
	case s.is(j, "late") && j > i:
		return s.cutAt(j+1, 2)
	}
	return match{}, false
}

// thirdOf gives the third that a word means.
func thirdOf(w string) int {
	switch w {
	case "early", "start", "beginning":
		return 0
	case "mid", "middle":
		return 1
	}
	return 2
}

// cutAt reads a whole unit at i and keeps a third of it; a day stays whole.
func (s scanner) cutAt(i, part int) (match, bool) {
	m, ok := s.whole(i)
	if ok && m.when != nil {
		m.when = partNode{m.when, part}
	}
	return m, ok
}

// whole reads a unit that another word cuts: a calendar unit, "last year", "the
// week" or a weekday.
func (s scanner) whole(i int) (match, bool) {
	best, ok := s.calendar(i, true)
	if m, is := s.unitRef(i); is && m.end > best.end {
		best, ok = m, true
	}
	if m, is := s.weekday(i); is && m.end > best.end {
		best, ok = m, true
	}
	if u, plural := unitOf(s.at(i + 1).low); s.is(i, "the") && u >= weekUnit && !plural && best.end < i+2 {
		best, ok = match{i + 2, Deictic, s.unit(u, 0)}, true
	}
	return best, ok
}

// unit makes the node of a unit in its place.
func (s scanner) unit(u unit, n int) node {
	if u == weekendUnit {
		return weekendNode{[...]place{last, this, next}[n+1]}
	}
	return unitNode{u, n}
}

// unitRef reads one unit by its place: "this year", "last month", "next week",
// "last night", "this morning", "over the weekend". "The same day", "that week",
// "the previous year" lean on the text's own time and have no date.
func (s scanner) unitRef(i int) (match, bool) {
	u, plural := unitOf(s.at(i + 1).low)
	p := placeOf(s.at(i).low)
	switch {
	case s.is(i, "last") && s.is(i+1, "night", "evening"):
		return match{i + 2, Deictic, unitNode{dayUnit, -1}}, true
	case s.is(i, "this") && dayPart(s.at(i+1).low):
		return match{i + 2, Deictic, unitNode{dayUnit, 0}}, true
	case p != bare && u >= weekUnit && !plural && !s.is(i-1, "the", "this", "a"):
		if p == next && !s.is(i, "next") { // "coming weekend"
			return match{i + 2, Deictic, comingNode{s.unit(u, 0)}}, true
		}
		return match{i + 2, Deictic, s.unit(u, p.shift())}, true
	case s.is(i, "the") && u == weekendUnit && !plural && (datePrep(s.at(i-1).low) || s.is(i+2, "'s")):
		return match{i + 2, Deictic, weekendNode{}}, true
	case s.is(i, "the") && s.is(i+1, "current"):
		if u, plural := unitOf(s.at(i + 2).low); u >= weekUnit && !plural {
			return match{i + 3, Deictic, s.unit(u, 0)}, true
		}
	case s.is(i, "this", "the") && s.is(i+1, "coming", "past") && s.is(i+2, "weekend"):
		if s.is(i+1, "coming") {
			return match{i + 3, Deictic, comingNode{weekendNode{this}}}, true
		}
		return match{i + 3, Deictic, weekendNode{last}}, true
	case s.is(i, "that") && u >= dayUnit && !plural && s.at(i+1).tag != "VBZ" && !s.is(i+1, "century"):
		return match{i + 2, Relative, nil}, true
	}
	return s.anaphor(i)
}

// anaphor reads times that hang on another event.
func (s scanner) anaphor(i int) (match, bool) {
	if !s.is(i, "the") {
		return match{}, false
	}
	if u, plural := unitOf(s.at(i + 2).low); s.is(i+1, "same", "previous", "following", "preceding") && u >= dayUnit && !plural {
		return match{i + 3, Relative, nil}, true
	}
	switch {
	case s.is(i+1, "next") && s.is(i+2, "day", "morning"):
		return match{i + 3, Relative, nil}, true
	case s.is(i+1, "day", "week", "month", "year", "night", "morning") && s.is(i+2, "before", "after") &&
		!s.is(i+3, "yesterday", "tomorrow"):
		return match{i + 3, Relative, nil}, true
	case s.is(i+1, "time") && s.is(i-1, "at") && !s.is(i+2, "of"):
		return match{i + 2, Relative, nil}, true
	}
	return match{}, false
}

// count reads a number: a figure, a number word, "a", "a couple of"; 0 for
// "several", "a few" and other vague ones. The second result is the end, or i.
func (s scanner) count(i int) (int, int) {
	l := s.at(i)
	switch {
	case l.num >= 0 && !l.isYear():
		return s.half(l.num, i+1)
	case s.is(i, "a") && s.is(i+1, "few"), s.is(i, "a") && s.is(i+1, "dozen"):
		return 0, i + 2
	case s.is(i, "a") && s.is(i+1, "couple"), s.is(i, "a") && s.is(i+1, "half"):
		return 2, i + 3
	case s.is(i, "a", "an"):
		return 1, i + 1
	case s.is(i, "several", "few", "many", "some", "numerous"):
		return 0, i + 1
	case s.is(i, "dozens", "hundreds", "thousands") && s.is(i+1, "of"):
		return 0, i + 2
	}
	n, ok := cardinalOf(l.low)
	if !ok {
		return 0, i
	}
	if m, ok := cardinalOf(s.at(i + 2).low); ok && n >= 20 && m < 10 && s.is(i+1, "-") {
		return n + m, i + 3
	}
	return s.half(n, i+1)
}

// half passes over "and a half", which makes the number inexact.
func (s scanner) half(n, i int) (int, int) {
	if s.is(i, "and") && s.is(i+1, "a") && s.is(i+2, "half") {
		return 0, i + 3
	}
	return n, i
}

// countedUnit reads a number with a unit: "two weeks", "a few days", "days", and
// says whether it is only a bare plural.
func (s scanner) countedUnit(i int) (n int, u unit, end int, plain bool) {
	n, j := s.count(i)
	u, plural := unitOf(s.at(j).low)
	if u == noUnit || j == i && !plural || n > 10000 {
		return 0, noUnit, i, false
	}
	return n, u, j + 1, j == i
}

// offset reads "two days ago", "a year later", "two days after the vote", and
// "in two weeks", which only a future clause dates. "More than two years ago" is
// a bound without a day.
func (s scanner) offset(i int) (match, bool) {
	n, u, j, _ := s.countedUnit(i)
	if u == noUnit {
		return match{}, false
	}
	inexact := s.is(i-1, "than", "over", "under", "least")
	switch {
	case s.is(j, "ago"):
		return match{j + 1, Relative, ago(n, u, inexact)}, true
	case s.is(j, "later", "earlier", "before", "after", "afterwards", "beforehand", "prior", "previously"):
		return match{j + 1, Relative, nil}, true
	case s.is(j, "from") && s.is(j+1, "now", "today"):
		return match{j + 2, Relative, ahead(n, u, inexact)}, true
	case s.is(i-1, "in") && s.is(j, "'", "'s") && s.is(j+1, "time"):
		return match{j + 2, Relative, ahead(n, u, inexact)}, true
	case s.is(i-1, "in") && s.comparison(i-1): // "the first time in 24 years"
		return match{j, Duration, nil}, true
	case s.is(i-1, "in") && n > 0 && !s.is(i, "an") && u >= dayUnit && !s.is(j, "of", "-", "old"):
		return match{j, Relative, futureOnly{ahead(n, u, inexact)}}, true
	}
	return match{}, false
}

// ago is the meaning of "n units ago": the unit that holds that day; a vague
// number gives the stretch up to now.
func ago(n int, u unit, inexact bool) node {
	switch {
	case inexact:
		return nil
	case n == 0:
		return windowNode{0, u, false}
	}
	return unitNode{u, -n}
}

// ahead is the meaning of "in n units".
func ahead(n int, u unit, inexact bool) node {
	switch {
	case inexact:
		return nil
	case n == 0:
		return windowNode{0, u, true}
	}
	return unitNode{u, n}
}

// futureOnly has a date only in a clause about the future: "will open in two
// days", but "was built in two days".
type futureOnly struct{ of node }

func (n futureOnly) span(c clock) (span, bool) {
	if n.of == nil || !c.future {
		return span{}, false
	}
	return n.of.span(c)
}

// window reads a stretch of time that ends or begins on the article's day: "the
// past two weeks", "the next few days", "recent months", "the coming year".
func (s scanner) window(i int) (match, bool) {
	j := i
	the := s.is(j, "the", "this")
	if the {
		j++
	}
	if !s.is(j, "last", "past", "next", "coming", "upcoming", "recent", "previous", "following") {
		return match{}, false
	}
	lost := s.is(j, "previous", "following")
	ahead := s.is(j, "next", "coming", "upcoming")
	n, end := s.count(j + 1)
	u, plural := unitOf(s.at(end).low)
	switch {
	case u == noUnit || s.is(end+1, "of"):
		return match{}, false
	case end == j+1 && !plural: // one unit: "the past week", not "last week"
		if !the || lost || u == dayUnit && s.is(j, "last", "next") {
			return match{}, false
		}
		n = 1
	case end == j+1 && plural:
		n = 0
	}
	if lost || n > 10000 {
		return match{end + 1, Relative, nil}, true
	}
	return match{end + 1, Deictic, windowNode{n, u, ahead}}, true
}

// deictic reads "today" and its kin, and the adverbs that name no day.
func (s scanner) deictic(i int) (match, bool) {
	j := i + 1
	if dayPart(s.at(j).low) {
		j++
	}
	switch {
	case s.is(i, "today"):
		if p := s.at(i - 1); s.at(i).upper && p.upper && p.proper() {
			return match{}, false // "Russia Today", "USA Today"
		}
		return match{i + 1, Deictic, unitNode{dayUnit, 0}}, true
	case s.is(i, "tonight"):
		return match{i + 1, Deictic, unitNode{dayUnit, 0}}, true
	case s.is(i, "yesterday"):
		return match{j, Deictic, unitNode{dayUnit, -1}}, true
	case s.is(i, "tomorrow"):
		return match{j, Deictic, unitNode{dayUnit, 1}}, true
	case s.is(i, "overnight") && s.at(i).tag != "JJ":
		return match{i + 1, Deictic, nightNode{}}, true
	case s.is(i, "the") && s.is(i+1, "day") && s.is(i+2, "before") && s.is(i+3, "yesterday"):
		return match{i + 4, Deictic, unitNode{dayUnit, -2}}, true
	case s.is(i, "the") && s.is(i+1, "day") && s.is(i+2, "after") && s.is(i+3, "tomorrow"):
		return match{i + 4, Deictic, unitNode{dayUnit, 2}}, true
	case vagueTime(s.at(i).low) && !s.is(i-1, "as", "how"):
		return match{i + 1, Deictic, nil}, true
	case s.is(i, "these") && s.is(i+1, "days"), s.is(i, "long") && s.is(i+1, "ago"):
		return match{i + 2, Deictic, nil}, true
	case s.is(i-1, "in") && s.is(i, "the") && s.is(i+1, "past", "future"):
		return match{i + 2, Deictic, nil}, true
	case s.is(i-1, "in") && s.is(i, "the") && s.is(i+1, "near", "distant") && s.is(i+2, "past", "future"):
		return match{i + 3, Deictic, nil}, true
	}
	return match{}, false
}
