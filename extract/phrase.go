package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// actors are who the noun phrase headed by token i names, with all that is
// coordinated with it: entities of the tables, named persons, bodies of
// states, groups that the story named before, and, for nouns of people and
// armed groups, the words of the text. A place is nobody unless it stands for
// a government. The list is empty for things.
func (s *sentence) actors(i int) []schema.Ref {
	var out []schema.Ref
	for _, k := range s.parties([]int{i}) {
		out = append(out, s.actor(k)...)
	}
	return dedupe(out)
}

// coordinates are the conjuncts of i, and of the other words of its mention:
// in "the government of X and the rebels" the parse may hang the rebels on X.
func (s *sentence) coordinates(i int) []int {
	out := s.conjuncts(i)
	if m := s.at[i]; m != nil {
		for k := m.from; k < m.to; k++ {
			for _, c := range s.children(k, "conj") {
				if c >= m.to {
					out = append(out, s.conjuncts(c)...)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *sentence) actor(i int) []schema.Ref {
	if refs := s.groupRefs(i); len(refs) > 0 {
		return refs
	}
	if m := s.at[i]; m != nil {
		return s.mentioned(m, i)
	}
	if s.toks[i].UPOS == "PRON" || s.toks[i].UPOS == "DET" || s.toks[i].UPOS == "NUM" {
		if refs := s.appositive(i); len(refs) > 0 && s.toks[i].UPOS == "NUM" { // "one of the groups, the Northern Front,"
			return refs
		}
		if k := s.child(i, "nmod"); k >= 0 && s.preposition(k) == "of" { // "four of its soldiers"
			return s.actor(k)
		}
		if s.toks[i].UPOS == "NUM" && s.isHurt(i) { // "kills two"
			return []schema.Ref{s.countedAt(i)}
		}
		return s.pronounRefs(i)
	}
	if refs := s.appositive(i); len(refs) > 0 {
		return refs
	}
	if refs := s.namedBefore(i); len(refs) > 0 {
		return refs
	}
	if holders[s.lemma(i)] {
		if refs := s.holderAfter(i + 1); len(refs) > 0 {
			return refs
		}
	}
	switch {
	case s.lemma(i) == "other" && s.isHurt(i): // "wounded ten others"
		return []schema.Ref{s.countedAt(i)}
	case s.lemma(i) == "bomber" && s.wrecked(i):
		return nil
	}
	if k := s.child(i, "nmod"); k >= 0 && partitive[s.lemma(i)] && s.preposition(k) == "of" {
		if refs := s.actors(k); len(refs) > 0 {
			return refs
		}
	}
	if k := s.child(i, "nmod"); k >= 0 && nations[s.lemma(i)] && s.preposition(k) == "including" { // "five powers, including Chad and Mali"
		if refs := s.actors(k); len(refs) > 0 {
			return refs
		}
	}
	if k := s.child(i, "nmod:poss"); k >= 0 && s.toks[k].UPOS == "PRON" && theirFighters[s.lemma(i)] { // "Hezbollah said that its fighters had fired"
		if refs := exceptRefs(s.pronounRefs(k), func(r schema.Ref) bool { return !r.Linked || r.Name == r.State }); len(refs) == 1 {
			return refs
		}
	}
	if envoys[s.lemma(i)] && s.child(i, "amod") >= 0 && s.toks[i].XPOS == "NNS" { // "the Chadian and Malian delegations"
		if refs := s.st.asStates(s.owners(i)); len(refs) > 1 {
			return refs
		}
	}
	if k := s.child(i, "nmod"); k >= 0 && envoys[s.lemma(i)] && s.toks[i].XPOS == "NNS" && (s.preposition(k) == "of" || s.preposition(k) == "from") { // "delegations from Chad and Mali"
		if refs := s.st.asStates(s.actors(k)); len(refs) > 1 {
			return refs
		}
	}
	return s.described(i)
}

// isHurt says whether the number at i counts those whom a verb of harm or arrest
// was done to.
func (s *sentence) isHurt(i int) bool {
	h := s.toks[i].Head
	if h < 0 || s.toks[i].UPOS == "NUM" && i+1 < len(s.toks) && s.toks[i+1].UPOS == "NOUN" || !hurts[s.lemma(h)] && s.lemma(h) != "arrest" && s.lemma(h) != "detain" && s.lemma(h) != "shoot" {
		return false
	}
	return s.is(i, "obj") || s.is(i, "nsubj") && s.passiveHere(h)
}

// countedAt is who the number at i counts: those of whom the verb before it tells
// ("killed two armed rebels and captured six", who are armed rebels), else no more
// than its words.
func (s *sentence) countedAt(i int) schema.Ref {
	v := s.toks[i].Head
	if !s.is(v, "conj") || s.child(v, "nsubj", "nsubj:pass") >= 0 {
		return s.words2ref(i)
	}
	for _, o := range s.logicalObjects(s.firstConjunct(v)) {
		class := s.nounClass(o)
		if o > i || s.at[o] != nil || s.toks[o].UPOS != "NOUN" || class != "people" && class != "group" {
			continue
		}
		name := s.words2ref(o)
		for _, k := range s.children(o, "nummod") {
			name.Name = strings.TrimSpace(strings.TrimPrefix(name.Name, s.text(s.subtree(k, nil)[0], k+1)))
		}
		name.ID = schema.EntityID(name.Name)
		return name
	}
	return s.words2ref(i)
}

// nations are the nouns of parties that a list under "including" names.
var nations = setOf("nations")

// theirFighters are the nouns of those through whom a group fights.
var theirFighters = setOf("theirFighters")

// envoys are sent by the states that their phrase names.
var envoys = setOf("envoys")

// partitive nouns stand for what follows "of": "a column of Chadian soldiers".
var partitive = setOf("partitive")

// mentioned resolves a mention that is a noun phrase's head. Where a title
// heads the phrase its holders are meant.
func (s *sentence) mentioned(m *mention, i int) []schema.Ref {
	switch m.kind {
	case aPlace:
		return s.metonym(m)
	case aState:
		if s.tellsWhere(m) {
			return nil
		}
	case aDemonym:
		return s.people(m, i)
	case anOffice:
		if refs := s.holderBehind(m); len(refs) > 0 {
			return refs
		}
	case aName:
		if holders[s.lower(m.to-1)] && (m.to-m.from == 1 || m.to-m.from == 2 && deputies[s.lower(m.from)]) {
			if refs := s.holderBehind(m); len(refs) > 0 {
				return refs
			}
		}
		if s.toks[i].UPOS != "PROPN" && !(s.capitalised(i) && m.to-m.from > 1) || thingNames[s.lower(m.to-1)] {
			return nil
		}
		if t, from, _ := s.titleAround(m.to - 1); from == m.from && from > 0 && s.lower(from-1) == "the" && !t.plural { // "the Prime Minister"
			if refs := s.titledBefore(m.to - 1); len(refs) > 0 {
				return refs
			}
		}
		if m.to-m.from == 1 && m.from == 0 && s.isThing(i) { // "Rockets hit": a noun that only begins the sentence
			return nil
		}
	}
	if p := s.preposition(i); (p == "on" || p == "via" || p == "through") && m.kind == anOrg && m.ent != nil && platforms[m.ent.Name] {
		return nil // "wrote on Twitter"
	}
	return m.refs
}

// holderBehind is who holds the office that m names, as an apposition says that
// the title's own words part from it: "the Kenyan Minister of Farming, Jane Mutua,".
func (s *sentence) holderBehind(m *mention) []schema.Ref {
	if refs := s.holderAfter(m.to); len(refs) > 0 && !s.someOf(m) {
		return refs
	}
	h := m.head(s)
	heads := append([]int{h}, s.children(h, "nmod")...)
	for _, at := range heads {
		for _, k := range s.children(at, "appos") {
			if of := s.at[k]; k > h && of != nil && of != m && (of.kind == aPerson || of.kind == aName && of.to-of.from > 1) && s.lower(of.from-1) == "," && s.child(k, "conj") < 0 && !s.someOf(m) {
				return of.refs
			}
		}
	}
	return nil
}

// holderAfter is who is named right behind what the title that ends before to is
// of: "governor [of Papua Ana Ruiz]", "minister [for trade and industry Ana Ruiz]".
func (s *sentence) holderAfter(to int) []schema.Ref {
	if to >= len(s.toks) || s.lower(to) != "of" && s.lower(to) != "for" {
		return nil
	}
	for k := to + 1; k < min(len(s.toks), to+8); {
		m := s.at[k]
		switch {
		case m != nil && k > to+1 && (m.kind == aPerson || m.kind == aName && m.to-m.from > 1) && s.lower(k-1) != "and" && s.lower(k-1) != "the":
			return m.refs
		case m != nil && (m.kind == aPlace || m.kind == aState || m.kind == anOrg || m.kind == aName):
			k = m.to
		case m == nil && (s.toks[k].UPOS == "NOUN" || s.toks[k].UPOS == "ADJ" || s.toks[k].UPOS == "PROPN" || s.lower(k) == "and" || s.lower(k) == "the"):
			k++
		default:
			return nil
		}
	}
	return nil
}

// holders are the titles that stand before what they are of and a name.
var holders = setOf("holders")

// deputies are the words that a title may begin with.
var deputies = setOf("deputies")

// someOf says whether the office is told of several ("ministers, Ana Ruiz among
// them") or without saying which ("a minister").
func (s *sentence) someOf(m *mention) bool {
	h := m.head(s)
	return s.toks[h].XPOS == "NNS" || s.toks[h].XPOS == "NNPS" || s.has(h, []string{"det"}, "a", "an")
}

// platforms are where people publish what they say.
var platforms = setOf("platforms")

// tellsWhere says whether the state only tells where the place before it lies:
// "a blast at a market in Lagos, Nigeria", but not "in Lagos, Nigeria and Chad".
func (s *sentence) tellsWhere(m *mention) bool {
	i := m.from - 2
	if i < 2 || m.to-m.from > 3 || s.lower(m.from-1) != "," || s.at[i] == nil || s.at[i].kind != aPlace || len(m.refs) != 1 {
		return false
	}
	first := s.at[i].from
	if first <= 1 || s.toks[first-1].UPOS != "ADP" && s.lower(first-1) != "," { // "In Lagos, Nigeria hosted"
		return false
	}
	return slices.ContainsFunc(s.statesAt([]int{i}), func(r schema.Ref) bool { return r.ID == m.refs[0].ID })
}

// isThing says whether the table has the noun at i among acts, weapons and
// buildings.
func (s *sentence) isThing(i int) bool {
	class := s.nounClass(i)
	return class == "strike" || class == "weapon" || class == "site"
}

// thingNames end names of matters, not of actors: "INF Treaty".
var thingNames = setOf("thingNames")

// people reads a demonym as a noun: "the Chinese" is the state, "three
// Americans" are people.
func (s *sentence) people(m *mention, i int) []schema.Ref {
	if s.has(i, []string{"nummod", "amod", "det"}, "two", "three", "four", "five", "several", "some", "many", "a", "an", "another") ||
		s.child(i, "nummod") >= 0 || s.toks[i].XPOS == "NNPS" && s.child(i, "det") < 0 {
		return []schema.Ref{s.words2ref(i)}
	}
	return m.refs
}

// metonym is what a place stands for when it acts.
func (s *sentence) metonym(m *mention) []schema.Ref {
	if m.ent == nil || m.ent.Metonym == "" {
		return nil
	}
	if e, ok := s.st.c.world.Entity(m.ent.Metonym); ok {
		return []schema.Ref{s.st.c.world.EntityRef(e, s.st.day)}
	}
	for _, a := range s.st.c.world.Agencies() {
		if r, ok := s.st.c.world.Agency(a, m.ent.State); ok && string(r.ID) == schema.NSEntity+m.ent.Metonym {
			return []schema.Ref{r}
		}
	}
	return nil
}

// appositive follows "its ally Russia", "the group, Hamas,": a common noun that
// a name explains.
func (s *sentence) appositive(i int) []schema.Ref {
	if human := s.nounClass(i) == "people" && s.toks[i].XPOS == "NN"; human || officers[s.lemma(i)] { // "the head of the rights office, Ana Ruiz,", hung on the office
		for _, k := range s.children(i, "nmod") {
			for _, a := range s.children(k, "appos") {
				if m := s.at[a]; m != nil && (s.at[k] == nil || human && s.isBodyAt(k)) && (m.kind == aPerson || m.kind == aName && m.to-m.from > 1) {
					return s.mentioned(m, a)
				}
			}
		}
	}
	if refs := s.calledAt(i); len(refs) > 0 {
		return refs
	}
	for _, k := range s.children(i, "appos", "flat") {
		if m := s.at[k]; m != nil && m.kind != aDemonym {
			out := s.mentioned(m, k)
			for _, c := range s.children(k, "conj") { // "the groups Hamas and Fatah"
				if s.at[c] != nil && s.at[c] != m {
					out = append(out, s.actors(c)...)
				}
			}
			return out
		}
	}
	return nil
}

// isBodyAt says whether a state, a body or an organisation is named at k.
func (s *sentence) isBodyAt(k int) bool {
	m := s.at[k]
	return m != nil && (m.kind == aState || m.kind == anOrg || m.kind == anAgency)
}

// calledAt is who the noun at i is said to be by name: "a man named [Ana Ruiz]", "a
// group calling itself the [Free Front]".
func (s *sentence) calledAt(i int) []schema.Ref {
	for _, c := range s.children(i, "acl") {
		switch l := s.lemma(c); {
		case c < i || l != "name" && l != "call" && l != "identify" && l != "know" && l != "dub":
			continue
		case s.toks[c].XPOS == "VBG" && !s.has(c, []string{"obj"}, "itself", "themselves", "himself", "herself"):
			continue
		}
		for _, k := range s.children(c, "xcomp", "obj", "obl", "nsubj", "iobj", "dep") {
			if m := s.at[k]; m != nil && k > c && (s.is(k, "xcomp", "obj", "dep") || s.preposition(k) == "as") && (m.kind == aPerson || m.kind == anOrg || m.kind == aName) {
				return s.mentioned(m, k)
			}
		}
	}
	return nil
}

// namedBefore is the name that the noun at i explains: "Ana Ruiz, a lawyer [who
// opposes the king]".
func (s *sentence) namedBefore(i int) []schema.Ref {
	h := s.toks[i].Head
	if !s.is(i, "appos") || h < 0 || h > i || s.toks[i].XPOS != "NN" || s.child(i, "conj", "nummod") >= 0 || s.child(h, "conj") >= 0 {
		return nil
	}
	class, m := s.nounClass(i), s.at[h]
	switch {
	case m == nil || m.head(s) != h:
	case class == "people" && (m.kind == aPerson || m.kind == aName && m.to-m.from > 1), class == "group" && (m.kind == anOrg || m.kind == aName):
		return s.mentioned(m, h)
	}
	return nil
}

// described resolves a common noun: members of an organisation are the
// organisation, the troops of a state its armed forces (findAgencies has seen
// to those with a name before them), other people and armed groups keep the
// words of the text.
func (s *sentence) described(i int) []schema.Ref {
	class := s.nounClass(i)
	switch class {
	case "", "strike", "weapon", "site":
		if pointing[s.lemma(i)] != nil {
			if refs := s.definite(i, class); len(refs) > 0 { // "the network"
				return refs
			}
		}
		for _, of := range []func(int) []schema.Ref{s.officerOf, s.governmentOf} {
			if refs := of(i); len(refs) > 0 {
				return refs
			}
		}
		if refs := s.titledBefore(i); len(refs) > 0 {
			return refs
		}
		return s.bearer(i)
	}
	if class == "group" || class == "members" || s.toks[i].XPOS == "NNS" {
		for _, k := range s.children(i, "compound", "amod", "nmod:poss", "nmod") {
			if m := s.at[k]; m != nil && m.kind == anOrg && (!s.is(k, "nmod") || s.is(k, "nmod:poss") || s.preposition(k) == "of" || s.preposition(k) == "from") {
				return m.refs
			}
		}
	}
	if k := s.child(i, "nmod:poss"); k >= 0 && class == "members" && s.toks[k].UPOS == "PRON" && s.toks[i].XPOS == "NN" { // "said that his country would"
		return s.st.asStates(s.pronounRefs(k))
	}
	if refs := s.definite(i, class); len(refs) > 0 {
		return refs
	}
	if refs := s.band(i); len(refs) > 0 {
		return refs
	}
	if refs := s.bearer(i); len(refs) > 0 {
		return refs
	}
	if class == "members" { // "the island nation of Fiji"
		if k := s.child(i, "nmod", "appos"); k >= 0 && s.at[k] != nil && s.at[k].kind == aState {
			return s.at[k].refs
		}
		if k := s.child(i, "amod"); k >= 0 && s.capitalised(k) && s.at[k] == nil && s.is(i, "nsubj") { // "Arab states"
			return []schema.Ref{s.words2ref(i)}
		}
		return nil
	}
	if refs := s.officerOf(i); len(refs) > 0 {
		return refs
	}
	if refs := s.possessedBody(i); len(refs) > 0 {
		return refs
	}
	if refs := s.governmentOf(i); len(refs) > 0 {
		return refs
	}
	if refs := s.titledBefore(i); len(refs) > 0 {
		return refs
	}
	return []schema.Ref{s.words2ref(i)}
}

// definite reads "the country", "the same group" as the state or organisation of
// that kind that was named last before it, other than who does something to it.
func (s *sentence) definite(i int, class string) []schema.Ref {
	kinds := pointing[s.lemma(i)]
	if kinds == nil && class != "members" || s.toks[i].XPOS != "NN" || !s.has(i, []string{"det"}, "the", "that", "this") {
		return nil
	}
	if slices.ContainsFunc(s.kids[i], func(k int) bool {
		return s.is(k, "nmod", "compound", "appos", "acl", "nmod:poss", "flat", "amod", "conj") && s.lower(k) != "same" && !s.is(k, "acl:relcl")
	}) {
		return nil
	}
	others := s.st.asStates(s.clauseDoers(i))
	var found []schema.Ref
	s.before(i, func(at *sentence, m *mention) bool {
		if len(m.refs) != 1 || m.to > i && at == s {
			return false
		}
		switch {
		case m.ent == nil && m.kind == aName && slices.Contains(kinds, "ArmedGroup") && bandNames[at.lower(m.to-1)]:
		case m.ent == nil:
			return false
		case class == "members" && (m.kind == aState || m.kind == aDemonym):
		case kinds != nil && m.kind == anOrg && slices.Contains(kinds, string(m.ent.Kind)):
		default:
			return false
		}
		if len(without(m.refs, others)) == 0 && !s.is(i, "nsubj") {
			return false
		}
		found = m.refs
		return true
	})
	return found
}

// band reads "the rebels", "these militants" as the armed group that was named last
// before them, or as the fighters of whom more was said: "rebels from Kivu".
func (s *sentence) band(i int) []schema.Ref {
	if !fighters[s.lemma(i)] || s.toks[i].XPOS != "NNS" || !s.bareUnder(i, "the", "these", "those") {
		return nil
	}
	others := s.clauseDoers(i)
	for k := s.idx; k >= 0 && k >= s.idx-8; k-- {
		at, end := s.st.sents[k], i
		if k < s.idx {
			end = len(at.toks)
		}
		for j := end - 1; j >= 0; j-- {
			switch m := at.at[j]; {
			case m != nil && m.kind == anOrg && m.ent != nil && m.ent.Kind == "ArmedGroup", m != nil && m.kind == aName && bandNames[at.lower(m.to-1)] && m.to-m.from > 1:
				if len(without(m.refs, others)) > 0 {
					return m.refs
				}
			case m == nil && at.lemma(j) == s.lemma(i) && at.toks[j].XPOS == "NNS":
				if r := at.words2ref(j); len(strings.Fields(r.Name)) > 1 && at.areSpecified(j) {
					return []schema.Ref{r}
				}
			}
		}
	}
	return nil
}

// areSpecified says whether the fighters at i are told by whose or of where they are,
// rather than by how many.
func (s *sentence) areSpecified(i int) bool {
	return slices.ContainsFunc(s.children(i, "amod", "compound", "nmod", "nmod:poss"), func(k int) bool { return s.at[k] != nil || s.is(k, "compound") })
}

// fighters are the nouns of those who fight for a group that the text may have named.
var fighters = setOf("fighters")

// bearer reads "the ministry", "the council", "the front" as the body or group named
// last before it whose name begins or ends in that noun.
func (s *sentence) bearer(i int) []schema.Ref {
	if s.toks[i].XPOS != "NN" || !s.has(i, []string{"det"}, "the", "that", "this") || slices.ContainsFunc(s.kids[i], func(k int) bool {
		return !s.is(k, "det", "punct", "case", "acl:relcl") && k < i || s.is(k, "nmod", "appos", "acl")
	}) {
		return nil
	}
	noun := s.lower(i)
	if !stateBodies[noun] && pointing[noun] == nil && !bodies[noun] {
		return nil
	}
	var found []schema.Ref
	for k := s.idx; k >= 0 && k >= s.idx-8 && found == nil; k-- {
		at := s.st.sents[k]
		for _, m := range at.all() {
			if (k < s.idx || m.to <= i) && len(m.refs) == 1 && (m.kind == anOrg || m.kind == anAgency || m.kind == aName) && namedBy(m.refs[0].Name, noun) {
				found = m.refs
			}
		}
	}
	return found
}

// bodies are nouns, besides those of a state's bodies, by which organisations go.
var bodies = setOf("bodies")

// namedBy says whether the name begins or ends in the noun, before "of" or not.
func namedBy(name, noun string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) < 2 {
		return false
	}
	head, _, _ := strings.Cut(strings.ToLower(name), " of ")
	first := strings.Fields(head)
	return words[0] == noun || words[len(words)-1] == noun || len(first) > 0 && first[len(first)-1] == noun
}

// bandNames end names of armed or political groups that the tables do not know.
var bandNames = setOf("bandNames")

// clauseDoers are the subjects of the clause that the noun at i is no subject of.
func (s *sentence) clauseDoers(i int) []schema.Ref {
	c := s.clause(i)
	if c == i || s.is(i, "nsubj") {
		return nil
	}
	var out []schema.Ref
	for _, k := range s.surfaceSubjects(c) {
		if m := s.at[k]; m != nil && !s.under(i, k) {
			out = append(out, m.refs...)
		}
	}
	return out
}

// pointing are the nouns that refer to an organisation named before, with the
// kinds of those that they may mean.
var pointing = map[string][]string{
	"group": {"ArmedGroup", "Party", "NGO", "Religious"}, "militia": {"ArmedGroup"}, "organization": {"ArmedGroup", "IGO", "NGO"}, "organisation": {"ArmedGroup", "IGO", "NGO"},
	"party": {"Party"}, "movement": {"ArmedGroup", "Party", "Religious"}, "bloc": {"IGO", "Bloc"}, "alliance": {"IGO", "Bloc"}, "company": {"Company"}, "firm": {"Company"}, "network": {"Media"}, "broadcaster": {"Media"}, "newspaper": {"Media"}, "corporation": {"Company", "Media"}, "bank": {"Company", "IGO"}, "union": {"IGO", "Bloc"},
}

// officerOf reads who speaks for an organisation by office and without a name
// ("the head of the African Union said", "the UN rights chief warns") as the
// organisation.
func (s *sentence) officerOf(i int) []schema.Ref {
	if !officers[s.lemma(i)] || !s.is(i, "nsubj") || s.is(i, "nsubj:pass") || s.child(i, "appos", "flat") >= 0 {
		return nil
	}
	for _, k := range s.children(i, "nmod") {
		switch m := s.at[k]; s.preposition(k) {
		case "in", "at", "from", "of", "with", "for":
			if m != nil && (m.kind == anAgency || m.kind == aName && m.refs[0].State != "") { // "officials in the Chadian trade ministry"
				return m.refs
			}
		}
	}
	for _, k := range s.children(i, "compound", "amod", "nmod:poss", "nmod", "nmod:desc") {
		if m := s.at[k]; m != nil && m.kind == anOrg && (!s.is(k, "nmod") || s.is(k, "nmod:poss") || s.preposition(k) == "of") {
			return m.refs
		}
	}
	return nil
}

// officers speak for what they are an office of.
var officers = setOf("officers")

// governmentOf reads "the Obama administration", "Merkel's government": the
// state of the person named; "the Clinton campaign" is the person's own.
func (s *sentence) governmentOf(i int) []schema.Ref {
	switch s.lemma(i) {
	case "administration", "government", "regime", "cabinet":
		for _, k := range s.children(i, "compound", "nmod:poss", "amod") {
			if m := s.at[k]; m != nil && (m.kind == aPerson || m.kind == anOffice || m.kind == aState || m.kind == aDemonym) {
				return s.st.asStates(m.refs)
			}
		}
		for _, k := range s.children(i, "nmod") { // "the government in Khartoum", "the government of Ana Ruiz"
			m := s.at[k]
			if m != nil && m.kind == aPlace && s.preposition(k) == "in" {
				return s.statesAt([]int{k})
			}
			if m != nil && (m.kind == aPerson || m.kind == anOffice || m.kind == aName && m.to-m.from > 1) && s.preposition(k) == "of" {
				if refs := s.st.asStates(m.refs); len(refs) > 0 {
					return refs
				}
				return m.refs
			}
		}
	case "campaign", "camp", "team", "office":
		for _, k := range s.children(i, "compound", "nmod:poss") {
			if m := s.at[k]; m != nil && m.kind == aPerson && s.is(i, "nsubj") {
				return m.refs
			}
		}
	}
	return nil
}

// possessedBody reads "its soldiers", "their navy": the body of that kind of
// the state that the pronoun means.
func (s *sentence) possessedBody(i int) []schema.Ref {
	k := s.child(i, "nmod:poss")
	if k < 0 || s.toks[k].UPOS != "PRON" && s.nounClass(k) != "members" {
		return nil
	}
	owners := s.pronounRefs
	if s.toks[k].UPOS != "PRON" { // "the country's army"
		owners = s.described
	}
	kinds, to := s.st.c.gaz.agencyAt(s.st.doc.Text, s.toks, i)
	if to == i {
		return nil
	}
	for _, st := range s.st.asStates(owners(k)) {
		for _, a := range kinds {
			if r, ok := s.st.c.world.Agency(a, strings.TrimPrefix(string(st.ID), schema.NSEntity)); ok {
				return []schema.Ref{r}
			}
		}
	}
	return nil
}

// titledBefore reads "the minister" as the last person whose office fits.
func (s *sentence) titledBefore(i int) []schema.Ref {
	t, from, to := s.titleAround(i)
	if from < 0 || t.plural || s.ofSomething(from, to) || !s.has(i, []string{"det"}, "the") && (from == 0 || s.lower(from-1) != "the") {
		return nil
	}
	holders := s.st.holdersOf(func(k schema.OfficeKind) bool { return hasKind(t.kinds, k.Key) })
	if len(holders) == 0 && from == i {
		holders = s.st.holdersOf(func(k schema.OfficeKind) bool {
			return k.Of == "state" && strings.HasSuffix(k.Key, "_"+s.lower(i)) && !strings.HasPrefix(k.Key, "vice_") && !strings.HasPrefix(k.Key, "deputy_")
		})
	}
	if own := s.ofTheSpeaker(i, holders); len(own) > 0 { // "I thank the president"
		holders = own
	}
	if last := s.lastOf(holders, i); !last.IsZero() {
		return []schema.Ref{last}
	}
	if len(holders) > 0 {
		return holders[:1]
	}
	return nil
}

// holdersOf are the people whom the story gives an office that fits, the last introduced
// first; where some of them hold it on the day by the tables, those alone.
func (st *story) holdersOf(fits func(schema.OfficeKind) bool) []schema.Ref {
	var all, now []schema.Ref
	for n := len(st.people) - 1; n >= 0; n-- {
		p := st.people[n]
		if !slices.ContainsFunc(p.kinds, fits) {
			continue
		}
		all = append(all, p.ref)
		if p.ent == nil || slices.ContainsFunc(st.officesOf(p.ent), fits) {
			now = append(now, p.ref)
		}
	}
	if len(now) > 0 {
		return now
	}
	return all
}

// ofTheSpeaker are those of the holders who act for the state of whoever speaks in the
// quotation around token i.
func (s *sentence) ofTheSpeaker(i int, holders []schema.Ref) []schema.Ref {
	if len(holders) < 2 {
		return nil
	}
	var out []schema.Ref
	for _, by := range s.quotedBy(i) {
		for _, h := range holders {
			if by.State != "" && h.State == by.State && h.ID != by.ID {
				out = append(out, h)
			}
		}
	}
	return out
}

// ofSomething says whether the title at [from, to) says itself of what it is: "the
// president of the club", but not "accused the general of treason".
func (s *sentence) ofSomething(from, to int) bool {
	if to >= len(s.toks) || s.lower(to) != "of" {
		return false
	}
	return slices.ContainsFunc(slices.Concat(s.kids[from], s.kids[to-1]), func(k int) bool {
		return k >= to && s.is(k, "nmod") && s.preposition(k) == "of" && (s.at[k] != nil || s.child(k, "det") >= 0)
	})
}

// titleAround is the longest title that has token i for its last word or its first
// ("head of state"), and its tokens; from is -1 where there is none.
func (s *sentence) titleAround(i int) (t titleEntry, from, to int) {
	for from := max(0, i-3); from <= i; from++ {
		if t, to := s.st.c.gaz.titleAt(s.st.doc.Text, s.toks, from); to == i+1 || from == i && to > i {
			return t, from, to
		}
	}
	return titleEntry{}, -1, -1
}

// lastOf is the one of refs whom the story mentions last before token i; of an
// earlier sentence the first, who most often is its subject.
func (s *sentence) lastOf(refs []schema.Ref, i int) schema.Ref {
	for k := s.idx; k >= 0 && len(refs) > 1; k-- {
		at := s.st.sents[k]
		ms := at.all()
		if k == s.idx {
			slices.Reverse(ms)
		}
		for _, m := range ms {
			if (k < s.idx || m.to <= i) && len(m.refs) == 1 && slices.ContainsFunc(refs, func(r schema.Ref) bool { return r.ID == m.refs[0].ID }) {
				return m.refs[0]
			}
		}
	}
	return schema.Ref{}
}

// words2ref keeps a noun phrase as the text has it, without its article and
// without clauses.
func (s *sentence) words2ref(i int) schema.Ref {
	name := s.words(i, func(i int, skip func(int) bool) []int {
		return s.subtree(i, func(k int) bool {
			p := s.preposition(k)
			return skip(k) || s.is(k, "nmod") && p != "" && p != "of" && p != "from"
		})
	})
	return schema.Ref{ID: schema.EntityID(name), Name: name, State: s.serviceState(i)}
}

// serviceState is the state of soldiers, officers and diplomats whose phrase
// names it.
func (s *sentence) serviceState(i int) string {
	switch s.lemma(i) {
	case "court", "tribunal", "soldier", "officer", "troop", "marine", "sailor", "pilot", "diplomat", "peacekeeper", "airman", "policeman", "commando", "paratrooper", "serviceman", "conscript",
		"reservist", "guardsman", "envoy", "consul", "attache", "attaché", "commander", "general", "colonel", "spy", "agent", "warplane",
		"sniper", "medic", "cadet", "recruit", "lieutenant", "sergeant", "admiral", "gunner", "servicemember", "seaman", "submariner", "gunboat", "patrol", "checkpoint", "gendarme", "personnel",
		"ship", "vessel", "tanker", "freighter", "trawler", "boat", "submarine", "aircraft", "plane", "jet", "drone", "rig",
		"minister", "lawmaker", "senator", "legislator", "parliamentarian", "prosecutor", "judge", "governor", "mayor", "interrogator", "detective", "investigator", "helicopter", "gunship", "frigate", "warship", "destroyer":
		for _, k := range s.children(i, "amod", "compound", "nmod:poss") {
			if m := s.at[k]; m != nil && m.state != "" {
				return s.st.c.world.StateName(m.state)
			}
		}
	}
	switch s.lemma(i) {
	case "court", "tribunal", "prosecutor", "police", "judge", "jury", "magistrate", "authority", "lawmaker", "legislator", "governor", "mayor":
		var at []int
		for _, k := range s.children(i, "amod", "compound", "nmod:poss", "nmod") { // "a Lyon court", "a judge in Lyon"
			if p := s.preposition(k); s.at[k] != nil && (s.at[k].kind == aPlace || s.at[k].kind == aState) && (p == "" || p == "in" || p == "of") {
				at = append(at, k)
			}
		}
		if states := s.statesAt(at); len(states) > 0 {
			return states[0].Name
		}
	}
	return ""
}

// words are a noun phrase in few words: its head with what stands before it
// and prepositional phrases right behind, as far as extent goes, no article, no
// clause, no apposition, no coordination, at most twelve tokens.
func (s *sentence) words(i int, extent func(int, func(int) bool) []int) string {
	keep := extent(i, func(k int) bool {
		return k != i && s.is(k, "acl", "appos", "conj", "cc", "punct", "parataxis", "advcl", "cop", "nsubj", "aux", "mark", "advmod", "csubj", "obl", "obj", "ccomp", "xcomp", "det:predet", "dep", "discourse") && !s.isHyphen(k) || k > i && s.isSpell(k) || k > i && s.is(k, "amod") && s.toks[k].Head == i
	})
	from, to := slices.Index(keep, i), slices.Index(keep, i)
	bracket := -1 // where a short form in brackets stands within: "the Free Trade Area (FTA) agreement"
	for from > 0 && (keep[from-1] == keep[from]-1 || bracket < 0 && s.bracketBefore(keep[from]) == keep[from-1]+1) {
		if keep[from-1] != keep[from]-1 {
			bracket = keep[from-1] + 1
		}
		from--
	}
	for to+1 < len(keep) && keep[to+1] == keep[to]+1 && to-from < 11 {
		to++
	}
	a, b := keep[from], keep[to]+1
	for a < i && (s.is(a, "det", "case", "cc", "punct") || s.is(a, "nmod:poss") && s.toks[a].UPOS == "PRON" || strings.HasPrefix(s.toks[a].Form, "\"")) {
		a++
	}
	for a < i && vague[s.lower(a)] {
		a++
	}
	for b-1 > i && (s.toks[b-1].UPOS == "ADP" || s.toks[b-1].UPOS == "PART" || s.toks[b-1].UPOS == "PUNCT" || s.toks[b-1].UPOS == "DET" || s.toks[b-1].UPOS == "CCONJ") {
		b--
	}
	if bracket > a {
		return s.text(a, bracket) + " " + s.text(bracket+bracketLength, b)
	}
	return s.text(a, b)
}

// isSpell says whether the phrase at i tells how long or by when: "for years".
func (s *sentence) isSpell(i int) bool {
	switch s.preposition(i) {
	case "for", "over", "during", "within", "in":
		return s.is(i, "nmod") && spells[s.lemma(i)] && s.lemma(i) != "way"
	}
	return false
}

// bracketLength is the number of tokens of a short form in brackets.
const bracketLength = 3

// bracketBefore is where a short form in brackets begins that ends before token i; -1
// where there is none.
func (s *sentence) bracketBefore(i int) int {
	if at := i - bracketLength; at > 0 && s.toks[at].Form == "(" && s.toks[i-1].Form == ")" {
		return at
	}
	return -1
}

// vague are the words of rough numbers that add nothing to a name.
var vague = setOf("vague")

func (s *sentence) isHyphen(i int) bool { return s.toks[i].Form == "-" || s.toks[i].Form == "–" }

// owners are whose thing the noun at i is: "Iran's programme", "US
// anti-missile systems", "the plan of Chad", "sanctions by the EU".
func (s *sentence) owners(i int) []schema.Ref {
	var out []schema.Ref
	for _, k := range s.kids[i] {
		m := s.at[k]
		switch {
		case m == nil || !m.isActor() && m.kind != aPlace:
			if s.is(k, "nmod:poss") && s.toks[k].UPOS == "PRON" {
				out = append(out, s.pronounRefs(k)...)
			} else if s.is(k, "nmod:poss") { // "the Merkel government's plan", "the bloc's offer"
				out = append(out, exceptRefs(s.actor(k), func(r schema.Ref) bool { return r.State == "" && !r.Linked })...)
			}
			if class := s.nounClass(i); m == nil && s.is(k, "compound") && (class == "strike" || class == "weapon") && k < i { // "a Chadian drone strike"
				if out = append(out, s.owners(k)...); len(out) == 0 && allied[s.lemma(k)] { // "coalition airstrikes"
					out = append(out, s.words2ref(k))
				}
			}
		case s.is(k, "nmod:poss"), s.is(k, "amod", "compound") && m.kind != aPlace && m.kind != aName:
			for _, c := range s.conjuncts(k) {
				if cm := s.at[c]; cm != nil {
					out = append(out, s.asActor(cm)...)
				}
			}
		case s.is(k, "nmod", "obl") && (s.preposition(k) == "by" || s.preposition(k) == "from" && !pullouts[s.lemma(i)]):
			out = append(out, s.actors(k)...)
		}
	}
	return dedupe(out)
}

// allied are the nouns of forces that strike under no other name.
var allied = setOf("allied")

func (s *sentence) asActor(m *mention) []schema.Ref {
	if m.kind == aPlace {
		return s.metonym(m)
	}
	return m.refs
}

// place is the place or state that the phrase at i names.
func (s *sentence) place(i int) schema.Ref {
	m := s.at[i]
	if m == nil {
		for _, k := range s.children(i, "appos", "flat", "compound", "nmod") {
			if pm := s.at[k]; pm != nil && (pm.kind == aPlace || pm.kind == aState && s.is(k, "appos")) {
				m = pm
				break
			}
		}
	}
	if m == nil && placeNouns[s.lemma(i)] {
		for _, k := range s.children(i, "amod", "compound", "nmod:poss", "nmod") {
			if sm := s.at[k]; sm != nil && sm.state != "" && (!s.is(k, "nmod") || s.is(k, "nmod:poss") || s.preposition(k) == "of" || s.preposition(k) == "with") {
				return s.st.asStates(sm.refs)[0]
			}
		}
	}
	if m == nil && placeNouns[s.lemma(i)] { // "the town of X": a name that the tables may not know
		for _, k := range s.children(i, "nmod", "appos", "compound", "flat") {
			if nm := s.at[k]; nm != nil && nm.kind == aName && (!s.is(k, "nmod") || s.preposition(k) == "of") {
				return nm.refs[0]
			}
		}
	}
	if m == nil && s.isSite(i) { // "an airfield in Togo"
		for _, k := range s.children(i, "nmod", "obl") {
			if p := s.preposition(k); s.at[k] != nil && s.at[k].kind == aState && (p == "in" || p == "near" || p == "of") {
				m = s.at[k]
				break
			}
		}
	}
	switch {
	case m == nil || len(m.refs) != 1:
	case m.kind == aPlace, m.kind == aState:
		return m.refs[0]
	case m.kind == aName && s.toks[i].UPOS == "PROPN" && s.preposition(i) != "" && !thingNames[s.lower(m.to-1)]:
		return m.refs[0]
	}
	return schema.Ref{}
}

// placeNouns name part of a state's land: "the Syrian border" lies in Syria as
// far as the tables can say.
var placeNouns = setOf("placeNouns")
