package html

import (
	"iter"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr is the value of an attribute, trimmed, or empty.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// elements gives the elements of that kind below n in page order.
func elements(n *html.Node, kinds ...atom.Atom) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for d := range n.Descendants() {
			if d.Type != html.ElementNode {
				continue
			}
			for _, k := range kinds {
				if d.DataAtom == k {
					if !yield(d) {
						return
					}
					break
				}
			}
		}
	}
}

// textOf is the text below n with its spaces folded; scripts and styles have
// none.
func textOf(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return foldSpace(b.String())
}

func writeText(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Template, n.DataAtom == atom.Noscript:
		return
	case n.DataAtom == atom.Br:
		b.WriteByte(' ')
	}
	for c := range n.ChildNodes() {
		if isBlock(c) {
			b.WriteByte(' ')
		}
		writeText(b, c)
		if isBlock(c) {
			b.WriteByte(' ')
		}
	}
}

// isBlock says whether n begins a line of its own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Aside, atom.Nav,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Thead, atom.Tbody, atom.Figure, atom.Figcaption,
		atom.Hr, atom.Form, atom.Fieldset, atom.Address, atom.Details, atom.Summary, atom.Body, atom.Center:
		return n.Type == html.ElementNode
	}
	return false
}

// foldSpace makes one space of each run of white space, and drops characters
// that have no width.
func foldSpace(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200b', r == '\ufeff', r == '\u2060', r == '\u00ad':
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// letters is s without anything but letters and digits, in lower case: two
// texts with the same letters say the same.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
