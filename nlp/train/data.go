package train

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/neural"
)

type featureRows = [neural.FeatureCount]int32

// example is one training sentence in numbers. Entry i belongs to node i+1.
type example struct {
	forms  []string
	rows   []featureRows
	tags   []int
	heads  []int // node of the head, 0 for the root
	labels []int
	slots  []slot
}

// dataset is the training sentences with the name tables drawn from them.
type dataset struct {
	examples []example
	tags     []string
	labels   []string
	vocab    map[uint64]int32
	names    *renamer
	dropWord []float32 // per embedding row of a word: chance to hide the word
}

// minCount is how often a word must occur to have an embedding of its own; the
// rest share one row and live by their affixes.
const minCount = 2

// dropName is the chance to hide a word known only from the lists of names, so
// that names on no list profit as well.
const dropName = 0.3

// load numbers the sentences. At most so many words get a row of their own, 0
// for no limit.
func load(sentences []nlp.Sentence, words int) *dataset {
	d := &dataset{vocab: map[uint64]int32{}, names: newRenamer()}
	d.countWords(sentences, words)
	tagIndex, labelIndex := map[string]int{}, map[string]int{}
	for _, s := range sentences {
		for _, t := range s.Tokens {
			tagIndex[t.UPOS+"|"+t.XPOS]++
			labelIndex[t.Deprel]++
		}
	}
	d.tags, d.labels = byCount(tagIndex), byCount(labelIndex)
	for _, s := range sentences {
		if len(s.Tokens) == 0 || len(s.Tokens) > neural.MaxWords {
			continue
		}
		var e example
		for _, t := range s.Tokens {
			e.forms = append(e.forms, t.Form)
			e.tags = append(e.tags, tagIndex[t.UPOS+"|"+t.XPOS])
			e.heads = append(e.heads, t.Head+1)
			e.labels = append(e.labels, labelIndex[t.Deprel])
		}
		e.slots = d.names.slots(&s)
		d.examples = append(d.examples, e)
	}
	return d
}

// countWords fills the vocabulary, most frequent first, and the chance to hide
// each word: 1/(1+count), so that rare words learn to do without themselves. The
// words of the name lists come on top of the limit.
func (d *dataset) countWords(sentences []nlp.Sentence, limit int) {
	counts := map[string]int{}
	for _, s := range sentences {
		for _, t := range s.Tokens {
			counts[neural.Fold(t.Form)]++
		}
	}
	d.dropWord = make([]float32, neural.FirstWord)
	for _, w := range sortedByCount(counts) {
		key := neural.WordKey(w)
		if counts[w] < minCount || d.vocab[key] != 0 {
			continue
		}
		if limit > 0 && len(d.vocab) == limit {
			break
		}
		d.vocab[key] = int32(len(d.dropWord))
		d.dropWord = append(d.dropWord, 1/float32(1+counts[w]))
	}
	for _, w := range d.names.all() {
		if key := neural.WordKey(w); d.vocab[key] == 0 {
			d.vocab[key] = int32(len(d.dropWord))
			d.dropWord = append(d.dropWord, dropName)
		}
	}
}

func sortedByCount(counts map[string]int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return names
}

// byCount lists the names, most frequent first, and replaces each count by its
// place in the list.
func byCount(counts map[string]int) []string {
	names := sortedByCount(counts)
	for i, name := range names {
		counts[name] = i
	}
	return names
}

// Chances of the changes that variant makes to a sentence. Headlines come in
// title case or capitals and without a full stop; the treebanks have few.
const (
	chanceTitleCase = 0.04
	chanceUpper     = 0.015
	chanceLower     = 0.015
	chanceNoStop    = 0.12
)

// variant returns the example i, or a copy with other names, in another letter
// case or without its final stop.
func (d *dataset) variant(i int, n *neural.Network, rng *random) example {
	e := &d.examples[i]
	out := *e
	stopDraw, caseDraw, nameDraw := rng.unit(), rng.unit(), rng.unit()
	last := len(e.forms) - 1
	if stopDraw < chanceNoStop && last > 0 && e.forms[last] == "." && !slices.Contains(e.heads, last+1) {
		out.forms, out.rows = e.forms[:last], e.rows[:last]
		out.tags, out.heads, out.labels = e.tags[:last], e.heads[:last], e.labels[:last]
	}
	change := caseChange(caseDraw)
	rename := nameDraw < chanceRename && len(e.slots) > 0
	if change == nil && !rename {
		return out
	}
	forms := slices.Clone(out.forms)
	if rename {
		d.names.rename(forms, e.slots, rng)
	}
	rows := make([]featureRows, len(forms))
	for i := range forms {
		if change != nil {
			forms[i] = change(forms[i])
		}
		if rows[i] = out.rows[i]; forms[i] != out.forms[i] {
			rows[i] = n.FormRows(forms[i])
		}
	}
	out.forms, out.rows = forms, rows
	return out
}

func caseChange(draw float32) func(string) string {
	switch {
	case draw < chanceTitleCase:
		return capitalise
	case draw < chanceTitleCase+chanceUpper:
		return strings.ToUpper
	case draw < chanceTitleCase+chanceUpper+chanceLower:
		return strings.ToLower
	}
	return nil
}

// capitalise raises the first letter, except of clitics and short function
// words, as headline writers do.
func capitalise(form string) string {
	r, size := utf8.DecodeRuneInString(form)
	if len(form) < 4 && form != "new" && form != "top" && form != "war" {
		return form
	}
	return string(unicode.ToUpper(r)) + form[size:]
}
