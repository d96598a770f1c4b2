"""Finds place names in an article: gazetteer look-up, words around the name, spaCy's entities as support.

Owns which capitalised words are places and of which kind; where a name has several readings the choice is
made in `place_resolution.py`. Knows nothing of plants but that their head nouns may follow a place name.

Rules (`PlaceMention.rule`): place.name, place.in (behind "in", "near", ...), place.framed ("Place, Region"),
place.head ("X province", "Lake X"), place.in_plant ("Semey CHP plant"), place.in_name (part of an
organisation's name: no evidence of where something is), place.of_party ("France's EDF", "Masdar of Abu
Dhabi": where a party is from), place.dateline ("MOSCOW, August 14."), place.heading ("UKRAINE - "),
place.demonym.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extract.analyze.analysis import Analysis
from extract.domain.mention import PlaceMention
from extract.domain.span import Span
from extract.lexicons.gazetteer import Place, demonyms, fold_name, load_gazetteer
from extract.match import place_words as words
from extract.match.place_resolution import article_country, country_near, place_country, resolve_places

__all__ = ["article_country", "country_near", "match_places", "place_country", "resolve_places"]

_TOKEN = re.compile(rf"(?<![^\W_])(?:{words.CAP}|[^\W\d_]{{1,20}})")
_JOINT = re.compile(r"(?: |\u00a0|-|‑|\. ?|'|’|/)")
_MAX_TOKENS = 6
# "RIYADH: ", "MOSCOW, August 14.", "Hanoi (VNA) - ", "RATAWI, IRAQ. ", "2. Myanmar, March 2019. ", "UKRAINE - "
_LINE_PREFIX = re.compile(
    r"(?:[-–•*]\s|\d{1,2}[.)]\s|\(?[a-z]\)\s)?(?:[A-ZÀ-Ž][\w'’.-]{0,30}(?:[ /][A-ZÀ-Ž][\w'’.-]{0,30}){0,3}(?:, |/))?"
)
_LINE_SUFFIX = re.compile(
    r"(?:, [A-Z][\w. ]{1,25}?)?(?:\s?\([^)\n]{2,40}\)\s?[-–—:]|[:.]\s|\s[-–—]{1,2}\s|/[A-Z]"
    r"|,\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}(?:st|nd|rd|th)?\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\s\d{4})\b)"
)
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lord|President|Minister|Engr?|Sen|Gov)\.?\s(?:[A-Z][\w.-]+\s)?)$"
)
_BIG = 100_000


@dataclass(frozen=True, slots=True)
class _Name:
    """A span that may name a place, with what is known before it is accepted."""

    start: int
    end: int
    places: tuple[Place, ...] = ()
    level: str = ""
    rule: str = "place.name"
    country: str | None = None
    codes: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Context:
    """What acceptance of a name looks at besides the name."""

    text: str
    entities: tuple[tuple[Span, str], ...]
    lead: int
    headed: bool
    named: frozenset[str]
    titled: tuple[Span, ...]


def match_places(analysis: Analysis) -> Iterable[PlaceMention]:
    """Return the places an article names, in text order, with readings already chosen.

    Args:
        analysis: The analyzed article.

    Returns:
        Mentions that do not overlap; `country` is None where no reading could be chosen.
    """
    text = analysis.text
    names = list(_scan(text))
    context = _make_context(analysis, names)
    accepted = _accept_all(names, context)
    framed = list(_frame(accepted, text))
    taken = [name.span for name in framed]
    framed += [name for name in _unknown(context) if not any(name.span.overlaps(span) for span in taken)]
    framed.sort(key=lambda name: name.start)
    return resolve_places([_mention(name, text) for name in _frame(framed, text)])


def _make_context(analysis: Analysis, names: list[_Name]) -> _Context:
    text = analysis.text
    entities = tuple((Span(ent.start_char, ent.end_char), ent.label_) for ent in analysis.doc.ents)
    lead = analysis.paragraphs[min(2, len(analysis.paragraphs) - 1)].end if analysis.paragraphs else 0
    titled = tuple(span for span in analysis.sentences if _is_title_case(span.of(text)))
    headings = sum(1 for name in names if name.level == "country" and _is_line_start(name, text))
    plain = _Context(text, entities, lead, headings > 1, frozenset(), titled)
    return replace(plain, named=frozenset(_named(names, plain)))


def _named(names: list[_Name], context: _Context) -> Iterator[str]:
    """Yield the countries that the article speaks of as places: by name, by region, by a great city."""
    for name in names:
        if name.codes:
            yield name.codes[0]
        elif name.places and _rule(name, context) not in {"place.in_name", "place.of_party"}:
            first = name.places[0]
            if first.level == "country" or first.population >= 5 * _BIG:
                yield first.country
            elif first.level == "region" and len({place.country for place in name.places}) == 1:
                yield first.country


def _is_title_case(line: str) -> bool:
    """Return True where most longer words are capitalised, so that a capital says nothing."""
    longer = [word for word in re.findall(r"[^\W\d_]{4,30}", line) if word]
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) >= 0.75 * len(longer)


# --- scanning: every span that could be a place


def _scan(text: str) -> Iterator[_Name]:
    """Yield possible names, longest first at each word, not overlapping; demonyms and waters included."""
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    national = {m.start(): m for m in words.demonym_pattern().finditer(text)}
    index = 0
    while index < len(tokens):
        if not text[tokens[index][0]].isupper():
            index += 1
            continue
        name, used = _longest(text, tokens, index)
        match = national.get(tokens[index][0])
        if match and (name is None or match.end() >= name.end):
            name = _Name(match.start(), match.end(), rule="place.demonym", codes=demonyms()[match.group()])
            used = sum(1 for start, _ in tokens[index : index + 4] if start < match.end())
        if name:
            yield name
        index += max(1, used)


def _longest(text: str, tokens: list[tuple[int, int]], index: int) -> tuple[_Name | None, int]:
    """Return the longest known name that begins at a token and how many tokens it takes."""
    last = index
    while last + 1 < len(tokens) and last - index < _MAX_TOKENS - 1:
        if not _JOINT.fullmatch(text, tokens[last][1], tokens[last + 1][0]):
            break
        last += 1
    start = tokens[index][0]
    for final in range(last, index - 1, -1):
        end = tokens[final][1]
        if not text[tokens[final][0]].isupper():
            continue
        form = text[start:end]
        key = fold_name(form)
        if key in words.not_places():
            return None, final - index + 1
        if key in words.waters():
            return _Name(start, end, level="water", country=words.waters()[key]), final - index + 1
        if final > index and key in words.organization_names():
            return None, 1
        if places := _readings(text, start, end):
            if text[end : end + 1] == "." and "." in form:
                end += 1
            return _Name(start, end, places, places[0].level), final - index + 1
    return None, 1


def _readings(text: str, start: int, end: int) -> tuple[Place, ...]:
    """Return the gazetteer's readings of a span; "US$" is money, "New" in front makes another name."""
    if text[end : end + 1] in {"$", "€", "£"} or text[end : end + 2] == " $":
        return ()
    if text[max(0, start - 4) : start] == "New ":
        return ()
    return load_gazetteer().lookup(text[start:end])


# --- acceptance: which of them are meant as places


def _accept_all(names: list[_Name], context: _Context) -> list[_Name]:
    """Keep the names that their surroundings support; a name accepted once supports its repeats."""
    text = context.text
    ruled = [name if name.codes else replace(name, rule=_rule(name, context)) for name in names]
    judged = [_is_place(name, context) for name in ruled]
    sure = {
        fold_name(name.span.of(text))
        for name, good in zip(ruled, judged, strict=True)
        if good and name.rule != "place.in_name"
    }
    return [
        name
        for name, good in zip(ruled, judged, strict=True)
        if good or (fold_name(name.span.of(text)) in sure and not _is_person(name, context))
    ]


def _is_place(name: _Name, context: _Context) -> bool:
    """Return True where something supports that a place is meant."""
    if name.codes:
        return True
    if name.rule in {"place.dateline", "place.heading"}:
        return fold_name(name.span.of(context.text)) not in words.common_words()
    if name.rule == "place.in_name":
        return any(place.population >= _BIG or place.level != "city" for place in name.places)
    if _is_person(name, context):
        return False
    form = name.span.of(context.text)
    common = fold_name(form) in words.common_words()
    if name.level in {"water", "country"}:
        return True
    if name.level == "region" and not common and not (form.isupper() and len(form) <= 5):
        return True
    return _support(name, context, common) >= 2


def _support(name: _Name, context: _Context, common: bool) -> float:
    """Add up what speaks for a city or a region with a common name; 2 is enough."""
    text = context.text
    form = name.span.of(text)
    score = 0.0
    labels = {label for span, label in context.entities if span.overlaps(name.span)}
    exact = {
        label for span, label in context.entities if span.contains(name.span) and span.end <= name.end + 2
    }
    if exact & {"GPE", "LOC", "FAC"}:
        score += 2 if exact & {"GPE", "LOC"} else 1
    if name.rule == "place.in" and not _continues(text, name.end):
        score += 2
    if _container_behind(name, text) or name.rule == "place.head":
        score += 3
    if name.rule == "place.in_plant":
        score += 1.5 if not common else 0.5
    readings = {place.country for place in name.places}
    if readings & context.named:
        score += 1
    elif context.named and not exact & {"GPE", "LOC"}:
        score -= 1
    if words.has_plant_before(text, name.start):
        score += 1.5
    if name.rule == "place.in_plant" and _continues(text, name.end):
        score -= 1.5
    largest = max((place.population for place in name.places), default=0)
    score += 1 if largest >= 1_000_000 else 0.5 if largest >= _BIG else 0
    if len(form) <= 5 and form.isupper():
        score -= 3
    if fold_name(form) in words.organization_names():
        score -= 2
    if common:
        score -= 2
    if "ORG" in labels and name.rule not in {"place.in_plant", "place.in"}:
        score -= 1
    if any(span.contains(name.span) for span in context.titled):
        score -= 1
    return score


def _continues(text: str, position: int) -> bool:
    """Return True where a capitalised word follows at once: the name may be longer than what was found."""
    if not re.match(r"[ -][A-ZÀ-Ž][^\W\d_]{3}", text[position : position + 6]):
        return False
    return not words.is_plant_word(text, position + 1)


def _is_person(name: _Name, context: _Context) -> bool:
    """Return True where the name is part of a person's."""
    if _PERSON_BEFORE.search(context.text, max(0, name.start - 40), name.start):
        return True
    if words.ends_with("locative", context.text, name.start) and not _continues(context.text, name.end):
        return False
    for span, label in context.entities:
        if label == "PERSON" and span.contains(name.span):
            longer = span.end - span.start > name.end - name.start + 2
            return longer if name.level != "city" else name.rule != "place.in_plant"
    return False


def _container_behind(name: _Name, text: str) -> bool:
    """Return True where ", Country" or ", Region" follows that one of the name's readings lies in."""
    match = re.compile(rf",?\s\(?((?:{words.CAP})(?:[ -](?:{words.CAP})){{0,3}}\.?)").match(text, name.end)
    if not match or not text[name.end : name.end + 2].startswith((", ", " (")):
        return False
    holders = _holders(match[1])
    return any(
        holder.country == place.country and (holder.level == "country" or holder.region == place.region)
        for holder in holders
        for place in name.places
    )


def _holders(form: str) -> tuple[Place, ...]:
    """Return the countries and regions that the longest beginning of a phrase names."""
    parts = form.split(" ")
    for count in range(len(parts), 0, -1):
        piece = " ".join(parts[:count])
        bare = piece.rstrip(".")
        found = [place for place in load_gazetteer().lookup(bare) if place.level != "city"]
        if count == 1:
            found += (
                load_gazetteer().abbreviated(piece if piece.endswith(".") else bare)
                if piece != bare or bare.isupper()
                else ()
            )
        if found:
            return tuple(found)
    return ()


def _rule(name: _Name, context: _Context) -> str:
    """Return the rule that the words around a name speak for."""
    text = context.text
    if rule := _line_start_rule(name, context):
        return rule
    if _in_organization(name, context):
        return "place.in_name"
    if words.is_plant_ahead(text, name.end):
        return "place.in_plant"
    if _organization_run(text, name.end):
        return "place.in_name"
    if words.before_heads(text, name.start) or words.after_heads(text, name.end):
        return "place.head"
    return "place.in" if words.ends_with("locative", text, name.start) else _party_rule(name, context)


def _party_rule(name: _Name, context: _Context) -> str:
    """Return place.of_party for the home of an organisation that is named beside the place."""
    text = context.text
    owned = re.compile(r"['’]s?\s(?:(?:state-owned|state|national|leading|largest)\s)?(?=[A-Z])").match(
        text, name.end
    )
    if owned and not words.is_plant_ahead(text, owned.end() - 1) and _is_party(owned.end(), context):
        return "place.of_party"
    owner = re.search(r"(\S+),?\s(?:of|from)\s(?:the\s)?$", text[max(0, name.start - 40) : name.start])
    if owner and owner[1][:1].isupper() and name.level != "water":
        begin = max(0, name.start - 40) + owner.start()
        if _is_party(begin, context) or words.starts_with("organization_head", text, begin):
            return "place.of_party"
    bracketed = re.compile(r"[\w”\"’'.]\s\($").search(text, max(0, name.start - 3), name.start)
    if name.level == "country" and bracketed and text[name.end : name.end + 1] == ")":
        begin = max(text.rfind(" ", 0, name.start - 2), text.rfind("\n", 0, name.start - 2)) + 1
        if text[name.start - 3] in "”\"’'." or _is_party(begin, context):
            return "place.of_party"
    return "place.name"


def _is_party(position: int, context: _Context) -> bool:
    """Return True where an organisation's name covers a position: by spaCy, in capitals, or in the lexicon."""
    match = re.compile(r"[\w&.-]+").match(context.text, position)
    if match and (
        fold_name(match.group()) in words.organization_names() or re.fullmatch(r"[A-Z&]{2,8}", match.group())
    ):
        return True
    return any(label == "ORG" and span.start <= position < span.end for span, label in context.entities)


def _is_line_start(name: _Name, text: str) -> bool:
    """Return True where a name opens a paragraph as its dateline or heading."""
    begin = text.rfind("\n", 0, name.start) + 1
    if begin == 0 or name.start - begin > 60 or not _LINE_SUFFIX.match(text, name.end):
        return False
    return _LINE_PREFIX.fullmatch(text, begin, name.start) is not None


def _line_start_rule(name: _Name, context: _Context) -> str | None:
    """Return the rule of a name in a dateline or paragraph heading, None elsewhere."""
    if not _is_line_start(name, context.text):
        return None
    return "place.dateline" if name.start < context.lead and not context.headed else "place.heading"


def _in_organization(name: _Name, context: _Context) -> bool:
    """Return True behind "Bank of", and inside an organisation that spaCy or the lexicon sees."""
    text = context.text
    if words.ends_with("organization_start", text, name.start):
        return True
    if words.ends_with("locative", text, name.start):
        return False
    for span, label in context.entities:
        if label == "ORG" and span.contains(name.span) and span != name.span:
            rest = text[span.start : name.start] + text[name.end : span.end]
            if re.search(r"[A-Z]", rest) and not words.is_plant_ahead(text, name.end):
                return _organization_run(text, name.end) or span.start < name.start
    run = re.compile(rf"(?:[ -](?:{words.CAP}|&|and|of)){{1,5}}").match(text, name.end)
    while run and (end := run.end()) > name.end:
        if fold_name(text[name.start : end]) in words.organization_names():
            return True
        shorter = text.rfind(" ", name.end, end)
        if shorter <= name.end:
            break
        run = re.compile(r"[\s\S]*").match(text, name.end, shorter)
    return False


def _organization_run(text: str, position: int) -> bool:
    """Return True where capitalised words follow at once and one of them heads an organisation's name."""
    for _ in range(5):
        gap = re.compile(r"[ \u00a0-](?:(?:&|and|of|for) )?").match(text, position)
        if not gap or not text[gap.end() : gap.end() + 1].isupper():
            return False
        if words.starts_with("organization_head", text, gap.end()):
            return True
        position = re.compile(r"[\w.&'’]+").match(text, gap.end()).end()  # type: ignore[union-attr]
    return False


# --- frames: names that hold or are held by another, names the gazetteer does not know


def _frame(names: list[_Name], text: str) -> Iterator[_Name]:
    """Give a name the country of the place behind it ("Hub, Pakistan") or in front ("Iran's Zabol")."""
    for index, name in enumerate(names):
        holder = None if name.codes or name.country else _holder(names, index, text)
        inside = tuple(place for place in name.places if holder and place.country == holder.country)
        strange = any(place.population >= 5 * _BIG for place in name.places) or name.level == "country"
        if holder is None or (strange and not inside):
            yield name
            continue
        in_region = tuple(place for place in inside if place.region == holder.region and holder.region)
        kept = {"place.in_name", "place.of_party", "place.dateline", "place.heading"}
        rule = name.rule if name.rule in kept else "place.framed"
        places = in_region or inside
        level = places[0].level if places and name.level == "country" else name.level
        yield replace(name, places=places, country=holder.country, rule=rule, level=level)


_HELD = re.compile(
    r",\s|\s\(|,?\sin (?:the )?(?:[a-z]+ (?:of )?){0,3}|\sof (?:the )?|, (?:a|the) [a-z ]{1,30} (?:in|of) (?:the )?"
)
_HELD_ACROSS = re.compile(r", [^,;.\n]{1,30}, |,? and [^,;.\n]{1,30},? in (?:the )?")
_LED = re.compile(r"['’]s?\s(?:[a-z-]+\s){0,3}(?:of\s)?")
_LED_DEMONYM = re.compile(r"\s(?:[a-z-]+\s){0,3}(?:of\s)?")


def _holder(names: list[_Name], index: int, text: str) -> Place | None:
    """Return the country or region that frames a name, the one behind it before the one in front."""
    name = names[index]
    for step, following in enumerate(names[index + 1 : index + 3]):
        gap = text[name.end : following.start]
        if not (_HELD_ACROSS if step else _HELD).fullmatch(gap):
            continue
        holders = [place for place in following.places if place.level != "city"]
        if name.level == "country":
            holders = [
                place for place in holders if place.level == "region" and gap.startswith((", ", " in"))
            ]
        fitting = [h for h in holders if any(p.country == h.country for p in name.places)]
        if fitting or (holders and len({place.country for place in holders}) == 1):
            return (fitting or holders)[0]
    if not index or name.level == "country":
        return None
    leader = names[index - 1]
    gap = text[leader.end : name.start]
    if len(leader.codes) == 1 and _LED_DEMONYM.fullmatch(gap):
        return Place(0, "country", leader.codes[0])
    if leader.level in {"country", "region"} and _LED.fullmatch(gap):
        holders = [place for place in leader.places if place.level == leader.level]
        return holders[0] if len({place.country for place in holders}) == 1 else None
    return None


_NAME_RUN = rf"{words.CAP}(?:[ -](?:(?:al|el|de|e|ul|la)[ -])?{words.CAP}){{0,3}}"
_NOT_FIRST = re.compile(
    r"(?:The|A|An|This|That|In|At|On|Its|His|Their|Each|Both|Under|From|By|For|And|With|Phase|Unit|Block|Stage)\b"
)


def _unknown(context: _Context) -> Iterator[_Name]:
    """Yield names the gazetteer lacks but whose surroundings say that they are places."""
    text = context.text
    for match in re.finditer(rf"(?<![\w-]){_NAME_RUN}", text):
        start, end = match.span()
        if skip := _NOT_FIRST.match(text, start, end):
            start = min(skip.end() + 1, end)
            if start >= end:
                continue
        name = _Name(start, end)
        head = words.after_heads(text, end)
        before = words.before_heads(text, start)
        acronym = text[start:end].isupper() and end - start <= 6
        if head and not acronym and not _organization_run(text, head[1]):
            yield replace(name, level=head[0].level, rule="place.head")
        elif before and not words.starts_with("organization_head", text, start):
            yield replace(name, level=before[0].level, rule="place.head")
        elif _is_unknown_place(name, context):
            yield replace(name, level="city", rule="place.in")


_HOLDER_BEHIND = re.compile(
    rf"(?:, |,? in (?:the )?| of (?:the )?)((?:{words.CAP})(?:[ -](?:{words.CAP})){{0,3}}\.?)"
)
_BRACKET = re.compile(rf"\s\(((?:{words.CAP})(?:[ '’-](?:{words.CAP})){{0,3}})\)")


def _is_unknown_place(name: _Name, context: _Context) -> bool:
    """Return True for a name behind a locative word that a region, a plant or spaCy makes a place."""
    text = context.text
    form = name.span.of(text)
    key = fold_name(form)
    if key in words.common_words() or key in words.not_places() or key in words.organization_names():
        return False
    if (form.isupper() and len(form) <= 6) or _organization_run(text, name.start - 1):
        return False
    bracket = _BRACKET.match(text, name.end)
    if bracket and any(place.level == "region" for place in _holders(bracket[1])):
        return not any(label == "ORG" and span.overlaps(name.span) for span, label in context.entities)
    if not words.ends_with("locative", text, name.start):
        return False
    held = _HOLDER_BEHIND.match(text, name.end)
    if (held and _holders(held[1])) or words.has_plant_before(text, name.start):
        return True
    near = re.search(r"\b[Nn]ear\s$", text[max(0, name.start - 6) : name.start]) is not None
    return near or any(
        label in {"GPE", "LOC"} and span.contains(name.span) for span, label in context.entities
    )


# --- from names to mentions


def _mention(name: _Name, text: str) -> PlaceMention:
    """Return the mention: the head word is part of the name ("Taraba State", "Lake Singkarak")."""
    start, end = name.start, name.end
    if name.codes:
        country = name.codes[0] if len(name.codes) == 1 else None
        return PlaceMention(name.span, name.rule, name.span.of(text), "country", country, demonym=True)
    level = name.level
    if name.rule in {"place.head", "place.in", "place.framed", "place.name"}:
        head = words.after_heads(text, end)
        before = words.before_heads(text, start)
        if head and level != "country":
            level, end = head[0].level, head[1]
        elif before and before[0].level in {"water", "other"}:
            level, start = before[0].level, before[1]
    span = Span(start, end)
    one = name.places[0] if name.places and (len(name.places) == 1 or name.country) else None
    country = name.country
    settled = one if one and (country or one.level != "city") else None
    return PlaceMention(
        span=span,
        rule=name.rule,
        name=" ".join(span.of(text).split()),
        level=level if level in {"country", "region", "city", "water", "other"} else "other",  # type: ignore[arg-type]
        country=country or (settled.country if settled else None),
        region=settled.region if settled else None,
        latitude=settled.latitude if settled else None,
        longitude=settled.longitude if settled else None,
        population=settled.population if settled else 0,
    )
