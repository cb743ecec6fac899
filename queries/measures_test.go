package queries

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/internal/testkit"
)

// TestMeasures holds the formulas to values computed by hand.
func TestMeasures(t *testing.T) {
	for _, c := range []struct {
		name         string
		dyad         []pair
		s, kappa, pi measure
	}{
		{"nothing", nil, measure{}, measure{}, measure{}},
		{"always the same, for and against", []pair{{1, 1}, {-1, -1}}, measure{1, true}, measure{1, true}, measure{1, true}},
		{"always opposite", []pair{{1, -1}, {-1, 1}}, measure{-1, true}, measure{-1, true}, measure{-1, true}},
		// means 1/3 and -1/3, variances 8/9 each, observed 4/3.
		{"one apart in three", []pair{{1, 1}, {-1, -1}, {1, -1}}, measure{1.0 / 3, true}, measure{1 - (4.0/3)/(20.0/9), true}, measure{1 - (4.0/3)/2, true}},
		{"both for everything: chance explains it all", []pair{{1, 1}, {1, 1}, {1, 1}}, measure{1, true}, measure{}, measure{}},
		// a mixed stance is half a disagreement; b never varies.
		{"one mixed", []pair{{1, 1}, {0, 1}}, measure{0.5, true}, measure{0, true}, measure{1 - 0.5/(2*(0.125+1.0/16)), true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for name, m := range map[string][2]measure{"S": {c.s, similarity(c.dyad)}, "kappa": {c.kappa, kappa(c.dyad)}, "pi": {c.pi, pi(c.dyad)}} {
				if m[0].defined != m[1].defined || math.Abs(m[0].value-m[1].value) > 1e-12 {
					t.Errorf("%s: %+v, want %+v", name, m[1], m[0])
				}
			}
		})
	}
}

func TestIntervalHoldsTheFigureAndIsRepeatable(t *testing.T) {
	dyad := []pair{{1, 1}, {-1, -1}, {1, -1}, {1, 1}, {0, 1}}
	low, high := interval(dyad)
	if s := similarity(dyad).value; low > s || high < s || low == high {
		t.Errorf("S %v is not inside %v to %v", s, low, high)
	}
	if l, h := interval(dyad); l != low || h != high {
		t.Errorf("a second time: %v to %v, was %v to %v", l, h, low, high)
	}
}

// TestUnitedNationsVotes holds the formulas to reference values over the
// General Assembly's roll calls of 2012 to 2019.
func TestUnitedNationsVotes(t *testing.T) {
	votes := unitedNationsVotes(t, filepath.Join(testkit.Shared(t), "samples", "tables"))
	for _, c := range []struct {
		a, b         string
		n            int
		s, kappa, pi float64
	}{
		{"RU", "CN", 718, .694, .631, .621},
		{"US", "GB", 731, .405, .472, .422},
		{"US", "RU", 727, -.261, -.150, -.356},
		{"KP", "KR", 626, .163, -.140, -.155},
		{"CN", "US", 725, -.422, -.177, -.537},
	} {
		var dyad []pair
		for call, a := range votes[c.a] {
			if b, ok := votes[c.b][call]; ok {
				dyad = append(dyad, pair{a, b})
			}
		}
		if len(dyad) != c.n {
			t.Errorf("%s-%s: %d common votes, want %d", c.a, c.b, len(dyad), c.n)
		}
		for name, v := range map[string][2]float64{"S": {c.s, similarity(dyad).value}, "kappa": {c.kappa, kappa(dyad).value}, "pi": {c.pi, pi(dyad).value}} {
			if math.Abs(v[0]-v[1]) > 0.00051 {
				t.Errorf("%s-%s: %s %.4f, want %.3f", c.a, c.b, name, v[1], v[0])
			}
		}
	}
}

// unitedNationsVotes are the votes by country and roll call.
func unitedNationsVotes(t *testing.T, dir string) map[string]map[string]float64 {
	in := map[string]bool{}
	eachRow(t, filepath.Join(dir, "unga_roll_calls.csv.gz"), func(r []string) {
		if day := r[3]; day >= "2012" && day < "2020" {
			in[r[0]] = true
		}
	})
	value := map[string]float64{"yes": 1, "abstain": 0, "no": -1}
	votes := map[string]map[string]float64{}
	for _, c := range []string{"RU", "CN", "US", "GB", "KP", "KR"} {
		votes[c] = map[string]float64{}
	}
	eachRow(t, filepath.Join(dir, "unga_votes.csv.gz"), func(r []string) {
		if v := votes[r[2]]; v != nil && in[r[0]] {
			v[r[0]] = value[r[3]]
		}
	})
	return votes
}

func eachRow(t *testing.T, path string, f func([]string)) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Skip("needs ENTENTE_SHARED")
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(z)
	r.ReuseRecord = true
	for {
		row, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		f(row)
	}
}
