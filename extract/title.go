package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// office is one occurrence of a title in a sentence with what belongs to it:
// "[former] Chinese and Russian [Foreign Ministers] Wang Yi and Sergey Lavrov",
// "[the president] of Peru", "Ana Ruiz, [the Chilean finance minister],".
type office struct {
	span   // the title phrase
	kinds  []schema.OfficeKind
	plural bool
	owners []*mention // states or organisations, in order
	names  []span     // in order
	start  int        // first token of owners and adjectives
	end    int        // one past the last token of the phrase without names
	former bool
}

// findTitles reads titles and counterparts with their holders.
func (s *sentence) findTitles() {
	for i := 0; i < len(s.toks); i++ {
		o, ok := s.officeAt(i)
		if !ok {
			continue
		}
		s.readOffice(&o)
		s.putOffice(o)
		i = max(i, o.to-1)
	}
}

func (s *sentence) officeAt(i int) (office, bool) {
	if m := s.at[i]; m != nil && m.kind != aDemonym && !(m.kind == aState && m.from == i) {
		return office{}, false
	}
	if l := s.lower(i); l == "counterpart" || l == "counterparts" {
		return office{span: span{i, i + 1}, kinds: s.counterpartKinds(i), plural: l == "counterparts"}, true
	}
	t, to := s.st.c.gaz.titleAt(s.st.doc.Text, s.toks, i)
	if to == i || s.toks[to-1].UPOS == "VERB" || s.insideMention(i, to) || s.insideName(i, to) {
		return office{}, false
	}
	if to+1 < len(s.toks) && s.toks[to].Form == "-" && (s.lower(to+1) == "designate" || s.lower(to+1) == "elect") {
		to += 2
	}
	o := office{span: span{i, to}, kinds: t.kinds, plural: t.plural}
	if m := s.at[i]; m != nil && s.owns(m) && m.to < to { // the title names its state: "US secretary of state"
		if _, end := s.st.c.gaz.titleAt(s.st.doc.Text, s.toks, m.to); end == to {
			return office{}, false // and is one without it, with that state for an owner
		}
		o.owners = []*mention{m}
	}
	return o, true
}

// insideMention says whether [from, to) cuts a mention that is not a state's.
func (s *sentence) insideMention(from, to int) bool {
	for i := from; i < to; i++ {
		if m := s.at[i]; m != nil && (m.kind == anAgency || m.kind == aPerson || m.kind == anOrg && m.to > to) {
			return true
		}
	}
	return false
}

// insideName says whether [from, to) are words of a name and no title: "[General]
// Assembly of Kansas", "Omar [Sheikh] Sule".
func (s *sentence) insideName(from, to int) bool {
	seen, person := s.taggedAt(from)
	if person {
		return seen.from < from && seen.to > to
	}
	return seen.to > to && slices.ContainsFunc(s.toks[to:seen.to], func(t nlp.Token) bool { return stateBodies[strings.ToLower(t.Form)] || bodies[strings.ToLower(t.Form)] })
}

// counterpartKinds are the kinds of office of the last titled person before
// token i: a counterpart holds the same.
func (s *sentence) counterpartKinds(i int) []schema.OfficeKind {
	for k := i - 1; k >= 0; k-- {
		if m := s.at[k]; m != nil && len(m.offices) > 0 {
			return m.offices
		}
		if m := s.at[k]; m != nil && m.kind == aPerson && m.ent != nil {
			if ks := s.st.officesOf(m.ent); len(ks) > 0 {
				return ks
			}
		}
	}
	return s.st.lastOffices
}

func (s *sentence) readOffice(o *office) {
	o.start, o.end = o.from, o.to
	s.readLeftOwners(o)
	s.readRightOwners(o)
	at := o.end
	if at < len(s.toks) && s.toks[at].Form == "," && (o.end > o.to || s.isCounterpart(*o)) {
		at++ // "the ministers of X and Y, NAME and NAME", "his counterpart, NAME"
	} else if at+1 < len(s.toks) && s.toks[at].Form == "," && len(o.owners) > 0 {
		if to := s.personName(at + 1); to > at+2 || to == at+2 && s.at[at+1] != nil { // "the Chadian finance minister, A B, said"
			if to < len(s.toks) && s.toks[to].Form == "," {
				at++
			}
		}
	}
	s.readNames(o, at)
	if len(o.names) == 0 {
		s.readNameBefore(o)
	}
	if len(o.names) > 0 && len(o.owners) == 0 {
		s.readFarOwner(o)
	}
}

// readFarOwner finds the state before a named holder's office of which the table
// knows the last word only: "Chilean culture minister Ana Ruiz".
func (s *sentence) readFarOwner(o *office) {
	if o.former || !stateServants[s.lower(o.to-1)] {
		return
	}
	for k := o.start - 1; k >= 0 && o.start-k <= 4; k-- {
		if m := s.at[k]; m != nil {
			if m.kind == aDemonym || m.kind == aState {
				o.owners, o.start = []*mention{m}, m.from
			}
			return
		}
		if x := s.toks[k].UPOS; x != "NOUN" && x != "ADJ" && s.toks[k].Form != "-" && s.lower(k) != "and" && s.lower(k) != "'s" && s.lower(k) != "’s" {
			return
		}
	}
}

func (s *sentence) isCounterpart(o office) bool {
	return strings.HasPrefix(s.lower(o.from), "counterpart")
}

// readLeftOwners walks left over adjectives and coordinated states.
func (s *sentence) readLeftOwners(o *office) {
	k := o.from - 1
	for k >= 0 {
		switch m := s.at[k]; {
		case m != nil && s.owns(m):
			o.owners = slices.Insert(o.owners, 0, m)
			o.start, k = m.from, m.from-1
		case m != nil && m.kind == anAgency && len(o.owners) == 0: // "the Chinese foreign ministry spokesman"
			o.owners = slices.Insert(o.owners, 0, m)
			o.start, k = m.from, m.from-1
		case m == nil && looseAdjectives[s.lower(k)]:
			if l := s.lower(k); l == "former" || l == "ex" || l == "late" || l == "then" {
				o.former = l != "then"
			}
			o.start, k = k, k-1
		case m == nil && len(o.owners) > 0 && o.plural && (s.lower(k) == "and" || s.toks[k].Form == ",") && k > 0 && s.at[k-1] != nil && s.owns(s.at[k-1]):
			k--
		default:
			return
		}
	}
}

// readRightOwners reads "of China and Russia", "of the EU".
func (s *sentence) readRightOwners(o *office) {
	if len(o.owners) > 0 {
		return
	}
	from := []string{"of", "for", "from"}
	if o.start > 0 && s.toks[o.start-1].XPOS == "PRP$" { // "recalled its envoy from Chad"
		from = from[:2]
	}
	m := s.rightOwner(o.to, from...)
	for m != nil {
		o.owners, o.end = append(o.owners, m), m.to
		k := m.to
		for k < len(s.toks) && (s.toks[k].Form == "," || s.lower(k) == "and" || s.lower(k) == "the") {
			k++
		}
		if !o.plural || k == m.to || k >= len(s.toks) || s.at[k] == nil || !s.owns(s.at[k]) {
			return
		}
		m = s.at[k]
	}
}

// readNames reads one name, after a plural title several.
func (s *sentence) readNames(o *office, at int) {
	for at < len(s.toks) {
		to := s.personName(at)
		if to == at {
			return
		}
		o.names = append(o.names, span{at, to})
		if !o.plural {
			return
		}
		for at = to; at < len(s.toks) && (s.toks[at].Form == "," || s.lower(at) == "and"); at++ {
		}
	}
}

// personName is the end of a personal name that starts at token i, or i.
func (s *sentence) personName(i int) int {
	if m := s.at[i]; m != nil {
		if m.kind == aPerson && m.from == i {
			return m.to
		}
		return i
	}
	if seen, person := s.taggedAt(i); person && seen.from == i {
		return seen.to
	}
	if s.toks[i].UPOS != "PROPN" || !s.capitalised(i) || monthOrDay[s.lower(i)] {
		return i
	}
	return s.nameRun(i)
}

// readNameBefore reads an appositive: "Ana Ruiz, [the] Chilean finance
// minister".
func (s *sentence) readNameBefore(o *office) {
	k := o.start - 1
	if k >= 0 && (s.lower(k) == "the" || s.lower(k) == "a" || s.lower(k) == "an") {
		k--
	}
	if k < 1 || s.toks[k].Form != "," || len(o.owners) == 0 && o.to-o.from < 2 {
		return
	}
	if m := s.at[k-1]; m != nil && m.kind == aPerson {
		o.names = append(o.names, m.span)
		return
	}
	from := k
	for from > 0 && k-from < 4 && s.at[from-1] == nil && s.toks[from-1].UPOS == "PROPN" && s.capitalised(from-1) {
		from--
	}
	if from < k && k-from >= 2 {
		o.names = append(o.names, span{from, k})
	}
}

// putOffice turns a title into mentions: each name a person in that office;
// without names the holders themselves.
func (s *sentence) putOffice(o office) {
	owners := o.owners
	if len(owners) == 0 && len(o.names) == 0 {
		return // "the president" alone is left to coreference
	}
	whole := &mention{span: span{o.start, o.end}, kind: anOffice, offices: o.kinds, former: o.former}
	for n, name := range o.names {
		owner := ownerOf(owners, n, len(o.names))
		p := s.person(o, owner, name)
		s.put(p)
		s.st.hold(s, p)
		whole.refs = append(whole.refs, p.refs...)
		whole.state = p.state
	}
	if len(o.names) == 0 && len(owners) == 1 && !o.former {
		if ref, ok := s.mentionedHolder(o, owners[0]); ok {
			whole.refs, whole.state, owners = []schema.Ref{ref}, owners[0].state, nil
		}
	}
	if len(o.names) == 0 {
		for _, owner := range owners {
			whole.refs = append(whole.refs, s.holder(o, owner)...)
			whole.state, whole.org = owner.state, ownerOrg(owner)
		}
	}
	if len(whole.refs) == 0 {
		return
	}
	for i := whole.from; i < whole.to; i++ {
		s.at[i] = whole
	}
	s.st.lastOffices = o.kinds
}

// genericTitles name no office of their own: "the Russian minister" is the
// minister of whom the story spoke.
var genericTitles = setOf("genericTitles")

// mentionedHolder is the last person of the story who acts for the owner's
// state and holds an office that the title may mean.
func (s *sentence) mentionedHolder(o office, owner *mention) (schema.Ref, bool) {
	state := s.st.c.world.StateName(ownerState(owner))
	for n := len(s.st.people) - 1; n >= 0 && state != "" && !o.plural; n-- {
		p := s.st.people[n]
		if p.ref.State != state {
			continue
		}
		for _, k := range p.kinds {
			if hasKind(o.kinds, k.Key) || o.to-o.from == 1 && genericTitles[s.lower(o.from)] && k.Rank <= 3 {
				return p.ref, true
			}
		}
	}
	return schema.Ref{}, false
}

// ownerOf pairs the n-th name with its owner: one owner has them all, as many
// owners as names are paired in order ("Chinese and Russian Foreign Ministers
// Wang Yi and Sergey Lavrov").
func ownerOf(owners []*mention, n, names int) *mention {
	switch {
	case len(owners) == 0:
		return nil
	case len(owners) == names:
		return owners[n]
	}
	return owners[0]
}

// person is a named holder of an office. The tables' person of that name is
// meant unless state and office contradict; otherwise the name stays the
// text's, with the office's state.
func (s *sentence) person(o office, owner *mention, name span) *mention {
	m := &mention{span: name, kind: aPerson, offices: o.kinds, former: o.former}
	if owner != nil {
		m.state, m.org = ownerState(owner), ownerOrg(owner)
		isBody := owner.kind == anAgency || owner.kind == anOrg && owner.ent != nil && owner.ent.Kind == schema.KindAgency
		if isBody && len(owner.refs) == 1 && owner.refs[0].Name != owner.refs[0].State {
			m.body = owner.refs[0]
		}
	}
	text := s.text(name.from, name.to)
	if old := s.at[name.from]; old != nil && old.kind == aPerson && old.ent != nil && s.agrees(old.ent, m) {
		m.ent = old.ent
	}
	if m.ent == nil {
		if ref, ent := s.st.known(text); ent != nil && s.agrees(ent, m) {
			m.ent = ent
		} else if !ref.IsZero() && ent == nil {
			m.refs = []schema.Ref{ref}
			return m
		}
	}
	if m.ent == nil {
		m.ent = s.byFamilyAndOffice(text, m)
	}
	if m.ent == nil {
		m.ent = s.byFirstNames(text, m)
	}
	if m.ent != nil {
		ref := s.st.c.world.EntityRef(m.ent, s.st.day)
		if m.state != "" && !o.former {
			ref.State = s.st.c.world.StateName(m.state)
		}
		m.refs = []schema.Ref{ref}
		return m
	}
	state := s.st.c.world.StateName(s.servedState(m))
	if owner == nil && !o.former && o.start > 0 && stateServants[s.lower(o.to-1)] { // "Texas Governor Ana Ruiz"
		if p := s.at[o.start-1]; p != nil && p.kind == aPlace && p.ent != nil {
			state = s.st.c.world.StateName(p.ent.State)
		}
	}
	if state == "" && owner == nil && !o.former {
		state = s.apposedState(name.from, name.to)
	}
	m.refs = []schema.Ref{{ID: schema.EntityID(text), Name: text, State: state}}
	return m
}

// servedState is the state that a holder of the office acts for: none for a
// party's leader, a cleric or a journalist.
func (s *sentence) servedState(m *mention) string {
	if m.state == "" || m.former {
		return ""
	}
	for _, k := range m.offices {
		switch k.Sector {
		case "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "":
			return m.state
		}
	}
	return ""
}

func ownerState(m *mention) string {
	switch m.kind {
	case aState, aDemonym, anAgency:
		return m.state
	case aPlace:
		if m.ent.Metonym == m.ent.State {
			return m.ent.Metonym
		}
	}
	if m.ent != nil && m.ent.Kind == schema.KindAgency {
		return m.ent.State
	}
	return ""
}

func ownerOrg(m *mention) string {
	if (m.kind == anOrg || m.kind == anAgency) && len(m.refs) > 0 {
		return strings.TrimPrefix(string(m.refs[0].ID), schema.NSEntity)
	}
	return ""
}

// agrees says whether the tables' person may be the one the text means: no
// state is claimed, or the person has acted for it.
func (s *sentence) agrees(e *schema.Entity, m *mention) bool {
	if m.state == "" || e.State == "" || e.State == m.state {
		return true
	}
	return slices.ContainsFunc(s.st.c.world.Terms(string(e.ID)), func(t schema.Term) bool { return t.State == m.state })
}

// byFamilyAndOffice finds "President Moon" and "Foreign Minister Lavrov" by
// surname among those who hold that office on the day.
func (s *sentence) byFamilyAndOffice(name string, m *mention) *schema.Entity {
	var found *schema.Entity
	for _, e := range s.st.c.gaz.families[phraseKey(name)] {
		for _, t := range s.st.c.world.Terms(string(e.ID)) {
			right := t.Covers(s.st.day) && (m.state == "" || t.State == m.state) && hasKind(m.offices, t.Office)
			if right && found != nil && found != e {
				return nil
			}
			if right {
				found = e
			}
		}
	}
	return found
}

// byFirstNames finds "President Ana Ruiz Silva" by all but the last of the names, which
// the tables leave out, among those who hold that office on the day.
func (s *sentence) byFirstNames(name string, m *mention) *schema.Entity {
	i := strings.LastIndex(name, " ")
	if i < 0 || !strings.Contains(name[:i], " ") || m.former {
		return nil
	}
	for _, e := range s.st.c.gaz.phrases[phraseKey(name[:i])] {
		for _, t := range s.st.c.world.Terms(string(e.ent.ID)) {
			if e.ent.Kind == schema.KindPerson && t.Covers(s.st.day) && (m.state == "" || t.State == m.state) && hasKind(m.offices, t.Office) {
				return e.ent
			}
		}
	}
	return nil
}

func hasKind(kinds []schema.OfficeKind, key string) bool {
	return slices.ContainsFunc(kinds, func(k schema.OfficeKind) bool { return k.Key == key })
}

// holder is who holds an office that the text does not name: the tables'
// holder on the day, else the office itself as an unlinked actor; unnamed
// officials and spokesmen are their state.
func (s *sentence) holder(o office, owner *mention) []schema.Ref {
	state, org := ownerState(owner), ownerOrg(owner)
	of, side := state, "state"
	if of == "" {
		of, side = org, "org"
	}
	w := s.st.c.world
	var named schema.Ref
	for _, k := range byFit(o.kinds, state, org) {
		if k.Of != side && k.Of != "either" || len(k.Only) > 0 && !slices.Contains(k.Only, of) {
			continue
		}
		if e, ok := w.Holder(k.Key, of, s.st.day); ok && !o.former {
			ref := w.EntityRef(e, s.st.day)
			if state != "" {
				ref.State = w.StateName(state)
			}
			return []schema.Ref{ref}
		}
		if r := w.OfficeRef(k, of); named.IsZero() && !r.IsZero() {
			named = schema.Ref{ID: r.ID, Name: r.Name, State: w.StateName(s.servedState(&mention{state: state, offices: []schema.OfficeKind{k}, former: o.former}))}
			switch {
			case k.Rank >= 4 && (k.Sector == "GOV" || k.Sector == "IGO"), k.Key == "ambassador" && !o.former:
				named = owner.refs[0] // who sends them acts
			case k.Rank >= 4: // journalists, activists and the like keep their own words
				named = schema.Ref{}
			}
		}
	}
	if named.IsZero() {
		return nil
	}
	return []schema.Ref{named}
}
