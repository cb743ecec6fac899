package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/train"
)

// nameFiles are the only files with names by hand that the names head is fitted
// to.
var nameFiles = [...]string{"gum_ner-train.iob", "wikigold.conll", "re3d_no_bbc.iob"}

// nameSets tells apart the files whose rules for names differ from the
// teacher's; re3d takes articles and common nouns into its names.
var nameSets = [len(nameFiles)]int{0, 0, 1}

// scoredNames is measured after training and never trained on.
const scoredNames = "uner_ewt-dev.iob2"

// The texts that the names of silverFile lie on.
const (
	silverTrees  = "en_ewt-train.conllu"
	silverEvents = "event_sentences.jsonl.gz"
)

// silverFile holds names that a teacher saw; silver/label.py says how it is laid
// out and how it was made.
//
//go:embed silver/names.tsv.gz
var silverFile []byte

// readNamed gives the sentences with names: those by hand and, if wanted, those
// of the teacher.
func readNamed(treebanks string, teacher bool) ([]train.NamedSentence, error) {
	var out []train.NamedSentence
	for i, name := range nameFiles {
		rows, err := readIOB(filepath.Join(treebanks, name))
		if err != nil {
			return nil, err
		}
		for j := range rows {
			s := rows[j].Sentence()
			out = append(out, train.NamedSentence{Forms: forms(&s), Names: rows[j].Names(), Set: nameSets[i]})
		}
	}
	if !teacher {
		return out, nil
	}
	silver, err := readSilver(treebanks)
	return append(out, silver...), err
}

func readIOB(path string) ([]eval.IOBSentence, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, err := eval.ReadIOB(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return rows, nil
}

func forms(s *nlp.Sentence) []string {
	out := make([]string, len(s.Tokens))
	for i, t := range s.Tokens {
		out[i] = t.Form
	}
	return out
}

// silverRow is one row of silverFile: names as offsets into words or bytes.
type silverRow struct {
	at    int
	names []nlp.Name
}

// readSilver lays the teacher's names on the texts that they belong to.
func readSilver(treebanks string) ([]train.NamedSentence, error) {
	sets, err := silverRows()
	if err != nil {
		return nil, err
	}
	trees, err := readTrees(filepath.Join(treebanks, silverTrees))
	if err != nil {
		return nil, err
	}
	var out []train.NamedSentence
	for _, row := range sets["ewt"] {
		if row.at >= len(trees) {
			return nil, fmt.Errorf("silver names: %s has no sentence %d", silverTrees, row.at)
		}
		out = append(out, train.NamedSentence{Forms: forms(&trees[row.at]), Names: row.names})
	}
	texts, err := readEvents(eventsPath(treebanks))
	if err != nil {
		return nil, err
	}
	for _, row := range sets["events"] {
		if row.at >= len(texts) {
			return nil, fmt.Errorf("silver names: %s has no line %d", silverEvents, row.at)
		}
		doc := nlp.Split(texts[row.at])
		for i := range doc.Sentences {
			s := &doc.Sentences[i]
			out = append(out, train.NamedSentence{Forms: forms(s), Names: onTokens(s, row.names)})
		}
	}
	return out, nil
}

// eventsPath is the event sentences beside the folder of the treebanks.
func eventsPath(treebanks string) string {
	return filepath.Join(filepath.Dir(treebanks), "corpora", silverEvents)
}

// onTokens turns names in bytes of the text into names in tokens of s. Names
// whose ends are no token's are left out.
func onTokens(s *nlp.Sentence, names []nlp.Name) []nlp.Name {
	first, last := map[int]int{}, map[int]int{}
	for i, t := range s.Tokens {
		first[t.Start], last[t.End] = i+1, i+1
	}
	var out []nlp.Name
	for _, n := range names {
		if from, to := first[n.From], last[n.To]; from > 0 && to >= from {
			out = append(out, nlp.Name{From: from - 1, To: to, Label: n.Label})
		}
	}
	return out
}

func silverRows() (map[string][]silverRow, error) {
	plain, err := gzip.NewReader(bytes.NewReader(silverFile))
	if err != nil {
		return nil, fmt.Errorf("silver names: %w", err)
	}
	sets := map[string][]silverRow{}
	in := bufio.NewScanner(plain)
	for line := 1; in.Scan(); line++ {
		set, row, err := parseSilver(in.Text())
		if err != nil {
			return nil, fmt.Errorf("silver names: line %d: %w", line, err)
		}
		sets[set] = append(sets[set], row)
	}
	return sets, in.Err()
}

func parseSilver(line string) (string, silverRow, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 3 {
		return "", silverRow{}, fmt.Errorf("%d columns, want 3", len(cells))
	}
	at, err := strconv.Atoi(cells[1])
	if err != nil {
		return "", silverRow{}, err
	}
	row := silverRow{at: at}
	for _, cell := range strings.Fields(cells[2]) {
		var n nlp.Name
		if _, err := fmt.Sscanf(strings.ReplaceAll(cell, ":", " "), "%d %d %s", &n.From, &n.To, &n.Label); err != nil {
			return "", silverRow{}, fmt.Errorf("name %q: %w", cell, err)
		}
		row.names = append(row.names, n)
	}
	return cells[0], row, nil
}

// readTrees reads all sentences of a treebank file, held-back ones too.
func readTrees(path string) ([]nlp.Sentence, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := eval.ReadConllu(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	out := make([]nlp.Sentence, len(rows))
	for i := range rows {
		out[i] = rows[i].Sentence()
	}
	return out, nil
}

// readEvents reads the texts of a compressed file of JSON lines.
func readEvents(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	texts, err := readTexts(plain)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return texts, nil
}

// readTexts gives the texts of rows of JSON.
func readTexts(from io.Reader) ([]string, error) {
	var out []string
	for in := json.NewDecoder(from); ; {
		var row struct{ Text string }
		err := in.Decode(&row)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, row.Text)
	}
}
