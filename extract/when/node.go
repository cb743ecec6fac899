package when

import "time"

// clock is the point that a node is seen from.
type clock struct {
	day    time.Time
	future bool // look for the next day rather than the last one
	known  bool // false: only nodes that need no clock resolve
}

// node is the meaning of an expression: a span of days once the clock is known.
type node interface {
	span(c clock) (span, bool)
}

// place is where a unit lies as seen from the running one.
type place int8

const (
	bare place = iota // no such word
	last
	this
	next
)

// yearRef is a year as the text gives it: not at all, by number or by place.
type yearRef struct {
	n     int
	place place
}

// given says whether the text names a year.
func (y yearRef) given() bool { return y.n != 0 || y.place != bare }

// value is the year's number.
func (y yearRef) value(c clock) (int, bool) {
	if y.place == bare {
		return y.n, true
	}
	return c.day.Year() + y.place.shift(), c.known
}

// shift is the number of units to move by.
func (p place) shift() int {
	switch p {
	case last:
		return -1
	case next:
		return 1
	}
	return 0
}

// dayNode is a day of a month; month 0 is "the 6th" of no named month. weekday
// is 1 + time.Weekday where the text gives one beside the date.
type dayNode struct {
	year    yearRef
	month   time.Month
	day     int
	weekday int8
}

func (n dayNode) span(c clock) (span, bool) {
	if n.month == 0 {
		return n.dayOfMonth(c)
	}
	if n.year.given() {
		y, known := n.year.value(c)
		d, ok := date(y, n.month, n.day)
		return span{d, d, Day}, ok && known
	}
	if !c.known {
		return span{}, false
	}
	d, ok := n.near(c)
	if n.weekday == 0 || ok && d.Weekday() == time.Weekday(n.weekday-1) {
		return span{d, d, Day}, ok
	}
	// "Sunday, March 31": the weekday finds the year where the tense does not.
	for _, y := range [...]int{0, -1, 1} {
		if e, ok := date(c.day.Year()+y, n.month, n.day); ok && e.Weekday() == time.Weekday(n.weekday-1) {
			return span{e, e, Day}, true
		}
	}
	return span{d, d, Day}, ok
}

// near is the last such day up to the clock, or the next one from it; eight
// years hold a 29 February in any case.
func (n dayNode) near(c clock) (time.Time, bool) {
	step := -1
	if c.future {
		step = 1
	}
	for i := range 9 {
		d, ok := date(c.day.Year()+step*i, n.month, n.day)
		if ok && (c.future && !d.Before(c.day) || !c.future && !d.After(c.day)) {
			return d, true
		}
	}
	return time.Time{}, false
}

// dayOfMonth resolves "the 6th" to the nearest month that fits.
func (n dayNode) dayOfMonth(c clock) (span, bool) {
	step := -1
	if c.future {
		step = 1
	}
	for i := range 4 {
		first := time.Date(c.day.Year(), c.day.Month()+time.Month(step*i), 1, 0, 0, 0, 0, time.UTC)
		d, ok := date(first.Year(), first.Month(), n.day)
		if ok && (c.future && !d.Before(c.day) || !c.future && !d.After(c.day)) {
			return span{d, d, Day}, c.known
		}
	}
	return span{}, false
}

// monthsNode is a run of months that comes every year: a month, a season, a
// quarter, a half, "the first three months". place is that of "last September".
type monthsNode struct {
	first time.Month
	n     int
	year  yearRef
	place place
	prec  Precision
}

func (n monthsNode) span(c clock) (span, bool) {
	if n.year.given() {
		y, ok := n.year.value(c)
		return months(y, n.first, n.n, n.prec), ok
	}
	if !c.known {
		return span{}, false
	}
	fits := func(s span) bool { // "in September", past: the last to have begun
		return !s.start.After(c.day)
	}
	forward := c.future
	switch {
	case n.place == last: // "last September": over before the article's day
		fits, forward = func(s span) bool { return s.end.Before(c.day) }, false
	case n.place == next: // "next September": begins after it
		fits, forward = func(s span) bool { return s.start.After(c.day) }, true
	case n.place == this: // "this winter": the running one, else this year's
		return n.running(c), true
	case c.future:
		fits = func(s span) bool { return !s.end.Before(c.day) }
	}
	for i := range 4 {
		y := c.day.Year() + 1 - i
		if forward {
			y = c.day.Year() - 1 + i
		}
		if s := months(y, n.first, n.n, n.prec); fits(s) {
			return s, true
		}
	}
	return span{}, false
}

// running is the run that holds the clock's day, else the one of its year.
func (n monthsNode) running(c clock) span {
	prev := months(c.day.Year()-1, n.first, n.n, n.prec)
	if !prev.end.Before(c.day) {
		return prev
	}
	return months(c.day.Year(), n.first, n.n, n.prec)
}

// yearsNode is one year or a run of years: "2014", "2014-16", "the 1990s".
type yearsNode struct{ lo, hi int }

func (n yearsNode) span(clock) (span, bool) {
	if n.lo == n.hi {
		return years(n.lo, n.hi, Year), true
	}
	return years(n.lo, n.hi, Interval), true
}

// weekdayNode is a day of the week. week, where given, is the week it lies in
// ("Monday of last week").
type weekdayNode struct {
	day   time.Weekday
	place place
	week  place
}

// span takes the nearest day up to the clock, or from it on where the clause is
// about the future: a report names its own day by weekday too. (Of the dated
// reports and stories measured, ten have a future verb and their own weekday
// bare: nine mean that day, one every week.) "last" and "next" exclude it, and
// "next Friday" is the first Friday to come: right in five of the seven reports
// that add the date; the other two mean the week after.
func (n weekdayNode) span(c clock) (span, bool) {
	if n.week != bare {
		d := monday(c.day).AddDate(0, 0, 7*n.week.shift()+(int(n.day)+6)%7)
		return span{d, d, Day}, c.known
	}
	forward := n.place == next || c.future && n.place != last
	gap := (int(c.day.Weekday()) - int(n.day) + 7) % 7
	if forward {
		gap = (int(n.day) - int(c.day.Weekday()) + 7) % 7
	}
	if gap == 0 && (n.place == last || n.place == next) {
		gap = 7
	}
	if !forward {
		gap = -gap
	}
	d := c.day.AddDate(0, 0, gap)
	return span{d, d, Day}, c.known
}

// unitNode is the unit around the clock, or n of them on: "last week" is -1.
type unitNode struct {
	unit unit
	n    int
}

func (n unitNode) span(c clock) (span, bool) {
	return n.unit.around(n.unit.move(c.day, n.n)), c.known
}

// weekendNode is a Saturday and Sunday: bare or "this", by tense the last to
// have begun or the next to end; "last" and "next" leave the running one out.
type weekendNode struct{ place place }

func (n weekendNode) span(c clock) (span, bool) {
	s := weekendUnit.around(c.day)
	week := func(k int) span { return span{s.start.AddDate(0, 0, 7*k), s.end.AddDate(0, 0, 7*k), Interval} }
	inside := !c.day.Before(s.start)
	switch {
	case n.place == last, n.place == bare && !c.future && !inside:
		return week(-1), c.known
	case n.place == next && inside:
		return week(1), c.known
	case n.place == this && !c.future && c.day.Weekday() <= time.Tuesday && !inside:
		// "this weekend" told on a Monday or Tuesday in the past tense is over.
		return week(-1), c.known
	}
	return s, c.known
}

// nightNode is the night up to the article's day: "overnight".
type nightNode struct{}

func (nightNode) span(c clock) (span, bool) {
	return span{c.day.AddDate(0, 0, -1), c.day, Interval}, c.known
}

// soFarNode is the part of a running unit that is over, or yet to come:
// "earlier this year", "later this month".
type soFarNode struct {
	of    node
	later bool
}

func (n soFarNode) span(c clock) (span, bool) {
	s, ok := n.of.span(c)
	if !ok || c.day.Before(s.start) || c.day.After(s.end) {
		return s, ok
	}
	if n.later {
		s.start = c.day
	} else {
		s.end = c.day
	}
	return s, true
}

// partNode is a third of a unit: 0 "early", 1 "mid", 2 "late". The words have no
// fixed length; thirds keep the three apart.
type partNode struct {
	of   node
	part int
}

func (n partNode) span(c clock) (span, bool) {
	s, ok := n.of.span(c)
	if n.part == 0 || n.part == 1 || n.part == 2 {
		s = s.third(n.part)
	}
	return s, ok
}

// weekOfNode is a week of a month, from its first day on, or its last seven
// days: "the first week of May". n is 1 to 4, or -1.
type weekOfNode struct {
	of node
	n  int
}

func (n weekOfNode) span(c clock) (span, bool) {
	s, ok := n.of.span(c)
	if n.n < 0 {
		return span{s.end.AddDate(0, 0, -6), s.end, Week}, ok
	}
	from := s.start.AddDate(0, 0, 7*(n.n-1))
	return span{from, from.AddDate(0, 0, 6), Week}, ok
}

// holdingNode is the week that holds a day: "the week of 7 August".
type holdingNode struct{ of node }

func (n holdingNode) span(c clock) (span, bool) {
	s, ok := n.of.span(c)
	return weekUnit.around(s.start), ok
}

// windowNode is a stretch up to or from the article's day: "the past two
// weeks", "in the coming days". n is 0 where the text has a bare plural, which
// is read as less than one of the next larger unit; bare years have no date.
type windowNode struct {
	n    int
	unit unit
	next bool
}

func (n windowNode) span(c clock) (span, bool) {
	if n.n == 0 {
		switch n.unit {
		case hourUnit:
			n.n, n.unit = 1, dayUnit
		case dayUnit:
			n.n, n.unit = 1, weekUnit
		case weekUnit:
			n.n, n.unit = 1, monthUnit
		case monthUnit:
			n.n, n.unit = 1, yearUnit
		default:
			return span{}, false
		}
	}
	if n.next {
		return span{c.day, n.unit.move(c.day, n.n), Interval}, c.known
	}
	return span{n.unit.move(c.day, -n.n), c.day, Interval}, c.known
}

// rangeNode runs from one time to another. An end without a year, month or week
// of its own takes the one nearest to the other end.
type rangeNode struct{ lo, hi node }

func (n rangeNode) span(c clock) (span, bool) {
	lo, okLo := n.lo.span(clock{})
	hi, okHi := n.hi.span(clock{})
	switch {
	case okLo && okHi:
	case okHi:
		lo, okLo = n.lo.span(clock{day: hi.start, known: true})
	case okLo:
		hi, okHi = n.hi.span(clock{day: lo.start, known: true, future: true})
	case c.future:
		if lo, okLo = n.lo.span(c); okLo {
			hi, okHi = n.hi.span(clock{day: lo.start, known: c.known, future: true})
		}
	default:
		if hi, okHi = n.hi.span(c); okHi {
			lo, okLo = n.lo.span(clock{day: hi.start, known: c.known})
		}
	}
	return span{lo.start, hi.end, Interval}, okLo && okHi
}
