package nlp

import "github.com/entente-kg/entente/nlp/internal/neural"

// RoleParser parses sentences and says which class each word has and which role
// each phrase has to a word, with one run of the encoder. It is safe for use by
// many goroutines.
type RoleParser struct {
	a   *Analyzer
	net *neural.RoleNet
}

// RoleParser opens a weight file of roles, as written by the trainer, on the
// encoder of the analyser. data must not change afterwards. A damaged file, or one
// for another encoder, is an error.
func (a *Analyzer) RoleParser(data []byte) (*RoleParser, error) {
	net, err := neural.ReadRoles(data, a.net)
	if err != nil {
		return nil, err
	}
	return &RoleParser{a, net}, nil
}

// Classes are the classes of words, Roles the roles of phrases.
func (p *RoleParser) Classes() []string { return p.net.Classes }

// Roles are the roles of phrases; see Classes.
func (p *RoleParser) Roles() []string { return p.net.Roles }

// Parse is Analyzer.Parse; it gives what the weights see of the tokens, of whose
// forms it depends alone.
func (p *RoleParser) Parse(s *Sentence) Roles {
	if len(s.Tokens) == 0 {
		return Roles{}
	}
	scratch := p.a.spare.Get().(*neural.Scratch)
	out, view := p.net.PredictRoles(p.a.net, scratch, formsOf(s))
	p.a.spare.Put(scratch)
	p.a.fill(s, out)
	return Roles{view}
}

// Roles is what is seen of one sentence.
type Roles struct{ view neural.RoleView }

// Word gives the probabilities of the classes for the word at token i, in the
// order of RoleParser.Classes.
func (r Roles) Word(i int) []float32 { return r.view.Classes(i) }

// Phrase gives the probabilities of the roles of the phrase at one token to the
// word at another, taken for one of that class; in the order of RoleParser.Roles.
func (r Roles) Phrase(word, phrase, class int) []float32 {
	return r.view.Roles(word, phrase, class)
}
