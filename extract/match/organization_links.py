"""Names of one article that stand for one organisation: defined acronyms, short forms, spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from extract.normalize.names import (
    acronyms_of,
    clean_name,
    is_acronym_of,
    known_organization,
    organization_key,
    same_organization,
)

__all__ = ["article_keys", "defined_aliases"]

_BRACKET = re.compile(
    r"\s?[(\[]\s?(?:the |formerly |now |ex-)?[\"“']?([^()\[\]\"”'\n]{2,90}?)[\"”']?\s?[)\]]"
)
_OR = re.compile(
    r",?\s(?:or|known as|also known as|called|abbreviated(?: as| to)?|short)\s[\"“]?"
    r"([^\W\d_][\w&.+-]{1,11})[\"”]?"
)
_NAMED = re.compile(r"\s?[=:–-]\s?|\s(?:is|are|means|stands for|for)\s(?:the\s)?")


def defined_aliases(
    text: str, names: Iterable[tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return pairs of spans, a name and the alias that the text defines for it.

    "Asian Development Bank (ADB)", "Copenhagen Infrastructure Partners, or CIP", "CWE is China ...".

    Args:
        text: The article's text.
        names: Spans of names, as (start, end).
    """
    spans = sorted(set(names))
    pairs = []
    for start, end in spans:
        behind = _possessive_end(text, end)
        bracket = _BRACKET.match(text, behind)
        if bracket:
            alias = bracket.span(1)
            first = re.match(r"[^,;]+", bracket.group(1))
            inside = (alias[0], alias[0] + first.end()) if first else alias
            if _fits(text[slice(*inside)], text[start:end]):
                pairs.append(((start, end), inside))
            continue
        other = _OR.match(text, end)
        if other and _abbreviates(other.group(1), text[start:end]):
            pairs.append(((start, end), other.span(1)))
            continue
        apart = re.match(r" of [A-Z]\w+, or ([A-Z]\w+)", text[end : end + 40])
        if apart and _abbreviates(apart.group(1), text[start:end]):
            pairs.append(((start, end), (end + apart.start(1), end + apart.end(1))))
            continue
        explained = _NAMED.match(text, end)
        if explained:
            full = next((s for s in spans if s[0] == explained.end()), None)
            if full and is_acronym_of(text[start:end], text[slice(*full)]):
                pairs.append((full, (start, end)))
    return pairs


def _possessive_end(text: str, end: int) -> int:
    """Step over a possessive, so that "Acme's (AC)" is seen."""
    match = re.compile(r"['’]s?").match(text, end)
    return match.end() if match else end


def _fits(alias: str, name: str) -> bool:
    """A bracket holds an alias where it is one word in capitals, or the long form of a short name."""
    alias = alias.strip()
    if re.search(r"\d\s?(?:%|MW|GW|per)|^\d", alias):
        return False
    if " " not in alias:
        return sum(c.isupper() for c in alias) >= 1 and len(alias) <= 15 and _abbreviates(alias, name)
    return is_acronym_of(name, alias)


def _abbreviates(alias: str, name: str) -> bool:
    """An acronym of the name, or a word in capitals that shares the name's first letter or hump."""
    if known_organization(alias) and known_organization(name):
        return same_organization(alias, name)
    if is_acronym_of(alias, name):
        return True
    if alias.isupper() and 2 <= len(alias) <= 8 and " " in name:
        return True
    return alias[0] == clean_name(name)[0] and " " in name and not known_organization(alias)


def article_keys(names: Iterable[str], aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each name the key of the organisation it stands for in this article.

    A short form is linked only where exactly one longer name fits; two names of the lexicon that are not
    one organisation are never linked.

    Args:
        names: Names as printed.
        aliases: (name, alias) pairs that the text defines.
    """
    unique = sorted(dict.fromkeys(names), key=lambda n: (-len(n), n))
    leader: dict[str, str] = {}
    groups: dict[str, list[str]] = defaultdict(list)
    defined = {alias: name for name, alias in aliases}
    for name in unique:
        if defined.get(name, name) != name:
            continue
        labels = _labels(name)
        near = dict.fromkeys(group for label in labels for group in groups[label])
        fitting = [group for group in near if same_organization(group, name)]
        exact = [group for group in fitting if organization_key(group) == organization_key(name)]
        chosen = exact[:1] or (fitting if len(fitting) == 1 else [])
        leader[name] = chosen[0] if chosen else name
        if not chosen:
            for label in labels:
                groups[label].append(name)
    for alias, name in defined.items():
        leader[alias] = leader.get(name, name)
    keys = {name: organization_key(head) for name, head in leader.items()}
    by_key = {organization_key(alias): keys[alias] for alias in defined}
    return {name: by_key.get(key, key) for name, key in keys.items()}


def _labels(name: str) -> set[str]:
    """Return what two names of one organisation share: first letters, an acronym, the lexicon's id."""
    key = organization_key(name)
    known = known_organization(name)
    first = key.split()[0] if key else ""
    joined = key.replace(" ", "")
    labels = {first[:2], joined[:2], *(f"acronym {a}" for a in acronyms_of(name)), f"acronym {joined}"}
    return labels | ({f"id {known.id}"} if known else set())
