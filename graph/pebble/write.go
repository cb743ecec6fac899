package pebble

import (
	"bytes"
	"errors"
	"fmt"

	lsm "github.com/cockroachdb/pebble/v2"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// update is a change of the store that is not kept yet.
type update struct {
	batch    *lsm.Batch
	counters counters
	removed  map[uint64]struct{} // ids of quads that were taken out
	err      error               // why it must not be kept
}

// Update runs write over the store. What write did is kept as a whole, on disk,
// if it reports a change and no error, else nothing of it. Updates wait for
// each other.
func (d *DB) Update(write func(q *Quads) (changed bool, err error)) error {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.Err(); err != nil {
		return err
	}
	q := d.beginUpdate()
	changed, err := write(q)
	if err == nil {
		err = q.tx.err
	}
	if err == nil && changed {
		err = q.dropUnused()
	}
	err = join(err, q.Close())
	if err != nil || !changed {
		return join(err, q.tx.batch.Close())
	}
	return d.commit(q.tx)
}

func (d *DB) beginUpdate() *Quads {
	batch := d.db.NewIndexedBatch()
	return &Quads{
		db: d, read: batch, tx: &update{batch: batch, counters: d.now(), removed: map[uint64]struct{}{}},
		busy: map[*lsm.Iterator]struct{}{},
	}
}

func (d *DB) commit(tx *update) error {
	err := d.guard(func() error {
		if err := tx.batch.Set(countersKey, tx.counters.bytes(), nil); err != nil {
			return err
		}
		return join(tx.batch.Commit(lsm.Sync), tx.batch.Close())
	})
	if err != nil {
		return d.explain(err)
	}
	d.set(tx.counters)
	return nil
}

// ApplyDeltas adds and removes quads, all or none, in their order. A quad that
// is there already, or is not there, is an error unless ignored.
func (q *Quads) ApplyDeltas(in []graph.Delta, ignore graph.IgnoreOpts) error {
	switch {
	case q.live:
		return q.db.Update(func(u *Quads) (bool, error) { return true, u.ApplyDeltas(in, ignore) })
	case q.tx == nil:
		return errors.New("a view of the store cannot be written")
	case q.tx.err != nil:
		return q.tx.err
	}
	for _, d := range in {
		if err := q.apply(d, ignore); err != nil {
			q.tx.err = err // the deltas before are in the batch
			return err
		}
	}
	return nil
}

func (q *Quads) apply(d graph.Delta, ignore graph.IgnoreOpts) error {
	switch d.Action {
	case graph.Add:
		added, err := q.add(d.Quad)
		if err == nil && !added && !ignore.IgnoreDup {
			err = &graph.DeltaError{Delta: d, Err: graph.ErrQuadExists}
		}
		return err
	case graph.Delete:
		removed, err := q.remove(d.Quad)
		if err == nil && !removed && !ignore.IgnoreMissing {
			err = &graph.DeltaError{Delta: d, Err: graph.ErrQuadNotExist}
		}
		return err
	}
	return &graph.DeltaError{Delta: d, Err: graph.ErrInvalidAction}
}

func (q *Quads) add(given quad.Quad) (added bool, err error) {
	var e ends
	fresh := false
	for _, d := range quad.Directions {
		v := given.Get(d)
		if v == nil && d == quad.Label {
			continue
		}
		id, isNew, err := q.tx.intern(q, v)
		if err != nil {
			return false, fmt.Errorf("add %v: %w", given, err)
		}
		e[endOf(d)] = id
		fresh = fresh || isNew
	}
	if !fresh {
		there, err := q.has(e)
		if err != nil || there {
			return false, err
		}
	}
	var key [quadLen]byte
	for i := range orders {
		if err := q.tx.batch.Set(appendQuadKey(key[:0], i, e), nil, nil); err != nil {
			return false, err
		}
	}
	q.tx.counters.quads++
	return true, nil
}

// intern gives the id of a value, a new one where it has none.
func (u *update) intern(q *Quads, v quad.Value) (id uint64, isNew bool, err error) {
	if v == nil {
		return 0, false, errors.New("an end is missing")
	}
	identity, err := appendIdentity(make([]byte, 0, 128), v)
	if err != nil {
		return 0, false, err
	}
	h := hashOf(identity)
	if id, err = q.findHash(h); err != nil || id != 0 {
		return id, false, err
	}
	if id = u.counters.next; id > maxID {
		return 0, false, errors.New("the store has used up its ids; rebuild it")
	}
	stored, err := appendValue(nil, v)
	if err != nil {
		return 0, false, err
	}
	u.counters.next++
	u.counters.nodes++
	err = u.batch.Set(appendHashKey(nil, h), appendID(nil, id), nil)
	if err == nil {
		err = u.batch.Set(appendValueKey(nil, id), stored, nil)
	}
	return id, true, err
}

func (q *Quads) has(e ends) (bool, error) {
	var key [quadLen]byte
	return q.get(appendQuadKey(key[:0], 0, e), func([]byte) error { return nil })
}

func (q *Quads) remove(given quad.Quad) (removed bool, err error) {
	var e ends
	for _, d := range quad.Directions {
		v := given.Get(d)
		if v == nil && d == quad.Label {
			continue
		}
		if v == nil {
			return false, nil
		}
		id, err := q.find(v)
		if err != nil || id == 0 {
			return false, err
		}
		e[endOf(d)] = id
	}
	there, err := q.has(e)
	if err != nil || !there {
		return false, err
	}
	var key [quadLen]byte
	for i := range orders {
		if err := q.tx.batch.Delete(appendQuadKey(key[:0], i, e), nil); err != nil {
			return false, err
		}
	}
	q.tx.counters.quads--
	for _, id := range e {
		if id != 0 {
			q.tx.removed[id] = struct{}{}
		}
	}
	return true, nil
}

// dropUnused takes nodes out of the dictionary that no quad has any more.
func (q *Quads) dropUnused() error {
	if len(q.tx.removed) == 0 {
		return nil
	}
	it, err := q.iterator()
	if err != nil {
		return err
	}
	defer q.giveBack(it)
	for id := range q.tx.removed {
		used, err := q.used(it, id)
		if err != nil {
			return err
		}
		if used {
			continue
		}
		if err := q.forget(id); err != nil {
			return err
		}
	}
	return nil
}

// used says whether any quad has the id at any end.
func (q *Quads) used(it *lsm.Iterator, id uint64) (bool, error) {
	for i := range orders {
		var e ends
		e[orders[i][0]] = id
		prefix := appendPrefix(nil, i, 1, e)
		if it.SeekGE(prefix) && bytes.HasPrefix(it.Key(), prefix) {
			return true, nil
		}
		if err := it.Error(); err != nil {
			return false, q.db.explain(err)
		}
	}
	return false, nil
}

func (q *Quads) forget(id uint64) error {
	v, err := q.value(id)
	if err != nil {
		return err
	}
	if v == nil {
		return fmt.Errorf("%w: node %d is missing", ErrCorrupt, id)
	}
	identity, err := appendIdentity(nil, v)
	if err != nil {
		return err
	}
	q.tx.counters.nodes--
	err = q.tx.batch.Delete(appendHashKey(nil, hashOf(identity)), nil)
	return join(err, q.tx.batch.Delete(appendValueKey(nil, id), nil))
}

// NewQuadWriter adds quads in batches; those that are there are ignored.
func (q *Quads) NewQuadWriter() (quad.WriteCloser, error) {
	if !q.live && q.tx == nil {
		return nil, errors.New("a view of the store cannot be written")
	}
	return &writer{q}, nil
}

type writer struct{ q *Quads }

func (w *writer) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w *writer) WriteQuads(quads []quad.Quad) (int, error) {
	deltas := make([]graph.Delta, len(quads))
	for i, q := range quads {
		deltas[i] = graph.Delta{Quad: q, Action: graph.Add}
	}
	if err := w.q.ApplyDeltas(deltas, graph.IgnoreOpts{IgnoreDup: true}); err != nil {
		return 0, err
	}
	return len(quads), nil
}

func (w *writer) Close() error { return nil }
