package html

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"golang.org/x/net/html"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

// MaxSize is the largest page read, in bytes, and MaxText the most text on it.
// The longest article of the measured pages has 30 kB; a megabyte takes seconds.
const (
	MaxSize = 16 << 20
	MaxText = 1 << 20
)

// Format reads web pages under loaders.Format.
type Format struct {
	Date string // YYYY-MM-DD for the pages that give none, or empty
}

// Name is "html".
func (Format) Name() string { return "html" }

// openings are what a page may begin with, in lower case.
var openings = []string{"<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<!-- saved from url"}

// Accepts takes .html, .htm and .xhtml files, and what begins like a page
// under a name without an extension.
func (Format) Accepts(extension string, head []byte) bool {
	switch extension {
	case ".html", ".htm", ".xhtml":
		return true
	case "", ".":
		return looksLikePage(head)
	}
	return false
}

func looksLikePage(head []byte) bool {
	head = bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff"))))
	if bytes.HasPrefix(head, []byte("<?xml")) {
		return bytes.Contains(head, []byte("<html"))
	}
	for _, o := range openings {
		if bytes.HasPrefix(head, []byte(o)) {
			return true
		}
	}
	return bytes.HasPrefix(head, []byte("<!--")) && bytes.Contains(head, []byte("<html"))
}

// Articles gives the one article of r.
func (f Format) Articles(ctx context.Context, name string, r io.Reader) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(schema.Article{}, err)
			return
		}
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

// Parse makes the article of one page. Its error is a *loaders.RecordError
// that names the file.
func Parse(name string, content []byte, f Format) (schema.Article, error) {
	if len(content) > MaxSize {
		return schema.Article{}, reject(name, fmt.Sprintf("the page is larger than %d MiB, which no article is", MaxSize>>20), "save the page without its images")
	}
	page, err := decode(content)
	if err != nil {
		return schema.Article{}, reject(name, err.Error(), "save the page as HTML and load that")
	}
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return schema.Article{}, reject(name, fmt.Sprintf("the page cannot be parsed: %v", err), "save the article's text alone")
	}
	if n := len(textOf(doc)); n > MaxText {
		return schema.Article{}, reject(name, fmt.Sprintf("the page has %d KiB of text, which no article has", n>>10), "save the article alone")
	}
	m := readMeta(doc)
	body, err := readBody(doc, m)
	if err != nil {
		return schema.Article{}, reject(name, err.Error(), "if there is an article, save its text and load that")
	}
	fields := schema.ArticleFields{URL: m.url, Title: m.title, Authors: m.authors, Publisher: m.publisher, Lang: m.lang, Date: m.date, DateSource: schema.DatePage, Text: body}
	if fields.Date == "" {
		fields.Date, fields.DateSource = f.Date, schema.DateGiven
	}
	a, err := schema.NewArticle(fields)
	if err != nil {
		return schema.Article{}, reject(name, err.Error(), "")
	}
	return a, nil
}

func reject(name, reason, hint string) *loaders.RecordError {
	return &loaders.RecordError{Source: name, Reason: reason, Hint: hint}
}
