package queries

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Table is an answer: complete, sorted, no row twice.
type Table struct {
	Query   string
	Columns []Column
	Rows    [][]Cell
	Summary []Field // figures over all rows, in order; empty for most queries
	Width   int     // characters that format "table" may fill; 0 for no bound
}

// Field is one figure of a summary.
type Field struct {
	Name  string
	Value any // int, float64 or string
	Doc   string
}

// Empty says whether the question has no answer.
func (t *Table) Empty() bool { return len(t.Rows) == 0 }

// Without is the table less the columns of that kind; rows that then look the
// same are one. Use it with KindEvidence for a short answer.
func (t *Table) Without(kind Kind) *Table {
	out := &Table{Query: t.Query, Summary: t.Summary, Width: t.Width}
	keep := []int{}
	for i, c := range t.Columns {
		if c.Kind != kind {
			keep = append(keep, i)
			out.Columns = append(out.Columns, c)
		}
	}
	seen := map[string]bool{}
	for _, r := range t.Rows {
		short := make([]Cell, len(keep))
		for i, k := range keep {
			short[i] = r[k]
		}
		if key := rowKey(short); !seen[key] {
			seen[key] = true
			out.Rows = append(out.Rows, short)
		}
	}
	return out
}

// Cut keeps the first n rows (all where n is zero or less) and returns how
// many it took away, for the caller to say so.
func (t *Table) Cut(n int) int {
	if n <= 0 || len(t.Rows) <= n {
		return 0
	}
	cut := len(t.Rows) - n
	t.Rows = t.Rows[:n]
	return cut
}

// tellApart adds the IRI to names that two entities of the table share.
func (t *Table) tellApart() {
	ids := map[string]string{}
	shared := map[string]bool{}
	t.eachEntity(func(c *Cell) {
		if old, ok := ids[c.Text]; ok && old != c.ID {
			shared[c.Text] = true
		}
		ids[c.Text] = c.ID
	})
	t.eachEntity(func(c *Cell) {
		if shared[c.Text] && c.Text != c.ID {
			c.Text += " (" + c.ID + ")"
		}
	})
}

func (t *Table) eachEntity(f func(*Cell)) {
	for _, r := range t.Rows {
		for i := range r {
			if r[i].ID != "" {
				f(&r[i])
			}
		}
	}
}

// sort orders the rows by the named columns, then by all from left to right,
// and drops repeats. Empty cells come last.
func (t *Table) sort(by []string) {
	type key struct {
		column int
		sign   int
	}
	var keys []key
	for _, name := range by {
		k := key{sign: 1}
		if rest, ok := strings.CutPrefix(name, "-"); ok {
			name, k.sign = rest, -1
		}
		k.column = slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
		keys = append(keys, k)
	}
	for i := range t.Columns {
		keys = append(keys, key{i, 1})
	}
	slices.SortFunc(t.Rows, func(a, b []Cell) int {
		for _, k := range keys {
			if c := compareCells(a[k.column], b[k.column], t.Columns[k.column].Kind, k.sign); c != 0 {
				return c
			}
		}
		return 0
	})
	t.Rows = slices.CompactFunc(t.Rows, func(a, b []Cell) bool { return slices.Equal(a, b) })
}

func compareCells(a, b Cell, kind Kind, sign int) int {
	if (a.Text == "") != (b.Text == "") {
		if a.Text == "" {
			return 1
		}
		return -1
	}
	if kind == KindNumber {
		x, errX := strconv.ParseFloat(a.Text, 64)
		y, errY := strconv.ParseFloat(b.Text, 64)
		if errX == nil && errY == nil && x != y {
			return sign * cmp.Compare(x, y)
		}
	}
	return sign * cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.ID, b.ID))
}

func rowKey(r []Cell) string {
	var b strings.Builder
	for _, c := range r {
		b.WriteString(strconv.Quote(c.Text))
		b.WriteString(strconv.Quote(c.ID))
	}
	return b.String()
}
