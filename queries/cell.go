package queries

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/entente-kg/entente/schema"
)

// Cell is one value of a table: the text to show and, for an entity, its IRI.
// Several entities in one cell are joined by "; " in both.
type Cell struct {
	Text string
	ID   string
}

const separator = "; "

// toCell makes a cell of what a program emits: a text, a number, an IRI, an
// entity as {id, name}, or a list of these.
func toCell(v any, kind Kind) Cell {
	switch v := v.(type) {
	case nil:
		return Cell{}
	case []any:
		return joinCells(v, kind)
	case map[string]any:
		id, name := plainText(v["id"]), plainText(v["name"])
		if name == "" {
			name = id
		}
		return Cell{name, id}
	}
	text := plainText(v)
	switch kind {
	case KindEntity, KindIssue:
		return Cell{text, text}
	case KindRelation:
		return Cell{Text: strings.TrimPrefix(text, schema.NSEntity)}
	}
	return Cell{Text: text}
}

func joinCells(vs []any, kind Kind) Cell {
	var texts, ids []string
	for _, v := range vs {
		c := toCell(v, kind)
		if c == (Cell{}) {
			continue
		}
		texts, ids = append(texts, c.Text), append(ids, c.ID)
	}
	return Cell{strings.Join(texts, separator), strings.Trim(strings.Join(ids, separator), separator)}
}

// plainText is a value without its notation: <ir:X> is ir:X, a number has no
// more digits than it needs.
func plainText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return unwrapIRI(v)
	case quad.IRI: // as some stores give all text in angle brackets
		return unwrapIRI("<" + string(v) + ">")
	case quad.Value:
		return plainText(v.Native())
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// unwrapIRI takes the brackets off a short IRI and leaves a sentence that
// happens to stand in brackets alone.
func unwrapIRI(s string) string {
	if inner := unwrap(s); inner != s && strings.Contains(inner, ":") && !strings.ContainsAny(inner, "<> ") {
		return inner
	}
	return s
}
