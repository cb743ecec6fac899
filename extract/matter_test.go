package extract_test

import (
	"testing"

	"github.com/entente-kg/entente/schema"
)

// An issue is a short phrase: no place, time or hand, and of a long one only what
// it is of; what it is on or about stays.
func TestIssueIsShort(t *testing.T) {
	for text, want := range map[string]string{
		"Farmers protested against the cull of badgers in the valleys of Wales.":                               "cull of badgers",
		"Norway opposes the ban on exports of whale meat by the council of the bloc.":                          "ban on exports of whale meat",
		"Norway opposes the plan for a gradual transfer of the northern fisheries to the council of the bloc.": "plan",
		"Norway opposes the ban on mercury exports.":                                                           "ban on mercury exports",
	} {
		ss := code(t, schema.ArticleFields{Text: text}).Statements
		if len(ss) != 1 || len(ss[0].Issues) != 1 || ss[0].Issues[0].Name != want {
			t.Errorf("%q: want the issue %q, made %s", text, want, lines(ss))
		}
	}
}
