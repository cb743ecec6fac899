package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

type pgconnWatcher = ctxwatch.Handler

// pgKind says what can be done about an error.
type pgKind int

const (
	pgOther pgKind = iota // nothing
	pgAgain               // the transaction may work when it is run again
	pgTwice               // so it may, if another program wrote the same at the same time
	pgAway                // the server is away or went away
)

// pgCodes are PostgreSQL's codes that are no mistake of ours: what can be done,
// and the error that callers know.
var pgCodes = map[string]struct {
	kind pgKind
	is   error
	text string
}{
	"40001": {pgAgain, nil, ""}, // serialization_failure
	"40P01": {pgAgain, nil, ""}, // deadlock_detected
	"23505": {pgTwice, nil, ""}, // unique_violation: two programs make the tables
	"42P07": {pgTwice, nil, ""}, // duplicate_table
	"42710": {pgTwice, nil, ""}, // duplicate_object
	"23503": {pgAgain, nil, ""}, // foreign_key_violation: another program removed a node
	"57P01": {pgAway, ErrUnreachable, "the server was shut down"},
	"57P02": {pgAway, ErrUnreachable, "the server crashed"},
	"57P03": {pgAway, ErrUnreachable, "the server is starting or stopping"},
	"53300": {pgAway, ErrUnreachable, "the server has too many connections"},
	"28P01": {pgOther, ErrDenied, "wrong user or password"},
	"28000": {pgOther, ErrDenied, "the server lets this user or machine not in"},
	"3D000": {pgOther, ErrDenied, "there is no such database; create it with createdb"},
	"42501": {pgOther, ErrDenied, "the user may not do that in this database"},
	"25006": {pgOther, ErrReadOnly, "the server takes no writes"},
	"53100": {pgOther, ErrFull, ""},
}

func kindOf(err error) pgKind {
	var told *pgconn.PgError
	var lost *pgconn.ConnectError
	var network net.Error
	var delta *graph.DeltaError // a quad came or went between reading and writing
	switch {
	case err == nil:
		return pgOther
	case errors.As(err, &told):
		return pgCodes[told.Code].kind
	case errors.As(err, &delta):
		return pgTwice
	case errors.As(err, &lost), errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, net.ErrClosed), strings.Contains(err.Error(), "conn closed"):
		return pgAway
	}
	return pgOther
}

// told makes of a driver's error one that callers know, with the store's name.
// The driver's own text may say the host and user, never the password.
func (e *postgresEngine) told(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return fmt.Errorf("store %s: %w", e.name, context.Cause(ctx))
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		if known, ok := pgCodes[server.Code]; ok && known.is != nil {
			return fmt.Errorf("store %s: %w: %s", e.name, known.is, strings.TrimSuffix(known.text+": "+server.Message, ": "))
		}
		return fmt.Errorf("store %s: %s (%s): %w", e.name, server.Message, server.Code, err)
	}
	if kindOf(err) == pgAway {
		return fmt.Errorf("store %s: %w: %s", e.name, ErrUnreachable, innermost(err))
	}
	return err
}

// innermost is the last of an error's causes, as the driver's own text repeats
// them for every address it tried.
func innermost(err error) string {
	for {
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			if x.Unwrap() == nil {
				return err.Error()
			}
			var op *net.OpError
			if errors.As(err, &op) && err == error(op) {
				return op.Error()
			}
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			if len(x.Unwrap()) == 0 {
				return err.Error()
			}
			err = x.Unwrap()[0]
		default:
			return err.Error()
		}
	}
}
