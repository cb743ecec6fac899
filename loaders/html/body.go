package html

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// shortBody is the length in bytes below which another extraction is tried: a
// brief has about as much.
const shortBody = 400

// readBody gives the article's paragraphs, with an empty line between two. It
// changes doc.
func readBody(doc *html.Node, m meta) (string, error) {
	shown := summary(doc, m.description)
	teasers := clean(doc)
	lines := extract(doc, m, false)
	if size(lines) < shortBody {
		if more := extract(doc, m, true); size(more) > size(lines) {
			lines = more
		}
	}
	lines = tidy(lines, m)
	if text := paragraphs(m.text); size(text) > 2*size(lines) {
		lines = tidy(text, m) // the page shows less than it says to machines
	}
	if err := check(lines, teasers, m); err != nil {
		return "", err
	}
	return strings.Join(withSummary(lines, shown), "\n\n"), nil
}

// extract runs the extractor over the cleaned page; fallback adds its slower
// rivals. A page that the extractor trips over has no lines.
func extract(doc *html.Node, m meta, fallback bool) (lines []string) {
	defer func() {
		if recover() != nil {
			lines = nil
		}
	}()
	address, _ := url.Parse(m.url)
	r, err := trafilatura.ExtractDocument(doc, trafilatura.Options{OriginalURL: address, EnableFallback: fallback, ExcludeComments: true,
		HtmlDateMode: trafilatura.Disabled})
	if err != nil || r.ContentNode == nil {
		return nil
	}
	for n := range r.ContentNode.Descendants() { // the extractor makes elements without their atom
		n.DataAtom = atom.Lookup([]byte(n.Data))
	}
	lines = blockLines(r.ContentNode)
	if len(lines) == 1 && len(lines[0]) > maxParagraph {
		return nil // in despair, the extractor takes the whole page for a paragraph
	}
	return lines
}

// maxParagraph is the longest single paragraph that is believed, in bytes.
const maxParagraph = 3000

// blockLines is the text of each block below n; an item of a list gets a
// bullet.
func blockLines(n *html.Node) []string {
	var lines []string
	var line strings.Builder
	mark := ""
	flush := func() {
		if s := foldSpace(line.String()); s != "" {
			lines = append(lines, mark+s)
			mark = ""
		}
		line.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			line.WriteString(n.Data)
			return
		}
		block := isBlock(n)
		if block {
			flush()
		}
		if n.DataAtom == atom.Li {
			mark = "• "
		}
		if n.DataAtom == atom.Br {
			if nextIsBreak(n) {
				flush()
			} else {
				line.WriteByte(' ')
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if block {
			flush()
			mark = ""
		}
	}
	walk(n)
	flush()
	return lines
}

// nextIsBreak says whether a line break follows the line break n: two make a
// paragraph.
func nextIsBreak(n *html.Node) bool {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	return next != nil && next.DataAtom == atom.Br
}

func paragraphs(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = foldSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func size(lines []string) int {
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	return n
}

// asides matches lines that point elsewhere, whole: what pages write between
// paragraphs without marking it.
var asides = regexp.MustCompile(`(?i)^(?:` +
	`advertisements?|article content|story continues below.*|continue reading.*|read (?:next|more)|more about|see also|recommended (?:videos|stories)|` +
	`(?:read (?:more|also|next)|also read|see also|related(?: (?:stories|articles|content|coverage|topics))?|more (?:on this|from|on)|recommended(?: reading)?|watch|listen|don't miss|more to read)\s*[:|–—-]\s.*|` +
	`share(?: this)?(?: article| story| page)?(?: (?:on|via|with)\b.{0,60})?|follow (?:us|@).{0,100}|` +
	`(?:get|sign up|join|subscribe|download|check out|click)\b.{0,160}\b(?:newsletters?|inbox|whatsapp|telegram|our app|our channel)\b.{0,60}|` +
	`(?:photo|image|picture|pic|credit|source|photograph|file photo)s?(?: credit| by| courtesy of)?\s*:.{0,120}|` +
	`(?:with files from|(?:additional )?reporting (?:from|by)|our standards:)\s.{0,160}|` +
	`(?:©|\(c\)|copyright (?:©|\(c\)|\d{4})).{0,160}|` +
	`.{0,120}\S+@\S+\.[a-z]{2,}.{0,20}` +
	`)$`)

// tidy drops the title where it is repeated, lines that point elsewhere, and
// lines that came before.
func tidy(lines []string, m meta) []string {
	var out []string
	last := ""
	seen := map[string]bool{letters(m.title): true}
	for _, l := range lines {
		key := letters(l)
		if key == "" || seen[key] || key == last || asides.MatchString(l) {
			continue
		}
		if len(key) > 30 {
			seen[key] = true
		}
		out, last = append(out, l), key
	}
	return out
}

// summary is the page's description if the page shows it as a line of its
// own: the sentence under the headline.
func summary(doc *html.Node, description string) string {
	key := letters(description)
	if len(strings.Fields(description)) < 6 {
		return ""
	}
	for n := range elements(doc, atom.P, atom.H2, atom.H3, atom.Div, atom.Span, atom.Strong, atom.Li) {
		if n.FirstChild != nil && !holdsBlocks(n) && letters(textOf(n)) == key {
			return textOf(n)
		}
	}
	return ""
}

func holdsBlocks(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if isBlock(c) {
			return true
		}
	}
	return false
}

// withSummary puts the summary first where no line holds it.
func withSummary(lines []string, summary string) []string {
	key := letters(summary)
	if key == "" {
		return lines
	}
	for _, l := range lines {
		if strings.Contains(letters(l), key) {
			return lines
		}
	}
	return append([]string{summary}, lines...)
}

// walls matches the titles of pages that stand where an article was asked for.
var walls = regexp.MustCompile(`(?i)\b(?:page|article|story) (?:not found|cannot be found|is unavailable|no longer available)|^(?:error )?40[34]\b|^not found$|^forbidden$|` +
	`access denied|just a moment|attention required|are you (?:a robot|human)|verify you are human|security check|captcha|enable (?:javascript|cookies)|` +
	`before you continue|your (?:privacy|cookie) (?:choices|settings)|^(?:log|sign) ?in\b|^subscribe\b`)

// Bounds of check, in words.
const (
	minWords  = 12  // fewer are no article; a brief of one sentence has more
	wallWords = 150 // a wall or an error page has fewer
	fewWords  = 40  // fewer among the teasers of other articles are no article
	fewTeases = 5
)

// check says why the lines are no article.
func check(lines []string, teasers int, m meta) error {
	count, sentences := 0, 0
	for _, l := range lines {
		words := strings.Fields(l)
		count += len(words)
		for i, w := range words {
			if i >= 3 && strings.ContainsAny(w[max(0, len(w)-4):], ".!?…") {
				sentences++
			}
		}
	}
	switch {
	case count == 0 && teasers >= fewTeases, count < fewWords && teasers >= fewTeases:
		return fmt.Errorf("the page holds no article: it is a list of %d links to articles", teasers)
	case count == 0:
		return errors.New("the page holds no article: it has no running text")
	case count < minWords || sentences == 0:
		return fmt.Errorf("the page holds no article: its running text has %d words and %d sentences", count, sentences)
	case count < wallWords && !m.article && walls.MatchString(m.title):
		return fmt.Errorf("the page holds no article: it is an error or a wall, titled %q", m.title)
	case !m.article && frontPage(m.url):
		return errors.New("the page holds no article: it is the front page of a site")
	}
	return nil
}

// frontPage says whether an address is that of a site and not of a page on it.
func frontPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}
