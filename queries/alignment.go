package queries

import (
	"maps"
	"slices"
	"strings"
)

// The sides that the alignment program names in its rows.
const (
	sideA    = "a"
	sideB    = "b"
	sideBoth = "both"
)

// reduceAlignment takes rows {side, relation, issue, article, sentence}, one
// a stance of a side or one a tie of both, and gives a row an issue on which
// both have a stance, a row a tie and issue, and the measures of alignment
// over the stances.
func reduceAlignment(rows []row) ([]row, []Field) {
	a, b, ties := byIssue(rows, sideA), byIssue(rows, sideB), byIssue(rows, sideBoth)
	var out []row
	var dyad []pair
	for _, key := range slices.Sorted(maps.Keys(a)) {
		if b[key] == nil {
			continue
		}
		out = append(out, stanceRow(a[key], b[key]))
		dyad = append(dyad, pair{a[key].value(), b[key].value()})
	}
	common := 0
	for _, key := range slices.Sorted(maps.Keys(ties)) {
		for _, relation := range ties[key].relations() {
			out = append(out, tieRow(ties[key], relation))
			common++
		}
	}
	return out, summary(dyad, len(a)-len(dyad), len(b)-len(dyad), common)
}

// claims are what one side is said to hold on one issue.
type claims struct {
	issue any
	said  []claim
}

type claim struct{ relation, article, sentence string }

func byIssue(rows []row, side string) map[string]*claims {
	out := map[string]*claims{}
	for _, r := range rows {
		if plainText(r["side"]) != side {
			continue
		}
		id := toCell(r["issue"], KindIssue).ID
		if out[id] == nil {
			out[id] = &claims{issue: r["issue"]}
		}
		c := claim{strings.TrimPrefix(plainText(r["relation"]), "ir:"), plainText(r["article"]), plainText(r["sentence"])}
		out[id].said = append(out[id].said, c)
	}
	for _, c := range out {
		slices.SortFunc(c.said, func(x, y claim) int {
			return strings.Compare(x.article+"\x00"+x.sentence+"\x00"+x.relation, y.article+"\x00"+y.sentence+"\x00"+y.relation)
		})
	}
	return out
}

func (c *claims) relations() []string {
	var out []string
	for _, s := range c.said {
		out = append(out, s.relation)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// stance is supports, opposes, or mixed.
func (c *claims) stance() string {
	if r := c.relations(); len(r) == 1 {
		return r[0]
	}
	return "mixed"
}

// value is the stance as a number: 1, -1, 0 for mixed.
func (c *claims) value() float64 {
	switch c.stance() {
	case "supports":
		return 1
	case "opposes":
		return -1
	}
	return 0
}

// articles counts the distinct articles of the claims.
func articles(of ...claim) int {
	seen := map[string]bool{}
	for _, c := range of {
		seen[c.article] = true
	}
	return len(seen)
}

func stanceRow(a, b *claims) row {
	return row{
		"basis": "stance", "issue": a.issue, "a": a.stance(), "b": b.stance(), "same": same(a.value(), b.value()),
		"articles":  articles(slices.Concat(a.said, b.said)...),
		"article_a": a.said[0].article, "sentence_a": a.said[0].sentence,
		"article_b": b.said[0].article, "sentence_b": b.said[0].sentence,
	}
}

// same says whether two stances agree; where one is mixed, they do in part.
func same(a, b float64) string {
	switch {
	case a == 0 || b == 0:
		return "partly"
	case a == b:
		return "yes"
	}
	return "no"
}

func tieRow(c *claims, relation string) row {
	said := slices.DeleteFunc(slices.Clone(c.said), func(s claim) bool { return s.relation != relation })
	return row{
		"basis": relation, "issue": c.issue, "same": "yes", "articles": articles(said...),
		"article_a": said[0].article, "sentence_a": said[0].sentence,
	}
}

// notEnough stands for a measure over fewer issues than minIssues.
const (
	notEnough = "not enough"
	minIssues = 3
)

// summary are the figures over the issues on which both sides have a stance.
func summary(dyad []pair, onlyA, onlyB, ties int) []Field {
	shared, opposed := 0, 0
	for _, p := range dyad {
		switch same(p.a, p.b) {
		case "yes":
			shared++
		case "no":
			opposed++
		}
	}
	out := []Field{
		{"n", len(dyad), "issues on which both have a stance"},
		{"shared", shared, "of them with the same stance"},
		{"opposed", opposed, "of them with opposite stances"},
		{"only_a", onlyA, "issues on which only a has one"},
		{"only_b", onlyB, "issues on which only b has one"},
		{"ties", ties, "rows where a text calls the two aligned or allies"},
	}
	return append(out, measures(dyad, shared)...)
}

func measures(dyad []pair, shared int) []Field {
	fields := []Field{
		{"agreement", notEnough, "shared / n"},
		{"S", notEnough, "Signorino and Ritter's S, from -1 to 1"},
		{"S_low", notEnough, "lower end of S's 95 % bootstrap interval"},
		{"S_high", notEnough, "upper end"},
		{"kappa", notEnough, "Cohen's kappa with squared distance: agreement beyond chance, each side with its own habits"},
		{"pi", notEnough, "Scott's pi: the same with the habits of both taken together"},
	}
	if len(dyad) < minIssues {
		return fields
	}
	low, high := interval(dyad)
	for i, v := range []measure{{float64(shared) / float64(len(dyad)), true}, similarity(dyad), {low, true}, {high, true}, kappa(dyad), pi(dyad)} {
		fields[i].Value = v.show()
	}
	return fields
}
