"""The edges and parts of a plant phrase around its head noun: modifiers, counts, names, unit numbers.

Knows tokens, not what becomes of a phrase; see plant.py.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from extract.match.plant_words import is_generic, ordinal_value, word_set
from extract.normalize.fuels import fuels_in

__all__ = [
    "CAPACITY_TOKEN",
    "COUNT_WORDS",
    "DEFINITE",
    "MAX_LEFT",
    "NUMBERED_HEAD",
    "SUFFIXES",
    "UNIT_WORDS",
    "closing_bracket_in_name",
    "determiner",
    "inner_count",
    "left_edge",
    "name_after",
    "name_range",
    "proper_part",
    "right_edge",
    "sentence_case_only",
    "takes_left",
    "unit_before",
]

NUMBERED_HEAD = re.compile(r"(CHPP?|TPP|NPP|HPP|GRES|TETs|CCPP|CCGT)[-–]?(\d{1,2})")
COUNT_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "both": 2, "pair": 2, "twin": 2, "eleven": 11, "twelve": 12,
}  # fmt: skip
DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "both", "all", "each", "his"}
UNIT_WORDS = {
    "unit",
    "units",
    "phase",
    "phases",
    "stage",
    "stages",
    "block",
    "blocks",
    "no",
    "no.",
    "reactor",
}
CAPACITY_TOKEN = re.compile(
    r"(?i)^(?:[\d.,]+-?)?(?:mw|gw|kw|mwp|mwe|mwac|megawatts?|gigawatts?|kilowatts?|mwh|gwh|gcal/h)$"
)
SUFFIXES = {
    "fired",
    "fuelled",
    "fueled",
    "powered",
    "burning",
    "based",
    "ready",
    "cycle",
    "scale",
    "capable",
}
MAX_LEFT = 14


def takes_left(token: Token, right: Token) -> bool:
    """Return True where `token` belongs to the noun phrase whose next token is `right`."""
    text, low = token.text, token.lower_
    if token.is_space or "\n" in text:
        return False
    if low in {"-", "–", "—", "/", "×", "x", "&", "'", "’", '"', "“", "”", "+"}:
        spaced = token.i > 0 and bool(token.nbor(-1).whitespace_) and bool(token.whitespace_)
        return token.i > 0 and not token.nbor(-1).is_space and not (spaced and low in {"-", "–", "—"})
    if token.tag_ in {"DT", "PRP$", "PDT", "WDT", "WP", "PRP", "MD", "EX", "RB", "RBR", "TO", "WRB"}:
        return (
            text[:1].isupper()
            and token.tag_ not in {"DT", "PRP$", "PRP"}
            and not token.is_sent_start
            and text.isupper()
        )
    if low in word_set("modifier") or CAPACITY_TOKEN.match(text):
        return True
    if low in SUFFIXES:
        return True
    if token.tag_ in {"VBN", "VBG"}:
        return "-" in text or (text[:1].isupper() and not token.is_sent_start)
    if low in word_set("particle") and low not in {"and", "of", "on"}:
        return token.i > 0 and token.nbor(-1).text[:1].isupper() and right.text[:1].isupper()
    if token.tag_ in {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "FW", "HYPH", "AFX", "SYM"}:
        return True
    return (text[:1].isupper() and token.tag_.startswith(("N", "J"))) or bool(fuels_in(text))


def left_edge(doc: Doc, start: int) -> int:
    """Return the first token of the phrase that ends in the head noun at `start`."""
    left = start
    sentence_start = doc[start].sent.start
    while left > sentence_start and start - left < MAX_LEFT:
        token = doc[left - 1]
        if not takes_left(token, doc[left]):
            if closing_bracket_in_name(doc, left - 1) is not None:
                left = closing_bracket_in_name(doc, left - 1) or left
                continue
            break
        left -= 1
    while left < start and doc[left].lower_ in {"-", "–", "/", "&", "'", "’", "”", "x", "+"}:
        left += 1
    return left


def closing_bracket_in_name(doc: Doc, index: int) -> int | None:
    """Return the token before a short bracket: 'Corp (ABC) wind plant', '3050 megawatts (MW) Orlova'."""
    if doc[index].text != ")":
        return None
    for back in range(index - 1, max(index - 4, 0), -1):
        if doc[back].text == "(":
            inner = doc[back + 1 : index].text
            return back if re.fullmatch(r"[A-Za-z]{2,8}", inner) and back > 0 else None
    return None


def determiner(doc: Doc, left: int) -> tuple[bool, int | None]:
    """Return (definite, count) from what stands before the phrase and its own first tokens."""
    definite, count = False, None
    for index in range(left - 1, max(left - 4, -1), -1):
        low = doc[index].lower_
        if low in DEFINITE:
            definite = True
        if low in COUNT_WORDS:
            count = count or COUNT_WORDS[low]
        if low not in DEFINITE | set(COUNT_WORDS) | {"of", "'s", "’s"} and not doc[index].is_currency:
            if low in {"a", "an", "another"}:
                definite = False
            break
    if left > 0 and doc[left - 1].lower_ in {"'s", "’s", "'", "’"}:
        definite = True
    return definite, count


def inner_count(doc: Doc, left: int, start: int) -> int | None:
    """Return the number of plants that a count word or figure inside the phrase gives."""
    for index in range(left, min(left + 3, start)):
        low = doc[index].lower_
        if low in COUNT_WORDS:
            return COUNT_WORDS[low]
        if low.isdigit() and 1 < int(low) <= 60 and index + 1 <= start:
            following = doc[index + 1].lower_ if index + 1 < len(doc) else ""
            if not CAPACITY_TOKEN.match(following) and following not in {
                "-",
                "–",
                "x",
                "×",
                "/",
                "million",
                "billion",
                "%",
            }:
                return int(low)
    return None


def name_range(doc: Doc, left: int, start: int) -> tuple[int, int] | None:
    """Return the token range of the proper name in front of a head: from the first name word to the head."""
    first = None
    for index in range(start - 1, left - 1, -1):
        token = doc[index]
        if CAPACITY_TOKEN.match(token.text) or (token.text in {")", "("} and first is not None):
            break
        named = token.text[:1].isupper() and not is_generic(token.text)
        if named and not sentence_case_only(token):
            first = index
        elif token.text[:1].isupper() and first is not None:
            first = index if not token.is_sent_start or token.tag_.startswith("NNP") else first
        elif first is not None and not (
            token.lower_ in word_set("particle")
            or token.text in {"-", "–", "/", "'", "’", "&"}
            or token.text[:1].isdigit()
        ):
            break
    if first is None:
        return None
    while first < start and (
        doc[first].lower_ in word_set("particle") or doc[first].text in {"-", "–", "/", "&"}
    ):
        first += 1
    return (first, start) if first < start else None


def sentence_case_only(token: Token) -> bool:
    """Return True for a capital that the sentence's start explains and nothing else supports."""
    return bool(token.is_sent_start) and token.tag_ not in {"NNP", "NNPS"}


def right_edge(doc: Doc, end: int) -> tuple[int, str | None, bool]:
    """Return (past last token, unit designator, several) of what follows a head noun."""
    index, unit, several = end, None, False
    if index < len(doc) and doc[index].lower_ in {
        "project",
        "projects",
        "scheme",
        "complex",
        "plant",
        "station",
    }:
        index += 1
    probe = index + 1 if index < len(doc) and doc[index].text in {","} else index
    if (
        end > 0
        and doc[end - 1].lower_ in UNIT_WORDS
        and probe + 1 < len(doc)
        and doc[probe].lower_ in {"no", "no."}
    ):
        found = ordinal_value(doc[probe + 1].text)
        if found:
            return probe + 2, found, False
    if probe < len(doc) and doc[probe].lower_ in UNIT_WORDS and probe + 1 < len(doc):
        found = ordinal_value(doc[probe + 1].text)
        if found:
            index, unit = probe + 2, found
    elif index < len(doc) and doc[index].text[:1].isupper() | doc[index].text[:1].isdigit():
        token = doc[index]
        follows_unit = index + 1 < len(doc) and CAPACITY_TOKEN.match(doc[index + 1].text)
        found = ordinal_value(token.text)
        if found and not follows_unit and token.lower_ not in {"a", "i"}:
            index, unit = index + 1, found
    while unit and index + 1 < len(doc) and doc[index].lower_ in {"and", "&", "to", ",", "-", "–"}:
        found = ordinal_value(doc[index + 1].text)
        after = doc[index + 2].text if index + 2 < len(doc) else ""
        if not found or CAPACITY_TOKEN.match(after):
            break
        unit, index, several = f"{unit}+{found}", index + 2, True
    return index, unit, several


def name_after(doc: Doc, end: int) -> tuple[int, int] | None:
    """Return the token range of a proper name right after a head: 'power plant Orlova', 'TPP Orlova'."""
    index = end
    if index < len(doc) and doc[index].lower_ in {"called", "named", "dubbed", "christened"}:
        index += 1
    first = index
    while index < len(doc) and index - first < 5:
        token = doc[index]
        inside = token.lower_ in {"de", "la", "el", "del", "do", "da", "al", "-", "–"} and index > first
        if not (
            (token.text[:1].isupper() and not is_generic(token.text)) or inside
        ) or token.text in word_set("name_stop"):
            break
        index += 1
    while index > first and not doc[index - 1].text[:1].isupper():
        index -= 1
    return (
        (first, index)
        if index > first and (doc[end - 1].text.isupper() or doc[first].ent_type_ not in {"PERSON", "DATE"})
        else None
    )


def proper_part(doc: Doc, tokens: tuple[int, int] | None) -> tuple[str | None, str | None]:
    """Return (proper-name part, unit designator at its end) of a name's tokens.

    'Orlova coal' gives ('Orlova', None), 'Orlova 1' ('Orlova', '1').
    """
    if tokens is None:
        return None, None
    start, end = tokens
    while end > start and (not doc[end - 1].text[:1].isupper() or is_generic(doc[end - 1].text)):
        if ordinal_value(doc[end - 1].text) and end - 1 > start and doc[end - 1].text[:1].isdigit():
            break
        end -= 1
    if end == start:
        return None, None
    unit = ordinal_value(doc[end - 1].text) if end - start > 1 else None
    if unit and doc[end - 1].text[:1].islower():
        unit = None
    if unit:
        end -= 1
    return doc[start:end].text, unit


def unit_before(doc: Doc, left: int, start: int) -> str | None:
    """Return the designator that stands before a part noun: 'the fifth generation unit', 'third phase'."""
    for index in range(start - 1, max(left - 2, start - 5, -1), -1):
        low = doc[index].lower_
        if low in {
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "1st",
            "2nd",
            "3rd",
            "4th",
        }:
            return ordinal_value(low)
    return None
