package pebble

import (
	"context"
	"math/bits"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
)

// valuedShape is valued before it is built.
type valuedShape struct {
	q      *Quads
	of     uint64         // the predicate
	pass   []shape.Filter // of all nodes
	once   bool
	column *column
}

func (s *valuedShape) Optimize(shape.Optimizer) (shape.Shape, bool) { return s, false }

func (s *valuedShape) BuildIterator(qs graph.QuadStore) graph.Iterator {
	v := &valued{q: s.q, once: s.once, column: s.column}
	v.want[predicate] = s.of
	for _, f := range s.pass {
		v.pass = append(v.pass, graph.AsShape(f.BuildIterator(qs)))
	}
	return graph.NewLegacy(v, nil)
}

// mostFilters is how many there are at most, as many as a verdict has bits.
const mostFilters = 32

// valuedOf reads a step as one that asks for subjects whose value of one
// predicate passes a filter.
func valuedOf(s shape.Shape) (*valuedShape, bool) {
	l, ok := s.(*linksShape)
	if !ok || l.result != subject || (&links{save: l.save}).hasTags() {
		return nil, false
	}
	want := pattern{predicate: l.want[predicate]}
	if l.want != want || want[predicate] == 0 || l.conds[subject] != nil || l.conds[label] != nil {
		return nil, false
	}
	f, ok := l.conds[object].(shape.Filter)
	if !ok {
		return nil, false
	}
	if _, ok := f.From.(shape.AllNodes); !ok {
		return nil, false
	}
	return &valuedShape{q: l.q, of: want[predicate], pass: []shape.Filter{f}, once: l.once}, true
}

// ofValues makes one condition of all those on values of one predicate. Where
// so many nodes would be asked for their values that it pays, the values that
// pass are looked for first.
func (q *Quads) ofValues(s shape.Intersect) (shape.Shape, bool) {
	var out shape.Intersect
	at := map[uint64]*valuedShape{}
	rest := q.guessNodes(s)
	for _, c := range s {
		v, ok := valuedOf(c)
		if !ok {
			out = append(out, c)
			continue
		}
		if known := at[v.of]; known != nil && len(known.pass) < mostFilters {
			known.pass = append(known.pass, v.pass...)
			continue
		}
		at[v.of] = v
		out = append(out, v)
	}
	if len(at) == 0 {
		return s, false
	}
	for of, v := range at {
		v.column = q.column(of, rest)
	}
	if len(out) == 1 {
		return out[0], true
	}
	return out, true
}

// unknown is a size of which nothing is known.
const unknown = int64(-1)

// guessNodes is about how many nodes there are to ask for their values: those
// of the smallest part of the intersection; unknown where that could be any
// number.
func (q *Quads) guessNodes(s shape.Intersect) int64 {
	least := int64(1) << 62
	for _, c := range s {
		if _, ok := valuedOf(c); ok {
			continue
		}
		n := q.guessSize(c)
		if n == unknown {
			return unknown
		}
		least = min(least, n)
	}
	return least
}

// guessSize is at most about how many nodes a shape gives.
func (q *Quads) guessSize(s shape.Shape) int64 {
	switch s := s.(type) {
	case shape.Fixed:
		return int64(len(s))
	case shape.Save:
		return q.guessSize(s.From)
	case shape.Unique:
		return q.guessSize(s.From)
	case shape.Filter:
		return q.guessSize(s.From)
	case shape.Intersect:
		return q.guessNodes(s)
	case shape.AllNodes:
		c, err := q.counters()
		q.note(err)
		return c.nodes
	case *linksShape:
		return q.guessLinks(s)
	case *valuedShape:
		size, err := q.sizeOfPattern(pattern{predicate: s.of})
		q.note(err)
		return size.Size
	}
	return unknown
}

func (q *Quads) guessLinks(l *linksShape) int64 {
	size, err := q.sizeOfPattern(l.want)
	q.note(err)
	n := size.Size
	for end, c := range l.conds {
		if c == nil {
			continue
		}
		fixed, ok := c.(shape.Fixed)
		if !ok || len(fixed) > fanOut {
			return unknown
		}
		sum := int64(0)
		for _, ref := range fixed {
			want := l.want
			if node, ok := ref.(Node); ok {
				want[end] = uint64(node)
			}
			size, err := q.sizeOfPattern(want)
			q.note(err)
			sum += size.Size
		}
		n = min(n, sum)
	}
	return n
}

// valued iterates over the subjects that have, for each of some filters, a
// value of one predicate that passes it. A subject has as many paths as And of
// one condition for each filter would give it.
//
// Many subjects share few values (dates, numbers), so each value is judged once.
type valued struct {
	q      *Quads
	want   pattern // the predicate
	pass   []graph.IteratorShape
	once   bool
	column *column // nil where it is not known

	costs *graph.IteratorCosts
	good  *passing
}

// passing are the values that pass all filters, and about how many subjects
// have one of them.
type passing struct {
	values []uint64
	nodes  int64
}

func (v *valued) String() string                      { return "Valued" }
func (v *valued) SubIterators() []graph.IteratorShape { return v.pass }
func (v *valued) Lookup() graph.Index                 { return &valuedIndex{valued: v, verdicts: v.judge()} }

// Optimize leaves the filters as they are: they are only asked.
func (v *valued) Optimize(context.Context) (graph.IteratorShape, bool) { return v, false }

func (v *valued) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	if v.costs != nil {
		return *v.costs, nil
	}
	size, err := v.q.sizeOfPattern(v.want)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	costs := graph.IteratorCosts{NextCost: nextCost, ContainsCost: seekCost + fanOut, Size: graph.Size{Size: size.Size}}
	if len(v.pass) > 1 && v.column == nil {
		costs.NextCost += costs.ContainsCost
	}
	if v.column != nil {
		good, err := v.passing(ctx)
		if err != nil {
			return costs, err
		}
		costs.Size.Size = good.nodes
	}
	v.costs = &costs
	return costs, nil
}

// passing judges all values of the column.
func (v *valued) passing(ctx context.Context) (good *passing, err error) {
	if v.good != nil {
		return v.good, nil
	}
	judge := v.judge()
	defer func() { err = join(err, judge.close()) }()
	good = &passing{nodes: int64(len(v.column.several))}
	for _, value := range v.column.values {
		verdict, err := judge.judged(ctx, value.id)
		if err != nil {
			return nil, err
		}
		if verdict == judge.all() {
			good.values = append(good.values, value.id)
			good.nodes += value.quads
		}
	}
	v.good = good
	return good, nil
}

// verdicts tell which filters a value passes, a bit for each, and remember it.
type verdicts struct {
	filters []graph.Index
	known   map[uint64]uint32
}

// mostVerdicts is how many are remembered.
const mostVerdicts = 1 << 17

func (v *valued) judge() *verdicts {
	j := &verdicts{known: map[uint64]uint32{}}
	for _, f := range v.pass {
		j.filters = append(j.filters, f.Lookup())
	}
	return j
}

func (j *verdicts) all() uint32 { return 1<<len(j.filters) - 1 }

// of is the verdict on a value.
func (j *verdicts) of(ctx context.Context, value uint64) (uint32, error) {
	if verdict, ok := j.known[value]; ok {
		return verdict, nil
	}
	verdict, err := j.judged(ctx, value)
	if err != nil {
		return 0, err
	}
	if len(j.known) >= mostVerdicts {
		clear(j.known)
	}
	j.known[value] = verdict
	return verdict, nil
}

func (j *verdicts) judged(ctx context.Context, value uint64) (verdict uint32, err error) {
	for i, f := range j.filters {
		if f.Contains(ctx, Node(value)) {
			verdict |= 1 << i
		}
		if err := f.Err(); err != nil {
			return 0, err
		}
	}
	return verdict, nil
}

func (j *verdicts) close() error {
	var err error
	for _, f := range j.filters {
		err = join(err, f.Close())
	}
	return err
}

// valuedIndex tells whether a node has the values.
type valuedIndex struct {
	*valued
	verdicts *verdicts
	scan     scan
	work     int
	result   graph.Ref
	repeat   int // paths of the result that are left
	err      error
}

func (x *valuedIndex) Contains(ctx context.Context, ref graph.Ref) bool {
	x.repeat = 0
	node, ok := ref.(Node)
	if !ok || x.err != nil {
		return false
	}
	want := x.want
	want[subject] = uint64(node)
	x.scan.open(x.q, want)
	passed, paths := uint32(0), 1-len(x.pass)
	for {
		e, ok := x.scan.next()
		if !ok {
			break
		}
		verdict, err := x.verdicts.of(ctx, e[object])
		if err != nil {
			x.err = err
			return false
		}
		passed |= verdict
		paths += bits.OnesCount32(verdict)
		if x.work++; x.work&1023 == 0 && ctx.Err() != nil {
			x.err = context.Cause(ctx)
			return false
		}
	}
	if x.err = x.scan.err; x.err != nil || passed != x.verdicts.all() {
		return false
	}
	x.result, x.repeat = node, paths-1
	return true
}

func (x *valuedIndex) NextPath(context.Context) bool {
	if x.once || x.repeat == 0 || x.err != nil {
		return false
	}
	x.repeat--
	return true
}

func (x *valuedIndex) String() string                  { return "ValuedIndex" }
func (x *valuedIndex) TagResults(map[string]graph.Ref) {}
func (x *valuedIndex) Result() graph.Ref               { return x.result }
func (x *valuedIndex) Err() error                      { return x.err }
func (x *valuedIndex) Close() error                    { return join(x.scan.close(), x.verdicts.close()) }

func (v *valued) Iterate() graph.Scanner {
	return &valuedScan{valuedIndex: valuedIndex{valued: v, verdicts: v.judge()}, seen: map[uint64]struct{}{}}
}

// valuedScan walks the quads of the predicate, or where the column is known
// those of the values that pass, and then the subjects with several values.
type valuedScan struct {
	valuedIndex
	quads   scan
	begun   bool
	values  []uint64 // to be walked yet, where the column is known
	several []uint64 // to be asked yet
	seen    map[uint64]struct{}
}

func (s *valuedScan) Next(ctx context.Context) bool {
	s.repeat = 0
	if !s.begun {
		s.begin(ctx)
	}
	for s.err == nil {
		if s.work++; s.work&1023 == 0 && ctx.Err() != nil {
			s.err = context.Cause(ctx)
			return false
		}
		e, ok := s.quads.next()
		switch {
		case ok && s.column == nil:
			if s.first(ctx, e) {
				return true
			}
		case ok:
			if !s.column.isSeveral(e[subject]) {
				s.result = Node(e[subject])
				return true
			}
		case s.quads.err != nil:
			s.err = s.quads.err
		case len(s.values) > 0:
			want := s.want
			want[object], s.values = s.values[0], s.values[1:]
			s.quads.open(s.q, want)
		case len(s.several) > 0:
			node := s.several[0]
			s.several = s.several[1:]
			if s.Contains(ctx, Node(node)) {
				return true
			}
		default:
			return false
		}
	}
	return false
}

func (s *valuedScan) begin(ctx context.Context) {
	s.begun = true
	if s.column == nil {
		s.quads.open(s.q, s.want)
		return
	}
	good, err := s.passing(ctx)
	if s.err = err; err == nil {
		s.values, s.several = good.values, s.column.several
	}
}

// first takes a subject at the first of its quads.
func (s *valuedScan) first(ctx context.Context, e ends) bool {
	verdict, err := s.verdicts.of(ctx, e[object])
	if s.err = err; err != nil || verdict == 0 {
		return false
	}
	if s.result = Node(e[subject]); len(s.pass) == 1 && !s.once {
		return true // each quad is a path
	}
	if _, ok := s.seen[e[subject]]; ok {
		return false
	}
	s.seen[e[subject]] = struct{}{}
	return len(s.pass) == 1 || s.Contains(ctx, Node(e[subject]))
}

func (s *valuedScan) String() string { return "ValuedScan" }
func (s *valuedScan) Close() error   { return join(s.quads.close(), s.valuedIndex.Close()) }
