package server

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/entente-kg/entente/server/console"
)

//go:embed pages
var own embed.FS

// pages are the console's pages, ready to send, and what they refer to.
type pages struct {
	html     map[string][]byte // by name: query, query_shape, visualize, write
	policy   string            // what the console's pages may load
	static   fs.FS
	docs     map[string]string // texts by lower-case name
	licences map[string]string
	own      *template.Template
}

// consoleNames are the console's pages.
var consoleNames = [...]string{"query", "query_shape", "visualize", "write"}

// newPages renders Cayley's templates once, as they hold nothing that changes.
// Each gets our script besides, which takes a query out of a link and shows
// errors that the console's own scripts pass over.
func newPages() (*pages, error) {
	if err := console.Complete(); err != nil {
		return nil, err
	}
	files := console.Files()
	templates, err := template.ParseFS(files, "templates/*")
	if err != nil {
		return nil, fmt.Errorf("the console's templates: %w", err)
	}
	p := &pages{html: map[string][]byte{}, static: files}
	hashes := map[string]bool{}
	for _, name := range consoleNames {
		var page bytes.Buffer
		if err := templates.ExecuteTemplate(&page, name+".html", nil); err != nil {
			return nil, fmt.Errorf("the console's page %s: %w", name, err)
		}
		html := bytes.Replace(page.Bytes(), []byte("</html>"), []byte(`<script src="/static/entente/console.js"></script>`+"\n</html>"), 1)
		p.html[name] = html
		for _, script := range inline.FindAllSubmatch(html, -1) {
			sum := sha256.Sum256(script[1])
			hashes["'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'"] = true
		}
	}
	p.policy = consolePolicy(sortedKeys(hashes))
	if p.docs, err = texts(files, "docs"); err != nil {
		return nil, err
	}
	if p.licences, err = texts(files, "licenses"); err != nil {
		return nil, err
	}
	p.own, err = template.ParseFS(own, "pages/*.html")
	return p, err
}

var inline = regexp.MustCompile(`(?s)<script type='text/javascript'>(.*?)</script>`)

// consolePolicy lets pages load from this server alone, and run those scripts
// in the page that are Cayley's own.
func consolePolicy(scripts []string) string {
	return "default-src 'none'; script-src 'self' " + strings.Join(scripts, " ") +
		"; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'" +
		"; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
}

func texts(files fs.FS, dir string) (map[string]string, error) {
	out := map[string]string{}
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		b, err := fs.ReadFile(files, path.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		out[plainName(e.Name())] = string(b)
	}
	return out, nil
}

// plainName is a page's name as links write it: without its ending, in any
// case.
func plainName(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}

func (s *Server) consolePage(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("page")
	if r.URL.Path == "/" {
		name = "query"
	}
	page, ok := s.pages.html[name]
	if !ok {
		fail(w, http.StatusNotFound, "the console has no page %s; it has %s", clip(name), strings.Join(consoleNames[:], ", "))
		return
	}
	w.Header().Set("Content-Security-Policy", s.pages.policy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page)
}

// staticFile serves the console's files and, below /static/entente/, ours.
func (s *Server) staticFile(w http.ResponseWriter, r *http.Request) {
	from, name := s.pages.static, path.Clean(strings.TrimPrefix(r.URL.Path, "/"))
	if ours, ok := strings.CutPrefix(name, "static/entente/"); ok {
		from, name = own, "pages/"+ours
	}
	info, err := fs.Stat(from, name)
	if err != nil || info.IsDir() || path.Ext(name) == ".html" {
		fail(w, http.StatusNotFound, "there is no file %s", clip(r.URL.Path))
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=3600")
	http.ServeFileFS(w, r, from, name)
}

// docPage shows a page of Cayley's documentation as the text that it is.
func (s *Server) docPage(w http.ResponseWriter, r *http.Request) {
	s.textPage(w, r, s.pages.docs, "Cayley's documentation", "This is Cayley's own documentation; its chapters on configuration and starting a server do not hold here.")
}

func (s *Server) licencePage(w http.ResponseWriter, r *http.Request) {
	s.textPage(w, r, s.pages.licences, "Licences of the console", "")
}

func (s *Server) textPage(w http.ResponseWriter, r *http.Request, from map[string]string, title, note string) {
	text, ok := from[plainName(r.PathValue("page"))]
	if !ok {
		fail(w, http.StatusNotFound, "there is no page %s; have %s", clip(r.PathValue("page")), strings.Join(sortedKeys(from), ", "))
		return
	}
	s.page(w, http.StatusOK, "text.html", map[string]string{"Title": title, "Note": note, "Text": text})
}

// page renders one of our own pages.
func (s *Server) page(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := s.pages.own.ExecuteTemplate(&out, name, data); err != nil {
		failWith(w, fmt.Errorf("page %s: %w", name, err))
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // nobody is left to tell
}
