"""Calendar dates in metadata, addresses and lines of English text, as YYYY, YYYY-MM or YYYY-MM-DD strings.

Only what a publication date needs; dates inside prose belong to `normalize`. Rules: ISO 8601, RFC 9110
(HTTP dates), and the written forms of English newsrooms. Nothing here looks at a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

__all__ = ["Found", "find_dates", "from_address", "from_value"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_MONTH = "(?P<{}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)(?![\d])"
_WRITTEN = re.compile(
    r"(?<![\w/.-])(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s\u00a0/-]{{1,3}}{_MONTH.format('m1')},?[\s\u00a0/-]{{1,3}}{_YEAR.format('y1')}"
    rf"|{_MONTH.format('m2')}[\s\u00a0]{{1,3}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\u00a0]{{1,3}}{_YEAR.format('y2')}"
    rf"|{_YEAR.format('y3')}(?P<sep>[-/.])(?P<m3>\d{{1,2}})(?P=sep)(?P<d3>\d{{1,2}})(?!\d)"
    rf"|(?P<a>\d{{1,2}})(?P<sep2>[-/.])(?P<b>\d{{1,2}})(?P=sep2){_YEAR.format('y4')}"
    rf"|{_MONTH.format('m5')},?[\s\u00a0]{{1,3}}{_YEAR.format('y5')}"
    r")",
    re.IGNORECASE,
)
_ISO = re.compile(r"\s{0,9}(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:(?=[T\sZ+])|\s{0,9}$)")
_COMPACT = re.compile(r"\s{0,9}((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s{0,9}$")
_EPOCH = re.compile(r"\s{0,9}(\d{10})(?:\d{3})?\s{0,9}$")
_ADDRESS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)([/_-])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?![\d])"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])[/-]?(?P<d>[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[/-](?P<m>[a-z]{3,9})[/-](?P<y>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[/-]?(?P<m>[a-z]{3,9})[/-]?(?P<d>\d{1,2})(?!\d)", re.IGNORECASE),
    re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])(?=[/?#]|$)"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)(?=[/?#]|$)"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: half-open offsets, its reading, and a second one where day and month may swap."""

    start: int
    end: int
    value: str
    other: str | None = None


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return the date as a string of its own precision, None where there is no such day or it is a filler."""
    if not 1900 <= year <= 2099 or (year, month, day) == (1970, 1, 1):
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _numeric(first: int, second: int, year: int) -> tuple[str | None, str | None]:
    """Return both readings of 04/07/2026, day first in front; one only where the other is no date."""
    readings = [_iso(year, second, first), _iso(year, first, second)]
    kept = list(dict.fromkeys(r for r in readings if r))
    return (kept[0] if kept else None, kept[1] if len(kept) > 1 else None)


def find_dates(text: str) -> Iterator[Found]:
    """Yield the dates with a year in a text, at least to the month, in text order.

    >>> [(f.value, f.other) for f in find_dates("Lima, 7 April 2026 (04/07/2026)")]
    [('2026-04-07', None), ('2026-07-04', '2026-04-07')]
    """
    for match in _WRITTEN.finditer(text):
        part = match.groupdict()
        other = None
        if part["y1"]:
            value = _iso(int(part["y1"]), _MONTHS[part["m1"].lower()], int(part["d1"]))
        elif part["y2"]:
            value = _iso(int(part["y2"]), _MONTHS[part["m2"].lower()], int(part["d2"]))
        elif part["y3"]:
            value = _iso(int(part["y3"]), int(part["m3"]), int(part["d3"]))
        elif part["y4"]:
            value, other = _numeric(int(part["a"]), int(part["b"]), int(part["y4"]))
        else:
            value = _iso(int(part["y5"]), _MONTHS[part["m5"].lower()])
        if value:
            yield Found(match.start(), match.end(), value, other)


def from_value(raw: str) -> Found | None:
    """Read a metadata value: ISO 8601, HTTP date, 20260407, epoch seconds, or English text.

    The day is the one written, in whatever zone it was written: a newsroom's date line shows that day.

    >>> from_value("2026-04-07T23:30:00+05:30").value
    '2026-04-07'
    """
    raw = raw[:200]
    if match := _ISO.match(raw):
        year, month, day = (int(part) if part else None for part in match.groups())
        value = _iso(year or 0, month, day)
        return Found(0, len(raw), value) if value else None
    if match := _COMPACT.match(raw):
        value = _iso(*(int(part) for part in match.groups()))
        return Found(0, len(raw), value) if value else None
    if match := _EPOCH.match(raw):
        day_ = datetime.fromtimestamp(int(match.group(1)), UTC).date()
        value = _iso(day_.year, day_.month, day_.day)
        return Found(0, len(raw), value) if value else None
    return next(find_dates(raw), None) or _foreign(raw)


def _foreign(raw: str) -> Found | None:
    """Read a date written in another language ("7 avril 2026"); it must hold a four-digit year."""
    if (
        len(raw) > 60
        or not re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", raw)
        or not re.search(r"[^\W\d_]{3}", raw)
    ):
        return None
    import dateparser  # slow to import and rarely needed

    parsed = dateparser.parse(
        raw,
        settings={"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "DATE_ORDER": "DMY"},
    )
    value = _iso(parsed.year, parsed.month, parsed.day) if parsed else None
    return Found(0, len(raw), value) if value else None


def from_address(url: str) -> str | None:
    """Return the date in an article's address, None where it holds none.

    >>> from_address("https://news.example/2026/04/07/plant-opens")
    '2026-04-07'
    """
    path = re.sub(r"^[a-z]{2,9}://[^/]{0,300}", "", url[:2000], flags=re.IGNORECASE)
    for pattern in _ADDRESS:
        for match in pattern.finditer(path):
            part = match.groupdict()
            month = part.get("m")
            number = None if month is None else _MONTHS.get(month.lower()) or _digits(month)
            day = _digits(part.get("d"))
            value = _iso(int(part["y"]), number, day) if number or month is None else None
            if value:
                return value
    return None


def _digits(text: str | None) -> int | None:
    """Return the number, None where the text is none."""
    return int(text) if text and text.isdecimal() else None
