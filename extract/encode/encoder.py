"""The encoder: two small language models, loaded once. One reads articles, one what speaks of each plant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from threadpoolctl import ThreadpoolController

from extract.domain.span import Span
from extract.encode.arithmetic import Array, prefix_sums
from extract.encode.chains import chain_up
from extract.encode.closer import Judgement, judge
from extract.encode.heads import Scores, Tagged, read_tags, score
from extract.encode.passages import passages
from extract.encode.phrases import Phrase
from extract.encode.tokens import Tokens, tokenize, windows
from extract.errors import ConfigError

__all__ = ["ENCODER", "Encoder", "Encoding", "load_encoder"]

ENCODER = Path(__file__).parent / "data"
"""Folder of encoder.onnx, closer.onnx (8-bit weights), their heads (.npz); `make train-encoder` writes it."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One article read: its tokens, a vector for each, and the sums of the first n vectors."""

    tokens: Tokens
    vectors: Array
    total: Array
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]


class _Model:
    """A language model and the matrices of its heads."""

    def __init__(self, folder: Path, name: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # articles are shared out among processes, not inside one
        options.inter_op_num_threads = 1
        try:
            model = (folder / f"{name}.onnx").read_bytes()
            with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
                self.weights: Mapping[str, Array] = {
                    name: stored[name].astype(np.float32) for name in stored.files
                }
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except (OSError, ValueError, RuntimeError) as error:
            raise ConfigError(f"the encoder cannot be loaded ({error})", path=str(folder)) from error

    def read(self, ids: Sequence[int], cases: Sequence[int]) -> Array:
        """Return a vector per word piece."""
        given = {"ids": np.array(ids, np.int64), "cases": np.array(cases, np.int64)}
        (rows,) = self._session.run(None, given)
        found: Array = rows
        return found


_PIECES = 6_000
"""Word pieces of all passages of one text that are read again; stories have some 600."""


class Encoder:
    """Reads articles. Loaded once a process; see `load_encoder`.

    Args:
        folder: Where the models and their heads lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.reader = folder, _Model(folder, "encoder")
        # The products are small: BLAS threads would spend more time waiting for each other than adding.
        self._blas = ThreadpoolController()

    @cached_property
    def closer(self) -> _Model:
        """The second model; loaded when asked for: it learns from plants as the first alone sees them."""
        return _Model(self._folder, "closer")

    def encode(
        self, text: str, sentences: Sequence[Span], paragraphs: Sequence[Span], published: str | None
    ) -> Encoding | None:
        """Read an article; None where it holds no word."""
        tokens = tokenize(text, paragraphs, published)
        if not tokens.real:
            return None
        parts = []
        before = len(tokens.prefix)
        for start, end, skip, keep in windows(len(tokens.ids), before):
            ids, cases = tokens.ids[start:end], tokens.cases[start:end]
            rows = self.reader.read([*tokens.prefix, *ids], [*[0] * before, *cases])
            parts.append(rows[before + skip : before + keep])
        vectors = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return Encoding(tokens, vectors, prefix_sums(vectors), sentences, paragraphs)

    def tags(self, encoding: Encoding, text: str) -> list[Tagged]:
        """Return the names of plants, groups and parties it sees."""
        with self._blas.limit(limits=1, user_api="blas"):
            return read_tags(self.reader.weights, encoding.vectors, encoding.tokens, text)

    def chains(self, encoding: Encoding, text: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, ...], ...]:
        """Say which phrases mean one plant, see `chains.chain_up`; needs at least one phrase."""
        with self._blas.limit(limits=1, user_api="blas"):
            return chain_up(
                self.reader.weights, encoding.vectors, encoding.total, encoding.tokens, text, phrases,
                encoding.sentences, encoding.paragraphs,
            )  # fmt: skip

    def read(
        self,
        encoding: Encoding,
        plants: Sequence[Sequence[Span]],
        values: Mapping[str, Sequence[Sequence[Span]]],
    ) -> Scores | None:
        """Score an article's plants and values, see `heads.score`; None where there is no plant."""
        if not plants:
            return None
        with self._blas.limit(limits=1, user_api="blas"):
            return score(
                self.reader.weights, encoding.vectors, encoding.total, encoding.tokens, plants, values,
                encoding.sentences, encoding.paragraphs,
            )  # fmt: skip

    def judge(
        self,
        tokens: Tokens,
        sentences: Sequence[Span],
        plants: Sequence[Sequence[Span]],
        groups: Sequence[tuple[Span, Collection[int]]],
        values: Mapping[str, Sequence[Sequence[Span]]],
        wanted: Sequence[int],
    ) -> dict[int, Judgement]:
        """Read each wanted plant's passage again, see `closer.judge`.

        Args:
            tokens: The article's word pieces.
            sentences: Its sentences.
            plants: Per plant its mentions.
            groups: Phrases for several plants, each with the numbers of those it means.
            values: Per kind the values, each with its mentions.
            wanted: The numbers of the plants to read about, the most wanted first: those whose passages do
                not fit into what is read of one text have no entry.
        """
        places = {
            kind: [[tokens.locate(m) for m in mentions] for mentions in given]
            for kind, given in values.items()
        }
        read = passages(tokens, sentences, plants, groups, wanted)
        found = {}
        pieces = 0
        with self._blas.limit(limits=1, user_api="blas"):
            for plant, passage in zip(wanted, read, strict=True):
                pieces += len(passage.ids)
                if pieces > _PIECES:
                    break
                vectors = self.closer.read(passage.ids, passage.cases)
                found[plant] = judge(self.closer.weights, vectors, passage, places)
        return found


@cache
def load_encoder(folder: Path = ENCODER) -> Encoder:
    """Load the encoder of a folder, once a process.

    Raises:
        ConfigError: The files are missing or broken.
    """
    return Encoder(folder)
