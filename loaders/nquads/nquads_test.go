package nquads_test

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	format "github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/nquads"
)

// read is a plain reader of quads that keeps to the form of its errors.
func read(r io.Reader, name string) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		lines := bufio.NewScanner(r)
		for n := 1; lines.Scan(); n++ {
			q, err := format.Parse(lines.Text())
			if err != nil {
				err = fmt.Errorf("%s:%d: %w", name, n, err)
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.nq")
	content := `<ir:Peru> <ir:met> <ir:Chile> <art:1> .
<ir:Peru> <rdfs:label> "Peru\n\"x\"" <graph:actors> .
<this is no quad
<ev:1> <rdf:type> <ir:Event> <art:1> .
<ir:Peru> <ir:met> <ir:Chile> .
<ir:x> <ir:score> "0.5"^^<schema:Float> <graph:actors> .`
	for name, text := range map[string]string{path: content, filepath.Join(dir, "notes.txt"): "not read"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	src, err := nquads.Files([]string{dir}, nil, read)
	if err != nil {
		t.Fatal(err)
	}
	var got []loaders.Graph
	var rejects []string
	for g, err := range src.Graphs(t.Context()) {
		if err != nil {
			rejects = append(rejects, strings.TrimPrefix(err.Error(), path))
			continue
		}
		got = append(got, g)
	}
	q := quad.MakeIRI
	want := []loaders.Graph{
		{Label: "art:1", Statements: 1, Quads: []quad.Quad{q("ir:Peru", "ir:met", "ir:Chile", "art:1"), q("ev:1", "rdf:type", "ir:Event", "art:1")}},
		{Label: "graph:actors", Quads: []quad.Quad{
			{Subject: quad.IRI("ir:Peru"), Predicate: quad.IRI("rdfs:label"), Object: quad.String("Peru\n\"x\""), Label: quad.IRI("graph:actors")},
			{Subject: quad.IRI("ir:x"), Predicate: quad.IRI("ir:score"), Object: quad.Float(0.5), Label: quad.IRI("graph:actors")},
		}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("graphs (-want +got):\n%s", d)
	}
	if len(rejects) != 2 || !strings.HasPrefix(rejects[0], ":3: ") || rejects[1] != ": the quad has no label, so it would belong to no graph" {
		t.Errorf("rejects: %q", rejects)
	}
}

func TestFilesStopEarly(t *testing.T) {
	src, err := nquads.Files([]string{"-"}, strings.NewReader("<x\n<y\n<a> <b> <c> <d> ."), read)
	if err != nil {
		t.Fatal(err)
	}
	for range src.Graphs(t.Context()) {
		break // a second yield after this would panic
	}
}
