package eval

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Resolver finds whom a phrase names in a context (the words around it, or "")
// on a day (YYYY-MM-DD or ""): the entity,
// its PLOVER sector, and the ISO 3166 alpha-3 code of its country or, as the
// labelled sets write international bodies, UNO, EUR, IGO or NGO. All are empty
// where it names nobody.
type Resolver interface {
	Resolve(phrase, context, day string) (ref schema.Ref, sector, iso3 string)
}

// ActorItem is one phrase with the codes wanted. Nil asks for no code; an empty
// one asks that none be given.
type ActorItem struct {
	ID, Phrase, Context, Day string
	Country, Sector          *string
}

// ActorPrediction is the codes found for an item.
type ActorPrediction struct {
	ID      string `json:"id"`
	Country string `json:"country"`
	Sector  string `json:"sector"`
}

// actorRow is one line of either format: a phrase with its codes, or a sentence
// with the actors of its events.
type actorRow struct {
	ID     string `json:"id"`
	Phrase string `json:"phrase"`
	Args   string `json:"args"` // "CONTEXT", "DAY"
	Text   string `json:"text"`
	Date   string `json:"date"`
	Expect struct {
		Country *string `json:"country"`
		Sector  *string `json:"code_1"`
	} `json:"expect"`
	Events []struct {
		Sources []actorRecord `json:"sources"`
		Targets []actorRecord `json:"targets"`
	} `json:"events"`
}

type actorRecord struct {
	Text   string  `json:"text"`
	Code   string  `json:"code"`
	Sector *string `json:"sector"`
}

// ReadActors reads a JSONL file of phrases with codes, or of sentences whose
// events have actors with codes; those become items with ids of the form
// "sentence/1", and those without a text or code are left out.
func ReadActors(r io.Reader) ([]ActorItem, error) {
	rows, err := readLines[actorRow](r)
	if err != nil {
		return nil, err
	}
	var out []ActorItem
	for _, row := range rows {
		if row.Phrase != "" {
			day := row.Date
			if day == "" {
				day = dayIn.FindString(row.Args)
			}
			out = append(out, ActorItem{row.ID, row.Phrase, contextIn(row.Args), day, row.Expect.Country, row.Expect.Sector})
			continue
		}
		out = append(out, row.records()...)
	}
	return out, nil
}

var dayIn = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// contextIn is the first quoted part of the arguments that is no day.
func contextIn(args string) string {
	for _, m := range quoted.FindAllStringSubmatch(args, -1) {
		if m[1] != "today" && strings.ToUpper(m[1]) != strings.ToLower(m[1]) && !strings.ContainsAny(m[1], "0123456789") {
			return m[1]
		}
	}
	return ""
}

var quoted = regexp.MustCompile(`"([^"]*)"`)

func (row actorRow) records() []ActorItem {
	var out []ActorItem
	add := func(rs []actorRecord) {
		for _, r := range rs {
			if r.Text == "" || r.Code == "" {
				continue
			}
			item := ActorItem{ID: fmt.Sprintf("%s/%d", row.ID, len(out)+1), Phrase: r.Text, Context: row.Text, Day: row.Date, Country: &r.Code}
			if r.Sector != nil && len(*r.Sector) >= 3 && *r.Sector != "***" {
				main := (*r.Sector)[:3] // "CVLalb" is CVL
				item.Sector = &main
			}
			out = append(out, item)
		}
	}
	for _, e := range row.Events {
		add(e.Sources)
		add(e.Targets)
	}
	return out
}

// ResolveActors predicts the codes of every item.
func ResolveActors(r Resolver, items []ActorItem) []ActorPrediction {
	out := make([]ActorPrediction, len(items))
	for i, item := range items {
		_, sector, iso3 := r.Resolve(item.Phrase, item.Context, item.Day)
		out[i] = ActorPrediction{item.ID, iso3, sector}
	}
	return out
}

// ActorScores are the shares of right codes.
type ActorScores struct {
	Country, Sector Share
	wrong           []string
}

// ScoreActors scores predictions, one an item in the order of the items.
func ScoreActors(items []ActorItem, predictions []ActorPrediction) ActorScores {
	var s ActorScores
	field := func(name string, into *Share, item ActorItem, want *string, got string) {
		if want == nil {
			return
		}
		right := sameCode(*want, got)
		into.add(right)
		if !right {
			s.wrong = append(s.wrong, fmt.Sprintf("%-8s %-40q want %-4s got %s", name, item.Phrase, *want, got))
		}
	}
	for i, item := range items {
		field("country", &s.Country, item, item.Country, predictions[i].Country)
		field("sector", &s.Sector, item, item.Sector, predictions[i].Sector)
	}
	return s
}

// sameCode takes all ways to write that there is no code as one, and the codes
// of single international bodies as IGO.
func sameCode(want, got string) bool {
	return want == got || noCode(want) && noCode(got) || want == "IGO" && (got == "UNO" || got == "EUR")
}

func noCode(code string) bool {
	switch code {
	case "", "UNK", "JNK", "????":
		return true
	}
	return false
}

// Errors lists up to n wrong codes, a line each.
func (s ActorScores) Errors(n int) string {
	var b strings.Builder
	for _, line := range s.wrong[:min(n, len(s.wrong))] {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// String is a line for each code.
func (s ActorScores) String() string {
	line := func(name string, s Share) string {
		return fmt.Sprintf("%-7s %.3f (%d of %d)\n", name, ratio(s.Right, s.Of), s.Right, s.Of)
	}
	return line("country", s.Country) + line("sector", s.Sector)
}
