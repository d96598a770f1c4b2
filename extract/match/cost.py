"""Finds sums of money in an article: amounts, ranges, shared scales, and which sum converts which.

Owns the grammar of amounts. Does not know what a sum is for, nor which currency a bare "$" is in the end
(see `normalize.money.resolve_currency`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from extract.analyze.analysis import Analysis
from extract.domain.mention import CostMention
from extract.domain.span import Span
from extract.domain.values import Money
from extract.match.cost_atoms import Atom, agree, is_price, read_atoms
from extract.normalize.conversions import link_conversions
from extract.normalize.numbers import Numeral, alternation, find_numerals, scale_entries
from extract.normalize.series import Joint, is_label, is_year, joint, qualifier_of, spread

__all__ = ["find_costs", "match_costs"]

_ELLIPSIS_REACH = 240
_SHARE_OF = re.compile(r"\s(?:out\s)?of\s(?:(?:the|its|their|a|an)\s)?(?:total\s|whole\s)?(?:of\s)?")


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
    atoms = read_atoms(text)
    _share(text, atoms)
    _fill_ellipses(text, atoms)
    joints = _share(text, atoms)  # "325 and 130 million": what was filled in is shared, too
    return link_conversions(text, _mentions(text, atoms, joints))


def match_costs(analysis: Analysis) -> Iterable[CostMention]:
    """Return every sum of money of an article; see `find_costs`."""
    return find_costs(analysis.text)


def _share(text: str, atoms: list[Atom]) -> list[Joint | None]:
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


def _pass_right(text: str, atoms: list[Atom], i: int) -> None:
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
    atoms[i + 1] = Atom(numeral, numeral.start, numeral.end, left.said, True, "cost.shared_currency")


def _taking(text: str, left: Atom, right: Atom, kind: Joint) -> Atom:
    """Return the left atom with what it takes over from the right one."""
    a, b = left.numeral, right.numeral
    if left.said is None:
        unfit = right.front or is_label(text, a) or is_year(text, a) or a.weak
        if unfit or not _comparable(a, b, kind):
            return left
        shared = replace(a, scale=b.scale) if a.scale is None else a
        return replace(left, numeral=shared, said=right.said, rule="cost.shared_scale")
    takes = a.scale is None and b.scale is not None and not a.grouped and a.value < 1000
    if takes and right.said and agree(left.said, right.said) and _comparable(a, b, kind):
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


def _fill_ellipses(text: str, atoms: list[Atom]) -> None:
    """Give sums that leave their currency out that of another sum, in place.

    "It was 330 billion early last year" has the currency of the sum before it. "71 million of the 100 million
    dollars" has that of the one behind it. Farther off, a sum has the one currency the whole text counts in.
    """
    common = _common(text, atoms)
    last: Atom | None = None
    for i, atom in enumerate(atoms):
        if atom.numeral.scale is None and atom.said is None:
            continue
        aside = _bracketed(text, atom)
        if atom.said is None and not atom.numeral.weak and not is_label(text, atom.numeral):
            source, rule = _source(text, atom, atoms[i + 1 : i + 2], None if aside else last)
            converts = aside and not text[last.end if last else 0 : atom.start].strip(" (")
            lone = not aside or text[atom.end : atom.end + 1] == ")"
            if source is None and common and lone and not converts and _follow().match(text, atom.end):
                source, rule = common, "cost.understood"
            if source is not None:
                atoms[i] = replace(atom, said=source.said, rule=rule)
        if not aside:
            last = atoms[i]


def _source(text: str, atom: Atom, following: Sequence[Atom], last: Atom | None) -> tuple[Atom | None, str]:
    """Return the sum beside a bare one that lends it its currency, and by which rule."""
    for behind in following:
        if behind.said and behind.numeral.scale and _SHARE_OF.fullmatch(text, atom.end, behind.start):
            return behind, "cost.share_of"
    near = (
        last is not None
        and last.said is not None
        and atom.start - last.end <= _ELLIPSIS_REACH
        and "\n" not in text[last.end : atom.start]
    )
    return (last, "cost.ellipsis") if near and _follow().match(text, atom.end) else (None, "")


def _common(text: str, atoms: list[Atom]) -> Atom | None:
    """Return a sum in the one currency a text counts in, brackets aside; None if in several."""
    sums = [atom for atom in atoms if atom.said and not _bracketed(text, atom)]
    signs = {(atom.said.currency, atom.said.candidates) for atom in sums if atom.said}
    return sums[0] if len(signs) == 1 else None


def _bracketed(text: str, atom: Atom) -> bool:
    before = text[max(0, atom.start - 60) : atom.start]
    return before.rfind("(") > before.rfind(")") or before.rfind("[") > before.rfind("]")


def _mentions(text: str, atoms: list[Atom], joints: list[Joint | None]) -> list[CostMention]:
    """Turn atoms into mentions, the two ends of a range into one; prices of units are left out."""
    price = False
    prices = [False] * len(atoms)
    for i in range(len(atoms) - 1, -1, -1):
        price = is_price(text, atoms[i]) or (price and joints[i] is not None)
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


def _ranged(text: str, atoms: list[Atom], joints: list[Joint | None], i: int) -> bool:
    """Return True where atom `i` and the next are the ends of one range."""
    left, right = atoms[i], atoms[i + 1]
    kind = joints[i]
    if kind is None or right.said is None or left.said is None or not agree(left.said, right.said):
        return False
    lone = joints[i + 1] is None and (i == 0 or joints[i - 1] is None)
    return lone and left.amount < right.amount and spread(text, left.start, kind) == "range"


def _range_mention(text: str, left: Atom, right: Atom) -> CostMention:
    span = Span(left.start, right.end)
    said = left.said if left.said and left.said.currency else right.said
    assert said is not None
    qualifier = qualifier_of(text, span.start, span.end)
    money = Money(None, said.currency, left.amount, right.amount, qualifier, said.candidates)
    return CostMention(span, "cost.range", money)
