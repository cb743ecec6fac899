package queries_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// BenchmarkQueries asks each built-in query about the busiest actor or issue
// of a store with 2,000 articles of two statements.
func BenchmarkQueries(b *testing.B) {
	args := map[string]map[string]string{
		"meetings":         {"who": "State 0"},
		"stances":          {"of": "State 0"},
		"alignment":        {"a": "State 0", "b": "State 1"},
		"co-opponents":     {"of": "State 0"},
		"articles":         {"subject": "State 0", "relation": "consultedWith", "object": "State 1"},
		"co-supporters":    {"of": "State 0"},
		"events":           {"type": "CONSULT", "since": "2020"},
		"facts":            {"article": "0"},
		"joint-statements": {"of": "State 0"},
		"picture":          {"about": "State 0"},
		"sanctions":        {"between": "State 0"},
		"timeline":         {"a": "State 0", "b": "State 1"},
	}
	for _, dsn := range []string{"mem:", "bolt:" + b.TempDir() + "/store"} {
		r := fill(b, dsn, manyReadings(2000))
		for _, q := range builtin(b).All() {
			b.Run(fmt.Sprintf("%s/%.4s", q.Name, dsn), func(b *testing.B) {
				rows := 0
				for b.Loop() {
					t, err := q.Run(context.Background(), r, nil, args[q.Name])
					if err != nil {
						b.Fatal(err)
					}
					rows = len(t.Rows)
				}
				b.ReportMetric(float64(rows), "rows")
			})
		}
	}
}

// manyReadings spreads meetings and stances over 40 states, 200 persons and
// 60 issues; low numbers are met most.
func manyReadings(n int) []schema.Reading {
	next := uint32(1)
	low := func(below int) int { // a number, small ones often
		next = next*1664525 + 1013904223
		x := float64(next>>8) / (1 << 24)
		return int(x * x * float64(below))
	}
	person := func() schema.Ref {
		i := low(200)
		return schema.Ref{ID: schema.EntityID(fmt.Sprint("Person ", i)), Name: fmt.Sprint("Person ", i), State: fmt.Sprint("State ", i%40), Linked: true}
	}
	var out []schema.Reading
	for i := range n {
		a := schema.Article{ID: schema.EntityID(fmt.Sprint(i)), Title: fmt.Sprint("Article ", i), Date: "2019-03-05", DateSource: schema.DateGiven, Lang: "en"}
		a.ID = "art:" + a.ID[len("ir:"):]
		met := schema.Statement{Text: fmt.Sprint("Meeting ", i, "."), Type: "CONSULT", Relation: "met", CAMEO: "040", Actors: []schema.Ref{person(), person()}}
		held := schema.Statement{Start: 50, Text: fmt.Sprint("Stance ", i, "."), Type: "ACCUSE", Relation: "opposes", CAMEO: "110", Actors: []schema.Ref{person()}}
		if i%3 == 0 {
			held.Type, held.Relation = "SUPPORT", "supports"
		}
		issue := fmt.Sprint("Issue ", low(60))
		held.Issues = []schema.Ref{{ID: schema.EntityID(issue), Name: issue, Linked: true}}
		for _, s := range []*schema.Statement{&met, &held} {
			s.Article, s.End, s.Modality, s.Polarity = a.ID, s.Start+40, schema.Asserted, schema.Positive
			s.DateSource, s.Date, s.DateStart, s.DateEnd, s.Precision = schema.FromText, "2019-03-05", "2019-03-05", "2019-03-05", "day"
			s.Confidence, s.Rule, s.Coder = 0.9, "bench", "bench/1"
		}
		out = append(out, schema.Reading{Article: a, Statements: []schema.Statement{met, held}})
	}
	return out
}
