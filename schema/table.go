package schema

import (
	"bufio"
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
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	var rows []row
	var col map[string]int
	for n := 1; sc.Scan(); n++ {
		cells := strings.Split(strings.TrimSuffix(sc.Text(), "\r"), "\t")
		if col == nil {
			col = map[string]int{}
			for i, c := range cells {
				col[c] = i
			}
			continue
		}
		if len(cells) != len(col) {
			return nil, fmt.Errorf("%s:%d: %d cells where the header has %d", name, n, len(cells), len(col))
		}
		rows = append(rows, row{name, n, col, cells})
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("table %s: %w", name, err)
	}
	return rows, nil
}
