package html

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dateTags are the meta elements that give the day of publication, the
// surest first.
var dateTags = []string{"article:published_time", "datepublished", "article:published", "og:article:published_time", "og:published_time", "parsely-pub-date",
	"sailthru.date", "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "pubdate",
	"publishdate", "publish-date", "publish_date", "publication_date", "article.published", "datecreated", "date"}

// date is the day of publication, as the publisher wrote it and not moved to
// another time zone, or empty.
func date(doc *html.Node, l linked, tags map[string]string, address string) string {
	if d := day(l.date); d != "" {
		return d
	}
	for _, tag := range dateTags {
		if d := day(tags[tag]); d != "" {
			return d
		}
	}
	for n := range elements(doc, atom.Time) {
		marked := strings.EqualFold(attr(n, "itemprop"), "datePublished") || has(n, "pubdate")
		if d := day(attr(n, "datetime")); marked && d != "" {
			return d
		}
	}
	return searched(doc, address)
}

var isoDay = regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ])`)

var layouts = []string{"2006/01/02", "2006-1-2", "January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006", "January 2 2006",
	time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC, time.UnixDate, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon Jan 02 2006 15:04:05 GMT-0700",
	"Monday, January 2, 2006", "2006/01/02 15:04:05", "January 2, 2006 15:04", "2006.01.02"}

// day is the day of a date in one of the forms in use, or empty.
func day(s string) string {
	s = strings.TrimSpace(s)
	if m := isoDay.FindStringSubmatch(s); m != nil {
		return valid(m[1] + "-" + m[2] + "-" + m[3])
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) == 13 {
		return valid(time.UnixMilli(n).UTC().Format(time.DateOnly))
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return valid(t.Format(time.DateOnly))
		}
	}
	return ""
}

// valid is the day if the calendar has it and a web page may bear it.
func valid(d string) string {
	if _, err := time.Parse(time.DateOnly, d); err != nil || d < "1900" {
		return ""
	}
	return d
}

// searched is the day that stands somewhere on the page or in its address, or
// empty. A find without year and day of its own is left: the search would make
// them up.
func searched(doc *html.Node, address string) string {
	r, err := htmldate.FromDocument(doc, htmldate.Options{UseOriginalDate: true, SkipExtensiveSearch: true, URL: address,
		MinDate: time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC), MaxDate: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil || r.IsZero() || !names(r.SrcString, r.DateTime) {
		return ""
	}
	return valid(r.DateTime.Format(time.DateOnly))
}

// names says whether source has the year and the day of t as numbers.
func names(source string, t time.Time) bool {
	if strings.Contains(source, t.Format("20060102")) {
		return true
	}
	year, day := false, false
	for _, number := range strings.FieldsFunc(source, func(r rune) bool { return r < '0' || r > '9' }) {
		year = year || number == t.Format("2006")
		day = day || strings.TrimLeft(number, "0") == t.Format("2")
	}
	return year && day
}
