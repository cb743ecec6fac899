package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/nlp"
)

// The columns of a CoNLL-U row.
const (
	ColID = iota
	ColForm
	ColLemma
	ColUPOS
	ColXPOS
	ColFeats
	ColHead
	ColDeprel
	ColDeps
	ColMisc
	conlluColumns
)

// ConlluSentence is one sentence of a CoNLL-U file: its comment lines (with
// the #) and all its rows, multiword ranges and empty nodes included.
type ConlluSentence struct {
	Comments []string
	Rows     [][conlluColumns]string
	Words    []int // indexes into Rows of the syntactic words, in order
}

// ReadConllu reads a whole CoNLL-U file. Errors name the line:
// "conllu: line 12: head 9 of word 3 is not a word of the sentence".
func ReadConllu(r io.Reader) ([]ConlluSentence, error) {
	var all []ConlluSentence
	var now ConlluSentence
	begin, line := 1, 0
	flush := func() error {
		if len(now.Rows) > 0 {
			if err := now.check(begin + len(now.Comments)); err != nil {
				return err
			}
			all = append(all, now)
		}
		now = ConlluSentence{}
		return nil
	}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<22)
	for in.Scan() {
		line++
		text := strings.TrimSuffix(in.Text(), "\r")
		if now.Rows == nil && now.Comments == nil {
			begin = line
		}
		switch {
		case text == "":
			if err := flush(); err != nil {
				return nil, err
			}
		case text[0] == '#':
			now.Comments = append(now.Comments, text)
		default:
			if err := now.addRow(text); err != nil {
				return nil, fmt.Errorf("conllu: line %d: %w", line, err)
			}
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("conllu: line %d: %w", line+1, err)
	}
	return all, flush()
}

// addRow takes one tab-separated row.
func (s *ConlluSentence) addRow(text string) error {
	cells := strings.Split(text, "\t")
	if len(cells) != conlluColumns {
		return fmt.Errorf("row has %d columns, want %d", len(cells), conlluColumns)
	}
	id := cells[ColID]
	if !strings.ContainsAny(id, "-.") {
		if want := strconv.Itoa(len(s.Words) + 1); id != want {
			return fmt.Errorf("word number %q, want %s", id, want)
		}
		if cells[ColForm] == "" {
			return fmt.Errorf("word %s has no form", id)
		}
		s.Words = append(s.Words, len(s.Rows))
	}
	s.Rows = append(s.Rows, [conlluColumns]string(cells))
	return nil
}

// check tests the heads of a whole sentence whose rows begin at the given line.
// A head may be "_" where the tree is not given.
func (s *ConlluSentence) check(first int) error {
	if len(s.Words) == 0 {
		return fmt.Errorf("conllu: line %d: sentence has no words", first)
	}
	for i, at := range s.Words {
		cell := s.Rows[at][ColHead]
		if cell == "_" {
			continue
		}
		head, err := strconv.Atoi(cell)
		if err != nil || head < 0 || head > len(s.Words) || head == i+1 {
			return fmt.Errorf("conllu: line %d: head %s of word %d is not another word of the sentence", first+at, cell, i+1)
		}
	}
	return nil
}

// Sentence gives the words with the file's tags, lemmas and tree. Offsets are
// zero: the file's tokens are not tied to a text. Forms are levelled as
// nlp.Normal does.
func (s *ConlluSentence) Sentence() nlp.Sentence {
	var out nlp.Sentence
	for _, at := range s.Words {
		row := s.Rows[at]
		head, err := strconv.Atoi(row[ColHead])
		if err != nil {
			head = 0
		}
		out.Tokens = append(out.Tokens, nlp.Token{
			Form: nlp.Normal(row[ColForm]), Lemma: row[ColLemma],
			UPOS: row[ColUPOS], XPOS: row[ColXPOS],
			Head: head - 1, Deprel: row[ColDeprel],
		})
	}
	return out
}

// With returns a copy whose words carry the tags, lemmas and tree of the given
// tokens, one a word. Features and enhanced dependencies are emptied.
func (s *ConlluSentence) With(tokens []nlp.Token) (ConlluSentence, error) {
	if len(tokens) != len(s.Words) {
		return ConlluSentence{}, errors.New("conllu: number of tokens differs from the sentence's words")
	}
	out := *s
	out.Rows = append([][conlluColumns]string(nil), s.Rows...)
	for i, t := range tokens {
		row := &out.Rows[s.Words[i]]
		row[ColLemma], row[ColUPOS], row[ColXPOS] = orBlank(t.Lemma), orBlank(t.UPOS), orBlank(t.XPOS)
		row[ColHead], row[ColDeprel] = strconv.Itoa(t.Head+1), orBlank(t.Deprel)
		row[ColFeats], row[ColDeps] = "_", "_"
	}
	return out, nil
}

func orBlank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// ConlluOf writes an analysed sentence of a document as CoNLL-U rows. Comments
// hold the text, its kind where it is not running text, and the given id. The
// last column says where no space follows and, as Offset=start:end, the bytes
// of the document's text.
func ConlluOf(doc *nlp.Document, s *nlp.Sentence, id string) ConlluSentence {
	out := ConlluSentence{Comments: []string{"# sent_id = " + id}}
	if s.Kind != nlp.Body {
		out.Comments = append(out.Comments, "# kind = "+s.Kind.String())
	}
	text := strings.Join(strings.Fields(nlp.Normal(doc.Text[s.Start:s.End])), " ")
	out.Comments = append(out.Comments, "# text = "+text)
	for i, t := range s.Tokens {
		misc := fmt.Sprintf("Offset=%d:%d", t.Start, t.End)
		if i+1 < len(s.Tokens) && s.Tokens[i+1].Start == t.End {
			misc += "|SpaceAfter=No"
		}
		out.Words = append(out.Words, len(out.Rows))
		out.Rows = append(out.Rows, [conlluColumns]string{
			strconv.Itoa(i + 1), t.Form, orBlank(t.Lemma), orBlank(t.UPOS), orBlank(t.XPOS), "_",
			strconv.Itoa(t.Head + 1), orBlank(t.Deprel), "_", misc,
		})
	}
	return out
}

// AddNames notes names in the last column of their words, as Name=B-PER and
// Name=I-PER.
func (s *ConlluSentence) AddNames(names []nlp.Name) {
	for _, n := range names {
		for i := n.From; i < n.To; i++ {
			tag := "|Name=I-" + n.Label
			if i == n.From {
				tag = "|Name=B-" + n.Label
			}
			row := &s.Rows[s.Words[i]]
			row[ColMisc] = strings.TrimPrefix(row[ColMisc]+tag, "_|")
		}
	}
}

// WriteConllu writes sentences in CoNLL-U, each followed by an empty line.
func WriteConllu(w io.Writer, sentences []ConlluSentence) error {
	out := bufio.NewWriter(w)
	for _, s := range sentences {
		for _, c := range s.Comments {
			out.WriteString(c + "\n")
		}
		for _, row := range s.Rows {
			out.WriteString(strings.Join(row[:], "\t") + "\n")
		}
		out.WriteString("\n")
	}
	return out.Flush()
}
