package extract_test

import (
	"context"
	"encoding/json"
	"slices"
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

// A stance that is made known in a brief has the report's day, one that is held has
// none.
func TestStancesMadeKnown(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Peruvian President Ana Ruiz renews her support for the re-election of Chilean President Juan Soto.", "2019-05-02"},
		{"Peru reiterates its opposition to the Chilean dam.", "2019-05-02"},
		{"Chad reaffirmed its support for the border plan of Malawi.", "2019-05-02"},
		{"Peru opposes the Chilean dam.", ""},
		{"Chad supports Malawi.", ""},
		{"Chad keeps its support for Malawi.", ""},
	} {
		ss := code(t, schema.ArticleFields{Text: c.text, Date: "2019-05-02"}).Statements
		ss = slices.DeleteFunc(ss, func(s schema.Statement) bool { return s.Relation != "supports" && s.Relation != "opposes" })
		if len(ss) != 1 || ss[0].Date != c.want {
			t.Errorf("%q: want one stance of day %q, made %s", c.text, c.want, lines(ss))
		}
	}
}

// What is due is planned, and who has not spoken in favour of a thing does not support
// it, wherever the parse hangs the words.
func TestDueAndInFavour(t *testing.T) {
	for text, want := range map[string]string{
		"Peruvian President Ana Ruiz is due to meet Juan Soto in Lima next week, a spokesman said.": "planned",
		"Chad is due to sign the treaty with Togo in May, officials said.":                          "planned",
		"Chad has not come out in favour of the proposed ban on ivory sales.":                       "denied",
		"Togo did not vote in favour of the proposed ban on ivory sales.":                           "denied",
		"Togo voted in favour of the proposed ban on ivory sales.":                                  "asserted",
	} {
		for _, s := range code(t, schema.ArticleFields{Text: text, Date: "2019-05-02"}).Statements {
			if got := truthOf(s); s.IsEvent() && got != want {
				t.Errorf("%q: want %s, made %s", text, want, lines([]schema.Statement{s}))
			}
		}
	}
}

// What a meeting stands beside is not its matter.
func TestBesides(t *testing.T) {
	for _, text := range []string{
		"Soto, Ruiz confer on fringe of Lima forum",
		"Ana Ruiz and Juan Soto met on the sidelines of the Lima summit.",
		"Peru, Chad negotiate on margins of Accra conference",
	} {
		for _, s := range code(t, schema.ArticleFields{Title: text, Text: "x", Date: "2019-05-02"}).Statements {
			if len(s.Issues) > 0 {
				t.Errorf("%q: made %s", text, lines([]schema.Statement{s}))
			}
		}
	}
}

// A crowd of which no more than the number is told is called by what it does.
func TestCrowds(t *testing.T) {
	for text, want := range map[string]string{
		"100,000 march in Lima against the dam.":                      "protesters",
		"Thousands rally in Accra against Togo.":                      "protesters",
		"Hundreds of farmers march in Lima against the dam.":          "farmers",
		"More than 2,000 students protest in Lagos against the fees.": "2,000 students",
	} {
		ss := code(t, schema.ArticleFields{Text: text, Date: "2019-05-02"}).Statements
		if len(ss) != 1 || len(ss[0].Actors) != 1 || ss[0].Actors[0].Name != want {
			t.Errorf("%q: want the protest of %q, made %s", text, want, lines(ss))
		}
	}
}

// What stands behind "anti-" is read alone, whatever the sentence hangs it on.
func TestOppositionAtTheStart(t *testing.T) {
	for _, text := range []string{
		"Anti-Kaya protesters march in Ankara.",
		"Anti-Banda protests erupt in Lilongwe, Malawi.",
		"Anti-Peru protests are held by the opposition in Chile's capital of Santiago after the talks.",
		"Anti-Chad rallies are held by the union in Togo.",
		"Anti-Soto demonstrators clash with police in Lima.",
	} {
		code(t, schema.ArticleFields{Text: text, Date: "2019-05-02"})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Ana Ruiz met Jon Bell in Lima.")
	f.Add("“The two sides” met. “They agreed,” the U.S. foreign minister, X, said (on Monday) [Image: Y]The EU")
	f.Add("Farmers marched in Lagos and anti-Chad rallies, anti-Peru, and anti-Benin protests")
	f.Add("Moon Jae-in, Xi, and the 3 of-his counterparts’ Mr. – will \u00a0 meet;\n\n- bullet")
	f.Add("of congratulates the new Chad. Chad of recognize Mali of of.")
	f.Add("Envoy Ana Ruiz warns that the President will not meet the May 1 \" to withdraw forces Mali. However,")
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
