package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

func (s store) meetings() {
	s.put(
		named("art:1", "ir:Ada ir:met ir:Ben", "ir:Ben ir:met ir:Ada", "ir:Ada ir:opposes ir:Plan", `ir:Ada rdfs:label "Ada`),
		named("art:2", "ir:Ada ir:met ir:Ben", "ir:Cem ir:opposes ir:Plan", "ir:Ben ir:opposes ir:Tax", "ir:Cem ir:met ir:Dan"),
	)
	s.put(graph.Graph{Label: "art:3", Quads: []quad.Quad{
		{Subject: quad.IRI("ir:Ada"), Predicate: quad.IRI("ir:age"), Object: quad.Int(41)},
		{Subject: quad.IRI("ir:Cem"), Predicate: quad.IRI("ir:age"), Object: quad.Int(7)},
		{Subject: quad.IRI("ir:Ada"), Predicate: quad.IRI("ir:weight"), Object: quad.Float(0.5)},
		{Subject: quad.IRI("ir:Ada"), Predicate: quad.IRI("ir:since"), Object: quad.Time(time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC))},
	}})
}

func testGizmo(t *testing.T, s store) {
	s.meetings()
	for text, want := range map[string]string{
		`g.V("<ir:Ada>").Out("<ir:met>").All()`:                                                "ir:Ben ir:Ben",
		`g.V("<ir:Ada>").Out("<ir:met>").Unique().All()`:                                       "ir:Ben",
		`g.V("<ir:Plan>").In("<ir:opposes>").All()`:                                            "ir:Ada ir:Cem",
		`g.V("<ir:Ada>").Out("<ir:opposes>").In("<ir:opposes>").Except(g.V("<ir:Ada>")).All()`: "ir:Cem",
		// On these two Cayley would end the process.
		`g.V("<ir:Plan>").In("<ir:opposes>").Except(g.V("<ir:Nobody>")).All()`:                              "ir:Ada ir:Cem",
		`g.V("<ir:Plan>").In("<ir:opposes>").Difference(g.V("<ir:Nobody>").Out("<ir:met>")).All()`:          "ir:Ada ir:Cem",
		`g.V("<ir:Plan>").In("<ir:opposes>").Intersect(g.V("<ir:Dan>").In("<ir:met>")).All()`:               "ir:Cem",
		`g.V("<ir:Plan>").In("<ir:opposes>").Union(g.V("<ir:Tax>").In("<ir:opposes>")).All()`:               "ir:Ada ir:Ben ir:Cem",
		`g.V("<ir:Ada>").LabelContext("<art:2>").Out("<ir:met>").All()`:                                     "ir:Ben",
		`g.V("<ir:Ada>").LabelContext(["<art:1>", "<art:2>"]).Out("<ir:opposes>").All()`:                    "ir:Plan",
		`g.V("<ir:Ada>").LabelContext("<art:2>").Out("<ir:opposes>").All()`:                                 "",
		`g.V("<ir:Ada>").LabelContext("<art:9>").Out("<ir:opposes>").All()`:                                 "",
		`g.V("<ir:Ada>", "<ir:Ben>").Out(["<ir:opposes>"]).All()`:                                           "ir:Plan ir:Tax",
		`g.V(["<ir:Ada>", "<ir:Ben>"]).Out("<ir:opposes>").All()`:                                           "ir:Plan ir:Tax",
		`g.V("<ir:Cem>").Both("<ir:met>").All()`:                                                            "ir:Dan",
		`g.V("<ir:Ada>").Out(null).Unique().Is("<ir:Plan>").All()`:                                          "ir:Plan",
		`var f = g.M().Out("<ir:met>").Out("<ir:opposes>"); g.V("<ir:Ada>").Follow(f).Unique().All()`:       "ir:Tax",
		`var f = g.M().Out("<ir:met>").Out("<ir:opposes>"); g.V("<ir:Tax>").FollowR(f).Unique().All()`:      "ir:Ada",
		`g.V("<ir:Dan>").FollowRecursive(g.M().In("<ir:met>")).All()`:                                       "ir:Cem",
		`g.V("<ir:Plan>").In("<ir:opposes>").Has("<ir:age>", gt(40)).All()`:                                 "ir:Ada",
		`g.V("<ir:Plan>").In("<ir:opposes>").Has("<ir:age>", lt(40), gt(5)).All()`:                          "ir:Cem",
		`g.V("<ir:Plan>").In("<ir:opposes>").Has("<ir:age>", 7).All()`:                                      "ir:Cem",
		`g.V("<ir:Ada>").Has("<ir:since>", gt(new Date("2031-01-01"))).All()`:                               "ir:Ada",
		`g.V("<ir:Ada>").Has("<rdfs:label>", like("A%")).All()`:                                             "ir:Ada",
		`g.V("<ir:Ada>").Has("<rdfs:label>", regex("^A.a$")).All()`:                                         "ir:Ada",
		`g.V(41).In("<ir:age>").All()`:                                                                      "ir:Ada",
		`g.V("Ada").In("<rdfs:label>").All()`:                                                               "ir:Ada",
		`g.V(str("Ada")).In(iri("rdfs:label")).All()`:                                                       "ir:Ada",
		`g.V("<ir:Nobody>").Out("<ir:met>").All()`:                                                          "",
		`g.V("<ir:Dan>").InPredicates().All()`:                                                              "ir:met",
		`g.V("<ir:Dan>").Labels().All()`:                                                                    "art:2",
		`graph.Vertex("<ir:Ada>").out("<ir:opposes>").tag("x").back("x").all()`:                             "ir:Plan",
		`g.V("<ir:Dan>").In("<ir:met>").GetLimit(5)`:                                                        "ir:Cem",
		`g.V("<ir:Plan>").In("<ir:opposes>").order().Skip(1).Limit(1).All()`:                                "ir:Cem",
		`g.V("<ir:Ada>").Save("<ir:met>", "m").Unique().All()`:                                              "ir:Ada",
		`g.V("<ir:Plan>").In("<ir:opposes>").SaveOpt("<ir:met>", "m").Unique().All()`:                       "ir:Ada ir:Cem",
		`for (const n of ["Ada", "Cem"]) { g.V(` + "`<ir:${n}>`" + `).Out("<ir:opposes>").Unique().All() }`: "ir:Plan ir:Plan",
	} {
		if got := s.ids(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func testGizmoRows(t *testing.T, s store) {
	s.meetings()
	ada := quad.IRI("ir:Ada")
	for text, want := range map[string][]any{
		`g.V("<ir:Ada>").Tag("who").Out("<ir:opposes>", "how").All()`:                                     {map[string]any{"id": quad.IRI("ir:Plan"), "who": ada, "how": quad.IRI("ir:opposes")}},
		`g.V("<ir:Ada>").Out("<ir:age>").All()`:                                                           {map[string]any{"id": int64(41)}},
		`g.V("<ir:Ada>").Out("<ir:weight>").All()`:                                                        {map[string]any{"id": 0.5}},
		`g.V("<ir:Ada>").Out("<rdfs:label>").All()`:                                                       {map[string]any{"id": "Ada"}},
		`g.V("<ir:Ada>").Out("<ir:since>").All()`:                                                         {map[string]any{"id": time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC)}},
		`g.V("<ir:Ada>").SaveOpt("<ir:none>", "x").All()`:                                                 {map[string]any{"id": ada}},
		`g.emit({n: 1, f: 1.5, s: "x", b: true, l: [1, "<ir:Ada>", null], m: {k: "v"}})`:                  {map[string]any{"n": int64(1), "f": 1.5, "s": "x", "b": true, "l": []any{int64(1), ada, nil}, "m": map[string]any{"k": "v"}}},
		`g.emit(g.V("<ir:Ada>").Out("<ir:met>").Unique().ToArray())`:                                      {[]any{quad.IRI("ir:Ben")}},
		`g.emit(g.V("<ir:Ada>").Out("<ir:opposes>").TagArray())`:                                          {[]any{map[string]any{"id": quad.IRI("ir:Plan")}}},
		`g.emit(g.V("<ir:Ada>").Out("<ir:opposes>").ToValue())`:                                           {quad.IRI("ir:Plan")},
		`g.emit(g.V("<ir:Ada>").Out("<ir:met>").Count())`:                                                 {int64(2)},
		`g.V("<ir:Ada>").Out("<ir:met>").Count()`:                                                         nil,
		`g.V("<ir:Ada>").Out("<ir:opposes>").ForEach(function (d) { g.emit({x: d.id === "<ir:Plan>"}) })`: {map[string]any{"x": true}},
		`g.V("<ir:Ada>").Out("<ir:met>").ForEach(1, d => g.emit(d))`:                                      {map[string]any{"id": quad.IRI("ir:Ben")}},
		`g.V("<ir:Ada>").Out("<ir:since>").ForEach(d => g.emit(g.V(d.id).In().ToArray()))`:                {[]any{ada}},
		`g.emit("" + g.IRI("ir:Ada"))`:                                                                    {ada},
		`g.emit(g.IRI("ir:Ada"))`:                                                                         {ada},
		`g.emit(g.V().Count() - g.V().ToArray().length)`:                                                  {int64(0)},
		`g.emit("<b>not an IRI</b>")`:                                                                     {"<b>not an IRI</b>"},
		`g.emit(new Date(0))`:                                                                             {time.Unix(0, 0).UTC()},
		`g.emit(null); g.emit(undefined)`:                                                                 nil,
	} {
		var got []any
		for row, err := range s.Gizmo(t.Context(), text, 0) {
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			got = append(got, row)
		}
		same(t, text, got, want)
	}
}

// testGizmoReads asks for what nodes say with the functions that Cayley has not.
func testGizmoReads(t *testing.T, s store) {
	s.meetings()
	for text, want := range map[string]string{
		`g.records(["<ir:Cem>", "<ir:Ada>"], ["<ir:met>", "<ir:opposes>"])`: `[{"id":"<ir:Ada>","values":{"<ir:met>":["<ir:Ben>"],"<ir:opposes>":["<ir:Plan>"]}},` +
			`{"id":"<ir:Cem>","values":{"<ir:met>":["<ir:Dan>"],"<ir:opposes>":["<ir:Plan>"]}}]`,
		`g.records(["<ir:Cem>"])`:                             `[{"id":"<ir:Cem>","values":{"<ir:age>":[7],"<ir:met>":["<ir:Dan>"],"<ir:opposes>":["<ir:Plan>"]}}]`,
		`g.records(["<ir:Cem>"], null)[0].values["<ir:age>"]`: `[7]`,
		`g.records(["<ir:Cem>", "<ir:Cem>"], [])`:             `[{"id":"<ir:Cem>","values":{}},{"id":"<ir:Cem>","values":{}}]`,
		`g.records(["<ir:Nobody>"])`:                          `[{"id":"<ir:Nobody>","values":{}}]`,
		`g.records(["<ir:Cem>"], ["<ir:none>"])`:              `[{"id":"<ir:Cem>","values":{}}]`,
		`g.records([], ["<ir:met>"])`:                         `[]`,
		`g.records(["<ir:Ada>"], ["<ir:weight>", "<rdfs:label>", "<ir:age>", "<ir:none>", "<ir:met>"])`: `[{"id":"<ir:Ada>","values":{"<ir:age>":[41],"<ir:met>":["<ir:Ben>"],"<ir:weight>":[0.5],"<rdfs:label>":["Ada"]}}]`,

		`g.read([{id: "<ir:Ada>", values: {"<ir:met>": ["<ir:X>"]}}], ["<ir:met>"])`:                               `[{"id":"<ir:Ada>","values":{"<ir:met>":["<ir:X>","<ir:Ben>"]}}]`,
		`g.read([{id: "<ir:Ada>", values: {"<ir:met>": ["<ir:Ben>"]}}], ["<ir:met>"])`:                             `[{"id":"<ir:Ada>","values":{"<ir:met>":["<ir:Ben>"]}}]`,
		`g.read([{id: "<ir:Ada>", graph: "<art:2>", values: {}}, {id: "<ir:Ben>", graph: "<art:1>", values: {}}])`: `[{"graph":"<art:2>","id":"<ir:Ada>","values":{"<ir:met>":["<ir:Ben>"]}},{"graph":"<art:1>","id":"<ir:Ben>","values":{"<ir:met>":["<ir:Ada>"]}}]`,
		`g.read([{id: "<ir:Ada>", graph: "<art:9>", values: {}}], ["<ir:met>"])`:                                   `[{"graph":"<art:9>","id":"<ir:Ada>","values":{}}]`,

		`g.subjects(["<ir:Plan>", "<ir:Tax>"], ["<ir:opposes>"]).sort()`:                                         `["<ir:Ada>","<ir:Ben>","<ir:Cem>"]`,
		`g.subjects(["<ir:Ben>"], ["<ir:met>"])`:                                                                 `["<ir:Ada>"]`,
		`g.subjects(["Ada"], ["<rdfs:label>"])`:                                                                  `["<ir:Ada>"]`,
		`g.subjects(["<ir:Plan>"], ["<ir:met>"])`:                                                                `[]`,
		`g.subjects(["<ir:Plan>"], ["<ir:opposes>"], "<ir:met>", ["<ir:Dan>", "<ir:Nobody>"])`:                   `["<ir:Cem>"]`,
		`g.subjects(["<ir:Plan>"], ["<ir:opposes>"], "<ir:none>", ["<ir:Dan>"])`:                                 `[]`,
		`g.subjects(["<ir:Nobody>"], ["<ir:opposes>"])`:                                                          `[]`,
		`g.records(["<ir:Ada>"], ["<ir:since>"])[0].values["<ir:since>"].map(function (d) { return d.year(); })`: `[2031]`,
	} {
		// Keys in order, as JavaScript's own text of an object has them as they came.
		sorted := `g.emit(JSON.stringify(` + text + `, function (k, v) {
			return v && typeof v === "object" && !Array.isArray(v) ? Object.keys(v).sort().reduce(function (o, k) { o[k] = v[k]; return o; }, {}) : v;
		}))`
		rows, err := rowsAndError(s.Gizmo(t.Context(), sorted, 0))
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: got %v, %v", text, rows, err)
			continue
		}
		same(t, text, rows[0], any(want))
	}
}

// testGizmoReadsMany asks many nodes about a value that few of them have.
func testGizmoReadsMany(t *testing.T, s store) {
	many := graph.Graph{Label: "art:1"}
	for i := range 1200 {
		node := quad.IRI(fmt.Sprint("ir:", i))
		many.Quads = append(many.Quads, quad.Quad{Subject: node, Predicate: quad.IRI("ir:is"), Object: quad.IRI("ir:Thing")})
		if i%500 == 1 {
			many.Quads = append(many.Quads, quad.Quad{Subject: node, Predicate: quad.IRI("ir:kind"), Object: quad.IRI("ir:Rare")})
		}
	}
	s.put(many)
	same(t, "many", s.emitted(`g.subjects(["<ir:Thing>"], ["<ir:is>"]).length`), []any{int64(1200)})
	same(t, "few", s.emitted(`g.subjects(["<ir:Thing>"], ["<ir:is>"], "<ir:kind>", ["<ir:Rare>", "<ir:None>"]).sort()`),
		[]any{[]any{quad.IRI("ir:1001"), quad.IRI("ir:1"), quad.IRI("ir:501")}})
	same(t, "none", s.emitted(`g.subjects(["<ir:Thing>"], ["<ir:is>"], "<ir:kind>", ["<ir:None>"]).length`), []any{int64(0)})
}

// emitted is what a query emits.
func (s store) emitted(expression string) []any {
	s.t.Helper()
	rows, err := rowsAndError(s.Gizmo(s.t.Context(), "g.emit("+expression+")", 0))
	if err != nil {
		s.t.Fatalf("%s: %v", expression, err)
	}
	return rows
}

func testGizmoRefuses(t *testing.T, s store) {
	s.meetings()
	for text, want := range map[string]string{
		"g.V(":                      "1:5",
		"g.V('<ir:Ada>')\n  .Out(]": "2:8",
		"\n\nnope()":                "line 3:5: ReferenceError: nope",
		`g.V().nope()`:              "TypeError",
		`throw new Error("mine")`:   "Error: mine",
		`g.V("<ir:Ada>").ForEach(d => { throw new Error("mine") })`: "line 1:38: Error: mine",
		// On these Cayley would end the process.
		`g.V().Out({}).All()`:                      "line 1:10: TypeError: Out",
		`g.V().In([{}]).All()`:                     "TypeError: In",
		`g.V().Out(gt(5)).All()`:                   "TypeError: Out",
		`g.V().Both("<p>", {}).All()`:              "TypeError: Both",
		`g.V().Out("<p>", 5).All()`:                "TypeError: Out",
		`g.V().Out("").All()`:                      "TypeError: Out",
		`g.V().Out([["<p>", "<q>"], "<r>"]).All()`: "TypeError: Out",
		"\n\n iri({})":                             "line 3:5: TypeError: iri",
		`typed("5", {})`:                           "TypeError: typed",
		`g.V().LabelContext({}).All()`:             "TypeError: LabelContext",
		`g.V().labelContext({}).All()`:             "TypeError: labelContext",
		`g.V().FollowRecursive({}).All()`:          "TypeError: FollowRecursive",
		`g.V().Intersect({}).All()`:                "TypeError: Intersect",
		`g.V("").All()`:                            "TypeError: V",
		`g.V().Has("<p>").All()`:                   "TypeError: Has",
		`g.V().Has("", "x").All()`:                 "TypeError: Has",
		`var a = {}; a.a = a; g.emit(a)`:           "TypeError: emit",
		`var a = []; a[0] = a; g.Emit(a)`:          "TypeError: Emit",
		`var a = []; a[0] = a; g.V().Out(a).All()`: "TypeError: Out",
		`g.emit(g.V())`:                            "TypeError: emit",
		`g.records("<ir:Ada>")`:                    "line 1:10: TypeError: records: got <ir:Ada>, want a list",
		`g.records([{}])`:                          "TypeError: records",
		`g.records(new Array(4294967295))`:         "TypeError: records",
		`g.records(["<ir:Ada>"], "<ir:met>")`:      "TypeError: records",
		`g.read([1])`:                              "TypeError: read",
		`g.read([{id: "<ir:Ada>"}])`:               "TypeError: read",
		`g.read([{id: "", values: {}}])`:           "TypeError: read",
		`g.read([{id: "<ir:Ada>", values: null}])`: "TypeError",
		`g.read([{id: "<p>", values: {}}, {id: "<p>", values: {}, graph: "<art:1>"}])`: "TypeError: read",
		`g.read([{id: "<ir:Ada>", values: {"<ir:met>": 5}}])`:                          "TypeError: read",
		`g.subjects(["<ir:Ada>"])`:                                                     "TypeError: subjects",
		`g.subjects([""], ["<ir:met>"])`:                                               "TypeError: subjects",
		`g.subjects(["<ir:Ada>"], ["<ir:met>"], "<ir:met>")`:                           "TypeError: subjects",
	} {
		_, err := rowsAndError(s.Gizmo(t.Context(), text, 0))
		if !errors.Is(err, graph.ErrBadQuery) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want one with %q", text, err, want)
		}
	}
	same(t, "a query afterwards", s.ids(`g.V("<ir:Cem>").Out("<ir:met>").All()`), "ir:Dan")
}

func rowsAndError(seq func(func(any, error) bool)) (rows []any, err error) {
	for row, e := range seq {
		if e != nil {
			return rows, e
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func testGizmoLimit(t *testing.T, s store) {
	s.meetings()
	const five = `for (var i = 0; i < 5; i++) g.emit(i)`
	for limit, want := range map[int]struct {
		rows int
		cut  bool
	}{-1: {5, false}, 0: {5, false}, 3: {3, true}, 4: {4, true}, 5: {5, false}, 6: {5, false}} {
		rows, err := rowsAndError(s.Gizmo(t.Context(), five, limit))
		if len(rows) != want.rows || errors.Is(err, graph.ErrTruncated) != want.cut || err != nil != want.cut {
			t.Errorf("limit %d: got %d rows and error %v", limit, len(rows), err)
		}
	}
	rows, err := rowsAndError(s.Gizmo(t.Context(), `g.V("<ir:Ada>").Out("<ir:met>").All()`, 1))
	if len(rows) != 1 || !errors.Is(err, graph.ErrTruncated) {
		t.Errorf("limit 1 of a path: got %v, %v", rows, err)
	}
	n := 0
	for range s.Gizmo(t.Context(), `while (true) g.emit(1)`, 1000) {
		if n++; n == 10 {
			break
		}
	}
	same(t, "rows before break", n, 10)
}

func testGizmoDeadline(t *testing.T, s store) {
	s.meetings()
	for _, text := range []string{
		`while (true) {}`,
		`function f() { while (true) { g.V("<ir:Ada>").Out().ToArray() } } f()`,
		`g.V("<ir:Ada>").ForEach(d => { while (true) {} })`,
		`try { while (true) {} } catch (e) { while (true) {} }`,
	} {
		ctx, cancel := context.WithTimeout(background(t), 100*time.Millisecond)
		begun := time.Now()
		rows, err := rowsAndError(s.Gizmo(ctx, text, 0))
		cancel()
		if len(rows) != 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: got %v, %v", text, rows, err)
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s: took %s", text, took)
		}
	}
	// The store is free again.
	s.put(named("art:9", "ir:Xia ir:met ir:Zoe"))
	same(t, "a query afterwards", s.ids(`g.V("<ir:Xia>").Out("<ir:met>").All()`), "ir:Zoe")
}
