"""What all readers share: the year of a match, and the expression over it."""

from __future__ import annotations

from extract.domain.span import Span
from extract.normalize.date_expression import OPEN, Expression, Found, Unit, YearRef
from extract.normalize.date_words import data_of

__all__ = ["count_of", "make_expression", "step_ref"]


def step_ref(form: str, *, nearest: bool = False) -> YearRef:
    """Return how "this", "next", "that" count years; `nearest` for the next or last occurrence."""
    data = data_of("step", form)
    return YearRef(data["base"], data["value"], nearest and data["value"] != 0)


def year_ref(found: Found) -> YearRef:
    """Read the year from the groups y, yy, step and context, whichever took part."""
    if stated := found.get("y") or found.get("y0"):
        return YearRef("stated", int(stated))
    if short := found.get("yy"):
        return YearRef("stated", 2000 + int(short))
    if step := found.get("step") or found.get("step0"):
        return step_ref(step)
    return YearRef("context") if found.get("context") else OPEN


def make_expression(found: Found, rule: str, unit: Unit, number: int = 0) -> Expression:
    """Return an expression over the whole match, its year read from the groups."""
    split = bool(found.get("y_last") or found.get("fy2"))
    return Expression(
        Span(found.start, found.end),
        rule,
        unit,
        number,
        year=year_ref(found),
        fiscal=split or bool(found.get("fiscal")),
        split=split,
    )


def count_of(form: str) -> int:
    """Return a number in digits or words, 0 for none."""
    return int(form) if form.isdigit() else int(data_of("number", form)["value"]) if form else 0
