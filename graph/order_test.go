package graph

import (
	"cmp"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// TestCompareQuads compares the order of quads with that of their lines.
func TestCompareQuads(t *testing.T) {
	values := []quad.Value{
		quad.IRI("a"), quad.IRI("a1"), quad.IRI("ab"), quad.IRI("aZ"), quad.IRI("b"), quad.IRI("é"), quad.BNode("a"), quad.BNode("ab"),
		quad.String(""), quad.String("a"), quad.String("a!"), quad.String("a\n"), quad.String("<a>"), quad.String("é"),
		quad.LangString{Value: "a", Lang: "en"}, quad.LangString{Value: "a", Lang: "en-GB"}, quad.Int(5), quad.Int(10), quad.Float(5), quad.Bool(true),
		quad.TypedString{Value: "a", Type: "t"},
	}
	labels := append([]quad.Value{nil}, values[:6]...)
	var quads []quad.Quad
	for _, o := range values {
		for _, l := range labels {
			quads = append(quads,
				quad.Quad{Subject: quad.IRI("a"), Predicate: quad.IRI("p"), Object: o, Label: l},
				quad.Quad{Subject: quad.IRI("a1"), Predicate: quad.IRI("p"), Object: o, Label: l})
		}
	}
	for _, a := range quads {
		for _, b := range quads {
			if got, want := cmp.Compare(compareQuads(a, b), 0), strings.Compare(nquad(a), nquad(b)); got != want {
				t.Fatalf("%v and %v: got %d, want %d", a, b, got, want)
			}
		}
	}
}
