package extract_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

var shared = sync.OnceValues(func() (*extract.Coder, error) {
	an, err := nlp.New()
	if err != nil {
		return nil, err
	}
	w, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return extract.New(an, w)
})

func coder(t testing.TB) *extract.Coder {
	t.Helper()
	c, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sharedRuled reads by rules alone: what is asked of a rule is not asked of the
// weights.
var sharedRuled = sync.OnceValues(func() (*extract.Coder, error) {
	an, err := nlp.New()
	if err != nil {
		return nil, err
	}
	w, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return extract.NewWeighed(an, w, extract.Weights{}, extract.Bounds{})
})

// byRules reads by rules alone.
func byRules(t testing.TB, f schema.ArticleFields) schema.Reading {
	t.Helper()
	return read(t, ruledCoder(t), f)
}

func ruledCoder(t testing.TB) *extract.Coder {
	t.Helper()
	c, err := sharedRuled()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func code(t testing.TB, f schema.ArticleFields) schema.Reading {
	t.Helper()
	return read(t, coder(t), f)
}

func read(t testing.TB, c *extract.Coder, f schema.ArticleFields) schema.Reading {
	t.Helper()
	a, err := schema.NewArticle(f)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRuleExamples holds every rule against its own sentences: where it wants
// participants it must make a statement with them; where it wants none, it must
// make nothing.
func TestRuleExamples(t *testing.T) {
	set, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules {
		for _, e := range r.Examples {
			t.Run(r.ID, func(t *testing.T) {
				got := madeBy(byRules(t, schema.ArticleFields{Text: e.Text}).Statements, r.ID)
				if e.Want == "none" {
					if len(got) > 0 {
						t.Errorf("%q\nmade %s", e.Text, extract.Line(got[0]))
					}
					return
				}
				if !slices.ContainsFunc(got, func(s schema.Statement) bool { return satisfies(s, e.Want) }) {
					t.Errorf("%q\nwants %q, made %s", e.Text, e.Want, lines(got))
				}
			})
		}
	}
}

func madeBy(ss []schema.Statement, rule string) []schema.Statement {
	return slices.DeleteFunc(slices.Clone(ss), func(s schema.Statement) bool { return s.Rule != rule })
}

func lines(ss []schema.Statement) string {
	var out []string
	for _, s := range ss {
		out = append(out, extract.Line(s))
	}
	return strings.Join(out, "; ")
}

// satisfies holds "A, B > C # issue" against a statement: every name of the
// left must be an actor, of the middle a recipient, the words after # must be
// within an issue.
func satisfies(s schema.Statement, want string) bool {
	want, issue, _ := strings.Cut(want, "#")
	actors, recipients, _ := strings.Cut(want, ">")
	return named(s.Actors, actors, s.Recipients) && named(s.Recipients, recipients, nil) && hasIssue(s.Issues, strings.TrimSpace(issue))
}

func named(refs []schema.Ref, want string, orElse []schema.Ref) bool {
	for _, name := range strings.Split(want, ",") {
		name = strings.TrimSpace(name)
		is := func(r schema.Ref) bool { return r.Name == name }
		if name != "" && !slices.ContainsFunc(refs, is) && !slices.ContainsFunc(orElse, is) {
			return false
		}
	}
	return true
}

func hasIssue(refs []schema.Ref, want string) bool {
	return want == "" || slices.ContainsFunc(refs, func(r schema.Ref) bool { return strings.Contains(r.Name, want) })
}
