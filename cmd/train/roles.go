package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/model"
	"github.com/entente-kg/entente/nlp/train"
	"github.com/entente-kg/entente/schema"
)

// rolesFile holds what a teacher takes the words of reports for; silver/roles.py
// says how it is laid out and how it was made.
//
//go:embed silver/roles.tsv.gz
var rolesFile []byte

// noClass is the class of words without an event; the roles of phrases are those of
// rolesFile, after none.
const noClass = "none"

var phraseRoles = []string{"none", "actor", "recipient", "issue"}

// fitRoles trains the roles head on what the teacher says of the corpus and writes its
// weights.
func fitRoles(ctx context.Context, s settings, log io.Writer) error {
	told, err := readTold(rolesFile)
	if err != nil {
		return err
	}
	texts, err := readEvents(s.roles)
	if err != nil {
		return err
	}
	opt := train.RoleDefaults()
	opt.Seed, opt.Threads, opt.Log = s.Seed, s.Threads, log
	opt.Classes, opt.Roles = classesOf(told), phraseRoles
	if s.rolesEpochs > 0 {
		opt.Epochs = s.rolesEpochs
	}
	sentences, err := roled(ctx, told, texts, opt.Classes)
	if err != nil {
		return err
	}
	fmt.Fprintf(log, "%d reports, %d sentences, %d classes\n", len(told), len(sentences), len(opt.Classes))
	encoder, err := model.Weights()
	if err != nil {
		return err
	}
	weights, err := train.Roles(ctx, encoder, sentences, opt)
	if err != nil {
		return err
	}
	return writeAside(filepath.Join(s.readingOut, "roles.bin"), weights)
}

// toldReport is a report with what the teacher says of its words.
type toldReport struct {
	line  int // in the corpus, from 1
	size  int // bytes that the teacher saw
	mark  string
	words map[extract.Span]toldWord
}

type toldWord struct {
	classes map[string]float32
	phrases map[extract.Span][]float32 // by role, none first
}

func readTold(packed []byte) ([]toldReport, error) {
	var out []toldReport
	err := eachLine("roles", packed, func(line string) error {
		r, err := parseTold(line)
		out = append(out, r)
		return err
	})
	return out, err
}

// eachLine calls do for the lines of a teacher's packed table; errors have its name and
// the line.
func eachLine(name string, packed []byte, do func(line string) error) error {
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	in := bufio.NewScanner(plain)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		if err := do(in.Text()); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, line, err)
		}
	}
	return in.Err()
}

func parseTold(line string) (r toldReport, err error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 4 {
		return r, fmt.Errorf("%d columns, want 4", len(cells))
	}
	if r.line, err = strconv.Atoi(cells[0]); err != nil {
		return r, err
	}
	if r.size, err = strconv.Atoi(cells[1]); err != nil {
		return r, err
	}
	r.mark, r.words = cells[2], map[extract.Span]toldWord{}
	for _, word := range strings.Split(cells[3], "; ") {
		parts := strings.Fields(word)
		if len(parts) == 0 {
			continue
		}
		at, classes, err := parseSpan(parts[0])
		if err != nil {
			return r, err
		}
		w := toldWord{classes: map[string]float32{}, phrases: map[extract.Span][]float32{}}
		for _, c := range strings.Split(classes, ",") {
			name, share, _ := strings.Cut(c, "=")
			if w.classes[name], err = hundredth(share); err != nil {
				return r, err
			}
		}
		for _, part := range parts[1:] {
			of, shares, err := parseSpan(part)
			if err != nil {
				return r, err
			}
			if w.phrases[of], err = roleShares(shares); err != nil {
				return r, err
			}
		}
		r.words[at] = w
	}
	return r, nil
}

// parseSpan reads "from-to:rest".
func parseSpan(s string) (at extract.Span, rest string, err error) {
	where, rest, ok := strings.Cut(s, ":")
	if _, err := fmt.Sscanf(where, "%d-%d", &at.From, &at.To); err != nil || !ok {
		return at, "", fmt.Errorf("%q is not from-to:shares", s)
	}
	return at, rest, nil
}

// roleShares reads the hundredths of the roles after none and gives none the rest.
func roleShares(s string) ([]float32, error) {
	out := []float32{1}
	for _, cell := range strings.Split(s, ",") {
		v, err := hundredth(cell)
		if err != nil {
			return nil, err
		}
		out[0] -= v
		out = append(out, v)
	}
	if len(out) != len(phraseRoles) {
		return nil, fmt.Errorf("%q has %d shares, want %d", s, len(out)-1, len(phraseRoles)-1)
	}
	out[0] = max(0, out[0])
	return out, nil
}

func hundredth(s string) (float32, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 100 {
		return 0, fmt.Errorf("%q is no share in hundredths", s)
	}
	return float32(n) / 100, nil
}

// classesOf are the relations that the teacher knows, in order, after none.
func classesOf(told []toldReport) []string {
	seen := map[string]bool{}
	for _, r := range told {
		for _, w := range r.words {
			for c := range w.classes {
				seen[c] = true
			}
		}
	}
	return append([]string{noClass}, slices.Sorted(maps.Keys(seen))...)
}

// roled lays what the teacher says on the tokens of the reports, as the coder parses
// them.
func roled(ctx context.Context, told []toldReport, texts []string, classes []string) ([]train.RoledSentence, error) {
	coder, err := plainCoder()
	if err != nil {
		return nil, err
	}
	number := map[string]int{}
	for i, c := range classes {
		number[c] = i
	}
	parts := make([][]train.RoledSentence, len(told))
	err = each(told, func(i int, r toldReport) error {
		a, err := r.article(texts)
		if err != nil {
			return fmt.Errorf("roles: report %d: %w", r.line, err)
		}
		found, err := coder.Candidates(ctx, a)
		for _, c := range found {
			parts[i] = append(parts[i], r.lay(c, number))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return slices.Concat(parts...), nil
}

// plainCoder is one without any weights.
func plainCoder() (*extract.Coder, error) {
	analyzer, err := nlp.New()
	if err != nil {
		return nil, err
	}
	world, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	return extract.NewWeighed(analyzer, world, extract.Weights{}, extract.Bounds{})
}

func (r toldReport) article(texts []string) (schema.Article, error) {
	text, err := textSeen(texts, r.line, r.size, r.mark)
	if err != nil {
		return schema.Article{}, err
	}
	return schema.NewArticle(schema.ArticleFields{ID: strconv.Itoa(r.line), Text: text})
}

// textSeen is what a teacher saw of the report in that line of the corpus, from 1: so many
// bytes, marked by the first eight digits of their SHA-256.
func textSeen(texts []string, line, size int, mark string) (string, error) {
	if line < 1 || line > len(texts) || size > len(texts[line-1]) {
		return "", errors.New("the corpus has no such line, or a shorter one")
	}
	text := texts[line-1][:size]
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:8]; sum != mark {
		return "", fmt.Errorf("the text has the mark %s, the teacher saw %s", sum, mark)
	}
	return text, nil
}

// lay gives the candidates of a sentence the teacher's shares.
func (r toldReport) lay(c extract.Candidates, number map[string]int) train.RoledSentence {
	out := train.RoledSentence{Forms: c.Forms}
	for _, word := range c.Words {
		w, ok := r.words[word.Span]
		of := train.RoledWord{At: word.At, Classes: map[int]float32{}}
		left := float32(1)
		for _, name := range slices.Sorted(maps.Keys(w.classes)) {
			share := w.classes[name]
			of.Classes[number[name]] = share
			left -= share
			if share > of.Classes[of.As] {
				of.As = number[name]
			}
		}
		of.Classes[0] = max(0, left)
		if ok && len(w.phrases) > 0 {
			for _, ph := range c.Phrases {
				if ph.At == word.At {
					continue
				}
				shares := w.phrases[ph.Span]
				if shares == nil {
					shares = []float32{1, 0, 0, 0}
				}
				of.Phrases = append(of.Phrases, train.RoledPhrase{At: ph.At, Roles: shares})
			}
		}
		out.Words = append(out.Words, of)
	}
	return out
}

// teachable is a report as the teacher of roles takes it.
type teachable struct {
	Line      int
	Labelled  bool
	Held      bool // never fitted to
	Text      string
	Sentences []extract.Candidates
	Labels    map[string]teachableLabel // by the bytes of the word, "from-to"
}

type teachableLabel struct {
	Relation string
	Roles    map[string]string // by the bytes of the phrase
}

// writeCandidates writes every report of the corpus with its candidates and labels, one
// JSON object a line, for silver/roles.py.
func writeCandidates(ctx context.Context, s settings) error {
	reports, err := readReports(s)
	if err != nil {
		return err
	}
	texts, err := readEvents(s.reports)
	if err != nil {
		return err
	}
	coder, err := plainCoder()
	if err != nil {
		return err
	}
	labelled := map[string]eval.Report{}
	for _, r := range reports {
		labelled[r.ID] = r
	}
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	for i, text := range texts {
		row := teachable{Line: i + 1, Text: text, Labels: map[string]teachableLabel{}}
		r, ok := labelled[strconv.Itoa(row.Line)]
		if ok {
			row.Labelled, row.Held, row.Text = true, r.Held, r.Text
		}
		a, err := schema.NewArticle(schema.ArticleFields{ID: strconv.Itoa(row.Line), Text: row.Text})
		if err != nil {
			continue // a line without a text
		}
		if row.Sentences, err = coder.Candidates(ctx, a); err != nil {
			return err
		}
		for _, l := range r.Labels {
			row.add(l)
		}
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return writeAside(s.candidates, out.Bytes())
}

// add gives the label to the candidates that it lies on; the first label of a word
// stands.
func (t *teachable) add(l extract.Label) {
	for _, s := range t.Sentences {
		for _, w := range s.Words {
			if !meets(w.Span, l.Word) || t.Labels[key(w.Span)].Relation != "" {
				continue
			}
			roles := map[string]string{}
			for _, part := range []struct {
				role  string
				spans []extract.Span
			}{{"issue", l.Issues}, {"recipient", l.Recipients}, {"actor", l.Actors}} {
				for _, ph := range s.Phrases {
					if slices.ContainsFunc(part.spans, func(sp extract.Span) bool { return meets(ph.Span, sp) }) {
						roles[key(ph.Span)] = part.role
					}
				}
			}
			t.Labels[key(w.Span)] = teachableLabel{l.Relation, roles}
		}
	}
}

func meets(a, b extract.Span) bool { return a.From < b.To && b.From < a.To }

func key(s extract.Span) string { return fmt.Sprintf("%d-%d", s.From, s.To) }
