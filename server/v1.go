package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/graph"
)

// The first version of Cayley's interface, which its console talks to. Answers
// to queries are text/plain, as the console parses them itself.

const plainJSON = "text/plain; charset=utf-8"

func (s *Server) v1Query(w http.ResponseWriter, r *http.Request) {
	q := FreeQuery{Lang: r.PathValue("lang")}
	if !knownLanguage(q.Lang) {
		s.queryFails(w, q.Lang, http.StatusNotFound, errUnknownLanguage(q.Lang))
		return
	}
	var err error
	if q.Limit, err = s.limit(r); err == nil {
		q.Text, err = text(w, r)
	}
	if err != nil {
		s.queryFails(w, q.Lang, statusOf(err), err)
		return
	}
	s.answer(w, r, q, plainJSON)
}

func (s *Server) v1Shape(w http.ResponseWriter, r *http.Request) {
	q := FreeQuery{Lang: r.PathValue("lang"), Limit: 1, Shape: true}
	if q.Lang != "gizmo" && q.Lang != "mql" {
		fail(w, http.StatusNotFound, "no shape of queries in %s; have gizmo, mql", clip(q.Lang))
		return
	}
	var err error
	if q.Text, err = text(w, r); err != nil {
		failWith(w, err)
		return
	}
	answer, err := s.run(r.Context(), q)
	if err == nil && len(answer.Rows) != 1 {
		err = errors.New("the query gave no shape")
	}
	if err != nil {
		failWith(w, err)
		return
	}
	w.Header().Set("Content-Type", plainJSON)
	_, _ = w.Write(answer.Rows[0])
}

// languages are those that queries may be in.
func languages() []string { return append([]string{"gizmo"}, graph.Languages()...) }

func knownLanguage(lang string) bool {
	for _, l := range languages() {
		if l == lang {
			return true
		}
	}
	return false
}

func errUnknownLanguage(lang string) error {
	return fmt.Errorf("%w %s; have %s", graph.ErrBadLanguage, clip(lang), strings.Join(languages(), ", "))
}

// limit is the number of rows that a request asks for, within the server's
// bounds; zero and less ask for as many as there may be.
func (s *Server) limit(r *http.Request) (int, error) {
	given := r.URL.Query().Get("limit")
	if given == "" {
		return s.Limits.Rows, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		return 0, fmt.Errorf("limit %s %w: it is no number", clip(given), errBadInput)
	}
	if n <= 0 || n > s.Limits.MaxRows {
		n = s.Limits.MaxRows
	}
	return n, nil
}

// run runs a free query when it is its turn.
func (s *Server) run(ctx context.Context, q FreeQuery) (Answer, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return Answer{}, err
	}
	defer leave()
	return s.Querier.Query(ctx, q)
}

// answer runs a free query and writes what it gave: {"result": [row…]}, and
// for graphql {"data": row}.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, q FreeQuery, contentType string) {
	answer, err := s.run(r.Context(), q)
	if err != nil {
		s.queryFails(w, q.Lang, statusOf(err), err)
		return
	}
	if answer.Truncated {
		sayCut(w, len(answer.Rows))
	}
	w.Header().Set("Content-Type", contentType)
	_ = writeAnswer(w, q.Lang, answer) // nobody is left to tell
}

func writeAnswer(w io.Writer, lang string, a Answer) error {
	if lang == "graphql" {
		row := json.RawMessage("{}")
		if len(a.Rows) > 0 {
			row = a.Rows[0]
		}
		_, err := fmt.Fprintf(w, `{"data":%s}`+"\n", row)
		return err
	}
	if _, err := io.WriteString(w, `{"result":[`); err != nil {
		return err
	}
	for i, row := range a.Rows {
		if i > 0 {
			row = append(json.RawMessage(","), row...)
		}
		if _, err := w.Write(row); err != nil {
			return err
		}
	}
	end := "]}\n"
	if a.Truncated {
		end = fmt.Sprintf(`],"cut":"only the first %d rows; ask for more with ?limit=N, or narrow the query"}`+"\n", len(a.Rows))
	}
	_, err := io.WriteString(w, end)
	return err
}

// queryFails answers an error in the form that the language's users expect.
func (s *Server) queryFails(w http.ResponseWriter, lang string, status int, err error) {
	if lang == "graphql" {
		writeJSON(w, status, map[string]any{"error": err.Error(), "errors": []map[string]string{{"message": err.Error()}}})
		return
	}
	fail(w, status, "%s", err)
}

func (s *Server) v1Write(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, s.jsonQuads, s.Writer.Add, "wrote")
}

func (s *Server) v1Delete(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, s.jsonQuads, s.Writer.Remove, "deleted")
}

func (s *Server) v1WriteFile(w http.ResponseWriter, r *http.Request) {
	s.change(w, r, s.fileQuads, s.Writer.Add, "wrote")
}

// jsonQuads reads a list of {subject, predicate, object, label}, each end in
// the notation of N-Quads; what has none of it is a text.
func (s *Server) jsonQuads(w http.ResponseWriter, r *http.Request) ([]quad.Quad, error) {
	rd, err := body(w, r, s.Limits.Body)
	if err != nil {
		return nil, err
	}
	var given []struct{ Subject, Predicate, Object, Label string }
	if err := json.NewDecoder(rd).Decode(&given); err != nil {
		return nil, unreadable("a list of quads as JSON", err)
	}
	quads := make([]quad.Quad, len(given))
	for i, g := range given {
		quads[i] = quad.Quad{Subject: quad.StringToValue(g.Subject), Predicate: quad.StringToValue(g.Predicate), Object: quad.StringToValue(g.Object), Label: quad.StringToValue(g.Label)}
		if !quads[i].IsValid() {
			return nil, fmt.Errorf("quad %d %w: subject, predicate and object are needed", i+1, errBadInput)
		}
	}
	return quads, nil
}

// unreadable says what a body ought to have been, unless it was too large.
func unreadable(want string, err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fmt.Errorf("%w, more than %d bytes", errTooLarge, tooLarge.Limit)
	}
	if errors.Is(err, errTooLarge) {
		return err
	}
	return fmt.Errorf("the body %w as %s: %w", errBadInput, want, err)
}

// fileQuads reads the N-Quads file that a form uploads, packed or not.
func (s *Server) fileQuads(w http.ResponseWriter, r *http.Request) ([]quad.Quad, error) {
	r.Body = http.MaxBytesReader(w, r.Body, s.Limits.Body)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("the upload %w: %w: send a form with the file as NQuadFile", errMediaType, err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("the upload %w: it has no part NQuadFile", errBadInput)
		}
		if err != nil {
			return nil, unreadable("a form", err)
		}
		if part.FormName() != "NQuadFile" {
			continue
		}
		rd, err := maybeZipped(part, s.Limits.Body)
		if err != nil {
			return nil, unreadable("a file", err)
		}
		return readNQuads(rd, part.FileName())
	}
}

// change reads quads, changes the store by them and says how many changed.
func (s *Server) change(w http.ResponseWriter, r *http.Request, read func(http.ResponseWriter, *http.Request) ([]quad.Quad, error),
	do func(context.Context, []quad.Quad) (int, error), verb string) {
	leave, err := take(r.Context(), s.writing)
	if err != nil {
		failWith(w, err)
		return
	}
	defer leave()
	quads, err := read(w, r)
	if err != nil {
		failWith(w, err)
		return
	}
	unlabelled := label(quads)
	n, err := do(r.Context(), quads)
	switch {
	case err != nil:
		failWith(w, err)
	case verb == "deleted" && n == 0 && len(quads) > 0:
		fail(w, http.StatusNotFound, "no such quad in the store; a quad is found with its label only, and without one it is looked for in %s", Unlabelled)
	default:
		done(w, verb, n, len(quads), unlabelled)
	}
}

func done(w http.ResponseWriter, verb string, changed, given, unlabelled int) {
	text := fmt.Sprintf("Successfully %s %d quads.", verb, changed)
	if verb == "wrote" && changed < given {
		text += fmt.Sprintf(" %d were there already.", given-changed)
	}
	if unlabelled > 0 {
		text += fmt.Sprintf(" %d without a label count as %s.", unlabelled, Unlabelled)
	}
	writeJSON(w, http.StatusOK, map[string]any{"result": text, "count": changed})
}
