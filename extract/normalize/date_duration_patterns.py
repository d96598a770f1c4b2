"""The rules for stretches of time that lead to a date: "18 months ago", "in two years", "a year later"."""

from __future__ import annotations

from extract.normalize.date_relative_readers import read_duration
from extract.normalize.date_rule import Rule, make_rule
from extract.normalize.date_words import alternation

__all__ = ["duration_rules"]

_FUZZY = (
    r"(?P<fuzzy>(?:(?:about|around|some|almost|nearly|over|more\s+than|less\s+than|just|another|a\s+further|"
    r"up\s+to|(?:the\s+)?(?:next|coming))\s+){0,2})"
)


def duration_rules() -> list[Rule]:
    """Return the rules; each hangs on a unit of time and needs a number before it."""
    number, unit, work = (
        alternation("number"),
        rf"(?P<unit>{alternation('unit')})\b(?P<more>\s+and\s+a\s+half\b)?",
        alternation("work"),
    )
    count = (
        rf"(?:(?P<low>\d{{1,3}}|{number})\s*(?:to|or|-|–)\s*)?\b(?P<num>\d{{1,3}}|{number})"
        r"(?P<half>\s+and\s+a\s+half)?[\s-]+"
    )
    elsewhere = r"of|from|after|following|earlier|ago|later|and|to|before|in|ahead"
    bounded = rf"{unit}(?:['’]s?)?(?:\s+time\b)?(?!\s+(?:{elsewhere})\b|-|,\s+(?:in|by)\s+\d)"
    moved = r"by|slip(?:s|ped)?|back|delayed"
    table = [
        (" ago", rf"{unit}\s+ago\b", "ago", ""),
        ("from now|from today|hence", rf"{unit}\s+(?:from\s+(?:now|today)|hence)\b", "from-now", ""),
        (" later", rf"{unit}\s+later\b(?!\s+than)", "later", ""),
        (" earlier", rf"{unit}\s+earlier\b(?!\s+than)", "earlier", ""),
        ("within |in |over ", bounded, "within", rf"\b(?P<lead>within|in|over)\s+{_FUZZY}"),
        (
            "after|from|following",
            rf"{unit}\s+(?:after|from|following)\b",
            "after-date",
            rf"\b(?:(?P<lead>within)\s+{_FUZZY})?",
        ),
        ("within ", rf"{unit}\s+of\b", "after-date", rf"\b(?P<lead>within)\s+{_FUZZY}"),
        (" before", rf"{unit}\s+before\b", "before-date", ""),
        ("after ", rf"{unit}['’]?\s+(?:of\s+)?{work}\b", "after-work", rf"\bafter\s+{_FUZZY}"),
        (
            "",
            rf"{unit}(?:\s+(?:from|beyond|past)\b)?(?!\s+(?:of|ago|later|earlier|after|before)\b)",
            "moved-by",
            rf"\b(?P<moved>{moved})\s+{_FUZZY}",
        ),
    ]
    return [
        make_rule(
            triggers, pattern, read_duration(name), behind=rf"{lead or chr(92) + 'b'}{count}", needed=True
        )
        for triggers, pattern, name, lead in table
    ]
