package export

import (
	"fmt"
	"iter"
	"maps"
	"net/url"
	"strings"

	"github.com/cayleygraph/quad"
)

// DefaultBase is what the short IRIs stand under where nobody names a base.
const DefaultBase = "urn:entente:"

// ours are the prefixes that stand under the base.
var ours = []string{"art", "cameo", "ev", "event", "graph", "ir", "membership", "plover", "term"}

// others are the prefixes of vocabularies and data sets of other people.
var others = map[string]string{
	"owl":    "http://www.w3.org/2002/07/owl#",
	"prov":   "http://www.w3.org/ns/prov#",
	"rdf":    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	"rdfs":   "http://www.w3.org/2000/01/rdf-schema#",
	"schema": "http://schema.org/",
	"sem":    "http://semanticweb.cs.vu.nl/2009/11/sem/",
	"skos":   "http://www.w3.org/2004/02/skos/core#",
	"wd":     "http://www.wikidata.org/entity/",
	"wdt":    "http://www.wikidata.org/prop/direct/",
	"xsd":    "http://www.w3.org/2001/XMLSchema#",
}

// Namespaces say which full IRI a short one stands for.
type Namespaces struct {
	base     string
	prefixes map[string]string
}

// NewNamespaces puts our short IRIs under a base: ir:Russia is
// https://kg.example.org/ir/Russia under https://kg.example.org/, and
// urn:entente:ir:Russia under urn:entente:, which an empty base stands for.
// The base is an absolute IRI that ends in a slash, a hash or a colon.
func NewNamespaces(base string) (Namespaces, error) {
	if base == "" {
		base = DefaultBase
	}
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return Namespaces{}, fmt.Errorf("base %q: %w", base, err)
	case u.Scheme == "" || u.Host == "" && u.Opaque == "":
		return Namespaces{}, fmt.Errorf("base %q is no absolute IRI, such as https://kg.example.org/", base)
	case !strings.ContainsAny(base[len(base)-1:], "/#:"):
		return Namespaces{}, fmt.Errorf("base %q does not end in a slash, a hash or a colon", base)
	case strings.ContainsAny(base, " <>\"{}|\\^`"):
		return Namespaces{}, fmt.Errorf("base %q holds a character that an IRI may not", base)
	}
	end := "/"
	if strings.HasSuffix(base, ":") {
		end = ":"
	}
	n := Namespaces{base, maps.Clone(others)}
	for _, p := range ours {
		n.prefixes[p] = base + p + end
	}
	return n, nil
}

// Expand is the full IRI. One that has none of the known prefixes stays as it
// is, and one without any prefix is put under the base.
func (n Namespaces) Expand(iri quad.IRI) quad.IRI {
	prefix, local, ok := strings.Cut(string(iri), ":")
	if !ok {
		return quad.IRI(n.base) + iri
	}
	if full, ok := n.prefixes[prefix]; ok {
		return quad.IRI(full + local)
	}
	return iri
}

// compact is the IRI as JSON-LD may write it under the prefixes: short, unless
// a reader would take it for something else.
func (n Namespaces) compact(iri quad.IRI) string {
	_, local, ok := strings.Cut(string(iri), ":")
	if !ok || strings.HasPrefix(local, "//") {
		return string(n.Expand(iri))
	}
	return string(iri)
}

// Quads yields the quads with all IRIs in full, those of literals' types too.
func (n Namespaces) Quads(quads iter.Seq2[quad.Quad, error]) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			for _, d := range []quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label} {
				if v := q.Get(d); v != nil {
					q.Set(d, n.value(v))
				}
			}
			if !yield(q, err) {
				return
			}
		}
	}
}

func (n Namespaces) value(v quad.Value) quad.Value {
	switch v := v.(type) {
	case quad.IRI:
		return n.Expand(v)
	case quad.TypedString:
		return quad.TypedString{Value: v.Value, Type: n.Expand(v.Type)}
	case quad.Bool: // whose own text is no xsd:boolean
		return quad.TypedString{Value: quad.String(fmt.Sprint(bool(v))), Type: n.Expand("xsd:boolean")}
	case quad.TypedStringer:
		return n.value(v.TypedString())
	}
	return v
}
