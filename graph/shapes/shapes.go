package shapes

import (
	"slices"

	"github.com/cayleygraph/cayley/graph/shape"
)

// Repair gives a shape on which Cayley does not fall over in place of one on
// which it might; ok says that there is one.
func Repair(s shape.Shape) (repaired shape.Shape, ok bool) {
	switch s := s.(type) {
	case shape.Except:
		return except{s}, true
	case shape.Union:
		return union(s)
	}
	return s, false
}

// union leaves out parts that turned out to be empty. Cayley does so only
// before the store's own optimiser has its turn, and then follows a nil pointer.
func union(s shape.Union) (shape.Shape, bool) {
	if !slices.ContainsFunc(s, shape.IsNull) {
		return s, false
	}
	s = slices.DeleteFunc(slices.Clone(s), shape.IsNull)
	switch len(s) {
	case 0:
		return shape.Null{}, true
	case 1:
		return s[0], true
	}
	return s, true
}
