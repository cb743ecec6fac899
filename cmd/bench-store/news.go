package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

const (
	states, persons, issues = 190, 20_000, 3_000
	firstYear, years        = 2000, 25
)

// maker makes up articles, the same for the same seed. Few actors and issues
// are named often.
type maker struct {
	r             *rand.Rand
	actor, matter *rand.Zipf
	made          int
}

func newMaker() *maker {
	r := rand.New(rand.NewPCG(1, 2))
	return &maker{r: r, actor: rand.NewZipf(r, 1.2, 3, persons-1), matter: rand.NewZipf(r, 1.2, 3, issues-1)}
}

func actorName(n int) string { return fmt.Sprint("Person ", n) }
func stateName(n int) string { return fmt.Sprint("State ", n%states) }
func issueName(n int) string { return fmt.Sprint("Issue ", n) }
func articleID(n int) string { return fmt.Sprintf("art:%d", n) }

func (m *maker) person() schema.Ref {
	n := int(m.actor.Uint64())
	return schema.Ref{ID: schema.EntityID(actorName(n)), Name: actorName(n), State: stateName(n), Linked: true}
}

func (m *maker) issue() schema.Ref {
	n := issueName(int(m.matter.Uint64()))
	return schema.Ref{ID: schema.EntityID(n), Name: n, Linked: true}
}

func (m *maker) day() string {
	return fmt.Sprintf("%d-%02d-%02d", firstYear+m.r.IntN(years), 1+m.r.IntN(12), 1+m.r.IntN(28))
}

// kinds are the relations of made-up statements: who does it to whom, or holds
// it of an issue.
var kinds = []schema.Statement{
	{Type: "CONSULT", Relation: "met", CAMEO: "040"},
	{Type: "ACCUSE", Relation: "opposes", CAMEO: "110"},
	{Type: "SUPPORT", Relation: "supports", CAMEO: "050"},
	{Type: "CONSULT", Relation: "spokeByPhoneWith", CAMEO: "041"},
	{Type: "ACCUSE", Relation: "opposes", CAMEO: "110"},
	{Type: "THREATEN", Relation: "warned", CAMEO: "130"},
}

// article makes the next one up, with five statements.
func (m *maker) article() []quad.Quad {
	a := schema.Article{
		ID: quad.IRI(articleID(m.made)), Title: fmt.Sprint("What was said on day ", m.made), Lang: "en", Publisher: fmt.Sprint("Paper ", m.made%40),
		URL: fmt.Sprintf("https://news.example/%d", m.made), Date: m.day(), DateSource: schema.DateGiven,
	}
	m.made++
	reading := schema.Reading{}
	for i := range 5 {
		s := kinds[m.r.IntN(len(kinds))]
		who := m.person()
		s.Actors = []schema.Ref{who}
		if s.Relation == "opposes" || s.Relation == "supports" {
			s.Issues = []schema.Ref{m.issue()}
			s.Text = fmt.Sprintf("In part %d of it %s said where it stands on %s.", i, who.Name, s.Issues[0].Name)
		} else {
			s.Recipients = []schema.Ref{m.person()}
			s.Text = fmt.Sprintf("In part %d of it %s had word with %s.", i, who.Name, s.Recipients[0].Name)
		}
		s.Article, s.Sentence, s.Start, s.End = a.ID, i, len(a.Text), len(a.Text)+len(s.Text)
		s.Date, s.Precision, s.DateSource = m.day(), "day", schema.FromText
		s.DateStart, s.DateEnd = s.Date, s.Date
		s.Modality, s.Polarity, s.Confidence, s.Rule, s.Coder = schema.Asserted, schema.Positive, 0.9, s.Relation+".1", "bench/1"
		a.Text += s.Text + " "
		reading.Statements = append(reading.Statements, s)
		reading.Mentions = append(reading.Mentions, who)
	}
	reading.Article = a
	return reading.Quads()
}

// writeNews writes whole articles as N-Quads until there are n quads, and says
// how many articles and quads it wrote.
func writeNews(w io.Writer, n int) (articles, quads int, err error) {
	out := bufio.NewWriterSize(w, 1<<20)
	m := newMaker()
	for quads < n {
		for _, q := range m.article() {
			fmt.Fprintf(out, "%s %s %s %s .\n", q.Subject, q.Predicate, q.Object, q.Label)
			quads++
		}
	}
	return m.made, quads, out.Flush()
}
