package eval

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/loaders"
	"github.com/entente-kg/entente/schema"
)

// Coder reads one article into statements.
type Coder interface {
	Read(ctx context.Context, a schema.Article) (schema.Reading, error)
}

// CodeArticles reads the articles of src, up to workers at once. It fails on
// the first article that cannot be read.
func CodeArticles(ctx context.Context, c Coder, src loaders.ArticleSource, workers int) ([]schema.Reading, error) {
	var out []schema.Reading
	for r, err := range loaders.Coded(src, c, workers).Readings(ctx) {
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Counts are what precision and recall are made of.
type Counts struct{ Right, Predicted, Gold int }

// Precision is the share of the predictions that is right.
func (c Counts) Precision() float64 { return ratio(c.Right, c.Predicted) }

// Recall is the share of the gold that was found.
func (c Counts) Recall() float64 { return ratio(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 { return ratio(2*c.Right, c.Predicted+c.Gold) }

func (c Counts) plus(d Counts) Counts {
	return Counts{c.Right + d.Right, c.Predicted + d.Predicted, c.Gold + d.Gold}
}

// Share is how many of those that could be right are.
type Share struct{ Right, Of int }

func (s *Share) add(right bool) {
	s.Right += count(right)
	s.Of++
}

// EventScores compare statements with an exhaustive gold.
//
//   - Core counts a pair whose type is right, one actor (two parties of a
//     reciprocal event), and one recipient or, where gold has none, one issue.
//   - Truth counts those whose modality (or denial) is right, too.
//   - Full counts those with all participants and only they, an issue where
//     gold has issues, and the date.
//
// A gold fact without actors accepts any. The shares count core matches: of
// all, or of those whose gold has an issue, a place or a speaker.
type EventScores struct {
	Core, Truth, Full                               Counts
	Date, Modality, Relation, Issue, Place, Speaker Share
	Alarms                                          Share             // items without a fact: how many got a statement
	ByType, ByRelation                              map[string]Counts // Right counts core matches by the gold's type or relation
	items                                           []Counts          // core, an item each
}

// ScoreEvents scores all items.
func ScoreEvents(items []EventItem) EventScores {
	s := EventScores{ByType: map[string]Counts{}, ByRelation: map[string]Counts{}}
	for _, item := range items {
		s.add(item)
	}
	return s
}

func (s *EventScores) add(item EventItem) {
	ps := predictionsOf(item)
	tally := func(into *Counts, matches []matched) Counts {
		c := Counts{len(matches), len(ps), len(item.Gold)}
		*into = into.plus(c)
		return c
	}
	matches := matchCore(ps, item.Gold)
	s.items = append(s.items, tally(&s.Core, matches))
	tally(&s.Truth, assign(len(ps), len(item.Gold), func(i, j int) int { return count(ps[i].truth(&item.Gold[j])) }))
	tally(&s.Full, assign(len(ps), len(item.Gold), func(i, j int) int { return count(ps[i].full(&item.Gold[j])) }))
	if len(item.Gold) == 0 {
		s.Alarms.add(len(ps) > 0)
	}
	for _, m := range matches {
		s.addShares(&ps[m.predicted], &item.Gold[m.gold])
	}
	for _, g := range item.Gold {
		bump(s.ByType, g.Type, Counts{Gold: 1})
		bump(s.ByRelation, g.Relation, Counts{Gold: 1})
	}
	for _, p := range ps {
		bump(s.ByType, p.kind, Counts{Predicted: 1})
		bump(s.ByRelation, p.relation, Counts{Predicted: 1})
	}
}

func bump(m map[string]Counts, key string, by Counts) { m[key] = m[key].plus(by) }

func predictionsOf(item EventItem) []prediction {
	ps := make([]prediction, len(item.Predicted))
	for i, p := range item.Predicted {
		ps[i] = predictionOf(p)
	}
	return ps
}

// matchCore pairs core matches; among equals those with the right modality,
// date and relation come first.
func matchCore(ps []prediction, gs []GoldFact) []matched {
	return assign(len(ps), len(gs), func(i, j int) int {
		p, g := &ps[i], &gs[j]
		return count(p.core(g)) * (1000 + 20*count(p.modalityOK(g)) + 20*count(p.dateOK(g)) + 10*count(p.relationOK(g)))
	})
}

func (s *EventScores) addShares(p *prediction, g *GoldFact) {
	bump(s.ByType, g.Type, Counts{Right: 1})
	bump(s.ByRelation, g.Relation, Counts{Right: 1})
	s.Date.add(p.dateOK(g))
	s.Modality.add(p.modalityOK(g))
	s.Relation.add(p.relationOK(g))
	if len(g.Issues) > 0 {
		s.Issue.add(p.issueOK(g))
	}
	if g.Place != "" {
		s.Place.add(sameName(p.place, g.Place))
	}
	if len(g.SaidBy) > 0 {
		s.Speaker.add(covered(p.saidBy, g.SaidBy, true) > 0)
	}
}

// Interval is the 95 % bootstrap interval over items of the core F1.
func (s EventScores) Interval() (low, high float64) {
	return bootstrap(len(s.items), func(pick func() int) float64 {
		var sum Counts
		for range s.items {
			sum = sum.plus(s.items[pick()])
		}
		return sum.F1()
	})
}

// Summary is the measures without the tables.
func (s EventScores) Summary() string {
	var b strings.Builder
	for _, m := range []struct {
		name string
		c    Counts
	}{{"core", s.Core}, {"truth", s.Truth}, {"full", s.Full}} {
		fmt.Fprintf(&b, "%-5s P %.3f  R %.3f  F1 %.3f   (%d right, %d predicted, %d gold)\n",
			m.name, m.c.Precision(), m.c.Recall(), m.c.F1(), m.c.Right, m.c.Predicted, m.c.Gold)
	}
	low, high := s.Interval()
	fmt.Fprintf(&b, "core F1 95%% interval %.3f to %.3f over %d items\n", low, high, len(s.items))
	fmt.Fprintf(&b, "of the core matches:")
	for _, m := range []struct {
		name string
		s    Share
	}{{"date", s.Date}, {"modality", s.Modality}, {"relation", s.Relation}, {"issue", s.Issue}, {"place", s.Place}, {"speaker", s.Speaker}} {
		fmt.Fprintf(&b, "  %s %d/%d", m.name, m.s.Right, m.s.Of)
	}
	fmt.Fprintf(&b, "\nitems without a fact: %d, with a false alarm: %d\n", s.Alarms.Of, s.Alarms.Right)
	return b.String()
}

// String is the tables by type and relation and the summary.
func (s EventScores) String() string {
	return countsTable("type", s.ByType) + "\n" + countsTable("relation", s.ByRelation) + "\n" + s.Summary()
}

func countsTable(head string, rows map[string]Counts) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s  gold  predicted  recalled\n", head)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		c := rows[name]
		fmt.Fprintf(&b, "%-22s  %4d  %9d  %8d\n", name, c.Gold, c.Predicted, c.Right)
	}
	return b.String()
}
