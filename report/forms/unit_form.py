"""The form of a unit as a workbook: its actions with what it said last, open where something is asked."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import language
from language import N_, _, dates, pgettext
from language.registers import register
from report.forms.form_words import called
from schema.registers import ACTION_REPORT, type_of
from schema.types import Choice, FieldType, Money, Percent
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.text import clean, file_name_part, fold
from store.edits.reported.table import CONFIRMED, NOTE
from store.query.unit_form import FormRow, UnitForm

MARKER: Final = "terren-form-1"
"""The hidden sheet by which a form is known (``planreader.sources.workbook.FORM``)."""
_PIECE: Final = 30_000
_TOP: Final = 8
"""The row of the headings, from 0."""
_RETURNED: Final = 3
"""The column of what was returned and why, from 0."""
_WIDTHS: Final = {"status": 22, "percent": 10, "reason": 24, "new_deadline": 14, CONFIRMED: 14}


def form_workbook(form: UnitForm, today: date) -> bytes:
    """Return the form in the current language."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": datetime(today.year, today.month, today.day)})
    _Form(book, form, today).write()
    book.close()
    return buffer.getvalue()


def form_name(form: UnitForm) -> str:
    """Return the name of the file of a form among those of other units."""
    parts = (_("Form"), form.period, fold(called(form)).replace(" ", "-"), form.unit)
    return "_".join(filter(None, map(file_name_part, parts))) + ".xlsx"


def write_forms(
    forms: Iterator[UnitForm],
    folder: Path,
    *,
    today: date,
    progress: Callable[[int], None] = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
    replace: bool = False,
) -> list[Path]:
    """Write each form into a folder until it is ``cancelled``, and return the files.

    Raises UserError ``folder_missing``, ``file_exists``, or as :func:`store.db.durable.write_durably`.
    """
    if not folder.is_dir():
        raise UserError("folder_missing", folder=str(folder))
    written: list[Path] = []
    for form in forms:
        if cancelled():
            break
        path = folder / form_name(form)
        write_durably(path, form_workbook(form, today), replace=replace)
        written.append(path)
        progress(len(written))
    return written


_BESIDE: Final = {CONFIRMED: N_("Unchanged"), NOTE: N_("Note")}
"""What is asked and is no field of the report, by its heading."""


def _declared(field: str) -> FieldType | None:
    return None if field in _BESIDE else type_of("money" if field[:1].isdecimal() else "action", field)


def _shown(field: str, value: object) -> Any:
    """Return a value as its cell has it: words of a choice, an amount, a number, a text."""
    declared = _declared(field)
    if isinstance(declared, Choice):
        return declared.show(value)
    if isinstance(declared, Money) and isinstance(value, int):
        return value / 100
    if isinstance(value, (int, float)):
        return value
    return clean(str(value), newlines=True)


class _Form:
    """One form that is being written."""

    def __init__(self, book: Any, form: UnitForm, today: date) -> None:
        self._book, self._form, self._today = book, form, today
        wrap = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D1DA"}
        asked = {**wrap, "locked": False, "bg_color": "#FFF9E5"}
        self._formats = {
            "title": book.add_format({"bold": True, "font_size": 16}),
            "label": book.add_format({"bold": True, "valign": "top"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
            "head": book.add_format({**wrap, "bold": True, "bg_color": "#E3E9F0"}),
            "text": book.add_format(wrap),
            "asked": book.add_format({**asked, "num_format": "@"}),
            "number": book.add_format({**asked, "num_format": "0"}),
            "amount": book.add_format({**asked, "num_format": "#,##0.00"}),
            "day": book.add_format({**asked, "num_format": "dd.mm.yyyy"}),
            "returned": book.add_format({**wrap, "font_color": "#9C1C1C"}),
        }
        self._columns = (*form.fields, CONFIRMED, NOTE)
        self._unit = f"{called(form)} ({clean(form.unit)})"
        self._shown: defaultdict[str, list[tuple[tuple[int, int], str]]] = defaultdict(list)
        """What stands where nothing is asked, by sheet, row and column from 1."""

    def write(self) -> None:
        """Write all sheets."""
        sheet = self._book.add_worksheet(_("Report")[:31])
        marker = self._book.add_worksheet(MARKER)
        self._head(sheet)
        fixed = [_("No."), _("Action"), _("Deadline"), _("Returned by headquarters")]
        for n, name in enumerate([*fixed, *map(self._label, self._columns)]):
            self._show(sheet, (_TOP, n), clean(name), "head")
        for at, row in enumerate(self._form.rows, _TOP + 1):
            self._row(sheet, at, row)
        last = _TOP + max(len(self._form.rows), 1)
        for n, field in enumerate(self._columns, len(fixed)):
            self._column(sheet, n, field, last)
        for n, width in enumerate((9, 48, 14, 28)):
            sheet.set_column(n, n, width)
        sheet.freeze_panes(_TOP + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_TOP)
        allowed = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
        sheet.protect("", allowed)
        self._instructions()
        self._marker(marker, sheet.get_name())

    def _show(self, sheet: Any, at: tuple[int, int], text: str, look: str | None) -> None:
        """Write what nobody may change."""
        sheet.write_string(*at, text, self._formats[look] if look else None)
        self._shown[sheet.get_name()].append(((at[0] + 1, at[1] + 1), text))

    def _head(self, sheet: Any) -> None:
        form = self._form
        self._show(sheet, (0, 0), clean(form.title), "title")
        told = [(_("Unit"), self._unit), (_("Currency"), form.currency)]
        if form.period:
            due = _("until {day}").format(day=dates.date(form.due)) if form.due else ""
            told.append((_("Period"), f"{form.period} {due}".strip()))
        for at, (label, text) in enumerate(told, 1):
            self._show(sheet, (at, 0), label, "label")
            self._show(sheet, (at, 1), text, None)
        self._show(sheet, (5, 0), _("Your name"), "label")
        sheet.write_blank(5, 1, None, self._formats["asked"])
        self._show(sheet, (6, 0), pgettext("the day by which is counted", "As of"), "label")
        day = datetime(self._today.year, self._today.month, self._today.day)
        sheet.write_datetime(6, 1, day, self._formats["day"])
        sheet.data_validation(
            6, 1, 6, 1, {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), **self._error()}
        )

    def _error(self) -> dict[str, str]:
        return {"error_title": _("Form")[:32], "error_message": _("Choose from the list, or type a number.")}

    def _label(self, field: str) -> str:
        if field in _BESIDE:
            return _(_BESIDE[field])
        return register("money" if field[:1].isdecimal() else "action", field)

    def _row(self, sheet: Any, at: int, row: FormRow) -> None:
        for n, text in enumerate(_facts(row)):
            sheet.write_string(at, n, text, self._formats["text" if n < _RETURNED else "returned"])
        for n, field in enumerate(self._columns, 4):
            look = self._formats[self._look(field)]
            value = row.values.get(field)
            if value is None:
                sheet.write_blank(at, n, None, look)
            elif isinstance(shown := _shown(field, value), str):
                sheet.write_string(at, n, shown, look)
            else:
                sheet.write_number(at, n, shown, look)

    def _look(self, field: str) -> str:
        return {Money: "amount", Percent: "number"}.get(type(_declared(field)), "asked")  # type: ignore[arg-type]

    def _column(self, sheet: Any, n: int, field: str, last: int) -> None:
        """Width, help and what may be typed in a column."""
        described = ACTION_REPORT.field(field)
        declared = _declared(field)
        if field == CONFIRMED:
            yes = {"validate": "list", "source": [_("Yes")], **self._error()}
            sheet.data_validation(_TOP + 1, n, last, n, yes)
            sheet.write_comment(
                _TOP, n, _("The status is still so on the day of the report."), {"x_scale": 2}
            )
        if isinstance(declared, Choice):
            choices = [name for name in self._columns if isinstance(type_of("action", name), Choice)]
            column = chr(ord("B") + choices.index(field))
            source = f"='{MARKER}'!${column}$1:${column}${len(declared.codes)}"
            sheet.data_validation(
                _TOP + 1, n, last, n, {"validate": "list", "source": source, **self._error()}
            )
        elif isinstance(declared, Percent):
            bounds = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100}
            sheet.data_validation(_TOP + 1, n, last, n, {**bounds, **self._error()})
        elif isinstance(declared, Money):
            sheet.data_validation(
                _TOP + 1,
                n,
                last,
                n,
                {"validate": "decimal", "criteria": ">=", "value": 0, **self._error()},
            )
        sheet.set_column(n, n, _WIDTHS.get(field, 14 if isinstance(declared, Money) else 36))
        if described is not None and described.help:
            sheet.write_comment(_TOP, n, _(described.help), {"x_scale": 2})

    def _instructions(self) -> None:
        """Write the same few lines in each language, that of the form first."""
        sheet = self._book.add_worksheet(_("How to fill in")[:31])
        sheet.set_column(0, 0, 110)
        at = 0
        others = [code for code in language.LANGUAGES if code != language.current()]
        for code in (language.current(), *others):
            with language.speaking(code):
                for n, line in enumerate(_instructions()):
                    self._show(sheet, (at, 0), line, "label" if not n else "plain")
                    at += 1
            at += 1
        sheet.protect("", {"format_columns": True})

    def _marker(self, sheet: Any, title: str) -> None:
        """Write what the reader of the form needs: which cells are whose, and what stood in them."""
        form = self._form
        told = {
            "plan": form.plan,
            "revision": form.revision,
            "unit": form.unit,
            "period": form.period,
            "made": self._today.isoformat(),
            "sheet": title,
            "said": {"person": [6, 2], "day": [7, 2]},
            "shown": self._shown.pop(title),
            "beside": self._shown,
            "head": _TOP + 1,
            "fixed": 4,
            "fields": list(self._columns),
            "rows": [
                {"id": row.id, "nr": nr, "shown": [nr, *facts], "base": _bases(row, form.fields)}
                for row in form.rows
                for nr, *facts in (_facts(row),)
            ],
        }
        text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
        for n, piece in enumerate(_pieces(text)):
            sheet.write_string(n, 0, piece)
        choices = [
            declared for field in form.fields if isinstance(declared := type_of("action", field), Choice)
        ]
        for n, choice in enumerate(choices, 1):
            for at, (_code, words) in enumerate(choice.choices()):
                sheet.write_string(at, n, words)
        sheet.very_hidden()


def _facts(row: FormRow) -> list[str]:
    """Return what a row says that nobody may change, in the order of its columns."""
    return [clean(text, newlines=True) for text in (row.nr, row.title, row.deadline, row.returned)]


def _bases(row: FormRow, fields: Sequence[str]) -> dict[str, object]:
    return {field: row.values[field] for field in fields if row.values.get(field) is not None}


def _pieces(text: str) -> Iterator[str]:
    for at in range(0, len(text), _PIECE):
        yield text[at : at + _PIECE]


def _instructions() -> list[str]:
    return [
        _("How to fill in"),
        _("Write your name, and the day as of which you report. Fill in the light yellow cells only."),
        _("Choose status and reason from their lists. Amounts are totals of the year so far, as numbers."),
        _("What stood last is filled in already: what has not changed, leave as it is."),
        _("Where a status is still so, choose “Yes” under “Unchanged”: else nothing is reported of it."),
        _("Where headquarters returned a report, the reason stands beside it: answer it in the same row."),
        _("Do not add, delete or move rows, columns and sheets. Save the file as .xlsx and send it back."),
    ]
