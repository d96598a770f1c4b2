"""Organisations without a proper name: governments, ministries, states as parties, described consortia.

Each family has a rule of its own, so that later decisions can weigh them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.domain.mention import OrganizationKind, OrganizationMention
from extract.domain.span import Span
from extract.lexicons.loader import load_lexicon
from extract.normalize.names import clean_name, organization_key

__all__ = ["match_phrases"]

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"


def _alternatives(words: tuple[str, ...] | list[str]) -> str:
    """Return words as one regex group, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def _states() -> dict[str, str]:
    """Return names of states to their codes."""
    return {form: entry.id for entry in load_lexicon("organization_states").entries for form in entry.forms}


@cache
def _demonyms() -> dict[str, str]:
    """Return demonyms to the codes of their states."""
    entries = load_lexicon("organization_states").entries
    return {word: entry.id for entry in entries for word in entry.data.get("demonyms", ())}


def _forms(name: str) -> tuple[str, ...]:
    """Return the forms of one entry of the word lexicon."""
    return load_lexicon("organization_words").by_id()[name].forms


@cache
def _government() -> re.Pattern[str]:
    """ "the federal government", "Kenyan government", "government of Nepal", "Katsina State Government"."""
    demonym, state = _alternatives([*_demonyms()]), _alternatives([*_states()])
    adjective = _alternatives(_forms("government_adjective"))
    return re.compile(
        rf"\b(?:(?P<of>[Gg]overnment of (?:the )?(?P<state>{state}))"
        rf"|(?P<adj>(?:(?P<dem>{demonym}|{state})(?:['’]s)? |{_CAPITAL} |(?i:{adjective}) ){{0,3}}[Gg]overnment)\b(?![-\w]))"
    )


@cache
def _ministry() -> re.Pattern[str]:
    """ "the energy ministry", "Iran's Energy Ministry", "ministry of energy"."""
    topic = _alternatives(_forms("ministry_topic"))
    return re.compile(
        rf"\b(?:(?i:{topic})(?: and (?i:{topic}))? [Mm]inistry\b"
        rf"|[Mm]inistry (?:of|for) (?:the )?(?i:{topic})(?:(?:, (?i:{topic})){{0,3}} and (?i:{topic}))?)"
    )


@cache
def _described() -> re.Pattern[str]:
    """ "a Chinese consortium", "an unnamed Russian bank", "the Danish export credit agency", "German banks"."""
    demonym = _alternatives([*_demonyms()])
    noun = _alternatives([*_forms("bank_noun"), *_forms("party_noun")])
    trade = _alternatives(["state", "state-owned", "private", "power", "energy", "engineering", "construction",
                           "development", "investment", "export", "commercial", "state-run", "nuclear", "policy"])  # fmt: skip
    return re.compile(
        rf"\b(?P<name>(?:unnamed )?(?P<dem>{demonym}(?:-{demonym}){{0,2}})(?: {trade}){{0,2}} (?P<noun>{noun}))\b"
        rf"(?!\s+{_CAPITAL})"
    )


@cache
def _named_consortium() -> re.Pattern[str]:
    """ "the Areva-Siemens consortium", "the Acme consortium"."""
    return re.compile(rf"\b({_CAPITAL}(?:[-–/ ]{_CAPITAL}){{0,3}}) (consortium|joint venture|JV)\b")


@cache
def _state_party() -> re.Pattern[str]:
    """A state as the subject of a party's verb, or after "by", "between", "owned by the state of"."""
    state = _alternatives([*_states()])
    verbs = _alternatives(_forms("country_verb"))
    helpers = r"(?: (?:has|have|had|will|would|also|jointly|is to|are to|to|agreed to|had agreed to|was to))?"
    return re.compile(
        rf"\b(?P<subject>{state})(?P<list>(?:, {state}){{0,3}}(?: and {state})?)(?={helpers} (?:{verbs})\b)"
        rf"|(?<=\bbetween )(?P<left>{state}) and (?P<right>{state})\b"
        rf"|(?:\b(?:loan|loans|credit|financing|money|funding|investment|grant|help|support)\b(?: \w+){{0,3}} (?:from|by) )"
        rf"(?P<lender>{state})\b(?!['’]s)"
        rf"|\b(?:financed|funded|built|owned|offered|promised|guaranteed|backed|supplied|paid|signed) (?:by|with) "
        rf"(?P<agent>{state})\b(?!['’]s)"
    )


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
        span = _undetermined(text, Span(*match.span()))
        entity = _state_entity(match.group("state") or match.group("dem"))
        yield _mention(text, span, "partner.government", "government", entity)
    for match in _ministry().finditer(text):
        yield _mention(text, Span(*match.span()), "partner.ministry", "government")
    for match in _described().finditer(text):
        noun = match.group("noun")
        kind: OrganizationKind = "bank" if noun in _forms("bank_noun") else "company"
        kind = "consortium" if noun in {"consortium", "joint venture"} else kind
        yield _mention(text, Span(*match.span("name")), "partner.described", kind)
    for match in _named_consortium().finditer(text):
        if match.group(1) not in _demonyms() and match.group(1) not in {"The", "A", "This", "Their"}:
            yield _mention(text, Span(*match.span()), "partner.consortium", "consortium")
    yield from _states_as_parties(text)


def _undetermined(text: str, span: Span) -> Span:
    """Cut a leading article off a government's span."""
    match = re.match(r"(?:The|This|That|Its|Our|A|An|Under|For|In|By|And|But|While) ", span.of(text))
    return Span(span.start + match.end(), span.end) if match else span


def _states_as_parties(text: str) -> Iterator[OrganizationMention]:
    """Yield each state named where a party stands."""
    names = re.compile(rf"\b{_alternatives([*_states()])}\b")
    for match in _state_party().finditer(text):
        for state in names.finditer(text, match.start(), match.end()):
            entity = _state_entity(state.group())
            yield _mention(text, Span(*state.span()), "partner.state", "state", entity)
