package graph_test

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
)

func seq(quads ...quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func TestWrite(t *testing.T) {
	labelled := iris("ir:A", "ir:met", "ir:B")
	labelled.Label = quad.IRI("art:1")
	text := quad.Quad{Subject: quad.IRI("ir:A"), Predicate: quad.IRI("ir:met"), Object: quad.String("a\n\"b\"")}
	var b bytes.Buffer
	if err := graph.Write(&b, graph.NQuads, seq(labelled, iris("ir:B", "ir:met", "ir:A"), text, iris("ir:A", "ir:met", "ir:B"), labelled)); err != nil {
		t.Fatal(err)
	}
	want := `<ir:A> <ir:met> "a\n\"b\"" .
<ir:A> <ir:met> <ir:B> .
<ir:A> <ir:met> <ir:B> <art:1> .
<ir:B> <ir:met> <ir:A> .
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

func TestWriteErrors(t *testing.T) {
	mine := errors.New("mine")
	var b bytes.Buffer
	err := graph.Write(&b, graph.NQuads, func(yield func(quad.Quad, error) bool) {
		_ = yield(iris("ir:A", "ir:met", "ir:B"), nil) && yield(quad.Quad{}, mine)
	})
	if !errors.Is(err, mine) || b.Len() > 0 {
		t.Errorf("got error %v and %q", err, b.String())
	}
	if err := graph.Write(&b, "turtle", seq()); !errors.Is(err, graph.ErrBadFormat) || !strings.Contains(err.Error(), "turtle") {
		t.Errorf("got error %v, want ErrBadFormat", err)
	}
	if err := graph.Write(&b, graph.NQuads, seq(quad.Quad{Subject: quad.IRI("ir:A")})); !errors.Is(err, graph.ErrBadQuad) {
		t.Errorf("got error %v, want ErrBadQuad", err)
	}
	full := iotest.ErrReader(mine) // any error will do
	r, w := io.Pipe()
	_, cause := full.Read(nil)
	r.CloseWithError(cause)
	if err := graph.Write(w, graph.NQuads, seq(iris("ir:A", "ir:met", "ir:B"))); !errors.Is(err, mine) {
		t.Errorf("got error %v, want %v", err, mine)
	}
}

func TestRead(t *testing.T) {
	in := "\ufeff# a comment\n\n<ir:A> <ir:met> <ir:B> <art:1> .\r\n" +
		"  <ir:A> <ir:age> \"41\"^^<xsd:integer> .\n" +
		"<ir:A> <ir:met> .\n" +
		"Ada met Ben .\n" +
		"<ir:A> <ir:met> <ir:B> \"art\" .\n" +
		"<ir:A> <ir:met> \"x\xff\" .\n" +
		"<ir:A> <ir:age> \"x\"^^<xsd:integer> .\n" +
		"<ir:A> <rdfs:label> \"\\u00c4da \\\"A\\\"\"@sv <art:1> ."
	var got []string
	for q, err := range graph.Read(strings.NewReader(in), "in.nq") {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, strings.Join([]string{quad.StringOf(q.Subject), quad.StringOf(q.Predicate), quad.StringOf(q.Object), quad.StringOf(q.Label)}, " "))
	}
	want := []string{
		`<ir:A> <ir:met> <ir:B> <art:1>`,
		`<ir:A> <ir:age> "41"^^<xsd:integer> `,
		"in.nq:5: not N-Quads", "in.nq:6: ", "in.nq:7: ", "in.nq:8: the text is not valid UTF-8", "in.nq:9: ",
		`<ir:A> <rdfs:label> "Äda \"A\""@sv <art:1>`,
	}
	if len(got) != len(want) {
		t.Fatalf("got %d results: %q", len(got), got)
	}
	for i := range want {
		if exact := !strings.HasPrefix(want[i], "in.nq"); exact && got[i] != want[i] || !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}

func TestReadEnds(t *testing.T) {
	mine := errors.New("mine")
	r := io.MultiReader(strings.NewReader("<ir:A> <ir:met> <ir:B> .\n"), iotest.ErrReader(mine))
	var errs []error
	n := 0
	for _, err := range graph.Read(r, "in.nq") {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		n++
	}
	if n != 1 || len(errs) != 1 || !errors.Is(errs[0], mine) || !strings.HasPrefix(errs[0].Error(), "in.nq:2: ") {
		t.Errorf("got %d quads and errors %v", n, errs)
	}
	for range graph.Read(strings.NewReader("x\nx\n"), "in.nq") {
		break // must not panic
	}
}

// FuzzRead: whatever is read can be written, and reads the same then.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"<ir:A> <ir:met> <ir:B> <art:1> .", `_:a <p> "x\u00e9\U0001F600\t" .`, `<a> <b> "5"^^<xsd:integer> <c> . # end`,
		`<a> <b> "1E400"^^<xsd:double> .`, `<a> <b> "x"@en-GB <l> .`, `<a\u0020b> <b> <c> .`, `<a> <b> "\uD800" .`, "a b c .", `<a> <b> "2017-08-07T00:00:00+09:00"^^<xsd:dateTime> .`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for q, err := range graph.Read(strings.NewReader(text), "f") {
			if err != nil {
				continue
			}
			var b bytes.Buffer
			if err := graph.Write(&b, graph.NQuads, seq(q)); err != nil {
				t.Fatalf("write %v: %v", q, err)
			}
			n := 0
			for again, err := range graph.Read(&b, "again") {
				if n++; err != nil || again.String() != q.String() {
					t.Fatalf("%q: got %v, %v, want %v", text, again, err, q)
				}
			}
			if n != 1 {
				t.Fatalf("%q: %v is read as %d quads", text, q, n)
			}
		}
	})
}
