package extract

import (
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/extract/when"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// finding is a statement with the match that it came from.
type finding struct {
	statement schema.Statement
	match     match
}

// read makes the sentence's statements. Outer predicates come first; what is
// the content of a demand, threat or promise makes none of its own, and one
// predicate makes one statement.
func (s *sentence) read() []finding {
	out := s.ruled()
	if s.st.c.weights != nil {
		out = slices.DeleteFunc(s.newSight(out).weighed(out), func(f finding) bool { return s.untold(&f.statement, f.match) != "" })
		for i := range out {
			s.settle(&out[i].statement)
		}
	}
	return append(out, s.standing()...)
}

// ruled makes the statements that rules find.
func (s *sentence) ruled() []finding {
	var out []finding
	used, told := map[int]bool{}, map[int]bool{} // told: strikes by which another statement's act was done
	spoken := s.src.Kind == nlp.Title || s.tells()
	s.found, s.drafts = s.matches(), nil
	for _, m := range s.found {
		if !spoken {
			break // a list of topics tells nothing
		}
		if used[m.pred] || s.consumed[m.pred] && !s.circumstance(m) || m.noun >= 0 && used[m.noun] {
			continue
		}
		d := s.build(m)
		if d.why != "" && d.open {
			s.drafts = append(s.drafts, d)
		}
		if d.why == "" && s.toldOutcome(m, out) {
			d.why = "told as what the strike led to"
		}
		if d.why == "" {
			d.finding = s.finish(d)
		}
		st := d.statement
		if d.why == "" && (told[m.pred] && !s.aims(m, st.Actors) || retold(m, st, out)) {
			d.why = "told by the verb that it goes with"
		}
		if d.why == "" && len(st.Recipients) == 0 && st.Relation == "visited" && s.atHomeIn(st.Place, st.Actors) {
			d.why = "within one state"
		}
		if d.why == "" && s.strikeToldBefore(m, st) {
			d.why = "told in a sentence before"
		}
		s.note(m, d.why)
		if d.why != "" {
			continue
		}
		used[m.pred] = true
		for _, n := range s.nounsOf(m) {
			used[n] = true
		}
		for _, n := range s.strikesOf(m) {
			told[n] = true
		}
		s.consume(m)
		s.st.remember(s, st)
		if st.Type == "ASSAULT" && st.Modality == schema.Asserted && len(st.Actors) > 0 && st.Mode != schema.ModeMutual {
			s.st.strikes = append(s.st.strikes, strike{s.idx, st.Actors})
		}
		out = append(out, d.finding)
	}
	return out
}

// retold says whether the sentence has told the meeting, visit or accord before,
// with all who take part in this one ("met to discuss the dam", "signed a pact,
// a treaty on gas").
func retold(m match, st schema.Statement, before []finding) bool {
	rel, _ := schema.Relations().Get(st.Relation)
	if st.Type != "CONSULT" && st.Type != "AGREE" || !rel.Symmetric && st.Relation != "visited" && st.Relation != "intendsToConsult" {
		return false
	}
	return slices.ContainsFunc(before, func(f finding) bool {
		b := f.statement
		same := b.Relation == st.Relation
		switch b.Relation {
		case "met", "spokeByPhoneWith", "negotiatedWith":
			same = same || st.Type == "CONSULT" && st.Relation != "visited" || st.Relation == "intendsToConsult"
		case "signedWith":
			same = same || st.Relation == "agreedWith" && m.kind == 'n'
		}
		return same && b.Polarity == st.Polarity && covers(slices.Concat(b.Actors, b.Recipients), slices.Concat(st.Actors, st.Recipients))
	})
}

// nounsOf are the event nouns that belong to the match: the object of "hold +
// talks", the summit that somebody attends.
func (s *sentence) nounsOf(m match) []int {
	var out []int
	if m.noun >= 0 {
		out = s.conjuncts(m.noun)
	}
	for _, source := range m.rule.Recipient {
		if thing, ok := strings.CutPrefix(source, "thing:"); ok {
			out = append(out, s.tokens(m, thing)...)
		}
	}
	return out
}

// strikesOf are the nouns of the strikes that the match's actors were found
// through: the raid of "killed in a raid by Chad".
func (s *sentence) strikesOf(m match) []int {
	var out []int
	for _, source := range m.rule.Actor {
		of, ok := strings.CutPrefix(source, "owner:")
		if !ok {
			continue
		}
		for _, t := range s.tokens(m, of) {
			out = append(out, s.conjuncts(t)...)
		}
	}
	return out
}

// aims says whether the strike that the match names has a target in words, more
// than the place that it hit.
func (s *sentence) aims(m match, by []schema.Ref) bool {
	sources := slices.DeleteFunc(slices.Clone(m.rule.Recipient), func(x string) bool { return strings.HasPrefix(x, "place:") || strings.HasPrefix(x, "target:") })
	refs, _ := s.sourceActors(m, sources, 1, by)
	return len(refs) > 0
}

// toldOutcome says whether the match is a participle that tells what a strike of
// its own clause did to people whom nobody names ("attacked a post, killing
// four"), or who else was hurt where others were killed: one strike is one
// statement.
func (s *sentence) toldOutcome(m match, made []finding) bool {
	if m.kind == 'v' && s.is(m.pred, "conj", "advcl", "parataxis") && harms(s.lemma(m.pred)) && slices.ContainsFunc(made, func(f finding) bool {
		return f.statement.Type == "ASSAULT" && s.under(m.pred, f.match.pred) && f.match.pred != m.pred
	}) {
		return true
	}
	if m.kind != 'v' || s.toks[m.pred].XPOS != "VBG" || !results[s.lemma(m.pred)] || !s.is(m.pred, "advcl", "acl", "conj", "xcomp", "parataxis") || s.is(m.pred, "acl:relcl") {
		return false
	}
	if slices.ContainsFunc(s.logicalObjects(m.pred), func(t int) bool {
		return slices.ContainsFunc(s.conjuncts(t), func(c int) bool {
			return s.at[c] != nil && (s.at[c].kind == aPerson || s.at[c].kind == aName || s.at[c].kind == anOffice)
		})
	}) {
		return false
	}
	return slices.ContainsFunc(made, func(f finding) bool {
		return f.statement.Type == "ASSAULT" && f.match.kind == 'v' && (len(f.statement.Recipients) > 0 || f.statement.Mode == schema.ModeMutual) && s.under(m.pred, f.match.pred) && f.match.pred != m.pred
	})
}

func harms(lemma string) bool { return lemma == "injure" || lemma == "wound" || lemma == "hurt" }

// circumstance says whether the match is an event noun that tells how the rest
// came about ("agreed in a phone call"): it stands though the clause that holds
// it is another statement's content.
func (s *sentence) circumstance(m match) bool {
	if h := s.toks[m.pred].Head; h >= 0 && wishes[s.lemma(h)] {
		return false // "no interest in talks"
	}
	return m.kind == 'n' && s.is(m.pred, "obl", "nmod") && slices.Contains([]string{"in", "during", "at", "after"}, s.preposition(m.pred))
}

// wishes are the nouns of what somebody would do.
var wishes = map[string]bool{"interest": true, "intention": true, "desire": true, "wish": true, "need": true, "point": true, "appetite": true}

// consume marks the content clauses of the match.
func (s *sentence) consume(m match) {
	for _, source := range m.rule.Content {
		for _, t := range s.tokens(m, source) {
			if source == "for" && s.toks[t].XPOS == "VBG" { // "condemned Chad for shelling the town": the shelling was done
				continue
			}
			for _, k := range s.subtree(t, nil) {
				s.consumed[k] = true
			}
		}
	}
}

// draft is a statement that a rule begins: whose word it is, how the text puts
// it, the tokens that its participants came from, and why it is none yet.
type draft struct {
	finding
	truth truth
	toks  []int
	why   string // "" where the rule makes the statement
	open  bool   // the weights may make a statement of it all the same
}

// build makes the statement of a match as far as it goes.
func (s *sentence) build(m match) draft {
	d := draft{finding: finding{match: m}, truth: s.truthOf(m.pred)}
	t := &d.truth
	if m.noun >= 0 && s.negated(m.noun) {
		t.negative = true
	}
	if slices.Contains(m.rule.Only, "unwilling") { // "will not sign": to say so is the act
		if !t.negative || t.by != "will" && t.by != "would" && t.by != "wo" {
			d.why = "the text does not say that somebody will not"
			return d
		}
		t.negative, t.modality, t.tense = false, schema.Asserted, when.Past
	} else if slices.Contains(m.rule.Only, "negated") { // "has no interest in": that there is none is the act
		if !t.negative {
			d.why = "the text does not say that there is none"
			return d
		}
		t.negative = false
	} else if len(m.rule.Only) > 0 && !slices.Contains(m.rule.Only, t.modality) {
		d.why = "the text does not put it as " + m.rule.Only[0]
		return d
	}
	st := &d.statement
	*st = schema.Statement{Relation: m.rule.Relation, CAMEO: m.rule.CAMEO, Mode: m.rule.Mode, Modality: t.modality, Polarity: t.polarity(), Rule: m.rule.ID, Coder: Version}
	aim := t.modality != schema.Asserted && s.merelyAim(m, *t)
	if m.rule.Planned != "" && t.modality == schema.Planned {
		st.Relation, st.CAMEO, st.Mode = m.rule.Planned, "", ""
	}
	d.toks = s.fillParticipants(st, m)
	s.fillClaimed(st, m)
	s.fillTakenUp(st, m)
	s.fillOwnDead(st, m)
	d.open = true
	switch missing := s.missing(st, m); {
	case aim:
		d.why = "only the aim of another act"
	case missing != "":
		d.why = missing
	case atHome(st):
		d.why, d.open = "within one state", false
	case s.untold(st, m) != "":
		d.why, d.open = s.untold(st, m), false
	case !s.political(st, m) && !s.publicCase(st, m):
		d.why = "nobody in it acts for a state, an organisation or an armed group"
	}
	return d
}

// atHome says whether the statement is of a state's own people in or against that
// state as such: a president's trip to a town at home is no visit to the state, and
// its army does not attack it.
func atHome(st *schema.Statement) bool {
	visit := st.Relation == "visited"
	if !visit && st.Relation != "bombed" && st.Relation != "invaded" && (st.Relation != "attacked" || st.Mode == schema.ModeMutual) {
		return false
	}
	own := func(r schema.Ref) bool {
		return r.Name == r.State && !slices.ContainsFunc(st.Actors, func(a schema.Ref) bool { return a.State != r.State || !a.Linked && !visit })
	}
	return len(st.Actors) > 0 && len(st.Recipients) > 0 && !slices.ContainsFunc(st.Recipients, func(r schema.Ref) bool { return !own(r) })
}

// atHomeIn says whether the place lies in the state that all of by act for.
func (s *sentence) atHomeIn(place schema.Ref, by []schema.Ref) bool {
	e, ok := s.st.c.world.Entity(string(place.ID))
	if !ok || e.State == "" || len(by) == 0 {
		return false
	}
	name := s.st.c.world.StateName(e.State)
	return !slices.ContainsFunc(by, func(a schema.Ref) bool { return a.State != name })
}

// finish fills in what follows from the word of the draft and its clause, and
// how sure the rule is.
func (s *sentence) finish(d draft) finding {
	s.complete(&d.statement, d.match, d.truth, d.toks)
	d.statement.Confidence = s.confidence(d.match, d.toks)
	d.statement = d.statement.Normalize()
	return d.finding
}

// spokenActs are the types whose act is done by words or by showing up, so that
// who comes to do it does it: "gathered to protest", "wrote to denounce".
var spokenActs = []string{"REQUEST", "ACCUSE", "REJECT", "PROTEST", "THREATEN"}

// merelyAim says whether the match is an infinitive that tells what another act
// is for ("raided the hall to seize papers") or what a noun is about ("the
// decision to detain judges"), where nobody announces it.
func (s *sentence) merelyAim(m match, t truth) bool {
	rel, _ := schema.Relations().Get(m.rule.Relation)
	if m.kind != 'v' || slices.Contains(spokenActs, rel.Type) || rel.Name == "recognized" || !s.has(m.pred, []string{"mark"}, "to") {
		return false
	}
	h := s.toks[m.pred].Head
	if s.is(m.pred, "advcl") {
		return t.by == "to" && h >= 0 && s.st.c.truth[s.lemma(h)] == ""
	}
	if !s.is(m.pred, "acl") || h < 0 || s.is(h, "root") || s.lemma(h) == "attempt" || s.lemma(h) == "plot" {
		return false // to have tried is an act
	}
	return !s.is(h, "obj", "nsubj:pass") || s.toks[h].Head < 0 || !announcing[s.lemma(s.toks[h].Head)]
}

// announcing are the verbs that make a plan known or fix it.
var announcing = map[string]bool{"announce": true, "unveil": true, "reveal": true, "confirm": true, "approve": true, "disclose": true, "outline": true, "present": true, "foil": true, "declare": true, "make": true, "have": true}

// complete fills in what follows from the word and its clause: codes, place,
// date, speakers, source.
func (s *sentence) complete(st *schema.Statement, m match, t truth, toks []int) {
	if s.isFight(st, m) {
		st.Actors, st.Recipients, st.Mode = dedupe(slices.Concat(st.Actors, st.Recipients)), nil, schema.ModeMutual
	}
	s.fillCodes(st)
	s.liftPlaces(st)
	s.markedVictims(st)
	s.blamedFor(st, m)
	crowd(st)
	s.fillMatter(st, m)
	s.fillPlace(st, m, toks)
	s.fillDate(st, m, t)
	st.SaidBy, st.ReportedBy, st.Quote = s.speakers(m.pred)
	st.SaidBy = exceptRefs(st.SaidBy, func(r schema.Ref) bool {
		return len(st.Actors) == 1 && r.ID == st.Actors[0].ID && s.speechOwn(m)
	})
	if len(st.Recipients) > 1 && forcible[st.Relation] { // "according to Kaya, six men were killed", which the parse joins
		st.Recipients = without(st.Recipients, st.SaidBy)
	}
	s.fillSource(st)
}

// liftPlaces puts the state in the place of a town of it that those of another state
// act on: Kharkiv, shelled by a Russian army, is Ukraine; within a state the town
// stays what it is.
func (s *sentence) liftPlaces(st *schema.Statement) {
	for i, r := range st.Recipients {
		e, ok := s.st.c.world.Entity(string(r.ID))
		if !ok || !e.IsPlace() || r.State == "" || r.State == r.Name || len(st.Actors) == 0 {
			continue
		}
		if !slices.ContainsFunc(st.Actors, func(a schema.Ref) bool { return a.State == "" || a.State == r.State }) {
			st.Recipients[i] = schema.Ref{ID: r.StateID(), Name: r.State, State: r.State, Linked: true}
		}
	}
	st.Recipients = dedupe(st.Recipients)
}

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
var fights = map[string]bool{"clash": true, "skirmish": true, "fight": true, "fighting": true, "battle": true, "firefight": true, "gunfight": true, "gunbattle": true, "shootout": true,
	"duel": true, "scuffle": true, "hostility": true, "confrontation": true, "combat": true, "engage": true}

// exchanges are the verbs of fire that goes both ways.
var exchanges = map[string]bool{"exchange": true, "trade": true, "swap": true}

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
var pullouts = map[string]bool{"withdrawal": true, "retreat": true, "pullout": true, "pull-out": true, "pullback": true, "evacuation": true}

// goings are the nouns for leaving an office, asked of who holds it.
var goings = map[string]bool{"resignation": true, "departure": true, "ouster": true, "abdication": true, "removal": true}

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
var claims = map[string]bool{"claim": true, "admit": true, "accept": true, "take": true, "assume": true, "acknowledge": true}

// aimed are the relations whose act is aimed at whom its content is aimed at:
// who "threatens to invade Cyprus" threatens Cyprus, who "declined to hold talks
// with Kosovo" turned Kosovo down.
var aimed = map[string]bool{"threatened": true, "refused": true, "promised": true}

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
var own = map[string]bool{"country": true, "government": true, "nation": true, "administration": true, "state": true, "ministry": true, "side": true, "party": true, "organisation": true, "organization": true, "group": true, "union": true, "army": true, "military": true}

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

// political says whether somebody in the statement is a state's, a known
// organisation's other than a company, a person of the tables, or, where force
// is used, an armed group: deals between companies and private quarrels are no
// events of this graph.
func (s *sentence) political(st *schema.Statement, m match) bool {
	return slices.ContainsFunc(slices.Concat(st.Actors, st.Recipients), func(r schema.Ref) bool {
		if r.State != "" {
			return true
		}
		e, known := s.st.c.world.Entity(string(r.ID))
		if known {
			return e.Kind != "Company" && e.Kind != "Media"
		}
		return r.Linked || s.armed(r.Name) || forcible[st.Relation] && underArms(r.Name) || st.Relation != "resigned" && s.speaksFor(r)
	}) || st.Relation == "killed" && (s.officeHolder(m) || s.lemma(m.pred) == "assassinate" && s.namedVictim(m)) ||
		forcible[st.Relation] && (inService(st.Recipients) || stateSites(st.Recipients)) ||
		voiced[st.Relation] && slices.ContainsFunc(st.Actors, civic) || conferred[st.Relation] && slices.ContainsFunc(st.Actors, governTogether) ||
		st.Relation == "protestedAgainst" && len(st.Actors) > 0 && s.namesState()
}

// bodiesOfForce end the names of armed forces.
var bodiesOfForce = map[string]bool{"Forces": true, "Force": true, "Army": true, "Navy": true, "Corps": true, "Guard": true, "Marines": true, "Guards": true, "Coalition": true, "Police": true}

// forcible are the relations whose victim in service makes them political.
var forcible = map[string]bool{"attacked": true, "bombed": true, "killed": true, "seized": true}

// voiced are the relations of stances and demands, which courts, parties and
// groups of a country's politics hold though no state is named.
var voiced = map[string]bool{"requestedOf": true, "condemned": true, "opposes": true, "rejected": true, "supports": true, "refused": true, "vetoed": true}

// conferred are the relations of what those who govern do with each other.
var conferred = map[string]bool{"met": true, "negotiatedWith": true, "agreedWith": true, "signedWith": true, "consultedWith": true, "pledgedSupportTo": true, "seeksCommonPositionOn": true}

// governTogether says whether the words name those who govern a part of the world together:
// "Caribbean leaders", "world leaders", "finance ministers".
func governTogether(r schema.Ref) bool {
	words := strings.Fields(r.Name)
	return len(words) > 1 && !r.Linked && governs[words[len(words)-1]] && (startsUpper(words[0]) || realms[words[0]])
}

var (
	governs = map[string]bool{"leaders": true, "ministers": true, "presidents": true, "premiers": true, "diplomats": true, "negotiators": true, "governments": true, "states": true, "countries": true, "nations": true, "powers": true, "officials": true, "envoys": true}
	realms  = map[string]bool{"world": true, "foreign": true, "finance": true, "defence": true, "defense": true, "regional": true, "prime": true, "trade": true, "western": true, "allied": true}
)

// civic says whether the words name such a body: "the appeals court",
// "opposition lawmakers", "two trade unions".
func civic(r schema.Ref) bool {
	words := strings.Fields(strings.ToLower(r.Name))
	return len(words) > 0 && !r.Linked && (civicBodies[strings.TrimSuffix(words[len(words)-1], "s")] || words[0] == "opposition" && words[min(1, len(words)-1)] != "of")
}

var civicBodies = map[string]bool{"court": true, "judge": true, "lawmaker": true, "legislator": true, "senator": true, "parliament": true, "senate": true, "congress": true, "party": true, "partie": true,
	"commission": true, "committee": true, "union": true, "opposition": true, "coalition": true, "hardliner": true, "democrat": true, "republican": true, "prosecutor": true, "front": true, "assembly": true,
	"tribunal": true, "diocese": true, "cabinet": true, "junta": true, "movement": true, "activist": true, "group": true}

// inService says whether one of them is a soldier, policeman, diplomat or holder
// of an office, by the last word of a name that the tables do not know.
func inService(refs []schema.Ref) bool {
	return slices.ContainsFunc(refs, func(r schema.Ref) bool {
		words := strings.Fields(strings.ToLower(r.Name))
		return len(words) > 0 && services[strings.TrimSuffix(words[len(words)-1], "s")]
	})
}

// stateSites says whether one of them is a building or post of a state whose
// owner the text leaves open: "a checkpoint", "two police stations".
func stateSites(refs []schema.Ref) bool {
	return slices.ContainsFunc(refs, func(r schema.Ref) bool {
		words := strings.Fields(strings.ToLower(r.Name))
		if r.Linked || len(words) == 0 {
			return false
		}
		return stateSite[singular(words[len(words)-1])] || slices.ContainsFunc(words[:len(words)-1], func(w string) bool { return stateOwned[w] })
	})
}

// stateSite are nouns of sites that only a state or army holds; stateOwned say
// it of another one.
var (
	stateSite  = map[string]bool{"checkpoint": true, "barracks": true, "garrison": true, "parliament": true, "embassy": true, "consulate": true, "ministry": true, "outpost": true, "courthouse": true, "motorcade": true, "patrol": true, "checkpost": true}
	stateOwned = map[string]bool{"police": true, "military": true, "army": true, "naval": true, "navy": true, "security": true, "government": true, "presidential": true, "border": true, "air": true, "peacekeeping": true, "governor": true, "court": true, "mayor": true}
)

var services = map[string]bool{"soldier": true, "trooper": true, "troop": true, "policeman": true, "policemen": true, "police": true, "officer": true, "peacekeeper": true, "serviceman": true, "servicemen": true,
	"personnel": true, "guard": true, "commander": true, "general": true, "diplomat": true, "ambassador": true, "envoy": true, "governor": true, "mayor": true, "minister": true, "lawmaker": true,
	"legislator": true, "judge": true, "prosecutor": true, "paramilitary": true, "paramilitarie": true, "recruit": true, "cadet": true, "colonel": true, "gendarme": true}

// victims are whom the verb was done to, those named among them too: "nine people,
// including a commander".
func (s *sentence) victims(m match) []int {
	return append(slices.Clone(s.logicalObjects(m.pred)), s.tokens(m, "including")...)
}

// namedVictim says whether whom the verb was done to is named.
func (s *sentence) namedVictim(m match) bool {
	return slices.ContainsFunc(s.victims(m), func(t int) bool {
		return s.at[t] != nil && (s.at[t].kind == aPerson || s.at[t].kind == aName || s.at[t].kind == anOffice)
	})
}

// officeHolder says whether whom the verb was done to is named with an office or
// service: "the judge X", "X, a leader of the party".
func (s *sentence) officeHolder(m match) bool {
	return s.namedVictim(m) && slices.ContainsFunc(s.victims(m), func(t int) bool {
		return slices.ContainsFunc(s.subtree(t, func(k int) bool {
			return s.is(k, "acl:relcl", "conj", "nmod") && !s.is(k, "nmod:desc", "nmod:unmarked")
		}), func(k int) bool {
			l := strings.ToLower(s.lemma(k))
			return services[l] || officers[l] || l == "politician" || l == "councillor" || l == "candidate" || l == "senator"
		})
	})
}

// namesAct says whether the words around the verb say how somebody was hit: a
// strike, a weapon, an ambush. "Is killed" alone does not.
func (s *sentence) namesAct(pred int) bool {
	head := pred
	for s.is(head, "conj", "advcl", "acl") && s.toks[head].Head >= 0 && !s.is(head, "acl:relcl") {
		head = s.toks[head].Head
	}
	return slices.ContainsFunc(s.subtree(head, nil), func(k int) bool {
		switch s.lemma(k) {
		case "explosion", "fire", "fighting", "campaign", "operation", "aircraft", "plane", "helicopter", "gun", "jet":
			return false
		case "ambush", "attack", "shell", "bomb", "shoot", "bomber", "gunman", "gunmen", "assassinate", "behead", "execute", "murder", "clash", "ied", "mine", "combat", "mutiny", "car-bombing", "landmine", "militant", "rebel", "insurgent", "terrorist":
			return true
		}
		class := s.nounClass(k)
		return class == "strike" || class == "weapon"
	})
}

// namesState says whether the sentence names a state or a place in one: what
// crowds do there about a matter is public, who they are or not.
func (s *sentence) namesState() bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool {
		return m.kind == aState || m.kind == aDemonym || m.state != "" || m.kind == aPlace && m.ent != nil
	})
}

// speaksFor says whether r holds an office, named by the sentence, of an
// organisation that is neither a company nor a newspaper.
func (s *sentence) speaksFor(r schema.Ref) bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool {
		if m.org == "" || m.former || !slices.ContainsFunc(m.refs, func(x schema.Ref) bool { return x.ID == r.ID }) {
			return false
		}
		e, ok := s.st.c.world.Entity(m.org)
		return ok && e.Kind != "Company" && e.Kind != "Media"
	})
}

// armed says whether the words name an armed or political group.
func (s *sentence) armed(name string) bool {
	name = strings.ToLower(name)
	for _, behind := range []string{" of ", " from ", " loyal", " linked"} {
		name, _, _ = strings.Cut(name, behind)
	}
	words := strings.Fields(name)
	if len(words) == 0 {
		return false
	}
	last := strings.TrimSuffix(words[len(words)-1], "s")
	switch last {
	case "group", "faction", "organization", "organisation", "cell", "network", "force", "leader", "commander": // "an Iraqi militant group"
		return len(words) > 1 && slices.Contains([]string{"rebel", "militant", "insurgent", "guerrilla", "separatist", "terrorist", "jihadist", "islamist", "paramilitary", "armed", "extremist"}, words[len(words)-2])
	case "gunman", "gunmen", "settler": // "Chadian gunmen", but not a gunman in a school
		return slices.ContainsFunc(s.all(), func(m *mention) bool {
			return m.kind == aDemonym && strings.Contains(name, strings.ToLower(s.text(m.from, m.to)))
		})
	case "rebel", "militant", "insurgent", "guerrilla", "separatist", "fighter", "militia", "terrorist", "jihadist", "islamist", "protester", "demonstrator", "pirate", "paramilitarie", "mercenarie", "opposition", "extremist", "hijacker", "maoist", "jihadi", "militiaman", "militiamen", "mutineer", "secessionist", "warlord", "insurrectionist", "loyalist", "partisan", "peshmerga":
		return true
	}
	return false
}

// underArms says whether the name ends in a word for forces of whatever side.
func underArms(name string) bool {
	for _, w := range []string{" forces", " force", " troops", " soldiers", " supporters", " loyalists", " army", " military", " coalition", " militia"} {
		if strings.HasSuffix(" "+strings.ToLower(name), w) {
			return true
		}
	}
	return false
}

// missing says which participant the rule needs and the sentence lacks.
func (s *sentence) missing(st *schema.Statement, m match) string {
	need := m.rule.Need
	if len(need) == 0 {
		need = s.defaultNeed(m)
	}
	for _, n := range need {
		if !s.meets(n, st, m) {
			return "no " + n + " found"
		}
	}
	return ""
}

// meets holds the participants against one need of a rule.
func (s *sentence) meets(need string, st *schema.Statement, m match) bool {
	isNamed := func(r schema.Ref) bool { return r.State != "" || r.Linked || s.speaksFor(r) }
	switch need {
	case "actor":
		return len(st.Actors) > 0
	case "recipient":
		return len(st.Recipients) > 0
	case "issue":
		return len(st.Issues) > 0
	case "either":
		return len(st.Recipients)+len(st.Issues) > 0
	case "pair":
		return len(st.Actors) > 0 && (len(st.Actors)+len(st.Recipients) >= 2 || st.Relation == "met" && s.several(m) || s.amongMany(m))
	case "group":
		return len(st.Actors) >= 2
	case "told": // not only named in passing: "hurt in an attack on a post", "rebels backed by Chad"
		return !s.is(m.pred, "obl", "advcl", "acl")
	case "self": // what the actor says is about the actor
		refs, _ := s.sourceActors(m, []string{"ccomp:subj"}, 1, nil)
		if len(refs) == 0 { // "says that the country will", "that his government would"
			return slices.ContainsFunc(s.tokens(m, "ccomp:subj"), s.speakersOwn)
		}
		return len(refs) > 0 && len(without(refs, s.alsoStates(st.Actors))) == 0
	case "bidden": // what the clause says is to be done: "that Togo pay for the road"
		return slices.ContainsFunc(s.clauses(m, "ccomp"), s.isBidden)
	case "noted": // somebody of a state or of a known organisation is on the other side
		return slices.ContainsFunc(st.Recipients, isNamed)
	case "protesters":
		return slices.ContainsFunc(st.Actors, func(r schema.Ref) bool { return s.armed(r.Name) })
	case "known issue":
		return slices.ContainsFunc(st.Issues, func(r schema.Ref) bool { return r.Linked })
	case "official": // somebody of a state or of a known organisation acts
		return slices.ContainsFunc(st.Actors, isNamed) || s.authority(st.Actors) && s.publicCase(st, m) || voiced[st.Relation] && slices.ContainsFunc(st.Actors, civic)
	case "outward": // not an order to one's own
		return slices.ContainsFunc(st.Recipients, func(r schema.Ref) bool {
			return r.State == "" || !slices.ContainsFunc(st.Actors, func(a schema.Ref) bool { return a.State == r.State })
		})
	case "pressed": // somebody presses for it
		return s.pressed(m.pred)
	case "helpful": // what is promised is no act against others
		return !s.promisesForce(m)
	case "persons": // no town or thing
		return slices.ContainsFunc(st.Recipients, s.isSomebody)
	case "active": // of somebody to act, not of something to be done
		return !slices.ContainsFunc(s.clauses(m, "xcomp"), func(k int) bool { return s.child(k, "aux:pass") >= 0 })
	case "member": // an organisation is on the other side
		return slices.ContainsFunc(append(slices.Clone(st.Recipients), st.Actors...), func(r schema.Ref) bool {
			e, ok := s.st.c.world.Entity(string(r.ID))
			return ok && (e.Kind == "IGO" || e.Kind == "Bloc")
		})
	case "person-recipient":
		if m.kind == 'v' && s.child(m.pred, "xcomp") >= 0 { // "called him a liar"
			return false
		}
		rel, _ := schema.Relations().Get(m.rule.Relation)
		others := st.Recipients
		if rel.Symmetric {
			others = st.Actors
		}
		return len(others) > 0 && !slices.ContainsFunc(others, func(r schema.Ref) bool { return r.Name == r.State || !s.isPerson(r) })
	case "person":
		return slices.ContainsFunc(st.Actors, func(r schema.Ref) bool { return r.Name != r.State })
	case "people", "victim", "killing", "something", "somewhere", "accuser", "target", "forces":
		return s.meetsEffect(need, st, m)
	}
	return false
}

// isBidden says whether the verb at v says in its bare form what its subject is to
// do: "pay" of "that Togo pay for the road".
func (s *sentence) isBidden(v int) bool {
	if s.toks[v].XPOS != "VB" && s.toks[v].XPOS != "VBP" || s.child(v, "aux", "cop") >= 0 {
		return false
	}
	return slices.ContainsFunc(s.surfaceSubjects(v), func(k int) bool {
		return (s.toks[k].XPOS == "NN" || s.toks[k].XPOS == "NNP") && len(s.conjuncts(k)) == 1
	})
}

// several says whether the subject of the verb is a plural of officials: "EU
// leaders met" is a meeting among them.
func (s *sentence) several(m match) bool {
	return m.kind == 'v' && m.noun < 0 && s.child(m.pred, "obj") < 0 && slices.ContainsFunc(s.subjectsOf(m), func(t int) bool {
		return s.toks[t].XPOS == "NNS" && (officers[s.lemma(t)] || s.lemma(t) == "minister" || s.lemma(t) == "diplomat")
	})
}

// amongMany says whether the parties stand under "between" in one plural: "signed
// between the warring factions".
func (s *sentence) amongMany(m match) bool {
	return slices.ContainsFunc(s.prepositional(m, "between"), func(k int) bool {
		return s.toks[k].XPOS == "NNS" && s.at[k] == nil && (s.nounClass(k) == "group" || s.nounClass(k) == "people")
	})
}

// alsoStates are the parties with the states that they act for.
func (s *sentence) alsoStates(refs []schema.Ref) []schema.Ref {
	return slices.Concat(refs, s.st.asStates(refs))
}

// isPerson says whether r is a person of the tables or a holder of an office
// whom the text does not name.
func (s *sentence) isPerson(r schema.Ref) bool {
	if e, ok := s.st.c.world.Entity(string(r.ID)); ok {
		return e.Kind == schema.KindPerson
	}
	if p := s.st.introduced(r); p != nil && !p.unsure {
		return true
	}
	words := strings.Fields(strings.ToLower(r.Name))
	return !r.Linked && r.State != "" && s.st.c.nouns[singular(words[len(words)-1])] != "group" && s.st.c.nouns[words[len(words)-1]] != "group" && !strings.HasPrefix(words[0], "authorit")
}

// meetsEffect are the needs of force: who is hit, taken or accused must be
// somebody of note, so that traffic and private crime make no events.
func (s *sentence) meetsEffect(need string, st *schema.Statement, m match) bool {
	ofNote := func(refs []schema.Ref) bool {
		return slices.ContainsFunc(refs, func(r schema.Ref) bool { return r.State != "" || r.Linked })
	}
	place := s.placeOf(m, nil)
	for _, source := range m.rule.Place {
		for _, t := range s.tokens(m, source) {
			if r := s.place(t); !r.IsZero() {
				place = r
			}
		}
	}
	force := func(refs []schema.Ref) bool {
		return slices.ContainsFunc(refs, func(r schema.Ref) bool { return s.armed(r.Name) })
	}
	switch need {
	case "forces": // troops of a state or alliance, or what they come in
		return slices.ContainsFunc(st.Actors, func(r schema.Ref) bool {
			words := strings.Fields(r.Name)
			if r.State == r.Name { // "a Chadian warship"
				return slices.ContainsFunc(s.subjectsOf(m), func(t int) bool { return s.nounClass(t) == "weapon" })
			}
			return len(words) > 0 && (bodiesOfForce[words[len(words)-1]] || inService([]schema.Ref{r}) || r.ID == "ir:NATO" || s.armed(r.Name))
		})
	case "target":
		return ofNote(st.Recipients) || inService(st.Recipients) || stateSites(st.Recipients)
	case "people":
		return len(st.Recipients) > 0 && (ofNote(st.Recipients) || ofNote(st.Actors) || force(st.Actors) || s.publicCase(st, m))
	case "victim", "somewhere":
		return len(st.Recipients) > 0 || !place.IsZero()
	case "something":
		return len(st.Recipients)+len(st.Issues) > 0 && (ofNote(st.Actors) || ofNote(st.Recipients) || force(st.Actors)) || !place.IsZero()
	case "killing":
		return len(st.Actors) > 0 || (ofNote(st.Recipients) || inService(st.Recipients) || s.officeHolder(m)) && s.namesAct(m.pred) || s.lemma(m.pred) == "assassinate" && s.namedVictim(m)
	case "accuser":
		if len(st.Actors) == 0 && s.is(m.pred, "acl") {
			return false // "officers accused of theft": nobody says by whom
		}
		return ofNote(st.Recipients) || ofNote(st.Actors) || s.publicCase(st, m)
	}
	return false
}

// defaultNeed is what a relation needs where its rule says nothing: two
// parties of a symmetric one, else an actor and what the relation points at.
func (s *sentence) defaultNeed(m match) []string {
	rel, _ := schema.Relations().Get(m.rule.Relation)
	switch {
	case rel.Symmetric:
		return []string{"pair"}
	case rel.Target == "recipient":
		return []string{"actor", "recipient"}
	case rel.Target == "none":
		return []string{"actor"}
	}
	return []string{"actor", "either"}
}

// fillCodes completes type, CAMEO code and mode from the relation table.
func (s *sentence) fillCodes(st *schema.Statement) {
	rel, _ := schema.Relations().Get(st.Relation)
	st.Type = rel.Type
	if st.CAMEO == "" {
		st.CAMEO = rel.CAMEO
	}
	if st.Mode == "" {
		st.Mode = rel.Mode
	}
}

func (s *sentence) fillPlace(st *schema.Statement, m match, used []int) {
	for _, source := range m.rule.Place {
		for _, t := range s.tokens(m, source) {
			if r := s.place(t); st.Place.IsZero() && !r.IsZero() {
				st.Place = r
			}
		}
	}
	if st.Place.IsZero() {
		st.Place = s.placeOf(m, used)
	}
	if st.Place.IsZero() && takesPlace[st.Type] {
		st.Place = s.placeAround(m, used)
	}
}

// takesPlace are the types of events that happen on the ground, so that a place
// anywhere in their clause is theirs.
var takesPlace = map[string]bool{"ASSAULT": true, "COERCE": true, "CONSULT": true, "PROTEST": true}

func (s *sentence) fillDate(st *schema.Statement, m match, t truth) {
	rel, _ := schema.Relations().Get(st.Relation)
	if rel.Speech {
		t.tense = when.Past // a promise is dated by its announcement
		if t.modality == schema.Planned && s.child(m.pred, "aux") >= 0 {
			s.fillPlan(st, m)
			return
		}
	}
	v, source := s.date(m.pred, t)
	if source == schema.FromReport && (rel.Kind == "standing" || rel.Kind == "stance" && s.stative(m)) {
		v, source = when.Value{}, schema.FromNone
	}
	st.Date, st.Precision, st.DateStart, st.DateEnd, st.DateSource = v.Date, string(v.Precision), v.Start, v.End, source
	if source != schema.FromText && t.modality == schema.Asserted {
		s.fillAnchor(st, m.pred)
	}
	if rel.Speech {
		st.PlannedFor = s.plannedFor(slices.Concat(s.clauses(m, "xcomp"), s.clauses(m, "ccomp")))
	}
}

// stative says whether the predicate tells that a stance is held ("opposes")
// rather than that it was voiced ("renewed its support").
func (s *sentence) stative(m match) bool {
	if h := s.toks[m.pred].Head; h >= 0 && s.toks[m.pred].UPOS == "NOUN" && s.is(m.pred, "obj", "nsubj:pass") && s.st.c.voices[s.lemma(h)] != "" {
		return false // "renewed its support"
	}
	switch s.lemma(m.pred) {
	case "support", "oppose", "favour", "favor", "share", "hold", "opposed", "have":
		return m.noun < 0 || s.lemma(m.pred) != "hold"
	}
	return m.kind == 'a'
}

// fillPlan dates an announced act ("will consult"): the announcement's clause
// gives the date, the act's own clause the time that it is planned for.
func (s *sentence) fillPlan(st *schema.Statement, m match) {
	st.PlannedFor = s.plannedFor([]int{m.pred})
	st.DateSource = schema.FromNone
	if h := s.toks[m.pred].Head; h >= 0 && s.is(m.pred, "ccomp", "xcomp", "parataxis") {
		v, source := s.date(h, truth{modality: schema.Asserted, tense: when.Past})
		st.Date, st.Precision, st.DateStart, st.DateEnd, st.DateSource = v.Date, string(v.Precision), v.Start, v.End, source
	}
}

func (s *sentence) fillSource(st *schema.Statement) {
	st.Article, st.Sentence = s.st.article.ID, s.idx
	st.Start, st.End = s.start, s.end
	st.Text = s.st.doc.Text[s.src.Start:s.src.End]
}

// confidence is the rule's score under the parse's: the mean probability of
// the arcs of predicate and participants, rounded to a hundredth.
func (s *sentence) confidence(m match, toks []int) float64 {
	sum, n := float64(s.toks[m.pred].Score), 1.0
	for _, t := range toks {
		sum, n = sum+float64(s.toks[t].Score), n+1
	}
	p := math.Min(1, math.Max(0, sum/n))
	return math.Round(100*m.rule.Score*(0.5+0.5*p)) / 100
}

func covers(all, some []schema.Ref) bool {
	return len(without(some, all)) == 0
}
