package eval

import (
	"math"
	"strings"
	"testing"

	"github.com/entente-kg/entente/nlp"
)

func TestReliability(t *testing.T) {
	gold := []nlp.Token{{Head: 1}, {Head: -1}, {Head: 1}}
	guess := []nlp.Token{{Head: 1, Score: 1}, {Head: -1, Score: 0.95}, {Head: 0, Score: 0.32}}
	var r Reliability
	r.Add(gold, guess)
	if r.Arcs[9] != 2 || r.Right[9] != 2 || r.Arcs[3] != 1 || r.Right[3] != 0 {
		t.Errorf("counts %+v", r)
	}
	if want := (0.05 + 0.32) / 3; math.Abs(r.Error()-want) > 1e-6 {
		t.Errorf("error %g, want %g", r.Error(), want)
	}
	if table := r.Table(); !strings.Contains(table, "| 0.3 to 0.4 | 1 | 0.320 | 0.000 |") {
		t.Errorf("table\n%s", table)
	}
	if (Reliability{}).Error() != 0 {
		t.Error("no arcs give an error")
	}
}

// Every word of a file is counted.
func TestReliabilityOf(t *testing.T) {
	an, err := nlp.New()
	if err != nil {
		t.Skip("needs the embedded model")
	}
	r, err := ReliabilityOf(an, strings.NewReader(toyTree))
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range r.Arcs {
		total += n
	}
	if total != 5 {
		t.Errorf("%d arcs, want 5", total)
	}
	if _, err := ReliabilityOf(an, failing{}); err == nil {
		t.Error("no error for a broken reader")
	}
}
