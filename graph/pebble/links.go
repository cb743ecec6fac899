package pebble

import (
	"context"
	"math"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
)

// links iterates over the quads of a pattern, or over the nodes at one of
// their ends, once for each quad. It does in one scan of an index what Cayley
// composes of LinksTo, And and HasA, and makes no object for the quads between.
//
// Ends may have conditions: an iterator that must hold the node at that end.
// The cheapest way is taken: through all quads of the pattern, or from the
// nodes of one condition to their quads.
type links struct {
	q      *Quads
	want   pattern
	result int                    // the end whose node is the result; noEnd: the quad itself
	conds  [4]graph.IteratorShape // by end; nil: any node
	save   [4][]string            // by end: tags that its node gets
	once   bool                   // each node once, with one path to it

	costs *graph.IteratorCosts
}

func nullIterator() graph.Iterator { return iterator.NewNull() }

func (l *links) String() string { return "Links" }

func (l *links) SubIterators() []graph.IteratorShape {
	var subs []graph.IteratorShape
	for _, c := range l.conds {
		if c != nil {
			subs = append(subs, c)
		}
	}
	return subs
}

// Optimize lets the conditions optimise themselves.
func (l *links) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	for i, c := range l.conds {
		if c == nil {
			continue
		}
		c, _ = c.Optimize(ctx)
		if iterator.IsNull2(c) {
			return c, true
		}
		l.conds[i] = c
	}
	return l, false
}

// What things cost, in about the time that the next key of an index takes.
const (
	nextCost = 1
	seekCost = 8
	fanOut   = 8 // quads of one node in a pattern, where nothing is known
	sampled  = 4 // nodes of a long list that are looked at to guess what the list has
)

func (l *links) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	if l.costs != nil {
		return *l.costs, nil
	}
	size, err := l.q.sizeOfPattern(l.want)
	if err != nil {
		return graph.IteratorCosts{}, err
	}
	costs := graph.IteratorCosts{NextCost: nextCost, ContainsCost: seekCost, Size: size}
	for i, c := range l.conds {
		if c == nil {
			continue
		}
		st, err := c.Stats(ctx)
		if err != nil {
			return costs, err
		}
		n, err := l.fanned(c, i, st.Size.Size)
		if err != nil {
			return costs, err
		}
		costs.Size = graph.Size{Size: min(costs.Size.Size, n)}
		costs.NextCost += 1 + st.NextCost/2
		costs.ContainsCost += fanOut * st.ContainsCost
	}
	if l.result != noEnd && l.want[l.result] == 0 && !l.once {
		costs.Size.Exact = costs.Size.Exact && l.conds == [4]graph.IteratorShape{}
	}
	if l.once || l.hasTags() {
		costs.Size.Exact = false
	}
	l.costs = &costs
	return costs, nil
}

// fanned is about how many quads of the pattern have the nodes of a condition.
// Of a long list a few nodes are looked at.
func (l *links) fanned(cond graph.IteratorShape, end int, nodes int64) (int64, error) {
	fixed, ok := fixedNodes(cond)
	if !ok {
		return times(nodes, fanOut), nil
	}
	sum, looked := int64(0), 0
	for i, ref := range fixed {
		if len(fixed) > fanOut && i%(len(fixed)/sampled) != 0 {
			continue
		}
		looked++
		node, ok := ref.(Node)
		want := l.want
		if !ok || want[end] != 0 && want[end] != uint64(node) {
			continue // not a node of ours
		}
		want[end] = uint64(node)
		n, err := l.q.sizeOfPattern(want)
		if err != nil {
			return 0, err
		}
		sum += n.Size
	}
	if looked < len(fixed) {
		sum = times(sum, int64(len(fixed))) / int64(looked)
	}
	return sum, nil
}

// fixedNodes are those of a condition that is a list of nodes, tagged or not.
func fixedNodes(it graph.IteratorShape) ([]graph.Ref, bool) {
	switch it := graph.AsLegacy(it).(type) {
	case *iterator.Fixed:
		return it.Values(), true
	case *iterator.Save:
		if subs := it.AsShape().SubIterators(); len(subs) == 1 {
			return fixedNodes(subs[0])
		}
	}
	return nil, false
}

func (l *links) hasTags() bool {
	for _, tags := range l.save {
		if len(tags) > 0 {
			return true
		}
	}
	return false
}

func times(a, b int64) int64 {
	if a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}

// sizeOfPattern is how many quads have the pattern: exact where few.
func (q *Quads) sizeOfPattern(p pattern) (graph.Size, error) {
	pl, err := q.plan(p)
	if err != nil {
		return graph.Size{}, err
	}
	if pl.given == 0 {
		c, err := q.counters()
		return graph.Size{Size: c.quads, Exact: true}, err
	}
	n, err := q.sizeOf(pl.order, pl.given, ends(p))
	return graph.Size{Size: n, Exact: small(n) && !pl.rest}, err
}

// driver is the end from whose condition to start, noEnd to go through all
// quads of the pattern.
func (l *links) driver(ctx context.Context) int {
	best, bestCost := noEnd, math.Inf(1)
	var contains [4]float64
	total := 0.0
	for i, c := range l.conds {
		if c != nil {
			st, _ := c.Stats(ctx)
			contains[i] = float64(st.ContainsCost)
			total += contains[i]
		}
	}
	if total == 0 {
		return noEnd
	}
	size, err := l.q.sizeOfPattern(l.want)
	if err == nil {
		bestCost = float64(size.Size) * (nextCost + total)
	}
	for i, c := range l.conds {
		if c == nil {
			continue
		}
		st, _ := c.Stats(ctx)
		nodes := float64(st.Size.Size)
		n, err := l.fanned(c, i, st.Size.Size)
		if err != nil {
			continue
		}
		quads := min(float64(n), float64(size.Size))
		cost := nodes*float64(st.NextCost+seekCost) + quads*(nextCost+total-contains[i])
		if cost < bestCost {
			best, bestCost = i, cost
		}
	}
	return best
}

func (l *links) Iterate() graph.Scanner {
	s := &linkScan{links: l, driver: l.driver(context.Background())}
	if s.driver != noEnd {
		s.from = l.conds[s.driver].Iterate()
	}
	if l.once {
		s.seen = map[uint64]struct{}{}
	}
	s.checks = l.lookups(s.driver)
	return s
}

// lookups makes the conditions ready to be asked, but for one.
func (l *links) lookups(but int) (checks [4]graph.Index) {
	for i, c := range l.conds {
		if c == nil || i == but {
			continue
		}
		if list, ok := listOf(c); ok {
			checks[i] = list
		} else {
			checks[i] = c.Lookup()
		}
	}
	return checks
}

// path is the quad that a scan or a lookup stands at.
type path struct {
	*links
	checks [4]graph.Index // the conditions that are asked
	at     ends
}

// holds asks the conditions about a quad.
func (p *path) holds(ctx context.Context, e ends) bool {
	for i, c := range p.checks {
		if c != nil && (e[i] == 0 || !c.Contains(ctx, Node(e[i]))) {
			return false
		}
	}
	for i, tags := range p.save {
		if len(tags) > 0 && e[i] == 0 {
			return false
		}
	}
	return true
}

// nextPath asks the conditions for another path to the same quad.
func (p *path) nextPath(ctx context.Context) bool {
	for _, c := range p.checks {
		if c != nil && c.NextPath(ctx) {
			return true
		}
	}
	return false
}

func (p *path) tag(dst map[string]graph.Ref) {
	for i, tags := range p.save {
		for _, t := range tags {
			dst[t] = Node(p.at[i])
		}
	}
	for _, c := range p.checks {
		if c != nil {
			c.TagResults(dst)
		}
	}
}

func (p *path) checkErr() error {
	for _, c := range p.checks {
		if c != nil && c.Err() != nil {
			return c.Err()
		}
	}
	return nil
}

func (p *path) closeChecks() error {
	var err error
	for _, c := range p.checks {
		if c != nil {
			if err2 := c.Close(); err == nil {
				err = err2
			}
		}
	}
	return err
}

// resultAt is the end of a quad that is asked for, or the quad.
func (l *links) resultAt(e ends) graph.Ref {
	switch {
	case l.result == noEnd:
		return Link(e)
	case e[l.result] == 0:
		return nil
	}
	return Node(e[l.result])
}

// linkScan walks the quads.
type linkScan struct {
	links  *links
	driver int
	from   graph.Scanner // the nodes of the condition that is started from
	scan   scan
	begun  bool
	seen   map[uint64]struct{}
	err    error

	checks [4]graph.Index
	at     ends
}

func (s *linkScan) path() *path { return &path{s.links, s.checks, s.at} }

func (s *linkScan) Next(ctx context.Context) bool {
	for s.err == nil {
		e, ok := s.step(ctx)
		if !ok {
			return false
		}
		if s.seen != nil && s.links.result != noEnd {
			if _, ok := s.seen[e[s.links.result]]; ok {
				continue
			}
		}
		p := path{s.links, s.checks, e}
		if !p.holds(ctx, e) {
			s.err = p.checkErr()
			continue
		}
		if s.seen != nil && s.links.result != noEnd {
			s.seen[e[s.links.result]] = struct{}{}
		}
		s.at = e
		return true
	}
	return false
}

// step gives the next quad, whatever the other conditions say.
func (s *linkScan) step(ctx context.Context) (ends, bool) {
	if !s.begun && s.driver == noEnd {
		s.begun = true
		s.scan.open(s.links.q, s.links.want)
	}
	for {
		if s.begun {
			e, ok := s.scan.next()
			if ok {
				return e, true
			}
			if s.err = s.scan.err; s.err != nil || s.driver == noEnd {
				return e, false
			}
		}
		if !s.from.Next(ctx) {
			s.err = s.from.Err()
			return ends{}, false
		}
		if ctx.Err() != nil { // nobody else looks on long ways
			s.err = context.Cause(ctx)
			return ends{}, false
		}
		node, ok := s.from.Result().(Node)
		want := s.links.want
		if !ok || want[s.driver] != 0 && want[s.driver] != uint64(node) {
			s.begun = false
			continue
		}
		want[s.driver], s.begun = uint64(node), true
		s.scan.open(s.links.q, want)
	}
}

func (s *linkScan) NextPath(ctx context.Context) bool {
	if s.seen != nil {
		return false
	}
	if s.from != nil && s.from.NextPath(ctx) {
		return true
	}
	return s.path().nextPath(ctx)
}

func (s *linkScan) TagResults(dst map[string]graph.Ref) {
	if s.from != nil {
		s.from.TagResults(dst)
	}
	s.path().tag(dst)
}

func (s *linkScan) String() string    { return "LinkScan" }
func (s *linkScan) Result() graph.Ref { return s.links.resultAt(s.at) }
func (s *linkScan) Err() error        { return s.err }

func (s *linkScan) Close() error {
	err := s.scan.close()
	if s.from != nil {
		if err2 := s.from.Close(); err == nil {
			err = err2
		}
	}
	if err2 := s.path().closeChecks(); err == nil {
		err = err2
	}
	return err
}

// Lookup asks whether a node is among the results. Where that takes long for
// each node, and there are few results, they are gathered once.
func (l *links) Lookup() graph.Index {
	x := &linkIndex{path: path{links: l, checks: l.lookups(noEnd)}, plain: l.plain()}
	if l.result != noEnd {
		asked := l.want
		asked[l.result] = 1 // any node
		x.plan, x.planned = planFrom(l.want, asked)
	}
	return x
}

// plain says that nothing but the node and the number of its paths matters.
func (l *links) plain() bool {
	return l.conds != [4]graph.IteratorShape{} && l.result != noEnd && tagFree(l)
}

// tagFree knows iterators that set no tags.
func tagFree(it graph.IteratorShape) bool {
	switch it := it.(type) {
	case *links:
		if it.hasTags() {
			return false
		}
	case *valued:
		return true
	case *allNodes:
	default:
		if _, ok := graph.AsLegacy(it).(*iterator.Fixed); !ok {
			return false
		}
	}
	for _, sub := range it.SubIterators() {
		if !tagFree(sub) {
			return false
		}
	}
	return true
}

const (
	patience  = 2000   // quads that are looked at, node by node, before the results are gathered
	gatherMax = 50_000 // results that are gathered at most
)

type linkIndex struct {
	path
	scan    scan
	plan    plan // of all scans, if planned
	planned bool

	open   bool // scan stands at the quad that was found
	result graph.Ref
	err    error

	plain  bool
	work   int
	table  map[uint64]int // of each result, its paths
	repeat int            // paths of the present result that are left
}

func (x *linkIndex) Contains(ctx context.Context, ref graph.Ref) bool {
	x.open, x.repeat = false, 0
	if x.err != nil {
		return false
	}
	if x.links.result == noEnd {
		return x.containsLink(ctx, ref)
	}
	node, ok := ref.(Node)
	want := x.want
	if !ok || want[x.links.result] != 0 && want[x.links.result] != uint64(node) {
		return false
	}
	if x.plain && x.table == nil && x.work > patience {
		x.plain = x.gather(ctx)
	}
	if x.table != nil {
		x.repeat = x.table[uint64(node)] - 1
		x.result = node
		return x.repeat >= 0
	}
	want[x.links.result] = uint64(node)
	if x.planned {
		x.scan.openAt(x.q, want, x.plan)
	} else {
		x.scan.open(x.q, want)
	}
	x.open = true
	if x.find(ctx) {
		x.result = node
		return true
	}
	return false
}

func (x *linkIndex) containsLink(ctx context.Context, ref graph.Ref) bool {
	link, ok := ref.(Link)
	if !ok || !x.want.matches(ends(link)) || !x.holds(ctx, ends(link)) {
		x.err = x.checkErr()
		return false
	}
	x.at, x.result = ends(link), link
	return true
}

// find goes on to the next quad of the node.
func (x *linkIndex) find(ctx context.Context) bool {
	for x.open {
		e, ok := x.scan.next()
		if !ok {
			x.err, x.open = x.scan.err, false
			return false
		}
		if x.work++; x.work&1023 == 0 && ctx.Err() != nil {
			x.err = context.Cause(ctx)
			return false
		}
		if x.holds(ctx, e) {
			x.at = e
			return true
		}
		if x.err = x.checkErr(); x.err != nil {
			return false
		}
	}
	return false
}

// gather makes the table of all results, unless they are too many.
func (x *linkIndex) gather(ctx context.Context) bool {
	st, err := x.links.Stats(ctx)
	if err != nil || st.Size.Size > 20*gatherMax {
		return false
	}
	it := x.links.Iterate()
	defer it.Close()
	table := map[uint64]int{}
	for n := 0; it.Next(ctx); n++ {
		if n == gatherMax {
			return false
		}
		node, ok := it.Result().(Node)
		if !ok {
			continue
		}
		table[uint64(node)]++
		for it.NextPath(ctx) {
			table[uint64(node)]++
		}
	}
	if it.Err() != nil {
		return false
	}
	x.table = table
	return true
}

func (x *linkIndex) NextPath(ctx context.Context) bool {
	if x.once || x.err != nil {
		return false
	}
	if x.repeat > 0 {
		x.repeat--
		return true
	}
	if x.table != nil {
		return false
	}
	if x.nextPath(ctx) {
		return true
	}
	return x.find(ctx)
}

func (x *linkIndex) TagResults(dst map[string]graph.Ref) {
	if x.table == nil {
		x.tag(dst)
	}
}

func (x *linkIndex) String() string    { return "LinkIndex" }
func (x *linkIndex) Result() graph.Ref { return x.result }
func (x *linkIndex) Err() error        { return x.err }

func (x *linkIndex) Close() error {
	err := x.scan.close()
	if err2 := x.closeChecks(); err == nil {
		err = err2
	}
	return err
}
