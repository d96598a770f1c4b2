"""Finds phrases that refer to power plants. Owns their grammar; which plant they mean is resolve's business.

A phrase is a head noun (lexicon plant_nouns) with what stands before it (names, fuels, capacities, counts)
and right after it ("unit 7", "III", "project"). Bare names before a capacity ("Orlova (1,220 MW)") and at
the start of table rows are a second, weaker family, see `plant_bare.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from extract.analyze.analysis import Analysis
from extract.domain.mention import PlantForm, PlantMention
from extract.domain.span import Span
from extract.match.plant_bare import bare_names
from extract.match.plant_phrase import (
    CAPACITY_TOKEN,
    NUMBERED_HEAD,
    determiner,
    inner_count,
    left_edge,
    name_after,
    name_range,
    proper_part,
    right_edge,
    unit_before,
)
from extract.match.plant_words import (
    Head,
    heads,
    word_set,
)
from extract.normalize.fuels import fuels_in, technology_in

__all__ = ["match_plants"]


@cache
def _matcher(vocab: Vocab) -> PhraseMatcher:
    """Build the head-noun matcher once per vocabulary."""
    matcher = PhraseMatcher(vocab, attr="LOWER")
    tokenizer = _tokenizer(vocab)
    for key in heads():
        matcher.add(key, [tokenizer(key)])
    return matcher


def _tokenizer(vocab: Vocab) -> Tokenizer:
    """Return the tokenizer of English without its 4,000 special words: heads are none, and they take time."""
    rules = English.Defaults
    return Tokenizer(
        vocab,
        prefix_search=compile_prefix_regex(rules.prefixes or ()).search,
        suffix_search=compile_suffix_regex(rules.suffixes or ()).search,
        infix_finditer=compile_infix_regex(rules.infixes or ()).finditer,
        token_match=rules.token_match,
        url_match=rules.url_match,
    )


def _head_spans(doc: Doc) -> Iterator[tuple[int, int, Head]]:
    """Yield (first token, past last token, head) for head nouns, the longest at each place."""
    table = heads()
    found = [
        (start, end, table[doc.vocab.strings[key]])
        for key, start, end in _matcher(doc.vocab)(doc)
        if not table[doc.vocab.strings[key]].exact_case
        or doc[start:end].text == table[doc.vocab.strings[key]].form
    ]
    for token in doc:
        numbered = NUMBERED_HEAD.fullmatch(token.text)
        if numbered:
            found.append((token.i, token.i + 1, table[numbered.group(1).lower()]))
    reach = -1
    chosen: list[tuple[int, int, Head]] = []
    for start, end, head in sorted(found, key=lambda f: (f[0], -f[1])):
        if start >= reach:
            reach = end
            chosen.append((start, end, head))
    for place, (start, end, head) in enumerate(chosen):
        following = chosen[place + 1] if place + 1 < len(chosen) else None
        if following is None or not _runs_into(doc, end, following):
            yield start, end, head


def _runs_into(doc: Doc, end: int, following: tuple[int, int, Head]) -> bool:
    """Return True where a head is only a modifier of the next: 'combined cycle gas plant'."""
    start, _, head = following
    if head.kind == "part":
        return False
    if not 0 <= start - end <= 3 or doc[end].is_sent_start:
        return False
    return all(
        doc[i].tag_ in {"NN", "NNS", "NNP", "JJ", "HYPH"} and not (i > 0 and "\n" in doc[i].text)
        for i in range(end, start)
    )


def _is_excluded(doc: Doc, start: int, end: int, head: Head) -> bool:
    """Return True where the phrase is a factory, a refinery or the like."""
    if head.kind not in {"power", "site", "part"} and head.form not in {"waste treatment plant"}:
        after = doc[end].lower_ if end < len(doc) else ""
        return (
            after
            in {
                "operator",
                "builder",
                "operators",
                "builders",
                "market",
                "manufacturer",
                "maker",
                "makers",
                "owner",
                "owners",
                "developer",
                "developers",
                "technology",
                "industry",
                "sector",
                "capacity",
                "equipment",
                "output",
                "generation",
            }
            and head.plural is False
        )
    for size in (1, 2, 3):  # three: "battery-cell"
        before = doc[max(0, start - size) : start].text.lower().replace("-", " ")
        if before in word_set("not_plant"):
            return True
    return end < len(doc) and doc[end].lower_ in {
        "operator",
        "builder",
        "market",
        "manager",
        "director",
        "finance",
        "company",
    }


def _named_parts(
    doc: Doc, left: int, start: int, end: int, head: Head, *, fuelled: bool
) -> tuple[int, str | None, str | None, str | None, bool]:
    """Return (past last token, name, proper-name part, unit, several units) of a phrase."""
    right, unit, several = right_edge(doc, end)
    before = name_range(doc, left, start)
    takes_after = head.kind == "strong" or (head.kind == "power" and fuelled)
    after = name_after(doc, right) if before is None and unit is None and takes_after else None
    if after:
        right, unit, several = right_edge(doc, after[1])
    core, trailing = proper_part(doc, before or after)
    begin = before[0] if before else start if head.exact_case or after is None else after[0]
    if NUMBERED_HEAD.fullmatch(doc[start].text) and end == start + 1:
        core = f"{core} {doc[start].text}" if core else doc[start].text
    name = doc[begin:right].text if core else None
    return right, name, core, unit or trailing, several


def _part_unit(
    doc: Doc, left: int, start: int, head: Head, fuels: tuple[str, ...], *, definite: bool
) -> str | None:
    """Return what tells a part of a plant apart without a number: an ordinal, a fuel, "the extension"."""
    unit = unit_before(doc, left, start)
    if unit is None and definite and head.form in {"extension", "expansion"}:
        return "extension"
    if unit is None and definite and len(fuels) == 1 and not head.plural:
        return fuels[0]
    return unit


def _mention(doc: Doc, start: int, end: int, head: Head) -> PlantMention | None:
    """Read the phrase around one head noun, or return None where it is no plant."""
    left = left_edge(doc, start)
    modifiers = doc[left:start].text if left < start else ""
    fuels = tuple(dict.fromkeys((*fuels_in(modifiers), *head.fuels)))
    if head.fuels and head.kind == "strong" and set(fuels_in(modifiers)) == {"storage"}:
        fuels = head.fuels
    right, name, core, unit, several = _named_parts(doc, left, start, end, head, fuelled=bool(fuels))
    if _is_excluded(doc, start, end, head) or _is_definition(doc, left, right):
        return None
    definite, count = determiner(doc, left)
    if head.kind == "part" and unit is None:
        unit = _part_unit(doc, left, start, head, fuels, definite=definite)
    capacity = any(CAPACITY_TOKEN.match(t.text) for t in doc[left:start])
    words = set(modifiers.lower().split())
    powered = head.kind == "strong" or bool(fuels) or capacity or bool({"power", "energy"} & words)
    form, rule = _classify(head, core is not None, powered, unit, capacity=capacity, definite=definite)
    if form is None:
        return None
    return PlantMention(
        span=Span(doc[left].idx, doc[right - 1].idx + len(doc[right - 1])),
        rule=rule,
        form=form,
        name=name,
        head=head.form.lower(),
        fuels=fuels,
        technology=technology_in(doc[left:right].text) or head.technology,
        chp=head.chp or "cogeneration" in modifiers.lower() or "heat and power" in modifiers.lower(),
        plural=(head.plural and unit is None) or several,
        count=inner_count(doc, left, start) or count,
        definite=definite,
        unit=unit,
        place=core,
    )


def _is_definition(doc: Doc, left: int, right: int) -> bool:
    """Return True for an abbreviation that a bracket only introduces: 'power plants (CHPP)'."""
    return (
        left > 0
        and doc[left - 1].text == "("
        and right < len(doc)
        and doc[right].text == ")"
        and right - left == 1
    )


def _classify(
    head: Head, named: bool, powered: bool, unit: str | None, *, capacity: bool, definite: bool
) -> tuple[PlantForm | None, str]:
    """Return (form, rule) of a phrase, form None where it refers to no plant at all."""
    if head.kind == "part":
        if unit or (named and powered):
            return "unit", "plant.unit"
        return None, ""
    if head.kind == "bare_fuel" and not (named or capacity or (definite and not head.plural)):
        return None, ""
    if named and powered:
        return "name", "plant.named"
    if named:
        return "name", "plant.named_weak"
    if unit and head.kind == "strong":
        return "name", "plant.numbered_head"
    if powered:
        return "description", "plant.described"
    return "anaphor", "plant.anaphor"


def match_plants(analysis: Analysis) -> Iterable[PlantMention]:
    """Return phrases that refer to plants, named, described, as units and as anaphors, in text order.

    Args:
        analysis: One analyzed article.

    Returns:
        Mentions whose spans do not overlap; `place` holds the proper-name part of a named one.
    """
    found: list[PlantMention] = []
    for start, end, head in _head_spans(analysis.doc):
        mention = _mention(analysis.doc, start, end, head)
        if mention is not None and not (found and found[-1].span.overlaps(mention.span)):
            found.append(mention)
    taken = [mention.span for mention in found]
    for mention in bare_names(analysis.text, analysis.sentences):
        if not any(mention.span.overlaps(span) for span in taken):
            found.append(mention)
    return sorted(found, key=lambda m: m.span)
