package extract_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/schema"
)

// TestContrast holds minimal pairs against how the text puts them: the wanted
// relation with the wanted truth, and nothing asserted where the text asserts
// nothing.
func TestContrast(t *testing.T) {
	b, err := os.ReadFile("testdata/contrast.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		c := strings.Split(line, "\t")
		sentence, want, truth := c[0], c[1], c[2]
		ss := slices.DeleteFunc(code(t, schema.ArticleFields{Text: sentence, Date: "2019-05-02"}).Statements, func(s schema.Statement) bool { return !s.IsEvent() })
		if !slices.ContainsFunc(ss, func(s schema.Statement) bool { return s.Relation == want && truthOf(s) == truth }) {
			t.Errorf("%q wants %s %s, made %s", sentence, want, truth, lines(ss))
		}
		for _, s := range ss {
			if s.Relation != want && truthOf(s) == "asserted" {
				t.Errorf("%q asserts besides: %s", sentence, extract.Line(s))
			}
		}
	}
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
