package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

// MaxSize is the longest file read, in bytes.
const MaxSize = 16 << 20

// Format reads plain text under loaders.Format.
type Format struct {
	Date string // YYYY-MM-DD for every article, or empty
}

// Name is "text".
func (Format) Name() string { return "text" }

// Accepts takes .txt and .text files, and text under a name without an
// extension, unless it looks like markup.
func (Format) Accepts(extension string, head []byte) bool {
	switch extension {
	case ".txt", ".text":
		return true
	case "", ".":
		return !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<"))
	}
	return false
}

// Articles gives the one article of r.
func (f Format) Articles(_ context.Context, name string, r io.Reader) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		content, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
		switch {
		case errors.Is(err, io.ErrUnexpectedEOF):
			yield(schema.Article{}, reject(name, "the file is cut short", "is the file whole? try: gzip -t "+name))
		case err != nil:
			yield(schema.Article{}, reject(name, err.Error(), ""))
		default:
			yield(Parse(name, content, f))
		}
	}
}

// Parse makes the article of one file's content. Its error is a
// *loaders.RecordError that names the file.
func Parse(name string, content []byte, f Format) (schema.Article, error) {
	if err := check(name, content); err != nil {
		return schema.Article{}, err
	}
	plain := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(content), "\ufeff"))
	title, body := split(plain)
	a, err := schema.NewArticle(schema.ArticleFields{Title: title, Text: body, Date: f.Date})
	if err != nil {
		return schema.Article{}, reject(name, err.Error(), "")
	}
	return a, nil
}

// magics are the first bytes of files that are often handed over for text.
var magics = []struct{ kind, bytes string }{
	{"a PDF", "%PDF-"}, {"a zip archive or office document", "PK\x03\x04"}, {"an office document", "\xd0\xcf\x11\xe0"},
	{"a PNG image", "\x89PNG"}, {"a JPEG image", "\xff\xd8\xff"}, {"a GIF image", "GIF8"}, {"a gzip archive", "\x1f\x8b"},
}

func check(name string, content []byte) error {
	const convert = "save its text as UTF-8 and load that"
	for _, m := range magics {
		if bytes.HasPrefix(content, []byte(m.bytes)) {
			return reject(name, "this is "+m.kind+", not text", convert)
		}
	}
	switch {
	case len(content) > MaxSize:
		return reject(name, fmt.Sprintf("the file is longer than %d MiB, which no article is", MaxSize>>20), "split it, one article a file or one JSON object a line")
	case len(bytes.TrimSpace(content)) == 0:
		return reject(name, "the file is empty", "")
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return reject(name, "the text is UTF-16, not UTF-8", "convert it: iconv -f UTF-16 -t UTF-8 "+name)
	case slices.Contains(content, 0):
		return reject(name, "this is a binary file, not text", convert)
	case !utf8.Valid(content):
		at := invalidAt(content)
		line := 1 + bytes.Count(content[:at], []byte("\n"))
		column := at - bytes.LastIndexByte(content[:at], '\n')
		r := reject(name, fmt.Sprintf("byte 0x%02x is not valid UTF-8", content[at]), "convert it: iconv -f WINDOWS-1252 -t UTF-8 "+name)
		r.Position = fmt.Sprintf("%d:%d", line, column)
		return r
	}
	return nil
}

func invalidAt(b []byte) int {
	at := 0
	for at < len(b) {
		r, size := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	return at
}

func reject(name, reason, hint string) *loaders.RecordError {
	return &loaders.RecordError{Source: name, Reason: reason, Hint: hint}
}

// maxTitle is the most code points that a first block may have and still be a
// title: about three lines of a page, above any headline.
const maxTitle = 300

// split takes a title off the text, if it has one.
func split(text string) (title, body string) {
	text = strings.Trim(text, "\n\t ")
	first, rest, blank := cutBlock(text)
	joined := strings.Join(strings.Fields(first), " ")
	if !blank || joined == "" || endsSentence(joined) || utf8.RuneCountInString(joined) > maxTitle {
		return "", text
	}
	return joined, rest
}

// cutBlock splits at the first blank line; blank is false where none is.
func cutBlock(text string) (first, rest string, blank bool) {
	at := 0
	for line := range strings.Lines(text) {
		if at > 0 && strings.TrimSpace(line) == "" {
			return text[:at], strings.TrimLeft(text[at:], "\n\t "), true
		}
		at += len(line)
	}
	return text, "", false
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"')]`+"”’»")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ";")
}
