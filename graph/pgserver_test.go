package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/testkit/postgres"
)

// changed is the DSN with something else in it.
func changed(t *testing.T, dsn string, change func(*url.URL)) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	change(u)
	return u.String()
}

// run runs statements in the database.
func run(t *testing.T, dsn string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, sql := range statements {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

func number(t *testing.T, dsn, sql string) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func TestPostgresOpenErrors(t *testing.T) {
	server := postgres.New(t)
	empty, other, half := server.Database(t), server.Database(t), server.Database(t)
	run(t, other, "CREATE TABLE nodes (id INT)")
	run(t, half, "CREATE TABLE nodes (hash BYTEA)", "CREATE TABLE quads (horizon INT)")
	with := func(change func(*url.URL)) string { return changed(t, empty, change) }
	for name, c := range map[string]struct {
		dsn  string
		o    graph.Options
		want error
	}{
		"no tables":            {empty, graph.Options{}, graph.ErrNotFound},
		"no tables, read only": {empty, graph.Options{ReadOnly: true, Create: true}, graph.ErrNotFound},
		"other tables":         {other, create, graph.ErrNotStore},
		"other columns":        {half, create, graph.ErrNotStore},
		"no such database":     {with(func(u *url.URL) { u.Path = "/nowhere" }), create, graph.ErrDenied},
		"wrong password":       {with(func(u *url.URL) { u.User = url.UserPassword("entente", "not-"+postgres.Password) }), create, graph.ErrDenied},
		"no such user":         {with(func(u *url.URL) { u.User = url.UserPassword("nobody-here", postgres.Password) }), create, graph.ErrDenied},
		"no server":            {with(func(u *url.URL) { u.Host = "127.0.0.1:1" }), create, graph.ErrUnreachable},
		"no such host":         {with(func(u *url.URL) { u.Host = "nowhere.invalid" }), create, graph.ErrUnreachable},
		"bad port":             {"postgres://entente:" + postgres.Password + "@h:port/db", create, graph.ErrBadDSN},
		"bad setting":          {with(func(u *url.URL) { u.RawQuery = "sslmode=perhaps&password=" + postgres.Password }), create, graph.ErrBadDSN},
	} {
		s, err := graph.Open(t.Context(), c.dsn, c.o)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got error %v, want %v", name, err, c.want)
		}
		if err == nil {
			closed(t, s)
		} else if strings.Contains(err.Error(), postgres.Password) || !strings.Contains(err.Error(), "postgres") {
			t.Errorf("%s: error %q shows the password, or does not name the store", name, err)
		}
	}
	s := open(t, strings.Replace(empty, "postgres:", "postgresql:", 1), create)
	if err := s.SetVersion(t.Context(), 999); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	if _, err := graph.Open(t.Context(), empty, create); !errors.Is(err, graph.ErrNewer) || strings.Contains(err.Error(), postgres.Password) {
		t.Errorf("newer: got error %v", err)
	}
}

func TestRedacted(t *testing.T) {
	for dsn, want := range map[string]string{
		"bolt:my-store":                           "bolt:my-store",
		"postgres://u:secret@h/db?sslmode=off":    "postgres://u:xxxxx@h/db?sslmode=off",
		"postgresql://h/db?password=secret&a=b":   "postgresql://h/db?a=b&password=xxxxx",
		"postgres://u:secret@h:port/db":           "postgres://…",
		"postgres://u:sec%ret@h/db":               "postgres://…",
		"postgres://h/db?sslpassword=secret#frag": "postgres://h/db?sslpassword=xxxxx#frag",
	} {
		if got := graph.Redacted(dsn); got != want {
			t.Errorf("%s: got %s, want %s", dsn, got, want)
		}
	}
}

// TestPostgresServerGone stops the server under an open store.
func TestPostgresServerGone(t *testing.T) {
	server := postgres.New(t)
	dsn := server.Database(t)
	s := open(t, dsn, graph.RetryFor(create, 20*time.Second))
	defer closed(t, s)
	put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))

	server.Halt()
	_, err := s.Count(t.Context())
	if !errors.Is(err, graph.ErrUnreachable) {
		t.Errorf("count: got error %v", err)
	}
	if _, err := rowsOrError(s, `g.V("<ir:A>").Out().All()`); !errors.Is(err, graph.ErrUnreachable) {
		t.Errorf("gizmo: got error %v", err)
	}
	back := make(chan error)
	go func() {
		time.Sleep(500 * time.Millisecond)
		back <- server.Restart()
	}()
	put(t, s, "art:2", iris("ir:A", "ir:met", "ir:C")) // waits for the server
	if err := <-back; err != nil {
		t.Fatal(err)
	}
	if got, want := export(t, s), "<ir:A> <ir:met> <ir:B> <art:1> .\n<ir:A> <ir:met> <ir:C> <art:2> .\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}

	patient := open(t, dsn, graph.RetryFor(graph.Options{}, 300*time.Millisecond))
	defer closed(t, patient)
	server.Halt()
	_, err = patient.Put(t.Context(), []graph.Graph{{Label: "art:3", Quads: []quad.Quad{iris("ir:A", "ir:met", "ir:D")}}})
	if !errors.Is(err, graph.ErrUnreachable) || !strings.Contains(err.Error(), "given up after") {
		t.Errorf("put: got error %v", err)
	}
}

func rowsOrError(s *graph.Store, text string) (n int, err error) {
	for _, err := range s.Gizmo(context.Background(), text, 0) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// TestPostgresLoaders lets four programs make one store at the same time, and
// put articles that are theirs and articles that all of them put, and forget
// some. What is left must be what one would have left.
func TestPostgresLoaders(t *testing.T) {
	const loaders, each = 4, 15
	dsn := postgres.Database(t)
	var working sync.WaitGroup
	for l := range loaders {
		working.Go(func() {
			s, err := graph.Open(t.Context(), dsn, create)
			if err != nil {
				t.Errorf("loader %d: %v", l, err)
				return
			}
			defer s.Close()
			for n := range each {
				graphs := append(articles(1000*(l+1)+n, 100), articles(n, 300)...)
				if _, err := s.Put(t.Context(), graphs); err != nil {
					t.Errorf("loader %d: %v", l, err)
					return
				}
				if n%3 == 2 {
					if _, err := s.Forget(t.Context(), graphs[0].Label); err != nil {
						t.Errorf("loader %d: %v", l, err)
						return
					}
				}
			}
		})
	}
	working.Wait()
	s := open(t, dsn, create)
	defer closed(t, s)
	alone := open(t, "mem:", create)
	defer closed(t, alone)
	for n := range each {
		graphs := articles(n, 300)
		for l := range loaders {
			if n%3 != 2 {
				graphs = append(graphs, articles(1000*(l+1)+n, 100)...)
			}
		}
		if _, err := alone.Put(t.Context(), graphs); err != nil {
			t.Fatal(err)
		}
	}
	if export(t, s) != export(t, alone) {
		t.Error("the loaders left something else than one loader leaves")
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	noOrphans(t, dsn)
}

// noOrphans wants every node to count exactly the quads that have it.
func noOrphans(t *testing.T, dsn string) {
	t.Helper()
	const wrong = `
WITH ends AS (SELECT hash, count(*) AS n FROM (
	SELECT subject_hash AS hash FROM quads UNION ALL SELECT predicate_hash FROM quads
	UNION ALL SELECT object_hash FROM quads UNION ALL SELECT label_hash FROM quads WHERE label_hash IS NOT NULL) AS e GROUP BY hash)
SELECT count(*) FROM nodes LEFT JOIN ends USING (hash) WHERE refs IS DISTINCT FROM n`
	if n := number(t, dsn, wrong); n != 0 {
		t.Errorf("%d nodes count quads that are not there", n)
	}
}

// TestPostgresForget leaves what a store has that never held the article.
func TestPostgresForget(t *testing.T) {
	dsn, fresh := postgres.Database(t), postgres.Database(t)
	a, b := open(t, dsn, create), open(t, fresh, create)
	defer closed(t, a)
	defer closed(t, b)
	for i, s := range []*graph.Store{a, b} {
		for n := range 5 {
			if n == 3 && i == 1 {
				continue
			}
			if _, err := s.Put(t.Context(), articles(n, 100)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := a.Forget(t.Context(), "art:3"); err != nil {
		t.Fatal(err)
	}
	nodes, quads := rowsOf(t, dsn)
	wantNodes, wantQuads := rowsOf(t, fresh)
	if strings.Join(nodes, "\n") != strings.Join(wantNodes, "\n") || strings.Join(quads, "\n") != strings.Join(wantQuads, "\n") {
		t.Error("a forgotten article leaves something behind")
	}
	noOrphans(t, dsn)
}

// TestPostgresView reads a store while another program changes all of it.
func TestPostgresView(t *testing.T) {
	dsn := postgres.Database(t)
	s, other := open(t, dsn, create), open(t, dsn, create)
	defer closed(t, s)
	defer closed(t, other)
	if _, err := s.Put(t.Context(), articles(0, 1000)); err != nil {
		t.Fatal(err)
	}
	want, err := rowsOrError(s, `g.V("<ir:Event>").In("<rdf:type>").All()`)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	const text = `g.V("<ir:Event>").In("<rdf:type>").ForEach(d => g.emit({id: d.id, of: g.V(d.id).Out("<prov:wasDerivedFrom>").ToValue()}))`
	for row, err := range s.Gizmo(t.Context(), text, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1 {
			for a := range 10 {
				if _, err := other.Forget(t.Context(), quad.IRI(fmt.Sprintf("art:%d", a))); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := other.Put(t.Context(), articles(50, 2000)); err != nil {
				t.Fatal(err)
			}
		}
		if row.(map[string]any)["of"] == nil {
			t.Errorf("row %d: %v", n, row)
		}
	}
	if n != want {
		t.Errorf("got %d rows, want %d", n, want)
	}
}

// TestPostgresDeadline holds a query up on the server. The deadline ends it
// there too.
func TestPostgresDeadline(t *testing.T) {
	dsn := postgres.Database(t)
	s := open(t, dsn, create)
	defer closed(t, s)
	put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))
	lock, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close(context.Background())
	if _, err := lock.Exec(t.Context(), "BEGIN; LOCK TABLE quads IN ACCESS EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	var last error
	for _, err := range s.Gizmo(ctx, `g.V("<ir:A>").Out("<ir:met>").All()`, 0) {
		last = err
	}
	if !errors.Is(last, context.DeadlineExceeded) {
		t.Errorf("gizmo: got error %v", last)
	}
	ctx2, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := s.Put(ctx2, articles(0, 100)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("put: got error %v", err)
	}
	waiting := -1
	for range 50 {
		waiting = number(t, dsn, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
		if waiting == 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if waiting != 0 {
		t.Errorf("%d queries still wait on the server", waiting)
	}
	if _, err := lock.Exec(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if got, want := export(t, s), "<ir:A> <ir:met> <ir:B> <art:1> .\n"; got != want {
		t.Errorf("afterwards: got %q", got)
	}
}
