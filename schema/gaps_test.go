package schema

import "testing"

func TestGaps(t *testing.T) {
	heads := 0
	for _, g := range builtin(t).Gaps("2000-01", "2025-01") {
		if g.From > g.To || g.From < "2000-01" || g.To > "2025-01" {
			t.Errorf("gap %+v", g)
		}
		if g.Office == "head" {
			heads++
			t.Logf("%s: no head known from %s to %s", g.State, g.From, g.To)
		}
		if g.State == "France" || g.State == "United_States" {
			t.Errorf("gap %+v", g)
		}
	}
	if heads > 25 {
		t.Errorf("%d gaps of heads", heads)
	}
}
