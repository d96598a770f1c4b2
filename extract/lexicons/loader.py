"""Loads and checks the lexicon files; compiles their forms. A broken file is named by file, entry and key."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import tomli  # the same parser as tomllib, compiled: a start reads 20 files
from pydantic import ValidationError

from extract.errors import LexiconError
from extract.lexicons.alternatives import either
from extract.lexicons.models import Lexicon

__all__ = ["DATA", "check_patterns", "compile_forms", "lexicon_digest", "load_file", "load_lexicon"]

DATA = Path(__file__).parent / "data"


def load_file(path: Path) -> Lexicon:
    """Read one lexicon file.

    Args:
        path: A TOML file with `source`, `licence` and `[[entries]]`.

    Returns:
        The validated lexicon, named after the file.

    Raises:
        LexiconError: The file is missing, no TOML, or an entry is wrong; file, entry and key are named.
            Patterns are not looked at, see `check_patterns`.
    """
    try:
        raw = tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise LexiconError(str(error), path=str(path)) from error
    try:
        lexicon = Lexicon.model_validate({"name": path.stem, **raw})
    except ValidationError as error:
        first = error.errors()[0]
        raise LexiconError(
            first["msg"], path=str(path), key=".".join(str(part) for part in first["loc"])
        ) from error
    _check_entries(lexicon, path)
    return lexicon


def _check_entries(lexicon: Lexicon, path: Path) -> None:
    """Refuse doubled identifiers and undeclared shared forms."""
    seen_ids: set[str] = set()
    owner: dict[tuple[str, str], str] = {}
    ambiguous = {entry.id for entry in lexicon.entries if entry.ambiguous}
    for entry in lexicon.entries:
        if entry.id in seen_ids:
            raise LexiconError("this id is used twice", path=str(path), key=entry.id)
        seen_ids.add(entry.id)
        for form in entry.forms:
            key = (form if entry.case_sensitive else form.casefold(), entry.lang)
            other = owner.setdefault(key, entry.id)
            if other != entry.id and not {other, entry.id} <= ambiguous:
                raise LexiconError(
                    f"'{form}' also stands in '{other}': mark both ambiguous = true or drop one",
                    path=str(path),
                    key=entry.id,
                )


def check_patterns(lexicon: Lexicon, path: Path) -> None:
    """Refuse patterns that do not compile. For tests: at every start it would take a quarter of a second.

    Raises:
        LexiconError: A pattern is wrong; file and entry are named.
    """
    for entry in lexicon.entries:
        for pattern in entry.patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise LexiconError(f"pattern '{pattern}': {error}", path=str(path), key=entry.id) from error


@cache
def load_lexicon(name: str) -> Lexicon:
    """Return a lexicon of the package by its file name without ending, loaded once."""
    return load_file(DATA / f"{name}.toml")


@cache
def compile_forms(name: str) -> re.Pattern[str]:
    """Return one pattern that finds every literal form of a lexicon as a whole word, longer ones rather.

    Case is ignored here; entries marked case_sensitive are to be checked by the caller.
    """
    forms = (form for entry in load_lexicon(name).entries for form in entry.forms)
    body = either(forms, r"[\s\u00a0]+", fold_case=True)
    return re.compile(rf"(?<![\w]){body}(?![\w])", re.IGNORECASE)


@cache
def lexicon_digest() -> str:
    """Return a digest over all lexicon files and compiled lists, part of each record's provenance."""
    digest = hashlib.sha256()
    for path in sorted([*DATA.glob("*.toml"), *DATA.glob("*.bin")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
