"""Readers: one function a rule, a match of its pattern in, the expression it states (or None) out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from extract.domain.span import Span
from extract.domain.values import Qualifier
from extract.normalize.date_expression import OPEN, Expression, Unit, YearRef
from extract.normalize.date_filters import is_bare_month, is_bare_quarter, is_year
from extract.normalize.date_words import data_of

__all__ = [
    "read_context_unit",
    "read_day_month",
    "read_decade",
    "read_duration",
    "read_fiscal",
    "read_fiscal_ending",
    "read_fiscal_step",
    "read_half",
    "read_iso",
    "read_it",
    "read_month",
    "read_near_day",
    "read_numeric",
    "read_quarter",
    "read_season",
    "read_step",
    "read_weekday",
    "read_year",
    "read_year_end",
]


def _step_ref(form: str, *, nearest: bool = False) -> YearRef:
    data = data_of("step", form)
    return YearRef(data["base"], data["value"], nearest and data["value"] != 0)


def year_ref(match: re.Match[str]) -> YearRef:
    """Read the year from a match's groups y, yy, step and context, whichever took part."""
    groups = match.groupdict()
    if stated := groups.get("y") or groups.get("y0"):
        return YearRef("stated", int(stated))
    if short := groups.get("yy"):
        return YearRef("stated", 2000 + int(short))
    if step := groups.get("step") or groups.get("step0"):
        return _step_ref(step)
    return YearRef("context") if groups.get("context") else OPEN


def _base(match: re.Match[str], rule: str, unit: Unit, **fields: object) -> Expression:
    span = Span(match.start("core") if "core" in match.re.groupindex else match.start(), match.end())
    groups = match.groupdict()
    split = bool(groups.get("y_last") or groups.get("fy2"))
    fiscal = bool(groups.get("fiscal")) or split
    expression = Expression(span, rule, unit, year=year_ref(match), fiscal=fiscal, split=split)
    return replace(expression, **fields)  # type: ignore[arg-type]


def _ordinal(form: str, count: int) -> int:
    return int(data_of("ordinal", form)["value"]) or count


def read_iso(match: re.Match[str]) -> Expression:
    return _base(match, "iso-date", "day", number=int(match["m"]), day=int(match["d"]))


def read_numeric(match: re.Match[str]) -> Expression | None:
    """Read 07.04.2026 day first; a slash date only where it has one reading."""
    first, second = int(match["a"]), int(match["b"])
    if match["sep"] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _base(match, "numeric-date", "day", number=month, day=day)


def _digits(form: str | None) -> int:
    return int(re.sub(r"\D", "", form)) if form else 0


def read_day_month(match: re.Match[str]) -> Expression | None:
    month = int(data_of("month", match["m"])["value"])
    day, last = _digits(match["d"]), _digits(match["d2"])
    if last and last <= day:
        return None
    return _base(match, "day", "day", number=month, day=day, day_last=last)


def read_month(match: re.Match[str]) -> Expression | None:
    name = match["m"]
    month = int(data_of("month", name)["value"])
    expression = _base(match, "month", "month", number=month)
    if step := match["pre"]:
        return replace(expression, rule="month-step", year=_step_ref(step, nearest=True))
    if expression.year == OPEN and not is_bare_month(match.string, match.start("m"), match.end("m")):
        return None
    end = match.end() - (expression.year == OPEN and name.endswith("."))
    return replace(expression, span=Span(match.start("m"), end))


def read_quarter(match: re.Match[str]) -> Expression | None:
    groups = match.groupdict()
    form = groups.get("ordinal")
    first = _ordinal(form, 4) if form else int(groups.get("q") or groups.get("qb") or 0)
    second = groups.get("ordinal2")
    last = _ordinal(second, 4) if second else int(groups.get("q2") or 0)
    expression = _base(match, "quarter", "quarter", number=first, last=last)
    if expression.year != OPEN:
        return expression
    if form and data_of("ordinal", form)["value"] == 0:
        return replace(expression, rule="quarter-step", year=YearRef("published", -1, True))
    return expression if is_bare_quarter(match.string, match.start()) else None


def read_half(match: re.Match[str]) -> Expression | None:
    groups = match.groupdict()
    form = groups.get("ordinal")
    number = _ordinal(form, 2) if form else int(groups.get("q") or groups.get("qb") or 0)
    if number > 2:
        return None
    expression = _base(match, "half", "half", number=number)
    if expression.year == OPEN and not is_bare_quarter(match.string, match.start()):
        return None
    if expression.year == OPEN and re.match(r"\s+(?:of|an?|as|a dozen)\b", match.string[match.end() :]):
        return None
    return expression


def read_year(match: re.Match[str]) -> Expression | None:
    """Read a year, years joined by a dash ("2026-27") or an ISO month ("2026-04")."""
    text, first, second = match.string, int(match["y"]), match["y2"]
    if not is_year(text, match.start(), match.end()):
        return None
    if not second:
        return _base(match, "year", "year", number=first)
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if first < last <= first + 40:
        return _base(match, "years", "years", number=first, last=last)
    if len(second) == 2 and match["dash"] == "-" and 1 <= int(second) <= 12:
        return _base(match, "iso-month", "month", number=int(second))
    return None


def read_fiscal(match: re.Match[str]) -> Expression | None:
    """Read FY27, fiscal 2026-27, the fiscal year ending March 2027."""
    first = _digits(match["fy"])
    first += 2000 if first < 100 else 0
    return _base(match, "fiscal-year", "year", year=YearRef("stated", first))  # fmt: skip


def read_fiscal_ending(match: re.Match[str]) -> Expression:
    month = int(data_of("month", match["m"])["value"])
    return _base(match, "fiscal-year-ending", "year", number=month)


def read_fiscal_step(match: re.Match[str]) -> Expression:
    return _base(match, "fiscal-step", "year")


def read_year_end(match: re.Match[str]) -> Expression:
    expression = _base(match, "year-end", "year", part="end")
    return replace(expression, year=YearRef("context")) if expression.year == OPEN else expression


def read_step(match: re.Match[str]) -> Expression | None:
    """Read "next year", "last month", "this week", "that summer", "next Monday"."""
    form, ref = match["unit"].casefold(), _step_ref(match["pre"])
    span = Span(match.start(), match.end())
    if form in ("week", "month", "quarter", "year", "decade"):
        if form == "year" and match["pre"].casefold() == "past":
            return None
        return Expression(span, f"{form}-step", form, year=ref)  # type: ignore[arg-type]
    return Expression(span, "season-step", "season", number=int(data_of("season", form)["value"]), year=ref)


def read_context_unit(match: re.Match[str]) -> Expression:
    """Read "(the end of) the month"; kept only with a part word in front."""
    unit: Unit = match["unit"].casefold()  # type: ignore[assignment]
    return Expression(Span(match.start("core"), match.end()), f"the-{unit}", unit, year=YearRef("context"))


def read_it(match: re.Match[str]) -> Expression:
    """Read "(the end of) it" after "this year"; kept only with a part word in front."""
    return Expression(Span(match.start("core"), match.end()), "the-it", "year", year=YearRef("previous"))


def read_season(match: re.Match[str]) -> Expression | None:
    expression = _base(match, "season", "season", number=int(data_of("season", match["season"])["value"]))
    second = match["y2"]
    if second:
        return replace(expression, last=int(second[-2:]))
    if expression.year == OPEN and not is_bare_quarter(match.string, match.start(), season=True):
        return None
    return expression


def read_weekday(match: re.Match[str]) -> Expression:
    number = int(data_of("weekday", match["w"])["value"])
    step = match["pre"] or match["post"]
    ref = _step_ref(step, nearest=bool(match["pre"])) if step else OPEN
    rule = "weekday-of-week" if match["post"] else "weekday"
    return Expression(Span(match.start(), match.end()), rule, "weekday", number=number, year=ref)


def read_near_day(match: re.Match[str]) -> Expression:
    offset = int(data_of("day", match["form"])["value"])
    return Expression(Span(match.start(), match.end()), "near-day", "offset", number=offset)


def read_decade(match: re.Match[str]) -> Expression:
    return _base(match, "decade", "decade", number=int(match["decade"]), year=YearRef("stated"))


def read_duration(rule: str) -> Callable[[re.Match[str]], Expression | None]:
    """Return a builder for "18 months ago", "in two years", "a year later" and their like."""

    def build(match: re.Match[str]) -> Expression | None:
        form, unit = match["num"], str(data_of("unit", match["unit"])["value"])
        count = int(form) if form.isdigit() else int(data_of("number", form)["value"])
        length, factor = {"fortnight": ("week", 2), "decade": ("year", 10)}.get(unit, (unit, 1))
        half = 6 if match["half"] and length == "year" else 0
        qualifier: Qualifier = (
            "at_most" if (match.groupdict().get("lead") or "").lower().startswith("within") else "exact"
        )
        return Expression(Span(match.start(), match.end()), rule, "duration", number=count * factor,
                          months=half, length=length, qualifier=qualifier)  # fmt: skip

    return build
