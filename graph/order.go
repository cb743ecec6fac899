package graph

import (
	"cmp"

	"github.com/cayleygraph/quad"
)

// compareQuads orders quads as their lines in N-Quads sort byte by byte.
func compareQuads(a, b quad.Quad) int {
	return cmp.Or(
		compareValues(a.Subject, b.Subject),
		compareValues(a.Predicate, b.Predicate),
		compareValues(a.Object, b.Object),
		compareValues(a.Label, b.Label),
	)
}

func compareValues(a, b quad.Value) int {
	x, ok := a.(quad.IRI)
	y, ok2 := b.(quad.IRI)
	if ok && ok2 && x == y { // the usual case, without making strings
		return 0
	}
	return cmp.Compare(quad.StringOf(a), quad.StringOf(b))
}
