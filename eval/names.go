package eval

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// IOBSentence is one sentence of an IOB2 file: its comment lines (with the #)
// and its rows. A row is number, form, tag and what follows, or form, …, tag.
type IOBSentence struct {
	Comments []string
	Rows     [][]string
}

// ReadIOB reads a whole IOB2 file, columns apart by tabs or spaces. Errors name
// the line: "iob: line 3: tag \"PER\" is none of O, B-… and I-…".
func ReadIOB(r io.Reader) ([]IOBSentence, error) {
	var all []IOBSentence
	var now IOBSentence
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<22)
	line := 0
	for in.Scan() {
		line++
		text := strings.TrimSuffix(in.Text(), "\r")
		switch {
		case text == "":
			if len(now.Rows) > 0 {
				all = append(all, now)
			}
			now = IOBSentence{}
		case strings.HasPrefix(text, "# "):
			now.Comments = append(now.Comments, text)
		default:
			row := cells(text)
			if err := checkIOB(row); err != nil {
				return nil, fmt.Errorf("iob: line %d: %w", line, err)
			}
			now.Rows = append(now.Rows, row)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("iob: line %d: %w", line+1, err)
	}
	if len(now.Rows) > 0 {
		all = append(all, now)
	}
	return all, nil
}

func cells(text string) []string {
	if strings.Contains(text, "\t") {
		return strings.Split(text, "\t")
	}
	return strings.Fields(text)
}

func checkIOB(row []string) error {
	if len(row) < 2 {
		return fmt.Errorf("row has %d columns, want at least 2", len(row))
	}
	form, at := iobColumns(row)
	if row[form] == "" {
		return fmt.Errorf("row has no form")
	}
	if tag := row[at]; tag != "O" && (len(tag) < 3 || tag[:2] != "B-" && tag[:2] != "I-") {
		return fmt.Errorf("tag %q is none of O, B-… and I-…", tag)
	}
	return nil
}

// iobColumns says where a row's form and tag stand.
func iobColumns(row []string) (form, tag int) {
	if _, err := strconv.Atoi(row[0]); err == nil && len(row) > 2 {
		return 1, 2
	}
	return 0, len(row) - 1
}

// Sentence gives the tokens, forms levelled as nlp.Normal does.
func (s *IOBSentence) Sentence() nlp.Sentence {
	var out nlp.Sentence
	for _, row := range s.Rows {
		form, _ := iobColumns(row)
		out.Tokens = append(out.Tokens, nlp.Token{Form: nlp.Normal(row[form])})
	}
	return out
}

// Names gives the names that the tags mark. As the CoNLL scorer has it, an I-
// that goes on with nothing of its label begins a name.
func (s *IOBSentence) Names() []nlp.Name {
	var out []nlp.Name
	open := false
	for i, row := range s.Rows {
		_, at := iobColumns(row)
		tag := row[at]
		if tag == "O" {
			open = false
			continue
		}
		label := tag[2:]
		if last := len(out) - 1; tag[0] == 'I' && open && out[last].Label == label {
			out[last].To = i + 1
			continue
		}
		out, open = append(out, nlp.Name{From: i, To: i + 1, Label: label, Score: 1}), true
	}
	return out
}

// With returns a copy whose tags mark the given names, in order and not
// overlapping.
func (s *IOBSentence) With(names []nlp.Name) IOBSentence {
	out := IOBSentence{Comments: s.Comments}
	for _, row := range s.Rows {
		row = slices.Clone(row)
		_, at := iobColumns(row)
		row[at] = "O"
		out.Rows = append(out.Rows, row)
	}
	for _, n := range names {
		for i := n.From; i < n.To; i++ {
			_, at := iobColumns(out.Rows[i])
			out.Rows[i][at] = "I-" + n.Label
			if i == n.From {
				out.Rows[i][at] = "B-" + n.Label
			}
		}
	}
	return out
}

// WriteIOB writes sentences, each followed by an empty line.
func WriteIOB(w io.Writer, sentences []IOBSentence) error {
	out := bufio.NewWriter(w)
	for _, s := range sentences {
		for _, c := range s.Comments {
			out.WriteString(c + "\n")
		}
		for _, row := range s.Rows {
			out.WriteString(strings.Join(row, "\t") + "\n")
		}
		out.WriteString("\n")
	}
	return out.Flush()
}
