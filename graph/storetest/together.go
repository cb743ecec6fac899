package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// testLoopsInLoops calls the store from within loops over it. A store that
// holds a lock while it yields would stand still here.
func testLoopsInLoops(t *testing.T, s store) {
	s.put(named("art:1", "ir:A ir:met ir:B", "ir:B ir:met ir:C"), named("art:2", "ir:C ir:met ir:D"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	n := 0
	for label, err := range s.Articles(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		for q, err := range s.Graph(ctx, label) {
			if err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprintf(`g.V(%q).In("<ir:met>").All()`, q.Object)
			for row, err := range s.Gizmo(ctx, text, 0) {
				if err != nil {
					t.Fatal(err)
				}
				n++
				copied := named(fmt.Sprintf("graph:%d", n), string(row.(map[string]any)["id"].(quad.IRI))+" ir:met ir:Z")
				if _, err := s.Put(ctx, []graph.Graph{copied}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	same(t, "rows", n, 3)
	same(t, "count", s.count(), int64(6))
}

// testConcurrent lets writers replace graphs while readers look. Every version
// of a graph has the same number of quads that all name the version, so a
// reader that sees half a write knows.
func testConcurrent(t *testing.T, s store) {
	const quads, versions, writers, readers = 20, 15, 2, 3
	version := func(writer, v int) graph.Graph {
		g := graph.Graph{Label: quad.IRI(fmt.Sprintf("art:%d", writer))}
		for i := range quads {
			g.Quads = append(g.Quads, quad.Quad{
				Subject: quad.IRI(fmt.Sprintf("ir:W%d", writer)), Predicate: quad.IRI("ir:has"), Object: quad.IRI(fmt.Sprintf("ir:V%d-%d-%d", writer, v, i)),
			})
		}
		return g
	}
	ctx, cancel := context.WithTimeout(background(t), time.Minute)
	defer cancel()
	done := make(chan struct{})
	var writing, reading sync.WaitGroup
	for w := range writers {
		if _, err := s.Put(ctx, []graph.Graph{version(w, 0)}); err != nil {
			t.Fatal(err)
		}
		writing.Go(func() {
			for v := 1; v <= versions; v++ {
				if _, err := s.Put(ctx, []graph.Graph{version(w, v)}); err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
			}
		})
	}
	for r := range readers {
		reading.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := look(ctx, s, r%writers, quads); err != nil {
					t.Errorf("reader %d: %v", r, err)
					return
				}
			}
		})
	}
	writing.Wait()
	close(done)
	reading.Wait()
	same(t, "count", s.count(), int64(writers*quads))
	for w := range writers {
		same(t, "changes", s.put(version(w, versions)), []graph.Change{{Existed: true}})
	}
}

// look reads one writer's graph in three ways, of which each must see exactly
// one version.
func look(ctx context.Context, s store, writer, want int) error {
	text := fmt.Sprintf(`
		var a = g.V("<ir:W%d>").Out("<ir:has>").ToArray(), b = g.V("<ir:W%d>").Out("<ir:has>").ToArray();
		g.emit({a: a.length, b: b.length, same: a.sort().join() === b.sort().join(), versions: Object.keys(a.reduce((m, x) => (m[x.split("-")[1]] = 1, m), {})).length})`, writer, writer)
	for row, err := range s.Gizmo(ctx, text, 0) {
		if err != nil {
			return err
		}
		m := row.(map[string]any)
		if m["a"] != int64(want) || m["b"] != int64(want) || m["same"] != true || m["versions"] != int64(1) {
			return fmt.Errorf("a query saw %v", m)
		}
	}
	n := 0
	for _, err := range s.Graph(ctx, quad.IRI(fmt.Sprintf("art:%d", writer))) {
		if err != nil {
			return err
		}
		n++
	}
	if n != want {
		return fmt.Errorf("saw %d quads of a graph of %d", n, want)
	}
	_, err := s.Count(ctx)
	return err
}

func testClosed(t *testing.T, s store) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Put(t.Context(), []graph.Graph{named("art:1", "ir:A ir:met ir:B")})
	_, err2 := s.Count(t.Context())
	_, err3 := rowsAndError(s.Gizmo(t.Context(), `g.emit(1)`, 0))
	for _, err := range []error{err, err2, err3} {
		if !errors.Is(err, graph.ErrClosed) {
			t.Errorf("got error %v, want ErrClosed", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
}
