package graph

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
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

// Read yields the quads of an N-Quads file, in their order. A line that is none
// gives an error that says "name:line:column: reason", and the reading goes on
// with the next line. An error of r itself ends it. Numbers, booleans and times
// come as Go-typed values. Blank lines and lines that begin with # are skipped.
//
// It parses pieces of the file at once, on all processors, and reads from r
// only while a quad is waited for.
func Read(r io.Reader, name string) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		in := &pieces{r: r, lines: 1}
		var ahead []chan []parsed
		for {
			for !in.ended() && len(ahead) < 2*runtime.GOMAXPROCS(0) {
				ahead = append(ahead, in.parse(name))
			}
			if len(ahead) == 0 {
				break
			}
			for _, p := range <-ahead[0] {
				if !yield(p.quad, p.err) {
					return
				}
			}
			ahead = ahead[1:]
		}
		if in.err != io.EOF {
			yield(quad.Quad{}, fmt.Errorf("%s:%d: %w", name, in.lines, in.err))
		}
	}
}

// pieceBytes is about how much of a file is parsed in one go.
const pieceBytes = 128 << 10

// pieces cuts a file into pieces of whole lines.
type pieces struct {
	r     io.Reader
	rest  []byte // of the last line that was read, not whole
	lines int    // the number of the line that comes next
	err   error  // why there is no more
}

func (p *pieces) ended() bool { return p.err != nil }

// parse begins to parse the next piece.
func (p *pieces) parse(name string) chan []parsed {
	first, piece := p.lines, p.next()
	lines := bytes.Count(piece, []byte{'\n'})
	p.lines += lines
	out := make(chan []parsed, 1)
	go func() { out <- parsePiece(piece, name, first, lines) }()
	return out
}

// next reads the next piece.
func (p *pieces) next() []byte {
	b := append(make([]byte, 0, len(p.rest)+pieceBytes), p.rest...)
	p.rest = nil
	for p.err == nil {
		b = slices.Grow(b, pieceBytes)
		n, err := fill(p.r, b[len(b):len(b)+pieceBytes])
		end := bytes.LastIndexByte(b[len(b):len(b)+n], '\n') + 1
		begun := len(b)
		b = b[:begun+n]
		switch {
		case err != nil:
			p.err = err
		case end > 0:
			p.rest = b[begun+end:]
			return b[:begun+end]
		case len(b) > maxLine:
			p.err = fmt.Errorf("the line is longer than %d bytes", maxLine)
			return nil
		}
	}
	if p.err != io.EOF { // what is there of a line cut off is none
		b = b[:bytes.LastIndexByte(b, '\n')+1]
	}
	return b
}

// fill reads until b is full or there is no more. Unlike io.ReadFull it leaves
// errors as they are: io.ErrUnexpectedEOF is that of a packed file cut short.
func fill(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var more int
		more, err = r.Read(b[n:])
		n += more
	}
	if n == len(b) {
		return n, nil
	}
	return n, err
}

// parsed is a line's quad, or what is wrong with it.
type parsed struct {
	quad quad.Quad
	err  error
}

// parsePiece parses the lines of a piece, of which the first has that number
// and of which there are about so many.
func parsePiece(piece []byte, name string, first, lines int) []parsed {
	parser, out := newNQuadParser(), make([]parsed, 0, lines+1)
	for n := first; len(piece) > 0; n++ {
		line, rest, _ := bytes.Cut(piece, []byte{'\n'})
		piece = rest
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if text := bytes.TrimSpace(line); len(text) == 0 || text[0] == '#' {
			continue
		}
		q, err := parser.parse(line)
		if err != nil {
			err = fmt.Errorf("%s:%d:%d: %w", name, n, columnOf(err), err)
		}
		out = append(out, parsed{q, err})
	}
	return out
}

func columnOf(err error) int {
	e, _ := errors.AsType[*syntaxError](err)
	return e.column
}
