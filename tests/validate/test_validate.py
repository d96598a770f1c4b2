"""What validation refuses, and the path it names; what it lets pass, it lets pass unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.domain.article import text_digest
from extract.domain.record import ArticleRecord, Diagnostic, Evidence, Location, Normalized
from extract.domain.rejection import Rejection
from extract.validate import validate_record
from extract.validate.grounding import evidence_of
from extract.validate.schema import json_fault
from tests.emit.records import (
    TEXT,
    article,
    capacity,
    cost,
    evidence,
    full_record,
    partner,
    plant,
    record,
    records,
)

UNGROUNDED = (Evidence(start=3, end=9, text="wrong!", rule="r"),)
PAST_THE_END = (Evidence(start=len(TEXT), end=len(TEXT) + 4, text="more", rule="r"),)
NOTHING = (Evidence(start=5, end=5, text="", rule="r"),)


def refused(odd: ArticleRecord, text: str | None = None) -> str:
    rejection = validate_record(odd, text=text)
    assert isinstance(rejection, Rejection)
    assert (rejection.stage, rejection.source) == ("validate", odd.article.source)
    return rejection.reason


def test_a_sound_record_passes_unchanged() -> None:
    sound = record(plant(costs=(), dates=()))
    assert validate_record(sound) == sound


@given(odd=records())
@settings(max_examples=60, deadline=None)
def test_any_grounded_record_passes_and_keeps_its_plants(odd: ArticleRecord) -> None:
    passed = validate_record(odd)
    assert isinstance(passed, ArticleRecord)
    assert (passed.article, passed.plants) == (odd.article, odd.plants)
    assert validate_record(passed) == passed
    assert json_fault(passed.model_dump(mode="json")) is None


@pytest.mark.parametrize("wrong", [UNGROUNDED, PAST_THE_END, NOTHING], ids=["wrong", "past the end", "empty"])
@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("plants[0].evidence[0]", lambda e: {"evidence": e}),
        ("plants[0].location.evidence[0]", lambda e: {"location": Location(evidence=e)}),
        ("plants[0].capacities[0].evidence[0]", lambda e: {"capacities": (capacity(evidence=e),)}),
        ("plants[0].costs[1].evidence[0]", lambda e: {"costs": (cost(), cost(evidence=e))}),
        ("plants[0].partners[0].evidence[1]", lambda e: {
            "partners": (partner(evidence=evidence(TEXT, "51%") + e),)
        }),
    ],
)  # fmt: skip
def test_ungrounded_evidence_is_refused_wherever_it_stands(path: str, changes: Any, wrong: Any) -> None:
    assert refused(record(plant(**changes(wrong)))).startswith(f"{path}: says ")


def test_ungrounded_evidence_of_a_remark_is_refused() -> None:
    odd = record(plant(), diagnostics=(Diagnostic(code="c", message="m", evidence=UNGROUNDED),))
    assert refused(odd).startswith("diagnostics[0].evidence[0]: ")


@settings(max_examples=60, deadline=None)
@given(odd=records(), data=st.data())
def test_moving_any_evidence_by_one_is_noticed(odd: ArticleRecord, data: st.DataObject) -> None:
    """Unless the text reads the same one further on, no offset may be off by one."""
    found = list(evidence_of(odd))
    if not found:
        return
    _, piece = data.draw(st.sampled_from(found))
    moved = piece.model_copy(update={"start": piece.start + 1, "end": piece.end + 1})
    text = odd.article.text or ""
    dump = odd.model_dump()
    dump["plants"][0]["evidence"] = (moved.model_dump(),)
    passed = validate_record(ArticleRecord.model_validate(dump))
    assert isinstance(passed, ArticleRecord) == (text[moved.start : moved.end] == piece.text)


def test_a_text_left_out_is_handed_in() -> None:
    lean = record(plant()).model_copy(update={"article": article().model_copy(update={"text": None})})
    assert isinstance(validate_record(lean, text=TEXT), ArticleRecord)
    assert refused(lean).startswith("article.text: no text")
    assert refused(lean, text=TEXT.upper()).startswith("article.sha256: ")


def test_a_digest_of_another_text_is_refused() -> None:
    assert refused(record(plant(), sha256=text_digest("other"))).startswith("article.sha256: ")


@pytest.mark.parametrize(
    ("path", "odd"),
    [
        ("plants[1].id", record(plant(), plant())),
        ("plants[0].costs[0].converted_from", record(plant(costs=(cost(converted_from=1),)))),
        ("plants[0].costs[0].converted_from", record(plant(costs=(cost(converted_from=0),)))),
        ("plants[0].costs[0].amount_min", record(plant(costs=(
            cost(amount=None, amount_min=2, amount_max=1),
        )))),
        ("plants[0].capacities[0].normalized.unit", record(plant(capacities=(capacity(kind="energy"),)))),
        ("article.title", record(plant(), title="a\0b")),
        ("article.url", record(plant(), url="a\udcff")),
        ("plants[0].aliases[1]", record(plant(aliases=("a", "\ud800")))),
        ("plants[0].costs[0].amount", record(plant(costs=(cost(amount=float("nan")),)))),
        ("plants[0].costs[0].amount", record(plant(costs=(cost(amount=10**500),)))),
        ("plants[0].capacities[0].normalized.value", record(plant(capacities=(
            capacity(normalized=Normalized(value=float("inf"), unit="MW")),
        )))),
    ],
)  # fmt: skip
def test_broken_structure_is_refused_by_path(path: str, odd: ArticleRecord) -> None:
    assert refused(odd).startswith(f"{path}: ")


def test_what_slipped_past_the_models_is_refused_by_the_schema() -> None:
    """`model_copy` checks nothing, so only the schema sees this."""
    odd = plant().model_copy(update={"fuels": ("steam",)})
    assert refused(record().model_copy(update={"plants": (odd,)})).startswith("plants[0].fuels[0]: ")


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("plants[0].dates[0].start", lambda d: d["plants"][0]["dates"][0].update(start="soon")),
        ("plants[0].capacities[0].value", lambda d: d["plants"][0]["capacities"][0].update(value=0)),
        ("plants[0].location.country", lambda d: d["plants"][0]["location"].update(country="Norvia")),
        ("plants[0].confidence", lambda d: d["plants"][0].update(confidence=1.01)),
        ("plants[0].evidence", lambda d: d["plants"][0].update(evidence=[])),
        ("record", lambda d: d.update(extra=1)),
        ("article", lambda d: d["article"].pop("sha256")),
        ("schema_version", lambda d: d.update(schema_version="2.0")),
    ],
)
def test_the_schema_refuses_by_path(path: str, change: Any) -> None:
    data = full_record().model_dump(mode="json")
    assert json_fault(data) is None
    change(data)
    assert (json_fault(data) or "").startswith(f"{path}: ")
