package loaders

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"sync"

	"github.com/entente-kg/entente/schema"
)

// Coder reads one article. It must be safe for use by several goroutines.
type Coder interface {
	Read(ctx context.Context, a schema.Article) (schema.Reading, error)
}

// Coded reads the articles of src with c. Up to workers articles are read at
// once, and at most three times as many are held; the readings come in the
// order of src whatever the number of workers. An article on which c fails or
// panics becomes a reject.
func Coded(src ArticleSource, c Coder, workers int) ReadingSource {
	return coded{src, c, max(1, workers)}
}

type coded struct {
	src     ArticleSource
	coder   Coder
	workers int
}

// task is one article on its way; reading and err hold once done is closed.
type task struct {
	article schema.Article
	reading schema.Reading
	err     error
	done    chan struct{}
}

// Readings starts the workers when it is ranged over, and has stopped them
// all when the range ends, early or not.
func (s coded) Readings(ctx context.Context) iter.Seq2[schema.Reading, error] {
	return func(yield func(schema.Reading, error) bool) {
		running, cancel := context.WithCancel(ctx)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()

		queue := make(chan *task, 2*s.workers) // in source order
		todo := make(chan *task)
		wg.Go(func() { s.feed(running, queue, todo) })
		for range s.workers {
			wg.Go(func() {
				for t := range todo {
					t.reading, t.err = read(running, s.coder, t.article)
					close(t.done)
				}
			})
		}
		for t := range queue {
			<-t.done
			if !yield(t.reading, t.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(schema.Reading{}, err)
		}
	}
}

// feed puts every record of the source into queue, and those to be read into
// todo as well.
func (s coded) feed(ctx context.Context, queue, todo chan<- *task) {
	defer close(queue)
	defer close(todo)
	for a, err := range s.src.Articles(ctx) {
		t := &task{article: a, err: err, done: make(chan struct{})}
		if err != nil {
			close(t.done)
		}
		select {
		case queue <- t:
		case <-ctx.Done():
			return
		}
		if err != nil {
			continue
		}
		select {
		case todo <- t:
		case <-ctx.Done():
			t.err = ctx.Err()
			close(t.done)
			return
		}
	}
}

func read(ctx context.Context, c Coder, a schema.Article) (r schema.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = schema.Reading{}, unread(a, fmt.Sprintf("the coder failed on this article: %v", p))
		}
	}()
	r, err = c.Read(ctx, a)
	if err != nil && ctx.Err() != nil {
		return schema.Reading{}, ctx.Err()
	}
	if err != nil {
		return schema.Reading{}, unread(a, err.Error())
	}
	for _, s := range r.Statements {
		if err := s.Check(); err != nil {
			return schema.Reading{}, unread(a, fmt.Sprintf("the coder made a wrong statement of sentence %d: %v", s.Sentence, err))
		}
	}
	return r, nil
}

func unread(a schema.Article, reason string) *RecordError {
	record, _ := json.Marshal(map[string]string{"id": string(a.ID), "url": a.URL, "title": a.Title, "date": a.Date, "publisher": a.Publisher, "text": a.Text})
	return &RecordError{Source: string(a.ID), Reason: reason, Hint: "please report it with the article's text", Record: string(record)}
}
