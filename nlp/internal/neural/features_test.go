package neural

import "testing"

func TestShape(t *testing.T) {
	for form, want := range map[string]string{
		"Kenya": "Xxx", "NATO": "XX", "McKay": "XxXxx", "2017": "dd", "U.N.": "X.X.", "F-16": "X-dd", "": "",
	} {
		if got := shape(form); got != want {
			t.Errorf("shape(%q) = %q, want %q", form, got, want)
		}
	}
}

func TestAffixes(t *testing.T) {
	if got := suffix("treaty", 3); got != "aty" {
		t.Errorf("suffix: %q", got)
	}
	if got := suffix("an", 3); got != "^an" {
		t.Errorf("short suffix: %q", got)
	}
	if got := prefix("é́tat", 2); got != "é́" {
		t.Errorf("prefix: %q", got)
	}
	if got := prefix("an", 3); got != "an$" {
		t.Errorf("short prefix: %q", got)
	}
}

func TestRowsStayInTable(t *testing.T) {
	n := New(Config{Words: 10, Hashed: DefaultHashed})
	var rows [FeatureCount]int32
	for _, form := range []string{"", "a", "Ceasefire", "\xff\xfe", "2,000", "日本"} {
		n.formRows(&rows, form)
		for i, row := range rows {
			if row < 0 || int(row) >= n.TableRows() {
				t.Errorf("%q feature %d: row %d is outside the table", form, i, row)
			}
		}
	}
}
