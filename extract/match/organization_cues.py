"""Cues around a capitalised sequence that it names an organisation: apposition, shares, agents, subjects.

Each cue is a function of the chunk and its surroundings; `STRONG` ones outweigh the model's label, `WEAK`
ones only count where nothing says place, plant or person.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.match.organization_chunks import Chunk
from extract.match.organization_context import Surroundings, is_place_name, is_state_word
from extract.normalize.names import fold, word_class

__all__ = ["STRONG", "WEAK", "is_cued"]

_SHARE = re.compile(
    r"\s*(?::\s*|\(|,\s*|with\s+|has\s+|holds\s+|owns\s+|at\s+)?(?:the other\s+)?\(?"
    r"\d{1,3}(?:\.\d+)?\s?(?:%|per ?cent)"
)
_ORIGIN = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?((?:[A-Z][\w'’-]+\s?){1,3})")
_BRACKETED = re.compile(r"[\"”]?\s\(([A-Z][\w .'’-]{2,30})\)")
_MADE_BY = re.compile(  # no "led", "headed", "designed": people lead, head and design
    r"\b(?:built|owned|operated|developed|supplied|delivered|financed|funded|constructed|backed|put up|"
    r"provided|executed|implemented|commissioned|manufactured|made|arranged|lent|guaranteed|insured|"
    r"installed|sponsored|undertaken|carried out|set up|bought|acquired|subsidiary of|unit of|affiliate of|"
    r"arm of|venture of|venture between|consortium of|joint venture with|partnership with|contract with|"
    r"contracts with|agreement with|agreed with|loan from|loans from|turbines? from|order from|"
    r"ordered from|belongs? to|"
    r"(?:is|are|was|were|comes?|came) (?:by|from)|deal with|talks with)\s+"
    r"(?:jointly\s+|also\s+|partly\s+)?(?:by\s+)?"
    r"(?:both\s+|the\s+)?[\"“]?$"
)
_PASSIVE = re.compile(
    r"\b\w+(?:ed|en|built|run|made|lent|put up|taken over)\s+(?:jointly\s+|also\s+)?by\s+(?:the\s+)?[\"“]?$"
)
_PREPOSITION = re.compile(
    r"\b(?:by|with|from|to|of|between|for)\s+(?:both\s+|the\s+)?(?:[^\W\d_][\w'’-]*\s+)?[\"“]?$"
)
_ROLE_PREDICATE = re.compile(
    r"(?:\s+and\s+[A-Z][\w'’&-]+)?\s+(?:is|are|was|were)\s+(?:(?:[\w-]+\s+){0,4}?"
    r"(?:partners?|shareholders?|owners?|sponsors?|contractors?|developers?|lenders?|builders?|suppliers?|"
    r"investors?|subsidiary|operators?|company|firm|utility)\b|behind\b)"
)
_HELPED = re.compile(
    r"(?:,\s+which)?\s+(?:will|would|is|are|was|were|has|have|had|plans|intends|agreed|wants)\s+"
    r"(?:(?:to|been|be|also|jointly|now|each|agreed|started|begun)\s+){0,3}([\w-]+)"
)
_CHOSEN = re.compile(
    r",\s+(?:picked|chosen|selected|hired|appointed|headquartered|tasked|listed|founded|owned|controlled)\b"
)
_NOUN_BEHIND = re.compile(
    r"\s+(?:group|corporation|conglomerate|holding|subsidiary|agency|company|firm|consortium|executives?|"
    r"spokesman|spokeswoman|spokesperson|shares|turbines?|engineers|chief executive|CEO|boiler|boilers)\b"
)


def is_cued(_chunk: Chunk, around: Surroundings) -> bool:
    """Return True for "contractor X", "Owner: X", "X, a Danish developer", "X as its developer", "X-led"."""
    before = re.search(r"([\w-]+)(?::\s*|\s+|,\s+)[\"“(]?$", around.before)
    if before and fold(before.group(1)) in word_class("cue_before"):
        comma = around.before.rstrip().endswith(",")
        if not comma or re.match(r"['’]?s?[.,;]|\s+\(", around.after):
            return True
    if re.search(r"\b(?:fund|asset) managers?\s+$", around.before):
        return True
    after = re.match(
        r"(?:\s*\([^()]{1,20}\))?(?:,|\s+[–-])\s+(?:an?|the|one of|its|their)\s+"
        r"((?:[\w'’&-]+\s+){0,5}[\w-]+)",
        around.after,
    )
    if after and any(word in word_class("cue_apposition") for word in fold(after.group(1)).split()[:6]):
        return True
    role = re.match(r"\s+as\s+(?:its|the|an?|their)?\s*((?:[\w-]+\s+){0,2}[\w-]+)", around.after)
    if role and any(word in word_class("cue_apposition") for word in fold(role.group(1)).split()):
        return True
    return bool(re.match(r"-(?:led|owned|backed|controlled|built)\b", around.after))


def _named_noun(chunk: Chunk, around: Surroundings) -> bool:
    """Read "the X group", "X executives"; not "the Kazan company"."""
    return bool(_NOUN_BEHIND.match(around.after)) and not is_place_name(chunk.text)


def _share(_chunk: Chunk, around: Surroundings) -> bool:
    """Read "X (35%)", "X has 80%", "X: 26 per cent"."""
    return bool(_SHARE.match(around.after))


def _origin(chunk: Chunk, around: Surroundings) -> bool:
    """Read "X of Finland", "X (Qatar)", "Denmark's X": where a name comes from is told of companies."""
    if is_place_name(chunk.text):
        return False
    bracket = _BRACKETED.match(around.after)
    if bracket and is_state_word(bracket.group(1)):
        return True
    match = _ORIGIN.match(around.after)
    if match and any(is_place_name(part) for part in _openings(match.group(1))):
        return True
    owner = re.search(r"((?:[A-Z][\w-]+\s){0,2}[A-Z][\w-]+)['’]s\s+[\"“]?$", around.before)
    return owner is not None and any(is_place_name(part) for part in _endings(owner.group(1)))


def _openings(text: str) -> list[str]:
    """Return the first one, two, three words."""
    words = text.split()
    return [" ".join(words[:size]) for size in range(1, len(words) + 1)]


def _endings(text: str) -> list[str]:
    """Return the last one, two, three words."""
    words = text.split()
    return [" ".join(words[-size:]) for size in range(1, len(words) + 1)]


def _made_by(_chunk: Chunk, around: Surroundings) -> bool:
    """Read "built by X", "a subsidiary of X", "a contract with X"."""
    return bool(_MADE_BY.search(around.before))


def _dealt_with(_chunk: Chunk, around: Surroundings) -> bool:
    """Read "with X" or "by X" after a word of making or contracting: no place stands there."""
    return bool(re.search(r"\b(?:by|with)\s+(?:the\s+)?$", around.before)) and _agent(_chunk, around)


def _predicate(_chunk: Chunk, around: Surroundings) -> bool:
    """Read "X and Y are joint-venture partners", "X, picked to run them", "X let its option lapse"."""
    own = re.match(r"\s+(?:[a-z]+\s+){1,2}its\b", around.after)
    return bool(own or _ROLE_PREDICATE.match(around.after) or _CHOSEN.match(around.after))


def _maker(_chunk: Chunk, around: Surroundings) -> bool:
    """Read "X makes the machines", "X will build", "X, which operates": what organisations do."""
    after = re.sub(r"^,?\s+and\s+(?:[\w'’&]+\s){1,4}?(?=are\b|were\b|will\b|have\b|had\b)", " ", around.after)
    following = re.match(r"(?:,\s+which)?(?:\s+(?:also|then|now|jointly|each))?\s+([\w-]+)", after)
    if following is not None and fold(following.group(1)) in word_class("maker_verb"):
        return True
    helped = _HELPED.match(after)
    return helped is not None and fold(helped.group(1)) in word_class("maker_base")


def _agent(_chunk: Chunk, around: Surroundings) -> bool:
    """Read a preposition that a word of making, owning, lending or contracting calls for."""
    if _PASSIVE.search(around.before):
        return True
    match = _PREPOSITION.search(around.before)
    if match is None:
        return False
    nouns = word_class("agent_verb")
    words = re.findall(r"[\w-]+", around.before[max(0, match.start() - 60) : match.start()])[-6:]
    return any(fold(word) in nouns for word in words)


def _subject(chunk: Chunk, around: Surroundings) -> bool:
    """Read a verb or noun behind the name that organisations have."""
    following = re.match(r"(?:['’]s)?(?:\s+also|\s+then|\s+now)?\s+([\w-]+)", around.after)
    if following is None or fold(following.group(1)) not in word_class("cue_after"):
        return False
    return len(chunk.words) <= 4


def _possessive(chunk: Chunk, around: Surroundings) -> bool:
    """Read an owner, "X's Elga coal deposit"."""
    return chunk.words[-1].possessive and not chunk.initial and around.label not in {"GPE", "LOC", "NORP"}


def _capitals(chunk: Chunk, around: Surroundings) -> bool:
    """Accept an unknown acronym, three letters or more, that no digit stands before."""
    text = chunk.text.replace("&", "")
    return bool(re.fullmatch(r"[A-Z]{3,6}", text)) and not re.search(r"[\d(<:]\s?$", around.before)


Cue = tuple[str, Callable[[Chunk, Surroundings], bool]]

STRONG: tuple[Cue, ...] = (
    ("partner.named_noun", _named_noun),
    ("partner.share", _share),
    ("partner.origin", _origin),
    ("partner.made_by", _made_by),
    ("partner.predicate", _predicate),
    ("partner.agent", _dealt_with),
    ("partner.maker", _maker),
)
WEAK: tuple[Cue, ...] = (
    ("partner.ner", lambda _, around: around.label == "ORG"),
    ("partner.agent", _agent),
    ("partner.subject", _subject),
    ("partner.possessive", _possessive),
    ("partner.capitals", _capitals),
)
