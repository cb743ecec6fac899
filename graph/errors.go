package graph

import (
	"errors"
	"fmt"

	"github.com/cayleygraph/quad"
)

// Errors that callers tell apart with errors.Is. Each comes wrapped in a
// message that names the store, the graph or the query it is about.
var (
	ErrNotFound  = errors.New("not found")                   // no store at that path, or no graph with that label
	ErrNotStore  = errors.New("not a store")                 // something else lies at that path
	ErrDamaged   = errors.New("store is damaged")            // the file is cut short or its content contradicts itself
	ErrInUse     = errors.New("store is in use")             // another process, or this one, holds it open
	ErrNewer     = errors.New("store has a newer format")    // written by a later version of this package
	ErrReadOnly  = errors.New("store is open for reading")   // a write on a store opened with ReadOnly
	ErrClosed    = errors.New("store is closed")             // any call after Close
	ErrTruncated = errors.New("more rows than the limit")    // last of a Gizmo sequence whose limit cut rows
	ErrNoFolder  = errors.New("store lies in no folder")     // a copy of a mem: store, or of one on a server
	ErrReserved  = errors.New("label is the store's own")    // a write to graph:meta
	ErrBadQuad   = errors.New("quad cannot be stored")       // it would not survive a round trip through N-Quads
	ErrBadQuery  = errors.New("query cannot be run")         // a syntax error, a thrown exception, a refused argument
	ErrBadFormat = errors.New("unknown format")              // Write was asked for a format that it lacks
	ErrBadDSN    = errors.New("unknown kind of data source") // a DSN other than those that Open lists

	ErrUnreachable = errors.New("server cannot be reached") // it is not running, or the way to it is cut
	ErrDenied      = errors.New("server refuses")           // wrong user, password or database, or no right to it
	ErrFull        = errors.New("disk is full")             // of the server
)

// GraphError says that one graph of a Put cannot be stored as it is, and why;
// without that graph the others can. Err wraps ErrBadQuad or ErrReserved.
type GraphError struct {
	Label quad.IRI
	Err   error
}

func (e *GraphError) Error() string { return fmt.Sprintf("put %s: %v", e.Label, e.Err) }
func (e *GraphError) Unwrap() error { return e.Err }
