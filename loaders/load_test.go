package loaders_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

// store keeps graphs in memory and answers as a real one does.
type store struct {
	graphs map[quad.IRI][]quad.Quad
	calls  []int // graphs of each call
	fail   error
}

func (s *store) Put(_ context.Context, graphs []loaders.Graph) ([]loaders.Change, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	for _, g := range graphs {
		if g.Label == "art:unstorable" {
			return nil, &loaders.RecordError{Source: string(g.Label), Reason: "no place for it"}
		}
	}
	if s.graphs == nil {
		s.graphs = map[quad.IRI][]quad.Quad{}
	}
	s.calls = append(s.calls, len(graphs))
	var changes []loaders.Change
	for _, g := range graphs {
		old, ok := s.graphs[g.Label]
		c := loaders.Change{Outcome: loaders.Replaced, Added: len(g.Quads), Removed: len(old)}
		if !ok {
			c = loaders.Change{Outcome: loaders.Added, Added: len(g.Quads)}
		} else if cmp.Equal(old, g.Quads) {
			c = loaders.Change{}
		}
		s.graphs[g.Label] = g.Quads
		changes = append(changes, c)
	}
	return changes, nil
}

var ignoreSeconds = cmpopts.IgnoreFields(loaders.Report{}, "Seconds")

func TestLoad(t *testing.T) {
	s, rejects := &store{}, &bytes.Buffer{}
	src := append(articles(3, "Peru met Chile."), schema.Article{ID: "art:bad", Text: "panic", Lang: "en"})
	load := func(src loaders.Articles) loaders.Report {
		t.Helper()
		r, err := loaders.Load(t.Context(), s, loaders.Coded(src, coder(plainCoder), 2), loaders.Options{Rejects: rejects})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	perArticle := len(schema.Reading{Article: src[0]}.Quads())
	if d := cmp.Diff(loaders.Report{Read: 3, Added: 3, Repeated: []string{}, QuadsAdded: 3 * perArticle, Rejects: 1}, load(src), ignoreSeconds); d != "" {
		t.Errorf("first load (-want +got):\n%s", d)
	}
	if got := rejects.String(); !strings.HasPrefix(got, `{"source":"art:bad","position":"","reason":"the coder failed on this article: index out of range","hint":"`) || strings.Count(got, "\n") != 1 {
		t.Errorf("rejects: %s", got)
	}
	if d := cmp.Diff(loaders.Report{Read: 3, Unchanged: 3, Repeated: []string{}}, load(src[:3]), ignoreSeconds); d != "" {
		t.Errorf("same again (-want +got):\n%s", d)
	}
	changed := articles(3, "Peru met Chile.")
	changed[1].Text = "Peru did not meet Chile."
	if d := cmp.Diff(loaders.Report{Read: 3, Unchanged: 2, Replaced: 1, Repeated: []string{}, QuadsAdded: perArticle, QuadsRemoved: perArticle}, load(changed), ignoreSeconds); d != "" {
		t.Errorf("one changed (-want +got):\n%s", d)
	}
}

func TestLoadSameIDTwice(t *testing.T) {
	s := &store{}
	src := loaders.Articles{{ID: "art:1", Text: "first", Lang: "en"}, {ID: "art:2", Text: "other", Lang: "en"}, {ID: "art:1", Text: "second", Lang: "en"}}
	r, err := loaders.Load(t.Context(), s, loaders.Coded(src, coder(plainCoder), 2), loaders.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := quad.Quad{Subject: quad.IRI("art:1"), Predicate: quad.IRI("ir:text"), Object: quad.String("second"), Label: quad.IRI("art:1")}
	got := s.graphs[quad.IRI("art:1")]
	if d := cmp.Diff(want, got[len(got)-1]); d != "" {
		t.Errorf("the later did not win (-want +got):\n%s", d)
	}
	if r.Added != 2 || r.Replaced != 1 || !cmp.Equal(r.Repeated, []string{"art:1"}) || !strings.Contains(r.String(), "ids repeated      1 (the later version won): art:1") {
		t.Errorf("report:\n%s", r)
	}
}

func TestLoadBatches(t *testing.T) {
	s := &store{}
	progress := 0
	perArticle := len(schema.Reading{Article: articles(1, "x")[0]}.Quads())
	_, err := loaders.Load(t.Context(), s, loaders.Coded(articles(10, "Peru met Chile."), coder(plainCoder), 2),
		loaders.Options{BatchQuads: 4 * perArticle, Progress: func(loaders.Report) { progress++ }})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{4, 4, 2}, s.calls); d != "" || progress != 3 {
		t.Errorf("batches (-want +got):\n%s\nprogress was told %d times", d, progress)
	}
}

func TestLoadStoreFails(t *testing.T) {
	broken := errors.New("no space left")
	r, err := loaders.Load(t.Context(), &store{fail: broken}, loaders.Coded(articles(500, "Peru met Chile."), coder(plainCoder), 2), loaders.Options{BatchQuads: 1})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "art:n000") {
		t.Errorf("error %v, want it to name the store's and the article", err)
	}
	if r.Added != 0 || r.Read > 20 {
		t.Errorf("the load went on:\n%s", r)
	}
}

// failing breaks off after its articles.
type failing struct {
	articles loaders.Articles
	err      error
}

func (f failing) Articles(ctx context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		for a, err := range f.articles.Articles(ctx) {
			if !yield(a, err) {
				return
			}
		}
		yield(schema.Article{}, f.err)
	}
}

func TestLoadSourceFails(t *testing.T) {
	broken := errors.New("network gone")
	s := &store{}
	r, err := loaders.Load(t.Context(), s, loaders.Coded(failing{articles(3, "Peru met Chile."), broken}, coder(plainCoder), 2), loaders.Options{})
	if !errors.Is(err, broken) || r.Added != 3 || len(s.graphs) != 3 {
		t.Errorf("error %v, stored %d; want what came before to be kept\n%s", err, len(s.graphs), r)
	}
}

func TestLoadUnstorableGraph(t *testing.T) {
	s := &store{}
	src := append(articles(2, "Peru met Chile."), schema.Article{ID: "art:unstorable", Text: "x", Lang: "en"}, schema.Article{ID: "art:z", Text: "x", Lang: "en"})
	var told []string
	r, err := loaders.Load(t.Context(), s, loaders.Coded(src, coder(plainCoder), 2), loaders.Options{OnReject: func(e *loaders.RecordError) { told = append(told, e.Error()) }})
	if err != nil || r.Read != 3 || r.Added != 3 || r.Rejects != 1 || len(s.graphs) != 3 {
		t.Errorf("error %v, stored %d; want the other three\n%s", err, len(s.graphs), r)
	}
	if d := cmp.Diff([]string{"art:unstorable: no place for it"}, told); d != "" {
		t.Errorf("told (-want +got):\n%s", d)
	}
}
