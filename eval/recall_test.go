package eval

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// recallSeed fixes the sample of sentences.
const recallSeed = 5

// TestRecall measures which share of the capitalised mentions of actors in 2,000
// sentences of the corpora links, and lists the names that do not, the most
// frequent first. It takes a while: it runs where ENTENTE_RECALL is set.
func TestRecall(t *testing.T) {
	if os.Getenv("ENTENTE_RECALL") == "" {
		t.Skip("needs ENTENTE_RECALL")
	}
	linked, all, others := 0, 0, 0
	settled := map[string]string{} // name and verdict
	for _, line := range strings.Split(strings.TrimSpace(string(read(t, "testdata/unlinked.tsv"))), "\n")[1:] {
		name, verdict, _ := strings.Cut(line, "\t")
		settled[name] = verdict
	}
	missed := map[string]int{}
	for _, s := range sampled(t, 2000) {
		article, err := schema.NewArticle(schema.ArticleFields{Text: s.Text, Date: s.Date})
		if err != nil {
			continue
		}
		trace, err := wiring(t).coder.Explain(context.Background(), article)
		if err != nil {
			t.Fatal(err)
		}
		for _, sent := range trace.Sentences {
			for _, m := range sent.Mentions {
				if r, _ := utf8.DecodeRuneInString(m.Name); !unicode.IsUpper(r) {
					continue
				}
				all++
				if m.Linked {
					linked++
				} else {
					missed[m.Name]++
					if settled[m.Name] == "not an actor" {
						others++
					}
				}
			}
		}
	}
	t.Logf("seed %d: %d of %d capitalised mentions link, %.3f", recallSeed, linked, all, ratio(linked, all))
	t.Logf("%d of them are no actors: %.3f of the others", others, ratio(linked, all-others))
	for _, name := range topMissed(missed, 100) {
		t.Logf("%4d %s: %s", missed[name], name, settled[name])
		if settled[name] == "" || settled[name] == "in the tables now" {
			t.Errorf("%q is not settled in testdata/unlinked.tsv", name)
		}
	}
	if ratio(linked, all) < 0.6 {
		t.Error("less than .6 link")
	}
}

func topMissed(missed map[string]int, n int) []string {
	var names []string
	for name := range missed {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if missed[a] != missed[b] {
			return missed[b] - missed[a]
		}
		return strings.Compare(a, b)
	})
	return names[:min(n, len(names))]
}

type datedSentence struct{ Date, Text string }

// sampled are n sentences of the corpus of event sentences.
func sampled(t *testing.T, n int) []datedSentence {
	t.Helper()
	unzip, err := gzip.NewReader(open(t, "corpora", "event_sentences.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	var all []datedSentence
	sc := bufio.NewScanner(unzip)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var s datedSentence
		if err := json.Unmarshal(sc.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(recallSeed, recallSeed)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}
