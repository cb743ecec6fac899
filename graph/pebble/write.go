package pebble

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	lsm "github.com/cockroachdb/pebble/v2"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// update is a change of the store that is not kept yet. As long as quads are
// only added and nothing is read, its batch is a plain list, which is cheap;
// then it becomes one that can be read (see promote).
type update struct {
	batch    *lsm.Batch
	indexed  bool
	dirty    bool // the batch holds something
	counters counters
	first    uint64              // ids from here on are new
	ids      map[string]uint64   // by identity, of values looked up: 0 where there is none
	added    map[ends]struct{}   // quads in the batch, until it is indexed
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
	tx := &update{
		batch: d.db.NewBatch(), counters: d.now(), first: d.now().next, ids: map[string]uint64{},
		added: map[ends]struct{}{}, removed: map[uint64]struct{}{},
	}
	return &Quads{db: d, read: d.db, tx: tx, busy: map[*lsm.Iterator]struct{}{}}
}

// promote makes the batch one that can be read, if it holds anything.
func (q *Quads) promote() error {
	if q.tx == nil || q.tx.indexed || !q.tx.dirty {
		return nil
	}
	return q.index()
}

func (q *Quads) index() error {
	if q.tx.indexed {
		return nil
	}
	batch := q.db.db.NewIndexedBatch()
	if err := join(batch.Apply(q.tx.batch, nil), q.tx.batch.Close()); err != nil {
		return err
	}
	q.tx.batch, q.tx.indexed, q.tx.added, q.read = batch, true, nil, batch
	return nil
}

func (d *DB) commit(tx *update) error {
	d.columns.write()
	defer d.columns.write()
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
	if err := q.lookUp(in); err != nil {
		q.tx.err = err
		return err
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
	for _, d := range quad.Directions {
		v := given.Get(d)
		if v == nil && d == quad.Label {
			continue
		}
		id, err := q.tx.intern(v)
		if err != nil {
			return false, fmt.Errorf("add %v: %w", given, err)
		}
		e[endOf(d)] = id
	}
	there, err := q.has(e)
	if err != nil || there {
		return false, err
	}
	for i := range orders {
		op := q.tx.batch.SetDeferred(quadLen, 0)
		appendQuadKey(op.Key[:0], i, e)
		if err := op.Finish(); err != nil {
			return false, err
		}
	}
	if !q.tx.indexed {
		q.tx.added[e] = struct{}{}
	}
	q.tx.dirty = true
	q.tx.counters.quads++
	return true, nil
}

// intern gives the id of a value that was looked up, a new one where it has
// none.
func (u *update) intern(v quad.Value) (id uint64, err error) {
	if v == nil {
		return 0, errors.New("an end is missing")
	}
	var buf [128]byte
	identity, err := appendIdentity(buf[:0], v)
	if err != nil {
		return 0, err
	}
	if id := u.ids[string(identity)]; id != 0 {
		return id, nil
	}
	if id = u.counters.next; id > maxID {
		return 0, errNoIDs
	}
	stored, err := appendValue(nil, v)
	if err != nil {
		return 0, err
	}
	u.counters.next++
	u.counters.nodes++
	u.ids[string(identity)] = id
	return id, join(
		u.batch.Set(appendHashKey(nil, hashOf(identity)), appendID(nil, id), nil),
		u.batch.Set(appendValueKey(nil, id), stored, nil),
	)
}

var errNoIDs = errors.New("the store has used up its ids; rebuild it")

// lookUp finds the ids of all values of the deltas, in the order of their
// hashes, so that the dictionary is walked once. What the update itself added
// it knows.
func (q *Quads) lookUp(in []graph.Delta) error {
	var unknown []lookup
	for _, d := range in {
		for _, dir := range quad.Directions {
			v := d.Quad.Get(dir)
			if v == nil {
				continue
			}
			var buf [128]byte
			identity, err := appendIdentity(buf[:0], v)
			if err != nil {
				return fmt.Errorf("%v: %w", d.Quad, err)
			}
			if _, ok := q.tx.ids[string(identity)]; !ok {
				q.tx.ids[string(identity)] = 0
				unknown = append(unknown, lookup{hash: hashOf(identity), identity: string(identity)})
			}
		}
	}
	if err := q.db.lookUp(unknown); err != nil {
		return err
	}
	for _, u := range unknown {
		q.tx.ids[u.identity] = u.id
	}
	return nil
}

// lookup is a value to find in the dictionary.
type lookup struct {
	hash     hash
	identity string
	at       int    // for who asks
	id       uint64 // found; 0 where there is none
}

// lookUp sorts the values by hash and finds their ids.
func (d *DB) lookUp(values []lookup) (err error) {
	slices.SortFunc(values, func(a, b lookup) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	return d.lookUpSorted(values)
}

// lookUpSorted finds the ids of values that are sorted by hash, those aside
// that have one.
func (d *DB) lookUpSorted(values []lookup) (err error) {
	if len(values) == 0 || d.now().nodes == 0 {
		return nil
	}
	it, err := d.db.NewIter(&lsm.IterOptions{LowerBound: []byte{keyHash}, UpperBound: []byte{keyHash + 1}})
	if err != nil {
		return d.explain(err)
	}
	defer func() { err = join(err, d.explain(it.Close())) }()
	key := make([]byte, 0, 1+len(hash{}))
	for i := range values {
		if values[i].id != 0 {
			continue
		}
		key = appendHashKey(key[:0], values[i].hash)
		if !it.Valid() || bytes.Compare(it.Key(), key) < 0 {
			if !it.SeekGE(key) {
				return d.explain(it.Error()) // the others come after the last
			}
		}
		if !bytes.Equal(it.Key(), key) {
			continue
		}
		b, err := it.ValueAndErr()
		if err != nil {
			return d.explain(err)
		}
		if len(b) != idLen {
			return fmt.Errorf("%w: an id has %d bytes", ErrCorrupt, len(b))
		}
		values[i].id = readID(b)
	}
	return nil
}

func (q *Quads) has(e ends) (bool, error) {
	if !q.tx.indexed {
		if _, ok := q.tx.added[e]; ok {
			return true, nil
		}
		if max(e[subject], e[predicate], e[object], e[label]) >= q.tx.first {
			return false, nil // no quad before had that node
		}
	}
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
		var buf [128]byte
		identity, err := appendIdentity(buf[:0], v)
		if err != nil {
			return false, err
		}
		id := q.tx.ids[string(identity)]
		if id == 0 {
			return false, nil
		}
		e[endOf(d)] = id
	}
	if err := q.index(); err != nil {
		return false, err
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
	q.tx.dirty = true
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
		if it.SeekGEWithLimit(prefix, after(prefix)) == lsm.IterValid && bytes.HasPrefix(it.Key(), prefix) {
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
