package graph

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// nquadParser parses lines of N-Quads by the grammar of the recommendation,
// but for IRIs, which may be relative. It gives an IRI that it saw before as
// the same value again, so it is to be used for some thousand lines only.
type nquadParser struct {
	text []byte // the line
	at   int
	vals map[string]quad.Value // IRIs, by how they are written
}

func newNQuadParser() *nquadParser { return &nquadParser{vals: map[string]quad.Value{}} }

// syntaxError says what a line lacks, and where: its column, in characters from 1.
type syntaxError struct {
	column int
	reason error
}

func (e *syntaxError) Error() string { return e.reason.Error() }
func (e *syntaxError) Unwrap() error { return e.reason }

// parse parses one line, which may end with a comment. The error is a
// *syntaxError.
func (p *nquadParser) parse(line []byte) (q quad.Quad, err error) {
	p.text, p.at = line, 0
	if !utf8.Valid(line) {
		for p.at < len(line) {
			r, n := utf8.DecodeRune(line[p.at:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			p.at += n
		}
		return q, p.fail(errors.New("the text is not valid UTF-8"))
	}
	if q, err = p.ends(); err != nil {
		return quad.Quad{}, p.fail(err)
	}
	return q, nil
}

func (p *nquadParser) fail(reason error) error {
	return &syntaxError{utf8.RuneCount(p.text[:p.at]) + 1, reason}
}

func (p *nquadParser) ends() (q quad.Quad, err error) {
	if q.Subject, err = p.node("a subject: an IRI or a blank node"); err != nil {
		return q, err
	}
	if p.peek() != '<' {
		return q, missing("a predicate: an IRI")
	}
	if q.Predicate, err = p.iri(); err != nil {
		return q, err
	}
	if p.peek() == '"' {
		q.Object, err = p.literal()
	} else {
		q.Object, err = p.node("an object: an IRI, a blank node or a text in quotes")
	}
	if err != nil {
		return q, err
	}
	switch p.peek() {
	case '<':
		if q.Label, err = p.iri(); err != nil {
			return q, err
		}
	case '_', '"':
		return q, errors.New("not N-Quads: the label is not an IRI")
	}
	if p.peek() != '.' {
		return q, missing("a full stop at the end")
	}
	p.at++
	if next := p.peek(); next != 0 && next != '#' {
		return q, errors.New("not N-Quads: there is more after the full stop")
	}
	return q, nil
}

func missing(what string) error { return fmt.Errorf("not N-Quads: here should be %s", what) }

// peek steps over blanks and gives the next byte, 0 at the end.
func (p *nquadParser) peek() byte {
	for p.at < len(p.text) {
		if c := p.text[p.at]; c != ' ' && c != '\t' {
			return c
		}
		p.at++
	}
	return 0
}

func (p *nquadParser) node(what string) (quad.Value, error) {
	switch p.peek() {
	case '<':
		return p.iri()
	case '_':
		return p.blank()
	}
	return nil, missing(what)
}

// iri parses an IRI in angle brackets.
func (p *nquadParser) iri() (quad.Value, error) {
	n := bytes.IndexByte(p.text[p.at:], '>')
	if n < 0 {
		return nil, errors.New("not N-Quads: the IRI has no end")
	}
	raw := p.text[p.at+1 : p.at+n]
	v, ok := p.vals[string(raw)]
	if !ok {
		text, err := p.unescape(raw, p.at+1, false)
		if err != nil {
			return nil, err
		}
		if err := checkIRI(quad.IRI(text)); err != nil {
			return nil, err
		}
		v = quad.IRI(text)
		p.vals[string(raw)] = v
	}
	p.at += n + 1
	return v, nil
}

// blank parses a blank node. Its name is held to what stores keep.
func (p *nquadParser) blank() (quad.Value, error) {
	rest := p.text[p.at:]
	if len(rest) < 2 || rest[1] != ':' {
		return nil, missing("a blank node, as in _:name")
	}
	n := 2
	for n < len(rest) && !bytes.ContainsRune([]byte(" \t<>\""), rune(rest[n])) && !(rest[n] == '.' && isEnd(rest[n+1:])) {
		n++
	}
	v := quad.BNode(rest[2:n])
	if err := checkNode(v); err != nil {
		return nil, err
	}
	p.at += n
	return v, nil
}

// isEnd says whether nothing of a quad follows.
func isEnd(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t")
	return len(rest) == 0 || rest[0] == '#'
}

// literal parses a text in quotes with its language or type, and gives it the
// form that is stored.
func (p *nquadParser) literal() (quad.Value, error) {
	begin := p.at
	n, escaped := endOfText(p.text[begin+1:])
	if n < 0 {
		return nil, errors.New("not N-Quads: the text has no end")
	}
	raw, text := p.text[begin+1:begin+1+n], ""
	if escaped {
		var err error
		if text, err = p.unescape(raw, begin+1, true); err != nil {
			return nil, err
		}
	} else {
		text = string(raw)
	}
	p.at = begin + n + 2
	switch rest := p.text[p.at:]; {
	case bytes.HasPrefix(rest, []byte("@")):
		return p.lang(text)
	case bytes.HasPrefix(rest, []byte("^^<")):
		p.at += 2
		kind, err := p.iri()
		if err != nil {
			return nil, err
		}
		v, err := canonicalValue(quad.TypedString{Value: quad.String(text), Type: kind.(quad.IRI)})
		if err != nil {
			p.at = begin
		}
		return v, err
	case bytes.HasPrefix(rest, []byte("^")):
		return nil, missing("the type of the text, as in ^^<xsd:integer>")
	}
	return quad.String(text), nil
}

func (p *nquadParser) lang(text string) (quad.Value, error) {
	rest := p.text[p.at+1:]
	n := 0
	for n < len(rest) && (rest[n] == '-' || isLetterOrDigit(rest[n])) {
		n++
	}
	if n == 0 {
		return nil, missing("a language, as in @en")
	}
	v, err := canonicalValue(quad.LangString{Value: quad.String(text), Lang: string(rest[:n])})
	if err == nil {
		p.at += 1 + n
	}
	return v, err
}

func isLetterOrDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// endOfText is where the quote stands that ends the text, -1 if nowhere.
func endOfText(b []byte) (n int, escaped bool) {
	for {
		i := bytes.IndexAny(b[n:], `"\`)
		switch {
		case i < 0 || b[n+i] == '\\' && n+i+1 == len(b):
			return -1, escaped
		case b[n+i] == '"':
			return n + i, escaped
		}
		n, escaped = n+i+2, true
	}
}

// shortEscapes are the letters after a backslash that stand for one character,
// and those characters.
const shortEscapes, shortMeanings = `tbnrf"'\`, "\t\b\n\r\f\"'\\"

// unescape resolves escapes: \u and \U everywhere, the short ones in texts.
// The bytes stand in the line from begin on; after an error p.at is where it is.
func (p *nquadParser) unescape(raw []byte, begin int, short bool) (string, error) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw), nil
	}
	var b strings.Builder
	for i := 0; i < len(raw); {
		n := bytes.IndexByte(raw[i:], '\\')
		if n < 0 {
			n = len(raw) - i
		}
		b.Write(raw[i : i+n])
		if i += n; i == len(raw) {
			break
		}
		r, size := escapedRune(raw[i+1:], short)
		if size == 0 {
			p.at = begin + i
			return "", errors.New("not N-Quads: a backslash with no meaning")
		}
		b.WriteRune(r)
		i += 1 + size
	}
	return b.String(), nil
}

// escapedRune is the character that the text after a backslash stands for, and
// how many bytes do; 0 if it stands for none.
func escapedRune(b []byte, short bool) (r rune, size int) {
	if len(b) == 0 {
		return 0, 0
	}
	digits := map[byte]int{'u': 4, 'U': 8}[b[0]]
	if digits == 0 {
		if i := strings.IndexByte(shortEscapes, b[0]); short && i >= 0 {
			return rune(shortMeanings[i]), 1
		}
		return 0, 0
	}
	if len(b) < 1+digits {
		return 0, 0
	}
	for _, c := range b[1 : 1+digits] {
		d := strings.IndexByte("0123456789abcdef", c|0x20)
		if d < 0 || r > utf8.MaxRune {
			return 0, 0
		}
		r = r<<4 | rune(d)
	}
	if !utf8.ValidRune(r) {
		return 0, 0
	}
	return r, 1 + digits
}
