package loaders_test

import (
	"context"
	"errors"
	"iter"
	"maps"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
)

// quads is a source of quads; one without a label stands for a broken line.
type quads []quad.Quad

func (qs quads) Quads(context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range qs {
			var err error
			if q.Label == nil {
				err = &loaders.RecordError{Source: "f.nq", Position: "3:1", Reason: "broken"}
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

// importer is a store that takes quads too.
type importer struct {
	store
	imported []quad.Quad
	fail     error
}

func (s *importer) Labels(context.Context) (map[quad.IRI]bool, error) {
	labels := map[quad.IRI]bool{}
	for l := range maps.Keys(s.graphs) {
		labels[l] = true
	}
	return labels, nil
}

func (s *importer) ImportGraphs(_ context.Context, in iter.Seq2[quad.Quad, error], reject func(*loaders.RecordError)) (n int64, err error) {
	for q, err := range in {
		switch {
		case err != nil:
			return n, err
		case q.Label == quad.Value(quad.IRI("art:unstorable")):
			reject(&loaders.RecordError{Source: "art:unstorable", Reason: "no place for it"})
			continue
		}
		s.imported = append(s.imported, q)
		n++
	}
	return n, s.fail
}

func TestLoadQuads(t *testing.T) {
	q := quad.MakeIRI
	event := q("ev:1", "rdf:type", "ir:Event", "art:new")
	s := &importer{store: store{graphs: map[quad.IRI][]quad.Quad{
		"art:old": {q("a", "b", "c", "art:old")}, "art:same": {q("a", "b", "d", "art:same")}, "art:other": {q("x", "y", "z", "art:other")},
	}}}
	src := quads{
		event, q("a", "b", "e", "art:old"), {}, q("a", "b", "d", "art:same"), q("a", "b", "c", "art:new2"),
		q("ev:2", "rdf:type", "ir:Event", "art:unstorable"), q("a", "b", "f", "art:old"), q("a", "b", "c", "art:new"),
	}
	report, err := loaders.LoadQuads(t.Context(), s, src, loaders.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := loaders.Report{Read: 4, Added: 2, Replaced: 1, Unchanged: 1, Repeated: []string{}, Statements: 1, QuadsAdded: 5, QuadsRemoved: 1, Rejects: 2}
	if d := cmp.Diff(want, report, ignoreSeconds); d != "" {
		t.Errorf("report (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]quad.Quad{event, src[4], src[7]}, s.imported); d != "" {
		t.Errorf("imported (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]quad.Quad{src[1], src[6]}, s.graphs["art:old"]); d != "" {
		t.Errorf("replaced (-want +got):\n%s", d)
	}
}

func TestLoadQuadsFails(t *testing.T) {
	mine := errors.New("mine")
	s := &importer{fail: mine}
	if _, err := loaders.LoadQuads(t.Context(), s, quads{quad.MakeIRI("a", "b", "c", "g")}, loaders.Options{}); !errors.Is(err, mine) {
		t.Errorf("got error %v", err)
	}
}
