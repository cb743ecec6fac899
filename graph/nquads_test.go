package graph_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
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
		"<ir:\\u00c4da> <ir:met> <ir:B> .\n" +
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
		"in.nq:5:17: not N-Quads: here should be an object", "in.nq:6:1: not N-Quads: here should be a subject", "in.nq:7:24: not N-Quads: the label",
		"in.nq:8:19: the text is not valid UTF-8", "in.nq:9:17: ",
		`<ir:Äda> <ir:met> <ir:B> `,
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
	// io.ErrUnexpectedEOF is what a packed file gives that is cut short.
	for _, mine := range []error{errors.New("mine"), io.ErrUnexpectedEOF} {
		r := io.MultiReader(strings.NewReader("<ir:A> <ir:met> <ir:B> .\n<ir:A> <ir:m"), iotest.ErrReader(mine))
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
			t.Errorf("%v: got %d quads and errors %v", mine, n, errs)
		}
	}
	for range graph.Read(strings.NewReader("x\nx\n"), "in.nq") {
		break // must not panic
	}
}

// TestReadColumns: columns count characters, and say where the line goes wrong.
func TestReadColumns(t *testing.T) {
	for text, want := range map[string]string{
		`<é> <p> .`:                   "9: not N-Quads: here should be an object",
		`<a> "p" <b> .`:               "5: not N-Quads: here should be a predicate",
		`<a> <p> <b>`:                 "12: not N-Quads: here should be a full stop",
		`<a> <p> <b> . x`:             "15: not N-Quads: there is more",
		`<a> <p> "é\x" .`:             "11: not N-Quads: a backslash",
		`<a> <p> "\uD800" .`:          "10: not N-Quads: a backslash",
		`<a> <p> "b .`:                "9: not N-Quads: the text has no end",
		`<a> <p> "b"^^x .`:            "12: not N-Quads: here should be the type",
		`<a> <p> "b"@ .`:              "12: not N-Quads: here should be a language",
		`<a> <p> <b c> .`:             `9: " " does not belong in an IRI`,
		`<a> <p\t> <b> .`:             "7: not N-Quads: a backslash",
		`<a> <p> <b .`:                "9: not N-Quads: the IRI has no end",
		`<a> _:p <b> .`:               "5: not N-Quads: here should be a predicate",
		`_: <p> <b> .`:                `1: "" is no name`,
		`<a> <p> <b> _:l .`:           "13: not N-Quads: the label",
		`<a> <p> "5x"^^<xsd:int> .`:   "9: ",
		`<a> <p> <> .`:                "9: the IRI is empty",
		`<a> <p> "a" "b" .`:           "13: not N-Quads: the label",
		`<a> <p> "a"^^<xsd:int .`:     "14: not N-Quads: the IRI has no end",
		"<a> <p> <b> <g> . <a> <p> .": "19: not N-Quads: there is more",
	} {
		for q, err := range graph.Read(strings.NewReader(text), "f") {
			if err == nil || !strings.HasPrefix(err.Error(), "f:1:"+want) {
				t.Errorf("%s: got %v, %v, want an error with %q", text, q, err, want)
			}
		}
	}
}

// TestReadAsCayley: what is valid N-Quads reads as it does for Cayley.
func TestReadAsCayley(t *testing.T) {
	for _, text := range []string{
		`<a> <p> <b> .`, `<a> <p> <b> <g> .`, `_:x1 <p> _:y <g>.`, "\t<a>\t<p> <b>\t. # end",
		`<a> <p> "" .`, `<a> <p> "a\tb\n\r\f\b\"\\" .`, `<a> <p> "\u00e9\U0001F600é" <g> .`, `<a> <p> "x"@en-GB .`,
		`<a> <p> "5"^^<schema:Integer> .`, `<a> <p> "0.5"^^<http://schema.org/Float> .`, `<a> <p> "true"^^<schema:Boolean> .`,
		`<a> <p> "2017-08-07T00:00:00Z"^^<schema:DateTime> .`, `<a> <p> "x"^^<my:type> .`,
	} {
		want, err := nquads.Parse(text)
		if err != nil {
			t.Fatalf("Cayley reads %s: %v", text, err)
		}
		n := 0
		for got, err := range graph.Read(strings.NewReader(text), "f") {
			if n++; err != nil || got != want {
				t.Errorf("%s: got %#v, %v, want %#v", text, got, err, want)
			}
		}
		if n != 1 {
			t.Errorf("%s: got %d quads", text, n)
		}
	}
}

// TestReadLarge has lines across the pieces in which a file is read, a line of
// several pieces among them.
func TestReadLarge(t *testing.T) {
	var b strings.Builder
	const lines, long, broken = 20_000, 7_000, 15_000
	for n := 1; n <= lines; n++ {
		switch n {
		case long:
			fmt.Fprintf(&b, "<s%d> <p> \"%s\" <g> .\n", n, strings.Repeat("é", 300_000))
		case broken:
			b.WriteString("broken\n")
		default:
			fmt.Fprintf(&b, "<s%d> <p> <o> <g> .\n", n)
		}
	}
	n := 0
	for q, err := range graph.Read(iotest.HalfReader(strings.NewReader(b.String())), "f") {
		n++
		switch {
		case n == broken && (err == nil || !strings.HasPrefix(err.Error(), "f:15000:1: ")):
			t.Errorf("line %d: got %v, %v", n, q, err)
		case n == broken:
		case err != nil || q.Subject != quad.Value(quad.IRI(fmt.Sprint("s", n))):
			t.Fatalf("line %d: got %v, %v", n, q, err)
		}
	}
	if n != lines {
		t.Errorf("got %d lines", n)
	}
}

// BenchmarkRead parses lines of the shape of ours.
func BenchmarkRead(b *testing.B) {
	var text bytes.Buffer
	for _, g := range articles(0, 100_000) {
		for _, q := range g.Quads {
			q.Label = g.Label
			fmt.Fprintln(&text, q.NQuad())
		}
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		n := 0
		for _, err := range graph.Read(bytes.NewReader(text.Bytes()), "f") {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n), "quads")
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
