package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// match is a rule's pattern found in a sentence.
type match struct {
	rule *rules.Rule
	pred int // the verb, noun or adjective
	noun int // the object noun of "hold + talks", else -1
	kind byte

	sense rules.Sense // which of the rule's senses the words have; none for a match of the rule at another word
}

// tokens are where a source of the match's rule points: heads of noun phrases
// or of clauses.
func (s *sentence) tokens(m match, source string) []int {
	switch source {
	case "subj":
		return s.subjectsOf(m)
	case "obj":
		if m.kind == 'n' {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(s.logicalObjects(m.pred)), func(k int) bool { return k == m.noun })
	case "noun": // the object noun of "abandon + plan"
		if m.noun < 0 {
			return nil
		}
		return []int{m.noun}
	case "iobj":
		return s.children(m.pred, "iobj")
	case "host":
		return s.hosts(m.pred)
	case "host:in": // only under "in": "left the hall in protest"
		if s.preposition(m.pred) != "in" {
			return nil
		}
		return s.hosts(m.pred)
	case "governed": // the predicate noun of a preposition: "is against sanctions"
		if h := s.toks[m.pred].Head; h >= 0 && s.is(m.pred, "case") && s.child(h, "cop") >= 0 {
			return []int{h}
		}
		return nil
	case "topic":
		return s.topics(m.pred)
	case "prefix": // "Chadian" of "a Chadian-brokered truce"
		return slices.DeleteFunc(s.children(m.pred, "compound", "amod", "nmod", "obl", "nsubj", "advmod", "obj"), func(k int) bool { return k > m.pred || s.at[k] == nil })
	case "apposed":
		if s.is(m.pred, "appos") && s.toks[m.pred].Head >= 0 {
			return []int{s.toks[m.pred].Head}
		}
		return nil
	case "concession":
		return s.conceded(m.pred)
	case "xcomp", "ccomp":
		return s.clauses(m, source)
	case "when":
		return s.attackers(m.pred)
	case "demand":
		return s.demanded(m.pred)
	case "agent":
		return s.agents(m.pred)
	case "strikes":
		return s.strikesAround(m.pred)
	case "ccomp:subj":
		var out []int
		for _, c := range s.clauses(m, "ccomp") {
			out = append(out, s.surfaceSubjects(c)...)
		}
		return out
	case "reopened":
		return s.reopened(m)
	case "reopened.with":
		return s.counterparts(m)
	case "curbs":
		return s.curbs(m)
	case "curbed":
		var out []int
		for _, k := range s.curbs(m) {
			out = append(out, s.curbed(k))
		}
		return out
	case "to-clause":
		return slices.DeleteFunc(slices.Clone(s.clauses(m, "xcomp")), func(k int) bool { return !s.has(k, []string{"mark"}, "to") })
	}
	if inner, ok := strings.CutPrefix(source, "ccomp:"); ok {
		var out []int
		for _, c := range s.clauses(m, "ccomp") {
			out = append(out, s.tokens(match{rule: m.rule, pred: s.main(c), noun: -1, kind: 'v'}, inner)...)
		}
		return out
	}
	if outer, ok := strings.CutSuffix(source, ".of"); ok {
		return s.complementsOf(s.tokens(m, outer))
	}
	return s.prepositional(m, source)
}

// phases are verbs of how far an act has come.
var phases = setOf("phases")

// main is the verb of the act itself where i tells only how far it has come:
// "will continue to lend".
func (s *sentence) main(i int) int {
	if x := s.child(i, "xcomp"); x >= 0 && phases[s.lemma(i)] {
		return x
	}
	return i
}

func (s *sentence) subjectsOf(m match) []int {
	switch m.kind {
	case 'v':
		return s.logicalSubjects(m.pred)
	case 'n':
		return s.children(m.pred, "nsubj")
	case 'a':
		if s.is(m.pred, "case") { // "is against sanctions"
			return s.surfaceSubjects(s.toks[m.pred].Head)
		}
		if s.is(m.pred, "amod", "acl") && s.child(m.pred, "nsubj") < 0 {
			return []int{s.toks[m.pred].Head}
		}
		return s.surfaceSubjects(m.pred)
	}
	return nil
}

// prepositional finds dependents with that preposition: of the predicate, of
// its object noun (the parse confuses the two), and, for "by" and "of" of an
// event noun, of the noun.
func (s *sentence) prepositional(m match, prep string) []int {
	var out []int
	heads := []int{m.pred}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
		if prep != "of" && prep != "by" {
			heads = append(heads, s.children(m.noun, "nmod")...)
		}
	} else if m.kind == 'v' && prep != "of" {
		heads = append(heads, s.children(m.pred, "obj")...)
	}
	if m.kind == 'n' && prep == "by" { // "the arrest of a reporter by Chad"
		heads = append(heads, s.complementsOf([]int{m.pred})...)
		for _, k := range s.children(m.pred, "nmod") { // "the attack on the port by Chad"
			if p := s.preposition(k); p == "on" || p == "against" {
				heads = append(heads, k)
			}
		}
	}
	if m.kind == 'n' && prep != "of" && prep != "by" {
		heads = append(heads, s.children(m.pred, "nmod")...)
		if s.is(m.pred, "obj") {
			heads = append(heads, s.toks[m.pred].Head)
		}
	}
	if m.kind == 'a' || m.kind == 'v' {
		heads = append(heads, s.children(m.pred, "advmod", "compound:prt")...)
		for _, k := range s.children(m.pred, "obl") { // "spoke by phone with X"
			if s.at[k] == nil && prep != "of" && prep != "in" && prep != "by" {
				heads = append(heads, k)
			}
		}
	}
	if m.kind == 'v' && prep == "to" { // "pleaded not guilty to"
		for _, k := range s.children(m.pred, "xcomp") {
			if s.toks[k].UPOS == "ADJ" {
				heads = append(heads, k)
			}
		}
	}
	if m.kind == 'v' && (prep == "in" || prep == "by" || prep == "during") { // "one was killed and two hurt in a raid"
		for _, k := range s.children(m.pred, "conj") {
			if hurts[s.lemma(k)] {
				heads = append(heads, k)
			}
		}
	}
	if prep == "including" { // "six people, including a judge"
		heads = append(heads, s.logicalObjects(m.pred)...)
	}
	if prep == "between" {
		heads = append(heads, s.hostsOfNoun(m.pred)...)
		heads = append(heads, s.children(m.pred, "acl")...) // "talks to be held between"
	}
	if prep == "of" && m.kind == 'v' && m.noun < 0 && blames[s.lemma(m.pred)] && s.lemma(m.pred) != "charge" { // "accused the president of genocide"
		for _, o := range s.logicalObjects(m.pred) {
			for _, c := range s.conjuncts(o) {
				if s.at[c] != nil {
					heads = append(heads, c)
				}
			}
		}
	}
	for _, h := range heads {
		for _, k := range s.kids[h] {
			if s.is(k, "obl", "nmod", "advcl", "acl", "advmod", "xcomp", "conj") && (s.preposition(k) == prep || s.gerundUnder(k, prep)) && !(m.kind == 'v' && s.passiveHere(m.pred) && prep == "by" && h == m.pred) {
				out = append(out, k)
			}
		}
	}
	if h := s.toks[m.pred].Head; m.kind == 'n' && h >= 0 && s.is(m.pred, "obl") { // "in solidarity with X", hung on the verb
		for _, k := range s.children(h, "obl") {
			if k > m.pred && s.preposition(k) == prep && s.has(k, []string{"case"}, prep) && s.subtree(k, nil)[0] == m.pred+1 {
				out = append(out, k)
			}
		}
	}
	if prep == "from" && m.rule.Relation == "requestedOf" { // "demanded the withdrawal of troops from X" is no demand on X
		out = slices.DeleteFunc(out, func(k int) bool {
			return slices.ContainsFunc(s.logicalObjects(m.pred), func(o int) bool { return o < k && pullouts[s.lemma(o)] })
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// hostsOfNoun are the verb that the event noun at i hangs on and the phrases
// behind the noun that hang on that verb: in "clashes broke out in Gori between
// X and Y" the parse keeps the parties from their noun.
func (s *sentence) hostsOfNoun(i int) []int {
	h := s.toks[i].Head
	if h >= 0 && s.is(i, "nmod") { // "the death toll from clashes between X and Y"
		return []int{h}
	}
	if h < 0 || s.toks[i].UPOS != "NOUN" || !s.is(i, "nsubj", "obj", "obl") {
		return nil
	}
	out := []int{h}
	for _, k := range s.children(h, "obl", "obj") {
		if k > i {
			out = append(out, k)
		}
	}
	return out
}

// gerundUnder says whether k is a clause in -ing under one of the prepositions that
// the treebanks then call a mark: "for deporting refugees".
func (s *sentence) gerundUnder(k int, prep string) bool {
	return (prep == "of" || prep == "for" || prep == "in" || prep == "on" || prep == "over") && s.toks[k].XPOS == "VBG" && s.is(k, "advcl", "acl") && s.has(k, []string{"mark"}, prep)
}

// hurts are the verbs that share the circumstances of "kill" before them.
var hurts = setOf("hurts")

// complementsOf are the phrases under "of" of the heads.
func (s *sentence) complementsOf(heads []int) []int {
	var out []int
	for _, h := range heads {
		for _, k := range s.children(h, "nmod") {
			if s.preposition(k) == "of" {
				out = append(out, k)
			}
		}
	}
	return out
}

// hosts are the subjects of the clause that an event noun stands in as a
// circumstance or object ("agreed in a phone call", "began talks").
func (s *sentence) hosts(i int) []int {
	h := s.toks[i].Head
	if h < 0 || !s.is(i, "obl", "nmod", "obj", "nsubj") {
		return nil
	}
	if s.is(i, "nmod") {
		switch s.preposition(i) {
		case "in", "during", "by", "over", "despite":
		case "at", "after", "following":
			if !s.is(h, "obj") { // "signed a declaration at the summit"
				return nil
			}
		default:
			return nil
		}
		h = s.clause(h)
	}
	if s.isVerb(h) || s.isClause(h) {
		return slices.DeleteFunc(slices.Clone(s.surfaceSubjects(h)), func(k int) bool { return s.under(i, k) })
	}
	return nil
}

// conceded is the subject of the main clause that goes on in spite of an event
// noun: "Despite Greek objections, Turkey sent a ship".
func (s *sentence) conceded(i int) []int {
	p := s.preposition(i)
	if p != "despite" && p != "in spite of" && p != "amid" && p != "over" {
		return nil
	}
	return s.hosts(i)
}

// attackers are the subjects of the circumstance in which p came about: "was
// killed when soldiers opened fire".
func (s *sentence) attackers(p int) []int {
	var out []int
	for _, k := range s.subtree(p, s.elsewhere) {
		if s.is(k, "advcl") && s.has(k, []string{"mark", "advmod"}, "when", "after", "as", "while") && s.forceful(k) {
			out = append(out, s.logicalSubjects(k)...)
		}
	}
	return out
}

// strikesAround are the strikes that the clause of p names behind it, whatever
// the parse hung them on: "two are killed and six others are missing in a raid".
func (s *sentence) strikesAround(p int) []int {
	return slices.DeleteFunc(s.subtree(p, s.elsewhere), func(k int) bool {
		return k < p || s.toks[k].UPOS != "NOUN" || s.nounClass(k) != "strike" || s.is(k, "compound", "obj", "nsubj")
	})
}

// elsewhere prunes what is told apart from the clause that holds it.
func (s *sentence) elsewhere(k int) bool {
	return s.is(k, "acl:relcl", "ccomp", "csubj") || s.is(k, "conj") && s.child(k, "nsubj") >= 0 && !harms(s.lemma(k)) && !s.is(k, "nmod") && s.isVerb(k) && !hurts[s.lemma(k)]
}

// forceful says whether the verb at i is one of an attack.
func (s *sentence) forceful(i int) bool {
	return slices.ContainsFunc(s.st.c.lexicon[s.lemma(i)], func(p pattern) bool {
		return p.kind == 'v' && (p.rule.Relation == "attacked" || p.rule.Relation == "bombed") && (p.nouns == nil || s.objectNoun(i, p.nouns) >= 0)
	})
}

// demanded are what those who gather call for or speak out against in a clause of
// theirs: "marched, demanding the resignation of X".
func (s *sentence) demanded(p int) []int {
	var out []int
	for _, k := range s.children(p, "advcl", "acl", "xcomp", "conj", "parataxis") {
		switch s.lemma(k) {
		case "demand", "denounce", "oppose", "condemn", "criticise", "criticize", "decry", "reject", "seek", "urge":
			out = append(out, s.children(k, "obj")...)
		case "call":
			for _, o := range s.children(k, "obl") {
				if p := s.preposition(o); p == "for" || p == "on" {
					out = append(out, o)
				}
			}
		default:
			if s.is(k, "conj") {
				out = append(out, s.demanded(k)...)
			}
			continue
		}
		for _, c := range s.children(k, "ccomp", "advcl", "xcomp") { // "demanding that X resign"
			out = append(out, s.children(c, "nsubj")...)
		}
	}
	return out
}

// topics are what a clause of purpose or a participle is about: "met to discuss
// X", "talks focusing on X".
func (s *sentence) topics(p int) []int {
	var out []int
	for _, k := range s.children(p, "advcl", "xcomp", "acl", "ccomp") {
		switch s.lemma(k) {
		case "discuss", "address", "review", "tackle", "debate", "resolve", "negotiate", "explore", "consider":
			out = append(out, s.children(k, "obj")...)
		case "focus", "centre", "center", "talk":
			out = append(out, s.children(k, "obl")...)
		}
	}
	return out
}

// deniedHaving says whether the clause at i is what the verb at h denies: "denied on
// Tuesday having met".
func (s *sentence) deniedHaving(i, h int) bool {
	return s.has(i, []string{"aux"}, "have") && s.child(i, "mark") < 0 && s.governs(h) == "denied"
}

// clauses are complement clauses of the predicate or its object noun.
func (s *sentence) clauses(m match, rel string) []int {
	out := s.children(m.pred, rel)
	if rel == "xcomp" {
		for _, k := range s.children(m.pred, "advcl") {
			if s.has(k, []string{"mark"}, "to") || s.deniedHaving(k, m.pred) || m.rule.Relation == "rejected" && s.toks[k].XPOS == "VBG" && k <= m.pred+2 { // "ruled out leaving"
				out = append(out, k)
			}
		}
	}
	if m.noun >= 0 {
		out = append(out, s.children(m.noun, "acl")...)
	}
	if m.kind == 'n' {
		out = append(out, s.children(m.pred, "acl")...)
	}
	if rel == "xcomp" && m.kind == 'v' && m.rule.Relation == "requestedOf" { // "orders [the rebels to leave]", as the parser may have it
		for _, o := range s.children(m.pred, "obj") {
			for _, k := range s.children(o, "acl") {
				if k > o && s.has(k, []string{"mark"}, "to") {
					out = append(out, k)
				}
			}
		}
	}
	return out
}

// sourceActors resolves a list of sources to actors: the first that names at
// least that many other than those to leave out, else the first that names
// anybody; "a+b" joins two. The tokens used come with them.
func (s *sentence) sourceActors(m match, sources []string, least int, leave []schema.Ref) ([]schema.Ref, []int) {
	var best []schema.Ref
	var bestToks []int
	for _, source := range sources {
		var refs []schema.Ref
		var toks []int
		for _, part := range strings.Split(source, "+") {
			r, t := s.partActors(m, part)
			if where, ok := strings.CutPrefix(part, "place:"); ok && forcible[m.rule.Relation] {
				if r = s.invaded(r, leave); len(r) == 0 && struckAt[where] && len(leave) > 0 && (where == "obj" || !s.hitsThing(m)) {
					r = s.townsAt(t)
				}
			} else if strings.HasPrefix(part, "target:") {
				r = s.onSoil(r, s.landOf(m, t), leave)
			} else if part == "including" {
				refs, r = ofNoteAmong(refs, r)
			}
			refs, toks = append(refs, r...), append(toks, t...)
		}
		if refs = without(dedupe(refs), leave); len(refs) >= least {
			return refs, toks
		}
		if len(best) == 0 && len(refs) > 0 {
			best, bestToks = refs, toks
		}
	}
	return best, bestToks
}

// targets are the words for buildings, posts and vehicles, aircraft too where craft
// is set, that are hit and whose owner the text does not name.
func (s *sentence) targets(toks []int, craft bool) []schema.Ref {
	var out []schema.Ref
	for _, t := range toks {
		for _, c := range s.conjuncts(t) {
			if (s.at[c] == nil || s.at[c].kind == aName) && s.toks[c].UPOS == "NOUN" && (s.isSite(c) || settlements[s.lemma(c)] || craft && aloft[s.lemma(c)]) {
				out = append(out, s.words2ref(c))
			}
		}
	}
	return dedupe(out)
}

// landOf are the states in which the targets lie, as the clause says.
func (s *sentence) landOf(m match, targets []int) []schema.Ref {
	toks := append(slices.Clone(targets), s.tokens(m, "in")...)
	for _, t := range targets {
		for _, k := range s.children(t, "nmod", "obl") {
			switch s.preposition(k) {
			case "in", "near", "outside", "inside", "of":
				toks = append(toks, k)
			}
		}
	}
	return s.statesAt(toks)
}

// onSoil gives targets the state in whose land they lie, where those who hit them
// are of another one, or where they are posts of the state; for towns and what
// bears no name of its own the state itself stands ("targets in Chad").
func (s *sentence) onSoil(targets, lands, by []schema.Ref) []schema.Ref {
	for i, r := range targets {
		switch {
		case len(lands) == 0 || r.State != "":
		case len(s.invaded(slices.Clone(lands[:1]), by)) > 0 && isPlain(r, struck):
			targets[i] = lands[0]
		case len(s.invaded(slices.Clone(lands[:1]), by)) > 0, stateSites(targets[i:i+1]) && !slices.ContainsFunc(by, func(a schema.Ref) bool { return a.State != "" }):
			targets[i].State = lands[0].State
		}
	}
	return dedupe(targets)
}

// struckAt are the sources of what a strike is aimed at, not of where it happens.
var struckAt = setOf("struckAt")

// hitsThing says whether the verb of the match has an object that it hits, so that
// what stands behind it only tells where: "stormed a jet at Marseille".
func (s *sentence) hitsThing(m match) bool {
	return m.kind == 'v' && slices.ContainsFunc(s.logicalObjects(m.pred), func(k int) bool {
		class := s.nounClass(k)
		return k != m.noun && class != "weapon" && class != "strike"
	})
}

// townsAt are the towns and stretches of land, other than whole states, that are
// struck by those to whose state they belong, or by who acts for none: "the army
// shelled Misrata".
func (s *sentence) townsAt(toks []int) []schema.Ref {
	var out []schema.Ref
	for _, t := range toks {
		r := s.place(t)
		if e, ok := s.st.c.world.Entity(string(r.ID)); !ok || e.Kind == schema.KindState || s.at[t] == nil && !placeNouns[s.lemma(t)] {
			continue // "the Jerusalem city hall" is no town
		}
		for _, of := range s.statesAt([]int{t}) {
			r.State = of.State
			out = append(out, r)
		}
	}
	return dedupe(out)
}

// settlements are where people live or gather, as targets.
var settlements = setOf("settlements")

// invaded keeps the states struck on their land by those of another state; what
// happens within a state is not aimed at it.
func (s *sentence) invaded(states, by []schema.Ref) []schema.Ref {
	return exceptRefs(states, func(r schema.Ref) bool {
		return len(by) == 0 || slices.ContainsFunc(by, func(a schema.Ref) bool { return a.State == "" || a.State == r.State })
	})
}

func (s *sentence) partActors(m match, source string) ([]schema.Ref, []int) {
	if thing, ok := strings.CutPrefix(source, "thing:"); ok {
		toks := s.tokens(m, thing)
		var refs []schema.Ref
		for _, t := range toks {
			refs = append(refs, s.issues(t, nil)...)
		}
		return refs, toks
	}
	if where, ok := strings.CutPrefix(source, "place:"); ok {
		toks := s.tokens(m, where)
		return s.statesAt(toks), toks
	}
	if what, ok := strings.CutPrefix(source, "target:"); ok {
		toks := s.tokens(m, what)
		return s.targets(toks, !forcible[m.rule.Relation] || m.rule.Relation == "seized"), toks
	}
	if source == "owner" {
		return s.ownersOf(m)
	}
	if who, ok := strings.CutPrefix(source, "crowd:"); ok {
		return s.crowd(s.tokens(m, who))
	}
	if of, ok := strings.CutPrefix(source, "owner:"); ok {
		toks := s.tokens(m, of)
		var refs []schema.Ref
		for _, t := range toks {
			refs = append(refs, s.wielders(t)...)
		}
		return dedupe(refs), toks
	}
	if of, ok := strings.CutPrefix(source, "site:"); ok {
		toks := s.tokens(m, of)
		var refs []schema.Ref
		for _, t := range toks {
			refs = append(refs, s.holders(t)...)
		}
		return dedupe(refs), toks
	}
	var refs []schema.Ref
	toks := s.tokens(m, source)
	heads := s.parties(toks)
	for _, t := range toks {
		for _, k := range s.coordinates(t) {
			if slices.Contains(heads, k) {
				refs = append(refs, s.actor(k)...)
			}
		}
		if source == "subj" && len(refs) == 0 && speakingTexts[s.lemma(t)] && s.is(t, "nsubj") {
			refs = append(refs, s.authors(t)...)
		}
	}
	if strings.HasSuffix(source, ".of") { // "the killing of villagers" is not theirs, "the policy of Chad" is Chad's
		refs = exceptRefs(refs, func(r schema.Ref) bool { return r.State == "" && !r.Linked })
	}
	return refs, toks
}

// authors are whose text the noun at i is: "a United Nations report", "a letter
// published by the rebels".
func (s *sentence) authors(i int) []schema.Ref {
	out := s.owners(i)
	for _, k := range s.children(i, "acl") {
		if s.toks[k].XPOS == "VBN" && len(out) == 0 && !wants[s.lemma(k)] {
			for _, by := range s.logicalSubjects(k) {
				out = append(out, s.actors(by)...)
			}
		}
	}
	return out
}

// wants are the verbs of those who have others write.
var wants = setOf("wants")

// crowd are the words of plural phrases of people whom no table or noun list
// knows ("thousands", "textile workers"): who protests need not be named.
func (s *sentence) crowd(toks []int) ([]schema.Ref, []int) {
	var refs []schema.Ref
	for _, t := range toks {
		if s.toks[t].XPOS == "NNS" || s.toks[t].UPOS == "NUM" {
			refs = append(refs, s.words2ref(t))
		}
	}
	return refs, toks
}

// wielders are who strikes with the strikes or weapons at i and its conjuncts:
// "Chadian helicopters", "raids by Chad", "a rocket fired by the rebels".
func (s *sentence) wielders(i int) []schema.Ref {
	var out []schema.Ref
	for _, t := range s.conjuncts(i) {
		class := s.nounClass(t)
		if next := t + 1; class == "" && next < len(s.toks) && s.toks[next].UPOS == "NOUN" && s.nounClass(next) == "strike" {
			t, class = next, "strike" // "a mass shooting", which the parse may split
		}
		if class != "strike" && (class != "weapon" || s.wrecked(t)) {
			continue
		}
		if gang := s.gang(t); !gang.IsZero() {
			out = append(out, gang)
			continue
		}
		out = append(out, s.owners(t)...)
		for _, k := range s.children(t, "nmod") {
			switch p := s.preposition(k); {
			case p == "with", p == "by" && s.at[k] == nil: // "killed in clashes with rebels", "in a raid by militants"
				out = append(out, s.actors(k)...)
			}
		}
		if h := s.toks[t].Head; h >= 0 && s.is(t, "obl") && len(out) == 0 { // hung on the verb by the parse
			for _, k := range s.children(h, "obl") {
				if k > t && s.preposition(k) == "with" {
					out = append(out, s.actors(k)...)
				}
			}
		}
		if class == "weapon" {
			for _, k := range s.complementsOf([]int{t}) {
				out = append(out, s.actors(k)...)
			}
		}
		for _, k := range s.children(t, "acl") {
			if s.st.c.truth[s.lemma(k)] == "" && s.toks[k].XPOS == "VBN" {
				for _, by := range s.logicalSubjects(k) {
					out = append(out, s.actors(by)...)
				}
			}
		}
	}
	return out
}

// gang is the armed group that a common noun before a strike names: "a Somali
// pirate attack" is by Somali pirates.
func (s *sentence) gang(i int) schema.Ref {
	k := i - 1
	if k < 0 || s.at[k] != nil || !s.is(k, "compound", "amod") || s.toks[k].Head != i || s.toks[k].UPOS != "NOUN" && s.toks[k].UPOS != "ADJ" || !s.armed(s.lower(k)) && !gangs[s.lower(k)] || s.lower(k) == "fighter" && aloft[s.lemma(i)] {
		return schema.Ref{}
	}
	from := k
	for from > 0 && s.is(from-1, "amod", "compound") && startsUpper(s.toks[from-1].Form) && from > 1 {
		from--
	}
	name := s.text(from, k+1)
	if !bands[s.lower(k)] {
		name += "s"
	}
	return schema.Ref{ID: schema.EntityID(name), Name: name}
}

// bands are the nouns of many under one name.
var bands = setOf("bands")

// gangs are the nouns of those who attack in bands for no cause of their own.
var gangs = setOf("gangs")

// wrecked says whether the aircraft or ship at i is itself what is lost.
func (s *sentence) wrecked(i int) bool {
	h := s.toks[i].Head
	if h < 0 {
		return false
	}
	switch s.lemma(h) {
	case "crash", "catch", "collide", "sink", "capsize", "lose", "ditch", "collapse", "crashes", "overturn", "skid":
		return true
	}
	return false
}

// holders are whose post, building or vehicle the nouns at i and its conjuncts
// name: "a base of the Chadian army", "Chadian positions".
func (s *sentence) holders(i int) []schema.Ref {
	var out []schema.Ref
	for _, t := range s.conjuncts(i) {
		if m := s.at[t]; m != nil && m.kind != aName { // "the Chadian embassy"
			if m.kind == anAgency || m.kind == anOrg {
				out = append(out, s.actor(t)...)
			}
			continue
		}
		if !s.isSite(t) {
			continue
		}
		var by []schema.Ref
		for _, k := range s.children(t, "nmod", "obl") {
			switch m := s.at[k]; s.preposition(k) {
			case "by", "from":
				by = append(by, s.actors(k)...)
			case "of":
				if m != nil && m.isActor() && m.kind != aName {
					out = append(out, s.actors(k)...)
				}
			}
		}
		out = append(out, without(s.owners(t), by)...)
		for _, k := range s.children(t, "amod", "acl") { // "a Peruvian-flagged ship"
			switch s.lower(k) {
			case "flagged", "owned", "registered", "operated", "run", "controlled", "held":
				for _, c := range s.children(k, "compound", "amod", "nmod", "obl", "obl:unmarked", "nsubj", "advmod", "obj") {
					if m := s.at[c]; m != nil && c < k && m.isActor() && m.kind != aName {
						out = append(out, m.refs...)
					}
				}
			}
		}
		for _, k := range s.children(t, "acl") {
			switch s.lemma(k) {
			case "belong":
				for _, to := range s.children(k, "obl") {
					out = append(out, s.actors(to)...)
				}
			case "carry", "house", "transport": // "a convoy carrying Malian soldiers"
				if s.toks[k].XPOS == "VBG" {
					for _, o := range s.children(k, "obj") {
						out = append(out, s.actors(o)...)
					}
				}
			case "use", "hold", "occupy", "control", "own", "operate", "man", "guard", "run": // "a base used by Hamas"
				if s.passiveHere(k) {
					for _, by := range s.logicalSubjects(k) {
						out = append(out, s.actors(by)...)
					}
				}
			}
		}
	}
	return out
}

// isSite says whether the noun at i names what somebody holds on the ground, or
// a ship or tank that can be hit like it; aircraft are shot down.
func (s *sentence) isSite(i int) bool {
	return s.nounClass(i) == "site" || afloat[s.lemma(i)]
}

// aloft are the aircraft, which are weapons by the table and shot down or seized.
var aloft = setOf("aloft")

var afloat = setOf("afloat")

// nounClass is the class of the noun at i in the table.
func (s *sentence) nounClass(i int) string { return s.st.c.nounClass(s.toks[i]) }

// nounClass is the class of a noun in the table, by lemma or by form; empty
// where it has none.
func (c *Coder) nounClass(t nlp.Token) string {
	if class := c.nouns[strings.ToLower(t.Lemma)]; class != "" {
		return class
	}
	return c.nouns[singular(strings.ToLower(t.Form))]
}

// statesAt are the states that the phrases name as places: a state itself, or
// the one that a city or region lies in.
func (s *sentence) statesAt(toks []int) []schema.Ref {
	var out []schema.Ref
	for _, t := range toks {
		r := s.place(t)
		if e, ok := s.st.c.world.Entity(string(r.ID)); ok && !r.IsZero() {
			if e.Kind != schema.KindState {
				e, ok = s.st.c.world.Entity(e.State)
			}
			if ok {
				out = append(out, s.st.c.world.EntityRef(e, s.st.day))
			}
		}
	}
	return out
}

// ownersOf are the owners of the event noun, or of the verb's object.
func (s *sentence) ownersOf(m match) ([]schema.Ref, []int) {
	heads := []int{m.pred}
	if m.kind == 'v' {
		heads = s.logicalObjects(m.pred)
	}
	if m.noun >= 0 {
		heads = []int{m.noun}
	}
	var refs []schema.Ref
	for _, h := range heads {
		for _, c := range s.conjuncts(h) {
			if gang := s.gang(c); !gang.IsZero() {
				refs = append(refs, gang)
				continue
			}
			refs = append(refs, s.owners(c)...)
		}
	}
	return dedupe(refs), heads
}

// sourceIssues resolves sources to issues.
func (s *sentence) sourceIssues(m match, sources []string, parties []schema.Ref) ([]schema.Ref, []int) {
	for _, source := range sources {
		var refs []schema.Ref
		toks := slices.DeleteFunc(slices.Clone(s.tokens(m, source)), func(t int) bool { return !s.isTopicOrPlace(t) || occasions[s.lemma(t)] && !s.is(t, "obj", "nsubj") })
		for _, t := range toks {
			if source == "reopened" && s.isVerb(t) { // the agreement itself
				refs = append(refs, s.issues(s.objectOf(t), parties)...)
			} else if source == "xcomp" || source == "ccomp" || source == "to-clause" || s.toks[t].UPOS == "VERB" {
				refs = append(refs, s.clauseIssue(t, parties)...)
			} else {
				refs = append(refs, s.issues(t, parties)...)
			}
		}
		if refs = dedupe(refs); len(refs) > 0 {
			return refs, toks
		}
	}
	return nil, nil
}

// occasions are where something happens rather than what it is about.
var occasions = setOf("occasions")

// clauseIssue names a clause as an issue: what its verb acts on where the
// tables know it ("apply sanctions on X"), else its words. Of objects joined by
// "and" each is an issue of its own ("share data and patrols").
func (s *sentence) clauseIssue(v int, parties []schema.Ref) []schema.Ref {
	var out []schema.Ref
	for _, o := range s.logicalObjects(v) {
		if r := s.issue(o, parties); len(r) > 0 && r[0].Linked {
			out = append(out, r...)
		} else if o == s.objectOf(v) && len(s.conjuncts(o)) > 1 {
			out = append(out, words2issue(s.clauseName(v, parties)))
		}
		for _, c := range s.conjuncts(o) {
			if c == o {
				continue
			}
			if r := s.issue(c, parties); len(r) > 0 && r[0].Linked {
				out = append(out, r...)
			} else if thing := s.matter(c, parties); thing != "" && s.at[c] == nil && s.toks[c].UPOS == "NOUN" {
				out = append(out, words2issue(s.verbWords(v)+" "+s.article(c)+thing))
			}
		}
	}
	if len(out) > 0 {
		return dedupe(out)
	}
	name := s.clauseName(v, parties)
	if k := s.child(v, "cop"); k >= 0 && k < v { // "that its troops are there"
		from := k
		if subj := s.child(v, "nsubj"); subj >= 0 && subj < v {
			from = slices.Min(s.subtree(subj, nil))
		}
		name = s.text(from, v+1)
	}
	return []schema.Ref{words2issue(name)}
}

// words2issue is an issue that bears no name but its words.
func words2issue(name string) schema.Ref {
	return schema.Ref{ID: schema.EntityID(strings.ReplaceAll(name, "\"", "")), Name: name}
}

// placeOf is where the event happened: a place or state under "in", "at" or
// "near" of the predicate, its noun or its clause.
func (s *sentence) placeOf(m match, used []int) schema.Ref {
	heads := []int{m.pred}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	heads = append(heads, s.children(m.pred, "obj")...)
	if m.kind == 'n' && s.is(m.pred, "obl", "nmod", "obj", "nsubj") {
		heads = append(heads, s.toks[m.pred].Head)
	}
	for _, prep := range []string{"in", "at", "near", "outside", "on", "off", "inside", "around", "across"} {
		for _, h := range heads {
			if h < 0 {
				continue
			}
			for _, k := range s.children(h, "obl", "nmod") {
				if s.preposition(k) != prep || slices.Contains(used, k) {
					continue
				}
				if r := s.place(k); !r.IsZero() {
					return r
				}
			}
		}
	}
	return schema.Ref{}
}

// placeAround is the first place that the predicate's clause names under a
// preposition of place, participants' phrases included ("a shoot-out with
// soldiers in Sulu").
func (s *sentence) placeAround(m match, used []int) schema.Ref {
	for _, k := range s.subtree(m.pred, func(k int) bool { return s.is(k, "ccomp", "acl:relcl", "parataxis", "conj") && s.isClause(k) }) {
		switch s.preposition(k) {
		case "in", "at", "near", "outside", "inside", "off":
			if r := s.place(k); !r.IsZero() && !slices.Contains(used, k) {
				return r
			}
		}
	}
	return schema.Ref{}
}
