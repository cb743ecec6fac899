package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
)

// TestQuestions: the file is the same each time, and all ten questions have
// answers in it, the same in two stores.
func TestQuestions(t *testing.T) {
	var text, again bytes.Buffer
	articles, quads, err := writeNews(&text, 80_000)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := writeNews(&again, 80_000); err != nil || !bytes.Equal(text.Bytes(), again.Bytes()) {
		t.Errorf("the file differs; %v", err)
	}
	counts := map[string][2]int{}
	for i, dsn := range []string{"mem:", "pebble:" + filepath.Join(t.TempDir(), "store")} {
		s, err := graph.Open(t.Context(), dsn, graph.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := s.Import(t.Context(), graph.Read(bytes.NewReader(text.Bytes()), "news")); err != nil || int(n) != quads {
			t.Fatalf("%s: %d of %d quads went in; %v", dsn, n, quads, err)
		}
		for _, q := range questions {
			for round := range rounds {
				n, err := askStore(s)(t.Context(), asked(q.gizmo, round, articles, `"`), 0)
				if err != nil {
					t.Fatalf("%s: %v", q.name, err)
				}
				c := counts[q.name]
				c[i] += n
				counts[q.name] = c
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, q := range questions {
		if c := counts[q.name]; c[0] == 0 || c[0] != c[1] {
			t.Errorf("%s: %d rows in memory, %d on disk", q.name, c[0], c[1])
		}
		if strings.Contains(asked(q.gizmo+q.sparql, 1, articles, ""), "$") {
			t.Errorf("%s: not all that it asks about is filled in", q.name)
		}
	}
}

// TestSaved: every saved query is asked something, and all those that the news
// are about have answers.
func TestSaved(t *testing.T) {
	s, articles := newsStore(t, 20_000)
	defer s.Close()
	set, err := queries.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range set.All() {
		rows := 0
		for round := range 2 {
			n, err := runSaved(t.Context(), s, q, round, articles)
			if err != nil {
				t.Errorf("%s: %v", q.Name, err)
			}
			rows += n
		}
		none := q.Name == "sanctions" || q.Name == "joint-statements"
		if (rows == 0) != none {
			t.Errorf("%s: %d rows", q.Name, rows)
		}
	}
	if len(savedArgs) != len(set.All()) {
		t.Errorf("%d queries are asked something, of %d", len(savedArgs), len(set.All()))
	}
}

// newsStore is a store in memory with about so many quads.
func newsStore(t *testing.T, quads int) (s *graph.Store, articles int) {
	t.Helper()
	var text bytes.Buffer
	articles, _, err := writeNews(&text, quads)
	if err != nil {
		t.Fatal(err)
	}
	s, err = graph.Open(t.Context(), "mem:", graph.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(t.Context(), graph.Read(&text, "news")); err != nil {
		t.Fatal(err)
	}
	return s, articles
}

// TestDigest: it tells the same quads from others, and does not mind how they
// came in.
func TestDigest(t *testing.T) {
	digestOf := func(graphs ...graph.Graph) string {
		t.Helper()
		s, err := graph.Open(t.Context(), "mem:", graph.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for _, g := range graphs {
			if _, err := s.Put(t.Context(), []graph.Graph{g}); err != nil {
				t.Fatal(err)
			}
		}
		sum, err := digest(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	fact := func(s, o, l quad.IRI) graph.Graph {
		return graph.Graph{Label: l, Quads: []quad.Quad{quad.Make(s, quad.IRI("ir:met"), o, l)}}
	}
	a, b := fact("ir:A", "ir:B", "art:1"), fact("ir:B", "ir:C", "art:2")
	if digestOf(a, b) != digestOf(b, a) {
		t.Error("the order in which graphs came in shows")
	}
	for name, graphs := range map[string][]graph.Graph{
		"one less":     {a},
		"other object": {a, fact("ir:B", "ir:D", "art:2")},
		"other label":  {a, fact("ir:B", "ir:C", "art:3")},
	} {
		if digestOf(graphs...) == digestOf(a, b) {
			t.Errorf("%s makes no difference", name)
		}
	}
}

func TestPrintResults(t *testing.T) {
	var b bytes.Buffer
	answers := make([]timing, len(questions))
	for i, q := range questions {
		answers[i].Name = q.name
	}
	answers[0] = timing{Name: "meetings", Cold: []float64{1, 2, 30}, Warm: []float64{1}}
	answers[1] = timing{Name: "stances-of", Err: "> 20s"}
	err := printResults(&b, 100, []result{{name: "a", load: 1e9, answers: answers}, {name: "b", err: "left out: there is no node"}})
	for _, want := range []string{"a      1.0     100", "b      left out: there is no node", "2.0/30.0", "> 20s"} {
		if err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%v; no %q in\n%s", err, want, b.String())
		}
	}
}

// TestTake: what rivals.mjs prints line by line is taken, and questions that it
// never came to have a word for that, in their order.
func TestTake(t *testing.T) {
	var r result
	answered, stuck := r.take(strings.NewReader(`{"Seconds": 1.5, "Quads": 7}`+"\n"+`{"Name": "facts", "Cold": [2], "Rows": 3}`+"\n"), func() {})
	if r.load != 1500*time.Millisecond || stuck {
		t.Errorf("loaded in %v, stuck %v", r.load, stuck)
	}
	for i, a := range inOrder(answered) {
		came := a.Name == "facts" && a.Rows == 3 && a.Err == ""
		if a.Name != questions[i].name || !came && a.Err != "> 1m0s" {
			t.Errorf("answer %d is %+v", i, a)
		}
	}
	for _, q := range nodeQuestions(100) {
		if len(q.Rounds) != rounds || q.Rounds[0].About["R"] != articleID(0) || strings.Contains(q.Rounds[1].Text, "$") {
			t.Errorf("%s is asked about %+v", q.Name, q.Rounds)
		}
	}
}
