package eval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// Explainer reads one article and keeps, sentence by sentence, the reasons.
type Explainer interface {
	Explain(ctx context.Context, a schema.Article) (extract.Trace, error)
}

// Parser parses a text.
type Parser interface {
	Analyze(text string) (*nlp.Document, error)
}

// Typer types the events between given parties: by the rules, and by weights
// that were fitted to labelled pairs and see what the rules say, the words around
// the parties and the way between them through the tree.
type Typer struct {
	coder     Explainer
	parser    Parser
	world     *schema.World
	relations map[string]string // by the id of a rule
	model     *pairModel
}

// NewTyper prepares a typer that reads with c, whose rules are the built-in
// ones, and p.
func NewTyper(c Explainer, p Parser, w *schema.World) (*Typer, error) {
	set, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	model, err := readPairModel(pairsFile)
	if err != nil {
		return nil, err
	}
	t := &Typer{c, p, w, map[string]string{}, model}
	for _, r := range set.Rules {
		t.relations[r.ID] = r.Relation
	}
	return t, nil
}

// PairTypes are two predictions for every item.
type PairTypes struct {
	Rules   []PairPrediction // by the rules alone
	Learned []PairPrediction // by rules and weights
	Crossed int              // how many items the weights were fitted to: for those others were fitted, without their fold
}

// TypeAll predicts the type of every item. Items that the weights were fitted to
// are typed by cross-validation: their fold by weights fitted to the other four.
func (t *Typer) TypeAll(ctx context.Context, items []PairItem) (PairTypes, error) {
	examples, ruled, err := t.examples(ctx, items)
	if err != nil {
		return PairTypes{}, err
	}
	var known []pairExample
	for _, e := range examples {
		if t.model.fitted[mark(e.id)] {
			known = append(known, e)
		}
	}
	models := make([]*pairModel, pairFolds)
	if len(known) > 0 {
		models = crossed(known)
	}
	out := PairTypes{Rules: ruled, Learned: make([]PairPrediction, len(items)), Crossed: len(known)}
	for i, e := range examples {
		model := t.model
		if model.fitted[mark(e.id)] {
			model = models[fold(e.id)]
		}
		out.Learned[i] = settled(model.class(e.features), ruled[i])
	}
	return out, nil
}

// crossed fits, for each fold, a model to the examples of the others.
func crossed(examples []pairExample) []*pairModel {
	models := make([]*pairModel, pairFolds)
	var group sync.WaitGroup
	for k := range models {
		group.Go(func() {
			models[k] = fitPairs(slices.DeleteFunc(slices.Clone(examples), func(e pairExample) bool { return fold(e.id) == k }))
		})
	}
	group.Wait()
	return models
}

// FitPairs fits the weights of the typer to the items, each with one event, and
// returns the file that holds them.
func (t *Typer) FitPairs(ctx context.Context, items []PairItem) ([]byte, error) {
	examples, _, err := t.examples(ctx, items)
	if err != nil {
		return nil, err
	}
	return fitPairs(examples).write()
}

// examples reads every item by the rules and describes it.
func (t *Typer) examples(ctx context.Context, items []PairItem) (examples []pairExample, ruled []PairPrediction, err error) {
	for _, item := range items {
		trace, err := t.trace(ctx, item)
		if err != nil {
			return nil, nil, err
		}
		doc, err := t.parser.Analyze(item.Text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", item.ID, err)
		}
		p := t.byRules(trace, item)
		ruled = append(ruled, p)
		e := pairExample{id: item.ID}
		if len(item.Events) > 0 {
			e.features, e.class = pairFeatures(item, doc, trace, p), item.Events[0].Code
		}
		examples = append(examples, e)
	}
	return examples, ruled, nil
}

// settled gives a class its type and relation: YIELD is one of two types, and the
// rules' relation stays where it has that type.
func settled(class string, ruled PairPrediction) PairPrediction {
	p := PairPrediction{ID: ruled.ID, Type: class}
	switch {
	case class == "YIELD" && ruled.Type == "CONCEDE", class == "YIELD" && ruled.Type == "RETREAT", class == ruled.Type:
		return ruled
	case class == "YIELD":
		p.Type = "RETREAT"
	}
	return p
}

func (t *Typer) trace(ctx context.Context, item PairItem) (extract.Trace, error) {
	article, err := schema.NewArticle(schema.ArticleFields{ID: item.ID, Text: item.Text, Date: item.Date})
	if err != nil {
		return extract.Trace{}, fmt.Errorf("%s: %w", item.ID, err)
	}
	return t.coder.Explain(ctx, article)
}

// byRules predicts the type of the item's first event. Of the statements that the
// coder makes, the one that covers the parties best decides; where none covers
// any, the surest; where there is none, a rule of which the words were found
// but not the parties; and where there is none either, it is AID, which most
// sentences without a known word were (after YIELD, which has two types here)
// when this was last measured.
func (t *Typer) byRules(trace extract.Trace, item PairItem) PairPrediction {
	out := PairPrediction{ID: item.ID, Type: "AID"}
	if len(item.Events) == 0 {
		return out
	}
	source, target := item.Events[0].Source, item.Events[0].Target
	if s, ok := t.best(trace, source, target); ok {
		out.Type, out.Relation = turnedDown(s)
	} else if r, ok := t.near(trace, item.Text, source); ok {
		out.Type, out.Relation = r.Type, r.Name
	}
	return out
}

// turnedDown is a statement's type and relation; cooperation that the text
// denies ("will not lift the embargo") is refused.
func turnedDown(s schema.Statement) (kind, relation string) {
	if q := quadClass(s.Type); s.Polarity == schema.Negative && (q == 1 || q == 2) {
		return "REJECT", "refused"
	}
	return s.Type, s.Relation
}

// best is the statement that covers the parties best; the surer, then the
// earlier, where two do so equally.
func (t *Typer) best(trace extract.Trace, source, target string) (schema.Statement, bool) {
	var found []schema.Statement
	for _, s := range trace.Sentences {
		for _, st := range s.Statements {
			if st.IsEvent() {
				found = append(found, st)
			}
		}
	}
	if len(found) == 0 {
		return schema.Statement{}, false
	}
	score := func(s schema.Statement) float64 {
		right := t.cover(s.Actors, source) + t.cover(slices.Concat(s.Recipients, s.Issues), target)
		turned := t.cover(s.Recipients, source) + t.cover(s.Actors, target)
		if rel, ok := schema.Relations().Get(s.Relation); ok && rel.Symmetric {
			all := slices.Concat(s.Actors, s.Recipients)
			return max(right, t.cover(all, source)+t.cover(slices.Concat(all, s.Issues), target))
		}
		return max(right, turned/2)
	}
	return slices.MaxFunc(found, func(a, b schema.Statement) int {
		return cmp.Or(cmp.Compare(score(a), score(b)), cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(b.Start, a.Start))
	}), true
}

// cover is how well the best of refs fits the span, 0 to 1: the share of its
// words that stand there, or half where the span names its state.
func (t *Typer) cover(refs []schema.Ref, span string) float64 {
	there := words(span)
	best := 0.0
	for _, r := range refs {
		own := words(r.Name)
		if len(own) == 0 {
			continue
		}
		shared, _ := overlap(own, there)
		best = max(best, float64(shared)/float64(len(own)), 0.5*float64(count(t.namesState(r, there))))
		if r.Name == r.State && t.namesState(r, there) {
			best = 1
		}
	}
	return best
}

// namesState says whether the words hold a name of the state that r acts for,
// or a name of its people.
func (t *Typer) namesState(r schema.Ref, there []string) bool {
	e, ok := t.world.Entity(string(r.StateID()))
	if r.State == "" || !ok {
		return false
	}
	return slices.ContainsFunc(slices.Concat([]string{e.Name}, e.Aliases, e.Demonyms), func(name string) bool {
		w := words(name)
		return len(w) > 0 && within(w, there)
	})
}

// near is the relation of the rule that came near: the one whose word stands
// the shortest way behind the source, else the first.
func (t *Typer) near(trace extract.Trace, text, source string) (schema.Relation, bool) {
	from := strings.Index(text, strings.TrimSpace(source)) + len(strings.TrimSpace(source))
	var best schema.Relation
	least := -1
	for _, s := range trace.Sentences {
		for _, m := range s.Missed {
			rel, ok := schema.Relations().Get(t.relations[m.Rule])
			if !ok || rel.Type == "" {
				continue
			}
			way := len(text)
			if i := strings.Index(text[min(from, len(text)):], m.Word); i >= 0 {
				way = i
			}
			if least < 0 || way < least {
				best, least = rel, way
			}
		}
	}
	return best, least >= 0
}
