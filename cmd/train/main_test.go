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
	for _, name := range nameFiles {
		if name == scoredNames || strings.Contains(name, "uner") || strings.Contains(name, "pud") || strings.Contains(name, "dev") || strings.Contains(name, "test") {
			t.Errorf("%s is an evaluation file", name)
		}
		if origins[name] == "" {
			t.Errorf("%s has no origin for the model card", name)
		}
	}
	if want := []string{"gum_ner-train.iob", "wikigold.conll", "re3d_no_bbc.iob"}; !slices.Equal(nameFiles[:], want) {
		t.Errorf("name files %q, want %q", nameFiles, want)
	}
	if !slices.Contains(trainingFiles[:], silverTrees) || silverEvents != "event_sentences.jsonl.gz" {
		t.Errorf("the teacher's names lie on %s and %s", silverTrees, silverEvents)
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
	for _, name := range append(scoredFiles[:], "en_gum-dev.conllu", scoredNames) {
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

const miniNames = "1\tKenya\tB-LOC\n2\tpraised\tO\n3\tNorway\tB-LOC\n\n"

// The teacher's names lie on the words of their texts.
func TestSilver(t *testing.T) {
	sets, err := silverRows()
	if err != nil {
		t.Fatal(err)
	}
	for set, rows := range sets {
		if set != "ewt" && set != "events" || len(rows) < 1000 {
			t.Errorf("set %q with %d rows", set, len(rows))
		}
	}
	sentences, err := readSilver(filepath.Join(testkit.Shared(t), "treebanks"))
	if err != nil {
		t.Fatal(err)
	}
	names := 0
	for _, s := range sentences {
		for _, n := range s.Names {
			names++
			if n.From < 0 || n.To <= n.From || n.To > len(s.Forms) || n.Label != "PER" && n.Label != "LOC" && n.Label != "ORG" {
				t.Fatalf("%q has name %+v", s.Forms, n)
			}
		}
	}
	if names < len(sentences)/2 {
		t.Errorf("%d names in %d sentences", names, len(sentences))
	}
}

func TestParseSilver(t *testing.T) {
	set, row, err := parseSilver("events\t7\t0:5:LOC 9:12:PER")
	if err != nil || set != "events" || row.at != 7 || len(row.names) != 2 || row.names[1] != (nlp.Name{From: 9, To: 12, Label: "PER"}) {
		t.Errorf("%s %+v %v", set, row, err)
	}
	for _, line := range []string{"", "ewt\tx\t", "ewt\t1\t0:x:LOC", "ewt\t1"} {
		if _, _, err := parseSilver(line); err == nil {
			t.Errorf("%q: no error", line)
		}
	}
}

// A whole run over a toy treebank writes weights that open and a card.
func TestRun(t *testing.T) {
	in, out := filepath.Join(t.TempDir(), "treebanks"), t.TempDir()
	if err := os.Mkdir(in, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(nameFiles[:], scoredNames) {
		if err := os.WriteFile(filepath.Join(in, name), []byte(miniNames), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Concat(trainingFiles[:], scoredFiles[:]) {
		if err := os.WriteFile(filepath.Join(in, name), []byte(miniTreebank), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var log bytes.Buffer
	err := run(context.Background(), []string{"--treebanks", in, "--out", out, "--epochs", "2", "--embed", "16", "--width", "32", "--layers", "1", "--no-silver", "--names-epochs", "1"}, &log)
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	weights, err := os.ReadFile(filepath.Join(out, "model.bin"))
	if err != nil {
		t.Fatal(err)
	}
	an, err := nlp.Open(weights)
	if err != nil {
		t.Fatal(err)
	}
	if !an.HasNames() {
		t.Error("the weights have no names head")
	}
	text, err := os.ReadFile(filepath.Join(out, "MODEL_CARD.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"en_ewt-dev.conllu", "15d613d8447b", "A Title; An Author", "CC BY-SA 4.0", "seed 1", "WikiGold", "| no | all |", "| yes | all |"} {
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
