package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// Article is one news text with what is known of its origin.
type Article struct {
	ID         quad.IRI // "art:…"
	URL        string
	Title      string
	Authors    []string // as the byline names them, sorted; nil where unknown
	Publisher  string
	Lang       string // ISO 639-1, such as "en"
	Date       string // day of publication, YYYY-MM-DD, or empty
	DateSource string // given, page or inferred; empty when Date is
	Text       string // title, blank line, body: what offsets count into
}

// ArticleFields are the parts that a source gives for an article; only Text
// (the body) is required.
type ArticleFields struct {
	ID, URL, Title, Publisher, Lang, Date, DateSource, Text string
	Authors                                                 []string // in any order; blank and repeated ones are dropped
}

// NewArticle puts an article together: it composes the stored text, checks
// the date, and derives the IRI from the given id, else from a hash of the
// URL, else from a hash of date and text. It fails on an empty text, on bytes
// that are not UTF-8 text and on a date that is not YYYY-MM-DD.
func NewArticle(f ArticleFields) (Article, error) {
	if err := checkText(f.Title + f.Text); err != nil {
		return Article{}, err
	}
	if f.Date != "" {
		if _, err := time.Parse(time.DateOnly, f.Date); err != nil {
			return Article{}, fmt.Errorf("date %q is not a day of the form YYYY-MM-DD", f.Date)
		}
	}
	a := Article{URL: f.URL, Title: strings.TrimSpace(f.Title), Authors: authors(f.Authors), Publisher: f.Publisher, Lang: f.Lang, Date: f.Date}
	if a.Lang == "" {
		a.Lang = "en"
	}
	if a.Date != "" {
		a.DateSource = f.DateSource
		if a.DateSource == "" {
			a.DateSource = DateGiven
		}
	}
	a.Text = storedText(a.Title, f.Text)
	a.ID = articleID(f.ID, f.URL, f.Date, a.Text)
	return a, nil
}

// authors levels the names of a byline; their order is not kept, as quads have
// none.
func authors(names []string) []string {
	var out []string
	for _, n := range names {
		if n = strings.Join(strings.Fields(n), " "); n != "" {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func checkText(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("the text is empty")
	case !utf8.ValidString(text):
		return fmt.Errorf("the text is not valid UTF-8")
	case strings.ContainsRune(text, 0):
		return fmt.Errorf("the text holds a zero byte; is this a binary file?")
	}
	return nil
}

// storedText joins title and body; a body that opens with the title keeps it
// once.
func storedText(title, body string) string {
	body = strings.ReplaceAll(strings.Trim(body, "\r\n\t "), "\r\n", "\n")
	if title == "" || body == title || strings.HasPrefix(body, title+"\n") {
		return body
	}
	if body == "" {
		return title
	}
	return title + "\n\n" + body
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9._~-][A-Za-z0-9._~/:-]*$`)

func articleID(id, url, date, text string) quad.IRI {
	id = strings.TrimPrefix(strings.TrimSpace(id), NSArticle)
	switch {
	case plainID.MatchString(id):
		return quad.IRI(NSArticle + id)
	case id != "":
		return quad.IRI(NSArticle + digest("id", id))
	case url != "":
		return quad.IRI(NSArticle + digest("url", url))
	}
	return quad.IRI(NSArticle + digest("text", date, text))
}

// digest is the first 80 bits of the SHA-256 of the parts, in hexadecimal:
// at ten million events the chance of one collision is below 1 in 20,000.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:10])
}
