package eval

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
)

// Part is a part of a labelled set. Rules and tables may be written with the
// errors of the seen part at hand; the errors of the unseen part, about a
// third, are not to be read, so that its score tells what the tuning is worth
// on new texts.
type Part string

// The parts.
const (
	All    Part = "all"
	Seen   Part = "seen"
	Unseen Part = "unseen"
)

// Parts lists the values of Part.
func Parts() []Part { return []Part{All, Seen, Unseen} }

// ParsePart is the part of that name.
func ParsePart(name string) (Part, error) {
	if p := Part(name); slices.Contains(Parts(), p) {
		return p, nil
	}
	return "", fmt.Errorf("unknown part %q: want all, seen or unseen", name)
}

// Has says whether an item belongs to the part: a hash of its id decides, so
// that it stays where it is when a set grows.
func (p Part) Has(id string) bool {
	sum := sha256.Sum256([]byte(id))
	unseen := binary.BigEndian.Uint64(sum[:8])%3 == 0
	return p == All || (p == Unseen) == unseen
}

// Of are the items that belong to the part.
func (p Part) Of(items []EventItem) []EventItem {
	return slices.DeleteFunc(slices.Clone(items), func(i EventItem) bool { return !p.Has(i.ID) })
}
