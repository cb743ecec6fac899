package graph

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/dop251/goja"
)

//go:embed guard.js
var guard string

// guardProgram is the guard, ready to run in any session.
var guardProgram = sync.OnceValue(func() *goja.Program { return goja.MustCompile("", guard, false) })

// gathered is how many rows a query may give on a store that has to be left
// alone while it runs.
const gathered = 1 << 20

// Gizmo runs a query in Gizmo, Cayley's JavaScript, and yields its rows in the
// order in which they come, which is not defined where the query does not sort.
//
// What All and GetLimit find comes as map[string]any from tag to node, the end
// of the path under "id"; what g.emit gives comes as map[string]any, []any or
// a plain value. In both an IRI is a quad.IRI and a blank node a quad.BNode;
// text is string, numbers int64 or float64, truth values bool, times
// time.Time; a literal of another type is its text. Inside the query an IRI
// is text in angle brackets, as in row.id === "<ir:Russia>", and text of that
// form in emitted data becomes a quad.IRI. The value of the last expression is
// no row: write g.emit(path.Count()).
//
// If limit is positive and there are more rows, the last of the sequence is
// ErrTruncated. GetLimit(n) in a query ends all of its rows after n, without a
// word, as Cayley has it.
//
// The query runs until ctx ends, then the sequence ends with ctx's error. Two
// things cannot be interrupted: a built-in function on huge data, such as
// join on a billion elements, which runs on alone; and no limit holds the
// memory that a query takes. So queries of strangers belong in a process of
// their own. Arguments on which Cayley would crash throw a TypeError instead:
// objects, empty strings, lists in lists; emit refuses data that contains
// itself. Errors are ErrBadQuery and say line and column.
//
// On a mem store the rows are gathered before the first is yielded, and more
// than a million are an error.
//
// Besides Cayley's functions g has records, read and subjects, which read what
// many nodes say at once; docs/decisions/015-gizmo-reads.md tells of them.
//
// The JavaScript is that of goja of September 2026: let, arrow functions and
// template strings work. Text made of an IRI has angle brackets: "" + g.IRI("ir:X")
// is "<ir:X>", as everywhere else; Cayley's own release gave "ir:X".
func (s *Store) Gizmo(ctx context.Context, text string, limit int) iter.Seq2[any, error] {
	if s.engine.exclusive() {
		return s.gizmoGathered(ctx, text, limit)
	}
	return func(yield func(any, error) bool) { s.gizmo(ctx, text, limit, yield) }
}

func (s *Store) gizmoGathered(ctx context.Context, text string, limit int) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		var rows []any
		var end error
		s.gizmo(ctx, text, limit, func(row any, err error) bool {
			switch {
			case err != nil:
				end = err
			case len(rows) == gathered:
				end = fmt.Errorf("gizmo: %w: more than %d rows; set a limit", ErrBadQuery, gathered)
			default:
				rows = append(rows, row)
			}
			return end == nil
		})
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if end != nil {
			yield(nil, end)
		}
	}
}

func (s *Store) gizmo(ctx context.Context, text string, limit int, yield func(any, error) bool) {
	v, err := s.open(ctx)
	if err != nil {
		yield(nil, err)
		return
	}
	it, err := startGizmo(ctx, v.qs, text)
	if err != nil {
		v.done()
		yield(nil, err)
		return
	}
	defer finishGizmo(it, v.done)
	begun := time.Now()
	for n := 0; it.Next(ctx); {
		row, ok, err := rowOf(ctx, v.qs, it.Result())
		if err == nil && !ok {
			continue
		}
		if err == nil && limit > 0 && n == limit {
			row, err = nil, fmt.Errorf("gizmo: %w, %d", ErrTruncated, limit)
		}
		n++
		if !yield(row, err) || err != nil {
			return
		}
	}
	if err := it.Err(); err != nil {
		yield(nil, gizmoError(ctx, err, time.Since(begun)))
	}
}

// startGizmo gives the query over qs, of which Next was not called yet.
func startGizmo(ctx context.Context, qs graph.QuadStore, text string) (query.Iterator, error) {
	session := gizmo.NewSession(qs)
	engine := engineOf(session)
	if _, err := engine.RunProgram(guardProgram()); err != nil {
		return nil, fmt.Errorf("gizmo: guard: %w", err)
	}
	if err := addReads(ctx, engine, qs); err != nil {
		return nil, fmt.Errorf("gizmo: %w", err)
	}
	it, err := session.Execute(ctx, text, query.Options{Limit: -1, Collation: query.Raw})
	if err != nil {
		return nil, gizmoError(ctx, err, 0)
	}
	return it, nil
}

// finishGizmo stops the query and calls done when it has stopped: here if that
// is soon, else later.
func finishGizmo(it query.Iterator, done func()) {
	it.Close()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		defer done()
		for it.Next(context.Background()) {
			continue
		}
	}()
	select {
	case <-stopped:
	case <-time.After(100 * time.Millisecond):
	}
}

// gizmoError says where in the query something went wrong, as far as known.
func gizmoError(ctx context.Context, err error, after time.Duration) error {
	if ctx.Err() != nil {
		return fmt.Errorf("gizmo: stopped after %s: %w", after.Round(time.Millisecond), context.Cause(ctx))
	}
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		return fmt.Errorf("gizmo: %w: %s%s", ErrBadQuery, place(thrown), thrown.Value())
	}
	text := strings.TrimPrefix(err.Error(), "SyntaxError: ")
	return fmt.Errorf("gizmo: %w: %s", ErrBadQuery, strings.TrimPrefix(text, "(anonymous): "))
}

// place is the line and column of the query from which an exception came. Where
// the guard threw it, that is the place which called the guard.
func place(e *goja.Exception) string {
	frames := e.Stack()
	if len(frames) > 0 && strings.HasPrefix(frames[0].FuncName(), "guard_") {
		i := slices.IndexFunc(frames, func(f goja.StackFrame) bool { return f.FuncName() == "guard_method" })
		frames = frames[i+1:]
	}
	for _, frame := range frames {
		if pos := frame.Position(); pos.Line > 0 {
			return fmt.Sprintf("line %d:%d: ", pos.Line, pos.Column)
		}
	}
	return ""
}
