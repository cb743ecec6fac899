package graph

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/entente-kg/entente/schema"
)

// canonical gives the quad in the one form in which it is stored, with that
// label, or says why N-Quads would not give it back.
func canonical(q quad.Quad, label quad.IRI) (quad.Quad, error) {
	if q.Label == nil {
		q.Label = label
	}
	if q.Label != quad.Value(label) {
		return q, fmt.Errorf("%w: %s: its label is not the graph's", ErrBadQuad, line(q))
	}
	return canonicalAfter(q, nil)
}

// canonicalAfter is canonical for a quad that has its label and comes after one
// with that subject, which was good.
func canonicalAfter(q quad.Quad, subject quad.Value) (_ quad.Quad, err error) {
	if q.Subject != subject || subject == nil {
		if err = checkNode(q.Subject); err != nil {
			return q, fmt.Errorf("%w: %s: subject: %w", ErrBadQuad, line(q), err)
		}
	}
	p, ok := q.Predicate.(quad.IRI)
	if !ok {
		return q, fmt.Errorf("%w: %s: the predicate is not an IRI", ErrBadQuad, line(q))
	}
	if err = checkIRI(p); err != nil {
		return q, fmt.Errorf("%w: %s: predicate: %w", ErrBadQuad, line(q), err)
	}
	if q.Object, err = canonicalValue(q.Object); err != nil {
		return q, fmt.Errorf("%w: %s: object: %w", ErrBadQuad, line(q), err)
	}
	return q, nil
}

// line is the quad for a message, cut where it is long.
func line(q quad.Quad) string {
	text := []rune(strings.Join([]string{quad.StringOf(q.Subject), quad.StringOf(q.Predicate), quad.StringOf(q.Object)}, " "))
	if len(text) > 200 {
		text = append(text[:200], '…')
	}
	return string(text)
}

func canonicalValue(v quad.Value) (quad.Value, error) {
	switch v := v.(type) {
	case nil:
		return nil, fmt.Errorf("it is missing")
	case quad.IRI, quad.BNode:
		return v, checkNode(v)
	case quad.String:
		return v, checkText(string(v))
	case quad.LangString:
		return canonicalLang(v)
	case quad.TypedString:
		return canonicalTyped(v)
	case quad.Float:
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("%v is no number", f)
		}
		return v + 0, nil // minus zero becomes zero
	case quad.Time:
		return quad.Time(time.Time(v).UTC().Truncate(time.Second)), nil
	case quad.Int, quad.Bool:
		return v, nil
	}
	return nil, fmt.Errorf("values of type %T are not stored", v)
}

func canonicalLang(v quad.LangString) (quad.Value, error) {
	for _, r := range v.Lang {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return nil, fmt.Errorf("%q is no language tag", v.Lang)
		}
	}
	if v.Lang == "" {
		return v.Value, checkText(string(v.Value))
	}
	return v, checkText(string(v.Value))
}

func canonicalTyped(v quad.TypedString) (quad.Value, error) {
	native, err := v.ParseValue()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", v, err)
	}
	if typed, ok := native.(quad.TypedString); ok {
		if err := checkIRI(typed.Type); err != nil {
			return nil, err
		}
		return typed, checkText(string(typed.Value))
	}
	return canonicalValue(native)
}

func checkNode(v quad.Value) error {
	switch v := v.(type) {
	case quad.IRI:
		return checkIRI(v)
	case quad.BNode:
		// memstore keeps names of that form for itself.
		if v == "" || strings.HasPrefix(string(v), "memnode") || strings.ContainsFunc(string(v), notInBNode) {
			return fmt.Errorf("%q is no name for a blank node", string(v))
		}
		return nil
	}
	return fmt.Errorf("it is neither an IRI nor a blank node")
}

func notInBNode(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

func checkIRI(iri quad.IRI) error {
	if iri == "" {
		return fmt.Errorf("the IRI is empty")
	}
	if i := outsideIRI(string(iri)); i >= 0 {
		return fmt.Errorf("%q does not belong in an IRI: %q", string(iri)[i:i+1], string(iri))
	}
	return checkText(string(iri))
}

// outsideIRI is where the first character stands that no IRI has, -1 if nowhere.
// All such characters are ASCII.
func outsideIRI(s string) int {
	for i := range len(s) {
		switch s[i] {
		case '<', '>', '"', '{', '}', '|', '^', '`', '\\':
			return i
		}
		if s[i] <= ' ' {
			return i
		}
	}
	return -1
}

func checkText(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("the text is not valid UTF-8")
	}
	return nil
}

// numbers remembers for each predicate whether its numbers are whole (true) or
// decimal. The store keeps it in graph:meta.
type numbers map[quad.IRI]bool

func readNumbers(ctx context.Context, qs graph.QuadStore) (numbers, error) {
	meta, err := readLabel(ctx, qs, schema.GraphMeta)
	if err != nil {
		return nil, err
	}
	n := numbers{}
	for _, q := range meta {
		if p, ok := q.Object.(quad.IRI); ok {
			n[p] = q.Predicate == metaWhole
		}
	}
	return n, nil
}

// settle gives the numbers of each predicate one type, in place, and keeps the
// graphs sorted. It returns the quads that remember the types of predicates
// that had no numbers so far.
func (n numbers) settle(graphs []Graph) ([]quad.Quad, error) {
	fresh := n.meet(graphs)
	for _, g := range graphs {
		changed := false
		for i, q := range g.Quads {
			v, err := n.convert(q)
			if err != nil {
				return nil, &GraphError{g.Label, fmt.Errorf("%w: %s: %w", ErrBadQuad, line(q), err)}
			}
			if v != q.Object {
				g.Quads[i].Object, changed = v, true
			}
		}
		if changed {
			slices.SortFunc(g.Quads, compareQuads)
		}
	}
	return fresh.marks(), nil
}

// marks are the quads that remember the types of predicates that had no
// numbers so far.
func (n numbers) marks() []quad.Quad {
	var marks []quad.Quad
	for p, whole := range n {
		kind := metaDecimal
		if whole {
			kind = metaWhole
		}
		marks = append(marks, metaQuad(kind, p))
	}
	return sortedSet(marks)
}

// meet finds the predicates whose numbers are new. One fraction among them
// makes them all decimal.
func (n numbers) meet(graphs []Graph) numbers {
	fresh := numbers{}
	for _, g := range graphs {
		for _, q := range g.Quads {
			_, decimal := q.Object.(quad.Float)
			_, whole := q.Object.(quad.Int)
			if !decimal && !whole {
				continue
			}
			p := q.Predicate.(quad.IRI)
			if _, known := n[p]; known {
				continue
			}
			earlier, met := fresh[p]
			fresh[p] = whole && (earlier || !met)
		}
	}
	maps.Copy(n, fresh)
	return fresh
}

func (n numbers) convert(q quad.Quad) (quad.Value, error) {
	switch v := q.Object.(type) {
	case quad.Int:
		if !n[q.Predicate.(quad.IRI)] {
			return quad.Float(v), nil
		}
	case quad.Float:
		if !n[q.Predicate.(quad.IRI)] {
			return v, nil
		}
		if f := float64(v); f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return quad.Int(f), nil
		}
		return nil, fmt.Errorf("this predicate has had whole numbers only")
	}
	return q.Object, nil
}
