"""Writes trees.gz: the trees that a teacher sees in sentences of reports. It is run
by hand, once, on one graphics card in about five minutes; training reads only the
table.

Usage: go run ./cmd/train -sentences silver.jsonl
       trees.py MODEL silver.jsonl TRAIN,... DEVELOPMENT,... trees.gz

MODEL is the folder of all-mpnet-base-v2 (see roles.py). Two copies of it are fitted
to the trees of the files TRAIN (CoNLL-U); they decide together by the mean of their
probabilities. The files DEVELOPMENT are only scored.

The first two lines of the table list tags and relations; each other line has the
line of the report and the sentence's place in it, both from 0, and of each token
tag, head (from 1, 0 the root) and relation, numbers with colons between.
"""
import gzip
import json
import sys
import time

import numba
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import MPNetModel

COPIES, PASSES, BATCH, CERTAIN = 2, 9, 64, 0.85
LONGEST, PIECES = 120, 400
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
SHAPES = 8


def shape(form):
    if form.isupper():
        return 1 if len(form) > 1 else 2
    if form[:1].isupper():
        return 3 if form[1:].islower() else 4
    return 5 if form[:1].isdigit() else 6 if form.isalpha() else 7


def conllu(path):
    rows = []
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line == "\n" and rows:
            yield {"forms": [r[1] for r in rows], "tags": [r[3] + "|" + r[4] for r in rows], "heads": [int(r[6]) for r in rows], "labels": [r[7] for r in rows]}
            rows = []
        elif cells[0].isdigit():
            rows.append(cells)


def laid(sentences, tokenizer):
    """Gives each sentence its pieces and each word its first and last piece."""
    encoded = tokenizer.encode_batch([s["forms"] for s in sentences], is_pretokenized=True)
    for s, e in zip(sentences, encoded):
        first, last = [0] * len(s["forms"]), [0] * len(s["forms"])
        for k, w in enumerate(e.word_ids):
            if w is not None:
                first[w], last[w] = first[w] or k, k
        s["ids"], s["first"], s["last"] = e.ids, first, last
        s["shapes"] = [shape(f) for f in s["forms"]]
    return [s for s in sentences if len(s["ids"]) <= PIECES and len(s["forms"]) <= LONGEST]


class Biaffine(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(classes, width + 1, width + 1))

    def forward(self, of, head):
        one = lambda x: torch.cat([x, torch.ones_like(x[..., :1])], -1)
        return torch.einsum("bix,cxy,bjy->bijc", one(of), self.weight, one(head))


class Parser(nn.Module):
    def __init__(self, folder, tags, labels, arc=512, kind=160):
        super().__init__()
        self.encoder = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        width = 2 * self.encoder.config.hidden_size
        self.mix = nn.Parameter(torch.zeros(self.encoder.config.num_hidden_layers + 1))
        self.shape = nn.Embedding(SHAPES, 64)
        part = lambda n: nn.Sequential(nn.Linear(width + 64, n), nn.LeakyReLU(0.1), nn.Dropout(0.33))
        self.parts = nn.ModuleList(part(n) for n in (arc, arc, kind, kind))
        self.arc, self.kind = Biaffine(arc, 1), Biaffine(kind, labels)
        self.tag = nn.Sequential(nn.Dropout(0.2), nn.Linear(width + 64, 512), nn.GELU(), nn.Dropout(0.2), nn.Linear(512, tags))
        self.drop = nn.Dropout(0.2)

    def forward(self, b):
        layers = self.encoder(input_ids=b["ids"], attention_mask=b["mask"], output_hidden_states=True).hidden_states
        h = sum(w * x for w, x in zip(self.mix.softmax(0), layers))
        at = lambda k: torch.gather(h, 1, b[k][..., None].expand(-1, -1, h.shape[-1]))
        x = self.drop(torch.cat([at("first"), at("last"), self.shape(b["shapes"])], -1))
        arc_of, arc_head, kind_of, kind_head = (p(x) for p in self.parts)
        arcs = self.arc(arc_of, arc_head)[..., 0].float()
        nowhere = ~b["words"]
        nowhere[:, 0] = False  # node 0 is the root
        arcs = arcs.masked_fill(nowhere[:, None, :], -1e4)
        arcs = arcs.masked_fill(torch.eye(arcs.shape[1], dtype=torch.bool, device=arcs.device), -1e4)
        return arcs, self.kind(kind_of, kind_head).float(), self.tag(x).float()


def padded(rows):
    n, m = max(len(s["forms"]) for s in rows) + 1, max(len(s["ids"]) for s in rows)
    grid = lambda w: torch.zeros(len(rows), w, dtype=torch.long)
    b = {"ids": grid(m) + 1, "mask": grid(m), "first": grid(n), "last": grid(n), "shapes": grid(n), "words": grid(n).bool()}
    for k, s in enumerate(rows):
        b["ids"][k, : len(s["ids"])] = torch.tensor(s["ids"])
        b["mask"][k, : len(s["ids"])] = 1
        for name in ("first", "last", "shapes"):
            b[name][k, 1 : len(s["forms"]) + 1] = torch.tensor(s[name])
        b["words"][k, 1 : len(s["forms"]) + 1] = True
    return {name: x.to(DEVICE) for name, x in b.items()}


def gold(rows, n, tags, labels):
    out = {k: torch.full((len(rows), n), -100) for k in ("tags", "heads", "labels")}
    for k, s in enumerate(rows):
        size = len(s["forms"])
        out["heads"][k, 1 : size + 1] = torch.tensor(s["heads"])
        out["tags"][k, 1 : size + 1] = torch.tensor([tags[t] for t in s["tags"]])
        out["labels"][k, 1 : size + 1] = torch.tensor([labels[t] for t in s["labels"]])
    return {name: x.to(DEVICE) for name, x in out.items()}


def batches(sentences, size, rng=None):
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]["ids"]) + (rng.integers(10) if rng else 0))
    parts = [[sentences[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
    if rng:
        rng.shuffle(parts)
    return parts


def fitted(folder, sentences, tags, labels, seed):
    torch.manual_seed(seed)
    m, rng = Parser(folder, len(tags), len(labels)).to(DEVICE).train(), np.random.default_rng(seed)
    heads = [p for n, p in m.named_parameters() if not n.startswith("encoder")]
    opt = torch.optim.AdamW([{"params": list(m.encoder.parameters())}, {"params": heads}], betas=(0.9, 0.98), weight_decay=0.01)
    total, step, start = PASSES * len(batches(sentences, BATCH)), 0, time.time()
    for turn in range(PASSES):
        seen = 0.0
        for rows in batches(sentences, BATCH, rng):
            rate = min(1, (step + 1) / (0.08 * total)) * max(0, 1 - step / total)
            opt.param_groups[0]["lr"], opt.param_groups[1]["lr"] = 7e-5 * rate, 1e-3 * rate
            step += 1
            with torch.autocast(DEVICE, torch.bfloat16):
                arcs, kinds, marks = m(padded(rows))
            g = gold(rows, arcs.shape[1], tags, labels)
            at = g["heads"].clamp(min=0)[..., None, None].expand(-1, -1, 1, kinds.shape[-1])
            flat = lambda z, k: F.cross_entropy(z.reshape(-1, z.shape[-1]), g[k].reshape(-1), ignore_index=-100)
            loss = flat(arcs, "heads") + flat(torch.gather(kinds, 2, at)[:, :, 0], "labels") + 0.5 * flat(marks, "tags")
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 2.0)
            opt.step()
            seen += loss.detach()
        print(f"copy {seed}, pass {turn + 1}: loss {float(seen) * PASSES / total:.3f}, {time.time() - start:.0f} s", file=sys.stderr, flush=True)
    return m.eval()


@numba.njit(cache=False)
def projective(s):
    """The best projective tree with one root: s[i, j] is the score of head j for i, node 0 the root."""
    n = s.shape[0] - 1
    full = np.zeros((n + 1, n + 1, 2))  # of words i..j, head at the left (0) or the right (1)
    part = np.full((n + 1, n + 1, 2), -1e18)
    cut, join = np.zeros((n + 1, n + 1, 2), np.int64), np.zeros((n + 1, n + 1), np.int64)
    for w in range(1, n):
        for i in range(1, n + 1 - w):
            j = i + w
            best, where = -1e18, i
            for k in range(i, j):
                v = full[i, k, 0] + full[k + 1, j, 1]
                if v > best:
                    best, where = v, k
            join[i, j] = where
            part[i, j, 0], part[i, j, 1] = best + s[j, i], best + s[i, j]
            best, where = -1e18, i
            for k in range(i + 1, j + 1):
                v = part[i, k, 0] + full[k, j, 0]
                if v > best:
                    best, where = v, k
            full[i, j, 0], cut[i, j, 0] = best, where
            best, where = -1e18, i
            for k in range(i, j):
                v = full[i, k, 1] + part[k, j, 1]
                if v > best:
                    best, where = v, k
            full[i, j, 1], cut[i, j, 1] = best, where
    best, root = -1e18, 1
    for r in range(1, n + 1):
        v = full[1, r, 1] + full[r, n, 0] + s[r, 0]
        if v > best:
            best, root = v, r
    heads = np.zeros(n + 1, np.int64)
    todo = [(1, root, 1, 1), (root, n, 0, 1)]
    while len(todo) > 0:
        i, j, side, whole = todo.pop()
        if i >= j:
            continue
        if whole == 0:
            if side == 0:
                heads[j] = i
            else:
                heads[i] = j
            k = join[i, j]
            todo.append((i, k, 0, 1))
            todo.append((k + 1, j, 1, 1))
            continue
        k = cut[i, j, side]
        if side == 0:
            todo.append((i, k, 0, 0))
            todo.append((k, j, 0, 1))
        else:
            todo.append((i, k, 1, 1))
            todo.append((k, j, 1, 0))
    return heads


@torch.no_grad()
def parsed(models, sentences):
    """Yields each sentence with heads, numbers of labels and tags, and its certainty."""
    for rows in batches(sentences, 128):
        b = padded(rows)
        with torch.autocast(DEVICE, torch.bfloat16):
            seen = [m(b) for m in models]
        arcs, kinds, marks = (sum(z[k].softmax(-1) for z in seen) / len(models) for k in range(3))
        scores = arcs.clamp(min=1e-9).log().double().cpu().numpy()
        heads = np.zeros(scores.shape[:2], np.int64)
        for k, s in enumerate(rows):
            n = len(s["forms"])
            heads[k, : n + 1] = projective(scores[k, : n + 1, : n + 1])
        h = torch.tensor(heads, device=DEVICE)[..., None]
        sure = torch.gather(arcs, 2, h)[..., 0].cpu().numpy()
        labels = torch.gather(kinds, 2, h[..., None].expand(-1, -1, 1, kinds.shape[-1]))[:, :, 0].argmax(-1).cpu().numpy()
        best = marks.argmax(-1).cpu().numpy()
        for k, s in enumerate(rows):
            w = slice(1, len(s["forms"]) + 1)
            yield s, heads[k, w], labels[k, w], best[k, w], sure[k, w].mean()


def scored(models, path, tags, labels, tokenizer):
    right = whole = tagged = total = 0
    plain = lambda x: x.split(":")[0]
    for s, heads, kinds, marks, _ in parsed(models, laid(list(conllu(path)), tokenizer)):
        for h, l, t, gh, gl, gt in zip(heads, kinds, marks, s["heads"], s["labels"], s["tags"]):
            total, right, whole = total + 1, right + (h == gh), whole + (h == gh and plain(labels[l]) == plain(gl))
            tagged += tags[t] == gt
    print(f"{path}: UAS {100 * right / total:.2f} LAS {100 * whole / total:.2f} tags {100 * tagged / total:.2f}", file=sys.stderr, flush=True)


def main(folder, silver, train, development, out):
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    sentences = [s for path in train.split(",") for s in conllu(path)]
    tags = sorted({t for s in sentences for t in s["tags"]})
    labels = sorted({t for s in sentences for t in s["labels"]})
    number = lambda names: {n: i for i, n in enumerate(names)}
    sentences = laid(sentences, tokenizer)
    models = []
    for seed in range(1, COPIES + 1):
        models.append(fitted(folder, sentences, number(tags), number(labels), seed))
        for path in development.split(","):
            scored(models, path, tags, labels, tokenizer)
    texts = laid([json.loads(line) for line in open(silver, encoding="utf-8")], tokenizer)
    rows = []
    for s, heads, kinds, marks, sure in parsed(models, texts):
        if sure >= CERTAIN:
            rows.append((s["line"], s["at"], " ".join(f"{t}:{h}:{l}" for t, h, l in zip(marks, heads, kinds))))
    print(f"{len(rows)} trees of {len(texts)} sentences", file=sys.stderr)
    with gzip.open(out, "wt", compresslevel=9, encoding="utf-8") as f:
        print(" ".join(tags), " ".join(labels), sep="\n", file=f)
        for line, at, cells in sorted(rows):
            print(line, at, cells, sep="\t", file=f)


main(*sys.argv[1:])
