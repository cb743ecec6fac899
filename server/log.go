package server

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// logged writes a line for each request once it is answered: the time, who
// asked as the connection has it (headers that name somebody else are not
// believed), what, the status, the bytes sent and the time it took.
func (s *Server) logged(next http.Handler) http.Handler {
	if s.Log == nil {
		return next
	}
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &recorder{ResponseWriter: w}
		next.ServeHTTP(seen, r)
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(s.Log, "%s %s %s %q %d %d %s\n", start.UTC().Format(time.RFC3339), r.RemoteAddr, r.Method,
			r.URL.RequestURI(), seen.code(), seen.bytes, time.Since(start).Round(time.Millisecond))
	})
}

// rescued answers 500 where a handler panics.
func (s *Server) rescued(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &recorder{ResponseWriter: w}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			if s.Log != nil {
				fmt.Fprintf(s.Log, "panic: %v\n%s\n", p, debug.Stack())
			}
			if seen.status == 0 {
				fail(w, http.StatusInternalServerError, "this request met a fault of the server; it goes on")
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
