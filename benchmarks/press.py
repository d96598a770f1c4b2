"""A made-up press: articles that mention plants, written straight into the tables of a SQLite database.

Deterministic for a number of mentions. Twenty mentions a plant, names in several spellings, units, things
left out as real articles leave them out; what measures speed reads it, nothing that measures accuracy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

from extract.emit.columns import Table, all_tables
from extract.emit.sql import insert_statement
from extract.emit.sqlite import SqliteSink

__all__ = ["write_press"]

_COUNTRIES = [
    "US", "IN", "CN", "BR", "DE", "GB", "FR", "TR", "KZ", "UZ", "VN", "ID", "PH", "TH", "JP", "KR", "AU",
    "ZA", "NG", "KE", "EG", "MA", "SA", "AE", "PK", "BD", "NP", "LK", "PE", "CL", "CO", "MX", "AR", "ES",
]  # fmt: skip
_ONSETS = [
    "b", "ch", "d", "f", "g", "gh", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh", "t", "v", "y",
    "z", "dr", "kr", "st", "tr",
]  # fmt: skip
_VOWELS = ["a", "e", "i", "o", "u", "aa", "oo", "ai"]
_CODAS = ["", "", "", "n", "r", "l", "k", "sh", "m", "t"]
_FUELS = ("coal", "gas", "hydro", "solar", "wind", "nuclear", "geothermal", "storage")
_NOUNS = {
    "coal": "coal plant",
    "gas": "gas-fired power plant",
    "hydro": "hydropower plant",
    "solar": "solar park",
    "wind": "wind farm",
    "nuclear": "nuclear power plant",
    "geothermal": "geothermal plant",
    "storage": "battery storage project",
}
_SWAPS = (("gh", "g"), ("kh", "h"), ("oo", "u"), ("aa", "a"), ("sh", "s"), ("ai", "ay"), ("y", "i"))
_A_PLANT = 20
_STATUS = ("announced", "pre-construction", "construction", "operating")
Rows = dict[str, list[dict[str, object]]]


def _word(random: Random) -> str:
    syllables = random.choice((2, 3, 3, 4))
    parts = (
        random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS) for _ in range(syllables)
    )
    return "".join(parts).capitalize()


def _plant(random: Random) -> dict[str, object]:
    fuel = random.choice(_FUELS)
    words = [_word(random) for _ in range(random.choice((1, 1, 1, 2)))]
    return {
        "name": " ".join(words),
        "country": random.choice(_COUNTRIES),
        "fuel": fuel,
        "mw": random.choice((50, 100, 150, 240, 330, 660, 1200, 1320)),
        "unit": random.choice((0, 0, 0, 2, 4)),
        "owner": f"{_word(random)} {random.choice(('Energy', 'Power', 'Group', 'Renewables'))}",
        "region": f"{_word(random)} Province",
    }


def _spelled(name: str, random: Random) -> str:
    found = [(long, short) for long, short in _SWAPS if long in name.lower()]
    if found and random.random() < 0.3:
        long, short = random.choice(found)
        return name.lower().replace(long, short, 1).title()
    return name


def _press(mentions: int) -> Iterator[Rows]:
    """Yield the rows of one article after another."""
    random = Random(f"press {mentions}")
    plants = [_plant(random) for _ in range(max(1, mentions // _A_PLANT))]
    left, number = mentions, 0
    while left > 0:
        count = min(left, random.choice((1, 2, 2, 3, 4)))
        yield _article(f"a{number:08}", [random.choice(plants) for _ in range(count)], random)
        left -= count
        number += 1


def _article(id_: str, plants: Sequence[dict[str, object]], random: Random) -> Rows:
    published = f"20{random.randint(15, 26)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    text = ". ".join(" ".join(_word(random) for _ in range(9)) for _ in range(2))
    rows: Rows = {table.name: [] for table in all_tables()}
    rows["articles"].append(
        {
            "id": id_,
            "source": id_,
            "published": published,
            "sha256": "0" * 64,
            "text": text,
            "publisher": f"Paper {random.randint(1, 300)}",
            "title": f"News of {id_}",
        }
    )
    for place, plant in enumerate(plants):
        _mention(rows, {"article_id": id_, "plant_id": f"p{place}"}, plant, random)
    return rows


def _mention(rows: Rows, key: dict[str, object], plant: dict[str, object], random: Random) -> None:
    unit = random.randint(1, int(str(plant["unit"]))) if plant["unit"] and random.random() < 0.4 else 0
    name = f"{_spelled(str(plant['name']), random)} {_NOUNS[str(plant['fuel'])]}"
    sure = {**key, "confidence": 0.9}
    rows["plants"].append(
        {
            "article_id": key["article_id"],
            "id": key["plant_id"],
            "name": f"{name} unit {unit}" if unit else name,
            "position": int(str(key["plant_id"])[1:]),
            "aggregate": False,
            "chp": False,
            "confidence": 0.9,
            "location_country": plant["country"] if random.random() < 0.9 else None,
            "location_region": plant["region"] if random.random() < 0.4 else None,
            "status_value": random.choice(_STATUS),
            "status_confidence": 0.8,
            "location_confidence": 0.5,
        }
    )
    if random.random() < 0.3:
        rows["plant_aliases"].append({**key, "position": 0, "alias": str(plant["name"])})
    if random.random() < 0.8:
        rows["plant_fuels"].append({**key, "position": 0, "fuel": plant["fuel"]})
    if random.random() < 0.6:
        rows["partners"].append(
            {**sure, "position": 0, "name": plant["owner"], "role": "owner", "status": "active"}
        )
    if random.random() < 0.8:
        size = float(str(plant["mw"]))
        rows["capacities"].append(
            {
                **sure,
                "position": 0,
                "value": size,
                "unit": "MW",
                "kind": "electric",
                "normalized_value": size,
                "normalized_unit": "MW",
                "qualifier": "exact",
            }
        )
    if random.random() < 0.4:
        rows["costs"].append(
            {
                **sure,
                "position": 0,
                "amount": random.choice((1e8, 2e8, 1e9)),
                "currency": "USD",
                "kind": "project",
                "superseded": False,
                "qualifier": "exact",
            }
        )
    if random.random() < 0.6:
        year = random.randint(2024, 2032)
        rows["dates"].append(
            {
                **sure,
                "position": 0,
                "event": "commissioning",
                "start_date": f"{year}-01-01",
                "end_date": f"{year}-12-31",
                "precision": "year",
                "edtf": str(year),
                "qualifier": "exact",
                "superseded": False,
            }
        )


def _cells(table: Table, row: dict[str, object]) -> tuple[object, ...]:
    return tuple(
        row.get(c.name, None if c.nullable else "" if c.kind == "text" else 0) for c in table.columns
    )


def write_press(path: Path, mentions: int) -> None:
    """Make a database with this many mentions, straight into its tables."""
    with SqliteSink(str(path)):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for rows in _press(mentions):
            for table in all_tables():
                if rows[table.name]:
                    cells = [_cells(table, row) for row in rows[table.name]]
                    connection.executemany(insert_statement(table), cells)
        connection.execute("COMMIT")
