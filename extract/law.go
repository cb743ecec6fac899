package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// lawful are the relations by which the power of a state falls on somebody: with
// a person or a cause of public life they are political though no state is named.
var lawful = setOf("lawful")

// publicCase says whether the match is a case of public life: whom it falls on is
// a politician, journalist, soldier or the like by the words of the phrase, or
// what it is about is violence, corruption or dissent.
func (s *sentence) publicCase(st *schema.Statement, m match) bool {
	if !lawful[m.rule.Relation] || len(st.Recipients) == 0 || m.rule.Relation == "accused" && len(st.Actors) == 0 && (!charges[s.lemma(m.pred)] && m.rule.ID == "accused.accuse" || s.is(m.pred, "acl")) {
		return false // "a man suspected of theft": nobody says by whom
	}
	for _, source := range m.rule.Recipient {
		for _, t := range s.tokens(m, source) {
			for _, c := range s.coordinates(t) {
				if s.publicPerson(c) {
					return true
				}
			}
		}
	}
	if m.rule.Relation == "released" {
		return false // what is let out to the press is no captive
	}
	head := m.pred
	for s.is(head, "conj", "advcl", "acl") && s.toks[head].Head >= 0 && !s.is(head, "acl:relcl") {
		head = s.toks[head].Head
	}
	return slices.ContainsFunc(s.subtree(head, nil), func(k int) bool {
		class := s.publicClass(k)
		return class == "cause" || class == "both"
	})
}

// charges are the verbs of accusation that only a state's officers do.
var charges = setOf("charges")

// agents are who did what a passive of the law tells, where the parse hung them
// below a phrase in between, or on a verb that goes on from it: "found guilty of
// murder by a court", "arrested and charged by the police".
func (s *sentence) agents(p int) []int {
	if !s.passiveHere(p) || len(s.logicalSubjects(p)) > 0 {
		return nil
	}
	var out []int
	for _, k := range s.subtree(p, func(k int) bool {
		return s.is(k, "acl:relcl", "ccomp", "parataxis", "acl") || s.is(k, "advcl", "conj") && (!s.passiveHere(k) || s.child(k, "nsubj", "nsubj:pass") >= 0)
	}) {
		if m := s.at[k]; s.is(k, "obl", "nmod") && s.preposition(k) == "by" && (s.publicClass(k) == "authority" || m != nil && (m.kind == anAgency || m.kind == aState || m.kind == anOrg)) {
			out = append(out, k)
		}
	}
	return out
}

// publicPerson says whether a word of the phrase at i is one of public life.
func (s *sentence) publicPerson(i int) bool {
	return slices.ContainsFunc(s.subtree(i, func(k int) bool {
		return s.is(k, "acl", "acl:relcl", "nmod", "obl", "conj") && !s.is(k, "nmod:desc", "nmod:poss")
	}), func(k int) bool {
		class := s.publicClass(k)
		return class == "person" || class == "both" || class == "authority"
	})
}

func (s *sentence) publicClass(i int) string {
	if class := s.st.c.public[s.lemma(i)]; class != "" {
		return class
	}
	return s.st.c.public[singular(s.lower(i))]
}

// authority says whether one of them is a court, a prosecutor, the police or
// another body that acts for a state, by the last word of its name.
func (s *sentence) authority(refs []schema.Ref) bool {
	return slices.ContainsFunc(refs, func(r schema.Ref) bool {
		last := lastWord(strings.ToLower(r.Name))
		return s.st.c.public[last] == "authority" || s.st.c.public[singular(last)] == "authority"
	})
}
