package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// clauseName is a clause in few words: its verb with what it is done to, and where
// it has no object what it is done in or about ("grant asylum", "meddling in
// elections", "not paying debts"). Of verbs that say little the object alone is
// named.
func (s *sentence) clauseName(v int, parties []schema.Ref) string {
	if s.isPassive(v) { // "that the vote was rigged"
		if subj := s.child(v, "nsubj:pass"); subj >= 0 && s.toks[subj].UPOS == "NOUN" && len(s.actor(subj)) == 0 {
			return s.matter(subj, parties)
		}
		return s.verbWords(v)
	}
	if o := s.objectOf(v); o >= 0 {
		thing := s.content(o, parties, func(string) bool { return true })
		if m := s.at[o]; m != nil && m.kind != aName {
			thing = s.text(m.from, m.to)
		}
		if thing == "" {
			return s.verbWords(v)
		}
		if lightVerbs[s.lemma(v)] && s.at[o] == nil {
			return thing
		}
		return s.verbWords(v) + " " + s.article(o) + thing
	}
	for _, k := range s.children(v, "xcomp", "ccomp") {
		switch {
		case k > v && s.isVerb(k) && s.has(k, []string{"mark"}, "to"):
			return s.verbWords(v) + " to " + s.clauseName(k, parties)
		case k > v && s.toks[k].XPOS == "VBG":
			return s.verbWords(v) + " " + s.clauseName(k, parties)
		}
	}
	for _, k := range s.children(v, "obl") {
		p := s.preposition(k)
		if k > v && (s.attaches(p) || p == "by" || p == "over" || p == "from") && s.isTopicOrPlace(k) && (joining[p] || s.place(k).IsZero()) && !spells[s.lemma(k)] && s.toks[k].UPOS != "PRON" && s.subtree(k, nil)[0]-v <= 3 {
			return s.verbWords(v) + " " + p + " " + s.content(k, parties, func(string) bool { return true })
		}
	}
	return s.verbWords(v)
}

// article is the article of the noun at i with a space, or nothing.
func (s *sentence) article(i int) string {
	if k := s.child(i, "det"); k >= 0 && (s.lower(k) == "the" || s.lower(k) == "a" || s.lower(k) == "an") && !measures[s.lemma(i)] {
		return s.lower(k) + " "
	}
	return ""
}

// content is the phrase at i, or of a noun that only measures or introduces a
// matter the phrase of that: "dozens of tanks", "a role in the attack".
func (s *sentence) content(i int, parties []schema.Ref, drop func(prep string) bool) string {
	for _, k := range s.children(i, "nmod") {
		p := s.preposition(k)
		if k > i && (p == "of" && (measures[s.lemma(i)] || s.toks[i].UPOS == "NUM" || s.toks[i].UPOS == "SYM") || (p == "in" || p == "to" || p == "of") && parts[s.lemma(i)]) && s.toks[k].UPOS != "PRON" {
			return s.content(k, parties, drop)
		}
	}
	for _, k := range s.children(i, "acl") {
		if k > i && parts[s.lemma(i)] && s.toks[k].XPOS == "VBG" { // "a role in laundering money"
			return s.clauseName(k, parties)
		}
	}
	name := s.phrase(i, parties, drop)
	if k := s.child(i, "acl"); k > i && s.has(k, []string{"mark"}, "to") && s.subtree(k, nil)[0] == i+1 { // "the decision to close the port"
		name += " to " + s.clauseName(k, parties)
	}
	return name
}

// joining are the prepositions of those with or against whom something is done:
// under them a state is no place.
var joining = setOf("joining")

// measures are nouns of amount and kind, parts those of what somebody has to do
// with a matter.
var (
	measures = setOf("measures")
	parts    = setOf("parts")
)

// objectOf is the object of the verb, or the one that it shares with the verb
// coordinated with it ("restart and maintain the programme"); -1 where there is
// none in words.
func (s *sentence) objectOf(v int) int {
	for _, k := range append(s.children(v, "obj"), s.children(v, "xcomp")...) {
		if s.toks[k].UPOS == "NOUN" || s.toks[k].UPOS == "PROPN" || s.toks[k].UPOS == "NUM" || s.toks[k].UPOS == "SYM" || s.toks[k].UPOS == "ADJ" && s.is(k, "obj") {
			return k
		}
	}
	if s.child(v, "obj", "obl", "xcomp", "ccomp") < 0 {
		for _, c := range s.children(v, "conj") {
			if o := s.child(c, "obj"); o >= 0 && s.isVerb(c) && s.child(c, "nsubj", "mark") < 0 && s.toks[o].UPOS != "PRON" {
				return o
			}
		}
	}
	return -1
}

// verbWords are the verb as the text has it, with its particle and a "not".
func (s *sentence) verbWords(v int) string {
	name := s.toks[v].Form
	if s.has(v, []string{"advmod"}, "not", "n't", "never") {
		name = "not " + name
	}
	if k := s.child(v, "compound:prt"); k >= 0 {
		name += " " + s.lower(k)
	}
	return name
}

// lightVerbs add little to their object: "committing genocide" is genocide.
var lightVerbs = setOf("lightVerbs")

// fillMatter gives an event whose rule found no matter the one that its clause
// names: the reason for a sanction, an arrest or an accusation; what is given,
// cut, lifted or held together; what a meeting is about.
func (s *sentence) fillMatter(st *schema.Statement, m match) {
	rel, _ := schema.Relations().Get(st.Relation)
	if len(st.Issues) > 0 || rel.Target == "issue" && len(st.Recipients) > 0 { // "attended a summit on trade": the summit is its object
		return
	}
	parties := slices.Concat(st.Actors, st.Recipients)
	var found []int
	switch {
	case reasoned[st.Type] || st.Relation == "resigned":
		found = s.reasons(m)
	case discussed[st.Relation]:
		found = s.matters(m)
	}
	if things[st.Relation] && (len(found) == 0 || st.Relation == "cutAidTo") {
		found = append(s.things(m), found...)
	}
	for _, t := range found {
		if s.isVerb(t) && s.toks[t].UPOS == "VERB" {
			st.Issues = append(st.Issues, s.clauseIssue(t, parties)...)
		} else {
			st.Issues = append(st.Issues, s.issues(t, parties)...)
		}
	}
	st.Issues = without(dedupe(st.Issues), parties)
}

// withoutEchoes leaves out the matters that tell nothing beside the recipients: words of a
// recipient's own name ("dispersed crowds", of crowds), and words without a content.
func withoutEchoes(st schema.Statement) schema.Statement {
	if len(st.Recipients) == 0 {
		return st
	}
	st.Issues = exceptRefs(st.Issues, func(issue schema.Ref) bool {
		words := strings.Fields(strings.ToLower(issue.Name))
		return !issue.Linked && (len(words) == 1 && hollow[words[0]] || slices.ContainsFunc(st.Recipients, func(r schema.Ref) bool {
			of := strings.Fields(strings.ToLower(r.Name))
			return (len(words) < len(of) || len(words) == 1) && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(of, w) && !functionWords[w] })
		}))
	})
	return st
}

// hollow are nouns that alone are no matter.
var hollow = setOf("hollow")

// reasoned are the types of acts that have a reason; discussed and things the
// relations whose matter is what is talked about, or the thing that the verb or
// noun of the act names.
var (
	reasoned  = setOf("reasoned")
	discussed = setOf("discussed")
	things    = setOf("things")
)

// reasons are what somebody is punished, taken or blamed for.
func (s *sentence) reasons(m match) []int {
	p := m.pred
	for _, k := range s.participles(p) {
		if out := s.charged(k); len(out) > 0 {
			return out
		}
	}
	if r := m.rule.Relation; m.kind == 'v' && (r == "condemned" || r == "praised") {
		for _, o := range s.logicalObjects(p) {
			if k := o + 1; k < len(s.toks) && s.toks[k].XPOS == "VBG" && s.is(k, "acl", "advcl") { // "condemned the army firing on a boat"
				return []int{k}
			}
		}
	}
	var reasons, occasions []int
	for _, k := range s.subtree(p, s.elsewhere) {
		if k > p && k+1 < len(s.toks) && s.toks[k+1].XPOS == "VBG" && s.is(k+1, "acl", "advcl") && because[s.preposition(k)] { // "due to its ministry banning ads"
			reasons = append(reasons, k+1)
			continue
		}
		if k < p || s.toks[k].Head < 0 || !s.isReason(k) {
			continue
		}
		switch prep := s.preposition(k); {
		case chargeNouns[s.lemma(k)] && (prep == "on" || prep == "with" || prep == "over" || prep == "of"):
			if of := s.complementsOf([]int{k}); len(of) > 0 {
				return of
			}
			if c := s.child(k, "acl"); c > k && s.toks[c].XPOS == "VBG" { // "on charges of plotting"
				return []int{c}
			}
			if s.child(k, "compound", "amod") >= 0 {
				return []int{k}
			}
		case prep == "of" && (s.toks[k].Head == p && blames[s.lemma(p)] || s.lemma(s.toks[k].Head) == "guilty"):
			return []int{k}
		case s.toks[k].XPOS == "VBG" && s.has(k, []string{"mark"}, "of") && (s.toks[k].Head == p || s.lemma(s.toks[k].Head) == "guilty"):
			return []int{k}
		case prep == "for", prep == "over", prep == "because of", prep == "due to", s.toks[k].XPOS == "VBG" && s.has(k, []string{"mark"}, "for", "over", "from"):
			if h := s.toks[k].Head; prep == "for" && h != p && s.toks[k].UPOS != "VERB" && s.nounClass(h) == "people" { // "minister for trade"
				continue
			}
			reasons = append(reasons, k)
		case s.lemma(k) == "cite" && s.toks[k].XPOS == "VBG":
			occasions = append(occasions, s.children(k, "obj")...)
		case prep == "in" && ties[s.lemma(k)]:
			occasions = append(occasions, s.children(k, "nmod")...)
		}
	}
	for _, found := range [][]int{reasons, occasions} {
		if len(found) > 0 {
			return found[:1]
		}
	}
	return nil
}

// because are the prepositions of reasons, under which somebody may do something.
var because = setOf("because")

// participles are the words of suspicion that hang on the act or on whom it is
// done to: "arrested a man accused of spying".
func (s *sentence) participles(p int) []int {
	var out []int
	for _, h := range slices.Concat([]int{p}, s.logicalObjects(p), s.children(p, "obl")) {
		for _, k := range s.children(h, "acl", "advcl", "xcomp", "parataxis", "amod") {
			if k > p && blames[s.lemma(k)] && (s.toks[k].XPOS == "VBN" || s.toks[k].XPOS == "VBD") {
				out = append(out, k)
			}
		}
	}
	return out
}

// charged is what the participle of blame says that somebody did.
func (s *sentence) charged(k int) []int {
	for _, c := range s.subtree(k, s.elsewhere) {
		if c <= k || !s.isReason(c) {
			continue
		}
		switch p := s.preposition(c); {
		case p == "of", p == "for", p == "with", s.toks[c].XPOS == "VBG" && s.has(c, []string{"mark"}, "of", "for", "with"):
			return []int{c}
		}
	}
	return nil
}

// chargeNouns are what is laid against somebody, ties what joins an act to its
// occasion: "on charges of fraud", "in connection with the blast".
var (
	chargeNouns = setOf("chargeNouns")
	ties        = setOf("ties")
)

// isReason says whether the phrase at k may be a reason: neither a time nor a
// measure, nor somebody.
func (s *sentence) isReason(k int) bool {
	if !s.isTopicOrPlace(k) || spells[s.lemma(k)] || idle[s.lemma(k)] || s.toks[k].UPOS == "NUM" || s.toks[k].UPOS == "PRON" || s.toks[k].UPOS == "SYM" {
		return false
	}
	if s.at[k] != nil {
		return s.toks[k].UPOS == "VERB"
	}
	return s.toks[k].UPOS == "VERB" || s.nounClass(k) != "people" && s.nounClass(k) != "group"
}

// idle are nouns under "for" that give no reason.
var idle = setOf("idle")

// matters are what a meeting, talk or visit is about.
func (s *sentence) matters(m match) []int {
	heads := []int{m.pred}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	for _, h := range heads {
		for _, k := range append(s.children(h, "obl", "nmod"), s.topics(h)...) {
			if k > h && s.preposition(k) == "for" && talks[singular(s.lower(k))] {
				if about := s.about(k); len(about) > 0 {
					return about
				}
				if s.child(k, "compound", "amod") >= 0 {
					return []int{k}
				}
			}
		}
		if about := s.about(h); len(about) > 0 {
			return about
		}
		if t := s.topics(h); len(t) > 0 {
			return t
		}
		for _, k := range s.purposes(h) { // "to find a solution to the crisis"
			for _, o := range s.children(k, "obj") {
				if betters[s.lemma(k)] {
					return []int{o}
				}
				if solutions[s.lemma(o)] {
					return slices.DeleteFunc(s.children(o, "nmod"), func(n int) bool { return s.preposition(n) != "to" && s.preposition(n) != "of" })
				}
			}
		}
	}
	return nil
}

// purposes are the infinitives that tell what the act at h is for: "to mend ties",
// "in a bid to mend ties".
func (s *sentence) purposes(h int) []int {
	out := s.children(h, "advcl", "xcomp")
	for _, k := range s.children(h, "obl") {
		if bids[s.lemma(k)] && s.preposition(k) == "in" {
			out = append(out, s.children(k, "acl")...)
		}
	}
	return out
}

// about are the phrases at head h that say what its talk is about.
func (s *sentence) about(h int) []int {
	return slices.DeleteFunc(s.subtree(h, s.elsewhere), func(k int) bool {
		switch s.preposition(k) {
		case "on", "over", "about", "regarding", "concerning":
			return k < h || !s.isTopicOrPlace(k) || occasions[s.lemma(k)] || !s.place(k).IsZero() && s.at[k] != nil && s.at[k].kind != aState
		}
		return true
	})
}

var (
	talks     = setOf("talks")
	bids      = setOf("bids")
	betters   = setOf("betters")
	solutions = setOf("solutions")
)

// things are what the act gives, takes away or is itself: the object noun of its
// rule, its object, or the noun that tells it with what stands before it.
func (s *sentence) things(m match) []int {
	ok := func(k int) bool {
		return s.toks[k].UPOS == "NOUN" && s.at[k] == nil && s.nounClass(k) != "people" && s.nounClass(k) != "group"
	}
	if k := s.predicated(m); k >= 0 {
		return []int{k}
	}
	if m.noun >= 0 && ok(m.noun) {
		if of := s.measured(m.noun); len(of) == 1 && ok(of[0]) {
			return of
		}
		return []int{m.noun}
	}
	if m.kind == 'n' && ok(m.pred) && slices.ContainsFunc(s.children(m.pred, "compound", "amod"), func(k int) bool { return s.at[k] == nil }) {
		return []int{m.pred}
	}
	if m.kind == 'v' {
		return slices.DeleteFunc(slices.Clone(s.logicalObjects(m.pred)), func(k int) bool { return !ok(k) })
	}
	return nil
}

// isAmount says whether the phrase at k is a sum or a number: "a loan of ten
// million dollars".
func (s *sentence) isAmount(k int) bool {
	return s.toks[k].UPOS == "NUM" || s.toks[k].UPOS == "SYM" || s.toks[k].UPOS == "NOUN" && s.child(k, "nummod") >= 0 && money[singular(s.lemma(k))]
}

var money = setOf("money")

// predicated is what the verb calls or declares somebody: "recognised X as a
// state", "is declared a terrorist organisation"; -1 where it does not.
func (s *sentence) predicated(m match) int {
	if m.kind != 'v' {
		return -1
	}
	heads := append([]int{m.pred}, s.children(m.pred, "obj")...)
	for _, h := range heads {
		for _, k := range s.children(h, "obl", "xcomp", "advcl", "nmod") {
			if k > m.pred && s.preposition(k) == "as" && s.toks[k].UPOS == "NOUN" {
				return k
			}
		}
	}
	for _, k := range s.children(m.pred, "xcomp", "obj") {
		if k > m.pred && s.toks[k].UPOS == "NOUN" && s.at[k] == nil && s.has(k, []string{"det"}, "a", "an") && declares[s.lemma(m.pred)] {
			return k
		}
	}
	return -1
}

// declares are the verbs that give somebody a name or standing.
var declares = setOf("declares")

// phrase is the noun phrase at i without whom of the parties it names and without the prepositional phrases to drop.
func (s *sentence) phrase(i int, parties []schema.Ref, drop func(prep string) bool) string {
	return s.words(i, func(i int, skip func(int) bool) []int {
		gone := func(k int) bool {
			switch {
			case k < i && s.is(k, "conj", "cc"): // "fraud and bribery charges"
				return s.toks[k].Head == i
			case k < i && s.at[k] != nil && s.at[k].kind == aState && (s.toks[k+1].UPOS == "NUM" || s.toks[k+1].UPOS == "SYM"): // "gave Chad 40 tractors"
				return true
			case k < i && (s.is(k, "nmod:poss")):
				return s.isParty(k, parties)
			case k > i && s.is(k, "nmod", "obl") && !s.is(k, "nmod:poss"):
				return s.preposition(k) != "" && drop(s.preposition(k)) || s.isParty(k, parties) || s.isAmount(k)
			}
			return skip(k)
		}
		return s.extentBut(i, gone, drop)
	})
}

// isParty says whether the phrase at k names one of the parties, or a state that
// they act for.
func (s *sentence) isParty(k int, parties []schema.Ref) bool {
	if s.at[k] == nil && s.toks[k].UPOS != "NOUN" {
		return false
	}
	refs := s.actor(k)
	return len(refs) > 0 && len(without(refs, s.alsoStates(parties))) == 0
}

// contentWords counts the words of a phrase that are no function words.
func contentWords(name string) int {
	n := 0
	for _, w := range strings.Fields(name) {
		if !functionWords[strings.ToLower(w)] {
			n++
		}
	}
	return n
}

var functionWords = setOf("functionWords")
