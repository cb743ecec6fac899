package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// impliedActors are who acts where none of the rule's sources names anybody: who
// undertakes or orders the act that a noun tells, who orders it in a clause, or a
// force that reports what it did without naming itself again.
func (s *sentence) impliedActors(m match, rel schema.Relation) ([]schema.Ref, []int) {
	var toks []int
	switch {
	case m.kind == 'n':
		if toks = s.undertakers(m.pred); len(toks) == 0 && rel.Type == "ASSAULT" {
			toks = s.strikers(m.pred)
		}
	case m.kind == 'v' && s.passiveHere(m.pred):
		if toks = s.sharedAgents(m.pred); len(toks) == 0 {
			toks = s.orderers(m.pred)
		}
		if len(toks) == 0 {
			toks = s.signatories(m.pred)
		}
	}
	if len(toks) == 0 && m.kind == 'v' && (rel.Type == "COERCE" || rel.Type == "ASSAULT") {
		return s.reportingForce(m, rel)
	}
	var refs []schema.Ref
	for _, t := range toks {
		refs = append(refs, s.actors(t)...)
	}
	return dedupe(refs), toks
}

// undertakers are the subjects of the verb of doing whose object the event noun
// at i is: "approved the extradition", "announced the withdrawal of its troops".
func (s *sentence) undertakers(i int) []int {
	i = s.firstConjunct(i)
	for n := 0; n < 3 && s.is(i, "nmod") && s.preposition(i) == "of" && stretches[s.lemma(s.toks[i].Head)]; n++ { // "a new round of raids"
		i = s.toks[i].Head
	}
	h := s.toks[i].Head
	if h >= 0 && s.is(i, "nmod", "obl") && s.preposition(i) == "for" { // "claimed responsibility for the raid"
		return s.claimers(i)
	}
	if h < 0 || !s.is(i, "obj") || !undertakes[s.lemma(h)] || s.passiveHere(h) || plots[s.lemma(h)] && s.toks[h].XPOS == "VBG" {
		return nil // "accused of orchestrating a raid"
	}
	return s.surfaceSubjects(h)
}

// strikers are the fighters who do something in the strike at i: "used phosphorus in
// an attack on the village".
func (s *sentence) strikers(i int) []int {
	h := s.toks[i].Head
	if h < 0 || !s.is(i, "obl") || s.nounClass(i) != "strike" || s.preposition(i) != "in" && s.preposition(i) != "during" || !s.isVerb(h) || s.passiveHere(h) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.surfaceSubjects(h)), func(k int) bool {
		m := s.at[k]
		return !(m != nil && (isForce(m) || m.ent != nil && m.ent.Kind == "ArmedGroup") || m == nil && s.armed(s.lemma(k)))
	})
}

// isForce says whether the mention is of a state's armed forces or police.
func isForce(m *mention) bool {
	switch m.agency {
	case "army", "police", "navy", "airforce":
		return true
	}
	if m.kind != anOrg || m.ent == nil || m.ent.Kind != schema.KindAgency {
		return false
	}
	words := strings.Fields(m.ent.Name)
	return bodiesOfForce[words[len(words)-1]]
}

// claimers are who claims the act at i: "claimed responsibility for the raid".
func (s *sentence) claimers(i int) []int {
	h := s.toks[i].Head
	v := h
	if s.lemma(h) == "responsibility" {
		v = s.toks[h].Head
	} else if !slices.ContainsFunc(s.children(h, "obj"), func(o int) bool { return s.lemma(o) == "responsibility" }) {
		return nil
	}
	if v < 0 || !claims[s.lemma(v)] {
		return nil
	}
	return s.logicalSubjects(v)
}

// stretches are the nouns of parts and numbers of what is undertaken.
var stretches = setOf("stretches")

// undertakes are the verbs whose subject does what their object noun tells.
var undertakes = setOf("undertakes")

// plots are the verbs for what is done from behind, of which people are accused.
var plots = setOf("plots")

// sharedAgents are who did what verb i tells in the passive where the agent
// stands with a verb of harm joined to it: "were killed and ten hurt by police".
func (s *sentence) sharedAgents(i int) []int {
	if !hurts[s.lemma(i)] && s.lemma(i) != "shoot" {
		return nil
	}
	for _, k := range s.children(i, "conj") {
		if (hurts[s.lemma(k)] || s.lemma(k) == "shoot") && s.passiveHere(k) {
			return s.logicalSubjects(k)
		}
	}
	return nil
}

// signatories are whose text says what the passive at i tells: "was condemned in a
// statement by Chad and Mali".
func (s *sentence) signatories(i int) []int {
	var out []int
	for _, k := range s.children(i, "obl") {
		if !speakingTexts[s.lemma(k)] || s.preposition(k) != "in" {
			continue
		}
		for _, by := range s.children(k, "nmod", "obl") {
			if p := s.preposition(by); p == "by" || p == "from" || p == "of" {
				out = append(out, by)
			}
		}
	}
	return out
}

// orderers are who orders what the passive at i tells: "ordered that X be jailed",
// "ordered X deported".
func (s *sentence) orderers(i int) []int {
	h := s.toks[i].Head
	if h < 0 || !s.is(i, "ccomp", "xcomp") || s.lemma(h) != "order" && s.lemma(h) != "rule" && s.lemma(h) != "decide" || s.passiveHere(h) {
		return nil
	}
	return s.surfaceSubjects(h)
}

// reportingForce is the force or ministry that says that somebody was taken, or
// that fighters on the other side were killed: it tells what it did.
func (s *sentence) reportingForce(m match, rel schema.Relation) ([]schema.Ref, []int) {
	hit, _ := s.sourceActors(m, []string{"obj"}, 1, nil)
	for _, t := range s.reporters(m.pred) {
		refs := s.actors(t)
		if len(hit) == 0 || len(without(hit, s.alsoStates(refs))) == 0 || rel.Type == "ASSAULT" && !slices.ContainsFunc(hit, func(r schema.Ref) bool { return s.armed(r.Name) }) ||
			slices.ContainsFunc(hit, func(r schema.Ref) bool { return r.State != "" && r.State == refs[0].State }) {
			continue
		}
		return refs, []int{t}
	}
	return nil, nil
}

// fillOwnDead makes a force that reports that soldiers were killed or hit, and not
// whose, those who were: "the Ugandan army says that two soldiers were killed".
func (s *sentence) fillOwnDead(st *schema.Statement, m match) {
	if rel, _ := schema.Relations().Get(st.Relation); rel.Type != "ASSAULT" || len(st.Recipients) == 0 || slices.ContainsFunc(st.Recipients, func(r schema.Ref) bool {
		return r.State != "" || r.Linked || !inService([]schema.Ref{r})
	}) {
		return
	}
	if by := s.reporters(m.pred); len(by) > 0 {
		st.Recipients = s.actors(by[0])
		st.Actors = without(st.Actors, st.Recipients)
	}
}

// reporters are the forces and bodies that say what was done by the passive at p.
func (s *sentence) reporters(p int) []int {
	c := s.firstConjunct(p)
	h := s.toks[c].Head
	if !s.passiveHere(p) || h < 0 || !s.is(c, "ccomp", "parataxis") || s.st.c.speech[s.lemma(h)] == "" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.surfaceSubjects(h)), func(t int) bool {
		m := s.at[t]
		return m == nil || !(m.kind == anAgency && reports[m.agency]) && !isForce(m)
	})
}

// reports are the bodies that report what they did.
var reports = setOf("reports")

// impliedRecipients are whom an act on a thing is aimed at where none of the
// rule's sources names anybody: whose thing it is, or whom the phrases behind it
// name ("suspends the registration of X", "bans flights by X").
func (s *sentence) impliedRecipients(m match, actors []schema.Ref) ([]schema.Ref, []int) {
	if !onThings[m.rule.Relation] {
		return nil, nil
	}
	if m.rule.Relation == "protestedAgainst" {
		if refs, k := s.protestedBy(m); len(refs) > 0 {
			return refs, []int{k}
		}
	}
	heads := slices.Clone(s.logicalObjects(m.pred))
	if m.kind == 'n' {
		heads = []int{m.pred}
	}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	mine := s.alsoStates(actors)
	for _, h := range heads {
		for _, c := range s.conjuncts(h) {
			if refs := without(s.owners(c), mine); len(refs) > 0 {
				return refs, []int{c}
			}
		}
	}
	if m.rule.Relation == "seized" { // "captured the beauty of the Afghan city"
		return s.fought(m, mine)
	}
	hung := map[int]bool{} // "banned flights by X", hung on the verb
	if m.kind == 'v' {
		for _, k := range s.children(m.pred, "obl") {
			if p := s.preposition(k); s.passiveHere(m.pred) == (p == "on" || p == "against" || p == "from") && (p == "by" || s.passiveHere(m.pred)) {
				heads, hung[k] = append(heads, k), true
			}
		}
	}
	for _, h := range heads {
		if hung[h] {
			if refs := without(s.owners(h), mine); len(refs) > 0 {
				return refs, []int{h}
			}
		}
		if refs, k := s.below(h, mine, m.rule.Relation, 0); len(refs) > 0 {
			return refs, []int{k}
		}
	}
	if m.kind == 'n' { // who made "the claim" is not whom it was made against
		return nil, nil
	}
	return s.agentsOfLast(heads, mine)
}

// protestedBy are whom the protesters or their protest are against by name:
// "anti-government demonstrators", "held an anti-Kaya rally"; with the token.
func (s *sentence) protestedBy(m match) ([]schema.Ref, int) {
	heads := append(s.subjectsOf(m), m.pred)
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	for _, h := range heads {
		for _, k := range s.subtree(h, func(k int) bool { return k != h && !s.is(k, "amod", "compound", "nmod") || k > h && h == m.pred }) {
			if refs := s.opposed(k); len(refs) > 0 {
				return refs, k
			}
		}
	}
	return nil, -1
}

// fought are those from whom something is taken in a fight with them: "captured the
// town after clashes with rebels".
func (s *sentence) fought(m match, mine []schema.Ref) ([]schema.Ref, []int) {
	heads := append(s.children(m.pred, "obj"), m.pred)
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	for _, h := range heads {
		for _, k := range s.children(h, "obl", "nmod") {
			p := s.preposition(k)
			if !fights[s.lemma(k)] || p != "after" && p != "following" && p != "in" && p != "during" && p != "amid" {
				continue
			}
			for _, with := range s.children(k, "nmod", "obl") {
				if q := s.preposition(with); q == "with" || q == "against" {
					if refs := without(s.actors(with), mine); len(refs) > 0 {
						return refs, []int{with}
					}
				}
			}
		}
	}
	return nil, nil
}

// agentsOfLast are who did the act of the sentence before that a definite noun
// takes up: "Peru pardoned two spies. Bishops condemned the decision."
func (s *sentence) agentsOfLast(heads []int, mine []schema.Ref) ([]schema.Ref, []int) {
	for _, h := range heads {
		if !takesUp[s.lemma(h)] || !s.has(h, []string{"det"}, "the", "this", "that", "these", "those") || s.child(h, "nmod", "acl", "compound", "amod") >= 0 || s.idx == 0 {
			continue
		}
		prev := s.st.sents[s.idx-1]
		for r := range prev.toks {
			if !prev.is(r, "root") || !prev.isVerb(r) {
				continue
			}
			if by := without(s.decider(h), mine); decided[s.lemma(h)] && s.st.c.speech[prev.lemma(r)] != "" && !decides[prev.lemma(r)] && len(by) > 0 {
				return by, []int{h} // the sentence before only says something about it
			}
			var refs []schema.Ref
			for _, t := range prev.logicalSubjects(r) {
				refs = append(refs, prev.actors(t)...)
			}
			if refs = slices.DeleteFunc(without(dedupe(refs), mine), func(r schema.Ref) bool { return r.State == "" && !r.Linked && !s.isFullName(r) }); len(refs) > 0 {
				return refs, []int{h}
			}
		}
	}
	return nil, nil
}

// isFullName says whether r has the words of a name: "Ana Ruiz", not "two judges".
func (s *sentence) isFullName(r schema.Ref) bool {
	words := strings.Fields(r.Name)
	return len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { return !startsUpper(w) })
}

// takesUp are the nouns that take up an act told before.
var takesUp = setOf("takesUp")

// below are the first parties other than those in mine that the phrases behind
// the noun at h name.
func (s *sentence) below(h int, mine []schema.Ref, relation string, depth int) ([]schema.Ref, int) {
	for _, k := range s.children(h, "nmod", "obl", "acl") {
		if s.is(k, "acl:relcl") || reasons[s.lemma(k)] || stances[relation] && s.suffers(h, k, relation) {
			continue
		}
		switch p := s.preposition(k); {
		case s.is(k, "acl") && relation != "sanctioned" && relation != "blocked", p == "on", p == "of", p == "by", p == "from", p == "against", p == "to", p == "with", p == "for", p == "over":
		default:
			continue
		}
		refs := s.actors(k)
		if len(refs) == 0 {
			refs = s.owners(k)
		}
		made := depth > 0 && s.preposition(k) == "by"                           // "a bill drafted by lawyers"
		refs = slices.DeleteFunc(without(refs, mine), func(r schema.Ref) bool { // "the use of force"
			return r.State == "" && !r.Linked && (made || s.toks[k].XPOS == "NN" && s.child(k, "det", "nummod", "nmod:poss", "amod") < 0)
		})
		if len(refs) > 0 {
			return refs, k
		}
		if depth < 3 {
			if refs, at := s.below(k, mine, relation, depth+1); len(refs) > 0 {
				return refs, at
			}
		}
	}
	return nil, -1
}

// stances are the relations whose recipient is who did what they are about, not
// whom it was done to.
var stances = setOf("stances")

// suffers says whether the phrase at k names whom the act at h is done to: "the raid
// on the town", "the arrest of a judge".
func (s *sentence) suffers(h, k int, relation string) bool {
	if slices.ContainsFunc(s.st.c.lexicon[s.lemma(h)], func(p pattern) bool { return p.rule.Relation == relation }) {
		return false // "condemnations against X"
	}
	switch s.preposition(k) {
	case "on", "against", "to", "for", "with":
		return true
	case "of":
		return s.nounClass(h) == "strike" || slices.ContainsFunc(s.st.c.lexicon[s.lemma(h)], func(p pattern) bool { return p.kind == 'n' })
	}
	return false
}

// reasons are the nouns behind which the reason for an act follows.
var reasons = setOf("reasons")

// onThings are the relations whose acts on things are aimed at whose they are.
var onThings = setOf("onThings")
