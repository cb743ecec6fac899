package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/nlp"
)

// treesFile holds trees that a teacher saw in sentences of silverEvents;
// silver/trees.py says how it is laid out. The tokens are those of nlp.Split.
//
//go:embed silver/trees.gz
var treesFile []byte

// Which sentences the teacher parses: those of one report in so many, from the
// first on, with so many tokens.
const (
	teachStep  = 2
	teachFirst = 1
	teachShort = 5
	teachLong  = 60
)

// sharedWords is the number of words in a row that a report must not share with a
// text of the evaluation sets.
const sharedWords = 10

// teachableSentence is a sentence as the teacher of trees takes it.
type teachableSentence struct {
	Line  int      `json:"line"` // of the corpus, from 0
	At    int      `json:"at"`   // the sentence's place in the report, from 0
	Forms []string `json:"forms"`
}

// writeSentences writes the sentences that the teacher is to parse. Reports that are
// held back to measure the coder, and those that tell what an evaluation set tells in
// the same words, are left out.
func writeSentences(s settings) error {
	reports, err := readReports(s)
	if err != nil {
		return err
	}
	held := map[string]bool{}
	for _, r := range reports {
		held[r.ID] = r.Held
	}
	evaluated, err := evaluatedRuns(filepath.Join(s.treebanks, "..", "gold"))
	if err != nil {
		return err
	}
	texts, err := readEvents(eventsPath(s.treebanks))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	lines.SetEscapeHTML(false)
	for line := teachFirst; line < len(texts); line += teachStep {
		if held[strconv.Itoa(line+1)] || slices.ContainsFunc(runs(texts[line]), func(r string) bool { return evaluated[r] }) {
			continue
		}
		doc := nlp.Split(texts[line])
		for i := range doc.Sentences {
			tokens := doc.Sentences[i].Tokens
			if len(tokens) < teachShort || len(tokens) > teachLong {
				continue
			}
			row := teachableSentence{Line: line, At: i}
			for _, t := range tokens {
				row.Forms = append(row.Forms, t.Form)
			}
			if err := lines.Encode(row); err != nil {
				return err
			}
		}
	}
	return writeAside(s.sentences, out.Bytes())
}

// evaluatedRuns are the runs of words in the texts of the evaluation sets of a folder.
func evaluatedRuns(folder string) (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no evaluation sets, whose texts must not be trained on", folder)
	}
	out := map[string]bool{}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		texts, err := readTexts(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		for _, text := range texts {
			for _, r := range runs(text) {
				out[r] = true
			}
		}
	}
	return out, nil
}

// runs are the runs of sharedWords words of a text, in small letters.
func runs(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var out []string
	for i := 0; i+sharedWords <= len(words); i++ {
		out = append(out, strings.Join(words[i:i+sharedWords], " "))
	}
	return out
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
