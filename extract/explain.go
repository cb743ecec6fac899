package extract

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/schema"
)

// Trace says for each sentence of an article what was made of it and why.
type Trace struct {
	Article   schema.Article
	Sentences []SentenceTrace
}

// SentenceTrace is one sentence: who was recognised, what was made by which
// rule, and which rules came near.
type SentenceTrace struct {
	Index      int
	Text       string
	Mentions   []schema.Ref
	Statements []schema.Statement
	Missed     []Miss
	Senses     []rules.Sense // by which rules made a statement, in their order
	Thoughts   []Thought     // what the roles head sees, likely or not
}

// Thought is a word that may carry an event, to the roles head: how likely it is to be
// of each relation (left out below .05), and what the phrases around it are to the
// likeliest.
type Thought struct {
	Word      Span
	Relations map[string]float64
	Phrases   []ThoughtPhrase
}

// ThoughtPhrase is how likely a phrase is to be party to an event, or its matter.
type ThoughtPhrase struct {
	Span
	Actor, Recipient, Issue float64
}

// Miss is a rule whose words stand in the sentence and that made no statement.
type Miss struct {
	Rule string `json:"rule"`
	Word string `json:"word"`
	Why  string `json:"why"`
}

// note keeps why a match made nothing, for Explain.
func (s *sentence) note(m match, why string) {
	if why != "" && s.st.missed != nil {
		s.st.missed[s.idx] = append(s.st.missed[s.idx], Miss{m.rule.ID, s.toks[m.pred].Form, why})
	}
}

// Explain reads an article as Read does and keeps the reasons.
func (c *Coder) Explain(ctx context.Context, a schema.Article) (Trace, error) {
	st, err := c.story(ctx, a)
	if err != nil {
		return Trace{}, err
	}
	st.missed = map[int][]Miss{}
	t := Trace{Article: st.article}
	for _, s := range st.sents {
		tr := SentenceTrace{Index: s.idx, Text: st.doc.Text[s.src.Start:s.src.End]}
		for _, m := range s.all() {
			tr.Mentions = append(tr.Mentions, m.refs...)
		}
		tr.Mentions = dedupe(tr.Mentions)
		for _, f := range s.read() {
			tr.Statements = append(tr.Statements, f.statement)
			if f.match.sense.Predicate != "" {
				tr.Senses = append(tr.Senses, f.match.sense)
			}
		}
		tr.Missed, tr.Thoughts = st.missed[s.idx], s.thoughts()
		t.Sentences = append(t.Sentences, tr)
	}
	for _, r := range st.roles() {
		t.Sentences[r.Sentence].Statements = append(t.Sentences[r.Sentence].Statements, r)
	}
	return t, nil
}

// Write prints the trace for people.
func (t Trace) Write(w io.Writer) error {
	var b strings.Builder
	for _, s := range t.Sentences {
		fmt.Fprintf(&b, "%d  %s\n", s.Index, strings.Join(strings.Fields(s.Text), " "))
		for _, st := range s.Statements {
			fmt.Fprintf(&b, "   + %s  [%s, confidence %.2f]\n", Line(st), st.Rule, st.Confidence)
		}
		for _, m := range s.Missed {
			fmt.Fprintf(&b, "   - %q: %s made nothing: %s\n", m.Word, m.Rule, m.Why)
		}
		if len(s.Statements)+len(s.Missed) == 0 {
			b.WriteString("   - no word here belongs to a rule\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Line is a statement in one line: who, relation, whom, about what, when,
// where, how put, who says so.
func Line(s schema.Statement) string {
	var b strings.Builder
	b.WriteString(names(s.Actors) + " " + s.Relation)
	part := func(before, text string) {
		if text != "" {
			b.WriteString(before + text)
		}
	}
	part(" ", names(s.Recipients))
	part(" # ", names(s.Issues))
	part(" on ", s.Date)
	if s.DateSource == schema.FromReport {
		b.WriteString(" (report)")
	}
	part(" in ", s.Place.Name)
	part(" for ", s.PlannedFor)
	if s.Modality != schema.Asserted {
		part(", ", s.Modality)
	}
	if s.Polarity == schema.Negative {
		b.WriteString(", denied")
	}
	part(", said by ", names(s.SaidBy))
	part(", reported by ", names(s.ReportedBy))
	return b.String()
}

func names(refs []schema.Ref) string {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.Name
	}
	return strings.Join(out, ", ")
}
