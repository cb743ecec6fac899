package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// The second version of Cayley's interface.

const typeJSON = "application/json"

func (s *Server) v2Query(w http.ResponseWriter, r *http.Request) {
	args := r.URL.Query()
	q := FreeQuery{Lang: args.Get("lang"), Text: args.Get("qu")}
	var err error
	switch {
	case q.Lang == "":
		err = fmt.Errorf("the request %w: it names no query language, as in ?lang=gizmo", errBadInput)
	case !knownLanguage(q.Lang):
		err = errUnknownLanguage(q.Lang)
	case r.Method == http.MethodPost:
		q.Text, err = text(w, r)
	case q.Text == "":
		err = fmt.Errorf("the query %w: it is empty; write it as ?qu=", errBadInput)
	}
	if err == nil {
		q.Limit, err = s.limit(r)
	}
	if err != nil {
		s.queryFails(w, q.Lang, statusOf(err), err)
		return
	}
	s.answer(w, r, q, typeJSON)
}

// v2Read gives quads by their ends, of which several may be listed with commas.
func (s *Server) v2Read(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, queryBytes)
	if err := r.ParseForm(); err != nil {
		failWith(w, unreadable("a form", err))
		return
	}
	format, err := writeFormat(r)
	if err != nil {
		fail(w, http.StatusNotAcceptable, "%s", err)
		return
	}
	p := graph.Pattern{Subjects: values(r.Form.Get("sub")), Predicates: values(r.Form.Get("pred")), Objects: values(r.Form.Get("obj")), Labels: values(r.Form.Get("label"))}
	quads, cut, err := s.match(r.Context(), p)
	if err != nil {
		failWith(w, err)
		return
	}
	var out bytes.Buffer
	if err := writeQuads(&out, format, quads, r.Form.Get("iri")); err != nil {
		failWith(w, err)
		return
	}
	if cut {
		sayCut(w, len(quads))
		if format.Name == "nquads" {
			fmt.Fprintf(&out, "# cut: only %d quads; narrow it with sub, pred, obj or label\n", len(quads))
		}
	}
	w.Header().Set("Content-Type", contentType(format))
	_, _ = out.WriteTo(w) // nobody is left to tell
}

func (s *Server) match(ctx context.Context, p graph.Pattern) ([]quad.Quad, bool, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, false, err
	}
	defer leave()
	ctx, cancel := context.WithTimeoutCause(ctx, s.Limits.Time, fmt.Errorf("%w, more than %s", ErrTime, s.Limits.Time))
	defer cancel()
	return s.Reader.Match(ctx, p, s.Limits.Quads)
}

func values(list string) []quad.Value {
	var out []quad.Value
	for v := range strings.SplitSeq(list, ",") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, quad.StringToValue(v))
		}
	}
	return out
}

// writeFormat is the format that a request wants its quads in.
func writeFormat(r *http.Request) (*quad.Format, error) {
	name := r.Form.Get("format")
	if name != "" {
		if f := quad.FormatByName(name); f != nil && f.Writer != nil {
			return f, nil
		}
		return nil, fmt.Errorf("unknown format %s; /api/v2/formats lists them", clip(name))
	}
	for want := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, err := mime.ParseMediaType(strings.TrimSpace(want))
		if f := quad.FormatByMime(kind); err == nil && f != nil && f.Writer != nil {
			return f, nil
		}
	}
	return quad.FormatByName("nquads"), nil
}

func writeQuads(w io.Writer, format *quad.Format, quads []quad.Quad, iris string) error {
	out := format.Writer(w)
	to := quad.Writer(out)
	switch iris {
	case "short":
		to = quad.IRIWriter(to, quad.IRIOptions{Format: quad.IRIShort})
	case "full":
		to = quad.IRIWriter(to, quad.IRIOptions{Format: quad.IRIFull})
	}
	if _, err := quad.Copy(to, quad.NewReader(quads)); err != nil {
		return fmt.Errorf("write %s: %w", format.Name, err)
	}
	return out.Close()
}

func contentType(f *quad.Format) string {
	switch {
	case len(f.Mime) == 0 && f.Binary:
		return "application/octet-stream"
	case len(f.Mime) == 0:
		return "text/plain; charset=utf-8"
	case strings.HasPrefix(f.Mime[0], "text/"):
		return f.Mime[0] + "; charset=utf-8"
	}
	return f.Mime[0]
}

func (s *Server) v2Formats(w http.ResponseWriter, _ *http.Request) {
	type format struct {
		ID     string   `json:"id"`
		Read   bool     `json:"read,omitempty"`
		Write  bool     `json:"write,omitempty"`
		Nodes  bool     `json:"nodes,omitempty"`
		Ext    []string `json:"ext,omitempty"`
		Mime   []string `json:"mime,omitempty"`
		Binary bool     `json:"binary,omitempty"`
	}
	var list []format
	for _, f := range formats() {
		list = append(list, format{f.Name, f.Reader != nil, f.Writer != nil, f.UnmarshalValue != nil, f.Ext, f.Mime, f.Binary})
	}
	writeJSON(w, http.StatusOK, list)
}

func (s *Server) v2Write(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, s.bodyQuads, s.Writer.Add, "wrote")
}

func (s *Server) v2Delete(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, s.bodyQuads, s.Writer.Remove, "deleted")
}

// bodyQuads reads quads in the format that the Content-Type names, N-Quads
// where it names none.
func (s *Server) bodyQuads(w http.ResponseWriter, r *http.Request) ([]quad.Quad, error) {
	format, err := readFormat(r)
	if err != nil {
		return nil, err
	}
	rd, err := body(w, r, s.Limits.Body)
	if err != nil {
		return nil, err
	}
	return readQuads(format, rd)
}

func readFormat(r *http.Request) (*quad.Format, error) {
	given := r.Header.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(given)
	switch kind {
	case "", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream": // what clients say that say nothing
		return quad.FormatByName("nquads"), nil
	}
	if f := quad.FormatByMime(kind); err == nil && f != nil && f.Reader != nil {
		return f, nil
	}
	return nil, fmt.Errorf("%s: %w; /api/v2/formats lists those that are read", clip(given), errMediaType)
}

// v2DeleteNode removes all quads round one node, given as <iri>, _:name or
// "text", bare or as JSON.
func (s *Server) v2DeleteNode(w http.ResponseWriter, r *http.Request) {
	given, err := text(w, r)
	if err != nil {
		failWith(w, err)
		return
	}
	given = strings.TrimSpace(given)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == typeJSON {
		if err := json.Unmarshal([]byte(given), &given); err != nil {
			failWith(w, unreadable("a JSON string", err))
			return
		}
	}
	n, err := s.Writer.RemoveNode(r.Context(), quad.StringToValue(given))
	switch {
	case err != nil:
		failWith(w, err)
	case n == 0:
		fail(w, http.StatusNotFound, "the store holds no quad with the node %s", clip(given))
	default:
		writeJSON(w, http.StatusOK, map[string]any{"result": fmt.Sprintf("Successfully deleted 1 nodes, %d quads.", n), "count": 1, "quads": n})
	}
}

// queryURL is a link to a console page with a query in its editor.
func queryURL(page, program string) string { return page + "#gizmo=" + url.PathEscape(program) }
