package html

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// linked is what a page's JSON-LD says of its article; parts may be empty.
type linked struct {
	article                                                 bool // an article is described
	headline, date, publisher, lang, url, description, text string
	authors                                                 []string
}

// object is one JSON-LD object.
type object map[string]any

// readLinked reads the JSON-LD of a page: the first object that describes an
// article, with a page object's parts where that lacks them.
func readLinked(doc *html.Node) linked {
	var all []object
	for s := range elements(doc, atom.Script) {
		kind, _, _ := strings.Cut(attr(s, "type"), ";")
		if strings.EqualFold(strings.TrimSpace(kind), "application/ld+json") && s.FirstChild != nil {
			all = collect(all, parseLoosely(s.FirstChild.Data), 0)
		}
	}
	l := linked{}
	for _, o := range all {
		if o.isA("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle",
			"AskPublicNewsArticle", "ReviewNewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "ScholarlyArticle", "AdvertiserContentArticle") {
			l = o.linked(all)
			l.article = true
			break
		}
	}
	for _, o := range all {
		if o.isA("WebPage", "ItemPage", "AboutPage") {
			page := o.linked(all)
			l.date, l.publisher, l.lang, l.url = or(l.date, page.date), or(l.publisher, page.publisher), or(l.lang, page.lang), or(l.url, page.url)
			break
		}
	}
	return l
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// parseLoosely forgives what pages do to JSON: comments around it, line ends
// within strings, a semicolon behind.
func parseLoosely(s string) any {
	s = strings.TrimSpace(s)
	for _, cut := range []string{"<![CDATA[", "//<![CDATA[", "/*<![CDATA[*/", "<!--"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, cut))
	}
	for _, cut := range []string{";", "-->", "]]>", "//", "/*]]>*/"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, cut))
	}
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	if json.Unmarshal([]byte(s), &v) != nil {
		return nil
	}
	return v
}

// maxDepth bounds how deep objects are looked for; pages nest them three deep.
const maxDepth = 8

// collect lists the objects in v, outer ones first and in the order of the
// page; among the values of an object, in the order of their keys.
func collect(all []object, v any, depth int) []object {
	if depth > maxDepth {
		return all
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			all = collect(all, e, depth+1)
		}
	case map[string]any:
		all = append(all, v)
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "publisher", "subjectOf"} {
			all = collect(all, v[key], depth+1)
		}
	}
	return all
}

func (o object) isA(types ...string) bool {
	for _, t := range list(o["@type"]) {
		name, _ := t.(string)
		name = name[strings.LastIndexAny(name, "/:#")+1:]
		if slices.Contains(types, name) {
			return true
		}
	}
	return false
}

func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

func (o object) linked(all []object) linked {
	l := linked{headline: o.text("headline"), date: o.text("datePublished"), lang: o.text("inLanguage"), url: or(o.text("url"), o.text("mainEntityOfPage")),
		description: o.text("description"), publisher: first(o.names(all, "publisher")...), authors: o.names(all, "author")}
	if l.headline == "" && !o.isA("WebPage") {
		l.headline = o.text("name")
	}
	l.date = or(l.date, o.text("dateCreated"))
	if s, ok := o["articleBody"].(string); ok {
		l.text = html.UnescapeString(s)
	}
	return l
}

// text is the value as one line; of an object, its @id or name.
func (o object) text(key string) string {
	for _, v := range list(o[key]) {
		switch v := v.(type) {
		case string:
			return foldSpace(html.UnescapeString(v))
		case map[string]any:
			return or(object(v).text("@id"), object(v).text("name"))
		}
	}
	return ""
}

// names are the names of the objects at key, each of which may stand elsewhere
// under its @id, or the texts there.
func (o object) names(all []object, key string) []string {
	var names []string
	for _, v := range list(o[key]) {
		name := ""
		switch v := v.(type) {
		case string:
			if !strings.Contains(v, "://") {
				name = foldSpace(html.UnescapeString(v))
			}
		case map[string]any:
			name = or(object(v).text("name"), named(all, object(v).text("@id")))
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// named is the name of the object with that @id.
func named(all []object, id string) string {
	for _, o := range all {
		if id != "" && o.text("@id") == id && o.text("name") != "" {
			return o.text("name")
		}
	}
	return ""
}
