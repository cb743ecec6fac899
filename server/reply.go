package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
)

// Errors of a Querier that are not those of package graph.
var (
	ErrTime    = errors.New("the query took too long")
	ErrMemory  = errors.New("the query took too much memory")
	ErrSize    = errors.New("the answer is too large")
	ErrCrashed = errors.New("the query crashed the engine")
	ErrBusy    = errors.New("too many requests are being answered; try again")
)

// statusOf is the status that an error gets.
func statusOf(err error) int {
	var usage *queries.UsageError
	var tooLarge *http.MaxBytesError
	switch is := func(target error) bool { return errors.Is(err, target) }; {
	case errors.As(err, &usage), is(graph.ErrBadQuery), is(graph.ErrBadQuad), is(graph.ErrBadLanguage), is(errBadInput):
		return http.StatusBadRequest
	case is(graph.ErrReserved), is(graph.ErrReadOnly):
		return http.StatusForbidden
	case errors.As(err, &tooLarge), is(errTooLarge):
		return http.StatusRequestEntityTooLarge
	case is(errEncoding), is(errMediaType):
		return http.StatusUnsupportedMediaType
	case is(ErrTime), is(context.DeadlineExceeded):
		return http.StatusGatewayTimeout
	case is(ErrMemory), is(ErrSize), is(ErrCrashed):
		return http.StatusUnprocessableEntity
	case is(graph.ErrInUse), is(graph.ErrClosed), is(graph.ErrNotFound), is(ErrBusy), is(errStopping), is(context.Canceled):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// failWith answers with an error and its status.
func failWith(w http.ResponseWriter, err error) {
	fail(w, statusOf(err), "%s", err)
}

// fail answers as Cayley does, {"error": "…"}. The key result repeats it for
// the console's upload, which shows nothing else.
func fail(w http.ResponseWriter, status int, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	writeJSON(w, status, map[string]string{"error": message})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // nobody is left to tell
}

// cutHeader says in the answer's head how many rows or quads it was cut to.
const cutHeader = "Entente-Cut"

func sayCut(w http.ResponseWriter, rows int) { w.Header().Set(cutHeader, strconv.Itoa(rows)) }

// clip shortens what a message repeats of a request.
func clip(s string) string {
	if r := []rune(s); len(r) > 100 {
		return strconv.Quote(string(r[:100]) + "…")
	}
	return strconv.Quote(s)
}
