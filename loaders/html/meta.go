package html

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what a page says of its article outside the body.
type meta struct {
	title, date, publisher, lang, url string
	description                       string // a summary, which the page may show above the body
	authors                           []string
	article                           bool   // the page says that it is an article
	text                              string // the body as JSON-LD gives it, which is often without paragraphs or cut, or empty
}

// readMeta reads title, day and so on from JSON-LD first, meta elements next,
// and what the page shows last.
func readMeta(doc *html.Node) meta {
	l, tags := readLinked(doc), readTags(doc)
	m := meta{article: l.article || strings.EqualFold(tags["og:type"], "article"), text: l.text}
	m.publisher = first(tags["og:site_name"], l.publisher, tags["application-name"], tags["citation_journal_title"], tags["dc.publisher"])
	m.title = title(doc, l, tags, m.publisher)
	m.url = address(doc, l, tags)
	if m.publisher == "" {
		m.publisher = host(m.url)
	}
	m.lang = language(doc, l, tags)
	m.date = date(doc, l, tags, m.url)
	m.authors = byline(doc, l, tags, m.publisher)
	m.description = first(l.description, tags["og:description"], tags["description"], tags["twitter:description"])
	return m
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// readTags lists the meta elements by name, property or itemprop in lower
// case; the first of a name counts.
func readTags(doc *html.Node) map[string]string {
	tags := map[string]string{}
	for n := range elements(doc, atom.Meta) {
		content := foldSpace(attr(n, "content"))
		if content == "" {
			continue
		}
		for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
			if k := strings.ToLower(attr(n, key)); k != "" && tags[k] == "" {
				tags[k] = content
			}
		}
	}
	return tags
}

// title prefers the headline on which the page and those who share it agree,
// then that of JSON-LD unless it is cut, then the shared one. Where one of the
// two goes on after the other's end, they agree on the shorter.
func title(doc *html.Node, l linked, tags map[string]string, site string) string {
	var heads []string
	for n := range elements(doc, atom.H1) {
		if t := textOf(n); t != "" {
			heads = append(heads, t)
		}
	}
	var window string
	for n := range elements(doc, atom.Title) {
		if n.Parent != nil && n.Parent.DataAtom == atom.Head {
			window = textOf(n)
			break
		}
	}
	shared := withoutSite(first(tags["og:title"], tags["twitter:title"], tags["citation_title"], tags["dc.title"], tags["headline"]), site)
	window = withoutSite(window, site)
	headline := withoutSite(l.headline, site)
	if !l.article || strings.HasSuffix(headline, "…") || strings.HasSuffix(headline, "...") {
		headline = ""
	}
	for _, h := range heads {
		if key := letters(h); key == letters(shared) || key == letters(window) && headline == "" && shared == "" {
			return h
		}
	}
	for _, h := range heads {
		if short := agreed(h, shared); short != "" {
			return short
		}
	}
	if headline == "" && shared == "" && len(heads) == 1 {
		return heads[0]
	}
	return first(headline, shared, window, first(heads...))
}

// minAgreed is how many words two headlines must have in common to be taken
// for one that goes on and one that does not.
const minAgreed = 5

// agreed is the shorter of two headlines if the longer begins with its words,
// else empty.
func agreed(a, b string) string {
	if len(a) > len(b) {
		a, b = b, a
	}
	words, more := strings.Fields(a), strings.Fields(b)
	if len(words) < minAgreed || len(words) > len(more) || letters(a) != letters(strings.Join(more[:len(words)], " ")) {
		return ""
	}
	return a
}

var titleParts = regexp.MustCompile(`^(.+\S)\s+[|–—·•»-]+\s+(\S.*)$`)

// withoutSite drops the site's name from the end of a title.
func withoutSite(title, site string) string {
	for range 3 {
		m := titleParts.FindStringSubmatch(title)
		if m == nil || site == "" || letters(m[2]) == "" || !strings.Contains(letters(site), letters(m[2])) && !strings.Contains(letters(m[2]), letters(site)) {
			break
		}
		title = m[1]
	}
	return title
}

var savedFrom = regexp.MustCompile(`saved from url=\(\d+\)(\S+)`)

// address is the page's own idea of its address; a relative one is resolved
// against where a browser saved it from.
func address(doc *html.Node, l linked, tags map[string]string) string {
	var canonical, saved string
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode && saved == "":
			if m := savedFrom.FindStringSubmatch(n.Data); m != nil {
				saved = m[1]
			}
		case n.DataAtom == atom.Link && canonical == "" && strings.EqualFold(attr(n, "rel"), "canonical"):
			canonical = attr(n, "href")
		}
	}
	base, _ := url.Parse(first(saved, tags["og:url"], l.url))
	fallback := ""
	for _, candidate := range []string{canonical, tags["og:url"], l.url, saved} {
		u, err := url.Parse(candidate)
		if err != nil || candidate == "" {
			continue
		}
		if base != nil {
			u = base.ResolveReference(u)
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			continue
		}
		u.Fragment = ""
		if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return u.String()
		}
		fallback = or(fallback, u.String()) // a site's front page
	}
	return fallback
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2}(?:[-_]|$)`)

// language is the two-letter code that the page declares, or empty.
func language(doc *html.Node, l linked, tags map[string]string) string {
	declared := ""
	for n := range elements(doc, atom.Html) {
		declared = first(attr(n, "lang"), attr(n, "xml:lang"))
		break
	}
	for _, tag := range []string{declared, l.lang, tags["og:locale"], tags["content-language"], tags["language"], tags["dc.language"]} {
		if languageTag.MatchString(tag) {
			return strings.ToLower(tag[:2])
		}
	}
	return ""
}
