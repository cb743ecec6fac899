package pebble

import (
	"fmt"
	"slices"
	"sync"
)

// column is what is known of all values of one predicate.
type column struct {
	values  []columnValue // by id
	several []uint64      // the subjects that have more than one quad of the predicate, sorted
}

// columnValue is a value and how many quads of the predicate have it.
type columnValue struct {
	id    uint64
	quads int64
}

func (c *column) isSeveral(node uint64) bool {
	if len(c.several) == 0 {
		return false
	}
	_, ok := slices.BinarySearch(c.several, node)
	return ok
}

const (
	columnQuads    = 1 << 22 // of the predicate, of which a column is made at most
	columnValues   = 1 << 15 // different ones in a column, and subjects with several, at most
	columnSubjects = 1 << 28 // the ids of subjects are below; a bit is kept for each

	// Costs, in the time that the next key of an index takes.
	lookUpCost = 30      // to ask a node for its values
	valuesCost = 150_000 // to read the values of a column
)

// column gives the column of a predicate where so many nodes would be asked for
// their values otherwise that it pays; nil where it does not, and where there
// are too many values.
func (q *Quads) column(of uint64, nodes int64) *column {
	if nodes == unknown || !q.fixed {
		return nil
	}
	if c, ok := q.db.columns.get(q.moment, of); ok {
		return c
	}
	size, err := q.sizeOfPattern(pattern{predicate: of})
	pays := q.db.opts.Columns || nodes >= (size.Size+valuesCost)/lookUpCost
	if err != nil || size.Size > columnQuads || !pays {
		q.note(err)
		return nil
	}
	c, err := q.makeColumn(of)
	if err != nil {
		q.note(err)
		return nil
	}
	q.db.columns.put(q.moment, of, c)
	return c
}

// makeColumn reads all quads of a predicate; nil if its values are too many.
func (q *Quads) makeColumn(of uint64) (c *column, err error) {
	counters, err := q.counters()
	if err != nil || counters.next > columnSubjects {
		return nil, err
	}
	met := make([]uint64, counters.next/64+1) // a bit for each subject
	var s scan
	defer func() { err = join(err, s.close()) }()
	c = &column{}
	for s.open(q, pattern{predicate: of}); ; {
		e, ok := s.next()
		if !ok {
			break
		}
		if n := len(c.values); n == 0 || c.values[n-1].id != e[object] {
			c.values = append(c.values, columnValue{id: e[object]})
		}
		c.values[len(c.values)-1].quads++
		word, bit := &met[e[subject]/64], uint64(1)<<(e[subject]%64)
		if *word&bit != 0 {
			c.several = append(c.several, e[subject])
		}
		*word |= bit
		if len(c.values) > columnValues || len(c.several) > columnValues {
			return nil, s.err
		}
	}
	slices.Sort(c.several)
	c.several = slices.Compact(c.several)
	if s.err != nil {
		return nil, s.err
	}
	return c, q.nameAll(c.values)
}

// nameAll makes the names of values known, which are sorted by id.
func (q *Quads) nameAll(values []columnValue) (err error) {
	it, err := q.iterator()
	if err != nil {
		return err
	}
	defer func() { err = join(err, q.giveBack(it)) }()
	for _, v := range values {
		value, err := q.valueAt(it, v.id)
		if err != nil {
			return err
		}
		if value == nil {
			return fmt.Errorf("%w: node %d is missing", ErrCorrupt, v.id)
		}
	}
	return nil
}

// columns remembers columns until something is written. A view may use those
// that were made at its own moment, which is the number of writes before it.
type columns struct {
	mu      sync.Mutex
	writes  uint64             // begun and ended, so odd while something is written
	columns map[uint64]*column // by predicate
}

// noMoment is none at which columns are kept.
const noMoment = 1<<64 - 1

// mostColumns is how many are remembered.
const mostColumns = 32

// write notes that something is about to be written, or was.
func (c *columns) write() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	c.columns = nil
}

func (c *columns) now() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.writes
}

func (c *columns) get(moment, of uint64) (*column, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if moment != c.writes {
		return nil, false
	}
	column, ok := c.columns[of]
	return column, ok
}

func (c *columns) put(moment, of uint64, made *column) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if moment != c.writes {
		return
	}
	if c.columns == nil || len(c.columns) >= mostColumns {
		c.columns = map[uint64]*column{}
	}
	c.columns[of] = made
}
