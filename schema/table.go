package schema

import (
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// row is one line of a table: cells by column name.
type row struct {
	file string
	line int
	col  map[string]int
	cell []string
}

func (r row) get(name string) string {
	if i, ok := r.col[name]; ok {
		return r.cell[i]
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
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", name, err)
	}
	defer f.Close()
	return parseTable(f, name)
}

func parseTable(r io.Reader, name string) ([]row, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", name, err)
	}
	text := string(data) // the cells are slices of it
	head, rest, _ := strings.Cut(text, "\n")
	col := map[string]int{}
	for i, c := range strings.Split(strings.TrimSuffix(head, "\r"), "\t") {
		col[c] = i
	}
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
