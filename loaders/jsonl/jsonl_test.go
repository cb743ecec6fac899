package jsonl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/loaders/jsonl"
	"github.com/entente-kg/entente/loaders/loadertest"
	"github.com/entente-kg/entente/schema"
)

func TestSuite(t *testing.T) {
	loadertest.Run(t, jsonl.Format{}, ".jsonl", []loadertest.Case{
		{Name: "two", Content: `{"id": "a", "title": "Peru hosts Chile", "date": "2018-07-26", "text": "They met."}` + "\n" + `{"text": "They ate."}` + "\n", Titles: []string{"Peru hosts Chile", ""}},
		{Name: "no last newline", Content: `{"text": "They ate."}`, Titles: []string{""}},
	})
}

func read(t *testing.T, f jsonl.Format, content string) (as []schema.Article, rejects []string) {
	t.Helper()
	for a, err := range f.Articles(t.Context(), "x.jsonl", strings.NewReader(content)) {
		if err != nil {
			rejects = append(rejects, err.Error())
			continue
		}
		as = append(as, a)
	}
	return as, rejects
}

func TestArticle(t *testing.T) {
	got, rejects := read(t, jsonl.Format{Date: "2020-01-01"}, "\ufeff"+`{"id":"a/1","url":"http://example.org/1","title":"Peru hosts Chile","author":["Ana Bell","Ada Holm"],"date":"2018-07-26T23:30:00+05:00","publisher":"Example Wire","text":"They met.","tags":["x"]}`+"\r\n\r\n"+
		`{"id":17,"author":"Ana  Bell","text":"They ate."}`)
	want := []schema.Article{
		{ID: "art:a/1", URL: "http://example.org/1", Title: "Peru hosts Chile", Authors: []string{"Ada Holm", "Ana Bell"}, Publisher: "Example Wire", Lang: "en", Date: "2018-07-26", DateSource: "given", Text: "Peru hosts Chile\n\nThey met."},
		{ID: "art:17", Authors: []string{"Ana Bell"}, Lang: "en", Date: "2020-01-01", DateSource: "given", Text: "They ate."},
	}
	if d := cmp.Diff(want, got); d != "" || rejects != nil {
		t.Errorf("articles (-want +got):\n%s\nrejects: %v", d, rejects)
	}
}

func TestRejects(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"truncated", `{"id":"b","text":"They`, "x.jsonl:2:22: the line ends within the object"},
		{"malformed", `{"id":"b";"text":"They met."}`, "x.jsonl:2:10: invalid character ';' after object key:value pair"},
		{"wrong type", `{"text":["They met."]}`, `x.jsonl:2:9: the key "text" holds array, want text`},
		{"no object", `"They met."`, "x.jsonl:2:11: want one JSON object, found string"},
		{"two objects", `{"text":"a"} {"text":"b"}`, "x.jsonl:2:14: invalid character '{' after top-level value"},
		{"no text", `{"id":"b","title":"They met"}`, `x.jsonl:2:1: the key "text" is missing or empty`},
		{"bad date", `{"date":"26/07/2018","text":"They met."}`, `x.jsonl:2:1: date "26/07/2018" is not a day of the form YYYY-MM-DD`},
		{"not utf-8", "{\"text\":\"M\xe1laga\"}", "x.jsonl:2:1: the line is not valid UTF-8"},
		{"too long", `{"text":"` + strings.Repeat("a", jsonl.MaxLine) + `"}`, "x.jsonl:2:1: the line is longer than 16 MiB"},
		{"pretty-printed", `{`, "x.jsonl:2:1: the line ends within the object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			as, rejects := read(t, jsonl.Format{}, `{"id":"a","text":"They ate."}`+"\n"+c.line+"\n"+`{"id":"c","text":"They left."}`)
			if d := cmp.Diff([]string{c.want}, rejects); d != "" {
				t.Errorf("rejects (-want +got):\n%s", d)
			}
			if len(as) != 2 || as[1].ID != "art:c" {
				t.Errorf("the rest did not go on: %v", as)
			}
		})
	}
}

func TestLongestLine(t *testing.T) {
	frame := `{"text":""}`
	line := `{"text":"` + strings.Repeat("a", jsonl.MaxLine-len(frame)) + `"}`
	if as, rejects := read(t, jsonl.Format{}, line+"\n"); len(as) != 1 {
		t.Errorf("a line of %d bytes gave %d articles, rejects %v", len(line), len(as), rejects)
	}
}

func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		ext, head string
		want      bool
	}{{".jsonl", "", true}, {".ndjson", "x", true}, {"", ` {"a":1}`, true}, {"", "text", false}, {".txt", "{", false}} {
		if got := (jsonl.Format{}).Accepts(c.ext, []byte(c.head)); got != c.want {
			t.Errorf("Accepts(%q, %q) = %v", c.ext, c.head, got)
		}
	}
}

func FuzzArticles(f *testing.F) {
	f.Add([]byte(`{"id":"a","date":"2018-07-26","text":"They met."}` + "\n{\n[1]\n"))
	f.Add([]byte("{\"id\":-1e3,\"text\":\"\\ud800\"}\r\n\xff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for a, err := range (jsonl.Format{}).Articles(t.Context(), "x", strings.NewReader(string(b))) {
			if _, rejected := loaders.Rejected(err); err != nil && !rejected {
				t.Fatalf("%v is no reject", err)
			}
			if err == nil && (strings.TrimSpace(a.Text) == "" || !strings.HasPrefix(string(a.ID), "art:") || strings.ContainsAny(string(a.ID), "<> \"\n")) {
				t.Fatalf("%q gave the article %+v", b, a)
			}
		}
	})
}
