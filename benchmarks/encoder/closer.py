"""Trains the second reading: one plant at a time, its phrases marked (extract/encode/passages.py).

python benchmarks/encoder/closer.py build/encoder.jsonl FOLDER --clusters build/clusters.jsonl [--fold N]

It learns from passages of plants as readers marked them and as the program clusters them, half and half;
what it is measured on are the latter. FOLDER is where `train.py` wrote the encoder of the same fold: training
starts from it (FOLDER.pt), and closer.onnx and closer.npz are written beside it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from model import HALVES, HEADS, SMALL, WIDTH, Bert
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel
from train import BREAK, EVERY, MASK, SETTLED, VEILED, begin, write_model

BATCH = 8
MARKS = 5
"""Word pieces below this are marks (extract/encode/passages.py)."""


class Closer(nn.Module):
    """Reads one plant's passage: is it a project, how far is it, what does it burn, what of each value?"""

    def __init__(self, head: Mapping[str, Any]) -> None:
        super().__init__()
        self.kinds: list[str] = list(head["kinds"])
        self.bert = Bert()
        self.ent = nn.Linear(2 * WIDTH, SMALL)
        self.yes, self.stat = nn.Linear(SMALL, 1), nn.Linear(SMALL, len(head["statuses"]) + 1)
        self.fuel = nn.Linear(SMALL, len(head["fuels"]))
        self.val = nn.ModuleDict({kind: nn.Linear(3 * WIDTH, SMALL) for kind in self.kinds})
        self.men = nn.ModuleDict({kind: nn.Linear(2 * WIDTH, SMALL) for kind in self.kinds})
        self.out = nn.ModuleDict(
            {kind: nn.Linear(SMALL, len(head["labels"][kind]) + 1) for kind in self.kinds}
        )
        self.drop = nn.Dropout(0.2)

    def read(self, batch: Sequence[Mapping[str, Any]]) -> Tensor:
        """Return a vector per piece of several passages, the shorter ones filled up."""
        most = max(len(p["ids"]) for p in batch)
        ids = torch.zeros(len(batch), most, dtype=torch.long)
        cases = torch.zeros(len(batch), most, dtype=torch.long)
        blank = torch.ones(len(batch), 1, 1, most, dtype=torch.bool)
        for row, p in enumerate(batch):
            size = len(p["ids"])
            ids[row, :size], cases[row, :size] = torch.tensor(p["ids"]), torch.tensor(p["cases"])
            blank[row, ..., :size] = False
        bert = self.bert
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training and HALVES):
            x = bert.word(ids) + bert.pos.weight[:most] + bert.typ.weight[0] + bert.case(cases)
            x = bert.drop(bert.ln(x))
            for layer in bert.layers:
                q, k, v = (
                    part(x).view(len(batch), most, HEADS, -1).transpose(1, 2)
                    for part in (layer.q, layer.k, layer.v)
                )
                odds = (q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS)).masked_fill(blank, -1e4)
                mixed = (
                    (layer.drop(torch.softmax(odds, -1)) @ v).transpose(1, 2).reshape(len(batch), most, -1)
                )
                x = layer.ln1(x + layer.drop(layer.o(mixed)))
                x = layer.ln2(x + layer.drop(layer.f(F.gelu(layer.i(x)))))
        return x.float()

    def judge(self, vectors: Tensor, passage: Mapping[str, Any]) -> dict[str, Tensor]:
        """Return the logits of every head for one passage; of values those that stand in it, as `read`."""
        opens = passage["opens"]
        own = vectors[opens].mean(0) if opens else vectors[0]
        plant = self.drop(torch.cat([own, vectors[0]]))
        read = self.drop(F.gelu(self.ent(plant), approximate="tanh"))
        found = {"yes": self.yes(read)[0], "stat": self.stat(read), "fuel": self.fuel(read)}
        for kind in self.kinds:
            spans, groups, count = passage["values"][kind]
            if spans:
                rows = torch.stack(
                    [torch.cat([vectors[a], vectors[b], vectors[a : b + 1].mean(0)]) for a, b in spans]
                )
                mixed = self.val[kind](self.drop(rows)) + self.men[kind](plant)
                odds = self.out[kind](self.drop(F.gelu(mixed, approximate="tanh")))
                owner = torch.tensor(groups)
                found[kind] = _merged(odds, owner, count)
        return found


def _merged(odds: Tensor, owner: Tensor, count: int) -> Tensor:
    """Return log-probabilities per value from those of its mentions: what any of them says counts."""
    beside = odds[:, 1:] - odds[:, :1]
    index = owner[:, None].expand_as(beside)
    top = torch.full((count, beside.shape[1]), -1e9).scatter_reduce(0, index, beside, "amax").detach()
    total = torch.zeros(count, beside.shape[1]).index_add(0, owner, torch.exp(beside - top[owner]))
    joined = top + torch.log(total)
    return F.log_softmax(torch.cat([torch.zeros(count, 1), joined], 1), -1)


def losses(out: Mapping[str, Tensor], passage: Mapping[str, Any], kinds: Sequence[str]) -> dict[str, Tensor]:
    """Return every head's loss on one passage; what gold leaves open weighs less or nothing."""
    project = passage["project"]
    found = {}
    if project["label"] is not None:
        wanted = torch.tensor(0.05 + 0.9 * project["label"])
        found["yes"] = F.binary_cross_entropy_with_logits(out["yes"], wanted)
    if project.get("status"):
        wanted = torch.tensor([project["status"]])
        found["stat"] = F.cross_entropy(out["stat"][None], wanted, label_smoothing=0.05)
    if project.get("fuels"):
        wanted = torch.zeros(out["fuel"].shape[0])
        wanted[project["fuels"]] = 1.0
        found["fuel"] = 3 * F.binary_cross_entropy_with_logits(out["fuel"], wanted)
    share = 0.3 if project["label"] is None else 1.0
    for kind in kinds:
        if kind in out:
            logs, answers = out[kind], passage["answers"][kind]
            cost, weight = -logs[:, 0], torch.full((len(logs),), 0.5 * share)
            for row, (labels, sure) in answers.items():
                cost = cost.index_put((torch.tensor(row),), -torch.logsumexp(logs[row, labels], 0))
                weight[row] = sure
            found[kind] = (cost * weight).sum() / 2
    return found


def passages(row: Mapping[str, Any], kinds: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield an article's passages with the values in them and their answers."""
    for number, (passage, project) in enumerate(zip(row["passages"], row["projects"], strict=True)):
        here = {place: at for at, place in enumerate(passage["places"]) if place >= 0}
        values: dict[str, Any] = {}
        answers: dict[str, Any] = {}
        for kind in kinds:
            spans: list[tuple[int, int]] = []
            groups: list[int] = []
            order: dict[int, int] = {}
            for value, mentions in enumerate(row[kind]["spans"]):
                for first, last in mentions:
                    if first in here and last in here:
                        spans.append((here[first], here[last]))
                        groups.append(order.setdefault(value, len(order)))
            values[kind] = (spans, groups, len(order))
            answers[kind] = {
                order[v]: (labels, sure)
                for v, plant, labels, sure in row[kind]["answers"]
                if plant == number and labels and v in order
            }
        yield {**passage, "project": project, "values": values, "answers": answers, "id": row["id"]}


def _veiled(passage: dict[str, Any]) -> dict[str, Any]:
    ids = [MASK if i != BREAK and i >= MARKS and random.random() < VEILED else i for i in passage["ids"]]
    return {**passage, "ids": ids}


def _batches(found: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield passages of like length together, in random order."""
    found = random.sample(found, len(found))
    for start in range(0, len(found), 40 * BATCH):
        part = sorted(found[start : start + 40 * BATCH], key=lambda p: len(p["ids"]))
        groups = [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
        yield from random.sample(groups, len(groups))


def measure(model: Closer, held: Sequence[dict[str, Any]]) -> str:
    """Return the mean losses on passages that were held out, and the share of statuses that are right."""
    model.eval()
    seen = defaultdict(list)
    with torch.no_grad():
        for passage in held:
            out = model.judge(model.read([passage])[0], passage)
            for name, value in losses(out, passage, model.kinds).items():
                seen[name].append(float(value))
            if passage["project"].get("status") and passage["project"]["label"]:
                seen["status right"].append(float(out["stat"].argmax() == passage["project"]["status"]))
    model.train()
    return str({name: round(sum(v) / len(v), 3) for name, v in seen.items()})


def train(
    model: Closer,
    views: Sequence[Sequence[list[dict[str, Any]]]],
    held: Sequence[dict[str, Any]],
    epochs: int,
    rate: float,
) -> None:
    """Fit the model, on one view of each article an epoch; prints the losses, also on articles held out."""
    encoder = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": 8 * rate}], weight_decay=0.01
    )
    count = sum(len(v[0]) for v in views)
    total = epochs * count // BATCH + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.08 * total)) * max(0.02, 1 - step / total)
    )
    model.train()
    average, steps = AveragedModel(model), 0
    for epoch in range(epochs):
        began, seen = time.time(), defaultdict(list)
        for batch in _batches([p for v in views for p in random.choice(list(v))]):
            veiled = [_veiled(p) for p in batch]
            vectors = model.read(veiled)
            loss = torch.zeros(())
            for row, passage in zip(vectors, veiled, strict=True):
                for name, value in losses(model.judge(row, passage), passage, model.kinds).items():
                    loss = loss + value / BATCH
                    seen[name].append(float(value.detach()))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            steps += 1
            if steps >= total * SETTLED and steps % EVERY == 0:
                average.update_parameters(model)
        shown = {name: round(sum(v) / len(v), 3) for name, v in seen.items()}
        sys.stdout.write(f"{epoch} {shown} {time.time() - began:.0f}s\n")
        if held and epoch % 2:
            sys.stdout.write(f"  held out: {measure(model, held)}\n")
        sys.stdout.flush()
    if not int(average.n_averaged):
        raise SystemExit("too few articles for a mean of weights")  # it would be those training began with
    model.load_state_dict(average.module.state_dict())
    if held:
        sys.stdout.write(f"  held out, averaged: {measure(model, held)}\n")
        sys.stdout.flush()


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(prog="encoder.closer")
    parser.add_argument("--clusters", type=Path, required=True, help="what benchmarks.encoder.clusters wrote")
    chosen, head, rows = begin(parser, epochs=5)
    model = Closer(head)
    stored = torch.load(chosen.out.with_suffix(".pt"))
    model.bert.load_state_dict({n[5:]: p for n, p in stored.items() if n.startswith("bert.")})
    for table in (model.bert.word, model.bert.pos, model.bert.typ):
        table.weight.requires_grad_(False)
    model.bert.word.weight.data[1:MARKS] = 0.05 * torch.randn(MARKS - 1, WIDTH)
    views: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
    held: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["fold"] != chosen.fold:
            views[row["id"]].append(list(passages(row, model.kinds)))
    with chosen.clusters.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            found = list(passages(row, model.kinds))
            if row["fold"] != chosen.fold:
                views[row["id"]] += [found] * len(views[row["id"]])
            else:
                held[row["id"]] = found
    count = sum(len(v[0]) for v in views.values())
    sys.stdout.write(f"{len(views)} articles, {count} passages\n")
    train(model, list(views.values()), [p for own in held.values() for p in own], chosen.epochs, chosen.rate)
    write_model(model, chosen.out, "closer")


if __name__ == "__main__":
    main()
