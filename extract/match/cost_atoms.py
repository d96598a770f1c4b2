"""Numbers that are money by what stands beside them: a sign, a code, a word, or the head of their column.

Owns the reading of one number. What neighbours share is for `match.cost`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from extract.normalize.money import Denomination, currency_after, currency_before, supports
from extract.normalize.numbers import Numeral, alternation, find_numerals, scale_entries
from extract.normalize.series import is_label
from extract.normalize.tables import column_heads, leads

__all__ = ["Atom", "agree", "is_price", "read_atoms"]

_SMALLEST_IN_COLUMN = 10_000
_SPLIT = re.compile(r"\s?\([^()\n]{1,60}\)")


@dataclass(frozen=True, slots=True)
class Atom:
    """A number that is money, or may become money through its neighbours (`said` is still None)."""

    numeral: Numeral
    start: int
    end: int
    said: Denomination | None = None
    front: bool = False
    rule: str = "cost.amount"

    @property
    def amount(self) -> Decimal:
        """The number times its scale."""
        return self.numeral.amount


def _atom(text: str, numeral: Numeral) -> Atom:
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
        if after and agree(said, after[1]):
            said = after[1] if after[1].currency else said
            return Atom(numeral, start, after[0], said, True, "cost.sign_and_word")
        return Atom(numeral, start, numeral.end, said, True, "cost.sign_before")
    if after and not is_label(text, numeral):
        return Atom(numeral, numeral.start, after[0], after[1], False, "cost.word_after")
    return _split_atom(text, numeral)


def agree(first: Denomination, second: Denomination) -> bool:
    """Return True where two signs on one number can mean the same currency."""
    left = {first.currency} if first.currency else set(first.candidates)
    right = {second.currency} if second.currency else set(second.candidates)
    return not left.isdisjoint(right)


def _split_atom(text: str, numeral: Numeral) -> Atom:
    """Read "31.3 billion ($1 billion) rubles", where a bracket parts the number from its currency."""
    if numeral.scale is not None and not numeral.weak and (bracket := _SPLIT.match(text, numeral.end)):
        after = currency_after(text, bracket.end())
        if after and text[bracket.end() : bracket.end() + 1] in (" ", "-", "\u00a0"):
            return Atom(numeral, numeral.start, numeral.end, after[1], False, "cost.split_currency")
    return Atom(numeral, numeral.start, numeral.end)


def read_atoms(text: str) -> list[Atom]:
    """Return every number of a text with the currency at its side or at the head of its column, if any."""
    atoms = [_atom(text, numeral) for numeral in find_numerals(text)]
    _head_currencies(text, atoms)
    return atoms


def _head_currencies(text: str, atoms: list[Atom]) -> None:
    """Give sums of a table's column the currency and scale at its head ("Cost, EUR mln"), in place."""
    places = {atom.start: i for i, atom in enumerate(atoms) if atom.said is None}
    for cell, head in column_heads(text) if places else ():
        i = places.get(cell.start)
        if i is None or not leads(text, atoms[i].start, atoms[i].end, cell):
            continue
        read = _head_money(head.of(text))
        if read is not None:
            scale, said = read
            numeral = atoms[i].numeral
            if numeral.scale is None and scale > 1:
                numeral = replace(numeral, scale=scale)
            if numeral.amount < _SMALLEST_IN_COLUMN:
                continue  # a tariff
            atoms[i] = replace(atoms[i], numeral=numeral, said=said, rule="cost.column")


@lru_cache(maxsize=1024)
def _head_money(head: str) -> tuple[Decimal, Denomination] | None:
    """Return the scale and currency a column's head states: it is read as if a number stood in it."""
    found: tuple[Decimal, Denomination] | None = None
    for gap in re.finditer(r"(?<![A-Za-z])(?=[A-Za-z(])|$", head):
        before, after = head[: gap.start()], head[gap.start() :].lstrip("(")
        text = f"{before}10,000 {after}"
        atom = next((a for n in find_numerals(text) if (a := _atom(text, n)).said), None)
        if atom is not None and atom.said is not None and not is_price(text, atom):
            scale = atom.amount / 10_000
            if found is None or scale > found[0]:
                found = scale, atom.said
    return found


@cache
def _price() -> tuple[re.Pattern[str], re.Pattern[str]]:
    always = alternation({form for entry in scale_entries("price_unit") for form in entry.forms})
    small = alternation({form for entry in scale_entries("price_unit_small") for form in entry.forms})
    lead = r"\s?(?:/\s?|per\s|an?\s|for\s(?:each|every|one|an?)\s|each\s)(?:one\s|1\s?|every\s|each\s)?"
    one, other = (re.compile(rf"{lead}(?:{forms})(?![A-Za-z])", re.IGNORECASE) for forms in (always, small))
    return one, other


def is_price(text: str, atom: Atom) -> bool:
    """Return True where the amount is paid for each of something ("$38/MWh", "Rs 2.5 a unit")."""
    always, small = _price()
    if always.match(text, atom.end):
        return True
    return atom.numeral.scale is None and bool(small.match(text, atom.end))
