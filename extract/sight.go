package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// sight is what the fitted weights see of a sentence: its words and their tree,
// who is mentioned where, and what the rules make of it.
type sight struct {
	*sentence
	made  map[int][]string // by token of predicate or object noun: relations of the statements that rules made there
	ruled map[int][]match  // likewise: all matches

	begun map[int][]draft // likewise: what rules began and left

	chances map[int][]float64    // by token: how likely each class is, once it was asked
	heads   map[int][]float32    // likewise: to the roles head
	parties map[int][]schema.Ref // by token: whom it names, once it was asked
	matters map[int][]schema.Ref // likewise: what matter
	around  map[seen][]phrase    // what the phrases are to a word, once it was asked
}

// seen is a word taken for the word of a relation.
type seen struct {
	token    int
	relation string
}

// newSight gathers what the rules made of the sentence.
func (s *sentence) newSight(made []finding) *sight {
	g := &sight{sentence: s, made: map[int][]string{}, ruled: map[int][]match{}, begun: map[int][]draft{}, chances: map[int][]float64{}, heads: map[int][]float32{}, parties: map[int][]schema.Ref{}, matters: map[int][]schema.Ref{}, around: map[seen][]phrase{}}
	for _, f := range made {
		for _, t := range f.match.heads() {
			g.made[t] = append(g.made[t], f.statement.Relation)
		}
	}
	for _, m := range s.found {
		for _, t := range m.heads() {
			g.ruled[t] = append(g.ruled[t], m)
		}
	}
	for _, d := range s.drafts {
		for _, t := range d.match.heads() {
			g.begun[t] = append(g.begun[t], d)
		}
	}
	return g
}

// heads are the tokens that carry the match.
func (m match) heads() []int {
	if m.noun >= 0 {
		return []int{m.pred, m.noun}
	}
	return []int{m.pred}
}

// isPredicate says whether the token can carry an event.
func (s *sentence) isPredicate(i int) bool {
	switch s.toks[i].UPOS {
	case "VERB":
		return true
	case "NOUN", "ADJ":
		return s.at[i] == nil || s.at[i].kind == aName
	case "PROPN":
		return (s.at[i] == nil || s.at[i].kind == aName) && len(s.st.c.lexicon[s.lower(i)]) > 0
	}
	return false
}

// class names what a token stands for in few words.
func (s *sentence) classAt(i int) string {
	if m := s.at[i]; m != nil {
		switch m.kind {
		case aState:
			return "state"
		case aDemonym:
			return "demonym"
		case aPlace:
			return "place"
		case anOrg:
			if m.ent != nil {
				return "org:" + string(m.ent.Kind)
			}
			return "org"
		case aPerson:
			if m.state != "" || m.ent != nil {
				return "official"
			}
			return "person"
		case anOffice:
			return "office"
		case anAgency:
			return "agency"
		}
		return "name"
	}
	if c := s.nounClass(i); c != "" {
		return c
	}
	if s.armed(s.lower(i)) {
		return "armed"
	}
	return s.toks[i].UPOS
}

// bag collects features.
type bag weigh.Features

func (b *bag) add(parts ...string) { *b = append(*b, weigh.Feature(parts...)) }

// edge is how a token hangs, with its preposition.
func (s *sentence) edge(i int) string {
	e := s.toks[i].Deprel
	if s.is(i, "nmod", "obl", "advcl", "acl") {
		if p := s.preposition(i); p != "" {
			e += "+" + p
		} else if k := s.child(i, "mark"); k >= 0 {
			e += "+" + s.lower(k)
		}
	}
	return e
}

// predicateFeatures tell what token p may report.
func (g *sight) predicateFeatures(p int) weigh.Features {
	var b bag
	t, lemma := g.toks[p], g.lemma(p)
	b.add("bias")
	b.add("lemma", lemma)
	b.add("lemma", lemma, t.UPOS)
	b.add("form", g.lower(p))
	b.add("pos", t.UPOS, t.XPOS)
	b.add("edge", g.edge(p))
	b.add("edge", g.edge(p), lemma)
	if len(lemma) > 5 {
		b.add("stem", lemma[:5])
	}
	b.add("noun", g.nounClass(p))
	if h := t.Head; h >= 0 {
		b.add("head", g.lemma(h), g.rel(p))
		b.add("head+", g.lemma(h), lemma)
		b.add("headclass", g.toks[h].UPOS, g.edge(p))
	}
	for _, k := range g.kids[p] {
		e, l := g.edge(k), g.lemma(k)
		if g.is(k, "punct", "det") {
			continue
		}
		c := g.classAt(k)
		b.add("kid", e, l)
		b.add("kid", e, c)
		b.add("kid", lemma, e)
		b.add("kid", lemma, e, c)
		b.add("kid+", lemma, g.rel(k), l)
		for _, kk := range g.kids[k] {
			if !g.is(kk, "punct", "det") {
				b.add("grandkid", g.rel(k), g.edge(kk), g.lemma(kk))
				b.add("grandkid", lemma, g.rel(k), g.classAt(kk))
				b.add("grandkid+", lemma, g.lemma(kk))
			}
		}
	}
	g.partyFeatures(&b, p, lemma)
	g.ruleFeatures(&b, p)
	g.truthFeatures(&b, p)
	g.headFeatures(&b, p)
	for d := -2; d <= 2; d++ {
		if i := p + d; d != 0 && i >= 0 && i < len(g.toks) {
			b.add("near", strconv.Itoa(d), g.lemma(i))
		}
	}
	return weigh.Features(b)
}

// partyFeatures tell who acts and on whom.
func (g *sight) partyFeatures(b *bag, p int, lemma string) {
	subj, obj := "-", "-"
	for _, k := range g.logicalSubjects(p) {
		subj = g.classAt(k)
		b.add("subj", subj)
		b.add("subj", lemma, subj)
		b.add("subjword", g.lemma(k))
	}
	for _, k := range g.logicalObjects(p) {
		obj = g.classAt(k)
		b.add("obj", obj)
		b.add("obj", lemma, obj)
		b.add("objword", lemma, g.lemma(k))
		b.add("objword", g.lemma(k))
	}
	b.add("parties", subj, obj)
	b.add("parties", lemma, subj, obj)
	n, people := 0, 0
	for _, m := range g.all() {
		switch m.kind {
		case aState, aDemonym, anAgency, anOrg:
			n++
		case aPerson, anOffice:
			people++
		}
	}
	b.add("actors", strconv.Itoa(min(n, 4)), strconv.Itoa(min(people, 2)))
}

// ruleFeatures tell what the rules make of the token.
func (g *sight) ruleFeatures(b *bag, p int) {
	for _, r := range g.made[p] {
		b.add("made", r)
		b.add("made", r, g.toks[p].UPOS)
	}
	if len(g.made[p]) == 0 {
		b.add("made none")
	}
	for _, m := range g.ruled[p] {
		b.add("near", m.rule.ID, strconv.FormatBool(len(g.made[p]) > 0))
	}
	for _, d := range g.begun[p] {
		st := &d.statement
		b.add("begun", st.Relation, d.why)
		b.add("begun", st.Relation, partyKind(st.Actors), partyKind(st.Recipients))
		b.add("begun", d.why, partyKind(st.Actors), partyKind(st.Recipients))
	}
	seen := map[string]bool{}
	for _, q := range g.patternsAt(p) {
		if r := q.rule.Relation; !seen[r] {
			seen[r] = true
			b.add("lexicon", r)
		}
	}
	if len(seen) == 0 {
		b.add("lexicon none", g.toks[p].UPOS)
	}
	if g.consumed[p] {
		b.add("consumed")
	}
	for i, h := 0, g.toks[p].Head; i < 4 && h >= 0; i, h = i+1, g.toks[h].Head {
		for _, r := range g.made[h] {
			b.add("above", r)
			b.add("above", r, g.lemma(p))
			b.add("above", r, g.edge(p))
		}
	}
}

// truthFeatures tell how the text puts it.
func (g *sight) truthFeatures(b *bag, p int) {
	t := g.truthOf(p)
	b.add("truth", t.modality, t.polarity(), g.toks[p].UPOS)
}

// argumentFeatures tell what token a may be to predicate p of the relation.
func (g *sight) argumentFeatures(p, a int, rel schema.Relation) weigh.Features {
	var b bag
	relation, kind := rel.Name, rel.Type
	path := g.path(p, a)
	class, lemma := g.classAt(a), g.lemma(p)
	b.add("bias")
	for _, of := range []string{"", relation, kind, lemma} {
		b.add("path", of, path)
		b.add("path", of, path, class)
		b.add("class", of, class)
		b.add("prep", of, g.preposition(a))
		b.add("edge", of, g.edge(a))
	}
	b.add("word", g.lemma(a))
	b.add("word", relation, g.lemma(a))
	b.add("headword", g.headLemma(a), g.edge(a))
	b.add("headword", relation, g.headLemma(a), g.edge(a))
	order := "before"
	if a > p {
		order = "after"
	}
	near := strconv.Itoa(min(abs(a-p)/4, 5))
	b.add("order", order, near)
	b.add("order", relation, order)
	b.add("order", order, class)
	role := g.roleOf(p, a)
	for _, of := range []string{"", relation, lemma} {
		b.add("role", of, role)
		b.add("role", of, role, class)
	}
	b.add("between", order, strconv.Itoa(min(3, g.partiesBetween(p, a))))
	b.add("samehead", strconv.FormatBool(g.toks[a].Head == p))
	g.headRoleFeatures(&b, p, a, relation)
	for _, m := range g.ruled[p] {
		if m.rule.Relation != relation {
			continue
		}
		if g.sourced(m, m.rule.Actor, a) {
			b.add("rule actor")
			b.add("rule actor", relation)
		}
		if g.sourced(m, m.rule.Recipient, a) {
			b.add("rule recipient")
			b.add("rule recipient", relation)
		}
		if g.sourced(m, m.rule.Issue, a) {
			b.add("rule issue")
		}
	}
	return weigh.Features(b)
}

func abs(n int) int { return max(n, -n) }

func (g *sight) headLemma(a int) string {
	if h := g.toks[a].Head; h >= 0 {
		return g.lemma(h)
	}
	return ""
}

// sourced says whether one of the rule's sources points at a.
func (g *sight) sourced(m match, sources []string, a int) bool {
	first := g.firstConjunct(a)
	for _, source := range sources {
		for _, part := range strings.Split(source, "+") {
			for _, of := range []string{"thing:", "place:", "crowd:", "owner:", "site:"} {
				part = strings.TrimPrefix(part, of)
			}
			var toks []int
			if part == "owner" {
				_, toks = g.ownersOf(m)
			} else {
				toks = g.tokens(m, part)
			}
			if slices.Contains(toks, a) || slices.Contains(toks, first) || g.toks[a].Head >= 0 && strings.Contains(source, "owner") && slices.Contains(toks, g.toks[a].Head) {
				return true
			}
		}
	}
	return false
}

// roleOf says whether a is logical subject or object of p, its own or one that
// it shares.
func (g *sight) roleOf(p, a int) string {
	first := g.firstConjunct(a)
	has := func(ks []int) bool { return slices.Contains(ks, a) || slices.Contains(ks, first) }
	if g.toks[p].UPOS == "VERB" {
		switch {
		case has(g.logicalSubjects(p)):
			return "subject"
		case has(g.logicalObjects(p)):
			return "object"
		}
		return "-"
	}
	h := g.toks[p].Head
	switch {
	case g.toks[a].Head == p:
		return "own"
	case h >= 0 && g.isVerb(h) && has(g.logicalSubjects(h)):
		return "host subject"
	case h >= 0 && g.isVerb(h) && has(g.logicalObjects(h)):
		return "host object"
	}
	return "-"
}

// path is the way from p to a through the tree; coordinations are passed over.
func (g *sight) path(p, a int) string {
	var up []string
	for n, top := 0, p; n < 5 && top >= 0; n++ {
		if g.under(a, top) {
			down := []string{}
			for x := a; x != top && len(down) < 6; x = g.toks[x].Head {
				if !g.is(x, "conj", "flat") {
					down = append(down, g.edge(x))
				}
			}
			slices.Reverse(down)
			if len(down) > 4 {
				return "far below"
			}
			return strings.Join(up, "^") + "^" + strings.Join(down, ">")
		}
		up = append(up, g.rel(top))
		top = g.toks[top].Head
	}
	return "far"
}

// partiesBetween counts the mentions of actors between two tokens.
func (g *sight) partiesBetween(p, a int) int {
	n := 0
	for _, m := range g.all() {
		if m.isActor() && m.from > min(p, a) && m.to <= max(p, a) {
			n++
		}
	}
	return n
}

// arguments are the tokens that may name a party or matter: heads of noun
// phrases and of mentions, pronouns, demonyms.
func (s *sentence) arguments(p int) []int {
	var out []int
	for i, t := range s.toks {
		if i == p {
			continue
		}
		if m := s.at[i]; m != nil {
			if i == m.head(s) && (m.kind != aName || t.UPOS == "PROPN" || t.UPOS == "NOUN") {
				out = append(out, i)
			}
			continue
		}
		switch t.UPOS {
		case "NOUN", "PROPN", "PRON":
			if !s.is(i, "compound", "flat", "expl") {
				out = append(out, i)
			}
		case "NUM":
			if s.is(i, "nsubj", "obj", "obl", "conj") {
				out = append(out, i)
			}
		}
	}
	return out
}

// argumentsOf are the arguments that may be party to what the word at p tells: of
// a participle that stands before a noun ("the jailed leader") those of that noun
// phrase.
func (s *sentence) argumentsOf(p int) []int {
	out := s.arguments(p)
	h := s.toks[p].Head
	if !s.is(p, "amod") || h < 0 || s.toks[p].XPOS != "VBN" {
		return out
	}
	in := s.subtree(h, nil)
	return slices.DeleteFunc(out, func(a int) bool { return !slices.Contains(in, a) })
}

// party resolves an argument token to actors.
func (s *sentence) party(a int) []schema.Ref {
	if h := s.toks[a].Head; h == a+1 && s.nounClass(h) == "strike" {
		if r := s.gang(h); !r.IsZero() { // "an insurgent attack"
			return []schema.Ref{r}
		}
	}
	if refs := s.actor(a); len(refs) > 0 {
		return refs
	}
	if refs := s.holders(a); len(refs) > 0 {
		return refs
	}
	if s.at[a] == nil && s.isThing(a) {
		if refs := s.owners(a); len(refs) > 0 {
			return refs
		}
	}
	if s.at[a] == nil && s.toks[a].UPOS == "NOUN" {
		return []schema.Ref{s.words2ref(a)}
	}
	if refs := s.opposed(a); len(refs) > 0 {
		return refs
	}
	return s.landAt(a)
}

// landAt is the town or stretch of land named at a, as that of the state that it
// lies in: who shells Kharkiv does so to Ukraine.
func (s *sentence) landAt(a int) []schema.Ref {
	m := s.at[a]
	if m == nil || m.kind != aPlace || len(m.refs) != 1 {
		return nil
	}
	out := slices.Clone(m.refs)
	for _, of := range s.statesAt([]int{a}) {
		out[0].State = of.State
	}
	return out
}
