"""Files and pages in, Articles out: one module per source format, chosen by content, then suffix.

What cannot be read is a Rejection with stage "read" and a reason; nothing here raises on any bytes but
`read_article` and `list_inputs`, which raise ReadError.
"""

from extract.read.dispatch import read_article, read_bytes, read_path
from extract.read.inputs import list_inputs
from extract.read.text import Given, article_from_text

__all__ = ["Given", "article_from_text", "list_inputs", "read_article", "read_bytes", "read_path"]
