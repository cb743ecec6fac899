package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/kv/bolt"
	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/storetest"
)

var create = graph.Options{Create: true}

// TestBoltAlone is the suite as Windows would run it.
func TestBoltAlone(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *graph.Store {
		return open(t, "bolt:"+filepath.Join(t.TempDir(), "store"), graph.MapSmall(create))
	})
}

func iris(s, p, o string) quad.Quad {
	return quad.Quad{Subject: quad.IRI(s), Predicate: quad.IRI(p), Object: quad.IRI(o)}
}

func put(t testing.TB, s *graph.Store, label string, quads ...quad.Quad) {
	t.Helper()
	if _, err := s.Put(t.Context(), []graph.Graph{{Label: quad.IRI(label), Quads: quads}}); err != nil {
		t.Fatal(err)
	}
}

func export(t testing.TB, s *graph.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := graph.Write(&b, graph.NQuads, s.Subgraph(t.Context(), graph.Filter{})); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func closed(t testing.TB, s *graph.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// made is a new store with one quad, closed again.
func made(t *testing.T) (dsn, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "deep", "store")
	dsn = "bolt:" + dir
	s := open(t, dsn, create)
	put(t, s, "art:1", iris("ir:A", "ir:met", "ir:B"))
	closed(t, s)
	return dsn, dir
}

func TestReopen(t *testing.T) {
	dsn, _ := made(t)
	for _, o := range []graph.Options{{}, create, {ReadOnly: true}, {ReadOnly: true, Create: true}} {
		s := open(t, dsn, o)
		if got, want := export(t, s), "<ir:A> <ir:met> <ir:B> <art:1> .\n"; got != want {
			t.Errorf("%+v: got %q, want %q", o, got, want)
		}
		_, err := s.Put(t.Context(), []graph.Graph{{Label: "art:1", Quads: []quad.Quad{iris("ir:A", "ir:met", "ir:B")}}})
		if errors.Is(err, graph.ErrReadOnly) != o.ReadOnly || !o.ReadOnly && err != nil {
			t.Errorf("%+v: put: got %v", o, err)
		}
		closed(t, s)
	}
}

func TestOpenErrors(t *testing.T) {
	_, dir := made(t)
	file := filepath.Join(dir, "indexes.bolt")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string, content []byte) string {
		dir := filepath.Join(t.TempDir(), "store")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
		return "bolt:" + dir
	}
	noHead := bytes.Clone(content)
	copy(noHead[20:], "xxxxxxxx")
	copy(noHead[os.Getpagesize()+20:], "xxxxxxxx")
	for name, c := range map[string]struct {
		dsn  string
		o    graph.Options
		want error
	}{
		"missing":            {"bolt:" + filepath.Join(t.TempDir(), "none"), graph.Options{}, graph.ErrNotFound},
		"missing, read only": {"bolt:" + filepath.Join(t.TempDir(), "none"), graph.Options{ReadOnly: true, Create: true}, graph.ErrNotFound},
		"empty folder":       {"bolt:" + t.TempDir(), graph.Options{}, graph.ErrNotFound},
		"a file":             {"bolt:" + file, create, graph.ErrNotStore},
		"other files":        {at("letter.txt", []byte("dear")), create, graph.ErrNotStore},
		"no bolt file":       {at("indexes.bolt", bytes.Repeat([]byte("dear "), 9999)), create, graph.ErrNotStore},
		"cut short":          {at("indexes.bolt", content[:4*os.Getpagesize()]), create, graph.ErrDamaged},
		"cut very short":     {at("indexes.bolt", content[:100]), create, graph.ErrDamaged},
		"head broken":        {at("indexes.bolt", noHead), create, graph.ErrDamaged},
		"empty file":         {at("indexes.bolt", nil), graph.Options{}, graph.ErrNotStore},
		"other DSN":          {"redis:x", create, graph.ErrBadDSN},
		"no path":            {"bolt:", create, graph.ErrBadDSN},
		"mem with a path":    {"mem:x", create, graph.ErrBadDSN},
		"no DSN":             {"", create, graph.ErrBadDSN},
	} {
		s, err := graph.Open(t.Context(), c.dsn, c.o)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got error %v, want %v", name, err, c.want)
		}
		if err == nil {
			closed(t, s)
		} else if path := strings.TrimPrefix(c.dsn, "bolt:"); !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %q does not name %s", name, err, path)
		}
	}
}

// TestDamaged spoils one page after the other. Whatever becomes of the store,
// the process lives.
func TestDamaged(t *testing.T) {
	dsn, dir := made(t)
	file := filepath.Join(dir, "indexes.bolt")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page, failed := os.Getpagesize(), 0
	content = content[:len(bytes.TrimRight(content, "\x00"))/page*page+page] // the rest is not in use
	for at := 2 * page; at < len(content); at += page {
		for _, fill := range []byte{0, 0x5a, 0xff} {
			bad := bytes.Clone(content)
			for i := range page {
				bad[at+i] = fill
			}
			if err := os.WriteFile(file, bad, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := use(t.Context(), dsn); err != nil {
				failed++
			}
		}
	}
	if failed == 0 {
		t.Error("no damage was noticed")
	}
}

// TestCutWhileOpen takes pages away under an open store.
func TestCutWhileOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be cut there")
	}
	dsn, dir := made(t)
	s := open(t, dsn, graph.Options{})
	if _, err := s.Put(t.Context(), articles(0, 1000)); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, "indexes.bolt"), int64(2*os.Getpagesize())); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`g.V("<ir:P7>").Out().All()`, `g.V().All()`} {
		var last error
		for _, err := range s.Gizmo(t.Context(), text, 0) {
			last = err
		}
		if !errors.Is(last, graph.ErrDamaged) {
			t.Errorf("%s: got error %v, want ErrDamaged", text, last)
		}
	}
	if err := s.Verify(t.Context()); !errors.Is(err, graph.ErrDamaged) {
		t.Errorf("verify: got error %v, want ErrDamaged", err)
	}
	if _, err := s.Put(t.Context(), articles(50, 100)); !errors.Is(err, graph.ErrDamaged) {
		t.Errorf("put: got error %v, want ErrDamaged", err)
	}
	closed(t, s)
}

// TestTwoSteps looks whether a query of two steps begins at its start and not
// at all edges of the second step: then it takes as much work among 10,000
// quads as among 2,000. Allocations stand for work.
func TestTwoSteps(t *testing.T) {
	for _, text := range []string{
		`g.V("<ir:P7>").In("<ir:actor>").Out("<ir:recipient>").All()`,
		`g.V("<ir:Event>").In("<rdf:type>").Intersect(g.V("<ir:P7>").In("<ir:actor>")).All()`,
		`g.V("<ir:P7>").In("<ir:actor>").Has("<ir:relation>", "<ir:met>").All()`,
	} {
		var work [2]float64
		for i, quads := range []int{2_000, 10_000} {
			s := open(t, "bolt:"+t.TempDir(), create)
			if _, err := s.Put(t.Context(), articles(0, quads)); err != nil {
				t.Fatal(err)
			}
			work[i] = testing.AllocsPerRun(3, func() {
				rows := 0
				for _, err := range s.Gizmo(t.Context(), text, 0) {
					if err != nil {
						t.Fatal(err)
					}
					rows++
				}
				if rows == 0 {
					t.Fatal("no rows")
				}
			})
			closed(t, s)
		}
		if work[1] > 1.5*work[0] {
			t.Errorf("%s: %.0f allocations among 2,000 quads, %.0f among 10,000", text, work[0], work[1])
		}
	}
}

func use(ctx context.Context, dsn string) error {
	s, err := graph.Open(ctx, dsn, graph.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer s.Close()
	for _, err := range s.Gizmo(ctx, `g.V("<ir:A>").Out().All()`, 0) {
		if err != nil {
			return err
		}
	}
	for _, err := range s.Subgraph(ctx, graph.Filter{}) {
		if err != nil {
			return err
		}
	}
	if _, err := s.Count(ctx); err != nil {
		return err
	}
	return s.Verify(ctx)
}

func TestVersions(t *testing.T) {
	dsn, _ := made(t)
	s := open(t, dsn, graph.Options{})
	if err := s.SetVersion(t.Context(), 999); err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	_, err := graph.Open(t.Context(), dsn, graph.Options{})
	if !errors.Is(err, graph.ErrNewer) || !strings.Contains(err.Error(), "999") || !strings.Contains(err.Error(), dsn) {
		t.Errorf("got error %v, want ErrNewer", err)
	}
}

// TestFailedWrite is the case in which Cayley's own store writes <ir:z> for
// <ir:x> from then on.
func TestFailedWrite(t *testing.T) {
	dsn := "bolt:" + t.TempDir()
	s := open(t, dsn, create)
	old := iris("ir:a", "ir:p", "ir:b")
	old.Label = quad.IRI("art:1")
	put(t, s, "art:1", old)
	before := export(t, s)
	fresh := iris("ir:x", "ir:p", "ir:y")
	fresh.Label = quad.IRI("art:1")
	if err := s.FailWrite(t.Context(), []quad.Quad{fresh, old}, nil); err == nil {
		t.Error("a quad was stored twice")
	}
	mine := errors.New("mine")
	if err := s.FailWrite(t.Context(), []quad.Quad{fresh}, mine); !errors.Is(err, mine) {
		t.Errorf("got error %v", err)
	}
	if got := export(t, s); got != before {
		t.Errorf("after failed writes: got %q, want %q", got, before)
	}
	put(t, s, "art:2", iris("ir:x", "ir:p", "ir:z"))
	want := before + "<ir:x> <ir:p> <ir:z> <art:2> .\n"
	if got := export(t, s); got != want {
		t.Errorf("after the next write: got %q, want %q", got, want)
	}
	closed(t, s)
	s = open(t, dsn, graph.Options{})
	defer closed(t, s)
	if got := export(t, s); got != want {
		t.Errorf("opened again: got %q, want %q", got, want)
	}
}

func TestInUse(t *testing.T) {
	dsn, dir := made(t)
	s := open(t, dsn, graph.Options{})
	for _, o := range []graph.Options{{}, {ReadOnly: true}} {
		o.LockWait = 100 * time.Millisecond
		begun := time.Now()
		_, err := graph.Open(t.Context(), dsn, o)
		if !errors.Is(err, graph.ErrInUse) || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "by this process") {
			t.Errorf("%+v: got error %v, want ErrInUse", o, err)
		}
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("%+v: took %s", o, took)
		}
	}
	closed(t, s)
	a, b := open(t, dsn, graph.Options{ReadOnly: true}), open(t, dsn, graph.Options{ReadOnly: true})
	closed(t, a)
	closed(t, b)
}

func TestInUseByAnother(t *testing.T) {
	dsn, _ := made(t)
	cmd, _ := other(t, "hold", dsn)
	_, err := graph.Open(t.Context(), dsn, graph.Options{LockWait: 100 * time.Millisecond})
	if want := fmt.Sprintf("by process %d", cmd.Process.Pid); !errors.Is(err, graph.ErrInUse) || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want ErrInUse %s", err, want)
	}
	end(t, cmd)
	closed(t, open(t, dsn, graph.Options{}))
}

// TestKilled ends a process that replaces two graphs over and over. Each is
// then there whole, and both in the same version.
func TestKilled(t *testing.T) {
	dsn, _ := made(t)
	cmd, lines := other(t, "write", dsn)
	for range 5 {
		lines.Scan() // a line for each write
	}
	end(t, cmd)
	s := open(t, dsn, graph.Options{})
	defer closed(t, s)
	text := export(t, s)
	versions := map[string]int{}
	for l := range strings.Lines(text) {
		if _, version, ok := strings.Cut(l, "<ir:version"); ok {
			versions[strings.Fields(version)[0]]++
		}
	}
	if len(versions) != 1 || strings.Count(text, "<ir:version") != 400 {
		t.Errorf("got versions %v in %d quads", versions, strings.Count(text, "<ir:version"))
	}
	put(t, s, "art:9", iris("ir:X", "ir:met", "ir:Z"))
}

// other starts this test binary again to do that with the store, and waits for
// its first line.
func other(t *testing.T, do, dsn string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestOther$")
	cmd.Env = append(os.Environ(), "ENTENTE_TEST_DO="+do, "ENTENTE_TEST_DSN="+dsn)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the other process said nothing")
	}
	return cmd, lines
}

func end(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // its status is that it was killed
}

// TestOther is what the process of other does.
func TestOther(t *testing.T) {
	do, dsn := os.Getenv("ENTENTE_TEST_DO"), os.Getenv("ENTENTE_TEST_DSN")
	if do == "" {
		t.Skip("run by other tests")
	}
	s := open(t, dsn, graph.Options{})
	for v := 0; do == "write"; v++ {
		var graphs []graph.Graph
		for _, label := range []quad.IRI{"art:1", "art:2"} {
			g := graph.Graph{Label: label}
			for i := range 200 {
				g.Quads = append(g.Quads, iris(fmt.Sprintf("ir:S%d", i), "ir:has", fmt.Sprintf("ir:version%d", v)))
			}
			graphs = append(graphs, g)
		}
		if _, err := s.Put(t.Context(), graphs); err != nil {
			t.Fatal(err)
		}
		fmt.Println("wrote")
	}
	for n := 0; do == "import"; n++ {
		label := quad.IRI(fmt.Sprintf("art:%d-%d", os.Getpid(), n))
		_, err := s.Import(t.Context(), func(yield func(quad.Quad, error) bool) {
			for i := range 500 {
				q := iris(fmt.Sprintf("ir:S%d", i), "ir:has", fmt.Sprintf("ir:of%d-%d", os.Getpid(), n))
				q.Label = label
				if !yield(q, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(label)
	}
	fmt.Println("open")
	time.Sleep(time.Minute)
}

// TestStockCayley opens a store with Cayley's own bolt backend, and one of
// Cayley's own with this package.
func TestStockCayley(t *testing.T) {
	if raceDetector {
		t.Skip("boltdb, which a stock Cayley uses, breaks the rules for pointers that the race detector checks")
	}
	_, dir := made(t)
	qs, err := cayley.NewQuadStore("bolt", dir, cayley.Options{"no_bloom": true})
	if err != nil {
		t.Fatal(err)
	}
	it := qs.QuadIterator(quad.Subject, qs.ValueOf(quad.IRI("ir:A")))
	want := iris("ir:A", "ir:met", "ir:B")
	want.Label = quad.IRI("art:1")
	if !it.Next(t.Context()) || qs.Quad(it.Result()) != want {
		t.Errorf("Cayley does not find %v", want)
	}
	it.Close()
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}

	dir = t.TempDir()
	if err := cayley.InitQuadStore("bolt", dir, nil); err != nil {
		t.Fatal(err)
	}
	if qs, err = cayley.NewQuadStore("bolt", dir, cayley.Options{"no_bloom": true}); err != nil {
		t.Fatal(err)
	}
	if err := qs.ApplyDeltas([]cayley.Delta{{Quad: want, Action: cayley.Add}}, cayley.IgnoreOpts{}); err != nil {
		t.Fatal(err)
	}
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Open(t.Context(), "bolt:"+dir, create); !errors.Is(err, graph.ErrNotStore) {
		t.Errorf("got error %v, want ErrNotStore", err)
	}
}
