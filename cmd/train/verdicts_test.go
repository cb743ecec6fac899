package main

import (
	"testing"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/schema"
)

// The teacher's table is whole, and a statement is found in it whoever made it and in
// whatever order its parties stand.
func TestVerdicts(t *testing.T) {
	v, err := readVerdicts(verdictsFile)
	if err != nil {
		t.Fatal(err)
	}
	if n := v.count(); len(v.reports) < 50_000 || n < 100_000 {
		t.Errorf("%d reports and %d statements, want more", len(v.reports), n)
	}
	of := func(polarity string, actors ...string) extract.Judged {
		st := schema.Statement{Relation: "met", Modality: schema.Asserted, Polarity: polarity}
		for _, name := range actors {
			st.Actors = append(st.Actors, schema.Ref{Name: name})
		}
		return extract.Judged{Statement: st, Words: []extract.Span{{From: 5, To: 8}}}
	}
	talks := of(schema.Positive, "Peru", "Chad")
	one := verdicts{map[string]seenReport{}, map[string]map[string]float64{}}
	if err := one.add("7\t20\t0a1b2c3d\t" + markOf(talks) + ":93"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		report string
		j      extract.Judged
		want   bool
	}{
		{"7", talks, true},
		{"7", of(schema.Positive, "Chad", "Peru"), true},
		{"7", of(schema.Negative, "Peru", "Chad"), false},
		{"7", of(schema.Positive, "Peru", "Mali"), false},
		{"8", talks, false},
	} {
		share, seen := one.of(tc.report, tc.j)
		if seen != tc.want || seen && (share < 0.92 || share > 0.94) {
			t.Errorf("report %s, %v: %.2f, %t", tc.report, tc.j.Statement, share, seen)
		}
	}
}

// Every sentence of our own teaches the judge what it is meant to.
func TestOwnSentences(t *testing.T) {
	examples, err := eval.ReadSenses(ownSentences())
	if err != nil {
		t.Fatal(err)
	}
	c, err := plainCoder()
	if err != nil {
		t.Fatal(err)
	}
	scores, err := eval.ScoreSenses(t.Context(), c, examples)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range scores.Wrong {
		t.Error(wrong)
	}
}

func TestVerdictErrors(t *testing.T) {
	for line, want := range map[string]string{
		"7\t20\tabc":               "3 columns",
		"7\tx\tabc\t":              "invalid syntax",
		"7\t20\tabc\t0a1b2c3d":     "0a1b2c3d",
		"7\t20\tabc\t0a1b2c3d:101": "0a1b2c3d:101",
		"7\t20\tabc\t0a1b:50":      "mark:share",
	} {
		_, err := readVerdicts(packed(line))
		namesLine(t, line, err, want)
	}
}
