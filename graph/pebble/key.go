package pebble

import (
	"encoding/binary"

	"github.com/cayleygraph/quad"
)

// The first byte of a key says what the key is.
const (
	keyMeta  byte = 0x01 // and a name: what the store has to know of itself
	keyHash  byte = 0x02 // and a hash: the id of a value
	keyValue byte = 0x03 // and an id: the value
	keyQuad  byte = 0x10 // and up: the four ids of a quad in one of four orders
	keyEnd   byte = keyQuad + byte(len(orders))
)

// idLen is how many bytes an id takes in a key. Ids are given out once, so
// there are enough for a million million nodes.
const (
	idLen   = 5
	maxID   = 1<<(8*idLen) - 1
	quadLen = 1 + 4*idLen
)

// ends are the ids of a quad: subject, predicate, object and label. No value
// has the id 0; the label of a quad without one is 0.
type ends [4]uint64

// The directions as they count in ends.
const (
	subject = iota
	predicate
	object
	label
	noEnd = -1
)

// orders are those in which quads are indexed. Whichever ends are given, but
// for some sets with the label, one of them has those ends first.
var orders = [4][4]int{
	{subject, predicate, object, label},
	{predicate, object, subject, label},
	{object, subject, predicate, label},
	{label, subject, predicate, object},
}

// endOf is the direction's place in ends, noEnd for quad.Any.
func endOf(d quad.Direction) int {
	switch d {
	case quad.Subject:
		return subject
	case quad.Predicate:
		return predicate
	case quad.Object:
		return object
	case quad.Label:
		return label
	}
	return noEnd
}

func appendID(b []byte, id uint64) []byte {
	return append(b, byte(id>>32), byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
}

func readID(b []byte) uint64 {
	_ = b[4]
	return uint64(b[0])<<32 | uint64(binary.BigEndian.Uint32(b[1:]))
}

func appendHashKey(b []byte, h hash) []byte { return append(append(b, keyHash), h[:]...) }

func appendValueKey(b []byte, id uint64) []byte { return appendID(append(b, keyValue), id) }

// appendPrefix appends the first n ids of a quad's key in an order.
func appendPrefix(b []byte, order, n int, e ends) []byte {
	b = append(b, keyQuad+byte(order))
	for _, d := range orders[order][:n] {
		b = appendID(b, e[d])
	}
	return b
}

func appendQuadKey(b []byte, order int, e ends) []byte { return appendPrefix(b, order, 4, e) }

// readQuadKey reads a key of that order; ok is false if it has another length.
func readQuadKey(key []byte, order int) (e ends, ok bool) {
	if len(key) != quadLen {
		return e, false
	}
	o := &orders[order]
	e[o[0]] = readID(key[1:])
	e[o[1]] = readID(key[1+idLen:])
	e[o[2]] = readID(key[1+2*idLen:])
	e[o[3]] = readID(key[1+3*idLen:])
	return e, true
}

// after is the first key that does not begin with prefix any more.
func after(prefix []byte) []byte { return appendAfter(nil, prefix) }

func appendAfter(b, prefix []byte) []byte {
	b = append(b, prefix...)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] != 0 {
			return b[:i+1]
		}
	}
	return nil
}

var countersKey = []byte{keyMeta, 'c'}

// counters are kept under countersKey.
type counters struct {
	next  uint64 // the next id
	nodes int64
	quads int64
}

// formatVersion is the version of this layout, the first byte of the counters.
const formatVersion = 1

func (c counters) bytes() []byte {
	b := binary.BigEndian.AppendUint64([]byte{formatVersion}, c.next)
	b = binary.BigEndian.AppendUint64(b, uint64(c.nodes))
	return binary.BigEndian.AppendUint64(b, uint64(c.quads))
}

func readCounters(b []byte) (c counters, ok bool) {
	if len(b) != 25 {
		return c, false
	}
	return counters{binary.BigEndian.Uint64(b[1:]), int64(binary.BigEndian.Uint64(b[9:])), int64(binary.BigEndian.Uint64(b[17:]))}, true
}
