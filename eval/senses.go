package eval

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/extract/rules"
	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// SenseExample is a sense of the rules with a sentence of our own that reports
// it and one that has its word and does not.
type SenseExample struct {
	rules.Sense
	Positive, Negative string
	At                 string // file:line
}

// senseColumns are relation, kind, predicate, positive and negative sentence.
const senseColumns = 5

// ReadSenses reads the *.tsv files of the folder, each with a head line.
func ReadSenses(folder fs.FS) ([]SenseExample, error) {
	names, err := fs.Glob(folder, "*.tsv")
	if err != nil {
		return nil, err
	}
	var out []SenseExample
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		line := 0
		for text := range strings.Lines(string(data)) {
			if line++; line == 1 {
				continue
			}
			cells := strings.Split(strings.TrimRight(text, "\r\n"), "\t")
			at := fmt.Sprintf("%s:%d", path.Base(name), line)
			if len(cells) != senseColumns {
				return nil, fmt.Errorf("%s: %d columns, want %d: relation, kind, predicate, positive, negative", at, len(cells), senseColumns)
			}
			out = append(out, SenseExample{rules.Sense{Relation: cells[0], Kind: cells[1], Predicate: cells[2]}, cells[3], cells[4], at})
		}
	}
	return out, nil
}

// SenseScores say which senses have both their sentences read right, and which
// fire on a corpus.
type SenseScores struct {
	Known int                  // senses that the rules have
	Right map[rules.Sense]bool // read right
	Wrong []string             // one line for each example read wrong
	Fired map[rules.Sense]int  // statements of the corpus by sense; nil where none was read
}

// senseDay is the date of the examples.
const senseDay = "2019-06-05"

// ScoreSenses reads the examples. A positive sentence is right if a statement is
// made by its sense, a negative one if no statement of the relation stands:
// none, or denied, planned or supposed ones only. An example
// of a sense that no rule has is wrong.
func ScoreSenses(ctx context.Context, c Explainer, examples []SenseExample) (SenseScores, error) {
	set, err := rules.Builtin()
	if err != nil {
		return SenseScores{}, err
	}
	known := map[rules.Sense]bool{}
	for _, s := range set.Senses() {
		known[s] = true
	}
	out := SenseScores{Known: len(known), Right: map[rules.Sense]bool{}}
	for _, e := range examples {
		if !known[e.Sense] {
			out.Wrong = append(out.Wrong, fmt.Sprintf("%s: no rule has the %s %q for %s", e.At, e.Kind, e.Predicate, e.Relation))
			continue
		}
		fired, _, err := sensesOf(ctx, c, senseText(e.Positive))
		if err != nil {
			return out, err
		}
		if !slices.Contains(fired, e.Sense) {
			out.Wrong = append(out.Wrong, fmt.Sprintf("%s: %s %q: the positive sentence has %v: %s", e.At, e.Relation, e.Predicate, fired, e.Positive))
			continue
		}
		_, made, err := sensesOf(ctx, c, senseText(e.Negative))
		if err != nil {
			return out, err
		}
		if i := slices.IndexFunc(made, func(s schema.Statement) bool { return s.Relation == e.Relation && stands(s) }); i >= 0 {
			out.Wrong = append(out.Wrong, fmt.Sprintf("%s: %s %q: the negative sentence makes %s: %s", e.At, e.Relation, e.Predicate, made[i].Rule, e.Negative))
			continue
		}
		out.Right[e.Sense] = true
	}
	return out, nil
}

// JudgeSenses reads the examples with the coder and gives an example for each
// statement that may be made and that the sense settles: of a positive sentence
// what ruled makes by the sense is right, as is what has its parties, and what the
// weights make besides is wrong; of a negative one every statement of the sense's
// type that would stand is wrong.
func JudgeSenses(ctx context.Context, c, ruled *extract.Coder, examples []SenseExample) ([]weigh.Example, error) {
	var out []weigh.Example
	for _, e := range examples {
		senses, made, err := sensesOf(ctx, ruled, senseText(e.Positive))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(senses, e.Sense) {
			continue
		}
		rel, _ := schema.Relations().Get(e.Relation)
		for _, positive := range []bool{true, false} {
			text := e.Positive
			if !positive {
				text = e.Negative
			}
			a, err := schema.NewArticle(senseText(text))
			if err != nil {
				return nil, err
			}
			judged, err := c.Judge(ctx, a)
			if err != nil {
				return nil, err
			}
			for _, j := range judged {
				switch {
				case positive && slices.ContainsFunc(made, func(s schema.Statement) bool { return sameAct(s, j.Statement) }):
					out = append(out, verdict(j, true))
				case positive && j.ByRule || !positive && (j.Statement.Type != rel.Type || !stands(j.Statement)):
				default:
					out = append(out, verdict(j, false))
				}
			}
		}
	}
	return out, nil
}

func senseText(text string) schema.ArticleFields {
	return schema.ArticleFields{ID: "x", Date: senseDay, Text: text}
}

// sameAct says whether two statements tell of one type, truth and parties.
func sameAct(a, b schema.Statement) bool {
	same := func(a, b []schema.Ref) bool {
		return len(a) == len(b) && !slices.ContainsFunc(a, func(r schema.Ref) bool {
			return !slices.ContainsFunc(b, func(o schema.Ref) bool { return o.ID == r.ID })
		})
	}
	return a.Type == b.Type && a.Modality == b.Modality && a.Polarity == b.Polarity && same(a.Actors, b.Actors) && same(a.Recipients, b.Recipients)
}

func stands(s schema.Statement) bool {
	return s.Modality == schema.Asserted && s.Polarity == schema.Positive
}

// sensesOf are the senses by which rules make statements of a text, with the
// statements.
func sensesOf(ctx context.Context, c Explainer, f schema.ArticleFields) (senses []rules.Sense, made []schema.Statement, err error) {
	a, err := schema.NewArticle(f)
	if err != nil {
		return nil, nil, err
	}
	trace, err := c.Explain(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range trace.Sentences {
		senses = append(senses, s.Senses...)
		made = append(made, s.Statements...)
	}
	return senses, made, nil
}

// Fire counts the senses by which rules make statements of a corpus, JSON lines
// with "date" and "text". The counts are the same for any number of workers.
func (s *SenseScores) Fire(ctx context.Context, c *extract.Coder, corpus io.Reader, workers int) error {
	texts := make(chan schema.ArticleFields, 4*workers)
	counts := make([]map[rules.Sense]int, workers)
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		counts[w] = map[rules.Sense]int{}
		group.Go(func() {
			for f := range texts {
				senses, _, err := sensesOf(ctx, c, f)
				errs[w] = cmp.Or(errs[w], err)
				for _, x := range senses {
					counts[w][x]++
				}
			}
		})
	}
	err := eachText(corpus, func(f schema.ArticleFields) { texts <- f })
	close(texts)
	group.Wait()
	s.Fired = map[rules.Sense]int{}
	for w := range workers {
		err = cmp.Or(err, errs[w])
		for x, n := range counts[w] {
			s.Fired[x] += n
		}
	}
	return err
}

func eachText(corpus io.Reader, f func(schema.ArticleFields)) error {
	in := bufio.NewScanner(corpus)
	in.Buffer(nil, maxLine)
	for line := 1; in.Scan(); line++ {
		var d struct{ Date, Text string }
		if err := unmarshalLine(in.Bytes(), line, &d); err != nil {
			return err
		}
		if strings.TrimSpace(d.Text) != "" {
			f(schema.ArticleFields{ID: fmt.Sprintf("line-%d", line), Date: d.Date, Text: d.Text})
		}
	}
	return in.Err()
}

// String is the summary: by relation, senses read right and how many of them
// fire.
func (s SenseScores) String() string {
	var b strings.Builder
	right, fired := map[string]int{}, map[string]int{}
	total := 0
	for x := range s.Right {
		right[x.Relation]++
		if s.Fired[x] > 0 {
			fired[x.Relation]++
			total++
		}
	}
	for _, r := range slices.Sorted(maps.Keys(right)) {
		fmt.Fprintf(&b, "%-24s %5d", r, right[r])
		if s.Fired != nil {
			fmt.Fprintf(&b, " %5d fire", fired[r])
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%d senses have both their sentences read right, %d sentences are read wrong; the rules spell out %d\n", len(s.Right), len(s.Wrong), s.Known)
	if s.Fired != nil && len(s.Right) > 0 {
		fmt.Fprintf(&b, "%d of them (%.0f %%) fire on the corpus\n", total, 100*float64(total)/float64(len(s.Right)))
	}
	return b.String()
}
