package pebble

import (
	"bytes"
	"fmt"

	lsm "github.com/cockroachdb/pebble/v2"
)

// pattern holds the ids that quads must have, 0 where any will do.
type pattern ends

func (p pattern) matches(e ends) bool {
	for i, id := range p {
		if id != 0 && id != e[i] {
			return false
		}
	}
	return true
}

// plan says which part of an index holds all quads of a pattern.
type plan struct {
	order, given int  // the index, and how many of its ids are given
	rest         bool // others than those of the pattern lie there too
}

// plan picks the part with the most given ids; where parts differ and hold
// more than the pattern, the smaller one.
func (q *Quads) plan(p pattern) (plan, error) {
	all := 0
	for _, id := range p {
		if id != 0 {
			all++
		}
	}
	best := plan{}
	for i := range orders {
		given := givenIn(p, i)
		if given == all {
			return plan{order: i, given: given}, nil
		}
		if given > best.given {
			best = plan{order: i, given: given, rest: true}
		}
	}
	bestSize := int64(-1)
	for i := range orders {
		given := givenIn(p, i)
		if given == 0 {
			continue
		}
		n, err := q.sizeOf(i, given, ends(p))
		if err != nil {
			return best, err
		}
		if bestSize < 0 || n < bestSize {
			best, bestSize = plan{order: i, given: given, rest: true}, n
		}
	}
	return best, nil
}

// planFrom picks, for patterns of which those ends are given and asked for one
// after the other, an index that has them side by side: first the ends that stay
// the same. So what is asked for lies in few blocks. ok is false where no index
// has all quads of such a pattern, and nothing else, in one place.
func planFrom(stay, given pattern) (best plan, ok bool) {
	all := 0
	for _, id := range given {
		if id != 0 {
			all++
		}
	}
	most := -1
	for i := range orders {
		if givenIn(given, i) == all && givenIn(stay, i) > most {
			best, most = plan{order: i, given: all}, givenIn(stay, i)
		}
	}
	return best, most >= 0
}

func givenIn(p pattern, order int) int {
	n := 0
	for n < 4 && p[orders[order][n]] != 0 {
		n++
	}
	return n
}

// scan walks the quads of a pattern.
type scan struct {
	q      *Quads
	it     *lsm.Iterator
	want   pattern
	plan   plan
	prefix []byte
	limit  []byte // the first key after those that begin with prefix
	begun  bool
	err    error
	buf    [2][quadLen]byte
}

// open begins anew with another pattern.
func (s *scan) open(q *Quads, p pattern) {
	pl, err := q.plan(p)
	if s.err = err; err == nil {
		s.openAt(q, p, pl)
	}
}

// openAt begins anew with another pattern and the plan for it.
func (s *scan) openAt(q *Quads, p pattern, pl plan) {
	s.q, s.want, s.plan, s.begun, s.err = q, p, pl, false, nil
	if s.it == nil {
		s.it, s.err = q.iterator()
	}
	s.prefix = appendPrefix(s.buf[0][:0], s.plan.order, s.plan.given, ends(p))
	s.limit = appendAfter(s.buf[1][:0], s.prefix)
}

func (s *scan) next() (e ends, ok bool) {
	for s.err == nil && s.it != nil {
		if s.begun {
			ok = s.it.NextWithLimit(s.limit) == lsm.IterValid
		} else {
			ok, s.begun = s.it.SeekGEWithLimit(s.prefix, s.limit) == lsm.IterValid, true
		}
		if !ok {
			s.err = s.q.db.explain(s.it.Error())
			return e, false
		}
		key := s.it.Key()
		if !bytes.HasPrefix(key, s.prefix) {
			return e, false
		}
		if e, ok = readQuadKey(key, s.plan.order); !ok {
			s.err = fmt.Errorf("%w: a key of an index has %d bytes", ErrCorrupt, len(key))
			return e, false
		}
		if !s.plan.rest || s.want.matches(e) {
			return e, true
		}
	}
	return e, false
}

func (s *scan) close() error {
	if s.it == nil {
		return nil
	}
	it := s.it
	s.it = nil
	return s.q.giveBack(it)
}

const (
	// counted is how many quads are counted to tell the size of a part of an
	// index. That of a larger one is guessed from the bytes it takes on disk.
	counted = 500
	// quadBytes is about what a quad takes in one index, packed.
	quadBytes = 8
)

// sizeOf is how many quads begin with the first n ids in that order: exact
// below counted, else a guess.
func (q *Quads) sizeOf(order, n int, e ends) (int64, error) {
	prefix := appendPrefix(nil, order, n, e)
	if size, ok := q.db.sizes.get(prefix); ok && q.fixed {
		return size, nil
	}
	it, err := q.iterator()
	if err != nil {
		return 0, err
	}
	size := int64(0)
	limit := after(prefix)
	for at := it.SeekGEWithLimit(prefix, limit); at == lsm.IterValid && bytes.HasPrefix(it.Key(), prefix); at = it.NextWithLimit(limit) {
		if size++; size == counted {
			break
		}
	}
	err = q.db.explain(it.Error())
	if err2 := q.giveBack(it); err == nil {
		err = err2
	}
	if err == nil && size == counted {
		size = q.guess(prefix, size)
		if q.fixed {
			q.db.sizes.put(prefix, size)
		}
	}
	return size, err
}

func (q *Quads) guess(prefix []byte, least int64) int64 {
	disk, err := q.db.db.EstimateDiskUsage(prefix, after(prefix))
	if err != nil {
		return least
	}
	return max(least, int64(disk)/quadBytes)
}

// small tells a size that was counted.
func small(n int64) bool { return n < counted }
