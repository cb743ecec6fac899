package eval_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/extract"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// leastSenses is how many senses of the rules have both their sentences read
// right; it may only rise.
const leastSenses = 3080

func TestSenses(t *testing.T) {
	examples, err := eval.ReadSenses(os.DirFS(filepath.Join("..", "extract", "testdata", "senses")))
	if err != nil {
		t.Fatal(err)
	}
	scores, err := eval.ScoreSenses(context.Background(), ruledCoder(t), examples)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range scores.Wrong {
		t.Log(w)
	}
	t.Log(scores)
	if len(scores.Right) < leastSenses {
		t.Errorf("%d senses have both their sentences read right, want at least %d", len(scores.Right), leastSenses)
	}
}

// ruledCoder reads by rules alone.
func ruledCoder(t *testing.T) *extract.Coder {
	t.Helper()
	analyzer, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	world, err := schema.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err := extract.NewWeighed(analyzer, world, extract.Weights{}, extract.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
