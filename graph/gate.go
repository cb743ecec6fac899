package graph

import (
	"context"
	"sync"
)

// gate lets readers and writers of one store pass. At most one writer is in at
// a time. In an exclusive gate a writer and readers keep each other out, taking
// turns: a reader waits for a writer that came before, and the readers that
// waited for a writer go before the next one. So who is in must not ask to
// come in again. Otherwise readers and writers don't mind each other, and
// readers are only counted, so that close can wait for them.
type gate struct {
	exclusive bool

	mu               sync.Mutex
	readers, writers int // inside
	waitingReaders   int
	waitingWriters   int
	due              int // waiting readers that go before the next writer
	closed           bool
	changed          chan struct{} // closed and replaced at every change
}

func newGate(exclusive bool) *gate {
	return &gate{exclusive: exclusive, changed: make(chan struct{})}
}

func (g *gate) enterRead(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waitingReaders++
	err := g.wait(ctx, func() bool {
		return g.closed || !g.exclusive || g.writers == 0 && (g.waitingWriters == 0 || g.due > 0)
	})
	g.waitingReaders--
	g.due = max(0, min(g.due-1, g.waitingReaders))
	g.signal()
	if err != nil {
		return err
	}
	if g.closed {
		return ErrClosed
	}
	g.readers++
	return nil
}

func (g *gate) leaveRead() { g.change(func() { g.readers-- }) }

func (g *gate) enterWrite(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waitingWriters++
	err := g.wait(ctx, func() bool {
		return g.closed || g.writers == 0 && (!g.exclusive || g.readers == 0 && g.due == 0)
	})
	g.waitingWriters--
	g.signal()
	if err != nil {
		return err
	}
	if g.closed {
		return ErrClosed
	}
	g.writers++
	return nil
}

func (g *gate) leaveWrite() {
	g.change(func() { g.writers, g.due = 0, g.waitingReaders })
}

// close turns newcomers away and waits for those inside. It reports ErrClosed
// when the gate was closed before.
func (g *gate) close(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return ErrClosed
	}
	g.closed = true
	g.signal()
	return g.wait(ctx, func() bool { return g.readers == 0 && g.writers == 0 })
}

// wait blocks until ok holds or ctx ends. The caller holds mu.
func (g *gate) wait(ctx context.Context, ok func() bool) error {
	for !ok() {
		changed := g.changed
		g.mu.Unlock()
		var err error
		select {
		case <-changed:
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		g.mu.Lock()
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *gate) change(f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f()
	g.signal()
}

func (g *gate) signal() {
	close(g.changed)
	g.changed = make(chan struct{})
}
