package pebble

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/quad"
)

// The first byte of a stored value says what the rest is.
const (
	tagIRI byte = iota + 1
	tagBNode
	tagString
	tagLang  // length of the language, language, text
	tagTyped // length of the type, type, text
	tagInt   // zigzag varint
	tagFloat // IEEE 754 bits, big-endian
	tagBool  // 0 or 1
	tagTime  // zigzag varint of Unix seconds, varint of nanoseconds; UTC
)

// appendValue appends the form in which a value is stored.
func appendValue(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return append(append(b, tagIRI), v...), nil
	case quad.BNode:
		return append(append(b, tagBNode), v...), nil
	case quad.String:
		return append(append(b, tagString), v...), nil
	case quad.LangString:
		return appendPair(b, tagLang, v.Lang, string(v.Value)), nil
	case quad.TypedString:
		return appendPair(b, tagTyped, string(v.Type), string(v.Value)), nil
	case quad.Int:
		return binary.AppendVarint(append(b, tagInt), int64(v)), nil
	case quad.Float:
		return binary.BigEndian.AppendUint64(append(b, tagFloat), math.Float64bits(float64(v))), nil
	case quad.Bool:
		if v {
			return append(b, tagBool, 1), nil
		}
		return append(b, tagBool, 0), nil
	case quad.Time:
		t := time.Time(v)
		b = binary.AppendVarint(append(b, tagTime), t.Unix())
		return binary.AppendUvarint(b, uint64(t.Nanosecond())), nil
	}
	return nil, fmt.Errorf("values of type %T are not stored", v)
}

func appendPair(b []byte, tag byte, kind, text string) []byte {
	b = binary.AppendUvarint(append(b, tag), uint64(len(kind)))
	return append(append(b, kind...), text...)
}

// decodeValue reads what appendValue wrote. It keeps no part of b.
func decodeValue(b []byte) (quad.Value, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("a stored value is empty")
	}
	tag, rest := b[0], b[1:]
	switch tag {
	case tagIRI:
		return quad.IRI(rest), nil
	case tagBNode:
		return quad.BNode(rest), nil
	case tagString:
		return quad.String(rest), nil
	case tagLang, tagTyped:
		return decodePair(tag, rest)
	case tagInt:
		if n, size := binary.Varint(rest); size == len(rest) && size > 0 {
			return quad.Int(n), nil
		}
	case tagFloat:
		if len(rest) == 8 {
			return quad.Float(math.Float64frombits(binary.BigEndian.Uint64(rest))), nil
		}
	case tagBool:
		if len(rest) == 1 && rest[0] <= 1 {
			return quad.Bool(rest[0] == 1), nil
		}
	case tagTime:
		sec, size := binary.Varint(rest)
		nano, size2 := binary.Uvarint(rest[max(size, 0):])
		if size > 0 && size2 > 0 && size+size2 == len(rest) && nano < 1e9 {
			return quad.Time(time.Unix(sec, int64(nano)).UTC()), nil
		}
	}
	return nil, fmt.Errorf("a stored value makes no sense: kind %d, %d bytes", tag, len(rest))
}

func decodePair(tag byte, b []byte) (quad.Value, error) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return nil, fmt.Errorf("a stored value is cut short")
	}
	kind, text := string(b[size:size+int(n)]), quad.String(b[size+int(n):])
	if tag == tagLang {
		return quad.LangString{Value: text, Lang: kind}, nil
	}
	return quad.TypedString{Value: text, Type: quad.IRI(kind)}, nil
}

// appendIdentity appends what two values have in common if and only if they
// are the same node. As in Cayley's other stores those are the same that are
// written the same in N-Quads: the number 5 and the text "5" typed
// schema:Integer.
func appendIdentity(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.Time:
		t := time.Time(v).UTC()
		return appendPair(b, tagTyped, string(v.TypedString().Type), t.Format(time.RFC3339Nano)), nil
	case quad.TypedStringer:
		t := v.TypedString()
		return appendPair(b, tagTyped, string(t.Type), string(t.Value)), nil
	}
	return appendValue(b, v)
}

// hash stands for an identity in the dictionary. Articles are written by
// strangers, so it is one for which nobody can make two values collide.
type hash [16]byte

func hashOf(identity []byte) hash {
	sum := sha256.Sum256(identity)
	return hash(sum[:16])
}
