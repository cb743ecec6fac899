package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/queries"
)

// What /ask takes besides the parameters of the query.
const (
	argFormat   = "format"   // json, csv, html or another of queries.Formats
	argEvidence = "evidence" // true: with the sentences behind each row
	argLimit    = "limit"    // rows at most
)

// askFormats are the formats of an answer, with their types.
var askFormats = map[string]string{
	"json":  "application/json; charset=utf-8",
	"jsonl": "application/x-ndjson; charset=utf-8",
	"csv":   "text/csv; charset=utf-8; header=present",
	"tsv":   "text/tab-separated-values; charset=utf-8",
	"md":    "text/markdown; charset=utf-8",
	"table": "text/plain; charset=utf-8",
	"html":  "text/html; charset=utf-8",
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// askList lists the saved queries.
func (s *Server) askList(w http.ResponseWriter, r *http.Request) {
	if format, _ := askFormat(r); format == "html" {
		s.page(w, http.StatusOK, "list.html", s.Queries.All())
		return
	}
	type query struct {
		Name  string `json:"name"`
		Doc   string `json:"doc"`
		Takes string `json:"takes"`
		URL   string `json:"url"`
	}
	var list []query
	for _, q := range s.Queries.All() {
		list = append(list, query{q.Name, q.Doc, q.Usage(), "/ask/" + url.PathEscape(q.Name)})
	}
	writeJSON(w, http.StatusOK, map[string]any{"queries": list})
}

// askFormat is the format named, else html for a browser, else json.
func askFormat(r *http.Request) (string, error) {
	format := r.URL.Query().Get(argFormat)
	switch {
	case format == "" && strings.Contains(r.Header.Get("Accept"), "text/html"):
		return "html", nil
	case format == "" && strings.Contains(r.Header.Get("Accept"), "text/csv"):
		return "csv", nil
	case format == "":
		return "json", nil
	case askFormats[format] == "":
		return "", fmt.Errorf("unknown format %s; have %s", clip(format), strings.Join(sortedKeys(askFormats), ", "))
	}
	return format, nil
}

// asked is a question as a URL puts it.
type asked struct {
	query    queries.Query
	args     map[string]string
	format   string
	evidence bool
	limit    int
}

func (s *Server) ask(w http.ResponseWriter, r *http.Request) {
	q, ok := s.Queries.Get(r.PathValue("name"))
	if !ok {
		fail(w, http.StatusNotFound, "unknown query %s; have %s", clip(r.PathValue("name")), strings.Join(s.Queries.Names(), ", "))
		return
	}
	a, err := s.readAsked(q, r)
	if err != nil {
		fail(w, http.StatusBadRequest, "query %s: %s", q.Name, err)
		return
	}
	if a.format == "html" && len(r.URL.Query()) == 0 && (len(q.Needs) > 0 || slices.ContainsFunc(q.Params, func(p queries.Param) bool { return p.Required })) {
		s.page(w, http.StatusOK, "ask.html", askPage{asked: a}) // the empty form
		return
	}
	table, program, err := s.tableOf(r.Context(), a)
	if err != nil && a.format == "html" {
		s.page(w, statusOf(err), "ask.html", askPage{asked: a, Error: err.Error()})
		return
	}
	if err != nil {
		failWith(w, err)
		return
	}
	more := table.Cut(a.limit)
	if more > 0 {
		sayCut(w, a.limit)
	}
	s.writeTable(w, a, table, program, more)
}

// readAsked takes a URL apart. What is no argument of ours is one of the
// query's, which says itself if it does not know it.
func (s *Server) readAsked(q queries.Query, r *http.Request) (asked, error) {
	a := asked{query: q, args: map[string]string{}, limit: s.Limits.MaxRows}
	given, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return a, err
	}
	if a.format, err = askFormat(r); err != nil {
		return a, err
	}
	for name, values := range given {
		if len(values) > 1 {
			return a, fmt.Errorf("parameter %s is given twice", clip(name))
		}
		switch value := values[0]; name {
		case argFormat:
		case argEvidence:
			if a.evidence, err = strconv.ParseBool(value); err != nil {
				return a, fmt.Errorf("%s is true or false, not %s", argEvidence, clip(value))
			}
		case argLimit:
			n, err := strconv.Atoi(value)
			if err != nil {
				return a, fmt.Errorf("%s is a number, not %s", argLimit, clip(value))
			}
			if n > 0 && n < a.limit {
				a.limit = n
			}
		default:
			a.args[name] = value
		}
	}
	return a, nil
}

// tableOf asks the query when it is its turn, and gives the program that ran.
func (s *Server) tableOf(ctx context.Context, a asked) (*queries.Table, string, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, "", err
	}
	defer leave()
	ctx, cancel := context.WithTimeoutCause(ctx, s.Limits.Time, fmt.Errorf("%w, more than %s", ErrTime, s.Limits.Time))
	defer cancel()
	seen := &listener{Runner: s.Asker}
	table, err := a.query.Run(ctx, seen, s.Names, a.args)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, "", err
	}
	if !a.evidence {
		table = table.Without(queries.KindEvidence)
	}
	return table, seen.text, nil
}

// listener remembers the program that it passes on.
type listener struct {
	queries.Runner
	text string
}

// Gizmo runs the program.
func (l *listener) Gizmo(ctx context.Context, text string, limit int) iter.Seq2[any, error] {
	l.text = text
	return l.Runner.Gizmo(ctx, text, limit)
}

func (s *Server) writeTable(w http.ResponseWriter, a asked, t *queries.Table, program string, more int) {
	if a.format == "html" {
		s.page(w, http.StatusOK, "ask.html", askPage{asked: a, Table: t, More: more, program: program})
		return
	}
	var out bytes.Buffer
	if err := t.Write(&out, a.format); err != nil {
		failWith(w, err)
		return
	}
	text := out.Bytes()
	if a.format == "json" && more > 0 {
		text = withMore(text, more)
	}
	w.Header().Set("Content-Type", askFormats[a.format])
	_, _ = w.Write(text) // nobody is left to tell
}

// withMore adds the number of rows cut to an answer in JSON.
func withMore(text []byte, more int) []byte {
	var answer struct {
		Rows    json.RawMessage `json:"rows"`
		Summary json.RawMessage `json:"summary,omitempty"`
		More    int             `json:"more"`
	}
	if json.Unmarshal(text, &answer) != nil {
		return text
	}
	answer.More = more
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(answer) != nil {
		return text
	}
	return out.Bytes()
}
