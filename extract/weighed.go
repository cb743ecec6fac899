package extract

import (
	"bytes"
	"cmp"
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
	idle                  []float64 // chances of a word that carries no event
	bounds                Bounds
}

// Bounds are the probabilities from which the fitted part of the coder acts.
type Bounds struct {
	Add   float64 // that a word carries an event: from it on, a statement is thought of where no rule made one
	Party float64 // of a role: from it on, a phrase takes it
	Best  float64 // from it on, the likeliest phrase takes a role that nobody has
	Gap   float64 // of a role: from it on, a phrase fills what a rule left empty
	Ruled float64 // of a rule's statement to be right: below it, it is dropped
	Begun float64 // likewise of a statement that a rule began and the weights made
	Right float64 // likewise of a statement that the weights made
	Rival float64 // by how much it must be likelier than the rule's to take its place
}

// DefaultBounds were chosen by the reports that the weights were not fitted to and
// by the sentences of the development set, among those with which the contrast
// sentences are read as they must be.
func DefaultBounds() Bounds {
	return Bounds{Add: 0.4, Party: 0.4, Best: 0.25, Gap: 0.2, Ruled: 0.62, Begun: 0.75, Right: 0.75, Rival: 0.15}
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
	w.idle = make([]float64, len(w.predicates.Classes))
	w.idle[w.none] = 1
	for _, c := range w.predicates.Classes {
		rel, _ := schema.Relations().Get(c)
		w.types = append(w.types, rel.Type)
		w.rules[c] = &rules.Rule{ID: c + ".weighed", Relation: c}
	}
	return w, nil
}

// candidate is a statement that may be made of a word.
type candidate struct {
	draft
	by    string  // who made it
	right float64 // how likely it is to be right
}

// Who may make a statement.
const (
	byRule    = "rule"
	byDraft   = "draft" // a rule that left it to the weights
	byWeights = "weights"
	byRival   = "rival" // the weights, of a word of which a rule made a statement
)

// weighed holds the statements of the rules against the weights, drops those
// that are unlikely, and adds likely ones where no rule made any.
func (g *sight) weighed(made []finding) []finding {
	all := g.candidates(made)
	g.judge(all)
	all = g.rivals(all)
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(after(a), after(b)), -cmp.Compare(a.right, b.right))
	})
	var out []finding
	used := map[int]bool{}
	for _, c := range all {
		if after(c) > 0 && (slices.ContainsFunc(c.match.heads(), func(h int) bool { return used[h] }) || told(out, c.finding)) {
			continue
		}
		for _, h := range c.match.heads() {
			used[h] = after(c) == 0 || c.right >= g.st.c.weights.least(c.by) || used[h]
		}
		if c.right < g.st.c.weights.least(c.by) {
			if c.by == byRule {
				g.note(c.match, "the weights take the statement for wrong")
			}
			continue
		}
		if c.by != byRule {
			c.finding = g.finish(c.draft)
			g.st.remember(g.sentence, c.statement)
		}
		c.statement.Confidence = min(surest, math.Round(100*c.right)/100)
		out = append(out, c.finding)
	}
	return out
}

// rivals lets a statement of the weights take the place of the rule's before it
// where it is likelier to be right.
func (g *sight) rivals(all []candidate) []candidate {
	var out []candidate
	for _, c := range all {
		if c.by != byRival {
			out = append(out, c)
			continue
		}
		if last := &out[len(out)-1]; c.right > last.right+g.st.c.weights.bounds.Rival {
			c.keepRelation(last.statement)
			*last = c
		}
	}
	return out
}

// keepRelation gives the candidate the relation that the rule found where both are
// of one type: the rule's is the more exact.
func (c *candidate) keepRelation(of schema.Statement) {
	if st := &c.statement; st.Type == of.Type {
		st.Relation, st.CAMEO, st.Mode = of.Relation, of.CAMEO, of.Mode
	}
}

// after puts the statements of rules before others.
func after(c candidate) int {
	if c.by == byRule || c.by == byRival {
		return 0
	}
	return 1
}

// least is the bound of what such a statement's probability must reach.
func (w *weights) least(by string) float64 {
	switch by {
	case byRule:
		return w.bounds.Ruled
	case byDraft:
		return w.bounds.Begun
	}
	return w.bounds.Right
}

// candidates are the statements of the rules, and of each other word that may
// carry an event what rules began and what the weights make.
func (g *sight) candidates(made []finding) []candidate {
	w := g.st.c.weights
	var out []candidate
	used := map[int]bool{}
	for _, f := range made {
		for _, h := range f.match.heads() {
			used[h] = true
		}
		g.fillGaps(&f)
		out = append(out, candidate{draft: draft{finding: f}, by: byRule})
		if d, ok := g.rival(f); ok {
			out = append(out, candidate{draft: d, by: byRival})
		}
	}
	for _, d := range g.drafts {
		if !slices.ContainsFunc(d.match.heads(), func(h int) bool { return used[h] }) && 1-g.none(d.match) >= w.bounds.Add && !g.undoes(d.match.pred) && g.fillEmpty(&d) {
			out = append(out, candidate{draft: d, by: byDraft})
		}
	}
	for p := range g.toks {
		if used[p] || !g.isPredicate(p) || 1-g.chance(p)[w.none] < w.bounds.Add || g.undoes(p) {
			continue
		}
		if d, ok := g.add(p); ok && !g.fought(p, d.statement.Actors, made) {
			out = append(out, candidate{draft: d, by: byWeights})
		}
	}
	return out
}

// fought says whether the word at p is part of what the actors are against by a
// rule's statement: who opposes a deployment does not deploy.
func (g *sight) fought(p int, actors []schema.Ref, made []finding) bool {
	return len(actors) > 0 && slices.ContainsFunc(made, func(f finding) bool {
		return against[f.statement.Type] && g.under(p, f.match.pred) && g.toks[p].UPOS == "NOUN" && covers(f.statement.Actors, actors)
	})
}

// against are the types of acts against what others do.
var against = setOf("against")

// undoes says whether the verb at p only tells that what its clause names did not
// happen ("stopped short of arresting them", "failed to agree").
func (g *sight) undoes(p int) bool {
	short := slices.ContainsFunc(g.kids[p], func(k int) bool { return g.lower(k) == "short" })
	if !short && g.st.c.truth[g.lemmaWithParticle(p)] != "denied" {
		return false
	}
	return slices.ContainsFunc(g.kids[p], func(k int) bool { return !g.is(k, "nsubj") && len(g.made[k]) > 0 })
}

// rival is what the weights make of the word of a rule's statement, where that
// is something else.
func (g *sight) rival(f finding) (draft, bool) {
	heads := f.match.heads()
	p := heads[len(heads)-1]
	if !g.isPredicate(p) {
		return draft{}, false
	}
	d, ok := g.add(p)
	if !ok || d.statement.Type == f.statement.Type && sameRefs(d.statement.Actors, f.statement.Actors) && sameRefs(d.statement.Recipients, f.statement.Recipients) {
		return draft{}, false
	}
	return d, !milder(d.statement, f.statement)
}

// milder says whether the weights take for the protest of a crowd what a rule found
// to be the complaint of a state ("Chinese protests that …"): the rule looks at who
// protests, and how.
func milder(weighed, ruled schema.Statement) bool {
	return weighed.Relation == "protestedAgainst" && ruled.Relation == "accused"
}

func sameRefs(a, b []schema.Ref) bool { return covers(a, b) && covers(b, a) }

// none is how likely the words of the match carry no event.
func (g *sight) none(m match) float64 {
	least := 1.0
	for _, h := range m.heads() {
		least = min(least, g.chance(h)[g.st.c.weights.none])
	}
	return least
}

// fillEmpty gives the draft's empty roles the phrases that the weights see, and
// says whether that makes a statement.
func (g *sight) fillEmpty(d *draft) bool {
	rel, ok := schema.Relations().Get(d.statement.Relation)
	if !ok {
		return false
	}
	st := &d.statement
	if len(st.Actors) == 0 || len(st.Recipients)+len(st.Issues) == 0 {
		var more schema.Statement
		toks := g.fillRoles(&more, d.match.pred, rel)
		more.Actors = dedupe(more.Actors)
		if len(st.Actors) == 0 {
			st.Actors = without(more.Actors, st.Recipients)
		}
		if len(st.Recipients)+len(st.Issues) == 0 {
			st.Recipients = without(dedupe(more.Recipients), st.Actors)
			st.Issues = without(dedupe(more.Issues), slices.Concat(st.Actors, st.Recipients))
		}
		if rel.Symmetric {
			st.Actors, st.Recipients = dedupe(slices.Concat(st.Actors, st.Recipients)), nil
		}
		d.toks = append(d.toks, toks...)
	}
	g.fillCodes(st)
	return enough(st, rel)
}

// fillGaps gives a statement of the rules the actor, recipient and matter that
// the weights see where the rule found none.
func (g *sight) fillGaps(f *finding) {
	st := &f.statement
	rel, ok := schema.Relations().Get(st.Relation)
	if !ok {
		return
	}
	heads := f.match.heads()
	phrases := g.phrases(heads[len(heads)-1], rel)
	var more schema.Statement
	if len(st.Actors) == 0 && !rel.Symmetric {
		g.fill(&more, roleActor, phrases)
	}
	if len(st.Recipients) == 0 && !rel.Symmetric {
		g.fill(&more, roleRecipient, phrases)
	}
	if len(st.Issues) == 0 {
		g.fill(&more, roleIssue, phrases)
	}
	had := len(st.Actors)
	st.Actors = append(st.Actors, without(dedupe(more.Actors), st.Recipients)...)
	if atHome(st) {
		st.Actors = st.Actors[:had]
	}
	st.Recipients = append(st.Recipients, without(without(dedupe(more.Recipients), st.Actors), st.SaidBy)...)
	st.Issues = append(st.Issues, without(dedupe(more.Issues), slices.Concat(st.Actors, st.Recipients))...)
	*st = st.Normalize()
}

// fill gives the role to the phrases that likely have it, or, if there are none,
// to the likeliest.
func (g *sight) fill(st *schema.Statement, role string, phrases []phrase) {
	w := g.st.c.weights
	c, best, filled := w.roles[role], phrase{}, false
	for _, ph := range phrases {
		if ph.chance[c] >= w.bounds.Party {
			g.take(st, role, ph.head)
			filled = true
		}
		if best.chance == nil || ph.chance[c] > best.chance[c] {
			best = ph
		}
	}
	if !filled && best.chance != nil && best.chance[c] >= w.bounds.Gap {
		g.take(st, role, best.head)
	}
}

// phrase is one that may be a party or matter, and how likely each role is.
type phrase struct {
	head   int
	chance []float64 // by class of the weights of arguments
}

// phrases are those of the sentence, seen from p as the word of such an event.
func (g *sight) phrases(p int, rel schema.Relation) []phrase {
	key := seen{p, rel.Name}
	if out, ok := g.around[key]; ok {
		return out
	}
	var out []phrase
	for _, a := range g.argumentsOf(p) {
		out = append(out, phrase{a, g.st.c.weights.arguments.Probabilities(g.argumentFeatures(p, a, rel), nil)})
	}
	g.around[key] = out
	return out
}

// chance is how likely each class is for the word at p.
func (g *sight) chance(p int) []float64 {
	if g.chances[p] == nil && g.st.c.roles != nil && 1-g.heard(p)[g.st.c.roles.none] < leastHeard && len(g.ruled[p])+len(g.begun[p]) == 0 {
		g.chances[p] = g.st.c.weights.idle
	}
	if g.chances[p] == nil {
		g.chances[p] = g.st.c.weights.predicates.Probabilities(g.predicateFeatures(p), nil)
	}
	return g.chances[p]
}

// surest is the highest confidence of an event: nothing that was read is certain.
const surest = 0.99

// leastHeard is the probability of an event, to the roles head, below which a word of which
// rules make nothing is not looked at more closely.
const leastHeard = 0.01

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
func (g *sight) add(p int) (draft, bool) {
	relation, _ := g.st.c.weights.likeliest(g.chance(p))
	rel, ok := schema.Relations().Get(relation)
	if !ok {
		return draft{}, false
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
	g.fillCodes(&st)
	return draft{finding: finding{st, m}, truth: t, toks: toks}, enough(&st, rel)
}

// fillRoles gives the phrases that the weights take for parties and matters
// their places, and gives the tokens used. Where none is likely enough for an
// actor, or for a recipient where there is no matter either, the likeliest one
// serves if it is not unlikely.
func (g *sight) fillRoles(st *schema.Statement, p int, rel schema.Relation) []int {
	w := g.st.c.weights
	var toks []int
	best, chance := map[string]int{}, map[string]float64{}
	for _, ph := range g.phrases(p, rel) {
		a, pr, role := ph.head, ph.chance, ""
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
		if len(g.landAt(a)) == 0 || len(g.actor(a)) > 0 {
			st.Actors = append(st.Actors, g.partyAt(a)...)
		}
	case roleRecipient:
		st.Recipients = append(st.Recipients, g.partyAt(a)...)
	case roleIssue:
		if g.isTopicOrPlace(a) && !occasions[g.lemma(a)] && !g.besides(a) && g.place(a).IsZero() {
			st.Issues = append(st.Issues, g.issues(a, nil)...)
		}
	}
}

// besides says whether the phrase at a only tells beside what something happened: "on the
// fringe of the forum", "on the sidelines of the summit".
func (s *sentence) besides(a int) bool {
	h := s.toks[a].Head
	return h >= 0 && (s.lemma(h) == "fringe" || s.lemma(h) == "sideline" || s.lemma(h) == "margin")
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
