package extract

import (
	"slices"
	"time"

	"github.com/entente-kg/entente/extract/when"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// timed is a time expression with the clause that it stands in.
type timed struct {
	expr   when.Expr
	clause int // the clause head, or the event noun that it modifies
}

// findTimes finds the sentence's time expressions and ties each to a clause.
func (s *sentence) findTimes() {
	for _, e := range when.Find(s.timeWords()) {
		head := s.spanHead(e.From, e.To)
		c := s.clause(head)
		if e.Attributive && s.toks[head].Head >= 0 {
			c = s.toks[head].Head
		}
		s.times = append(s.times, timed{e, c})
	}
}

func (s *sentence) spanHead(from, to int) int {
	for i := from; i < to; i++ {
		if h := s.toks[i].Head; h < from || h >= to {
			return i
		}
	}
	return from
}

// date is when predicate p happened: the time expression that governs it,
// resolved against the article's day. Without one, an event of the main clause
// of a brief takes the report's day (see brief).
func (s *sentence) date(p int, t truth) (when.Value, string) {
	anchor, err := time.Parse(time.DateOnly, s.st.day)
	if err != nil {
		return s.absolute(p)
	}
	for _, c := range s.timeClauses(p) {
		for _, x := range s.times {
			if x.clause != c && !(s.toks[p].UPOS == "NOUN" && x.clause == p) {
				continue
			}
			if v, ok := x.expr.Resolve(anchor, s.tenseAt(c, p, t.tense)); ok {
				return v, schema.FromText
			}
		}
	}
	if s.brief(p, t) {
		v, err := when.ParseDate(s.st.day)
		if err == nil {
			return v, schema.FromReport
		}
	}
	return when.Value{}, schema.FromNone
}

// dated is a statement that its own words date.
type dated struct {
	sent int
	schema.Statement
}

// fillAnchor dates what the sentence tells by what the one before it dated: what was
// going on then ("The two were attending a summit"), and what a quotation goes on to
// say of the same act of the same parties ("We have pledged …").
func (s *sentence) fillAnchor(st *schema.Statement, p int) {
	going := s.toks[p].XPOS == "VBG" && s.toks[p].Head < 0 && s.has(p, []string{"aux"}, "be") && slices.ContainsFunc(s.children(p, "aux"), func(k int) bool { return s.toks[k].XPOS == "VBD" })
	again := s.toks[p].XPOS == "VBN" && s.has(p, []string{"aux"}, "have") && s.quoteStart(p) >= 0
	if !going && !again {
		return
	}
	mine := s.st.asStates(st.Actors)
	for n := len(s.st.dated) - 1; n >= 0 && s.st.dated[n].sent >= s.idx-1; n-- {
		d := s.st.dated[n]
		if d.sent == s.idx || again && d.Type != st.Type || len(mine) == 0 || !covers(s.st.asStates(slices.Concat(d.Actors, d.Recipients)), mine) {
			continue
		}
		st.Date, st.Precision, st.DateStart, st.DateEnd, st.DateSource = d.Date, d.Precision, d.DateStart, d.DateEnd, d.DateSource
		return
	}
}

// tenseAt is the tense in which the time of clause c is read: an outer clause in the
// past tense has its own ("said on Sunday that they would leave").
func (s *sentence) tenseAt(c, p int, inner when.Tense) when.Tense {
	if c != p && s.toks[c].XPOS == "VBD" && s.child(c, "aux") < 0 {
		return when.Past
	}
	return inner
}

// absolute serves articles without a day: only full dates can be resolved.
func (s *sentence) absolute(p int) (when.Value, string) {
	for _, c := range s.timeClauses(p) {
		for _, x := range s.times {
			if x.clause == c && x.expr.Kind == when.Absolute {
				if v, err := when.ParseDate(x.expr.Text); err == nil {
					return v, schema.FromText
				}
			}
		}
	}
	return when.Value{}, schema.FromNone
}

// timeClauses are the clauses whose time is p's time, nearest first: its own,
// those it is a complement or conjunct of, and the clause that an event noun
// stands in. A relative clause, a condition or a clause of its own tense keeps
// its time to itself.
func (s *sentence) timeClauses(p int) []int {
	out := []int{p}
	for n, i := 0, p; n < len(s.toks); n++ {
		h := s.toks[i].Head
		if h < 0 || s.is(i, "acl:relcl", "appos") {
			break
		}
		if s.is(i, "advcl") && s.child(i, "mark") >= 0 && !s.has(i, []string{"mark"}, "to", "by") {
			break
		}
		if s.is(i, "acl") && s.toks[i].XPOS != "VBG" && !s.has(i, []string{"mark"}, "to") {
			break
		}
		if s.told(i, h) {
			break
		}
		i = h
		out = append(out, i)
		if s.st.c.truth[s.lemma(i)] == "implied" { // "began to deploy X this year": the time hangs on either verb
			out = append(out, s.children(i, "xcomp")...)
		}
	}
	return out
}

// told says whether the clause at i tells in the past what is said at h: the time of
// the saying is not its time ("said on Sunday that it had fled"), but for words that
// the saying announces ("said on Sunday that both pledged support").
func (s *sentence) told(i, h int) bool {
	if !s.is(i, "ccomp", "parataxis") || s.st.c.speech[s.lemma(h)] != "said" || !s.isVerb(h) || s.st.c.speech[s.lemma(i)] != "" || s.st.c.truth[s.lemma(i)] != "" {
		return false
	}
	return s.toks[i].XPOS == "VBD" || slices.ContainsFunc(s.children(i, "aux", "aux:pass", "cop"), func(k int) bool {
		return s.lemma(k) == "have" || s.toks[k].XPOS == "VBD"
	})
}

// briefLength is how many sentences with a verb a brief may have: names of sources
// behind a report make it no longer.
const briefLength = 3

// brief says whether the report's own day dates p: a main-clause event of a brief
// whose date was given, neither planned nor supposed nor a background noun. What
// is told beside it in the present is of the day, too.
func (s *sentence) brief(p int, t truth) bool {
	if s.st.article.DateSource == schema.DateInferred || s.st.told > briefLength || t.modality != schema.Asserted {
		return false
	}
	if s.toks[p].UPOS == "NOUN" && s.is(p, "nmod", "obl", "compound", "amod") && !s.setting(p) {
		return false
	}
	for n, i := 0, p; n < len(s.toks) && s.toks[i].Head >= 0; n++ {
		if s.is(i, "acl", "advcl") && s.toks[i].XPOS != "VBG" && !s.has(i, []string{"mark"}, "after", "as") && !s.ofTheDay(i) && !s.comesTrue(i, s.toks[i].Head) {
			return false
		}
		i = s.toks[i].Head
	}
	return true
}

// setting says whether the event noun at p is what the clause's act was done in
// or by: "killed in fighting", "agreed at talks".
func (s *sentence) setting(p int) bool {
	switch s.preposition(p) {
	case "in", "during", "at", "by":
		h := s.toks[p].Head
		return s.is(p, "obl") && h >= 0 && s.isVerb(h)
	}
	return false
}

// ofTheDay says whether the subordinate clause at i is in the present tense of
// briefs ("while police arrest", ", which he denies") and no condition.
func (s *sentence) ofTheDay(i int) bool {
	if s.has(i, []string{"mark"}, "if", "unless", "whether", "that") {
		return false
	}
	if s.is(i, "acl:relcl") {
		first := slices.Min(s.subtree(i, nil))
		return s.present(i) && (s.toks[first].Form == "," || first > 0 && s.toks[first-1].Form == ",")
	}
	return s.is(i, "advcl") && s.present(i) && s.child(i, "mark", "advmod") >= 0
}

// present says whether the verb at i is finite and in the present tense.
func (s *sentence) present(i int) bool {
	isPresent := func(k int) bool { return s.toks[k].XPOS == "VBZ" || s.toks[k].XPOS == "VBP" }
	if aux := s.children(i, "aux", "cop"); len(aux) > 0 {
		return !slices.ContainsFunc(aux, func(k int) bool { return !isPresent(k) || s.lemma(k) == "have" })
	}
	return isPresent(i)
}

// tells says whether the sentence has a verb. What looks like one at the end of a
// topic, with nothing behind it, is a noun in a list of topics: "Gao strikes, Attacks
// in Mali during the war".
func (s *sentence) tells() bool {
	for i, t := range s.toks {
		if t.UPOS == "AUX" || t.UPOS == "VERB" && !s.endsTopic(i) {
			return true
		}
	}
	return false
}

// endsTopic says whether the word at i ends a topic of a line without a full stop
// and has nothing but its own name before it.
func (s *sentence) endsTopic(i int) bool {
	last := s.toks[len(s.toks)-1]
	if last.UPOS == "PUNCT" || s.src.Kind == nlp.Title || i+1 < len(s.toks) && s.toks[i+1].Form != "," || s.toks[i].XPOS != "VBZ" && s.toks[i].XPOS != "VBP" {
		return false
	}
	if !slices.ContainsFunc(s.toks, func(t nlp.Token) bool { return t.Form == "," }) {
		return false
	}
	return i == 1 || i > 1 && s.toks[i-2].Form == ","
}

// plannedFor is when the content of a promise or plan is to happen: a time
// expression of its clauses, read as future.
func (s *sentence) plannedFor(clauses []int) string {
	anchor, err := time.Parse(time.DateOnly, s.st.day)
	if err != nil {
		return ""
	}
	for _, c := range clauses {
		for _, x := range s.times {
			if x.clause != c && !s.within(x.clause, c) {
				continue
			}
			if v, ok := x.expr.Resolve(anchor, when.Future); ok {
				return v.Date
			}
		}
	}
	return ""
}

// within says whether clause i lies below c without a relative clause between.
func (s *sentence) within(i, c int) bool {
	for n := 0; n < len(s.toks) && i >= 0 && i != c; n++ {
		if s.is(i, "acl:relcl") {
			return false
		}
		i = s.toks[i].Head
	}
	return i == c
}
