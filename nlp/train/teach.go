package train

import (
	"errors"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

// Teacher parses sentences with several trained networks that decide together.
// It is not safe for use by several goroutines at once.
type Teacher struct {
	joined *neural.Together
	tags   []string
	labels []string
}

// NewTeacher opens the weight files of networks trained on the same sentences.
func NewTeacher(files ...[]byte) (*Teacher, error) {
	var nets []*neural.Network
	for _, file := range files {
		net, _, err := neural.Read(file)
		if err != nil {
			return nil, err
		}
		nets = append(nets, net)
	}
	joined, err := neural.NewTogether(nets...)
	if err != nil {
		return nil, err
	}
	return &Teacher{joined, nets[0].Tags, nets[0].Labels}, nil
}

// ErrTooLong is the error of a sentence that is not parsed as a whole.
var ErrTooLong = errors.New("train: the sentence is too long")

// Parse fills tags, heads, relations and scores of the sentence's tokens.
func (t *Teacher) Parse(s *nlp.Sentence) error {
	if len(s.Tokens) > neural.MaxWords {
		return ErrTooLong
	}
	forms := make([]string, len(s.Tokens))
	for i := range s.Tokens {
		forms[i] = s.Tokens[i].Form
	}
	p := t.joined.Predict(forms)
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		tok.UPOS, tok.XPOS, _ = strings.Cut(t.tags[p.Tags[i]], "|")
		tok.Head, tok.Deprel, tok.Score = p.Heads[i], t.labels[p.Labels[i]], p.Scores[i]
	}
	return nil
}
