package lemma

import (
	"bytes"
	"testing"
)

func sample() *Rules {
	return &Rules{
		Table: map[string]string{"VERB|VBD left": "leave", "NOUN|NNS people": "people"},
		Suffixes: map[string]Action{
			"NOUN|NNS ": {Cut: 1}, "NOUN|NNS ies": {Cut: 3, Add: "y"}, "ADJ|JJ|C ": {Keep: true}, "VERB|VBD ed": {Cut: 2},
		},
	}
}

func TestOf(t *testing.T) {
	r := sample()
	for _, c := range [][4]string{
		{"left", "VERB", "VBD", "leave"},
		{"treaties", "NOUN", "NNS", "treaty"},
		{"bases", "NOUN", "NNS", "base"},
		{"Kenyan", "ADJ", "JJ", "Kenyan"},
		{"Lima", "PROPN", "NNP", "Lima"},
		{"Quickly", "ADV", "RB", "quickly"},
		{"", "ADV", "RB", ""},
		{"...", "NOUN", "NNS", "..."},
		{"ed", "VERB", "VBD", ""},
	} {
		if got := r.Of(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("lemma of %q (%s): %q, want %q", c[0], c[2], got, c[3])
		}
	}
}

func TestFindInvertsApply(t *testing.T) {
	for _, c := range [][2]string{{"cities", "city"}, {"Went", "go"}, {"Kenyan", "Kenyan"}, {"The", "the"}, {"cafés", "café"}, {"caféé", "cafè"}} {
		if got := Find(c[0], c[1]).Apply(c[0]); got != c[1] {
			t.Errorf("%q became %q, want %q", c[0], got, c[1])
		}
	}
}

func TestEncodeDecode(t *testing.T) {
	data := sample().Encode()
	r, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if again := r.Encode(); !bytes.Equal(again, data) {
		t.Errorf("round trip gives\n%s, want\n%s", again, data)
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, data := range []string{"+no value\n", "=X\n\n", "-s\tx\ty\n", "?\t\n", "-s\t-1\t\n"} {
		if _, err := Decode([]byte(data)); err == nil {
			t.Errorf("%q: no error", data)
		}
	}
}

// FuzzDecode wants an error or usable rules of any bytes.
func FuzzDecode(f *testing.F) {
	f.Add(string(sample().Encode()), "Treaties")
	f.Fuzz(func(t *testing.T, data, form string) {
		if r, err := Decode([]byte(data)); err == nil {
			r.Of(form, "NOUN", "NNS")
		}
	})
}
