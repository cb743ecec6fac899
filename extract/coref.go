package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// pronounRefs resolves he, she, they, it and the like at token i: the last
// person of fitting gender named before, the last pair or state otherwise.
// It gives nothing where nobody fits.
func (s *sentence) pronounRefs(i int) []schema.Ref {
	if refs := s.speakerItself(i); len(refs) > 0 {
		return refs
	}
	switch s.lower(i) {
	case "he", "him", "his", "himself":
		return s.lastPerson(i, "m")
	case "she", "her", "hers", "herself":
		return s.lastPerson(i, "f")
	case "they", "them", "their", "both", "themselves":
		if refs := s.manyBefore(i); len(refs) > 0 {
			return refs
		}
		if refs := without(s.st.groupBefore(s, 2, func(schema.Ref) bool { return true }, 0, s.lower(i) == "both" || s.quoteStart(i) >= 0), slices.Concat(s.beside(i), s.alsoStates(s.quotedBy(i)))); len(refs) > 0 {
			return without(refs, s.doers(i))
		}
		return s.lastMany(i)
	case "it", "its", "itself":
		if h := s.toks[i].Head; h >= 0 && s.lower(i) == "it" && s.child(h, "ccomp", "csubj", "xcomp", "expl") >= 0 && (s.isPassive(h) || s.toks[h].UPOS == "ADJ") {
			return nil // "it is feared that": nobody
		}
		if refs, ok := s.thingBefore(i); ok {
			return refs
		}
		return s.lastState(i)
	case "i", "me", "we", "us", "myself", "ourselves":
		return s.quotedBy(i)
	case "who", "which", "that":
		if c := s.clause(i); s.is(c, "acl") && s.toks[c].Head >= 0 {
			return s.actors(s.toks[c].Head)
		}
	}
	return nil
}

// speakerItself resolves a pronoun that is the subject of what somebody says to
// the one who says it: "Rebels said that they will leave", "Chad announced it
// would join". He and she need one speaker, they several or a group.
func (s *sentence) speakerItself(i int) []schema.Ref {
	if !s.is(i, "nsubj", "nsubj:pass") {
		return nil
	}
	c := s.toks[i].Head
	if c < 0 || !s.is(c, "ccomp") || s.toks[c].Head < 0 || s.st.c.speech[s.lemma(s.toks[c].Head)] == "" {
		return nil
	}
	if h := s.toks[c].Head; s.lower(i) == "it" && s.is(h, "advcl") && s.toks[h].XPOS == "VBG" && s.toks[h].Head >= 0 && blames[s.lemma(s.toks[h].Head)] {
		for _, o := range s.children(s.toks[h].Head, "obj") { // "criticised Chad, saying that it had broken the truce"
			if refs := s.actors(o); len(refs) == 1 && !s.isPerson(refs[0]) {
				return refs
			}
		}
	}
	for _, k := range s.surfaceSubjects(s.toks[c].Head) {
		if k == i || s.toks[k].UPOS == "PRON" {
			continue
		}
		refs := s.actors(k)
		if officers[s.lemma(k)] && (s.lower(i) == "it" || s.lower(i) == "they") && s.at[k] == nil { // "a spokesman for the court says it upheld"
			for _, of := range s.children(k, "nmod") {
				if m := s.at[of]; m != nil && (m.kind == anOrg || m.kind == anAgency || m.kind == aState) {
					refs = m.refs
				}
			}
		}
		switch s.lower(i) {
		case "it":
			if len(refs) == 1 && !s.isPerson(refs[0]) {
				return refs
			}
			if refs := s.spokenFor(k); len(refs) == 1 && s.child(s.toks[c].Head, "obj", "iobj") < 0 { // "Moroccan minister Ana Ruiz said it would pull out"
				return refs
			}
		case "they":
			if len(refs) > 1 || len(refs) == 1 && !s.isPerson(refs[0]) {
				return refs
			}
		case "he", "she":
			if x := s.toks[k].XPOS; len(refs) == 1 && s.isPerson(refs[0]) && x != "NNS" && x != "NNPS" {
				return refs
			}
		}
	}
	return nil
}

// spokenFor is the body, organisation or state in whose office the person named at
// token k stands.
func (s *sentence) spokenFor(k int) []schema.Ref {
	m := s.at[k]
	if m == nil || m.former || len(m.offices) == 0 || len(m.refs) != 1 {
		return nil
	}
	if m.body.ID != "" {
		return []schema.Ref{m.body}
	}
	if e, ok := s.st.c.world.Entity(m.org); m.org != "" && ok {
		return []schema.Ref{s.st.c.world.EntityRef(e, s.st.day)}
	}
	return s.st.asStates(m.refs)
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
	others, asSubject := s.doers(i), s.is(i, "nsubj") && s.toks[i].Head >= 0 && !s.is(s.toks[i].Head, "ccomp")
	fits := func(at *sentence, m *mention) bool {
		if m.kind != aPerson && !at.personal(m) && !at.st.hasPerson(m) && (m.kind != anOffice || len(m.refs) == 1 && m.refs[0].Name == m.refs[0].State) || len(m.refs) != 1 || !s.st.genderFits(m, gender) || len(without(m.refs, others)) == 0 {
			return false
		}
		found = m.refs
		if h := m.head(at); at.is(h, "nmod", "compound") && at.toks[h].Head >= 0 { // "an aide to X", who is the one meant
			if k := at.toks[h].Head; at.at[k] == nil && at.toks[k].XPOS == "NN" && at.nounClass(k) == "people" && (at != s || k < i) {
				found = []schema.Ref{at.words2ref(k)}
			}
		}
		return true
	}
	if asSubject { // a subject goes on with a subject before it
		s.before(i, func(at *sentence, m *mention) bool { return at == s && at.is(m.head(at), "nsubj") && fits(at, m) })
	}
	if len(found) == 0 {
		s.before(i, fits)
	}
	return found
}

// personal says whether a name that the tables do not know is a person's, as the
// analyser sees it or the words before it tell: "Italian official Marco Calamai".
func (s *sentence) personal(m *mention) bool {
	if s.isTaggedPerson(m) {
		return true
	}
	if m.kind != aName || m.to-m.from < 2 {
		return false
	}
	h := m.head(s)
	for _, k := range append(s.children(h, "compound", "appos", "flat", "nmod:desc"), s.toks[h].Head) {
		if k >= 0 && s.at[k] != m && s.toks[k].UPOS == "NOUN" && s.nounClass(k) == "people" && (k == s.toks[h].Head) == s.is(h, "appos", "flat", "nmod:desc") {
			return true
		}
	}
	return false
}

// doers are who does what is done to the pronoun at i, who then is somebody else:
// "Chad called on Mali to stop and accused it". A reflexive has none.
func (s *sentence) doers(i int) []schema.Ref {
	h := s.toks[i].Head
	if h < 0 || !s.is(i, "obj", "iobj", "obl") || !s.isVerb(h) || strings.HasSuffix(s.lower(i), "self") || strings.HasSuffix(s.lower(i), "selves") {
		return nil
	}
	var out []schema.Ref
	for _, k := range s.surfaceSubjects(h) {
		if k != i && s.toks[k].UPOS != "PRON" {
			out = append(out, s.actors(k)...)
		}
	}
	return out
}

// isBand says whether the entity is one of people under arms or of a party.
func isBand(e *schema.Entity) bool { return e.Kind == "ArmedGroup" || e.Kind == "Party" }

// lastMany is the last group of people or organisation before the pronoun at i that is
// spoken of as many: "captured the crossings as the council accuses them".
func (s *sentence) lastMany(i int) []schema.Ref {
	var found []schema.Ref
	others := s.doers(i)
	if refs := s.hostSubject(i); len(refs) == 1 && len(without(refs, others)) > 0 {
		return refs
	}
	for k := i - 1; k >= 0 && s.at[k] == nil; k-- { // "the rebels fled, and the army killed six of them"
		if s.toks[k].XPOS == "NNS" && (s.nounClass(k) == "group" || s.nounClass(k) == "people") && s.preposition(k) == "" {
			return without([]schema.Ref{s.words2ref(k)}, others)
		}
	}
	s.before(i, func(at *sentence, m *mention) bool {
		x := at.toks[m.to-1].XPOS
		many := m.kind == anOrg && m.ent != nil && isBand(m.ent) || m.kind == anAgency || x == "NNPS" && m.kind != aDemonym
		if !many || len(m.refs) != 1 || len(without(m.refs, others)) == 0 || at == s && at.is(m.head(at), "compound", "amod", "nmod:poss") {
			return false
		}
		found = m.refs
		return true
	})
	return found
}

// manyBefore is the plural subject of the sentence before, with which "they" as the
// subject of a main clause goes on; within a quotation it may not be who speaks.
func (s *sentence) manyBefore(i int) []schema.Ref {
	h := s.toks[i].Head
	if s.lower(i) != "they" || !s.is(i, "nsubj", "nsubj:pass") || !s.is(h, "root") || s.idx == 0 || s.quoteStart(i) >= 0 {
		return nil
	}
	prev := s.st.sents[s.idx-1]
	if prev.src.Block != s.src.Block {
		return nil
	}
	for r := range prev.toks {
		if !prev.is(r, "root") {
			continue
		}
		for _, k := range prev.surfaceSubjects(r) {
			x := prev.toks[k].XPOS
			if prev.toks[k].UPOS == "PRON" || x != "NNS" && x != "NNPS" && len(prev.conjuncts(k)) < 2 {
				continue
			}
			if m := prev.at[k]; m != nil && m.kind == aState {
				continue
			}
			if refs := prev.actors(k); len(refs) > 0 {
				return refs
			}
			for _, of := range prev.children(k, "nmod:poss") { // "the protesters' demands include …"
				if x := prev.toks[of].XPOS; x == "NNS" || x == "NNPS" {
					return prev.actors(of)
				}
			}
			return nil
		}
		if s.is(i, "nsubj:pass") {
			return prev.manyUnder(r)
		}
	}
	return nil
}

// manyUnder are the people of whom the object of the verb at r tells, where they are
// several: "a court held four lawyers", "a court ordered the release of four lawyers".
func (s *sentence) manyUnder(r int) []schema.Ref {
	for _, o := range s.children(r, "obj") {
		for _, k := range s.subtree(o, func(k int) bool { return k != o && !(s.is(k, "nmod") && s.preposition(k) == "of") }) {
			if s.toks[k].XPOS == "NNS" && s.nounClass(k) == "people" {
				return s.actors(k)
			}
		}
	}
	return nil
}

// beside are who acts in the main clause behind the subordinate clause that the
// pronoun at i is the subject of: "as they fled, police opened fire".
func (s *sentence) beside(i int) []schema.Ref {
	c := s.toks[i].Head
	if !s.is(i, "nsubj") || c < 0 || !s.is(c, "advcl") || s.toks[c].Head < c {
		return nil
	}
	var out []schema.Ref
	for _, k := range s.surfaceSubjects(s.toks[c].Head) {
		if k > i && s.toks[k].UPOS != "PRON" {
			out = append(out, s.actors(k)...)
		}
	}
	return out
}

// hostSubject is the organisation or body whose act a subordinate clause with the
// subject at i tells more of: "the ministry named him when they offered a reward".
func (s *sentence) hostSubject(i int) []schema.Ref {
	c := s.toks[i].Head
	if !s.is(i, "nsubj", "nsubj:pass") || c < 0 || !s.is(c, "advcl") || s.toks[c].Head < 0 {
		return nil
	}
	for _, k := range s.surfaceSubjects(s.toks[c].Head) {
		if m := s.at[k]; m != nil && k < i && (m.kind == anOrg || m.kind == anAgency) {
			return m.refs
		}
	}
	return nil
}

// genderFits holds for a known gender, by the tables or by what the story calls the
// person; of an unknown person any will do.
func (st *story) genderFits(m *mention, gender string) bool {
	if m.ent != nil && m.ent.Gender != "" {
		return m.ent.Gender == gender
	}
	p := st.introduced(m.refs[0])
	return p == nil || p.gender == "" || p.gender == gender
}

// hasPerson says whether the mention names somebody of whom the story has told that
// it is a person.
func (st *story) hasPerson(m *mention) bool {
	if m.kind != aName || len(m.refs) != 1 {
		return false
	}
	p := st.introduced(m.refs[0])
	return p != nil && !p.unsure
}

// thingBefore is whom "it" means as the subject of a clause that goes on, in the same
// sentence, with a subject which is one thing: "Baga is calm since it was retaken from
// the rebels" tells of the town, and of no state that was named before. It says
// whether there is such a subject.
func (s *sentence) thingBefore(i int) ([]schema.Ref, bool) {
	c := s.toks[i].Head
	if s.lower(i) != "it" || !s.is(i, "nsubj", "nsubj:pass") || c < 0 || !s.is(c, "advcl", "conj") || s.toks[c].Head < 0 {
		return nil, false
	}
	for _, k := range s.surfaceSubjects(s.toks[c].Head) {
		if k > i || s.toks[k].XPOS != "NN" && s.toks[k].XPOS != "NNP" || len(s.conjuncts(k)) > 1 {
			continue
		}
		m := s.at[k]
		switch {
		case m != nil && (m.kind == aPlace || m.kind == aName && !s.personal(m) && !s.st.hasPerson(m)):
			return s.metonymOrName(m), true
		case m == nil && s.nounClass(k) != "people" && s.child(k, "nmod:poss") < 0:
			if refs := s.actors(k); len(refs) > 0 {
				return refs, true
			}
		}
	}
	return nil, false
}

// metonymOrName is who acts where a place or an unknown name is spoken of.
func (s *sentence) metonymOrName(m *mention) []schema.Ref {
	if m.kind == aPlace {
		return s.metonym(m)
	}
	return m.refs
}

func (s *sentence) lastState(i int) []schema.Ref {
	var found, near []schema.Ref
	others := s.doers(i)
	s.before(i, func(at *sentence, m *mention) bool {
		if at != s && len(near) > 0 {
			return true
		}
		if at != s && m.kind == aName && at.namesGroup(m) && at.is(m.head(at), "nsubj", "nsubj:pass") && at.is(at.toks[m.head(at)].Head, "root") && len(without(m.refs, others)) > 0 {
			found = m.refs
			return true
		}
		if m.kind != aState && m.kind != anOrg && m.kind != anAgency || len(m.refs) != 1 {
			return false
		}
		if len(others) > 0 {
			if len(without(m.refs, others)) == 0 || at == s && at.is(m.head(at), "compound", "amod") {
				return false
			}
		} else if at == s && !at.is(m.head(at), "nsubj", "nsubj:pass") {
			if len(near) == 0 && at.is(m.head(at), "obj", "iobj", "obl") && !at.tellsWhere(m) {
				near = m.refs // "warned Chad that it must pay"
			}
			return false
		}
		found = m.refs
		return true
	})
	if len(found) == 0 {
		return near
	}
	return found
}

// namesGroup says whether an unknown name is of a body or group, by its last word.
func (s *sentence) namesGroup(m *mention) bool {
	last := s.lower(m.to - 1)
	return m.to-m.from > 1 && (isBodyWord(last) || pointing[last] != nil)
}

// isBodyWord says whether names of bodies and groups have the word: "council", "front".
func isBodyWord(w string) bool { return stateBodies[w] || governing[w] || bodies[w] || bandNames[w] }

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

// group is two or more parties that a statement of the story named together.
type group struct {
	sent  int
	refs  []schema.Ref
	apart bool // one did something to the other: "both", but not "they"
}

// remember keeps of a statement the parties for "both", "they", "the two", the matters
// for "it" and "the plan", and its date.
func (st *story) remember(s *sentence, f schema.Statement) {
	if f.DateSource == schema.FromText {
		st.dated = append(st.dated, dated{s.idx, f})
	}
	for _, r := range f.Issues {
		st.issues = append(st.issues, namedIssue{r, s.idx})
	}
	refs, apart := f.Actors, false
	if len(refs) < 2 {
		refs = f.Recipients // "Chad called on Mali and Niger"
	}
	if len(refs) < 2 {
		refs, apart = slices.Concat(f.Actors, f.Recipients), against[f.Type] || forcible[f.Relation]
	}
	if refs = dedupe(refs); len(refs) >= 2 {
		st.groups = append(st.groups, group{s.idx, refs, apart})
	}
}

// groupBefore is the last group of the story within back sentences whose fitting
// parties are n, or, for n 0, at least two; apart says whether one may have done
// something to the other.
func (st *story) groupBefore(s *sentence, back int, fits func(schema.Ref) bool, n int, apart bool) []schema.Ref {
	for i := len(st.groups) - 1; i >= 0 && st.groups[i].sent >= s.idx-back; i-- {
		if st.groups[i].apart && !apart {
			continue
		}
		refs := exceptRefs(st.groups[i].refs, func(r schema.Ref) bool { return !fits(r) })
		if len(refs) == n || n == 0 && len(refs) >= 2 {
			return refs
		}
	}
	return nil
}

// groupRefs resolves "the two diplomats", "both sides", "the two countries",
// "the three ministers" at token i.
func (s *sentence) groupRefs(i int) []schema.Ref {
	kind := groupNouns[s.lemma(i)]
	n, ok := s.meansAll(i, kind)
	if kind == "" || !ok {
		return nil
	}
	if kind == "persons" {
		if refs := s.st.groupBefore(s, 8, func(r schema.Ref) bool { return s.isPerson(r) && s.st.holdsSuch(r, s.lemma(i)) }, n, true); len(refs) > 0 {
			return refs
		}
		return ofSize(s.lastGroup(i, isPersonRef), n)
	}
	for g := len(s.st.groups) - 1; g >= 0 && s.st.groups[g].sent >= s.idx-6; g-- {
		if refs := ofSize(s.st.asStates(s.st.groups[g].refs), n); len(refs) >= 2 {
			return refs
		}
	}
	if refs := ofSize(s.stateGroup(i), n); len(refs) >= 2 {
		return refs
	}
	return ofSize(s.lastGroup(i, isAnyRef), n)
}

// ofSize is refs if they are n, or at least two where n is 0.
func ofSize(refs []schema.Ref, n int) []schema.Ref {
	if len(refs) == n || n == 0 && len(refs) >= 2 {
		return refs
	}
	return nil
}

// holdsSuch says whether the person holds an office that the noun may mean: a
// leader heads a state or government, a minister a ministry. Of whom the story
// tells no office, any noun may be meant.
func (st *story) holdsSuch(r schema.Ref, noun string) bool {
	for _, p := range st.people {
		if p.ref.ID != r.ID || len(p.kinds) == 0 {
			continue
		}
		return slices.ContainsFunc(p.kinds, func(k schema.OfficeKind) bool {
			switch noun {
			case "leader", "president", "premier", "statesman":
				return k.Rank == 1
			case "minister":
				return strings.Contains(k.Key, "minister")
			}
			return true
		})
	}
	return true
}

// meansAll says whether the noun is meant of all parties named, and of how
// many: "both", "the two", "the five"; a definite plural of persons or sides
// leaves the number open (0).
func (s *sentence) meansAll(i int, kind string) (int, bool) {
	for _, k := range s.children(i, "det", "nummod", "amod", "det:predet") {
		if n := counts[s.lower(k)]; n > 0 {
			return n, true
		}
	}
	x := s.toks[i].XPOS
	open := kind == "persons" || s.lemma(i) == "side" || s.lemma(i) == "party"
	return 0, open && (x == "NNS" || x == "NNPS") && s.has(i, []string{"det"}, "the", "these", "those") && s.child(i, "amod", "nmod", "compound", "acl", "nmod:poss") < 0
}

var counts = map[string]int{"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

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
