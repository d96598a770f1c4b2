"""The same article saved twice is extracted once, and recorded as a copy of the first by name."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import pytest

from extract.batch.likeness import Index, sketch_of
from extract.batch.outcome import Outcome
from extract.batch.roster import Entry, settle
from extract.emit import read_records
from tests.batch.helpers import Found, article, folder_of, told

LONG = "\n\n".join(article(number) for number in range(3))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, LONG, True),
        (LONG, LONG + "\nShare this story with a friend", True),
        (LONG, LONG.replace("number 2", "number 4"), False),  # a figure changed: news
        (LONG, LONG + "\nThe plant will cost 40 million.", False),
        (LONG, article(7), False),
        ("A 20 MW plant opened in Kano.", "A 20 MW plant opened in Lagos.", False),
    ],
)
def test_near_identical_means_nearly_all_words_and_no_new_figure(one: str, other: str, same: bool) -> None:
    index = Index()
    index.add(0, sketch_of(one, None))
    assert (index.first(sketch_of(other, None)) == 0) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.x.org/a/", "http://x.org/a?utm_source=feed#top", True),
        ("https://x.org/a?id=1", "https://x.org/a?id=2", False),
        ("https://x.org/", "https://www.x.org", False),  # a front page is no article's address
        ("https://x.org/a", "https://y.org/a", False),
        ("http://[broken", "http://[broken", False),
    ],
)
def test_addresses_in_other_spellings_are_one(one: str, other: str, same: bool) -> None:
    index = Index()
    index.add(0, sketch_of(article(1), one))
    assert (index.first(sketch_of(article(2), other)) == 0) is same


def test_a_chain_of_copies_settles_the_same_in_any_order_of_arrival() -> None:
    """Each is like the next, the first and last are not alike: the first by name always stands."""
    words = [f"word{number}" for number in range(120)]
    texts = [" ".join(words[step * 4 : step * 4 + 80]) for step in range(4)]
    outcomes = {
        f"k{n}": Outcome(f"k{n}", "record", b"{}", sketch=sketch_of(text, None))
        for n, text in enumerate(texts)
    }
    entries = [Entry(n, f"s{n}", "p", f"k{n}") for n in range(4)]
    expected = [(s.kind, s.first) for s in settle(entries, outcomes.get)]
    for shuffled in itertools.permutations(entries):
        ordered = sorted(shuffled, key=lambda entry: entry.order)
        assert [(s.kind, s.first) for s in settle(ordered, outcomes.get)] == expected


@pytest.mark.parametrize("workers", [1, 3])
def test_copies_are_one_record_and_named(tmp_path: Path, workers: int) -> None:
    texts = {f"a{n}.txt": article(n, "A power plant may dawdle") for n in range(6)}
    texts |= {f"b{n}.txt": texts[f"a{n}.txt"] + "Share\n" for n in range(3)}
    folder_of(tmp_path / "in", texts)
    rows = [{"id": f"r{n}", "text": article(50 + n), "url": "https://x.org/story"} for n in range(2)]
    (tmp_path / "in" / "c.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    counts = told([tmp_path / "in"], tmp_path / "o.jsonl", workers=workers)
    assert (counts.articles, counts.with_plants, counts.duplicates) == (11, 7, 4)
    copies = [json.loads(line) for line in Found(tmp_path / "o.jsonl").bytes()[2].splitlines()]
    told_of = [(Path(c["source"]).name, Path(c["duplicate_of"]).name) for c in copies]
    assert told_of == [("b0.txt", "a0.txt"), ("b1.txt", "a1.txt"), ("b2.txt", "a2.txt"),
                       ("c.jsonl:2", "c.jsonl:1")]  # fmt: skip


def test_a_copy_of_what_was_refused_is_extracted_itself(tmp_path: Path) -> None:
    """The first one kills its worker only where it lies in a file called so: its copy must not be lost."""
    text = article(1, "Please refuse the power plant")
    folder_of(tmp_path / "in", {"a.txt": text, "b.txt": text.replace("refuse", "refused ", 1) + "Share\n"})
    counts = told([tmp_path / "in"], tmp_path / "o.jsonl")
    assert counts.duplicates == 0 and counts.quarantined == 2


def test_the_first_is_by_name_however_the_files_were_made(tmp_path: Path) -> None:
    outcomes = set()
    names = [f"{n}.txt" for n in range(8)]
    for seed in range(2):
        random.Random(seed).shuffle(names)
        folder = tmp_path / str(seed) / "in"
        for name in names:
            folder_of(folder, {name: LONG if int(name[0]) % 2 else article(int(name[0]))})
        told([folder], tmp_path / str(seed) / "o.jsonl", workers=2)
        sources = {Path(r.article.source).name for r in read_records(tmp_path / str(seed) / "o.jsonl")}
        outcomes.add(frozenset(sources))
    assert outcomes == {frozenset({"0.txt", "1.txt", "2.txt", "4.txt", "6.txt"})}
