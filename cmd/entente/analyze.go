package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/nlp"
)

type analyzeOptions struct {
	sources sourceFlags
	format  string
	conllu  string
}

func newAnalyze(a *app) *cobra.Command {
	o := &analyzeOptions{}
	c := &cobra.Command{
		Use:   "analyze PATH…",
		Short: "Print sentences, tokens, tags, parses and names of raw text",
		Long: `Analyze prints what the analyser makes of raw text: as CoNLL-U, with the bytes of
each token and its name tag in the last column (Offset=0:5|Name=B-PER), or as
JSON, one line an article. With --conllu-in, the sentences and tokens of a
CoNLL-U file are kept and its tags, lemmas and trees are predicted.`,
		Example: "  entente analyze summit.txt\n  entente analyze --format json summit.txt\n  entente analyze --conllu-in gold.conllu",
	}
	o.sources.add(c)
	c.Flags().StringVar(&o.format, "format", "conllu", "conllu, json")
	c.Flags().StringVar(&o.conllu, "conllu-in", "", "a CoNLL-U file whose sentences and tokens are kept, and all else predicted")
	return a.command(c, func(ctx context.Context, args []string) error { return runAnalyze(ctx, a, o, args) })
}

func runAnalyze(ctx context.Context, a *app, o *analyzeOptions, paths []string) error {
	if o.format != "conllu" && o.format != "json" {
		return usageHint(fmt.Errorf("unknown format %q", o.format), "formats: conllu, json")
	}
	if (len(paths) == 0) == (o.conllu == "") {
		return usage(fmt.Errorf("analyze wants paths, or --conllu-in"))
	}
	if o.conllu != "" && o.format != "conllu" {
		return usage(fmt.Errorf("--conllu-in prints CoNLL-U only"))
	}
	if err := o.sources.check(); err != nil {
		return err
	}
	analyzer, err := nameAnalyzer(o.conllu == "")
	if err != nil {
		return err
	}
	if o.conllu != "" {
		return analyzeConllu(a, analyzer, o.conllu)
	}
	var skipped []string
	src, err := o.sources.open(a, paths, &skipped)
	if err != nil {
		return err
	}
	told := &rejects{a: a}
	read := 0
	for article, err := range accepted(src.Articles(ctx), told, &read) {
		if err != nil {
			return err
		}
		doc, names, err := analyzer.AnalyzeNames(article.Text)
		if err != nil {
			return fmt.Errorf("%s: %w", string(article.ID), err)
		}
		write := writeConllu
		if o.format == "json" {
			write = writeJSON
		}
		if err := write(a.out, string(article.ID), doc, names); err != nil {
			return err
		}
	}
	return told.end(skipped, read)
}

// writeConllu prints one article's sentences as CoNLL-U.
func writeConllu(w io.Writer, id string, doc *nlp.Document, names [][]nlp.Name) error {
	sentences := make([]eval.ConlluSentence, len(doc.Sentences))
	for i := range doc.Sentences {
		sentences[i] = eval.ConlluOf(doc, &doc.Sentences[i], fmt.Sprintf("%s-%d", id, i))
		sentences[i].AddNames(names[i])
	}
	return eval.WriteConllu(w, sentences)
}

// The JSON that analyze prints: heads and the tokens of names count from 0, the
// root's head is -1, offsets are bytes of the article's text.
type (
	jsonArticle struct {
		Article   string         `json:"article"`
		Sentences []jsonSentence `json:"sentences"`
	}
	jsonSentence struct {
		Start  int         `json:"start"`
		End    int         `json:"end"`
		Kind   string      `json:"kind"`
		Text   string      `json:"text"`
		Tokens []jsonToken `json:"tokens"`
		Names  []jsonName  `json:"names"`
	}
	jsonToken struct {
		Start  int     `json:"start"`
		End    int     `json:"end"`
		Form   string  `json:"form"`
		Lemma  string  `json:"lemma"`
		UPOS   string  `json:"upos"`
		XPOS   string  `json:"xpos"`
		Head   int     `json:"head"`
		Deprel string  `json:"deprel"`
		Score  float32 `json:"score"`
	}
	jsonName struct {
		From  int     `json:"from"`
		To    int     `json:"to"`
		Label string  `json:"label"`
		Text  string  `json:"text"`
		Score float32 `json:"score"`
	}
)

// writeJSON prints one article as a line of JSON.
func writeJSON(w io.Writer, id string, doc *nlp.Document, names [][]nlp.Name) error {
	out := jsonArticle{Article: id, Sentences: []jsonSentence{}}
	for i, s := range doc.Sentences {
		row := jsonSentence{Start: s.Start, End: s.End, Kind: s.Kind.String(), Text: doc.Text[s.Start:s.End], Names: []jsonName{}}
		for _, t := range s.Tokens {
			row.Tokens = append(row.Tokens, jsonToken{t.Start, t.End, t.Form, t.Lemma, t.UPOS, t.XPOS, t.Head, t.Deprel, t.Score})
		}
		for _, n := range names[i] {
			text := doc.Text[s.Tokens[n.From].Start:s.Tokens[n.To-1].End]
			row.Names = append(row.Names, jsonName{n.From, n.To, n.Label, text, n.Score})
		}
		out.Sentences = append(out.Sentences, row)
	}
	return json.NewEncoder(w).Encode(out)
}

func analyzeConllu(a *app, analyzer *nlp.Analyzer, name string) error {
	in, err := openFile(a, name)
	if err != nil {
		return err
	}
	defer in.Close()
	_, predicted, err := eval.ParseFile(analyzer, in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return eval.WriteConllu(a.out, predicted)
}

// openFile opens a file, or standard input for "-".
func openFile(a *app, name string) (io.ReadCloser, error) {
	if name == loaders.Stdin {
		return io.NopCloser(a.in), nil
	}
	return os.Open(name)
}
