// Package dateparser stands in for the module of that name. go-htmldate names
// the module and calls it only in its extensive search, which is never asked
// for here. The module itself compiles its expressions for some two hundred
// languages whenever a program starts; docs/decisions/018-start.md has the
// figures. What go-htmldate names is here, and finds nothing.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way to parse.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota + 1
	AbsoluteTime
)

// PreferredDateSource says on which side of now an incomplete date lies.
type PreferredDateSource uint8

// Past is the side that go-htmldate names.
const Past PreferredDateSource = 1

// Configuration is what go-htmldate sets. It uses CurrentTime by itself.
type Configuration struct {
	CurrentTime         time.Time
	StrictParsing       bool
	PreferredDateSource PreferredDateSource
}

// Parser parses nothing.
type Parser struct{ ParserTypes []ParserType }

// Date is what would be found.
type Date struct{ Time time.Time }

// Parse fails.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dates in words of many languages are not built in")
}
