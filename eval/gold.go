package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// GoldEntity is a participant as a labeller names it: the canonical name, and
// the name of the state that it acts for, or "".
type GoldEntity struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

// GoldFact is one labelled event. Parties of a reciprocal event are all actors.
type GoldFact struct {
	Type       string       `json:"type"`
	Relation   string       `json:"rel"`
	Actors     []GoldEntity `json:"a"`
	Recipients []GoldEntity `json:"b"`
	Issues     []string     `json:"issue"`
	Date       string       `json:"date"` // YYYY[-MM[-DD]] or ""
	Place      string       `json:"place"`
	Modality   string       `json:"mod"` // asserted, planned, demanded, hypothetical, denied; "" is asserted
	SaidBy     []GoldEntity `json:"said_by"`
	Span       string       `json:"span"` // the words that carry the event
}

// GoldItem is one text with every event that it reports.
type GoldItem struct {
	ID    string     `json:"id"`
	Facts []GoldFact `json:"facts"`
}

// EventItem is one text with both sides: what the labellers found and what a
// coder made of it.
type EventItem struct {
	ID        string
	Article   schema.Article // empty where the gold's article was not read
	Gold      []GoldFact
	Predicted []schema.Statement
}

// ReadGold reads a JSONL file of labelled events. Errors name the line.
func ReadGold(r io.Reader) ([]GoldItem, error) {
	items, err := readLines[GoldItem](r)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, item := range items {
		if item.ID == "" {
			return nil, errors.New("gold: an item has no id")
		}
		if seen[item.ID] {
			return nil, fmt.Errorf("gold: two items have the id %s", item.ID)
		}
		seen[item.ID] = true
	}
	return items, nil
}

// JoinGold puts gold and readings of the same articles together, in the order
// of the gold. Standing facts are no events and are left out. A gold item
// whose article is missing has no predictions; articles without gold are not
// scored and their ids are returned.
func JoinGold(gold []GoldItem, readings []schema.Reading) (items []EventItem, unscored []string) {
	at := map[string]int{}
	for i, g := range gold {
		items = append(items, EventItem{ID: g.ID, Gold: g.Facts})
		at[g.ID] = i
	}
	for _, r := range readings {
		id := strings.TrimPrefix(string(r.Article.ID), schema.NSArticle)
		i, ok := at[id]
		if !ok {
			unscored = append(unscored, id)
			continue
		}
		items[i].Article = r.Article
		for _, s := range r.Statements {
			if s.IsEvent() {
				items[i].Predicted = append(items[i].Predicted, s)
			}
		}
	}
	return items, unscored
}

// maxLine is the longest line of a labelled set, in bytes.
const maxLine = 16 << 20

// readLines reads one JSON object a line; empty lines are skipped.
func readLines[T any](r io.Reader) ([]T, error) {
	var out []T
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	line := 0
	for in.Scan() {
		line++
		if strings.TrimSpace(in.Text()) == "" {
			continue
		}
		var v T
		if err := unmarshalLine(in.Bytes(), line, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", line+1, err)
	}
	return out, nil
}

func unmarshalLine(data []byte, line int, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("line %d: %w", line, err)
	}
	return nil
}

// WriteLines writes one JSON object a line.
func WriteLines[T any](w io.Writer, rows []T) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, row := range rows {
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return out.Flush()
}
