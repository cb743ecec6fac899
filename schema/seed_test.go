package schema

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/testkit"
)

// TestSeedMentions looks up every way in which the seed article names its 23
// actors and places, the article as context. A capital that acts counts as the
// state for which it stands.
func TestSeedMentions(t *testing.T) {
	dir := filepath.Join(testkit.Shared(t), "seed")
	data, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Mentions map[string][]string `json:"mentions"`
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	article, err := os.ReadFile(filepath.Join(dir, "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	w := builtin(t)
	if len(gold.Mentions) != 23 {
		t.Errorf("%d mentions", len(gold.Mentions))
	}
	for id, surfaces := range gold.Mentions {
		for _, s := range surfaces {
			best, ok := w.Best(s, string(article), "2017-08-07")
			got := string(best.Ref.ID)
			if e := best.Entity; e != nil && e.IsPlace() && NSEntity+e.Metonym == id {
				got = id
			}
			if !ok || got != id {
				var all []string
				for _, c := range w.Candidates(s, string(article), "2017-08-07") {
					all = append(all, string(c.Ref.ID))
				}
				t.Errorf("%q is %s, want %s (candidates %s)", s, got, id, strings.Join(all, " "))
			}
		}
	}
}
