"""MHTML, the one-file page of browsers (RFC 2557): finds the page among its parts."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from extract.errors import ReadError

__all__ = ["page_part"]


def page_part(data: bytes) -> tuple[bytes, str | None, str | None]:
    """Return the page's bytes, the encoding its header names, and its address.

    Args:
        data: The whole file.

    Raises:
        ReadError: No part is a page, or its transfer encoding is broken.
    """
    try:
        message = email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
        pages = [part for part in message.walk() if part.get_content_type() in _PAGE_TYPES]
        part = next((p for p in pages if p.get("Content-ID") == _start(message)), None) or next(
            iter(pages), None
        )
        if part is None:
            raise ReadError("an MHTML file without an HTML part; save the page again")
        content = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(f"broken MHTML: {error}; save the page again") from error
    if not isinstance(content, bytes) or not content.strip():
        raise ReadError("the MHTML file's page is empty: it is truncated; save the page again")
    address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    return content, charset, address if address.startswith(("http://", "https://")) else None


_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def _start(message: Message) -> str:
    """Return the Content-ID of the root part, where the header names one."""
    start = message.get_param("start")
    return start if isinstance(start, str) else "-"
