package main

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
)

// newsFile holds sentences of our own making in the style of agency news, with
// trees by the rules of UD English EWT: titles, counterparts in apposition,
// headlines and captions, of which the treebanks have few. Lemmas are left out.
//
//go:embed news.conllu
var newsFile string

// newsCopies is how often a pass goes over the sentences of newsFile; their
// names differ each time.
const newsCopies = 3

// readNews gives the sentences of newsFile, repeated.
func readNews() ([]nlp.Sentence, error) {
	rows, err := eval.ReadConllu(strings.NewReader(newsFile))
	if err != nil {
		return nil, fmt.Errorf("news.conllu: %w", err)
	}
	var out []nlp.Sentence
	for range newsCopies {
		for i := range rows {
			out = append(out, rows[i].Sentence())
		}
	}
	return out, nil
}
