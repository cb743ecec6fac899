package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// isFight says whether the parties fight each other, nobody in particular having
// attacked: "clashed with police", "fighting between the army and the rebels".
func (s *sentence) isFight(st *schema.Statement, m match) bool {
	if st.Relation != "attacked" || len(st.Actors) == 0 || len(st.Actors)+len(st.Recipients) < 2 {
		return false
	}
	fire := m.noun >= 0 && exchanges[s.lemma(m.pred)]
	if !m.rule.Mutual && !fire && !fights[s.lemma(m.pred)] && (m.noun < 0 || !fights[s.lemma(m.noun)]) {
		return false
	}
	return m.rule.Mutual || len(s.tokens(m, "with")) > 0 || m.kind == 'n' && s.preposition(m.pred) == "with"
}

// fights are the words for what two sides do to each other.
var fights = setOf("fights")

// exchanges are the verbs of fire that goes both ways.
var exchanges = setOf("exchanges")

// speechOwn says whether the predicate is itself what the actor says, so that
// naming the actor as speaker adds nothing.
func (s *sentence) speechOwn(m match) bool {
	rel, _ := schema.Relations().Get(m.rule.Relation)
	return rel.Speech || s.st.c.speech[s.lemma(m.pred)] != ""
}

// fillParticipants resolves actors, recipients and issues, and gives the
// tokens that they came from.
func (s *sentence) fillParticipants(st *schema.Statement, m match) []int {
	rel, _ := schema.Relations().Get(m.rule.Relation)
	var ta, tr, ti []int
	least := 1
	if rel.Symmetric && len(m.rule.Recipient) == 0 {
		least = 2
	}
	st.Actors, ta = s.sourceActors(m, m.rule.Actor, least, nil)
	if len(st.Actors) == 0 && !m.rule.Mutual {
		st.Actors, ta = s.impliedActors(m, rel)
	}
	st.Recipients, tr = s.sourceActors(m, m.rule.Recipient, 1, st.Actors)
	if len(st.Recipients) == 0 && len(m.rule.Recipient) > 0 {
		st.Recipients, tr = s.impliedRecipients(m, st.Actors)
	}
	if (m.rule.Mutual || s.reciprocal(m.pred)) && len(st.Actors) > 1 && len(st.Recipients) == 0 {
		st.Recipients = st.Actors
	}
	if rel.Symmetric {
		st.Actors, st.Recipients = dedupe(append(st.Actors, st.Recipients...)), nil
	}
	if len(st.Recipients) == 0 && aimed[m.rule.Relation] {
		st.Recipients, tr = s.contentRecipients(m, st.Actors)
	}
	if len(st.Recipients) == 0 && (aimed[m.rule.Relation] || m.rule.Relation == "warned") {
		st.Recipients, tr = s.beneficiaries(m, st.Actors)
	}
	parties := slices.Concat(st.Actors, st.Recipients)
	if len(m.rule.Issue) > 0 {
		st.Issues, ti = s.sourceIssues(m, m.rule.Issue, parties)
		st.Issues = without(st.Issues, parties)
		if len(st.Recipients) == 0 && (rel.Target == "issue" || rel.Target == "either") && !rel.Symmetric {
			for _, i := range ti {
				st.Recipients = append(st.Recipients, s.issueOwners(i, st.Issues)...)
			}
			st.Recipients = without(dedupe(st.Recipients), st.Actors)
		}
		if len(st.Recipients) == 0 && m.rule.Relation == "requestedOf" {
			st.Recipients = without(s.askedToGo(ti), st.Actors)
		}
	}
	return slices.Concat(ta, tr, ti)
}

// reciprocal says whether the verb at i is done by its subjects to "each other".
func (s *sentence) reciprocal(i int) bool {
	return slices.ContainsFunc(s.children(i, "obj", "iobj", "obl"), func(k int) bool {
		if k+1 < len(s.toks) && (s.lower(k) == "each" && s.lower(k+1) == "other" || s.lower(k) == "one" && s.lower(k+1) == "another") {
			return true
		}
		return k > 0 && (s.lower(k-1) == "each" && s.lower(k) == "other" || s.lower(k-1) == "one" && s.lower(k) == "another")
	})
}

// askedToGo are of whom it is asked that they go: "demand the resignation of the
// minister", "calls for Kaya's departure".
func (s *sentence) askedToGo(issues []int) []schema.Ref {
	var out []schema.Ref
	for _, i := range issues {
		if !goings[s.lemma(i)] && !pullouts[s.lemma(i)] {
			continue
		}
		for _, k := range append(s.complementsOf([]int{i}), s.children(i, "nmod:poss")...) {
			refs := s.actors(k)
			if states := s.st.asStates(refs); pullouts[s.lemma(i)] && len(states) > 0 {
				refs = states // whose troops are to go
			}
			out = append(out, refs...)
		}
	}
	return dedupe(out)
}

// pullouts are the nouns for the going of troops, asked of their state.
var pullouts = setOf("pullouts")

// goings are the nouns for leaving an office, asked of who holds it.
var goings = setOf("goings")

// fillClaimed makes those the actors of a strike who claim it in a later
// sentence, where the strike's own names nobody whom the tables know.
func (s *sentence) fillClaimed(st *schema.Statement, m match) {
	if rel, _ := schema.Relations().Get(st.Relation); rel.Type != "ASSAULT" || m.kind == 'a' || st.Modality != schema.Asserted || slices.ContainsFunc(st.Actors, func(r schema.Ref) bool { return r.State != "" || r.Linked }) || !s.namesAct(m.pred) {
		return
	}
	from := s.idx
	if m.kind == 'n' { // who claims an attack in its own sentence is its actor by the rules
		from++
	}
	for _, later := range s.st.sents[from:max(from, min(s.idx+4, len(s.st.sents)))] {
		if refs := later.claimants(); len(refs) > 0 {
			st.Actors = refs
			return
		}
	}
}

// strike is a strike that the story has told, with who did it.
type strike struct {
	sent int
	by   []schema.Ref
}

// fillTakenUp makes those the actors of a killing in "the strike" who struck in a
// sentence before: "Peru bombed the camp. Diaz was also killed in the airstrike."
func (s *sentence) fillTakenUp(st *schema.Statement, m match) {
	rel, _ := schema.Relations().Get(st.Relation)
	if rel.Type != "ASSAULT" || m.kind != 'v' || len(st.Actors) > 0 || !s.passiveHere(m.pred) || !s.namedVictim(m) && !inService(st.Recipients) {
		return
	}
	for _, k := range s.children(m.pred, "obl") {
		p := s.preposition(k)
		if p != "in" && p != "by" && p != "during" || s.nounClass(k) != "strike" || !s.has(k, []string{"det"}, "the", "this", "that") || s.child(k, "nmod", "acl") >= 0 {
			continue
		}
		for n := len(s.st.strikes) - 1; n >= 0 && s.st.strikes[n].sent >= s.idx-6; n-- {
			if by := without(s.st.strikes[n].by, st.Recipients); s.st.strikes[n].sent < s.idx && len(by) > 0 {
				st.Actors = by
				return
			}
		}
	}
}

// strikeToldBefore says whether the match only says more of "the strike" that a
// sentence before has told of the same side: where it was, what it hit.
func (s *sentence) strikeToldBefore(m match, st schema.Statement) bool {
	noun := m.noun
	if m.kind == 'n' {
		noun = m.pred
	}
	if st.Type != "ASSAULT" || noun < 0 || s.toks[noun].XPOS != "NN" || s.nounClass(noun) != "strike" || !s.has(noun, []string{"det"}, "the", "this", "that") || len(st.Actors) == 0 {
		return false
	}
	return slices.ContainsFunc(s.st.strikes, func(x strike) bool {
		return x.sent < s.idx && x.sent >= s.idx-4 && slices.ContainsFunc(x.by, func(r schema.Ref) bool {
			return slices.ContainsFunc(st.Actors, func(a schema.Ref) bool { return a.ID == r.ID || a.State != "" && a.State == r.State })
		})
	})
}

// claimants are who "claim responsibility" in the sentence, or claim to be
// "behind the attack".
func (s *sentence) claimants() []schema.Ref {
	for i := range s.toks {
		if !claims[s.lemma(i)] || !s.isVerb(i) {
			continue
		}
		claimed := slices.Concat(s.logicalObjects(i), s.children(i, "obj"))
		if !slices.ContainsFunc(claimed, func(o int) bool { return s.lemma(o) == "responsibility" }) && !slices.ContainsFunc(s.children(i, "ccomp"), func(c int) bool { return s.has(c, []string{"case"}, "behind") }) {
			continue
		}
		var out []schema.Ref
		for _, t := range s.logicalSubjects(i) {
			out = append(out, s.actors(t)...)
		}
		return slices.DeleteFunc(dedupe(out), func(r schema.Ref) bool {
			return !r.Linked && !s.armed(r.Name) && strings.ToLower(r.Name) == r.Name
		})
	}
	return nil
}

// claims are the verbs of saying that oneself did it: "admitted responsibility".
var claims = setOf("claims")

// aimed are the relations whose act is aimed at whom its content is aimed at:
// who "threatens to invade Cyprus" threatens Cyprus, who "declined to hold talks
// with Kosovo" turned Kosovo down.
var aimed = setOf("aimed")

// contentRecipients are the recipients of what the infinitive of the match says,
// by the rule that reads it, or its other parties where it is mutual.
func (s *sentence) contentRecipients(m match, actors []schema.Ref) ([]schema.Ref, []int) {
	for _, t := range s.children(m.pred, "xcomp") {
		for _, inner := range s.found {
			if inner.pred != t || !slices.Contains(m.rule.Content, "xcomp") || aimed[inner.rule.Relation] {
				continue
			}
			var st schema.Statement
			toks := s.fillParticipants(&st, inner)
			if rel, _ := schema.Relations().Get(inner.rule.Relation); rel.Symmetric {
				st.Recipients = st.Actors
			}
			if found := without(st.Recipients, actors); len(found) > 0 {
				return found, toks
			}
		}
	}
	return nil, nil
}

// beneficiaries are whom the content of a promise, refusal or threat names under a preposition of
// giving or as its own object: "agreed to pay damages to Peru", "pledged more
// investment into Chile's mines", "is ready to help Togo".
func (s *sentence) beneficiaries(m match, actors []schema.Ref) ([]schema.Ref, []int) {
	heads := s.children(m.pred, "xcomp", "ccomp", "obj", "obl")
	if m.kind == 'n' { // "its threat to bomb the port"
		heads = s.children(m.pred, "acl")
	}
	if m.noun >= 0 {
		heads = append(heads, m.noun)
	}
	for _, h := range heads {
		for _, k := range s.subtree(h, func(k int) bool { return k != h && s.is(k, "acl:relcl", "advcl", "parataxis", "ccomp", "nsubj") }) {
			to := false
			hostile := m.rule.Relation == "threatened" || m.rule.Relation == "warned"
			switch s.preposition(k) {
			case "to", "for", "with", "into", "toward", "towards":
				to = s.is(k, "obl", "nmod", "obj", "advmod")
			case "against", "on":
				to = hostile && s.is(k, "obl", "nmod")
			case "in":
				to = hostile && s.is(k, "obl", "nmod") && !s.is(h, "ccomp")
			case "":
				to = s.is(k, "iobj") || s.is(k, "obj") && s.toks[k].Head != m.pred && (hostile || s.at[k] != nil && s.at[k].kind != aName)
			}
			if !to {
				continue
			}
			refs := s.actors(k)
			if len(refs) == 0 {
				refs = s.owners(k)
			}
			if len(refs) == 0 && hostile && s.at[k] != nil {
				refs = s.statesAt([]int{k})
			}
			if refs = without(refs, s.alsoStates(actors)); len(refs) > 0 {
				return refs, []int{k}
			}
		}
	}
	return nil, nil
}

// own are nouns by which who speaks for a state or body calls it.
var own = setOf("own")

// speakersOwn says whether the noun at i is what a speaker says "the" or "our" of.
func (s *sentence) speakersOwn(i int) bool {
	return own[s.lemma(i)] && (s.has(i, []string{"nmod:poss"}, "his", "her", "its", "their", "our") || s.has(i, []string{"det"}, "the")) && s.child(i, "amod") < 0
}

// issueOwners are whose plan or act the issue is, as the phrase says: by a
// possessive or "by", and for a matter that the tables do not know also by an
// adjective ("the Iran nuclear deal" is not Iran's alone).
func (s *sentence) issueOwners(i int, issues []schema.Ref) []schema.Ref {
	if !slices.ContainsFunc(issues, func(r schema.Ref) bool { return r.Linked }) {
		return exceptRefs(s.authors(i), func(r schema.Ref) bool { return r.State == "" && !r.Linked && !civic(r) && len(s.owners(i)) == 0 })
	}
	if s.child(i, "nmod:poss") >= 0 {
		return s.owners(i)
	}
	return nil
}

func without(refs, drop []schema.Ref) []schema.Ref {
	return exceptRefs(refs, func(r schema.Ref) bool {
		return slices.ContainsFunc(drop, func(d schema.Ref) bool { return d.ID == r.ID })
	})
}

// exceptRefs gives those of which drop does not hold. refs stays as it is: it may be a
// mention's own.
func exceptRefs(refs []schema.Ref, drop func(schema.Ref) bool) []schema.Ref {
	return slices.DeleteFunc(slices.Clone(refs), drop)
}
