package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// introduceNames remembers the people whom the sentence names and the tables do not
// know, so that later sentences can call them by a surname, "he" or "she".
func (s *sentence) introduceNames() {
	for _, m := range s.all() {
		if m.kind == aPerson && len(m.refs) == 1 {
			s.st.introduce(m, s.text(m.from, m.to), s.genderBeside(m))
		}
		if tagged := s.isTaggedPerson(m); m.kind == aName && len(m.refs) == 1 && (tagged || m.to-m.from > 1 && s.likePerson(m.from, m.to)) {
			s.st.introduceName(m, s.text(m.from, m.to), s.genderBeside(m), tagged || s.personal(m) || s.st.c.gaz.givenAs(s.toks[m.from].Form) != "")
		}
	}
}

// introduceName remembers an unknown name; sure is false where nothing but its form
// says that it is a person's.
func (st *story) introduceName(m *mention, text, gender string, sure bool) {
	st.introduce(m, text, gender)
	last := &st.people[len(st.people)-1]
	last.unsure = last.unsure && !sure && gender == ""
}

// likePerson says whether the words of [from, to) may be a person's name: up to five,
// all of them capitalised or particles, and none a noun by which bodies, groups,
// places or matters go, nor the last one by which people do.
func (s *sentence) likePerson(from, to int) bool {
	if to-from > 5 || s.nounClass(to-1) != "" {
		return false
	}
	for i := from; i < to; i++ {
		w := s.lower(i)
		switch {
		case nameParticles[w] || s.toks[i].Form == "-":
		case !startsUpper(s.toks[i].Form) || s.toks[i].Form == strings.ToUpper(s.toks[i].Form) && len(w) > 2:
			return false
		case isBodyWord(w) || thingNames[w] || placeWords[w] || stateServants[w] && i > from || s.nounClass(i) != "" && s.nounClass(i) != "people":
			return false
		}
	}
	return true
}

// beforeName says whether the word at i stands before a person's name and is no part
// of it: "Mr", "Businessman", "Princess".
func (s *sentence) beforeName(i int) bool {
	k := i + 1
	if k < len(s.toks) && s.toks[k].Form == "." {
		k++
	}
	if k >= len(s.toks) || s.at[k] != nil || !s.capitalised(k) {
		return false
	}
	return formOfAddress(s.lower(i)) || s.nounClass(i) == "people" && s.toks[k].UPOS == "PROPN" && s.likePerson(k, s.nameRun(k))
}

// placeWords are parts of names of places.
var placeWords = setOf("placeWords")

// genderBeside is what the words beside a name say of the person's gender, else what
// the given name does: "spokeswoman Kaya", "Princess Leila", "Angela Ruiz"; m, f, or
// empty.
func (s *sentence) genderBeside(m *mention) string {
	genders := s.st.c.genders
	if m.ent != nil && m.ent.Gender != "" {
		return m.ent.Gender
	}
	h := m.head(s)
	beside := []int{m.from, m.from - 1}
	if k := m.from - 1; k > 0 && s.toks[k].Form == "." {
		beside = append(beside, k-1)
	}
	beside = append(beside, s.children(h, "appos", "nmod:desc")...)
	if s.is(h, "appos", "flat", "nmod:desc") {
		beside = append(beside, s.toks[h].Head)
	}
	for _, k := range beside {
		if k < 0 || s.at[k] != nil && s.at[k] != m && s.at[k].kind != anOffice && !slices.Contains(s.at[k].refs, m.refs[0]) {
			continue
		}
		if g := genders[strings.TrimSuffix(s.lower(k), ".")]; g != "" {
			return g
		}
	}
	if m.to-m.from < 2 {
		return ""
	}
	if g := s.st.c.gaz.givenAs(s.toks[m.from].Form); g == "m" || g == "f" {
		return g
	}
	return ""
}

// introduced is what the story knows of the person r; nil if it has introduced none.
func (st *story) introduced(r schema.Ref) *known {
	for i := range st.people {
		if st.people[i].ref.ID == r.ID {
			return &st.people[i]
		}
	}
	return nil
}

// formOfAddress says whether the word, with or without a full stop, stands before a
// surname and is no part of a name: "Mr Kaya".
func formOfAddress(word string) bool { return honorifics[strings.TrimSuffix(word, ".")] }

// honorifics are the forms of address that are no word by themselves; addresses are
// the others.
var honorifics = setOf("honorifics")
