package extract

import (
	"slices"

	"github.com/entente-kg/entente/extract/when"
	"github.com/entente-kg/entente/schema"
)

// truth is how the text puts an event: done, planned, demanded, supposed or
// denied, and whether its time lies ahead.
type truth struct {
	modality string
	negative bool
	tense    when.Tense
	by       string // the word that decided, for explain
}

func (t truth) polarity() string {
	if t.negative {
		return schema.Negative
	}
	return schema.Positive
}

// set takes the first modality that differs from asserted: the innermost word
// decides ("said it plans to consider sending").
func (t *truth) set(modality, by string) {
	if t.modality == schema.Asserted {
		t.modality, t.by = modality, by
	}
}

// truthOf reads the truth of predicate p from its auxiliaries and negation and
// from the words that it hangs on, up to the root.
func (s *sentence) truthOf(p int) truth {
	t := truth{modality: schema.Asserted, tense: when.Past}
	s.ownTruth(p, &t)
	if s.cameToNothing(p) {
		t.negative = true
	}
	for n, i := 0, p; n < len(s.toks); n++ {
		h := s.toks[i].Head
		if h < 0 {
			break
		}
		if !s.inherits(i, h, &t) {
			break
		}
		i = h
	}
	return t
}

var modals = map[string]string{"will": schema.Planned, "shall": schema.Planned, "'ll": schema.Planned, "would": schema.Planned, "wo": schema.Planned,
	"may": schema.Hypothetical, "might": schema.Hypothetical, "could": schema.Hypothetical, "can": schema.Hypothetical,
	"should": schema.Demanded, "must": schema.Demanded, "ought": schema.Demanded}

// ownTruth reads auxiliaries, negation, condition and qualifying adjectives of
// p itself.
func (s *sentence) ownTruth(p int, t *truth) {
	s.auxiliaries(p, t)
	if s.is(p, "conj") && s.child(p, "aux", "nsubj", "aux:pass") < 0 && s.toks[p].XPOS != "VBD" && s.toks[p].UPOS == "VERB" {
		s.auxiliaries(s.firstConjunct(p), t)
	}
	if s.negated(p) {
		t.negative = true
	}
	for _, k := range s.children(p, "mark") {
		switch s.lower(k) {
		case "if", "unless", "whether", "lest":
			t.set(schema.Hypothetical, s.lower(k))
		}
	}
	for _, k := range s.children(p, "amod", "advmod", "compound") {
		switch s.lemma(k) {
		case "planned", "upcoming", "forthcoming", "future", "scheduled", "impending", "next", "proposed":
			t.set(schema.Planned, s.lemma(k))
			t.tense = when.Future
		case "possible", "potential", "alleged", "suspected", "supposed", "allegedly", "reportedly", "possibly", "perhaps", "maybe", "feared", "would-be":
			if s.toks[p].UPOS == "NOUN" || s.lemma(k) == "possibly" || s.lemma(k) == "perhaps" {
				t.set(schema.Hypothetical, s.lemma(k))
			}
		case "failed", "cancelled", "canceled", "aborted", "foiled":
			t.negative = true
		}
	}
}

func (s *sentence) auxiliaries(p int, t *truth) {
	for _, k := range s.children(p, "aux") {
		if m, ok := modals[s.lower(k)]; ok {
			if s.has(p, []string{"aux"}, "have") && m == schema.Planned && s.lower(k) == "would" {
				m = schema.Hypothetical
			}
			t.set(m, s.lower(k))
			if m == schema.Planned {
				t.tense = when.Future
			}
		}
	}
	// "is to visit", "is due to visit": a form of be before an infinitive
	if (s.has(p, []string{"mark"}, "to", "due") || s.isVerb(p) && s.has(p, []string{"case"}, "due")) && s.has(p, []string{"aux", "cop"}, "be") && s.child(p, "aux:pass") < 0 {
		t.set(schema.Planned, "be to")
		t.tense = when.Future
	}
}

// negated holds for "not", "never", "no longer", "neither" on the predicate,
// and for "no" on its subject or object.
func (s *sentence) negated(p int) bool {
	for _, k := range s.kids[p] {
		switch s.lower(k) {
		case "not", "n't", "never", "neither", "nor", "hardly", "n’t":
			if s.is(k, "advmod", "cc:preconj", "aux", "det", "neg") {
				return true
			}
		case "without":
			if s.is(k, "mark", "case") {
				return true
			}
		case "longer":
			if s.has(k, []string{"advmod", "det"}, "no") {
				return true
			}
		case "no":
			if s.is(k, "det") && s.toks[p].UPOS == "NOUN" {
				return true
			}
		case "nobody", "none", "nothing":
			if s.is(k, "nsubj", "obj") {
				return true
			}
		}
	}
	for _, k := range s.children(p, "obj", "nsubj", "nsubj:pass") {
		if s.has(k, []string{"det"}, "no") || s.lower(k) == "none" {
			return true
		}
	}
	return false
}

// inherits applies what the governor h does to the truth of its dependent i;
// it says whether to climb on.
func (s *sentence) inherits(i, h int, t *truth) bool {
	switch {
	case s.is(i, "conj"):
		return true
	case s.is(i, "acl:relcl"), s.is(i, "parataxis"), s.is(i, "appos"):
		return false
	case s.is(i, "acl") && s.toks[i].XPOS == "VBN" && !s.has(i, []string{"mark"}, "to"): // "to carry out the deal brokered by Chad": that was done
		return false
	case s.is(i, "advcl"):
		return s.inheritsAdverbial(i, h, t)
	case s.is(i, "xcomp", "ccomp", "csubj", "acl"):
		return s.inheritsClause(i, h, t)
	case s.is(i, "obj", "nsubj", "nsubj:pass", "obl", "nmod"):
		return s.inheritsNominal(i, h, t)
	case s.is(i, "root", "dep", "compound", "amod"):
		return true
	}
	return false
}

// inheritsAdverbial: a purpose clause is a plan; a condition or time clause
// has its own truth. "Stopped short of condemning", "fell short of an apology":
// nothing was done.
func (s *sentence) inheritsAdverbial(i, h int, t *truth) bool {
	if s.comesTrue(i, h) {
		return true
	}
	if s.has(i, []string{"mark"}, "to") && !s.byMeans(i) {
		t.set(schema.Planned, "to")
	}
	if s.deniedHaving(i, h) {
		t.negative = !t.negative
		t.by = s.lemma(h)
	}
	if alleges[s.lemma(h)] && s.has(i, []string{"mark", "case"}, "of", "with", "over") {
		t.set(schema.Hypothetical, s.lemma(h))
	}
	if s.fallsShort(i, h) {
		t.negative = !t.negative
		t.by = s.lemma(h) + " short"
	}
	return false
}

// comesTrue says whether the infinitive at i, below h, tells what was done: what
// crowds came to say, what a vote decided, what somebody was the first to do.
func (s *sentence) comesTrue(i, h int) bool {
	if !s.has(i, []string{"mark"}, "to") {
		return false
	}
	return s.showsUp(h) && s.spoken(i) || s.lemma(h) == "vote" || s.inOrder(h) || slices.ContainsFunc(s.children(h, "xcomp", "obj"), func(k int) bool { return k < i && s.inOrder(k) })
}

// showsUp says whether the verb at i is what crowds do to be heard.
func (s *sentence) showsUp(i int) bool {
	switch s.lemma(i) {
	case "march", "rally", "gather", "protest", "demonstrate", "assemble", "converge", "parade", "strike", "walk":
		return true
	case "take": // "took to the streets"
		return slices.ContainsFunc(s.children(i, "obl", "obj"), func(k int) bool { return s.lemma(k) == "street" })
	}
	return false
}

// spoken says whether the verb at i is of an act done by words or by showing up.
func (s *sentence) spoken(i int) bool {
	return slices.ContainsFunc(s.st.c.lexicon[s.lemma(i)], func(p pattern) bool {
		rel, _ := schema.Relations().Get(p.rule.Relation)
		return p.kind == 'v' && slices.Contains(spokenActs, rel.Type)
	})
}

// alleges are the verbs of charges that may be false: "accused Chad of shelling
// the town" does not tell that it did.
var alleges = setOf("alleges")

func (s *sentence) fallsShort(i, h int) bool {
	if s.lower(h) == "short" && s.toks[h].Head >= 0 && s.is(h, "xcomp", "advmod") { // hung on "short" itself
		h = s.toks[h].Head
	}
	short := slices.ContainsFunc(s.kids[h], func(k int) bool { return s.lower(k) == "short" })
	return short && slices.Contains([]string{"stop", "fall", "come"}, s.lemma(h)) && s.has(i, []string{"mark", "case"}, "of")
}

// cameToNothing holds for what somebody "tried to do but failed": the failing is
// coordinated with the deed or with the trying, and says nothing else.
func (s *sentence) cameToNothing(p int) bool {
	for n, i := 0, p; n < 3 && i >= 0; n, i = n+1, s.toks[i].Head {
		for _, k := range s.children(i, "conj") {
			if s.lemma(k) == "fail" && s.has(k, []string{"cc"}, "but", "yet") && s.child(k, "xcomp", "obj", "ccomp") < 0 && k != p {
				return true
			}
		}
		if !s.is(i, "xcomp") {
			break
		}
	}
	return false
}

// governs is what the governor h makes of its clause: its class in truth.tsv, but
// for "has yet to meet", which has not happened, and "ought to meet", a demand on
// oneself that is no plan.
func (s *sentence) governs(h int) string {
	switch {
	case s.lemma(h) == "have" && s.has(h, []string{"advmod"}, "yet"):
		return "denied"
	case s.lower(h) == "ought":
		return "owed"
	}
	return s.st.c.truth[s.lemmaWithParticle(h)]
}

// byMeans says whether the clause at i tells what something was used for: "used
// batons to disperse the crowd" tells that it was dispersed.
func (s *sentence) byMeans(i int) bool {
	h := s.toks[i].Head
	if s.is(i, "acl") && h >= 0 {
		h = s.toks[s.firstConjunct(h)].Head
	}
	return h >= 0 && (s.lemma(h) == "use" || s.lemma(h) == "fire")
}

func (s *sentence) inheritsClause(i, h int, t *truth) bool {
	if s.is(i, "acl") && s.has(h, []string{"amod"}, "failed", "foiled", "unsuccessful", "abortive", "aborted", "thwarted", "botched") { // "a failed attempt to arrest"
		t.negative, t.by = !t.negative, "failed"
		return true
	}
	class := s.governs(h)
	if s.is(i, "ccomp") && s.st.c.speech[s.lemma(h)] == "said" {
		class = "reported" // "told reporters that": no demand
	}
	switch class {
	case schema.Planned:
		if s.is(i, "xcomp", "acl") || s.futureWord(h) {
			t.set(schema.Planned, s.lemma(h))
			t.tense = when.Future
		}
	case schema.Demanded, schema.Hypothetical:
		if class == schema.Demanded && s.is(i, "xcomp") && s.child(h, "obj", "iobj") < 0 && !s.isPassive(h) {
			class = schema.Planned // "wants to meet": what one demands of oneself is a plan
		}
		t.set(class, s.lemma(h))
		t.tense = when.Future
	case "owed":
		t.set(schema.Demanded, s.lemma(h))
		t.tense = when.Future
	case "denied":
		t.negative = !t.negative
		t.by = s.lemma(h)
	case "":
		if s.is(i, "acl") && s.has(i, []string{"mark"}, "to") && !s.byMeans(i) && !s.comesTrue(i, h) {
			t.set(schema.Planned, s.lemma(h))
		}
	}
	if class == "reported" || s.is(i, "ccomp") {
		return s.conditional(h, t)
	}
	if s.negated(h) {
		t.negative = !t.negative
	}
	s.auxiliaries(h, t)
	return true
}

// inOrder says whether the phrase at i tells who was how early or late to do
// something: "the first state to recognise Chad" did.
func (s *sentence) inOrder(i int) bool {
	orders := func(k int) bool {
		switch s.lemma(k) {
		case "first", "second", "third", "fourth", "fifth", "latest", "last", "only":
			return true
		}
		return false
	}
	return orders(i) || slices.ContainsFunc(s.children(i, "amod", "nummod", "advmod"), orders)
}

// conditional climbs out of a reported clause with nothing but a condition.
func (s *sentence) conditional(h int, t *truth) bool {
	if s.has(h, []string{"mark"}, "if", "unless") {
		t.set(schema.Hypothetical, "if")
	}
	if s.st.c.truth[s.lemma(h)] == "reported" && s.negated(h) {
		t.set(schema.Hypothetical, "not "+s.lemma(h))
	}
	return false
}

func (s *sentence) futureWord(h int) bool {
	return slices.Contains([]string{"expect", "plan", "schedule", "decide", "promise", "pledge", "vow", "propose"}, s.lemma(h))
}

// sides are the nouns of what somebody comes out, votes or speaks in: the verb's truth
// is theirs ("has not come out in favour of the ban").
var sides = setOf("sides")

// inheritsNominal: an event noun shares the truth of the verb that it is the
// subject or object of ("called for talks", "the talks will begin", "no deal").
func (s *sentence) inheritsNominal(i, h int, t *truth) bool {
	if s.is(i, "obl") && s.preposition(i) == "in" && sides[s.lemma(i)] {
		s.auxiliaries(h, t)
		t.negative = t.negative != s.negated(h)
		return true
	}
	if s.toks[i].UPOS == "VERB" || s.is(i, "obl", "nmod") && s.preposition(i) != "for" && s.preposition(i) != "against" && s.preposition(i) != "of" {
		return false
	}
	class := s.st.c.truth[s.lemmaWithParticle(h)]
	if class == "" && s.preposition(i) == "against" { // "marched against the rejection of the ruling": it stands
		return false
	}
	switch class {
	case schema.Planned, schema.Demanded, schema.Hypothetical:
		if !s.is(i, "nsubj") || s.isPassive(h) {
			t.set(class, s.lemma(h))
			t.tense = when.Future
		}
	case "denied":
		if !s.is(i, "nsubj") || s.isPassive(h) {
			t.negative = !t.negative
		}
	}
	if s.is(i, "obl") && s.preposition(i) == "for" && s.isVerb(h) { // "will travel to Oslo for talks"
		s.auxiliaries(h, t)
		return false
	}
	if s.isVerb(h) && (s.is(i, "nsubj", "nsubj:pass", "obj")) {
		s.auxiliaries(h, t)
		if s.negated(h) {
			t.negative = true
		}
		return true
	}
	return s.toks[h].UPOS == "NOUN"
}

// lemmaWithParticle is "call off" for a verb with a particle, else the lemma;
// the participle or adjective stands for its verb.
func (s *sentence) lemmaWithParticle(i int) string {
	l := s.lemma(i)
	if k := s.child(i, "compound:prt"); k >= 0 {
		if _, ok := s.st.c.truth[l+" "+s.lower(k)]; ok {
			return l + " " + s.lower(k)
		}
	}
	if s.toks[i].UPOS == "ADJ" {
		switch l {
		case "scheduled", "planned":
			return "schedule"
		case "expected":
			return "expect"
		case "prepared":
			return "prepare"
		case "poised":
			return "poise"
		}
	}
	return l
}
