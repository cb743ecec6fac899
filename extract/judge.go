package extract

import (
	"context"
	"math"
	"strconv"

	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// The classes of statements.
const (
	verdictRight = "right"
	verdictWrong = "wrong"
)

// Judged is a statement with what the judge sees of it.
type Judged struct {
	Statement schema.Statement
	Features  weigh.Features
}

// Judge reads the article with rules and weights and describes every event
// statement, none of them dropped for being unlikely to be right.
func (c *Coder) Judge(ctx context.Context, a schema.Article) ([]Judged, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []Judged
	for _, s := range st.sents {
		g, fs := s.weighed(s.ruled())
		for _, f := range fs {
			out = append(out, Judged{f.statement, g.judgeFeatures(f, len(fs))})
		}
	}
	return out, nil
}

// judged gives the statements the probability to be right as their confidence,
// and drops those below the bound.
func (g *sight) judged(fs []finding) []finding {
	w := g.st.c.weights
	var out []finding
	for _, f := range fs {
		if w.judge != nil {
			p, least := w.judge.Probabilities(g.judgeFeatures(f, len(fs)), nil)[w.right], w.bounds.Ruled
			if f.match.rule == w.rules[f.statement.Relation] {
				least = w.bounds.Right
			}
			if p < least {
				g.note(f.match, "the weights take the statement for wrong")
				continue
			}
			f.statement.Confidence = math.Round(100*p) / 100
		}
		out = append(out, f)
	}
	return out
}

// judgeFeatures tell of a statement what may speak for or against it: who made
// it, how sure the weights are of its word, and what its parties are.
func (g *sight) judgeFeatures(f finding, made int) weigh.Features {
	w, st := g.st.c.weights, &f.statement
	var b bag
	event, kind := 0.0, 0.0
	for _, h := range f.match.heads() {
		pr := g.chance(h)
		event = max(event, 1-pr[w.none])
		k := 0.0
		for c, p := range pr {
			if w.types[c] == st.Type {
				k += p
			}
		}
		kind = max(kind, k)
	}
	by := "rule"
	if f.match.rule == w.rules[st.Relation] {
		by = "weights"
	}
	sure := tenth(kind)
	b.add("bias")
	b.add("by", by)
	b.add("event", by, tenth(event))
	b.add("type", by, sure)
	b.add("type", st.Type, sure)
	b.add("rule", f.match.rule.ID)
	b.add("relation", by, st.Relation)
	b.add("parse", tenth(float64(g.toks[f.match.pred].Score)))
	b.add("truth", st.Modality, st.Polarity)
	b.add("truth", st.Type, st.Modality, st.Polarity)
	b.add("made", strconv.Itoa(min(made, 4)))
	b.add("said", strconv.FormatBool(len(st.SaidBy) > 0))
	actor, recipient := partyClass(st.Actors), partyClass(st.Recipients)
	issues := strconv.Itoa(min(len(st.Issues), 2))
	for _, of := range []string{"", st.Relation} {
		b.add("actors", of, actor)
		b.add("recipients", of, recipient)
		b.add("parties", of, actor, recipient)
		b.add("issues", of, issues, recipient)
	}
	b.add("numbers", strconv.Itoa(min(len(st.Actors), 3)), strconv.Itoa(min(len(st.Recipients), 3)))
	b.add("place", st.Type, strconv.FormatBool(st.Place.IsZero()))
	return weigh.Features(b)
}

// tenth is a probability in tenths.
func tenth(p float64) string { return strconv.Itoa(int(10 * p)) }

// partyClass is what the first of the parties is.
func partyClass(refs []schema.Ref) string {
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
	}
	return "words"
}
