package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/train"
)

// treesFile holds trees that a teacher, two networks of ours together, saw in
// sentences of silverEvents. Its first two lines list tags and relations; each
// other line has the line of the text and the sentence's place in it, both from
// 0, and of each token tag, head (from 1, 0 the root) and relation, numbers with
// colons between. The tokens are those of nlp.Split.
//
//go:embed silver/trees.gz
var treesFile []byte

// Which sentences the teacher parses: those of one text in so many, from the
// first on, with so many tokens, of whose heads it is sure enough on the whole.
const (
	teachStep    = 10
	teachFirst   = 1
	teachShort   = 5
	teachLong    = 60
	teachCertain = 0.75
)

// teach writes the trees that the networks in the weight files see together.
func teach(s settings, files []string) error {
	var weights [][]byte
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		weights = append(weights, data)
	}
	teacher, err := train.NewTeacher(weights...)
	if err != nil {
		return err
	}
	texts, err := readEvents(eventsPath(s.treebanks))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := writeTrees(packed, teacher, texts); err != nil {
		return err
	}
	if err := packed.Close(); err != nil {
		return err
	}
	return writeAside(s.teachOut, out.Bytes())
}

// numbering gives words numbers in the order of their first use.
type numbering struct {
	of    map[string]int
	names []string
}

func (n *numbering) number(name string) int {
	at, known := n.of[name]
	if !known {
		at = len(n.names)
		n.of[name] = at
		n.names = append(n.names, name)
	}
	return at
}

func writeTrees(to *gzip.Writer, teacher *train.Teacher, texts []string) error {
	tags, labels := numbering{of: map[string]int{}}, numbering{of: map[string]int{}}
	var rows strings.Builder
	for line := teachFirst; line < len(texts); line += teachStep {
		doc := nlp.Split(texts[line])
		for i := range doc.Sentences {
			s := &doc.Sentences[i]
			if len(s.Tokens) < teachShort || len(s.Tokens) > teachLong {
				continue
			}
			if err := teacher.Parse(s); err != nil {
				return err
			}
			if certainty(s) < teachCertain {
				continue
			}
			fmt.Fprintf(&rows, "%d\t%d\t", line, i)
			for j, t := range s.Tokens {
				if j > 0 {
					rows.WriteByte(' ')
				}
				fmt.Fprintf(&rows, "%d:%d:%d", tags.number(t.UPOS+"|"+t.XPOS), t.Head+1, labels.number(t.Deprel))
			}
			rows.WriteByte('\n')
		}
	}
	_, err := fmt.Fprintf(to, "%s\n%s\n%s", strings.Join(tags.names, " "), strings.Join(labels.names, " "), rows.String())
	return err
}

// certainty is the mean score of a sentence's heads.
func certainty(s *nlp.Sentence) float32 {
	var sum float32
	for _, t := range s.Tokens {
		sum += t.Score
	}
	return sum / float32(len(s.Tokens))
}

// readTaught gives the sentences with the teacher's trees. A sentence that is cut
// into other tokens than it was then is left out and counted.
func readTaught(treebanks string) (out []nlp.Sentence, lost int, err error) {
	texts, err := readEvents(eventsPath(treebanks))
	if err != nil {
		return nil, 0, err
	}
	plain, err := gzip.NewReader(bytes.NewReader(treesFile))
	if err != nil {
		return nil, 0, fmt.Errorf("silver trees: %w", err)
	}
	in := bufio.NewScanner(plain)
	in.Buffer(nil, 1<<20)
	var tags, labels []string
	for line := 1; in.Scan(); line++ {
		switch line {
		case 1:
			tags = strings.Fields(in.Text())
			continue
		case 2:
			labels = strings.Fields(in.Text())
			continue
		}
		s, err := taughtSentence(in.Text(), texts, tags, labels)
		switch {
		case errors.Is(err, errOtherTokens):
			lost++
		case err != nil:
			return nil, 0, fmt.Errorf("silver trees: line %d: %w", line, err)
		default:
			out = append(out, s)
		}
	}
	return out, lost, in.Err()
}

var errOtherTokens = errors.New("other tokens")

func taughtSentence(row string, texts, tags, labels []string) (nlp.Sentence, error) {
	cells := strings.Split(row, "\t")
	if len(cells) != 3 {
		return nlp.Sentence{}, fmt.Errorf("%d columns, want 3", len(cells))
	}
	line, err1 := strconv.Atoi(cells[0])
	at, err2 := strconv.Atoi(cells[1])
	if err := errors.Join(err1, err2); err != nil {
		return nlp.Sentence{}, err
	}
	if line < 0 || line >= len(texts) {
		return nlp.Sentence{}, fmt.Errorf("%s has no line %d", silverEvents, line)
	}
	doc, tokens := nlp.Split(texts[line]), strings.Fields(cells[2])
	if at < 0 || at >= len(doc.Sentences) || len(doc.Sentences[at].Tokens) != len(tokens) {
		return nlp.Sentence{}, errOtherTokens
	}
	s := doc.Sentences[at]
	for i, cell := range tokens {
		var tag, head, label int
		if _, err := fmt.Sscanf(cell, "%d:%d:%d", &tag, &head, &label); err != nil {
			return nlp.Sentence{}, fmt.Errorf("token %q: %w", cell, err)
		}
		if tag < 0 || tag >= len(tags) || label < 0 || label >= len(labels) || head < 0 || head > len(tokens) {
			return nlp.Sentence{}, fmt.Errorf("token %q is out of range", cell)
		}
		t := &s.Tokens[i]
		t.UPOS, t.XPOS, _ = strings.Cut(tags[tag], "|")
		t.Head, t.Deprel = head-1, labels[label]
	}
	return s, nil
}
