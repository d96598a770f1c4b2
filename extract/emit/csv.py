"""CSV: a folder of tables, one file each, UTF-8; texts in quotes, numbers bare, null empty.

A spreadsheet takes a cell that starts with = + - @ for a formula, quotes or not, so such a text gets an
apostrophe in front; so does one whose first apostrophes are followed by such a sign, which makes the rule
reversible: take one apostrophe off where the rest would have got one.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from extract.emit.columns import all_tables
from extract.emit.files import FileSink, Spool, replace_path, synced, temporary_path
from extract.emit.rows import Value, rows_of
from extract.errors import SinkError

__all__ = ["CsvSink", "csv_cell", "harmless"]

# Signs, tab, carriage return, line feed and the wide forms: OWASP's page on CSV injection lists them.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def harmless(text: str) -> str:
    """Return the text as no spreadsheet takes it for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("'-1"), harmless("3 = 4")
    ("'=HYPERLINK(1)", "''-1", '3 = 4')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def csv_cell(value: Value) -> str:
    """Return a cell: texts and dates quoted, numbers bare with the shortest digits, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = harmless(value) if isinstance(value, str) else value.isoformat()
    return '"' + text.replace('"', '""') + '"'


class CsvSink(FileSink):
    """A folder whose name ends in `.csv`, with a file for each table; it appears, whole, on close."""

    def _check_target(self) -> None:
        """Refuse a file in the folder's place, and a folder with files that are not ours."""
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise SinkError("is a file; CSV output is a folder of tables, name another", path=self.target)
        ours = {f"{table.name}.csv" for table in all_tables()}
        foreign = sorted(path.name for path in self.path.iterdir() if path.name not in ours)
        if foreign:
            raise SinkError(f"holds {foreign[0]}, which is not ours; name another folder", path=self.target)

    def _publish(self, spool: Spool) -> None:
        folder = temporary_path(self.path)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            self._write_tables(spool, folder)
            replace_path(folder, self.path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _write_tables(self, spool: Spool, folder: Path) -> None:
        with ExitStack() as stack:
            files = {
                table.name: stack.enter_context(synced(folder / f"{table.name}.csv"))
                for table in all_tables()
            }
            for table in all_tables():
                files[table.name].write(_line(table.names))
            for record in spool.records():
                for name, rows in rows_of(record).items():
                    files[name].writelines(map(_line, rows))


def _line(cells: Iterable[Value]) -> bytes:
    return (",".join(map(csv_cell, cells)) + "\n").encode("utf-8")
