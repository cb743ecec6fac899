package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/extract/rules"
)

// pattern is one compiled predicate pattern of a rule.
type pattern struct {
	rule     *rules.Rule
	kind     byte     // v, n, a
	word     string   // the lemma of the predicate
	particle string   // "down" of "shoot down"
	nouns    []string // object nouns of "hold + talks"
	rank     int      // how specific: more words first
}

// lexicon finds patterns by the lemma of their head.
type lexicon map[string][]pattern

func newLexicon(set *rules.Set) lexicon {
	lex := lexicon{}
	for i := range set.Rules {
		r := &set.Rules[i]
		for _, v := range r.Verbs {
			lex.addVerb(r, v)
		}
		for _, n := range r.Nouns {
			lex[n] = append(lex[n], pattern{rule: r, kind: 'n', word: n, rank: min(len(r.Words), 1) + min(len(r.And), 1) + standing(r)})
		}
		for _, a := range r.Adjs {
			lex[a] = append(lex[a], pattern{rule: r, kind: 'a', word: a, rank: min(len(r.Words), 1) + min(len(r.And), 1) + standing(r)})
		}
	}
	for _, ps := range lex {
		slices.SortStableFunc(ps, func(a, b pattern) int { return b.rank - a.rank })
	}
	return lex
}

// standing puts a rule that is content with nobody to have acted behind all that
// name who did.
func standing(r *rules.Rule) int {
	if slices.Contains(r.Need, "target") {
		return -100
	}
	return 0
}

func (lex lexicon) addVerb(r *rules.Rule, text string) {
	head, nouns, _ := strings.Cut(text, "+")
	words := strings.Fields(head)
	p := pattern{rule: r, kind: 'v', rank: min(len(r.Words), 1) + min(len(r.And)+len(r.Said), 1) + min(len(r.Only), 1) + standing(r)}
	if len(words) > 1 {
		p.particle, p.rank = words[1], p.rank+2
	}
	if nouns = strings.TrimSpace(nouns); nouns != "" {
		p.nouns, p.rank = strings.Split(nouns, "|"), p.rank+4
	}
	for _, verb := range strings.Split(words[0], "|") {
		p.word = verb
		lex[verb] = append(lex[verb], p)
	}
}

// verbs lists the lemmas of the verb patterns.
func (lex lexicon) verbs() []string {
	var out []string
	for l, ps := range lex {
		if slices.ContainsFunc(ps, func(p pattern) bool { return p.kind == 'v' }) {
			out = append(out, l)
		}
	}
	return out
}

// matches lists the sentence's pattern matches, outer predicates before what
// depends on them, specific patterns before general ones.
func (s *sentence) matches() []match {
	type ranked struct {
		match
		depth, rank int
	}
	var found []ranked
	for i := range s.toks {
		for _, p := range s.patternsAt(i) {
			if noun, ok := s.fits(i, p); ok {
				found = append(found, ranked{match{p.rule, i, noun, p.kind, s.sense(p, noun)}, s.depth(i), p.rank})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.pred, b.pred), cmp.Compare(b.rank, a.rank))
	})
	out := make([]match, len(found))
	for i, f := range found {
		out[i] = f.match
	}
	return out
}

// sense is the pattern's sense, with the object noun that was found.
func (s *sentence) sense(p pattern, noun int) rules.Sense {
	x := rules.Sense{Relation: p.rule.Relation, Kind: map[byte]string{'v': "verb", 'n': "noun", 'a': "adj"}[p.kind], Predicate: p.word}
	if p.particle != "" {
		x.Predicate += " " + p.particle
	}
	if noun < 0 {
		return x
	}
	for _, n := range p.nouns {
		if n == s.lemma(noun) || n == singular(s.lower(noun)) {
			x.Predicate += " + " + n
			return x
		}
	}
	x.Predicate += " + operation" // of a name that begins so
	return x
}

// patternsAt are the patterns of the token's lemma, and of its form where that
// is an adjective of its own ("opposed").
func (s *sentence) patternsAt(i int) []pattern {
	ps := s.st.c.lexicon[s.lemma(i)]
	if len(ps) == 0 {
		ps = s.st.c.lexicon[singular(s.lower(i))]
	}
	if f := s.lower(i); f != s.lemma(i) {
		ps = slices.Concat(ps, s.st.c.lexicon[f])
	}
	return ps
}

func (s *sentence) depth(i int) int {
	n := 0
	for ; i >= 0 && n < len(s.toks); i = s.toks[i].Head {
		n++
	}
	return n
}

// fits holds the token against the pattern; for "hold + talks" it also gives
// the object noun.
func (s *sentence) fits(i int, p pattern) (noun int, ok bool) {
	noun = -1
	switch p.kind {
	case 'v':
		if !s.isVerb(i) || s.is(i, "aux", "cop", "amod", "compound") {
			return -1, false
		}
		if slices.Contains(p.rule.Only, "unwilling") && !s.negated(i) {
			return -1, false
		}
		if p.particle != "" && !s.hasParticle(i, p.particle) {
			return -1, false
		}
		if p.nouns != nil {
			if noun = s.objectNoun(i, p.nouns); noun < 0 {
				return -1, false
			}
		}
	case 'n':
		if s.toks[i].UPOS != "NOUN" && s.toks[i].UPOS != "PROPN" || s.at[i] != nil && s.at[i].kind != aName || s.is(i, "compound", "flat") {
			return -1, false
		}
	case 'a':
		if s.toks[i].UPOS == "ADP" && len(s.tokens(match{rule: p.rule, pred: i, noun: -1, kind: 'a'}, "governed")) == 0 {
			return -1, false
		}
		if s.toks[i].UPOS != "ADJ" && s.toks[i].UPOS != "VERB" && s.toks[i].UPOS != "ADV" && s.toks[i].UPOS != "NOUN" && s.toks[i].UPOS != "ADP" {
			return -1, false
		}
	}
	return noun, s.wordsFit(i, p.rule)
}

// hasParticle says whether the word stands right behind verb i, depends on it,
// or tells of its object what became of it ("left two soldiers dead").
func (s *sentence) hasParticle(i int, word string) bool {
	if i+1 < len(s.toks) && s.lower(i+1) == word || s.has(i, []string{"compound:prt", "advmod", "obl", "case", "obl:npmod", "xcomp", "obj", "amod"}, word) {
		return true
	}
	return slices.ContainsFunc(s.kids[i], func(o int) bool {
		return s.is(o, "obj") && slices.ContainsFunc(s.children(o, "amod"), func(k int) bool { return k > o && s.lower(k) == word })
	})
}

// objectNoun is an object of verb i (in the passive its subject, else a
// prepositional one: "agreed to a truce"), or what is coordinated with it, with
// one of the lemmas.
func (s *sentence) objectNoun(i int, nouns []string) int {
	objs := append(slices.Clone(s.logicalObjects(i)), s.children(i, "iobj")...)
	for _, k := range s.children(i, "obl") {
		switch s.preposition(k) {
		case "following", "after", "amid", "before", "since", "during", "despite", "until", "at":
		default:
			objs = append(objs, k)
		}
	}
	for _, o := range objs {
		for _, k := range s.children(o, "compound", "nmod:desc") { // "its frigate Tana"
			if k < o && s.toks[o].UPOS == "PROPN" && slices.Contains(nouns, s.lemma(k)) {
				return k
			}
		}
		for _, c := range append(s.conjuncts(o), s.measured(o)...) {
			if slices.Contains(nouns, s.lemma(c)) || slices.Contains(nouns, singular(s.lower(c))) || s.titled(c, nouns) {
				return c
			}
		}
	}
	return -1
}

// titled says whether the name at i begins with one of the nouns: "Operation
// Blue Flag".
func (s *sentence) titled(i int, nouns []string) bool {
	return slices.Contains(nouns, "operation") && slices.ContainsFunc(s.children(i, "compound", "flat", "nmod:poss"), func(k int) bool { return s.toks[k].Form == "Operation" })
}

// measured is what an amount is an amount of: "$3 million in aid", "a package of
// loans".
func (s *sentence) measured(i int) []int {
	switch s.lemma(i) {
	case "million", "billion", "package", "number", "amount", "dollar", "euro", "%", "percent", "ton", "tonne", "round", "series", "set", "dozen", "hundred", "thousand":
		return s.children(i, "nmod")
	}
	if s.toks[i].UPOS == "NUM" || s.toks[i].UPOS == "SYM" {
		return s.children(i, "nmod")
	}
	return nil
}

// singular takes a plural's ending off: the treebanks keep "troops" and "talks"
// as lemmas where rules say troop and talk.
func singular(f string) string {
	if len(f) > 3 && strings.HasSuffix(f, "s") && !strings.HasSuffix(f, "ss") {
		return f[:len(f)-1]
	}
	return f
}

// wordsFit checks the words that a rule wants, or does not want, below its
// predicate; the verb above an event noun counts as unwanted, too ("lost
// support").
func (s *sentence) wordsFit(i int, r *rules.Rule) bool {
	if len(r.Said) > 0 && !slices.ContainsFunc(s.children(i, "ccomp"), func(c int) bool { return slices.Contains(r.Said, s.lemma(s.main(c))) }) {
		return false
	}
	if r.Bare && s.child(i, "obj") >= 0 {
		return false
	}
	if len(r.Words)+len(r.Unless) == 0 {
		return true
	}
	found, also := len(r.Words) == 0, len(r.And) == 0
	if h := s.toks[i].Head; h >= 0 && (s.toks[i].UPOS == "NOUN" || s.is(i, "advcl", "acl")) && slices.Contains(r.Unless, s.lemma(h)) {
		return false
	}
	below := s.subtree(i, func(k int) bool { return s.is(k, "acl:relcl", "parataxis") })
	if s.is(i, "acl", "acl:relcl") && s.isVerb(i) { // "a summit hosted by Chad"
		below = append(s.logicalObjects(i), below...)
	}
	for _, k := range below {
		l, f := s.lemma(k), singular(s.lower(k))
		if (slices.Contains(r.Unless, l) || slices.Contains(r.Unless, f)) && (l != "fire" || !s.isGunfire(k)) {
			return false
		}
		found = found || slices.Contains(r.Words, l) || slices.Contains(r.Words, f) || !s.is(k, "nsubj") && slices.Contains(r.Words, lastWord(f))
		also = also || slices.Contains(r.And, l) || slices.Contains(r.And, f)
	}
	return found && also
}

// lastWord is what a name of several words is by its last: the union of
// "european union".
func lastWord(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// isGunfire tells shots from flames: "opened fire", "came under fire", "fire
// from the hills".
func (s *sentence) isGunfire(i int) bool {
	if h := s.toks[i].Head; h >= 0 {
		switch s.lemma(h) {
		case "open", "exchange", "return", "trade", "come", "draw", "swap":
			return true
		}
	}
	return s.has(i, []string{"amod", "compound"}, "mortar", "artillery", "rocket", "sniper", "small-arms", "friendly", "machine-gun", "heavy", "gun", "enemy", "tank", "shell", "cross", "live", "hostile", "indirect") || s.toks[i].UPOS == "VERB"
}
