"""Fuels and technologies that a phrase names: text in, vocabulary terms out, pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.lexicons.loader import compile_forms, load_lexicon

__all__ = ["fuel_words", "fuels_in", "is_technical", "technology_in"]


@cache
def _forms(lexicon: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for entry in load_lexicon(lexicon).entries:
        for form in entry.forms:
            key = form.lower()
            table[key] = (*table.get(key, ()), entry.id)
    return table


def fuels_in(phrase: str) -> tuple[str, ...]:
    """Return the fuels a phrase names, in order, each once.

    >>> fuels_in("pumped-storage plant")
    ('hydro', 'storage')
    >>> fuels_in("300-MW gas-fired combined cycle plant")
    ('gas',)
    """
    return tuple(dict.fromkeys(fuel for _, fuel in fuel_words(phrase)))


def fuel_words(text: str) -> Iterator[tuple[int, str]]:
    """Yield where in a text a fuel is named, and which; a word that names two yields both.

    >>> list(fuel_words("a gas plant beside the wind farm"))
    [(2, 'gas'), (23, 'wind')]
    """
    for match in compile_forms("fuels").finditer(text):
        form = re.sub(r"\s+", " ", match.group().lower())
        if form in {"pv", "csp"} and not match.group().isupper():
            continue
        for fuel in _forms("fuels").get(form, ()):
            yield match.start(), fuel


def technology_in(phrase: str) -> str | None:
    """Return the technology a phrase names, the longest form winning, or None.

    >>> technology_in("a 600 MW combined-cycle plant")
    'combined cycle'
    """
    matches = [m.group() for m in compile_forms("technologies").finditer(phrase)]
    best = max(matches, key=len, default=None)
    if best is None or (len(best) <= 4 and not best.isupper()):
        return None
    found = _forms("technologies").get(re.sub(r"\s+", " ", best.lower()))
    return found[0] if found else None


@cache
def _technical() -> frozenset[str]:
    """Return the words for fuels and technologies, those of several words also by their first."""
    forms = {*_forms("fuels"), *_forms("technologies")}
    return frozenset(forms | {form.split()[0] for form in forms})


def is_technical(name: str) -> bool:
    """Return True where a name is nothing but a word for a fuel or technology: a cell of a table, a heading.

    >>> is_technical("Photovoltaic"), is_technical("Parabolic"), is_technical("Solar Acme")
    (True, True, False)
    """
    return name.lower() in _technical()
