package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/queries"
)

// FreeQuery is a query of a caller's own.
type FreeQuery struct {
	Lang  string // gizmo, mql or graphql
	Text  string
	Limit int  // rows at most, above zero
	Shape bool // asks for the query's plan as the only row, not for its rows
}

// Answer holds rows as JSON values, IRIs as text in angle brackets.
type Answer struct {
	Rows      []json.RawMessage
	Truncated bool // there were more
}

// Querier runs free queries. It bounds their time and memory, and no query may
// take the process down. Its errors are those of package graph, ErrTime,
// ErrMemory, ErrSize and ErrCrashed.
type Querier interface {
	Query(ctx context.Context, q FreeQuery) (Answer, error)
}

// Reader finds quads by their ends.
type Reader interface {
	Match(ctx context.Context, p graph.Pattern, limit int) (quads []quad.Quad, truncated bool, err error)
}

// Writer changes the store. Each call is kept whole or not at all, and says
// how many quads it changed.
type Writer interface {
	Add(ctx context.Context, quads []quad.Quad) (int, error)
	Remove(ctx context.Context, quads []quad.Quad) (int, error)
	RemoveNode(ctx context.Context, v quad.Value) (int, error)
}

// Limits bound what one request may take. A zero stands for the default.
type Limits struct {
	Body    int64         // bytes of a body that writes, unpacked; 16 MiB
	Rows    int           // rows of a free query where the request names no limit; 1,000
	MaxRows int           // rows of any query; 10,000
	Quads   int           // quads of one reading; 100,000
	Time    time.Duration // of a query; 30 s
	AtOnce  int           // queries that run at the same time; 4
}

// queryBytes is the longest query text.
const queryBytes = 1 << 20

func (l Limits) withDefaults() Limits {
	fill := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	fill(&l.MaxRows, 10_000)
	fill(&l.Rows, min(1_000, l.MaxRows))
	fill(&l.Quads, 100_000)
	fill(&l.AtOnce, 4)
	if l.Body <= 0 {
		l.Body = 16 << 20
	}
	if l.Time <= 0 {
		l.Time = 30 * time.Second
	}
	return l
}

// Config says what to serve and to whom.
type Config struct {
	Queries *queries.Set
	Names   queries.Resolver
	Asker   queries.Runner // runs the saved queries
	Querier Querier
	Reader  Reader
	Writer  Writer // nil refuses all writing

	ReadToken  string // asked of every request unless empty
	WriteToken string // asked of requests that write unless empty; reads as well
	Limits     Limits
	Log        io.Writer // gets a line a request unless nil
}

// Server is an http.Handler.
type Server struct {
	Config
	pages   *pages
	running chan struct{} // holds one value a running query
	writing chan struct{} // holds one value while a body that writes is in memory
	sweeper sweeper
	handler http.Handler
}

// New makes a server. It fails where the console's files are missing from the
// program, with console.ErrMissing.
func New(c Config) (*Server, error) {
	if c.WriteToken != "" && c.WriteToken == c.ReadToken {
		return nil, errors.New("the token for reading and the one for writing are the same")
	}
	c.Limits = c.Limits.withDefaults()
	p, err := newPages()
	if err != nil {
		return nil, err
	}
	s := &Server{Config: c, pages: p, running: make(chan struct{}, c.Limits.AtOnce), writing: make(chan struct{}, 1)}
	s.handler = s.logged(s.swept(s.rescued(s.guarded(s.routes()))))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// routes says who answers which path, by which methods, and what it takes.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	reading := func(path string, h http.HandlerFunc, methods ...string) {
		mux.Handle(path, allow(s.authorized(h, s.mayRead), methods...))
	}
	writing := func(path string, h http.HandlerFunc) {
		mux.Handle(path, allow(s.authorized(s.writable(h), s.mayWrite), http.MethodPost))
	}
	reading("/{$}", s.consolePage, http.MethodGet)
	reading("/ui/{page}", s.consolePage, http.MethodGet)
	reading("/static/", s.staticFile, http.MethodGet)
	reading("/docs/{page}", s.docPage, http.MethodGet)
	reading("/licenses/{page}", s.licencePage, http.MethodGet)
	reading("/ask", s.askList, http.MethodGet)
	reading("/ask/{name}", s.ask, http.MethodGet)

	reading("/api/v1/query/{lang}", s.v1Query, http.MethodPost)
	reading("/api/v1/shape/{lang}", s.v1Shape, http.MethodPost)
	writing("/api/v1/write", s.v1Write)
	writing("/api/v1/write/file/nquad", s.v1WriteFile)
	writing("/api/v1/delete", s.v1Delete)

	reading("/api/v2/query", s.v2Query, http.MethodGet, http.MethodPost)
	reading("/api/v2/read", s.v2Read, http.MethodGet, http.MethodPost)
	reading("/api/v2/formats", s.v2Formats, http.MethodGet)
	writing("/api/v2/write", s.v2Write)
	writing("/api/v2/delete", s.v2Delete)
	writing("/api/v2/node/delete", s.v2DeleteNode)

	reading("/", s.nowhere, anyMethod)
	return mux
}

func (s *Server) nowhere(w http.ResponseWriter, r *http.Request) {
	fail(w, http.StatusNotFound, "there is nothing at %s; the pages are /, /ui/query_shape, /ui/visualize, /ui/write and /ask", clip(r.URL.Path))
}

// enter waits for one of the places for running queries. Without an error the
// caller has to call leave.
func (s *Server) enter(ctx context.Context) (leave func(), err error) {
	return take(ctx, s.running)
}

func take(ctx context.Context, places chan struct{}) (leave func(), err error) {
	wait := time.NewTimer(placeWait)
	defer wait.Stop()
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-wait.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// placeWait is how long a request waits for its turn.
const placeWait = 5 * time.Second
