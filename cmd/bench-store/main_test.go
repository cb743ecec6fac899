package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
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

func TestPrintResults(t *testing.T) {
	var b bytes.Buffer
	answers := make([]timing, len(questions))
	answers[0] = timing{Cold: []float64{1, 2, 30}, Warm: []float64{1}}
	answers[1] = timing{Err: "> 20s"}
	err := printResults(&b, 100, []result{{name: "a", load: 1e9, answers: answers}, {name: "b", err: "left out: there is no node"}})
	for _, want := range []string{"a      1.0     100", "b      left out: there is no node", "2.0/30.0", "> 20s"} {
		if err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%v; no %q in\n%s", err, want, b.String())
		}
	}
}
