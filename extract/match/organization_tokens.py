"""Words of a sentence as organisation names need them: possessives cut, legal forms with their dots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.domain.mention import OrganizationKind
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon
from extract.normalize.names import fold, word_class

__all__ = ["Word", "head_kind", "in_class", "words_of"]

_WORD = re.compile(
    r"M/[Ss](?![\w])"  # "Messrs" in South Asian English
    r"|A/S(?![\w])"
    r"|(?:[^\W\d_]\.){2,6}(?:[^\W\d_](?![\w]))?"  # S.A., U.S., S.p.A
    r"|[^\W_][\w]*(?:['’.\-–&+][\w]+){0,6}\+?"
)
_HEADS: tuple[tuple[str, OrganizationKind], ...] = (
    ("bank_head", "bank"),
    ("government_head", "government"),
    ("company_head", "company"),
    ("media_head", "media"),
    ("other_head", "other"),
)
_UNITS = frozenset(
    {"MW", "GW", "KW", "TW", "MWh", "GWh", "TWh", "MWp", "GWp", "MWe", "MWth", "MVA", "GVA", "KV"}
)
_MEASURE = re.compile(r"\d[\d.,]*(?:[^\W\d_]{1,4})?(?:[-–].*)?")
_OWNER = re.compile(r"(.{2,})[-–]([a-z]+)")
_SUM = re.compile(r"([A-Z][A-Za-z]{0,3}\$?)\d[\d.,]*[a-z]{0,3}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence with its place; `text` carries no possessive.

    `capital` is True for a word that can stand in a name: a capital first or inside, or a brand that the
    lexicon writes small ("juwi"). Measures, sums and compounds such as "Dubai-based" are none.
    """

    start: int
    end: int
    text: str
    possessive: bool = False
    capital: bool = False


def in_class(word: Word | str, name: str) -> bool:
    """Return True where the word, folded, belongs to a class of the lexicon organization_words."""
    text = word if isinstance(word, str) else word.text
    return fold(text) in word_class(name)


def head_kind(text: str) -> OrganizationKind | None:
    """Return the kind that a head word or phrase gives to a name, or None."""
    return next((kind for name, kind in _HEADS if fold(text) in word_class(name)), None)


@cache
def _money_signs() -> frozenset[str]:
    """Return currency codes and signs that stand before a sum, in their written case."""
    entries = load_lexicon("currencies").entries
    signs = {sign for entry in entries for sign in entry.data.get("symbols", ())}
    return frozenset(sign.rstrip(".") for sign in signs if sign[0].isalpha()) | {
        entry.id for entry in entries
    }


@cache
def _small_brands() -> frozenset[str]:
    """Return names that the lexicon writes with a small first letter."""
    forms = (form for entry in load_lexicon("organizations").entries for form in entry.forms)
    return frozenset(form for form in forms if form[0].islower() and " " not in form)


def _is_capital(raw: str, following: str) -> bool:
    """Decide whether a word can stand in a name; `following` is the text right behind it."""
    if raw.islower() and raw not in _small_brands():
        return False
    if raw[0].isdigit():
        return bool(re.fullmatch(r"\d{1,2}[A-Z][\w-]*", raw)) and not _MEASURE.fullmatch(raw)
    if raw in _UNITS or (following[:1] in {"$", "€", "£"} and len(raw) <= 3):
        return False
    if raw in _money_signs() and re.match(r"\.?[\s\u00a0]?[\d.]", following):
        return False
    money = _SUM.fullmatch(raw)
    if money and money.group(1) in _money_signs():
        return False
    if "-" in raw and in_class(raw.rsplit("-", 1)[1], "hyphen_other") and raw.rsplit("-", 1)[1].islower():
        return False
    if raw[0].isupper() or raw in _small_brands():
        return True
    return len(raw) > 2 and any(c.isupper() for c in raw[1:]) and "-" not in raw


def words_of(text: str, sentence: Span) -> list[Word]:
    """Split a sentence into words.

    Args:
        text: The article's text.
        sentence: The sentence's span.

    Returns:
        Words in order; "Acme-led" gives "Acme" alone, a legal form's dot belongs to it unless it also ends
        the sentence.
    """
    found = []
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        raw, end = match.group(), match.end()
        raw, end, possessive = _cut_possessive(text, raw, end)
        owner = _OWNER.fullmatch(raw) if "-" in raw or "–" in raw else None
        if owner and in_class(owner.group(2), "hyphen_owner"):
            raw = owner.group(1)
            end = match.start() + len(raw)
        if (
            text[end : end + 1] == "."
            and not possessive
            and in_class(raw + ".", "legal")
            and text[end + 1 : sentence.end].strip()
        ):
            raw, end = raw + ".", end + 1
        found.append(Word(match.start(), end, raw, possessive, _is_capital(raw, text[end : end + 4])))
    return found


def _cut_possessive(text: str, raw: str, end: int) -> tuple[str, int, bool]:
    """Return the word without "'s", where it then ends, and whether it was possessive."""
    if raw.endswith(("'s", "’s")) and len(raw) > 3:
        return raw[:-2], end - 2, True
    return raw, end, text[end : end + 1] in {"'", "’"} and raw.endswith("s")
