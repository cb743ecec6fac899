package graph

import (
	"bytes"
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/hidal-go/hidalgo/kv"
	"go.etcd.io/bbolt"
)

// oneTx shows Cayley a database that consists of one bolt transaction: every
// transaction that Cayley begins is that one, and ending it does nothing. The
// owner of the transaction ends it. So a query sees one state of the store
// however many transactions Cayley opens for it, and several of Cayley's
// writes become one.
//
// Its keys lie where Cayley's own bolt backend puts them, so that a store can
// be opened with a stock Cayley too.
type oneTx struct {
	mu sync.Mutex // a query's rows are named in one goroutine while another looks for the next
	tx *bbolt.Tx
}

var _ kv.KV = (*oneTx)(nil)
var _ kv.Tx = (*oneTx)(nil)

func (t *oneTx) Tx(write bool) (kv.Tx, error) {
	if write && !t.tx.Writable() {
		return nil, kv.ErrReadOnly
	}
	return t, nil
}

func (t *oneTx) Close() error                 { return nil }
func (t *oneTx) Commit(context.Context) error { return nil }

func (t *oneTx) Get(ctx context.Context, key kv.Key) (kv.Value, error) {
	vals, err := t.GetBatch(ctx, []kv.Key{key})
	if err != nil {
		return nil, err
	}
	if vals[0] == nil {
		return nil, kv.ErrNotFound
	}
	return vals[0], nil
}

func (t *oneTx) GetBatch(_ context.Context, keys []kv.Key) (vals []kv.Value, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer damageTo(&err)()
	vals = make([]kv.Value, len(keys))
	for i, key := range keys {
		if b, k := t.bucket(key); b != nil {
			vals[i] = bytes.Clone(b.Get(k)) // while damage is watched for
		}
	}
	return vals, nil
}

// bucket finds the bucket of a key of two parts, the only ones that Cayley
// uses: the bucket's name and the key in it.
func (t *oneTx) bucket(key kv.Key) (*bbolt.Bucket, []byte) {
	if len(key) != 2 {
		return nil, nil
	}
	return t.tx.Bucket(key[0]), key[1]
}

func (t *oneTx) Put(key kv.Key, val kv.Value) error {
	if len(key) != 2 {
		return fmt.Errorf("key of %d parts, want 2", len(key))
	}
	b, err := t.tx.CreateBucketIfNotExists(key[0])
	if err != nil || len(key[1]) == 0 && len(val) == 0 {
		return err // an empty key asks for the bucket only
	}
	return b.Put(key[1], val)
}

func (t *oneTx) Del(key kv.Key) error {
	b, k := t.bucket(key)
	if b == nil {
		return nil
	}
	return b.Delete(k)
}

func (t *oneTx) Scan(prefix kv.Key) kv.Iterator {
	t.mu.Lock()
	defer t.mu.Unlock()
	var err error
	it := func() *scan {
		defer damageTo(&err)()
		b, k := t.bucket(prefix)
		if b == nil {
			return &scan{}
		}
		return &scan{bucket: prefix[0], prefix: bytes.Clone(k), cursor: b.Cursor()}
	}()
	if err != nil {
		return &scan{err: err}
	}
	return it
}

// scan walks the keys of one bucket that begin with prefix.
type scan struct {
	bucket, prefix []byte
	cursor         *bbolt.Cursor // nil where there is nothing to walk
	begun          bool
	k, v           []byte
	err            error
}

func (s *scan) Next(context.Context) (more bool) {
	if s.cursor == nil || s.err != nil {
		return false
	}
	defer damageTo(&s.err)()
	if s.begun {
		s.k, s.v = s.cursor.Next()
	} else {
		s.k, s.v = s.cursor.Seek(s.prefix)
		s.begun = true
	}
	s.v = bytes.Clone(s.v)
	return s.k != nil && bytes.HasPrefix(s.k, s.prefix)
}

func (s *scan) Key() kv.Key   { return kv.Key{s.bucket, s.k} }
func (s *scan) Val() kv.Value { return s.v }
func (s *scan) Err() error    { return s.err }
func (s *scan) Close() error  { s.cursor = nil; return nil }

// after gives the first key of the bucket that is not before from, nil where
// there is none.
func (t *oneTx) after(bucket, from []byte) (key []byte, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer damageTo(&err)()
	b := t.tx.Bucket(bucket)
	if b == nil {
		return nil, nil
	}
	key, _ = b.Cursor().Seek(from)
	return key, nil
}

// count counts the quads in the index entries whose keys begin as key does,
// and stops after limit entries; all says that there were no more.
func (t *oneTx) count(key kv.Key, limit int) (n int64, all bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer damageTo(&err)()
	b, prefix := t.bucket(key)
	if b == nil {
		return 0, true, nil
	}
	c := b.Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix) && k != nil; k, v = c.Next() {
		if limit--; limit < 0 {
			return n, false, nil
		}
		n += varints(v)
	}
	return n, true, nil
}

// damageTo is to be deferred as damageTo(&err)(). It turns into an error what
// happens on a damaged file: the panics that bbolt raises on pages that make
// no sense, and faults on pages that are not in the file.
func damageTo(err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		if p := recover(); p != nil {
			*err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}
}
