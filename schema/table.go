package schema

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// row is one line of a table: cells by column name.
type row struct {
	file string
	line int
	col  []string
	cell []string
}

func (r row) get(name string) string {
	for i, c := range r.col { // a table has few columns
		if c == name {
			return r.cell[i]
		}
	}
	return ""
}

// list is a cell whose parts are separated by |.
func (r row) list(name string) []string {
	if v := r.get(name); v != "" {
		return strings.Split(v, "|")
	}
	return nil
}

func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

// readTable reads a tab-separated file with a header line; every row must
// have as many cells as the header. A missing file is an error.
func readTable(fsys fs.FS, name string) ([]row, error) {
	text, err := tableText(fsys, name)
	if err != nil {
		return nil, err
	}
	return parseTable(text, name)
}

func tableText(fsys fs.FS, name string) (string, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return "", fmt.Errorf("table %s: %w", name, err)
	}
	return string(data), nil
}

// parseTable reads the rows of a table's text; the cells are slices of it.
func parseTable(text, name string) ([]row, error) {
	var rows []row
	err := eachRow(text, name, func(r row) error {
		r.cell = slices.Clone(r.cell)
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// eachRow calls do with the rows of a table's text in order. The next row
// overwrites the list of cells, not the cells.
func eachRow(text, name string, do func(row) error) error {
	head, rest, _ := strings.Cut(text, "\n")
	r := row{file: name, col: strings.Split(strings.TrimSuffix(head, "\r"), "\t")}
	for r.line = 2; rest != ""; r.line++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		r.cell = r.cell[:0]
		for more := true; more; {
			var cell string
			cell, line, more = strings.Cut(line, "\t")
			r.cell = append(r.cell, cell)
		}
		if len(r.cell) != len(r.col) {
			return fmt.Errorf("%s:%d: %d cells where the header has %d", name, r.line, len(r.cell), len(r.col))
		}
		if err := do(r); err != nil {
			return err
		}
	}
	return nil
}
