package html

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxAuthors is how many names a byline is believed to hold; more are a list
// of the staff.
const maxAuthors = 8

// byline is who wrote the article: by JSON-LD, else by the meta elements, else
// by what the page shows as such. The publisher is no author.
func byline(doc *html.Node, l linked, tags map[string]string, publisher string) []string {
	declared := first(tags["author"], tags["article:author"], tags["parsely-author"], tags["sailthru.author"], tags["cxenseparse:author"],
		tags["byl"], tags["dc.creator"], tags["dcterms.creator"], tags["citation_author"])
	for _, candidates := range [][]string{l.authors, {declared}, shownBylines(doc)} {
		var names []string
		for _, c := range candidates {
			names = append(names, authorNames(c, publisher)...)
		}
		if 0 < len(names) && len(names) <= maxAuthors {
			return names
		}
	}
	return nil
}

var (
	bylineClass = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:byline|author|authors)(?:[_-]+(?:name|names|link))?(?:$|\s)`)
	bylineOpens = regexp.MustCompile(`(?i)^(?:(?:written|words|text|story|report(?:ed|ing)?|analysis|edited)\s+)?by:?\s+`)
	bylineParts = regexp.MustCompile(`(?i)\s*(?:,|;|&|\||•|·|\sand\s|\swith\s|\svia\s|\sfor\s|\sin\s)\s*`)
)

// shownBylines are the texts of the elements that a page marks as its author,
// the first kind of mark that any bears.
func shownBylines(doc *html.Node) []string {
	marks := []func(n *html.Node) bool{
		func(n *html.Node) bool { return n.DataAtom == atom.A && strings.Contains(attr(n, "rel"), "author") },
		func(n *html.Node) bool { return attr(n, "itemprop") == "author" },
		func(n *html.Node) bool { return bylineClass.MatchString(attr(n, "class")) },
	}
	for _, marked := range marks {
		var texts []string
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.DataAtom != atom.Meta && marked(n) {
				if t := textOf(n); t != "" && len(t) < 200 {
					texts = append(texts, t)
				}
			}
		}
		if len(texts) > 0 {
			return texts
		}
	}
	return nil
}

// authorNames are the names in one byline: without "By", without roles, places
// and desks behind the names, and without what is no name.
func authorNames(text, publisher string) []string {
	text = bylineOpens.ReplaceAllString(foldSpace(text), "")
	var names []string
	for _, part := range bylineParts.Split(text, -1) {
		part = bylineOpens.ReplaceAllString(strings.Trim(part, " .-–—"), "")
		if isAuthorName(part) && letters(part) != letters(publisher) {
			names = append(names, part)
		}
	}
	return names
}

// isAuthorName says whether s looks like the name of somebody or of a desk:
// two to five words, of which the first and the last begin with a capital, no
// digits, no address.
func isAuthorName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || strings.ContainsAny(s, "0123456789@:/<>{}?!") {
		return false
	}
	for _, w := range []string{words[0], words[len(words)-1]} {
		if r := []rune(w); !unicode.IsUpper(r[0]) {
			return false
		}
	}
	return true
}
