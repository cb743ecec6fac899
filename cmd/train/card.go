package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/entente-kg/entente/eval"
)

// origins says where each training file comes from.
var origins = map[string]string{
	"en_ewt-train.conllu": "UD English EWT (Universal Dependencies English Web Treebank), commit 15d613d8447b; Natalia Silveira, Timothy Dozat, " +
		"Marie-Catherine de Marneffe, Samuel Bowman, Miriam Connor, John Bauer, Christopher Manning and others; CC BY-SA 4.0",
	"en_gum_clean-train.conllu": "UD English GUM (Georgetown University Multilayer Corpus), commit afb41ee9bca5; Amir Zeldes and the GUM annotators; " +
		"only the documents of the genres academic, bio, court, interview, news, speech, textbook, vlog and voyage; " +
		"annotations CC BY 4.0, texts CC BY 2.5 to 4.0, CC BY-SA 3.0 or public domain, document by document as listed below",
	"gum_ner-train.iob": "Names derived from the entity layer of GUM, commit afb41ee9bca5; Amir Zeldes and the GUM annotators; only clean genres; " +
		"annotations CC BY 4.0, texts as those of UD English GUM",
	"wikigold.conll": "WikiGold; Dominic Balasuriya, Nicky Ringland, Joel Nothman, Tara Murphy, James R. Curran (2009), Named Entity Recognition in Wikipedia; " +
		"CC BY 4.0; names of the class MISC left out",
	"re3d_no_bbc.iob": "re3d, Relationship and Entity Extraction Evaluation Dataset, commit b061ff06713c; Dstl, Crown copyright, Open Government Licence v3.0; " +
		"its texts: UK Government (Open Government Licence v3.0), US State Department and CENTCOM (public domain), Australian Department of Foreign Affairs (CC BY 3.0 AU), " +
		"Delegation of the European Union to Syria (reuse with acknowledgement), Wikipedia (CC BY-SA 3.0); the BBC part left out",
	silverEvents: "Sentences of the Wikipedia Current Events portal, 1994 to 2025; Wikipedia contributors; CC BY-SA 4.0",
}

// source is one training file as the card describes it.
type source struct {
	name      string
	hash      [sha256.Size]byte
	sentences int
	texts     []string // "title, author, address" of each document that gives them
}

func readSource(dir, name string) (source, error) {
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return source{}, err
	}
	rows, err := eval.ReadConllu(bytes.NewReader(data))
	if err != nil {
		return source{}, fmt.Errorf("%s: %w", name, err)
	}
	s := source{name: name, hash: sha256.Sum256(data)}
	for _, row := range rows {
		if isHeldBack(&row) {
			continue
		}
		s.sentences++
		meta := map[string]string{}
		for _, comment := range row.Comments {
			key, value, ok := strings.Cut(strings.TrimPrefix(comment, "# "), " = ")
			if ok {
				meta[key] = value
			}
		}
		if title := meta["meta::title"]; title != "" {
			s.texts = append(s.texts, fmt.Sprintf("%s; %s; %s", title, meta["meta::author"], meta["meta::sourceURL"]))
		}
	}
	return s, nil
}

// card is what the model card tells.
type card struct {
	settings settings
	weights  []byte
	sources  []source
	scores   []eval.ParseScores // of scoredFiles, in their order
	names    nameCard
	taught   int // sentences of treesFile
}

func (c card) markdown() []byte {
	var b bytes.Buffer
	s := c.settings
	fmt.Fprint(&b, "# Model card: English tagger, lemmatiser, parser and names\n\n",
		"`model.bin` predicts UPOS and Penn tags, lemmas, Universal Dependencies trees and names (PER, LOC, ORG) for English sentences, above all of news on international relations. ",
		"It is made by `cmd/train`, which also writes this card. The weights and the lemma rules are licensed under CC BY-SA 4.0 (see LICENSE), apart from the licence of the code.\n\n")
	fmt.Fprintf(&b, "- size %d bytes, sha256 `%x`\n", len(c.weights), sha256.Sum256(c.weights))
	fmt.Fprintf(&b, "- seed %d; %d passes, %d sentences a step, highest rate %g; the number of threads does not change the result\n", s.Seed, s.Epochs, s.Batch, s.Rate)
	if s.Start != nil {
		fmt.Fprintf(&b, "- the tagger and parser went on from weights of the same sizes with sha256 `%x`, themselves the %s\n", sha256.Sum256(s.Start), s.startedAs)
	}
	fmt.Fprintf(&b, "- embeddings %d wide for known words and hashed affixes and shapes, a convolution over three words, %d bidirectional gated linear recurrences %d wide, heads for tags, arcs (%d) and labels (%d); Eisner decoding with one root; weights rounded to eight bits a row\n\n",
		s.Embed, s.Layers, s.Width, s.Arc, s.Label)
	fmt.Fprint(&b, "## Scores\n\nOn gold sentences and tokens with predicted tags, per cent, by the rules of the CoNLL 2018 shared task (relations without subtypes, punctuation counted); `LAS full` compares subtypes too. None of these files was trained on.\n\n",
		"| file | UPOS | XPOS | lemma | UAS | LAS | LAS full | CLAS |\n|---|---|---|---|---|---|---|---|\n")
	for i, name := range scoredFiles {
		p := c.scores[i]
		words := float64(max(p.Words, 1)) / 100
		fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", name,
			float64(p.UPOS)/words, float64(p.XPOS)/words, float64(p.Lemmas)/words, 100*p.UAS(), 100*p.LAS(), 100*p.FullLAS(), 100*p.CLAS())
	}
	fmt.Fprintf(&b, "\nThe scores of arcs (`Token.Score`) are calibrated: one number, fitted to the scores on `%s` and `%s`, divides the arc scores before they become probabilities. It changes no tree.\n", calibrationFiles[0], calibrationFiles[1])
	c.names.scoreTable(&b)
	c.data(&b)
	c.texts(&b)
	return b.Bytes()
}

// data describes what the weights were fitted to, and their limits.
func (c card) data(b *bytes.Buffer) {
	fmt.Fprint(b, "\n## Data\n\n")
	for _, s := range c.sources {
		fmt.Fprintf(b, "- `%s`: %d sentences, sha256 `%x`. %s.\n", s.name, s.sentences, s.hash, origins[s.name])
	}
	fmt.Fprintf(b, "- `cmd/train/news.conllu`: %d sentences of our own making in the style of agency news, each taken %d times a pass, sha256 `%x`.\n",
		strings.Count(newsFile, "# sent_id"), newsCopies, sha256.Sum256([]byte(newsFile)))
	if c.taught > 0 {
		fmt.Fprintf(b, "- `cmd/train/silver/trees.gz`: trees of %d sentences of `%s` as a teacher saw them, unchecked, sha256 `%x`. The teacher is two copies of MPNet base (all-mpnet-base-v2, Apache-2.0) with heads for tags, arcs and relations, fitted to the files above alone by `cmd/train/silver/trees.py`; the sentences are one report in %d, with %d to %d tokens, without reports held back to measure the coder and those that share %d words in a row with an evaluation set.\n",
			c.taught, silverEvents, sha256.Sum256(treesFile), teachStep, teachShort, teachLong, sharedWords)
	}
	c.names.data(b)
	fmt.Fprint(b, "- `nlp/train/names.txt`, `places.txt`, `adjectives.txt`: names compiled by hand that stand in for some of the names of the sentences while training.\n",
		"- `schema/data`: the names of the actor tables, as hints to the names head; 30 per cent of its training sentences go without.\n",
		"\nThe document GUM_court_loan, which is also in the development file of all genres, is left out. While training, some sentences lose their full stop or are set in title case, capitals or small letters.\n",
		"\n## Limits\n\n",
		"Text that is not English is analysed badly rather than rejected. Weakest relations: appos, parataxis, list, iobj, and the choice between nmod and obl for a prepositional phrase. ",
		"Trees are projective. Sentences of more than 200 tokens are parsed in pieces. Organisations are the weakest class of names; adjectives of nationality, products, laws and events are no names here.\n")
}

// texts lists the documents whose texts the annotations lie on.
func (c card) texts(b *bytes.Buffer) {
	for _, s := range c.sources {
		if len(s.texts) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n## Texts of %s\n\nTitle; author; source.\n\n", s.name)
		for _, text := range s.texts {
			fmt.Fprintf(b, "- %s\n", text)
		}
	}
}
