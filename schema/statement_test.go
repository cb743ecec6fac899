package schema_test

import (
	"encoding/json"
	"math/rand"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-kg/entente/schema"
)

func state(name string) schema.Ref {
	return schema.Ref{ID: schema.EntityID(name), Name: name, State: name, Linked: true}
}

func person(name, of string) schema.Ref {
	return schema.Ref{ID: schema.EntityID(name), Name: name, State: of, Linked: true}
}

func meeting() schema.Statement {
	return schema.Statement{
		Article: "art:a1", Sentence: 1, Start: 10, End: 52, Text: "Ana Ruiz met Jon Bell in Lima on Tuesday.",
		Type: "CONSULT", Relation: "met", CAMEO: "040",
		Actors: []schema.Ref{person("Ana Ruiz", "Peru"), person("Jon Bell", "Canada")},
		Place:  schema.Ref{ID: "ir:Lima", Name: "Lima", State: "Peru", Linked: true},
		Date:   "2019-03-05", Precision: "day", DateSource: schema.FromText, DateStart: "2019-03-05", DateEnd: "2019-03-05",
		Modality: schema.Asserted, Polarity: schema.Positive, Confidence: 0.9, Rule: "met.meet", Coder: "rules/1",
	}
}

func TestDirectAndDerived(t *testing.T) {
	planned, denied := meeting(), meeting()
	planned.Modality = schema.Planned
	denied.Polarity = schema.Negative
	stance := schema.Statement{Article: "art:a1", Type: "ACCUSE", Relation: "opposes", Actors: []schema.Ref{person("Ana Ruiz", "Peru")},
		Recipients: []schema.Ref{state("Canada")}, Issues: []schema.Ref{{ID: "ir:Dam", Name: "Dam", Linked: true}},
		Modality: schema.Asserted, Polarity: schema.Positive, DateSource: schema.FromNone}
	promise := stance
	promise.Type, promise.Relation, promise.Modality, promise.Issues = "AGREE", "promised", schema.Planned, nil
	for _, c := range []struct {
		name            string
		s               schema.Statement
		direct, derived []schema.Edge
	}{
		{"symmetric, lifted to another name", meeting(),
			[]schema.Edge{{"ir:Ana_Ruiz", "ir:met", "ir:Jon_Bell"}, {"ir:Jon_Bell", "ir:met", "ir:Ana_Ruiz"}},
			[]schema.Edge{{"ir:Canada", "ir:consultedWith", "ir:Peru"}, {"ir:Peru", "ir:consultedWith", "ir:Canada"}}},
		{"planned", planned, nil, nil},
		{"denied", denied, nil, nil},
		{"a stance points at the issue only", stance,
			[]schema.Edge{{"ir:Ana_Ruiz", "ir:opposes", "ir:Dam"}}, []schema.Edge{{"ir:Peru", "ir:opposes", "ir:Dam"}}},
		{"a promise is made, whatever its content", promise,
			[]schema.Edge{{"ir:Ana_Ruiz", "ir:promised", "ir:Canada"}}, []schema.Edge{{"ir:Peru", "ir:promised", "ir:Canada"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.direct, c.s.Direct()); d != "" {
				t.Errorf("direct (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.derived, c.s.Derived()); d != "" {
				t.Errorf("derived (-want +got):\n%s", d)
			}
		})
	}
}

func TestIDIgnoresOrderAndConfidence(t *testing.T) {
	a, b := meeting(), meeting()
	b.Actors[0], b.Actors[1] = b.Actors[1], b.Actors[0]
	b.Confidence, b.Rule, b.Coder = 0.1, "other", "rules/2"
	if a.ID() != b.ID() {
		t.Errorf("ids differ: %s, %s", a.ID(), b.ID())
	}
	b.Date = "2019-03-06"
	if a.ID() == b.ID() {
		t.Error("another date has the same id")
	}
}

// genStatement draws statements over a small set of names, so that
// participants coincide often.
func genStatement(t *rapid.T) schema.Statement {
	rels := schema.Relations().All()
	rel := rels[rapid.IntRange(0, len(rels)-1).Draw(t, "relation")]
	word := rapid.StringMatching(`[A-Za-zÀ-ÿ "'\\—\n.-]{0,12}`)
	refs := rapid.SliceOfN(rapid.SampledFrom([]schema.Ref{state("Peru"), state("New Zealand"), person("Ana Ruiz", "Peru"),
		{ID: "ir:rebels", Name: "rebels"}, {ID: "ir:Jon_Bell", Name: "Jon Bell", State: "Canada"}, {ID: "ir:NATO", Name: "NATO", Linked: true}}), 0, 4)
	one := func(vs ...string) string { return rapid.SampledFrom(vs).Draw(t, "one") }
	s := schema.Statement{
		Article: quad.IRI("art:" + one("a", "b")), Sentence: rapid.IntRange(0, 50).Draw(t, "i"), Start: rapid.IntRange(0, 900).Draw(t, "s"), End: rapid.IntRange(900, 999).Draw(t, "e"),
		Text: word.Draw(t, "text"), Type: rel.Type, Relation: rel.Name, CAMEO: one("", "040", "110"), Mode: one("", "visit"),
		Context: rapid.SliceOfN(rapid.SampledFrom([]string{"military", "economic"}), 0, 2).Draw(t, "context"),
		Actors:  refs.Draw(t, "a"), Recipients: refs.Draw(t, "r"), Issues: refs.Draw(t, "i"), SaidBy: refs.Draw(t, "said"), ReportedBy: refs.Draw(t, "rep"),
		Date: one("", "2017", "2017-08-06"), Precision: one("", "day"), DateSource: one(schema.FromNone, schema.FromText, schema.FromReport), PlannedFor: one("", "2018"),
		Modality: one(schema.Asserted, schema.Planned, schema.Demanded, schema.Hypothetical), Polarity: one(schema.Positive, schema.Negative),
		Quote: word.Draw(t, "quote"), Confidence: float64(rapid.IntRange(0, 100).Draw(t, "c")) / 100, Rule: word.Draw(t, "rule"), Coder: one("", "x/1"),
	}
	if rapid.Bool().Draw(t, "placed") {
		s.Place = state("Peru")
	}
	return s
}

func TestStatementQuadsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genStatement(t)
		if err := s.Check(); err != nil {
			t.Fatal(err)
		}
		qs := throughNQuads(t, s.Quads())
		rand.New(rand.NewSource(int64(len(qs)))).Shuffle(len(qs), func(i, j int) { qs[i], qs[j] = qs[j], qs[i] })
		got, err := schema.ReadStatement(qs)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s.Normalize(), got); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	})
}

type fatal interface{ Fatal(args ...any) }

// throughNQuads writes the quads as N-Quads text and reads them again.
func throughNQuads(t fatal, qs []quad.Quad) []quad.Quad {
	out := make([]quad.Quad, len(qs))
	for i, q := range qs {
		got, err := nquads.Parse(q.NQuad())
		if err != nil {
			t.Fatal(q.NQuad(), err)
		}
		out[i] = native(got)
	}
	return out
}

// native turns typed literals into Go-typed values, as a store does.
func native(q quad.Quad) quad.Quad {
	if ts, ok := q.Object.(quad.TypedString); ok {
		if v, err := ts.ParseValue(); err == nil {
			q.Object = v
		}
	}
	return q
}

func TestStatementJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genStatement(t).Normalize()
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var got schema.Statement
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s, got); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	})
}

func TestReadingRoundTrip(t *testing.T) {
	a, err := schema.NewArticle(schema.ArticleFields{ID: "a1", Title: "Talks in Lima", Authors: []string{"Per Berg", " Ada  Holm", "Per Berg"}, Date: "2019-03-06", Text: "Ana Ruiz met Jon Bell in Lima on Tuesday."})
	if err != nil {
		t.Fatal(err)
	}
	r := schema.Reading{Article: a, Mentions: []schema.Ref{person("Jon Bell", "Canada"), person("Ana Ruiz", "Peru")}, Statements: []schema.Statement{meeting(), meeting()}}
	got, err := schema.ReadReading(r.Quads())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(r.Normalize(), got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(got.Statements) != 1 {
		t.Errorf("the repeated statement was kept: %d", len(got.Statements))
	}
}

func TestNewArticle(t *testing.T) {
	for _, c := range []struct {
		name, want string
		f          schema.ArticleFields
	}{
		{"given id", "art:x-1", schema.ArticleFields{ID: "x-1", Text: "T"}},
		{"empty", "", schema.ArticleFields{Text: " \n"}},
		{"binary", "", schema.ArticleFields{Text: "a\x00b"}},
		{"not UTF-8", "", schema.ArticleFields{Text: "a\xffb"}},
		{"bad date", "", schema.ArticleFields{Text: "T", Date: "2017-02-30"}},
	} {
		a, err := schema.NewArticle(c.f)
		if (err != nil) != (c.want == "") || string(a.ID) != c.want {
			t.Errorf("%s: id %q, error %v", c.name, a.ID, err)
		}
	}
	one, _ := schema.NewArticle(schema.ArticleFields{Title: "Head", Text: "Head\n\nBody."})
	if one.Text != "Head\n\nBody." {
		t.Errorf("a title that the body opens with is kept twice: %q", one.Text)
	}
}

func FuzzReadStatement(f *testing.F) {
	for _, q := range meeting().Quads() {
		f.Add(q.NQuad())
	}
	base := meeting().Quads()
	f.Fuzz(func(t *testing.T, line string) {
		q, err := nquads.Parse(line)
		if err != nil {
			return
		}
		s, err := schema.ReadStatement(append(base[:len(base):len(base)], native(q)))
		if err != nil {
			return
		}
		if err := s.Check(); err != nil {
			t.Errorf("read without complaint, yet: %v", err)
		}
	})
}
