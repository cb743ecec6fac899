package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// guarded refuses what a web page elsewhere, or a name that leads here by
// deceit, makes a browser send, and sets the headers of every answer.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case s.ReadToken == "" && !isLocal(r.Host):
			fail(w, http.StatusMisdirectedRequest, "the host %s is not this machine's own name for itself; use 127.0.0.1 or localhost", clip(r.Host))
		case !sameOrigin(r):
			fail(w, http.StatusForbidden, "requests from pages of other sites are refused")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isLocal knows the names by which a machine calls itself. Without it a page
// could have its own name point here and read the answers.
func isLocal(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback()
	}
	return strings.EqualFold(host, "localhost")
}

// sameOrigin says whether a browser sent the request for one of our own pages
// or for the user, or no browser sent it.
func sameOrigin(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err == nil && strings.EqualFold(u.Host, r.Host)
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	// A link from elsewhere may lead to a page, not to the interface.
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && !strings.HasPrefix(r.URL.Path, "/api/")
}

// mayRead and mayWrite say whether the token that came with a request is good
// enough.
func (s *Server) mayRead(token string) bool {
	return s.ReadToken == "" || sameToken(token, s.ReadToken) || s.WriteToken != "" && sameToken(token, s.WriteToken)
}

func (s *Server) mayWrite(token string) bool {
	if s.WriteToken == "" {
		return s.ReadToken == ""
	}
	return sameToken(token, s.WriteToken)
}

// sameToken takes the same time for any two tokens.
func sameToken(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// authorized asks for a token where one is needed.
func (s *Server) authorized(next http.HandlerFunc, may func(token string) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, given := tokenOf(r)
		switch {
		case may(token):
			next(w, r)
		case given && s.mayRead(token):
			fail(w, http.StatusForbidden, "this token may read and not write")
		default:
			w.Header().Set("WWW-Authenticate", `Basic realm="entente", charset="UTF-8"`)
			fail(w, http.StatusUnauthorized, "this server wants a token: Authorization: Bearer TOKEN, or TOKEN as the password in a browser")
		}
	}
}

// tokenOf is the bearer token, or the password where a browser asked for one.
func tokenOf(r *http.Request) (token string, given bool) {
	if scheme, rest, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(rest), true
	}
	_, password, ok := r.BasicAuth()
	return password, ok
}

// writable refuses to write in a server that only reads.
func (s *Server) writable(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.Writer == nil {
			writeJSON(w, http.StatusForbidden, map[string]string{"error": readOnly, "result": "But nothing was written: " + readOnly})
			return
		}
		next(w, r)
	}
}

const readOnly = "this server is read-only; start it with --write to change the store"

// anyMethod stands for all methods.
const anyMethod = "*"

// allow answers other methods than those named with 405.
func allow(next http.Handler, methods ...string) http.Handler {
	if slices.Contains(methods, http.MethodGet) {
		methods = append(methods, http.MethodHead)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(methods, r.Method) && !slices.Contains(methods, anyMethod) {
			w.Header().Set("Allow", strings.Join(methods, ", "))
			fail(w, http.StatusMethodNotAllowed, "%s does not take %s; it takes %s", clip(r.URL.Path), clip(r.Method), strings.Join(methods, ", "))
			return
		}
		next.ServeHTTP(w, r)
	})
}
