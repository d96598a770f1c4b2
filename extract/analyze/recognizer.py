"""The model's entities, decided for all tokens at once: spaCy's answers in a tenth of its time.

spaCy's recogniser goes through a text token by token (begin, in, last, unit, out) and scores each step by
itself. Outside an entity, though, a step is decided by the token's own vector alone, so those scores are made
for all tokens in one product of matrices; only the steps inside entities, one in ten, follow each other.
The model, its weights and its rules are spaCy's (`spacy/pipeline/_parser_internals/ner.pyx`: which step may
follow which); `tests/analyze/test_fast_model.py` holds the answers against spaCy's own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

__all__ = ["Recognizer", "fast_ops"]

_FEATURES = 3
"""The token under consideration, the first and the last one of the entity under way."""


def fast_ops(nlp: Language) -> None:
    """Let numpy's library multiply the model's matrices: it takes a third of the time of blis here."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops


class Recognizer:
    """A model's entity recogniser.

    Args:
        nlp: The pipeline; its component "ner" must be one that `fits`.
    """

    def __init__(self, nlp: Language) -> None:
        ner: Any = nlp.get_pipe("ner")
        self._vectors = ner.model.layers[0]
        self._lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
        self._bias: NDArray[np.float32] = self._lower.get_param("b")
        self._weights: NDArray[np.float32] = upper.get_param("W")
        self._offsets: NDArray[np.float32] = upper.get_param("b")
        self._names: list[str] = [ner.moves.get_class_name(move) for move in range(ner.moves.n_moves)]
        place = {name: move for move, name in enumerate(self._names)}
        # What may be done outside an entity, in the order in which spaCy prefers equals.
        self._outside = [
            m for m, n in enumerate(self._names) if n == "O" or (n[:2] in {"B-", "U-"} and n[2:])
        ]
        kinds = [self._names[move][:1] for move in self._outside]
        self._begins = np.array([kind == "B" for kind in kinds])
        self._named = np.array([kind != "O" for kind in kinds])
        self._inside = {n[2:]: [m, place[f"L-{n[2:]}"]] for m, n in enumerate(self._names) if n[:2] == "I-"}

    @staticmethod
    def fits(nlp: Language) -> bool:
        """Return True where a pipeline has a greedy recogniser of the kind spaCy's small models have."""
        if "ner" not in nlp.pipe_names:
            return False
        ner: Any = nlp.get_pipe("ner")
        model = getattr(ner, "model", None)
        if not isinstance(model, Model) or model.name != "parser_model" or type(model.ops) is not NumpyOps:
            return False
        lower = model.get_ref("lower")
        return bool(
            ner.cfg.get("beam_width") == 1
            and model.attrs["has_upper"]
            and not model.attrs["unseen_classes"]
            and lower.get_dim("nF") == _FEATURES
        )

    def recognize(self, doc: Doc, starts: Sequence[int]) -> None:
        """Set a document's entities.

        Args:
            doc: Without entities, its sentence starts set.
            starts: The first token of each sentence.
        """
        if len(doc):
            found = self._found(self._lower.predict(self._vectors.predict([doc])), doc, starts)
            doc.set_ents([Span(doc, start, end, label=label) for start, end, label in found])

    def _found(
        self, cells: NDArray[np.float32], doc: Doc, starts: Sequence[int]
    ) -> list[tuple[int, int, str]]:
        """Return (first token, past last token, label) of each entity.

        Args:
            cells: What each token adds as each feature; the first row is for a feature that is not there.
            doc: The document.
            starts: The first token of each sentence.
        """
        last = np.zeros(len(doc), dtype=bool)  # an entity ends where its sentence does
        last[np.asarray(starts[1:], dtype=int) - 1] = True
        last[-1] = True
        steps = self._steps_outside(cells, last, doc.to_array("IS_SPACE").astype(bool))
        found: list[tuple[int, int, str]] = []
        at = 0
        for begin in np.flatnonzero(self._named[steps]).tolist():
            if begin < at:
                continue
            kind, label = self._names[self._outside[steps[begin]]].split("-", 1)
            at = begin + 1
            if kind == "B":
                while not last[at] and self._goes_on(cells, begin, at, label):
                    at += 1
                at += 1
            found.append((begin, at, label))
        return found

    def _steps_outside(
        self, cells: NDArray[np.float32], last: NDArray[np.bool_], blank: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Return for each token what is done there when no entity is under way, as an index of `_outside`."""
        sums = cells[1:, 0] + cells[0, 1] + cells[0, 2] + self._bias
        scores = (sums.max(axis=-1) @ self._weights.T + self._offsets)[:, self._outside]
        scores[np.ix_(last | blank, self._begins)] = -np.inf
        scores[np.ix_(blank, self._named)] = -np.inf
        steps: NDArray[np.int64] = scores.argmax(axis=1)
        return steps

    def _goes_on(self, cells: NDArray[np.float32], begin: int, at: int, label: str) -> bool:
        """Return True where an entity goes on behind a token rather than ends with it."""
        sums = cells[at + 1, 0] + cells[begin + 1, 1] + cells[at, 2] + self._bias
        inside, ends = self._weights[self._inside[label]] @ sums.max(axis=-1)
        moves = self._inside[label]
        return bool(inside + self._offsets[moves[0]] >= ends + self._offsets[moves[1]])
