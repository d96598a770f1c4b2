"""Plant names that stand without a head noun: before a capacity, as a heading or at the start of a row.

Pure on text. These are candidates: resolve keeps those that the rest of the article supports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.domain.mention import PlantMention
from extract.domain.span import Span
from extract.match.plant_words import is_generic, ordinal_value, word_set

__all__ = ["bare_names"]

_CAP = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŻŽČĆĎĐĚİŐŘŞŢŤŰÖÜ][\w’'-]*"
_NAME = (
    rf"{_CAP}(?:[ ](?:(?:de|la|el|del|da|do|dos|das|al|du|des|las|los|le|les|of|and)[ ])?(?:{_CAP}|"
    rf"\d{{1,2}}(?![\d.,]))){{0,4}}"
)
_AMOUNT = (
    r"(?:(?:about|around|some|up to|nearly|of|with|a|an|the)\s+){0,2}[\d][\d.,  ]*\s?-?\s?(?:MW|GW|kW|"
    r"megawatt|gigawatt)"
)
_BEFORE_CAPACITY = re.compile(
    rf"(?<![\w’'.])({_NAME})(?:\s\((?:[^()\n]{{0,40}},\s)?{_AMOUNT}|,\s(?:with\s|at\s)?{_AMOUNT}|"
    rf"[’']s\s{_AMOUNT}|\s[-–—:]\s{_AMOUNT}|:\s{_AMOUNT})"
)
_END_OF_LINE = re.compile(
    r"(?i)\b(?:link|line|cable|interconnector|interconnection|connection|corridor)s?,? (?:to|from|with|"
    r"between|into|across)\s(?:[\w’'-]+ and )?$"
)
_ROW = re.compile(
    rf"^(?:[-•*]\s*|\d{{1,2}}[.)]\s*)?({_NAME})(?=\s*(?:\([^()\n]{{1,40}}\)\s*)?[/|]\s)|"
    rf"^(?:[-•*]|\d{{1,2}}[.)])\s*({_NAME})(?=(?: and {_NAME})? \([^()\n]{{1,40}}\):)",
    re.MULTILINE,
)
_NUMBERED = re.compile(
    rf"(?<![\w’'.])({_CAP}(?:[ ]{_CAP}){{0,3}})(?:[ -](?:I{{1,3}}|IV|VI{{0,3}}|[A-D]?[1-9]\d?)|"
    rf"(?<=[a-z])[1-9])(?![\w%]|[.,]\d|\s?(?:MW|GW|kW|million|billion|percent|per))"
)


_ORDINAL = re.compile(
    r"(?<=[.!?:;]\s)(?:The|A)\s(first|second|third|fourth|fifth|former|latter)(?:\sone)?(?=,|"
    r"\s(?:is|was|will|has|had|with|of|on|in|at|goes|went|gets|stands|would|should|comprises|"
    r"covers|consists|of them)\b)"
    r"|\b[Tt]he\s(former|latter|(?:first|second|third)\sone)\b"
)
_ANOTHER = re.compile(
    r"\b(?:[Aa]nother|[Aa] (?:second|third|fourth|further|similar|smaller|larger|new)) one\b"
)


_COUNTS = {
    "two": 2, "pair": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5, "quintet": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "both": 2,
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(?:(?:[Tt]he|[Aa]ll|[Tt]hese|[Tt]hose|[Tt]his)\s(two|pair|three|trio|four|quartet|five|"
    r"quintet|six|seven|eight|nine|ten)|([Bb]oth))"
    r"(?=[.,;:]|\s(?:will|would|are|were|is|was|have|has|had|add|adds|come|comes|cost|costs|"
    r"together|should|can|could|may|must|combined|stand|lie|use|run|burn|go|went|need|get|got|"
    r"make|take|by|in|at|with|between)\b)"
)


_ALL_OF_THEM = re.compile(r"\b(?:[Aa]ll|[Bb]oth|[Ee]ach) of (?:them|these)\b")


def _pronouns(text: str) -> Iterator[PlantMention]:
    """Yield 'The second, ...', 'the latter' and 'another one': members of a group or a further plant."""
    for match in _ORDINAL.finditer(text):
        word = (match.group(1) or match.group(2)).split(" ")[0].lower()
        yield PlantMention(
            span=Span(*match.span()),
            rule="plant.ordinal",
            form="anaphor",
            definite=True,
            unit=word,
            head="one",
        )
    for match in _COUNTED.finditer(text):
        count = _COUNTS[(match.group(1) or match.group(2)).lower()]
        yield PlantMention(
            span=Span(*match.span()),
            rule="plant.counted",
            form="anaphor",
            plural=True,
            count=count,
            definite=True,
        )
    for match in _ALL_OF_THEM.finditer(text):
        yield PlantMention(
            span=Span(*match.span()), rule="plant.counted", form="anaphor", plural=True, definite=True
        )
    for match in _ANOTHER.finditer(text):
        yield PlantMention(span=Span(*match.span()), rule="plant.another", form="description", head="one")


def _trim(name: str) -> str:
    """Drop leading words that are no part of a name ('The', 'Solar')."""
    words = name.split(" ")
    while words and (words[0] in word_set("name_stop") or words[0].lower() in word_set("particle")):
        words = words[1:]
    return " ".join(words)


def _acceptable(name: str) -> bool:
    words = name.split(" ")
    return (
        bool(name)
        and not all(is_generic(word) for word in words)
        and words[-1].lower() not in word_set("particle")
    )


def _found(text: str) -> Iterator[tuple[Span, str, str]]:
    for pattern, rule in ((_BEFORE_CAPACITY, "plant.before_capacity"), (_ROW, "plant.row")):
        for match in pattern.finditer(text):
            group = match.lastindex or 1
            if rule != "plant.row" and _END_OF_LINE.search(text, max(0, match.start() - 40), match.start()):
                continue
            for part in re.finditer(r"(?:(?! and ).)+", match.group(group)):
                words = part.group().removeprefix(" and ")
                name, end = _trim(words), match.start(group) + part.end()
                if _acceptable(name):
                    yield Span(end - len(name), end), name, rule
    for match in _NUMBERED.finditer(text):
        base = _trim(match.group(1))
        if _acceptable(base) and base.split(" ")[-1] not in word_set("name_stop"):
            start = match.end(1) - len(base)
            yield Span(start, match.end()), text[start : match.end()], "plant.numbered"


def bare_names(text: str, sentences: Sequence[Span]) -> Iterator[PlantMention]:
    """Yield names that a capacity, a row or a numeral marks as possible plants, in text order.

    >>> [m.name for m in bare_names("The others are Orlova (1,220 MW) and Vale.", ())]
    ['Orlova']
    """
    starts = {span.start for span in sentences}
    yield from _pronouns(text)
    taken: list[Span] = []
    for span, name, rule in _found(text):
        if any(span.overlaps(other) for other in taken):
            continue
        taken.append(span)
        unit = None
        core = name
        tail = name.split(" ")[-1]
        if " " in name and ordinal_value(tail):
            unit, core = ordinal_value(tail), name[: -len(tail) - 1]
        weak = span.start in starts and " " not in name and rule != "plant.row"
        yield PlantMention(
            span=span, rule=rule + ("_start" if weak else ""), form="bare", name=name, unit=unit, place=core
        )
