"""Articles with their gold, and lessons made of them: scenes to learn from, as the pipeline sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.corpora import ENCODER_FOLDS, corpora, encoder_fold
from benchmarks.encoder.marks import marks_of
from benchmarks.instances import Lesson
from benchmarks.subjects import openings as openings_of
from extract.domain.article import Article
from extract.domain.record import ArticleInfo, ArticleRecord
from extract.domain.rejection import Rejection
from extract.encode.encoder import ENCODER
from extract.errors import ConfigError
from extract.evaluate import GoldArticle
from extract.pipeline import Pipeline

__all__ = ["articles", "fold_encoders", "lessons"]

FOLD_ENCODERS = Path(__file__).resolve().parents[1] / "build" / "encoder"


class _Recorder(Pipeline):
    """Keeps the articles a case reads, so that their scenes can be made once."""

    def __init__(self) -> None:
        super().__init__(weights=None, encoder=None)
        self.articles: list[Article] = []

    def extract(self, article: Article) -> ArticleRecord | Rejection:
        self.articles.append(article)
        return ArticleRecord(
            article=ArticleInfo(**article.model_dump(), sha256=article.sha256), provenance=self.provenance
        )


def fold_encoders() -> tuple[Path, ...]:
    """Return the encoders that have not seen a third of the articles each.

    Raises:
        ConfigError: They have not been trained on this machine.
    """
    folders = tuple(FOLD_ENCODERS / f"fold{fold}" for fold in range(ENCODER_FOLDS))
    for folder in folders:
        if not (folder / "closer.npz").exists():
            raise ConfigError("no such encoder; run make train-encoder first (five hours)", path=str(folder))
    return folders


def lessons(
    names: Sequence[str],
    encoders: Sequence[Path | None] = (ENCODER,) * ENCODER_FOLDS,
    *,
    openings: bool = True,
    wanted: Callable[[str], bool] = lambda _: True,
) -> list[Lesson]:
    """Return the articles of the named sets as the rules see them, with their gold.

    Args:
        names: Which sets.
        encoders: Per fold the encoder that has not seen it.
        openings: Whether the articles' openings are read by themselves, too.
        wanted: Which articles, by id.
    """
    readers = [Pipeline(weights=None, encoder=encoder) for encoder in encoders]
    found = []
    for gold, article in articles(names):
        if not wanted(gold.id):
            continue
        encoder, reader = encoders[encoder_fold(gold.id)], readers[encoder_fold(gold.id)]
        briefs = tuple(
            Lesson(gold, reader.understand(brief), encoder=encoder)
            for brief in (_briefs(article) if openings else ())
        )
        marks = marks_of(gold.id, article.text)
        found.append(Lesson(gold, reader.understand(article), briefs, marks, encoder))
    return found


def articles(names: Sequence[str]) -> Iterator[tuple[GoldArticle, Article]]:
    """Yield the articles of the named sets with their gold."""
    recorder = _Recorder()
    for name, cases in corpora().items():
        for case in cases if name in names else ():
            recorder.articles.clear()
            paired = case.run(recorder)
            by_text = {article.sha256: article for article in recorder.articles}
            for gold, record in paired:
                if record is not None:
                    yield gold, by_text[record.article.sha256]


def _briefs(article: Article) -> Iterator[Article]:
    """Yield an article's openings as articles of their own."""
    for text in openings_of(article.text):
        yield article.model_copy(update={"text": text, "title": text.split("\n", 1)[0]})
