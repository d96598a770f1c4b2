"""The how-to's lines, run by the real powerplantmatching in an environment of its own (`make setup`)."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from extract.export import FORMATS
from extract.export.words import vocabulary
from tests.export.test_formats import FULL, plant

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-matching" / "bin" / "python"
PAGE = (ROOT / "docs" / "how-to" / "export.md").read_text(encoding="utf-8")
READ = """
import json, sys
known = {name: list(config["target_" + name]) for name in ("fueltypes", "technologies", "countries")}
json.dump({"known": known, "plants": json.loads(plants.to_json(orient="records"))}, sys.stdout)
"""
PLANTS = [
    FULL,
    FULL.model_copy(update={"id": "P2", "name": "Melnik", "capacity_mwth": 300.0}),
    plant(id="P3", name="Dlouhé stráně", country="CZ", fuels="hydro, storage", technology="pumped storage",
          status="operating", capacity_mw=650),
    plant(id="P4", name="Plan only", country="CZ", fuels="gas", status="announced", capacity_mw=1),
    plant(id="P5", name="Far away", country="TJ", fuels="hydro", status="operating", capacity_mw=3600),
]  # fmt: skip

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="`make setup` installs powerplantmatching")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the package makes of the export, by the lines of the page."""
    folder = tmp_path_factory.mktemp("matching")
    (folder / "plants.csv").write_text(FORMATS["powerplantmatching"].text(PLANTS), encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    done = subprocess.run(
        [PYTHON, "-c", lines + READ],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_reads_the_plants_of_its_countries(read: dict[str, Any]) -> None:
    facts = [tuple(row[name] for name in ("Name", "Fueltype", "Technology", "Set")) for row in read["plants"]]
    assert sorted(facts) == [  # It writes names in ASCII itself.
        ("Dlouhe Strane", "Hydro", "Pumped Storage", "Store"),
        ("Melnik", "Natural Gas", "CCGT", "CHP"),
        ("Tidal Ridge", "Natural Gas", "CCGT", "PP"),
    ]
    assert sum(row["Capacity"] for row in read["plants"]) == pytest.approx(600.5 * 2 + 650)
    assert {row["Country"] for row in read["plants"]} == {"Czechia"}
    assert sorted(row["projectID"] for row in read["plants"]) == [["P1"], ["P2"], ["P3"]]


def test_our_words_are_words_of_its_settings(read: dict[str, Any]) -> None:
    known = read["known"]
    assert set(vocabulary("matching_fuels").values()) <= set(known["fueltypes"])
    assert set(vocabulary("matching_technologies").values()) <= set(known["technologies"])
