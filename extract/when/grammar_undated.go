package when

// The rules for times that have no date.

// set reads repeated times: "every Tuesday", "each year", "on Tuesdays",
// "annually", "twice a week".
func (s scanner) set(i int) (match, bool) {
	if weekdayPlural(s.at(i).low) {
		return match{i + 1, Set, nil}, true
	}
	if always, byTag := often(s.at(i).low); always || byTag && (s.at(i).tag == "RB" || s.at(i).tag == "ADV") {
		return match{i + 1, Set, nil}, true
	}
	j := i + 1
	switch {
	case s.is(i, "every", "each"):
		if s.is(j, "other", "few") || s.at(j).ord > 0 || s.at(j).num > 0 {
			j++
		} else if _, ok := cardinalOf(s.at(j).low); ok {
			j++
		}
	case s.is(i, "once", "twice", "times") && s.is(j, "a", "an", "per", "every", "each"):
		j++
	case s.is(i, "per"):
	default:
		return match{}, false
	}
	low := s.at(j).low
	u, _ := unitOf(low)
	_, _, day := weekdayOf(low)
	_, month := monthOf(low)
	_, season := seasonOf(low)
	named := day || month && s.at(j).upper || season || dayPart(low)
	return match{j + 1, Set, nil}, u != noUnit || named && !s.is(i, "per")
}

// duration reads lengths of time: "three years", "a week", "two-day". Ages
// ("53-year-old", "16 years old") are none.
func (s scanner) duration(i int) (match, bool) {
	n, j := s.count(i)
	if j == i || n > 10000 {
		return match{}, false
	}
	if s.is(j, "-") {
		j++
	}
	u, _ := unitOf(s.at(j).low)
	if u == noUnit || u == quarterUnit || s.is(j+1, "old") || s.is(j+1, "-") && s.is(j+2, "old", "olds") {
		return match{}, false
	}
	return match{j + 1, Duration, nil}, true
}

// modifier reads a year inside a name: "the 2015 nuclear deal", "the 2014-15
// season", "2018 elections". Before a plural noun without an article it may as
// well count, and is left alone.
func (s scanner) modifier(i int) (match, bool) {
	if !s.at(i).isYear() {
		return match{}, false
	}
	_, end := s.yearRun(i)
	plural := s.at(end).tag == "NNS" && !determiner(s.at(i-1).low)
	return match{end, Modifier, nil}, s.at(end).nominal() && !plural
}
