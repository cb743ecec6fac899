package eval

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// PairItem is one sentence with events whose parties are given as spans.
type PairItem struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Date   string `json:"date"`
	Manual bool   `json:"from_cameo_manual"` // not news: an example of the CAMEO manual
	Events []struct {
		Source string `json:"source"`
		Target string `json:"target"`
		Code   string `json:"code"` // PLOVER type; YIELD is CONCEDE or RETREAT
		Quad   int    `json:"quad"` // quad class, 1 to 4; 0: that of the code
	} `json:"events"`
}

// PairPrediction is the type of event between the item's parties, and the
// relation that it was read from.
type PairPrediction struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Relation string `json:"relation"`
}

// ReadPairs reads a JSONL file of sentences with given pairs. Errors name the
// line.
func ReadPairs(r io.Reader) ([]PairItem, error) { return readLines[PairItem](r) }

// PairScores compare types with the gold's, of which each item has one an
// event.
type PairScores struct {
	Events, Right, QuadRight, Untyped int
	ByCode                            map[string]Counts
}

// ScorePairs scores predictions; an item without one counts as untyped. Right,
// too, are CONCEDE and RETREAT for YIELD, SANCTION for COERCE by way of
// sanctioned, ACCUSE for REJECT by way of opposes, and AGREE for SUPPORT by way
// of signedWith.
func ScorePairs(items []PairItem, predictions []PairPrediction) PairScores {
	byID := map[string]PairPrediction{}
	for _, p := range predictions {
		byID[p.ID] = p
	}
	s := PairScores{ByCode: map[string]Counts{}}
	for _, item := range items {
		for _, e := range item.Events {
			code := pairCode(byID[item.ID], e.Code)
			s.Events++
			s.Right += count(code == e.Code)
			s.Untyped += count(code == "")
			want := e.Quad
			if want == 0 {
				want = quadClass(e.Code)
			}
			s.QuadRight += count(quadClass(code) == want)
			bump(s.ByCode, e.Code, Counts{Gold: 1, Right: count(code == e.Code)})
			bump(s.ByCode, code, Counts{Predicted: 1})
		}
	}
	return s
}

// pairCode is the prediction in the gold's classes.
func pairCode(p PairPrediction, gold string) string {
	switch {
	case p.Type == "CONCEDE", p.Type == "RETREAT":
		return "YIELD"
	case p.Type == "SANCTION" && gold == "COERCE" && p.Relation == "sanctioned",
		p.Type == "ACCUSE" && gold == "REJECT" && p.Relation == "opposes",
		p.Type == "AGREE" && gold == "SUPPORT" && p.Relation == "signedWith":
		return gold
	}
	return p.Type
}

// quadClass is verbal (1) or material (2) cooperation, verbal (3) or material
// (4) conflict, 0 for an unknown type. The data counts MOBILIZE as material
// conflict, and YIELD as material cooperation.
func quadClass(code string) int {
	switch code {
	case "AGREE", "CONSULT", "SUPPORT", "CONCEDE":
		return 1
	case "COOPERATE", "AID", "RETREAT", "YIELD":
		return 2
	case "REQUEST", "ACCUSE", "REJECT", "THREATEN":
		return 3
	case "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT":
		return 4
	}
	return 0
}

// Accuracy is the share of events with the right type.
func (s PairScores) Accuracy() float64 { return ratio(s.Right, s.Events) }

// QuadAccuracy is the share of events with the right quad class.
func (s PairScores) QuadAccuracy() float64 { return ratio(s.QuadRight, s.Events) }

// MacroF1 is the mean of F1 over the gold's classes.
func (s PairScores) MacroF1() float64 {
	sum, n := 0.0, 0
	for _, code := range slices.Sorted(maps.Keys(s.ByCode)) {
		if c := s.ByCode[code]; c.Gold > 0 {
			sum += c.F1()
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// String is the table by class and the measures.
func (s PairScores) String() string {
	var b strings.Builder
	for _, code := range slices.Sorted(maps.Keys(s.ByCode)) {
		if c := s.ByCode[code]; c.Gold > 0 {
			fmt.Fprintf(&b, "%-10s gold %4d  predicted %4d  F1 %.3f\n", code, c.Gold, c.Predicted, c.F1())
		}
	}
	fmt.Fprintf(&b, "untyped %d of %d\n", s.Untyped, s.Events)
	fmt.Fprintf(&b, "accuracy %.3f  macro-F1 %.3f  quad accuracy %.3f  (n %d)\n", s.Accuracy(), s.MacroF1(), s.QuadAccuracy(), s.Events)
	return b.String()
}
