package server

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/entente-kg/entente/queries"
)

// askPage is what the page of a question shows.
type askPage struct {
	asked
	Table   *queries.Table // nil where nothing was asked yet
	More    int            // rows cut
	Error   string
	program string
}

// Query is the question.
func (p askPage) Query() queries.Query { return p.query }

// Evidence says whether the sentences are shown.
func (p askPage) Evidence() bool { return p.evidence }

// Given is the value of a parameter as it was given.
func (p askPage) Given(name string) string { return p.args[name] }

// Console links to the query page with the program in its editor.
func (p askPage) Console() string { return p.link("/") }

// Picture links to the console's Visualize page, for questions whose rows it
// can draw.
func (p askPage) Picture() string {
	has := func(name string) bool {
		return slices.ContainsFunc(p.query.Columns, func(c queries.Column) bool { return c.Name == name })
	}
	if !has("source") || !has("target") {
		return ""
	}
	return p.link("/ui/visualize")
}

func (p askPage) link(page string) string {
	if p.program == "" {
		return ""
	}
	return queryURL(page, p.program)
}

// As links to the same answer in another format.
func (p askPage) As(format string) string {
	args := url.Values{argFormat: {format}}
	for name, value := range p.args {
		args.Set(name, value)
	}
	if p.evidence {
		args.Set(argEvidence, "true")
	}
	if p.More > 0 {
		args.Set(argLimit, strconv.Itoa(p.limit))
	}
	return "/ask/" + url.PathEscape(p.query.Name) + "?" + args.Encode()
}
