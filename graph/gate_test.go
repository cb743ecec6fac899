package graph

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestGateTurns: in an exclusive gate neither side starves the other.
func TestGateTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, g := t.Context(), newGate(true)
		var mu sync.Mutex
		var order []string
		enter := func(name string, in func(context.Context) error, out func()) {
			go func() {
				if err := in(ctx); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				mu.Lock()
				order = append(order, name)
				mu.Unlock()
				time.Sleep(time.Second)
				out()
			}()
			synctest.Wait()
		}
		read := func(name string) { enter(name, g.enterRead, g.leaveRead) }
		write := func(name string) { enter(name, g.enterWrite, g.leaveWrite) }
		read("r1")
		read("r2")
		write("w1")
		read("r3") // behind w1
		write("w2")
		time.Sleep(10 * time.Second)
		mu.Lock()
		defer mu.Unlock()
		for i, name := range order {
			order[i] = strings.TrimRight(name, "123")
		}
		// Which writer goes first does not matter.
		if got, want := strings.Join(order, " "), "r r w r w"; got != want {
			t.Errorf("got order %s, want %s", got, want)
		}
	})
}

func TestGateGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(true)
		if err := g.enterRead(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := g.enterWrite(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("write: got %v", err)
		}
		// The writer that gave up holds nobody back.
		if err := g.enterRead(t.Context()); err != nil {
			t.Errorf("read: %v", err)
		}
		g.leaveRead()
		if err := g.close(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("close: got %v", err)
		}
		if err := g.enterRead(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("read after close: got %v", err)
		}
	})
}

func TestGateShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(false)
		if err := g.enterWrite(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := g.enterRead(t.Context()); err != nil { // beside the writer
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := g.enterWrite(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("second writer: got %v", err)
		}
	})
}
