package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/testkit/postgres"
	"github.com/entente-kg/entente/schema"
)

// prepare makes a store that seems to hold the background, as preparedStore
// does.
func prepare(t *testing.T, dsn string) {
	t.Helper()
	world, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	mark, _ := markOf(world.Background())
	db := dbFlag{dsn: dsn}
	err = db.open(t.Context(), graph.Options{Create: true}, func(s *graph.Store) error {
		_, err := s.Put(t.Context(), []graph.Graph{{Label: schema.GraphActors, Quads: []quad.Quad{mark}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// entente runs the program and gives what it wrote.
func entente(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("entente", args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	if text := stdout.String() + stderr.String(); strings.Contains(text, postgres.Password) {
		t.Errorf("%s shows the password: %s", args[0], text)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// loaded writes N-Quads of that many articles and gives the file.
func loaded(t *testing.T, first, articles int) string {
	t.Helper()
	var b strings.Builder
	for n := first; n < first+articles; n++ {
		for i := range 100 {
			fmt.Fprintf(&b, "<ir:S%d> <ir:met> <ir:O%d-%d> <art:%d> .\n", i, n, i, n)
		}
	}
	name := filepath.Join(t.TempDir(), fmt.Sprintf("%d.nq", first))
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestPostgresCommands runs the subcommands on one store.
func TestPostgresCommands(t *testing.T) {
	dsn := postgres.Database(t)
	if _, errs, code := entente(t, "ask", "--db", dsn, "meetings", "--who", "Germany"); code != exitError1 || !strings.Contains(errs, "hint: load something first") {
		t.Errorf("ask of no store: %d, %s", code, errs)
	}
	prepare(t, dsn)
	article := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(article, []byte("German Chancellor Angela Merkel met Russian President Vladimir Putin on Saturday.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, errs, code := entente(t, "load", "--db", dsn, "--date", "2018-08-19", article); code != exitOK || !strings.Contains(out, `"articles_added":1`) {
		t.Fatalf("load: %d, %s%s", code, out, errs)
	}
	if out, _, _ := entente(t, "load", "--db", dsn, "--date", "2018-08-19", article); !strings.Contains(out, `"articles_added":0`) {
		t.Errorf("load again: %s", out)
	}
	if out, errs, code := entente(t, "ask", "--db", dsn, "meetings", "--who", "Angela Merkel"); code != exitOK || !strings.Contains(out, "Putin") {
		t.Errorf("ask: %d, %s%s", code, out, errs)
	}
	if out, errs, code := entente(t, "gizmo", "--db", dsn, `g.V("<ir:Angela_Merkel>").Out("<ir:met>").All()`); code != exitOK || !strings.Contains(out, "ir:Vladimir_Putin") {
		t.Errorf("gizmo: %d, %s%s", code, out, errs)
	}
	if out, errs, code := entente(t, "stats", "--db", dsn); code != exitOK || !strings.Contains(out, "articles") {
		t.Errorf("stats: %d, %s%s", code, out, errs)
	}
	out, errs, code := entente(t, "export", "--db", dsn, "--about", "Angela Merkel", "--format", "nquads")
	if code != exitOK || !strings.Contains(out, "<ir:Angela_Merkel> <ir:met> <ir:Vladimir_Putin> <art:") {
		t.Fatalf("export: %d, %s%s", code, out, errs)
	}
	server := serve(t, dsn)
	if status, answer := server.gizmo(`g.V("<ir:Angela_Merkel>").Out("<ir:met>").All()`); status != 200 || !strings.Contains(answer, "Vladimir_Putin") {
		t.Errorf("serve: %d, %s", status, answer)
	}
	_, id, _ := strings.Cut(out, "<art:")
	id, _, _ = strings.Cut(id, ">")
	if out, errs, code := entente(t, "forget", "--db", dsn, "art:"+id); code != exitOK || !strings.Contains(out, "forgot art:"+id) {
		t.Errorf("forget: %d, %s%s", code, out, errs)
	}
	if _, _, code := entente(t, "ask", "--db", dsn, "meetings", "--who", "Angela Merkel"); code != exitNothing {
		t.Errorf("ask of what was forgotten: %d", code)
	}
}

// TestPostgresFourLoads runs four loads of different files at once, into a store
// that is not there yet, and loses nothing.
func TestPostgresFourLoads(t *testing.T) {
	const each = 60
	dsn := postgres.Database(t)
	var loads sync.WaitGroup
	for n := range 4 {
		file := loaded(t, n*each, each)
		loads.Go(func() {
			if out, errs, code := entente(t, "load", "--db", dsn, file); code != exitOK || !strings.Contains(out, fmt.Sprintf(`"articles_added":%d`, each)) {
				t.Errorf("load %d: %d, %s%s", n, code, out, errs)
			}
		})
	}
	loads.Wait()
	db := dbFlag{dsn: dsn}
	err := db.read(t.Context(), func(s *graph.Store) error {
		n, err := s.Count(t.Context())
		if n != 4*each*100 {
			t.Errorf("%d quads are stored, want %d", n, 4*each*100)
		}
		return errors.Join(err, s.Verify(t.Context()))
	})
	if err != nil {
		t.Error(err)
	}
}

// TestPostgresStops stops the server in the middle of a load. What the load
// had stored is there afterwards, and loading again completes it.
func TestPostgresStops(t *testing.T) {
	server := postgres.New(t)
	dsn := server.Database(t)
	prepare(t, dsn)
	const articles = 2000
	file := loaded(t, 0, articles)
	halted := make(chan bool)
	go func() {
		defer close(halted)
		db := dbFlag{dsn: dsn}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_ = db.read(ctx, func(s *graph.Store) error {
			for {
				if n, err := s.Count(ctx); err != nil || n > 5000 {
					return err
				}
				time.Sleep(5 * time.Millisecond)
			}
		})
		server.Halt()
	}()
	_, errs, code := entente(t, "load", "--db", dsn, file)
	<-halted
	if code != exitError1 || !strings.Contains(errs, "server cannot be reached") || !strings.Contains(errs, "given up after") || !strings.Contains(errs, "hint: is the server running") {
		t.Errorf("load: %d, %s", code, errs)
	}
	if _, errs, code := entente(t, "stats", "--db", dsn); code != exitError1 || !strings.Contains(errs, "hint: is the server running") {
		t.Errorf("stats without a server: %d, %s", code, errs)
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	if out, errs, code := entente(t, "load", "--db", dsn, file); code != exitOK {
		t.Errorf("load again: %d, %s%s", code, out, errs)
	}
	db := dbFlag{dsn: dsn}
	err := db.read(t.Context(), func(s *graph.Store) error {
		if n, err := s.Count(t.Context()); n != articles*100+1 || err != nil {
			t.Errorf("%d quads are stored, want %d; %v", n, articles*100+1, err)
		}
		return s.Verify(t.Context())
	})
	if err != nil {
		t.Error(err)
	}
}

func TestPostgresWrongPassword(t *testing.T) {
	server := postgres.New(t)
	dsn := strings.Replace(server.DSN("postgres"), postgres.Password, "not-"+postgres.Password, 1)
	for _, args := range [][]string{{"load", "--db", dsn, loaded(t, 0, 1)}, {"stats", "--db", dsn}, {"gizmo", "--db", dsn, "g.V().All()"}, {"serve", "--db", dsn}} {
		_, errs, code := entente(t, args...)
		if code != exitError1 || !strings.Contains(errs, "wrong user or password") || !strings.Contains(errs, "hint: check the user, the password") {
			t.Errorf("%s: %d, %s", args[0], code, errs)
		}
	}
}
