package pebble

import (
	"bytes"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

// FuzzValue: what is read as a value has one stored form, which gives it back,
// and values have the same identity if and only if N-Quads writes them alike.
func FuzzValue(f *testing.F) {
	for _, v := range []quad.Value{
		quad.IRI("ir:A"), quad.BNode("x"), quad.String("text"), quad.LangString{Value: "x", Lang: "en"}, quad.TypedString{Value: "5", Type: "my:type"},
		quad.Int(-5), quad.Float(0.5), quad.Bool(true), quad.Time(time.Unix(1e9, 5).UTC()),
	} {
		b, err := appendValue(nil, v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, b)
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		va, ok := roundTrip(t, a)
		if !ok {
			return
		}
		vb, ok := roundTrip(t, b)
		if !ok {
			return
		}
		ia, err := appendIdentity(nil, va)
		if err != nil {
			t.Fatal(err)
		}
		ib, err := appendIdentity(nil, vb)
		if err != nil {
			t.Fatal(err)
		}
		if same := bytes.Equal(ia, ib); same && va.String() != vb.String() {
			t.Fatalf("%#v and %#v have one identity", va, vb)
		}
	})
}

func roundTrip(t *testing.T, b []byte) (quad.Value, bool) {
	v, err := decodeValue(b)
	if err != nil {
		return nil, false
	}
	stored, err := appendValue(nil, v)
	if err != nil {
		t.Fatalf("%#v: %v", v, err)
	}
	again, err := decodeValue(stored)
	if err != nil || again.String() != v.String() {
		t.Fatalf("%#v: got %#v, %v", v, again, err)
	}
	return v, true
}

// FuzzQuadKey: every key of an index gives back its quad, and keys sort as the
// ids in their order do.
func FuzzQuadKey(f *testing.F) {
	f.Add(uint64(1), uint64(2), uint64(3), uint64(0), uint64(1), uint64(2), uint64(3), uint64(4))
	f.Add(uint64(1)<<39, uint64(255), uint64(256), uint64(maxID), uint64(1)<<32, uint64(254), uint64(256), uint64(1))
	f.Fuzz(func(t *testing.T, s, p, o, l, s2, p2, o2, l2 uint64) {
		a, b := ends{s & maxID, p & maxID, o & maxID, l & maxID}, ends{s2 & maxID, p2 & maxID, o2 & maxID, l2 & maxID}
		for order := range orders {
			ka, kb := appendQuadKey(nil, order, a), appendQuadKey(nil, order, b)
			if got, ok := readQuadKey(ka, order); !ok || got != a {
				t.Fatalf("order %d: %v became %v", order, a, got)
			}
			want := 0
			for _, end := range orders[order] {
				if want == 0 && a[end] != b[end] {
					want = 1
					if a[end] < b[end] {
						want = -1
					}
				}
			}
			if bytes.Compare(ka, kb) != want {
				t.Fatalf("order %d: %v and %v compare %d, want %d", order, a, b, bytes.Compare(ka, kb), want)
			}
			for n := range 4 {
				prefix := appendPrefix(nil, order, n, a)
				if end := after(prefix); !bytes.HasPrefix(ka, prefix) || bytes.Compare(ka, end) >= 0 {
					t.Fatalf("order %d: %v is not below its first %d ids", order, a, n)
				}
			}
		}
		if _, ok := readQuadKey(appendQuadKey(nil, 0, a)[1:], 0); ok {
			t.Fatal("a key cut short was read")
		}
	})
}

// TestPartBounds: the parts of an index cover all of it, whatever is in it.
func TestPartBounds(t *testing.T) {
	for name, make := range map[string]func(i uint32) row{
		"one of each": func(i uint32) row { return row{i, i, i, i} },
		"all alike":   func(uint32) row { return row{7, 7, 7, 0} },
		"highest":     func(i uint32) row { return row{maxImported - i, maxImported, maxImported, maxImported} },
	} {
		for _, n := range []uint32{1, 3, 100, 50_000} {
			var rows []row
			for i := range n {
				rows = append(rows, make(i+1))
			}
			for order := range orders {
				bounds, covered := partBounds(rows, order), 0
				for i := range bounds[1:] {
					for _, q := range rows {
						if lead := q.lead(order); bounds[i] <= lead && lead < bounds[i+1] {
							covered++
						}
					}
				}
				if covered != len(rows) {
					t.Errorf("%s, order %d: %d of %d rows lie in a part", name, order, covered, len(rows))
				}
			}
		}
	}
}

// TestWriteQuadsKeepsToItsRoom: an index whose rows all lie in one part, more
// than there is room for, leaves alone what lies behind its room, where another
// index is being sorted.
func TestWriteQuadsKeepsToItsRoom(t *testing.T) {
	db, err := Open(t.TempDir(), Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var rows []row
	for i := range uint32(100) {
		rows = append(rows, row{i + 1, 7, 8, 9})
	}
	for order := 1; order < len(orders); order++ {
		room := make([]row, 200)
		tables := db.newTables()
		if err := writeQuads(tables, rows, room[:50], order); err != nil {
			t.Fatal(err)
		}
		if err := tables.close(); err != nil {
			t.Fatal(err)
		}
		for i, q := range room[50:] {
			if q != (row{}) {
				t.Fatalf("order %d: row %d behind the room was written to", order, i)
			}
		}
	}
}
