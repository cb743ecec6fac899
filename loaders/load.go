package loaders

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/cayleygraph/quad"
)

// Outcome is what a write did to one graph.
type Outcome int

// The outcomes of writing a graph.
const (
	Unchanged Outcome = iota // it was stored already, quad for quad
	Added                    // its label was new
	Replaced                 // its label was there with other quads
)

// Change is one graph's outcome in quads.
type Change struct {
	Outcome        Outcome
	Added, Removed int
}

// GraphWriter puts graphs into a store: each replaces what its label held, and
// either all of a call is stored or nothing. It answers one Change for each
// graph, in order. A *RecordError says that a graph cannot be stored as it is;
// Load then steps over that graph. Load calls Put from one goroutine, and
// never with one label twice in a call.
type GraphWriter interface {
	Put(ctx context.Context, graphs []Graph) ([]Change, error)
}

// Options of a load.
type Options struct {
	Rejects    io.Writer          // rejects are written here, one JSON object a line; nil: only counted
	OnReject   func(*RecordError) // called for each reject, never twice at once; nil: never
	Progress   func(Report)       // called after each batch, from another goroutine than the caller's; nil: never
	BatchQuads int                // quads that make a batch; 10,000 where zero
}

const defaultBatch = 10_000 // where the embedded store's throughput levels off

// Load writes the graphs of all readings of src. It fails where the source or
// the store does; rejects are no failure. Even then the report counts what was
// stored.
func Load(ctx context.Context, w GraphWriter, src ReadingSource, o Options) (Report, error) {
	return LoadGraphs(ctx, w, readingGraphs{src}, o)
}

type readingGraphs struct{ src ReadingSource }

// Graphs makes each reading's graph.
func (s readingGraphs) Graphs(ctx context.Context) iter.Seq2[Graph, error] {
	return func(yield func(Graph, error) bool) {
		for r, err := range s.src.Readings(ctx) {
			if err != nil {
				if !yield(Graph{}, err) {
					return
				}
				continue
			}
			if !yield(NewGraph(r.Article.ID, r.Quads()), nil) {
				return
			}
		}
	}
}

// LoadGraphs writes all graphs of src under the rules of Load.
func LoadGraphs(ctx context.Context, w GraphWriter, src GraphSource, o Options) (Report, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &load{options: o, started: time.Now(), seen: map[quad.IRI]bool{}}
	batches := make(chan []Graph, 1)
	var writing sync.WaitGroup
	writing.Go(func() {
		for b := range batches {
			if err := l.write(ctx, w, b); err != nil {
				cancel(err)
			}
		}
	})
	err := l.read(ctx, src, batches)
	close(batches)
	writing.Wait()
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return l.now(), err
}

// load is one run: read fills batches, write empties them.
type load struct {
	options Options
	started time.Time
	seen    map[quad.IRI]bool // labels that came in this load

	mu     sync.Mutex
	report Report
}

// read sends the graphs of src on in batches, what it has of one too where the
// source fails. A label that comes again goes into a batch of its own, later.
func (l *load) read(ctx context.Context, src GraphSource, batches chan<- []Graph) error {
	var batch []Graph
	quads, inBatch := 0, map[quad.IRI]bool{}
	flush := func() {
		if len(batch) == 0 {
			return
		}
		select {
		case batches <- batch:
		case <-ctx.Done():
		}
		batch, quads, inBatch = nil, 0, map[quad.IRI]bool{}
	}
	defer flush()
	for g, err := range src.Graphs(ctx) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if err := l.reject(err); err != nil {
				return err
			}
			continue
		}
		if inBatch[g.Label] || quads >= l.size() {
			flush()
		}
		batch = append(batch, g)
		quads += len(g.Quads)
		inBatch[g.Label] = true
		l.count(g)
	}
	return nil
}

func (l *load) size() int {
	if l.options.BatchQuads > 0 {
		return l.options.BatchQuads
	}
	return defaultBatch
}

func (l *load) count(g Graph) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Read++
	l.report.Statements += g.Statements
	if l.seen[g.Label] {
		l.report.Repeated = append(l.report.Repeated, string(g.Label))
	}
	l.seen[g.Label] = true
}

// reject counts and writes a rejected record; another error it gives back.
func (l *load) reject(err error) error {
	r, ok := Rejected(err)
	if !ok {
		return err
	}
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("reject %s: %w", r.Source, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Rejects++
	if l.options.OnReject != nil {
		l.options.OnReject(r)
	}
	if l.options.Rejects == nil {
		return nil
	}
	if _, err := l.options.Rejects.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("writing rejects: %w", err)
	}
	return nil
}

// write puts a batch. Where a graph of it cannot be stored, it puts them one by
// one and rejects those that cannot.
func (l *load) write(ctx context.Context, w GraphWriter, batch []Graph) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	changes, err := w.Put(ctx, batch)
	if _, rejected := Rejected(err); rejected && len(batch) > 1 {
		for i := range batch {
			if err := l.write(ctx, w, batch[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	} else if rejected {
		return l.unstored(batch[0], err)
	}
	if err != nil {
		return fmt.Errorf("writing %d graphs from %s on: %w", len(batch), batch[0].Label, err)
	}
	if len(changes) != len(batch) {
		return fmt.Errorf("the store answered %d changes for %d graphs", len(changes), len(batch))
	}
	l.mu.Lock()
	for _, c := range changes {
		l.report.add(c)
	}
	l.mu.Unlock()
	if l.options.Progress != nil {
		l.options.Progress(l.now())
	}
	return nil
}

// unstored takes back that the graph came in whole, and rejects it.
func (l *load) unstored(g Graph, err error) error {
	l.mu.Lock()
	l.report.Read--
	l.report.Statements -= g.Statements
	l.mu.Unlock()
	return l.reject(err)
}

func (r *Report) add(c Change) {
	switch c.Outcome {
	case Unchanged:
		r.Unchanged++
	case Added:
		r.Added++
	case Replaced:
		r.Replaced++
	}
	r.QuadsAdded += c.Added
	r.QuadsRemoved += c.Removed
}

func (l *load) now() Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.report
	r.Repeated = append([]string{}, r.Repeated...)
	r.Seconds = time.Since(l.started).Seconds()
	return r
}
