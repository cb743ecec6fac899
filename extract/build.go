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
var wishes = setOf("wishes")

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
var announcing = setOf("announcing")

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
var takesPlace = setOf("takesPlace")

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
