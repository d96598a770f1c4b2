"""The model's entities, sentence by sentence side by side: the same answers as over the whole text, sooner.

spaCy's recogniser goes through a text one token at a time, and a step costs nearly the same for one text as for
thirty. It never looks beyond a sentence: an entity ends where its sentence does, and what it decides by are the
tokens of the entity under way and their vectors. So the vectors are made of the whole text, as before, and the
sentences are then stepped through together. `tests/analyze/test_nlp.py` holds it against spaCy's own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from thinc.api import Model, NumpyOps

__all__ = ["Recognizer", "fast_ops"]


def fast_ops(nlp: Language) -> None:
    """Let the model's matrices be multiplied by numpy's library, which takes a third of the time of blis here."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in getattr(component, "model", Model("none", lambda *_: None)).walk():
            if type(node.ops) is NumpyOps:
                node.ops = ops


class Recognizer:
    """A model's entity recogniser, taken out of its pipeline.

    Args:
        nlp: The pipeline; its component "ner" must be `fits`, and is changed.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ner: Any = nlp.get_pipe("ner")
        layers: list[Model[Any, Any]] = self._ner.model.layers
        self._vectors = layers[0]
        self._made: Any = None
        layers[0] = Model("vectors", lambda model, docs, is_train: (self._made, lambda gradient: []))

    @staticmethod
    def fits(nlp: Language) -> bool:
        """Return True where a pipeline has a greedy recogniser of the kind all small models have."""
        if "ner" not in nlp.pipe_names:
            return False
        ner: Any = nlp.get_pipe("ner")
        model = getattr(ner, "model", None)
        greedy = getattr(ner, "cfg", {}).get("beam_width") == 1
        return greedy and model is not None and model.name == "parser_model" and type(model.ops) is NumpyOps

    def recognize(self, doc: Doc, starts: Sequence[int]) -> None:
        """Set a document's entities.

        Args:
            doc: With its sentence starts set.
            starts: The first token of each sentence, in order, the first one 0.
        """
        if not len(doc):
            return
        self._made = self._vectors.predict([doc])
        words = [token.text for token in doc]
        ends = [*starts[1:], len(words)]
        parts = [Doc(self._vocab, words=words[a:b]) for a, b in zip(starts, ends, strict=True)]
        self._ner.set_annotations(parts, self._ner.predict(parts))
        self._made = None
        found = [
            Span(doc, start + ent.start, start + ent.end, label=ent.label)
            for start, part in zip(starts, parts, strict=True)
            for ent in part.ents
        ]
        doc.set_ents(found)
