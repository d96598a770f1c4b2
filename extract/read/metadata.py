"""The publication date of a page, with its evidence: the most trusted source that is unambiguous wins.

Order: JSON-LD datePublished, meta elements, <time> in the article's head, byline text, the address. A date
of change (dateModified, "Updated") is never taken for the publication date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.read.dates import from_address, from_value

__all__ = ["Candidate", "chosen_date", "meta_dates"]

# The names newsrooms and their systems use, separators left out, most telling first.
_META_KEYS = (
    "articlepublishedtime", "ogarticlepublishedtime", "ogpublishedtime", "ogpubdate", "datepublished",
    "articlepublished", "publishedtime", "parselypubdate", "sailthrudate", "cxenseparserecspublishtime",
    "publicationdate", "publishdate", "publisheddate", "pubdate", "datepublic", "originalpublicationdate",
    "articledateoriginal", "btpubdate", "prismpublicationdate", "rnewsdatepublished", "vrpublishedtime",
    "analyticsattributesarticledate", "shareaholicarticlepublishedtime", "iso8601publishdate",
    "articlecreated", "dctermsissued", "dcdateissued", "dctermscreated", "dcdatecreated", "dctermsdate",
    "dcdate", "citationpublicationdate", "citationdate", "displaydate", "createdate", "datecreated",
    "articledate", "date", "pdate", "ptime", "releasedate",
)  # fmt: skip
_EVIDENCE = 120
"""Characters of the raw value kept as evidence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a date was found at, the raw text there, and its reading where that is done already."""

    where: str
    raw: str
    value: str | None = None


def meta_dates(meta: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the publication dates among meta elements, most telling name first.

    Args:
        meta: Values by lower-case name or property.
    """
    by_key = {"".join(c for c in name if c.isalnum()): name for name in reversed(list(meta))}
    for key in _META_KEYS:
        if name := by_key.get(key):
            yield Candidate(f"meta {name}", meta[name])


def chosen_date(candidates: Iterable[Candidate]) -> tuple[str | None, str | None]:
    """Return the publication date and where it was found; (None, None) where nothing is certain.

    A date whose day and month may swap counts only where another candidate confirms one reading. A coarser
    date is refined by a later candidate that agrees with it.

    >>> chosen_date([Candidate("time", "04/07/2026"), Candidate("url", "https://x.example/2026/04/07/a")])
    ('2026-04-07', 'time: 04/07/2026')
    """
    read: list[tuple[Candidate, tuple[str, ...]]] = []
    for candidate in candidates:
        readings = _readings(candidate)
        if readings:
            read.append((candidate, readings))
        if len(readings) == 1 and len(readings[0]) == 10 and len(read) == 1:
            break
    certain = {readings[0] for _, readings in read if len(readings) == 1}
    for at, (candidate, readings) in enumerate(read):
        agreed = [r for r in readings if len(readings) == 1 or r in certain]
        if len(agreed) != 1:
            continue
        finer = next(
            (o for o in read[at + 1 :] if o[1][0] != agreed[0] and o[1][0].startswith(agreed[0])), None
        )
        if finer is not None and len(finer[1]) == 1:
            return finer[1][0], _evidence(finer[0])
        return agreed[0], _evidence(candidate)
    return None, None


def _readings(candidate: Candidate) -> tuple[str, ...]:
    """Return the one or two readings of a candidate, none where it is no date."""
    if candidate.value:
        return (candidate.value,)
    if candidate.where == "url":
        dated = from_address(candidate.raw)
        return (dated,) if dated else ()
    found = from_value(candidate.raw)
    if found is None:
        return ()
    return (found.value, found.other) if found.other else (found.value,)


def _evidence(candidate: Candidate) -> str:
    """Return the place and the raw text as one line."""
    return f"{candidate.where}: {candidate.raw[:_EVIDENCE]}"
