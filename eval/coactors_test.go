package eval

import (
	"slices"
	"testing"
)

// TestCoactors holds the splitting of compound actors against the labelled set.
func TestCoactors(t *testing.T) {
	rows, err := readLines[struct {
		ID, Text, Phrase string
		Actors           []string
	}](open(t, "gold", "ngec_coactors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		got := wiring(t).world.Conjuncts(r.Text, r.Phrase)
		slices.Sort(got)
		slices.Sort(r.Actors)
		if !slices.Equal(got, r.Actors) {
			t.Errorf("%s %q: %q, want %q", r.ID, r.Phrase, got, r.Actors)
		}
	}
	if len(rows) < 14 {
		t.Errorf("%d rows", len(rows))
	}
}
