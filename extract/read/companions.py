"""Files and folders that come along with saved pages and are never articles. Judged by name only."""

from __future__ import annotations

from collections.abc import Container
from pathlib import PurePosixPath

__all__ = ["is_companion", "is_companion_folder", "is_resource"]

_FOLDER_ENDINGS = ("_files", ".files", "_Dateien", "_fichiers", "_archivos", "-Dateien")
"""What browsers of several languages call the folder beside a page saved as "complete"."""
_PAGES = (".html", ".htm", ".xhtml")
_SKIPPED_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules"})
_SKIPPED_FILES = frozenset({"thumbs.db", "desktop.ini"})
_RESOURCES = frozenset({
    ".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg",
    ".ico", ".bmp", ".tif", ".tiff", ".heic", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3",
    ".mp4", ".m4a", ".webm", ".ogg", ".wav", ".mov", ".avi",
})  # fmt: skip


def is_resource(name: str) -> bool:
    """Return True for a hidden file, or one whose name says it is a picture, script, style, font or film.

    Only for files met in a folder or archive: one that is named by the user is read whatever its name.
    """
    lower = name.lower()
    return name.startswith(".") or lower in _SKIPPED_FILES or PurePosixPath(lower).suffix in _RESOURCES


def is_companion_folder(name: str, siblings: Container[str]) -> bool:
    """Return True for a hidden folder or one with the parts of a page that lies beside it.

    Args:
        name: The folder's name.
        siblings: Names of the files in the same folder.
    """
    if name.startswith(".") or name in _SKIPPED_FOLDERS:
        return True
    ending = next((e for e in _FOLDER_ENDINGS if name.endswith(e)), None)
    return ending is not None and any(name[: -len(ending)] + page in siblings for page in _PAGES)


def is_companion(member: str, names: Container[str]) -> bool:
    """Return True for an archive member that is a page's part.

    Args:
        member: Its path in the archive, with slashes.
        names: Paths of all members.
    """
    path = PurePosixPath(member)
    if is_resource(path.name):
        return True
    for parent in path.parents:
        if parent.name.startswith(".") or parent.name in _SKIPPED_FOLDERS:
            return True
        ending = next((e for e in _FOLDER_ENDINGS if parent.name.endswith(e)), None)
        if ending and any(str(parent)[: -len(ending)] + page in names for page in _PAGES):
            return True
    return False
