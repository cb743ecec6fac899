package when

import "time"

// Resolve turns an expression into days, seen from the article's day and the
// tense of its clause. It answers false for what has no date: durations, sets,
// names, times that hang on another event, days that do not exist, and, without
// an anchor (the zero time), all but full dates.
//
// The preposition counts. "since X" runs from X to the article's day. "by" and
// "until" X run from the article's day to X, "before X" to the first day of X,
// and "after X" runs from the last day of X to the article's day. Where the
// article's day does not close such a stretch ("by 2014", told in 2017) it is
// open on one side and has no date; where it ends in another year than it
// begins, the deadline's year is the Date. "For" ("scheduled for Friday") looks ahead
// whatever the tense.
func (e Expr) Resolve(anchor time.Time, tense Tense) (Value, bool) {
	if e.when == nil {
		return Value{}, false
	}
	c := clock{day: civil(anchor), known: !anchor.IsZero(), future: tense == Future}
	if e.Prep == "for" && !e.Attributive && e.Kind != Deictic {
		c.future = true
	}
	s, ok := e.when.span(c)
	if !ok || !s.valid() {
		return Value{}, false
	}
	if s, ok = e.bounded(s, c, tense); !ok || !s.valid() {
		return Value{}, false
	}
	v := s.value()
	if e.deadline() && v.Start[:4] != v.End[:4] {
		v.Date = v.End[:4]
	}
	return v, true
}

// deadline says whether the preposition makes the time the end of a stretch.
func (e Expr) deadline() bool {
	switch e.Prep {
	case "by", "until", "till", "til", "up to", "before", "prior to", "ahead of":
		_, window := e.when.(windowNode)
		return !window
	}
	return false
}

// bounded applies the governing preposition to the span of its object.
func (e Expr) bounded(s span, c clock, tense Tense) (span, bool) {
	if _, window := e.when.(windowNode); window {
		return s, true
	}
	today := c.day
	switch e.Prep {
	case "since":
		return span{s.start, today, Interval}, c.known && !s.start.After(today)
	case "by", "until", "till", "til", "up to":
		return span{today, s.end, Interval}, c.known && tense != Past && !s.end.Before(today)
	case "before", "prior to", "ahead of":
		return span{today, s.start, Interval}, c.known && tense != Past && !s.start.Before(today)
	case "after", "following":
		return span{s.end, today, Interval}, c.known && tense != Future && !s.end.After(today)
	}
	return s, true
}
