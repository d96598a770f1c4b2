"""Exports: what other tools read, with what must not be in it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner

from extract.cli import app
from extract.domain.linked import LinkedPlant
from extract.domain.record import Fuel
from extract.export import FORMATS
from extract.export.words import country_name, leaves, vocabulary, year_of
from extract.lexicons.loader import load_lexicon
from tests.emit.backends import emit, new_schema
from tests.link.helpers import mention, records_of

FUELS = get_args(Fuel)


def plant(**changes: Any) -> LinkedPlant:
    fields: dict[str, Any] = dict.fromkeys(LinkedPlant.model_fields)
    fields |= {
        "id": "P1",
        "site_id": "P1",
        "kind": "plant",
        "name": "Tidal Ridge",
        "articles": 1,
        "sources": 1,
    }
    return LinkedPlant(**(fields | {"conflicts": 0} | changes))


FULL = plant(
    country="CZ",
    region="Vysočina",
    place="Dukovany",
    latitude=49.1,
    longitude=16.2,
    location_accuracy="town",
    fuels="gas, oil",
    technology="combined cycle",
    status="operating",
    capacity_mw=600.5,
    commissioning="2029-33",
    owners="Acme Power [50%]; Zeta [50%]",
    cost=1.2e9,
    currency="EUR",
    last_published="2026-01-02",
)


def table(form: str, *plants: LinkedPlant) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FORMATS[form].text(plants))))


def test_gem_speaks_their_columns_and_words() -> None:
    (row,) = table("gem", FULL)
    assert {name: row[name] for name in ("Type", "Country/area", "Status", "Owner(s)", "Start year")} == {
        "Type": "oil/gas",
        "Country/area": "Czechia",
        "Status": "operating",
        "Owner(s)": "Acme Power [50%]; Zeta [50%]",
        "Start year": "2029",
    }
    assert (row["Latitude"], row["Location accuracy"], row["plantwire location"]) == (
        "49.1",
        "approximate",
        "town",
    )
    assert row["Fuel (combustion only)"] == "fossil gas: natural gas, fossil liquids: unknown"


def test_units_stand_under_their_plant_and_no_megawatt_twice() -> None:
    whole = plant(capacity_mw=1200)
    units = [
        plant(id=f"P{n}", kind="unit", part=str(n), name=f"Tidal Ridge {n}", capacity_mw=600) for n in (2, 3)
    ]
    rows = table("gem", whole, *units)
    assert [(row["Plant / Project name"], row["Unit / Phase name"]) for row in rows] == [
        ("Tidal Ridge", "Unit 2"),
        ("Tidal Ridge", "Unit 3"),
    ]
    assert sum(float(row["Capacity (MW)"]) for row in rows) == 1200


def test_near_miss_a_unit_of_unknown_size_leaves_the_whole() -> None:
    whole, unit = plant(capacity_mw=1200), plant(id="P2", kind="unit", part="2")
    assert leaves([whole, unit]) == [whole]
    assert leaves([unit]) == [unit], "with nobody speaking of the whole the unit is all there is"


def test_a_name_that_is_a_formula_is_harmless() -> None:
    (row,) = table("gem", plant(name="=cmd()"))
    assert row["Plant / Project name"] == "'=cmd()"


@pytest.mark.parametrize("fuel", FUELS)
def test_every_fuel_has_a_word_of_theirs(fuel: str) -> None:
    assert fuel in vocabulary("gem_types") and fuel in vocabulary("matching_fuels")


def test_technologies_are_ours() -> None:
    ours = {entry.id for entry in load_lexicon("technologies").entries}
    assert set(vocabulary("matching_technologies")) <= ours


def test_every_country_has_a_name() -> None:
    for entry in load_lexicon("countries").entries:
        assert country_name(entry.id)


def test_years() -> None:
    assert [year_of(d) for d in ("2029", "2029-06-01", "2027-04/2028-03", None)] == [2029, 2029, 2027, None]


def test_geojson_puts_longitude_first_and_null_where_nothing_is_known() -> None:
    found = json.loads(FORMATS["geojson"].text([FULL, plant(id="P2")]))
    first, second = found["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [16.2, 49.1]}
    assert first["properties"]["location_accuracy"] == "town"
    assert second["geometry"] is None


def test_matching_leaves_out_what_has_no_size_or_is_a_plan() -> None:
    rows = table(
        "powerplantmatching",
        FULL,
        plant(id="P2", status="operating"),
        plant(id="P3", status="announced", capacity_mw=1),
    )
    assert [row["projectID"] for row in rows] == ["P1"]
    assert (rows[0]["Fueltype"], rows[0]["Technology"], rows[0]["Country"]) == (
        "Natural Gas",
        "CCGT",
        "Czechia",
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_command(tmp_path: Path, kind: str) -> None:
    target = str(tmp_path / "o.db") if kind == "sqlite" else new_schema(tmp_path)
    out = tmp_path / "plants.geojson"
    emit(
        target, records_of([mention("Rogun HPP", key=("a", "p"), country="TJ", fuel="hydro", place="Roghun")])
    )
    early = CliRunner().invoke(app, ["export", target, "-o", str(out)])
    assert early.exit_code != 0 and "no linked plants" in str(early.exception)
    assert CliRunner().invoke(app, ["link", target]).exit_code == 0
    assert CliRunner().invoke(app, ["export", target, "-o", str(out)]).exit_code == 0
    (feature,) = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([69.7, 38.7], abs=0.3)
    shown = CliRunner().invoke(app, ["export", target, "-o", "-", "--format", "gem"])
    assert shown.stdout.startswith('"Type","Country/area"')
    wrong = CliRunner().invoke(app, ["export", target, "-o", "plants.xlsx"])
    assert wrong.exit_code != 0 and "unknown format" in str(wrong.exception)
