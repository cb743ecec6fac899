package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench-store:", err)
		os.Exit(1)
	}
}

// options are the command line.
type options struct {
	quads   int
	engines string
	dir     string
	cayley  string
	task    string
	dsn     string
	count   int
}

func run(ctx context.Context) error {
	var o options
	flag.IntVar(&o.quads, "quads", 1_000_000, "about how many quads the file has")
	flag.StringVar(&o.engines, "engines", "pebble,postgres,bolt,cayley-memstore,cayley-leveldb,cayley-bolt,oxigraph,n3", "what to measure, in this order")
	flag.StringVar(&o.dir, "dir", "", "work in this folder and keep it (default: a temporary one)")
	flag.StringVar(&o.cayley, "cayley", "", "a stock cayley command (default: it is built)")
	flag.StringVar(&o.task, "task", "", "for the program itself: what a process of its own does")
	flag.StringVar(&o.dsn, "db", "", "for the program itself: the store")
	flag.IntVar(&o.count, "articles", 0, "for the program itself: how many there are")
	flag.Parse()
	if o.task != "" {
		return runTask(ctx, o)
	}
	return compare(ctx, o)
}

// compare measures all engines and prints what came of it.
func compare(ctx context.Context, o options) error {
	b, err := newBench(ctx, o)
	if err != nil {
		return err
	}
	defer b.clean()
	fmt.Printf("%d quads of %d articles, %d MB of N-Quads\n\n", b.quads, b.articles, b.bytes/1e6)
	var results []result
	for _, name := range strings.Split(o.engines, ",") {
		measure, ok := engines[name]
		if !ok {
			return fmt.Errorf("unknown engine %q", name)
		}
		fmt.Fprintf(os.Stderr, "%s …\n", name)
		r, err := measure(ctx, b)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		r.name = name
		if err != nil {
			r.err = strings.Join(strings.Fields(err.Error()), " ")
		}
		results = append(results, r)
	}
	return printResults(os.Stdout, b.quads, results)
}

// runTask is what a child of the benchmark does. It prints JSON.
func runTask(ctx context.Context, o options) error {
	task, ok := map[string]func(context.Context, options) (any, error){"ask": taskAsk, "change": taskChange, "put": taskPut}[o.task]
	if !ok {
		return fmt.Errorf("unknown task %q", o.task)
	}
	out, err := task(ctx, o)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}

// asking is what came of asking a store.
type asking struct {
	OpenMS  float64
	Answers []timing
	Saved   []timing
}

func taskAsk(ctx context.Context, o options) (any, error) {
	begun := time.Now()
	s, err := graph.Open(ctx, o.dsn, graph.Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	out := asking{OpenMS: ms(begun)}
	out.Answers = askAll(ctx, askStore(s), o.count)
	out.Saved, err = askSaved(ctx, s, o.count)
	return out, err
}

// changes is what it took to change a store, in milliseconds, sorted.
type changes struct {
	Add, Forget []float64
	Same        bool // quad for quad: before, after, and in a new store made of it
}

func taskChange(ctx context.Context, o options) (any, error) {
	s, err := graph.Open(ctx, o.dsn, graph.Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	before, err := digest(ctx, s)
	if err != nil {
		return nil, err
	}
	out, err := addAndForget(ctx, s, o.count)
	if err != nil {
		return nil, err
	}
	after, err := digest(ctx, s)
	if err != nil {
		return nil, err
	}
	rebuilt, err := rebuiltDigest(ctx, s, o.dsn+".rebuilt")
	if err != nil {
		return nil, err
	}
	out.Same = before == after && before == rebuilt
	return out, s.Verify(ctx)
}

// addAndForget adds twenty articles to a store with so many, one by one, and
// forgets them.
func addAndForget(ctx context.Context, s *graph.Store, articles int) (changes, error) {
	m, out := newMaker(), changes{}
	m.made = articles // so that they are new
	var labels []graph.Graph
	for range 20 {
		g := graph.Graph{Quads: m.article()}
		g.Label = labelOf(g)
		labels = append(labels, g)
		begun := time.Now()
		if _, err := s.Put(ctx, []graph.Graph{g}); err != nil {
			return out, err
		}
		out.Add = append(out.Add, ms(begun))
	}
	for _, g := range labels {
		begun := time.Now()
		if _, err := s.Forget(ctx, g.Label); err != nil {
			return out, err
		}
		out.Forget = append(out.Forget, ms(begun))
	}
	slices.Sort(out.Add)
	slices.Sort(out.Forget)
	return out, nil
}

// rebuiltDigest is that of a new store made of another.
func rebuiltDigest(ctx context.Context, s *graph.Store, dsn string) (sum string, err error) {
	defer os.RemoveAll(strings.TrimPrefix(dsn, "pebble:"))
	if _, err := s.Rebuild(ctx, dsn); err != nil {
		return "", err
	}
	fresh, err := graph.Open(ctx, dsn, graph.Options{ReadOnly: true})
	if err != nil {
		return "", err
	}
	sum, err = digest(ctx, fresh)
	return sum, errors.Join(err, fresh.Close())
}

// putting is how fast articles go in, in synced batches of 10,000 quads.
type putting struct{ QuadsPerSecond float64 }

func taskPut(ctx context.Context, o options) (any, error) {
	s, err := graph.Open(ctx, o.dsn, graph.Options{Create: true})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	m, n := newMaker(), 0
	var took time.Duration
	for n < o.quads {
		var batch []graph.Graph
		for quads := 0; quads < 10_000; {
			g := graph.Graph{Quads: m.article()}
			g.Label = labelOf(g)
			batch = append(batch, g)
			quads += len(g.Quads)
			n += len(g.Quads)
		}
		begun := time.Now()
		if _, err := s.Put(ctx, batch); err != nil {
			return nil, err
		}
		took += time.Since(begun)
	}
	return putting{float64(n) / took.Seconds()}, nil
}

func ms(begun time.Time) float64 { return float64(time.Since(begun).Microseconds()) / 1e3 }

func diskBytes(path string) (n int64) {
	_ = filepath.Walk(path, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return nil
	})
	return n
}
