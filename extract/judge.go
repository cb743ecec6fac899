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

// Judged is a statement that may be made, with the words that carry it and what
// the judge sees of it.
type Judged struct {
	Statement schema.Statement
	ByRule    bool // a rule made it, with what the weights filled in
	Words     []Span
	Features  weigh.Features
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
			j := Judged{Statement: f.statement, ByRule: f.by == byRule, Features: g.judgeFeatures(f, all)}
			for _, h := range f.match.heads() {
				j.Words = append(j.Words, Span{s.toks[h].Start, s.toks[h].End})
			}
			out = append(out, j)
		}
	}
	return out, nil
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
