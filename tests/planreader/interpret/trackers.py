"""Trackers of offices as workbooks, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from planreader import tracked
from planreader.interpret.mapping.given import NOTHING, Mapping
from planreader.interpret.trackedrows import Tracking

Rows = Sequence[Sequence[object]]

HEAD = ("Nr.", "Veprimi")
DONE = ("Përfunduar", "Në proces", "Pa filluar")


def acts(*columns: Sequence[object], first: int = 1) -> list[list[object]]:
    """Three actions with these columns."""
    return [
        [f"1.1.{first + n}", f"Masa {first + n} për komunat", *(column[n] for column in columns)]
        for n in range(3)
    ]


def read(
    folder: Path,
    *sheets: Rows,
    merged: Sequence[str] = (),
    change: Callable[[Any], None] | None = None,
    mapping: Mapping = NOTHING,
    names: Sequence[str] = (),
    institutions: tuple[str, ...] = (),
) -> Tracking:
    """What a workbook of these sheets reports, some cells of the first merged."""
    book = openpyxl.Workbook()
    for n, rows in enumerate(sheets):
        sheet: Any = book.create_sheet(names[n] if names else f"Fleta {n + 1}")
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
    del book["Sheet"]
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    if change is not None:
        change(book.worksheets[0])
    book.save(folder / "t.xlsx")
    return tracked(folder / "t.xlsx", mapping, institutions)


def said(tracking: Tracking, role: str) -> list[str]:
    """The texts of a role, row by row; of amounts the euros."""
    cells = [row.cells.get(role) for row in tracking.rows]
    return [
        "" if cell is None else cell.text if cell.number is None else f"{cell.number / 100:g}"
        for cell in cells
    ]


def told(tracking: Tracking) -> dict[str, object]:
    """What somebody should see of it, by code."""
    return {notice.code: notice.found for notice in tracking.told}
