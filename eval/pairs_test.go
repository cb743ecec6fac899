package eval

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const toyPairs = `{"id": "a", "text": "On Monday Kenya accused Somalia of theft, a day after Uganda met Rwanda.", "events": [{"source": "Uganda", "target": "Rwanda", "code": "CONSULT"}]}
{"id": "b", "text": "On Monday Kenya accused Somalia of theft, a day after Uganda met Rwanda.", "events": [{"source": "Kenya", "target": "Somalia", "code": "ACCUSE"}]}
{"id": "c", "text": "Kenya will not ease its sanctions on Somalia.", "events": [{"source": "Kenya", "target": "Somalia", "code": "REJECT"}]}
{"id": "d", "text": "Somali leaders condemned the raid.", "from_cameo_manual": true, "events": [{"source": "Somali leaders", "target": "the raid", "code": "ACCUSE"}]}
{"id": "e", "text": "Kenya sang for Somalia.", "events": [{"source": "Kenya", "target": "Somalia", "code": "SUPPORT"}]}
`

func TestTyper(t *testing.T) {
	items, err := ReadPairs(strings.NewReader(toyPairs))
	if err != nil {
		t.Fatal(err)
	}
	w := wiring(t)
	typer, err := NewTyper(w.coder, w.analyzer, w.world)
	if err != nil {
		t.Fatal(err)
	}
	got, err := typer.TypeAll(context.Background(), items)
	if err != nil {
		t.Fatal(err)
	}
	want := []PairPrediction{
		{"a", "CONSULT", "met"}, {"b", "ACCUSE", "accused"}, // one sentence, two pairs
		{"c", "REJECT", "refused"},   // what is denied is refused
		{"d", "ACCUSE", "condemned"}, // no statement need be made
		{"e", "AID", ""},             // no rule knows the word
	}
	if diff := cmp.Diff(want, got.Rules); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
}

func TestTyperInterrupted(t *testing.T) {
	w := wiring(t)
	typer, err := NewTyper(w.coder, w.analyzer, w.world)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := typer.TypeAll(ctx, []PairItem{{ID: "a", Text: "Kenya met Somalia."}}); err == nil {
		t.Error("an interrupted run has an answer")
	}
	if _, err := typer.TypeAll(context.Background(), []PairItem{{ID: "blank"}}); err == nil || !strings.Contains(err.Error(), "blank") {
		t.Errorf("error %v, want one that names the item without text", err)
	}
}

func TestScorePairs(t *testing.T) {
	items := make([]PairItem, 4)
	gold := []string{"YIELD", "COERCE", "COERCE", "AID"}
	for i := range items {
		items[i].ID = gold[i] + string(rune('0'+i))
		items[i].Events = append(items[i].Events, struct {
			Source string `json:"source"`
			Target string `json:"target"`
			Code   string `json:"code"`
			Quad   int    `json:"quad"`
		}{Code: gold[i]})
	}
	s := ScorePairs(items, []PairPrediction{
		{"YIELD0", "CONCEDE", "concededTo"},
		{"COERCE1", "SANCTION", "sanctioned"},
		{"COERCE2", "SANCTION", "cancelled"}, // the right quad class
	})
	want := PairScores{Events: 4, Right: 2, QuadRight: 3, Untyped: 1, ByCode: map[string]Counts{
		"YIELD": {1, 1, 1}, "COERCE": {1, 1, 2}, "SANCTION": {0, 1, 0}, "AID": {0, 0, 1}, "": {0, 1, 0},
	}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	if got, want := s.MacroF1(), (1+2.0/3+0)/3; got < want-1e-9 || got > want+1e-9 {
		t.Errorf("macro-F1 %g, want %g", got, want)
	}
}
