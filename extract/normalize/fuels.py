"""Fuels and technologies that a phrase names: text in, vocabulary terms out, pure."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicons.loader import compile_forms, load_lexicon

__all__ = ["fuels_in", "is_technical", "technology_in"]


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
    found: list[str] = []
    for match in compile_forms("fuels").finditer(phrase):
        form = re.sub(r"\s+", " ", match.group().lower())
        if form in {"pv", "csp"} and not match.group().isupper():
            continue
        for fuel in _forms("fuels").get(form, ()):
            if fuel not in found:
                found.append(fuel)
    return tuple(found)


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
