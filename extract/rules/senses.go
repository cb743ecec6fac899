package rules

import "strings"

// Sense is one predicate with the relation that it reports: "shoot down",
// "hold + talks", "invasion".
type Sense struct {
	Relation  string
	Kind      string // verb, noun, adj
	Predicate string // lemma, with its particle, and with its object noun behind " + "
}

// Senses are the senses of all rules, each once, in the order of the set.
func (s *Set) Senses() []Sense {
	var out []Sense
	seen := map[Sense]bool{}
	for i := range s.Rules {
		for _, x := range s.Rules[i].Senses() {
			if !seen[x] {
				seen[x] = true
				out = append(out, x)
			}
		}
	}
	return out
}

// Senses spells out the rule's patterns: "express|voice + concern|alarm" has
// four.
func (r *Rule) Senses() []Sense {
	var out []Sense
	for _, v := range r.Verbs {
		head, nouns, _ := strings.Cut(v, "+")
		verbs, particle, _ := strings.Cut(strings.TrimSpace(head), " ")
		for _, verb := range strings.Split(verbs, "|") {
			predicate := strings.TrimSpace(verb + " " + particle)
			if nouns = strings.TrimSpace(nouns); nouns == "" {
				out = append(out, Sense{r.Relation, "verb", predicate})
				continue
			}
			for _, noun := range strings.Split(nouns, "|") {
				out = append(out, Sense{r.Relation, "verb", predicate + " + " + noun})
			}
		}
	}
	for _, n := range r.Nouns {
		out = append(out, Sense{r.Relation, "noun", n})
	}
	for _, a := range r.Adjs {
		out = append(out, Sense{r.Relation, "adj", a})
	}
	return out
}
