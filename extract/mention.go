package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// mention is a run of tokens that names one or more entities.
type mention struct {
	span
	kind    mentionKind
	refs    []schema.Ref
	ent     *schema.Entity      // the row, where one linked entity is named
	offices []schema.OfficeKind // the kinds of office that a title names
	state   string              // id of the state in whose office or service the mention stands
	org     string              // id of the organisation, likewise
	former  bool                // "former", "ex-", "late"
	agency  string              // of an agency, the key of its kind
	body    schema.Ref          // of a person, the state body in whose service they stand
}

type mentionKind uint8

const (
	aState mentionKind = iota
	aDemonym
	aPlace
	anOrg
	aPerson
	anOffice // an office holder without a name
	anAgency
	aName // capitalised, unknown to the tables
)

// isActor says whether the mention names somebody who can act; a place acts
// only as a metonym.
func (m *mention) isActor() bool { return m.kind != aPlace }

// findMentions names what the tables know in the sentence, then offices,
// bodies and unknown names around it.
func (s *sentence) findMentions() {
	s.at = make([]*mention, len(s.toks))
	s.st.c.gaz.names(s.st.doc.Text, s.toks, func(sp span, es []entry) {
		if s.st.partOfPerson(s.toks, sp.from, sp.to, es, s.names) {
			return
		}
		if m := s.tableMention(sp, es); m != nil {
			s.put(m)
		}
	})
	s.dropPartsOfNames()
	s.findHalves()
	s.growNames()
	s.putAcronyms()
	s.findAgencies()
	s.findSurnames()
	s.findTitles()
	s.findSurnames()
	s.findUnknownNames()
}

// put makes m the mention of its tokens; what it overlaps loses them.
func (s *sentence) put(m *mention) {
	for i := m.from; i < m.to; i++ {
		s.at[i] = m
	}
}

// tableMention picks among the entities that share a name: one that exists on
// the article's day, a state before a place, a person of whom terms cover the
// day before others.
func (s *sentence) tableMention(sp span, es []entry) *mention {
	es = slices.DeleteFunc(slices.Clone(es), func(e entry) bool { return !s.plausible(sp, e) })
	if len(es) == 0 {
		return nil
	}
	day := s.st.day
	best := slices.MaxFunc(es, func(a, b entry) int { return s.rank(a, day) - s.rank(b, day) })
	if best = s.onePerson(es, best); best.ent == nil {
		return nil
	}
	if best.ent.Kind == schema.KindPerson && s.describes(sp) {
		for _, e := range es {
			if e.ent.Kind == "ArmedGroup" || e.ent.Kind == "Party" { // "Houthi control"
				best = e
			}
		}
	}
	m := &mention{span: sp, ent: best.ent, refs: []schema.Ref{s.st.c.world.EntityRef(best.ent, day)}}
	switch {
	case best.role == byDemonym:
		m.kind = aDemonym
	case best.ent.Kind == schema.KindState:
		m.kind = aState
	case best.ent.Kind == schema.KindPerson:
		m.kind = aPerson
		if ref, ent := s.st.known(s.text(sp.from, sp.to)); sp.to-sp.from == 1 && !ref.IsZero() { // whom the story has named in full
			m.refs, m.ent = []schema.Ref{ref}, ent
		}
	case best.ent.IsPlace():
		m.kind = aPlace
	default:
		m.kind = anOrg
	}
	if m.kind == aState || m.kind == aDemonym {
		m.state = strings.TrimPrefix(string(best.ent.ID), schema.NSEntity)
	}
	return m
}

// describes says whether the single word stands as an adjective before a common noun.
func (s *sentence) describes(sp span) bool {
	h := s.toks[sp.from].Head
	return sp.to-sp.from == 1 && s.is(sp.from, "amod", "compound") && h > sp.from && s.toks[h].UPOS == "NOUN" && (sp.from == 0 || s.toks[sp.from-1].Form != "-")
}

// onePerson is best, unless other people are as likely: then the only one of
// them in a high office on the day, or nobody, for a wrong person is worse.
func (s *sentence) onePerson(es []entry, best entry) entry {
	if best.ent.Kind != schema.KindPerson {
		return best
	}
	var high []entry
	alike := 0
	for _, e := range es {
		if e.ent.Kind != schema.KindPerson || s.rank(e, s.st.day) != s.rank(best, s.st.day) {
			continue
		}
		alike++
		if s.inHighOffice(e.ent) {
			high = append(high, e)
		}
	}
	switch {
	case alike < 2:
		return best
	case len(high) == 1:
		return high[0]
	}
	return entry{}
}

// plausible drops a name that is a common word here: in lower case, or tagged
// as anything but a name or adjective ("Polish" the verb, "may", "us").
func (s *sentence) plausible(sp span, e entry) bool {
	t := s.toks[sp.from]
	r, _ := utf8.DecodeRuneInString(t.Form)
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.HasPrefix(t.Form, "al") {
		return false
	}
	return sp.to-sp.from > 1 || t.UPOS != "VERB" && t.UPOS != "AUX" && t.UPOS != "ADV"
}

func (s *sentence) rank(e entry, day string) int {
	n := 0
	if exists(e.ent, day) {
		n += 8
	}
	switch {
	case e.role == byName && e.ent.Kind == schema.KindState:
		n += 4
	case e.role == byDemonym:
		n += 3
	case e.ent.IsPlace():
		n += 1
	default:
		n += 2
	}
	if e.ent.Kind == schema.KindPerson && s.st.c.world.StateOf(e.ent, day) != e.ent.State {
		n++
	}
	return n
}

func exists(e *schema.Entity, day string) bool {
	return day == "" || (e.From == "" || e.From <= day) && (e.Until == "" || e.Until >= day[:min(len(day), len(e.Until))])
}

// dropPartsOfNames takes back a place or state that is only the last part of
// somebody's name: "Jordan" in "Michael Jordan". A name in front of it that
// the parse joins by flat tells.
func (s *sentence) dropPartsOfNames() {
	for _, m := range s.all() {
		if (m.kind == aDemonym || m.kind == aPlace || m.kind == aState) && m.to-m.from == 1 && m.from > 2 && s.toks[m.from-1].Form == "-" && nameParticles[s.lower(m.from-2)] && s.at[m.from-3] == nil && s.toks[m.from-3].UPOS == "PROPN" {
			s.at[m.from] = nil // "Abu Bakr al-Baghdadi"
			continue
		}
		if m.from == 0 || m.to-m.from > 1 {
			continue
		}
		prev := m.from - 1
		if m.kind == aPerson && s.namesake(prev, m.ent) {
			s.at[m.from] = nil
		}
		if m.kind != aState && m.kind != aPlace {
			continue
		}
		if s.at[prev] == nil && s.toks[prev].UPOS == "PROPN" && s.is(m.from, "flat") && s.toks[m.from].Head == prev {
			for i := m.from; i < m.to; i++ {
				s.at[i] = nil
			}
		}
	}
}

// namesake says whether the word at i before a surname is a given name that is not the
// one of the person whom the tables have by that surname.
func (s *sentence) namesake(i int, e *schema.Entity) bool {
	given := s.toks[i].Form
	if e == nil || s.at[i] != nil || s.toks[i].UPOS != "PROPN" || s.st.c.gaz.givenAs(given) == "" && !(s.is(i+1, "flat") && s.toks[i+1].Head == i && s.likePerson(i, i+1)) {
		return false
	}
	return !slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(name string) bool {
		return slices.Contains(strings.Fields(phraseKey(name)), phraseKey(given))
	})
}

// findHalves names the first of two states that share the second part of their names:
// "[North] and South Korea".
func (s *sentence) findHalves() {
	for i := 0; i+2 < len(s.toks); i++ {
		m := s.at[i+2]
		if s.at[i] != nil || !s.capitalised(i) || s.lower(i+1) != "and" || m == nil || m.kind != aState || m.from != i+2 {
			continue
		}
		_, rest, _ := strings.Cut(s.text(m.from, m.to), " ")
		for _, e := range s.st.c.gaz.phrases[phraseKey(s.toks[i].Form+" "+rest)] {
			if half := s.tableMention(span{i, i + 1}, []entry{e}); rest != "" && half != nil && half.kind == aState {
				s.put(half)
			}
		}
	}
}

// all lists the sentence's mentions from left to right.
func (s *sentence) all() []*mention {
	var out []*mention
	for i, m := range s.at {
		if m != nil && (i == 0 || s.at[i-1] != m) {
			out = append(out, m)
		}
	}
	return out
}

// findAgencies reads bodies of states: "the Russian Foreign Ministry", "Peru's
// navy", "the defence ministry of Chad"; and the people of an organisation
// ("NATO troops") as the organisation.
func (s *sentence) findAgencies() {
	for i := 0; i < len(s.toks); i++ {
		if s.at[i] != nil {
			continue
		}
		kinds, to := s.st.c.gaz.agencyAt(s.st.doc.Text, s.toks, i)
		if _, tt := s.st.c.gaz.titleAt(s.st.doc.Text, s.toks, i); tt > to {
			i = tt - 1
			continue
		}
		if to == i || s.toks[i].UPOS == "VERB" {
			continue
		}
		if m := s.agency(kinds, i, to); m != nil {
			s.put(m)
			i = m.to - 1
		}
	}
}

func (s *sentence) agency(kinds []schema.AgencyKind, from, to int) *mention {
	owner, start, end := s.leftOwner(from), from, to
	if owner != nil {
		start = owner.from
	} else if owner = s.rightOwner(to, "of", "for"); owner != nil {
		if m := s.sharedAgency(kinds, from, owner); m != nil {
			return m
		}
		end = owner.to
	} else if owner = s.rightOwner(to, "from"); owner != nil && kinds[0].Key == "government" {
		end = owner.to
	} else if owner = s.rightOwner(to, "in"); owner != nil && owner.kind == aState && (seated[kinds[0].Key] || s.lower(from) == "authorities") { // "police in Chad"
		end = owner.to
	} else if owner = s.impliedOwner(kinds, from, to); owner == nil {
		return nil
	}
	if owner.kind == anOrg {
		if owner.ent == nil || !slices.ContainsFunc(kinds, func(k schema.AgencyKind) bool {
			return slices.Contains([]string{"government", "army", "airforce", "navy", "police"}, k.Key)
		}) {
			return nil
		}
		return &mention{span: span{start, end}, kind: anOrg, refs: owner.refs, ent: owner.ent}
	}
	if ks, to := s.peopleAt(end); to > end && owner.from < from { // "the Peruvian army [soldiers]"
		_, end = ks, to
	}
	for _, k := range kinds {
		if ref, ok := s.st.c.world.Agency(k, owner.state); ok {
			m := &mention{span: span{start, end}, kind: anAgency, refs: []schema.Ref{ref}, state: owner.state, agency: kinds[0].Key}
			s.shareAgency(k, m, owner)
			return m
		}
	}
	return nil
}

// shareAgency reads "Thai and Cambodian troops" as the bodies of both: the
// mention m, of the owner's body, takes in the adjective or organisation that
// is joined by "and" before its owner.
func (s *sentence) shareAgency(k schema.AgencyKind, m, owner *mention) {
	if owner.from != m.from || m.from < 2 || s.lower(m.from-1) != "and" {
		return
	}
	left := s.at[m.from-2]
	if left == nil || left.kind != aDemonym && !(left.kind == anOrg && owner.kind == aDemonym) || s.toks[m.from-2].XPOS == "NNPS" || s.is(m.from-2, "nsubj", "obj", "obl") {
		return
	}
	refs := left.refs
	if left.kind == aDemonym {
		ref, ok := s.st.c.world.Agency(k, left.state)
		if !ok {
			return
		}
		refs = []schema.Ref{ref}
	}
	m.from, m.refs = left.from, append(slices.Clone(refs), m.refs...)
}

// seated are the bodies that a place under "in" is enough to name.
var seated = setOf("seated")

// sharedAgency reads "the leaders of Brazil, India and Chile": one phrase with
// a list of states.
func (s *sentence) sharedAgency(kinds []schema.AgencyKind, from int, first *mention) *mention {
	owners := []*mention{first}
	for end := first.to; ; {
		k := end
		for k < len(s.toks) && (s.toks[k].Form == "," || s.lower(k) == "and" || s.lower(k) == "the") {
			k++
		}
		if k == end || k >= len(s.toks) || s.at[k] == nil || s.at[k].kind != aState {
			break
		}
		owners, end = append(owners, s.at[k]), s.at[k].to
	}
	if len(owners) < 2 || first.kind != aState || owners[len(owners)-1].from == 0 || s.lower(owners[len(owners)-1].from-1) != "and" && s.lower(owners[len(owners)-1].from-1) != "the" {
		return nil
	}
	m := &mention{span: span{from, owners[len(owners)-1].to}, kind: anAgency, state: first.state, agency: kinds[0].Key}
	for _, o := range owners {
		if ref, ok := s.st.c.world.Agency(kinds[0], o.state); ok {
			m.refs = append(m.refs, ref)
		}
	}
	return m
}

// impliedOwner is whose "the government", "the army", "police" is meant where
// nobody is named: the one whose such
// body the story named before, else the state that it is most about.
func (s *sentence) impliedOwner(kinds []schema.AgencyKind, from, to int) *mention {
	if k := to + 1; k < len(s.toks) && s.lower(to) == "of" && s.capitalised(k) && (s.at[k] == nil || s.at[k].kind == aPerson) {
		return nil // "the government of Ana Ruiz"
	}
	if k := to + 1; k < len(s.toks) && s.lower(to) == "of" {
		if _, end := s.st.c.gaz.titleAt(s.st.doc.Text, s.toks, k); end > k && end < len(s.toks) && s.capitalised(end) {
			return nil // "the government of president Ana Ruiz"
		}
	}
	switch kinds[0].Key {
	case "government", "army", "police", "mfa", "mod", "parliament", "cabinet", "navy", "airforce":
	default:
		if to-from < 2 || !s.capitalised(from) || !s.capitalised(to-1) { // "the Supreme Court"
			return nil
		}
	}
	bare := kinds[0].Key == "police" || s.lower(from) == "authorities" || s.lower(from) == "government" && s.is(from, "nsubj", "obj", "obl") && s.child(from, "det", "amod", "compound", "nmod:poss") < 0
	definite := from > 0 && s.lower(from-1) == "the" || bare && s.toks[from].UPOS == "NOUN"
	if !definite || s.lower(from) == "leaders" || s.lower(from) == "official" || s.lower(from) == "delegation" {
		return nil
	}
	owner := s.st.ownerBefore(s, from, kinds[0].Key)
	if owner != nil && owner.state != "United_States" && (s.lower(from) == "department" || s.lower(to-1) == "department") {
		return nil // few other states have departments
	}
	return owner
}

// ownerBefore is the state whose body of that kind the story named last, else
// the state that it has named most often so far.
func (st *story) ownerBefore(s *sentence, from int, body string) *mention {
	count := map[string]int{}
	third := from > 1 && s.lower(from-2) == "between" // who comes between two is neither
	var best, same *mention
	for _, sent := range append(slices.Clone(st.sents[:min(s.idx, len(st.sents))]), s) {
		for _, m := range sent.all() {
			if sent == s && (m.to > from || third) || m.state == "" || m.kind == aPlace {
				continue
			}
			if m.kind == anAgency && m.agency == body {
				same = m
			}
			if third && s.mentionsState(m.state, from) {
				continue
			}
			count[m.state]++
			if best == nil || count[m.state] >= count[best.state] {
				best = m
			}
		}
	}
	if same != nil {
		return same
	}
	return best
}

// mentionsState says whether the sentence names somebody of the state before token to.
func (s *sentence) mentionsState(state string, to int) bool {
	return slices.ContainsFunc(s.all(), func(m *mention) bool { return m.to <= to && m.state == state })
}

// peopleAt is a noun for the people of a body at token i: "troops", "officials".
func (s *sentence) peopleAt(i int) ([]schema.AgencyKind, int) {
	if i >= len(s.toks) || s.toks[i].UPOS != "NOUN" {
		return nil, i
	}
	ks, to := s.st.c.gaz.agencyAt(s.st.doc.Text, s.toks, i)
	if to > i && (ks[0].Key == "army" || ks[0].Key == "government" || ks[0].Key == "police") {
		return ks, to
	}
	return nil, i
}

// looseAdjectives stand between an owner and the office or body that it owns.
var looseAdjectives = setOf("looseAdjectives")

// leftOwner is the state or organisation that stands right before token i,
// with only its possessive sign and loose adjectives between.
func (s *sentence) leftOwner(i int) *mention {
	for k := i - 1; k >= 0 && i-k <= 4; k-- {
		if m := s.at[k]; m != nil {
			if s.owns(m) {
				return m
			}
			return nil
		}
		if !looseAdjectives[s.lower(k)] {
			return nil
		}
	}
	return nil
}

// rightOwner reads "of the United States", "for Chad" after token to.
func (s *sentence) rightOwner(to int, preps ...string) *mention {
	if to >= len(s.toks) || !slices.Contains(preps, s.lower(to)) {
		return nil
	}
	k := to + 1
	if k < len(s.toks) && s.lower(k) == "the" {
		k++
	}
	if k < len(s.toks) && s.at[k] != nil && s.at[k].from == k && s.owns(s.at[k]) {
		return s.at[k]
	}
	return nil
}

func (s *sentence) owns(m *mention) bool {
	return m.kind == aState || m.kind == aDemonym || m.kind == anOrg && m.ent != nil || m.kind == aPlace && m.ent != nil && m.ent.Metonym != ""
}

// findSurnames links a capitalised word that nobody claimed to a person of
// whom the story spoke before, else to the one holder of a high office on the
// day who goes by that name.
func (s *sentence) findSurnames() {
	for i := 0; i < len(s.toks); i++ {
		if s.at[i] != nil || !s.capitalised(i) || s.isDate(i) || s.beforeName(i) || formOfAddress(s.lower(i)) {
			continue
		}
		to := s.nameRun(i)
		m := s.surname(s.withParticle(i), to)
		if m == nil {
			m = s.surname(i, to)
		}
		if m != nil {
			if m.from == i && i > 0 && s.at[i-1] == nil && formOfAddress(s.lower(i-1)) {
				m.from--
			}
			s.put(m)
		}
		i = to - 1
	}
}

// withParticle is the first token of the name at i with the particle joined to it:
// "al-Houthi".
func (s *sentence) withParticle(i int) int {
	if i > 1 && s.toks[i-1].Form == "-" && s.toks[i-1].Start == s.toks[i-2].End && s.toks[i-1].End == s.toks[i].Start && nameParticles[s.lower(i-2)] && s.at[i-2] == nil {
		return i - 2
	}
	return i
}

// isDate says whether the word at i is a month or day and no surname: "in May", "May
// 3", but not "May said".
func (s *sentence) isDate(i int) bool {
	if !monthOrDay[s.lower(i)] {
		return false
	}
	if s.lower(i) != "may" && s.lower(i) != "august" {
		return true
	}
	if i+1 < len(s.toks) && s.toks[i+1].UPOS == "NUM" {
		return true
	}
	if i == 0 {
		return false
	}
	switch s.lower(i - 1) {
	case "in", "since", "until", "till", "last", "next", "this", "during", "early", "late", "mid", "-", "of":
		return true
	}
	return s.toks[i-1].UPOS == "NUM"
}

func (s *sentence) surname(from, to int) *mention {
	name := s.text(from, to)
	if to-from == 1 && to < len(s.toks) && s.at[to] != nil && s.at[to].kind == aPerson {
		return nil // "Sheikh" before a name
	}
	if ref, ent := s.st.known(name); !ref.IsZero() {
		if p := s.st.introduced(ref); p.unsure && p.ref.Name == name {
			return nil // the name in full tells no more than before
		}
		return &mention{span: span{from, to}, kind: aPerson, refs: []schema.Ref{ref}, ent: ent}
	}
	if ref, ent := s.st.byGiven(name); !ref.IsZero() && to-from == 1 {
		return &mention{span: span{from, to}, kind: aPerson, refs: []schema.Ref{ref}, ent: ent}
	}
	if s.toks[from].UPOS != "PROPN" {
		return nil
	}
	var found *schema.Entity
	for _, e := range s.st.c.gaz.families[phraseKey(name)] {
		if !s.inHighOffice(e) {
			continue
		}
		if found != nil {
			return nil
		}
		found = e
	}
	if short := s.st.c.gaz.short[phraseKey(name)]; found == nil && len(short) == 1 && len(s.st.officesOf(short[0])) > 0 {
		found = short[0]
	}
	if found == nil {
		return nil
	}
	return &mention{span: span{from, to}, kind: aPerson, refs: []schema.Ref{s.st.c.world.EntityRef(found, s.st.day)}, ent: found}
}

// inHighOffice says whether the person heads a state or body on the day, or holds
// one of a state's first offices: a surname alone may mean them. Envoys of bodies
// are too many and too little known for that.
func (s *sentence) inHighOffice(e *schema.Entity) bool {
	for _, t := range s.st.c.world.Terms(string(e.ID)) {
		side, of := "state", t.State
		if of == "" {
			side, of = "org", t.Org
		}
		k, ok := s.st.c.world.OfficeKindOf(t.Office, of, side)
		if ok && (k.Rank == 1 || k.Rank == 2 && side == "state") && t.Covers(s.st.day) {
			return true
		}
	}
	return false
}

func (s *sentence) capitalised(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.toks[i].Form)
	return unicode.IsUpper(r) && (s.toks[i].UPOS == "PROPN" || i > 0 && s.toks[i].UPOS != "PRON" && s.toks[i].UPOS != "DET" && s.toks[i].UPOS != "ADP" && s.toks[i].UPOS != "SCONJ")
}

var nameParticles = setOf("nameParticles")

// nameRun is the end of the name that starts at i: of the one that the analyser
// sees, or of the run of capitals, hyphenated parts and particles that nobody claimed.
func (s *sentence) nameRun(i int) int {
	seen, _ := s.taggedAt(i)
	return max(seen.to, s.capitalRun(i))
}

func (s *sentence) capitalRun(i int) int {
	to := i + 1
	for to < len(s.toks) && to-i < 8 && s.at[to] == nil {
		switch {
		case s.capitalised(to) && s.lower(to) != "i":
		case s.toks[to].Form == "-" && to+1 < len(s.toks) && s.toks[to].Start == s.toks[to-1].End && s.toks[to].End == s.toks[to+1].Start:
			to++ // the part after the hyphen: "Jae-in"
		case nameParticles[s.lower(to)] && to+1 < len(s.toks) && s.capitalised(to+1) && s.at[to+1] == nil:
			to++
		case nameParticles[s.lower(to)] && to+2 < len(s.toks) && (s.toks[to+1].Form == "-" || nameParticles[s.lower(to+1)]) && s.capitalised(to+2) && s.at[to+2] == nil:
			to += 2 // "al-Houthi", "de la Tour"
		default:
			return to
		}
		to++
	}
	return min(to, len(s.toks))
}

// findUnknownNames keeps other capitalised names as the text has them.
func (s *sentence) findUnknownNames() {
	if s.src.Kind == nlp.Dateline {
		return // a place in capitals and an agency
	}
	for i := 0; i < len(s.toks); i++ {
		if s.at[i] != nil || s.toks[i].UPOS != "PROPN" || !s.capitalised(i) || monthOrDay[s.lower(i)] {
			continue
		}
		to, from := s.nameRun(i), i
		for from > 1 && s.at[from-1] == nil && s.capitalised(from-1) && !monthOrDay[s.lower(from-1)] {
			from-- // the parse may miss that the first part is a name: "Meseberg Palace"
		}
		if seen, _ := s.taggedAt(i); seen.to > i {
			if from = seen.from; s.at[from] != nil && s.namesBody(from, to) {
				from = s.at[from].to // whose it is stands in its state
			}
		} else if at := s.personWithin(i, to); at > i {
			i, from = at, at // behind titles that the tables do not know
		}
		from = s.withParticle(from)
		for to-from > 1 && (s.beforeName(from) || s.toks[from].Form == ".") {
			from++
		}
		if to-from == 3 && s.isHeld(from) { // "mayor of Detroit Ana Ruiz", the place unknown
			to = from + 1
		}
		if from > 0 && s.at[from-1] != nil && s.at[from-1].kind == aPlace && s.toks[from-1].End+1 == s.toks[from].Start && !(to-from > 1 && s.isHeld(s.at[from-1].from)) {
			from = s.at[from-1].from // a building by the place it stands in
		}
		if from == to-1 && from > 0 && s.toks[from].XPOS == "NNPS" && !s.isThing(from) && s.at[from-1] != nil && s.at[from-1].kind == aDemonym {
			from = s.at[from-1].from // "Somali Islamists"
		}
		to = s.ofWhat(to)
		if name := s.text(from, to); len([]rune(name)) > 1 {
			s.put(&mention{span: span{from, to}, kind: aName, refs: []schema.Ref{{ID: schema.EntityID(name), Name: name, State: s.nameState(from, to)}}})
		}
		i = to - 1
	}
}

// personWithin is where the name of a person starts that the run [from, to) ends in;
// from where there is none.
func (s *sentence) personWithin(from, to int) int {
	for k := from + 1; k < to; k++ {
		if seen, person := s.taggedAt(k); person && seen.from == k && seen.to == to {
			return k
		}
	}
	return from
}

// ofWhat is the end of the name of a body that ends at to, with what it is of: a place
// that is no state, or more of the name ("State Government of [Kelantan]", "House of
// [Representatives]").
func (s *sentence) ofWhat(to int) int {
	last := s.lower(to - 1)
	if to+1 >= len(s.toks) || s.lower(to) != "of" || !stateBodies[last] && !governing[last] {
		return to
	}
	if m := s.at[to+1]; m != nil {
		if m.kind == aPlace && m.from == to+1 {
			return m.to
		}
		return to
	}
	if governing[last] && s.capitalised(to+1) {
		return s.nameRun(to + 1)
	}
	return to
}

// governing are the words by which names of bodies that govern end, beside those of
// stateBodies.
var governing = setOf("governing")

// isHeld says whether the name at i is what a title before it is of: "the mayor of
// [Detroit]".
func (s *sentence) isHeld(i int) bool {
	return i > 1 && s.lower(i-1) == "of" && holders[s.lower(i-2)]
}

// nameState is the state of a body or servant of a state whom the tables do not
// know: "Peru's Development Ministry", "the Maritime Board of Chad", "Chilean
// culture minister Ana Ruiz". It is empty for all other names.
func (s *sentence) nameState(from, to int) string {
	owner := s.ownedWithin(from, to)
	switch k := from - 1; {
	case owner != nil:
	case s.namesBody(from, to) || stateBodies[s.lower(from)] && to < len(s.toks) && s.lower(to) == "of":
		if owner = s.leftOwner(from); owner == nil {
			if owner = s.rightOwner(to, "of"); owner == nil && to+1 < len(s.toks) && s.lower(to) == "in" && s.at[to+1] != nil && s.at[to+1].ent != nil {
				if m := s.at[to+1]; m.kind == aPlace && m.ent.State != "" { // "the Prosecutor's Office in Lyon"
					return s.st.c.world.StateName(m.ent.State)
				}
			}
		}
	case k > 0 && s.toks[k].UPOS == "NOUN" && stateServants[s.lemma(k)]:
		if former := from - 4; slices.ContainsFunc(s.toks[max(0, former):k], func(t nlp.Token) bool { return strings.EqualFold(t.Form, "former") || strings.EqualFold(t.Form, "ex") }) {
			return ""
		}
		for k > 1 && s.at[k-1] == nil && (s.toks[k-1].UPOS == "NOUN" || s.toks[k-1].UPOS == "ADJ" || s.toks[k-1].Form == "-") && from-k < 5 {
			k--
		}
		owner = s.leftOwner(k)
	}
	if owner == nil {
		return s.apposedState(from, to)
	}
	if owner.state == "" || owner.kind == aPlace {
		return ""
	}
	return s.st.c.world.StateName(owner.state)
}

// ownedWithin is the state that the name of a body is of: "Border Board of [Chad]".
func (s *sentence) ownedWithin(from, to int) *mention {
	m := s.at[to-1]
	if m == nil || m.from <= from+1 || !s.owns(m) || !s.namesBody(from, m.from-1) {
		return nil
	}
	return m
}

// namesBody says whether the name at [from, to) is one of a state's body: it ends in
// such a word, or has it before what it is of ("National Council of State").
func (s *sentence) namesBody(from, to int) bool {
	if stateBodies[s.lower(to-1)] {
		return true
	}
	for k := from + 1; k < to; k++ {
		if (s.lower(k) == "of" || s.lower(k) == "for" || s.lower(k) == "on") && stateBodies[s.lower(k-1)] {
			return true
		}
	}
	return false
}

// apposedState is the state that an apposition gives to the name: "Ana Ruiz, the
// mayor of the Chilean town of Arica".
func (s *sentence) apposedState(from, to int) string {
	h := (&mention{span: span{from, to}}).head(s)
	for _, k := range s.children(h, "appos") {
		if k < to || !stateServants[s.lemma(k)] || s.has(k, []string{"amod", "advmod"}, "former", "ex", "late") {
			continue
		}
		for _, o := range s.subtree(k, func(x int) bool { return x != k && s.is(x, "acl:relcl", "appos", "conj", "advcl") }) {
			m := s.at[o]
			if m == nil {
				continue
			}
			if m.state != "" && (m.kind == aDemonym || m.kind == aState || m.kind == anAgency) {
				return s.st.c.world.StateName(m.state)
			}
			if m.kind == aPlace && m.ent != nil && m.ent.State != "" {
				return s.st.c.world.StateName(m.ent.State)
			}
		}
	}
	return ""
}

// stateBodies are the words by which names of bodies of a state end or begin.
var stateBodies = setOf("stateBodies")

// stateServants are the nouns of those who serve a state.
var stateServants = setOf("stateServants")

var monthOrDay = setOf("monthOrDay")

// text is the surface of the tokens [from, to) with spaces levelled.
func (s *sentence) text(from, to int) string {
	return strings.Join(strings.Fields(strings.Map(levelSpace, s.st.doc.Text[s.toks[from].Start:s.toks[to-1].End])), " ")
}

func levelSpace(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}
