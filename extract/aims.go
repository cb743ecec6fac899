package extract

import "slices"

// reopened are the clauses and nouns that tell what of an agreement or of a
// relationship the predicate wants changed: "seeks to renegotiate the treaty",
// "took aim at revising the pact", "pushed for a renegotiation of the deal". Not
// where somebody else is to do it ("wants Chile to revise the treaty").
func (s *sentence) reopened(m match) []int {
	if m.kind == 'v' && slices.ContainsFunc(s.children(m.pred, "obj", "iobj"), func(k int) bool { return k != m.noun && len(s.actor(k)) > 0 }) {
		return nil
	}
	heads := []int{m.pred}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	var out []int
	for _, h := range heads {
		for _, k := range s.children(h, "xcomp", "advcl", "acl", "obl", "nmod", "obj") {
			if k > h && s.reopens(k) && (s.is(k, "obj") || s.has(k, []string{"mark", "case"}, "to", "at", "on", "for", "of", "about")) {
				out = append(out, k)
			}
		}
	}
	return out
}

// reopens says whether the word at k changes what was agreed, and names it.
func (s *sentence) reopens(k int) bool {
	switch {
	case redrawing[s.lemma(k)] && s.isVerb(k):
		o := s.objectOf(k)
		return o >= 0 && (s.isAccord(o) || s.lemma(k) != "reopen" && bonds[singular(s.lemma(o))])
	case redrafts[s.lemma(k)]:
		return slices.ContainsFunc(s.complementsOf([]int{k}), func(o int) bool { return s.isAccord(o) || bonds[singular(s.lemma(o))] })
	}
	return false
}

// isAccord says whether the noun at i, or what its terms are of, was agreed.
func (s *sentence) isAccord(i int) bool {
	if l := singular(s.lemma(i)); l != "term" && l != "provision" {
		return accords[l]
	}
	return slices.ContainsFunc(s.complementsOf([]int{i}), func(k int) bool { return accords[singular(s.lemma(k))] })
}

// counterparts are with whom the agreement or relationship is that the predicate
// wants changed.
func (s *sentence) counterparts(m match) []int {
	var out []int
	for _, r := range s.reopened(m) {
		for _, k := range s.subtree(r, s.elsewhere) {
			h := s.toks[k].Head
			if p := s.preposition(k); k > r && s.is(k, "nmod", "obl") && (p == "with" || p == "of" && s.lemma(h) == "membership") {
				out = append(out, k)
			}
		}
	}
	return out
}

// redrawing are the verbs, redrafts the nouns of changing what was agreed;
// accords are what states agree on, bonds how they stand to each other.
var (
	redrawing = setOf("redrawing")
	redrafts  = setOf("redrafts")
	accords   = setOf("accords")
	bonds     = setOf("bonds")
)

// curbs are the clauses and nouns of what the predicate sets out to end or to
// lessen: "made cutting imports a goal", "made it a priority to end the war",
// "the aim of defeating the rebels", "made the fight against piracy a priority".
func (s *sentence) curbs(m match) []int {
	heads := []int{m.pred}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	var out []int
	for _, h := range heads {
		for _, k := range s.children(h, "xcomp", "advcl", "acl", "nmod", "obj") {
			if k != m.noun && s.curbed(k) >= 0 && (s.toks[k].XPOS == "VBG" || s.toks[k].UPOS == "NOUN" || s.has(k, []string{"mark"}, "to")) {
				out = append(out, k)
			}
		}
	}
	return out
}

// curbed is what the word at k ends or lessens; -1 where it does not.
func (s *sentence) curbed(k int) int {
	if s.isVerb(k) {
		if o := s.objectOf(k); curbing[s.lemma(k)] && o > k {
			return o
		}
		return -1
	}
	for _, o := range s.children(k, "nmod") {
		switch p := s.preposition(o); {
		case struggles[s.lemma(k)] && p == "against", reductions[s.lemma(k)] && (p == "of" || p == "in" || p == "to"):
			return o
		}
	}
	return -1
}

// curbing are the verbs of ending and lessening, reductions and struggles the
// nouns.
var (
	curbing    = setOf("curbing")
	reductions = setOf("reductions")
	struggles  = setOf("struggles")
)
