package loaders

import (
	"context"
	"errors"
	"iter"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// ArticleSource gives articles, one after the other and always in the same
// order. An error that is a *RecordError stands for one record that could not
// be read, and the sequence goes on; any other error ends it.
type ArticleSource interface {
	Articles(ctx context.Context) iter.Seq2[schema.Article, error]
}

// ReadingSource gives readings under the same rules as ArticleSource.
type ReadingSource interface {
	Readings(ctx context.Context) iter.Seq2[schema.Reading, error]
}

// GraphSource gives whole named graphs under the same rules as ArticleSource.
type GraphSource interface {
	Graphs(ctx context.Context) iter.Seq2[Graph, error]
}

// Graph is a label and all the quads that carry it.
type Graph struct {
	Label      quad.IRI
	Quads      []quad.Quad
	Statements int // how many statements the quads stand for
}

// NewGraph is the graph of those quads, its statements counted.
func NewGraph(label quad.IRI, quads []quad.Quad) Graph {
	g := Graph{Label: label, Quads: quads}
	for _, q := range quads {
		if isStatement(q) {
			g.Statements++
		}
	}
	return g
}

// isStatement says whether the quad makes its subject an event node.
func isStatement(q quad.Quad) bool {
	return q.Predicate == quad.IRI("rdf:type") && q.Object == quad.IRI("ir:Event")
}

// RecordError is one record that could not be read.
type RecordError struct {
	Source   string `json:"source"`   // file name, or article IRI
	Position string `json:"position"` // "line:column", or empty for the whole source
	Reason   string `json:"reason"`
	Hint     string `json:"hint"`   // what to try, or empty
	Record   string `json:"record"` // the record as it stood, or empty where it was too long or is the file itself
}

// Error is source, position and reason, joined by colons.
func (e *RecordError) Error() string {
	if e.Position == "" {
		return e.Source + ": " + e.Reason
	}
	return e.Source + ":" + e.Position + ": " + e.Reason
}

// Rejected says whether err is a record to step over, and which.
func Rejected(err error) (*RecordError, bool) {
	var r *RecordError
	ok := errors.As(err, &r)
	return r, ok
}

// First is src cut after n articles; rejects do not count. A zero or negative
// n does not cut.
func First(src ArticleSource, n int) ArticleSource {
	if n <= 0 {
		return src
	}
	return first{src, n}
}

type first struct {
	src ArticleSource
	n   int
}

func (f first) Articles(ctx context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		left := f.n
		for a, err := range f.src.Articles(ctx) {
			if !yield(a, err) {
				return
			}
			if err == nil {
				left--
			}
			if left == 0 {
				return
			}
		}
	}
}

// Articles is a source of the articles given.
type Articles []schema.Article

// Articles gives them in order.
func (as Articles) Articles(ctx context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		for _, a := range as {
			if err := ctx.Err(); err != nil {
				yield(schema.Article{}, err)
				return
			}
			if !yield(a, nil) {
				return
			}
		}
	}
}
