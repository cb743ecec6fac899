package loaders

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// QuadSource gives the quads of named graphs, in any order, under the rules of
// ArticleSource. All quads carry a label.
type QuadSource interface {
	Quads(ctx context.Context) iter.Seq2[quad.Quad, error]
}

// Importer is a GraphWriter with a faster way in for graphs that are new.
type Importer interface {
	GraphWriter
	// Labels are those of the graphs that are there.
	Labels(ctx context.Context) (map[quad.IRI]bool, error)
	// ImportGraphs adds quads of graphs that are not there, and gives how many.
	// A graph that cannot be stored is passed to reject and left out.
	ImportGraphs(ctx context.Context, quads iter.Seq2[quad.Quad, error], reject func(*RecordError)) (int64, error)
}

// progressEvery is after how many quads an import tells how far it is.
const progressEvery = 1 << 16

// LoadQuads writes the graphs of src under the rules of Load: new ones as they
// come, without holding them in memory, and then those whose labels are there,
// which it gathers to replace what they are now.
func LoadQuads(ctx context.Context, w Importer, src QuadSource, o Options) (Report, error) {
	l := &load{options: o, started: time.Now(), seen: map[quad.IRI]bool{}}
	there, err := w.Labels(ctx)
	if err != nil {
		return l.now(), err
	}
	im := &quadLoad{load: l, there: there, fresh: map[quad.IRI]int{}}
	added, err := w.ImportGraphs(ctx, im.sort(ctx, src), func(e *RecordError) { im.refused = append(im.refused, e) })
	l.mu.Lock()
	l.report.QuadsAdded = int(added)
	l.mu.Unlock()
	if err != nil {
		return l.now(), fmt.Errorf("importing quads: %w", err)
	}
	if err := im.refuse(); err != nil {
		return l.now(), err
	}
	l.report.Added = l.report.Read
	err = im.replace(ctx, w)
	return l.now(), err
}

// quadLoad is a load of single quads.
type quadLoad struct {
	*load
	there   map[quad.IRI]bool
	fresh   map[quad.IRI]int // statements of the new graphs
	last    quad.IRI         // the new graph that had a quad last
	refused []*RecordError

	order []quad.IRI // of the graphs that are there
	again map[quad.IRI][]quad.Quad
}

// sort gives the quads of new graphs and keeps the others.
func (l *quadLoad) sort(ctx context.Context, src QuadSource) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		n := 0
		for q, err := range src.Quads(ctx) {
			if ctx.Err() != nil {
				yield(q, ctx.Err())
				return
			}
			if err != nil {
				if err = l.reject(err); err != nil {
					yield(q, err)
					return
				}
				continue
			}
			if !l.take(q) {
				continue
			}
			if n++; n%progressEvery == 0 {
				l.tell(progressEvery)
			}
			if !yield(q, nil) {
				return
			}
		}
	}
}

// take says whether the quad is one of a new graph; else it keeps it.
func (l *quadLoad) take(q quad.Quad) bool {
	label, _ := q.Label.(quad.IRI)
	if label != l.last && !l.begin(label) {
		l.keep(label, q)
		return false
	}
	if isStatement(q) {
		l.fresh[label]++
		l.mu.Lock()
		l.report.Statements++
		l.mu.Unlock()
	}
	return true
}

// begin counts a graph that is new; it says no to others.
func (l *quadLoad) begin(label quad.IRI) bool {
	if l.there[label] || label == schema.GraphMeta { // which the store refuses
		return false
	}
	l.fresh[label] += 0 // one without statements is one, too
	l.last = label
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Read = len(l.fresh)
	return true
}

// keep keeps a quad of a graph that is there.
func (l *quadLoad) keep(label quad.IRI, q quad.Quad) {
	if l.again == nil {
		l.again = map[quad.IRI][]quad.Quad{}
	}
	if _, ok := l.again[label]; !ok {
		l.order = append(l.order, label)
	}
	l.again[label] = append(l.again[label], q)
}

func (l *quadLoad) tell(quads int) {
	l.mu.Lock()
	l.report.QuadsAdded += quads
	l.mu.Unlock()
	if l.options.Progress != nil {
		l.options.Progress(l.now())
	}
}

// refuse counts the graphs that could not be stored.
func (l *quadLoad) refuse() error {
	for _, e := range l.refused {
		l.mu.Lock()
		l.report.Read--
		l.report.Statements -= l.fresh[quad.IRI(e.Source)]
		l.mu.Unlock()
		if err := l.reject(e); err != nil {
			return err
		}
	}
	return nil
}

// replace puts the graphs that are there, in batches.
func (l *quadLoad) replace(ctx context.Context, w GraphWriter) error {
	for len(l.order) > 0 {
		var graphs []Graph
		for quads := 0; len(l.order) > 0 && quads < l.size(); l.order = l.order[1:] {
			g := NewGraph(l.order[0], l.again[l.order[0]])
			delete(l.again, g.Label)
			graphs = append(graphs, g)
			quads += len(g.Quads)
			l.count(g)
		}
		if err := l.write(ctx, w, graphs); err != nil {
			return err
		}
	}
	return nil
}
