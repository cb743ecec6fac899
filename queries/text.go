package queries

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	gap       = "  "
	leastWide = 8  // a column is not made narrower than this
	wordWide  = 30 // nor than its longest word, up to this
)

// writeText writes aligned columns. Where Width is too small for the longest
// cells, the widest columns wrap between words.
func (t *Table) writeText(w *bufio.Writer) error {
	rows := [][]string{make([]string, len(t.Columns))}
	for i, c := range t.Columns {
		rows[0][i] = c.Name
	}
	for _, r := range t.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = oneLine(c.Text)
		}
		rows = append(rows, cells)
	}
	widths := columnWidths(rows, t.Width)
	for _, r := range rows {
		writeWrapped(w, r, widths)
	}
	if s := t.summaryLine(); s != "" {
		if t.Width > 0 {
			s = strings.Join(wrap(s, t.Width), "\n")
		}
		fmt.Fprintf(w, "\n%s\n", s)
	}
	return nil
}

// columnWidths takes from the widest column until all fit into total.
func columnWidths(rows [][]string, total int) []int {
	n := len(rows[0])
	widths, least := make([]int, n), make([]int, n)
	for _, r := range rows {
		for i, cell := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
			for word := range strings.FieldsSeq(cell) {
				least[i] = max(least[i], min(utf8.RuneCountInString(word), wordWide), min(leastWide, widths[i]))
			}
		}
	}
	if total <= 0 {
		return widths
	}
	spare := total - len(gap)*(n-1)
	for sum(widths) > spare {
		widest := -1
		for i := range widths {
			if widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

func sum(xs []int) int {
	total := 0
	for _, x := range xs {
		total += x
	}
	return total
}

// writeWrapped writes one row over as many lines as its longest cell needs.
func writeWrapped(w *bufio.Writer, cells []string, widths []int) {
	parts := make([][]string, len(cells))
	height := 1
	for i, c := range cells {
		parts[i] = wrap(c, widths[i])
		height = max(height, len(parts[i]))
	}
	for line := range height {
		var b strings.Builder
		for i := range parts {
			text := ""
			if line < len(parts[i]) {
				text = parts[i][line]
			}
			b.WriteString(text)
			b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text)))
			b.WriteString(gap)
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// wrap breaks a text into lines of at most width characters, between words
// where it can.
func wrap(text string, width int) []string {
	if utf8.RuneCountInString(text) <= width {
		return []string{text}
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		runes := []rune(word)
		for len(runes) > width {
			lines = append(lines, string(runes[:width]))
			runes = runes[width:]
		}
		line = string(runes)
	}
	return append(lines, line)
}
