package server

import (
	"net/http"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// The runtime keeps what a large answer or body took for minutes, in case that
// another follows. A server that stands idle gives it back: sweepAfter after
// the last request, if sweepBytes were taken since the last time. A sweep takes
// about 50 ms of processor time.
const (
	sweepBytes = 32 << 20
	sweepAfter = time.Second
)

// sweeper gives memory back to the system.
type sweeper struct {
	mu    sync.Mutex
	swept uint64 // bytes that the process had ever taken by the last sweep
	timer *time.Timer
}

// swept gives memory back some time after requests that took much.
func (s *Server) swept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.sweeper.schedule()
		next.ServeHTTP(w, r)
	})
}

func (s *sweeper) schedule() {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case taken()-s.swept < sweepBytes:
	case s.timer == nil:
		s.timer = time.AfterFunc(sweepAfter, s.sweep)
	default:
		s.timer.Reset(sweepAfter)
	}
}

func (s *sweeper) sweep() {
	s.mu.Lock()
	s.swept = taken()
	s.mu.Unlock()
	debug.FreeOSMemory()
}

// taken is how many bytes of memory the process has ever taken from its heap.
func taken() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
