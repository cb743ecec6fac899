package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/internal/testkit"
	"github.com/entente-kg/entente/nlp"
)

// Nothing that scores are measured on may be trained on.
func TestTrainingListHoldsNoEvaluationFile(t *testing.T) {
	for _, name := range trainingFiles {
		lower := strings.ToLower(name)
		for _, part := range []string{"dev", "test", "pud", "uner"} {
			if strings.Contains(lower, part) {
				t.Errorf("%s is an evaluation file", name)
			}
		}
		if slices.Contains(scoredFiles[:], name) {
			t.Errorf("%s is both trained on and scored", name)
		}
		if origins[name] == "" {
			t.Errorf("%s has no origin for the model card", name)
		}
	}
	if want := []string{"en_ewt-train.conllu", "en_gum_clean-train.conllu"}; !slices.Equal(trainingFiles[:], want) {
		t.Errorf("training files %q, want %q", trainingFiles, want)
	}
}

// No sentence of the evaluation files may occur in the training files by its
// identifier, nor in our own sentences by its text.
func TestTrainingSharesNoSentenceWithEvaluation(t *testing.T) {
	dir := filepath.Join(testkit.Shared(t), "treebanks")
	ids := map[string]string{}
	for _, name := range trainingFiles {
		for _, id := range comments(t, filepath.Join(dir, name), "# sent_id = ") {
			row := eval.ConlluSentence{Comments: []string{"# sent_id = " + id}}
			if !isHeldBack(&row) {
				ids[id] = name
			}
		}
	}
	for _, name := range append(scoredFiles[:], "en_gum-dev.conllu") {
		for _, id := range comments(t, filepath.Join(dir, name), "# sent_id = ") {
			if in := ids[id]; in != "" {
				t.Errorf("sentence %s of %s is in %s", id, name, in)
			}
		}
		for _, text := range comments(t, filepath.Join(dir, name), "# text = ") {
			if strings.Contains(newsFile, "# text = "+text+"\n") {
				t.Errorf("our own sentences hold %q of %s", text, name)
			}
		}
	}
}

func comments(t *testing.T, path, prefix string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range strings.Split(string(data), "\n") {
		if value, ok := strings.CutPrefix(line, prefix); ok {
			out = append(out, value)
		}
	}
	return out
}

// The tokenizer cuts our own sentences as their trees do.
func TestNewsTokens(t *testing.T) {
	sentences, err := readNews()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, line := range strings.Split(newsFile, "\n") {
		if text, ok := strings.CutPrefix(line, "# text = "); ok {
			texts = append(texts, text)
		}
	}
	if len(sentences) != newsCopies*len(texts) {
		t.Fatalf("%d sentences, want %d", len(sentences), newsCopies*len(texts))
	}
	for i, text := range texts {
		var got, want []string
		for _, s := range nlp.Split(text).Sentences {
			for _, tok := range s.Tokens {
				got = append(got, tok.Form)
			}
		}
		for _, tok := range sentences[i].Tokens {
			want = append(want, tok.Form)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is cut %q, want %q", text, got, want)
		}
	}
}

const miniTreebank = `# sent_id = a
# meta::title = A Title
# meta::author = An Author
# meta::sourceURL = https://example.org/a
# text = Kenya praised Norway.
1	Kenya	Kenya	PROPN	NNP	_	2	nsubj	_	_
2	praised	praise	VERB	VBD	_	0	root	_	_
3	Norway	Norway	PROPN	NNP	_	2	obj	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

`

// A whole run over a toy treebank writes weights that open and a card.
func TestRun(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	for _, name := range slices.Concat(trainingFiles[:], scoredFiles[:]) {
		if err := os.WriteFile(filepath.Join(in, name), []byte(miniTreebank), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	err := run(context.Background(), []string{"--treebanks", in, "--out", out, "--epochs", "2", "--embed", "16", "--width", "32", "--layers", "1"}, &log)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	weights, err := os.ReadFile(filepath.Join(out, "model.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := nlp.Open(weights); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(filepath.Join(out, "MODEL_CARD.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"en_ewt-dev.conllu", "15d613d8447b", "A Title; An Author", "CC BY-SA 4.0", "seed 1"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the model card lacks %q", want)
		}
	}
}

func TestRunErrors(t *testing.T) {
	var log bytes.Buffer
	if err := run(context.Background(), []string{"--treebanks", t.TempDir()}, &log); err == nil || !strings.Contains(err.Error(), trainingFiles[0]) {
		t.Errorf("error %v, want one that names the missing file", err)
	}
	if err := run(context.Background(), []string{"--no-such-flag"}, &log); err == nil {
		t.Error("no error for an unknown flag")
	}
}
