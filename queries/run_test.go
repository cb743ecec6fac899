package queries_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/queries"
)

// one is the query of a catalogue with a single file.
func one(t *testing.T, text string) queries.Query {
	t.Helper()
	set, err := queries.Catalogue(fstest.MapFS{"one.js": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	q, _ := set.Get("one")
	return q
}

func run(t *testing.T, q queries.Query, r queries.Runner, res queries.Resolver, args map[string]string) string {
	t.Helper()
	table, err := q.Run(context.Background(), r, res, args)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.Write(&b, "tsv"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const echo = `// doc: Gives back what it is asked.
// param text (text, default "none"): any text
// param n (number): any number
// param day (date): any date
// param article (article): any article
// param relation (relation): any relation
// param who (entity): anybody
// column kind (text): what JavaScript takes it for
// column value (text): what came

function show(v) { if (v !== undefined) { g.emit({ kind: typeof v, value: "" + v }); } }
show(p.text); show(p.n); show(p.day); show(p.article); show(p.relation); show(p.who);
`

// TestArgumentsAreData binds values that would be code if they were pasted.
func TestArgumentsAreData(t *testing.T) {
	q, r := one(t, echo), store(t, nil)
	for _, text := range []string{
		`"); g.V().All(); ("`, `'; g.emit({kind: "own"}); '`, "\\", "\u2028", "</script>", "a\nb", "{{.}}", "$&", "*/", "//", "\x00",
	} {
		table, err := q.Run(context.Background(), r, nil, map[string]string{"text": text})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		want := [][]queries.Cell{{{Text: "string"}, {Text: text}}}
		if diff := cmp.Diff(want, table.Rows); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

type names map[string]quad.IRI

func (n names) Resolve(name string) (quad.IRI, bool) { id, ok := n[name]; return id, ok }

func TestArgumentsByKind(t *testing.T) {
	q, r := one(t, echo), store(t, nil)
	res := names{"Moscow": "ir:Russia", "Wang_Yi": "ir:Wang_Yi_(politician)", "evil": `ir:x> <y`}
	for _, c := range []struct{ param, text, want string }{
		{"text", "", `"none"`},
		{"n", "2.50", "2.5"},
		{"n", "many", "error"},
		{"n", "NaN", "error"},
		{"day", "2017-02-28", "2017-02-28"},
		{"day", "2017-02-29", "error"},
		{"article", "a1", "art:a1"},
		{"article", "<art:a1>", "art:a1"},
		{"article", "a 1", "error"},
		{"relation", "met", "ir:met"},
		{"relation", "<ir:met>", "ir:met"},
		{"relation", "likes", "error"},
		{"who", "ir:Wang_Yi", "ir:Wang_Yi"},
		{"who", "<ir:Wang_Yi>", "ir:Wang_Yi"},
		{"who", "Wang_Yi", "ir:Wang_Yi_(politician)"},
		{"who", "Moscow", "ir:Russia"},
		{"who", "Sergey Lavrov", "ir:Sergey_Lavrov"},
		{"who", `ir:a"b`, "error"},
		{"who", "ir:", "error"},
		{"who", "evil", "error"},
	} {
		table, err := q.Run(context.Background(), r, res, map[string]string{c.param: c.text})
		var usage *queries.UsageError
		if c.want == "error" {
			if !errors.As(err, &usage) || usage.Param != c.param || len(usage.Known) != 6 || !strings.Contains(err.Error(), "text, n, day, article, relation, who") {
				t.Errorf("%s=%q: error %v, want one about %s that lists the parameters", c.param, c.text, err, c.param)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s=%q: %v", c.param, c.text, err)
			continue
		}
		found := false
		for _, row := range table.Rows {
			found = found || row[1].Text == c.want
		}
		if !found {
			t.Errorf("%s=%q: %v, want %q", c.param, c.text, table.Rows, c.want)
		}
	}
}

func TestRowsAreTidy(t *testing.T) {
	q := one(t, `// doc: Rows of all sorts.
// column who (entity): an entity
// column n (number): a number
// column is (relation): a relation
// column say (evidence): a text
// sort: -n

var x = entity("<ir:A>");
g.emit({who: {id: "<ir:A>", name: "Same"}, n: 2, is: "<ir:met>", say: "<i:n> b"});
g.emit({who: {id: "<ir:A>", name: "Same"}, n: 2, is: "<ir:met>", say: "<i:n> b", more: 1});
g.emit({who: [{id: "<ir:B>", name: "Same"}], n: 10});
g.emit({who: [{id: "<ir:C>", name: "C"}, null, {id: "<ir:D>", name: ""}], n: 0.5});
g.emit({who: "<ir:E>", say: null});
g.emit({});
g.V("<ir:Nobody>").All();
`)
	want := "who\twho_id\tn\tis\tsay\n" +
		"Same (ir:B)\tir:B\t10\t\t\n" +
		"Same (ir:A)\tir:A\t2\tmet\t<i:n> b\n" +
		"C; ir:D\tir:C; ir:D\t0.5\t\t\n" +
		"ir:E\tir:E\t\t\t\n"
	if diff := cmp.Diff(want, run(t, q, store(t, nil), nil, nil)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProgramErrors(t *testing.T) {
	q := one(t, "// doc: Broken.\n// column x (text): x\n\n\nthrow new Error('no such luck');\n")
	_, err := q.Run(context.Background(), store(t, nil), nil, nil)
	if err == nil || !strings.Contains(err.Error(), "query one") || !strings.Contains(err.Error(), "no such luck") {
		t.Errorf("error %v, want one that names the query and the cause", err)
	}
	q = one(t, "// doc: Broken.\n// column x (text): x\n\nvar y = ;\n")
	if _, err = q.Run(context.Background(), store(t, nil), nil, nil); err == nil || !strings.Contains(err.Error(), "ine 4") {
		t.Errorf("error %v, want one that names line 4", err)
	}
	q = one(t, "// doc: No object.\n// column x (text): x\n\ng.emit(7);\n")
	if _, err = q.Run(context.Background(), store(t, nil), nil, nil); err == nil || !strings.Contains(err.Error(), "want an object") {
		t.Errorf("error %v, want one that says what to emit", err)
	}
}

type failing struct{}

func (failing) Gizmo(context.Context, string, int) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		_ = yield(map[string]any{"x": "1"}, nil) && yield(nil, context.DeadlineExceeded)
	}
}

// TestNoHalfAnswer: an error after some rows gives no table.
func TestNoHalfAnswer(t *testing.T) {
	q := one(t, "// doc: Any.\n// column x (text): x\n")
	table, err := q.Run(context.Background(), failing{}, nil, nil)
	if table != nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("table %v, error %v", table, err)
	}
}

// TestStandsForWhomTheEventWasNotReadFor asks for whom an actor acts of an event of
// which the actors were not read.
func TestStandsForWhomTheEventWasNotReadFor(t *testing.T) {
	q := one(t, `// doc: For whom somebody acts.
// column who (text): the state
var events = stated(eventsOf("ir:Ana_Rey", ["<ir:actor>"]), "asserted", "", "", ["<ir:actorState>", "<prov:wasDerivedFrom>"]);
events.forEach(function (event) { g.emit({ who: standsFor("<ir:Ana_Rey>", event) }); });
`)
	r := store(t, readings(t, `{"article":"a1","says":"Ana Rey opposes the Dam.","relation":"opposes","actors":["Ana Rey/Peru"],"issues":["Dam"]}`))
	for _, r := range []queries.Runner{r, stock{r}} {
		if got, want := run(t, q, r, nil, nil), "who\nir:Peru\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
