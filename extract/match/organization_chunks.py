"""Capitalised sequences: the raw material of organisation names. Finds them, decides nothing about them.

A run is words in capitals side by side; runs grow over small words ("of", "for", "and") where the words on
both sides say that one name goes on, and over legal forms behind a comma or a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.domain.span import Span
from extract.lexicons.gazetteer import load_gazetteer
from extract.match.organization_tokens import Word, in_class, words_of
from extract.normalize.names import known_organization

__all__ = ["MOST_WORDS", "Chunk", "chunks_of", "subchunk"]

MOST_WORDS = 30
"""Words above which capitals are a headline or a list gone wrong, no name to be grown further."""

_ABBREVIATED = re.compile(r"^(?:[^\W\d_]|[A-Z][a-z]{1,4})$")
_COUNTED = re.compile(
    r"[\s\u00a0-]?(?:%|per ?cent|[MGkT]Wh?|million|billion|crore|lakh|years?|months?|days?|units?|turbines?)"
)
_OF = frozenset({"of", "for", "on"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A capitalised sequence; `text` is the article's between its ends."""

    words: tuple[Word, ...]
    text: str
    initial: bool

    @property
    def span(self) -> Span:
        """Where the chunk stands in the article."""
        return Span(self.words[0].start, self.words[-1].end)


def subchunk(chunk: Chunk, start: int, end: int) -> Chunk:
    """Return words `start` up to `end` of a chunk as a chunk of its own."""
    words = chunk.words[start:end]
    offset = chunk.words[0].start
    text = chunk.text[words[0].start - offset : words[-1].end - offset]
    return Chunk(words, text, chunk.initial and start == 0)


def _touches(text: str, left: Word, right: Word) -> bool:
    """Return True where two capitalised words stand side by side in one name."""
    if left.possessive:
        return _of_savers(text, left, right)
    gap = text[left.end : right.start]
    if gap in {" ", "\u00a0"} and left.text.endswith(".") and in_class(left, "legal"):
        return in_class(right, "legal") or in_class(right, "company_head") or in_class(right, "weak_head")
    if gap in {" ", "\u00a0", " & ", "\u00a0&\u00a0", " + "}:
        return True
    if gap == ' "' and left.text.isupper():
        return in_class(left, "legal_prefix")
    if gap == ". ":
        return (
            bool(_ABBREVIATED.match(left.text))
            and not in_class(left, "stop")
            and not in_class(right, "opener")
        )
    if gap in {", ", ","}:
        return right.text.rstrip(".") in {"Inc", "Ltd"} or (
            in_class(right, "legal") and not in_class(right, "company_head")
        )
    return False


def _of_savers(text: str, left: Word, right: Word) -> bool:
    """Return True for "Teachers' Pension Fund": many people's, and what is theirs is named as a fund is."""
    plural = text[left.end : left.end + 1] in {"'", "’"} and left.text.endswith("s")
    return plural and in_class(right, "savings")


def _bracketed(text: str, words: list[Word], at: int) -> bool:
    """Return True for "Name (BD) Ltd": a bracket that a legal form or company head follows."""
    if at + 2 >= len(words) or words[at].possessive:
        return False
    opening = text[words[at].end : words[at + 1].start]
    closing = text[words[at + 1].end : words[at + 2].start]
    follows = words[at + 2]
    return (
        opening == " ("
        and closing == ") "
        and follows.capital
        and (in_class(follows, "legal") or in_class(follows, "company_head"))
    )


def _runs(text: str, words: list[Word]) -> Iterator[list[int]]:
    """Yield lists of indices of capitalised words that stand side by side."""
    at = 0
    while at < len(words):
        if not words[at].capital:
            at += 1
            continue
        run = [at]
        while run[-1] + 1 < len(words):
            last = run[-1]
            following = words[last + 1]
            if _bracketed(text, words, last):
                run += [last + 1, last + 2]
            elif _continues(text, words[last], following):
                run.append(last + 1)
            else:
                break
        yield run
        at = run[-1] + 1


def _continues(text: str, left: Word, right: Word) -> bool:
    """A capital goes on with a capital, a number of a name ("LEAP 2"), or a legal form in small letters."""
    if not _touches(text, left, right):
        return False
    if right.capital:
        return True
    if right.text.isdigit():
        if _COUNTED.match(text, right.end):
            return False
        named = (left.text.isupper() and len(left.text) > 2) or left.text in {"Number", "Fund", "No."}
        return (named and len(right.text) <= 2) or right.text.endswith("000")
    return right.text in {"a.s", "a.s.", "d.o.o", "d.o.o.", "d.d.", "s.r.o", "s.r.o."}


def _connector(text: str, words: list[Word], last: int) -> tuple[str, int] | None:
    """Return the small words after index `last` and the index of the capital behind them, or None."""
    small: list[str] = []
    at = last + 1
    while at < len(words) and len(small) < 3 and not words[at].capital:
        if text[words[at - 1].end : words[at].start] not in {" ", "\u00a0"} or words[at - 1].possessive:
            return None
        small.append(words[at].text)
        at += 1
    if at >= len(words) or not words[at].capital:
        return None
    gap = text[words[at - 1].end : words[at].start]
    if not small:
        return (",", at) if gap == ", " and not words[last].possessive else None
    return (" ".join(small), at) if gap in {" ", "\u00a0"} else None


def _joined(left: list[Word], small: str, right: list[Word]) -> bool:
    """Decide whether one name goes on over the small words between two runs."""
    parts = small.split()
    if all(in_class(part, "name_particle") for part in parts):
        return not in_class(left[-1], "stop") and not in_class(left[-1], "calendar")
    head = parts[0] if parts[-1] in {*_OF, "the"} and parts[0] in _OF else None
    if head is not None and len(parts) <= 2:
        return _goes_on_of(left, small, right)
    has_of = _has_of_head(left)
    topics = all(in_class(w, "topic") for w in right)
    if small == ",":
        return has_of and topics and len(right) <= 3 and in_class(left[-1], "topic")
    if small == "and":
        if has_of and topics and in_class(left[-1], "topic"):
            return True
        pairs = (_pair_of_topics, _pair_of_founders, _pair_of_places, _pair_of_known, _pair_of_trades)
        return any(pair(left, right) for pair in pairs)
    return False


def _has_of_head(words: list[Word]) -> bool:
    """A head such as Ministry or Bank stands before the last word, so that the name is in its tail."""
    return any(in_class(w, "of_head") for w in words[:-1])


def _goes_on_of(left: list[Word], small: str, right: list[Word]) -> bool:
    """Join "Bank of China" and "Solar Energy Corporation of India", not "Marubeni Corporation of Japan"."""
    if not in_class(left[-1], "of_head"):
        return False
    if small.startswith("for") and all(in_class(w, "topic") or in_class(w, "generic") for w in right):
        return True
    if in_class(right[0], "calendar"):
        return False
    if left[-1].text == "Board" and any(in_class(w, "legal") for w in right):
        return False  # a company's board
    if in_class(left[-1], "government_head") or in_class(left[-1], "members_head"):
        return True
    before = [w for w in left[:-1] if not in_class(w, "stop") or in_class(w, "generic")]
    before = [w for w in before if not in_class(w, "legal_prefix")]
    plain = all(in_class(w, "generic") or in_class(w, "topic") for w in before)
    name = " ".join(w.text for w in left)
    return plain and (known_organization(name) is None or len(left) == 1)


def _pair_of_topics(left: list[Word], right: list[Word]) -> bool:
    """Join "Water and Electricity Company": a trade on both sides and the head only on the right.

    Behind a name of its own the right side needs no head: "Orlova Power and Light".
    """
    if not (in_class(left[-1], "topic") and in_class(right[0], "topic")):
        return False
    if any(in_class(w, "legal") for w in left) or known_organization(" ".join(w.text for w in left)):
        return False
    if len(left) > 1 and not in_class(left[0], "topic") and all(in_class(w, "weak_head") for w in right):
        return True
    heads = ("company_head", "bank_head", "government_head", "legal", "other_head")
    return any(in_class(right[-1], name) for name in heads) and len(right) <= 4


def _pair_of_founders(left: list[Word], right: list[Word]) -> bool:
    """Join "Brown and Root Inc": one word on either side and a legal form behind."""
    if len(left) != 1 or len(right) != 2 or known_organization(left[0].text):
        return False
    plain = not in_class(left[0], "stop") and not left[0].text.isupper() and left[0].text.isalpha()
    return plain and right[-1].text.rstrip(".") in {"Inc", "Co", "Corp", "Ltd", "LLP", "Sons"}


def _pair_of_places(left: list[Word], right: list[Word]) -> bool:
    """Join "Trinidad and Tobago Electricity Commission": one state or region whose name has an "and"."""
    name = f"{left[-1].text} and {right[0].text}"
    return len(right) > 1 and any(place.level != "city" for place in load_gazetteer().lookup(name))


def _pair_of_known(left: list[Word], right: list[Word]) -> bool:
    """Join "Sargent and Lundy Engineers": both words beside the "and" are one name of the lexicon."""
    name = f"{left[-1].text} and {right[0].text}"
    return not in_class(right[0], "legal_prefix") and known_organization(name) is not None


def _pair_of_trades(left: list[Word], right: list[Word]) -> bool:
    """Join "Orlova Engineering and Infrastructures Ltd": on the right stand trades alone, no name."""
    named = len(left) > 1 and not in_class(left[0], "generic") and not in_class(left[0], "stop")
    trade = in_class(left[-1], "topic") or in_class(left[-1], "weak_head")
    heads = all(any(in_class(w, name) for name in ("generic", "topic", "legal")) for w in right)
    closed = in_class(right[-1], "legal") or in_class(right[-1], "company_head")
    names = [" ".join(w.text for w in side) for side in (left, right)]
    return (
        named and trade and heads and closed and len(right) <= 3
        and not in_class(right[-1], "of_head") and not any(map(known_organization, names))
    )  # fmt: skip


def chunks_of(text: str, sentence: Span) -> list[Chunk]:
    """Return the capitalised sequences of one sentence, in order.

    Args:
        text: The article's text.
        sentence: The sentence's span.

    Returns:
        Chunks with their words; the first is marked `initial` where it opens the sentence.
    """
    words = words_of(text, sentence)
    runs = list(_runs(text, words))
    merged: list[list[int]] = []
    for run in runs:
        if merged and len(merged[-1]) <= MOST_WORDS:
            link = _connector(text, words, merged[-1][-1])
            if link is not None and link[1] == run[0]:
                left = [words[i] for i in merged[-1]]
                if _joined(left, link[0], [words[i] for i in run]):
                    merged[-1] = list(range(merged[-1][0], run[-1] + 1))
                    continue
        merged.append(run)
    chunks = []
    for run in merged:
        group = tuple(words[i] for i in run)
        chunks.append(Chunk(group, text[group[0].start : group[-1].end], run[0] == 0))
    return chunks
