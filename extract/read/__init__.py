"""Files and pages in, Articles out: one module per source format, chosen by content, then suffix.

What cannot be read is a Rejection with stage "read" and a reason; nothing here raises on any bytes but
`read_article` and `list_inputs`, which raise ReadError.
"""

from extract.read.dispatch import documents, read_article, read_bytes, read_path
from extract.read.document import Document, article_of, document_key
from extract.read.inputs import STDIN, Meter, list_inputs
from extract.read.text import Given, article_from_text

__all__ = [
    "STDIN",
    "Document",
    "Given",
    "Meter",
    "article_from_text",
    "article_of",
    "document_key",
    "documents",
    "list_inputs",
    "read_article",
    "read_bytes",
    "read_path",
]
