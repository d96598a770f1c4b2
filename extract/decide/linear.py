"""Linear choices: softmax over weighted features, loaded from readable JSON. Knows no slot, no text."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.decide.subject import SubjectModel
from extract.errors import ConfigError

__all__ = ["WEIGHTS", "Calibration", "LinearModel", "Weights", "load_weights", "weights_digest"]

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
        scores = self._scores_of_two(features) if len(self.labels) == 2 else self._scores(features)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}

    def _scores(self, features: Mapping[str, float]) -> list[float]:
        scores = list(self.bias)
        for name, value in features.items():
            row = self.weights.get(name)
            if row is not None:
                for index, weight in enumerate(row):
                    scores[index] += weight * value
        return scores

    def _scores_of_two(self, features: Mapping[str, float]) -> list[float]:
        """Return the same for two labels, which nearly all questions have; adds up in the same order."""
        first, second = self.bias
        known = self.weights.get
        for name, value in features.items():
            row = known(name)
            if row is not None:
                first += row[0] * value
                second += row[1] * value
        return [first, second]

    def reasons(
        self, features: Mapping[str, float], label: str, most: int = 4
    ) -> tuple[tuple[str, float], ...]:
        """Return the features that spoke loudest for or against a label, with their contributions."""
        at = self.labels.index(label)
        parts = [
            (name, self.weights[name][at] * value) for name, value in features.items() if name in self.weights
        ]
        return tuple(sorted(parts, key=lambda p: (-abs(p[1]), p[0]))[:most])


Calibration = Mapping[str, tuple[tuple[float, float], ...]]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything learned: the decisions, by slot what their probabilities are worth, and what words tell."""

    models: Mapping[str, LinearModel]
    calibration: Calibration
    digest: str
    subject: SubjectModel | None = None


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """Load what `make train` wrote.

    Raises:
        ConfigError: The file is missing, broken, or its digest does not fit its content.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        learned = {key: raw[key] for key in ("models", "calibration", "subject")}
        if raw["digest"] != weights_digest(learned):
            raise ConfigError("the weights do not fit their digest; run make train", path=str(path))
        models = {
            name: LinearModel(
                tuple(m["labels"]),
                tuple(m["bias"]),
                {feature: tuple(row) for feature, row in m["weights"].items()},
                m["threshold"],
            )
            for name, m in raw["models"].items()
        }
        tables = {slot: tuple((p, q) for p, q in points) for slot, points in raw["calibration"].items()}
        subject = SubjectModel(
            tuple(raw["subject"]["bias"]),
            {word: tuple(row) for word, row in raw["subject"]["words"].items()},
        )
        return Weights(models, tables, raw["digest"], subject)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"the decision weights cannot be read ({error})", path=str(path)) from error


def weights_digest(learned: object) -> str:
    """Return the digest of everything learned."""
    return hashlib.sha256(json.dumps(learned, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
