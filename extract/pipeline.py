"""The stages in order, and one article's errors kept to that article. The only file that knows the order.

Article -> analyze -> match -> encode -> resolve -> encode each plant -> assemble (decide) -> validate
-> ArticleRecord | Rejection
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from heapq import nsmallest
from importlib.metadata import version
from pathlib import Path

from extract.analyze.nlp import DEFAULT_MODEL, Analyzer
from extract.assemble.calibrate import calibrate
from extract.assemble.decisions import Decisions, decide
from extract.assemble.drafts import plant_id, plant_records
from extract.assemble.moved import moved
from extract.assemble.same import join_same
from extract.assemble.scene import Scene
from extract.decide.linear import WEIGHTS, Weights, load_weights
from extract.decide.subject import SubjectModel
from extract.domain.article import Article, article_id
from extract.domain.entity import OrganizationEntity
from extract.domain.mention import Mentions
from extract.domain.plant_entity import PlantEntity
from extract.domain.record import ArticleInfo, ArticleRecord, PlantRecord, Provenance
from extract.domain.rejection import Rejection
from extract.domain.span import Span
from extract.encode.encoder import ENCODER, Encoder, Encoding, load_encoder
from extract.encode.heads import Scores
from extract.encode.reading import read_judgement
from extract.errors import ReadError
from extract.lexicons.gazetteer import load_gazetteer
from extract.lexicons.loader import lexicon_digest
from extract.match import match_all
from extract.match.location import article_country, country_near, resolve_places
from extract.normalize.parts import parts
from extract.normalize.relevance import can_tell_of_plants
from extract.read import read_path
from extract.resolve.currencies import resolve_currencies
from extract.resolve.fuels import assign_fuels
from extract.resolve.organizations import group_organizations
from extract.resolve.plant_regroup import plant_phrases, regrouped
from extract.resolve.plants import draft_plants, plant_entities
from extract.resolve.tagged import with_phrases, with_tagged
from extract.resolve.tagged_parties import with_parties
from extract.validate import validate_record

__all__ = ["Explanations", "Pipeline", "reread"]

_LOCATED = 5
"""Mentions of a plant that are asked for their country."""
_AGAIN = 40
"""Plants of one text that are read about again, the likeliest: no story has so many, an endless list may."""
Explanations = dict[tuple[str, str, int], tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a part of an article tells: `id` goes into its plants' ids, `start` is where it begins."""

    id: str
    start: int
    plants: tuple[PlantRecord, ...]
    scene: Scene
    decisions: Decisions


class Pipeline:
    """Turns articles into validated records. Loads the model once; safe to reuse for any number of articles.

    Args:
        model: A spaCy English model by package name.
        weights: The decision weights; None only while they are being learned.
        encoder: Folder of the encoder and its heads; None only while they are being learned.

    Example:
        >>> record = Pipeline().extract_text("A 240 MW solar plant opened in Kano, Nigeria.")
        >>> record.plants[0].capacities[0].value
        240
    """

    def __init__(
        self, model: str = DEFAULT_MODEL, *, weights: Path | None = WEIGHTS, encoder: Path | None = ENCODER
    ) -> None:
        with ThreadPoolExecutor(1) as beside:  # what is read and unpacked here leaves a core to the model
            loading = beside.submit(load_encoder, encoder) if encoder is not None else None
            places = beside.submit(load_gazetteer)
            self._analyzer = Analyzer(model)
            self._encoder = loading.result() if loading is not None else None
            places.result()
        self._weights = load_weights(weights) if weights is not None else Weights({}, {}, "none")
        self.provenance = Provenance(
            plantwire=version("plantwire"),
            model=self._analyzer.version,
            lexicons=lexicon_digest(),
            weights=self._weights.digest,
        )

    def understand(self, article: Article) -> Scene:
        """Return what the rules and the encoder propose."""
        return understand(self._analyzer, self._encoder, article, self._weights.subject)

    def extract(self, article: Article) -> ArticleRecord | Rejection:
        """Return the record of one article, or why it was refused.

        An article without a word that a power plant could be told with has none, and is not analyzed.
        """
        if not can_tell_of_plants(article.text):
            return validate_record(self._draft(article, ()))
        return self.extract_plainly(article)

    def extract_plainly(self, article: Article) -> ArticleRecord | Rejection:
        """Return what `extract` returns, the long way: every article through every stage."""
        return self._record(article, self._told(article))

    def explain(self, article: Article) -> tuple[ArticleRecord | Rejection, Explanations]:
        """Return the record of an article, and by plant, slot and place the features that decided each value.

        The place is where a value's first evidence starts; of statuses it is 0.
        """
        told = tuple(self._told(article))
        reasons = {
            (plant_id(part.id, part.scene.plants[index]), slot, start + part.start * (slot != "status")): why
            for part in told
            for (slot, index, start), why in part.decisions.reasons.items()
        }
        return self._record(article, told), reasons

    def _record(self, article: Article, told: Iterable[_Told]) -> ArticleRecord | Rejection:
        """Return the record of an article from what its parts tell; of each part only its plants are kept."""
        return validate_record(self._draft(article, tuple(plant for part in told for plant in part.plants)))

    def _told(self, article: Article) -> Iterator[_Told]:
        """Yield what is told in an article, by the parts it is read in: one, unless it is very long."""
        for span in parts(article.text):
            id = f"{article.id}\n{span.start}" if span.start else article.id
            part = article.model_copy(update={"text": span.of(article.text)})
            scene = reread(self._encoder, join_same(self.understand(part), self._weights.models["same"]))
            decisions = decide(scene, self._weights.models)
            plants = calibrate(plant_records(scene, decisions, id), self._weights.calibration)
            yield _Told(id, span.start, moved(plants, span.start), scene, decisions)

    def memory_zone(self) -> AbstractContextManager[object]:
        """Return a block at whose end the words met only in it are forgotten, so that a long run stays small.

        Extract one article before the first such block: it fills tables that must outlive it.
        """
        return self._analyzer.memory_zone()

    def _draft(self, article: Article, plants: tuple[PlantRecord, ...]) -> ArticleRecord:
        info = article.model_dump(
            exclude={"published_evidence"} if article.published_evidence is None else set()
        )
        return ArticleRecord(
            article=ArticleInfo(**info, sha256=article.sha256), plants=plants, provenance=self.provenance
        )

    def extract_text(
        self,
        text: str,
        *,
        title: str | None = None,
        published: str | None = None,
        url: str | None = None,
        id: str | None = None,
    ) -> ArticleRecord:
        """Return the record of a text.

        Args:
            text: Headline, blank line, paragraphs; or a body alone with `title` given apart.
            title: The headline; put in front where the text does not begin with it.
            published: YYYY, YYYY-MM or YYYY-MM-DD; without it relative dates stay out.
            url: Where the article was published.
            id: The article's identifier; made from the content where none is given.

        Raises:
            ReadError: The text is empty, or the record was refused.
        """
        if title and not text.lstrip().startswith(title):
            text = f"{title}\n\n{text}"
        if not text.strip():
            raise ReadError("the text is empty", path=id)
        article = Article(
            id=id or article_id(text, url), source=id or "text", text=text, url=url,
            title=title or text.strip().split("\n", 1)[0], published=published,
        )  # fmt: skip
        return _required(self.extract(article))

    def extract_file(self, path: str | Path) -> ArticleRecord:
        """Return the record of the first article in a file.

        Raises:
            ReadError: The file is no article, or its record was refused.
        """
        for found in read_path(Path(path)):
            return _required(found if isinstance(found, Rejection) else self.extract(found))
        raise ReadError("no article in this file", path=str(path))

    def extract_articles(self, articles: Iterable[Article]) -> Iterator[ArticleRecord | Rejection]:
        """Yield one record or rejection per article, in order."""
        for article in articles:
            yield self.extract(article)


def understand(
    analyzer: Analyzer, encoder: Encoder | None, article: Article, subject: SubjectModel | None
) -> Scene:
    """Run the stages up to the point where decisions are taken."""
    analysis = analyzer.analyze(article)
    mentions = match_all(analysis)
    places = resolve_places(mentions.places)
    mentions = replace(mentions, places=places)
    encoding = encoder and encoder.encode(
        article.text, analysis.sentences, analysis.paragraphs, article.published
    )
    tags = encoder.tags(encoding, article.text) if encoder and encoding else []
    mentions = with_parties(article.text, with_tagged(article.text, mentions, tags), tags)
    home = article_country(places, article.publisher, article.url)

    def countries_at(span: Span) -> list[str]:
        found = country_near(span, places, article.text)
        return [country for country in (found[0] if found else None, home) if country]

    mentions = resolve_currencies(article.text, mentions, countries_at)
    drafts = with_phrases(draft_plants(article.text, mentions), tags)
    phrases = plant_phrases(drafts)
    if encoder and encoding and phrases:
        drafts = regrouped(drafts, encoder.chains(encoding, article.text, phrases))
    plants = assign_fuels(article.text, mentions, plant_entities(drafts))
    parties = group_organizations(mentions.organizations)
    scores = _scores(encoder, encoding, mentions, plants, parties) if encoder and encoding else None
    countries = {
        plant.index: tuple(
            found
            for mention in plant.mentions[:_LOCATED]
            if (found := country_near(mention.span, places, article.text)) is not None
        )
        for plant in plants
    }
    return Scene(
        article.text, mentions, plants, parties, article.published,
        scores=scores, countries=countries, home=home,
        subject=None if subject is None else subject.read(article.text),
    )  # fmt: skip


def _scores(
    encoder: Encoder,
    encoding: Encoding,
    mentions: Mentions,
    plants: Sequence[PlantEntity],
    parties: Sequence[OrganizationEntity],
) -> Scores | None:
    """Return what the encoder makes of the plants and of every value."""
    return encoder.read(encoding, [[m.span for m in p.mentions] for p in plants], _values(mentions, parties))


def _values(mentions: Mentions, parties: Sequence[OrganizationEntity]) -> dict[str, list[list[Span]]]:
    """Return where the values of each kind stand."""
    return {
        "capacity": [[m.span] for m in mentions.capacities],
        "cost": [[m.span] for m in mentions.costs],
        "date": [[m.span] for m in mentions.dates],
        "org": [[m.span for m in party.mentions] for party in parties],
    }


def reread(encoder: Encoder | None, scene: Scene) -> Scene:
    """Return the article with what the second reading says of each of its plants."""
    if encoder is None or scene.scores is None or scene.reading is None:
        return scene
    odds = scene.reading.project
    wanted = nsmallest(_AGAIN, range(len(scene.plants)), key=lambda plant: (-odds[plant], plant))
    judged = encoder.judge(
        scene.scores.tokens, scene.mentions.sentences, scene.plant_phrases, scene.group_phrases,
        _values(scene.mentions, scene.organizations), wanted,
    )  # fmt: skip
    return scene.read_closer({plant: read_judgement(found) for plant, found in judged.items()})


def _required(found: ArticleRecord | Rejection) -> ArticleRecord:
    if isinstance(found, Rejection):
        raise ReadError(found.reason, path=found.source, stage=found.stage)
    return found
