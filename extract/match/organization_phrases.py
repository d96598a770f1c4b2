"""Organisations without a proper name: governments, ministries, states as parties, described consortia.

Each family has a rule of its own, so that later decisions can weigh them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.domain.mention import OrganizationKind, OrganizationMention
from extract.domain.span import Span
from extract.lexicons.alternatives import either
from extract.lexicons.loader import load_lexicon
from extract.normalize.names import clean_name, organization_key

__all__ = ["compound_members", "match_phrases"]

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]{0,40}"
_NAME_PART = r"[A-Z][^\W_]{2,40}"
_OPENER = re.compile(
    r"(?:The|This|That|Its|Our|A|An|Under|For|In|By|And|But|While|When|If|As|Both|New|Last|Since|After) "
)
_TRADES = (
    "state", "state-owned", "state-run", "private", "power", "energy", "engineering", "construction",
    "policy", "development", "investment", "export", "commercial", "nuclear", "infrastructure", "industrial",
)  # fmt: skip
_ANY_NUMBER = (
    "banks",
    "lenders",
    "consortium",
    "joint venture",
    "export credit agency",
    "state",
    "investors",
)


@cache
def _states() -> dict[str, str]:
    """Return names of states to their codes."""
    return {form: entry.id for entry in load_lexicon("countries").entries for form in entry.forms}


@cache
def _demonyms() -> dict[str, str]:
    """Return demonyms to the codes of their states."""
    entries = load_lexicon("countries").entries
    return {word: entry.id for entry in entries for word in entry.data.get("demonyms", ())}


@cache
def _any_state() -> str:
    return either(_states())


@cache
def _any_demonym() -> str:
    return either(_demonyms())


def _forms(name: str) -> tuple[str, ...]:
    """Return the forms of one entry of the word lexicon."""
    return load_lexicon("organization_words").by_id()[name].forms


@cache
def _government() -> re.Pattern[str]:
    """Match "the federal government", "Kenyan government", "government of Nepal"."""
    demonym, state = _any_demonym(), _any_state()
    adjective = either(_forms("government_adjective"), fold_case=True)
    return re.compile(
        rf"\b(?:[Gg]overnment of (?:the )?(?P<state>{state})\b"
        rf"|(?:(?P<dem>{demonym}|{state})(?:['’]s)? |{_CAPITAL} |(?i:{adjective}) ){{0,3}}[Gg]overnment\b)"
        rf"(?![-\w])(?! of )"
    )


@cache
def _ministry() -> re.Pattern[str]:
    """Match "the energy ministry", "Iran's Energy Ministry", "ministry of energy and mines"."""
    topic = either(_forms("ministry_topic"), fold_case=True)
    return re.compile(
        rf"\b(?:(?i:{topic})(?: and (?i:{topic}))? [Mm]inistry\b"
        rf"|[Mm]inistry (?:of|for) (?:the )?(?i:{topic})(?:(?:, (?i:{topic})){{0,3}} and (?i:{topic}))?)\b"
    )


@cache
def _described() -> re.Pattern[str]:
    """Match "a Chinese consortium", "an unnamed Russian bank", "the Danish export credit agency"."""
    demonym = _any_demonym()
    one = either({*_forms("bank_noun"), *_forms("party_noun")})
    return re.compile(
        rf"\b(?:(?P<article>[Aa]n? |[Aa]nother |[Oo]ne |)"
        rf"(?P<name>(?:unnamed |unidentified )?{demonym}(?:-{demonym}){{0,2}}(?: {either(_TRADES)}){{0,2}}"
        rf" (?P<noun>{one})))\b(?![-\w])(?!\s+{_CAPITAL})"
    )


@cache
def _named_consortium() -> re.Pattern[str]:
    """Match "the Acme-Apex consortium", "the Acme consortium"."""
    return re.compile(rf"\b({_CAPITAL}(?:[-– ]{_CAPITAL}){{0,3}}) (?:consortium|joint venture)\b")


@cache
def _state_party() -> re.Pattern[str]:
    """Match a state as subject of a party's verb, between two parties, as source of money or as agent."""
    state, verbs = _any_state(), either(_forms("country_verb"))
    helper = r"(?: (?:has|have|had|will|would|also|jointly|is to|are to|to|agreed to|had agreed to|was to))?"
    money = r"(?:loans?|credit|financing|money|funding|investment|grant|help|support|turbines|reactors)"
    done = r"(?:financed|funded|built|owned|offered|promised|guaranteed|backed|supplied|paid|signed)"
    return re.compile(
        rf"\b(?:{state}(?:, {state}){{0,3}}(?: and (?:{state}|{_CAPITAL}))?(?={helper} {verbs}\b)"
        rf"|(?<=\bbetween ){state} and {state}\b"
        rf"|{money}(?: \w+){{0,3}} (?:from|by) (?:the )?{state}\b(?!['’]s)"
        rf"|{done} (?:by|with) (?:the )?{state}\b(?!['’]s))"
    )


@cache
def _state_name() -> re.Pattern[str]:
    """Match any state's name."""
    return re.compile(rf"\b{_any_state()}\b")


def _mention(
    text: str, span: Span, rule: str, kind: OrganizationKind, entity: str | None = None
) -> OrganizationMention:
    """Build a mention whose name is the span's cleaned text."""
    name = clean_name(span.of(text))
    return OrganizationMention(span, rule, name, organization_key(name), kind, entity)


def _state_entity(word: str | None) -> str | None:
    """Return "state:XX" for a state's name or demonym."""
    if word is None:
        return None
    code = _states().get(word) or _demonyms().get(word)
    return f"state:{code}" if code else None


def match_phrases(text: str) -> Iterator[OrganizationMention]:
    """Yield organisations that are described rather than named.

    Args:
        text: The article's text.

    Yields:
        Mentions with rules partner.government, partner.ministry, partner.described, partner.consortium
        and partner.state; they may overlap with named ones, the longest is to win.
    """
    for match in _government().finditer(text):
        opener = _OPENER.match(match.group())
        span = Span(match.start() + (opener.end() if opener else 0), match.end())
        entity = _state_entity(match.group("state") or match.group("dem"))
        yield _mention(text, span, "partner.government", "government", entity)
    for match in _ministry().finditer(text):
        yield _mention(text, Span(*match.span()), "partner.ministry", "government")
    yield from _described_parties(text)
    yield from _states_as_parties(text)


def _described_parties(text: str) -> Iterator[OrganizationMention]:
    """Yield parties told by nationality and trade, and consortia told by a member's name."""
    banks = frozenset(_forms("bank_noun"))
    for match in _described().finditer(text):
        noun = match.group("noun")
        introduced = bool(match.group("article")) or match.group("name").startswith("un")
        if not introduced and noun not in _ANY_NUMBER:
            continue  # "the Chinese contractor" refers back to a name
        kind: OrganizationKind = "bank" if noun in banks else "company"
        if noun in {"consortium", "joint venture"}:
            kind = "consortium"
        elif noun == "state":
            kind = "state"
        yield _mention(text, Span(*match.span("name")), "partner.described", kind)
    terms = {*_demonyms(), *_forms("not_acronym"), *_forms("opener")}
    compounds = compound_members(text)
    for match in _named_consortium().finditer(text):
        if match.group(1).split()[0] not in terms and match.group(1) not in compounds:
            yield _mention(text, Span(*match.span()), "partner.consortium", "consortium")


def compound_members(text: str) -> frozenset[str]:
    """Return compounds that name a venture by its members: "Acme-Apex" in "the Acme-Apex joint venture"."""
    pairs = (match.group(1) for match in _named_consortium().finditer(text))
    return frozenset(pair for pair in pairs if re.fullmatch(rf"{_NAME_PART}[-–]{_NAME_PART}", pair))


def _states_as_parties(text: str) -> Iterator[OrganizationMention]:
    """Yield each state named where a party stands."""
    for match in _state_party().finditer(text):
        for state in _state_name().finditer(text, match.start(), match.end()):
            yield _mention(text, Span(*state.span()), "partner.state", "state", _state_entity(state.group()))
