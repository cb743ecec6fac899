package queries

import (
	"slices"
	"strings"
)

// Kind says what a parameter takes or what a column holds.
type Kind string

// The kinds. A parameter takes all but KindEvidence.
const (
	KindEntity   Kind = "entity"   // ir:…, shown by name
	KindIssue    Kind = "issue"    // an entity that is a matter of dispute
	KindArticle  Kind = "article"  // art:…
	KindDate     Kind = "date"     // YYYY[-MM[-DD]]
	KindRelation Kind = "relation" // a name of the relation table
	KindNumber   Kind = "number"
	KindText     Kind = "text"
	KindEvidence Kind = "evidence" // a sentence, or where it stands
)

// Param is one declared argument of a query.
type Param struct {
	Name     string
	Kind     Kind
	Required bool
	Default  string   // taken where the caller gives nothing
	OneOf    []string // the only values that it takes; empty for any
	Doc      string
}

// Column is one column of a query's table.
type Column struct {
	Name string
	Kind Kind
	Doc  string
}

// Query is one saved question: what its file declares, and its program.
type Query struct {
	Name    string // the file's name without .js
	Doc     string
	Params  []Param
	Needs   []string // at least one of these parameters must be given
	Columns []Column
	Sort    []string // columns to sort by, "-name" for falling; then all from left to right
	Gizmo   string   // the file as it is
	Reduce  string   // the named reduction over the program's rows, if any
}

// param finds a declared parameter.
func (q Query) param(name string) (Param, bool) {
	i := slices.IndexFunc(q.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return Param{}, false
	}
	return q.Params[i], true
}

func (q Query) column(name string) int {
	return slices.IndexFunc(q.Columns, func(c Column) bool { return c.Name == name })
}

// Usage lists the parameters on one line, as in "who (required), with, since".
func (q Query) Usage() string {
	if len(q.Params) == 0 {
		return "no parameters"
	}
	names := make([]string, len(q.Params))
	for i, p := range q.Params {
		names[i] = p.Name
		if p.Required {
			names[i] += " (required)"
		}
	}
	out := strings.Join(names, ", ")
	if len(q.Needs) > 0 {
		out += "; at least one of " + strings.Join(q.Needs, ", ")
	}
	return out
}
