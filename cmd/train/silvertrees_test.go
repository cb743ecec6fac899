package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/testkit"
)

// The teacher's trees lie on sentences of the corpus as they are cut today, each with one
// root, and none of them tells what an evaluation set tells in the same words.
func TestTaughtTrees(t *testing.T) {
	shared := testkit.Shared(t)
	taught, lost, err := readTaught(filepath.Join(shared, "treebanks"))
	if err != nil {
		t.Fatal(err)
	}
	if len(taught) < 50_000 || lost > len(taught)/1000 {
		t.Errorf("%d trees, %d lost", len(taught), lost)
	}
	evaluated, err := evaluatedRuns(filepath.Join(shared, "gold"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range taught {
		roots, forms := 0, make([]string, len(s.Tokens))
		for i, tok := range s.Tokens {
			forms[i] = tok.Form
			if tok.Head < 0 {
				roots++
			}
		}
		if roots != 1 {
			t.Fatalf("%q has %d roots", forms, roots)
		}
		for _, r := range runs(strings.Join(forms, " ")) {
			if evaluated[r] {
				t.Fatalf("%q shares %q with an evaluation set", forms, r)
			}
		}
	}
}

func TestRuns(t *testing.T) {
	if got := runs("One two three, four five six seven eight nine ten-eleven."); len(got) != 2 || got[0] != "one two three four five six seven eight nine ten" {
		t.Errorf("runs %q", got)
	}
	if got := runs("Too short."); len(got) != 0 {
		t.Errorf("runs %q", got)
	}
}

func TestEvaluatedRunsNeedAFolder(t *testing.T) {
	if _, err := evaluatedRuns(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no evaluation sets") {
		t.Errorf("a folder without sets: %v", err)
	}
}
