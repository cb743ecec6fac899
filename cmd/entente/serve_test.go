package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/entente-kg/entente/examples"
	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/queries"
)

// TestServe runs the command as a process and talks to it. The store takes
// long to make, so that all parts begin with one.
func TestServe(t *testing.T) {
	dsn := storeOfExamples(t)
	for _, part := range []struct {
		name string
		run  func(*testing.T, string)
	}{
		{"ask gives the same rows", askGivesTheSameRows},
		{"writes", serveWrites},
		{"every file", everyFile},
		{"console reads", consoleReads},
		{"console draws", consoleDraws},
		{"console writes", consoleWrites},
		{"hostile requests", hostileRequests},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, dsn) })
	}
}

// served is a running entente serve: a process of its own, started in an empty
// folder, that has no module cache to look at.
type served struct {
	t   *testing.T
	url string
	dsn string
	cmd *exec.Cmd
	log func() string // what it wrote to standard error
}

// storeOfExamples is a store of the packaged articles.
func storeOfExamples(t *testing.T) string {
	t.Helper()
	articles, err := examples.Articles()
	if err != nil {
		t.Fatal(err)
	}
	db := dbFlag{dsn: "pebble:" + filepath.Join(t.TempDir(), "store")}
	err = db.open(t.Context(), graph.Options{Create: true}, func(s *graph.Store) error {
		_, err := loadArticles(t.Context(), s, loaders.Articles(articles), 2, loaders.Options{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return db.dsn
}

// copied is a copy of a store, to write to.
func copied(t *testing.T, dsn string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	if err := os.CopyFS(dir, os.DirFS(strings.TrimPrefix(dsn, "pebble:"))); err != nil {
		t.Fatal(err)
	}
	return "pebble:" + dir
}

func serve(t *testing.T, dsn string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, "entente", append([]string{"serve", "--db", dsn, "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOMODCACHE=/nonexistent", "HOME="+cmd.Dir)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 1000)
	var all strings.Builder
	done := make(chan struct{})
	go func() {
		defer close(done)
		for in := bufio.NewScanner(pipe); in.Scan(); {
			fmt.Fprintln(&all, in.Text())
			select {
			case lines <- in.Text():
			default:
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done; _ = cmd.Wait() })
	select {
	case line := <-lines:
		at := regexp.MustCompile(`http://\S+:\d+`).FindString(line)
		if at == "" {
			t.Fatalf("serve said: %s", line)
		}
		return &served{t, at, dsn, cmd, func() string { <-done; return all.String() }}
	case <-time.After(30 * time.Second):
		t.Fatal("serve did not start")
		return nil
	}
}

// request is one request as a caller could send it.
type request struct {
	method, path, body string
	head               map[string]string
	host               string
}

func (s *served) send(r request) (status int, text string, head http.Header) {
	s.t.Helper()
	if r.method == "" {
		r.method = http.MethodGet
		if r.body != "" {
			r.method = http.MethodPost
		}
	}
	req, err := http.NewRequest(r.method, s.url+r.path, strings.NewReader(r.body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Host = r.host
	for k, v := range r.head {
		req.Header.Set(k, v)
	}
	client := &http.Client{Timeout: time.Minute}
	resp, err := client.Do(req)
	if err != nil {
		s.t.Errorf("%s %s: %v", r.method, r.path, err)
		return 0, "", nil
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Errorf("%s %s: %v", r.method, r.path, err)
	}
	return resp.StatusCode, string(b), resp.Header
}

func (s *served) gizmo(text string) (status int, answer string) {
	s.t.Helper()
	status, answer, _ = s.send(request{path: "/api/v1/query/gizmo", body: text})
	return status, answer
}

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

// hostile requests, with the statuses of which one has to come and a text that
// the answer has to hold. docs/server.md lists them by name.
func hostile() []hostileRequest {
	gizmo := func(text string) request { return request{path: "/api/v1/query/gizmo", body: text} }
	write := func(kind, text string) request {
		return request{path: "/api/v2/write", body: text, head: map[string]string{"Content-Type": kind}}
	}
	zippedWrite := request{path: "/api/v2/write", body: zipped(strings.Repeat("<a:b> <a:c> <a:d> .\n", 1<<17)), head: map[string]string{"Content-Encoding": "gzip"}}
	brokenZip := zippedWrite
	brokenZip.body = "this is not gzip"
	return []hostileRequest{
		{"object as predicate", gizmo(`g.V("<ir:Russia>").Out({}).All()`), "400", "Out: got an object"},
		{"object as IRI", gizmo(`g.V(iri({})).All()`), "400", "iri: got an object"},
		{"object as label", gizmo(`g.V().LabelContext({}).Out().All()`), "400", "LabelContext: got an object"},
		{"object as node", gizmo(`g.V({}).All()`), "400", "got an object"},
		{"emit of what contains itself", gizmo(`var a = {}; a.a = a; g.emit(a)`), "400", "contain itself"},
		{"emit of a deep list", gizmo(`var a = []; for (var i = 0; i < 20000; i++) { a = [a]; } g.emit(a)`), "400", "levels deep"},
		{"endless loop", gizmo(`while (true) {}`), "504", "stopped after 1s"},
		{"endless rows", gizmo(`while (true) { g.emit(1); }`), "200", "only the first 1000 rows"},
		{"huge native string", gizmo(`new Array(1e9).join("xxxxxxxx")`), "504 422", "the query"},
		{"one huge allocation", gizmo(`new ArrayBuffer(3e9)`), "422", "the query"},
		{"string that doubles", gizmo(`var s = "x"; while (true) { s = s + s; }`), "422 504", "the query"},
		{"large rows", gizmo(`var s = new Array(1 << 20).join("x"); while (true) { g.emit(s); }`), "422 504", ""},
		{"deep recursion", gizmo(`function f(n) { return f(n + 1) + 1; } f(0)`), "422 504", "the query"},
		{"regular expression that backtracks", gizmo(`/^(a+)+$/.test(new Array(40).join("a") + "!")`), "504 400 200", ""},
		{"shape of an endless loop", request{path: "/api/v1/shape/gizmo", body: `while (true) {}`}, "504", "stopped after 1s"},
		{"query that does not parse", gizmo(`g.V(`), "400", "cannot be run"},
		{"unknown name in a query", gizmo(`nosuch()`), "400", "nosuch is not defined"},
		{"empty query", request{method: "POST", path: "/api/v1/query/gizmo"}, "400", "it is empty"},
		{"query of two MiB", gizmo(strings.Repeat("/", 2<<20)), "413", "too large"},
		{"limit that is no number", request{path: "/api/v1/query/gizmo?limit=many", body: "g.emit(1)"}, "400", "no number"},
		{"unknown language", request{path: "/api/v1/query/cobol", body: "x"}, "404", "have gizmo"},
		{"MQL that is none", request{path: "/api/v1/query/mql", body: `[{"id": [1, 2]}]`}, "400", "multiple fields"},
		{"GraphQL that is none", request{path: "/api/v1/query/graphql", body: "{ nodes("}, "400", "errors"},
		{"packed body that grows", zippedWrite, "413", "too large"},
		{"packed body that is not", brokenZip, "400", "gzip"},
		{"unknown packing", request{path: "/api/v2/write", body: "x", head: map[string]string{"Content-Encoding": "br"}}, "415", "encoding"},
		{"quads of an unknown format", write("application/pdf", "x"), "415", "formats"},
		{"quads as broken JSON", request{path: "/api/v1/write", body: `[{"subject": `}, "400", "JSON"},
		{"quad without an object", request{path: "/api/v1/write", body: `[{"subject": "<a:b>", "predicate": "<a:c>"}]`}, "400", "quad 1"},
		{"quad with a text as subject", request{path: "/api/v1/write", body: `[{"subject": "a", "predicate": "<a:c>", "object": "b"}]`}, "400", "neither an IRI"},
		{"quads as broken N-Quads", write("application/n-quads", "<a:b> <a:c>\n"), "400", "body:1"},
		{"binary quads that are none", write("application/x-protobuf", "\x00\x01\xff\xff\xff\xff\x7f"), "400", ""},
		{"context to be fetched", write("application/ld+json", `{"@context": "http://127.0.0.1:9/context.json", "@id": "a:b", "a:c": "d"}`), "400", "not fetched"},
		{"document to be fetched", write("application/ld+json", `"http://127.0.0.1:9/document.json"`), "400", ""},
		{"write into the store's own graph", request{path: "/api/v1/write", body: `[{"subject": "<a:b>", "predicate": "<a:c>", "object": "d", "label": "<graph:meta>"}]`}, "403", "own"},
		{"upload that is no form", request{path: "/api/v1/write/file/nquad", body: "<a:b> <a:c> <a:d> ."}, "415", "NQuadFile"},
		{"delete of what is not there", request{path: "/api/v1/delete", body: `[{"subject": "<a:b>", "predicate": "<a:c>", "object": "d"}]`}, "404", "no such quad"},
		{"method that is not taken", request{method: "DELETE", path: "/api/v1/write"}, "405", "takes POST"},
		{"path that leads out", request{path: "/static/..%2f..%2f..%2fetc/passwd"}, "404", ""},
		{"path to nowhere", request{path: "/api/v3/query"}, "404", "nothing at"},
		{"request of another site's page", request{path: "/api/v1/write", body: "[]", head: map[string]string{"Origin": "http://evil.example"}}, "403", "other sites"},
		{"request from a file's page", request{path: "/api/v1/query/gizmo", body: "g.emit(1)", head: map[string]string{"Origin": "null"}}, "403", "other sites"},
		{"another name for this machine", request{path: "/", host: "evil.example"}, "421", "own name"},
		{"unknown saved query", request{path: "/ask/nosuch"}, "404", "have alignment"},
		{"unknown parameter", request{path: "/ask/meetings?who=Russia&colour=red"}, "400", "unknown; it takes who"},
		{"program in a parameter", request{path: "/ask/meetings?who=" + url.QueryEscape(`"); while(true){} //`)}, "200", `"rows":[`},
		{"head of 100 KiB", request{path: "/?" + strings.Repeat("a", 100<<10)}, "431", ""},
	}
}

type hostileRequest struct {
	name   string
	req    request
	status string // those allowed, with blanks between
	text   string
}

// hostileRequests sends them one after the other; after each the server
// answers a good query, and in the end it is as small as before and no query's
// process is left.
func hostileRequests(t *testing.T, dsn string) {
	if testing.Short() {
		t.Skip("takes time: some requests run until they are stopped")
	}
	s := serve(t, copied(t, dsn), "--write", "--timeout", "1s", "--memory", "200", "--max-body", "1")
	good := func() {
		t.Helper()
		if status, answer := s.gizmo(`g.emit(6 * 7)`); status != http.StatusOK || answer != `{"result":[42]}`+"\n" {
			t.Fatalf("a good query then: %d %s", status, answer)
		}
	}
	good()
	before := s.memory()
	for _, h := range hostile() {
		t.Run(h.name, func(t *testing.T) {
			status, answer, _ := s.send(h.req)
			if !slices.Contains(strings.Fields(h.status), strconv.Itoa(status)) {
				t.Errorf("status %d, want %s; %.300s", status, h.status, answer)
			}
			if !strings.Contains(answer, h.text) {
				t.Errorf("the answer does not say %q: %.300s", h.text, answer)
			}
		})
		good()
	}
	malformed(t, s)
	good()
	if left := s.children(); left > 0 {
		t.Errorf("%d processes of queries are left", left)
	}
	after := s.memory()
	for range 100 { // the server gives memory back when it has been idle for a while
		if after <= before+slackKiB {
			break
		}
		time.Sleep(100 * time.Millisecond)
		after = s.memory()
	}
	t.Logf("memory of the server: %d KiB before, %d KiB after", before, after)
	if after > before+slackKiB {
		t.Errorf("the server holds far more than before")
	}
}

// slackKiB is how much more memory than at the start counts as normal: the
// caches that answers fill.
const slackKiB = 8 << 10

// TestHostileRequestsAreListed holds docs/server.md to the list.
func TestHostileRequestsAreListed(t *testing.T) {
	page, err := os.ReadFile("../../docs/server.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(hostile()) < 15 {
		t.Errorf("only %d hostile requests", len(hostile()))
	}
	for _, h := range hostile() {
		want := fmt.Sprintf("| %s | %s |", h.name, strings.Join(strings.Fields(h.status), ", "))
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/server.md lacks the row %s", want)
		}
	}
}

// malformed sends what is no HTTP, and half a request.
func malformed(t *testing.T, s *served) {
	t.Helper()
	for _, text := range []string{"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: many\r\n\r\n", "POST /api/v1/write HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n["} {
		c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c, text)
		if strings.Contains(text, "1000") {
			c.Close()
			continue
		}
		c.SetReadDeadline(time.Now().Add(10 * time.Second))
		line, _ := bufio.NewReader(c).ReadString('\n')
		if !strings.HasPrefix(line, "HTTP/1.1 400") {
			t.Errorf("%q: %q, want status 400", text, line)
		}
		c.Close()
	}
}

// memory is the server's resident memory in KiB, 0 where the system does not
// tell.
func (s *served) memory() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+)`).FindSubmatch(b)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

// children counts the processes that the server has started and that go on.
func (s *served) children() int {
	n := 0
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		b, err := os.ReadFile(stat)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(b), ") ")
		if f := strings.Fields(rest); len(f) > 1 && f[1] == strconv.Itoa(s.cmd.Process.Pid) && f[0] != "Z" {
			n++
		}
	}
	return n
}

// askGivesTheSameRows compares /ask with entente ask for every saved query
// and each of some arguments that it takes.
func askGivesTheSameRows(t *testing.T, dsn string) {
	s := serve(t, dsn)
	set, err := queries.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	values := map[queries.Kind][]string{
		queries.KindEntity: {"Russia", "France"}, queries.KindIssue: {"North Korea"}, queries.KindArticle: {"art:" + "x"},
	}
	answered := 0
	for _, q := range set.All() {
		args := url.Values{}
		for i, p := range q.Params {
			if v := values[p.Kind]; len(v) > 0 && (p.Required || slices.Contains(q.Needs, p.Name)) {
				args.Set(p.Name, v[i%len(v)])
			}
		}
		for _, evidence := range []bool{false, true} {
			line := []string{"ask", q.Name, "--db", dsn, "--format", "json"}
			for name := range args {
				if name != argEvidenceName {
					line = append(line, "--"+name, args.Get(name))
				}
			}
			if evidence {
				line = append(line, "--evidence")
				args.Set(argEvidenceName, "true")
			}
			want, _ := exec.Command("entente", line...).Output()
			status, got, _ := s.send(request{path: "/ask/" + q.Name + "?" + args.Encode()})
			if len(want) == 0 {
				want = []byte(`{"rows":[]}`) // exit code 4: nothing found
			}
			if status != http.StatusOK || rowsOf(t, string(want)) != rowsOf(t, got) {
				t.Errorf("%s: status %d\n--- entente ask gives\n%s\n--- /ask gives\n%s", q.Name, status, want, got)
			}
			if len(rowsOf(t, got)) > 10 {
				answered++
			}
		}
	}
	if answered < 8 {
		t.Errorf("only %d answers had rows", answered)
	}
}

const argEvidenceName = "evidence"

// rowsOf is the rows of an answer in JSON, as text.
func rowsOf(t *testing.T, text string) string {
	t.Helper()
	var answer struct{ Rows []json.RawMessage }
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Errorf("no JSON: %v in %.300s", err, text)
	}
	b, _ := json.Marshal(answer.Rows)
	return string(b)
}

// serveWrites holds that a server with --write changes the store, that
// entente load works beside it, and that one without does not write.
func serveWrites(t *testing.T, dsn string) {
	dsn = copied(t, dsn)
	s := serve(t, dsn, "--write", "--log")
	quad := `[{"subject": "<ir:Peru>", "predicate": "<ir:met>", "object": "<ir:Chile>", "label": "<graph:mine>"}]`
	met := `g.V("<ir:Peru>").LabelContext("<graph:mine>").Out("<ir:met>").All()`
	steps := []struct {
		req          request
		status       int
		text, answer string // of the write, and then of the query
	}{
		{request{path: "/api/v1/write", body: quad}, 200, "Successfully wrote 1 quads.", `"<ir:Chile>"`},
		{request{path: "/api/v1/write", body: quad}, 200, "1 were there already", `"<ir:Chile>"`},
		{request{path: "/api/v1/delete", body: quad}, 200, "Successfully deleted 1 quads.", `[]`},
		{request{path: "/api/v2/write", body: "<ir:Peru> <ir:met> <ir:Chile> <graph:mine> .\n<ir:Peru> <ir:met> <ir:Bolivia> .\n"}, 200, "1 without a label count as <graph:console>", `"<ir:Chile>"`},
		{request{path: "/api/v2/delete", body: zipped("<ir:Peru> <ir:met> <ir:Chile> <graph:mine> .\n"), head: map[string]string{"Content-Encoding": "gzip"}}, 200, "deleted 1 quads", `[]`},
		{request{path: "/api/v2/node/delete", body: "<ir:Bolivia>"}, 200, "deleted 1 nodes", `[]`},
	}
	for _, step := range steps {
		status, text, _ := s.send(step.req)
		if status != step.status || !strings.Contains(text, step.text) {
			t.Errorf("%s: %d %s, want %s", step.req.path, status, text, step.text)
		}
		if _, answer := s.gizmo(met); !strings.Contains(answer, step.answer) {
			t.Errorf("after %s the query gives %s, want %s", step.req.path, answer, step.answer)
		}
	}
	file := filepath.Join(t.TempDir(), "more.nq")
	if err := os.WriteFile(file, []byte("<ir:Peru> <ir:met> <ir:Ecuador> <graph:mine> .\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("entente", "load", "--db", dsn, file).CombinedOutput(); err != nil {
		t.Errorf("load beside serve: %v %s", err, out)
	}
	if _, answer := s.gizmo(met); !strings.Contains(answer, "Ecuador") {
		t.Errorf("what was loaded is not found: %s", answer)
	}

	reader := serve(t, dsn)
	if status, text, _ := reader.send(request{path: "/api/v1/write", body: quad}); status != http.StatusForbidden || !strings.Contains(text, "read-only") {
		t.Errorf("write to a read-only server: %d %s", status, text)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	log := s.log()
	if err := s.cmd.Wait(); err != nil || !strings.HasSuffix(log, "stopped\n") {
		t.Errorf("after SIGTERM: %v, log %s", err, log)
	}
	if !strings.Contains(log, `POST "/api/v1/write" 200`) {
		t.Errorf("the access log lacks the write: %s", log)
	}
}
