package when

import "strings"

// scanner holds the lexemes of a sentence; the rules of the grammar are its
// methods. A rule looks at position i and answers with what it read.
type scanner struct{ lx []lexeme }

// match is what a rule read: the lexemes up to end, their kind and meaning.
type match struct {
	end  int
	kind Kind
	when node
}

// rule is one production of the grammar; it answers false where it does not apply.
type rule func(s scanner, i int) (match, bool)

// at is the lexeme at i; outside the sentence, an empty one.
func (s scanner) at(i int) lexeme {
	if i < 0 || i >= len(s.lx) {
		return lexeme{num: -1}
	}
	return s.lx[i]
}

// is says whether the lexeme at i is one of the words.
func (s scanner) is(i int, words ...string) bool {
	if i < 0 || i >= len(s.lx) {
		return false
	}
	low := s.lx[i].low
	for _, w := range words {
		if low == w {
			return true
		}
	}
	return false
}

// Find finds the time expressions of a sentence from left to right, the longest
// at each place; they do not overlap. "on Monday and Tuesday" has two.
func Find(words []Word) []Expr {
	s := scanner{lex(words)}
	var out []Expr
	for i := 0; i < len(s.lx); {
		m, ok := s.best(i)
		if !ok {
			i++
			continue
		}
		out = append(out, s.expr(words, i, m))
		i = m.end
	}
	return out
}

// best is the longest match at i that begins and ends with whole words.
func (s scanner) best(i int) (match, bool) {
	if !s.lx[i].first || !s.lx[i].start {
		return match{}, false
	}
	var best match
	for _, r := range [...]rule{
		scanner.ranges, scanner.holiday, scanner.phrase, scanner.weekday, scanner.offset,
		scanner.window, scanner.deictic, scanner.set, scanner.duration, scanner.modifier,
	} {
		m, ok := r(s, i)
		if ok && !s.at(m.end).first && s.is(m.end, "'s", "'") {
			m.end++ // a possessive that the tokeniser left on the word
		}
		if ok && m.end > best.end && s.at(m.end-1).last {
			best = m
		}
	}
	return best, best.end > i
}

// expr completes a match with its words, preposition and use.
func (s scanner) expr(words []Word, i int, m match) Expr {
	from, to := s.lx[i].word, s.lx[m.end-1].word+1
	e := Expr{From: from, To: to, Kind: m.kind, Text: join(words[from:to]), when: m.when}
	j := s.prep(i, &e)
	e.Attributive = s.attributive(i, m.end)
	if e.Prep == "since" && s.comparison(j) || s.nameAfter(m) {
		e.Kind = Modifier
	}
	if e.Kind == Modifier || e.Kind == Set || e.Kind == Duration {
		e.when = nil
	}
	return e
}

// prep finds the governing preposition before i, over hedges and an opening
// "the", and returns its position.
func (s scanner) prep(i int, e *Expr) int {
	j := i - 1
	for hedge(s.at(j).low) && !datePrep(s.at(j).low) || s.is(j, "about", "around") && datePrep(s.at(j-1).low) {
		j--
	}
	if s.is(j, "at") && s.is(j+1, "least") && datePrep(s.at(j-1).low) {
		j--
	}
	switch w := s.at(j).low; {
	case w == "of" && s.is(j-1, "ahead"), w == "of" && s.is(j-1, "as"), w == "to" && s.is(j-1, "prior", "up"), w == "from" && s.is(j-1, "as"):
		e.Prep = s.at(j-1).low + " " + w
	case datePrep(w):
		e.Prep = w
	}
	return j
}

// attributive says whether the expression i..end modifies a noun after it:
// through a possessive, or between a determiner and a noun.
func (s scanner) attributive(i, end int) bool {
	if s.is(end-1, "'s", "'") || s.is(end, "'s", "'") {
		return true
	}
	return s.at(end).nominal() && !s.is(i, "the", "this") && (determiner(s.at(i-1).low) || s.at(i-1).tag == "JJ" && determiner(s.at(i-2).low))
}

// comparison says whether the words before a "since" at j compare or count, so
// that its date is not the event's: "the first visit since 1979", "the worst
// attack since Sunday".
func (s scanner) comparison(j int) bool {
	for k := j - 1; k >= 0 && k >= j-6; k-- {
		switch l := s.at(k); {
		case l.tag == "JJS", l.tag == "RBS", l.ord > 0 && l.letters():
			return true
		case s.is(k, "first", "only", "most", "worst", "biggest", "largest", "highest", "lowest", "deadliest", "last", "latest", "time"):
			return true
		case !l.letters() && l.num < 0:
			return false
		}
	}
	return false
}

// nameAfter says whether a day without a year stands in a name: "March 14
// Alliance", "September 11 attacks".
func (s scanner) nameAfter(m match) bool {
	d, ok := m.when.(dayNode)
	if !ok || d.year.given() {
		return false
	}
	l := s.at(m.end)
	return l.upper && nameHead(l.low) ||
		d.month == 9 && d.day == 11 && (strings.HasPrefix(l.low, "attack") || strings.HasPrefix(l.low, "terror") || l.low == "hijackings")
}

// join writes words as in the text where their offsets show that they touch,
// else with spaces.
func join(words []Word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 && (w.Start != words[i-1].End || w.End == 0) {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}
