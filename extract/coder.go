package extract

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/entente-kg/entente/extract/model"
	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/extract/when"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// Version names the coder in ir:coder; it changes with every change of what is
// read.
const Version = "rules/2"

// Parser fills in tags, lemmas and the parse of a sentence's tokens from their
// forms, and finds names among them.
type Parser interface {
	Parse(s *nlp.Sentence)
	Names(s *nlp.Sentence) []nlp.Name
	RoleParser(weights []byte) (*nlp.RoleParser, error)
}

// Weights are the files of the fitted part of the coder, as cmd/train writes them.
type Weights struct {
	Roles   []byte // of the roles head on the parser's encoder; empty for none
	Reading []byte // of the models that make statements; without any, rules alone read
}

// Coder reads articles into statements. It is safe for concurrent use.
type Coder struct {
	parser     Parser
	roles      *roleHead // nil for none
	world      *schema.World
	gaz        *gazetteer
	issueTable *issueTable
	lexicon    lexicon
	nouns      map[string]string
	truth      map[string]string
	speech     map[string]string
	public     map[string]string
	genders    map[string]string // nouns and forms of address that tell a gender: m, f
	voices     map[string]string // verbs that make a stance known
	matters    map[string]string // nouns for one matter in other words: kind
	pressure   map[string]string // what makes people resign: pressure, or reasons of their own
	forms      verbForms
	weights    *weights // nil: rules alone
	least      float64  // confidence that a statement must have
}

// New prepares a coder over the world's tables, the built-in rules and the
// built-in weights; in builds without weights, rules alone.
func New(p Parser, w *schema.World) (*Coder, error) {
	return NewWeighed(p, w, Weights{Roles: model.Roles(), Reading: model.Reading()}, DefaultBounds())
}

// NewWeighed is New with weights of one's own.
func NewWeighed(p Parser, w *schema.World, data Weights, b Bounds) (*Coder, error) {
	c, err := newRuled(p, w)
	if err != nil {
		return nil, err
	}
	if len(data.Roles) > 0 {
		if c.roles, err = newRoleHead(p, data.Roles); err != nil {
			return nil, err
		}
	}
	if len(data.Reading) > 0 {
		c.weights, err = readWeights(data.Reading, b)
	}
	return c, err
}

func newRuled(p Parser, w *schema.World) (*Coder, error) {
	set, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	c := &Coder{parser: p, world: w, gaz: newGazetteer(w), issueTable: newIssueTable(w), lexicon: newLexicon(set)}
	var irregular map[string]string
	for name, into := range map[string]*map[string]string{"nouns.tsv": &c.nouns, "truth.tsv": &c.truth, "speech.tsv": &c.speech, "public.tsv": &c.public, "voices.tsv": &c.voices, "genders.tsv": &c.genders, "matters.tsv": &c.matters, "pressure.tsv": &c.pressure, "irregular.tsv": &irregular} {
		if *into, err = rules.Words(name); err != nil {
			return nil, err
		}
	}
	verbs := c.lexicon.verbs()
	for _, words := range []map[string]string{c.truth, c.speech} {
		verbs = slices.AppendSeq(verbs, maps.Keys(words))
	}
	slices.Sort(verbs)
	c.forms = newVerbForms(verbs, irregular)
	for word, class := range c.truth {
		if class == "asserted" {
			c.truth[word] = "implied" // the word leaves its complement's truth as it is
		}
	}
	return c, nil
}

// AtLeast is the same coder, but for the statements that it is less sure of than
// confidence (0 to 1): it leaves them out.
func (c *Coder) AtLeast(confidence float64) *Coder {
	strict := *c
	strict.least = confidence
	return &strict
}

// Read reads one article: its statements and mentions, and, where the article
// had no date, the date that the text lets infer. It fails only if the context
// ends.
func (c *Coder) Read(ctx context.Context, a schema.Article) (schema.Reading, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return schema.Reading{}, err
	}
	r := schema.Reading{Article: st.article, Mentions: st.mentions()}
	for _, s := range st.sents {
		for _, f := range s.read() {
			r.Statements = append(r.Statements, withoutEchoes(f.statement))
		}
	}
	r.Statements = append(dropRetold(r.Statements, len(st.sents) > 0 && st.sents[0].src.Kind == nlp.Title), st.roles()...)
	r.Statements = slices.DeleteFunc(r.Statements, func(s schema.Statement) bool { return s.Confidence < c.least })
	return r.Normalize(), nil
}

// Code is Read for those who want the statements only.
func (c *Coder) Code(ctx context.Context, a schema.Article) ([]schema.Statement, error) {
	r, err := c.Read(ctx, a)
	return r.Statements, err
}

// story analyses the article and names what its sentences mention.
func (c *Coder) story(ctx context.Context, a schema.Article) (*story, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := nlp.Split(a.Text)
	if a.Date == "" {
		if v, ok := when.InferArticleDate(a.Text); ok {
			a.Date, a.DateSource = v.Start, schema.DateInferred
		}
	}
	st := &story{c: c, article: a, doc: doc, day: a.Date}
	if _, err := time.Parse(time.DateOnly, st.day); err != nil {
		st.day = ""
	}
	for i := range doc.Sentences {
		src := &doc.Sentences[i]
		st.sents = append(st.sents, st.newSentence(i, src, st.parse(src)))
	}
	if len(st.sents) > 1 && doc.Sentences[0].Kind == nlp.Title { // a title names by surname whom the body introduces
		src := &doc.Sentences[0]
		st.sents[0] = st.newSentence(0, src, st.parse(src))
	}
	for _, s := range st.sents {
		if s.tells() {
			st.told++
		}
	}
	return st, nil
}

// mentions are all entities that the text names, in order of id.
func (st *story) mentions() []schema.Ref {
	var out []schema.Ref
	for _, s := range st.sents {
		for _, m := range s.all() {
			for _, r := range m.refs {
				if r.Linked {
					out = append(out, r)
				}
			}
		}
	}
	return dedupe(out)
}
