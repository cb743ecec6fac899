package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/schema"
)

// senseRow is a line of testdata/senses: a sense with a sentence of our own that
// reports it and one that has the word and does not.
type senseRow struct {
	rules.Sense
	positive, negative string
	file               string
	line               int
}

func senseRows(t testing.TB) []senseRow {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "senses", "*.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var out []senseRow
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(data)) {
			n++
			p := strings.Split(strings.TrimRight(line, "\n"), "\t")
			if n == 1 {
				continue
			}
			if len(p) != 5 {
				t.Fatalf("%s:%d: %d columns, want 5: relation, kind, predicate, positive, negative", file, n, len(p))
			}
			out = append(out, senseRow{rules.Sense{Relation: p[0], Kind: p[1], Predicate: p[2]}, p[3], p[4], file, n})
		}
	}
	return out
}

// leastSenses is how many senses of the rules have both their sentences read
// right; it may only rise.
const leastSenses = 0

// TestSenses counts the senses whose own sentences are read right: the positive
// one by a rule that has the sense, the negative one with no statement of the
// relation that stands (asserted and not denied).
func TestSenses(t *testing.T) {
	set, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	having := map[string]map[rules.Sense]bool{}
	known := map[rules.Sense]bool{}
	for i := range set.Rules {
		r := &set.Rules[i]
		having[r.ID] = map[rules.Sense]bool{}
		for _, s := range r.Senses() {
			having[r.ID][s], known[s] = true, true
		}
	}
	right := map[rules.Sense]bool{}
	for _, row := range senseRows(t) {
		if !known[row.Sense] {
			t.Errorf("%s:%d: no rule has %s %q for %s", row.file, row.line, row.Kind, row.Predicate, row.Relation)
			continue
		}
		fires := false
		var made []string
		for _, s := range byRules(t, schema.ArticleFields{ID: "x", Date: "2019-06-05", Text: row.positive}).Statements {
			made = append(made, s.Rule)
			fires = fires || having[s.Rule][row.Sense]
		}
		wrong := ""
		for _, s := range byRules(t, schema.ArticleFields{ID: "x", Date: "2019-06-05", Text: row.negative}).Statements {
			if s.Relation == row.Relation && s.Modality == schema.Asserted && s.Polarity == schema.Positive {
				wrong = s.Rule
			}
		}
		switch {
		case !fires:
			t.Logf("%s:%d: %s %q: the positive sentence makes %v: %s", row.file, row.line, row.Relation, row.Predicate, made, row.positive)
		case wrong != "":
			t.Logf("%s:%d: %s %q: the negative sentence makes %s: %s", row.file, row.line, row.Relation, row.Predicate, wrong, row.negative)
		default:
			right[row.Sense] = true
		}
	}
	t.Logf("%d senses of %d have both their sentences read right", len(right), len(known))
	if len(right) < leastSenses {
		t.Errorf("%d senses have both their sentences read right, want at least %d", len(right), leastSenses)
	}
}
