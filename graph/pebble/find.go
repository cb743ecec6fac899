package pebble

import (
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// NodeOf gives the node of a value, nil where it is not stored.
func (q *Quads) NodeOf(v quad.Value) graph.Ref { return q.ValueOf(v) }

// fewPredicates is how many are looked for one by one: of more, it takes less to
// read all that a node says.
const fewPredicates = 3

// Find calls use for the quads that have nodes[i] in that direction, which is
// Subject or Object, one of the predicates, and labels[i] as their label: with
// i, the predicate, and the node at the other end. Nil predicates and labels
// are any. It goes through nodes and predicates by their ids, as they lie in
// the index.
func (q *Quads) Find(ctx context.Context, at quad.Direction, nodes, predicates, labels []graph.Ref, use func(i int, predicate, other graph.Ref)) (err error) {
	from, to := endOf(at), object
	if from == object {
		to = subject
	}
	wanted := idsOf(predicates)
	slices.Sort(wanted)
	ids := wanted
	if predicates == nil || len(wanted) > fewPredicates && at == quad.Subject && labels == nil {
		ids = []uint64{0} // any
	}
	var s scan
	defer func() { err = join(err, s.close()) }()
	for _, i := range byID(nodes) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		want := pattern{}
		want[from] = uint64(nodes[i].(Node))
		if labels != nil {
			node, ok := labels[i].(Node)
			if !ok {
				continue
			}
			want[label] = uint64(node)
		}
		for _, want[predicate] = range ids {
			last := ends{}
			for s.open(q, want); ; {
				e, ok := s.next()
				if !ok {
					break
				}
				if predicates != nil {
					if _, ok := slices.BinarySearch(wanted, e[predicate]); !ok {
						continue
					}
				}
				if e[predicate] != last[predicate] || e[to] != last[to] {
					use(i, Node(e[predicate]), Node(e[to]))
				}
				last = e
			}
			if s.err != nil {
				return s.err
			}
		}
	}
	return nil
}

// byID lists the indexes of the nodes that are stored, in order of their ids.
func byID(nodes []graph.Ref) []int {
	var out []int
	for i, ref := range nodes {
		if _, ok := ref.(Node); ok {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(i, j int) int { return int(nodes[i].(Node)) - int(nodes[j].(Node)) })
	return out
}

func idsOf(nodes []graph.Ref) []uint64 {
	var out []uint64
	for _, ref := range nodes {
		if node, ok := ref.(Node); ok {
			out = append(out, uint64(node))
		}
	}
	return out
}
