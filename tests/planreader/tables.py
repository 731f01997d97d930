"""Small plans as Word files and workbooks, made cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Rows: TypeAlias = Sequence[Sequence[Any]]

HEAD: Rows = (
    (
        "Nr.",
        "Veprimi",
        "Afati",
        "Buxheti",
        "",
        "Burimi i financimit",
        "Institucioni",
        "Produkti",
        "Dokumentet",
    ),
    ("", "", "", 2022, 2023, "", "", "", ""),
)
WIDTH = len(HEAD[0])


def action(
    nr: Any, title: str = "Hartimi i planit", first: Any = "KA", second: Any = "1,000"
) -> Sequence[Any]:
    """An action's row."""
    return (nr, title, "2022-2023", first, second, "BK", "MPB", "Plani i miratuar", "Ligji i punës")


def objective(text: str) -> Sequence[Any]:
    """A row merged over the table."""
    return (text, *[""] * (WIDTH - 1))


def plan(*actions: Sequence[Any]) -> list[Sequence[Any]]:
    """A plan of one objective."""
    rows = [objective("1. Objektivi strategjik: Qeverisja"), objective("1.1 Objektivi specifik: Shërbimet")]
    return [*rows, *HEAD, *(actions or (action("1.1.1"), action("1.1.2", "Trajnimi i zyrtarëve")))]


def workbook(path: Path, rows: Rows, change: Callable[[Any], None] | None = None) -> Path:
    """A workbook of one sheet named Plani; the heading's budget is merged over its years."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Plani"
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value != "":
                sheet.cell(r, c).value = value
        if row[3] == "Buxheti":
            sheet.merge_cells(start_row=r, end_row=r, start_column=4, end_column=5)
    if change is not None:
        change(sheet)
    book.save(str(path))
    return path


def word(path: Path, tables: Sequence[Rows], change: Callable[[Any], None] | None = None) -> Path:
    """A Word document with these tables; the heading's and the objectives' cells are merged as in print."""
    import docx

    document = docx.Document()
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        # asking the table for one cell goes through all of them
        cells = [list(row.cells) for row in table.rows]
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                first, *more = str(value).split("\n")
                cells[r][c].text = first
                for text in more:
                    cells[r][c].add_paragraph(text)
        for r, row in enumerate(rows):
            if row[1:] == ("",) * (len(row) - 1):
                cells[r][0].merge(cells[r][len(row) - 1])
            elif len(row) > 4 and row[3] == "Buxheti":
                cells[r][3].merge(cells[r][4])
                for c in (0, 1, 2, 5, 6, 7, 8):
                    cells[r][c].merge(cells[r + 1][c])
        document.add_paragraph("")
    if change is not None:
        change(document)
    document.save(str(path))
    return path
