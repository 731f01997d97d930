"""A form that came back: its cells as a table of reports, and all that was altered but what is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from planreader.sources.formats import format_of
from planreader.sources.package import LIMIT
from planreader.sources.source import load
from planreader.sources.workbook import FORM, BookSheet, SheetCell, marker_of, read_sheets
from planreader.vocabulary.money import TWO_WAYS
from planreader.vocabulary.tracking import says_nothing
from planreader.workbook.cells import Problem
from planreader.workbook.columns import means
from planreader.workbook.shown import altered_cells, by_place, handled_cells
from store.db.apart import done_apart
from store.db.errors import UserError
from store.edits.reported.table import CONFIRMED

_ANY: Final = "terren-form-"
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_HELP: Final = "How to fill in"
_YES: Final = ("Yes", "x", "✓")
_NO: Final = ("No", "-", "–")
"""What a cell that confirms may say, in any of the languages."""


class FormCell(NamedTuple):
    """What a cell says (text, number or day), its place, and what it was filled with."""

    value: object
    place: str
    base: object


class FormLine(NamedTuple):
    """One action of a form: its id, its number, its cells by field, whether its status is confirmed."""

    action: str
    nr: str
    place: str
    cells: Mapping[str, FormCell]
    confirmed: bool = False


class ReadForm(NamedTuple):
    """A form as it came: what plan, unit and period it is of, who filled it in, as of which day.

    ``wrong`` is what nobody may do to a form, and what cannot be read in it.
    """

    plan: str
    revision: int
    unit: str
    period: str
    made: date
    person: str
    day: date
    lines: tuple[FormLine, ...]
    wrong: tuple[Problem, ...]


def is_workbook(path: Path) -> bool:
    """Return whether a file that came is a workbook by its name: a form, or what somebody takes for one."""
    return path.suffix.lower() in _WORKBOOKS


def is_form(path: Path) -> bool:
    """Return whether a file is a form that Terren wrote, of this layout or a later one."""
    try:
        return path.stat().st_size <= LIMIT and marker_of(load(path, LIMIT)).startswith(_ANY)
    except (UserError, OSError):
        return False


def forms_in(folder: Path) -> list[Path]:
    """Return the forms that lie in a folder, by name; none where it cannot be read."""
    try:
        paths = [*islice(folder.glob("*.xlsx"), _MOST_LOOKED)]
    except OSError:
        return []
    return sorted(path for path in paths if is_form(path))


def form_apart(path: Path) -> ReadForm:
    """Return a form, read in a process of its own.

    Raises UserError as :func:`store.db.apart.done_apart`, :func:`planreader.sources.workbook.read_sheets`,
    ``document_password``, ``form_other_format``, ``workbook_newer``, ``form_damaged``, or ``file_wrong``
    where its sheet is missing.
    """
    return ReadForm(
        *done_apart("planreader.workbook.forms:read_here", path, file=str(path), modules=_MODULES)
    )


_MOST_LOOKED: Final = 500
"""Files of a folder that are looked at for forms."""
_MODULES: Final = frozenset({"planreader.workbook.forms", "datetime"})


def read_here(path: Path) -> ReadForm:
    """Do as :func:`form_apart`: what the other process does."""
    data, file = load(path, LIMIT), str(path)
    # a password, or what a form was saved as
    form = format_of(data, "xlsx", file)
    if form is not None and {"xls", "xlsb", "ods"}.intersection(form.endings):
        raise UserError("form_other_format", file=file)
    return read_form(data, file)


def read_form(data: bytes, file: str) -> ReadForm:
    """Return the form of a file. Raises as :func:`form_apart`."""
    marker = marker_of(data)
    if not marker.startswith(_ANY):
        raise UserError("form_unknown", file=file)
    if marker != FORM:
        raise UserError("workbook_newer", file=file, found=marker, known=FORM)
    sheets = read_sheets(data, file)
    layout = _layout(next(sheet for sheet in sheets if sheet.title == FORM), file)
    reader = _FormReader(layout, [sheet for sheet in sheets if sheet.title != FORM])
    try:
        form = reader.form()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # somebody wrote into the hidden sheet
        raise UserError("form_damaged", file=file) from error
    if form is None:
        raise UserError("file_wrong", file=file, problems=reader.wrong)
    return form


def _layout(sheet: BookSheet, file: str) -> dict[str, Any]:
    """Return what the hidden sheet says of the form: of what it is, and where everything stands."""
    text = "".join(str(sheet.cells[at].value) for at in sorted(sheet.cells) if at[1] == 1)
    try:
        layout = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError("form_damaged", file=file) from error
    if not isinstance(layout, dict):
        raise UserError("form_damaged", file=file)
    return layout


class _FormReader:
    """Reads the cells that are asked, and notes what else was done to the workbook."""

    def __init__(self, layout: Mapping[str, Any], sheets: list[BookSheet]) -> None:
        self._layout, self._sheets = layout, sheets
        self.wrong: list[Problem] = []
        self._rows: dict[str, int] = {}
        """Where the row of each number stands."""

    def form(self) -> ReadForm | None:
        """Return the form; None where it is not there."""
        layout = self._layout
        sheet = next((candidate for candidate in self._sheets if candidate.title == layout["sheet"]), None)
        for other in self._sheets:
            if other.title in layout.get("beside", ()):
                self.wrong += altered_cells(other, by_place(layout["beside"][other.title]))
            elif other is not sheet and other.cells and not means(other.title, _HELP):
                self.wrong.append(("form_other_sheet", {"found": other.title}))
        if sheet is None:
            self.wrong.append(("sheet_missing", {"sheet": layout["sheet"]}))
            return None
        person, day = self._person(sheet), self._day(sheet)
        lines = tuple(self._lines(sheet))
        self._check(sheet)
        made = date.fromisoformat(layout["made"])
        return ReadForm(
            str(layout["plan"]),
            int(layout["revision"]),
            str(layout["unit"]),
            str(layout["period"]),
            made,
            person,
            day or made,
            lines,
            tuple(self.wrong),
        )

    def _at(self, name: str) -> tuple[int, int]:
        row, column = self._layout["said"][name]
        return int(row), int(column)

    def _person(self, sheet: BookSheet) -> str:
        at = self._at("person")
        text = sheet.text(*at)
        if not text:
            self.wrong.append(("cell_missing", {"place": sheet.place(*at), "heading": "Your name"}))
        return text[:200]

    def _day(self, sheet: BookSheet) -> date | None:
        from language.dates import parse_date

        cell = sheet.cells.get(self._at("day"))
        if cell is None:
            place = sheet.place(*self._at("day"))
            self.wrong.append(("cell_missing", {"place": place, "heading": "As of"}))
            return None
        if isinstance(cell.value, datetime):
            day = cell.value.date()
        else:
            try:
                day = parse_date(cell.text, date.today())
            except ValueError:
                self.wrong.append(("cell_day", {"place": cell.place, "found": cell.text}))
                return None
        if day > date.today():
            self.wrong.append(("cell_day_ahead", {"place": cell.place, "found": cell.text}))
            return None
        return day

    def _lines(self, sheet: BookSheet) -> Iterator[FormLine]:
        asked = {str(row["nr"]): row for row in self._layout["rows"]}
        first, fixed, fields = (
            int(self._layout["head"]),
            int(self._layout["fixed"]),
            list(self._layout["fields"]),
        )
        for at, cells in sheet.rows().items():
            if at <= first:
                continue
            number = cells.get(1)
            nr = number.text if number is not None else ""
            place = sheet.place(at, 1)
            if nr not in asked:
                code = "form_number" if any(map(str.isdigit, nr)) else "form_row_added"
                self.wrong.append((code, {"place": place, "found": nr}))
                continue
            if nr in self._rows:
                first_place = sheet.place(self._rows[nr], 1)
                self.wrong.append(("cell_twice", {"place": place, "found": nr, "first": first_place}))
                continue
            self._rows[nr] = at
            row = asked[nr]
            values = {
                field: FormCell(self._value(cells.get(n), field, base), sheet.place(at, n), base)
                for n, field in enumerate(fields, fixed + 1)
                for base in [row["base"].get(field)]
            }
            confirmed = self._confirmed(values.pop(CONFIRMED, None), values)
            yield FormLine(str(row["id"]), nr, place, values, confirmed)
        for nr in asked.keys() - self._rows.keys():
            self.wrong.append(("form_row_missing", {"found": nr}))

    def _value(self, cell: SheetCell | None, field: str, base: object) -> object:
        """Return what a cell says, nothing where it is a dash; an amount as text that can be read in two ways
        is noted."""
        if cell is None or (says_nothing(cell.text) and cell.text != base):
            return None
        if isinstance(cell.value, datetime):
            return cell.value.date()
        if isinstance(cell.value, bool) or not isinstance(cell.value, (int, float, date)):
            if field[:1].isdecimal() and TWO_WAYS.fullmatch(cell.text):
                # whoever filled it in may write numbers otherwise than whoever reads it
                self.wrong.append(("cell_two_ways", {"place": cell.place, "found": cell.text}))
            return cell.text
        # a percentage is typed as 50 %, which a workbook keeps as a half
        return cell.text if "%" in cell.text else cell.value

    def _confirmed(self, cell: FormCell | None, values: Mapping[str, FormCell]) -> bool:
        """Return whether a cell says that the status is still so; one that cannot is noted."""
        text = "" if cell is None or cell.value is None else str(cell.value).strip()
        if cell is None or not text or any(means(text, word) for word in _NO):
            return False
        if not any(means(text, word) for word in _YES):
            self.wrong.append(("cell_not_yes", {"place": cell.place, "found": text}))
        elif values["status"].value in (None, ""):
            self.wrong.append(("form_nothing_confirmed", {"place": cell.place}))
        return True

    def _check(self, sheet: BookSheet) -> None:
        """Note what nobody may do to a form, and what says something else than it wrote."""
        layout, shown = self._layout, by_place(self._layout["shown"])
        for row in layout["rows"]:
            at = self._rows.get(str(row["nr"]), 0)
            shown |= {(at, n): text for n, text in enumerate(row.get("shown", ()), 1) if at}
        top, fixed = int(layout["head"]), int(layout["fixed"])
        last, rows = fixed + len(layout["fields"]), {*self._rows.values()}
        stated = {self._at("person"), self._at("day")}
        # a form of before tells of its unit alone, and a row of no action is named as a whole
        tells_less = "beside" not in layout

        def is_asked(row: int, column: int) -> bool:
            if tells_less:
                return column <= (last if row >= top else 2)
            asked = top < row and column <= last and (column > fixed or row not in rows)
            return asked or (row, column) in stated

        self.wrong += [*handled_cells(sheet), *altered_cells(sheet, shown, is_asked)]
