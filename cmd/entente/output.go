package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/queries"
)

// formatFlag is --format with its closed list.
type formatFlag struct {
	value   string
	allowed []string
}

func (f *formatFlag) add(c *cobra.Command, allowed ...string) {
	f.allowed = allowed
	c.Flags().StringVar(&f.value, "format", "", strings.Join(allowed, ", ")+" (default: table on a terminal, else jsonl)")
}

// choose is the format to write: the flag's, else table on a terminal, else
// jsonl.
func (f *formatFlag) choose(a *app) (string, error) {
	switch {
	case f.value == "" && a.outTTY:
		return "table", nil
	case f.value == "":
		return "jsonl", nil
	case !slices.Contains(f.allowed, f.value):
		return "", usageHint(fmt.Errorf("unknown format %q", f.value), "formats: "+strings.Join(f.allowed, ", "))
	}
	return f.value, nil
}

// write writes a table in the format chosen.
func (a *app) write(t *queries.Table, format string) error {
	if a.outTTY {
		t.Width = a.width
	}
	return t.Write(a.out, format)
}

// textTable makes a table of plain texts.
func textTable(name string, columns []string, rows [][]string) *queries.Table {
	t := &queries.Table{Query: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, queries.Column{Name: c, Kind: queries.KindText})
	}
	for _, r := range rows {
		cells := make([]queries.Cell, len(columns))
		for i, text := range r {
			cells[i] = queries.Cell{Text: text}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
