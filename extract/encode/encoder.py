"""The encoder: loads the small language model once and reads articles with it, window by window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from threadpoolctl import ThreadpoolController

from extract.domain.span import Span
from extract.encode.arithmetic import Array, prefix_sums
from extract.encode.chains import chain_up
from extract.encode.heads import Scores, Tagged, read_tags, score
from extract.encode.phrases import Phrase
from extract.encode.tokens import Tokens, tokenize, windows
from extract.errors import ConfigError

__all__ = ["ENCODER", "Encoder", "Encoding", "load_encoder"]

ENCODER = Path(__file__).parent / "data"
"""Folder of encoder.onnx (the language model, 8-bit) and heads.npz; `make train-encoder` writes both."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One article read: its tokens, a vector for each, and the sums of the first n vectors."""

    tokens: Tokens
    vectors: Array
    total: Array
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]


class Encoder:
    """Reads articles. Loaded once a process; see `load_encoder`.

    Args:
        folder: Where encoder.onnx and heads.npz lie.
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # articles are shared out among processes, not inside one
        options.inter_op_num_threads = 1
        try:
            model = (folder / "encoder.onnx").read_bytes()
            with np.load(folder / "heads.npz", allow_pickle=False) as stored:
                self.weights: Mapping[str, Array] = {
                    name: stored[name].astype(np.float32) for name in stored.files
                }
            self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except (OSError, ValueError, RuntimeError) as error:
            raise ConfigError(f"the encoder cannot be loaded ({error})", path=str(folder)) from error
        # The products are small: BLAS threads would spend more time waiting for each other than adding.
        self._blas = ThreadpoolController()

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
            ids = np.array([*tokens.prefix, *tokens.ids[start:end]], np.int64)
            cases = np.array([0] * before + list(tokens.cases[start:end]), np.int64)
            (rows,) = self._session.run(None, {"ids": ids, "cases": cases})
            parts.append(rows[before + skip : before + keep])
        vectors = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return Encoding(tokens, vectors, prefix_sums(vectors), sentences, paragraphs)

    def tags(self, encoding: Encoding, text: str) -> list[Tagged]:
        """Return the names of plants, groups and parties it sees."""
        with self._blas.limit(limits=1, user_api="blas"):
            return read_tags(self.weights, encoding.vectors, encoding.tokens, text)

    def chains(self, encoding: Encoding, text: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, ...], ...]:
        """Say which phrases mean one plant, see `chains.chain_up`; needs at least one phrase."""
        with self._blas.limit(limits=1, user_api="blas"):
            return chain_up(
                self.weights, encoding.vectors, encoding.total, encoding.tokens, text, phrases,
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
                self.weights, encoding.vectors, encoding.total, encoding.tokens, plants, values,
                encoding.sentences, encoding.paragraphs,
            )  # fmt: skip


@cache
def load_encoder(folder: Path = ENCODER) -> Encoder:
    """Load the encoder of a folder, once a process.

    Raises:
        ConfigError: The files are missing or broken.
    """
    return Encoder(folder)
