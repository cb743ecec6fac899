package extract

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// blamedFor fills in whom a stance is taken against that names no more than what was
// decided in the story before: "criticised the decision" criticises who decided.
func (s *sentence) blamedFor(st *schema.Statement, m match) {
	if st.Relation != "condemned" || len(st.Recipients) > 0 || len(st.Actors) == 0 || m.kind != 'v' {
		return
	}
	for _, i := range s.logicalObjects(m.pred) {
		if decided[s.lemma(i)] && s.toks[i].XPOS == "NN" && s.at[i] == nil && s.bareUnder(i, "the", "this", "that") {
			st.Recipients = without(s.decider(i), slices.Concat(st.Actors, s.alsoStates(st.Actors)))
		}
	}
}

// bareUnder says whether the noun at i stands with one of the articles alone: "the
// decision", "these rebels".
func (s *sentence) bareUnder(i int, articles ...string) bool {
	return s.has(i, []string{"det"}, articles...) && !slices.ContainsFunc(s.kids[i], func(k int) bool {
		return !s.is(k, "det", "punct", "case", "acl:relcl", "conj", "cc")
	})
}

// decider is who the story says last, before token i, to have decided or announced
// something.
func (s *sentence) decider(i int) []schema.Ref {
	for k := s.idx; k >= 0; k-- {
		at, end := s.st.sents[k], i
		if k < s.idx {
			end = len(at.toks)
		}
		for v := end - 1; v >= 0; v-- {
			if !decides[at.lemma(v)] || !at.isVerb(v) || at.quoteStart(v) >= 0 {
				continue
			}
			var out []schema.Ref
			for _, by := range at.logicalSubjects(v) {
				out = append(out, exceptRefs(at.actors(by), func(r schema.Ref) bool { return r.State == "" && !r.Linked })...)
			}
			if len(out) > 0 {
				return dedupe(out)
			}
		}
	}
	return nil
}

// decided are the nouns for what somebody has made known to have settled.
var decided = setOf("decided")

// decides are the verbs by which that is told.
var decides = setOf("decides")
