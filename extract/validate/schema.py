"""Schema check: the JSON form of a record or rejection against the published JSON Schema.

The schema is the one `extract.schema` generates; `python -m extract.schema --check` holds the committed
file equal to it, so an installed package needs no file of its own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from extract.domain.record import ArticleRecord
from extract.schema import record_schema

__all__ = ["json_fault", "schema_fault"]


def schema_fault(record: ArticleRecord) -> str | None:
    """Return why the record's JSON form does not fit the published schema, None where it fits."""
    return json_fault(record.model_dump(mode="json"))


def json_fault(data: object) -> str | None:
    """Return why parsed JSON is no article record, starting with the path of the first fault.

    >>> json_fault([])
    'record: [] is not of type "object"'
    """
    for error in _validator().iter_errors(data):
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
        return f"{path.lstrip('.') or 'record'}: {error.message}"
    return None


@cache
def _validator() -> Any:
    return jsonschema_rs.Draft202012Validator(record_schema(), validate_formats=True)
