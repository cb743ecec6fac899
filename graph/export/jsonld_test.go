package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	cayley "github.com/cayleygraph/quad/jsonld"
	"github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/internal/testkit"
)

func jsonld(t *testing.T, quads []quad.Quad, base string) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.WriteJSONLD(&b, seq(quads), namespaces(t, base)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// expanded are the quads in full, as lines.
func expanded(t *testing.T, quads []quad.Quad, base string) []string {
	t.Helper()
	var out []string
	for q, err := range namespaces(t, base).Quads(seq(quads)) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, lineOf(q))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func lineOf(q quad.Quad) string {
	return strings.Join([]string{quad.StringOf(q.Subject), quad.StringOf(q.Predicate), number(q.Object), quad.StringOf(q.Label)}, " ")
}

// number writes numbers and truth values in one way, whoever read them.
func number(v quad.Value) string {
	if t, ok := v.(quad.TypedString); ok {
		if native, err := t.ParseValue(); err == nil {
			v = native
		}
	}
	return quad.StringOf(v)
}

// TestJSONLDIsReadBack lets the JSON-LD processor that Cayley uses read what
// we wrote.
func TestJSONLDIsReadBack(t *testing.T) {
	for _, base := range []string{"", "https://kg.example.org/", "https://kg.example.org/v#"} {
		quads := slices.Concat(articles(t), background(), values())
		r := cayley.NewReader(strings.NewReader(jsonld(t, quads, base)))
		got := readLines(t, r)
		if diff := cmp.Diff(expanded(t, quads, base), got); diff != "" {
			t.Errorf("base %q (-written +read):\n%s", base, diff)
		}
	}
}

func readLines(t *testing.T, r quad.Reader) []string {
	t.Helper()
	var out []string
	for {
		q, err := r.ReadQuad()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, lineOf(q))
	}
	slices.Sort(out)
	return out
}

// TestJSONLDInPython lets rdflib count the quads by graph.
func TestJSONLDInPython(t *testing.T) {
	quads := slices.Concat(articles(t), background())
	got := python(t, "rdflib", `
d = rdflib.Dataset()
d.parse(path, format="json-ld")
print(sum(len(g) for g in d.graphs()), len(d.graph("https://kg.example.org/art/one")))
`, []byte(jsonld(t, quads, "https://kg.example.org/")))
	one := 0
	for _, q := range quads {
		if q.Label == quad.Value(quad.IRI("art:one")) {
			one++
		}
	}
	wantFields(t, got, len(quads), one)
}

// TestSeed has the article that the reference material codes by hand read by
// Cayley's processor and by rdflib.
func TestSeed(t *testing.T) {
	text, err := os.ReadFile(testkit.Shared(t) + "/seed/gold.nq")
	if err != nil {
		t.Fatal(err)
	}
	r := nquads.NewReader(bytes.NewReader(text), true)
	quads, err := quad.ReadAll(r)
	if err != nil || len(quads) == 0 {
		t.Fatalf("%d quads, %v", len(quads), err)
	}
	lines := expanded(t, quads, "")
	out := jsonld(t, quads, "")
	if diff := cmp.Diff(lines, readLines(t, cayley.NewReader(strings.NewReader(out)))); diff != "" {
		t.Errorf("JSON-LD (-written +read):\n%s", diff)
	}
	n, err := export.Facts(seq(quads), false)
	if err != nil {
		t.Fatal(err)
	}
	var g graphml
	decode(t, written(t, n, export.GraphML), &g)
	if len(n.Edges) < 30 || len(g.Graph.Edges) != len(n.Edges) || len(g.Graph.Nodes) != len(n.Nodes) {
		t.Errorf("GraphML has %d nodes and %d edges, the network %d and %d", len(g.Graph.Nodes), len(g.Graph.Edges), len(n.Nodes), len(n.Edges))
	}
	t.Run("python", func(t *testing.T) {
		got := python(t, "rdflib", "d = rdflib.Dataset()\nd.parse(path, format='json-ld')\nprint(sum(len(g) for g in d.graphs()))\n", []byte(out))
		wantFields(t, got, len(lines))
	})
}

func TestJSONLDFails(t *testing.T) {
	broken := errors.New("broken")
	var b bytes.Buffer
	err := export.WriteJSONLD(&b, func(yield func(quad.Quad, error) bool) {
		if yield(values()[0], nil) {
			yield(quad.Quad{}, broken)
		}
	}, namespaces(t, ""))
	if !errors.Is(err, broken) || b.Len() > 0 {
		t.Errorf("error %v after %d bytes, want that of the sequence and nothing written", err, b.Len())
	}
	if err := export.WriteJSONLD(&b, seq([]quad.Quad{{Subject: quad.IRI("ir:X")}}), namespaces(t, "")); err == nil {
		t.Error("half a quad: no error")
	}
	if err := export.WriteJSONLD(full{}, seq(values()), namespaces(t, "")); err == nil {
		t.Error("a full disk: no error")
	}
}

func TestEmptyJSONLD(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal([]byte(jsonld(t, nil, "")), &doc); err != nil || len(doc["@graph"].([]any)) != 0 {
		t.Errorf("%v, %v", doc, err)
	}
}

func TestNamespaces(t *testing.T) {
	for _, c := range []struct{ base, iri, want string }{
		{"", "ir:Russia", "urn:entente:ir:Russia"},
		{"https://kg.example.org/", "ir:Russia", "https://kg.example.org/ir/Russia"},
		{"https://kg.example.org/x#", "art:a:b", "https://kg.example.org/x#art/a:b"},
		{"", "rdf:type", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"},
		{"", "http://example.org/a", "http://example.org/a"},
		{"", "plain", "urn:entente:plain"},
	} {
		if got := namespaces(t, c.base).Expand(quad.IRI(c.iri)); string(got) != c.want {
			t.Errorf("base %q: %s is %s, want %s", c.base, c.iri, got, c.want)
		}
	}
	for _, base := range []string{"kg.example.org/", "https://kg.example.org", "https:///", "https://kg example.org/", "/kg/", "::/"} {
		if _, err := export.NewNamespaces(base); err == nil || !strings.Contains(err.Error(), base) {
			t.Errorf("base %q: error %v, want one that names it", base, err)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }
