package extract

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// pronounRefs resolves he, she, they, it and the like at token i: the last
// person of fitting gender named before, the last pair or state otherwise.
// It gives nothing where nobody fits.
func (s *sentence) pronounRefs(i int) []schema.Ref {
	switch s.lower(i) {
	case "he", "him", "his", "himself":
		return s.lastPerson(i, "m")
	case "she", "her", "hers", "herself":
		return s.lastPerson(i, "f")
	case "they", "them", "their", "both", "themselves", "two":
		if refs := s.lastGroup(i, isPersonRef); len(refs) >= 2 && s.lower(i) != "their" {
			return refs
		}
		return s.lastGroup(i, isAnyRef)
	case "it", "its", "itself":
		return s.lastState(i)
	case "who", "which", "that":
		if c := s.clause(i); s.is(c, "acl") && s.toks[c].Head >= 0 {
			return s.actors(s.toks[c].Head)
		}
	}
	return nil
}

func isPersonRef(m *mention) bool { return m.kind == aPerson || m.kind == anOffice }

func isAnyRef(m *mention) bool { return m.isActor() && len(m.refs) > 0 && m.kind != aName }

// before calls f with each mention before token i of this sentence and, from
// the end, of up to three sentences before; f returns true to stop. The
// subject side comes first within earlier sentences.
func (s *sentence) before(i int, f func(*sentence, *mention) bool) {
	ms := s.all()
	slices.Reverse(ms)
	for _, m := range ms {
		if m.to <= i && f(s, m) {
			return
		}
	}
	for k := s.idx - 1; k >= 0 && k >= s.idx-3; k-- {
		for _, m := range s.st.sents[k].all() {
			if f(s.st.sents[k], m) {
				return
			}
		}
	}
}

func (s *sentence) lastPerson(i int, gender string) []schema.Ref {
	var found []schema.Ref
	s.before(i, func(_ *sentence, m *mention) bool {
		if m.kind != aPerson || len(m.refs) != 1 || !s.st.genderFits(m, gender) {
			return false
		}
		found = m.refs
		return true
	})
	return found
}

// genderFits holds for a known gender; of an unknown person any will do.
func (st *story) genderFits(m *mention, gender string) bool {
	return m.ent == nil || m.ent.Gender == "" || m.ent.Gender == gender
}

func (s *sentence) lastState(i int) []schema.Ref {
	var found []schema.Ref
	s.before(i, func(at *sentence, m *mention) bool {
		if m.kind != aState && m.kind != anOrg && m.kind != anAgency || len(m.refs) != 1 {
			return false
		}
		if at == s && !at.is(m.head(at), "nsubj", "nsubj:pass") {
			return false
		}
		found = m.refs
		return true
	})
	return found
}

// head is the mention's token that the rest of it hangs on.
func (m *mention) head(s *sentence) int {
	for i := m.to - 1; i >= m.from; i-- {
		if h := s.toks[i].Head; h < m.from || h >= m.to {
			return i
		}
	}
	return m.to - 1
}

// lastGroup is the last group of two or more named together: coordinated, or
// the parties of one sentence before.
func (s *sentence) lastGroup(i int, fits func(*mention) bool) []schema.Ref {
	if refs := s.groupIn(i, fits); len(refs) >= 2 {
		return refs
	}
	for k := s.idx - 1; k >= 0 && k >= s.idx-4; k-- {
		prev := s.st.sents[k]
		if refs := prev.groupIn(len(prev.toks), fits); len(refs) >= 2 {
			return refs
		}
	}
	return nil
}

// groupIn is the first coordination of fitting mentions in the sentence before
// token end, else the first two fitting mentions that are not the same.
func (s *sentence) groupIn(end int, fits func(*mention) bool) []schema.Ref {
	var loose []schema.Ref
	for _, m := range s.all() {
		if m.to > end || !fits(m) {
			continue
		}
		if refs := dedupe(s.coordinated(m, end, fits)); len(refs) >= 2 {
			return refs
		}
		loose = append(loose, m.refs...)
	}
	loose = dedupe(loose)
	if len(loose) > 2 {
		loose = loose[:2]
	}
	return loose
}

func (s *sentence) coordinated(m *mention, end int, fits func(*mention) bool) []schema.Ref {
	refs := slices.Clone(m.refs)
	for _, k := range s.conjuncts(m.head(s)) {
		if o := s.at[k]; o != nil && o != m && o.to <= end && fits(o) {
			refs = append(refs, o.refs...)
		}
	}
	return refs
}

func dedupe(refs []schema.Ref) []schema.Ref {
	var out []schema.Ref
	for _, r := range refs {
		if !slices.ContainsFunc(out, func(o schema.Ref) bool { return o.ID == r.ID }) {
			out = append(out, r)
		}
	}
	return out
}

// groupNouns refer back to two or more parties: whether to persons or states.
var groupNouns = map[string]string{
	"diplomat": "persons", "minister": "persons", "leader": "persons", "president": "persons", "official": "persons", "man": "persons", "counterpart": "persons",
	"premier": "persons", "chief": "persons", "envoy": "persons", "statesman": "persons", "politician": "persons",
	"side": "states", "country": "states", "nation": "states", "ally": "states", "state": "states", "neighbor": "states", "neighbour": "states", "power": "states",
	"government": "states", "capital": "states", "party": "states", "rival": "states", "partner": "states",
}

// groupRefs resolves "the two diplomats", "both sides", "the two countries",
// "the three ministers" at token i.
func (s *sentence) groupRefs(i int) []schema.Ref {
	kind := groupNouns[s.lemma(i)]
	if kind == "" || !s.meansAll(i) {
		return nil
	}
	if kind == "persons" {
		return s.lastGroup(i, isPersonRef)
	}
	if refs := s.stateGroup(i); len(refs) >= 2 {
		return refs
	}
	return s.lastGroup(i, isAnyRef)
}

// meansAll says whether the noun is meant of all parties named: "both", "the
// two", or a definite plural.
func (s *sentence) meansAll(i int) bool {
	if s.has(i, []string{"det", "nummod", "amod", "det:predet"}, "both", "two", "three", "four", "five") {
		return true
	}
	x := s.toks[i].XPOS
	return (x == "NNS" || x == "NNPS") && s.has(i, []string{"det"}, "the", "these", "those") && s.child(i, "amod", "nmod", "compound", "acl") < 0
}

// stateGroup is the last pair of states: named as such, or those whose
// representatives were named together.
func (s *sentence) stateGroup(i int) []schema.Ref {
	if refs := s.statesIn(i); len(refs) == 2 {
		return refs
	}
	for k := s.idx - 1; k >= 0 && k >= s.idx-4; k-- {
		prev := s.st.sents[k]
		if refs := prev.statesIn(len(prev.toks)); len(refs) == 2 {
			return refs
		}
	}
	return nil
}

// statesIn are the states of the first group of actors in the sentence.
func (s *sentence) statesIn(end int) []schema.Ref {
	byState := func(m *mention) bool { return isAnyRef(m) && len(m.refs) > 0 && m.refs[0].State != "" }
	var all []schema.Ref
	for _, m := range s.all() {
		if m.to > end || !byState(m) || m.kind == aDemonym {
			continue
		}
		if refs := s.st.asStates(s.coordinated(m, end, byState)); len(refs) >= 2 {
			return refs
		}
		all = append(all, m.refs...)
	}
	return s.st.asStates(all)
}

func (st *story) asStates(refs []schema.Ref) []schema.Ref {
	var out []schema.Ref
	for _, r := range refs {
		if r.State != "" {
			out = append(out, schema.Ref{ID: r.StateID(), Name: r.State, State: r.State, Linked: true})
		}
	}
	return dedupe(out)
}
