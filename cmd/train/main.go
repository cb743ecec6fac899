// Command train fits the analyser's weights to the treebanks and writes them,
// with their model card, to nlp/model.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/train"
	"github.com/entente-kg/entente/schema"
)

// trainingFiles are the only files that weights are fitted to.
var trainingFiles = [...]string{"en_ewt-train.conllu", "en_gum_clean-train.conllu"}

// scoredFiles are measured after training and never trained on.
var scoredFiles = [...]string{"en_ewt-dev.conllu", "en_ewt-test.conllu", "en_gum_news-dev.conllu"}

// calibrationFiles fit one number, by which arc scores are divided before they
// become probabilities; it changes no tree.
var calibrationFiles = [...]string{"en_ewt-dev.conllu", "en_gum_news-dev.conllu"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stderr); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return
		}
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// settings are the command's flags.
type settings struct {
	treebanks, out string
	every          int
	resume         bool
	sentences      string
	start          string
	startedAs      string
	namesOnly      bool
	noSilver       bool
	cardOnly       bool
	pairs          string
	pairsOut       string
	reports        string
	labels         string
	senses         string
	readingOut     string
	roles          string
	rolesEpochs    int
	candidates     string
	statements     string
	names          train.NameOptions
	train.Options
}

func parseFlags(args []string, log io.Writer) (settings, error) {
	s := settings{Options: train.Defaults(), names: train.NameDefaults()}
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.StringVar(&s.treebanks, "treebanks", defaultTreebanks(), "folder of the treebanks")
	flags.StringVar(&s.out, "out", filepath.Join("nlp", "model"), "folder for the weights and the model card")
	flags.IntVar(&s.every, "every", 4, "measure the development set every so many epochs")
	flags.IntVar(&s.Epochs, "epochs", s.Epochs, "passes over the data")
	flags.IntVar(&s.Batch, "batch", s.Batch, "sentences a step")
	flags.Float64Var(&s.Rate, "rate", s.Rate, "highest step size")
	flags.Uint64Var(&s.Seed, "seed", s.Seed, "seed of all random draws")
	flags.IntVar(&s.Threads, "threads", s.Threads, "threads; the result is the same for any number")
	flags.IntVar(&s.Embed, "embed", s.Embed, "width of the embeddings")
	flags.IntVar(&s.Width, "width", s.Width, "width of the hidden layers")
	flags.IntVar(&s.Layers, "layers", s.Layers, "recurrent layers")
	flags.BoolVar(&s.resume, "resume", false, "go on after the last pass of a run that was cut off, whose state lies in the folder of --out")
	flags.BoolVar(&s.namesOnly, "names-only", false, "keep the parser's weights that lie in the folder of --out and train the names head alone")
	flags.StringVar(&s.start, "start", "", "go on from the tagger and parser of this weight file, whose sizes then hold, instead of from random weights")
	flags.StringVar(&s.startedAs, "started-as", "work of this trainer on the same data", "for the card: what the weights of --start are")
	flags.BoolVar(&s.noSilver, "no-silver", false, "train without the teachers' trees and names")
	flags.StringVar(&s.sentences, "sentences", "", "train nothing: write sentences of the corpus of --reports to this file, for silver/trees.py")
	flags.IntVar(&s.Words, "words", s.Words, "words with an embedding of their own, those of the name lists aside")
	flags.BoolVar(&s.cardOnly, "card-only", false, "train nothing: measure the weights that are there and write their card")
	flags.StringVar(&s.pairs, "pairs", "", "train nothing but the typer of pairs, on this file of labelled pairs")
	flags.StringVar(&s.pairsOut, "pairs-out", filepath.Join("eval", "pairs.tsv.gz"), "file for the weights of --pairs")
	flags.StringVar(&s.reports, "reports", "", "train nothing but the weights of the coder, on the labelled reports of this corpus")
	flags.StringVar(&s.labels, "labels", filepath.Join("cmd", "train", "reports.tsv"), "file of the labels of --reports")
	flags.StringVar(&s.senses, "senses", filepath.Join("extract", "testdata", "senses"), "folder of sentences of our own, which --reports fits to, too")
	flags.StringVar(&s.readingOut, "reading-out", filepath.Join("extract", "model"), "folder for the weights of --reports and their card")
	flags.StringVar(&s.roles, "roles", "", "train nothing but the roles head of the coder, on what its teacher says of this corpus, into the folder of --reading-out")
	flags.StringVar(&s.candidates, "candidates", "", "train nothing: write the reports of the corpus of --reports to this file, for silver/roles.py")
	flags.StringVar(&s.statements, "statements", "", "train nothing: write the reports of the corpus of --reports, and the statements that may be made of them, to this file, for silver/verdicts.py")
	flags.IntVar(&s.rolesEpochs, "roles-epochs", 0, "passes over the sentences of --roles (default: those of the shipped weights)")
	flags.IntVar(&s.names.Epochs, "names-epochs", s.names.Epochs, "passes over the sentences with names")
	err := flags.Parse(args)
	s.names.Seed = s.Seed
	return s, err
}

func defaultTreebanks() string {
	shared := os.Getenv("ENTENTE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	return filepath.Join(shared, "treebanks")
}

func run(ctx context.Context, args []string, log io.Writer) error {
	s, err := parseFlags(args, log)
	if err != nil {
		return err
	}
	if s.start != "" {
		if s.Start, err = os.ReadFile(s.start); err != nil {
			return err
		}
	}
	switch {
	case s.sentences != "":
		return writeSentences(s)
	case s.pairs != "":
		return fitPairs(ctx, s)
	case s.roles != "":
		return fitRoles(ctx, s, log)
	case s.candidates != "":
		return writeCandidates(ctx, s)
	case s.statements != "":
		return writeStatements(ctx, s)
	case s.reports != "":
		return fitReports(ctx, s, log)
	}
	weights, err := parserWeights(ctx, s, log)
	if err != nil {
		return err
	}
	if s.cardOnly {
		return finish(s, weights, log)
	}
	if weights, err = nameWeights(ctx, s, weights, log); err != nil {
		return err
	}
	if weights, err = calibrated(s, weights, log); err != nil {
		return err
	}
	return finish(s, weights, log)
}

func (s settings) weightFile() string { return filepath.Join(s.out, "model.bin") }

// stateFile holds all that a run needs to go on, about 90 MB, until it is done.
func (s settings) stateFile() string { return filepath.Join(s.out, "training.state") }

// parserWeights trains tagger and parser, or takes the ones that are there.
func parserWeights(ctx context.Context, s settings, log io.Writer) ([]byte, error) {
	if s.namesOnly || s.cardOnly {
		return os.ReadFile(s.weightFile())
	}
	var sentences []nlp.Sentence
	for _, name := range trainingFiles {
		part, err := readSentences(filepath.Join(s.treebanks, name))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(log, "%s: %d sentences\n", name, len(part))
		sentences = append(sentences, part...)
	}
	own, err := readNews()
	if err != nil {
		return nil, err
	}
	sentences = append(sentences, own...)
	lemmas := train.Lemmas(sentences)
	if !s.noSilver {
		taught, lost, err := readTaught(s.treebanks)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(log, "the teacher's trees: %d sentences, %d left out as they are cut otherwise now\n", len(taught), lost)
		sentences = append(sentences, taught...)
	}
	s.Log = log
	s.Extra = map[string][]byte{"lemma": lemmas}
	if s.resume {
		if s.Resume, err = os.ReadFile(s.stateFile()); err != nil {
			return nil, fmt.Errorf("nothing to resume: %w", err)
		}
	}
	s.Save = func(state []byte) error { return writeAside(s.stateFile(), state) }
	start := time.Now()
	s.Snapshot = func(epoch int, weights []byte) error {
		if epoch%s.every != 0 && epoch != s.Epochs {
			return nil
		}
		if err := writeAside(s.weightFile(), weights); err != nil {
			return err
		}
		scores, err := score(weights, filepath.Join(s.treebanks, scoredFiles[0]))
		if err != nil {
			return err
		}
		fmt.Fprintf(log, "epoch %d, %.0f s: development LAS %.2f UAS %.2f\n", epoch, time.Since(start).Seconds(), 100*scores.LAS(), 100*scores.UAS())
		return nil
	}
	return train.Run(ctx, sentences, s.Options)
}

// nameWeights adds the names head to a weight file. What stands at the weight
// file's place stays until all is done.
func nameWeights(ctx context.Context, s settings, weights []byte, log io.Writer) ([]byte, error) {
	world, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	sentences, err := readNamed(s.treebanks, !s.noSilver)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(log, "names: %d sentences\n", len(sentences))
	s.names.Gazetteer, s.names.Log = eval.KnownNames(world), log
	s.names.Snapshot = func(epoch int, weights []byte) error {
		for _, known := range []bool{false, true} {
			scores, err := scoreNames(weights, s.treebanks, world, known)
			if err != nil {
				return err
			}
			fmt.Fprintf(log, "epoch %d, tables %t\n%s", epoch, known, scores)
		}
		return nil
	}
	return train.Names(ctx, weights, sentences, s.names)
}

// calibrated fits the scores of arcs to the development files: web text and news.
func calibrated(s settings, weights []byte, log io.Writer) ([]byte, error) {
	var sets [][]nlp.Sentence
	for _, name := range calibrationFiles {
		gold, err := readTrees(filepath.Join(s.treebanks, name))
		if err != nil {
			return nil, err
		}
		sets = append(sets, gold)
	}
	weights, heat, err := train.Calibrate(weights, sets...)
	if err == nil {
		fmt.Fprintf(log, "arc scores calibrated: divided by %.1f\n", heat)
	}
	return weights, err
}

// scoreNames measures the names head, with the tables' names as hints or without.
func scoreNames(weights []byte, treebanks string, world *schema.World, known bool) (eval.NameScores, error) {
	an, err := nlp.Open(weights)
	if err != nil {
		return eval.NameScores{}, err
	}
	if known {
		an = an.WithGazetteer(eval.KnownNames(world))
	}
	file, err := os.Open(filepath.Join(treebanks, scoredNames))
	if err != nil {
		return eval.NameScores{}, err
	}
	defer file.Close()
	scores, _, err := eval.NamesFile(an, file)
	return scores, err
}

// writeAside writes a file under another name and then moves it to its place,
// so that whoever reads it never sees half of it.
func writeAside(path string, data []byte) error {
	aside := path + ".new"
	if err := os.WriteFile(aside, data, 0o644); err != nil {
		return err
	}
	return os.Rename(aside, path)
}

// readSentences reads the gold sentences of one treebank file.
func readSentences(path string) ([]nlp.Sentence, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, err := eval.ReadConllu(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	var out []nlp.Sentence
	for i := range rows {
		if !isHeldBack(&rows[i]) {
			out = append(out, rows[i].Sentence())
		}
	}
	return out, nil
}

// isHeldBack says whether a training file's sentence is of a document that is
// also in the development files: GUM_court_loan is in en_gum_clean-train and in
// en_gum-dev.
func isHeldBack(s *eval.ConlluSentence) bool {
	for _, comment := range s.Comments {
		if strings.HasPrefix(comment, "# sent_id = GUM_court_loan-") {
			return true
		}
	}
	return false
}

// score measures a weight file on one treebank file.
func score(weights []byte, path string) (eval.ParseScores, error) {
	an, err := nlp.Open(weights)
	if err != nil {
		return eval.ParseScores{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return eval.ParseScores{}, err
	}
	defer file.Close()
	scores, _, err := eval.ParseFile(an, file)
	return scores, err
}

// finish writes the weights and the model card and prints the scores.
func finish(s settings, weights []byte, log io.Writer) error {
	if err := writeAside(s.weightFile(), weights); err != nil {
		return err
	}
	c := card{settings: s, weights: weights}
	for _, name := range trainingFiles {
		source, err := readSource(s.treebanks, name)
		if err != nil {
			return err
		}
		c.sources = append(c.sources, source)
	}
	for _, name := range scoredFiles {
		scores, err := score(weights, filepath.Join(s.treebanks, name))
		if err != nil {
			return err
		}
		c.scores = append(c.scores, scores)
		fmt.Fprintf(log, "%s\n%s", name, scores)
	}
	if !s.noSilver {
		taught, _, err := readTaught(s.treebanks)
		if err != nil {
			return err
		}
		c.taught = len(taught)
	}
	var err error
	if c.names, err = newNameCard(s, weights); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.out, "MODEL_CARD.md"), c.markdown(), 0o644); err != nil {
		return err
	}
	if err := os.Remove(s.stateFile()); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
