package pebble

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	lsm "github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/objstorage/objstorageprovider"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/cayleygraph/quad"
)

const (
	firstBatch = 1 << 19   // quads that are sorted and become visible together; each batch takes so many more
	largeBatch = 1 << 21   // than the one before, up to that
	batchBytes = 150 << 20 // of values, which end a batch before
	knownMax   = 1 << 18   // values whose ids are kept from batch to batch, those of the last batch aside
	shortValue = 64        // bytes of a value that is kept so
)

// Import adds many quads, those aside that are there, and gives how many it
// added. It sorts batches of half a million to two million of them and hands each
// over as finished tables, all at once and safe on disk. After an error the batches
// before stay. Updates wait until it ends; views don't.
func (d *DB) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (added int64, err error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.Err(); err != nil {
		return 0, err
	}
	im := &importer{d: d, known: map[string]uint64{}}
	b := d.newBatch(nil)
	for q, err := range quads {
		if err == nil {
			err = b.take(q)
		}
		if err == nil && (len(b.quads) >= b.full || b.bytes >= batchBytes) {
			err = im.pass(ctx, b)
			b = d.newBatch(b)
		}
		if err != nil {
			return im.wait(err)
		}
	}
	return im.wait(im.pass(ctx, b))
}

// importer makes tables of one batch while the next is gathered.
type importer struct {
	d      *DB
	known  map[string]uint64 // ids by identity, from batches before
	tables int               // made so far
	added  int64

	working chan struct{} // closed when the last batch is done; nil before the first
	err     error         // what went wrong with it
}

// pass hands a batch on, once the one before is done.
func (im *importer) pass(ctx context.Context, b *batch) error {
	if _, err := im.wait(nil); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	done := make(chan struct{})
	im.working = done
	go func() {
		defer close(done)
		var n int64
		n, im.err = im.flush(b)
		im.added += n
	}()
	return nil
}

// wait waits for the batch that was passed on last. An error of that comes
// before the one given.
func (im *importer) wait(err error) (added int64, _ error) {
	if im.working != nil {
		<-im.working
	}
	if im.err != nil {
		err = im.err
	}
	return im.added, err
}

// batch gathers quads.
type batch struct {
	full   int // quads that end it
	quads  []row
	places map[string]uint32 // by identity
	values []value
	bytes  int
}

// row is a quad whose ends are places in the values of its batch, counted from
// 1. A batch is sorted as rows, which take half the room of ids.
type row [4]uint32

// newBatch is the batch after another. More batches make more tables that lie
// over each other, so they grow, while a small import takes little memory.
func (d *DB) newBatch(before *batch) *batch {
	full := cmp.Or(d.opts.ImportBatch, firstBatch)
	if before != nil {
		full = min(before.full+full, largeBatch)
	}
	return &batch{full: full, places: map[string]uint32{}}
}

// value is a value of a batch.
type value struct {
	identity string
	stored   []byte // nil where it is the identity
	hash     hash
	id       uint64
}

func (v *value) form() []byte {
	if v.stored != nil {
		return v.stored
	}
	return []byte(v.identity)
}

func (b *batch) take(q quad.Quad) error {
	var e row
	for i, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v == nil && i == label {
			continue
		}
		if v == nil {
			return fmt.Errorf("add %v: an end is missing", q)
		}
		place, err := b.place(v)
		if err != nil {
			return fmt.Errorf("add %v: %w", q, err)
		}
		e[i] = place
	}
	b.quads = append(b.quads, e)
	return nil
}

func (b *batch) place(v quad.Value) (uint32, error) {
	var buf [256]byte
	identity, err := appendIdentity(buf[:0], v)
	if err != nil {
		return 0, err
	}
	if at, ok := b.places[string(identity)]; ok {
		return at, nil
	}
	entry := value{identity: string(identity)}
	if identity[0] == tagTyped {
		if entry.stored, err = appendValue(nil, v); err != nil {
			return 0, err
		}
	}
	b.values = append(b.values, entry)
	b.bytes += len(identity) + len(entry.stored) + 100
	at := uint32(len(b.values))
	b.places[entry.identity] = at
	return at, nil
}

// flush makes tables of a batch and hands them over.
func (im *importer) flush(b *batch) (added int64, err error) {
	if len(b.quads) == 0 {
		return 0, nil
	}
	b.places = nil
	c := im.d.now()
	first := c.next
	fresh, err := im.resolve(b, &c)
	if err != nil {
		return 0, err
	}
	b.rank()
	quads := slices.Compact(sortQuads(b.quads, 0))
	if quads, err = im.missing(quads, b.values, first); err != nil || len(quads) == 0 {
		return 0, err
	}
	c.quads += int64(len(quads))
	if err := im.hand(quads, b.values, fresh, c); err != nil {
		return 0, err
	}
	im.remember(b)
	return int64(len(quads)), nil
}

// rank puts the values in the order of their ids, as they have to be for the
// order of rows to be that of ids. Values with new ids stand so already.
func (b *batch) rank() {
	at := make([]uint32, len(b.values))
	for i := range at {
		at[i] = uint32(i)
	}
	slices.SortFunc(at, func(x, y uint32) int { return cmp.Compare(b.values[x].id, b.values[y].id) })
	values, rank := make([]value, len(at)), make([]uint32, len(at)+1)
	for i, from := range at {
		values[i], rank[from+1] = b.values[from], uint32(i+1)
	}
	b.values = values
	for i := range b.quads {
		for j, place := range b.quads[i] {
			b.quads[i][j] = rank[place]
		}
	}
}

// resolve gives every value an id, and counts those that are new.
func (im *importer) resolve(b *batch, c *counters) (fresh int, err error) {
	var unknown []lookup
	for i := range b.values {
		v := &b.values[i]
		if v.id = im.known[v.identity]; v.id == 0 {
			v.hash = hashOf([]byte(v.identity))
			unknown = append(unknown, lookup{hash: v.hash, at: i})
		}
	}
	if c.nodes > 0 {
		if err := im.d.lookUp(im.d.db, unknown); err != nil {
			return 0, err
		}
	}
	for _, u := range unknown {
		b.values[u.at].id = u.id
	}
	for i := range b.values { // in the order in which they came
		if b.values[i].id == 0 {
			if c.next > maxID {
				return 0, errNoIDs
			}
			b.values[i].id = c.next
			c.next++
			c.nodes++
			fresh++
		}
	}
	return fresh, nil
}

// remember keeps ids of short values for the next batch.
func (im *importer) remember(b *batch) {
	if len(im.known) > knownMax {
		clear(im.known)
	}
	for i := range b.values {
		if v := &b.values[i]; len(v.identity) <= shortValue {
			im.known[v.identity] = v.id
		}
	}
}

// missing are those of the sorted quads that are not stored. Ids from first on
// are new.
func (im *importer) missing(quads []row, values []value, first uint64) (out []row, err error) {
	it, err := im.d.db.NewIter(&lsm.IterOptions{LowerBound: []byte{keyQuad}, UpperBound: []byte{keyQuad + 1}})
	if err != nil {
		return nil, im.d.explain(err)
	}
	defer func() { err = join(err, im.d.explain(it.Close())) }()
	var key [quadLen]byte
	out = quads[:0]
	for _, r := range quads {
		e := r.ids(values)
		if max(e[subject], e[predicate], e[object], e[label]) < first {
			appendQuadKey(key[:0], 0, e)
			if !it.Valid() || bytes.Compare(it.Key(), key[:]) < 0 {
				it.SeekGE(key[:])
				if err := it.Error(); err != nil {
					return nil, im.d.explain(err)
				}
			}
			if it.Valid() && bytes.Equal(it.Key(), key[:]) {
				continue
			}
		}
		out = append(out, r)
	}
	return out, nil
}

func (r row) ids(values []value) (e ends) {
	for i, place := range r {
		if place != 0 {
			e[i] = values[place-1].id
		}
	}
	return e
}

// hand writes the tables of a batch, two at a time, and makes them part of the
// store.
func (im *importer) hand(quads []row, values []value, fresh int, c counters) error {
	d := im.d
	news := values[len(values)-fresh:]
	jobs := []func(*sstable.Writer) error{
		func(w *sstable.Writer) error { return writeHashes(w, news, c) },
	}
	if fresh > 0 {
		jobs = append(jobs, func(w *sstable.Writer) error { return writeValues(w, news) })
	}
	for order := range orders {
		jobs = append(jobs, func(w *sstable.Writer) error { return writeQuads(w, quads, values, order) })
	}
	var paths []string
	for range jobs {
		im.tables++
		paths = append(paths, filepath.Join(d.dir, tableName+strconv.Itoa(im.tables)))
	}
	err := d.guard(func() error {
		if err := d.writeTables(paths, jobs); err != nil {
			return err
		}
		return d.db.Ingest(context.Background(), paths)
	})
	if err != nil {
		for _, p := range paths {
			if rm := d.fs.Remove(p); rm != nil && !isMissing(rm) {
				err = join(err, rm)
			}
		}
		return d.explain(err)
	}
	d.set(c)
	return nil
}

// tableName begins the names of tables that are not handed over yet.
const tableName = "import-"

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// writeTables runs the jobs on two goroutines, each job with a table to write.
func (d *DB) writeTables(paths []string, jobs []func(*sstable.Writer) error) error {
	errs := make([]error, len(jobs))
	next := make(chan int, len(jobs))
	for i := range jobs {
		next <- i
	}
	close(next)
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() {
			for i := range next {
				errs[i] = d.writeTable(paths[i], jobs[i])
			}
		})
	}
	running.Wait()
	return join(errs...)
}

func (d *DB) writeTable(path string, write func(*sstable.Writer) error) error {
	f, err := d.fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	o := d.tableOptions
	w := sstable.NewWriter(objstorageprovider.NewFileWritable(f), o)
	return join(write(w), w.Close())
}

func writeHashes(w *sstable.Writer, news []value, c counters) error {
	if err := w.Set(countersKey, c.bytes()); err != nil {
		return err
	}
	at := make([]uint32, len(news))
	for i := range at {
		at[i] = uint32(i)
	}
	slices.SortFunc(at, func(a, b uint32) int { return bytes.Compare(news[a].hash[:], news[b].hash[:]) })
	var key, id []byte
	for _, i := range at {
		v := &news[i]
		key, id = appendHashKey(key[:0], v.hash), appendID(id[:0], v.id)
		if err := w.Set(key, id); err != nil {
			return err
		}
	}
	return nil
}

func writeValues(w *sstable.Writer, news []value) error {
	var key []byte
	for i := range news {
		v := &news[i]
		key = appendValueKey(key[:0], v.id)
		if err := w.Set(key, v.form()); err != nil {
			return err
		}
	}
	return nil
}

// writeQuads writes one index; the quads are in the first order.
func writeQuads(w *sstable.Writer, quads []row, values []value, order int) error {
	sorted := quads
	if order != 0 {
		sorted = sortQuads(slices.Clone(quads), order)
	}
	var key [quadLen]byte
	for _, r := range sorted {
		if err := w.Set(appendQuadKey(key[:0], order, r.ids(values)), nil); err != nil {
			return err
		}
	}
	return nil
}

// passes are the ends to sort by, one after the other, so that quads come into
// an order: any quads into the first, and those of the first into the others.
// Each pass leaves what is the same for it in sequence.
var passes = [len(orders)][]int{
	{label, object, predicate, subject},
	{object, predicate},
	{object},
	{label},
}

// sortQuads brings quads into an order. It uses the slice it was given.
func sortQuads(quads []row, order int) []row {
	spare := make([]row, len(quads))
	for _, end := range passes[order] {
		quads, spare = sortByEnd(quads, spare, end)
	}
	return quads
}

const radixBits = 11

// sortByEnd sorts by one end, digit by digit, and leaves quads in sequence whose ids there are
// the same.
func sortByEnd(quads, spare []row, end int) (sorted, rest []row) {
	var low, high uint32 = 1<<32 - 1, 0
	for i := range quads {
		low, high = min(low, quads[i][end]), max(high, quads[i][end])
	}
	if len(quads) == 0 {
		return quads, spare
	}
	for shift := 0; (high-low)>>shift > 0; shift += radixBits {
		var counts [1 << radixBits]int
		for i := range quads {
			counts[(quads[i][end]-low)>>shift&(1<<radixBits-1)]++
		}
		at := 0
		for i, n := range counts {
			counts[i] = at
			at += n
		}
		for i := range quads {
			digit := (quads[i][end] - low) >> shift & (1<<radixBits - 1)
			spare[counts[digit]] = quads[i]
			counts[digit]++
		}
		quads, spare = spare, quads
	}
	return quads, spare
}
