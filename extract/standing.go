package extract

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// standing reads standing facts that a noun phrase states in passing: "both
// allies" makes its parties allies of each other.
func (s *sentence) standing() []finding {
	var out []finding
	for i := range s.toks {
		if s.lemma(i) != "ally" || s.toks[i].UPOS != "NOUN" || s.at[i] != nil {
			continue
		}
		st := schema.Statement{Relation: "allyOf", Modality: schema.Asserted, Polarity: schema.Positive, DateSource: schema.FromNone, Rule: "allyOf.group", Coder: Version, Confidence: 0.7}
		if refs := s.groupRefs(i); len(refs) == 2 {
			st.Actors = refs
		} else if refs := s.appositive(i); len(refs) == 1 {
			owner := s.owners(i)
			if len(owner) != 1 || owner[0].ID == refs[0].ID {
				continue
			}
			st.Actors, st.Rule = append(owner, refs...), "allyOf.apposition"
		} else {
			continue
		}
		s.fillSource(&st)
		out = append(out, finding{st.Normalize(), match{pred: i}})
	}
	return out
}

// roles are the offices that titles give to persons, one statement each, and
// the body that a spokesman speaks for.
func (st *story) roles() []schema.Statement {
	var out []schema.Statement
	for _, h := range st.held {
		base := schema.Statement{Actors: h.at.refs, Modality: schema.Asserted, Polarity: schema.Positive, DateSource: schema.FromNone, Coder: Version, Confidence: 0.9}
		h.sent.fillSource(&base)
		add := func(relation, rule string, to schema.Ref) {
			f := base
			f.Relation, f.Rule, f.Recipients = relation, rule, []schema.Ref{to}
			seen := slices.ContainsFunc(out, func(o schema.Statement) bool {
				return o.Relation == relation && o.Actors[0].ID == f.Actors[0].ID && o.Recipients[0].ID == to.ID
			})
			if !seen {
				out = append(out, f.Normalize())
			}
		}
		add("holdsOffice", "holdsOffice.title", h.office)
		if state := h.at.refs[0].State; state != "" {
			add("represents", "represents.title", schema.Ref{ID: schema.EntityID(state), Name: state, State: state, Linked: true})
		}
		if !h.org.IsZero() {
			add("affiliatedWith", "affiliatedWith.title", h.org)
		}
	}
	return out
}
