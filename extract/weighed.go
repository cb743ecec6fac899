package extract

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// weights are the fitted part of the coder: which event a word carries, and what
// the phrases around it are to that.
type weights struct {
	predicates, arguments *weigh.Model
	judge                 *weigh.Model   // nil while it is being fitted
	right                 int            // the class of right statements
	none                  int            // the class of no event
	types                 []string       // of the classes of predicates; empty for none
	roles                 map[string]int // classes of arguments
	rules                 map[string]*rules.Rule
	bounds                Bounds
}

// Bounds are the probabilities from which the fitted part of the coder acts.
type Bounds struct {
	Keep  float64 // that a word carries an event at all: below it, what a rule made of the word is dropped
	Add   float64 // of the likeliest type: from it on, a statement is made where no rule made one
	Party float64 // of a role: from it on, a phrase takes it
	Gap   float64 // of a role: from it on, a phrase fills what a rule left empty
	Right float64 // of an added statement to be right: below it, it is dropped
	Ruled float64 // likewise of a statement that a rule made
	Best  float64 // from it on, the likeliest phrase takes a role that nobody has
}

// DefaultBounds were chosen by the reports that the weights were not fitted to.
func DefaultBounds() Bounds {
	return Bounds{Keep: 0.01, Add: 0.3, Party: 0.4, Best: 0.25, Gap: 0.4, Right: 0.45, Ruled: 0.1}
}

// readWeights reads the models, one behind the other; the last, which judges
// statements, may be missing.
func readWeights(data []byte, b Bounds) (*weights, error) {
	in := bytes.NewReader(data)
	w := &weights{rules: map[string]*rules.Rule{}, roles: map[string]int{}, bounds: b}
	var err error
	if w.predicates, err = weigh.Read(in); err != nil {
		return nil, fmt.Errorf("weights of predicates: %w", err)
	}
	if w.arguments, err = weigh.Read(in); err != nil {
		return nil, fmt.Errorf("weights of arguments: %w", err)
	}
	if in.Len() > 0 {
		if w.judge, err = weigh.Read(in); err != nil {
			return nil, fmt.Errorf("weights of statements: %w", err)
		}
		if w.right = slices.Index(w.judge.Classes, verdictRight); w.right < 0 {
			return nil, fmt.Errorf("weights: the class %s is missing", verdictRight)
		}
	}
	w.none = slices.Index(w.predicates.Classes, none)
	for i, c := range w.arguments.Classes {
		w.roles[c] = i
	}
	for _, role := range []string{roleActor, roleRecipient, roleIssue} {
		if _, ok := w.roles[role]; !ok || w.none < 0 {
			return nil, fmt.Errorf("weights: the class %s or %s is missing", role, none)
		}
	}
	for _, c := range w.predicates.Classes {
		rel, _ := schema.Relations().Get(c)
		w.types = append(w.types, rel.Type)
		w.rules[c] = &rules.Rule{ID: c + ".weighed", Relation: c}
	}
	return w, nil
}

// weighed holds the statements of the rules against the weights, drops those
// that are unlikely, and adds likely ones where no rule made any.
func (s *sentence) weighed(made []finding) (*sight, []finding) {
	w := s.st.c.weights
	g := s.newSight(made)
	var out []finding
	used := map[int]bool{}
	for _, f := range made {
		sure := 0.0
		for _, h := range f.match.heads() {
			sure = max(sure, 1-g.chance(h)[w.none])
		}
		if sure < w.bounds.Keep {
			s.note(f.match, "the weights take the word for no event")
			continue
		}
		for _, h := range f.match.heads() {
			used[h] = true
		}
		g.fillGaps(&f)
		out = append(out, f)
	}
	for p := range s.toks {
		if used[p] || !s.isPredicate(p) {
			continue
		}
		pr := g.chance(p)
		if 1-pr[w.none] < w.bounds.Add {
			continue
		}
		relation, sure := w.likeliest(pr)
		if sure < w.bounds.Add {
			continue
		}
		if f, ok := g.add(p, relation, sure); ok && !told(out, f) {
			s.st.remember(s, f.statement)
			out = append(out, f)
		}
	}
	return g, out
}

// fillGaps gives a statement of the rules the matter, or the recipient, that the
// weights see where the rule found none.
func (g *sight) fillGaps(f *finding) {
	st, w := &f.statement, g.st.c.weights
	rel, ok := schema.Relations().Get(st.Relation)
	if !ok || len(st.Issues) > 0 {
		return
	}
	heads := f.match.heads()
	p := heads[len(heads)-1]
	var more schema.Statement
	for _, a := range g.arguments(p) {
		pr := w.arguments.Probabilities(g.argumentFeatures(p, a, rel), nil)
		if pr[w.roles[roleIssue]] >= w.bounds.Gap {
			g.take(&more, roleIssue, a)
		}
		if pr[w.roles[roleRecipient]] >= w.bounds.Gap && len(st.Recipients) == 0 && !rel.Symmetric {
			g.take(&more, roleRecipient, a)
		}
	}
	st.Recipients = append(st.Recipients, without(dedupe(more.Recipients), st.Actors)...)
	st.Issues = without(dedupe(more.Issues), slices.Concat(st.Actors, st.Recipients))
	*st = st.Normalize()
}

// chance is how likely each class is for the word at p.
func (g *sight) chance(p int) []float64 {
	if g.chances[p] == nil {
		g.chances[p] = g.st.c.weights.predicates.Probabilities(g.predicateFeatures(p), nil)
	}
	return g.chances[p]
}

// likeliest is the relation that is likeliest among those of the likeliest type,
// and how likely the type is.
func (w *weights) likeliest(chance []float64) (relation string, sure float64) {
	sums := map[string]float64{}
	for c, p := range chance {
		if c != w.none {
			sums[w.types[c]] += p
		}
	}
	kind := ""
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		if kind == "" || sums[k] > sums[kind] {
			kind = k
		}
	}
	best := -1
	for c, p := range chance {
		if w.types[c] == kind && c != w.none && (best < 0 || p > chance[best]) {
			best = c
		}
	}
	return w.predicates.Classes[best], sums[kind]
}

// told says whether a statement of the same type names all that this one names.
func told(out []finding, f finding) bool {
	return slices.ContainsFunc(out, func(o finding) bool {
		return o.statement.Type == f.statement.Type && covers(o.statement.Actors, f.statement.Actors) && covers(o.statement.Recipients, f.statement.Recipients)
	})
}

// add makes the statement that the weights see at p.
func (g *sight) add(p int, relation string, sure float64) (finding, bool) {
	rel, ok := schema.Relations().Get(relation)
	if !ok {
		return finding{}, false
	}
	m := match{rule: g.st.c.weights.rules[relation], pred: p, noun: -1, kind: kindOf(g.toks[p].UPOS)}
	t := g.truthOf(p)
	st := schema.Statement{Relation: relation, Modality: t.modality, Polarity: t.polarity(), Rule: m.rule.ID, Coder: Version}
	toks := g.fillRoles(&st, p, rel)
	st.Actors = dedupe(st.Actors)
	st.Recipients = without(dedupe(st.Recipients), st.Actors)
	if rel.Symmetric {
		st.Actors, st.Recipients = dedupe(append(st.Actors, st.Recipients...)), nil
	}
	st.Issues = without(dedupe(st.Issues), slices.Concat(st.Actors, st.Recipients))
	if !enough(&st, rel) || !g.political(&st, m) {
		return finding{}, false
	}
	g.complete(&st, m, t, toks)
	st.Confidence = math.Round(100*sure) / 100
	return finding{st.Normalize(), m}, true
}

// fillRoles gives the phrases that the weights take for parties and matters
// their places, and gives the tokens used. Where none is likely enough for an
// actor, or for a recipient where there is no matter either, the likeliest one
// serves if it is not unlikely.
func (g *sight) fillRoles(st *schema.Statement, p int, rel schema.Relation) []int {
	w := g.st.c.weights
	var toks []int
	best, chance := map[string]int{}, map[string]float64{}
	for _, a := range g.arguments(p) {
		pr := w.arguments.Probabilities(g.argumentFeatures(p, a, rel), nil)
		role := ""
		for _, r := range []string{roleActor, roleRecipient, roleIssue} {
			c := pr[w.roles[r]]
			if c > chance[r] {
				chance[r], best[r] = c, a
			}
			if c >= w.bounds.Party && (role == "" || c > pr[w.roles[role]]) {
				role = r
			}
		}
		if role != "" {
			g.take(st, role, a)
			toks = append(toks, a)
		}
	}
	for _, role := range []string{roleActor, roleRecipient} {
		empty := len(st.Actors) == 0
		if role == roleRecipient {
			empty = len(st.Recipients)+len(st.Issues) == 0 && !rel.Symmetric
		}
		if empty && chance[role] >= w.bounds.Best && !slices.Contains(toks, best[role]) {
			g.take(st, role, best[role])
			toks = append(toks, best[role])
		}
	}
	return toks
}

// take gives the phrase at a its role in the statement.
func (g *sight) take(st *schema.Statement, role string, a int) {
	switch role {
	case roleActor:
		st.Actors = append(st.Actors, g.party(a)...)
	case roleRecipient:
		st.Recipients = append(st.Recipients, g.party(a)...)
	case roleIssue:
		if g.isTopicOrPlace(a) && !occasions[g.lemma(a)] && g.place(a).IsZero() {
			st.Issues = append(st.Issues, g.issues(a, nil)...)
		}
	}
}

// enough says whether the parties make a statement of the relation.
func enough(st *schema.Statement, rel schema.Relation) bool {
	if rel.Symmetric {
		return len(st.Actors) > 1 || len(st.Actors) == 1 && len(st.Issues) > 0
	}
	return len(st.Actors)+len(st.Recipients) > 0
}

// kindOf is the kind of pattern that a word of that tag would have.
func kindOf(upos string) byte {
	switch upos {
	case "VERB":
		return 'v'
	case "ADJ":
		return 'a'
	}
	return 'n'
}
