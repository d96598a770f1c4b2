"""The encoder and its heads in PyTorch: MiniLM (BERT) with a case embedding, span heads, losses.

Stands alone: needs torch and safetensors, not this package; `extract/encode/heads.py` is the same in numpy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

__all__ = ["HALVES", "Bert", "Reader", "losses"]

HALVES = bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
"""Whether the processor multiplies bfloat16; where it does not, training with it took nine times as long."""

WIDTH, HEADS, INNER, LAYERS, SMALL = 384, 12, 1536, 6, 128
NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "o": "attention.output.dense", "ln1": "attention.output.LayerNorm", "i": "intermediate.dense",
    "f": "output.dense", "ln2": "output.LayerNorm",
}  # fmt: skip


class Layer(nn.Module):
    """One transformer layer over the tokens of one window."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.i, self.f = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.ln1, self.ln2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor) -> Tensor:
        def split(t: Tensor) -> Tensor:
            return t.view(-1, HEADS, WIDTH // HEADS).transpose(0, 1)

        weight = torch.softmax(
            split(self.q(x)) @ split(self.k(x)).transpose(1, 2) / math.sqrt(WIDTH // HEADS), -1
        )
        mixed = (self.drop(weight) @ split(self.v(x))).transpose(0, 1).reshape(-1, WIDTH)
        x = self.ln1(x + self.drop(self.o(mixed)))
        return self.ln2(x + self.drop(self.f(F.gelu(self.i(x)))))


class Bert(nn.Module):
    """Token ids and cases to vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.pos, self.typ = (
            nn.Embedding(30522, WIDTH),
            nn.Embedding(512, WIDTH),
            nn.Embedding(2, WIDTH),
        )
        self.case = nn.Embedding(6, WIDTH)
        nn.init.zeros_(self.case.weight)
        self.ln, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def load_base(self, stored: Mapping[str, Tensor]) -> None:
        """Take the weights of all-MiniLM-L6-v2; word, position and type tables stay as they are."""
        stored = {name.removeprefix("bert."): tensor for name, tensor in stored.items()}
        own = {
            "word.weight": stored["embeddings.word_embeddings.weight"],
            "pos.weight": stored["embeddings.position_embeddings.weight"],
            "typ.weight": stored["embeddings.token_type_embeddings.weight"],
            "ln.weight": stored["embeddings.LayerNorm.weight"],
            "ln.bias": stored["embeddings.LayerNorm.bias"],
            "case.weight": self.case.weight.data,
        }
        for number in range(LAYERS):
            for short, long in NAMES.items():
                for part in ("weight", "bias"):
                    own[f"layers.{number}.{short}.{part}"] = stored[f"encoder.layer.{number}.{long}.{part}"]
        self.load_state_dict(own)
        for table in (self.word, self.pos, self.typ):
            table.weight.requires_grad_(False)

    def forward(self, ids: Tensor, cases: Tensor) -> Tensor:
        """Return a vector per token of one window."""
        x = self.word(ids) + self.pos.weight[: ids.shape[0]] + self.typ.weight[0] + self.case(cases)
        x = self.drop(self.ln(x))
        for layer in self.layers:
            x = layer(x)
        return x


class Reader(nn.Module):
    """The encoder with all its heads.

    Args:
        head: The first line of the exported file: labels, tags, number of relations.
    """

    def __init__(self, head: Mapping[str, Any]) -> None:
        super().__init__()
        self.kinds: list[str] = list(head["kinds"])
        labels = {kind: len(names) for kind, names in head["labels"].items()}

        def each(make: Any) -> nn.ModuleDict:
            return nn.ModuleDict({kind: make(kind) for kind in self.kinds})

        self.bert = Bert()
        self.tag = nn.Linear(WIDTH, len(head["tags"]))
        self.val, self.men = (each(lambda _: nn.Linear(3 * WIDTH, SMALL)) for _ in range(2))
        self.mul = each(lambda _: nn.Linear(SMALL, SMALL, bias=False))
        self.rel = each(lambda _: nn.Embedding(head["relations"], SMALL))
        self.out = each(lambda kind: nn.Linear(SMALL, labels[kind]))
        self.none = each(lambda _: nn.Linear(SMALL, 1))
        self.own = each(lambda kind: nn.Linear(SMALL, labels[kind] + 1))
        self.ent, self.key, self.eout = (
            nn.Linear(3 * WIDTH, SMALL),
            nn.Linear(WIDTH, SMALL),
            nn.Linear(SMALL + WIDTH, SMALL),
        )
        self.yes, self.stat = nn.Linear(SMALL, 1), nn.Linear(SMALL, len(head["statuses"]) + 1)
        self.fuel = nn.Linear(SMALL, len(head["fuels"]))
        self.earlier, self.later = (nn.Linear(3 * WIDTH, SMALL) for _ in range(2))
        self.means, self.alone = nn.Linear(SMALL, len(head["meanings"])), nn.Linear(SMALL, 1)
        self.linkmul, self.link = nn.Linear(SMALL, SMALL, bias=False), nn.Linear(SMALL, 1)
        self.linkrel = nn.Embedding(head["link_relations"], SMALL)
        self.drop = nn.Dropout(0.2)

    def vectors(self, row: Mapping[str, Any]) -> Tensor:
        """Return a vector per token, read window by window."""
        before = len(row["prefix"])
        parts = []
        for start, end, skip, keep in row["windows"]:
            ids = torch.tensor([*row["prefix"], *row["ids"][start:end]])
            cases = torch.tensor([0] * before + row["cases"][start:end])
            with torch.autocast("cpu", torch.bfloat16, enabled=self.training and HALVES):
                read = self.bert(ids, cases)
            parts.append(read.float()[before + skip : before + keep])
        return torch.cat(parts)

    @staticmethod
    def spans(vectors: Tensor, total: Tensor, spans: Sequence[Sequence[int]]) -> Tensor:
        """Return first and last vector and the mean of each span."""
        first, last = (torch.tensor([s[i] for s in spans]) for i in (0, 1))
        mean = (total[last + 1] - total[first]) / (last + 1 - first)[:, None]
        return torch.cat([vectors[first], vectors[last], mean], 1)

    def forward(self, row: Mapping[str, Any]) -> dict[str, Tensor]:
        """Return the logits of every head that has something to read."""
        vectors = self.drop(self.vectors(row))
        found = {"tag": self.tag(vectors)}
        total = torch.cat([torch.zeros(1, WIDTH), vectors.cumsum(0)])
        if row["phrases"]:
            found |= self._links(self.spans(vectors, total, row["phrases"]), row["links"])
        plants = row["plants"]
        if not plants:
            return found
        mentions = self.spans(vectors, total, [m for own in plants for m in own])
        mean = _mean(self.ent(mentions), [len(own) for own in plants])
        weight = torch.softmax(mean @ self.key(vectors).T / math.sqrt(SMALL), -1)
        read = self.drop(_gelu(self.eout(torch.cat([mean, weight @ vectors], 1))))
        found |= {"yes": self.yes(read)[:, 0], "stat": self.stat(read), "fuel": self.fuel(read)}
        for kind in self.kinds:
            values = row[kind]["spans"]
            if values:
                rows = self.spans(vectors, total, [m for spans in values for m in spans])
                found[kind], found[f"own.{kind}"] = self._values(kind, rows, row[kind], mentions, len(plants))
        return found

    def _links(self, rows: Tensor, links: Sequence[Sequence[Any]]) -> dict[str, Tensor]:
        left, right = self.earlier(rows), self.later(rows)
        own = self.drop(_gelu(right))
        found = {"means": self.means(own), "alone": self.alone(own)[:, 0]}
        later, earlier, relations = (torch.tensor(column, dtype=torch.long) for column in links)
        if len(later):
            mixed = left[earlier] + right[later] + self.linkmul(left[earlier] * right[later])
            found["link"] = self.link(self.drop(_gelu(mixed + self.linkrel(relations).sum(1))))[:, 0]
        return found

    def _values(
        self, kind: str, rows: Tensor, given: Mapping[str, Any], mentions: Tensor, plants: int
    ) -> tuple[Tensor, Tensor]:
        which, whose, relations, groups = (torch.tensor(column, dtype=torch.long) for column in given["plan"])
        counts = [len(spans) for spans in given["spans"]]
        value, plant = self.val[kind](rows), self.men[kind](mentions)
        left, right = value[which], plant[whose]
        mixed = _gelu(left + right + self.mul[kind](left * right) + self.rel[kind](relations).sum(1))
        labels = self.out[kind](self.drop(mixed))
        joined = _log_sum(labels, groups, len(counts) * plants).view(len(counts), plants, -1)
        by_value = _gelu(_mean(value, counts))
        none = self.none[kind](by_value)[:, None, :].expand(-1, plants, -1)
        return torch.cat([none, joined], -1), self.own[kind](self.drop(by_value))


def _gelu(x: Tensor) -> Tensor:
    return F.gelu(x, approximate="tanh")


def _mean(rows: Tensor, counts: Sequence[int]) -> Tensor:
    owner = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
    result = torch.zeros(len(counts), rows.shape[1]).index_add(0, owner, rows)
    return result / torch.tensor(counts)[:, None].clamp(min=1)


def _log_sum(rows: Tensor, groups: Tensor, count: int) -> Tensor:
    index = groups[:, None].expand_as(rows)
    top = torch.full((count, rows.shape[1]), -1e9).scatter_reduce(0, index, rows, "amax").detach()
    result = torch.zeros(count, rows.shape[1]).index_add(0, groups, torch.exp(rows - top[groups]))
    return top + torch.log(result + 1e-9)


def losses(model: Reader, row: Mapping[str, Any]) -> dict[str, Tensor]:
    """Return every head's loss on one article; what gold leaves open weighs less or nothing."""
    out = model(row)
    rare = torch.tensor([0.5, *[1.0] * (out["tag"].shape[1] - 1)])
    found = {
        "tag": 2 * F.cross_entropy(out["tag"], torch.tensor(row["tags"]), ignore_index=-100, weight=rare)
    }
    if row["phrases"]:
        found |= _link_losses(out, row)
    projects = row["projects"]
    if not projects:
        return found
    closed = [i for i, p in enumerate(projects) if p["label"] is not None]
    if closed:
        wanted = torch.tensor([0.05 + 0.9 * projects[i]["label"] for i in closed])
        found["yes"] = F.binary_cross_entropy_with_logits(out["yes"][closed], wanted)
    told = [i for i, p in enumerate(projects) if p.get("status")]
    if told:
        wanted = torch.tensor([projects[i]["status"] for i in told])
        found["stat"] = F.cross_entropy(out["stat"][told], wanted, label_smoothing=0.05)
    burnt = [i for i, p in enumerate(projects) if p.get("fuels")]
    if burnt:
        wanted = torch.zeros(len(burnt), out["fuel"].shape[1])
        for place, i in enumerate(burnt):
            wanted[place, projects[i]["fuels"]] = 1.0
        found["fuel"] = 3 * F.binary_cross_entropy_with_logits(out["fuel"][burnt], wanted)
    for kind in model.kinds:
        if kind in out:
            found |= _value_losses(kind, out, row[kind]["answers"], projects)
    return found


def _link_losses(out: Mapping[str, Tensor], row: Mapping[str, Any]) -> dict[str, Tensor]:
    """What each phrase means; and that one that means a plant takes up one of its chain, the first none."""
    meanings, chains = torch.tensor(row["meanings"]), torch.tensor(row["chains"])
    found = {}
    if (meanings >= 0).any():
        found["means"] = F.cross_entropy(out["means"], meanings, ignore_index=-100, label_smoothing=0.05)
    count = len(row["phrases"])
    if "link" not in out:
        return found
    later, earlier = torch.tensor(row["links"][0]), torch.tensor(row["links"][1])
    odds = torch.where(chains[earlier] < 0, torch.full_like(out["link"], -1e4), out["link"])
    same = (chains[earlier] == chains[later]) & (chains[later] >= 0)
    right = torch.where(same, odds, torch.full_like(odds, -1e4))
    whole = torch.logaddexp(_log_sum(odds[:, None], later, count)[:, 0], out["alone"])
    follows = torch.zeros(count, dtype=torch.bool).index_put((later[same],), torch.tensor(True))
    taken = torch.where(follows, _log_sum(right[:, None], later, count)[:, 0], out["alone"])
    known = chains >= 0
    if known.any():
        found["link"] = (whole - taken)[known].mean()
    return found


def _value_losses(
    kind: str, out: Mapping[str, Tensor], answers: Sequence[Any], projects: Sequence[Mapping[str, Any]]
) -> dict[str, Tensor]:
    logs = F.log_softmax(out[kind], -1)
    cost = -logs[..., 0]
    weight = torch.full(cost.shape, 0.5)
    own = torch.zeros(cost.shape[0], dtype=torch.long)
    extra = []
    for value, plant, labels, sure in answers:
        if labels:
            extra.append((value, plant, -torch.logsumexp(logs[value, plant, labels], 0)))
            weight[value, plant] = sure
            own[value] = own[value] or labels[0]
    if extra:
        rows, columns = torch.tensor([e[0] for e in extra]), torch.tensor([e[1] for e in extra])
        cost = cost.index_put((rows, columns), torch.stack([e[2] for e in extra]))
    for plant, project in enumerate(projects):
        if project["label"] is None:
            weight[:, plant] *= 0.3
    share = 1.5 if kind in {"date", "org"} else 1.0
    return {
        kind: share * (cost * weight).sum() / weight.sum(),
        f"own.{kind}": 0.3 * F.cross_entropy(out[f"own.{kind}"], own),
    }
