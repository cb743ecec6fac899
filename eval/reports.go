package eval

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/extract/weigh"
	"github.com/entente-kg/entente/schema"
)

// Report is one report of a corpus with the events that a labeller found in it.
type Report struct {
	ID     string // number of its line in the corpus, from 1
	Date   string // YYYY-MM-DD
	Text   string
	Labels []extract.Label
	Held   bool // one in five, by a hash of the id: never fitted to
}

// reportColumns are the columns of a file of labels: the line of the corpus, how
// many bytes of its text the labeller saw, the first eight digits of their
// SHA-256, and an event: its relation ("-" where the report has none), the word
// that carries it and the words that name its parties and matters, as ranges of
// bytes "from-to" with blanks between, and its modality.
const reportColumns = 9

// ReadReports reads labels and the reports that they lie on: labels is a
// tab-separated file with a head line, corpus the file of reports, one JSON
// object a line with "date" and "text". Errors name the line.
func ReadReports(labels, corpus io.Reader) ([]Report, error) {
	rows, order, err := readLabelRows(labels)
	if err != nil {
		return nil, err
	}
	found := map[string]Report{}
	in := bufio.NewScanner(corpus)
	in.Buffer(nil, maxLine)
	for line := 1; in.Scan(); line++ {
		id := strconv.Itoa(line)
		if len(rows[id]) == 0 {
			continue
		}
		if found[id], err = newReport(id, in.Bytes(), rows[id]); err != nil {
			return nil, fmt.Errorf("report %s: %w", id, err)
		}
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	out := make([]Report, 0, len(order))
	for _, id := range order {
		r, ok := found[id]
		if !ok {
			return nil, fmt.Errorf("report %s: the corpus has no such line", id)
		}
		out = append(out, r)
	}
	return out, nil
}

func readLabelRows(r io.Reader) (rows map[string][][]string, order []string, err error) {
	rows = map[string][][]string{}
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		cells := strings.Split(in.Text(), "\t")
		if len(cells) != reportColumns {
			return nil, nil, fmt.Errorf("labels, line %d: %d columns, want %d", line, len(cells), reportColumns)
		}
		if line == 1 {
			continue
		}
		id := cells[0]
		if len(rows[id]) == 0 {
			order = append(order, id)
		}
		rows[id] = append(rows[id], cells)
	}
	return rows, order, in.Err()
}

func newReport(id string, line []byte, rows [][]string) (Report, error) {
	var d struct{ Date, Text string }
	if err := json.Unmarshal(line, &d); err != nil {
		return Report{}, err
	}
	h := fnv.New32a()
	h.Write([]byte(id))
	r := Report{ID: id, Date: d.Date, Held: h.Sum32()%5 == 0}
	size, err := strconv.Atoi(rows[0][1])
	if err != nil || size > len(d.Text) {
		return r, fmt.Errorf("%s bytes were labelled, the corpus has %d", rows[0][1], len(d.Text))
	}
	r.Text = d.Text[:size]
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(r.Text)))[:8]; sum != rows[0][2] {
		return r, fmt.Errorf("the text has the mark %s, the labels were made on %s", sum, rows[0][2])
	}
	for _, row := range rows {
		if row[3] == "-" {
			continue
		}
		l, err := newLabel(row)
		if err != nil {
			return r, err
		}
		r.Labels = append(r.Labels, l)
	}
	return r, nil
}

func newLabel(row []string) (extract.Label, error) {
	l := extract.Label{Relation: row[3], Modality: row[8]}
	if _, ok := schema.Relations().Get(l.Relation); !ok {
		return l, fmt.Errorf("no relation is called %q", l.Relation)
	}
	word, err := spansOf(row[4])
	if err != nil || len(word) != 1 {
		return l, fmt.Errorf("%q is no word, want from-to", row[4])
	}
	l.Word = word[0]
	for i, into := range []*[]extract.Span{&l.Actors, &l.Recipients, &l.Issues} {
		if *into, err = spansOf(row[5+i]); err != nil {
			return l, err
		}
	}
	return l, nil
}

func spansOf(cell string) ([]extract.Span, error) {
	var out []extract.Span
	for _, f := range strings.Fields(cell) {
		var s extract.Span
		if _, err := fmt.Sscanf(f, "%d-%d", &s.From, &s.To); err != nil || s.From >= s.To {
			return nil, fmt.Errorf("%q is no range, want from-to", f)
		}
		out = append(out, s)
	}
	return out, nil
}

// Article is the report as the coder takes it.
func (r Report) Article() (schema.Article, error) {
	return schema.NewArticle(schema.ArticleFields{ID: r.ID, Text: r.Text, Date: r.Date})
}

// Gold is the report's labels as facts. Their parties have the names that the
// coder's tables give to the labelled words, so that who acts on whom is
// measured and not how somebody is called; dates, places and speakers were not
// labelled.
func (r Report) Gold(ctx context.Context, c *extract.Coder) (GoldItem, error) {
	item := GoldItem{ID: r.ID}
	a, err := r.Article()
	if err != nil {
		return item, err
	}
	named, err := c.Named(ctx, a, r.Labels)
	if err != nil {
		return item, err
	}
	for i, l := range r.Labels {
		rel, _ := schema.Relations().Get(l.Relation)
		fact := GoldFact{Type: rel.Type, Relation: l.Relation, Modality: l.Modality, Actors: entities(named[i].Actors), Recipients: entities(named[i].Recipients), Span: r.Text[l.Word.From:l.Word.To]}
		for _, s := range l.Issues {
			fact.Issues = append(fact.Issues, r.Text[s.From:s.To])
		}
		item.Facts = append(item.Facts, fact)
	}
	return item, nil
}

// ReportItems reads the reports and puts what the coder made of them beside
// their labels; named gives the labels' parties their names.
func ReportItems(ctx context.Context, c Coder, named *extract.Coder, reports []Report) ([]EventItem, error) {
	items := make([]EventItem, 0, len(reports))
	for _, r := range reports {
		gold, err := r.Gold(ctx, named)
		if err != nil {
			return nil, fmt.Errorf("report %s: %w", r.ID, err)
		}
		a, err := r.Article()
		if err != nil {
			return nil, fmt.Errorf("report %s: %w", r.ID, err)
		}
		read, err := c.Read(ctx, a)
		if err != nil {
			return nil, err
		}
		joined, _ := JoinGold([]GoldItem{gold}, []schema.Reading{read})
		items = append(items, joined...)
	}
	return items, nil
}

// HeldReports are the reports that weights are never fitted to, or the others.
func HeldReports(reports []Report, held bool) []Report {
	var out []Report
	for _, r := range reports {
		if r.Held == held {
			out = append(out, r)
		}
	}
	return out
}

// Teaching is what a judge of statements learns from, beside the labels.
type Teaching struct {
	// Known are the relations that labellers of reports have; of others they cannot tell.
	Known map[string]bool
	// Opinion is how likely a teacher takes a statement that may be made of a report to be
	// right; false where it has not seen the statement.
	Opinion func(report string, j extract.Judged) (share float64, seen bool)
}

// tells says whether labels and teacher tell of such a statement: labellers looked for
// what happened, not for what the text denies.
func (t Teaching) tells(j extract.Judged) bool {
	return j.Statement.Polarity != schema.Negative && t.Known[j.Statement.Relation]
}

// KnownRelations are those of the labels of the reports.
func KnownRelations(reports []Report) map[string]bool {
	known := map[string]bool{}
	for _, r := range reports {
		for _, l := range r.Labels {
			known[l.Relation] = true
		}
	}
	return known
}

// JudgeReports reads the reports with the coder and gives an example for each
// statement that may be made and that labels tell of: what its judge sees, and whether
// it is right by the labels, in core and truth. What the teacher has seen makes a second
// one, with its opinion.
func JudgeReports(ctx context.Context, c *extract.Coder, named *extract.Coder, reports []Report, t Teaching) ([]weigh.Example, error) {
	var out []weigh.Example
	for _, r := range reports {
		judged, agree, err := r.Judge(ctx, c, named)
		if err != nil {
			return nil, err
		}
		for i, j := range judged {
			if t.tells(j) {
				out = append(out, verdict(j, agree[i].Truth))
			}
		}
		out = append(out, t.opinions(r.ID, judged)...)
	}
	return out, nil
}

// verdict is the example of a statement that is right or not.
func verdict(j extract.Judged, right bool) weigh.Example {
	e := weigh.Example{Features: j.Features, Class: "wrong"}
	if right {
		e.Class = "right"
	}
	return e
}

// opinions are the examples of what the teacher has seen.
func (t Teaching) opinions(report string, judged []extract.Judged) []weigh.Example {
	var out []weigh.Example
	for _, j := range judged {
		share, seen := t.Opinion(report, j)
		if !seen || !t.tells(j) {
			continue
		}
		e := verdict(j, share >= 0.5)
		e.Doubt = min(share, 1-share)
		out = append(out, e)
	}
	return out
}

// JudgeTaught reads a report that nobody labelled with the coder and gives the
// examples of what the teacher has seen of it.
func JudgeTaught(ctx context.Context, c *extract.Coder, r Report, t Teaching) ([]weigh.Example, error) {
	a, err := r.Article()
	if err != nil {
		return nil, fmt.Errorf("report %s: %w", r.ID, err)
	}
	judged, err := c.Judge(ctx, a)
	if err != nil {
		return nil, err
	}
	return t.opinions(r.ID, judged), nil
}

// Agreement says how far a statement agrees with the labels: in type, in core, in core
// and truth, and in all but the date.
type Agreement struct{ Type, Core, Truth, Exact bool }

// Judge reads the report with the coder and says of each statement that may be made
// how far it agrees with the labels; named gives the labels' parties their names.
func (r Report) Judge(ctx context.Context, c, named *extract.Coder) ([]extract.Judged, []Agreement, error) {
	gold, err := r.Gold(ctx, named)
	if err != nil {
		return nil, nil, fmt.Errorf("report %s: %w", r.ID, err)
	}
	a, err := r.Article()
	if err != nil {
		return nil, nil, fmt.Errorf("report %s: %w", r.ID, err)
	}
	judged, err := c.Judge(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	kind, core := agreeing(judged, gold.Facts, r.Labels, (*prediction).typeOK), agreeing(judged, gold.Facts, r.Labels, (*prediction).core)
	truth, exact := agreeing(judged, gold.Facts, r.Labels, (*prediction).truth), agreeing(judged, gold.Facts, r.Labels, (*prediction).exact)
	out := make([]Agreement, len(judged))
	for i := range judged {
		out[i] = Agreement{kind[i], core[i], truth[i], exact[i]}
	}
	return judged, out, nil
}

// exact is full but for the date.
func (p *prediction) exact(g *GoldFact) bool {
	return p.truth(g) && !slices.ContainsFunc(p.inexact(g), func(what string) bool { return what != "date" })
}

// aligned is the fact with the prediction's name for each issue that it names more
// briefly or at greater length: labellers mark a matter's first words or all of them.
func (p *prediction) aligned(g GoldFact) GoldFact {
	g.Issues = slices.Clone(g.Issues)
	for i, want := range g.Issues {
		b := words(want)
		for _, name := range p.issues {
			a := words(name)
			if shared, _ := overlap(a, b); shared > 0 && shared == min(len(a), len(b)) {
				g.Issues[i] = name
			}
		}
	}
	return g
}

// agreeing says which statements agree with a label: with that of their own word, or with
// one that no statement of the label's own word agrees with.
func agreeing(judged []extract.Judged, facts []GoldFact, labels []extract.Label, agrees func(*prediction, *GoldFact) bool) []bool {
	out := make([]bool, len(judged))
	for k := range facts {
		var own, others []int
		for i, j := range judged {
			p := predictionOf(j.Statement)
			fact := p.aligned(facts[k])
			switch {
			case !agrees(&p, &fact):
			case slices.ContainsFunc(j.Words, func(w extract.Span) bool { return w.From < labels[k].Word.To && labels[k].Word.From < w.To }):
				own = append(own, i)
			default:
				others = append(others, i)
			}
		}
		if len(own) == 0 {
			own = others
		}
		for _, i := range own {
			out[i] = true
		}
	}
	return out
}
