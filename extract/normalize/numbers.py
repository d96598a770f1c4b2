"""Numbers in text: digits with their marks, numbers in words, scales. Knows no unit and no currency.

English conventions: a comma groups thousands (also in the Indian way, "1,20,000"), a point starts the
decimals; thin and no-break spaces, a plain space and an apostrophe group too ("18 000"). A single comma
with one or two digits after it ("2,5") can only be a decimal comma and is read as one, also behind groups
("1.234,50", "1 995,00"); two points with three digits each ("1.234.567") can only be groups. "1.234" stays a
decimal, and "1.234,567" is read as nothing rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extract.lexicons.loader import load_lexicon
from extract.lexicons.models import Entry

__all__ = ["Numeral", "alternation", "find_numerals", "parse_number", "plain", "scale_entries"]

_GROUP = "[,\u00a0\u202f\u2009'’]"
_DIGITS = re.compile(
    rf"""(?<!\d)(?<!\d[.,'’])
    (?P<whole>\d{{1,3}}(?:[.\u00a0\u202f\u2009'’ ]\d{{3}}){{1,5}},\d{{1,2}}(?![\d.,]\d|\d)
      |\d{{1,3}}(?:\.\d{{3}}){{2,5}}(?!\.?\d|,\d)
      |\d{{1,3}}(?:{_GROUP}\d{{3}}){{1,6}}(?!{_GROUP}?\d)
      |\d{{1,3}}(?:,\d{{2}}){{1,4}},\d{{3}}(?![,\d])
      |\d{{1,3}}(?:[ ]\d{{3}}){{1,5}}(?![ ]?\d)
      |\d{{1,3}},\d{{1,2}}(?![,.\d])
      |[1-3]/[2-4](?=[\s-](?:m|b|tr)illion)
      |(?<![\w.)\]])\.\d{{1,3}}
      |\d{{1,15}}(?!\d|,\d))
    (?:\.(?P<decimals>\d{{1,12}}))?
    (?:[-\s]?(?P<vulgar>[½¼¾])|[-\s](?P<over>[1-7]/[2-8])(?!\d))?
    (?!\d|[.,]\d)(?!(?:st|nd|rd|th|s)(?![A-Za-z]))""",
    re.VERBOSE,
)
_DECIMAL_COMMA = re.compile(r"(?:\d{1,3}|\d{1,3}(?:[.\s'’]\d{3})+),\d{1,2}")
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_LABEL_SLICE = 14
_NO_ORDINAL = "".join(
    f"(?<!{word} )" for word in ("first", "second", "third", "fourth", "last", "this", "next")
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text with the scale word behind it, if there is one.

    `start` and `end` enclose number and scale, `bare_end` ends the number alone. `weak` marks a scale
    that counts only beside a currency ("m", "k", "b"). `grouped` is True where marks group thousands.
    """

    start: int
    end: int
    bare_end: int
    value: Decimal
    scale: Decimal | None = None
    weak: bool = False
    grouped: bool = False
    spelled: bool = False

    @property
    def amount(self) -> Decimal:
        """The number times its scale, without idle decimals (2.50 billion is 2500000000)."""
        return plain(self.value if self.scale is None else self.value * self.scale)

    def unscaled(self) -> Numeral:
        """Return the number without its scale, for callers to whom "5 m" is five metres."""
        return replace(self, end=self.bare_end, scale=None, weak=False)


def plain(number: Decimal) -> Decimal:
    """Return the number without idle decimals and without an exponent.

    >>> plain(Decimal("2.50")), plain(Decimal("1E+3"))
    (Decimal('2.5'), Decimal('1000'))
    """
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == number else number.normalize()


def scale_entries(kind: str) -> tuple[Entry, ...]:
    """Return the entries of scales.toml of one kind ("number", "scale", "qualifier", "label", ...)."""
    return tuple(entry for entry in load_lexicon("scales").entries if entry.data["kind"] == kind)


def alternation(forms: set[str]) -> str:
    """Return a regex alternative over literal forms, longest first, any blank or hyphen run in them."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", r"[\s-]{1,3}") for form in ordered)


@cache
def _values() -> dict[str, Decimal]:
    """Return number and fraction words with their values, folded."""
    entries = (*scale_entries("number"), *scale_entries("fraction"))
    return {form: Decimal(entry.data["value"]) for entry in entries for form in entry.forms}


@cache
def _scales() -> tuple[dict[str, tuple[Decimal, bool]], re.Pattern[str]]:
    """Return scale forms with (factor, weak), and the pattern that reads one behind a number."""
    table: dict[str, tuple[Decimal, bool]] = {}
    strong: set[str] = set()
    weak: set[str] = set()
    for entry in scale_entries("scale"):
        for form in entry.forms:
            table[form] = (Decimal(entry.data["factor"]), bool(entry.data.get("weak")))
            (weak if entry.data.get("weak") else strong).add(form)
    pattern = rf"[\s-]{{0,2}}(?i:(?P<strong>{alternation(strong)}))(?![A-Za-z])"
    pattern += rf"|[\s-]?(?P<weak>{alternation(weak)})(?![A-Za-z])"
    pattern += r"|[\s-]?(?P<glued>[Mmk])(?=[A-Z]{3}(?![A-Za-z]))"  # "25 MEUR": the currency follows
    return table, re.compile(pattern)


@cache
def _words() -> re.Pattern[str]:
    """Return the pattern of numbers in words, built from scales.toml."""
    values = _values()
    units = alternation({w for w, v in values.items() if 1 <= v <= 9 and " " not in w and w != "both"})
    tens = alternation({w for w, v in values.items() if 20 <= v <= 90})
    teens = alternation({w for w, v in values.items() if 10 <= v <= 19 and "dozen" not in w})
    phrases = alternation({w for w in values if w.startswith("a ") and "dozen" not in w} | {"both"})
    strong = alternation({form for form, (_, weak) in _scales()[0].items() if not weak})
    small = rf"(?:(?:{tens})(?:[\s-](?:{units}))?|{teens}|{units})"
    number = rf"(?:(?:{small}|an?)[\s-](?:hundred|dozen)(?:\s(?:and\s)?{small})?|{small}|dozen|zero)"
    mixed = r"(?:[\s-]and[\s-](?:(?:an?|one)[\s-](?:half|quarter)|three[\s-]quarters))?"
    before_scale = rf"(?=[\s-]{{1,2}}(?:{strong})\b)"
    halved = alternation({form for entry in scale_entries("halved") for form in entry.forms})
    part = rf"(?:an?\s)?half(?:\sof)?(?:[\s-]an?)?(?=[\s-]{{1,2}}(?:{strong}|{halved})\b)"
    large = rf"(?=[\s-]{{1,2}}(?:{strong}|{halved})\b)"
    share = rf"(?:(?:an?|one|three)[\s-]|{_NO_ORDINAL})quarters?(?:(?:\sof)?\san?)?{large}"
    body = rf"(?P<part>{part})|(?P<share>{share})|(?P<phrase>{phrases})"
    body += rf"|(?P<number>{number})(?P<mixed>{mixed})|(?P<one>an?){before_scale}"
    return re.compile(rf"(?<![\w])(?:{body})(?!\w)", re.IGNORECASE)


def _word_value(match: re.Match[str]) -> Decimal:
    """Return the value of a number in words."""
    values = _values()
    if match["part"]:
        return values["half"]
    if match["share"]:
        return values["quarter"] * (3 if match["share"].lower().startswith("three") else 1)
    if match["one"]:
        return Decimal(1)
    if match["phrase"]:
        return values[" ".join(match["phrase"].casefold().split())]
    total = Decimal(0)
    for word in re.split(r"[\s-]+", match["number"].casefold()):
        if word in ("hundred", "dozen"):
            total = max(total, Decimal(1)) * values[word]
        elif word not in ("and", "a", "an"):
            total += values[word]
    return total + _mixed_value(match["mixed"])


def _mixed_value(tail: str | None) -> Decimal:
    """Return what "and a half" and its like add."""
    if not tail:
        return Decimal(0)
    if "half" in tail.lower():
        return Decimal("0.5")
    return Decimal("0.75") if "three" in tail.lower() else Decimal("0.25")


_LED = re.compile(r"(?<![A-Za-z])(?:(?P<before>[Mmk])[A-Z]{3}|[A-Z]{3}(?P<after>m|bn|k))\s?$")
"""A scale at a currency code in front of the number, as company reports write it: "MEUR 25", "USDm 25"."""


_MIXED_TAIL = re.compile(r"\sand\s(?:a|one)\s(?:half|quarter)(?!\w)", re.IGNORECASE)


def _digit_numeral(match: re.Match[str], text: str) -> Numeral:
    """Return the numeral a digit match stands for, "2 1/2" and "2 and a half" included."""
    whole = match["whole"]
    end = match.end()
    if "/" in whole:
        value = Decimal(whole[0]) / Decimal(whole[2])
    elif whole.startswith("."):
        value = Decimal(f"0{whole}")
    elif _DECIMAL_COMMA.fullmatch(whole):
        value = Decimal(re.sub(r"[^\d,]", "", whole).replace(",", "."))
    else:
        value = Decimal(re.sub(r"\D", "", whole) + ("." + match["decimals"] if match["decimals"] else ""))
    if match["vulgar"]:
        value += _VULGAR[match["vulgar"]]
    elif match["over"]:
        value += Decimal(match["over"][0]) / Decimal(match["over"][2])
    elif tail := _MIXED_TAIL.match(text, end):
        value += _mixed_value(tail.group())
        end = tail.end()
    grouped = len(whole) > 4 and not whole.isdigit()
    return Numeral(match.start(), end, end, value, grouped=grouped)


@cache
def _label_before() -> re.Pattern[str]:
    forms = alternation({form for entry in scale_entries("label") for form in entry.forms})
    return re.compile(rf"(?<![A-Za-z])(?:{forms})[\s#]{{0,2}}$|[A-Za-z]-$|\d{{4}}[-–/]$", re.IGNORECASE)


def _raw(text: str) -> Iterator[Numeral]:
    """Yield digit numerals and word numerals, scales not yet read, each kind in text order."""
    for match in _DIGITS.finditer(text):
        before = text[max(0, match.start() - _LABEL_SLICE) : match.start()]
        if " " in match["whole"] and _label_before().search(before):
            # "Unit 3 660 MW", "CHP-2 660 MW", "2016-17 450 MW": the rest is a number of its own
            cut = match.start() + match["whole"].index(" ")
            yield Numeral(match.start(), cut, cut, Decimal(text[match.start() : cut]))
            if rest := _DIGITS.match(text, cut + 1):
                yield _digit_numeral(rest, text)
            continue
        yield _digit_numeral(match, text)
    for match in _words().finditer(text):
        yield Numeral(match.start(), match.end(), match.end(), _word_value(match), spelled=True)


def _with_scale(numeral: Numeral, text: str) -> Numeral:
    table, pattern = _scales()
    match = pattern.match(text, numeral.end)
    if not match:
        led = None if numeral.spelled else _LED.search(text, max(0, numeral.start - 8), numeral.start)
        return replace(numeral, scale=table[led["before"] or led["after"]][0], weak=True) if led else numeral
    form = match["weak"] or match["glued"] or " ".join(match["strong"].casefold().replace("-", " ").split())
    factor, weak = table[form]
    return replace(numeral, end=match.end(), scale=factor, weak=weak)


def _merged(numerals: list[Numeral], text: str) -> Iterator[Numeral]:
    """Yield numerals, "1 billion 260 million" and "two thousand three hundred" taken together."""
    held: Numeral | None = None
    for current in numerals:
        if held and current.start < held.end:
            continue
        if (
            held
            and held.scale
            and not held.weak
            and text[held.end : current.start] in (" ", "\u00a0", " and ", ", ")
        ):
            smaller = current.amount < held.scale and (
                (current.scale is not None and not current.weak) or (held.spelled and current.spelled)
            )
            between = text[held.end : current.start]
            joined = {" and ": held.spelled, ", ": held.spelled and current.spelled}.get(between, True)
            if smaller and joined:
                total = held.amount + current.amount
                held = Numeral(held.start, current.end, current.end, total, Decimal(1), grouped=True)
                continue
        if held:
            yield held
        held = current
    if held:
        yield held


def find_numerals(text: str) -> list[Numeral]:
    """Return the numbers of a text in text order, each with its scale.

    Args:
        text: Any text. Numbers inside words ("VVER-1000") are returned too; callers decide.

    Returns:
        Non-overlapping numerals with half-open offsets into `text`.

    >>> [(n.amount, text) for text in ["2.7 billion"] for n in find_numerals(text)]
    [(Decimal('2700000000'), '2.7 billion')]
    """
    raw = sorted(_raw(text), key=lambda n: (n.start, -n.end))
    return list(_merged([_with_scale(numeral, text) for numeral in raw], text))


def parse_number(text: str) -> Decimal | None:
    """Return the number a whole text stands for, None where it is no number or more than one.

    >>> parse_number("1,320"), parse_number("two and a half"), parse_number("half a billion")
    (Decimal('1320'), Decimal('2.5'), Decimal('500000000'))
    >>> parse_number("5 m") is None
    True
    """
    stripped = text.strip()
    found = find_numerals(stripped)
    if len(found) != 1 or found[0].weak or (found[0].start, found[0].end) != (0, len(stripped)):
        return None
    return found[0].amount
