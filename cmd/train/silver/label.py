"""Writes names.tsv: names that the teacher, spaCy's en_core_web_md (MIT), sees
in texts that may be trained on. It is run by hand, once; training reads only
the table. Usage: label.py MODEL SHARED > names.tsv

A row is set, sentence, names. In the set ewt (the training part of UD English
EWT) the sentence is its place in the file and a name is first word:end:label;
in the set events (event_sentences.jsonl) the sentence is its line and a name is
first byte:end:label. Both count from 0.
"""
import gzip
import json
import sys

import spacy
from spacy.tokens import Doc

LABELS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
STEP = 20  # one event sentence in so many is labelled


def trimmed(doc):
    """The names, without articles in front and possessive signs behind."""
    for ent in doc.ents:
        label = LABELS.get(ent.label_)
        a, b = ent.start, ent.end
        while a < b and doc[a].lower_ in ("the", "a", "an"):
            a += 1
        while b > a and doc[b - 1].text in ("'s", "’s", "'"):
            b -= 1
        if label and a < b:
            yield a, b, label


def ewt(path):
    words = []
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line == "\n" and words:
            yield words
            words = []
        elif cells[0].isdigit():
            words.append(cells[1])


def main(model, shared):
    nlp = spacy.load(model, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])
    docs = (Doc(nlp.vocab, words=w) for w in ewt(shared + "/treebanks/en_ewt-train.conllu"))
    for i, doc in enumerate(nlp.pipe(docs)):
        print("ewt", i, " ".join(f"{a}:{b}:{k}" for a, b, k in trimmed(doc)), sep="\t")
    with gzip.open(shared + "/corpora/event_sentences.jsonl.gz", "rt", encoding="utf-8") as f:
        rows = [(json.loads(line)["text"], i) for i, line in enumerate(f) if i % STEP == 0]
    for doc, i in nlp.pipe(rows, as_tuples=True):
        at = lambda c: len(doc.text[:c].encode())
        print("events", i, " ".join(f"{at(doc[a].idx)}:{at(doc[b - 1].idx + len(doc[b - 1]))}:{k}" for a, b, k in trimmed(doc)), sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
