package schema

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/entente-kg/entente/internal/testkit"
)

// TestLeadersOracle compares our terms with REIGN's spells since 1990 of the
// leaders that both have. A spell agrees where it begins in the month in which
// its leader took an office that may lead the state, and ends in the month in
// which they left one; acting terms count. REIGN dates effective power, we date
// offices: what differs is listed and judged in testdata/reign.tsv. Three
// shares are told: of the spells, of their starts and ends, and of the spells
// that are not judged to differ by definition. No line of the list may be stale.
func TestLeadersOracle(t *testing.T) {
	w := builtin(t)
	spells := mergedSpells(t, w)
	judged := judgements(t)
	both, agree, days, definition := 0, 0, 0, 0
	for _, s := range spells {
		terms := w.leaderTerms(s)
		if len(terms) == 0 {
			continue
		}
		both++
		starts, ends := startAgrees(terms, s), endAgrees(terms, s)
		days += count(starts) + count(ends)
		key := s.abb + "\t" + s.leader + "\t" + s.start
		verdict := judged[key]
		delete(judged, key)
		switch ok := starts && ends; {
		case ok && verdict != "":
			t.Errorf("reign.tsv: %s agrees now", key)
		case ok:
			agree++
		case verdict == "definition":
			definition++
		case verdict == "":
			t.Errorf("not judged: %s\t%s\tours %s", key, s.end, spans(terms))
		}
	}
	for key := range judged {
		t.Errorf("reign.tsv: no such spell of a leader of ours: %s", key)
	}
	raw, dates, share := float64(agree)/float64(both), float64(days)/float64(2*both), float64(agree)/float64(both-definition)
	t.Logf("%d spells both have: %d agree (%.3f), of their starts and ends %.3f; %d differ by definition, %.3f of the others agree", both, agree, raw, dates, definition, share)
	if raw < 0.94 || dates < 0.97 || share < 0.97 {
		t.Errorf("%.3f of the spells, %.3f of the dates, %.3f of the comparable agree: want 0.94, 0.97, 0.97", raw, dates, share)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func builtin(t testing.TB) *World {
	t.Helper()
	w, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// mergedSpells are the spells since 1990, those of one leader that follow each
// other within three months as one, whoever stood in between: we date offices,
// which an illness, a suspension or a campaign does not end.
func mergedSpells(t *testing.T, w *World) []reignSpell {
	t.Helper()
	name := filepath.Join(testkit.Shared(t), "oracle", "leaderlist_3_21.csv")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	all, err := readREIGN(Addition{Name: name, Data: utf8Lines(data)})
	if err != nil {
		t.Fatal(err)
	}
	var out []reignSpell
	last := map[string]int{} // state and leader -> place in out
	for _, s := range all {
		key := s.abb + "|" + s.leader
		if n, ok := last[key]; ok && out[n].end != "" && monthsApart(out[n].end, s.start) <= 3 {
			out[n].end = s.end
			continue
		}
		last[key] = len(out)
		out = append(out, s)
	}
	return slices.DeleteFunc(out, func(s reignSpell) bool { return s.start < "1990" })
}

// utf8Lines makes a list whose lines are some in UTF-8, some in Latin-1, one in
// UTF-8.
func utf8Lines(b []byte) []byte {
	lines := bytes.Split(b, []byte("\n"))
	for i, line := range lines {
		if utf8.Valid(line) {
			continue
		}
		r := make([]rune, len(line))
		for j, c := range line {
			r[j] = rune(c)
		}
		lines[i] = []byte(string(r))
	}
	return bytes.Join(lines, []byte("\n"))
}

func monthsApart(a, b string) int {
	n := func(d string) int {
		t, err := time.Parse("2006-01", (d + "-01-01")[:7])
		if err != nil {
			return 0
		}
		return t.Year()*12 + int(t.Month())
	}
	return max(n(a)-n(b), n(b)-n(a))
}

// leaderTerms are the terms, in offices that may lead a state, of the person
// whom a spell names. A term that began before the state was independent counts
// from that day on, as the spells do. The union with Montenegro is the state of
// which Serbia's spells before 2006 speak.
func (w *World) leaderTerms(s reignSpell) []Term {
	state, _ := w.cow(s.abb)
	from := w.entities[state].From
	var out []Term
	for key, ts := range w.byOffice {
		office, of, _ := strings.Cut(key, "|")
		union := state == "Serbia" && of == "Serbia_and_Montenegro"
		if of != state && !union {
			continue
		}
		k, ok := w.OfficeKindOf(office, of, "state")
		if !ok || k.Rank > 1 && !strings.Contains("|leader|king|crown_prince|party_leader|state_counsellor|", "|"+office+"|") {
			continue
		}
		for _, term := range ts {
			if !union && term.Start < from && s.start >= from[:min(7, len(from))] && (term.End == "" || term.End > from) {
				term.Start = from
			}
			if sameYears(term, s) && calledSo(w.entities[term.Person], plainLeader(s.leader)) {
				out = append(out, term)
			}
		}
	}
	slices.SortFunc(out, func(a, b Term) int { return strings.Compare(a.Start+a.Office, b.Start+b.Office) })
	return out
}

// plainLeader is the leader's name without remarks and initials: "Evans Paul
// (acting)", "Soglo, N".
func plainLeader(name string) string {
	name, _, _ = strings.Cut(name, "(")
	name, _, _ = strings.Cut(name, ",")
	words := strings.Fields(strings.ReplaceAll(name, ".", " "))
	if len(words) > 1 {
		words = slices.DeleteFunc(words, func(w string) bool { return len(w) == 1 })
	}
	return strings.Join(words, " ")
}

// calledSo says whether the person is called by the last word of the name, or
// by one that a letter tells from it.
func calledSo(e *Entity, name string) bool {
	words := strings.Fields(FoldName(name))
	return sharesName(e, name) || len(words) > 0 && len(words[len(words)-1]) > 6 && oneEdit(words[len(words)-1], FoldName(e.Family))
}

// startAgrees says whether one of the terms starts in the spell's month, a day
// before or after included; endAgrees whether one ends in it.
func startAgrees(ts []Term, s reignSpell) bool {
	return slices.ContainsFunc(ts, func(t Term) bool { return sameMonth(t.Start, s.start) })
}

func endAgrees(ts []Term, s reignSpell) bool {
	return slices.ContainsFunc(ts, func(t Term) bool {
		return s.end == "" && (t.End == "" || t.End >= "2021-03") || s.end != "" && t.End != "" && sameMonth(t.End, s.end)
	})
}

func sameMonth(ours, theirs string) bool {
	if len(ours) == 4 {
		return ours == theirs[:4]
	}
	if len(ours) == 10 {
		day, err := time.Parse(time.DateOnly, ours)
		if err != nil {
			return false
		}
		for _, n := range []int{-1, 1} {
			if day.AddDate(0, 0, n).Format("2006-01") == theirs[:7] {
				return true
			}
		}
	}
	return ours[:7] == theirs[:7]
}

func spans(ts []Term) string {
	var out []string
	for _, t := range ts {
		out = append(out, fmt.Sprintf("%s %s %s..%s", t.Person, t.Office, t.Start, t.End))
	}
	return strings.Join(out, "; ")
}

// judgements are the lines of testdata/reign.tsv: what is judged, and as what.
func judgements(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/reign.tsv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 6 || !slices.Contains([]string{"definition", "oracle", "ours"}, cells[4]) {
			t.Fatalf("reign.tsv:%d: want state, leader, start, end, definition|oracle|ours, reason", i+2)
		}
		out[strings.Join(cells[:3], "\t")] = cells[4]
	}
	return out
}

// TestCountriesOracle holds our codes, capitals and Wikidata ids against the
// table of country codes.
func TestCountriesOracle(t *testing.T) {
	w := builtin(t)
	f, err := os.Open(filepath.Join(testkit.Shared(t), "oracle", "country-codes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[strings.TrimPrefix(name, "\ufeff")] = i
	}
	ours := map[string]*Entity{}
	for _, e := range w.Entities() {
		if e.Kind == KindState && e.ISO3 != "" && e.Until == "" {
			ours[e.ISO3] = e
		}
	}
	capital := 0
	for _, r := range rows[1:] {
		iso3 := r[col["ISO3166-1-Alpha-3"]]
		e := ours[iso3]
		if e == nil {
			if r[col["is_independent"]] == "Yes" {
				t.Errorf("no state with the code %s", iso3)
			}
			continue
		}
		if got := r[col["ISO3166-1-Alpha-2"]]; got != e.ISO2 {
			t.Errorf("%s: iso2 %q, oracle %q", e.ID, e.ISO2, got)
		}
		if got := r[col["wikidata_id"]]; got != "" && e.Wikidata != "" && !strings.HasSuffix(got, "/"+e.Wikidata) && !sameState[iso3] {
			t.Errorf("%s: wikidata %q, oracle %q", e.ID, e.Wikidata, got)
		}
		a, b := FoldName(strings.ReplaceAll(e.Capital, "_", " ")), FoldName(r[col["Capital"]])
		if b != "" && !strings.Contains(a, b) && !strings.Contains(b, a) && !sameCapital[iso3] {
			t.Errorf("%s: capital %q, oracle %q", e.ID, e.Capital, r[col["Capital"]])
		} else {
			capital++
		}
	}
	t.Logf("%d states with codes, %d capitals agree", len(ours), capital)
}

// sameCapital are states whose capital the two tables spell differently, or
// where they take another of two.
var sameCapital = map[string]bool{"GNQ": true, "KAZ": true, "MMR": true, "PLW": true, "LKA": true, "PSE": true, "TON": true, "ESH": true}

// sameState are those of whom the oracle takes another node: the Kingdom of the
// Netherlands, the Sahrawi republic.
var sameState = map[string]bool{"NLD": true, "ESH": true}
