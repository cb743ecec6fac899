package extract_test

import (
	"context"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// BenchmarkRead reads event reports of the corpora, raw text to statements, on
// one core; one operation is one report of one or two sentences.
func BenchmarkRead(b *testing.B) {
	var articles []schema.Article
	corpus(b, "event_sentences.jsonl.gz", 2000, func(f schema.ArticleFields) {
		a, err := schema.NewArticle(f)
		if err != nil {
			b.Fatal(err)
		}
		articles = append(articles, a)
	})
	c := coder(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := c.Read(context.Background(), articles[i%len(articles)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
