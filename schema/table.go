package schema

import (
	"fmt"
	"io/fs"
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
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", name, err)
	}
	return parseTable(string(data), name)
}

// parseTable reads the rows of a table's text; the cells are slices of it.
func parseTable(text, name string) ([]row, error) {
	head, rest, _ := strings.Cut(text, "\n")
	col := strings.Split(strings.TrimSuffix(head, "\r"), "\t")
	lines := strings.Count(rest, "\n") + 1
	rows, cells := make([]row, 0, lines), make([]string, 0, lines*len(col))
	for n := 2; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		if got := strings.Count(line, "\t") + 1; got != len(col) {
			return nil, fmt.Errorf("%s:%d: %d cells where the header has %d", name, n, got, len(col))
		}
		from := len(cells)
		for more := true; more; {
			var cell string
			cell, line, more = strings.Cut(line, "\t")
			cells = append(cells, cell)
		}
		rows = append(rows, row{name, n, col, cells[from:len(cells):len(cells)]})
	}
	return rows, nil
}
