package main

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp/train"
)

// The teacher's table is whole, and what it says of a word lies on the candidates of a
// sentence.
func TestTold(t *testing.T) {
	told, err := readTold(rolesFile)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(classesOf(told)); len(told) < 100_000 || n < 40 {
		t.Errorf("%d reports and %d classes, want more", len(told), n)
	}
	r, err := parseTold("7\t20\t0a1b2c3d\t5-11:met=90,visited=4 0-4:97,, 12-16:,60,30")
	if err != nil {
		t.Fatal(err)
	}
	span := func(at, from, to int) extract.Candidate {
		return extract.Candidate{At: at, Span: extract.Span{From: from, To: to}}
	}
	got := r.lay(extract.Candidates{
		Forms:   []string{"Peru", "met", "Chad", "there"},
		Words:   []extract.Candidate{span(1, 5, 11), span(3, 17, 20)},
		Phrases: []extract.Candidate{span(0, 0, 4), span(2, 12, 16), span(3, 17, 20)},
	}, map[string]int{"none": 0, "met": 1, "visited": 2})
	want := train.RoledSentence{Forms: []string{"Peru", "met", "Chad", "there"}, Words: []train.RoledWord{
		{At: 1, As: 1, Classes: map[int]float32{0: 0.06, 1: 0.9, 2: 0.04}, Phrases: []train.RoledPhrase{
			{At: 0, Roles: []float32{0.03, 0.97, 0, 0}}, {At: 2, Roles: []float32{0.1, 0, 0.6, 0.3}}, {At: 3, Roles: []float32{1, 0, 0, 0}},
		}},
		{At: 3, Classes: map[int]float32{0: 1}},
	}}
	near := cmp.Comparer(func(a, b float32) bool { return a-b < 1e-5 && b-a < 1e-5 })
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Error(diff)
	}
}

func TestToldErrors(t *testing.T) {
	for line, want := range map[string]string{
		"7\t20\tabc":                         "3 columns",
		"x\t20\tabc\t":                       "invalid syntax",
		"7\t20\tabc\t5:met=90":               "from-to",
		"7\t20\tabc\t5-9:met=900":            "share",
		"7\t20\tabc\t5-9:met=90 0-4:97,":     "want 3",
		"7\t20\tabc\t5-9:met=90 0-4:97,a,":   "share",
		"7\t20\tabc\t5-9:met=90 0-4:,,;what": "share",
	} {
		_, err := readTold(packed(line))
		namesLine(t, line, err, want)
	}
}

// packed is a teacher's table of one line.
func packed(line string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(line + "\n"))
	w.Close()
	return b.Bytes()
}

// namesLine holds the error about the one line of a table to saying so, and what is
// wrong.
func namesLine(t *testing.T, line string, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("%q: error %v, want %q", line, err, want)
	}
}
