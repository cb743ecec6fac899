package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// breakParagraphs makes paragraphs of text that a page parts by two line
// breaks, or by empty elements that its styles make line breaks of.
func breakParagraphs(doc *html.Node) {
	var parents []*html.Node
	seen := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if parts(n) && !seen[n.Parent] && n.Parent.DataAtom != atom.Pre {
			seen[n.Parent] = true
			parents = append(parents, n.Parent)
		}
	}
	for _, p := range parents {
		breakChildren(p)
	}
}

// parts says whether a paragraph ends at n: at the second of two breaks, or
// at an empty element of the class "br".
func parts(n *html.Node) bool {
	if n.DataAtom == atom.Br {
		return secondBreak(n)
	}
	if n.Type != html.ElementNode || n.FirstChild != nil {
		return false
	}
	for _, class := range strings.Fields(attr(n, "class")) {
		if class == "br" {
			return true
		}
	}
	return false
}

func secondBreak(n *html.Node) bool {
	before := n.PrevSibling
	for before != nil && before.Type == html.TextNode && strings.TrimSpace(before.Data) == "" {
		before = before.PrevSibling
	}
	return before != nil && before.DataAtom == atom.Br
}

// breakChildren wraps each run of text and inline elements among the children
// of n in a paragraph. Where n is a paragraph itself it becomes a division.
func breakChildren(n *html.Node) {
	if n.DataAtom == atom.P {
		n.Data, n.DataAtom = "div", atom.Div
	}
	var run []*html.Node
	wrap := func() {
		text := false
		for _, c := range run {
			text = text || textOf(c) != ""
		}
		if text {
			p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
			n.InsertBefore(p, run[0])
			for _, c := range run {
				n.RemoveChild(c)
				p.AppendChild(c)
			}
		}
		run = nil
	}
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if isBlock(c) || parts(c) {
			wrap()
		} else {
			run = append(run, c)
		}
		c = next
	}
	wrap()
}
