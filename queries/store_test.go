package queries_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/schema"
)

// fact is a statement as the case files write it: participants are names,
// with the state that they act for after a slash.
type fact struct {
	Article, Date, Title                 string // the article, its day and headline
	Says                                 string // the sentence
	Relation                             string
	Actors, To, Issues                   []string
	Place, On, PlannedFor, Modality, Not string
	SaidBy                               []string `json:"said_by"`
	Sentence                             int
	DatedBy                              string `json:"dated_by"` // text where On is given and this is not
}

func ref(text string) schema.Ref {
	if text == "" {
		return schema.Ref{}
	}
	name, state, _ := strings.Cut(text, "/")
	return schema.Ref{ID: schema.EntityID(name), Name: name, State: state, Linked: true}
}

func refs(texts []string) []schema.Ref {
	var out []schema.Ref
	for _, t := range texts {
		out = append(out, ref(t))
	}
	return out
}

func (f fact) statement(t *testing.T, start int) schema.Statement {
	t.Helper()
	rel, ok := schema.Relations().Get(f.Relation)
	if !ok {
		t.Fatalf("fact %+v: unknown relation", f)
	}
	s := schema.Statement{
		Article: quad.IRI("art:" + f.Article), Sentence: f.Sentence, Start: start, End: start + len(f.Says), Text: f.Says,
		Type: rel.Type, Relation: rel.Name, CAMEO: rel.CAMEO, Mode: rel.Mode,
		Actors: refs(f.Actors), Recipients: refs(f.To), Issues: refs(f.Issues), Place: ref(f.Place),
		DateSource: schema.FromNone, PlannedFor: f.PlannedFor, Modality: schema.Asserted, Polarity: schema.Positive,
		SaidBy: refs(f.SaidBy), Confidence: 0.9, Rule: "test", Coder: "test/1",
	}
	if f.Modality != "" {
		s.Modality = f.Modality
	}
	if f.Not != "" {
		s.Polarity = schema.Negative
	}
	if f.On != "" {
		s.Date, s.DateSource, s.DateStart, s.DateEnd = f.On, schema.FromText, f.On, f.On
		if len(f.On) == len("2006-01") {
			s.DateStart, s.DateEnd = f.On+"-01", f.On+"-28"
		}
	}
	if f.DatedBy != "" {
		s.DateSource = f.DatedBy
	}
	if err := s.Check(); err != nil {
		t.Fatalf("fact %+v: %v", f, err)
	}
	return s
}

// readings makes the case's articles, in order of their names.
func readings(t *testing.T, lines string) []schema.Reading {
	t.Helper()
	byID := map[string]schema.Reading{}
	for line := range strings.Lines(lines) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var f fact
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&f); err != nil {
			t.Fatalf("fact %s: %v", line, err)
		}
		r, ok := byID[f.Article]
		if !ok {
			r.Article = schema.Article{ID: quad.IRI("art:" + f.Article), Title: f.Title, Date: f.Date, DateSource: schema.DateGiven, Lang: "en", Text: f.Title}
		}
		r.Statements = append(r.Statements, f.statement(t, 100*len(r.Statements)))
		byID[f.Article] = r
	}
	var out []schema.Reading
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		out = append(out, byID[id])
	}
	return out
}

// store holds the readings' quads.
func store(t testing.TB, readings []schema.Reading) queries.Runner {
	t.Helper()
	return fill(t, "mem:", readings)
}

func fill(t testing.TB, dsn string, readings []schema.Reading) queries.Runner {
	t.Helper()
	s, err := graph.Open(t.Context(), dsn, graph.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	var graphs []graph.Graph
	for _, r := range readings {
		graphs = append(graphs, graph.Graph{Label: r.Article.ID, Quads: r.Quads()})
	}
	for part := range slices.Chunk(graphs, 200) {
		if _, err := s.Put(t.Context(), part); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func builtin(t testing.TB) *queries.Set {
	t.Helper()
	set, err := queries.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return set
}
