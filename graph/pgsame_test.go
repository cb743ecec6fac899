package graph_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// everyValue has quads with all kinds of values, some of them used often.
func everyValue() []quad.Quad {
	objects := []quad.Value{
		quad.IRI("ir:Ben"), quad.BNode("b1"), quad.String("a \"b\" \\ \n\t\r é𝄞"), quad.String(""), quad.String("<ir:Ben>"), quad.String("x\x00y"),
		quad.LangString{Value: "Bär", Lang: "de"}, quad.TypedString{Value: "2017-08-07", Type: "xsd:date"},
		quad.Int(-7), quad.Int(1 << 60), quad.Float(0.94), quad.Float(5), quad.Bool(true), quad.Bool(false),
		quad.Time(time.Date(2017, 8, 7, 12, 30, 0, 123456000, time.UTC)), quad.Time(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)),
	}
	var quads []quad.Quad
	for i, o := range objects {
		q := quad.Quad{Subject: quad.IRI(fmt.Sprintf("ir:S%d", i%3)), Predicate: quad.IRI("ir:p"), Object: o, Label: quad.IRI(fmt.Sprintf("art:%d", i%2))}
		quads = append(quads, q)
		if q.Label = nil; i%4 == 0 {
			quads = append(quads, q)
		}
	}
	return append(quads, flat(articles(0, 2000))...)
}

// rowsOf are all rows of both tables as text, but for what counts and dates
// rows.
func rowsOf(t *testing.T, dsn string) (nodes, quads []string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for sql, to := range map[string]*[]string{
		`SELECT to_jsonb(n)::text FROM nodes n ORDER BY hash`:                         &nodes,
		`SELECT (to_jsonb(q) - 'horizon' - 'ts')::text FROM quads q ORDER BY 1`:       &quads,
		`SELECT 'no date' FROM quads WHERE ts IS NULL OR ts < now() - interval '1 h'`: &quads,
	} {
		rows, err := conn.Query(t.Context(), sql)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		*to = append(*to, lines...)
	}
	return nodes, quads
}

func deltas(quads []quad.Quad, action cayley.Procedure) []cayley.Delta {
	out := make([]cayley.Delta, len(quads))
	for i, q := range quads {
		out[i] = cayley.Delta{Quad: q, Action: action}
	}
	return out
}

// TestPostgresRows writes the same quads by Cayley's own SQL backend and by this
// package, and removes some. Both tables must hold the same rows.
func TestPostgresRows(t *testing.T) {
	oneGoroutine(t)
	theirs, theirDSN := stock(t)
	ourDSN := postgres.Database(t)
	closed(t, open(t, ourDSN, create)) // makes the tables, and marks them
	if err := theirs.ApplyDeltas(deltas(marks(t, ourDSN), cayley.Add), cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	all := everyValue()
	for _, step := range []struct {
		name   string
		deltas []cayley.Delta
	}{
		{"added", deltas(all, cayley.Add)},
		{"removed", deltas(all[5:900], cayley.Delete)},
		{"added again", deltas(all[5:40], cayley.Add)},
	} {
		if err := theirs.ApplyDeltas(step.deltas, cayley.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
		if err := graph.ApplyPostgres(t.Context(), ourDSN, step.deltas); err != nil {
			t.Fatal(err)
		}
		wantNodes, wantQuads := rowsOf(t, theirDSN)
		nodes, quads := rowsOf(t, ourDSN)
		if len(nodes) == 0 || len(quads) == 0 {
			t.Fatal("nothing is stored")
		}
		if d := cmp.Diff(wantNodes, nodes); d != "" {
			t.Errorf("%s: nodes (-Cayley's +ours):\n%s", step.name, d)
		}
		if d := cmp.Diff(wantQuads, quads); d != "" {
			t.Errorf("%s: quads (-Cayley's +ours):\n%s", step.name, d)
		}
	}
}

// marks are the quads that a new store holds of itself.
func marks(t *testing.T, dsn string) []quad.Quad {
	t.Helper()
	qs, err := cayley.NewQuadStore("postgres", dsn, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	return stored(t, qs)
}

func stored(t *testing.T, qs cayley.QuadStore) (out []quad.Quad) {
	t.Helper()
	it := qs.QuadsAllIterator()
	defer it.Close()
	for it.Next(t.Context()) {
		out = append(out, qs.Quad(it.Result()))
	}
	if it.Err() != nil {
		t.Fatal(it.Err())
	}
	return out
}

// TestPostgresStock reads a store with Cayley's own SQL backend and writes to
// it, and reads what that wrote.
func TestPostgresStock(t *testing.T) {
	oneGoroutine(t)
	dsn := postgres.Database(t)
	s := open(t, dsn, create)
	defer closed(t, s)
	put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))
	qs, err := cayley.NewQuadStore("postgres", dsn, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	want := iris("ir:A", "ir:met", "ir:B")
	want.Label = quad.IRI("art:1")
	if got := stored(t, qs); !slices.Contains(got, want) {
		t.Errorf("Cayley reads %v", got)
	}
	more := iris("ir:A", "ir:met", "ir:C")
	more.Label = quad.IRI("art:2")
	if err := qs.ApplyDeltas(deltas([]quad.Quad{more}, cayley.Add), cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	if got, want := export(t, s), "<ir:A> <ir:met> <ir:B> <art:1> .\n<ir:A> <ir:met> <ir:C> <art:2> .\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if n, err := s.Forget(t.Context(), "art:2"); n != 1 || err != nil {
		t.Errorf("forget: %d, %v", n, err)
	}
	nodes, _ := rowsOf(t, dsn)
	if text := strings.Join(nodes, "\n"); strings.Contains(text, "ir:C") || strings.Contains(text, "art:2") {
		t.Errorf("nodes are left: %s", text)
	}
}

// pgRandomGraphs are small and dense: nodes that are subject, object and
// predicate, the same fact in several graphs, and values of several kinds.
func pgRandomGraphs(r *rand.Rand) []graph.Graph {
	node := func() quad.IRI { return quad.IRI(fmt.Sprintf("ir:N%d", r.IntN(12))) }
	predicate := func() quad.IRI { return quad.IRI(fmt.Sprintf("ir:p%d", r.IntN(4))) }
	graphs := make([]graph.Graph, 3)
	for i := range graphs {
		graphs[i].Label = quad.IRI(fmt.Sprintf("art:%d", i))
		for range 40 {
			q := quad.Quad{Subject: node(), Predicate: predicate(), Object: node()}
			switch r.IntN(8) {
			case 0:
				q.Predicate, q.Object = quad.IRI("ir:n"), quad.Int(r.IntN(6))
			case 1:
				q.Predicate, q.Object = quad.IRI("ir:s"), quad.String([]string{"a", "B", "ab", "ä", "b c", "10", "9"}[r.IntN(7)])
			case 2:
				q.Predicate, q.Object = quad.IRI("ir:t"), quad.Time(time.Date(2020+r.IntN(4), 1, 1, 0, 0, 0, 0, time.UTC))
			case 3:
				q.Object = quad.IRI(fmt.Sprintf("ir:p%d", r.IntN(4)))
			}
			graphs[i].Quads = append(graphs[i].Quads, q)
		}
	}
	return graphs
}

// pgRandomPath is a path of some steps from a start.
func pgRandomPath(r *rand.Rand, steps int) string {
	node := func() string { return fmt.Sprintf(`"<ir:N%d>"`, r.IntN(13)) } // one that is not there
	via := func() string {
		switch r.IntN(6) {
		case 0:
			return `["<ir:p0>", "<ir:p1>"]`
		case 1:
			return ""
		}
		return fmt.Sprintf(`"<ir:p%d>"`, r.IntN(4))
	}
	filters := []string{
		`.Has("<ir:n>", gt(2))`, `.Has("<ir:n>", 3)`, `.Has("<ir:s>", lt("b"))`, `.Has("<ir:s>", gte("ab"), lt("ä"))`, `.Has("<ir:s>", like("a%"))`,
		`.Has("<ir:s>", regex("^[a-z]"))`, `.Has("<ir:t>", gt(new Date("2021-06-01")))`, `.Filter(regex("N[0-5]", true))`, `.Filter(lt(iri("ir:N5")))`,
		`.Has("<ir:t>", lt(typed("2022-01-01T00:00:00Z", "schema:DateTime")))`, `.HasR("<ir:p1>", "<ir:N3>")`, `.Has("<ir:p2>", "<ir:N4>")`,
	}
	starts := []string{"g.V(" + node() + ")", "g.V(" + node() + ", " + node() + ")", "g.V()", `g.V("a").In("<ir:s>")`, `g.V(3).In("<ir:n>")`}
	text := starts[r.IntN(len(starts))]
	if r.IntN(5) == 0 {
		text += `.LabelContext(["<art:0>", "<art:7>"])`
	}
	for range steps {
		switch r.IntN(13) {
		case 0, 1, 2:
			text += ".Out(" + via() + ")"
		case 3, 4:
			text += ".In(" + via() + ")"
		case 5:
			text += ".Both(" + via() + ")"
		case 6, 7:
			text += filters[r.IntN(len(filters))]
		case 8:
			text += ".Intersect(" + pgRandomPath(r, 1) + ")"
		case 9:
			text += ".Union(" + pgRandomPath(r, 1) + ")"
		case 10:
			text += ".Except(" + pgRandomPath(r, 1) + ")"
		case 11:
			text += ".Unique()"
		case 12:
			text += fmt.Sprintf(`.Tag("t%d")`, r.IntN(3))
		}
	}
	return text
}

func pgAnswers(t *testing.T, s *graph.Store, text string) []string {
	t.Helper()
	rows := []string{}
	for row, err := range s.Gizmo(t.Context(), text, 0) {
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		b, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, string(b))
	}
	slices.Sort(rows)
	return rows
}

var tagged = regexp.MustCompile(`\.Tag\("t\d"\)`)

// TestPostgresSame asks random questions of random graphs, and wants the rows
// that memory gives. How often a row comes is not defined where a fact stands
// in several graphs, so rows count once; TestPostgresSameRows counts them.
func TestPostgresSame(t *testing.T) {
	oneGoroutine(t)
	kept, asked := 0, 0
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 7))
		graphs := pgRandomGraphs(r)
		pg, mem := open(t, postgres.Database(t), create), open(t, "mem:", create)
		for _, s := range []*graph.Store{pg, mem} {
			if _, err := s.Put(t.Context(), graphs); err != nil {
				t.Fatal(err)
			}
		}
		for range 150 {
			text := pgRandomPath(r, 1+r.IntN(4)) + ".All()"
			if strings.Contains(text, ".Unique(") || strings.Contains(text, ".Except(") {
				text = tagged.ReplaceAllString(text, "") // which of several tags is left is not defined
			}
			got, want := slices.Compact(pgAnswers(t, pg, text)), slices.Compact(pgAnswers(t, mem, text))
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("seed %d: %s (-mem +postgres):\n%s", seed, text, d)
			}
			if asked++; len(want) > 0 {
				kept++
			}
		}
		closed(t, pg)
		closed(t, mem)
	}
	if kept < asked/3 {
		t.Errorf("only %d of %d questions have an answer", kept, asked)
	}
}

// TestPostgresSameRows asks for chains of steps, whose rows are one for each way
// through the graph. ToArray alone gives each as often as the engine's plan has
// it, in memory too.
func TestPostgresSameRows(t *testing.T) {
	oneGoroutine(t)
	r := rand.New(rand.NewPCG(1, 2))
	graphs := pgRandomGraphs(r)
	pg, mem := open(t, postgres.Database(t), create), open(t, "mem:", create)
	defer closed(t, pg)
	defer closed(t, mem)
	for _, s := range []*graph.Store{pg, mem} {
		if _, err := s.Put(t.Context(), graphs); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		text := fmt.Sprintf(`g.V("<ir:N%d>")`, r.IntN(12))
		for range 1 + r.IntN(3) {
			text += fmt.Sprintf(`.%s("<ir:p%d>")`, []string{"Out", "In"}[r.IntN(2)], r.IntN(4))
		}
		for _, end := range []string{".All()", "g.emit(Array.from(new Set(%s.ToArray())).sort())", "g.emit(%s.Count())"} {
			query := text + end
			if strings.Contains(end, "%s") {
				query = fmt.Sprintf(end, text)
			}
			if d := cmp.Diff(pgAnswers(t, mem, query), pgAnswers(t, pg, query)); d != "" {
				t.Errorf("%s (-mem +postgres):\n%s", query, d)
			}
		}
	}
}
