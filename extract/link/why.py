"""Why are two mentions one plant, or two? The links between them, and what comparing them directly says."""

from __future__ import annotations

from collections.abc import Iterator

from extract.errors import ConfigError
from extract.link.compare import compare
from extract.link.mention import Mention, MentionKey
from extract.link.reading import read_mentions
from extract.link.site import build_nodes, parts_of
from extract.link.store import Store, open_store

__all__ = ["why"]

Step = tuple[MentionKey, MentionKey, float, str]


def why(target: str, one: str, two: str) -> list[str]:
    """Return the explanation, a line each.

    Args:
        target: A linked database.
        one: A mention, "ARTICLE/RECORD", or a plant's id, which stands for its oldest mention.
        two: The other.

    Raises:
        ConfigError: There is no such mention or plant, or the database was not linked yet.
        SinkError: The database cannot be read.
    """
    with open_store(target, read_only=True) as store:
        left, right = _mention(store, one), _mention(store, two)
        here, there = _plant_of(store, left.key), _plant_of(store, right.key)
        lines = [_shown(left, here), _shown(right, there)]
        if left.aggregate or right.aggregate:
            return [*lines, "an aggregate is several plants: it is linked to none"]
        lines.append("one plant" if here == there else "two plants")
        lines += [_step_line(step) for step in _path(store, left.key, right.key)]
    return [*lines, *_direct(left, right)]


def _mention(store: Store, text: str) -> Mention:
    article, _, record = text.rpartition("/")
    if not article:
        query = (
            "SELECT m.article_id, m.record_id FROM plant_mentions m JOIN articles a ON a.id = m.article_id "
            f"WHERE m.plant_id = {store.mark} "
            "ORDER BY COALESCE(a.published, '9999'), m.article_id, m.record_id"
        )
        article, record = next(store.rows(query, [text]), ("", ""))
    found = next((m for m in read_mentions(store, article) if m.record == record), None)
    if found is None:
        raise ConfigError("no such mention or plant; write ARTICLE/RECORD or a plant's id", key=text)
    return found


def _plant_of(store: Store, key: MentionKey) -> str | None:
    query = (
        f"SELECT plant_id FROM plant_mentions WHERE article_id = {store.mark} AND record_id = {store.mark}"
    )
    row = next(store.rows(query, key), None)
    if row is None:
        raise ConfigError("is not linked yet; run `plantwire link` on the database", key="/".join(key))
    plant: str | None = row[0]
    return plant


def _shown(mention: Mention, plant: str | None) -> str:
    said = [
        mention.place,
        mention.region,
        mention.country,
        "+".join(sorted(mention.fuels)),
        mention.published,
    ]
    about = ", ".join(part for part in said if part)
    return f"{'/'.join(mention.key)}: {mention.names[0]} ({about}) -> {plant or 'no plant'}"


def _path(store: Store, one: MentionKey, two: MentionKey) -> list[Step]:
    """The links from one mention to the other; empty where none lead there."""
    left, right = list(_upward(store, one)), list(_upward(store, two))
    tops = {one, *(step[1] for step in left)}
    meeting = next((key for key in (two, *(step[1] for step in right)) if key in tops), None)
    if meeting is None:
        return []
    return [*_until(left, meeting), *reversed(_until(right, meeting))]


def _until(steps: list[Step], meeting: MentionKey) -> list[Step]:
    taken: list[Step] = []
    for step in steps:
        if step[0] == meeting:
            break
        taken.append(step)
    return taken


def _upward(store: Store, key: MentionKey) -> Iterator[Step]:
    query = (
        "SELECT to_article, to_record, score, reasons FROM plant_mentions "
        f"WHERE article_id = {store.mark} AND record_id = {store.mark} AND to_article IS NOT NULL"
    )
    seen = {key}
    while (row := next(store.rows(query, key), None)) is not None:
        to = (row[0], row[1])
        yield key, to, row[2], row[3]
        if to in seen:
            return
        seen.add(to)
        key = to


def _step_line(step: Step) -> str:
    one, two, score, reasons = step
    return f"  {'/'.join(one)} = {'/'.join(two)}: {reasons} [{score:g}]"


def _direct(left: Mention, right: Mention) -> Iterator[str]:
    """What the two say themselves."""
    nodes = {key: node for m in (left, right) for node in build_nodes([m]) for key in node.members}
    if left.key not in nodes or right.key not in nodes:
        yield "compared directly: one of them names no site, so nothing can be linked to it"
        return
    verdict = compare(nodes[left.key], nodes[right.key])
    yield f"compared directly: {verdict.score:g} points: {verdict.text()}"
    parts = [
        " ".join(f"{p.kind} {p.label}" for p in sorted(parts_of(m.names))) or "the whole"
        for m in (left, right)
    ]
    if parts[0] != parts[1]:
        yield f"parts of a site: {parts[0]} is not {parts[1]}"
