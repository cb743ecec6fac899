package server

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	_ "github.com/cayleygraph/quad/dot"     // registers graphviz
	_ "github.com/cayleygraph/quad/gml"     // registers gml
	_ "github.com/cayleygraph/quad/graphml" // registers graphml
	_ "github.com/cayleygraph/quad/json"    // registers json and json-stream
	_ "github.com/cayleygraph/quad/jsonld"  // registers jsonld
	_ "github.com/cayleygraph/quad/nquads"  // registers nquads
	_ "github.com/cayleygraph/quad/pquads"  // registers pquads
	"github.com/piprate/json-gold/ld"

	"github.com/entente-kg/entente/graph"
)

// Unlabelled is the graph of quads that are written without a label: the store
// keeps every quad in a graph.
const Unlabelled = quad.IRI("graph:console")

// label gives quads without a label theirs, and says how many those were.
func label(quads []quad.Quad) int {
	n := 0
	for i := range quads {
		if quads[i].Label == nil {
			quads[i].Label = Unlabelled
			n++
		}
	}
	return n
}

// formats lists the formats by name.
func formats() []quad.Format {
	list := quad.Formats()
	slices.SortFunc(list, func(a, b quad.Format) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// readQuads reads a body in a format. Nothing is fetched for it.
func readQuads(format *quad.Format, r io.Reader) ([]quad.Quad, error) {
	switch format.Name {
	case "nquads":
		return readNQuads(r, "body")
	case "jsonld":
		return readJSONLD(r)
	}
	in := format.Reader(r)
	quads, err := quad.ReadAll(in)
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, unreadable(format.Name, err)
	}
	return quads, nil
}

func readNQuads(r io.Reader, name string) ([]quad.Quad, error) {
	var quads []quad.Quad
	in := &failing{r: r}
	for q, err := range graph.Read(in, name) {
		if in.err != nil { // the line was cut by it
			err = in.err
		}
		if err != nil {
			return nil, unreadable("N-Quads", err)
		}
		quads = append(quads, q)
	}
	return quads, nil
}

// failing remembers what ended the reading.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}

// readJSONLD reads a document whose contexts stand in it: those that it only
// names would have to be fetched.
func readJSONLD(r io.Reader) ([]quad.Quad, error) {
	doc, err := ld.DocumentFromReader(r)
	if err != nil {
		return nil, unreadable("JSON-LD", err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = noLoader{}
	options.Format = "application/n-quads"
	lines, err := ld.NewJsonLdProcessor().ToRDF(doc, options)
	var told *ld.JsonLdError
	if errors.As(err, &told) && (told.Code == ld.LoadingDocumentFailed || told.Code == ld.LoadingRemoteContextFailed) {
		return nil, fmt.Errorf("the body %w as JSON-LD: contexts and documents that it names are not fetched; write them into it", errBadInput)
	}
	if err != nil {
		return nil, unreadable("JSON-LD", err)
	}
	return readNQuads(strings.NewReader(fmt.Sprint(lines)), "document")
}

// noLoader loads no document from anywhere.
type noLoader struct{}

func (noLoader) LoadDocument(name string) (*ld.RemoteDocument, error) {
	return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, name)
}

// maybeZipped unpacks what begins as gzip does.
func maybeZipped(r io.Reader, limit int64) (io.Reader, error) {
	head := bufio.NewReader(r)
	if start, _ := head.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return unzip(head, limit)
	}
	return head, nil
}
