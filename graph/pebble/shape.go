package pebble

import (
	"context"
	"reflect"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"

	"github.com/entente-kg/entente/graph/shapes"
)

var _ shape.Optimizer = (*Quads)(nil)

// linksShape is links before it is built.
type linksShape struct {
	q      *Quads
	want   pattern
	result int
	conds  [4]shape.Shape
	save   [4][]string
	once   bool
}

func (s *linksShape) BuildIterator(qs graph.QuadStore) graph.Iterator {
	l := &links{q: s.q, want: s.want, result: s.result, save: s.save, once: s.once}
	for i, c := range s.conds {
		if c != nil {
			l.conds[i] = graph.AsShape(c.BuildIterator(qs))
		}
	}
	return graph.NewLegacy(l, nil)
}

func (s *linksShape) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

// OptimizeShape makes one scan of an index of the steps and filters of a query,
// and looks at each node once where the query wants it once.
func (q *Quads) OptimizeShape(s shape.Shape) (shape.Shape, bool) {
	switch s := s.(type) {
	case shape.QuadsAction:
		return q.ofAction(s)
	case shape.Quads:
		if l, ok := q.ofFilters(s); ok {
			return l, true
		}
	case shape.NodesFrom:
		end := endOf(s.Dir)
		if l, ok := s.Quads.(*linksShape); ok && l.result == noEnd && end != noEnd {
			nodes := *l
			nodes.result = end
			return &nodes, true
		}
	case shape.Intersect:
		if s, ok := ofIntersect(s); ok {
			return s, true
		}
		return q.ofValues(s)
	case shape.Unique:
		if l, ok := s.From.(*linksShape); ok && isTagFree(l) {
			return once(l), true
		}
	}
	return shapes.Repair(s)
}

func (q *Quads) ofAction(a shape.QuadsAction) (shape.Shape, bool) {
	l := &linksShape{q: q, result: endOf(a.Result)}
	if l.result == noEnd {
		return a, false
	}
	for d, ref := range a.Filter {
		node, ok := ref.(Node)
		if end := endOf(d); ok && end != noEnd {
			l.want[end] = uint64(node)
		} else {
			return a, false
		}
	}
	for d, tags := range a.Save {
		end := endOf(d)
		if end == noEnd {
			return a, false
		}
		l.save[end] = tags
	}
	return l, true
}

func (q *Quads) ofFilters(filters shape.Quads) (shape.Shape, bool) {
	l := &linksShape{q: q, result: noEnd}
	for _, f := range filters {
		end := endOf(f.Dir)
		if end == noEnd || shape.IsNull(f.Values) {
			return filters, false
		}
		if ref, ok := shape.One(f.Values); ok {
			if node, ok := ref.(Node); ok && l.want[end] == 0 {
				l.want[end] = uint64(node)
				continue
			}
		}
		if s, ok := f.Values.(shape.Save); ok {
			if _, ok := s.From.(shape.AllNodes); ok {
				l.save[end] = append(l.save[end], s.Tags...)
				continue
			}
		}
		if l.conds[end] != nil {
			return filters, false
		}
		l.conds[end] = walked(f.Values)
	}
	return l, true
}

func ofIntersect(s shape.Intersect) (shape.Shape, bool) {
	for i, c := range s {
		w, ok := walked(c).(walkedShape)
		if ok {
			s = slices.Clone(s)
			s[i] = w
			return s, true
		}
	}
	return s, false
}

// walked marks FollowRecursive, which Cayley gives as a function that builds
// an iterator. Asked about a node, that iterator would walk the whole way again
// and mix up the tags, so it has to be the one that is walked.
func walked(s shape.Shape) shape.Shape {
	if reflect.TypeOf(s).Kind() == reflect.Func {
		return walkedShape{s}
	}
	return s
}

type walkedShape struct{ shape.Shape }

func (s walkedShape) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s walkedShape) BuildIterator(qs graph.QuadStore) graph.Iterator {
	it := s.Shape.BuildIterator(qs)
	if _, ok := it.(*iterator.Recursive); !ok {
		return it
	}
	return graph.NewLegacy(&walk{graph.AsShape(it)}, nil)
}

type walk struct{ graph.IteratorShape }

func (w *walk) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	w.IteratorShape, _ = w.IteratorShape.Optimize(ctx)
	return w, false
}

func (w *walk) Stats(context.Context) (graph.IteratorCosts, error) {
	return graph.IteratorCosts{NextCost: seekCost, ContainsCost: 1 << 30, Size: graph.Size{Size: 1000}}, nil
}

// once is the shape for those who want each of its nodes once. What its
// conditions hold matters then, and not how often.
func once(s shape.Shape) shape.Shape {
	switch s := s.(type) {
	case *linksShape:
		l := *s
		l.once = true
		for i, c := range l.conds {
			if c != nil {
				l.conds[i] = once(c)
			}
		}
		return &l
	case *valuedShape:
		v := *s
		v.once = true
		return &v
	case shape.Intersect:
		out := make(shape.Intersect, len(s))
		for i, c := range s {
			out[i] = once(c)
		}
		return out
	case shape.Union:
		out := make(shape.Union, len(s))
		for i, c := range s {
			out[i] = once(c)
		}
		return shape.Unique{From: out}
	}
	return s
}

// isTagFree knows shapes that set no tags.
func isTagFree(s shape.Shape) bool {
	switch s := s.(type) {
	case *linksShape:
		for i, c := range s.conds {
			if len(s.save[i]) > 0 || c != nil && !isTagFree(c) {
				return false
			}
		}
		return true
	case *valuedShape:
		return true
	case shape.Intersect:
		return allTagFree(s)
	case shape.Union:
		return allTagFree(s)
	case shape.Filter:
		return isTagFree(s.From)
	case shape.Unique:
		return isTagFree(s.From)
	case shape.Except:
		return (s.From == nil || isTagFree(s.From)) && isTagFree(s.Exclude)
	case shape.Fixed, shape.AllNodes, shape.Null:
		return true
	}
	return false
}

func allTagFree(list []shape.Shape) bool {
	for _, s := range list {
		if !isTagFree(s) {
			return false
		}
	}
	return true
}
