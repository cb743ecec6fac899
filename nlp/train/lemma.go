package train

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/internal/lemma"
)

// minSuffixTypes is how many different forms a suffix rule needs.
const minSuffixTypes = 2

// Lemmas learns the lemma rules from sentences with gold lemmas and returns
// them as they are stored in the weight file.
func Lemmas(sentences []nlp.Sentence) []byte {
	counts := map[string]map[string]int{} // key -> lemma -> tokens
	forms := map[string]string{}          // key -> a form
	for _, s := range sentences {
		for _, t := range s.Tokens {
			if t.Lemma == "" || t.Lemma == "_" || strings.ContainsAny(t.Form+t.Lemma, " \t\n") {
				continue
			}
			key := lemma.Key(t.Form, t.UPOS, t.XPOS)
			if counts[key] == nil {
				counts[key] = map[string]int{}
			}
			counts[key][t.Lemma]++
			if old, ok := forms[key]; !ok || t.Form < old {
				forms[key] = t.Form
			}
		}
	}
	keys := make([]string, 0, len(counts))
	best := map[string]string{}
	for key, c := range counts {
		keys = append(keys, key)
		best[key] = sortedByCount(c)[0]
	}
	slices.Sort(keys)
	rules := &lemma.Rules{Table: map[string]string{}, Suffixes: suffixRules(keys, forms, best)}
	for _, key := range keys {
		tags := strings.Split(key[:strings.IndexByte(key, ' ')], "|")
		if got := rules.Of(forms[key], tags[0], tags[1]); got != best[key] {
			rules.Table[key] = best[key]
		}
	}
	return rules.Encode()
}

// suffixRules keeps, from short to long, each suffix whose most frequent action
// differs from what the shorter ones give.
func suffixRules(keys []string, forms, best map[string]string) map[string]lemma.Action {
	votes := map[string]map[lemma.Action]int{} // class and suffix -> action -> forms
	for _, key := range keys {
		class, low, _ := strings.Cut(key, " ")
		action := lemma.Find(forms[key], best[key])
		for n := 0; n <= min(lemma.MaxSuffix, len(low)); n++ {
			suffix := class + " " + low[len(low)-n:]
			if votes[suffix] == nil {
				votes[suffix] = map[lemma.Action]int{}
			}
			votes[suffix][action]++
		}
	}
	suffixes := make([]string, 0, len(votes))
	for suffix := range votes {
		suffixes = append(suffixes, suffix)
	}
	slices.SortFunc(suffixes, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	kept := map[string]lemma.Action{}
	for _, suffix := range suffixes {
		action, count := winner(votes[suffix])
		class, s, _ := strings.Cut(suffix, " ")
		sure := count >= minSuffixTypes && 2*count > total(votes[suffix])
		if s == "" || sure && action != shorter(kept, class, s) {
			kept[suffix] = action
		}
	}
	return kept
}

// winner is the action with most votes; ties go to the simpler one.
func winner(votes map[lemma.Action]int) (lemma.Action, int) {
	actions := make([]lemma.Action, 0, len(votes))
	for a := range votes {
		actions = append(actions, a)
	}
	slices.SortFunc(actions, func(a, b lemma.Action) int {
		return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(a.Cut, b.Cut), cmp.Compare(a.Add, b.Add), boolCompare(a.Keep, b.Keep))
	})
	return actions[0], votes[actions[0]]
}

func total(votes map[lemma.Action]int) int {
	sum := 0
	for _, n := range votes {
		sum += n
	}
	return sum
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// shorter is the action of the longest kept suffix of s that is shorter than s.
func shorter(kept map[string]lemma.Action, class, s string) lemma.Action {
	for n := len(s) - 1; n >= 0; n-- {
		if a, ok := kept[class+" "+s[len(s)-n:]]; ok {
			return a
		}
	}
	return lemma.Action{}
}
