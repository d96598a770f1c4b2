"""Linear choices: softmax over weighted features, loaded from readable JSON. Knows no slot, no text."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.errors import ConfigError

__all__ = ["WEIGHTS", "LinearModel", "file_digest", "load_models", "weights_digest"]

WEIGHTS = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One decision: labels, a bias per label and per feature a weight per label."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    threshold: float = 0.5

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """Return the probability of every label; they add up to one.

        >>> model = LinearModel(("no", "yes"), (0.0, 0.0), {"f": (0.0, 2.0)})
        >>> round(model.probabilities({"f": 1.0})["yes"], 2)
        0.88
        """
        scores = list(self.bias)
        weights = self.weights
        for name, value in features.items():
            row = weights.get(name)
            if row is not None:
                for index, weight in enumerate(row):
                    scores[index] += weight * value
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}

    def reasons(
        self, features: Mapping[str, float], label: str, most: int = 4
    ) -> tuple[tuple[str, float], ...]:
        """Return the features that spoke loudest for or against a label, with their contributions."""
        at = self.labels.index(label)
        parts = [
            (name, self.weights[name][at] * value) for name, value in features.items() if name in self.weights
        ]
        return tuple(sorted(parts, key=lambda p: (-abs(p[1]), p[0]))[:most])


@cache
def load_models(path: Path = WEIGHTS) -> dict[str, LinearModel]:
    """Load every decision's weights.

    Raises:
        ConfigError: The file is missing, broken, or its digest does not fit its content.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        models = raw["models"]
        if raw["digest"] != weights_digest(models):
            raise ConfigError("the weights do not fit their digest; run make train", path=str(path))
        return {
            name: LinearModel(
                tuple(m["labels"]),
                tuple(m["bias"]),
                {feature: tuple(row) for feature, row in m["weights"].items()},
                m.get("threshold", 0.5),
            )
            for name, m in models.items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"the decision weights cannot be read ({error})", path=str(path)) from error


def weights_digest(models: object) -> str:
    """Return the digest of a weights table."""
    return hashlib.sha256(json.dumps(models, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def file_digest(path: Path) -> str:
    """Return the digest of a weights file, part of each record's provenance."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
