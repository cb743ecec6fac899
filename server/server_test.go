package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
	"github.com/entente-kg/entente/server"
)

// fake answers free queries by their text, and has a real store for the rest.
type fake struct {
	*graph.Store
	mu    sync.Mutex
	asked []server.FreeQuery
}

func (f *fake) Query(ctx context.Context, q server.FreeQuery) (server.Answer, error) {
	f.mu.Lock()
	f.asked = append(f.asked, q)
	f.mu.Unlock()
	row := func(s string) []json.RawMessage { return []json.RawMessage{json.RawMessage(s)} }
	switch q.Text {
	case "rows":
		return server.Answer{Rows: append(row(`{"id":"<ir:Peru>"}`), row("2")...)}, nil
	case "cut":
		return server.Answer{Rows: row("1"), Truncated: true}, nil
	case "none":
		return server.Answer{}, nil
	case "wait":
		<-ctx.Done()
		return server.Answer{}, context.Cause(ctx)
	case "panic":
		panic("a fault")
	}
	for _, err := range []error{graph.ErrBadQuery, graph.ErrInUse, server.ErrTime, server.ErrMemory, server.ErrSize, server.ErrCrashed} {
		if q.Text == err.Error() {
			return server.Answer{}, fmt.Errorf("query: %w", err)
		}
	}
	return server.Answer{}, errors.New("no disk")
}

const catalogue = `// doc: Who met whom.
// param who (entity, required): who
// param text (text): a text
// column source (entity): one
// column target (entity): other
// column said (evidence): a sentence
g.V(iri(p.who)).Out("<ir:met>").ForEach(function (d) { g.emit({source: p.who, target: d.id, said: "so <b>" + (p.text || "")}); });
`

type slowAsker struct{ queries.Runner }

func (slowAsker) Gizmo(ctx context.Context, _ string, _ int) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		<-ctx.Done()
		yield(nil, ctx.Err())
	}
}

// newServer is a server over a few quads, changed by change.
func newServer(t *testing.T, change func(*server.Config)) (*server.Server, *fake) {
	t.Helper()
	store, err := graph.Open(t.Context(), "mem:", graph.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	for q, err := range graph.Read(strings.NewReader("<ir:Peru> <ir:met> <ir:Chile> <art:1> .\n<ir:Peru> <ir:met> <ir:Bolivia> <art:1> .\n"), "quads") {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Add(t.Context(), []quad.Quad{q}); err != nil {
			t.Fatal(err)
		}
	}
	set, err := queries.Catalogue(fstest.MapFS{"met.js": {Data: []byte(catalogue)}})
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{Store: store}
	c := server.Config{Queries: set, Asker: store, Querier: f, Reader: store, Writer: store}
	if change != nil {
		change(&c)
	}
	s, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s, f
}

// call is a request and what has to come back.
type call struct {
	name, method, path, body string
	head                     []string // name, value, …
	status                   int
	text                     string // in the answer
}

func (c call) run(t *testing.T, s http.Handler) *httptest.ResponseRecorder {
	t.Helper()
	if c.method == "" {
		c.method = "GET"
		if c.body != "" {
			c.method = "POST"
		}
	}
	r := httptest.NewRequest(c.method, "http://127.0.0.1:64210"+c.path, strings.NewReader(c.body))
	for i := 0; i+1 < len(c.head); i += 2 {
		r.Header.Set(c.head[i], c.head[i+1])
		if c.head[i] == "Host" {
			r.Host = c.head[i+1]
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != c.status || !strings.Contains(w.Body.String(), c.text) {
		t.Errorf("%s %s %s: %d %.300s\nwant %d with %s", c.name, c.method, c.path, w.Code, w.Body, c.status, c.text)
	}
	return w
}

func runAll(t *testing.T, s http.Handler, calls []call) {
	t.Helper()
	for _, c := range calls {
		c.run(t, s)
	}
}

func TestQueries(t *testing.T) {
	s, f := newServer(t, nil)
	runAll(t, s, []call{
		{path: "/api/v1/query/gizmo", body: "rows", status: 200, text: `{"result":[{"id":"<ir:Peru>"},2]}`},
		{path: "/api/v1/query/gizmo", body: "none", status: 200, text: `{"result":[]}`},
		{path: "/api/v1/query/gizmo?limit=1", body: "cut", status: 200, text: `{"result":[1],"cut":"only the first 1 rows`},
		{path: "/api/v1/query/mql", body: "rows", status: 200, text: `{"result":[`},
		{path: "/api/v1/query/graphql", body: "rows", status: 200, text: `{"data":{"id":"<ir:Peru>"}}`},
		{path: "/api/v1/query/graphql", body: graph.ErrBadQuery.Error(), status: 400, text: `"errors":[{"message":"query: `},
		{path: "/api/v1/query/sexp", body: "rows", status: 404, text: "have gizmo, graphql, mql"},
		{path: "/api/v1/query/gizmo", method: "POST", status: 400, text: "it is empty"},
		{path: "/api/v1/query/gizmo", body: " \n", status: 400, text: "it is empty"},
		{path: "/api/v1/query/gizmo", status: 405, text: "takes POST"},
		{path: "/api/v1/query/gizmo?limit=x", body: "rows", status: 400, text: "no number"},
		{path: "/api/v1/query/gizmo", body: graph.ErrBadQuery.Error(), status: 400, text: `{"error":"query: query cannot be run"`},
		{path: "/api/v1/query/gizmo", body: graph.ErrInUse.Error(), status: 503, text: "in use"},
		{path: "/api/v1/query/gizmo", body: server.ErrTime.Error(), status: 504, text: "too long"},
		{path: "/api/v1/query/gizmo", body: server.ErrMemory.Error(), status: 422, text: "memory"},
		{path: "/api/v1/query/gizmo", body: server.ErrSize.Error(), status: 422, text: "too large"},
		{path: "/api/v1/query/gizmo", body: server.ErrCrashed.Error(), status: 422, text: "crashed"},
		{path: "/api/v1/query/gizmo", body: "other", status: 500, text: "no disk"},
		{path: "/api/v1/query/gizmo", body: "panic", status: 500, text: "a fault of the server"},
		{path: "/api/v1/query/gizmo", body: strings.Repeat("x", 1<<20+1), status: 413, text: "at most 1048576 bytes"},
		{path: "/api/v1/query/gizmo", body: "x", head: []string{"Content-Encoding", "br"}, status: 415, text: "encoding"},
		{path: "/api/v1/shape/gizmo", body: "rows", status: 500, text: "gave no shape"},
		{path: "/api/v1/shape/gizmo", body: "cut", status: 200, text: "1"},
		{path: "/api/v1/shape/graphql", body: "cut", status: 404, text: "have gizmo, mql"},
		{path: "/api/v2/query?lang=gizmo&qu=rows", status: 200, text: `{"result":[`},
		{path: "/api/v2/query?lang=gizmo", body: "rows", status: 200, text: `{"result":[`},
		{path: "/api/v2/query?lang=gizmo", status: 400, text: "it is empty"},
		{path: "/api/v2/query?qu=rows", status: 400, text: "names no query language"},
		{path: "/api/v2/query?lang=sexp&qu=rows", status: 400, text: "have gizmo"},
	})
	for _, want := range []struct {
		query string
		limit int
	}{{"", 1000}, {"?limit=7", 7}, {"?limit=-1", 10000}, {"?limit=99999", 10000}} {
		call{path: "/api/v1/query/gizmo" + want.query, body: "rows", status: 200}.run(t, s)
		if got := f.asked[len(f.asked)-1]; got != (server.FreeQuery{Lang: "gizmo", Text: "rows", Limit: want.limit}) {
			t.Errorf("%s asks for %+v", want.query, got)
		}
	}
	w := call{path: "/api/v1/query/gizmo", body: "cut", status: 200}.run(t, s)
	if w.Header().Get("Content-Type") != "text/plain; charset=utf-8" || w.Header().Get("Entente-Cut") != "1" {
		t.Errorf("head of a v1 answer: %v", w.Header())
	}
	if w := (call{path: "/api/v1/query/gizmo", body: graph.ErrInUse.Error(), status: 503}).run(t, s); w.Header().Get("Retry-After") == "" {
		t.Error("a busy store does not say when to try again")
	}
}

func TestRead(t *testing.T) {
	s, _ := newServer(t, func(c *server.Config) { c.Limits.Quads = 1 })
	w := call{path: "/api/v2/read", status: 200, text: "# cut: only 1 quads"}.run(t, s)
	if w.Header().Get("Entente-Cut") != "1" || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/n-quads") {
		t.Errorf("head %v", w.Header())
	}
	s, _ = newServer(t, nil)
	both := "<ir:Peru> <ir:met> <ir:Bolivia> <art:1> .\n<ir:Peru> <ir:met> <ir:Chile> <art:1> .\n"
	runAll(t, s, []call{
		{path: "/api/v2/read?label=<art:1>", status: 200, text: both},
		{path: "/api/v2/read?sub=<ir:Peru>&obj=<ir:Chile>,<ir:Bolivia>", status: 200, text: both},
		{path: "/api/v2/read", body: "obj=%3Cir:Chile%3E", head: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 200, text: "<ir:Peru> <ir:met> <ir:Chile> <art:1> ."},
		{path: "/api/v2/read?sub=<ir:nobody>", status: 200},
		{path: "/api/v2/read?format=json", status: 200, text: `"object":"\u003cir:Chile\u003e"`},
		{path: "/api/v2/read", head: []string{"Accept", "application/ld+json"}, status: 200, text: `"@graph"`},
		{path: "/api/v2/read?format=graphml", status: 200, text: "<graphml"},
		{path: "/api/v2/read?format=nosuch", status: 406, text: "unknown format"},
		{path: "/api/v2/read", body: strings.Repeat("x", 1<<20+1), head: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 413, text: "too large"},
		{path: "/api/v2/read", method: "DELETE", status: 405},
		{path: "/api/v2/formats", status: 200, text: `"id":"nquads","read":true,"write":true`},
	})
}

func zip(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

func TestWrite(t *testing.T) {
	const line = "<ir:A> <ir:b> <ir:C> <graph:x> .\n"
	s, f := newServer(t, func(c *server.Config) { c.Limits.Body = 1 << 16 })
	form := func(name, content string) (body, kind string) {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		part, _ := m.CreateFormFile(name, "x.nq")
		io.WriteString(part, content)
		m.Close()
		return b.String(), m.FormDataContentType()
	}
	upload, uploadKind := form("NQuadFile", zip("<ir:U> <ir:b> <ir:C> .\n"))
	wrong, wrongKind := form("Other", line)
	large, largeKind := form("NQuadFile", zip(strings.Repeat(line, 1<<14)))
	runAll(t, s, []call{
		{path: "/api/v1/write", body: `[{"subject":"<ir:A>","predicate":"<ir:b>","object":"text","label":"<graph:x>"}]`, status: 200, text: `Successfully wrote 1 quads.`},
		{path: "/api/v1/write", body: `[{"subject":"<ir:A>","predicate":"<ir:b>","object":"text","label":"<graph:x>"}]`, status: 200, text: `1 were there already`},
		{path: "/api/v1/delete", body: `[{"subject":"<ir:A>","predicate":"<ir:b>","object":"text","label":"<graph:x>"}]`, status: 200, text: `Successfully deleted 1`},
		{path: "/api/v1/delete", body: `[{"subject":"<ir:A>","predicate":"<ir:b>","object":"text"}]`, status: 404, text: `<graph:console>`},
		{path: "/api/v1/write", body: `[{}]`, status: 400, text: "quad 1"},
		{path: "/api/v1/write", body: `{"a":`, status: 400, text: "JSON"},
		{path: "/api/v1/write", body: `[{"subject":"<ir:A>","predicate":"<ir:b>","object":"c","label":"<graph:meta>"}]`, status: 403, text: "the store's own"},
		{path: "/api/v1/write", body: `[{"subject":"` + strings.Repeat("x", 1<<17), status: 413, text: "too large"},
		{path: "/api/v1/write/file/nquad", body: upload, head: []string{"Content-Type", uploadKind}, status: 200, text: "1 without a label count as <graph:console>"},
		{path: "/api/v1/write/file/nquad", body: wrong, head: []string{"Content-Type", wrongKind}, status: 400, text: "no part NQuadFile"},
		{path: "/api/v1/write/file/nquad", body: large, head: []string{"Content-Type", largeKind}, status: 413, text: "too large"},
		{path: "/api/v1/write/file/nquad", body: line, status: 415, text: "form"},
		{path: "/api/v2/write", body: line, status: 200, text: `"count":1`},
		{path: "/api/v2/write", body: zip(line), head: []string{"Content-Encoding", "gzip"}, status: 200, text: `"count":0`},
		{path: "/api/v2/write", body: zip(strings.Repeat(line, 1<<14)), head: []string{"Content-Encoding", "gzip"}, status: 413, text: "too large"},
		{path: "/api/v2/write", body: "x", head: []string{"Content-Encoding", "gzip"}, status: 400, text: "gzip"},
		{path: "/api/v2/write", body: "<ir:A> <ir:b>\n", status: 400, text: "body:1"},
		{path: "/api/v2/write", body: `[{"subject":"<ir:J>","predicate":"<ir:b>","object":"<ir:C>"}]`, head: []string{"Content-Type", "application/json"}, status: 200, text: `"count":1`},
		{path: "/api/v2/write", body: `{"@context":{"b":"ir:b"},"@id":"ir:L","b":{"@id":"ir:C"}}`, head: []string{"Content-Type", "application/ld+json"}, status: 200, text: `"count":1`},
		{path: "/api/v2/write", body: `{"@context":"http://127.0.0.1:9/c","@id":"ir:L","b":"c"}`, head: []string{"Content-Type", "application/ld+json"}, status: 400, text: "not fetched"},
		{path: "/api/v2/write", body: `{"@context":["http://127.0.0.1:9/c"],"@id":"ir:L","b":"c"}`, head: []string{"Content-Type", "application/ld+json"}, status: 400, text: "not fetched"},
		{path: "/api/v2/write", body: `"http://127.0.0.1:9/d"`, head: []string{"Content-Type", "application/ld+json"}, status: 400},
		{path: "/api/v2/write", body: "x", head: []string{"Content-Type", "image/png"}, status: 415, text: "formats"},
		{path: "/api/v2/delete", body: line, status: 200, text: `"count":1`},
		{path: "/api/v2/delete", body: line, status: 404, text: "no such quad"},
		{path: "/api/v2/node/delete", body: "<ir:J>", status: 200, text: `"quads":1`},
		{path: "/api/v2/node/delete", body: `"<ir:L>"`, head: []string{"Content-Type", "application/json"}, status: 200, text: `"quads":1`},
		{path: "/api/v2/node/delete", body: "<ir:J>", status: 404, text: "no quad"},
		{path: "/api/v2/write", status: 405, text: "takes POST"},
	})
	if quads, _, err := f.Match(t.Context(), graph.Pattern{Labels: []quad.Value{server.Unlabelled}}, 0); err != nil || len(quads) != 1 || quads[0].Subject != quad.IRI("ir:U") {
		t.Errorf("in %s: %v %v", server.Unlabelled, quads, err)
	}
}

func TestReadOnly(t *testing.T) {
	s, _ := newServer(t, func(c *server.Config) { c.Writer = nil })
	for _, path := range []string{"/api/v1/write", "/api/v1/write/file/nquad", "/api/v1/delete", "/api/v2/write", "/api/v2/delete", "/api/v2/node/delete"} {
		call{path: path, body: "x", status: 403, text: "read-only"}.run(t, s)
	}
	call{path: "/api/v1/query/gizmo", body: "rows", status: 200}.run(t, s)
}

func TestTokens(t *testing.T) {
	const read, write = "a-token-for-reading", "a-token-for-writing"
	s, _ := newServer(t, func(c *server.Config) { c.ReadToken, c.WriteToken = read, write })
	basic := func(token string) []string {
		r := httptest.NewRequest("GET", "/", nil)
		r.SetBasicAuth("anybody", token)
		return []string{"Authorization", r.Header.Get("Authorization"), "Host", "entente.example"}
	}
	bearer := func(token string) []string { return []string{"Authorization", "Bearer " + token} }
	const quads = "<ir:A> <ir:b> <ir:C> <graph:x> .\n"
	runAll(t, s, []call{
		{path: "/", status: 401, text: "wants a token"},
		{path: "/static/js/cayley_main.js", status: 401},
		{path: "/nowhere", status: 401},
		{path: "/", head: bearer("wrong"), status: 401},
		{path: "/", head: bearer(""), status: 401},
		{path: "/", head: bearer(read), status: 200},
		{path: "/", head: bearer(write), status: 200},
		{path: "/", head: basic(read), status: 200},
		{path: "/ask?token=" + read, status: 401},
		{path: "/api/v2/write", body: quads, status: 401},
		{path: "/api/v2/write", body: quads, head: bearer("wrong"), status: 401},
		{path: "/api/v2/write", body: quads, head: bearer(read), status: 403, text: "read and not write"},
		{path: "/api/v2/write", body: quads, head: bearer(write), status: 200},
		{path: "/api/v2/delete", body: quads, head: basic(write), status: 200},
	})
	if w := (call{path: "/", status: 401}).run(t, s); !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Basic ") {
		t.Error("browsers are not asked for the token")
	}
	s, _ = newServer(t, func(c *server.Config) { c.WriteToken = write })
	runAll(t, s, []call{{path: "/", status: 200}, {path: "/api/v2/write", body: quads, status: 401}, {path: "/api/v2/write", body: quads, head: bearer(write), status: 200}})
	s, _ = newServer(t, func(c *server.Config) { c.ReadToken = read })
	call{path: "/api/v2/write", body: quads, head: bearer(read), status: 403}.run(t, s)
	if _, err := server.New(server.Config{ReadToken: read, WriteToken: read}); err == nil {
		t.Error("the same token twice is taken")
	}
}

func TestOtherSites(t *testing.T) {
	s, _ := newServer(t, nil)
	const path = "/api/v1/query/gizmo"
	runAll(t, s, []call{
		{path: path, body: "rows", head: []string{"Origin", "http://127.0.0.1:64210"}, status: 200},
		{path: path, body: "rows", head: []string{"Origin", "http://localhost:64210"}, status: 403, text: "other sites"},
		{path: path, body: "rows", head: []string{"Origin", "http://127.0.0.1:8080"}, status: 403},
		{path: path, body: "rows", head: []string{"Origin", "https://evil.example"}, status: 403},
		{path: path, body: "rows", head: []string{"Origin", "null"}, status: 403},
		{path: path, method: "OPTIONS", head: []string{"Origin", "https://evil.example", "Access-Control-Request-Method", "POST"}, status: 403},
		{path: "/api/v2/query?lang=gizmo&qu=rows", head: []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, status: 403},
		{path: "/api/v2/query?lang=gizmo&qu=rows", head: []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, status: 403},
		{path: "/", head: []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, status: 200},
		{path: "/", head: []string{"Sec-Fetch-Site", "same-origin"}, status: 200},
		{path: "/", head: []string{"Host", "evil.example:64210"}, status: 421, text: "use 127.0.0.1 or localhost"},
		{path: "/", head: []string{"Host", "10.0.0.1"}, status: 421},
		{path: "/", head: []string{"Host", "localhost:64210"}, status: 200},
		{path: "/", head: []string{"Host", "[::1]:64210"}, status: 200},
	})
	w := call{path: path, body: "rows", head: []string{"Origin", "http://127.0.0.1:64210"}, status: 200}.run(t, s)
	for name := range w.Header() {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("the answer has %s", name)
		}
	}
}

func TestPages(t *testing.T) {
	s, _ := newServer(t, nil)
	html := []string{"Accept", "text/html"}
	runAll(t, s, []call{
		{path: "/", status: 200, text: `<textarea id="output"`},
		{path: "/ui/query_shape", status: 200, text: `id="viz"`},
		{path: "/ui/visualize", status: 200, text: `id="visualize"`},
		{path: "/ui/write", status: 200, text: `id="nquad_file"`},
		{path: "/ui/nosuch", status: 404, text: "query_shape"},
		{path: "/static/js/cayley_query.js", status: 200, text: "/api/v1/query/"},
		{path: "/static/entente/console.js", status: 200, text: "#gizmo="},
		{path: "/static/entente/ask.html", status: 404},
		{path: "/static/js", status: 404},
		{path: "/static/nosuch.js", status: 404, text: "no file"},
		{path: "/static/%2e%2e%2fgo.mod", status: 404},
		{path: "/docs/GizmoAPI", status: 200, text: "Cayley"},
		{path: "/docs/nosuch", status: 404, text: "gizmoapi"},
		{path: "/licenses/third-party", status: 200, text: "jQuery"},
		{path: "/licenses/cayley", status: 200, text: "Apache License"},
		{path: "/nowhere", status: 404, text: "nothing at"},
		{path: "/", method: "POST", status: 405},
		{path: "/ask", status: 200, text: `"url":"/ask/met"`},
		{path: "/ask", head: html, status: 200, text: `<a href="/ask/met">met</a>`},
		{path: "/ask/met", head: html, status: 200, text: `<input id="who"`},
	})
	w := call{path: "/", status: 200}.run(t, s)
	for _, want := range []string{"default-src 'none'", "script-src 'self' 'sha256-", "connect-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), want) {
			t.Errorf("the policy lacks %s: %s", want, w.Header().Get("Content-Security-Policy"))
		}
	}
}

func TestAsk(t *testing.T) {
	s, _ := newServer(t, nil)
	runAll(t, s, []call{
		{path: "/ask/met?who=Peru", status: 200, text: `"target":"ir:Bolivia"`},
		{path: "/ask/met?who=<ir:Peru>&format=jsonl", status: 200, text: `{"source":"ir:Peru",`},
		{path: "/ask/met?who=Peru&evidence=true", status: 200, text: `"said":"so <b>"`},
		{path: "/ask/met?who=Peru&limit=1", status: 200, text: `"more":1}`},
		{path: "/ask/met?who=Nobody", status: 200, text: `{"rows":[`},
		{path: "/ask/met", status: 400, text: "missing"},
		{path: "/ask/met?who=Peru&colour=red", status: 400, text: "unknown"},
		{path: "/ask/met?who=Peru&who=Chile", status: 400, text: "given twice"},
		{path: "/ask/met?who=Peru&format=xml", status: 400, text: "have csv, html, json"},
		{path: "/ask/met?who=Peru&limit=x", status: 400, text: "limit is a number"},
		{path: "/ask/met?who=Peru&evidence=x", status: 400, text: "true or false"},
		{path: "/ask/met?who=%zz", status: 400, text: "invalid URL escape"},
		{path: "/ask/met?who=" + `%22)%3Bg.emit({source:1})%3B//`, status: 200, text: `{"rows":[`},
		{path: "/ask/nosuch", status: 404, text: "have met"},
		{path: "/ask/met", body: "x", status: 405},
		{path: "/ask/met?who=Peru&format=html&evidence=1&text=</td>", status: 200, text: `<td>so &lt;b&gt;&lt;/td&gt;</td>`},
		{path: "/ask/met?who=Peru&format=html", status: 200, text: `<a class="picture" href="/ui/visualize#gizmo=var%20p%20=`},
		{path: "/ask/met?who=Peru&format=html&limit=1", status: 200, text: "1 more were cut"},
		{path: "/ask/met?who=Nobody&format=html", status: 200, text: "No answer"},
		{path: "/ask/met?colour=red&format=html", status: 400, text: `<p class="error">`},
	})
	if w := (call{path: "/ask/met?who=Peru&limit=1", status: 200}).run(t, s); w.Header().Get("Entente-Cut") != "1" {
		t.Errorf("the head does not say that rows were cut: %v", w.Header())
	}
	w := call{path: "/ask/met?who=Peru&format=csv", status: 200}.run(t, s)
	rows, err := csv.NewReader(w.Body).ReadAll()
	want := [][]string{{"source", "source_id", "target", "target_id"}, {"ir:Peru", "ir:Peru", "ir:Bolivia", "ir:Bolivia"}, {"ir:Peru", "ir:Peru", "ir:Chile", "ir:Chile"}}
	if d := cmp.Diff(want, rows); d != "" || err != nil {
		t.Errorf("csv (-want +got):\n%s%v", d, err)
	}
}

func TestTimeLimit(t *testing.T) {
	s, _ := newServer(t, func(c *server.Config) { c.Asker, c.Limits.Time = slowAsker{}, 50*time.Millisecond })
	call{path: "/ask/met?who=Peru", status: 504, text: "too long, more than 50ms"}.run(t, s)
}

// TestPlaces holds that queries wait for their turn and are told when it does
// not come, and that a client that leaves frees its place.
func TestPlaces(t *testing.T) {
	t.Parallel()
	s, f := newServer(t, func(c *server.Config) { c.Limits.AtOnce = 1 })
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		r := httptest.NewRequestWithContext(ctx, "POST", "http://localhost/api/v1/query/gizmo", strings.NewReader("wait"))
		s.ServeHTTP(httptest.NewRecorder(), r)
	}()
	for waiting := true; waiting; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		waiting = len(f.asked) == 0
		f.mu.Unlock()
	}
	call{path: "/api/v1/query/gizmo", body: "rows", status: 503, text: "try again"}.run(t, s)
	leave()
	<-gone
	call{path: "/api/v1/query/gizmo", body: "rows", status: 200}.run(t, s)
}

func TestLog(t *testing.T) {
	var log bytes.Buffer
	s, _ := newServer(t, func(c *server.Config) { c.Log = &log })
	call{path: "/nowhere?a=b%0ac", head: []string{"X-Forwarded-For", "203.0.113.9", "X-Real-IP", "203.0.113.9"}, status: 404}.run(t, s)
	fields := strings.Fields(log.String())
	if strings.Count(log.String(), "\n") != 1 || len(fields) != 7 || fields[2] != "GET" || fields[3] != `"/nowhere?a=b%0ac"` || fields[4] != "404" || strings.Contains(log.String(), "203.0.113.9") {
		t.Errorf("log %q", log.String())
	}
	log.Reset()
	call{path: "/api/v1/query/gizmo", body: "panic", status: 500}.run(t, s)
	if !strings.Contains(log.String(), "panic: a fault") {
		t.Errorf("log %q", log.String())
	}
}

// TestServe holds that the end of the context lets an answer finish and cuts
// off what does not end.
func TestServe(t *testing.T) {
	t.Parallel()
	s, f := newServer(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, listener, s, time.Second) }()
	status := make(chan int, 1)
	go func() {
		resp, err := http.Post("http://"+listener.Addr().String()+"/api/v1/query/gizmo", "", strings.NewReader("wait"))
		if err != nil {
			status <- 0
			return
		}
		resp.Body.Close()
		status <- resp.StatusCode
	}()
	for waiting := true; waiting; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		waiting = len(f.asked) == 0
		f.mu.Unlock()
	}
	end()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if got := <-status; got != http.StatusServiceUnavailable {
		t.Errorf("the request that ran got status %d", got)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("the port is still open")
	}
	if err := server.Serve(t.Context(), listener, s, time.Second); err == nil {
		t.Error("serving on a closed listener gives no error")
	}
}
