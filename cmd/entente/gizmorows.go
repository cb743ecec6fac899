package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/entente-kg/entente/queries"
)

// rowTable makes a table of rows that are JSON values. Its columns are the keys
// of all objects: id first, the others by name. What is no object stands in a
// column named value.
func rowTable(rows []json.RawMessage) (*queries.Table, error) {
	objects := make([]map[string]json.RawMessage, len(rows))
	keys := map[string]bool{}
	for i, r := range rows {
		if bytes.HasPrefix(r, []byte("{")) {
			if err := json.Unmarshal(r, &objects[i]); err != nil {
				return nil, err
			}
		} else {
			objects[i] = map[string]json.RawMessage{"value": r}
		}
		for k := range objects[i] {
			keys[k] = true
		}
	}
	columns := slices.Sorted(maps.Keys(keys))
	if i := slices.Index(columns, "id"); i > 0 {
		columns = slices.Insert(slices.Delete(columns, i, i+1), 0, "id")
	}
	texts := make([][]string, len(rows))
	for i, o := range objects {
		for _, c := range columns {
			texts[i] = append(texts[i], cellText(o[c]))
		}
	}
	return textTable("gizmo", columns, texts), nil
}

// cellText is a text as it is, and any other value as JSON.
func cellText(v json.RawMessage) string {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return text
	}
	return string(v)
}
