package graph_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/entente-kg/entente/graph"
)

// TestGizmoLeavesNothing ends queries in every way and looks for what is left.
func TestGizmoLeavesNothing(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for _, dsn := range []string{"mem:", "bolt:" + t.TempDir()} {
		s := open(t, dsn, create)
		put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))
		for _, text := range []string{`g.V().All()`, `g.V(`, `nope()`, `while (true) g.emit(1)`, `while (true) {}`, ``} {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			for range s.Gizmo(ctx, text, 100) {
				break
			}
			cancel()
		}
		closed(t, s)
	}
}

// TestCloseWaits closes a store while a query is on.
func TestCloseWaits(t *testing.T) {
	for _, dsn := range []string{"mem:", "bolt:" + t.TempDir()} {
		s := open(t, dsn, create)
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		ended := make(chan error, 1)
		begun := make(chan bool)
		go func() {
			var last error
			for _, err := range s.Gizmo(ctx, `g.emit(1); while (true) { g.V().ToArray() }`, 0) {
				if dsn != "mem:" && err == nil {
					close(begun)
				}
				last = err
			}
			ended <- last
		}()
		if dsn != "mem:" {
			<-begun
		}
		closed(t, s)
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, graph.ErrClosed) {
			t.Errorf("%s: the query ended with %v", dsn, err)
		}
		cancel()
	}
}

// TestGizmoHasAll calls every method that Cayley's objects have, by the names
// that its documentation gives. One that the guard forgot is no function.
func TestGizmoHasAll(t *testing.T) {
	s := open(t, "mem:", graph.Options{})
	defer closed(t, s)
	path := `In Out Both Is Has HasR Save SaveR SaveOpt SaveOptR Tag As Back And Intersect Or Union Except Difference
		Follow FollowR FollowRecursive Filter Limit Skip Unique Labels LabelContext InPredicates OutPredicates
		SaveInPredicates SaveOutPredicates All GetLimit ToArray TagArray ToValue TagValue ForEach Map Count`
	for _, name := range strings.Fields(path) {
		for _, name := range []string{name, strings.ToLower(name[:1]) + name[1:]} {
			check(t, s, `typeof g.V()[`+"`"+name+"`"+`] === "function"`)
		}
	}
	check(t, s, `typeof g.V().order === "function"`)
	for _, name := range strings.Fields("V Vertex M Morphism emit Emit IRI Uri addNamespace AddNamespace addDefaultNamespaces AddDefaultNamespaces loadNamespaces LoadNamespaces") {
		check(t, s, `typeof graph.`+name+` === "function"`)
	}
	for _, name := range strings.Fields("iri bnode raw str lang typed lt lte gt gte regex like") {
		check(t, s, `typeof `+name+` === "function"`)
	}
}

func check(t *testing.T, s *graph.Store, condition string) {
	t.Helper()
	for row, err := range s.Gizmo(t.Context(), "g.emit("+condition+")", 0) {
		if err != nil || row != true {
			t.Errorf("%s: got %v, %v", condition, row, err)
		}
	}
}
