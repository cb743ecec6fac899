package eval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/schema"
)

// python runs a scorer of the shared material on a gold file and predictions.
func python[T any](t *testing.T, scorer, gold string, predictions []T) string {
	t.Helper()
	tools := filepath.Join(testkit.Shared(t), "tools")
	exe, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3")
	}
	name := filepath.Join(t.TempDir(), "predictions.jsonl")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := WriteLines(f, predictions); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(exe, filepath.Join(tools, scorer), gold, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", scorer, err, out)
	}
	return string(out)
}

// TestEventScorer holds our scores against the shared scorer's, on gold that
// is spoilt in many ways.
func TestEventScorer(t *testing.T) {
	for _, set := range []string{"dev_sent", "dev_story"} {
		gold, err := ReadGold(open(t, "gold", set+".gold.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(2) {
			readings := spoilt(gold, rand.New(rand.NewPCG(seed, 1)))
			items, _ := JoinGold(gold, readings)
			var all []schema.Statement
			for _, i := range items {
				all = append(all, i.Predicted...)
			}
			out := python(t, "score_events.py", filepath.Join(testkit.Shared(t), "gold", set+".gold.jsonl"), all)
			if diff := cmp.Diff(pythonCounts(t, out), ourCounts(ScoreEvents(items))); diff != "" {
				t.Errorf("%s, seed %d (-shared scorer +ours):\n%s", set, seed, diff)
			}
		}
	}
}

var (
	measureLine = regexp.MustCompile(`(?m)^(core|truth|full) .*\((\d+) right, (\d+) predicted, (\d+) gold\)`)
	typeLine    = regexp.MustCompile(`(?m)^([A-Z]+) +gold +(\d+) +predicted +(\d+) +recalled +(\d+)`)
	partShare   = regexp.MustCompile(`(issue|place|speaker) (\d+)/(\d+)`)
	wholeShare  = regexp.MustCompile(`(date|modality|relation) (\d\.\d+)`)
	alarmLine   = regexp.MustCompile(`without a fact: (\d+), with a false alarm: (\d+)`)
)

// pythonCounts are the numbers of the shared scorer's report, by name.
func pythonCounts(t *testing.T, out string) map[string]string {
	t.Helper()
	counts := map[string]string{}
	for _, m := range measureLine.FindAllStringSubmatch(out, -1) {
		counts[m[1]] = strings.Join(m[2:], " ")
	}
	for _, m := range typeLine.FindAllStringSubmatch(out, -1) {
		counts[m[1]] = strings.Join([]string{m[4], m[3], m[2]}, " ")
	}
	for _, m := range partShare.FindAllStringSubmatch(out, -1) {
		counts[m[1]] = m[2] + " " + m[3]
	}
	for _, m := range wholeShare.FindAllStringSubmatch(out, -1) {
		counts[m[1]] = m[2]
	}
	if m := alarmLine.FindStringSubmatch(out); m != nil {
		counts["alarms"] = m[2] + " " + m[1]
	}
	if len(counts) < 12 {
		t.Fatalf("the scorer's report is not understood:\n%s", out)
	}
	return counts
}

func ourCounts(s EventScores) map[string]string {
	counts := map[string]string{}
	for name, c := range map[string]Counts{"core": s.Core, "truth": s.Truth, "full": s.Full} {
		counts[name] = fmt.Sprint(c.Right, c.Predicted, c.Gold)
	}
	for name, c := range s.ByType {
		counts[name] = fmt.Sprint(c.Right, c.Predicted, c.Gold)
	}
	for name, share := range map[string]Share{"issue": s.Issue, "place": s.Place, "speaker": s.Speaker, "alarms": s.Alarms} {
		counts[name] = fmt.Sprint(share.Right, share.Of)
	}
	for name, share := range map[string]Share{"date": s.Date, "modality": s.Modality, "relation": s.Relation} {
		counts[name] = strconv.FormatFloat(ratio(share.Right, share.Of), 'f', 3, 64)
	}
	return counts
}

// spoilt makes readings of the gold in which about every second statement is
// wrong in some way, some are doubled and some are lost.
func spoilt(gold []GoldItem, random *rand.Rand) []schema.Reading {
	one := func(n int) bool { return random.IntN(n) == 0 }
	relations := schema.Relations().All()
	var out []schema.Reading
	for _, item := range gold {
		r := schema.Reading{Article: schema.Article{ID: quad.IRI(schema.NSArticle + item.ID)}}
		for _, g := range item.Facts {
			s := asStatement(r.Article, g)
			if one(5) {
				rel := relations[random.IntN(len(relations))]
				s.Type, s.Relation = rel.Type, rel.Name
			}
			if one(6) {
				s.Actors, s.Recipients = s.Recipients, s.Actors
			}
			for _, refs := range [][]schema.Ref{s.Actors, s.Recipients, s.Issues, s.SaidBy} {
				for i := range refs {
					refs[i] = misnamed(refs[i], random)
				}
			}
			if one(6) {
				s.Modality = schema.Planned
			}
			if one(6) {
				s.Date = "2001-01-01"
			}
			if !one(8) {
				r.Statements = append(r.Statements, s)
			}
			if one(8) {
				s.Issues = nil
				r.Statements = append(r.Statements, s)
			}
		}
		if one(9) {
			r.Statements = append(r.Statements, statement("met", []string{"Kenya", "Uganda"}, nil))
		}
		for i := range r.Statements {
			r.Statements[i].Article = r.Article.ID
		}
		out = append(out, r)
	}
	return out
}

func misnamed(r schema.Ref, random *rand.Rand) schema.Ref {
	parts := strings.Fields(r.Name)
	switch random.IntN(9) {
	case 0:
		r.Name = parts[len(parts)-1]
	case 1:
		r.Name = "The U.S. and " + strings.ToUpper(r.Name)
	case 2:
		r.State = ""
	case 3:
		r.State = "Kenya"
	case 4:
		if r.State != "" {
			r.Name = r.State
		}
	}
	return r
}

func asStatement(a schema.Article, g GoldFact) schema.Statement {
	refs := func(es []GoldEntity) []schema.Ref {
		var out []schema.Ref
		for _, e := range es {
			out = append(out, schema.Ref{ID: schema.EntityID(e.Name), Name: e.Name, State: e.State})
		}
		return out
	}
	s := schema.Statement{
		Article: a.ID, Type: g.Type, Relation: g.Relation, Actors: refs(g.Actors), Recipients: refs(g.Recipients), SaidBy: refs(g.SaidBy),
		Date: g.Date, Modality: g.Modality, Polarity: schema.Positive,
	}
	for _, i := range g.Issues {
		s.Issues = append(s.Issues, schema.Ref{ID: schema.EntityID(i), Name: i})
	}
	if g.Place != "" {
		s.Place = schema.Ref{ID: schema.EntityID(g.Place), Name: g.Place}
	}
	if g.Modality == denied {
		s.Modality, s.Polarity = schema.Asserted, schema.Negative
	}
	return s
}

func TestPairScorer(t *testing.T) {
	items, err := ReadPairs(open(t, "gold", "plv_train.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 3))
	relations := schema.Relations().All()
	var predictions []PairPrediction
	for _, item := range items {
		rel := relations[random.IntN(len(relations))]
		p := PairPrediction{item.ID, rel.Type, rel.Name}
		if random.IntN(2) == 0 {
			p.Type = item.Events[0].Code
		}
		predictions = append(predictions, p)
	}
	out := python(t, "score_pairs.py", filepath.Join(testkit.Shared(t), "gold", "plv_train.jsonl"), predictions)
	if diff := cmp.Diff(out, ScorePairs(items, predictions).String()); diff != "" {
		t.Errorf("report (-shared scorer +ours):\n%s", diff)
	}
}

func TestActorScorer(t *testing.T) {
	items, err := ReadActors(open(t, "gold", "ngec_actors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	predictions := make([]ActorPrediction, len(items))
	byID := map[string]ActorPrediction{} // two items with one id get one prediction: the shared scorer knows no other
	for i, item := range items {
		p, ok := byID[item.ID]
		if !ok {
			p.ID = item.ID
			if item.Country != nil && i%3 > 0 {
				p.Country = *item.Country
			}
			if item.Sector != nil && i%2 > 0 {
				p.Sector = *item.Sector
			}
		}
		byID[item.ID], predictions[i] = p, p
	}
	out := python(t, "score_actors.py", filepath.Join(testkit.Shared(t), "gold", "ngec_actors.jsonl"), predictions)
	level := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if ours := level(ScoreActors(items, predictions).String()); ours != level(out) {
		t.Errorf("ours %s, shared scorer %s", ours, out)
	}
}
