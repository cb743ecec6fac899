package pebble

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	lsm "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"
)

const (
	runQuads      = 1 << 24   // quads that an import hands over together
	runValues     = 1 << 23   // new values that end a run before
	importedTable = 32 << 20  // bytes of a table that an import writes
	maxImported   = 1<<32 - 2 // the last id that an import gives out: rows have to be small
	// tableName begins the names of tables that are not handed over yet.
	tableName = "import-"
)

// row is a quad as its ids. A row of a batch has places in place of ids.
type row [4]uint32

// run is what an import hands over together. As no two of its tables lie over
// each other, one run in an empty store is the form that merging would end at,
// and nothing is left to merge.
type run struct {
	d        *DB
	first    uint64   // ids from here on are new
	counters counters // with the new ids
	rows     [][]row
	quads    int      // in rows
	known    []idOf   // new values, by hash
	values   *tables  // of new values, in the order of their ids
	paths    []string // of finished tables
}

// idOf is an entry of the dictionary.
type idOf struct {
	hash hash
	id   uint32
}

func (d *DB) newRun() *run {
	c := d.now()
	return &run{d: d, first: c.next, counters: c, values: d.newTables()}
}

func (r *run) isFull() bool {
	full := runQuads
	if n := r.d.opts.ImportBatch; n > 0 {
		full = 3 * n
	}
	return r.quads >= full || len(r.known) >= runValues
}

// lookUp finds the ids of values that are new in the run. The values are
// sorted by hash.
func (r *run) lookUp(values []lookup) {
	known := r.known
	for i := range values {
		for len(known) > 0 && bytes.Compare(known[0].hash[:], values[i].hash[:]) < 0 {
			known = known[1:]
		}
		if len(known) > 0 && known[0].hash == values[i].hash {
			values[i].id = uint64(known[0].id)
		}
	}
}

// intern gives a value the next id.
func (r *run) intern(v *value) error {
	if r.counters.next > maxImported {
		return errNoIDs
	}
	v.id = uint32(r.counters.next)
	r.counters.next++
	r.counters.nodes++
	return r.values.set(appendValueKey(r.values.key[:0], uint64(v.id)), v.form())
}

// learn makes values known, which are sorted by hash.
func (r *run) learn(fresh []lookup) {
	merged, old := make([]idOf, 0, len(r.known)+len(fresh)), r.known
	for _, f := range fresh {
		for len(old) > 0 && bytes.Compare(old[0].hash[:], f.hash[:]) < 0 {
			merged, old = append(merged, old[0]), old[1:]
		}
		merged = append(merged, idOf{f.hash, uint32(f.id)})
	}
	r.known = append(merged, old...)
}

// hand writes the tables of the run and makes them part of the store.
func (r *run) hand() (added int64, err error) {
	defer func() { err = join(err, r.discard()) }()
	rows, spare := sortQuads(r.gathered(), make([]row, r.quads), 0)
	if rows, err = r.missing(slices.Compact(rows)); err != nil || len(rows) == 0 {
		return 0, err
	}
	r.counters.quads += int64(len(rows))
	if err := r.write(rows, spare); err != nil {
		return 0, r.d.explain(err)
	}
	r.d.columns.write()
	defer r.d.columns.write()
	err = r.d.guard(func() error { return r.d.db.Ingest(context.Background(), r.paths) })
	if err != nil {
		return 0, r.d.explain(err)
	}
	r.paths = nil
	r.d.set(r.counters)
	return int64(len(rows)), nil
}

// discard removes the tables that were not handed over.
func (r *run) discard() error {
	err := r.finish(r.values)
	for _, p := range r.paths {
		if rm := r.d.fs.Remove(p); rm != nil && !errors.Is(rm, fs.ErrNotExist) {
			err = join(err, rm)
		}
	}
	r.paths, r.rows = nil, nil
	return err
}

func (r *run) finish(t *tables) error {
	err := t.close()
	r.paths, t.paths = append(r.paths, t.paths...), nil
	return err
}

// gathered are all rows in one piece.
func (r *run) gathered() []row {
	rows := make([]row, 0, r.quads)
	for i, part := range r.rows {
		rows = append(rows, part...)
		r.rows[i] = nil
	}
	return rows
}

// missing are those of the rows, in the first order, that are not stored.
func (r *run) missing(rows []row) (out []row, err error) {
	if r.counters.quads == 0 {
		return rows, nil
	}
	it, err := r.d.db.NewIter(&lsm.IterOptions{LowerBound: []byte{keyQuad}, UpperBound: []byte{keyQuad + 1}})
	if err != nil {
		return nil, r.d.explain(err)
	}
	defer func() { err = join(err, r.d.explain(it.Close())) }()
	var key [quadLen]byte
	out = rows[:0]
	for _, q := range rows {
		if uint64(max(q[subject], q[predicate], q[object], q[label])) < r.first {
			appendQuadKey(key[:0], 0, q.ends())
			if !it.Valid() || bytes.Compare(it.Key(), key[:]) < 0 {
				it.SeekGE(key[:])
				if err := it.Error(); err != nil {
					return nil, r.d.explain(err)
				}
			}
			if it.Valid() && bytes.Equal(it.Key(), key[:]) {
				continue
			}
		}
		out = append(out, q)
	}
	return out, nil
}

func (q row) ends() (e ends) {
	for i, id := range q {
		e[i] = uint64(id)
	}
	return e
}

// write writes all tables but those of values, two at a time. The rows are in
// the first order; spare is as much room again.
func (r *run) write(rows, spare []row) error {
	if err := r.finish(r.values); err != nil {
		return err
	}
	jobs := make(chan func(t *tables, spare []row) error, 2+len(orders))
	jobs <- func(t *tables, _ []row) error { return t.set(countersKey, r.counters.bytes()) }
	for order := range orders {
		jobs <- func(t *tables, spare []row) error { return writeQuads(t, rows, spare, order) }
	}
	jobs <- func(t *tables, _ []row) error { return r.writeHashes(t) }
	close(jobs)
	const workers = 2
	var running sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for i := range workers {
		running.Go(func() {
			from, to := i*len(spare)/workers, (i+1)*len(spare)/workers
			half := spare[from:to:to] // what outgrows it must not reach into the other's
			for job := range jobs {
				t := r.d.newTables()
				err := job(t, half)
				mu.Lock()
				failed = join(failed, err, r.finish(t))
				mu.Unlock()
			}
		})
	}
	running.Wait()
	return failed
}

func (r *run) writeHashes(t *tables) error {
	var id []byte
	for i := range r.known {
		k := &r.known[i]
		id = appendID(id[:0], uint64(k.id))
		if err := t.set(appendHashKey(t.key[:0], k.hash), id); err != nil {
			return err
		}
	}
	return nil
}

// parts is in how many parts an index is sorted, one after the other.
const parts = 8

// writeQuads writes one index. The rows are in the first order. For another, it
// takes the rows of one part of the index at a time, and sorts them in the
// room that spare gives, which is enough for two parts of twice the mean size.
func writeQuads(t *tables, rows, spare []row, order int) error {
	if order == 0 {
		return t.setQuads(rows, order)
	}
	bounds := partBounds(rows, order)
	half := len(spare) / 2
	buffer, rest := spare[:half:half], spare[half:]
	for i := range bounds[1:] {
		part := buffer[:0]
		for _, q := range rows {
			if lead := q.lead(order); bounds[i] <= lead && lead < bounds[i+1] {
				part = append(part, q)
			}
		}
		if len(rest) < len(part) {
			rest = make([]row, len(part))
		}
		sorted, _ := sortQuads(part, rest[:len(part)], order)
		if err := t.setQuads(sorted, order); err != nil {
			return err
		}
	}
	return nil
}

// lead is the first two ends in that order.
func (q *row) lead(order int) uint64 {
	return uint64(q[orders[order][0]])<<32 | uint64(q[orders[order][1]])
}

// partBounds are where parts of about the same size begin, and the end.
func partBounds(rows []row, order int) []uint64 {
	step := max(1, len(rows)/(1000*parts))
	var sample []uint64
	for i := 0; i < len(rows); i += step {
		sample = append(sample, rows[i].lead(order))
	}
	slices.Sort(sample)
	bounds := []uint64{0}
	for i := 1; i < parts; i++ {
		bounds = append(bounds, sample[i*len(sample)/parts])
	}
	return slices.Compact(append(bounds, 1<<64-1)) // no predicate or object has that id
}

// tables writes sorted keys into one table after the other.
type tables struct {
	d     *DB
	w     *sstable.Writer // of the table that is being written; nil at first
	paths []string
	key   [quadLen]byte // room for a key
}

func (d *DB) newTables() *tables { return &tables{d: d} }

func (t *tables) set(key, value []byte) error {
	if err := t.makeRoom(); err != nil {
		return err
	}
	return t.w.Set(key, value)
}

// makeRoom begins a table where there is none, or where the last is full.
func (t *tables) makeRoom() error {
	if t.w != nil && t.w.Raw().EstimatedSize() < importedTable {
		return nil
	}
	if err := t.close(); err != nil {
		return err
	}
	path := filepath.Join(t.d.dir, tableName+strconv.FormatInt(t.d.tables.Add(1), 10))
	f, err := t.d.fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	t.paths = append(t.paths, path)
	t.w = sstable.NewWriter(objstorageprovider.NewFileWritable(f), t.d.tableOptions)
	return nil
}

// setQuads looks at the size of a table after every thousand of the small keys.
func (t *tables) setQuads(rows []row, order int) error {
	for part := range slices.Chunk(rows, 1000) {
		if err := t.makeRoom(); err != nil {
			return err
		}
		for i := range part {
			if err := t.w.Set(appendQuadKey(t.key[:0], order, part[i].ends()), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// close finishes the last table, safe on disk.
func (t *tables) close() error {
	if t.w == nil {
		return nil
	}
	w := t.w
	t.w = nil
	return w.Close()
}
