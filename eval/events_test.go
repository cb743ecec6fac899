package eval

import (
	"context"
	"errors"
	"iter"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/jsonl"
	"github.com/entente-kg/entente/schema"
)

// toyGold are the labelled events of testdata/toy.jsonl.
func toyGold(t *testing.T) []GoldItem {
	t.Helper()
	f, err := os.Open("testdata/toy.gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gold, err := ReadGold(f)
	if err != nil {
		t.Fatal(err)
	}
	return gold
}

func state(name string) schema.Ref {
	return schema.Ref{ID: schema.EntityID(name), Name: name, State: name, Linked: true}
}

// statement is an asserted event; actors and recipients are states.
func statement(relation string, actors, recipients []string) schema.Statement {
	rel, _ := schema.Relations().Get(relation)
	s := schema.Statement{Article: "art:toy1", Type: rel.Type, Relation: relation, Modality: schema.Asserted, Polarity: schema.Positive, DateSource: schema.FromNone}
	for _, a := range actors {
		s.Actors = append(s.Actors, state(a))
	}
	for _, r := range recipients {
		s.Recipients = append(s.Recipients, state(r))
	}
	return s
}

func TestScoreEvents(t *testing.T) {
	gold := toyGold(t)
	met := statement("met", []string{"Kenya", "Uganda"}, nil) // right but for the place, which full does not ask for
	met.Date = "2019-05-02"
	accused := statement("accused", []string{"Kenya"}, []string{"Somalia"})
	accused.Date, accused.Polarity = "2019-05-03", schema.Negative // denied: core only
	accused.Issues = []schema.Ref{{ID: "ir:Borders", Name: "borders"}}
	spurious := statement("attacked", []string{"Kenya"}, []string{"Somalia"})
	alarm := statement("blocked", []string{"Kenya"}, nil)
	office := statement("memberOf", []string{"Kenya"}, nil) // a standing fact is not scored

	items, unscored := JoinGold(gold, []schema.Reading{
		{Article: schema.Article{ID: "art:toy1"}, Statements: []schema.Statement{met, accused, spurious, office}},
		{Article: schema.Article{ID: "art:toy2"}, Statements: []schema.Statement{alarm}},
		{Article: schema.Article{ID: "art:toy3"}},
	})
	if diff := cmp.Diff([]string{"toy3"}, unscored); diff != "" {
		t.Errorf("articles without gold: %s", diff)
	}
	s := ScoreEvents(items)
	want := EventScores{
		Core: Counts{2, 4, 2}, Truth: Counts{1, 4, 2}, Full: Counts{1, 4, 2},
		Date: Share{2, 2}, Modality: Share{1, 2}, Relation: Share{2, 2}, Issue: Share{1, 1}, Place: Share{0, 1},
		Alarms: Share{1, 1},
		ByType: map[string]Counts{"CONSULT": {1, 1, 1}, "ACCUSE": {1, 1, 1}, "ASSAULT": {0, 1, 0}, "COERCE": {0, 1, 0}},
		ByRelation: map[string]Counts{
			"met": {1, 1, 1}, "accused": {1, 1, 1}, "attacked": {0, 1, 0}, "blocked": {0, 1, 0},
		},
		items: []Counts{{2, 3, 2}, {0, 1, 0}},
	}
	if diff := cmp.Diff(want, s, cmp.AllowUnexported(EventScores{})); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	if text := s.String(); !strings.Contains(text, "core  P 0.500  R 1.000  F1 0.667   (2 right, 4 predicted, 2 gold)") {
		t.Errorf("report\n%s", text)
	}
}

func TestScoreNothing(t *testing.T) {
	s := ScoreEvents(nil)
	if s.Core.F1() != 0 || s.Core.Precision() != 0 {
		t.Error("no items have a score")
	}
	if low, high := s.Interval(); low != 0 || high != 0 {
		t.Error("no items have an interval")
	}
}

// Each case changes one thing of a prediction that is fully right.
func TestEventMeasures(t *testing.T) {
	fact := GoldFact{
		Type: "ACCUSE", Relation: "opposes", Actors: []GoldEntity{{"Kenya", "Kenya"}}, Recipients: []GoldEntity{{"Somalia", "Somalia"}},
		Issues: []string{"plan for new borders"}, Date: "2019-05", Modality: "asserted",
	}
	cases := []struct {
		name              string
		change            func(*schema.Statement, *GoldFact)
		core, truth, full bool
	}{
		{"nothing", func(*schema.Statement, *GoldFact) {}, true, true, true},
		{"other type", func(s *schema.Statement, _ *GoldFact) { s.Type, s.Relation = "ASSAULT", "attacked" }, false, false, false},
		{"rejected for opposes", func(s *schema.Statement, _ *GoldFact) { s.Type, s.Relation = "REJECT", "rejected" }, true, true, true},
		{"planned", func(s *schema.Statement, _ *GoldFact) { s.Modality = schema.Planned }, true, false, false},
		{"date", func(s *schema.Statement, _ *GoldFact) { s.Date = "2019-05-02" }, true, true, false},
		{"other actor", func(s *schema.Statement, _ *GoldFact) { s.Actors = []schema.Ref{state("Uganda")} }, false, false, false},
		{"one actor too many", func(s *schema.Statement, _ *GoldFact) { s.Actors = append(s.Actors, state("Uganda")) }, true, true, false},
		{"ministry for the state", func(s *schema.Statement, _ *GoldFact) {
			s.Actors = []schema.Ref{{ID: "ir:M", Name: "Ministry of Defence", State: "Kenya"}}
		}, true, true, false},
		{"stance without recipient", func(s *schema.Statement, _ *GoldFact) { s.Recipients = nil }, true, true, false},
		{"stance without issue", func(s *schema.Statement, _ *GoldFact) { s.Issues = nil }, true, true, false},
		{"neither", func(s *schema.Statement, _ *GoldFact) { s.Issues, s.Recipients = nil, nil }, false, false, false},
		{"agent not told", func(s *schema.Statement, g *GoldFact) { g.Actors = nil }, true, true, true},
		{"request without recipient", func(s *schema.Statement, g *GoldFact) {
			g.Type, g.Relation, s.Type, s.Relation, s.Modality = "REQUEST", "requestedOf", "REQUEST", "requestedOf", schema.Demanded
			s.Recipients = nil
		}, true, true, false},
		{"accused without recipient", func(s *schema.Statement, g *GoldFact) {
			g.Relation, s.Relation, s.Recipients = "accused", "accused", nil
		}, false, false, false},
		{"one party of a meeting", func(s *schema.Statement, g *GoldFact) {
			g.Type, g.Relation, s.Type, s.Relation, s.Recipients = "CONSULT", "met", "CONSULT", "met", nil
		}, false, false, false},
		{"both parties of a meeting", func(s *schema.Statement, g *GoldFact) {
			g.Type, g.Relation, s.Type, s.Relation = "CONSULT", "met", "CONSULT", "met"
		}, true, true, true},
	}
	for _, c := range cases {
		s, g := statement("opposes", []string{"Kenya"}, []string{"Somalia"}), fact
		s.Date, s.Issues = "2019-05", []schema.Ref{{ID: "ir:B", Name: "new borders"}}
		c.change(&s, &g)
		p := predictionOf(s)
		got := [3]bool{p.core(&g), p.truth(&g), p.full(&g)}
		if want := [3]bool{c.core, c.truth, c.full}; got != want {
			t.Errorf("%s: core, truth, full are %v, want %v", c.name, got, want)
		}
	}
}

func TestCodeArticles(t *testing.T) {
	src, err := loaders.Files([]string{"testdata/toy.jsonl"}, loaders.FileOptions{Formats: []loaders.Format{jsonl.Format{}}})
	if err != nil {
		t.Fatal(err)
	}
	readings, err := CodeArticles(context.Background(), wiring(t).coder, src, 2)
	if err != nil {
		t.Fatal(err)
	}
	items, unscored := JoinGold(toyGold(t), readings)
	s := ScoreEvents(items)
	if len(unscored) != 0 || s.Core != (Counts{2, 2, 2}) || s.Date != (Share{2, 2}) {
		t.Errorf("unscored %v\n%s", unscored, s)
	}
}

type broken struct{}

func (broken) Articles(context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) { yield(schema.Article{}, errors.New("torn page")) }
}

func TestCodeArticlesFails(t *testing.T) {
	if _, err := CodeArticles(context.Background(), wiring(t).coder, broken{}, 1); err == nil || !strings.Contains(err.Error(), "torn page") {
		t.Errorf("error %v, want the source's", err)
	}
}

func TestReadGoldErrors(t *testing.T) {
	for text, want := range map[string]string{
		"{\"id\": \"a\", \"facts\": []}\n\n{": "line 3: ",
		"{\"facts\": []}":                     "an item has no id",
		"{\"id\": \"a\"}\n{\"id\": \"a\"}":    "two items have the id a",
	} {
		if _, err := ReadGold(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	text := "Kenya accused Somalia. Uganda met Rwanda."
	s := statement("attacked", []string{"Kenya"}, []string{"Somalia"})
	s.Rule = "attack"
	accused := statement("accused", []string{"Kenya"}, []string{"Somalia"})
	accused.Date, accused.Rule = "2019", "accuse"
	item := EventItem{
		ID: "x", Article: schema.Article{Text: text, Date: "2019-05-03"},
		Gold: []GoldFact{
			{Type: "CONSULT", Relation: "met", Actors: []GoldEntity{{"Uganda", "Uganda"}, {"Rwanda", "Rwanda"}}, Modality: "asserted", Span: "Uganda met Rwanda"},
			{Type: "ACCUSE", Relation: "accused", Actors: []GoldEntity{{"Kenya", "Kenya"}}, Recipients: []GoldEntity{{"Somalia", "Somalia"}}, Span: "accused"},
		},
		Predicted: []schema.Statement{s, accused},
	}
	var b strings.Builder
	right := EventItem{ID: "right", Article: item.Article}
	if err := WriteErrors(&b, []EventItem{right, item, item}, 1); err != nil {
		t.Fatal(err)
	}
	want := `-- x  2019-05-03
Kenya accused Somalia.
   inexact   Kenya accused Somalia on 2019  [accuse]
     wrong date, want Kenya accused Somalia  "accused"
   spurious  Kenya attacked Somalia  [attack]
Uganda met Rwanda.
   missed    Uganda, Rwanda met  "Uganda met Rwanda"
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("listing (-want +got):\n%s", diff)
	}
}

func TestParts(t *testing.T) {
	var items []EventItem
	for i := range 300 {
		items = append(items, EventItem{ID: strings.Repeat("x", i%7) + string(rune('A'+i%26)) + strings.Repeat("y", i/7)})
	}
	seen, unseen := Seen.Of(items), Unseen.Of(items)
	if len(seen)+len(unseen) != len(items) || len(All.Of(items)) != len(items) {
		t.Errorf("%d seen and %d unseen of %d", len(seen), len(unseen), len(items))
	}
	if len(unseen) < 70 || len(unseen) > 130 {
		t.Errorf("%d of 300 are unseen, want about a third", len(unseen))
	}
	if !Seen.Has("ds002") || !Unseen.Has("ds001") { // fixed for good: what was seen stays seen
		t.Error("items changed their part")
	}
	if _, err := ParsePart("most"); err == nil {
		t.Error("most is taken for a part")
	}
}
