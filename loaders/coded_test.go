package loaders_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// coder stands for the real one: its reading is the article alone, unless the
// text asks for trouble.
type coder func(a schema.Article) (schema.Reading, error)

func (c coder) Read(_ context.Context, a schema.Article) (schema.Reading, error) { return c(a) }

func plainCoder(a schema.Article) (schema.Reading, error) {
	switch {
	case strings.Contains(a.Text, "panic"):
		panic("index out of range")
	case strings.Contains(a.Text, "fail"):
		return schema.Reading{}, errors.New("no sentence found")
	case strings.Contains(a.Text, "wrong"):
		return schema.Reading{Article: a, Statements: []schema.Statement{{Sentence: 3, Relation: "tickled"}}}, nil
	}
	return schema.Reading{Article: a}, nil
}

func articles(n int, text string) loaders.Articles {
	as := make(loaders.Articles, n)
	for i := range as {
		as[i] = schema.Article{ID: quad.IRI(fmt.Sprintf("art:n%03d", i)), Text: fmt.Sprintf("%s %d", text, i), Lang: "en"}
	}
	return as
}

func TestCodedKeepsOrder(t *testing.T) {
	uneven := coder(func(a schema.Article) (schema.Reading, error) {
		if strings.HasSuffix(string(a.ID), "0") {
			time.Sleep(3 * time.Millisecond)
		}
		return schema.Reading{Article: a}, nil
	})
	src := articles(60, "Peru met Chile.")
	for _, workers := range []int{0, 1, 4, 100} {
		var got []string
		for r, err := range loaders.Coded(src, uneven, workers).Readings(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r.Article.Text)
		}
		var want []string
		for _, a := range src {
			want = append(want, a.Text)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%d workers (-want +got):\n%s", workers, d)
		}
	}
}

func TestCodedRejects(t *testing.T) {
	src := loaders.Articles{{ID: "art:1", Text: "ok"}, {ID: "art:2", Text: "panic"}, {ID: "art:3", Text: "fail"}, {ID: "art:4", Text: "wrong"}, {ID: "art:5", Text: "ok"}}
	var got []string
	for r, err := range loaders.Coded(src, coder(plainCoder), 2).Readings(t.Context()) {
		if e, ok := loaders.Rejected(err); ok {
			got = append(got, e.Error())
			if !strings.Contains(e.Record, `"text":"`) || e.Hint == "" {
				t.Errorf("the reject holds no record or no hint: %+v", e)
			}
			continue
		}
		got = append(got, string(r.Article.ID))
	}
	want := []string{"art:1", "art:2: the coder failed on this article: index out of range", "art:3: no sentence found",
		`art:4: the coder made a wrong statement of sentence 3: statement: unknown relation "tickled"`, "art:5"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("readings (-want +got):\n%s", d)
	}
}

// counted counts how many of its articles were asked for.
type counted struct {
	articles loaders.Articles
	asked    *atomic.Int64
}

func (c counted) Articles(ctx context.Context) iter.Seq2[schema.Article, error] {
	return func(yield func(schema.Article, error) bool) {
		for a, err := range c.articles.Articles(ctx) {
			c.asked.Add(1)
			if !yield(a, err) {
				return
			}
		}
	}
}

func TestCodedLooksAheadLittle(t *testing.T) {
	src := counted{articles(500, "Peru met Chile."), new(atomic.Int64)}
	n := 0
	for range loaders.Coded(src, coder(plainCoder), 3).Readings(t.Context()) {
		if n++; n == 5 {
			time.Sleep(20 * time.Millisecond) // time for the workers to run ahead, if they would
			break
		}
	}
	if asked := src.asked.Load(); asked > 5+3*3+1 {
		t.Errorf("%d articles were taken from the source for 5 readings by 3 workers", asked)
	}
}

func TestCodedCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n := 0
	for _, err := range loaders.Coded(articles(500, "Peru met Chile."), coder(plainCoder), 3).Readings(ctx) {
		last = err
		if n++; n == 5 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || n > 30 {
		t.Errorf("%d readings, the last error %v; want the context's error soon", n, last)
	}
}
