package nlp

import (
	"strings"
	"sync"

	"github.com/entente-kg/entente/nlp/internal/lemma"
	"github.com/entente-kg/entente/nlp/internal/neural"
	"github.com/entente-kg/entente/nlp/model"
)

// Analyzer turns text into documents. Its weights are read-only: one Analyzer
// may be used by many goroutines at once.
type Analyzer struct {
	net   *neural.Network
	tags  [][2]string // UPOS and XPOS of each tag of the network
	lemma *lemma.Rules
	names *neural.NameNet // nil where the weights have none
	spare *sync.Pool      // of *neural.Scratch

	gazetteer Gazetteer // nil for none

	version string
}

// embedded opens the model of the binary the first time it is asked for.
var embedded = sync.OnceValues(func() (*Analyzer, error) {
	weights, err := model.Weights()
	if err != nil {
		return nil, err
	}
	return Open(weights)
})

// namesSection is the extra section of a weight file that holds the names head.
const namesSection = "names"

// New returns an analyser with the embedded model, which is read on first use.
// It fails where the binary was built without one (build tag nomodel).
func New() (*Analyzer, error) { return embedded() }

// Open returns an analyser for the weight file in data, as written by the
// trainer. data must not change afterwards. A damaged file is an error.
func Open(data []byte) (*Analyzer, error) {
	net, extra, err := neural.Read(data)
	if err != nil {
		return nil, err
	}
	a := &Analyzer{
		net:     net,
		spare:   &sync.Pool{New: func() any { return new(neural.Scratch) }},
		version: neural.Version(data),
	}
	if a.lemma, err = lemma.Decode(extra["lemma"]); err != nil {
		return nil, err
	}
	if body := extra[namesSection]; body != nil {
		if a.names, err = neural.ReadNames(body, net); err != nil {
			return nil, err
		}
	}
	for _, tag := range net.Tags {
		upos, xpos, _ := strings.Cut(tag, "|")
		a.tags = append(a.tags, [2]string{upos, xpos})
	}
	return a, nil
}

// Parse fills Lemma, UPOS, XPOS, Head, Deprel and Score of the given tokens
// from their Form alone; it may be used on tokens that were cut elsewhere. The
// result is a projective tree with one root.
func (a *Analyzer) Parse(s *Sentence) {
	if len(s.Tokens) == 0 {
		return
	}
	scratch := a.spare.Get().(*neural.Scratch)
	out := a.net.Predict(scratch, formsOf(s))
	a.spare.Put(scratch)
	a.fill(s, out)
}

// fill writes a prediction to the tokens.
func (a *Analyzer) fill(s *Sentence, out neural.Prediction) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		t.UPOS, t.XPOS = a.tags[out.Tags[i]][0], a.tags[out.Tags[i]][1]
		t.Lemma = a.lemma.Of(t.Form, t.UPOS, t.XPOS)
		t.Head, t.Deprel, t.Score = out.Heads[i], a.net.Labels[out.Labels[i]], out.Scores[i]
	}
}

// Analyze cuts text into blocks, sentences and tokens and parses each sentence.
// Text that is not UTF-8 is read byte by byte where it is broken; empty text
// gives a document without sentences.
func (a *Analyzer) Analyze(text string) (*Document, error) {
	return a.analyze(Split(text)), nil
}

// AnalyzeTitled is Analyze for a text whose first block is known to be its
// headline, whatever it looks like.
func (a *Analyzer) AnalyzeTitled(text string) (*Document, error) {
	return a.analyze(split(text, true)), nil
}

func (a *Analyzer) analyze(doc *Document) *Document {
	for i := range doc.Sentences {
		a.Parse(&doc.Sentences[i])
	}
	return doc
}

// Version identifies the weights: eight hexadecimal digits of their checksum.
func (a *Analyzer) Version() string { return a.version }
