package when

import "reflect"

// ranges reads a time that runs from one day, month or year to another: "from 3
// to 5 May 2016", "between May and July", "Monday to Wednesday", "May 3-5".
func (s scanner) ranges(i int) (match, bool) {
	if m, ok := s.dayRun(i); ok {
		return m, true
	}
	from := s.is(i-1, "from")
	between := s.is(i-1, "between")
	lo, ok := s.end(i, from || between)
	if !ok {
		return match{}, false
	}
	j := lo.end
	switch {
	case between && s.is(j, "and"):
	case s.is(j, "to", "through", "until", "till", "-") && !between:
	default:
		return match{}, false
	}
	hi, ok := s.end(j+1, true)
	if !ok || !from && !between && reflect.TypeOf(lo.when) != reflect.TypeOf(hi.when) {
		return match{}, false
	}
	kind := lo.kind
	if hi.kind == Absolute {
		kind = Absolute
	}
	return match{hi.end, kind, rangeNode{lo.when, hi.when}}, true
}

// end reads one end of a range.
func (s scanner) end(i int, free bool) (match, bool) {
	if l := s.at(i); free && s.at(i+1).nominal() && l.isYear() {
		return match{}, false // "from 2000 soldiers to 3000"
	}
	best, ok := s.calendar(i, free)
	for _, r := range [...]rule{scanner.weekday, scanner.phrase} {
		if m, is := r(s, i); is && m.when != nil && m.end > best.end {
			best, ok = m, true
		}
	}
	return best, ok
}

// dayRun reads days of one month that name it once: "3 to 5 May 2016", "May
// 3-5, 2016", "the 3rd and 4th of May".
func (s scanner) dayRun(i int) (match, bool) {
	j := i
	if s.is(j, "the") {
		j++
	}
	if l := s.at(j); (l.isDay() || l.ord > 0 && !l.letters()) && s.is(j+1, "to", "-", "and", "through", "until") {
		k := j + 2
		hi, end := s.dayMonth(k)
		d := max(l.num, l.ord)
		if hi.day <= d || s.at(k).letters() && !s.is(k, "the") {
			return match{}, false
		}
		lo := hi
		lo.day = d
		return match{end, Absolute, rangeNode{lo, hi}}, true
	}
	lo, k := s.dayMonth(i)
	if lo.day == 0 || lo.year.given() || !s.is(k, "to", "-", "and", "through", "until") {
		return match{}, false
	}
	h := k + 1
	if s.is(h, "the") {
		h++
	}
	l := s.at(h)
	d := max(l.num, l.ord)
	if d <= lo.day || d > 31 || l.letters() || l.width > 2 || s.at(h+1).nominal() && s.is(k, "and", "to") {
		return match{}, false
	}
	if _, ok := monthOf(s.at(h + 1).low); ok {
		return match{}, false
	}
	hi := lo
	hi.day = d
	y, end := s.yearTail(h + 1)
	lo.year, hi.year = y, y
	return match{end, Absolute, rangeNode{lo, hi}}, true
}
