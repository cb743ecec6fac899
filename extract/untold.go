package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// untold says why what the match tells is no event of this graph, whoever made
// the statement; "" where it may be one.
func (s *sentence) untold(st *schema.Statement, m match) string {
	switch {
	case s.inHeading(m.pred), s.backdrop(m.pred):
		return "only the topic of what is told"
	case st.Relation == "resigned" && !s.pressed(m.pred):
		return "nobody presses for it"
	case tried[st.Relation] && private(st.Recipients) && s.tellsOf("offence") && !s.publicCase(st, m):
		return "a crime between private people"
	case tried[st.Relation] && private(st.Recipients) && s.tellsOf("crime") && !s.ofPublicLife() && s.ordinary(st, m):
		return "a crime between private people"
	case st.Relation == "arrested" && private(st.Recipients) && byPolice(st.Actors) && !s.ofPublicLife() && !s.namesOthers(st.Actors):
		return "routine police work"
	case st.Relation == "promised" && s.promisesForce(m):
		return "a plan to act against others"
	case st.Relation == "attacked" && s.lemma(m.pred) == "raid" && (len(st.Recipients) == 0 || private(st.Recipients)) && byPolice(st.Actors) && !s.ofPublicLife():
		return "routine police work"
	}
	return ""
}

// ofPublicLife says whether a word of the sentence is of public life: of those who
// govern, write or fight, or of what they are tried for.
func (s *sentence) ofPublicLife() bool {
	return s.tellsOf("cause") || s.tellsOf("both") || s.tellsOf("person")
}

// ordinary says whether private people are arrested, or, nobody from elsewhere being
// named, charged or convicted; who accuses somebody of a crime without a court does
// more.
func (s *sentence) ordinary(st *schema.Statement, m match) bool {
	switch st.Relation {
	case "arrested":
		return true
	case "convicted":
		return !s.namesOthers(st.Actors)
	case "accused":
		return (charges[s.lemma(m.pred)] || m.noun >= 0) && !s.namesOthers(st.Actors)
	}
	return false
}

// byPolice says whether they are police, by the last word of their names.
func byPolice(by []schema.Ref) bool {
	return len(by) > 0 && !slices.ContainsFunc(by, func(r schema.Ref) bool {
		last := strings.ToLower(lastWord(r.Name))
		return last != "police" && last != "policemen" && last != "detectives"
	})
}

// namesOthers says whether the sentence names a state, a people or an organisation
// other than that of the actors.
func (s *sentence) namesOthers(by []schema.Ref) bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool {
		if m.kind != aState && m.kind != aDemonym && m.kind != aName || len(m.refs) == 0 {
			return false
		}
		return !slices.ContainsFunc(by, func(r schema.Ref) bool {
			return slices.ContainsFunc(m.refs, func(x schema.Ref) bool { return x.ID == r.ID || x.State == r.State })
		})
	})
}

// tried are the relations of what is done to people for crimes.
var tried = setOf("tried")

// private says whether nobody of them acts for a state or stands in the tables.
func private(refs []schema.Ref) bool {
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(r schema.Ref) bool { return r.State != "" || r.Linked })
}

// tellsOf says whether a word of the sentence has the class in public.tsv.
func (s *sentence) tellsOf(class string) bool {
	for i := range s.toks {
		if s.publicClass(i) == class || s.st.c.public[s.lower(i)] == class {
			return true
		}
	}
	return false
}

// heading is where the topic in front of the sentence ends: "Chadian invasion of
// Togo: the army takes the port" is about an invasion and tells of a port. 0 where
// the sentence begins with no such topic.
func (s *sentence) heading() int {
	for i := 1; i < min(len(s.toks)-2, maxHeading); i++ {
		switch {
		case s.isVerb(i-1) || s.toks[i-1].UPOS == "AUX":
			return 0
		case s.toks[i].Form != ":":
		case slices.ContainsFunc(s.toks[i+1:], func(t nlp.Token) bool { return t.UPOS == "VERB" || t.UPOS == "AUX" }):
			return i
		default:
			return 0
		}
	}
	return 0
}

// maxHeading is how many words a topic in front of a sentence has at most.
const maxHeading = 10

func (s *sentence) inHeading(i int) bool { return i < s.heading() }

// backdrop says whether the noun at i only tells in which time a line without a verb
// falls: "Grain prices during the Chadian invasion of Togo".
func (s *sentence) backdrop(i int) bool {
	return s.is(i, "nmod", "obl") && (s.preposition(i) == "during" || s.preposition(i) == "amid") && !s.tells()
}

// pressed says whether the clause of the resignation at p tells of pressure:
// protests, a scandal, a vote, a defeat, a demand, force. Who resigns in protest
// presses others.
func (s *sentence) pressed(p int) bool {
	found := false
	for _, k := range s.aroundResignation(p) {
		if s.lemma(k) == "protest" && s.preposition(k) == "in" {
			return false
		}
		if m := s.at[k]; m != nil && (m.kind == aPerson || m.kind == anOffice) {
			continue
		}
		found = found || s.st.c.pressure[s.lemma(k)] == "pressure" || s.st.c.pressure[s.lower(k)] == "pressure"
	}
	return found || slices.ContainsFunc(s.kids[p], func(k int) bool {
		return s.is(k, "obl", "nmod", "obl:tmod") && leavesFor[s.preposition(k)] && s.st.c.pressure[s.lemma(k)] != "own" && s.toks[k].UPOS != "NUM"
	})
}

// leavesFor are the prepositions of what somebody resigns for.
var leavesFor = setOf("leavesFor")

// aroundResignation are the words that may tell why: those of the whole sentence, or
// of the relative clause that tells of it.
func (s *sentence) aroundResignation(p int) []int {
	for i, n := p, 0; i >= 0 && n < len(s.toks); i, n = s.toks[i].Head, n+1 {
		if s.is(i, "acl:relcl") {
			return s.subtree(i, nil)
		}
	}
	all := make([]int, len(s.toks))
	for i := range all {
		all[i] = i
	}
	return all
}

// promisesForce says whether the clause that the match promises tells of an act
// against others, which is a plan to do it and no promise to anybody: "vowed to bomb
// the port", "announced that it will expel two diplomats".
func (s *sentence) promisesForce(m match) bool {
	for _, source := range []string{"xcomp", "ccomp"} {
		for _, v := range s.clauses(m, source) {
			if v = s.main(v); s.isVerb(v) && v != m.pred && !s.negated(v) && s.against(v) {
				return true
			}
		}
	}
	return false
}

// against says whether the first rule that knows the verb at v with the words around
// it takes it for an act against others.
func (s *sentence) against(v int) bool {
	best := pattern{rank: -200}
	for _, p := range s.patternsAt(v) {
		if _, ok := s.fits(v, p); ok && p.kind == 'v' && p.rule.Relation != "promised" && p.rank > best.rank {
			best = p
		}
	}
	if best.rule == nil {
		return false
	}
	rel, _ := schema.Relations().Get(best.rule.Relation)
	return hostileTypes[rel.Type] || rel.Name == "sued"
}

// hostileTypes are the types of acts against others that are done by deeds.
var hostileTypes = setOf("hostileTypes")

// isSomebody says whether r is a person, a group or a number of people by its name,
// no town and no thing.
func (s *sentence) isSomebody(r schema.Ref) bool {
	if e, ok := s.st.c.world.Entity(string(r.ID)); ok {
		return !e.IsPlace() && e.State == "" || e.Kind == schema.KindPerson
	}
	if r.Name == r.State || s.isPerson(r) {
		return r.Name != r.State
	}
	for _, w := range strings.Fields(strings.ToLower(r.Name)) {
		switch s.st.c.nouns[singular(w)] {
		case "people", "group":
			return true
		case "site", "weapon":
			return false
		}
	}
	return s.armed(r.Name) || inService([]schema.Ref{r}) || !startsUpper(r.Name) && s.st.c.public[singular(lastWord(strings.ToLower(r.Name)))] != "" || s.namedPerson(r)
}

// namedPerson says whether the words are tagged as somebody's name.
func (s *sentence) namedPerson(r schema.Ref) bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool {
		return m.kind == aPerson && slices.ContainsFunc(m.refs, func(x schema.Ref) bool { return x.ID == r.ID })
	})
}

// settle puts right what words around the statement filled in: where an emergency
// is declared is the place of it, whom it falls on nobody.
func (s *sentence) settle(st *schema.Statement) {
	if st.Relation != "raisedAlert" {
		return
	}
	st.Recipients = exceptRefs(st.Recipients, func(r schema.Ref) bool {
		e, ok := s.st.c.world.Entity(string(r.ID))
		isPlace := ok && e.IsPlace() && (len(st.Actors) == 0 || r.State == st.Actors[0].State)
		if isPlace && st.Place.IsZero() {
			st.Place = r
		}
		return isPlace
	})
}
