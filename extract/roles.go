package extract

import (
	"context"
	"slices"
	"strconv"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// roleHead is what a small network on the parser's encoder knows: which event a
// word carries, and who the phrases around it are to that.
type roleHead struct {
	*nlp.RoleParser
	classes []string
	class   map[string]int // number of a relation
	kind    []int          // of the classes: number in kinds
	kinds   []string       // types of events, "" for none
	none    int
	roles   []string
}

func newRoleHead(p Parser, data []byte) (*roleHead, error) {
	parser, err := p.RoleParser(data)
	if err != nil {
		return nil, err
	}
	h := &roleHead{RoleParser: parser, classes: parser.Classes(), class: map[string]int{}, roles: parser.Roles()}
	for i, c := range h.classes {
		h.class[c] = i
		rel, _ := schema.Relations().Get(c)
		if !slices.Contains(h.kinds, rel.Type) {
			h.kinds = append(h.kinds, rel.Type)
		}
		h.kind = append(h.kind, slices.Index(h.kinds, rel.Type))
	}
	h.none = h.class[none]
	return h, nil
}

// parsed is what else than a tree a parse gave.
type parsed struct {
	shown []string  // the tokens' forms as the parser saw them; kept where there are no weights yet
	roles nlp.Roles // empty where there is no roles head
	names []tagged  // in order
}

// see parses the sentence.
func (c *Coder) see(src *nlp.Sentence) parsed {
	if c.roles != nil {
		return parsed{roles: c.roles.Parse(src)}
	}
	c.parser.Parse(src)
	shown := make([]string, len(src.Tokens))
	for i, t := range src.Tokens {
		shown[i] = t.Form
	}
	return parsed{shown: shown}
}

// Candidate is a token that may carry an event or name a party.
type Candidate struct {
	At int // number of the token
	Span
}

// Candidates are the tokens of a sentence as the parser is shown them, with the
// words that may carry an event and the phrases that may be party to one.
type Candidates struct {
	Forms          []string
	Words, Phrases []Candidate
}

// Candidates parses the article by a coder without a roles head, for one to be
// trained.
func (c *Coder) Candidates(ctx context.Context, a schema.Article) ([]Candidates, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []Candidates
	for _, s := range st.sents {
		of := Candidates{Forms: s.shown}
		at := func(i int) Candidate { return Candidate{i, Span{s.toks[i].Start, s.toks[i].End}} }
		for i := range s.toks {
			if s.isPredicate(i) {
				of.Words = append(of.Words, at(i))
			}
		}
		for _, i := range s.arguments(-1) {
			of.Phrases = append(of.Phrases, at(i))
		}
		out = append(out, of)
	}
	return out, nil
}

// headFeatures tell what the roles head takes the word at p for.
func (g *sight) headFeatures(b *bag, p int) {
	h := g.st.c.roles
	if h == nil {
		return
	}
	chance := g.heard(p)
	event := grade(1 - chance[h.none])
	b.add("head event", event)
	b.add("head event", event, g.toks[p].UPOS)
	for c, of := range chance {
		if c != h.none && of >= 0.04 {
			b.add("head", h.classes[c], grade(of))
		}
	}
	for kind, sum := range h.byKind(chance) {
		if kind != h.kind[h.none] && sum >= 0.04 {
			b.add("head type", h.kinds[kind], grade(sum))
		}
	}
}

// byKind adds up the events' probabilities by type, in the order of kinds.
func (h *roleHead) byKind(chance []float32) []float32 {
	sums := make([]float32, len(h.kinds))
	for c, of := range chance {
		if c != h.none {
			sums[h.kind[c]] += of
		}
	}
	return sums
}

// likeliest is the likeliest class that is an event.
func (h *roleHead) likeliest(chance []float32) int {
	best := -1
	for c, of := range chance {
		if c != h.none && (best < 0 || of > chance[best]) {
			best = c
		}
	}
	return best
}

// heard is what the roles head says of the word at p.
func (g *sight) heard(p int) []float32 {
	if g.heads[p] == nil {
		g.heads[p] = g.roles.Word(p)
	}
	return g.heads[p]
}

// headRoles are what the roles head takes the phrase at a for, seen from the word at p
// of the relation.
func (g *sight) headRoles(p, a int, relation string) []float32 {
	h := g.st.c.roles
	class, ok := h.class[relation]
	if !ok { // a relation that reports were not labelled with
		class = h.likeliest(g.heard(p))
	}
	return g.roles.Phrase(p, a, class)
}

// headRoleFeatures tell what the roles head takes the phrase at a for.
func (g *sight) headRoleFeatures(b *bag, p, a int, relation string) {
	h := g.st.c.roles
	if h == nil {
		return
	}
	chance := g.headRoles(p, a, relation)
	best := 0
	for r, of := range chance {
		b.add("head", h.roles[r], grade(of))
		if of > chance[best] {
			best = r
		}
	}
	b.add("head best", h.roles[best], relation)
	b.add("head best", h.roles[best], g.classAt(a))
}

// grades are the bounds between grades of probability.
var grades = [...]float32{0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92, 0.96, 0.98, 0.99}

// grade is a probability in few steps, finer towards 0 and 1.
func grade(p float32) string {
	at, _ := slices.BinarySearch(grades[:], p)
	return strconv.Itoa(at)
}

// thoughts are what the roles head sees in the sentence.
func (s *sentence) thoughts() []Thought {
	h := s.st.c.roles
	if h == nil {
		return nil
	}
	span := func(i int) Span { return Span{s.toks[i].Start, s.toks[i].End} }
	var out []Thought
	for p := range s.toks {
		if !s.isPredicate(p) {
			continue
		}
		t := Thought{Word: span(p), Relations: map[string]float64{}}
		chance := s.parsed.roles.Word(p)
		for c, of := range chance {
			if c != h.none && of >= 0.05 {
				t.Relations[h.classes[c]] = float64(of)
			}
		}
		if len(t.Relations) == 0 {
			continue
		}
		best := h.likeliest(chance)
		for _, a := range s.arguments(p) {
			ph := ThoughtPhrase{Span: span(a)}
			for r, of := range s.parsed.roles.Phrase(p, a, best) {
				switch h.roles[r] {
				case roleActor:
					ph.Actor = float64(of)
				case roleRecipient:
					ph.Recipient = float64(of)
				case roleIssue:
					ph.Issue = float64(of)
				}
			}
			t.Phrases = append(t.Phrases, ph)
		}
		out = append(out, t)
	}
	return out
}
