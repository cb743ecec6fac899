package when

import "time"

// Days are time.Time values at midnight UTC; the years 1 to 9999 exist.

// span is a run of whole days, both ends inclusive.
type span struct {
	start, end time.Time
	prec       Precision
}

// civil drops the clock and the zone: the day as the caller's calendar shows it.
func civil(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// date makes a day, unless the month has no such day.
func date(y int, m time.Month, d int) (time.Time, bool) {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t, t.Month() == m && t.Day() == d
}

// months is the span of n whole months from the first of a month; m may run
// over the ends of the year.
func months(y int, m time.Month, n int, p Precision) span {
	start := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	return span{start, start.AddDate(0, n, -1), p}
}

// years is the span of the years from lo to hi.
func years(lo, hi int, p Precision) span {
	return months(lo, time.January, 12*(hi-lo+1), p)
}

// monday is the first day of t's week; weeks run from Monday to Sunday (ISO 8601).
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -((int(t.Weekday()) + 6) % 7))
}

// addMonths moves a day by whole months and stays inside the month: a month
// before 31 March is the last of February.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// move shifts a day by n units.
func (u unit) move(t time.Time, n int) time.Time {
	switch u {
	case hourUnit:
		return t.AddDate(0, 0, n/24)
	case dayUnit:
		return t.AddDate(0, 0, n)
	case weekUnit, weekendUnit:
		return t.AddDate(0, 0, 7*n)
	case fortnightUnit:
		return t.AddDate(0, 0, 14*n)
	case monthUnit:
		return addMonths(t, n)
	case quarterUnit:
		return addMonths(t, 3*n)
	case yearUnit:
		return addMonths(t, 12*n)
	case decadeUnit:
		return addMonths(t, 120*n)
	case centuryUnit:
		return addMonths(t, 1200*n)
	}
	return t
}

// around is the calendar unit that holds the day t.
func (u unit) around(t time.Time) span {
	switch u {
	case weekUnit, fortnightUnit:
		m := monday(t)
		return span{m, m.AddDate(0, 0, 6), Week}
	case weekendUnit:
		m := monday(t)
		return span{m.AddDate(0, 0, 5), m.AddDate(0, 0, 6), Interval}
	case monthUnit:
		return months(t.Year(), t.Month(), 1, Month)
	case quarterUnit:
		return months(t.Year(), (t.Month()-1)/3*3+1, 3, Quarter)
	case yearUnit:
		return years(t.Year(), t.Year(), Year)
	case decadeUnit:
		lo := t.Year() / 10 * 10
		return years(lo, lo+9, Interval)
	case centuryUnit:
		lo := (t.Year()-1)/100*100 + 1
		return years(lo, lo+99, Interval)
	}
	return span{t, t, Day}
}

// third keeps the first, middle or last third of a span: of three or more whole
// months in months, else in days; of fewer than three days it keeps all.
func (s span) third(part int) span {
	n := 12*(s.end.Year()-s.start.Year()) + int(s.end.Month()-s.start.Month()) + 1
	if n >= 3 && s.start.Day() == 1 && s.end.AddDate(0, 0, 1).Day() == 1 {
		from := s.start.AddDate(0, n*part/3, 0)
		return span{from, s.start.AddDate(0, n*(part+1)/3, -1), s.prec}
	}
	if n = s.days(); n < 3 {
		return s
	}
	from, to := s.start.AddDate(0, 0, n*part/3), s.start.AddDate(0, 0, n*(part+1)/3-1)
	return span{from, to, s.prec}
}

// days is the number of days.
func (s span) days() int { return int(s.end.Sub(s.start).Hours()/24) + 1 }

// valid says whether a span lies in the years that can be written and runs forward.
func (s span) valid() bool {
	return !s.end.Before(s.start) && s.start.Year() >= 1 && s.end.Year() <= 9999
}

// value writes a span down; see Value for the choice of the date.
func (s span) value() Value {
	v := Value{Precision: s.prec, Start: s.start.Format(time.DateOnly), End: s.end.Format(time.DateOnly)}
	switch days := s.days(); {
	case days == 1 && s.prec == Interval:
		v.Precision, v.Date = Day, v.Start
	case s.prec == Day:
		v.Date = v.Start
	case s.prec == Year, s.prec == Quarter:
		v.Date = v.Start[:4]
	case s.prec == Month, s.prec == Week, days <= 7, v.Start[:7] == v.End[:7]:
		v.Date = v.Start[:7]
	default:
		v.Date = v.Start[:4]
	}
	return v
}
