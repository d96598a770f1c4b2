"""What outcomes depend on besides the input, as digests of content: code, words, model, weights, libraries.

A release number would not do: a lexicon edited in place, or a model trained anew under its old name, changes
answers, too.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["Versions", "versions"]

_PACKAGE = Path(__file__).parents[1]
_READING = ("errors.py", "domain", "lexicons", "read", "normalize/relevance.py", "batch/gate.py")
_EXTRACTION = (
    "analyze",
    "encode",
    "match",
    "normalize",
    "resolve",
    "assemble",
    "decide",
    "validate",
    "pipeline.py",
)
_READING_LIBRARIES = ("trafilatura", "lxml", "beautifulsoup4", "charset-normalizer", "dateparser")
_LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "pint", "rapidfuzz", "tokenizers")


@dataclass(frozen=True, slots=True)
class Versions:
    """Digests of all that reading and the question of relevance rest on, and of all a record rests on."""

    reading: str
    extraction: str


def versions(model: str) -> Versions:
    """Return the digests of what is installed.

    Args:
        model: The language model, a package or a folder.
    """
    reading = hashlib.sha256()
    _add(reading, _files(_READING), _PACKAGE)
    _add_releases(reading, _READING_LIBRARIES)
    extraction = reading.copy()
    _add(extraction, _files(_EXTRACTION), _PACKAGE)
    _add_releases(extraction, (*_LIBRARIES, "plantwire"))
    folder = _model_folder(model)
    extraction.update(f"model {model}\n".encode())
    if folder is not None:
        _add(extraction, sorted(path for path in folder.rglob("*") if path.is_file()), folder)
    return Versions(reading.hexdigest()[:24], extraction.hexdigest()[:24])


def _files(names: Iterable[str]) -> list[Path]:
    """Return the files of parts of the package that answers rest on: code, words, weights."""
    found: list[Path] = []
    for name in names:
        path = _PACKAGE / name
        inside = path.rglob("*") if path.is_dir() else [path]
        found += sorted(
            p for p in inside if p.suffix in {".py", ".toml", ".bin", ".json", ".onnx", ".npz", ".txt"}
        )
    return found


def _add(digest: hashlib._Hash, files: Iterable[Path], root: Path) -> None:
    for path in files:
        if "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root)} {len(content)}\n".encode("utf-8", "surrogateescape"))
            digest.update(content)


def _add_releases(digest: hashlib._Hash, names: Iterable[str]) -> None:
    for name in names:
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{name} absent\n".encode())


def _model_folder(model: str) -> Path | None:
    """Return where a model lies; None where it does not, which its loading will complain of."""
    if Path(model).is_dir():
        return Path(model)
    try:
        spec = importlib.util.find_spec(model)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec is not None and spec.origin else None
