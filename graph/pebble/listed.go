package pebble

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
)

// listed tells the nodes of a list, however long it is. Cayley's own index
// looks through the whole list for each node that it is asked about.
type listed struct {
	nodes  map[Node]struct{}
	tags   []string
	fixed  map[string]graph.Ref
	result graph.Ref
}

// listOf makes an index of a condition that is a list of nodes, tagged or not.
func listOf(it graph.IteratorShape) (*listed, bool) {
	switch it := graph.AsLegacy(it).(type) {
	case *iterator.Fixed:
		l := &listed{nodes: make(map[Node]struct{}, len(it.Values()))}
		for _, ref := range it.Values() {
			if node, ok := ref.(Node); ok {
				l.nodes[node] = struct{}{}
			}
		}
		return l, true
	case *iterator.Save:
		subs := it.AsShape().SubIterators()
		if len(subs) != 1 {
			return nil, false
		}
		l, ok := listOf(subs[0])
		if !ok || l.hasTags() { // which tags come first is Cayley's to say
			return nil, false
		}
		l.tags, l.fixed = it.Tags(), it.FixedTags()
		return l, true
	}
	return nil, false
}

func (l *listed) hasTags() bool { return len(l.tags) > 0 || len(l.fixed) > 0 }

func (l *listed) Contains(_ context.Context, ref graph.Ref) bool {
	node, ok := ref.(Node)
	if ok {
		_, ok = l.nodes[node]
	}
	if ok {
		l.result = node
	}
	return ok
}

func (l *listed) TagResults(dst map[string]graph.Ref) {
	for _, tag := range l.tags {
		dst[tag] = l.result
	}
	for tag, ref := range l.fixed {
		dst[tag] = ref
	}
}

func (l *listed) NextPath(context.Context) bool { return false }
func (l *listed) String() string                { return "Listed" }
func (l *listed) Result() graph.Ref             { return l.result }
func (l *listed) Err() error                    { return nil }
func (l *listed) Close() error                  { return nil }
