"""Learning what words tell of an article's subject: against the library's own answer, and what is written."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks import lessons, subjects, train_subjects
from benchmarks.corpora import corpora
from benchmarks.instances import Instance
from benchmarks.train_subjects import fit_beside
from extract.decide.linear import WEIGHTS, LinearModel, load_weights
from extract.decide.subject import words


def few() -> list[subjects.Told]:
    """Return forty articles of the corpus, half of them without a plant."""
    cases = corpora()["corpus"]
    kinds = [[c for c in cases if bool(c.gold[0].projects) is kind][:20] for kind in (False, True)]
    return [(c.gold[0], c.files[-1].read_text(encoding="utf-8")) for kind in kinds for c in kind]


def test_words_are_counted_as_the_library_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "MIN_TEXTS", 3)
    told = few()
    model = subjects.fit_subject(told)
    texts = [part for _, text in told for part in (text, *subjects.openings(text))]
    counter = TfidfVectorizer(
        tokenizer=lambda t: list(words(t)), token_pattern=None, lowercase=False, sublinear_tf=True, min_df=3
    )
    counter.fit(texts)
    assert list(counter.get_feature_names_out()) == list(model.words)
    rows = counter.transform([text for _, text in told]).toarray()
    for column, bias in ((1, model.bias[0]), (2, model.bias[1])):
        plain = bias + rows @ np.array([row[column] for row in model.words.values()])
        ours = [(s.none, s.many)[column - 1] for s in (model.read(text) for _, text in told)]
        assert np.allclose(plain, ours, atol=0.01)
    likely = [model.read(text).none for _, text in told]
    assert min(likely[:20]) > max(likely[20:])


def test_new_weights_are_learned_beside_those_that_stay() -> None:
    model = LinearModel(("no", "yes"), (0.0, -1.0), {"z": (0.0, 2.0), "t.none": (0.0, 9.0)})
    asked = [
        Instance("plant", str(i), label, {"z": 1.0, "t.none": float(none)})
        for i, (label, none) in enumerate([("yes", 0), ("yes", 0), ("no", 1), ("no", 1), ("open", 1)] * 10)
    ]
    fitted = fit_beside(asked, model, ["t.none"])
    assert fitted.weights["z"] == (0.0, 2.0) and fitted.bias == model.bias
    weight = fitted.weights["t.none"][1]
    slope = 20 * (0 - 1 / (1 + math.exp(-(1 + weight)))) - weight / train_subjects.STRENGTH
    assert weight < -2 and abs(slope) < 0.01


def test_it_learns_the_words_and_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = sorted(corpora()["corpus"], key=lambda case: int(case.id.partition("-")[0]))
    mixed = {"corpus": [c for c in cases if not c.gold[0].projects][:12] + cases[-12:]}
    monkeypatch.setattr(lessons, "corpora", lambda: mixed)
    monkeypatch.setattr(train_subjects, "corpora", lambda: mixed)
    monkeypatch.setattr(subjects, "MIN_TEXTS", 3)
    since = mixed["corpus"][-6].id.partition("-")[0]
    path = tmp_path / "weights.json"
    shutil.copy(WEIGHTS, path)
    before = load_weights(path)

    assert train_subjects.main(["--since", since, "--dry-run"], path) == 0
    assert path.read_bytes() == WEIGHTS.read_bytes()
    assert capsys.readouterr().out.startswith("24 articles, 6 of them new")

    assert train_subjects.main(["--since", since], path) == 0
    load_weights.cache_clear()
    after = load_weights(path)
    assert after.subject != before.subject and after.calibration == before.calibration
    assert {name for name, model in after.models.items() if model != before.models[name]} == {"plant"}
    plain = {n: w for n, w in after.models["plant"].weights.items() if not n.startswith("t.")}
    kept = {n: w for n, w in before.models["plant"].weights.items() if not n.startswith("t.")}
    assert plain == kept and replace(after.models["plant"], weights={}) == replace(
        before.models["plant"], weights={}
    )
