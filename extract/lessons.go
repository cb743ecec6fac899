package extract

import (
	"context"

	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// Span is a range of bytes of an article's text.
type Span struct{ From, To int }

// Label is an event that a labeller found in a report: its relation, the word that
// carries it and the words that name its parties and matters.
type Label struct {
	Relation                   string
	Word                       Span
	Actors, Recipients, Issues []Span
	Modality                   string // asserted, planned, demanded, hypothetical, denied
}

// NamedLabel is whom the parties' words of a label name.
type NamedLabel struct{ Actors, Recipients []schema.Ref }

// Lessons are what labelled reports teach: which words carry which relation,
// and what the phrases around them are to it.
type Lessons struct {
	Predicates, Arguments []weigh.Example
	Lost                  int // labels whose word the coder does not take for a predicate
}

// none is the class of words that carry no event and of phrases that are no
// party to it.
const none = "none"

// The classes of phrases.
const (
	roleActor     = "actor"
	roleRecipient = "recipient"
	roleIssue     = "issue"
)

// Lessons reads the article by the rules alone and describes its words and
// phrases beside the labels.
func (c *Coder) Lessons(ctx context.Context, a schema.Article, labels []Label) (Lessons, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return Lessons{}, err
	}
	out := Lessons{Lost: len(labels)}
	for _, s := range st.sents {
		g := s.newSight(s.ruled())
		for p := range s.toks {
			if !s.isPredicate(p) {
				continue
			}
			class := none
			for _, l := range labels {
				if !s.meetsSpan(p, l.Word) {
					continue
				}
				if class == none {
					class = l.Relation
				}
				out.Lost--
				out.Arguments = append(out.Arguments, g.argumentLessons(p, l)...)
			}
			out.Predicates = append(out.Predicates, weigh.Example{Features: g.predicateFeatures(p), Class: class})
		}
	}
	return out, nil
}

func (g *sight) argumentLessons(p int, l Label) []weigh.Example {
	rel, _ := schema.Relations().Get(l.Relation)
	roles := map[int]string{}
	for _, part := range []struct {
		role  string
		spans []Span
	}{{roleIssue, l.Issues}, {roleRecipient, l.Recipients}, {roleActor, l.Actors}} {
		for _, sp := range part.spans {
			if a := g.headOf(sp); a >= 0 {
				roles[a] = part.role
			}
		}
	}
	var out []weigh.Example
	for _, a := range g.argumentsOf(p) {
		role := roles[a]
		if role == "" {
			role = none
		}
		out = append(out, weigh.Example{Features: g.argumentFeatures(p, a, rel), Class: role})
	}
	return out
}

// Named gives the labels' parties the names of the tables; words that the tables
// do not know stay words.
func (c *Coder) Named(ctx context.Context, a schema.Article, labels []Label) ([]NamedLabel, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return nil, err
	}
	for _, s := range st.sents { // pronouns and groups refer to what was read before
		s.ruled()
	}
	out := make([]NamedLabel, len(labels))
	for i, l := range labels {
		rel, _ := schema.Relations().Get(l.Relation)
		as := schema.Statement{Type: rel.Type, Actors: st.named(l.Actors)}
		crowd(&as)
		out[i] = NamedLabel{as.Actors, st.named(l.Recipients)}
	}
	return out, nil
}

func (st *story) named(spans []Span) []schema.Ref {
	var out []schema.Ref
	for _, sp := range spans {
		var refs []schema.Ref
		for _, s := range st.sents {
			if a := s.headOf(sp); a >= 0 {
				refs = append(refs, s.party(a)...)
			}
		}
		if len(refs) == 0 {
			name := st.doc.Text[sp.From:sp.To]
			refs = []schema.Ref{{ID: schema.EntityID(name), Name: name}}
		}
		out = append(out, refs...)
	}
	return dedupe(out)
}

// meetsSpan says whether token i shares bytes with the span.
func (s *sentence) meetsSpan(i int, sp Span) bool {
	return s.toks[i].Start < sp.To && sp.From < s.toks[i].End
}

// headOf is the token of the span that the rest of it hangs on, or the head of the
// mention that it lies in; -1 where the span is not in the sentence. Where the parse
// tears the span apart ("[Chadian] [national guard] base"), the first word that only
// modifies another gives way to one that more of the span hangs on.
func (s *sentence) headOf(sp Span) int {
	head, most := -1, 0
	for i, t := range s.toks {
		if !s.meetsSpan(i, sp) || t.Head >= 0 && s.meetsSpan(t.Head, sp) {
			continue
		}
		size := len(s.subtree(i, func(k int) bool { return !s.meetsSpan(k, sp) }))
		if head < 0 || s.is(head, "amod", "compound") && s.preposition(i) == s.preposition(head) && size >= most {
			head, most = i, size
		}
	}
	if head >= 0 && s.at[head] != nil {
		return s.at[head].head(s)
	}
	return head
}
