package nlp

import (
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Name is a name that stands in a sentence: its tokens From..To (To is the one
// after the last), what it names (PER, LOC or ORG) and the probability, under
// the analyser, that just these tokens are such a name.
type Name struct {
	From, To int
	Label    string
	Score    float32
}

// Mark is what a gazetteer knows of a token: a set of the Mark constants.
type Mark uint8

// The marks. A token of a known name bears the begin or inside mark of each
// kind of thing that the name may stand for.
const (
	MarkBeginPER Mark = 1 << iota
	MarkInPER
	MarkBeginLOC
	MarkInLOC
	MarkBeginORG
	MarkInORG
)

// Gazetteer marks the tokens of names that it knows. marks has one entry a
// form and comes in as zeros. Implementations must be safe for use by many
// goroutines.
type Gazetteer interface {
	Mark(forms []string, marks []Mark)
}

// WithGazetteer returns an analyser that hints its search for names with what
// g knows; a nil g takes the hints away. Parses do not change.
func (a *Analyzer) WithGazetteer(g Gazetteer) *Analyzer {
	out := *a
	out.gazetteer = g
	return &out
}

// HasNames says whether the weights hold a names head. Without one, no names
// are found.
func (a *Analyzer) HasNames() bool { return a.names != nil }

// Names finds the names of a sentence from its tokens' forms alone, in order.
// Names do not overlap.
func (a *Analyzer) Names(s *Sentence) []Name {
	if len(s.Tokens) == 0 || a.names == nil {
		return nil
	}
	forms := formsOf(s)
	scratch := a.spare.Get().(*neural.Scratch)
	defer a.spare.Put(scratch)
	return a.named(a.names.PredictNames(a.net, scratch, forms, a.marks(forms)))
}

// ParseNames is Parse and Names in one, in little more time than Parse takes.
func (a *Analyzer) ParseNames(s *Sentence) []Name {
	if a.names == nil {
		a.Parse(s)
		return nil
	}
	if len(s.Tokens) == 0 {
		return nil
	}
	forms := formsOf(s)
	scratch := a.spare.Get().(*neural.Scratch)
	out, spans := a.names.PredictBoth(a.net, scratch, forms, a.marks(forms))
	a.spare.Put(scratch)
	a.fill(s, out)
	return a.named(spans)
}

// AnalyzeNames is Analyze with the names of each sentence beside it.
func (a *Analyzer) AnalyzeNames(text string) (*Document, [][]Name, error) {
	doc := Split(text)
	names := make([][]Name, len(doc.Sentences))
	for i := range doc.Sentences {
		names[i] = a.ParseNames(&doc.Sentences[i])
	}
	return doc, names, nil
}

func (a *Analyzer) marks(forms []string) []uint8 {
	if a.gazetteer == nil {
		return nil
	}
	marks := make([]Mark, len(forms))
	a.gazetteer.Mark(forms, marks)
	out := make([]uint8, len(marks))
	for i, m := range marks {
		out[i] = uint8(m)
	}
	return out
}

func (a *Analyzer) named(spans []neural.Span) []Name {
	if len(spans) == 0 {
		return nil
	}
	out := make([]Name, len(spans))
	for i, s := range spans {
		out[i] = Name{From: s.From, To: s.To, Label: a.names.Labels[s.Label], Score: s.Score}
	}
	return out
}

func formsOf(s *Sentence) []string {
	forms := make([]string, len(s.Tokens))
	for i, t := range s.Tokens {
		forms[i] = t.Form
	}
	return forms
}
