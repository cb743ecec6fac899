package eval

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/entente-kg/entente/extract/when"
	"github.com/entente-kg/entente/nlp"
)

// DateItem is a sentence with one time expression, the day from which it is
// seen, and what it means. Tense (past, present, future) may tell what the
// sentence does not.
type DateItem struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Anchor    string `json:"date"` // YYYY-MM-DD
	Tense     string `json:"tense"`
	Want      string `json:"want"`      // YYYY[-MM[-DD]]; empty: no date can be told
	Precision string `json:"precision"` // day, week, month, quarter, year, interval; empty: not scored
}

// DatePrediction is the date found for an item.
type DatePrediction struct {
	ID        string `json:"id"`
	Date      string `json:"date"`
	Precision string `json:"precision"`
}

// Tagger fills in the tags of a sentence's tokens from their forms.
type Tagger interface {
	Parse(s *nlp.Sentence)
}

// ReadDates reads a JSONL file of dated expressions. Errors name the line.
func ReadDates(r io.Reader) ([]DateItem, error) { return readLines[DateItem](r) }

// ResolveDates predicts the date of every item: that of the first expression
// that has one, in the tense of its sentence. It fails on an anchor that is no
// day.
func ResolveDates(t Tagger, items []DateItem) ([]DatePrediction, error) {
	out := make([]DatePrediction, len(items))
	for i, item := range items {
		anchor, err := time.Parse(time.DateOnly, item.Anchor)
		if err != nil {
			return nil, fmt.Errorf("%s: date %q is not a day of the form YYYY-MM-DD", item.ID, item.Anchor)
		}
		out[i].ID = item.ID
		if v, ok := firstDate(t, item, anchor); ok {
			out[i].Date, out[i].Precision = v.Date, string(v.Precision)
		}
	}
	return out, nil
}

func firstDate(t Tagger, item DateItem, anchor time.Time) (when.Value, bool) {
	doc := nlp.Split(item.Text)
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		t.Parse(s)
		words := make([]when.Word, len(s.Tokens))
		for j, tok := range s.Tokens {
			words[j] = when.Word{Text: tok.Form, Tag: tok.XPOS, Start: tok.Start, End: tok.End}
		}
		for _, e := range when.Find(words) {
			if v, ok := e.Resolve(anchor, tenseOf(item, s)); ok {
				return v, true
			}
		}
	}
	return when.Value{}, false
}

// tenseOf is the item's tense, else future where "will", "shall", "to" or
// "going to" speaks of it and no past form does.
func tenseOf(item DateItem, s *nlp.Sentence) when.Tense {
	switch strings.ToLower(item.Tense) {
	case "past":
		return when.Past
	case "present":
		return when.Present
	case "future":
		return when.Future
	}
	future := false
	for i, tok := range s.Tokens {
		switch lemma := strings.ToLower(tok.Lemma); {
		case tok.XPOS == "VBD":
			return when.Past
		case tok.XPOS == "MD" && (lemma == "will" || lemma == "shall" || lemma == "would"):
			future = true
		case tok.XPOS == "TO" && i+1 < len(s.Tokens) && s.Tokens[i+1].XPOS == "VB":
			future = true
		}
	}
	if future {
		return when.Future
	}
	return when.Unknown
}

// DateScores are the shares of right dates, of right precisions among the items
// that give one, and of items right in both.
type DateScores struct {
	Date, Precision, Both Share
	wrong                 []string
}

// ScoreDates scores predictions, one an item in the order of the items.
func ScoreDates(items []DateItem, predictions []DatePrediction) DateScores {
	var s DateScores
	for i, item := range items {
		p := predictions[i]
		date, precision := p.Date == item.Want, item.Precision == "" || p.Precision == item.Precision
		s.Date.add(date)
		if item.Precision != "" {
			s.Precision.add(precision)
		}
		s.Both.add(date && precision)
		if !date || !precision {
			s.wrong = append(s.wrong, fmt.Sprintf("%s (%s) %q want %s %s, got %s %s", item.ID, item.Anchor, item.Text, item.Want, item.Precision, p.Date, p.Precision))
		}
	}
	return s
}

// Errors lists up to n wrong items, a line each.
func (s DateScores) Errors(n int) string {
	var b strings.Builder
	for _, line := range s.wrong[:min(n, len(s.wrong))] {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// String is a line for each measure.
func (s DateScores) String() string {
	line := func(name string, s Share) string {
		return fmt.Sprintf("%-9s %.3f (%d of %d)\n", name, ratio(s.Right, s.Of), s.Right, s.Of)
	}
	return line("date", s.Date) + line("precision", s.Precision) + line("both", s.Both)
}
