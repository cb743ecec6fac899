package eval

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// feature is something seen in a sentence with two parties, and its weight.
type feature struct {
	name  string
	value float64
}

// features describes an item for the learned typer: what the rules say, and the
// words on the way between the parties, around it and in the sentence.
type features struct{ all map[string]float64 }

func (f features) add(value float64, parts ...string) { f.all[strings.Join(parts, ":")] = value }

// sorted lists the features by name, so that sums have one order.
func (f features) sorted() []feature {
	out := make([]feature, 0, len(f.all))
	for name, value := range f.all {
		out = append(out, feature{name, value})
	}
	slices.SortFunc(out, func(a, b feature) int { return strings.Compare(a.name, b.name) })
	return out
}

// Words far from the parties, and the parties' own, say less than those between
// them: their features weigh so much less.
const (
	weightWord    = 0.5
	weightAfter   = 0.7
	weightSource  = 0.4
	weightTarget  = 0.5
	weightThought = 1.5
)

// afterWords is how many words behind both parties count as near.
const afterWords = 5

// pairFeatures describes the item: ruled is what the rules alone make of it.
func pairFeatures(item PairItem, doc *nlp.Document, trace extract.Trace, ruled PairPrediction) []feature {
	f := features{map[string]float64{}}
	f.add(1, "type", ruled.Type)
	f.add(1, "relation", ruled.Relation)
	f.rules(trace)
	p := findPair(item, doc)
	f.words(p)
	f.path(p)
	f.thoughts(trace, p)
	return f.sorted()
}

// rules tells which rules made a statement, how true it is, and which came near.
func (f features) rules(trace extract.Trace) {
	for _, s := range trace.Sentences {
		for _, st := range s.Statements {
			if st.IsEvent() {
				f.add(1, "made", st.Relation)
				f.add(1, "made", st.Relation, string(st.Modality), string(st.Polarity))
				f.add(1, "cameo", st.CAMEO[:min(2, len(st.CAMEO))])
			}
		}
		for _, m := range s.Missed {
			relation, _, _ := strings.Cut(m.Rule, ".")
			f.add(1, "near", relation)
			f.add(1, "near", m.Rule)
		}
	}
}

// pair is the tokens of a text with the two parties among them.
type pair struct {
	tokens         []nlp.Token // heads count over the whole text
	source, target span
}

// span is the bytes of a party.
type span struct{ from, to int }

func (s span) holds(t nlp.Token) bool { return s.from <= t.Start && t.Start < s.to }

func findPair(item PairItem, doc *nlp.Document) pair {
	var p pair
	for _, s := range doc.Sentences {
		base := len(p.tokens)
		for _, t := range s.Tokens {
			if t.Head >= 0 {
				t.Head += base
			}
			p.tokens = append(p.tokens, t)
		}
	}
	p.source, p.target = spanOf(doc.Text, item.Events[0].Source), spanOf(doc.Text, item.Events[0].Target)
	return p
}

// spanOf is where a party stands, empty where it does not.
func spanOf(text, party string) span {
	party = strings.TrimSpace(party)
	if at := strings.Index(text, party); at >= 0 {
		return span{at, at + len(party)}
	}
	return span{}
}

// head is the token of the span whose head lies outside it, or -1.
func (p pair) head(s span) int {
	for i, t := range p.tokens {
		if s.holds(t) && (t.Head < 0 || !s.holds(p.tokens[t.Head])) {
			return i
		}
	}
	return -1
}

func (p pair) lemma(i int) string {
	return strings.ToLower(cmp.Or(p.tokens[i].Lemma, p.tokens[i].Form))
}

// words adds the words of the sentence by where they stand.
func (f features) words(p pair) {
	between := span{p.source.to, p.target.from}
	order := "source first"
	if p.target.from < p.source.from {
		between, order = span{p.target.to, p.source.from}, "target first"
	}
	f.add(1, order)
	end, after, last := max(p.source.to, p.target.to), 0, ""
	for i, t := range p.tokens {
		w := p.lemma(i)
		switch {
		case p.source.holds(t):
			f.add(weightSource, "source", w)
			continue
		case p.target.holds(t):
			f.add(weightTarget, "target", w)
			continue
		}
		f.add(weightWord, "word", w)
		if between.holds(t) {
			f.add(1, "between", w)
			if last != "" {
				f.add(1, "between", last, w)
			}
			last = w
		}
		if t.Start >= end && after < afterWords {
			f.add(weightAfter, "after", w)
			after++
		}
	}
}

// thoughts tells what the roles head takes the words for, and of whom: of the source
// towards the target, of the target towards the source, or of anybody.
func (f features) thoughts(trace extract.Trace, p pair) {
	for _, s := range trace.Sentences {
		for _, t := range s.Thoughts {
			source, target := stakes(t, p.source), stakes(t, p.target)
			for relation, chance := range t.Relations {
				rel, _ := schema.Relations().Get(relation)
				for _, of := range []struct {
					how    string
					chance float64
				}{{"thought", chance}, {"does", chance * source.acts}, {"suffers", chance * source.suffers}, {"both", chance * max(source.acts*target.suffers, source.acts*target.acts)}} {
					f.raise(weightThought*of.chance, of.how, relation)
					f.raise(weightThought*of.chance, of.how, rel.Type)
				}
			}
		}
	}
}

// stake is how likely a party acts, or is acted on or about.
type stake struct{ acts, suffers float64 }

func stakes(t extract.Thought, party span) stake {
	var out stake
	for _, ph := range t.Phrases {
		if ph.From < party.to && party.from < ph.To {
			out.acts, out.suffers = max(out.acts, ph.Actor), max(out.suffers, ph.Recipient, ph.Issue)
		}
	}
	return out
}

// raise adds a feature whose value is the highest that it is given.
func (f features) raise(value float64, parts ...string) {
	name := strings.Join(parts, ":")
	f.all[name] = max(f.all[name], value)
}

// pathEdges are the relations of the dependents of the path that count.
var pathEdges = []string{"obj", "xcomp", "ccomp", "advmod", "aux", "aux:pass", "nmod", "obl", "compound", "compound:prt", "nsubj", "nsubj:pass",
	"amod", "case", "mark", "acl", "advcl"}

// path adds the words on the way from party to party through the tree, those
// that hang on it, and how the parties themselves hang.
func (f features) path(p pair) {
	source, target := p.head(p.source), p.head(p.target)
	if source < 0 || target < 0 {
		return
	}
	f.hangs(p, "source", source)
	f.hangs(p, "target", target)
	up, down := p.chain(source), p.chain(target)
	top := slices.IndexFunc(up, func(i int) bool { return slices.Contains(down, i) })
	if top >= 0 {
		f.add(1, "top", p.lemma(up[top]))
		down = down[1:max(1, slices.Index(down, up[top]))]
		up = up[min(1, top+1) : top+1]
	} else {
		up, down = up[1:min(4, len(up))], down[1:min(4, len(down))]
	}
	for _, i := range up {
		f.add(1, "up", p.lemma(i))
	}
	for _, i := range down {
		f.add(1, "down", p.lemma(i))
	}
	for _, i := range slices.Concat(up, down) {
		f.add(1, "path", p.lemma(i))
		for j, t := range p.tokens {
			if t.Head == i && !p.source.holds(t) && !p.target.holds(t) && slices.Contains(pathEdges, t.Deprel) {
				f.add(1, "beside", p.lemma(j))
				f.add(1, "beside", t.Deprel, p.lemma(j))
			}
		}
	}
}

func (f features) hangs(p pair, party string, at int) {
	t := p.tokens[at]
	f.add(1, "hangs", party, t.Deprel)
	if t.Head >= 0 {
		f.add(1, "hangs", party, t.Deprel, p.lemma(t.Head))
	}
}

// chain is a token, its head, the head of that and so on.
func (p pair) chain(i int) []int {
	var out []int
	for i >= 0 && len(out) < len(p.tokens) {
		out = append(out, i)
		i = p.tokens[i].Head
	}
	return out
}
