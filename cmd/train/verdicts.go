package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	readingmodel "github.com/entente-kg/entente/extract/model"
	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// verdictsFile holds how likely a teacher takes statements of reports to be right;
// silver/verdicts.py says how it is laid out and how it was made.
//
//go:embed silver/verdicts.tsv.gz
var verdictsFile []byte

// verdicts is what the teacher says: by the line of the report, and the mark of the
// statement.
type verdicts struct {
	reports map[string]seenReport
	shares  map[string]map[string]float64
}

// seenReport is what the teacher saw of a report.
type seenReport struct {
	size int // bytes
	mark string
}

// readVerdicts reads the teacher's table; errors name the line.
func readVerdicts(packed []byte) (verdicts, error) {
	v := verdicts{map[string]seenReport{}, map[string]map[string]float64{}}
	return v, eachLine("verdicts", packed, v.add)
}

func (v verdicts) add(line string) error {
	cells := strings.Split(line, "\t")
	if len(cells) != 4 {
		return fmt.Errorf("%d columns, want 4", len(cells))
	}
	size, err := strconv.Atoi(cells[1])
	if err != nil {
		return err
	}
	shares := map[string]float64{}
	for _, cell := range strings.Fields(cells[3]) {
		mark, share, _ := strings.Cut(cell, ":")
		of, err := hundredth(share)
		if err != nil || share == "" || len(mark) != markLength {
			return fmt.Errorf("%q is not mark:share", cell)
		}
		shares[mark] = float64(of)
	}
	v.reports[cells[0]], v.shares[cells[0]] = seenReport{size, cells[2]}, shares
	return nil
}

// of is the teacher as the evaluation asks it.
func (v verdicts) of(report string, j extract.Judged) (share float64, seen bool) {
	share, seen = v.shares[report][markOf(j)]
	return share, seen
}

const markLength = 8

// markOf is a short mark of the statement by which it is found again, whoever made it.
func markOf(j extract.Judged) string {
	st := j.Statement
	h := fnv.New32a()
	fmt.Fprint(h, st.Relation, "|", modalityOf(st))
	for _, w := range j.Words {
		fmt.Fprint(h, "|", w.From)
	}
	for _, refs := range [][]schema.Ref{st.Actors, st.Recipients, st.Issues} {
		fmt.Fprint(h, "|", strings.Join(slices.Sorted(slices.Values(namesOf(refs))), ";"))
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

// modalityOf is the statement's modality, "denied" where it is negative.
func modalityOf(st schema.Statement) string {
	if st.Polarity == schema.Negative {
		return "denied"
	}
	return st.Modality
}

func namesOf(refs []schema.Ref) []string {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.Name
	}
	return out
}

// count is how many statements the teacher saw.
func (v verdicts) count() int {
	n := 0
	for _, shares := range v.shares {
		n += len(shares)
	}
	return n
}

// taught are the examples of what the teacher saw of reports that nobody labelled.
func (s *school) taught(ctx context.Context, weights []byte, labelled []eval.Report, t eval.Teaching, corpus string) ([]weigh.Example, error) {
	c, err := s.coder(weights)
	if err != nil {
		return nil, err
	}
	reports, err := s.teacher.unlabelled(labelled, corpus)
	if err != nil {
		return nil, err
	}
	parts := make([][]weigh.Example, len(reports))
	err = each(reports, func(i int, r eval.Report) error {
		var err error
		parts[i], err = eval.JudgeTaught(ctx, c, r, t)
		return err
	})
	return slices.Concat(parts...), err
}

// unlabelled are the reports that the teacher saw, those with labels left out.
func (v verdicts) unlabelled(labelled []eval.Report, corpus string) ([]eval.Report, error) {
	texts, err := readEvents(corpus)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, r := range labelled {
		known[r.ID] = true
	}
	var out []eval.Report
	for i := range texts {
		id := strconv.Itoa(i + 1)
		saw, ok := v.reports[id]
		if !ok || known[id] {
			continue
		}
		text, err := textSeen(texts, i+1, saw.size, saw.mark)
		if err != nil {
			return nil, fmt.Errorf("verdicts: report %s: %w", id, err)
		}
		out = append(out, eval.Report{ID: id, Text: text})
	}
	return out, nil
}

// judgeable is a report as the teacher of verdicts takes it.
type judgeable struct {
	Line       int
	Labelled   bool
	Held       bool // never fitted to
	Text       string
	Statements []judgeableStatement
}

type judgeableStatement struct {
	Mark                               string
	Type, Relation, Modality           string
	ActorNames, RecipientNames         []string
	MatterNames                        []string
	Words, Actors, Recipients, Matters []extract.Span
	Right                              eval.Agreement // by the labels
}

// writeStatements writes every report of the corpus of which a statement may be made,
// with those statements, one JSON object a line, for silver/verdicts.py.
func writeStatements(ctx context.Context, s settings) error {
	labelled, err := readReports(s)
	if err != nil {
		return err
	}
	texts, err := readEvents(s.reports)
	if err != nil {
		return err
	}
	school, err := newSchool(io.Discard)
	if err != nil {
		return err
	}
	c, err := school.coder(readingmodel.Reading())
	if err != nil {
		return err
	}
	reports, labels := make([]eval.Report, len(texts)), map[string]bool{}
	for i, text := range texts {
		reports[i] = eval.Report{ID: strconv.Itoa(i + 1), Text: text}
	}
	for _, r := range labelled {
		line, err := strconv.Atoi(r.ID)
		if err != nil {
			return err
		}
		reports[line-1], labels[r.ID] = r, true
	}
	rows := make([]judgeable, len(reports))
	err = each(reports, func(i int, r eval.Report) error {
		rows[i] = judgeable{Line: i + 1, Labelled: labels[r.ID], Held: labels[r.ID] && r.Held, Text: r.Text}
		if strings.TrimSpace(r.Text) == "" {
			return nil
		}
		judged, agree, err := r.Judge(ctx, c, school.ruled)
		for k, j := range judged {
			rows[i].Statements = append(rows[i].Statements, newJudgeable(j, agree[k]))
		}
		return err
	})
	if err != nil {
		return err
	}
	return writeRows(s.statements, rows)
}

func newJudgeable(j extract.Judged, agree eval.Agreement) judgeableStatement {
	st := j.Statement
	return judgeableStatement{
		Mark: markOf(j), Type: st.Type, Relation: st.Relation, Modality: modalityOf(st),
		ActorNames: namesOf(st.Actors), RecipientNames: namesOf(st.Recipients), MatterNames: namesOf(st.Issues),
		Words: j.Words, Actors: j.Actors, Recipients: j.Recipients, Matters: j.Matters, Right: agree,
	}
}

func writeRows(path string, rows []judgeable) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	for _, r := range rows {
		if len(r.Statements) > 0 {
			err = errors.Join(err, lines.Encode(r))
		}
	}
	return errors.Join(err, out.Flush(), file.Close())
}
