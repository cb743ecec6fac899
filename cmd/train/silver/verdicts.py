"""Writes verdicts.tsv: how likely a teacher takes statements that may be made of
reports to be right. It is run by hand, once, on one graphics card in about thirteen
minutes; training reads only the table.

Usage: go run ./cmd/train -statements out.jsonl -reports event_sentences.jsonl.gz
       verdicts.py MODEL out.jsonl > verdicts.tsv

MODEL is the folder of all-mpnet-base-v2 (see roles.py). It reads the reports once as
a masked language model. Then copies of it are fitted to the statements of labelled
reports: each sees a statement in words, and behind it the report, in which the
statement's word, parties and matters are marked. Two runs of three copies, each
without a third of the labelled reports. What is written of a labelled report's
statement comes from the copies that did not see its labels, what is written of any
other from one copy of each run. Statements of reports that are held back to measure
the coder are neither fitted to nor written.

A row is the line of the corpus (from 1), the bytes of its text that were read, the
first eight digits of their SHA-256, and the statements, with blanks between:
"mark:share", the mark that -statements gave, the share in hundredths.
"""
import hashlib
import json
import re
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import MPNetForMaskedLM, MPNetModel

RUNS, FOLDS = [(3, 0.1), (2, 0.2)], 3  # passes and dropout of each run
PIECES, BATCH = 176, 128
DEVICE = "cuda"
SIGNS = {"Actors": "<>", "Recipients": "[]", "Matters": "{}", "Words": "**"}
PARTS = ["Type", "Core", "Truth", "Exact"]  # what the teacher is asked; Truth is written


def described(s):
    names = lambda of, most: " ; ".join(s[of] or [])[:most]
    relation = re.sub(r"([A-Z])", r" \1", s["Relation"]).lower()
    return f"{s['Type'].lower()}, {relation}, {s['Modality']}: < {names('ActorNames', 120)} > [ {names('RecipientNames', 120)} ] {{ {names('MatterNames', 100)} }}"


def marked(text, s):
    b, signs = text.encode(), []
    for part, (left, right) in SIGNS.items():
        for span in s[part] or []:
            signs += [(span["From"], 1, left), (span["To"], 0, right)]
    out, at = [], 0
    for to, _, sign in sorted(signs, key=lambda x: x[:2]):
        out += [b[at:to].decode("utf-8", "ignore"), f" {sign} "]
        at = to
    return "".join(out) + b[at:].decode("utf-8", "ignore")


class Teacher(nn.Module):
    def __init__(self, folder, state, drop):
        super().__init__()
        self.encoder = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        self.encoder.load_state_dict(state, strict=False)
        width = self.encoder.config.hidden_size
        self.out = nn.Sequential(nn.Dropout(drop), nn.Linear(2 * width, 512), nn.GELU(), nn.Dropout(drop), nn.Linear(512, len(PARTS)))

    def forward(self, ids, mask):
        h = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        m = mask[..., None].to(h.dtype)
        return self.out(torch.cat([h[:, 0], (h * m).sum(1) / m.sum(1)], -1)).float()


def padded(texts):
    ids = torch.ones(len(texts), max(len(t) for t in texts), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for k, t in enumerate(texts):
        ids[k, : len(t)], mask[k, : len(t)] = torch.tensor(t), 1
    return ids.to(DEVICE), mask.to(DEVICE)


def batches(texts, which, size, rng=None):
    which = np.asarray(which)
    length = np.array([len(texts[i]) for i in which]) + (rng.integers(0, 8, len(which)) if rng else 0)
    which = which[np.argsort(length, kind="stable")]
    parts = [which[k : k + size] for k in range(0, len(which), size)]
    if rng:
        rng.shuffle(parts)
    return parts


def adapted(folder, texts, mask_id):
    m, rng = MPNetForMaskedLM.from_pretrained(folder).to(DEVICE).train(), np.random.default_rng(7)
    opt = torch.optim.AdamW(m.parameters(), lr=1e-4, weight_decay=0.01)
    parts = batches(texts, range(len(texts)), 256, rng)
    for step, part in enumerate(parts):
        ids, mask = padded([texts[i] for i in part])
        chosen = (torch.rand(ids.shape, device=DEVICE) < 0.18) & (mask > 0)
        chosen[:, 0] = False
        draw, shown = torch.rand(ids.shape, device=DEVICE), ids.clone()
        shown[chosen & (draw < 0.8)] = mask_id
        other = chosen & (draw > 0.9)
        shown[other] = torch.randint(5, m.config.vocab_size - 1, (int(other.sum()),), device=DEVICE)
        for g in opt.param_groups:
            g["lr"] = 1e-4 * min(1, (step + 1) / 100) * max(0.02, 1 - step / len(parts))
        with torch.autocast(DEVICE, torch.bfloat16):
            loss = m(input_ids=shown, attention_mask=mask, labels=torch.where(chosen, ids, -100)).loss
        opt.zero_grad()
        loss.backward()
        opt.step()
    return m.mpnet.state_dict()


def fitted(folder, state, texts, which, gold, seed, passes, drop):
    torch.manual_seed(seed)
    m, rng = Teacher(folder, state, drop).to(DEVICE).train(), np.random.default_rng(seed)
    heads = [p for n, p in m.named_parameters() if not n.startswith("encoder")]
    opt = torch.optim.AdamW([{"params": list(m.encoder.parameters())}, {"params": heads}], weight_decay=0.01)
    total, step = passes * len(batches(texts, which, BATCH)), 0
    for _ in range(passes):
        for part in batches(texts, which, BATCH, rng):
            step += 1
            rate = min(1, step / (0.06 * total)) * max(0, 1 - step / total)
            opt.param_groups[0]["lr"], opt.param_groups[1]["lr"] = 6e-5 * rate, 4e-4 * rate
            with torch.autocast(DEVICE, torch.bfloat16):
                z = m(*padded([texts[i] for i in part]))
            loss = F.binary_cross_entropy_with_logits(z, gold[part].to(DEVICE))
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 1.0)
            opt.step()
    return m.eval()


@torch.no_grad()
def told(m, texts, which, into):
    for part in batches(texts, which, 512):
        with torch.autocast(DEVICE, torch.bfloat16):
            into[part] += m(*padded([texts[i] for i in part])).sigmoid()[:, PARTS.index("Truth")].cpu().numpy() / len(RUNS)


def main(folder, path):
    reports = [json.loads(line) for line in open(path, encoding="utf-8")]
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    cut = lambda encoded: [e.ids[:PIECES] for e in encoded]
    state = adapted(folder, cut(tokenizer.encode_batch([r["Text"] for r in reports])), tokenizer.token_to_id("<mask>"))
    rows = [(k, r, s) for k, r in enumerate(reports) for s in r["Statements"]]
    texts = cut(tokenizer.encode_batch([(described(s), marked(r["Text"], s)) for _, r, s in rows]))
    gold = torch.tensor([[float(s["Right"][p]) for p in PARTS] for _, _, s in rows])
    place = {k: i % FOLDS for i, k in enumerate(k for k, r in enumerate(reports) if r["Labelled"] and not r["Held"])}
    fold = np.array([place.get(k, -1) for k, _, _ in rows])
    others = np.array([i for i, (_, r, _) in enumerate(rows) if not r["Labelled"]])
    share = np.zeros(len(rows))
    for run, (passes, drop) in enumerate(RUNS):
        for f in range(FOLDS):
            m = fitted(folder, state, texts, np.where((fold >= 0) & (fold != f))[0], gold, 10 * run + f + 1, passes, drop)
            told(m, texts, np.concatenate([np.where(fold == f)[0], others[(f + run) % FOLDS :: FOLDS]]), share)
    cells = {}
    for (k, r, s), of in zip(rows, share):
        if not r["Held"]:
            cells.setdefault(k, {})[s["Mark"]] = f"{s['Mark']}:{round(100 * of)}"
    for k, of in cells.items():
        text = reports[k]["Text"].encode()
        print(reports[k]["Line"], len(text), hashlib.sha256(text).hexdigest()[:8], " ".join(of.values()), sep="\t")


main(*sys.argv[1:])
