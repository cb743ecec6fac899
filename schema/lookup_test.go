package schema

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// lines are the rows of a test table under its header.
func lines(t *testing.T, name string, columns int) [][]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			t.Fatalf("%s:%d: %d cells, want %d", name, i+2, len(cells), columns)
		}
		out = append(out, cells)
	}
	return out
}

// called says whether the candidate is an entity of that name.
func called(c Candidate, name string) bool {
	if c.Entity == nil {
		return c.Ref.Name == name
	}
	return slices.ContainsFunc(append([]string{c.Entity.Name}, c.Entity.Aliases...), func(n string) bool { return FoldName(n) == FoldName(name) })
}

// TestHolders asks who held an office on a day, for mentions that were written
// down without looking at the tables.
func TestHolders(t *testing.T) {
	w := builtin(t)
	rows := lines(t, "testdata/holders.tsv", 3)
	right := 0
	for _, r := range rows {
		c, ok := w.Best(r[0], "", r[1])
		if ok && called(c, r[2]) {
			right++
			continue
		}
		t.Logf("%s on %s: %s, want %s", r[0], r[1], c.Ref.Name, r[2])
	}
	share := float64(right) / float64(len(rows))
	t.Logf("%d of %d mentions, %.3f", right, len(rows), share)
	if len(rows) < 500 || share < 0.97 {
		t.Errorf("%.3f of %d right, want 0.97 of at least 500", share, len(rows))
	}
}

// TestHomonyms asks for people who share a name. A wrong person is a wrong
// merge, and there may be none; a dash wants nobody of the tables.
func TestHomonyms(t *testing.T) {
	w := builtin(t)
	rows := lines(t, "testdata/homonyms.tsv", 4)
	found := 0
	for _, r := range rows {
		c, ok := w.Best(r[0], r[1], r[2])
		switch {
		case ok && c.Ref.Linked && !called(c, r[3]):
			t.Errorf("%s (%s) on %s: wrongly %s, want %s", r[0], r[1], r[2], c.Ref.Name, r[3])
		case ok && c.Ref.Linked || r[3] == "-":
			found++
		default:
			t.Logf("%s (%s) on %s: nobody, want %s", r[0], r[1], r[2], r[3])
		}
	}
	t.Logf("%d of %d found", found, len(rows))
	if len(rows) < 100 || found < len(rows)*9/10 {
		t.Errorf("%d of %d found", found, len(rows))
	}
}
