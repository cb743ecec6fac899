package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
)

// WriteErrors lists up to n items whose events were not all read right: under
// the sentence, what was missed, what is spurious (with the rule that made it),
// and what is inexact in a core match.
func WriteErrors(w io.Writer, items []EventItem, n int) error {
	for _, item := range items {
		if n <= 0 {
			return nil
		}
		notes := item.errors()
		if len(notes) == 0 {
			continue
		}
		n--
		if _, err := io.WriteString(w, item.listing(notes)); err != nil {
			return err
		}
	}
	return nil
}

// note is one line about a sentence of the item.
type note struct {
	sentence int // counts from 0
	text     string
}

// errors lists what is wrong, in the order of the sentences.
func (i EventItem) errors() []note {
	ps := predictionsOf(i)
	matches := matchCore(ps, i.Gold)
	var notes []note
	sentences := i.sentences()
	for at := range i.Gold {
		g := &i.Gold[at]
		if m := slices.IndexFunc(matches, func(m matched) bool { return m.gold == at }); m < 0 {
			notes = append(notes, note{sentenceOf(sentences, g.Span), "missed    " + g.line()})
		} else if wrong := ps[matches[m].predicted].inexact(g); len(wrong) > 0 {
			s := i.Predicted[matches[m].predicted]
			text := fmt.Sprintf("inexact   %s  [%s]\n     wrong %s, want %s", extract.Line(s), s.Rule, strings.Join(wrong, ", "), g.line())
			notes = append(notes, note{s.Sentence, text})
		}
	}
	for at, s := range i.Predicted {
		if !slices.ContainsFunc(matches, func(m matched) bool { return m.predicted == at }) {
			notes = append(notes, note{s.Sentence, fmt.Sprintf("spurious  %s  [%s]", extract.Line(s), s.Rule)})
		}
	}
	slices.SortStableFunc(notes, func(a, b note) int { return a.sentence - b.sentence })
	return notes
}

// sentences are the sentences of the article's text, on one line each.
func (i EventItem) sentences() []string {
	var out []string
	for _, s := range nlp.Split(i.Article.Text).Sentences {
		out = append(out, strings.Join(strings.Fields(i.Article.Text[s.Start:s.End]), " "))
	}
	return out
}

// sentenceOf is the index of the sentence that holds most of the span's words.
func sentenceOf(sentences []string, span string) int {
	best, most := 0, 0
	for i, s := range sentences {
		if shared, _ := overlap(words(s), words(span)); shared > most {
			best, most = i, shared
		}
	}
	return best
}

func (i EventItem) listing(notes []note) string {
	var b strings.Builder
	fmt.Fprintf(&b, "-- %s  %s\n", i.ID, i.Article.Date)
	sentences := i.sentences()
	last := -1
	for _, n := range notes {
		if n.sentence != last && n.sentence < len(sentences) {
			fmt.Fprintf(&b, "%s\n", sentences[n.sentence])
			last = n.sentence
		}
		fmt.Fprintf(&b, "   %s\n", n.text)
	}
	return b.String()
}

// line is a gold fact as extract.Line writes a statement.
func (g *GoldFact) line() string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(goldNames(g.Actors) + " " + g.Relation))
	part := func(before, text string) {
		if text != "" {
			b.WriteString(before + text)
		}
	}
	part(" ", goldNames(g.Recipients))
	part(" # ", strings.Join(g.Issues, ", "))
	part(" on ", g.Date)
	part(" in ", g.Place)
	if g.Modality != "asserted" {
		part(", ", g.Modality)
	}
	part(", said by ", goldNames(g.SaidBy))
	part(`  "`, g.Span+`"`)
	return b.String()
}

func goldNames(entities []GoldEntity) string {
	names := make([]string, len(entities))
	for i, e := range entities {
		names[i] = e.Name
	}
	return strings.Join(names, ", ")
}
