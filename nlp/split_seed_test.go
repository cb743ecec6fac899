package nlp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/entente-kg/entente/internal/testkit"
)

// The sentences of the seed article must come out as its gold file has them,
// by code points, followed only by the page's leftovers.
func TestSplitSeedArticle(t *testing.T) {
	dir := filepath.Join(testkit.Shared(t), "seed")
	text, err := os.ReadFile(filepath.Join(dir, "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var gold struct {
		Sentences []struct{ Start, End int }
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	doc := Split(string(text))
	if len(doc.Sentences) < len(gold.Sentences) {
		t.Fatalf("%d sentences, want at least %d", len(doc.Sentences), len(gold.Sentences))
	}
	for i, want := range gold.Sentences {
		s := doc.Sentences[i]
		start := utf8.RuneCountInString(doc.Text[:s.Start])
		end := utf8.RuneCountInString(doc.Text[:s.End])
		if start != want.Start || end != want.End {
			t.Errorf("sentence %d is %d..%d, want %d..%d: %q", i, start, end, want.Start, want.End, doc.Text[s.Start:s.End])
		}
	}
	if k := doc.Sentences[0].Kind; k != Title {
		t.Errorf("sentence 0 is %s, want title", k)
	}
	if k := doc.Sentences[1].Kind; k != Caption {
		t.Errorf("sentence 1 is %s, want caption", k)
	}
}
