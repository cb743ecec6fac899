package pebble

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	lsm "github.com/cockroachdb/pebble/v2"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// Node refers to a value by its id.
type Node uint64

// Key makes it a graph.Ref.
func (n Node) Key() any { return n }

// Link refers to a quad by its four ids: subject, predicate, object and label.
// So its ends cost nothing to look up.
type Link ends

// Key makes it a graph.Ref.
func (l Link) Key() any { return l }

// Quads is the store as Cayley sees it: as it was at one moment (View), within
// an update, or as it is at each moment (Live).
type Quads struct {
	db    *DB
	read  lsm.Reader
	fixed bool    // what read gives never changes, so that iterators can be used again
	tx    *update // nil where nothing is written
	live  bool
	// moment is that of the view, by db.columns; noMoment if it is not known.
	moment uint64

	mu       sync.Mutex
	idle     []*lsm.Iterator
	busy     map[*lsm.Iterator]struct{}
	ids      map[string]Node // of values asked for; only where fixed
	firstErr error
}

// idsOfView is how many ids of values asked for a view remembers: a query that
// goes on from a list of nodes asks for the same ones at every step.
const idsOfView = 1 << 16

var (
	_ graph.QuadStore      = (*Quads)(nil)
	_ graph.BatchQuadStore = (*Quads)(nil)
)

// View is the store as it is now. Close ends it, and all iterators over it.
func (d *DB) View() (*Quads, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	before := d.columns.now()
	q := &Quads{db: d, read: d.db.NewSnapshot(), fixed: true, busy: map[*lsm.Iterator]struct{}{}, moment: before}
	if before%2 == 1 || before != d.columns.now() {
		q.moment = noMoment // something was being written
	}
	return q, nil
}

// Live is the store as it is at each moment. Each ApplyDeltas on it is kept
// whole or not at all.
func (d *DB) Live() *Quads {
	return &Quads{db: d, read: d.db, live: true, busy: map[*lsm.Iterator]struct{}{}}
}

// Close ends a view; the store stays open.
func (q *Quads) Close() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	var err error
	for it := range q.busy {
		err = join(err, it.Close())
	}
	for _, it := range q.idle {
		err = join(err, it.Close())
	}
	q.busy, q.idle = nil, nil
	if q.fixed {
		err = join(err, q.read.Close())
	}
	return q.db.explain(err)
}

// Err is the first error that a method without one met.
func (q *Quads) Err() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.firstErr
}

func (q *Quads) note(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.firstErr == nil {
		q.firstErr = err
	}
}

// iterator lends an iterator over all keys, which giveBack takes back.
func (q *Quads) iterator() (*lsm.Iterator, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.busy == nil {
		return nil, errors.New("the view is closed")
	}
	if err := q.promote(); err != nil {
		return nil, err
	}
	if n := len(q.idle); n > 0 {
		it := q.idle[n-1]
		q.idle = q.idle[:n-1]
		q.busy[it] = struct{}{}
		return it, nil
	}
	it, err := q.read.NewIter(nil)
	if err != nil {
		return nil, q.db.explain(err)
	}
	q.busy[it] = struct{}{}
	return it, nil
}

func (q *Quads) giveBack(it *lsm.Iterator) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, ok := q.busy[it]; !ok {
		return nil // the view was closed before
	}
	delete(q.busy, it)
	if q.fixed && it.Error() == nil {
		q.idle = append(q.idle, it)
		return nil
	}
	return q.db.explain(it.Close())
}

// get calls use with the value of a key, if there is one.
func (q *Quads) get(key []byte, use func(b []byte) error) (found bool, err error) {
	b, closer, err := q.read.Get(key)
	if errors.Is(err, lsm.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, q.db.explain(err)
	}
	return true, join(use(b), q.db.explain(closer.Close()))
}

// find gives the id of a value, 0 where it is not stored.
func (q *Quads) find(v quad.Value) (uint64, error) {
	identity, err := appendIdentity(make([]byte, 0, 128), v)
	if err != nil {
		return 0, nil // a value that cannot be stored is not
	}
	if !q.fixed {
		return q.findHash(hashOf(identity))
	}
	q.mu.Lock()
	n, ok := q.ids[string(identity)]
	q.mu.Unlock()
	if ok {
		return uint64(n), nil
	}
	id, err := q.findHash(hashOf(identity))
	if err == nil {
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.ids == nil || len(q.ids) >= idsOfView {
			q.ids = map[string]Node{}
		}
		q.ids[string(identity)] = Node(id)
	}
	return id, err
}

func (q *Quads) findHash(h hash) (id uint64, err error) {
	_, err = q.get(appendHashKey(make([]byte, 0, 17), h), func(b []byte) error {
		if len(b) != idLen {
			return fmt.Errorf("%w: an id has %d bytes", ErrCorrupt, len(b))
		}
		id = readID(b)
		return nil
	})
	return id, err
}

// value gives the value of an id, nil where there is none.
func (q *Quads) value(id uint64) (v quad.Value, err error) {
	if v, ok := q.db.names.get(id); ok {
		return v, nil
	}
	_, err = q.get(appendValueKey(make([]byte, 0, 8), id), func(b []byte) error {
		v, err = q.decode(id, b)
		return err
	})
	return v, err
}

// ValueOf gives the node of a value, nil where it is not stored.
func (q *Quads) ValueOf(v quad.Value) graph.Ref {
	if v == nil {
		return nil
	}
	id, err := q.find(v)
	if err != nil {
		q.note(err)
	}
	if id == 0 {
		return nil
	}
	return Node(id)
}

// NameOf gives the value of a node, nil where there is none.
func (q *Quads) NameOf(ref graph.Ref) quad.Value {
	v, err := q.nameOf(ref)
	if err != nil {
		q.note(err)
	}
	return v
}

func (q *Quads) nameOf(ref graph.Ref) (quad.Value, error) {
	switch ref := ref.(type) {
	case Node:
		return q.value(uint64(ref))
	case graph.PreFetchedValue:
		return ref.NameOf(), nil
	}
	return nil, nil
}

// ValuesOf gives the values of nodes, which it reads in order of their ids.
func (q *Quads) ValuesOf(ctx context.Context, refs []graph.Ref) (out []quad.Value, err error) {
	it, err := q.iterator()
	if err != nil {
		return nil, err
	}
	defer func() { err = join(err, q.giveBack(it)) }()
	out = make([]quad.Value, len(refs))
	for _, i := range byID(refs) {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if out[i], err = q.valueAt(it, uint64(refs[i].(Node))); err != nil {
			return nil, err
		}
	}
	for i, ref := range refs {
		if fetched, ok := ref.(graph.PreFetchedValue); ok {
			out[i] = fetched.NameOf()
		}
	}
	return out, nil
}

// valueAt is value for one of many ids, in their order: an iterator finds the
// next one in less time than it takes to look it up.
func (q *Quads) valueAt(it *lsm.Iterator, id uint64) (quad.Value, error) {
	if v, ok := q.db.names.get(id); ok {
		return v, nil
	}
	key := appendValueKey(make([]byte, 0, 8), id)
	if !it.SeekGE(key) || !bytes.Equal(it.Key(), key) {
		return nil, q.db.explain(it.Error())
	}
	b, err := it.ValueAndErr()
	if err != nil {
		return nil, q.db.explain(err)
	}
	return q.decode(id, b)
}

// decode makes a value of what is stored for its id, and remembers it.
func (q *Quads) decode(id uint64, b []byte) (quad.Value, error) {
	v, err := decodeValue(b)
	if err != nil {
		return nil, fmt.Errorf("%w: node %d: %w", ErrCorrupt, id, err)
	}
	if v != nil && len(b) <= longestName && q.tx == nil {
		q.db.names.put(id, v)
	}
	return v, nil
}

// RefsOf gives the nodes of values, all of which have to be stored.
func (q *Quads) RefsOf(ctx context.Context, values []quad.Value) ([]graph.Ref, error) {
	out := make([]graph.Ref, len(values))
	for i, v := range values {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		id, err := q.find(v)
		if err != nil {
			return nil, err
		}
		if id == 0 {
			return nil, fmt.Errorf("%w: %v", graph.ErrNodeNotExists, v)
		}
		out[i] = Node(id)
	}
	return out, nil
}

// Quad gives the quad that a Link refers to.
func (q *Quads) Quad(ref graph.Ref) quad.Quad {
	link, ok := ref.(Link)
	if !ok {
		return quad.Quad{}
	}
	var out quad.Quad
	for _, d := range quad.Directions {
		if id := link[endOf(d)]; id != 0 {
			v, err := q.value(id)
			if err != nil {
				q.note(err)
			}
			out.Set(d, v)
		}
	}
	return out
}

// QuadDirection gives one end of a Link, nil for the label of a quad that has
// none.
func (q *Quads) QuadDirection(ref graph.Ref, d quad.Direction) graph.Ref {
	link, ok := ref.(Link)
	end := endOf(d)
	if !ok || end == noEnd || link[end] == 0 {
		return nil
	}
	return Node(link[end])
}

// counters are those of the view's moment.
func (q *Quads) counters() (c counters, err error) {
	if q.tx != nil {
		return q.tx.counters, nil
	}
	found, err := q.get(countersKey, func(b []byte) error {
		var ok bool
		if c, ok = readCounters(b); !ok {
			return fmt.Errorf("%w: its counters make no sense", ErrCorrupt)
		}
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: it has no counters", ErrCorrupt)
	}
	return c, err
}

// Stats are exact.
func (q *Quads) Stats(context.Context, bool) (graph.Stats, error) {
	c, err := q.counters()
	return graph.Stats{Nodes: graph.Size{Size: c.nodes, Exact: true}, Quads: graph.Size{Size: c.quads, Exact: true}}, err
}
