"""Compile extract/lexicons/data/known_plants.bin from the Global Power Plant Database's files.

    python -m benchmarks.build_known_plants FILE.csv ...

The files: the database itself (columns name, country_long) or its sources (Name, Country), as in
github.com/wri/global-power-plant-database, CC BY 4.0. Names that more than three countries have are left out.
"""

from __future__ import annotations

import argparse
import csv
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.lexicons.known_plants import KNOWN_PLANTS, known_key
from extract.lexicons.loader import load_lexicon

MOST = 3


def countries() -> dict[str, str]:
    """Return the code of every name of a country."""
    return {form.lower(): e.id for e in load_lexicon("countries").entries for form in e.forms}


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Yield name and country of a file's plants."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            name, country = row.get("name") or row.get("Name"), row.get("country_long") or row.get("Country")
            if name and country:
                yield name, country


def main(given: Sequence[str] | None = None) -> int:
    """Read the files, write the list."""
    parser = argparse.ArgumentParser(prog="build_known_plants")
    parser.add_argument("files", nargs="+", type=Path)
    known = countries()
    table: dict[str, set[str]] = {}
    for path in parser.parse_args(given).files:
        for name, country in rows(path):
            code = known.get(country.lower())
            key = known_key(name.replace(country, " "))
            if code and key and "\t" not in key:
                table.setdefault(key, set()).add(code)
    told = {key: " ".join(sorted(found)) for key, found in table.items() if len(found) <= MOST}
    lines = [f"{key}\t{codes}" for key, codes in sorted(told.items())]
    KNOWN_PLANTS.write_bytes(zlib.compress("\n".join(lines).encode(), 9))
    sys.stdout.write(f"{len(lines)} names, {KNOWN_PLANTS.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
