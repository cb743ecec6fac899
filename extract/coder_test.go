package extract_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/entente-kg/entente/examples"
	"github.com/entente-kg/entente/schema"
)

// TestDeterministic reads every example article many times, at once from
// several goroutines: the same bytes must come out.
func TestDeterministic(t *testing.T) {
	as, err := examples.Articles()
	if err != nil {
		t.Fatal(err)
	}
	c := coder(t)
	first := make([]string, len(as))
	for round := range 6 {
		var wg sync.WaitGroup
		for i, a := range as {
			wg.Add(1)
			go func() {
				defer wg.Done()
				r, err := c.Read(context.Background(), a)
				if err != nil {
					t.Error(err)
					return
				}
				b, err := json.Marshal(r)
				if err != nil {
					t.Error(err)
				}
				if round == 0 {
					first[i] = string(b)
				} else if first[i] != string(b) {
					t.Errorf("%s: round %d differs", a.ID, round)
				}
			}()
		}
		wg.Wait()
	}
}

// checkReading holds what every statement must keep: it passes its own check,
// and its offsets slice the stored text to its sentence.
func checkReading(t *testing.T, r schema.Reading) {
	t.Helper()
	runes := []rune(r.Article.Text)
	for _, s := range r.Statements {
		if err := s.Check(); err != nil {
			t.Error(err)
		}
		if s.Start < 0 || s.End > len(runes) || s.Start >= s.End || string(runes[s.Start:s.End]) != s.Text {
			t.Errorf("%s: offsets %d to %d do not slice the sentence %q", s.Rule, s.Start, s.End, s.Text)
		}
	}
	back, err := schema.ReadReading(r.Quads())
	if err != nil {
		t.Error(err)
	} else if len(back.Statements) != len(r.Normalize().Statements) {
		t.Errorf("%d statements came back of %d", len(back.Statements), len(r.Statements))
	}
}

func TestExamplesHold(t *testing.T) {
	as, err := examples.Articles()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range as {
		r, err := coder(t).Read(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Statements) == 0 {
			t.Errorf("%s: nothing read", a.ID)
		}
		checkReading(t, r)
	}
}

func TestInferredDate(t *testing.T) {
	text, _ := readSeed(t)
	title, body, _ := strings.Cut(text, "\n\n")
	r := code(t, schema.ArticleFields{Title: title, Text: body})
	if r.Article.Date != "2017-08-07" || r.Article.DateSource != schema.DateInferred {
		t.Errorf("date %q, source %q; want 2017-08-07, inferred", r.Article.Date, r.Article.DateSource)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Ana Ruiz met Jon Bell in Lima.")
	f.Add("“The two sides” met. “They agreed,” the U.S. foreign minister, X, said (on Monday) [Image: Y]The EU")
	f.Add("Moon Jae-in, Xi, and the 3 of-his counterparts’ Mr. – will \u00a0 meet;\n\n- bullet")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 || !utf8.ValidString(text) {
			return
		}
		a, err := schema.NewArticle(schema.ArticleFields{Text: text, Date: "2019-01-31"})
		if err != nil {
			return
		}
		r, err := coder(t).Read(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		checkReading(t, r)
	})
}
