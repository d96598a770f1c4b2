"""Finds phrases that refer to power plants. Owns their grammar; which plant they mean is resolve's business.

A phrase is a head noun (lexicon plant_nouns) with what stands before it (names, fuels, capacities, counts)
and right after it ("unit 7", "III", "project"). Bare names before a capacity ("Xayaburi (1,220 MW)") and at
the start of table rows are a second, weaker family, see `plant_bare.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from extract.analyze.analysis import Analysis
from extract.domain.mention import PlantMention
from extract.domain.span import Span
from extract.match.plant_bare import bare_names
from extract.match.plant_words import (
    Head,
    fuels_in,
    heads,
    is_generic,
    ordinal_value,
    technology_in,
    word_set,
)

__all__ = ["match_plants"]

_NUMBERED_HEAD = re.compile(r"(CHPP?|TPP|NPP|HPP|GRES|TETs|CCPP|CCGT)[-–]?(\d{1,2})")
_COUNT_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "both": 2, "pair": 2, "twin": 2, "eleven": 11, "twelve": 12,
}  # fmt: skip
_DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "both", "all", "each", "his"}
_UNIT_WORDS = {
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
_CAPACITY_TOKEN = re.compile(
    r"(?i)^(?:[\d.,]+-?)?(?:mw|gw|kw|mwp|mwe|mwac|megawatts?|gigawatts?|kilowatts?|mwh|gwh|gcal/h)$"
)
_SUFFIXES = {
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
_MAX_LEFT = 14


@cache
def _matcher(vocab: Vocab) -> PhraseMatcher:
    """Build the head-noun matcher once per vocabulary."""
    matcher = PhraseMatcher(vocab, attr="LOWER")
    tokenizer = English(vocab)
    for key in heads():
        matcher.add(key, [tokenizer.make_doc(key)])
    return matcher


def _head_spans(doc: Doc) -> Iterator[tuple[int, int, Head]]:
    """Yield (first token, past last token, head) for head nouns, the longest at each place."""
    table = heads()
    found = [
        (start, end, table[doc.vocab.strings[key]])
        for key, start, end in _matcher(doc.vocab)(doc)
        if not table[doc.vocab.strings[key]].exact_case
        or doc[start:end].text == table[doc.vocab.strings[key]].form
    ]
    for token in doc:
        numbered = _NUMBERED_HEAD.fullmatch(token.text)
        if numbered:
            found.append((token.i, token.i + 1, table[numbered.group(1).lower()]))
    reach = -1
    chosen: list[tuple[int, int, Head]] = []
    for start, end, head in sorted(found, key=lambda f: (f[0], -f[1])):
        if start >= reach:
            reach = end
            chosen.append((start, end, head))
    for place, (start, end, head) in enumerate(chosen):
        following = chosen[place + 1] if place + 1 < len(chosen) else None
        if following is None or not _runs_into(doc, end, following):
            yield start, end, head


def _runs_into(doc: Doc, end: int, following: tuple[int, int, Head]) -> bool:
    """Return True where a head is only a modifier of the next: 'combined cycle gas plant'."""
    start, _, head = following
    if head.kind == "part":
        return False
    if not 0 <= start - end <= 3 or doc[end].is_sent_start:
        return False
    return all(
        doc[i].tag_ in {"NN", "NNS", "NNP", "JJ", "HYPH"} and not (i > 0 and "\n" in doc[i].text)
        for i in range(end, start)
    )


def _takes_left(token: Token, right: Token) -> bool:
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
    if low in word_set("modifier") or _CAPACITY_TOKEN.match(text):
        return True
    if low in _SUFFIXES:
        return True
    if token.tag_ in {"VBN", "VBG"}:
        return "-" in text or (text[:1].isupper() and not token.is_sent_start)
    if low in word_set("particle") and low not in {"and", "of", "on"}:
        return token.i > 0 and token.nbor(-1).text[:1].isupper() and right.text[:1].isupper()
    if token.tag_ in {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "FW", "HYPH", "AFX", "SYM"}:
        return True
    return (text[:1].isupper() and token.tag_.startswith(("N", "J"))) or bool(fuels_in(text))


def _left_edge(doc: Doc, start: int) -> int:
    """Return the first token of the phrase that ends in the head noun at `start`."""
    left = start
    sentence_start = doc[start].sent.start
    while left > sentence_start and start - left < _MAX_LEFT:
        token = doc[left - 1]
        if not _takes_left(token, doc[left]):
            if _closing_bracket_in_name(doc, left - 1) is not None:
                left = _closing_bracket_in_name(doc, left - 1) or left
                continue
            break
        left -= 1
    while left < start and doc[left].lower_ in {"-", "–", "/", "&", "'", "’", "”", "x", "+"}:
        left += 1
    return left


def _closing_bracket_in_name(doc: Doc, index: int) -> int | None:
    """Return the token before a short bracket: 'Corp (NLREC) wind plant', '3050 megawatts (MW) Mambilla'."""
    if doc[index].text != ")":
        return None
    for back in range(index - 1, max(index - 4, 0), -1):
        if doc[back].text == "(":
            inner = doc[back + 1 : index].text
            return back if re.fullmatch(r"[A-Za-z]{2,8}", inner) and back > 0 else None
    return None


def _determiner(doc: Doc, left: int) -> tuple[bool, int | None]:
    """Return (definite, count) from what stands before the phrase and its own first tokens."""
    definite, count = False, None
    for index in range(left - 1, max(left - 4, -1), -1):
        low = doc[index].lower_
        if low in _DEFINITE:
            definite = True
        if low in _COUNT_WORDS:
            count = count or _COUNT_WORDS[low]
        if low not in _DEFINITE | set(_COUNT_WORDS) | {"of", "'s", "’s"}:
            if low in {"a", "an", "another"}:
                definite = False
            break
    if left > 0 and doc[left - 1].lower_ in {"'s", "’s", "'", "’"}:
        definite = True
    return definite, count


def _inner_count(doc: Doc, left: int, start: int) -> int | None:
    """Return the number of plants that a count word or figure inside the phrase gives."""
    for index in range(left, min(left + 3, start)):
        low = doc[index].lower_
        if low in _COUNT_WORDS:
            return _COUNT_WORDS[low]
        if low.isdigit() and 1 < int(low) <= 60 and index + 1 <= start:
            following = doc[index + 1].lower_ if index + 1 < len(doc) else ""
            if not _CAPACITY_TOKEN.match(following) and following not in {
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


def _name_range(doc: Doc, left: int, start: int) -> tuple[int, int] | None:
    """Return the token range of the proper name in front of a head: from the first name word to the head."""
    first = None
    for index in range(start - 1, left - 1, -1):
        token = doc[index]
        if _CAPACITY_TOKEN.match(token.text) or (token.text in {")", "("} and first is not None):
            break
        named = token.text[:1].isupper() and not is_generic(token.text)
        if named and not _sentence_case_only(token):
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


def _sentence_case_only(token: Token) -> bool:
    """Return True for a capital that the sentence's start explains and nothing else supports."""
    return bool(token.is_sent_start) and token.tag_ not in {"NNP", "NNPS"}


def _right_edge(doc: Doc, end: int) -> tuple[int, str | None, bool]:
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
    if probe < len(doc) and doc[probe].lower_ in _UNIT_WORDS and probe + 1 < len(doc):
        found = ordinal_value(doc[probe + 1].text)
        if found:
            index, unit = probe + 2, found
    elif index < len(doc) and doc[index].text[:1].isupper() | doc[index].text[:1].isdigit():
        token = doc[index]
        follows_unit = index + 1 < len(doc) and _CAPACITY_TOKEN.match(doc[index + 1].text)
        found = ordinal_value(token.text)
        if found and not follows_unit and token.lower_ not in {"a", "i"}:
            index, unit = index + 1, found
    while unit and index + 1 < len(doc) and doc[index].lower_ in {"and", "&", "to", ",", "-", "–"}:
        found = ordinal_value(doc[index + 1].text)
        after = doc[index + 2].text if index + 2 < len(doc) else ""
        if not found or _CAPACITY_TOKEN.match(after):
            break
        unit, index, several = f"{unit}+{found}", index + 2, True
    return index, unit, several


def _name_after(doc: Doc, end: int) -> tuple[int, int] | None:
    """Return the token range of a proper name right after a head: 'power plant Tuzla', 'PLTP Ulubelu'."""
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
    return (first, index) if index > first and doc[first].ent_type_ not in {"PERSON", "DATE"} else None


def _core(doc: Doc, tokens: tuple[int, int] | None) -> tuple[str | None, str | None]:
    """Return (proper-name part, unit designator at its end) of a name's tokens.

    'Ferrybridge coal' gives ('Ferrybridge', None), 'Thuen 1' ('Thuen', '1').
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


def _unit_before(doc: Doc, left: int, start: int) -> str | None:
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


def _is_excluded(doc: Doc, start: int, end: int, head: Head) -> bool:
    """Return True where the phrase is a factory, a refinery or the like."""
    if head.kind not in {"power", "site", "part"} and head.form not in {"waste treatment plant"}:
        after = doc[end].lower_ if end < len(doc) else ""
        return (
            after
            in {
                "operator",
                "builder",
                "operators",
                "builders",
                "market",
                "manufacturer",
                "maker",
                "makers",
                "owner",
                "owners",
                "developer",
                "developers",
                "technology",
                "industry",
                "sector",
                "capacity",
                "equipment",
                "output",
                "generation",
            }
            and head.plural is False
        )
    for size in (1, 2):
        if start - size >= 0 and doc[start - size : start].text.lower() in word_set("not_plant"):
            return True
    return end < len(doc) and doc[end].lower_ in {
        "operator",
        "builder",
        "market",
        "manager",
        "director",
        "finance",
        "company",
    }


def _mention(doc: Doc, start: int, end: int, head: Head) -> PlantMention | None:
    """Read the phrase around one head noun, or return None where it is no plant."""
    if _is_excluded(doc, start, end, head):
        return None
    left = _left_edge(doc, start)
    modifiers = doc[left:start].text if left < start else ""
    fuels = tuple(dict.fromkeys((*fuels_in(modifiers), *head.fuels)))
    if head.fuels and head.kind == "strong" and set(fuels_in(modifiers)) == {"storage"}:
        fuels = head.fuels
    right, unit, several = _right_edge(doc, end)
    numbered = _NUMBERED_HEAD.fullmatch(doc[start].text) if end == start + 1 else None
    named = _name_range(doc, left, start)
    after = (
        _name_after(doc, right)
        if named is None and unit is None and head.kind in {"strong"} | ({"power"} if fuels else set())
        else None
    )
    if after:
        extra, unit, several = _right_edge(doc, after[1])
        right = extra
    definite, count = _determiner(doc, left)
    count = _inner_count(doc, left, start) or count
    capacity = any(_CAPACITY_TOKEN.match(t.text) for t in doc[left:start])
    powered = (
        head.kind == "strong"
        or bool(fuels)
        or capacity
        or "power" in modifiers.lower().split()
        or "energy" in modifiers.lower().split()
    )
    name = None
    if named:
        name = doc[named[0] : right].text
    elif after:
        name = doc[(start if head.exact_case else after[0]) : right].text
    core, trailing = _core(doc, named or after)
    unit = unit or trailing
    if head.kind == "part" and unit is None:
        unit = _unit_before(doc, left, start)
    if name is not None and core is None:
        name, named = None, None
        after = None
    if numbered and core is None:
        core, name = doc[start].text, doc[named[0] if named else start : right].text
    elif numbered and core:
        core = f"{core} {doc[start].text}"
    if head.kind == "part" and unit is None and definite and head.form in {"extension", "expansion"}:
        unit = "extension"
    if head.kind == "part" and unit is None and definite and len(fuels) == 1 and not head.plural:
        unit = fuels[0]
    if _is_definition(doc, left, right):
        return None
    form, rule = _classify(head, core is not None, powered, unit, capacity=capacity, definite=definite)
    if form is None:
        return None
    return PlantMention(
        span=Span(doc[left].idx, doc[right - 1].idx + len(doc[right - 1])),
        rule=rule,
        form=form,  # type: ignore[arg-type]
        name=name,
        head=head.form.lower(),
        fuels=fuels,
        technology=technology_in(doc[left:right].text) or head.technology,
        chp=head.chp or "cogeneration" in modifiers.lower() or "heat and power" in modifiers.lower(),
        plural=(head.plural and unit is None) or several,
        count=count,
        definite=definite,
        unit=unit,
        place=core,
    )


def _is_definition(doc: Doc, left: int, right: int) -> bool:
    """Return True for an abbreviation that a bracket only introduces: 'power plants (CHPP)'."""
    return (
        left > 0
        and doc[left - 1].text == "("
        and right < len(doc)
        and doc[right].text == ")"
        and right - left == 1
    )


def _classify(
    head: Head, named: bool, powered: bool, unit: str | None, *, capacity: bool, definite: bool
) -> tuple[str | None, str]:
    """Return (form, rule) of a phrase, form None where it refers to no plant at all."""
    if head.kind == "part":
        if unit or (named and powered):
            return "unit", "plant.unit"
        return None, ""
    if head.kind == "bare_fuel" and not (named or capacity or (definite and not head.plural)):
        return None, ""
    if named and powered:
        return "name", "plant.named"
    if named:
        return "name", "plant.named_weak"
    if unit and head.kind == "strong":
        return "name", "plant.numbered_head"
    if powered:
        return "description", "plant.described"
    return "anaphor", "plant.anaphor"


def match_plants(analysis: Analysis) -> Iterable[PlantMention]:
    """Return phrases that refer to plants, named, described, as units and as anaphors, in text order.

    Args:
        analysis: One analyzed article.

    Returns:
        Mentions whose spans do not overlap; `place` holds the proper-name part of a named one.
    """
    found: list[PlantMention] = []
    for start, end, head in _head_spans(analysis.doc):
        mention = _mention(analysis.doc, start, end, head)
        if mention is not None and not (found and found[-1].span.overlaps(mention.span)):
            found.append(mention)
    taken = [mention.span for mention in found]
    for mention in bare_names(analysis.text, analysis.sentences):
        if not any(mention.span.overlaps(span) for span in taken):
            found.append(mention)
    return sorted(found, key=lambda m: m.span)
