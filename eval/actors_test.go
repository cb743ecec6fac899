package eval

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const toyActors = `{"id": "a", "phrase": "the Kenyan police", "args": "\"\", \"2019-05-03\"", "expect": {"country": "KEN", "code_1": "COP"}}
{"id": "b", "phrase": "passers-by", "expect": {"country": "", "code_1": "UNK", "wiki": ""}}
{"id": "c", "date": null, "text": "Kenya warned the United Nations.", "events": [{"sources": [{"text": "Kenya", "code": "KEN", "sector": "GOVxyz"}, {"text": "it", "code": ""}], "targets": [{"text": "United Nations", "code": "IGO", "sector": "***"}]}]}
`

func TestActors(t *testing.T) {
	items, err := ReadActors(strings.NewReader(toyActors))
	if err != nil {
		t.Fatal(err)
	}
	code := func(s string) *string { return &s }
	want := []ActorItem{
		{"a", "the Kenyan police", "", "2019-05-03", code("KEN"), code("COP")},
		{"b", "passers-by", "", "", code(""), code("UNK")},
		{"c/1", "Kenya", "Kenya warned the United Nations.", "", code("KEN"), code("GOV")},
		{"c/2", "United Nations", "Kenya warned the United Nations.", "", code("IGO"), nil},
	}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Fatalf("items (-want +got):\n%s", diff)
	}
	w := wiring(t)
	codes := ResolveActors(NewMentionResolver(w.world), items)
	s := ScoreActors(items, codes)
	if s.Country != (Share{4, 4}) || s.Sector != (Share{2, 3}) {
		t.Errorf("scores\n%s%v", s, codes)
	}
	if text := s.Errors(5); !strings.Contains(text, `"Kenya"`) || strings.Count(text, "\n") != 1 {
		t.Errorf("errors\n%s", text)
	}
}

func TestMentionResolver(t *testing.T) {
	w := wiring(t)
	r := NewMentionResolver(w.world)
	cases := []struct{ phrase, day, name, sector, iso3 string }{
		{"Angela Merkel", "2015-02-01", "Angela Merkel", "GOV", "DEU"},
		{"Angela Merkel", "2023-02-01", "Angela Merkel", "ELI", "DEU"},
		{"an American", "", "United States", "", "USA"},
		{"the European Union", "", "European Union", "IGO", "EUR"},
		{"UN Security Council", "", "United Nations Security Council", "IGO", "UNO"},
		{"the former foreign minister", "", "", "ELI", ""},
		{"passers-by", "", "", "", ""},
		{"", "", "", "", ""},
		{"Kenya", "some day", "Kenya", "", "KEN"},
	}
	for _, c := range cases {
		ref, sector, iso3 := r.Resolve(c.phrase, "", c.day)
		if ref.Name != c.name || sector != c.sector || iso3 != c.iso3 {
			t.Errorf("%q on %q: %q %q %q, want %q %q %q", c.phrase, c.day, ref.Name, sector, iso3, c.name, c.sector, c.iso3)
		}
	}
}
