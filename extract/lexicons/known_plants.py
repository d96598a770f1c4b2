"""Countries of power plants by name, from the Global Power Plant Database (WRI, CC BY 4.0).

`benchmarks/build_known_plants.py` compiles `data/known_plants.bin`: a line a name, then its countries. A name
says where a plant is likely to stand, never that there is one.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

from extract.errors import LexiconError
from extract.lexicons.gazetteer import fold_name
from extract.lexicons.loader import DATA, load_lexicon

__all__ = ["KNOWN_PLANTS", "known_countries", "known_key"]

KNOWN_PLANTS = DATA / "known_plants.bin"
_NUMBER = re.compile(r"\d+|[ivx]{1,4}|[a-z]")
_SHORTEST = 4
"""A shorter key is the name of too many things."""


@cache
def _generic() -> frozenset[str]:
    entries = load_lexicon("plant_words").by_id()
    return frozenset(
        form.lower() for key in ("generic", "particle", "modifier") for form in entries[key].forms
    )


def known_key(name: str) -> str | None:
    """Return the key a plant's name is stored under: its own words, folded; None where none are left.

    >>> known_key("Río Orlova Wind Farm II"), known_key("Unit 2")
    ('rio orlova', None)
    """
    folded = fold_name(re.sub(r"\(.*?\)|[^\w\s'’-]", " ", name))
    words = [w for w in folded.split() if w not in _generic() and not _NUMBER.fullmatch(w)]
    key = " ".join(words)
    return key if len(key) >= _SHORTEST else None


@cache
def _table(path: Path) -> dict[str, str]:
    """Return the file's lines as a table; read when first asked for.

    Raises:
        LexiconError: The file is missing or broken.
    """
    try:
        lines = zlib.decompress(path.read_bytes()).decode().splitlines()
        return dict(line.split("\t") for line in lines)
    except (OSError, zlib.error, ValueError) as error:
        raise LexiconError(f"{error}; run benchmarks/build_known_plants.py", path=str(path)) from error


def known_countries(name: str, path: Path = KNOWN_PLANTS) -> tuple[str, ...]:
    """Return the countries (ISO 3166-1 alpha-2) that have a plant of a name, () where none is known.

    >>> known_countries("Itaipu Binacional hydropower plant")
    ('PY',)
    """
    key = known_key(name)
    return tuple(_table(path).get(key, "").split()) if key else ()
