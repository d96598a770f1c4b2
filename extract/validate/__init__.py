"""Validation: a record passes (with diagnostics for what looks odd) or is refused with the field at fault.

Three checks in order: structure.py and grounding.py refuse, rules.py only remarks; schema.py then holds the
finished JSON form against the published schema. Nothing here drops or changes a value.
"""

from __future__ import annotations

from extract.domain.record import ArticleRecord
from extract.domain.rejection import Rejection
from extract.validate.grounding import grounding_fault
from extract.validate.rules import diagnose
from extract.validate.schema import schema_fault
from extract.validate.structure import structure_fault

__all__ = ["validate_record"]


def validate_record(record: ArticleRecord, *, text: str | None = None) -> ArticleRecord | Rejection:
    """Check a record; validating the result again changes nothing.

    Args:
        record: What assemble made of an article.
        text: The article's text, needed where `record.article.text` is left out.

    Returns:
        The record with the diagnostics of `rules.diagnose` added, or a Rejection of stage "validate" whose
        reason starts with the path of the field at fault.
    """
    fault = grounding_fault(record, text) or structure_fault(record)
    if fault is None:
        remarks = tuple(remark for remark in diagnose(record) if remark not in record.diagnostics)
        if remarks:
            record = record.model_copy(update={"diagnostics": (*record.diagnostics, *remarks)})
        fault = schema_fault(record)
    if fault is None:
        return record
    return Rejection(source=record.article.source, stage="validate", reason=fault)
