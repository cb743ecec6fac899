package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// Reading is an article with what was read in it: the content of its named
// graph.
type Reading struct {
	Article    Article
	Mentions   []Ref // every entity that the text names
	Statements []Statement
}

// Quads are the article's whole graph: the article node, its mentions, its
// statements. One entity keeps one name, state and link per article: a Ref
// that differs from the first of its id is levelled to it, so that the quads
// can be read back.
func (r Reading) Quads() []quad.Quad {
	r = r.Normalize()
	w := &writer{label: r.Article.ID}
	r.Article.write(w)
	for _, m := range r.Mentions {
		w.add(r.Article.ID, schemaMentions, m.ID)
		w.entity(m)
	}
	for _, s := range r.Statements {
		w.quads = append(w.quads, s.Quads()...)
	}
	return w.done()
}

// Normalize sorts mentions and statements and levels the entities.
func (r Reading) Normalize() Reading {
	known := map[quad.IRI]Ref{}
	level := func(refs []Ref) []Ref {
		refs = slices.Clone(refs)
		for i, x := range refs {
			if x.IsZero() {
				continue
			}
			if k, ok := known[x.ID]; ok {
				refs[i] = k
			} else {
				known[x.ID] = x
			}
		}
		return refs
	}
	r.Mentions = normalRefs(level(r.Mentions))
	r.Statements = slices.Clone(r.Statements)
	for i, s := range r.Statements {
		s.Article = r.Article.ID
		s.Actors, s.Recipients, s.Issues = level(s.Actors), level(s.Recipients), level(s.Issues)
		s.SaidBy, s.ReportedBy = level(s.SaidBy), level(s.ReportedBy)
		s.Place = level([]Ref{s.Place})[0]
		r.Statements[i] = s.Normalize()
	}
	SortStatements(r.Statements)
	r.Statements = none(slices.CompactFunc(r.Statements, func(a, b Statement) bool { return a.ID() == b.ID() }))
	return r
}

func (a Article) write(w *writer) {
	w.add(a.ID, rdfType, classNewsArticle)
	w.str(a.ID, schemaHeadline, a.Title)
	w.str(a.ID, schemaPublished, a.Date)
	w.str(a.ID, irDateSource, a.DateSource)
	for _, author := range a.Authors {
		w.str(a.ID, schemaAuthor, author)
	}
	w.str(a.ID, schemaPublisher, a.Publisher)
	w.str(a.ID, schemaLanguage, a.Lang)
	w.str(a.ID, schemaURL, a.URL)
	w.str(a.ID, irText, a.Text)
}

// ReadArticle reads the article that one article's graph is about, without what
// is said of it.
func ReadArticle(qs []quad.Quad) (Article, error) {
	a, _, err := readArticle(qs, nodesOf(qs))
	return a, err
}

func readArticle(qs []quad.Quad, nodes map[quad.IRI]node) (Article, []Ref, error) {
	var a Article
	var mentions []Ref
	for id, n := range nodes {
		if !n.is(classNewsArticle) || !strings.HasPrefix(string(id), NSArticle) {
			continue
		}
		if a.ID != "" {
			return Article{}, nil, fmt.Errorf("two articles, %s and %s, where one was wanted", min(a.ID, id), max(a.ID, id))
		}
		a = Article{ID: id, URL: n.str(schemaURL), Title: n.str(schemaHeadline), Authors: n.strs(schemaAuthor), Publisher: n.str(schemaPublisher), Lang: n.str(schemaLanguage),
			Date: n.str(schemaPublished), DateSource: n.str(irDateSource), Text: n.str(irText)}
		mentions = normalRefs(readRefs(n[schemaMentions], nodes))
	}
	if a.ID == "" {
		return Article{}, nil, fmt.Errorf("no article node among %d quads", len(qs))
	}
	return a, mentions, nil
}

// ReadReading is the inverse of Reading.Quads for one article's graph.
func ReadReading(qs []quad.Quad) (Reading, error) {
	a, mentions, err := readArticle(qs, nodesOf(qs))
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Article: a, Mentions: mentions}
	ss, err := ReadStatements(qs)
	r.Statements = ss
	return r, err
}
