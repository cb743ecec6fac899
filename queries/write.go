package queries

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Formats lists the formats of Table.Write.
func Formats() []string { return []string{"table", "jsonl", "json", "csv", "tsv", "md"} }

// Write writes the table in one of Formats. table and md are for reading and
// show entities by name; the others add a NAME_id column with the IRI behind
// each entity column. table, md, json (key summary) and jsonl (a last line
// {"summary": …}) hold the summary; csv and tsv have no place for it.
func (t *Table) Write(w io.Writer, format string) error {
	out := bufio.NewWriter(w)
	write, ok := map[string]func(*bufio.Writer) error{
		"table": t.writeText, "jsonl": t.writeJSONL, "json": t.writeJSON, "csv": t.writeCSV, "tsv": t.writeTSV, "md": t.writeMarkdown,
	}[format]
	if !ok {
		return fmt.Errorf("unknown table format %q; the formats are %s", format, strings.Join(Formats(), ", "))
	}
	if err := write(out); err != nil {
		return fmt.Errorf("write %s: %w", format, err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", format, err)
	}
	return nil
}

func (c Column) hasID() bool { return c.Kind == KindEntity || c.Kind == KindIssue }

// flat gives a row's names and values with the IRIs in columns of their own.
func (t *Table) flat() (header []string, rows [][]string) {
	for _, c := range t.Columns {
		header = append(header, c.Name)
		if c.hasID() {
			header = append(header, c.Name+"_id")
		}
	}
	for _, r := range t.Rows {
		var values []string
		for i, c := range t.Columns {
			values = append(values, r[i].Text)
			if c.hasID() {
				values = append(values, r[i].ID)
			}
		}
		rows = append(rows, values)
	}
	return header, rows
}

func (t *Table) writeJSONL(w *bufio.Writer) error {
	for _, r := range t.Rows {
		b, err := t.object(r)
		if err != nil {
			return err
		}
		w.Write(b)
		w.WriteByte('\n')
	}
	if len(t.Summary) == 0 {
		return nil
	}
	b, err := t.summaryObject()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "{\"summary\":%s}\n", b)
	return nil
}

func (t *Table) writeJSON(w *bufio.Writer) error {
	w.WriteString(`{"rows":[`)
	for i, r := range t.Rows {
		b, err := t.object(r)
		if err != nil {
			return err
		}
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString("\n  ")
		w.Write(b)
	}
	w.WriteString("\n]")
	if len(t.Summary) > 0 {
		b, err := t.summaryObject()
		if err != nil {
			return err
		}
		w.WriteString(",\n\"summary\":")
		w.Write(b)
	}
	w.WriteString("}\n")
	return nil
}

// object is a row as a JSON object with the keys in the columns' order.
func (t *Table) object(r []Cell) ([]byte, error) {
	var fields []Field
	for i, c := range t.Columns {
		f := Field{Name: c.Name, Value: r[i].Text}
		if c.Kind == KindNumber && json.Valid([]byte(r[i].Text)) {
			f.Value = json.RawMessage(r[i].Text)
		}
		fields = append(fields, f)
		if c.hasID() {
			fields = append(fields, Field{Name: c.Name + "_id", Value: r[i].ID})
		}
	}
	return jsonObject(fields)
}

func (t *Table) summaryObject() ([]byte, error) { return jsonObject(t.Summary) }

func jsonObject(fields []Field) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(&b, f.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encode(&b, f.Value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes JSON without the escapes that only HTML needs.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line end
	return nil
}

func (t *Table) writeCSV(w *bufio.Writer) error {
	header, rows := t.flat()
	c := csv.NewWriter(w)
	if err := c.Write(header); err != nil {
		return err
	}
	return c.WriteAll(rows)
}

func (t *Table) writeTSV(w *bufio.Writer) error {
	header, rows := t.flat()
	fmt.Fprintln(w, strings.Join(header, "\t"))
	for _, r := range rows {
		for i := range r {
			r[i] = oneLine(r[i])
		}
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	return nil
}

func (t *Table) writeMarkdown(w *bufio.Writer) error {
	line := func(cells []string) { fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |") }
	var header, rule []string
	for _, c := range t.Columns {
		header, rule = append(header, c.Name), append(rule, "---")
	}
	line(header)
	line(rule)
	for _, r := range t.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = escapeMarkdown(oneLine(c.Text))
		}
		line(cells)
	}
	if s := t.summaryLine(); s != "" {
		fmt.Fprintf(w, "\n%s\n", s)
	}
	return nil
}

func escapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, `|`, `\|`, `<`, `&lt;`, `*`, `\*`, "`", "\\`", `[`, `\[`).Replace(s)
}

// summaryLine is the summary in a line: "n = 4; shared = 3; …".
func (t *Table) summaryLine() string {
	parts := make([]string, len(t.Summary))
	for i, f := range t.Summary {
		parts[i] = fmt.Sprintf("%s = %v", f.Name, f.Value)
	}
	return strings.Join(parts, "; ")
}

// oneLine makes blanks of line ends, tabs and what else would move a
// terminal's cursor or break a row.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
}
