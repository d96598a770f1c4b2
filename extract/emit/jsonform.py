"""The JSON form of a record: one line, keys in the model's order, numbers exact. Same record, same bytes."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from extract.domain.record import ArticleRecord
from extract.errors import SinkError

__all__ = ["exact_number", "record_line"]

# Above this not every integer is a float, so a float is no longer known to mean one.
_EXACT_FLOATS = 2**53


def exact_number(number: Decimal | float) -> int | float:
    """Return an integral number as int, any other as the float with the shortest digits.

    >>> exact_number(Decimal("356E9")), exact_number(12.50), exact_number(600.0)
    (356000000000, 12.5, 600)
    """
    if isinstance(number, float) and not (number.is_integer() and abs(number) <= _EXACT_FLOATS):
        return number
    return int(number) if number == int(number) else float(number)


def record_line(record: ArticleRecord) -> bytes:
    """Return the record as one line of UTF-8 JSON, newline included.

    Raises:
        SinkError: A text holds half of a surrogate pair, which UTF-8 cannot express.
    """
    data = _exact(record.model_dump(mode="json"))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError as error:
        raise SinkError(
            f"a text is not valid Unicode: {error.reason}", key=ascii(record.article.id)
        ) from error


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return exact_number(value) if isinstance(value, float) else value
