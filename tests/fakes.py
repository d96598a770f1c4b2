"""A pipeline that takes no time and does what the text of an article tells it to; workers can be given it."""

from __future__ import annotations

import os
import re
import signal
import time
from typing import Any

from extract.domain.article import Article
from extract.domain.record import (
    ArticleInfo,
    ArticleRecord,
    Evidence,
    Location,
    PlantRecord,
    Provenance,
    Status,
)
from extract.domain.rejection import Rejection

__all__ = ["FakePipeline", "fake_pipeline"]


class FakePipeline:
    """Finds a plant wherever the text says "plant"; refuses, crashes, hangs or swells where it is told to."""

    def __init__(self, model: str = "fake") -> None:
        self.model = model

    def explain(
        self, article: Article
    ) -> tuple[ArticleRecord | Rejection, dict[tuple[str, str, int], tuple[tuple[str, float], ...]]]:
        made = self.extract(article)
        if isinstance(made, Rejection):
            return made, {}
        return made, {
            (p.id, "plant", e.start): (("z.project", 1.25),) for p in made.plants for e in p.evidence
        }

    def extract(self, article: Article) -> ArticleRecord | Rejection:
        if "refuse" in article.text:
            return Rejection(source=article.source, stage="validate", reason="asked to")
        if "sleep" in article.text:
            time.sleep(30)
        if "die" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "crash" in article.text:
            raise RuntimeError("asked to")
        if "hang" in article.text:  # inside the regex engine, which no signal handler of Python's gets into
            re.match(r"(a+)+$", "a" * 40 + "b")
        if "swell" in article.text:
            self.swollen = []
            for _ in range(3000):
                self.swollen.append(bytearray(b"x" * 1024 * 1024))
                time.sleep(0.001)
        if "nap" in article.text:
            time.sleep(1.5)
        if "dawdle" in article.text:
            time.sleep(0.02)
        found = "plant" in article.text
        at = max(article.text.find("plant"), 0)
        entry: dict[str, Any] = {
            "evidence": (Evidence(start=at, end=at + 5, text="plant", rule="fake.plant"),),
            "confidence": 0.8,
        }
        status = Status(value="operating", **{**entry, "confidence": 0.4})
        plant = PlantRecord(
            id="p1", name="The plant", location=Location(country="KZ"), status=status, **entry
        )
        info = article.model_dump()
        return ArticleRecord(
            article=ArticleInfo(**info, sha256=article.sha256),
            plants=(plant,) if found else (),
            provenance=Provenance(plantwire="0", model=self.model, lexicons="0", weights="0"),
        )


def fake_pipeline(model: str) -> FakePipeline:
    """Return a pipeline for a worker."""
    return FakePipeline(model)
