package pebble

import (
	"sync"

	"github.com/cayleygraph/quad"
)

// names remembers values by id. An id stands for one value for ever, so what
// is remembered never gets wrong. It is bounded: a shard that is full forgets
// its older half.
type names struct{ shards [16]nameShard }

type nameShard struct {
	mu         sync.Mutex
	young, old map[uint64]quad.Value
}

const (
	namesPerShard = 4096 // in each half
	longestName   = 300  // bytes of a value that is remembered
)

func newNames() *names { return &names{} }

func (n *names) shard(id uint64) *nameShard { return &n.shards[id%uint64(len(n.shards))] }

func (n *names) get(id uint64) (quad.Value, bool) {
	s := n.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.young[id]
	if ok {
		return v, true
	}
	if v, ok = s.old[id]; ok {
		s.put(id, v)
	}
	return v, ok
}

func (n *names) put(id uint64, v quad.Value) {
	s := n.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(id, v)
}

func (s *nameShard) put(id uint64, v quad.Value) {
	if len(s.young) >= namesPerShard {
		s.old, s.young = s.young, nil
	}
	if s.young == nil {
		s.young = make(map[uint64]quad.Value, 64)
	}
	s.young[id] = v
}

// sizes remembers about how many quads large parts of an index hold. Any write
// makes it forget.
type sizes struct {
	mu sync.Mutex
	n  map[string]int64
}

// largestSizes is how many parts are remembered.
const largestSizes = 10_000

func (s *sizes) get(prefix []byte) (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.n[string(prefix)]
	return n, ok
}

func (s *sizes) put(prefix []byte, n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == nil || len(s.n) >= largestSizes {
		s.n = map[string]int64{}
	}
	s.n[string(prefix)] = n
}

func (s *sizes) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n = nil
}
