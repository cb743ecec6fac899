package html_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/html"
	"github.com/entente-kg/entente/loaders/loadertest"
	"github.com/entente-kg/entente/schema"
)

const small = `<html lang=en><head><title>Peru hosts Chile</title><meta property="article:published_time" content="2018-07-26T10:00:00Z"></head>` +
	`<body><h1>Peru hosts Chile</h1><p>Peru hosted Chile’s foreign minister on Monday, and the two spoke of fish and of the sea.</p></body></html>`

func TestSuite(t *testing.T) {
	loadertest.Run(t, html.Format{Date: "2018-07-01"}, ".html", []loadertest.Case{
		{Name: "small", Content: small, Titles: []string{"Peru hosts Chile"}},
	})
}

func page(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestArticle(t *testing.T) {
	got, err := html.Parse("harbour.html", page(t, "harbour.html"), html.Format{Date: "2020-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	want := schema.Article{
		ID: got.ID, URL: "https://fjordcourier.example/world/2019/03/harbour-agreement", Title: "Norvia and Estmark agree on harbour",
		Authors: []string{"Ada Holm"}, Publisher: "The Fjord Courier", Lang: "en", Date: "2019-03-14", DateSource: schema.DatePage,
		Text: strings.Join([]string{
			"Norvia and Estmark agree on harbour",
			"After nine years of talks the two neighbours will run the port of Lyngen together.",
			"Norvia and Estmark signed an agreement on the harbour of Lyngen on Thursday, ending a dispute that began when a ferry was turned away in 2010.",
			"“We have waited a long time for this day,” said the Norvian foreign minister, Karin Lund, after she had met her Estmark colleague.",
			"Shared customs",
			"Both countries will send customs officers. The port’s income is to be divided in equal parts, and a joint council of six will meet twice a year.",
			"• Norvia pays for the new breakwater.",
			"• Estmark dredges the channel by 2021.",
			"The parliaments of both countries still have to approve the agreement. Estmark’s opposition has said that it would vote against it.",
		}, "\n\n"),
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("article (-want +got):\n%s", d)
	}
}

// headlined is a page with one headline shown and one for sharing.
func headlined(shown, shared, byline string) string {
	return `<html lang=en><head><meta property="og:title" content="` + shared + `"><meta property="og:site_name" content="The Gazette"></head><body><article><h1>` + shown +
		`</h1>` + byline + strings.Repeat(`<p>The ferry lay at anchor off the port of Lyngen for two days, and nobody would let it in.</p>`, 5) + `</article></body></html>`
}

func TestTitles(t *testing.T) {
	for _, c := range []struct{ shown, shared, want string }{
		{"Ferry turned away at Lyngen", "Ferry turned away at Lyngen | The Gazette", "Ferry turned away at Lyngen"},
		{"Norvia closes its port to foreign ferries after a quarrel over fees", "Norvia closes its port to foreign ferries", "Norvia closes its port to foreign ferries"},
		{"Norvia closes its port to foreign ferries", "Norvia closes its port to foreign ferries - World - Late edition", "Norvia closes its port to foreign ferries"},
		{"Norvia closes port", "Norvia closes port to ferries", "Norvia closes port to ferries"},              // too little in common
		{"Port shut to all ferries of Estmark", "Portugal shuts its harbours", "Portugal shuts its harbours"}, // words, not letters
	} {
		a, err := html.Parse("p.html", []byte(headlined(c.shown, c.shared, "")), html.Format{})
		if err != nil || a.Title != c.want {
			t.Errorf("shown %q, shared %q: %q (%v), want %q", c.shown, c.shared, a.Title, err, c.want)
		}
	}
}

func TestBylines(t *testing.T) {
	for _, c := range []struct {
		byline string
		want   []string
	}{
		{`<p class="byline">By Ada Holm and Per van der Berg in Lyngen</p>`, []string{"Ada Holm", "Per van der Berg"}},
		{`<div class="post-author">Written by <a rel="author" href="/h">Ada Holm</a>, Europe editor</div>`, []string{"Ada Holm"}},
		{`<span itemprop="author">ADA HOLM | Northern Press</span>`, []string{"ADA HOLM", "Northern Press"}},
		{`<p class="byline">The Gazette</p>`, nil},
		{`<p class="byline">Last updated at 17:20</p>`, nil},
		{`<p class="author-bio">Ada Holm</p>`, nil},
	} {
		a, err := html.Parse("p.html", []byte(headlined("Ferry turned away", "Ferry turned away", c.byline)), html.Format{})
		if d := cmp.Diff(c.want, a.Authors); err != nil || d != "" {
			t.Errorf("%s (%v):\n%s", c.byline, err, d)
		}
	}
}

func TestOldStyle(t *testing.T) {
	got, err := html.Parse("oldstyle.html", page(t, "oldstyle.html"), html.Format{})
	if err != nil {
		t.Fatal(err)
	}
	if got.URL != "http://gazette.example/archive/1999/lyngen.html" || got.Title != "Ferry turned away at Lyngen" || got.Publisher != "gazette.example" {
		t.Errorf("url %q, title %q, publisher %q", got.URL, got.Title, got.Publisher)
	}
	if lines := strings.Split(got.Text, "\n\n"); len(lines) != 4 || !strings.HasPrefix(lines[3], "The ferry lay at anchor") {
		t.Errorf("want the title and three paragraphs, got %q", lines)
	}
}

func TestRejects(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"empty", "", "the file is empty"},
		{"blank", " \r\n\t", "the file is empty"},
		{"pdf", "%PDF-1.7", "this is a PDF, not a web page"},
		{"binary", "<html>\x00\x01", "this is a binary file, not a web page"},
		{"no text", "<html><body><img src=a.jpg></body></html>", "the page holds no article: it has no running text"},
		{"a few words", "<html><body><p>Page under construction.</p></body></html>", "the page holds no article: its running text has 3 words and 0 sentences"},
		{"script only", "<html><body><div id=app></div><script>render()</script><noscript>You need to enable JavaScript to run this app.</noscript></body></html>", "the page holds no article: it has no running text"},
		{"front page", string(page(t, "front.html")), "the page holds no article: it is a list of 6 links to articles"},
		{"missing page", string(page(t, "missing.html")), `the page holds no article: it is an error or a wall, titled "Page not found"`},
		{"site", `<html><head><link rel=canonical href="https://fjord.example/"></head><body><p>` + strings.Repeat("We are a small paper in the north. ", 9) + `</p></body></html>`, "the page holds no article: it is the front page of a site"},
		{"too large", strings.Repeat("a", html.MaxSize+1), "the page is larger than 16 MiB, which no article is"},
		{"too long", strings.Repeat("<p>Peru met Chile in Lima on Sunday.", 40000), "the page has 1328 KiB of text, which no article has"},
		{"too deep", strings.Repeat("<div>", 5000) + "Peru met Chile.", "the page cannot be parsed: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := html.Parse("x.html", []byte(c.content), html.Format{})
			r, ok := loaders.Rejected(err)
			if !ok || !strings.HasPrefix(r.Error(), "x.html: "+c.want) {
				t.Errorf("got %v and %.200q, want %q", err, a.Text, c.want)
			}
		})
	}
}

func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		extension, head string
		want            bool
	}{
		{".html", "", true}, {".htm", "anything", true}, {".txt", "<html>", false},
		{"", "<!DOCTYPE html>\n<html>", true}, {"", "\ufeff \n<HTML lang=en>", true}, {"", "<?xml version='1.0'?><html>", true},
		{"", "<!-- saved from url=(0020)http://a.example/ -->", true}, {"", "<!-- by us --><html>", true},
		{"", "<rss version='2.0'>", false}, {"", "<?xml version='1.0'?><rss>", false}, {"", "Peru met Chile.", false}, {"", "", false},
	} {
		if got := (html.Format{}).Accepts(c.extension, []byte(c.head)); got != c.want {
			t.Errorf("%q with %q: got %v", c.extension, c.head, got)
		}
	}
}

// TestCharset is the trap: the first accent comes long after the part of a
// page that is usually looked at.
func TestCharset(t *testing.T) {
	const text = "Málaga’s port council met in München on Friday – “a good day”, it said, and it will meet again in spring."
	filler := "<!-- " + strings.Repeat("nothing but plain letters ", 100) + "-->"
	pageOf := func(declared string) string {
		return "<html><head>" + declared + "</head><body>" + filler + "<p>" + text + "</p></body></html>"
	}
	windows := strings.NewReplacer("á", "\xe1", "ü", "\xfc", "’", "\x92", "–", "\x96", "“", "\x93", "”", "\x94")
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(pageOf(""))) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for _, c := range []struct{ name, content, want string }{
		{"utf-8, late", pageOf(""), text},
		{"utf-8 with mark", "\ufeff" + pageOf(""), text},
		{"utf-8, declared latin 1", pageOf("<meta charset=iso-8859-1>"), text},
		{"windows-1252, declared", windows.Replace(pageOf("<meta charset=windows-1252>")), text},
		{"windows-1252, silent", windows.Replace(pageOf("")), text},
		{"utf-16 with mark", string(wide), text},
		{"utf-8 with a broken byte", strings.Replace(pageOf(""), "good day", "good\xe9 day", 1), strings.Replace(text, "good day", "good\ufffd day", 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := html.Parse("x.html", []byte(c.content), html.Format{})
			if err != nil || a.Text != c.want {
				t.Errorf("got %q, %v\nwant %q", a.Text, err, c.want)
			}
		})
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ name, head, body, want, source string }{
		{"json-ld before meta", `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2018-03-04T01:00:00+02:00"}</script><meta name=date content=2018-05-06>`, "", "2018-03-04", "page"},
		{"json-ld with line ends in strings", "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Peru\nmet\",\"datePublished\":\"2018-03-04\"};</script>", "", "2018-03-04", "page"},
		{"meta", `<meta property="article:published_time" content="2018-03-04 10:00">`, "", "2018-03-04", "page"},
		{"milliseconds", `<meta property="article:published_time" content="1520121600000">`, "", "2018-03-04", "page"},
		{"in words", `<meta name="pubdate" content="March 4, 2018">`, "", "2018-03-04", "page"},
		{"time element", "", `<time itemprop="datePublished" datetime="2018-03-04T10:00">yesterday</time>`, "2018-03-04", "page"},
		{"impossible", `<meta name="pubdate" content="2018-02-31">`, "", "2017-01-01", "given"},
		{"a month", `<meta name="pubdate" content="March 2018">`, "", "2017-01-01", "given"},
		{"none", "", "", "2017-01-01", "given"},
		{"no year", "", "<p>Published on March 4</p>", "2017-01-01", "given"},
		{"address", `<link rel=canonical href="https://a.example/2018/03/04/peru">`, "", "2018-03-04", "page"},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := "<html><head>" + c.head + "</head><body>" + c.body + "<p>Peru hosted Chile’s foreign minister, and the two spoke of fish and of the wide sea.</p></body></html>"
			a, err := html.Parse("x.html", []byte(content), html.Format{Date: "2017-01-01"})
			if err != nil || a.Date != c.want || a.DateSource != c.source {
				t.Errorf("got %q (%s), %v; want %q (%s)", a.Date, a.DateSource, err, c.want, c.source)
			}
		})
	}
}

func TestRealSentencesStay(t *testing.T) {
	for _, s := range []string{
		"Share prices in Lima fell after Peru recalled its ambassador from Chile on Monday.",
		"Follow-up talks between the two neighbours were held in Geneva, the minister said.",
		"Copyright law was changed by the parliament of Estmark after a long debate.",
		"Watch officers on both sides of the border had been told to hold their fire.",
		"Source code for the voting machines was handed to the court by the ministry.",
	} {
		a, err := html.Parse("x.html", []byte("<html><body><p>Peru met Chile in Lima on Sunday, and nobody was surprised by it at all.</p><p>"+s+"</p></body></html>"), html.Format{})
		if err != nil || !strings.Contains(a.Text, s) {
			t.Errorf("%q was dropped: %q, %v", s, a.Text, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"harbour.html", "front.html", "missing.html", "oldstyle.html"} {
		f.Add(page(f, name))
	}
	f.Add([]byte(small))
	f.Add([]byte("\xff\xfe<\x00p\x00"))
	f.Add([]byte(`<script type="application/ld+json">{"@graph":[[{"@type":["Article"],"publisher":[null]}]]}</script><p>a`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := html.Parse("x.html", b, html.Format{})
		if _, rejected := loaders.Rejected(err); err != nil && !rejected {
			t.Fatalf("%v is no reject", err)
		}
		if err == nil && (strings.TrimSpace(a.Text) == "" || strings.Contains(a.Text, "\n\n\n") || strings.ContainsAny(a.Text, "\r\t")) {
			t.Fatalf("%q gave the text %q", b, a.Text)
		}
	})
}
