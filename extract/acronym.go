package extract

import (
	"strings"

	"github.com/entente-kg/entente/schema"
)

// learnAcronyms notes the short forms that the sentence gives in brackets behind a
// name: "the National Trade Commission (NTC)".
func (s *sentence) learnAcronyms() {
	for i := 1; i+2 < len(s.toks); i++ {
		m, short := s.at[i-1], s.toks[i+1].Form
		if s.toks[i].Form != "(" || s.toks[i+2].Form != ")" || m == nil || m.kind != anOrg && m.kind != anAgency && m.kind != aName || len(m.refs) != 1 || short != initials(s.text(m.from, m.to)) {
			continue
		}
		if s.st.acronyms == nil {
			s.st.acronyms = map[string]*mention{}
		}
		s.st.acronyms[short] = m
		if in := s.at[i+1]; in == nil || in.to-in.from == 1 {
			s.at[i+1] = m.again(span{i + 1, i + 2})
		}
	}
}

// putAcronyms names what the story has given such a short form, whatever else the
// tables know by it.
func (s *sentence) putAcronyms() {
	for i, t := range s.toks {
		if m, ok := s.st.acronyms[t.Form]; ok && (s.at[i] == nil || s.at[i].to-s.at[i].from == 1) {
			s.put(m.again(span{i, i + 1}))
		}
	}
}

// again is another mention of the same at sp.
func (m *mention) again(sp span) *mention {
	return &mention{span: sp, kind: m.kind, refs: append([]schema.Ref(nil), m.refs...), ent: m.ent, state: m.state, org: m.org, agency: m.agency}
}

// initials are the first letters of the words of a name that begin with a capital;
// empty if there are fewer than two.
func initials(name string) string {
	var out strings.Builder
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }) {
		if startsUpper(w) {
			out.WriteByte(w[0])
		}
	}
	if out.Len() < 2 {
		return ""
	}
	return out.String()
}
