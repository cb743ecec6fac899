package storetest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// reading is an article with one statement, as the coder would give it.
func reading(t *testing.T, id, text string) schema.Reading {
	t.Helper()
	article, err := schema.NewArticle(schema.ArticleFields{ID: id, Title: "Talks in Oslo", Date: "2031-05-02", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	ada := schema.Ref{ID: "ir:Ada_Lund", Name: "Ada Lund", State: "Norway", Linked: true}
	ben := schema.Ref{ID: "ir:Ben_Ode", Name: "Ben Ode", State: "Ghana"}
	rel, ok := schema.Relations().Get("met")
	if !ok {
		t.Fatal("no relation met")
	}
	s := schema.Statement{
		Article: article.ID, Sentence: 1, Start: 15, End: 15 + len(text), Text: text,
		Type: rel.Type, Relation: rel.Name, CAMEO: rel.CAMEO, Mode: rel.Mode,
		Actors: []schema.Ref{ada}, Recipients: []schema.Ref{ben},
		Place: schema.Ref{ID: "ir:Oslo", Name: "Oslo", Linked: true},
		Date:  "2031-05-01", Precision: "day", DateSource: schema.FromText, DateStart: "2031-05-01", DateEnd: "2031-05-01",
		Modality: schema.Asserted, Polarity: schema.Positive, Confidence: 1, Rule: "met", Coder: "test/1",
	}
	return schema.Reading{Article: article, Mentions: []schema.Ref{ada, ben}, Statements: []schema.Statement{s}}.Normalize()
}

func testReading(t *testing.T, s store) {
	r := reading(t, "oslo-1", "Ada Lund met Ben Ode in Oslo on Thursday.")
	s.put(graph.Graph{Label: r.Article.ID, Quads: r.Quads()})
	again, err := schema.ReadReading(s.graph(string(r.Article.ID)))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "reading", again, r)
	same(t, "who met", s.ids(`g.V("<ir:Ada_Lund>").Out("<ir:met>").All()`), "ir:Ben_Ode")
	same(t, "states", s.ids(`g.V("<ir:Norway>").Out("<ir:consultedWith>").All()`), "ir:Ghana")
	same(t, "sure events", len(s.rows(`g.V("<ir:Event>").In("<rdf:type>").Has("<ir:confidence>", gte(1.0 + 1e-12 - 1e-12)).All()`)), 0)
	same(t, "late sentences", len(s.rows(`g.V("<ir:Event>").In("<rdf:type>").Has("<ir:charStart>", gt(14)).All()`)), 1)
}

func testLabels(t *testing.T, s store) {
	s.put(named("art:b", "ir:A ir:met ir:B"), named("art:a", "ir:A ir:met ir:B"), named("graph:actors", "ir:A ir:met ir:B"), named("art:c", "ir:X ir:met ir:Y"))
	same(t, "all", all(t, s.Labels(t.Context(), "")), []quad.IRI{"art:a", "art:b", "art:c", "graph:actors"})
	same(t, "articles", all(t, s.Articles(t.Context())), []quad.IRI{"art:a", "art:b", "art:c"})
	if _, err := s.Forget(t.Context(), "art:b"); err != nil {
		t.Fatal(err)
	}
	same(t, "after forget", all(t, s.Labels(t.Context(), "art:")), []quad.IRI{"art:a", "art:c"})
}

func testRoundTrip(t *testing.T, s store, open Open) {
	r := reading(t, "oslo-2", "Ada Lund met Ben Ode in Oslo \u2013 “again”.\n\nA second\u00a0paragraph\tends here.")
	s.put(graph.Graph{Label: r.Article.ID, Quads: r.Quads()}, named("graph:actors", `ir:Ada_Lund rdfs:label "Ada \ Lund`))
	text := s.export()
	if !slices.IsSorted(strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n")) {
		t.Error("the lines are not sorted")
	}
	graphs := map[quad.IRI]*graph.Graph{}
	for q, err := range graph.Read(strings.NewReader(text), "export.nq") {
		if err != nil {
			t.Fatal(err)
		}
		label := q.Label.(quad.IRI)
		if graphs[label] == nil {
			graphs[label] = &graph.Graph{Label: label}
		}
		graphs[label].Quads = append(graphs[label].Quads, q)
	}
	other := store{t, open(t)}
	defer other.Close()
	for _, g := range graphs {
		other.put(*g)
		same(t, "put into the first store", s.put(*g), []graph.Change{{Existed: true}})
	}
	same(t, "second export", other.export(), text)
	same(t, "count", other.count(), int64(strings.Count(text, "\n")))
	var b bytes.Buffer
	if err := graph.Write(&b, graph.NQuads, s.Graph(t.Context(), r.Article.ID)); err != nil {
		t.Fatal(err)
	}
	if b.Len() == 0 || !strings.Contains(text, b.String()[:strings.Index(b.String(), "\n")+1]) {
		t.Error("a graph's lines are not among the store's")
	}
}

func testSubgraph(t *testing.T, s store) {
	s.put(
		named("art:1",
			"art:1 rdf:type schema:NewsArticle", "art:1 schema:mentions ir:Ada", "art:1 schema:mentions ir:Far",
			"ir:Ada ir:met ir:Ben", "ir:Ben ir:met ir:Ada",
			"ev:1 rdf:type ir:Event", "ev:1 ir:relation ir:met", "ev:1 ir:actor ir:Ada", "ev:1 ir:recipient ir:Ben",
			"ev:1 ir:place ir:Oslo", "ev:1 prov:wasDerivedFrom art:1", `ev:1 ir:date "2031-05-01`,
			"ev:2 rdf:type ir:Event", "ev:2 ir:relation ir:met", "ev:2 ir:actor ir:Far", `ev:2 ir:date "2031-05-01`,
		),
		named("art:2", "ir:Ben ir:opposes ir:Plan", "ir:Oslo ir:locatedIn ir:Norway", "ir:Far ir:met ir:Farther"),
		named("graph:actors", "term:1 rdf:type ir:OfficeTerm", "term:1 ir:holder ir:Ada", "term:1 ir:office ir:Envoy", "ir:Plan rdf:type ir:Issue", "ir:Tax rdf:type ir:Issue", "ir:Issue rdf:type ir:Class"),
	)
	of := func(f graph.Filter) string {
		var out []string
		for _, q := range all(t, s.Subgraph(t.Context(), f)) {
			out = append(out, strings.NewReplacer("<", "", ">", "", `"`, "").Replace(q.Subject.String()+" "+q.Predicate.String()+" "+q.Object.String()))
		}
		return strings.Join(out, "\n")
	}
	one := []string{
		"art:1 schema:mentions ir:Ada",
		"ev:1 ir:actor ir:Ada", "ev:1 ir:date 2031-05-01", "ev:1 ir:place ir:Oslo", "ev:1 ir:recipient ir:Ben", "ev:1 ir:relation ir:met",
		"ev:1 prov:wasDerivedFrom art:1", "ev:1 rdf:type ir:Event",
		"ir:Ada ir:met ir:Ben", "ir:Ben ir:met ir:Ada",
		"term:1 ir:holder ir:Ada", "term:1 ir:office ir:Envoy", "term:1 rdf:type ir:OfficeTerm",
	}
	two := append(slices.Clone(one), "ir:Ben ir:opposes ir:Plan", "ir:Oslo ir:locatedIn ir:Norway")
	three := append(slices.Clone(two), "ir:Plan rdf:type ir:Issue")
	for depth, want := range map[int][]string{0: one, 1: one, 2: two, 3: three, 9: three} {
		slices.Sort(want)
		same(t, "about Ada", of(graph.Filter{About: []quad.IRI{"ir:Ada"}, Depth: depth}), strings.Join(want, "\n"))
	}
	same(t, "by article", of(graph.Filter{Articles: []quad.IRI{"art:2"}}), "ir:Ben ir:opposes ir:Plan\nir:Far ir:met ir:Farther\nir:Oslo ir:locatedIn ir:Norway")
	same(t, "unknown entity", of(graph.Filter{About: []quad.IRI{"ir:Nobody"}}), "")
	same(t, "everything", strings.Count(of(graph.Filter{}), "\n")+1, int(s.count()))
	both := of(graph.Filter{Articles: []quad.IRI{"art:2"}, About: []quad.IRI{"ir:Plan"}})
	same(t, "both", both, "ir:Ben ir:opposes ir:Plan\nir:Far ir:met ir:Farther\nir:Oslo ir:locatedIn ir:Norway\nir:Plan rdf:type ir:Issue")
}
