package extract

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// The classes of statements.
const (
	verdictRight = "right"
	verdictWrong = "wrong"
)

// Judged is a statement that may be made, with the words that carry it, the phrases
// that name its parties and matters, and what the judge sees of it.
type Judged struct {
	Statement                          schema.Statement
	ByRule                             bool // a rule made it, with what the weights filled in
	Words, Actors, Recipients, Matters []Span
	Features                           weigh.Features
}

// Judge reads the article with rules and weights and describes every statement
// that may be made, likely or not.
func (c *Coder) Judge(ctx context.Context, a schema.Article) ([]Judged, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []Judged
	for _, s := range st.sents {
		made := s.ruled()
		g := s.newSight(made)
		all := g.candidates(made)
		for _, f := range all {
			cast := g.cast(f)
			out = append(out, Judged{
				Statement: f.statement, ByRule: f.by == byRule, Features: g.judgeFeatures(f, all),
				Words: s.spans(f.match.heads()), Actors: s.spans(cast[roleActor]), Recipients: s.spans(cast[roleRecipient]), Matters: s.spans(cast[roleIssue]),
			})
		}
	}
	return out, nil
}

// spans are the bytes of the tokens.
func (s *sentence) spans(toks []int) []Span {
	var out []Span
	for _, t := range toks {
		out = append(out, Span{s.toks[t].Start, s.toks[t].End})
	}
	return out
}

// judge gives the candidates the probability to be right.
func (g *sight) judge(all []candidate) {
	w := g.st.c.weights
	for i := range all {
		all[i].right = 1
		if w.judge != nil {
			all[i].right = w.judge.Probabilities(g.judgeFeatures(all[i], all), nil)[w.right]
		}
	}
}

// judgeFeatures tell of a statement what may speak for or against it: who made
// it, how sure the weights are of its word and its parties, and what they are.
func (g *sight) judgeFeatures(c candidate, all []candidate) weigh.Features {
	st, p := &c.statement, c.match.pred
	var b bag
	b.add("bias")
	b.add("by", c.by)
	b.add("why", c.why)
	b.add("why", c.why, st.Relation)
	event, kind := g.sureOf(c)
	b.add("event", tenth(event))
	b.add("event", c.by, tenth(event))
	b.add("type", c.by, tenth(kind))
	b.add("type", st.Type, tenth(kind))
	b.add("rule", c.match.rule.ID)
	b.add("rule", c.match.rule.ID, tenth(kind/2))
	b.add("relation", c.by, st.Relation)
	b.add("lemma", g.lemma(p))
	b.add("lemma", g.lemma(p), st.Relation)
	b.add("edge", c.by, g.toks[p].UPOS, g.edge(p))
	b.add("edge", st.Relation, g.toks[p].UPOS, g.rel(p))
	b.add("parse", tenth(float64(g.toks[p].Score)))
	b.add("truth", st.Modality, st.Polarity)
	b.add("truth", st.Type, st.Modality, st.Polarity)
	b.add("candidates", strconv.Itoa(min(len(all), 5)))
	b.add("body", strconv.FormatBool(g.political(st, c.match)), c.by, st.Relation)
	g.headVerdict(&b, c)
	g.rivalFeatures(&b, c, all)
	g.partyVerdicts(&b, c)
	g.partyWords(&b, st)
	g.surroundings(&b, c)
	g.castFeatures(&b, c)
	return weigh.Features(b)
}

// sureOf is how likely the words of the candidate carry an event at all, and one
// of its type.
func (g *sight) sureOf(c candidate) (event, kind float64) {
	w := g.st.c.weights
	for _, h := range c.match.heads() {
		k := 0.0
		for i, p := range g.chance(h) {
			if i != w.none && w.types[i] == c.statement.Type {
				k += p
			}
		}
		event, kind = max(event, 1-g.chance(h)[w.none]), max(kind, k)
	}
	return event, kind
}

// rivalFeatures tell what else may be made of the sentence.
func (g *sight) rivalFeatures(b *bag, c candidate, all []candidate) {
	for _, o := range all {
		if o.match.pred == c.match.pred && o.by == c.by && o.match.rule == c.match.rule {
			continue
		}
		same := "other parties"
		if covers(o.statement.Actors, c.statement.Actors) && covers(o.statement.Recipients, c.statement.Recipients) {
			same = "same parties"
		}
		kind := "other type"
		if o.statement.Type == c.statement.Type {
			kind = "same type"
		}
		where := "other word"
		switch {
		case o.match.pred == c.match.pred:
			where = "same word"
		case g.under(c.match.pred, o.match.pred):
			where = "above"
		case g.under(o.match.pred, c.match.pred):
			where = "below"
		}
		b.add("rival", c.by, o.by, where, kind, same)
		b.add("rival", where, o.statement.Relation, c.statement.Relation)
	}
}

// partyVerdicts tell how the weights see who has a role in the statement, and
// who has none.
func (g *sight) partyVerdicts(b *bag, c candidate) {
	st, w := &c.statement, g.st.c.weights
	rel, _ := schema.Relations().Get(st.Relation)
	best := map[string]phrase{}
	for _, ph := range g.phrases(c.match.pred, rel) {
		for _, r := range []string{roleActor, roleRecipient, roleIssue} {
			if o, ok := best[r]; !ok || ph.chance[w.roles[r]] > o.chance[w.roles[r]] {
				best[r] = ph
			}
		}
	}
	for _, of := range []struct {
		role string
		refs []schema.Ref
	}{{roleActor, st.Actors}, {roleRecipient, st.Recipients}} {
		ph, ok := best[of.role]
		if !ok {
			b.add("verdict none", of.role)
			continue
		}
		agrees := "empty"
		switch {
		case len(of.refs) == 0:
		case len(without(g.partyAt(ph.head), of.refs)) == 0:
			agrees = "agrees"
		default:
			agrees = "differs"
		}
		sure := tenth(ph.chance[w.roles[of.role]])
		b.add("verdict", of.role, agrees, sure)
		b.add("verdict", of.role, agrees, sure, c.by)
		b.add("verdict", of.role, agrees, st.Relation)
	}
	g.support(b, c)
	if ph, ok := best[roleIssue]; ok {
		b.add("verdict issue", tenth(ph.chance[w.roles[roleIssue]]), strconv.Itoa(min(len(st.Issues), 2)))
	}
}

// support tells how likely the least likely party of each role is to have it, of
// the phrases that name it.
func (g *sight) support(b *bag, c candidate) {
	st, w := &c.statement, g.st.c.weights
	rel, _ := schema.Relations().Get(st.Relation)
	phrases := g.phrases(c.match.pred, rel)
	for _, of := range []struct {
		role string
		refs []schema.Ref
	}{{roleActor, st.Actors}, {roleRecipient, st.Recipients}} {
		least := 1.0
		for _, r := range of.refs {
			best := 0.0
			for _, ph := range phrases {
				chance := ph.chance[w.roles[of.role]]
				if rel.Symmetric {
					chance = max(chance, ph.chance[w.roles[roleRecipient]])
				}
				if chance > best && covers(g.partyAt(ph.head), []schema.Ref{r}) {
					best = chance
				}
			}
			least = min(least, best)
		}
		if len(of.refs) > 0 {
			b.add("support", of.role, tenth(least))
			b.add("support", of.role, tenth(least), c.by)
			b.add("support", of.role, tenth(least), st.Relation)
		}
	}
}

// partyAt is whom the phrase at a names.
func (g *sight) partyAt(a int) []schema.Ref {
	refs, ok := g.parties[a]
	if !ok {
		refs = g.party(a)
		g.parties[a] = refs
	}
	return refs
}

// mattersAt is what the phrase at a names as a matter.
func (g *sight) mattersAt(a int) []schema.Ref {
	refs, ok := g.matters[a]
	if !ok {
		refs = g.issues(a, nil)
		g.matters[a] = refs
	}
	return refs
}

// headVerdict tells what the roles head takes the words of the statement for.
func (g *sight) headVerdict(b *bag, c candidate) {
	h := g.st.c.roles
	if h == nil {
		return
	}
	var event, kind float32
	for _, t := range c.match.heads() {
		chance, sum := g.heard(t), float32(0)
		if k := slices.Index(h.kinds, c.statement.Type); k >= 0 {
			sum = h.byKind(chance)[k]
		}
		event, kind = max(event, 1-chance[h.none]), max(kind, sum)
	}
	b.add("head event", c.by, grade(event))
	b.add("head type", c.by, grade(kind))
	b.add("head type", c.statement.Type, grade(kind))
}

// surroundings tell how the word of the statement stands in its sentence, and what
// the sentence is about.
func (g *sight) surroundings(b *bag, c candidate) {
	st, p := &c.statement, c.match.pred
	lemma := g.lemma(p)
	size := sizeOf(len(g.toks))
	b.add("length", size)
	b.add("length", size, c.by)
	b.add("length", size, c.by, st.Type)
	b.add("form", g.toks[p].XPOS, st.Relation)
	if h := g.toks[p].Head; h >= 0 {
		b.add("head", st.Type, g.rel(p), g.lemma(h))
		b.add("head", lemma, g.lemma(h))
	}
	for _, k := range g.kids[p] {
		if !g.is(k, "punct", "det") {
			b.add("kid", st.Type, g.edge(k), g.lemma(k))
			b.add("kid", st.Relation, g.edge(k), g.classAt(k))
			b.add("kid", lemma, g.edge(k))
		}
	}
	for i, t := range g.toks {
		switch {
		case i == p:
		case t.UPOS == "NOUN" || t.UPOS == "VERB" || t.UPOS == "ADJ":
			b.add("topic", st.Type, g.lemma(i))
		case t.UPOS == "AUX" || t.UPOS == "PART" || t.UPOS == "SCONJ":
			b.add("small", st.Modality, g.lemma(i))
		}
	}
	for d := -2; d <= 2; d++ {
		if i := p + d; d != 0 && i >= 0 && i < len(g.toks) {
			b.add("near", strconv.Itoa(d), g.lemma(i))
			b.add("near", st.Type, strconv.Itoa(d), g.lemma(i))
		}
	}
}

// sizes are the bounds between lengths of sentences, in tokens.
var sizes = []int{7, 9, 11, 14, 18, 24, 32, 44}

// sizeOf is a number of tokens in few steps.
func sizeOf(n int) string {
	at, _ := slices.BinarySearch(sizes, n)
	return strconv.Itoa(at)
}

// cast are the tokens of the phrases that name the statement's parties and matters, by
// their role.
func (g *sight) cast(c candidate) map[string][]int {
	st := &c.statement
	rel, _ := schema.Relations().Get(st.Relation)
	out := map[string][]int{}
	names := func(of, refs []schema.Ref) bool {
		return slices.ContainsFunc(of, func(r schema.Ref) bool { return covers(refs, []schema.Ref{r}) })
	}
	for _, ph := range g.phrases(c.match.pred, rel) {
		refs := g.partyAt(ph.head)
		if names(st.Actors, refs) {
			out[roleActor] = append(out[roleActor], ph.head)
		}
		if names(st.Recipients, refs) {
			out[roleRecipient] = append(out[roleRecipient], ph.head)
		}
		if len(st.Issues) > 0 && names(st.Issues, g.mattersAt(ph.head)) {
			out[roleIssue] = append(out[roleIssue], ph.head)
		}
	}
	return out
}

// castFeatures tell where the phrases stand that name the parties and matters, and what
// they are.
func (g *sight) castFeatures(b *bag, c candidate) {
	st, p, cast := &c.statement, c.match.pred, g.cast(c)
	for _, role := range []string{roleActor, roleRecipient, roleIssue} {
		for _, a := range cast[role] {
			path := g.path(p, a)
			b.add("cast", role, path)
			b.add("cast", role, path, st.Relation)
			b.add("cast", role, path, g.classAt(a))
			b.add("cast", role, path, g.lemma(p))
			b.add("cast class", role, st.Relation, g.classAt(a))
			b.add("cast word", role, st.Type, g.lemma(a))
			b.add("cast edge", role, st.Type, g.edge(a), g.headLemma(a))
		}
		b.add("cast size", role, st.Type, strconv.Itoa(min(len(cast[role]), 3)))
	}
	g.castVerdict(b, c, cast)
	for _, r := range st.Issues {
		if words := strings.Fields(strings.ToLower(r.Name)); len(words) > 0 {
			b.add("matter", st.Relation, words[len(words)-1])
			b.add("matter", st.Type, words[0])
			b.add("matter length", strconv.Itoa(min(len(words), 6)))
		}
	}
}

// castVerdict tells how sure the roles head is of the phrases in their roles, and of the
// likeliest of those that are left out.
func (g *sight) castVerdict(b *bag, c candidate, cast map[string][]int) {
	h := g.st.c.roles
	if h == nil {
		return
	}
	st := &c.statement
	rel, _ := schema.Relations().Get(st.Relation)
	least, left := make([]float32, len(h.roles)), make([]float32, len(h.roles))
	for r := range least {
		least[r] = 1
	}
	for _, ph := range g.phrases(c.match.pred, rel) {
		for r, chance := range g.headRoles(c.match.pred, ph.head, st.Relation) {
			switch {
			case slices.Contains(cast[h.roles[r]], ph.head):
				least[r] = min(least[r], chance)
			case rel.Symmetric && slices.Contains(cast[roleActor], ph.head):
			default:
				left[r] = max(left[r], chance)
			}
		}
	}
	for r, role := range h.roles {
		if role == none {
			continue
		}
		if len(cast[role]) > 0 {
			b.add("cast head", role, grade(least[r]))
			b.add("cast head", role, grade(least[r]), st.Relation)
		}
		b.add("left out", role, grade(left[r]))
		b.add("left out", role, grade(left[r]), st.Relation)
	}
}

// partyWords tell what the parties are.
func (g *sight) partyWords(b *bag, st *schema.Statement) {
	actor, recipient := partyKind(st.Actors), partyKind(st.Recipients)
	issues := strconv.Itoa(min(len(st.Issues), 2))
	for _, of := range []string{"", st.Relation} {
		b.add("actors", of, actor)
		b.add("recipients", of, recipient)
		b.add("parties", of, actor, recipient)
		b.add("issues", of, issues, recipient)
	}
	for _, r := range st.Actors {
		b.add("actor word", st.Type, lastWord(strings.ToLower(r.Name)))
	}
	for _, r := range st.Recipients {
		b.add("recipient word", st.Type, lastWord(strings.ToLower(r.Name)))
	}
	b.add("numbers", strconv.Itoa(min(len(st.Actors), 3)), strconv.Itoa(min(len(st.Recipients), 3)))
}

// tenth is a probability in tenths.
func tenth(p float64) string { return strconv.Itoa(int(10 * p)) }

// partyKind is what the first of the parties is.
func partyKind(refs []schema.Ref) string {
	if len(refs) == 0 {
		return "none"
	}
	switch r := refs[0]; {
	case r.Linked && r.Name == r.State:
		return "state"
	case r.Linked && r.State != "":
		return "of a state"
	case r.Linked:
		return "known"
	case r.State != "":
		return "words of a state"
	case underArms(r.Name):
		return "armed"
	case civic(r):
		return "civic"
	case inService(refs[:1]):
		return "in service"
	case stateSites(refs[:1]):
		return "site"
	case strings.ToLower(r.Name) != r.Name:
		return "name"
	}
	return "words"
}
