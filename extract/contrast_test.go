package extract_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// contrast is a row of testdata/contrast.tsv: a sentence and its one reading.
type contrast struct {
	group, sentence, relation, truth  string // relation "-": nothing may be asserted
	actors, recipients, place, saidBy string // "-": not checked
}

func contrasts(t *testing.T) []contrast {
	t.Helper()
	f, err := os.Open("testdata/contrast.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []contrast
	in := bufio.NewScanner(f)
	for in.Scan() {
		if strings.HasPrefix(in.Text(), "#") || strings.HasPrefix(in.Text(), "group\t") {
			continue
		}
		c := strings.Split(in.Text(), "\t")
		if len(c) != 8 {
			t.Fatalf("%q has %d columns, want 8", in.Text(), len(c))
		}
		rows = append(rows, contrast{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]})
	}
	return rows
}

// The shares that the suite as a whole must reach, and the number of rows it must
// have. Single rows may fail; go test -v lists them.
const (
	contrastRows  = 400
	contrastRight = 0.90
	contrastFalse = 0.02
)

// TestContrast holds minimal pairs against how the text puts them: the wanted
// relation with the wanted truth, parties, place and source, and nothing asserted
// where the text asserts nothing.
func TestContrast(t *testing.T) {
	rows := contrasts(t)
	right, wrong := 0, 0
	for _, c := range rows {
		ss := slices.DeleteFunc(code(t, schema.ArticleFields{Text: c.sentence, Date: "2019-05-02"}).Statements, func(s schema.Statement) bool { return !s.IsEvent() })
		extra := slices.DeleteFunc(slices.Clone(ss), func(s schema.Statement) bool {
			return truthOf(s) != "asserted" || s.Relation == c.relation && c.truth == "asserted"
		})
		if len(extra) > 0 {
			wrong++
		}
		if len(extra) == 0 && (c.relation == "-" || slices.ContainsFunc(ss, c.tells)) {
			right++
			continue
		}
		t.Logf("%s: %q wants %s %s of %s to %s, made %s", c.group, c.sentence, c.relation, c.truth, c.actors, c.recipients, lines(ss))
	}
	n := float64(len(rows))
	t.Logf("%d rows: right in all %.3f, wrongly asserted %.3f", len(rows), float64(right)/n, float64(wrong)/n)
	if len(rows) < contrastRows || float64(right)/n < contrastRight || float64(wrong)/n > contrastFalse {
		t.Errorf("want at least %d rows, %.2f right in all and at most %.2f wrongly asserted", contrastRows, contrastRight, contrastFalse)
	}
}

// tells says whether s is what the row wants.
func (c contrast) tells(s schema.Statement) bool {
	return s.Relation == c.relation && truthOf(s) == c.truth && namedAs(c.actors, s.Actors) && namedAs(c.recipients, s.Recipients) &&
		namedAs(c.place, []schema.Ref{s.Place}) && namedAs(c.saidBy, s.SaidBy)
}

// namedAs compares names, with " | " between them, with refs; "-" is any.
func namedAs(want string, refs []schema.Ref) bool {
	var names []string
	for _, r := range refs {
		if r.Name != "" {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	return want == "-" || want == strings.Join(names, " | ")
}

func truthOf(s schema.Statement) string {
	if s.Polarity == schema.Negative {
		return "denied"
	}
	if rel, _ := schema.Relations().Get(s.Relation); rel.Speech && s.Modality == schema.Demanded {
		return "asserted"
	}
	return s.Modality
}
