package pebble

import (
	"bytes"
	"context"
	"fmt"
	"slices"
)

func badKey(key []byte) error {
	return fmt.Errorf("%w: a key of an index has %d bytes", ErrCorrupt, len(key))
}

// Check reads the whole store. It says with ErrCorrupt where a table cannot be
// read, where the indexes do not hold the same quads, where a quad refers to a
// node that is missing, where a node has no quad, where the dictionary gives
// another id for a value than the value's, or where the counts are wrong.
func (q *Quads) Check(ctx context.Context) error {
	c, err := q.counters()
	if err != nil {
		return err
	}
	ids, err := q.checkDictionary(ctx, c)
	if err != nil {
		return err
	}
	used := make([]uint64, len(ids)) // how many ends each id has, over all orders
	var first sum
	for order := range orders {
		s, n, err := q.checkIndex(ctx, order, ids, used)
		switch {
		case err != nil:
			return err
		case n != c.quads:
			return fmt.Errorf("%w: it counts %d quads, and its index %d holds %d", ErrCorrupt, c.quads, order, n)
		case order == 0:
			first = s
		case s != first:
			return fmt.Errorf("%w: its indexes 0 and %d do not hold the same quads", ErrCorrupt, order)
		}
	}
	for i, n := range used {
		if n == 0 {
			return fmt.Errorf("%w: no quad has node %d", ErrCorrupt, ids[i])
		}
	}
	return nil
}

// checkDictionary reads both ways of the dictionary, and gives all ids, sorted.
func (q *Quads) checkDictionary(ctx context.Context, c counters) ([]uint64, error) {
	var ids []uint64
	err := q.each(ctx, keyValue, func(key, b []byte) error {
		if len(key) != 1+idLen {
			return badKey(key)
		}
		id := readID(key[1:])
		ids = append(ids, id)
		v, err := decodeValue(b)
		if err != nil {
			return fmt.Errorf("%w: node %d: %w", ErrCorrupt, id, err)
		}
		identity, err := appendIdentity(nil, v)
		if err != nil {
			return err
		}
		found, err := q.findHash(hashOf(identity))
		if err == nil && found != id {
			err = fmt.Errorf("%w: the dictionary has node %d for the value of node %d", ErrCorrupt, found, id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	hashes := int64(0)
	err = q.each(ctx, keyHash, func(_, _ []byte) error { hashes++; return nil })
	switch n := int64(len(ids)); {
	case err != nil:
		return nil, err
	case n != c.nodes || hashes != c.nodes:
		return nil, fmt.Errorf("%w: it counts %d nodes, and its dictionary holds %d by id and %d by value", ErrCorrupt, c.nodes, n, hashes)
	case n > 0 && ids[n-1] >= c.next:
		return nil, fmt.Errorf("%w: the next id is %d, and node %d is there", ErrCorrupt, c.next, ids[n-1])
	}
	return ids, nil
}

// sum is a sum over quads in any order.
type sum [2]uint64

func (s *sum) add(e ends) {
	h := uint64(0x9e3779b97f4a7c15)
	for _, id := range e {
		h = mix(h ^ id)
		s[1] += h * (id | 1)
	}
	s[0] += h
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (q *Quads) checkIndex(ctx context.Context, order int, ids, used []uint64) (s sum, n int64, err error) {
	lead := 0 // where in ids the first end of the last key stands
	err = q.each(ctx, keyQuad+byte(order), func(key, _ []byte) error {
		e, ok := readQuadKey(key, order)
		if !ok {
			return badKey(key)
		}
		n++
		s.add(e)
		for place, end := range orders[order] {
			id := e[end]
			switch {
			case id == 0 && end == label:
				continue
			case place > 0 && order > 0:
				continue // each end comes first in one order, and all are looked at in order 0
			case place > 0:
				if _, ok := slices.BinarySearch(ids, id); !ok {
					return fmt.Errorf("%w: a quad refers to node %d, which is missing", ErrCorrupt, id)
				}
				continue
			}
			for lead < len(ids) && ids[lead] < id {
				lead++
			}
			if lead == len(ids) || ids[lead] != id {
				return fmt.Errorf("%w: a quad refers to node %d, which is missing", ErrCorrupt, id)
			}
			used[lead]++
		}
		return nil
	})
	return s, n, err
}

// each calls use for all keys that begin with that byte.
func (q *Quads) each(ctx context.Context, kind byte, use func(key, value []byte) error) (err error) {
	it, err := q.iterator()
	if err != nil {
		return err
	}
	defer func() { err = join(err, q.giveBack(it)) }()
	prefix := []byte{kind}
	n := 0
	for ok := it.SeekGE(prefix); ok && bytes.HasPrefix(it.Key(), prefix); ok = it.Next() {
		if n++; n&1023 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		b, err := it.ValueAndErr()
		if err != nil {
			return q.db.explain(err)
		}
		if err := use(it.Key(), b); err != nil {
			return err
		}
	}
	return q.db.explain(it.Error())
}
