"""Finds sums of money in an article: amounts, ranges, shared scales, and which sum converts which.

Owns the grammar of amounts. Does not know what a sum is for, nor which currency a bare "$" is in the end
(see `normalize.money.resolve_currency`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extract.analyze.analysis import Analysis
from extract.domain.mention import CostMention
from extract.domain.span import Span
from extract.domain.values import Money
from extract.normalize.conversions import link_conversions
from extract.normalize.money import Denomination, currency_after, currency_before, supports
from extract.normalize.numbers import Numeral, alternation, find_numerals, scale_entries
from extract.normalize.series import Joint, is_label, is_year, joint, qualifier_of, spread

__all__ = ["find_costs", "match_costs"]

_ELLIPSIS_REACH = 240
_SPLIT = re.compile(r"\s?\([^()\n]{1,60}\)")


@dataclass(frozen=True, slots=True)
class _Atom:
    """A number that is money, or may become money through its neighbours (`said` is still None)."""

    numeral: Numeral
    start: int
    end: int
    said: Denomination | None = None
    front: bool = False
    rule: str = "cost.amount"

    @property
    def amount(self) -> Decimal:
        return self.numeral.amount


def find_costs(text: str) -> list[CostMention]:
    """Return every sum of money a text states, in text order.

    Unit prices ("$38/MWh", "$1 million per MW") are no sums and yield nothing. An ambiguous sign gives
    `currency=None` and its candidates. "$2-3 billion" is one mention with a range, "$1.2bn and $1.4bn"
    two. A sum that converts another carries that one's span in `converts`.

    Args:
        text: Any text; offsets of the result point into it.

    Returns:
        Mentions that do not overlap.

    >>> [m.value.amount for m in find_costs("578 and 602 billion tenge")]
    [Decimal('578000000000'), Decimal('602000000000')]
    """
    atoms = [_atom(text, numeral) for numeral in find_numerals(text)]
    joints = _share(text, atoms)
    _fill_ellipses(text, atoms)
    return link_conversions(text, _mentions(text, atoms, joints))


def match_costs(analysis: Analysis) -> Iterable[CostMention]:
    """Return every sum of money of an article; see `find_costs`."""
    return find_costs(analysis.text)


def _atom(text: str, numeral: Numeral) -> _Atom:
    """Read the signs on both sides of a number."""
    before = currency_before(text, numeral.start)
    if before and not supports(numeral, before[1].need):
        before = None
    after = currency_after(text, numeral.end)
    if numeral.weak and not before and not after:
        numeral = numeral.unscaled()
        after = currency_after(text, numeral.end)
    if after and not supports(numeral, after[1].need):
        after = None
    if before:
        start, said = before
        if after and _agree(said, after[1]):
            said = after[1] if after[1].currency else said
            return _Atom(numeral, start, after[0], said, True, "cost.sign_and_word")
        return _Atom(numeral, start, numeral.end, said, True, "cost.sign_before")
    if after and not is_label(text, numeral):
        return _Atom(numeral, numeral.start, after[0], after[1], False, "cost.word_after")
    return _split_atom(text, numeral)


def _agree(first: Denomination, second: Denomination) -> bool:
    """Return True where two signs on one number can mean the same currency."""
    left = {first.currency} if first.currency else set(first.candidates)
    right = {second.currency} if second.currency else set(second.candidates)
    return not left.isdisjoint(right)


def _split_atom(text: str, numeral: Numeral) -> _Atom:
    """Read "31.3 billion ($1 billion) rubles", where a bracket parts the number from its currency."""
    if numeral.scale is not None and not numeral.weak and (bracket := _SPLIT.match(text, numeral.end)):
        after = currency_after(text, bracket.end())
        if after and text[bracket.end() : bracket.end() + 1] in (" ", "-", "\u00a0"):
            return _Atom(numeral, numeral.start, numeral.end, after[1], False, "cost.split_currency")
    return _Atom(numeral, numeral.start, numeral.end)


def _share(text: str, atoms: list[_Atom]) -> list[Joint | None]:
    """Let neighbours in a series share scale and currency, in place; return the joint behind each atom."""
    joints: list[Joint | None] = [None] * len(atoms)
    for i in range(len(atoms) - 1):
        if atoms[i].said and atoms[i].front and not atoms[i + 1].said:
            _pass_right(text, atoms, i)
    for i in range(len(atoms) - 2, -1, -1):
        left, right = atoms[i], atoms[i + 1]
        kind = joint(text, left.end, right.start)
        if kind == "slash" or (kind == "comma" and joints[i + 1] not in ("comma", "and")) or not right.said:
            continue
        if kind is None:
            continue
        atoms[i] = _taking(text, left, right, kind)
        if atoms[i].said:
            joints[i] = kind
    return joints


def _pass_right(text: str, atoms: list[_Atom], i: int) -> None:
    """Give "$2-3 billion" and "EUR 500 to 600m" the sign of the first number, in place."""
    left, right = atoms[i], atoms[i + 1]
    numeral = right.numeral
    weak = next(iter(find_numerals(text[numeral.start : numeral.start + 40])), None)
    if weak and weak.weak:
        numeral = replace(weak, start=numeral.start, end=numeral.start + weak.end, bare_end=numeral.bare_end)
    if joint(text, left.end, numeral.start) not in ("dash", "to"):
        return
    plain = numeral.scale is None and re.match(r"[\s-]?[A-Za-z]", text[numeral.end : numeral.end + 2])
    if plain or (numeral.scale is None and left.numeral.scale is not None):
        return
    atoms[i + 1] = _Atom(numeral, numeral.start, numeral.end, left.said, True, "cost.shared_currency")


def _taking(text: str, left: _Atom, right: _Atom, kind: Joint) -> _Atom:
    """Return the left atom with what it takes over from the right one."""
    a, b = left.numeral, right.numeral
    if left.said is None:
        unfit = right.front or is_label(text, a) or is_year(text, a) or a.weak
        if unfit or not _comparable(a, b, kind):
            return left
        shared = replace(a, scale=b.scale) if a.scale is None else a
        return replace(left, numeral=shared, said=right.said, rule="cost.shared_scale")
    takes = a.scale is None and b.scale is not None and not a.grouped and a.value < 1000
    if takes and right.said and _agree(left.said, right.said) and _comparable(a, b, kind):
        return replace(left, numeral=replace(a, scale=b.scale), rule="cost.shared_scale")
    return left


def _comparable(a: Numeral, b: Numeral, kind: Joint) -> bool:
    """Return True where two numbers can stand in one series with one scale."""
    if a.scale is not None:
        return True
    if a.grouped and b.scale is not None:
        return False
    if not a.value or not b.value:
        return False
    ratio = max(a.value, b.value) / min(a.value, b.value)
    return ratio <= (1000 if kind in ("dash", "to") else 50)


@cache
def _follow() -> re.Pattern[str]:
    words = alternation({form for entry in scale_entries("ellipsis_follow") for form in entry.forms})
    follow = rf"\s*(?:[.,;:)\]–—]|$|-\s)|\s+(?i:{words})(?![\w-])"
    return re.compile(rf"{follow}|\sof\s(?:the\s)?[A-Z]")


def _fill_ellipses(text: str, atoms: list[_Atom]) -> None:
    """Give "it was 330 billion early last year" the currency of the sum before it, in place."""
    last: _Atom | None = None
    for i, atom in enumerate(atoms):
        if atom.numeral.scale is None and atom.said is None:
            continue
        near = (
            last is not None
            and atom.start - last.end <= _ELLIPSIS_REACH
            and "\n" not in text[last.end : atom.start]
        )
        bracketed = _bracketed(text, atom)
        bare = atom.said is None and not (atom.numeral.weak or bracketed or is_label(text, atom.numeral))
        if bare and near and last and last.said and _follow().match(text, atom.end):
            atoms[i] = replace(atom, said=last.said, rule="cost.ellipsis")
        if not bracketed:
            last = atoms[i]


def _bracketed(text: str, atom: _Atom) -> bool:
    before = text[max(0, atom.start - 60) : atom.start]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


@cache
def _price() -> tuple[re.Pattern[str], re.Pattern[str]]:
    always = alternation({form for entry in scale_entries("price_unit") for form in entry.forms})
    small = alternation({form for entry in scale_entries("price_unit_small") for form in entry.forms})
    lead = r"\s?(?:/\s?|per\s|an?\s|for\s(?:each|every|one|an?)\s|each\s)(?:one\s|1\s?|every\s|each\s)?"
    return tuple(re.compile(rf"{lead}(?:{forms})(?![A-Za-z])", re.IGNORECASE) for forms in (always, small))  # type: ignore[return-value]


def _is_price(text: str, atom: _Atom) -> bool:
    """Return True where the amount is paid for each of something ("$38/MWh", "Rs 2.5 a unit")."""
    always, small = _price()
    if always.match(text, atom.end):
        return True
    return atom.numeral.scale is None and bool(small.match(text, atom.end))


def _mentions(text: str, atoms: list[_Atom], joints: list[Joint | None]) -> list[CostMention]:
    """Turn atoms into mentions, the two ends of a range into one; prices of units are left out."""
    price = False
    prices = [False] * len(atoms)
    for i in range(len(atoms) - 1, -1, -1):
        price = _is_price(text, atoms[i]) or (price and joints[i] is not None)
        prices[i] = price
    found: list[CostMention] = []
    i = 0
    while i < len(atoms):
        atom = atoms[i]
        kind = joints[i]
        if prices[i] or atom.said is None or atom.amount < 1:
            i += 1
        elif kind and _ranged(text, atoms, joints, i):
            found.append(_range_mention(text, atom, atoms[i + 1]))
            i += 2
        else:
            span = Span(atom.start, atom.end)
            money = Money(
                atom.amount, atom.said.currency, None, None,
                qualifier_of(text, span.start, span.end), atom.said.candidates,
            )  # fmt: skip
            found.append(CostMention(span, atom.rule, money))
            i += 1
    return found


def _ranged(text: str, atoms: list[_Atom], joints: list[Joint | None], i: int) -> bool:
    """Return True where atom `i` and the next are the ends of one range."""
    left, right = atoms[i], atoms[i + 1]
    kind = joints[i]
    if kind is None or right.said is None or left.said is None or not _agree(left.said, right.said):
        return False
    lone = joints[i + 1] is None and (i == 0 or joints[i - 1] is None)
    return lone and left.amount < right.amount and spread(text, left.start, kind) == "range"


def _range_mention(text: str, left: _Atom, right: _Atom) -> CostMention:
    span = Span(left.start, right.end)
    said = left.said if left.said and left.said.currency else right.said
    assert said is not None
    qualifier = qualifier_of(text, span.start, span.end)
    money = Money(None, said.currency, left.amount, right.amount, qualifier, said.candidates)
    return CostMention(span, "cost.range", money)
