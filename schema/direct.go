package schema

import (
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Edge is one direct fact: a hop of the graph without its event node.
type Edge struct{ Subject, Predicate, Object quad.IRI }

// Direct lists the one-hop facts that s asserts, sorted: none where the text
// denies, plans, demands or supposes them. A symmetric relation, and an act of
// mode mutual, gives both directions over all parties. Edges between the states that the parties act
// for are Derived.
func (s Statement) Direct() []Edge {
	rel, ok := Relations().Get(s.Relation)
	if !ok || !s.asserts(rel) {
		return nil
	}
	if s.mutual(rel) {
		all := normalRefs(slices.Concat(s.Actors, s.Recipients))
		return edges(ids(all), rel.Name, ids(all))
	}
	return edges(ids(s.Actors), rel.Name, ids(s.targets(rel)))
}

// Derived lists the facts one level up: the same act between the states that
// the parties act for, under the relation's name for states.
func (s Statement) Derived() []Edge {
	rel, ok := Relations().Get(s.Relation)
	if !ok || !s.asserts(rel) || rel.Lift == "" {
		return nil
	}
	name, direct := rel.LiftedName(), s.Direct()
	var up []Edge
	if s.mutual(rel) {
		all := states(slices.Concat(s.Actors, s.Recipients))
		up = edges(all, name, all)
	} else if targets := s.targets(rel); len(targets) > 0 {
		up = edges(lifted(s.Actors), name, s.liftedTargets(name, targets))
	}
	return slices.DeleteFunc(up, func(e Edge) bool { return slices.Contains(direct, e) })
}

// mutual says whether each party did to the others what the relation says.
func (s Statement) mutual(rel Relation) bool { return rel.Symmetric || s.Mode == ModeMutual }

// liftedTargets keeps a target without a state as it is, unless the relation
// between states needs states on both sides (a meeting lifted to
// consultedWith does).
func (s Statement) liftedTargets(name string, targets []Ref) []quad.IRI {
	if name == s.Relation {
		return lifted(targets)
	}
	return states(targets)
}

func (s Statement) asserts(rel Relation) bool {
	if s.Polarity != Positive {
		return false
	}
	return s.Modality == Asserted || rel.Speech && s.Modality == Planned
}

// targets are what the direct quad points at: issues for a stance where there
// are any, else the recipients.
func (s Statement) targets(rel Relation) []Ref {
	switch rel.Target {
	case "none":
		return nil
	case "issue":
		if len(s.Issues) > 0 {
			return s.Issues
		}
	case "either":
		if len(s.Recipients) == 0 {
			return s.Issues
		}
	}
	return s.Recipients
}

func edges(from []quad.IRI, name string, to []quad.IRI) []Edge {
	var out []Edge
	for _, a := range from {
		for _, b := range to {
			if a != b {
				out = append(out, Edge{a, quad.IRI(NSEntity + name), b})
			}
		}
	}
	slices.SortFunc(out, compareEdges)
	return slices.Compact(out)
}

func compareEdges(a, b Edge) int {
	return strings.Compare(string(a.Subject)+" "+string(a.Predicate)+" "+string(a.Object), string(b.Subject)+" "+string(b.Predicate)+" "+string(b.Object))
}

func ids(refs []Ref) []quad.IRI {
	out := make([]quad.IRI, len(refs))
	for i, r := range refs {
		out[i] = r.ID
	}
	return out
}

// states are the states that the refs act for, sorted, without repeats.
func states(refs []Ref) []quad.IRI {
	var out []quad.IRI
	for _, r := range refs {
		if r.State != "" {
			out = append(out, r.StateID())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// lifted is states with those who act for none kept as they are.
func lifted(refs []Ref) []quad.IRI {
	var out []quad.IRI
	for _, r := range refs {
		if id := r.StateID(); id != "" {
			out = append(out, id)
		} else {
			out = append(out, r.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
