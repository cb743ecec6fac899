package graph

import (
	"cmp"
	"strings"

	"github.com/cayleygraph/quad"
)

// compareQuads orders quads as their lines in N-Quads sort byte by byte.
func compareQuads(a, b quad.Quad) int {
	if c := compareValues(a.Subject, b.Subject); c != 0 {
		return c
	}
	if c := compareValues(a.Predicate, b.Predicate); c != 0 {
		return c
	}
	if c := compareValues(a.Object, b.Object); c != 0 {
		return c
	}
	return compareValues(a.Label, b.Label)
}

// compareValues compares as the values are written, and writes only those that
// are not IRIs.
func compareValues(a, b quad.Value) int {
	x, ok := a.(quad.IRI)
	y, ok2 := b.(quad.IRI)
	if ok && ok2 {
		return compareIRIs(string(x), string(y))
	}
	if c := cmp.Compare(firstByte(a), firstByte(b)); c != 0 {
		return c
	}
	return strings.Compare(quad.StringOf(a), quad.StringOf(b))
}

// compareIRIs takes into account that an angle bracket follows each.
func compareIRIs(a, b string) int {
	n := min(len(a), len(b))
	if c := strings.Compare(a[:n], b[:n]); c != 0 || len(a) == len(b) {
		return c
	}
	if len(a) < len(b) {
		return cmp.Compare('>', b[n])
	}
	return cmp.Compare(a[n], '>')
}

func firstByte(v quad.Value) byte {
	switch v.(type) {
	case nil:
		return 0
	case quad.IRI:
		return '<'
	case quad.BNode:
		return '_'
	}
	return '"'
}
