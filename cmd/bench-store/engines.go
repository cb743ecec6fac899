package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// result is what came of one engine. What was not measured is zero.
type result struct {
	name    string
	err     string
	load    time.Duration
	peak    int64 // bytes
	disk    int64
	openMS  float64
	answers []timing
	saved   []timing // the saved queries as they ship
	changes *changes
	putRate float64 // of articles in batches
}

// measurer measures one engine.
type measurer func(context.Context, *bench) (result, error)

// engines are the ways to measure, by name.
var engines = map[string]measurer{
	"pebble":          measurePebble,
	"postgres":        measurePostgres,
	"bolt":            measurePut,
	"cayley-bolt":     stock("bolt"),
	"cayley-leveldb":  stock("leveldb"),
	"cayley-memstore": stock("memstore"),
	"oxigraph":        nodeEngine("oxigraph"),
	"n3":              nodeEngine("n3"),
}

// bench is the file, and where to work.
type bench struct {
	options
	folder          string
	file            string
	articles, quads int
	bytes           int64
	self            string
}

func newBench(ctx context.Context, o options) (*bench, error) {
	b := &bench{options: o, folder: o.dir}
	var err error
	if b.self, err = os.Executable(); err != nil {
		return nil, err
	}
	if b.folder == "" {
		if b.folder, err = os.MkdirTemp("", "bench-store-*"); err != nil {
			return nil, err
		}
	} else if err := os.MkdirAll(b.folder, 0o755); err != nil {
		return nil, err
	}
	b.file = filepath.Join(b.folder, "news.nq")
	f, err := os.Create(b.file)
	if err != nil {
		return nil, err
	}
	if b.articles, b.quads, err = writeNews(f, o.quads); err != nil {
		return nil, err
	}
	b.bytes, err = f.Seek(0, 1)
	return b, errors.Join(err, f.Sync(), f.Close())
}

func (b *bench) clean() {
	if b.dir == "" {
		_ = os.RemoveAll(b.folder)
	}
}

// fresh is a path where nothing is.
func (b *bench) fresh(name string) (string, error) {
	path := filepath.Join(b.folder, name)
	return path, os.RemoveAll(path)
}

// timed runs a command to its end, and gives what it took.
func timed(ctx context.Context, r *result, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	begun := time.Now()
	err := c.Run()
	r.load = time.Since(begun)
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", filepath.Base(name), args[0], err, last(out.String()))
	}
	r.peak = peakBytes(c.ProcessState)
	return nil
}

func last(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// task runs a task of this program in a process of its own.
func (b *bench) task(ctx context.Context, into any, args ...string) error {
	c := exec.CommandContext(ctx, b.self, args...)
	var errs bytes.Buffer
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("%v: %w: %s", args, err, last(errs.String()))
	}
	return json.Unmarshal(out, into)
}

// buildEntente builds the program that users run.
func (b *bench) buildEntente(ctx context.Context) (string, error) {
	program := filepath.Join(b.folder, "entente")
	out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "github.com/entente-kg/entente/cmd/entente").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building entente: %w: %s", err, last(string(out)))
	}
	return program, nil
}

// measurePebble loads with the program that users load with.
func measurePebble(ctx context.Context, b *bench) (r result, err error) {
	program, err := b.buildEntente(ctx)
	if err != nil {
		return r, err
	}
	dir, err := b.fresh("pebble")
	if err != nil {
		return r, err
	}
	if err := timed(ctx, &r, program, "load", "--from", "nquads", "--db", "pebble:"+dir, b.file); err != nil {
		return r, err
	}
	r.disk = diskBytes(dir)
	var asked asking
	err = b.task(ctx, &asked, "-task", "ask", "-db", "pebble:"+dir, "-articles", strconv.Itoa(b.articles))
	if err != nil {
		return r, err
	}
	r.openMS, r.answers, r.saved, r.changes = asked.OpenMS, asked.Answers, asked.Saved, &changes{}
	if err := b.task(ctx, r.changes, "-task", "change", "-db", "pebble:"+dir, "-articles", strconv.Itoa(b.articles)); err != nil {
		return r, err
	}
	return r, b.put(ctx, &r, "pebble")
}

// measurePut measures only how fast articles go into a bolt store of ours.
func measurePut(ctx context.Context, b *bench) (r result, err error) {
	return r, b.put(ctx, &r, "bolt")
}

func (b *bench) put(ctx context.Context, r *result, kind string) error {
	dir, err := b.fresh("put-" + kind)
	if err != nil {
		return err
	}
	var p putting
	err = b.task(ctx, &p, "-task", "put", "-db", kind+":"+dir, "-quads", strconv.Itoa(min(b.quads, 200_000)))
	r.putRate = p.QuadsPerSecond
	return errors.Join(err, os.RemoveAll(dir))
}

// stock measures the stock cayley command on one of its engines.
func stock(kind string) measurer {
	return func(ctx context.Context, b *bench) (r result, err error) {
		if err := b.buildCayley(ctx); err != nil {
			return r, err
		}
		path, err := b.fresh("cayley-" + kind)
		if err != nil {
			return r, err
		}
		if err := os.MkdirAll(path, 0o755); err != nil {
			return r, err
		}
		store := []string{"--db", kind, "--dbpath", path}
		load := append([]string{"load", "--init", "--load", b.file}, store...)
		if kind == "memstore" { // it lies nowhere, and has to load again to answer
			store = []string{"--db", kind, "--load", b.file}
			load = append([]string{"load"}, store...)
		}
		if err := timed(ctx, &r, b.cayley, load...); err != nil {
			return r, err
		}
		r.disk = diskBytes(path)
		return r, b.askCayley(ctx, &r, store)
	}
}

// buildCayley builds the command of the pinned module, unless it is given.
func (b *bench) buildCayley(ctx context.Context) error {
	if b.cayley != "" {
		return nil
	}
	dir, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		return fmt.Errorf("finding the module of cayley: %w", err)
	}
	// In a copy of its own module it has the versions that its makers gave it.
	work, err := b.fresh("cayley-source")
	if err != nil {
		return err
	}
	if err := os.CopyFS(work, os.DirFS(strings.TrimSpace(string(dir)))); err != nil {
		return err
	}
	program := filepath.Join(b.folder, "cayley")
	c := exec.CommandContext(ctx, "go", "build", "-mod=mod", "-o", program, "./cmd/cayley")
	c.Dir, c.Env = work, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("building cayley: %w: %s", err, last(string(out)))
	}
	b.cayley = program
	return nil
}

// askCayley starts a server and asks it.
func (b *bench) askCayley(ctx context.Context, r *result, args []string) error {
	address, err := freeAddress()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	c := exec.CommandContext(ctx, b.cayley, append([]string{"http", "--host", address}, args...)...)
	begun := time.Now()
	if err := c.Start(); err != nil {
		stop()
		return err
	}
	defer func() { stop(); _ = c.Wait() }()
	for {
		resp, err := http.Get("http://" + address + "/api/v2/formats")
		if err == nil {
			resp.Body.Close()
			break
		}
		if time.Since(begun) > 10*time.Minute {
			return fmt.Errorf("the server does not answer: %w", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.openMS = ms(begun)
	r.answers = askAll(ctx, askServer(address), b.articles)
	return nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Packages of npm, pinned.
const oxigraphVersion, n3Version = "0.5.11", "2.13.12"

//go:embed rivals.mjs
var rivals []byte

// nodeEngine measures a library of npm, which keeps all in memory.
func nodeEngine(name string) measurer {
	return func(ctx context.Context, b *bench) (r result, err error) {
		dir := filepath.Join(b.folder, "npm")
		if err := b.installNode(ctx, dir); err != nil {
			return r, err
		}
		texts, err := json.Marshal(nodeQuestions(b.articles))
		if err != nil {
			return r, err
		}
		asked := filepath.Join(dir, "questions.json")
		if err := os.WriteFile(asked, texts, 0o644); err != nil {
			return r, err
		}
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		c := exec.CommandContext(ctx, "node", "--max-old-space-size=12000", filepath.Join(dir, "rivals.mjs"), name, b.file, asked)
		var errs bytes.Buffer
		c.Stderr = &errs
		out, err := c.StdoutPipe()
		if err != nil {
			return r, err
		}
		if err := c.Start(); err != nil {
			return r, err
		}
		answered, stuck := r.take(out, stop)
		if err := c.Wait(); err != nil && !stuck {
			return r, fmt.Errorf("node: %w: %s", err, last(errs.String()))
		}
		r.peak = peakBytes(c.ProcessState)
		r.answers = inOrder(answered)
		return r, nil
	}
}

// stuckAfter is how long a question may take that cannot be interrupted.
const stuckAfter = time.Minute

// take takes what rivals.mjs prints, line by line. Where a question takes too
// long it calls stop and says so.
func (r *result) take(out io.Reader, stop func()) (answered map[string]timing, stuck bool) {
	answered = map[string]timing{}
	lines := make(chan []byte)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(out); in.Scan(); {
			lines <- slices.Clone(in.Bytes())
		}
	}()
	for {
		var patient <-chan time.Time // loading takes what it takes
		if r.load > 0 {
			patient = time.After(stuckAfter)
		}
		select {
		case line, more := <-lines:
			if !more {
				return answered, stuck
			}
			var loaded struct{ Seconds float64 }
			var t timing
			if r.load == 0 && json.Unmarshal(line, &loaded) == nil {
				r.load = time.Duration(loaded.Seconds * float64(time.Second))
			} else if json.Unmarshal(line, &t) == nil {
				answered[t.Name] = t
			}
		case <-patient:
			stuck = true
			stop()
		}
	}
}

// inOrder are the answers in the order of the questions, with a word for those
// that never came.
func inOrder(answered map[string]timing) (out []timing) {
	for _, q := range questions {
		t, ok := answered[q.name]
		if !ok {
			t = timing{Name: q.name, Aggregate: q.aggregate, Err: fmt.Sprintf("> %v", stuckAfter)}
		}
		out = append(out, t)
	}
	return out
}

func (b *bench) installNode(ctx context.Context, dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "rivals.mjs")); err == nil {
		return nil
	}
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("left out: there is no %s", program)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts",
		"oxigraph@"+oxigraphVersion, "n3@"+n3Version)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("left out: npm: %w: %s", err, last(string(out)))
	}
	return os.WriteFile(filepath.Join(dir, "rivals.mjs"), rivals, 0o644)
}

// nodeQuestion is a question as rivals.mjs reads it.
type nodeQuestion struct {
	Name      string      `json:"name"`
	Aggregate bool        `json:"aggregate"`
	Rounds    []nodeRound `json:"rounds"`
}

// nodeRound is a question's text in one round, and whom and what it is about.
type nodeRound struct {
	Text  string            `json:"text"`
	About map[string]string `json:"about"`
}

// aggregatesLast orders questions: those first that stop after some rows.
func aggregatesLast(a, b question) int {
	switch {
	case a.aggregate == b.aggregate:
		return 0
	case b.aggregate:
		return -1
	}
	return 1
}

// nodeQuestions are the questions, those last that may never come to an end.
func nodeQuestions(articles int) (out []nodeQuestion) {
	for _, q := range slices.SortedStableFunc(slices.Values(questions), aggregatesLast) {
		n := nodeQuestion{Name: q.name, Aggregate: q.aggregate}
		for round := range rounds {
			about := map[string]string{}
			for _, name := range []string{"A", "SA", "SB", "I", "R"} {
				about[name] = strings.Trim(asked("$"+name, round, articles, ""), "<>")
			}
			n.Rounds = append(n.Rounds, nodeRound{asked(q.sparql, round, articles, ""), about})
		}
		out = append(out, n)
	}
	return out
}

func labelOf(g graph.Graph) quad.IRI {
	label, _ := g.Quads[0].Label.(quad.IRI)
	return label
}
