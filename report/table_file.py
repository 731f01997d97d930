"""A table in a file of its own, as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from report.periodic.forms.package import csv_text
from report.periodic.forms.xlsx import table_workbook
from report.table import Table
from store.db.durable import write_durably
from store.db.errors import Refused

FORMS: Final[dict[str, Callable[..., bytes]]] = {
    ".csv": lambda table, *_more: csv_text(table).encode("utf-8"),
    ".xlsx": table_workbook,
}
"""What is written, by the ending of the file."""


def table_form(path: Path) -> Callable[..., bytes]:
    """Return the writer for a file's ending. Raises Refused ``table_kind``."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Refused("table_kind", file=str(path), known=[*FORMS])
    return form


def write_table(path: Path, table: Table, *more: Table, replace: bool = False) -> None:
    """Write a table durably, as the file's ending says, and ``more`` of them where it has sheets.

    Raises Refused as :func:`table_form`, ``library_missing``, or as :func:`store.db.durable.write_durably`.
    """
    form = table_form(path)
    if not replace and path.exists():
        raise Refused("file_exists", file=str(path))
    write_durably(path, form(table, *more), replace=replace)
