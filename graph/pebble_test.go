package graph_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
)

func TestPebbleReopen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "store")
	dsn := "pebble:" + dir
	s := open(t, dsn, create)
	put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))
	closed(t, s)
	for _, o := range []graph.Options{{}, create, {ReadOnly: true}, {ReadOnly: true, Create: true}} {
		s := open(t, dsn, o)
		if got, want := export(t, s), "<ir:A> <ir:met> <ir:B> <art:1> .\n"; got != want {
			t.Errorf("%+v: got %q, want %q", o, got, want)
		}
		_, err := s.Put(t.Context(), []graph.Graph{{Label: "art:1", Quads: []quad.Quad{iris("ir:A", "ir:met", "ir:B")}}})
		_, err2 := s.Import(t.Context(), func(func(quad.Quad, error) bool) {})
		for _, err := range []error{err, err2} {
			if errors.Is(err, graph.ErrReadOnly) != o.ReadOnly || !o.ReadOnly && err != nil {
				t.Errorf("%+v: write: got %v", o, err)
			}
		}
		closed(t, s)
	}
}

func TestPebbleOpenErrors(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := open(t, "pebble:"+dir, create)
	put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))
	closed(t, s)
	spoilt := func(name string, spoil func(path string) error) string {
		dir2 := filepath.Join(t.TempDir(), "store")
		if err := os.CopyFS(dir2, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		found, err := filepath.Glob(filepath.Join(dir2, name))
		if err != nil || len(found) == 0 {
			t.Fatal(name, err)
		}
		if err := spoil(found[0]); err != nil {
			t.Fatal(err)
		}
		return "pebble:" + dir2
	}
	cut := func(path string) error { return os.Truncate(path, 20) }
	letters := t.TempDir()
	if err := os.WriteFile(filepath.Join(letters, "letter.txt"), []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	bolt := filepath.Join(t.TempDir(), "bolt")
	closed(t, open(t, "bolt:"+bolt, create))
	for name, c := range map[string]struct {
		dsn  string
		o    graph.Options
		want error
	}{
		"missing":            {"pebble:" + filepath.Join(t.TempDir(), "none"), graph.Options{}, graph.ErrNotFound},
		"missing, read only": {"pebble:" + filepath.Join(t.TempDir(), "none"), graph.Options{ReadOnly: true, Create: true}, graph.ErrNotFound},
		"empty folder":       {"pebble:" + t.TempDir(), graph.Options{}, graph.ErrNotFound},
		"a file":             {"pebble:" + filepath.Join(letters, "letter.txt"), create, graph.ErrNotStore},
		"other files":        {"pebble:" + letters, create, graph.ErrNotStore},
		"a bolt store":       {"pebble:" + bolt, create, graph.ErrNotStore},
		"no list of tables":  {spoilt("MANIFEST-*", os.Remove), create, graph.ErrDamaged},
		"list cut short":     {spoilt("MANIFEST-*", cut), create, graph.ErrDamaged},
		"a table missing":    {spoilt("*.sst", os.Remove), create, graph.ErrDamaged},
		"a table cut short":  {spoilt("*.sst", cut), create, graph.ErrDamaged},
		"no path":            {"pebble:", create, graph.ErrBadDSN},
		"sqlite":             {"sqlite:x", create, graph.ErrBadDSN},
	} {
		s, err := graph.Open(t.Context(), c.dsn, c.o)
		if err == nil {
			err = errors.Join(s.Verify(t.Context()), s.Close())
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got error %v, want %v", name, err, c.want)
		} else if path := strings.TrimPrefix(c.dsn, "pebble:"); !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %q does not name %s", name, err, path)
		}
	}
}

// TestPebbleInUse holds a store open: another writer, and a reader beside a
// writer, are turned away; readers go together.
func TestPebbleInUse(t *testing.T) {
	dir := t.TempDir()
	dsn := "pebble:" + dir
	s := open(t, dsn, create)
	for _, o := range []graph.Options{{}, {ReadOnly: true}} {
		o.LockWait = 50 * time.Millisecond
		if _, err := graph.Open(t.Context(), dsn, o); !errors.Is(err, graph.ErrInUse) || !strings.Contains(err.Error(), "by this process") {
			t.Errorf("%+v: got error %v, want ErrInUse", o, err)
		}
	}
	closed(t, s)
	a, b := open(t, dsn, graph.Options{ReadOnly: true}), open(t, dsn, graph.Options{ReadOnly: true})
	if _, err := graph.Open(t.Context(), dsn, graph.Options{LockWait: time.Millisecond}); !errors.Is(err, graph.ErrInUse) {
		t.Errorf("writer beside readers: got error %v, want ErrInUse", err)
	}
	closed(t, a)
	closed(t, b)
	cmd, _ := other(t, "hold", dsn)
	want := fmt.Sprintf("by process %d", cmd.Process.Pid)
	if _, err := graph.Open(t.Context(), dsn, graph.Options{LockWait: time.Millisecond}); !errors.Is(err, graph.ErrInUse) || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want ErrInUse %s", err, want)
	}
	end(t, cmd)
	closed(t, open(t, dsn, graph.Options{}))
}

// TestPebbleKilled kills a process in mid-load twenty times. What it said was
// stored is there, whole, and the store is sound.
func TestPebbleKilled(t *testing.T) {
	oneGoroutine(t)
	dsn := "pebble:" + t.TempDir()
	s := open(t, dsn, create)
	put(t, s, "art:old", iris("ir:A", "ir:met", "ir:B"))
	closed(t, s)
	for round := range 20 {
		do := []string{"write", "import"}[round%2]
		cmd, lines := other(t, do, dsn)
		stored := []string{lines.Text()}
		for range round % 3 {
			if lines.Scan() {
				stored = append(stored, lines.Text())
			}
		}
		time.Sleep(time.Duration(round*7%10) * time.Millisecond)
		end(t, cmd)
		s := open(t, dsn, graph.Options{})
		if err := s.Verify(t.Context()); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if ok, err := s.Has(t.Context(), "art:old"); !ok || err != nil {
			t.Errorf("round %d: the old graph: %v, %v", round, ok, err)
		}
		versions := map[string]int{}
		for l := range strings.Lines(export(t, s)) {
			if _, version, ok := strings.Cut(l, "<ir:version"); ok {
				versions[strings.Fields(version)[0]]++
			}
		}
		if do == "write" && (len(versions) != 1 || slices.Collect(maps.Values(versions))[0] != 400) {
			t.Errorf("round %d: got versions %v", round, versions)
		}
		for _, label := range stored {
			if !strings.HasPrefix(label, "art:") {
				continue
			}
			if n := len(labelled(t, s, quad.IRI(label))); n != 500 {
				t.Errorf("round %d: %d quads of graph %s, which was stored", round, n, label)
			}
		}
		closed(t, s)
	}
}

func labelled(t testing.TB, s *graph.Store, label quad.IRI) (out []quad.Quad) {
	t.Helper()
	for q, err := range s.Graph(t.Context(), label) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out
}

// TestPebbleForget adds an article and forgets it: the store is then what a
// rebuild makes of it, and what it was before.
func TestPebbleForget(t *testing.T) {
	s := open(t, "pebble:"+t.TempDir(), create)
	defer closed(t, s)
	if _, err := s.Put(t.Context(), articles(0, 3000)); err != nil {
		t.Fatal(err)
	}
	before := export(t, s)
	more := articles(500, 1000)
	if _, err := s.Put(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	for _, g := range more {
		if _, err := s.Forget(t.Context(), g.Label); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(before, export(t, s)); d != "" {
		t.Errorf("after add and forget (-before +after):\n%s", d)
	}
	dsn := "pebble:" + filepath.Join(t.TempDir(), "rebuilt")
	if _, err := s.Rebuild(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	rebuilt := open(t, dsn, graph.Options{ReadOnly: true})
	defer closed(t, rebuilt)
	if d := cmp.Diff(before, export(t, rebuilt)); d != "" {
		t.Errorf("rebuilt (-before +after):\n%s", d)
	}
	for _, s := range []*graph.Store{s, rebuilt} {
		if err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// TestRandom asks random paths of random graphs, on a pebble store that is
// written in several ways and on a mem store. The sorted answers are the same.
func TestRandom(t *testing.T) {
	oneGoroutine(t)
	graphs, paths := 4, 60
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_RANDOM_GRAPHS")); err == nil {
		graphs, paths = n, 250 // 12: three thousand queries, some minutes
	}
	for seed := range graphs {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		mem, disk := open(t, "mem:", graph.Options{}), open(t, "pebble:"+t.TempDir(), create)
		model := randomGraphs(r)
		for i, g := range model {
			for _, s := range []*graph.Store{mem, disk} {
				var err error
				if i%3 == 0 && s == disk {
					_, err = s.Import(t.Context(), func(yield func(quad.Quad, error) bool) {
						for _, q := range g.Quads {
							q.Label = g.Label
							if !yield(q, nil) {
								return
							}
						}
					})
				} else {
					_, err = s.Put(t.Context(), []graph.Graph{g})
				}
				if err == nil && i%4 == 3 {
					_, err = s.Forget(t.Context(), model[i-1].Label)
				}
				if err != nil && !errors.Is(err, graph.ErrNotFound) {
					t.Fatal(err)
				}
			}
		}
		if d := cmp.Diff(export(t, mem), export(t, disk)); d != "" {
			t.Fatalf("seed %d: (-mem +pebble):\n%s", seed, d)
		}
		if err := disk.Verify(t.Context()); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		for range paths {
			text := randomPath(r)
			if d := cmp.Diff(answers(t, mem, text), answers(t, disk, text)); d != "" {
				t.Errorf("seed %d: %s (-mem +pebble):\n%s", seed, text, d)
			}
		}
		closed(t, mem)
		closed(t, disk)
	}
}

func answers(t *testing.T, s *graph.Store, text string) (rows []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for row, err := range s.Gizmo(ctx, text, 20_000) {
		if errors.Is(err, graph.ErrTruncated) {
			return nil
		}
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		rows = append(rows, fmt.Sprint(row))
	}
	slices.Sort(rows)
	return rows
}

// randomDay is a date, or what may stand in the place of one.
func randomDay(r *rand.Rand) quad.Value {
	others := []quad.Value{quad.IRI("ir:N1"), quad.Int(2011), quad.LangString{Value: "2011-03-01", Lang: "en"}, quad.String("")}
	if n := r.IntN(16); n < len(others) {
		return others[n]
	}
	return quad.String(randomDate(r))
}

func randomDate(r *rand.Rand) string { return fmt.Sprintf("2011-%02d-01", 1+r.IntN(9)) }

func randomNode(r *rand.Rand) string  { return fmt.Sprint("ir:N", r.IntN(12)) }
func randomEdge(r *rand.Rand) string  { return fmt.Sprint("ir:p", r.IntN(4)) }
func randomLabel(r *rand.Rand) string { return fmt.Sprint("art:", r.IntN(8)) }

func randomGraphs(r *rand.Rand) []graph.Graph {
	var out []graph.Graph
	for n := range 8 {
		g := graph.Graph{Label: quad.IRI(fmt.Sprint("art:", n))}
		for range r.IntN(25) {
			q := iris(randomNode(r), randomEdge(r), randomNode(r))
			switch r.IntN(8) {
			case 0:
				q.Predicate, q.Object = quad.IRI("ir:size"), quad.Int(r.IntN(5))
			case 1:
				q.Predicate, q.Object = quad.IRI("ir:name"), quad.String([]string{"a", "b", "c"}[r.IntN(3)])
			case 2:
				q.Predicate, q.Object = quad.IRI("ir:when"), randomDay(r)
			}
			g.Quads = append(g.Quads, q)
		}
		out = append(out, g)
	}
	return out
}

// randomPath is a query whose rows do not depend on the order in which a store
// finds things: its tags are those of steps, and what has several paths to one
// node is made unique where tags could show which was taken.
func randomPath(r *rand.Rand) string {
	ref := func(iri string) string { return fmt.Sprintf(`"<%s>"`, iri) }
	start := func() string {
		switch r.IntN(5) {
		case 0:
			return "g.V()"
		case 1:
			return fmt.Sprintf("g.V(%s, %s)", ref(randomNode(r)), ref(randomNode(r)))
		}
		return fmt.Sprintf("g.V(%s)", ref(randomNode(r)))
	}
	edge := func() string {
		switch r.IntN(6) {
		case 0:
			return ""
		case 1:
			return fmt.Sprintf("[%s, %s]", ref("ir:p0"), ref("ir:p1"))
		}
		return ref(randomEdge(r))
	}
	step := func() string {
		switch r.IntN(15) {
		case 12:
			return fmt.Sprintf(`.Has("<ir:when>", gte("%s")).Has("<ir:when>", lte("%s"))`, randomDate(r), randomDate(r))
		case 13:
			return fmt.Sprintf(`.Has("<ir:when>", gte("%s"), lt("%s"))`, randomDate(r), randomDate(r))
		case 14:
			return fmt.Sprintf(`.Has("<ir:when>", %s)`, []string{`regex("-0[1-4]-")`, `lt(iri("ir:N2"))`, `gt(2000)`, `like("%-03-%")`}[r.IntN(4)])
		case 0, 1, 2:
			return ".Out(" + edge() + ")"
		case 3, 4, 5:
			return ".In(" + edge() + ")"
		case 6:
			return fmt.Sprintf(".Has(%s, %s)", ref(randomEdge(r)), ref(randomNode(r)))
		case 7:
			return fmt.Sprintf(`.Has("<ir:size>", %s(%d))`, []string{"gt", "lte"}[r.IntN(2)], r.IntN(5))
		case 8:
			return fmt.Sprintf(".LabelContext(%s)", ref(randomLabel(r)))
		case 9:
			return fmt.Sprintf(".Both(%s)", ref(randomEdge(r)))
		case 10:
			return ".Unique()"
		}
		return fmt.Sprintf(`.Has("<ir:name>", "%s")`, []string{"a", "b", "c"}[r.IntN(3)])
	}
	path := func(longest int) string {
		p := start()
		for range 1 + r.IntN(longest) {
			p += step()
		}
		return p
	}
	p := path(4)
	switch r.IntN(8) {
	case 0:
		p += ".Intersect(" + path(2) + ")"
	case 1:
		p += ".Except(" + path(2) + ")"
	case 2:
		p += ".Union(" + path(2) + ")"
	case 3:
		return "g.emit(" + p + ".Unique().Count())"
	}
	return p + ".Unique().All()"
}
