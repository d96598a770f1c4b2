"""Records for tests of validate and emit: a small builder that keeps every piece of evidence grounded."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from extract.domain.article import text_digest
from extract.domain.record import (
    ArticleInfo,
    ArticleRecord,
    Capacity,
    Cost,
    DateEntry,
    Diagnostic,
    Evidence,
    Location,
    Normalized,
    Partner,
    PlantRecord,
    Provenance,
    Status,
)

TEXT = (
    "Tidal Ridge gets second block\n\n"
    "Norvia’s Tidal Ridge power plant, 2x660 MW of gas, costs between €1.2bn and $1.4 billion.\n"
    "Ondrő Építő Zrt. holds 51%; 東風電力 the rest. Site work began in May 2024, and "
    "power is due by the first quarter of 2029."
)
PROVENANCE = Provenance(plantwire="0.1.0", model="test", lexicons="l", weights="w")


def evidence(text: str, phrase: str, rule: str = "test.rule") -> tuple[Evidence, ...]:
    """The first place of a phrase in the text, as evidence; raises where it is not there."""
    start = text.index(phrase)
    return (Evidence(start=start, end=start + len(phrase), text=phrase, rule=rule),)


def article(text: str = TEXT, **changes: Any) -> ArticleInfo:
    fields: dict[str, Any] = {
        "id": "article-1",
        "source": "saved/page 1.html",
        "title": text.partition("\n")[0],
        "authors": ("A. Writer", "B. Writer"),
        "published": "2026-03-09",
        "language": "en",
        "sha256": text_digest(text),
        "text": text,
    }
    return ArticleInfo(**(fields | changes))


def capacity(text: str = TEXT, **changes: Any) -> Capacity:
    fields: dict[str, Any] = {
        "value": 1320,
        "unit": "MW",
        "kind": "electric",
        "count": 2,
        "unit_value": 660,
        "normalized": Normalized(value=1320, unit="MW"),
        "evidence": evidence(text, "2x660 MW"),
        "confidence": 0.97,
    }
    return Capacity(**(fields | changes))


def cost(text: str = TEXT, phrase: str = "$1.4 billion", **changes: Any) -> Cost:
    fields: dict[str, Any] = {
        "amount": 1_400_000_000,
        "currency": "USD",
        "kind": "project",
        "evidence": evidence(text, phrase),
        "confidence": 0.9,
    }
    return Cost(**(fields | changes))


def partner(text: str = TEXT, name: str = "Ondrő Építő Zrt.", **changes: Any) -> Partner:
    fields: dict[str, Any] = {
        "name": name,
        "role": "owner",
        "share": 51,
        "evidence": evidence(text, name),
        "confidence": 0.8,
    }
    return Partner(**(fields | changes))


def dated(text: str = TEXT, phrase: str = "first quarter of 2029", **changes: Any) -> DateEntry:
    fields: dict[str, Any] = {
        "event": "commissioning",
        "start": date(2029, 1, 1),
        "end": date(2029, 3, 31),
        "precision": "quarter",
        "edtf": "2029-33",
        "qualifier": "at_most",
        "evidence": evidence(text, phrase),
        "confidence": 0.75,
    }
    return DateEntry(**(fields | changes))


def day(year: int, month: int, number: int, event: str, **changes: Any) -> DateEntry:
    """A dated event known to the day; its evidence is any phrase of the text."""
    when = date(year, month, number)
    return dated(
        event=event, start=when, end=when, precision="day", edtf=str(when), qualifier="exact", **changes
    )


def plant(text: str = TEXT, **changes: Any) -> PlantRecord:
    fields: dict[str, Any] = {
        "id": "p1",
        "name": "Tidal Ridge power plant",
        "aliases": ("Tidal Ridge", "=SUM(A1)"),
        "location": Location(
            country="NO", latitude=-31.25, evidence=evidence(text, "Norvia"), confidence=0.5
        ),
        "fuels": ("gas", "hydrogen"),
        "technology": "combined cycle",
        "status": Status(value="construction", evidence=evidence(text, "Site work began"), confidence=1.0),
        "capacities": (capacity(text),),
        "costs": (
            cost(text, amount=None, amount_min=1_200_000_000.5, amount_max=1_300_000_000, currency="EUR"),
            cost(text, converted_from=0),
        ),
        "partners": (
            partner(text, aliases=("Ondrő", '"Ő" & Co.')),
            partner(text, "東風電力", role="investor", share=None),
        ),
        "dates": (dated(text),),
        "evidence": evidence(text, "Tidal Ridge power plant"),
        "confidence": 0.99,
    }
    return PlantRecord(**(fields | changes))


def record(
    *plants: PlantRecord, text: str = TEXT, diagnostics: tuple[Diagnostic, ...] = (), **changes: Any
) -> ArticleRecord:
    """A record of the given plants; `changes` are those of the article."""
    return ArticleRecord(
        article=article(text, **changes), plants=plants, diagnostics=diagnostics, provenance=PROVENANCE
    )


def full_record(**changes: Any) -> ArticleRecord:
    """A record that fills every kind of field, with two plants and an aggregate of both."""
    second = plant(id="p2", name="Tidal Ridge 2", aliases=(), status=None, location=Location(), dates=())
    both = plant(id="p0", name="both blocks", aggregate=True, members=("p1", "p2"), capacities=())
    odd = Diagnostic(code="costs_conflict", message="two sums", evidence=evidence(TEXT, "€1.2bn"))
    return record(plant(), second, both, diagnostics=(odd, odd), **changes)


_words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
_numbers = st.one_of(st.integers(1, 10**15), st.floats(1e-3, 1e12), st.just(1e22))


@st.composite
def records(draw: st.DrawFn) -> ArticleRecord:
    """Any storable record: odd texts, zero to three plants, numbers of every size."""
    words = draw(st.lists(_words, min_size=4, max_size=4))
    text = "\n".join(words)
    spans = [(text.index(word), word) for word in words]

    def said() -> tuple[Evidence, ...]:
        start, word = draw(st.sampled_from(spans))
        return (Evidence(start=start, end=start + len(word), text=word, rule="r"),)

    def one(number: int) -> PlantRecord:
        size = draw(_numbers)
        base: dict[str, Any] = {"evidence": said(), "confidence": draw(st.floats(0, 1))}
        return PlantRecord(
            id=f"p{number}",
            name=words[0],
            aliases=tuple(draw(st.lists(_words, max_size=2))),
            capacities=(
                Capacity(
                    value=size,
                    unit="MW",
                    kind="electric",
                    normalized=Normalized(value=size, unit="MW"),
                    **base,
                ),
            ),
            costs=(
                Cost(
                    amount=draw(_numbers), currency="USD", kind="loan", superseded=draw(st.booleans()), **base
                ),
            ),
            partners=(Partner(name=words[1], aliases=(words[2],), role="lender", **base),),
            **base,
        )

    count = draw(st.integers(0, 3))
    given = draw(st.sampled_from(["a", "b", "ü/1", "'; DROP TABLE articles; --"]))
    return record(*(one(n) for n in range(count)), text=text, id=given, url=draw(st.none() | _words))
