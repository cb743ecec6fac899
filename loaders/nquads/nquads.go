package nquads

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/loaders"
)

// Kind is the name of the format, as users give it.
const Kind = "nquads"

// Reader yields the quads of one N-Quads file. An error of one line reads
// "name:line:column: reason", and the sequence goes on after it.
type Reader func(r io.Reader, name string) iter.Seq2[quad.Quad, error]

// Source gives what is in the files: whole graphs, or quads as they come.
type Source interface {
	loaders.GraphSource
	loaders.QuadSource
}

// Files is the source of the graphs in paths (see loaders.Inputs). In folders
// it reads the files that Accepts names.
func Files(paths []string, stdin io.Reader, read Reader) (Source, error) {
	inputs, err := loaders.Inputs(paths, stdin)
	if err != nil {
		return nil, err
	}
	return files{inputs, read}, nil
}

// Accepts says whether a file of that name holds N-Quads: .nq, .nquads or .nt,
// gzipped or not.
func Accepts(name string) bool {
	switch loaders.Extension(name) {
	case ".nq", ".nquads", ".nt":
		return true
	}
	return false
}

type files struct {
	inputs iter.Seq2[loaders.Input, error]
	read   Reader
}

// Graphs reads all files, and then gives the graphs.
func (s files) Graphs(ctx context.Context) iter.Seq2[loaders.Graph, error] {
	return func(yield func(loaders.Graph, error) bool) {
		var set graphs
		for q, err := range s.Quads(ctx) {
			if ctx.Err() != nil {
				yield(loaders.Graph{}, ctx.Err())
				return
			}
			if err == nil {
				set.add(q)
			} else if !yield(loaders.Graph{}, err) {
				return
			}
		}
		for _, label := range set.order {
			if !yield(loaders.NewGraph(label, set.quads[label]), ctx.Err()) {
				return
			}
		}
	}
}

// Quads gives the quads of all files, and an error for each line that is none.
func (s files) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for in, err := range s.inputs {
			if err == nil && !in.Named && !Accepts(in.Name) {
				continue
			}
			var c *loaders.Content
			if err == nil {
				c, err = in.Open(ctx)
			}
			if err != nil {
				if !yield(quad.Quad{}, err) {
					return
				}
				continue
			}
			for q, err := range s.read(c, in.Name) {
				if err = explain(in.Name, q, err); !yield(q, err) {
					c.Close()
					return
				}
			}
			c.Close()
		}
	}
}

// explain makes a reject of what is wrong with a line, if anything.
func explain(name string, q quad.Quad, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) {
		return &loaders.RecordError{Source: name, Reason: "the file is cut short or damaged", Hint: "is the file whole? try: gzip -t " + name}
	}
	if err != nil {
		reason := strings.TrimPrefix(err.Error(), name+":")
		position, reason, _ := strings.Cut(reason, ": ")
		return &loaders.RecordError{Source: name, Position: position, Reason: reason, Hint: "is this file N-Quads? each line must be: subject predicate object label ."}
	}
	if _, ok := q.Label.(quad.IRI); !ok {
		return &loaders.RecordError{Source: name, Reason: "the quad has no label, so it would belong to no graph", Hint: "add one, such as <graph:mine>", Record: q.String()}
	}
	return nil
}

// graphs collects quads by label.
type graphs struct {
	order []quad.IRI
	quads map[quad.IRI][]quad.Quad
}

func (g *graphs) add(q quad.Quad) {
	if g.quads == nil {
		g.quads = map[quad.IRI][]quad.Quad{}
	}
	label, _ := q.Label.(quad.IRI) // explain lets no other through
	if _, ok := g.quads[label]; !ok {
		g.order = append(g.order, label)
	}
	g.quads[label] = append(g.quads[label], q)
}
