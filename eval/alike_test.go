package eval

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for name, want := range map[string][]string{
		"the U.S.-led coalition of Iraq": {"united", "states-led", "coalition", "iraq"},
		"Recep_Tayyip Erdoğan":           {"recep", "tayyip", "erdogan"},
		"UN Security Council":            {"united", "nations", "security", "council"},
		"Côte d'Ivoire's":                {"cote", "d", "ivoire"},
		"an UK bus":                      {"united", "kingdom", "bus"},
		"of the":                         nil,
	} {
		if diff := cmp.Diff(want, words(name)); diff != "" {
			t.Errorf("words of %q (-want +got):\n%s", name, diff)
		}
	}
}

func TestSameEntity(t *testing.T) {
	cases := []struct {
		p, g            GoldEntity
		strict, loosely bool
	}{
		{GoldEntity{"US", "US"}, GoldEntity{"United States", "United States"}, true, true},
		{GoldEntity{"Merkel", ""}, GoldEntity{"Angela Merkel", "Germany"}, true, true},
		{GoldEntity{"Angela Merkel", "France"}, GoldEntity{"Angela Merkel", "Germany"}, false, false},
		{GoldEntity{"Kenya Army", "Kenya"}, GoldEntity{"Ministry of Defence", "Kenya"}, false, true},
		{GoldEntity{"Kenya", "Kenya"}, GoldEntity{"William Ruto", "Kenya"}, false, true},
		{GoldEntity{"Juba", ""}, GoldEntity{"Nairobi", ""}, false, false},
		{GoldEntity{"", ""}, GoldEntity{"", ""}, false, false},
	}
	for _, c := range cases {
		if got := sameEntity(c.p, c.g, false); got != c.strict {
			t.Errorf("%v and %v: strictly %v, want %v", c.p, c.g, got, c.strict)
		}
		if got := sameEntity(c.p, c.g, true); got != c.loosely {
			t.Errorf("%v and %v: loosely %v, want %v", c.p, c.g, got, c.loosely)
		}
	}
}

// TestAssign holds the assignment against trying every one.
func TestAssign(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		n, m := random.IntN(6), random.IntN(6)
		w := make([][]int, n)
		for i := range w {
			w[i] = make([]int, m)
			for j := range w[i] {
				w[i][j] = max(0, random.IntN(12)-5)
			}
		}
		got, used := 0, map[int]bool{}
		for _, p := range assign(n, m, func(i, j int) int { return w[i][j] }) {
			if used[p.predicted] || w[p.predicted][p.gold] == 0 {
				t.Fatalf("%v: pair %v is used twice or may not match", w, p)
			}
			used[p.predicted] = true
			got += w[p.predicted][p.gold]
		}
		if want := bestSum(w, 0, map[int]bool{}); got != want {
			t.Fatalf("%v: sum %d, want %d", w, got, want)
		}
	}
}

func bestSum(w [][]int, i int, used map[int]bool) int {
	if i == len(w) {
		return 0
	}
	best := bestSum(w, i+1, used)
	for j, x := range w[i] {
		if !used[j] {
			used[j] = true
			best = max(best, x+bestSum(w, i+1, used))
			used[j] = false
		}
	}
	return best
}
