"""Names the role a place name plays by the words around it: `PlaceMention.rule`.

place.name, place.in (behind "in", "near", ...), place.head ("X province", "Lake X"), place.in_plant ("Osijek
CHP plant"), place.in_name (part of an organisation's name: no evidence of where something is),
place.of_party ("France's EDF", "Enel of Rome": where a party is from), place.dateline ("LIMA,
May 14."), place.heading ("FRANCE - "). `place_frames.py` adds place.framed ("Place, Region").
"""

from __future__ import annotations

import re

from extract.domain.span import Span
from extract.lexicons.gazetteer import fold_name
from extract.match import place_words as words
from extract.match.place_names import Context, Name, organization_run

__all__ = ["is_line_start", "rule_of"]

# "RIYADH: ", "LIMA, May 14.", "Hanoi (VNA) - ", "ADEN, YEMEN. ", "2. Chad, May 2011. "
_CAPITALISED = r"[A-ZÀ-Ž][\w'’.-]{0,30}"
_LINE_PREFIX = re.compile(
    rf"(?:[-–•*]\s|\d{{1,2}}[.)]\s|\(?[a-z]\)\s)?(?:{_CAPITALISED}(?:[ /]{_CAPITALISED}){{0,3}}(?:, |/))?"
)
_LINE_SUFFIX = re.compile(
    r"(?:, [A-Z][\w.]{0,20}(?: [A-Z][\w.]{0,20}){0,2})?"
    r"(?:\s?\([^)\n]{2,40}\)\s?[-–—:]|[:.]\s|\s[-–—]{1,2}\s|/[A-Z]"
    r"|,\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\s\d{4})\b)"
)
_OWNED = re.compile(r"['’]s?\s(?:(?:state-owned|state|national|leading|largest)\s)?(?=[A-Z])")
_OWNER = re.compile(r"(\S{1,40}?),?\s(?:likewise\s|also\s)?(?:of|from)\s(?:the\s)?$")
_BRACKET_BEFORE = re.compile(r"[\w”\"’'.]\s\($")
_PARTY_WORD = re.compile(r"[\w&.-]+")
_NAME_TAIL = re.compile(rf"(?:[ -](?:{words.CAP}|&|and|of)){{1,5}}")
_MOST_BEFORE, _REACH = 4, 80
"""Words of an organisation's name looked at before a place in it, and characters."""


def rule_of(name: Name, context: Context) -> str:
    """Return the rule that the words around a name speak for.

    Args:
        name: A possible place name.
        context: The article around it.

    Returns:
        One of the rules listed above, "place.name" where nothing says more.
    """
    text = context.text
    rule = _line_start_rule(name, context)
    if rule is None and _in_organization(name, context):
        rule = "place.in_name"
    if rule is None and words.is_plant_ahead(text, name.end):
        rule = "place.in_plant"
    if rule is None and organization_run(text, name.end):
        rule = "place.in_name"
    if rule is None and (words.before_heads(text, name.start) or words.after_heads(text, name.end)):
        rule = "place.head"
    if rule is None and words.ends_with("locative", text, name.start):
        rule = "place.in"
    if rule is None:
        rule = "place.of_party" if _is_home_of_party(name, context) else "place.name"
    return rule


def is_line_start(name: Name, text: str) -> bool:
    """Return True where a name opens a paragraph as its dateline or heading."""
    begin = text.rfind("\n", 0, name.start) + 1
    if begin == 0 or name.start - begin > 60 or not _LINE_SUFFIX.match(text, name.end):
        return False
    return _LINE_PREFIX.fullmatch(text, begin, name.start) is not None


def _line_start_rule(name: Name, context: Context) -> str | None:
    if not is_line_start(name, context.text):
        return None
    return "place.dateline" if name.start < context.lead and not context.headed else "place.heading"


def _in_organization(name: Name, context: Context) -> bool:
    """Return True behind "Bank of", and inside an organisation that spaCy or the lexicon sees."""
    text = context.text
    if words.ends_with("organization_start", text, name.start):
        return True
    if words.ends_with("locative", text, name.start):
        return False
    for span, label in context.around(name.span):
        if label == "ORG" and span.contains(name.span) and span != name.span:
            rest = text[span.start : name.start] + text[name.end : span.end]
            if re.search(r"[A-Z]", rest) and not words.is_plant_ahead(text, name.end):
                return organization_run(text, name.end) or span.start < name.start
    return _in_known_organization(name, text)


def _in_known_organization(name: Name, text: str) -> bool:
    """Return True inside an organisation's name of the lexicon ("Tokyo Gas", "GDF Suez")."""
    tail = _NAME_TAIL.match(text, name.end)
    end = tail.end() if tail else name.end
    while end > name.end:
        if fold_name(text[name.start : end]) in words.organization_names():
            return True
        end = max(text.rfind(" ", name.end, end), text.rfind("-", name.end, end))
    reach, start = max(0, name.start - _REACH), name.start
    line = max(reach, text.rfind("\n", reach, start) + 1)
    for _ in range(_MOST_BEFORE):
        if start <= line:
            return False
        start = max(line - 1, text.rfind(" ", line, start - 1), text.rfind("-", line, start - 1)) + 1
        if not (text[start].isupper() or text[start : start + 3] in {"of ", "and", "& "}):
            return False
        if fold_name(text[start : name.end]) in words.organization_names():
            return True
    return False


def _is_home_of_party(name: Name, context: Context) -> bool:
    """Return True for the home of an organisation that is named beside the place."""
    text = context.text
    owned = _OWNED.match(text, name.end)
    if owned and not words.is_plant_ahead(text, owned.end() - 1) and _is_party(owned.end(), context):
        return True
    begin = max(0, name.start - 60)
    owner = _OWNER.search(text, begin, name.start)
    if owner and owner[1][:1].isupper() and name.level != "water":
        return _is_party(owner.start(), context) or words.starts_with(
            "organization_head", text, owner.start()
        )
    bracketed = _BRACKET_BEFORE.search(text, max(0, name.start - 3), name.start)
    if name.level == "country" and bracketed and text[name.end : name.end + 1] == ")":
        word = max(text.rfind(" ", 0, name.start - 2), text.rfind("\n", 0, name.start - 2)) + 1
        return text[name.start - 3] in "”\"’'." or _is_party(word, context)
    return False


def _is_party(position: int, context: Context) -> bool:
    """Return True where an organisation's name covers a position: for spaCy, in capitals, in the lexicon."""
    match = _PARTY_WORD.match(context.text, position)
    if match and fold_name(match.group()) in words.organization_names():
        return True
    if match and re.fullmatch(r"[A-Z&]{2,8}", match.group()):
        return True
    return any(label == "ORG" for _, label in context.around(Span(position, position + 1)))
