package export_test

import (
	"bytes"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph/export"
	"github.com/entente-kg/entente/schema"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

// Participants with names that some format has to escape.
var (
	ana     = schema.Ref{ID: "ir:Ana_Ruiz", Name: "Ana Ruiz", State: "Peru", Linked: true}
	mensah  = schema.Ref{ID: "ir:Kofi_'Joe'_Mensah", Name: `Kofi "Joe" Mensah`, State: "Côte d'Ivoire"}
	peru    = schema.Ref{ID: "ir:Peru", Name: "Peru", State: "Peru", Linked: true}
	ivoire  = schema.Ref{ID: "ir:Côte_d'Ivoire", Name: "Côte d'Ivoire", State: "Côte d'Ivoire", Linked: true}
	dam     = schema.Ref{ID: "ir:Dam_&_Lock_(R&D)", Name: `Dam & Lock <"R&D"\>`, Linked: true}
	council = schema.Ref{ID: "ir:_xray_Council", Name: "_xray Council", Linked: true}
)

// articles are two articles that tell of one meeting, and of more.
func articles(t *testing.T) []quad.Quad {
	t.Helper()
	one := schema.Reading{Article: schema.Article{ID: "art:one", Title: "One", Date: "2019-03-06", DateSource: schema.DateGiven, Lang: "en", Text: "One\n\nBody."}}
	one.Mentions = []schema.Ref{ana, mensah, council}
	one.Statements = []schema.Statement{
		statement("met", "2019-03-05", []schema.Ref{ana, mensah}, nil, nil),
		statement("opposes", "", []schema.Ref{ana}, nil, []schema.Ref{dam}),
		planned(statement("visited", "", []schema.Ref{ana}, []schema.Ref{ivoire}, nil), "2019-06"),
	}
	two := schema.Reading{Article: schema.Article{ID: "art:two", Title: "Two", Date: "2019-05-01", DateSource: schema.DateGiven, Lang: "en", Text: "Two\n\nBody."}}
	two.Statements = []schema.Statement{
		statement("met", "2019-03-05", []schema.Ref{ana, mensah}, nil, nil),
		statement("met", "2019-04-30", []schema.Ref{ana, mensah}, nil, nil),
		statement("condemned", "", []schema.Ref{council}, []schema.Ref{peru}, nil),
	}
	var out []quad.Quad
	for _, r := range []schema.Reading{one, two} {
		for i := range r.Statements {
			s := &r.Statements[i]
			s.Article, s.Sentence, s.Start, s.End = r.Article.ID, i, 10*i, 10*i+9
			if err := s.Check(); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, r.Quads()...)
	}
	return out
}

func statement(relation, date string, actors, recipients, issues []schema.Ref) schema.Statement {
	rel, _ := schema.Relations().Get(relation)
	s := schema.Statement{Text: "A sentence.", Type: rel.Type, Relation: relation, CAMEO: rel.CAMEO, Mode: rel.Mode, Actors: actors, Recipients: recipients, Issues: issues,
		DateSource: schema.FromNone, Modality: schema.Asserted, Polarity: schema.Positive, Confidence: 1, Rule: "test", Coder: "test"}
	if date != "" {
		s.Date, s.DateSource, s.Precision, s.DateStart, s.DateEnd = date, schema.FromText, "day", date, date
	}
	return s
}

func planned(s schema.Statement, date string) schema.Statement {
	s.Modality, s.PlannedFor = schema.Planned, date
	return s
}

// background is what tables say of some of them.
func background() []quad.Quad {
	q := func(s, p quad.IRI, o quad.Value) quad.Quad {
		return quad.Quad{Subject: s, Predicate: p, Object: o, Label: schema.GraphActors}
	}
	return []quad.Quad{
		q(ana.ID, "rdf:type", quad.IRI("ir:Person")), q(ana.ID, "rdfs:label", quad.String("Ana Ruiz Vega")),
		q(peru.ID, "rdf:type", quad.IRI("ir:State")), q(peru.ID, "rdfs:label", quad.String("Peru")),
		q(ivoire.ID, "rdf:type", quad.IRI("ir:State")), q(ivoire.ID, "rdfs:label", quad.String("Côte d'Ivoire")),
		q(peru.ID, "ir:memberOf", quad.IRI("ir:_xray_Council")), q(peru.ID, "ir:actsFor", peru.ID),
	}
}

// values has one quad of each kind of value that a store may hold.
func values() []quad.Quad {
	q := func(o quad.Value, label quad.Value) quad.Quad {
		return quad.Quad{Subject: quad.IRI("ir:X"), Predicate: quad.IRI("ir:value"), Object: o, Label: label}
	}
	return []quad.Quad{
		q(quad.String("plain \"quoted\" <b> &\n\tend \u2028"), nil), q(quad.Int(-7), nil), q(quad.Int(1<<60), nil), q(quad.Float(2), nil), q(quad.Float(0.5), nil),
		q(quad.Bool(true), nil), q(quad.Bool(false), nil), q(quad.LangString{Value: "Moskau", Lang: "de"}, nil),
		q(quad.TypedString{Value: "2019-01-02", Type: "xsd:date"}, nil), q(quad.IRI("http://example.org/a#b"), nil), q(quad.IRI("wd:Q159"), nil),
		q(quad.IRI("mailto:desk@example.org"), nil), q(quad.IRI("ir://odd"), nil), q(quad.IRI("bare"), nil),
		q(quad.String("labelled"), quad.IRI("graph:mine")),
		{Subject: quad.IRI("ir:X"), Predicate: quad.IRI("rdf:type"), Object: quad.IRI("ir:Event")},
		{Subject: quad.IRI("ir:X"), Predicate: quad.IRI("http://example.org/p"), Object: quad.String("full")},
		{Subject: quad.IRI("ir:X"), Predicate: quad.IRI("bare"), Object: quad.String("bare")},
		{Subject: quad.IRI("ir:Y"), Predicate: quad.IRI("rdf:type"), Object: quad.String("no class")},
	}
}

func seq(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// network is that of the articles, described by the background.
func network(t *testing.T) *export.Network {
	t.Helper()
	n, err := export.Facts(seq(articles(t)), false)
	if err != nil {
		t.Fatal(err)
	}
	n.Describe(background())
	return n
}

func written(t *testing.T, n *export.Network, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := n.Write(&b, format); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func namespaces(t *testing.T, base string) export.Namespaces {
	t.Helper()
	ns, err := export.NewNamespaces(base)
	if err != nil {
		t.Fatal(err)
	}
	return ns
}

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
