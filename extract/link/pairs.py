"""The pairs file: what a human decided about two mentions, over whatever the comparison says.

A TOML file; each mention is "ARTICLE/RECORD" as in the table `plant_mentions`, or the id of a plant, which
stands for that plant's oldest mention:

    [[must_link]]
    a = "article-1/p1"
    b = "Pac3dbaf6bd87"
    note = "renamed in 2025"

    [[cannot_link]]
    a = "article-1/p1"
    b = "article-9/p2"
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.errors import ConfigError
from extract.link.mention import MentionKey

__all__ = ["Pairs", "read_pairs"]

Pair = tuple[MentionKey, MentionKey]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Decided pairs of mentions, the smaller key first."""

    must: frozenset[Pair] = frozenset()
    cannot: frozenset[Pair] = frozenset()

    def named(self) -> frozenset[MentionKey]:
        """Return every mention a pair speaks of."""
        return frozenset(key for pair in self.must | self.cannot for key in pair)

    def among(self, known: Collection[MentionKey]) -> Pairs:
        """Return the pairs whose mentions are both known."""
        return Pairs(
            frozenset(p for p in self.must if p[0] in known and p[1] in known),
            frozenset(p for p in self.cannot if p[0] in known and p[1] in known),
        )


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    a: str = Field(min_length=1)
    b: str = Field(min_length=1)
    note: str = ""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    must_link: tuple[_Line, ...] = ()
    cannot_link: tuple[_Line, ...] = ()


def read_pairs(path: Path, resolve: Callable[[str], MentionKey | None]) -> Pairs:
    """Read a pairs file.

    Args:
        path: The file.
        resolve: Gives the mention a text of the file stands for, None where there is none.

    Raises:
        ConfigError: The file is missing or broken, names a mention that does not exist, or contradicts
            itself: two mentions it keeps apart are one by what it joins.
    """
    try:
        parsed = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(first["msg"], path=str(path), key=".".join(map(str, first["loc"]))) from error

    def found(text: str, line: _Line) -> MentionKey:
        key = resolve(text)
        if key is None:
            message = "no such mention or plant; write ARTICLE/RECORD or a plant's id"
            raise ConfigError(message, path=str(path), key=text)
        return key

    def pairs(lines: Iterable[_Line]) -> frozenset[Pair]:
        ends = (sorted((found(line.a, line), found(line.b, line))) for line in lines)
        return frozenset((one, two) for one, two in ends)

    read = Pairs(pairs(parsed.must_link), pairs(parsed.cannot_link))
    _refuse_contradiction(read, path)
    return read


def _refuse_contradiction(pairs: Pairs, path: Path) -> None:
    group: dict[MentionKey, MentionKey] = {}

    def top(key: MentionKey) -> MentionKey:
        while group.get(key, key) != key:
            key = group[key]
        return key

    for one, two in pairs.must:
        group[top(two)] = top(one)
    for one, two in sorted(pairs.cannot):
        if top(one) == top(two):
            shown = " and ".join("/".join(key) for key in (one, two))
            raise ConfigError(f"keeps {shown} apart and joins them; drop one", path=str(path))
