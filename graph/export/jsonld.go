package export

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"
)

// WriteJSONLD writes the quads as one JSON-LD document: a context with the
// prefixes, then a named graph for each label, with a node object a line.
// Quads without a label are in the default graph. It stops at the first error
// of the sequence, and writes nothing then.
func WriteJSONLD(w io.Writer, quads iter.Seq2[quad.Quad, error], ns Namespaces) error {
	var all []quad.Quad
	for q, err := range quads {
		if err != nil {
			return err
		}
		if !q.IsValid() {
			return fmt.Errorf("write JSON-LD: a quad lacks an end: %v", q)
		}
		all = append(all, q)
	}
	slices.SortFunc(all, byLabel)
	all = slices.Compact(all)
	d := &jsonldWriter{ns: ns, out: bufio.NewWriter(w)}
	if err := d.document(all); err != nil {
		return fmt.Errorf("write JSON-LD: %w", err)
	}
	return d.out.Flush()
}

func byLabel(a, b quad.Quad) int {
	return cmp.Or(compareValues(a.Label, b.Label), compareValues(a.Subject, b.Subject),
		compareValues(a.Predicate, b.Predicate), compareValues(a.Object, b.Object))
}

// compareValues orders values by their text in N-Quads, IRIs without making it.
func compareValues(a, b quad.Value) int {
	x, ok := a.(quad.IRI)
	y, ok2 := b.(quad.IRI)
	if ok && ok2 {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(quad.StringOf(a), quad.StringOf(b))
}

type jsonldWriter struct {
	ns  Namespaces
	out *bufio.Writer // keeps its first error for Flush
}

func (d *jsonldWriter) document(all []quad.Quad) error {
	d.out.WriteString("{\n\"@context\": {")
	for i, p := range slices.Sorted(maps.Keys(d.ns.prefixes)) {
		if i > 0 {
			d.out.WriteByte(',')
		}
		fmt.Fprintf(d.out, "\n  %q: %q", p, d.ns.prefixes[p])
	}
	d.out.WriteString("\n},\n\"@graph\": [")
	separator := "\n"
	for graph := range runs(all, func(q quad.Quad) quad.Value { return q.Label }) {
		d.out.WriteString(separator)
		if err := d.graph(graph); err != nil {
			return err
		}
		separator = ",\n"
	}
	d.out.WriteString("\n]\n}\n")
	return nil
}

// graph writes the quads of one label.
func (d *jsonldWriter) graph(quads []quad.Quad) error {
	label := quads[0].Label
	if label != nil {
		id, err := d.id(label)
		if err != nil {
			return err
		}
		fmt.Fprintf(d.out, "{\"@id\":%s,\"@graph\":[\n", id)
	}
	separator := ""
	for node := range runs(quads, func(q quad.Quad) quad.Value { return q.Subject }) {
		text, err := d.node(node)
		if err != nil {
			return err
		}
		d.out.WriteString(separator)
		d.out.Write(text)
		separator = ",\n"
	}
	if label != nil {
		d.out.WriteString("\n]}")
	}
	return nil
}

// node is the node object of the quads of one subject.
func (d *jsonldWriter) node(quads []quad.Quad) ([]byte, error) {
	id, err := d.id(quads[0].Subject)
	if err != nil {
		return nil, err
	}
	b := bytes.NewBufferString(`{"@id":`)
	b.Write(id)
	for values := range runs(quads, func(q quad.Quad) quad.Value { return q.Predicate }) {
		key, list, err := d.property(values)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(b, ",%s:", key)
		if len(list) == 1 {
			b.Write(list[0])
		} else {
			fmt.Fprintf(b, "[%s]", bytes.Join(list, []byte(",")))
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// property gives the key and the values of the quads of one predicate.
func (d *jsonldWriter) property(quads []quad.Quad) (key []byte, values [][]byte, err error) {
	p, ok := quads[0].Predicate.(quad.IRI)
	if !ok {
		return nil, nil, fmt.Errorf("the predicate of %v is no IRI", quads[0])
	}
	write, name := d.value, d.ns.compact(p)
	if p == "rdf:type" && !slices.ContainsFunc(quads, func(q quad.Quad) bool { _, ok := q.Object.(quad.IRI); return !ok }) {
		write, name = d.id, "@type"
	}
	for _, q := range quads {
		v, err := write(q.Object)
		if err != nil {
			return nil, nil, err
		}
		values = append(values, v)
	}
	key, err = toJSON(name)
	return key, values, err
}

// id is a node's name as a JSON text.
func (d *jsonldWriter) id(v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return toJSON(d.ns.compact(v))
	case quad.BNode:
		return toJSON("_:" + string(v))
	}
	return nil, fmt.Errorf("%v is neither an IRI nor a blank node", v)
}

// value is an object as JSON-LD has it. Decimal numbers are typed texts, as a
// JSON number without a fraction would be read as a whole one.
func (d *jsonldWriter) value(v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI, quad.BNode:
		id, err := d.id(v)
		return slices.Concat([]byte(`{"@id":`), id, []byte(`}`)), err
	case quad.String:
		return toJSON(string(v))
	case quad.Int:
		if v > -1<<53 && v < 1<<53 { // what a JSON reader keeps exactly
			return toJSON(int64(v))
		}
		return d.value(v.TypedString())
	case quad.Bool:
		return toJSON(bool(v))
	case quad.LangString:
		return d.pair("@language", v.Lang, string(v.Value))
	case quad.TypedString:
		return d.pair("@type", d.ns.compact(v.Type), string(v.Value))
	case quad.TypedStringer:
		return d.value(v.TypedString())
	}
	return nil, fmt.Errorf("no JSON-LD for values of type %T", v)
}

func (d *jsonldWriter) pair(key, kind, value string) ([]byte, error) {
	return toJSON(map[string]string{key: kind, "@value": value})
}

// toJSON writes JSON without the escapes that only HTML needs.
func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// runs yields the parts of a list in which key stays the same.
func runs(quads []quad.Quad, key func(quad.Quad) quad.Value) iter.Seq[[]quad.Quad] {
	return func(yield func([]quad.Quad) bool) {
		for len(quads) > 0 {
			n := slices.IndexFunc(quads, func(q quad.Quad) bool { return key(q) != key(quads[0]) })
			if n < 0 {
				n = len(quads)
			}
			if !yield(quads[:n]) {
				return
			}
			quads = quads[n:]
		}
	}
}
