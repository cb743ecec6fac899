package main

import (
	"errors"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
)

// Exit codes.
const (
	exitOK      = 0
	exitError1  = 1
	exitUsage   = 2
	exitRejects = 3
	exitNothing = 4
)

// exitError is an error with an exit code and a hint. A quiet one was told
// already, so that only its hint is printed.
type exitError struct {
	err   error
	code  int
	hint  string
	quiet bool
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// withHint adds what to try next.
func withHint(err error, hint string) error {
	return &exitError{err: err, code: exitError1, hint: hint}
}

func usage(err error) error {
	return &exitError{err: err, code: exitUsage, hint: "see entente --help, or --help after a subcommand"}
}

func usageHint(err error, hint string) error {
	return &exitError{err: err, code: exitUsage, hint: hint}
}

// nothing says that there is no answer.
func nothing(what, hint string) error {
	return &exitError{err: errors.New(what), code: exitNothing, hint: hint}
}

// hints for errors of the packages below, in the order in which they are tried.
var hints = []struct {
	is   error
	code int
	hint string
}{
	{graph.ErrInUse, exitError1, "wait until the other program has finished, or name another store with --db"},
	{graph.ErrNotFound, exitError1, "load something first, as in: entente load articles/"},
	{graph.ErrNotStore, exitError1, "name a store that entente made with --db, or a new folder for load"},
	{graph.ErrDamaged, exitError1, "load an export into a new store, as in: entente load --db pebble:new --from nquads backup.nq"},
	{graph.ErrNewer, exitError1, "use the entente that wrote it, or a later one"},
	{graph.ErrBadDSN, exitUsage, "as in --db pebble:my-store or --db postgres://user:password@host/database"},
	{graph.ErrUnreachable, exitError1, "is the server running, and are its host and port right? what was stored before is safe, and loading again goes on from there"},
	{graph.ErrDenied, exitError1, "check the user, the password and the database in --db or " + dbEnv + "; PGPASSWORD and ~/.pgpass work too"},
	{graph.ErrFull, exitError1, "make room on the server's disk and load again; what was stored before is safe"},
	{graph.ErrBadQuery, exitError1, "entente ask --explain NAME shows the Gizmo of a saved query"},
}

// explained gives an error of a package below its exit code and hint.
func explained(err error) error {
	var done *exitError
	if err == nil || errors.As(err, &done) {
		return err
	}
	var wrong *queries.UsageError
	if errors.As(err, &wrong) {
		return usageHint(err, "entente ask lists the queries and what they take")
	}
	for _, h := range hints {
		if errors.Is(err, h.is) {
			return &exitError{err: err, code: h.code, hint: h.hint}
		}
	}
	return err
}
