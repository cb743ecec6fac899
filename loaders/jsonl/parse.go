package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// fields are one line's object. An id may be a number.
type fields struct {
	ID        identifier `json:"id"`
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Author    authors    `json:"author"`
	Date      string     `json:"date"`
	Publisher string     `json:"publisher"`
	Lang      string     `json:"lang"`
	Text      string     `json:"text"`
}

// authors is one name or a list of names.
type authors []string

func (a *authors) UnmarshalJSON(b []byte) error {
	if b[0] != '"' {
		return json.Unmarshal(b, (*[]string)(a))
	}
	*a = make(authors, 1)
	return json.Unmarshal(b, &(*a)[0])
}

type identifier string

func (id *identifier) UnmarshalJSON(b []byte) error {
	var n json.Number
	if bytes.ContainsAny(b[:1], "-0123456789") && json.Unmarshal(b, &n) == nil {
		*id = identifier(n)
		return nil
	}
	return json.Unmarshal(b, (*string)(id))
}

// parse makes the article of one line that is not blank.
func (f Format) parse(name string, number int, line []byte) (schema.Article, error) {
	if !utf8.Valid(line) {
		return schema.Article{}, reject(name, number, 1, "the line is not valid UTF-8", "convert the file: iconv -f WINDOWS-1252 -t UTF-8 "+name, line)
	}
	var in fields
	if err := json.Unmarshal(line, &in); err != nil {
		column, reason, hint := explain(err, line)
		return schema.Article{}, reject(name, number, column, reason, hint, line)
	}
	a, err := schema.NewArticle(schema.ArticleFields{ID: string(in.ID), URL: in.URL, Title: in.Title, Authors: in.Author, Publisher: in.Publisher,
		Lang: in.Lang, Date: f.day(in.Date), Text: in.Text})
	if strings.TrimSpace(in.Text) == "" {
		err = errors.New(`the key "text" is missing or empty`)
	}
	if err != nil {
		return schema.Article{}, reject(name, number, 1, err.Error(), "", line)
	}
	return a, nil
}

// day is the date's day where a time of day follows it, as the article's
// publisher wrote it and not moved to another time zone.
func (f Format) day(date string) string {
	date = strings.TrimSpace(date)
	if date == "" {
		return f.Date
	}
	if len(date) > len(time.DateOnly) && (date[10] == 'T' || date[10] == ' ') {
		return date[:10]
	}
	return date
}

// explain says in words what is wrong with the line, and from which column on
// (in bytes, from 1).
func explain(err error, line []byte) (column int, reason, hint string) {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		column = max(1, int(e.Offset))
		if e.Error() == "unexpected end of JSON input" {
			return column, "the line ends within the object", wholeLine(line)
		}
		return column, e.Error(), wholeLine(line)
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		column = max(1, int(e.Offset))
		if e.Field == "" {
			return column, fmt.Sprintf("want one JSON object, found %s", e.Value), wholeLine(line)
		}
		return column, fmt.Sprintf("the key %q holds %s, want text", e.Field, e.Value), ""
	}
	return 1, err.Error(), ""
}

func wholeLine(line []byte) string {
	switch string(bytes.TrimSpace(line)) {
	case "{", "[", "[{":
		return "this looks like JSON over several lines; put each article on one line, for example with jq -c"
	}
	if bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) {
		return "this looks like a JSON array; put each article on one line, for example with jq -c '.[]'"
	}
	return "is the file whole? each line must be one JSON object"
}
