"""The sheets of a plan's workbook: which is which, what is said of the whole plan, and its findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from language import Unreadable
from planreader.sources.workbook import BookSheet
from planreader.workbook import columns as declared
from planreader.workbook.cells import Cells, Problem
from planreader.workbook.columns import means
from schema.choices import LANGUAGE


class Sheets:
    """The sheets, and the list of what is wrong in them."""

    def __init__(self, sheets: Sequence[BookSheet]) -> None:
        self._sheets = sheets
        self.wrong: list[Problem] = []
        self.has_findings = False
        self._seen: dict[tuple[str, str], str] = {}

    def sheet(self, label: str, *, needed: bool = True) -> BookSheet | None:
        """Return the sheet of a name in any language; None where there is none."""
        named = [sheet for sheet in self._sheets if means(sheet.title, label)]
        if not named and needed:
            self.wrong.append(("sheet_missing", {"sheet": label}))
        if named and not named[0].shown:
            self.wrong.append(("sheet_hidden", {"place": named[0].title}))
        if label == declared.PLAN:
            self._note_example()
        # a copy that somebody made: which of the two is meant nobody can tell
        first = named[0].rows().get(1) if named else None
        heads = None if first is None else {cell.text for cell in first.values()}
        for other in self._sheets:
            if other in named[:1] or means(other.title, declared.EXAMPLE) or not heads or len(heads) < 3:
                continue
            if {cell.text for cell in other.rows().get(1, {}).values()} == heads:
                self.wrong.append(("sheet_twice", {"sheet": named[0].title, "found": other.title}))
        return named[0] if named else None

    def _note_example(self) -> None:
        """Note what somebody typed into the example, which is no part of the plan."""
        for sheet in (sheet for sheet in self._sheets if means(sheet.title, declared.EXAMPLE)):
            for row, cells in list(sheet.rows().items())[1:]:
                texts = [cell.text for cell in cells.values()]
                if not any(means(text, title) for text in texts for title in declared.EXAMPLE_TITLES):
                    self.wrong.append(
                        ("sheet_example", {"place": sheet.place(row, 1), "sheet": declared.PLAN})
                    )

    def about(self) -> dict[str, str]:
        """Return what is said of the whole plan, by its code."""
        told: dict[str, str] = {"language": "sq"}
        sheet = self.sheet(declared.ABOUT)
        if sheet is None:
            return told
        for row in sheet.rows():
            label, value = sheet.text(row, 1), sheet.text(row, 2)
            declared_row = next(
                (candidate for candidate in declared.ABOUT_ROWS if means(label, candidate.label)), None
            )
            if declared_row is None:
                self.wrong.append(("heading_unknown", {"place": sheet.place(row, 1), "found": label}))
            elif value:
                told[declared_row.code] = self._told(sheet, row, declared_row.code, value)
            elif declared_row.code in ("title", "language"):
                self.wrong.append(
                    ("cell_missing", {"place": sheet.place(row, 2), "heading": declared_row.label})
                )
        return told

    def _told(self, sheet: BookSheet, row: int, code: str, value: str) -> str:
        """Return what is said of the whole plan; a language by its name or code."""
        if code == "currency":
            value = value.upper()
            if not (len(value) == 3 and value.isascii() and value.isalpha()):
                self.wrong.append(("cell_currency", {"place": sheet.place(row, 2), "found": value}))
                return ""
        if code == "language":
            with suppress(Unreadable):
                return LANGUAGE.parse(value, date.today())
        return value

    def once(self, cells: Cells, row: int, code: str, value: str, of: str) -> None:
        """Note a value that stands twice among those ``of`` one kind."""
        cell = cells.cell(row, code)
        if not value or cell is None:
            return
        first = self._seen.setdefault((of, value), cell.place)
        if first != cell.place:
            twice = "cell_id_twice" if code == "id" else "cell_twice"
            self.wrong.append((twice, {"place": cell.place, "found": value, "first": first}))

    def findings(self) -> Iterator[dict[str, Any]]:
        """Yield the findings as plain data."""
        sheet = self.sheet(declared.FINDINGS, needed=False)
        if sheet is None:
            return
        self.has_findings = True
        cells = Cells(sheet, declared.FINDING_COLUMNS, self.wrong)
        for row in cells.rows if cells.require("code", "where", "figures") else ():
            try:
                figures = json.loads(cells.text(row, "figures") or "{}")
                if not isinstance(figures, dict):
                    raise ValueError("no figures")
            except (ValueError, RecursionError):
                cell = cells.cell(row, "figures")
                assert cell is not None
                cells.note("cell_figures", cell)
                continue
            source = cells.text(row, "source")
            yield {
                **figures,
                "code": cells.text(row, "code"),
                "where": cells.text(row, "where"),
                "source": source,
            }
