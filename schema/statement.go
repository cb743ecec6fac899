package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Statement is one claim found in one place of an article: who did what to
// whom, about what, where and when, how the text puts it, and who says so.
// A standing fact (an office, a membership) is a statement without a Type.
type Statement struct {
	Article  quad.IRI
	Sentence int    // counts from 0
	Start    int    // code points into the stored text
	End      int    // one past the last
	Text     string // the sentence: the stored text's slice Start:End

	Type     string // PLOVER type; empty for a standing fact
	Relation string // a name of the relation table
	CAMEO    string
	Mode     string
	Context  []string

	Actors, Recipients, Issues []Ref
	Place                      Ref

	Date       string // YYYY[-MM[-DD]]
	Precision  string // day, week, month, quarter, year, interval
	DateSource string // text, report, none
	DateStart  string // first and last whole day, both inclusive
	DateEnd    string
	PlannedFor string // when the content of a promise or plan is to happen

	Modality   string
	Polarity   string
	SaidBy     []Ref
	ReportedBy []Ref
	Quote      string

	Confidence float64 // 0 to 1
	Rule       string  // the rule that made it
	Coder      string  // coder and version
}

// ModeMutual is the mode of an act that its parties do to each other though its
// relation is not symmetric ("the two armies clashed"): all are actors, and there
// is no recipient.
const ModeMutual = "mutual"

// jsonStatement is the wire form: every key present, in this order.
type jsonStatement struct {
	ID         quad.IRI `json:"id"`
	Article    quad.IRI `json:"article"`
	Sentence   int      `json:"sentence"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Text       string   `json:"text"`
	Type       string   `json:"type"`
	Relation   string   `json:"relation"`
	CAMEO      string   `json:"cameo"`
	Mode       string   `json:"mode"`
	Context    []string `json:"context"`
	Actors     []Ref    `json:"actors"`
	Recipients []Ref    `json:"recipients"`
	Issues     []Ref    `json:"issues"`
	Place      *Ref     `json:"place"`
	Date       string   `json:"date"`
	Precision  string   `json:"precision"`
	DateSource string   `json:"date_source"`
	DateStart  string   `json:"date_start"`
	DateEnd    string   `json:"date_end"`
	PlannedFor string   `json:"planned_for"`
	Modality   string   `json:"modality"`
	Polarity   string   `json:"polarity"`
	SaidBy     []Ref    `json:"said_by"`
	ReportedBy []Ref    `json:"reported_by"`
	Quote      string   `json:"quote"`
	Confidence float64  `json:"confidence"`
	Rule       string   `json:"rule"`
	Coder      string   `json:"coder"`
}

// MarshalJSON writes the statement as one object with every key present;
// place is null where there is none.
func (s Statement) MarshalJSON() ([]byte, error) {
	j := jsonStatement{s.ID(), s.Article, s.Sentence, s.Start, s.End, s.Text, s.Type, s.Relation, s.CAMEO, s.Mode,
		list(s.Context), list(s.Actors), list(s.Recipients), list(s.Issues), nil, s.Date, s.Precision, s.DateSource,
		s.DateStart, s.DateEnd, s.PlannedFor, s.Modality, s.Polarity, list(s.SaidBy), list(s.ReportedBy), s.Quote,
		s.Confidence, s.Rule, s.Coder}
	if !s.Place.IsZero() {
		j.Place = &s.Place
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON wrote; the id is not kept, as ID
// computes it.
func (s *Statement) UnmarshalJSON(b []byte) error {
	var j jsonStatement
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*s = Statement{j.Article, j.Sentence, j.Start, j.End, j.Text, j.Type, j.Relation, j.CAMEO, j.Mode,
		none(j.Context), none(j.Actors), none(j.Recipients), none(j.Issues), Ref{}, j.Date, j.Precision, j.DateSource,
		j.DateStart, j.DateEnd, j.PlannedFor, j.Modality, j.Polarity, none(j.SaidBy), none(j.ReportedBy), j.Quote,
		j.Confidence, j.Rule, j.Coder}
	if j.Place != nil {
		s.Place = *j.Place
	}
	return nil
}

func list[T any](xs []T) []T {
	if xs == nil {
		return []T{}
	}
	return xs
}

func none[T any](xs []T) []T {
	if len(xs) == 0 {
		return nil
	}
	return xs
}

// ID is the event node's IRI: a hash of article, span and content. How sure
// the coder was, and which rule and version it used, do not change it.
func (s Statement) ID() quad.IRI {
	s = s.Normalize()
	parts := []string{string(s.Article), fmt.Sprint(s.Sentence, s.Start, s.End), s.Text, s.Type, s.Relation, s.CAMEO, s.Mode,
		strings.Join(s.Context, "|"), refKey(s.Actors), refKey(s.Recipients), refKey(s.Issues), string(s.Place.ID),
		s.Date, s.Precision, s.DateSource, s.DateStart, s.DateEnd, s.PlannedFor, s.Modality, s.Polarity,
		refKey(s.SaidBy), refKey(s.ReportedBy), s.Quote}
	return quad.IRI(NSEvent + digest(parts...))
}

func refKey(refs []Ref) string {
	var b strings.Builder
	for _, r := range refs {
		b.WriteString(string(r.ID))
		b.WriteByte(' ')
	}
	return b.String()
}

// Normalize puts every list in order of id, without repeats, so that equal
// statements are equal in memory; quads keep no order.
func (s Statement) Normalize() Statement {
	s.Actors, s.Recipients, s.Issues = normalRefs(s.Actors), normalRefs(s.Recipients), normalRefs(s.Issues)
	s.SaidBy, s.ReportedBy = normalRefs(s.SaidBy), normalRefs(s.ReportedBy)
	s.Context = slices.Clone(s.Context)
	slices.Sort(s.Context)
	s.Context = none(slices.Compact(s.Context))
	return s
}

func normalRefs(refs []Ref) []Ref {
	refs = slices.Clone(refs)
	slices.SortStableFunc(refs, func(a, b Ref) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return none(slices.CompactFunc(refs, func(a, b Ref) bool { return a.ID == b.ID }))
}

// Refs calls f for every participant, place and speaker of s.
func (s Statement) Refs(f func(Ref)) {
	for _, refs := range [][]Ref{s.Actors, s.Recipients, s.Issues, {s.Place}, s.SaidBy, s.ReportedBy} {
		for _, r := range refs {
			if !r.IsZero() {
				f(r)
			}
		}
	}
}

// IsEvent says whether s reports something done or held, rather than a
// standing fact such as an office or a membership.
func (s Statement) IsEvent() bool { return s.Type != "" }

// Check says what is wrong with s: an unknown relation, a type that is not
// the relation's, a closed field with another value, a malformed entity, or
// one id under two names.
func (s Statement) Check() error {
	rel, ok := Relations().Get(s.Relation)
	switch {
	case !ok:
		return fmt.Errorf("statement: unknown relation %q", s.Relation)
	case s.Type != rel.Type:
		return fmt.Errorf("statement: relation %s has type %q, not %q", s.Relation, rel.Type, s.Type)
	case !slices.Contains([]string{Asserted, Planned, Demanded, Hypothetical}, s.Modality):
		return fmt.Errorf("statement: unknown modality %q", s.Modality)
	case s.Polarity != Positive && s.Polarity != Negative:
		return fmt.Errorf("statement: unknown polarity %q", s.Polarity)
	case s.DateSource != FromText && s.DateSource != FromReport && s.DateSource != FromNone:
		return fmt.Errorf("statement: unknown date source %q", s.DateSource)
	case !strings.HasPrefix(string(s.Article), NSArticle):
		return fmt.Errorf("statement: article %q does not start with %q", s.Article, NSArticle)
	}
	return s.checkRefs()
}

// checkRefs also holds that one id has one name, be it as a participant or as
// the state of one: the graph has one label for each.
func (s Statement) checkRefs() error {
	var errs []error
	refs, names := map[quad.IRI]Ref{}, map[quad.IRI]string{}
	named := func(id quad.IRI, name string) {
		if old, ok := names[id]; ok && old != name {
			errs = append(errs, fmt.Errorf("statement: %s has two names, %q and %q", id, old, name))
		}
		names[id] = name
	}
	s.Refs(func(r Ref) {
		if err := r.check(); err != nil {
			errs = append(errs, fmt.Errorf("statement: %w", err))
		}
		if old, ok := refs[r.ID]; ok && old != r {
			errs = append(errs, fmt.Errorf("statement: %s has two descriptions, %+v and %+v", r.ID, old, r))
		}
		refs[r.ID] = r
		named(r.ID, r.Name)
		if r.State != "" {
			named(r.StateID(), r.State)
		}
	})
	return errors.Join(errs...)
}
