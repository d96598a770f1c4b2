"""The lexicon of page furniture and date labels as compiled patterns. Words live in page_words.toml."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicons.loader import load_lexicon

__all__ = ["alternatives", "pattern"]


@cache
def alternatives(entry: str) -> str:
    """Return one entry's forms and patterns as the inside of a regular expression, longest form first."""
    words = load_lexicon("page_words").by_id()[entry]
    forms = (re.escape(form).replace(r"\ ", r"\s+") for form in sorted(words.forms, key=len, reverse=True))
    return "|".join([*forms, *words.patterns])


@cache
def pattern(entry: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return an entry's pattern between two given ones, upper and lower case alike."""
    return re.compile(f"{before}(?:{alternatives(entry)}){after}", re.IGNORECASE)
