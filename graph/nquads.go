package graph

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
)

// NQuads is the format that Write knows and Read reads.
const NQuads = "nquads"

// Write writes quads in that format: for "nquads" one line a quad, sorted byte
// by byte and without repeats, so that the same set gives the same bytes. It
// stops at the first error of the sequence, and writes nothing then.
func Write(w io.Writer, format string, quads iter.Seq2[quad.Quad, error]) error {
	if format != NQuads {
		return fmt.Errorf("write quads as %q: %w; have %s", format, ErrBadFormat, NQuads)
	}
	var lines []string
	for q, err := range quads {
		if err != nil {
			return err
		}
		if !q.IsValid() {
			return fmt.Errorf("write quads: %w: %s: an end is missing", ErrBadQuad, line(q))
		}
		lines = append(lines, nquad(q))
	}
	slices.Sort(lines)
	out := bufio.NewWriter(w)
	for _, l := range slices.Compact(lines) {
		if _, err := out.WriteString(l); err != nil {
			return err
		}
	}
	return out.Flush()
}

func nquad(q quad.Quad) string {
	ends := []string{q.Subject.String(), q.Predicate.String(), q.Object.String()}
	if q.Label != nil {
		ends = append(ends, q.Label.String())
	}
	return strings.Join(append(ends, ".\n"), " ")
}

// maxLine is the longest line that Read takes; an article's text is one value.
const maxLine = 64 << 20

// Read yields the quads of an N-Quads file. A line that is none gives an error
// that says "name:line: reason", and the reading goes on with the next line. An
// error of r itself ends it. Numbers, booleans and times come as Go-typed
// values. Blank lines and lines that begin with # are skipped.
func Read(r io.Reader, name string) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(make([]byte, 0, 64<<10), maxLine)
		n := 0
		for lines.Scan() {
			n++
			text := bytes.TrimSpace(lines.Bytes())
			if n == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			if len(text) == 0 || text[0] == '#' {
				continue
			}
			q, err := parseNQuad(string(text))
			if err != nil {
				err = fmt.Errorf("%s:%d: %w", name, n, err)
			}
			if !yield(q, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			if errors.Is(err, bufio.ErrTooLong) {
				err = fmt.Errorf("the line is longer than %d bytes", maxLine)
			}
			yield(quad.Quad{}, fmt.Errorf("%s:%d: %w", name, n+1, err))
		}
	}
}

// parseNQuad parses one line and holds it to the grammar: the parser of quad
// takes bare words too, and leaves ends out.
func parseNQuad(text string) (q quad.Quad, err error) {
	defer func() {
		if p := recover(); p != nil {
			q, err = quad.Quad{}, fmt.Errorf("not N-Quads: %v", p)
		}
	}()
	if err := checkText(text); err != nil {
		return quad.Quad{}, err
	}
	if q, err = nquads.Parse(text); err != nil {
		return quad.Quad{}, fmt.Errorf("not N-Quads: %w", err)
	}
	label, ok := q.Label.(quad.IRI)
	if q.Label != nil && !ok {
		return quad.Quad{}, fmt.Errorf("not N-Quads: the label is not an IRI")
	}
	unlabelled := label == ""
	if unlabelled {
		label = "graph:none"
	}
	if q, err = canonical(quad.Quad{Subject: q.Subject, Predicate: q.Predicate, Object: q.Object}, label); err != nil {
		return quad.Quad{}, err
	}
	if unlabelled {
		q.Label = nil
	}
	return q, nil
}
