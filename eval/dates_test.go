package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const toyDates = `{"id": "a", "date": "2019-05-03", "text": "They met on Thursday.", "want": "2019-05-02", "precision": "day"}
{"id": "b", "date": "2019-05-03", "text": "They will meet on Thursday.", "want": "2019-05-09", "precision": "day"}
{"id": "c", "date": "2019-05-03", "text": "Thursday", "tense": "future", "want": "2019-05-09"}
{"id": "d", "date": "2019-05-03", "text": "The talks ended last month.", "want": "2019-04", "precision": "week"}
{"id": "e", "date": "2019-05-03", "text": "They met.", "want": ""}
`

func TestDates(t *testing.T) {
	items, err := ReadDates(strings.NewReader(toyDates))
	if err != nil {
		t.Fatal(err)
	}
	got, err := ResolveDates(wiring(t).analyzer, items)
	if err != nil {
		t.Fatal(err)
	}
	want := []DatePrediction{
		{"a", "2019-05-02", "day"}, {"b", "2019-05-09", "day"}, {"c", "2019-05-09", "day"}, {"d", "2019-04", "month"}, {"e", "", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	s := ScoreDates(items, got)
	if s.Date != (Share{5, 5}) || s.Precision != (Share{2, 3}) || s.Both != (Share{4, 5}) {
		t.Errorf("scores\n%s", s)
	}
	if text := s.Errors(9); !strings.HasPrefix(text, "d (2019-05-03)") || strings.Count(text, "\n") != 1 {
		t.Errorf("errors\n%s", text)
	}
}

func TestDatesBadAnchor(t *testing.T) {
	_, err := ResolveDates(wiring(t).analyzer, []DateItem{{ID: "x", Anchor: "May", Text: "today"}})
	if err == nil || !strings.Contains(err.Error(), `x: date "May"`) {
		t.Errorf("error %v, want one that names the item", err)
	}
}
