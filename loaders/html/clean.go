package html

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// boxes matches the class or id of what stands in an article and is none of
// it, word by word: "newsletter-signup", "relatedLinks", "social_share".
var boxes = regexp.MustCompile(`(?:^|[\s_-])(?:` +
	`captions?|figcaption|image-?credits?|photo-?credits?|credits?|image-?(?:widget|copyright|gallery)|lightbox|` +
	`pull-?quotes?|twitter-tweet|instagram-media|tiktok-embed|fb-post|` +
	`related|recirc|read-?more|read-?next|more-?(?:on|stories|from|articles)|recommend(?:ed|ations?)?|trending|most-?(?:read|popular|viewed)|popular|up-?next|see-?also|also-?read|further-?reading|inline-?links?|` +
	`newsletters?|sign-?up|subscribe|subscription|subscriptions|paywall-?(?:prompt|offer|message)|promos?|promotion|promoted|sponsor(?:ed)?|advert(?:s|isement|ising)?|ads?|ad-?(?:slot|unit|wrapper|container|label|box)|outbrain|taboola|` +
	`share|sharing|share-?(?:bar|buttons?|tools?|links?)|social|social-?(?:share|links|media|bar)|follow-?us|whatsapp-?[a-z]*|toolbar|` +
	`breadcrumbs?|by-?lines?|contributors?|author-?(?:bio|box|info|content|card)|article-?tags|tags?-?list|topics?-?(?:list|tags?)|comments?|comment-?(?:list|section|count)|disqus|` +
	`cookies?|consent|gdpr|skip-?links?|visually-?hidden|screen-?reader(?:-?text)?|sr-only|print-?only` +
	`)(?:$|[\s_-])`)

var camel = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// clean takes from the tree what is no running text of an article, and says
// how many teasers of other articles there were. No element that holds more
// than a third of the page's running text goes, whatever its class says.
func clean(doc *html.Node) (teasers int) {
	breakParagraphs(doc)
	joinChunks(doc)
	sizes := map[*html.Node]int{}
	total := measure(doc, sizes)
	var gone []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			if c.Type == html.CommentNode || c.Type == html.ElementNode && unwanted(c) && 3*sizes[c] <= total {
				gone = append(gone, c)
				if teaser(c) {
					teasers++
				}
				continue
			}
			walk(c)
		}
	}
	walk(doc)
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	unlink(doc)
	return teasers
}

// measure counts the bytes of running text in and below n: that of paragraphs,
// and of other blocks without blocks inside that hold a sentence.
func measure(n *html.Node, sizes map[*html.Node]int) int {
	size := 0
	switch {
	case n.DataAtom == atom.Script, n.DataAtom == atom.Style, n.DataAtom == atom.Noscript, n.DataAtom == atom.Template:
	case n.DataAtom == atom.P:
		size = len(textOf(n))
	default:
		block := isBlock(n)
		for c := range n.ChildNodes() {
			size += measure(c, sizes)
			block = block && !isBlock(c)
		}
		if block && size == 0 {
			if size = len(textOf(n)); size < aSentence {
				size = 0
			}
		}
	}
	sizes[n] = size
	return size
}

// aSentence is the length of a sentence, in bytes; the paragraphs of news are
// rarely shorter.
const aSentence = 80

// unlink makes plain text of the links within running text, so that no
// paragraph is taken for a menu because of the names that it links.
func unlink(doc *html.Node) {
	for p := range elements(doc, atom.P) {
		var links []*html.Node
		size := 0
		for a := range elements(p, atom.A) {
			links = append(links, a)
			size += len(textOf(a))
		}
		if 2*size > len(textOf(p)) {
			continue
		}
		for _, a := range links {
			for c := a.FirstChild; c != nil; c = a.FirstChild {
				a.RemoveChild(c)
				a.Parent.InsertBefore(c, a)
			}
			a.Parent.RemoveChild(a)
		}
	}
}

// unwanted says whether element n looks like no part of an article.
func unwanted(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Button, atom.Select, atom.Input, atom.Textarea,
		atom.Nav, atom.Dialog, atom.Figcaption, atom.Figure, atom.Picture, atom.Video, atom.Audio, atom.Object, atom.Aside, atom.Form, atom.Menu:
		return true
	case atom.Html, atom.Body, atom.Main, atom.Head:
		return false
	case atom.Footer:
		return true
	}
	switch strings.ToLower(attr(n, "role")) {
	case "navigation", "complementary", "dialog", "alertdialog", "search", "banner", "contentinfo", "menu", "menubar", "tooltip", "alert":
		return true
	}
	if has(n, "hidden") && !strings.EqualFold(attr(n, "hidden"), "until-found") || strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "display:none") {
		return true
	}
	if boxes.MatchString(words(attr(n, "class"))) || boxes.MatchString(words(attr(n, "id"))) {
		return true
	}
	return linkLine(n) || linkCard(n) || picture(n) || teaser(n)
}

// words is a class with its camel case cut: "relatedLinks" is "related-links".
func words(class string) string {
	return strings.ToLower(camel.ReplaceAllString(class, "$1-$2"))
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// linkLine says whether n is a paragraph or list item that is one link and
// nothing else: a way to another article.
func linkLine(n *html.Node) bool {
	if n.DataAtom != atom.P && n.DataAtom != atom.Li {
		return false
	}
	all := letters(textOf(n))
	if all == "" {
		return false
	}
	for a := range elements(n, atom.A) {
		if strings.HasSuffix(all, letters(textOf(a))) && len(letters(textOf(a)))*10 >= len(all)*8 {
			return true
		}
	}
	return false
}

// linkCard says whether n is a link around a heading or paragraphs: a teaser.
func linkCard(n *html.Node) bool {
	if n.DataAtom != atom.A || attr(n, "href") == "" {
		return false
	}
	for c := range n.Descendants() {
		if isBlock(c) && textOf(c) != "" {
			return true
		}
	}
	return false
}

// maxCaption is the longest text beside a picture that is taken for its
// caption, in bytes.
const maxCaption = 400

// picture says whether n holds pictures and no more text than a caption.
func picture(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.P && n.DataAtom != atom.Span && n.DataAtom != atom.Table {
		return false
	}
	pictures, texts := 0, 0
	for c := range elements(n, atom.Img, atom.Picture, atom.P, atom.H1, atom.H2, atom.H3, atom.H4) {
		switch c.DataAtom {
		case atom.Img, atom.Picture:
			pictures++
		case atom.P:
			texts++
		default:
			return false
		}
	}
	return pictures > 0 && texts <= 1 && len(textOf(n)) <= maxCaption
}

// maxTeaser is the longest teaser of another article, in bytes.
const maxTeaser = 600

// teaser says whether n is one headline that links to another page, with a
// few words about it.
func teaser(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.Li, atom.Article, atom.Section, atom.Header:
	default:
		return false
	}
	var heading *html.Node
	for h := range elements(n, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5) {
		if heading != nil {
			return false
		}
		heading = h
	}
	return heading != nil && linksAway(heading) && len(textOf(n)) <= maxTeaser
}

// linksAway says whether a heading holds a link to another page.
func linksAway(heading *html.Node) bool {
	for a := range elements(heading, atom.A) {
		if to := attr(a, "href"); to != "" && !strings.HasPrefix(to, "#") && textOf(a) != "" {
			return true
		}
	}
	return false
}

// joinChunks joins what a page cuts an article into: elements of one class
// that each hold paragraphs, with advertisements between, become one.
func joinChunks(doc *html.Node) {
	chunks := map[string][]*html.Node{}
	var order []string
	for n := range elements(doc, atom.Div, atom.Section) {
		class := attr(n, "class")
		if class == "" || !longParagraphs(n, 2) || inside(n, atom.Article, atom.Li) > 1 {
			continue
		}
		if chunks[class] == nil {
			order = append(order, class)
		}
		chunks[class] = append(chunks[class], n)
	}
	for _, class := range order {
		parts := chunks[class]
		for _, part := range parts[1:] {
			for c := part.FirstChild; c != nil; c = part.FirstChild {
				part.RemoveChild(c)
				parts[0].AppendChild(c)
			}
		}
	}
}

// longParagraphs says whether n has at least so many children that are
// paragraphs of a sentence or more.
func longParagraphs(n *html.Node, want int) bool {
	for c := range n.ChildNodes() {
		if c.DataAtom == atom.P && len(textOf(c)) >= aSentence {
			want--
		}
	}
	return want <= 0
}

// inside counts the elements of those kinds around n.
func inside(n *html.Node, kinds ...atom.Atom) int {
	count := 0
	for p := n.Parent; p != nil; p = p.Parent {
		for _, k := range kinds {
			if p.DataAtom == k {
				count++
			}
		}
	}
	return count
}
