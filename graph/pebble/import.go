package pebble

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"
)

const (
	batchQuads = 1 << 19   // quads whose values get their ids together
	batchBytes = 100 << 20 // of values, which end a batch before
	knownMax   = 1 << 18   // values whose ids are kept from batch to batch, those of the last batch aside
	shortValue = 64        // bytes of a value that is kept so
)

// Import adds many quads, those aside that are there, and gives how many it
// added. It gathers up to sixteen million quads, sorts them and hands them over
// as finished tables, all at once and safe on disk. After an error those handed
// over before stay. Updates wait until it ends; views don't.
func (d *DB) Import(ctx context.Context, quads iter.Seq2[quad.Quad, error]) (added int64, err error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.Err(); err != nil {
		return 0, err
	}
	im := &importer{d: d, known: map[string]uint32{}, run: d.newRun()}
	defer func() { err = join(err, im.run.discard()) }()
	b := d.newBatch()
	for q, err := range quads {
		if err == nil {
			err = b.take(q)
		}
		if err == nil && (len(b.quads) >= b.full || b.bytes >= batchBytes) {
			err = im.pass(ctx, b)
			b = d.newBatch()
		}
		if err != nil {
			return im.wait(err)
		}
	}
	if _, err := im.wait(im.pass(ctx, b)); err != nil {
		return im.added, err
	}
	err = im.end()
	return im.added, err
}

// importer gives the values of one batch their ids while the next is gathered.
type importer struct {
	d     *DB
	known map[string]uint32 // ids by identity, from batches before
	run   *run
	added int64

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
		if im.err = im.add(b); im.err == nil && im.run.isFull() {
			im.err = im.end()
		}
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

// add makes a batch part of the run.
func (im *importer) add(b *batch) error {
	if len(b.quads) == 0 {
		return nil
	}
	b.places = nil
	if err := im.resolve(b); err != nil {
		return err
	}
	for i := range b.quads {
		for j, place := range b.quads[i] {
			if place != 0 {
				b.quads[i][j] = b.values[place-1].id
			}
		}
	}
	im.run.rows = append(im.run.rows, b.quads)
	im.run.quads += len(b.quads)
	im.remember(b)
	return nil
}

// end hands the run over and begins another.
func (im *importer) end() error {
	n, err := im.run.hand()
	im.added += n
	if err == nil {
		im.run = im.d.newRun()
	}
	return err
}

// batch gathers quads.
type batch struct {
	full   int               // quads that end it
	quads  []row             // their ends are places in values, counted from 1
	places map[string]uint32 // by identity
	last   [4]placed         // by end: many quads have what the one before has
	values []value
	bytes  int
}

// placed is a value and its place.
type placed struct {
	value quad.Value
	place uint32
}

func (d *DB) newBatch() *batch {
	return &batch{full: cmp.Or(d.opts.ImportBatch, batchQuads), places: map[string]uint32{}}
}

// value is a value of a batch.
type value struct {
	identity string
	stored   []byte // nil where it is the identity
	id       uint32
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
		if v != b.last[i].value {
			place, err := b.place(v)
			if err != nil {
				return fmt.Errorf("add %v: %w", q, err)
			}
			b.last[i] = placed{v, place}
		}
		e[i] = b.last[i].place
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

// resolve gives every value an id: one that it has in the store or in the run,
// else a new one, in the order in which the values came.
func (im *importer) resolve(b *batch) error {
	var unknown []lookup
	for i := range b.values {
		v := &b.values[i]
		if v.id = im.known[v.identity]; v.id == 0 {
			unknown = append(unknown, lookup{hash: hashOf([]byte(v.identity)), at: i})
		}
	}
	slices.SortFunc(unknown, func(a, b lookup) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	im.run.lookUp(unknown)
	if err := im.d.lookUpSorted(unknown); err != nil {
		return err
	}
	isNew := make([]bool, len(b.values))
	for _, u := range unknown {
		if u.id > maxImported {
			return errNoIDs
		}
		b.values[u.at].id, isNew[u.at] = uint32(u.id), u.id == 0
	}
	for i := range b.values {
		if !isNew[i] {
			continue
		}
		if err := im.run.intern(&b.values[i]); err != nil {
			return err
		}
	}
	fresh := unknown[:0]
	for _, u := range unknown {
		if isNew[u.at] {
			u.id = uint64(b.values[u.at].id)
			fresh = append(fresh, u)
		}
	}
	im.run.learn(fresh)
	return nil
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
