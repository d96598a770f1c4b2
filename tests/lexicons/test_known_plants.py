"""Plants known by name: what a name is looked up by, and what the compiled list holds."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from benchmarks import build_known_plants
from extract.errors import LexiconError
from extract.lexicons.known_plants import KNOWN_PLANTS, known_countries, known_key
from extract.lexicons.loader import load_lexicon


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Olkaria IV geothermal power plant", "olkaria"),
        ("Nam Theun 2", "nam theun"),
        ("Río Orlova (Phase 2)", "rio orlova"),
        ("Unit 3 of the power station", None),
        ("Rio", None),
    ],
)
def test_a_name_is_known_by_its_own_words(name: str, key: str | None) -> None:
    assert known_key(name) == key


@pytest.mark.parametrize(
    ("name", "countries"), [("Olkaria IV", ("KE",)), ("Eraring power station", ("AU",)), ("Orlova GRES", ())]
)
def test_a_name_tells_the_countries_that_have_such_a_plant(name: str, countries: tuple[str, ...]) -> None:
    assert known_countries(name) == countries


def test_every_line_can_be_looked_up_and_names_at_most_three_countries() -> None:
    codes = {entry.id for entry in load_lexicon("countries").entries}
    lines = [line.split("\t") for line in zlib.decompress(KNOWN_PLANTS.read_bytes()).decode().splitlines()]
    assert lines == sorted(lines) and len({key for key, _ in lines}) == len(lines) > 40_000
    for key, told in lines:
        assert known_key(key) == key
        assert 0 < len(told.split()) <= 3 and set(told.split()) <= codes


@pytest.mark.parametrize("content", [None, b"no zlib", zlib.compress(b"no tab")])
def test_a_broken_list_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "known_plants.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LexiconError, match=r"known_plants\.bin"):
        known_countries("Orlova", path)


def test_the_list_is_compiled_from_both_kinds_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, source = tmp_path / "a.csv", tmp_path / "b.csv"
    whole.write_text("name,country_long\nOrlova Wind Farm Kenya,Kenya\nUnit 2,Kenya\nVerde,Nowhere\n")
    source.write_text("Name,Country\nOrlova,Peru\nBeltran,Peru\nBeltran,Kenya\nBeltran,India\nBeltran,Chad\n")
    target = tmp_path / "known_plants.bin"
    monkeypatch.setattr(build_known_plants, "KNOWN_PLANTS", target)
    assert build_known_plants.main([str(whole), str(source)]) == 0
    assert zlib.decompress(target.read_bytes()) == b"orlova\tKE PE"
