package pebble

import (
	"context"
	"fmt"

	lsm "github.com/cockroachdb/pebble/v2"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// NodesAllIterator iterates over all nodes.
func (q *Quads) NodesAllIterator() graph.Iterator { return graph.NewLegacy(&allNodes{q}, nil) }

// QuadsAllIterator iterates over all quads.
func (q *Quads) QuadsAllIterator() graph.Iterator {
	return graph.NewLegacy(&links{q: q, result: noEnd}, nil)
}

// QuadIterator iterates over the quads with that node at that end.
func (q *Quads) QuadIterator(d quad.Direction, ref graph.Ref) graph.Iterator {
	node, ok := ref.(Node)
	end := endOf(d)
	if !ok || end == noEnd || node == 0 {
		return nullIterator()
	}
	l := &links{q: q, result: noEnd}
	l.want[end] = uint64(node)
	return graph.NewLegacy(l, nil)
}

// QuadIteratorSize is how many quads QuadIterator gives: exact below 500.
func (q *Quads) QuadIteratorSize(_ context.Context, d quad.Direction, ref graph.Ref) (graph.Size, error) {
	node, ok := ref.(Node)
	end := endOf(d)
	if !ok || end == noEnd {
		return graph.Size{Exact: true}, nil
	}
	var p pattern
	p[end] = uint64(node)
	return q.sizeOfPattern(p)
}

// allNodes is the shape of all nodes.
type allNodes struct{ q *Quads }

func (s *allNodes) String() string                                       { return "AllNodes" }
func (s *allNodes) SubIterators() []graph.IteratorShape                  { return nil }
func (s *allNodes) Optimize(context.Context) (graph.IteratorShape, bool) { return s, false }
func (s *allNodes) Iterate() graph.Scanner                               { return &nodeScan{q: s.q} }
func (s *allNodes) Lookup() graph.Index                                  { return &nodeIndex{q: s.q} }
func (s *allNodes) Stats(context.Context) (graph.IteratorCosts, error) {
	c, err := s.q.counters()
	return graph.IteratorCosts{NextCost: 2, ContainsCost: 4, Size: graph.Size{Size: c.nodes, Exact: true}}, err
}

// nodeScan walks the dictionary.
type nodeScan struct {
	q     *Quads
	it    *lsm.Iterator
	begun bool
	node  Node
	err   error
}

func (s *nodeScan) Next(context.Context) bool {
	ok := false
	switch {
	case s.err != nil:
		return false
	case !s.begun:
		s.begun = true
		if s.it, s.err = s.q.iterator(); s.err != nil {
			return false
		}
		ok = s.it.SeekGE([]byte{keyValue})
	case s.it != nil:
		ok = s.it.Next()
	}
	if !ok {
		if s.it != nil {
			s.err = s.q.db.explain(s.it.Error())
		}
		return false
	}
	key := s.it.Key()
	if key[0] != keyValue {
		return false
	}
	if len(key) != 1+idLen {
		s.err = fmt.Errorf("%w: a key of the dictionary has %d bytes", ErrCorrupt, len(key))
		return false
	}
	s.node = Node(readID(key[1:]))
	return true
}

func (s *nodeScan) String() string                  { return "AllNodes" }
func (s *nodeScan) TagResults(map[string]graph.Ref) {}
func (s *nodeScan) Result() graph.Ref               { return s.node }
func (s *nodeScan) NextPath(context.Context) bool   { return false }
func (s *nodeScan) Err() error                      { return s.err }
func (s *nodeScan) Close() error {
	if s.it == nil {
		return nil
	}
	it := s.it
	s.it = nil
	return s.q.giveBack(it)
}

// nodeIndex tells whether a node is stored.
type nodeIndex struct {
	q    *Quads
	node graph.Ref
	err  error
}

func (s *nodeIndex) Contains(_ context.Context, ref graph.Ref) bool {
	node, ok := ref.(Node)
	if !ok || s.err != nil {
		return false
	}
	v, err := s.q.value(uint64(node))
	s.err, s.node = err, node
	return v != nil
}

func (s *nodeIndex) String() string                  { return "AllNodes" }
func (s *nodeIndex) TagResults(map[string]graph.Ref) {}
func (s *nodeIndex) Result() graph.Ref               { return s.node }
func (s *nodeIndex) NextPath(context.Context) bool   { return false }
func (s *nodeIndex) Err() error                      { return s.err }
func (s *nodeIndex) Close() error                    { return nil }
