"""A form goes out, is filled in, and comes back: as if the same had been typed, or refused by cell."""

from __future__ import annotations

import io
import json
import random
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from language import LANGUAGES, _
from planreader.workbook.form_table import look_at_form, record_form
from planreader.workbook.forms import is_form, is_workbook
from report.forms.unit_form import form_name, form_workbook, write_forms
from schema.choices import REASON, STATUS
from store.account.statuses import OVER
from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.recording import Recording
from store.edits.reported.sources import recorded_sources
from store.edits.reviewing import return_report
from store.history.conflicts import conflict_rows
from store.history.history import undo
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from store.plan.save import save_plan
from store.query.unit_form import form_units, unit_forms
from tests.planreader.workbook.problems import assert_problem, named_problems
from tests.plans import enrolled, sign_with_nothing, small_plan
from tests.support import libreoffice
from tests.support.lengths import cases, soak, some
from tests.support.speech import speaking
from tui.report.table_words import form_words

TODAY = date.today()
LONG_AGO = date(2022, 1, 3)
UNIT = "17"
_Edit = Callable[[Worksheet], object]
_BY_LIBREOFFICE = 200
"""Forms that LibreOffice fills in."""


@contextmanager
def headquarters(folder: Path) -> Iterator[Store]:
    with enrolled(folder / "a.db", role="headquarters", unit="HQ") as opened:
        report_status(opened, "1.1.1", StatusReport("in_progress", percent=40), today=TODAY, unit=UNIT)
        report_money(opened, "1.1.1", 2022, {"capital.spent": Amount(1234)}, Recording(TODAY, UNIT))
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with headquarters(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def unaltered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, bytes]]:
    """A database that no test alters, and its form."""
    with headquarters(tmp_path_factory.mktemp("form")) as opened:
        yield opened, written(opened)


def written(store: Store, code: str = "en") -> bytes:
    """The form of the unit."""
    with speaking(code):
        return form_workbook(next(unit_forms(store, [UNIT], None, TODAY)), TODAY)


def columns(sheet: Worksheet) -> dict[str, str]:
    """The letters of the columns by their headings."""
    return {str(cell.value): str(cell.column_letter) for cell in sheet[9]}  # type: ignore[union-attr]


def filled(data: bytes, edit: _Edit, path: Path, person: str | None = "Arta") -> Path:
    """The form after somebody filled it in, saved as a file."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    sheet["B6"] = person
    edit(sheet)
    book.save(path)
    return path


def test_it_is_filled_with_what_stands_and_open_where_something_is_asked(store: Store) -> None:
    return_report(store, "1.1.1", "Which part is missing?", unit=UNIT)
    book = openpyxl.load_workbook(io.BytesIO(written(store)))
    sheet = book.worksheets[0]
    at = columns(sheet)
    assert [sheet[f"{at[name]}10"].value for name in ("No.", "Status", "Percent complete")] == [
        "1.1.1",
        "In progress",
        40,
    ]
    assert sheet[f"{at['Spent, capital 2022']}10"].value == 12.34
    assert sheet[f"{at['Returned by headquarters']}10"].value == "Which part is missing?"
    assert sheet.protection.sheet
    locked = {name: sheet[f"{letter}10"].protection.locked for name, letter in at.items()}
    assert locked["Action"] and not locked["Status"] and not locked["Note"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == 3
    hidden = book["terren-form-1"]
    assert hidden.sheet_state == "veryHidden"
    assert [hidden.cell(n, 2).value for n in range(1, 7)] == [*STATUS.labels.values()]
    told = [cell.value for cell in book["How to fill in"]["A"]]
    assert told[0] == "How to fill in"
    for code in LANGUAGES:
        with speaking(code):
            assert _("What stood last is filled in already: what has not changed, leave as it is.") in told


@pytest.mark.parametrize("code", some(["sq", "sr", "sr-Cyrl", "en"], of=2))
def test_untouched_it_changes_nothing(store: Store, tmp_path: Path, code: str) -> None:
    path = filled(written(store, code), lambda sheet: None, tmp_path / "f.xlsx")
    assert is_form(path)
    taken = look_at_form(store, path, TODAY)
    assert (taken.form.unit, taken.form.person, taken.form.day) == (UNIT, "Arta", TODAY)
    assert taken.comparison.changes == ()


def _typed(store: Store, nr: str, values: dict[str, Any], on: date) -> None:
    """Type what a row of a form says, of that day."""
    details = {name: value for name, value in values.items() if name[0].isalpha() and name != "note"}
    if details:
        details = {name: "" if value is None else value for name, value in details.items()}
        report = StatusReport(on=on if details.get("status") else None, **details)
        report_status(store, nr, report, today=TODAY, unit=UNIT)
    for name, cents in values.items():
        if name[0].isdigit():
            amounts = {name[5:]: None if cents is None else Amount(cents)}
            report_money(store, nr, int(name[:4]), amounts, Recording(TODAY, UNIT))
    if "note" in values:
        add_note(store, nr, values["note"], unit=UNIT)


_TEXTS = {
    "reason_text": "Reason for delay, in words",
    "next_steps": "Next steps",
    "output_reached": "Output reached",
}
_MONEY = {
    "2022.capital.spent": "Spent, capital 2022",
    "2022.recurrent.spent": "Spent, recurrent 2022",
    "2023.allocated": "Allocated 2023",
}
_HEADINGS = {
    "status": "Status",
    "percent": "Percent complete",
    "reason": "Reason for delay",
    "new_deadline": "New deadline",
    **_TEXTS,
    **_MONEY,
    "note": "Note",
}


def _random_values(rng: random.Random) -> dict[str, Any]:
    """What a row may say, as it is typed."""
    values: dict[str, Any] = {}
    if rng.random() < 0.7:
        values["status"] = rng.choice(STATUS.codes)
    if rng.random() < 0.4:
        values["percent"] = rng.choice([0, 1, 55, 100])
    if rng.random() < 0.4:
        values["reason"] = rng.choice(REASON.codes)
    if rng.random() < 0.4:
        values["new_deadline"] = rng.choice(["2027", "2027-06-30", "2028-01-05"])
    for name in _TEXTS:
        if rng.random() < 0.3:
            values[name] = rng.choice(["Vazhdon.", "'=1+1?", "a\nb", "Shqyrtim “i ri”"])
    for name in _MONEY:
        if rng.random() < 0.4:
            values[name] = rng.choice([0, 1, 99, 12_345_600, 10**9])
    return values


def _in_a_cell(rng: random.Random, name: str, value: Any) -> Any:
    """A value in one of the ways in which somebody puts it into a cell."""
    if name in ("status", "reason"):
        with speaking("en" if name == "reason" else rng.choice(["en", "sq", "sr"])):
            return (STATUS if name == "status" else REASON).show(value)
    if name == "percent":
        return rng.choice([value, f"{value}%"])
    if name == "new_deadline" and "-" in value:
        day = datetime.fromisoformat(value)
        return rng.choice([day, f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}"])
    return value / 100 if name in _MONEY and value is not None else value


def _random_row(rng: random.Random, before: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is put into a row by heading where this stood before, and what of that is typed."""
    values = _random_values(rng) | {name: None for name in before if rng.random() < 0.15}
    if rng.random() < 0.3:
        values["note"] = f"Shënim {rng.random()}"
    cells = {
        _HEADINGS[name]: None if value is None else _in_a_cell(rng, name, value)
        for name, value in values.items()
    }
    values = {name: value for name, value in values.items() if value != before.get(name)}
    status = values.get("status", before.get("status"))
    if status is not None and rng.random() < 0.4:
        cells["Unchanged"] = "Yes"
        # what is over keeps the day on which it became so
        if status not in OVER:
            values["status"] = status
    return cells, values


def _typed_at_random(folder: Path, seed: int) -> tuple[bytes, dict[str, Any]]:
    """A form of the database ``a`` in a folder, and by cell what is filled in; the same is typed in ``b``."""
    rng = random.Random(seed)
    folder.mkdir(exist_ok=True)
    day = rng.choice([TODAY, TODAY - timedelta(days=9)])
    filled_in: dict[str, Any] = {"B7": rng.choice([datetime(*day.timetuple()[:3]), f"{day:%d.%m.%Y}"])}
    with (
        enrolled(folder / "a.db", role="headquarters", unit="HQ") as one,
        enrolled(folder / "b.db", role="headquarters", unit="HQ") as other,
    ):
        rows = next(unit_forms(one, [UNIT], None, TODAY)).rows
        before = {row.nr: _random_values(rng) if rng.random() < 0.5 else {} for row in rows}
        for nr, values in before.items():
            for store in (one, other):
                _typed(store, nr, values, LONG_AGO)
        data = written(one)
        at = columns(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0])
        for n, nr in enumerate(before, 10):
            cells, values = _random_row(rng, before[nr])
            filled_in |= {f"{at[heading]}{n}": value for heading, value in cells.items()}
            _typed(other, nr, values, day)
    return data, filled_in


def _assert_as_typed(folder: Path, path: Path) -> None:
    """Receive a form where ``a`` is: then it stands as in ``b``, and taken again nothing changes."""
    with open_store(folder / "a.db") as one, open_store(folder / "b.db") as other:
        sign_with_nothing(one)
        record_form(one, look_at_form(one, path, TODAY), TODAY)
        assert _stands(one) == _stands(other)
        assert look_at_form(one, path, TODAY).comparison.changes == ()


@pytest.mark.parametrize("seed", range(cases(2, 200)))
def test_filled_in_at_random_it_is_as_if_the_same_had_been_typed(tmp_path: Path, seed: int) -> None:
    data, cells = _typed_at_random(tmp_path, seed)

    def edit(sheet: Worksheet) -> None:
        for cell, value in cells.items():
            sheet[cell] = value
            if isinstance(value, str):
                sheet[cell].data_type = "s"

    _assert_as_typed(tmp_path, filled(data, edit, tmp_path / "f.xlsx"))


@soak
@pytest.mark.skipif(not libreoffice.IS_HERE, reason="LibreOffice is not installed")
def test_filled_in_by_libreoffice_it_is_as_if_the_same_had_been_typed(tmp_path: Path) -> None:
    books: list[libreoffice.Filled] = []
    for seed in range(_BY_LIBREOFFICE):
        folder = tmp_path / str(seed)
        data, cells = _typed_at_random(folder, seed)
        (folder / "form.xlsx").write_bytes(data)
        typed = {
            cell: f"{value:%d.%m.%Y}" if isinstance(value, datetime) else "" if value is None else value
            for cell, value in cells.items()
        }
        books.append(
            libreoffice.Filled(folder / "form.xlsx", folder / "filled.xlsx", {"B6": "Arta", **typed})
        )
    libreoffice.fill(books, tmp_path)
    for book in books:
        _assert_as_typed(book.saved.parent, book.saved)


def _stands(store: Store) -> list[tuple[Any, ...]]:
    """What stands and since when, but for the form itself and the names of entries."""
    return store.conn.execute(
        "SELECT kind, target, unit, iif(kind = 'note', '', field), value, effective_on FROM state"
        " WHERE kind <> 'source' AND value <> 'null' ORDER BY 1, 2, 3, 4, 5"
    ).fetchall()


def test_it_is_linked_to_the_file_and_undone_as_one(store: Store, tmp_path: Path) -> None:
    path = filled(written(store), _set("Status", "Implemented"), tmp_path / "f.xlsx")
    taken = look_at_form(store, path, TODAY)
    [change] = taken.comparison.changes
    assert (change.before, change.after, change.where) == (
        "in_progress",
        "implemented",
        "sheet Report, cell E10",
    )
    assert taken.before is None
    record_form(store, taken, TODAY)
    [source] = recorded_sources(store.conn)
    assert (source.source.person, source.source.form, source.source.file) == ("Arta", True, "f.xlsx")
    assert source.source.sha256 == taken.table.source.sha256
    assert look_at_form(store, path, TODAY).before is not None
    undo(store)
    assert recorded_sources(store.conn) == []


@pytest.mark.parametrize("word", ["Yes", "po", "да", "x", "✓"])
def test_a_status_that_is_still_so_is_confirmed_on_the_day_of_the_form(
    store: Store, tmp_path: Path, word: str
) -> None:
    report_status(store, "1.1.2", StatusReport("implemented", on=LONG_AGO), today=TODAY, unit=UNIT)
    report_status(store, "1.1.1", StatusReport("in_progress", on=LONG_AGO), today=TODAY, unit=UNIT)

    def edit(sheet: Worksheet) -> None:
        for row in (10, 11):
            _set("Unchanged", word, row=row)(sheet)

    path = filled(written(store), edit, tmp_path / "f.xlsx")
    taken = look_at_form(store, path, TODAY)
    # what is implemented keeps the day on which it became so
    [change] = taken.comparison.changes
    assert change.confirmed and change.nr == "1.1.1" and change.on == TODAY.isoformat()
    record_form(store, taken, TODAY)
    assert look_at_form(store, path, TODAY).comparison.changes == ()
    undo(store)
    assert look_at_form(store, path, TODAY).comparison.changes == (change,)


def test_a_status_that_is_confirmed_and_has_changed_meanwhile_is_a_conflict(
    store: Store, tmp_path: Path
) -> None:
    path = filled(written(store), _set("Unchanged", "Yes"), tmp_path / "f.xlsx")
    report_status(store, "1.1.1", StatusReport("cancelled"), today=TODAY, unit=UNIT)
    taken = look_at_form(store, path, TODAY)
    assert [(change.after, change.crossed) for change in taken.comparison.changes] == [("in_progress", True)]
    record_form(store, taken, TODAY)
    assert len(conflict_rows(store.conn)) == 1


def test_a_form_of_before_that_confirms_nothing_is_still_taken(store: Store, tmp_path: Path) -> None:
    def as_before(book: Workbook) -> None:
        hidden = book["terren-form-1"]
        layout = json.loads("".join(str(cell.value) for cell in hidden["A"] if cell.value))
        layout["shown"] = [shown for shown in layout["shown"] if shown[0] == [2, 2]]
        layout["fields"].remove("confirmed")
        del layout["beside"]
        for row in layout["rows"]:
            del row["shown"]
        hidden.delete_rows(1, hidden.max_row)
        for n, piece in enumerate(textwrap.wrap(json.dumps(layout), 30_000, drop_whitespace=False), 1):
            hidden[f"A{n}"] = piece
        sheet = book.worksheets[0]
        at = columns(sheet)
        for row in range(9, sheet.max_row + 1):
            cell = sheet[f"{at['Note']}{row}"]
            sheet[f"{at['Unchanged']}{row}"], cell.value = cell.value, None
        _set("Status", "Implemented")(sheet)

    path = filled(written(store), _book(as_before), tmp_path / "f.xlsx")
    assert [change.after for change in look_at_form(store, path, TODAY).comparison.changes] == ["implemented"]


def test_what_crossed_it_becomes_a_conflict_and_so_does_a_form_filled_in_by_two(
    store: Store, tmp_path: Path
) -> None:
    data = written(store)
    first = filled(data, _set("Status", "Implemented"), tmp_path / "1.xlsx")
    second = filled(data, _set("Status", "Cancelled"), tmp_path / "2.xlsx", "Besa")
    record_form(store, look_at_form(store, first, TODAY), TODAY)
    taken = look_at_form(store, second, TODAY)
    assert [change.crossed for change in taken.comparison.changes] == [True]
    record_form(store, taken, TODAY)
    assert len(conflict_rows(store.conn)) == 1


def _set(heading: str, value: Any, row: int = 10) -> _Edit:
    def edit(sheet: Worksheet) -> None:
        cell = sheet[f"{columns(sheet)[heading]}{row}"]
        cell.value = value

    return edit


def _put(cell: str, value: Any) -> _Edit:
    def edit(sheet: Worksheet) -> None:
        sheet[cell] = value

    return edit


def _book(edit: Callable[[Workbook], object]) -> _Edit:
    def of_sheet(sheet: Worksheet) -> None:
        book = sheet.parent
        assert isinstance(book, Workbook)
        edit(book)

    return of_sheet


def _hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[11].hidden = True


def _rows(sheet: Worksheet) -> None:
    for n in range(cases(200, 100_000)):
        sheet.cell(500 + n, 1, "x")


def _exchange(one: str, other: str) -> _Edit:
    """Move a column with its heading to where another is, and that to where it was."""

    def edit(sheet: Worksheet) -> None:
        for row in range(9, sheet.max_row + 1):
            first, second = sheet[f"{one}{row}"], sheet[f"{other}{row}"]
            first.value, second.value = second.value, first.value

    return edit


ALTERED: dict[str, tuple[_Edit, str, str]] = {
    "no such status": (_set("Status", "Done"), "cell_unclear", "E10"),
    "percent": (_set("Percent complete", 140), "cell_unclear", "F10"),
    "two ways": (_set("Spent, capital 2022", "1.234"), "cell_two_ways", ""),
    "negative": (_set("Spent, capital 2022", -5), "cell_unclear", ""),
    "part of a cent": (_set("Spent, capital 2022", 1.234), "cell_unclear", ""),
    "words for money": (_set("Allocated 2022", "much"), "cell_unclear", ""),
    "formula": (_set("Spent, capital 2022", "=1+1"), "cell_formula", ""),
    "error": (_set("Next steps", "#REF!"), "cell_error", ""),
    "truth for money": (_set("Allocated 2022", True), "cell_unclear", ""),
    "row added": (_put("B60", "New action"), "form_row_added", "A60"),
    "many rows": (_rows, "form_row_added", "A500"),
    "signature": (_put("A60", "Nënshkrimi"), "form_row_added", "A60"),
    "number changed": (_put("A10", "9.9.9"), "form_number", "A10"),
    "number twice": (_put("A11", "1.1.1"), "cell_twice", "A11"),
    "number as a number": (_put("A10", 1.1), "form_number", "A10"),
    "beside the form": (_put("AZ12", "see mail"), "form_cell_outside", "AZ12"),
    "above the form": (_put("F3", "see mail"), "form_cell_outside", "F3"),
    "another unit": (_put("B2", "Prizren (18)"), "form_cell_changed", "B2"),
    "another currency": (_put("B3", "RSD"), "form_cell_changed", "B3"),
    "title": (_put("A1", "Another plan"), "form_cell_changed", "A1"),
    "action": (_put("B11", "Another action"), "form_cell_changed", "B11"),
    "deadline": (_put("C11", "2030"), "form_cell_changed", "C11"),
    "answer where nothing is asked": (_put("D11", "My answer to you"), "form_cell_outside", "D11"),
    "answer among the instructions": (
        _book(lambda book: _put("A40", "My answer")(book["How to fill in"])),
        "form_cell_outside",
        "A40",
    ),
    "text between head and table": (_put("B8", "See mail"), "form_cell_outside", "B8"),
    "column deleted": (lambda sheet: sheet.delete_cols(8), "form_cell_changed", "H9"),
    "column of titles deleted": (lambda sheet: sheet.delete_cols(2), "form_cell_changed", "B9"),
    "column added": (lambda sheet: sheet.insert_cols(8), "form_cell_changed", "H9"),
    "columns exchanged": (_exchange("J", "K"), "form_cell_changed", "K9"),
    "heading renamed": (_set("Spent, capital 2022", "In thousands", row=9), "form_cell_changed", ""),
    "day as words": (_put("B7", "soon"), "cell_day", "B7"),
    "no day": (_put("B7", None), "cell_missing", "B7"),
    "a day to come": (_put("B7", datetime(2999, 1, 1)), "cell_day_ahead", "B7"),
    "nobody": (_put("B6", None), "cell_missing", "B6"),
    "merged": (lambda sheet: sheet.merge_cells("E10:E11"), "cell_merged", "E10"),
    "hidden": (_hide_row, "cell_hidden", "A11"),
    "row deleted": (lambda sheet: sheet.delete_rows(10), "form_row_missing", ""),
    "a copy of the sheet": (
        _book(lambda book: book.copy_worksheet(book.worksheets[0])),
        "form_other_sheet",
        "",
    ),
    "sheet renamed": (lambda sheet: setattr(sheet, "title", "Other"), "sheet_missing", ""),
    "neither yes nor no": (_set("Unchanged", "partly"), "cell_not_yes", ""),
    "confirmed without a status": (_set("Unchanged", "Yes", row=12), "form_nothing_confirmed", ""),
    "text too long": (_set("Next steps", "x" * 5000), "cell_unclear", ""),
}


@pytest.mark.parametrize("name", ALTERED)
def test_what_was_altered_is_named_and_nothing_is_taken(
    unaltered: tuple[Store, bytes], tmp_path: Path, name: str
) -> None:
    store, form = unaltered
    edit, code, place = ALTERED[name]
    person = None if name == "nobody" else "Arta"
    path = filled(form, edit, tmp_path / "f.xlsx", person)
    before = state_form(store.conn)
    with pytest.raises(UserError, match="file_wrong") as refused:
        look_at_form(store, path, TODAY)
    assert_problem(refused.value, code, place)
    assert state_form(store.conn) == before


def test_a_dash_says_nothing_and_clears_what_stood(store: Store, tmp_path: Path) -> None:
    report_status(store, "1.1.2", StatusReport("in_progress", next_steps="-"), today=TODAY, unit=UNIT)

    def edit(sheet: Worksheet) -> None:
        dashes = {
            "Status": "–",
            "Percent complete": "-",
            "Next steps": "/",
            "Allocated 2022": "n/a",
            "Note": "-",
        }
        for heading, text in dashes.items():
            _set(heading, text)(sheet)

    taken = look_at_form(store, filled(written(store), edit, tmp_path / "f.xlsx"), TODAY)
    # a dash that nobody touched is what stood before
    cleared = {(change.nr, change.field, change.after) for change in taken.comparison.changes}
    assert cleared == {("1.1.1", "status", None), ("1.1.1", "percent", None)}


def test_a_form_that_was_sorted_is_still_the_form(unaltered: tuple[Store, bytes], tmp_path: Path) -> None:
    store, form = unaltered

    def edit(sheet: Worksheet) -> None:
        for one, other in zip(sheet[10], sheet[12], strict=True):
            one.value, other.value = other.value, one.value
        _set("Status", "Implemented", row=12)(sheet)

    taken = look_at_form(store, filled(form, edit, tmp_path / "f.xlsx"), TODAY)
    assert [(change.nr, change.where) for change in taken.comparison.changes] == [
        ("1.1.1", "sheet Report, cell E12")
    ]


def test_every_wrong_cell_is_named_at_once(unaltered: tuple[Store, bytes], tmp_path: Path) -> None:
    store, form = unaltered
    names = ("no such status", "two ways", "day as words", "nobody", "beside the form", "formula")

    def edit(sheet: Worksheet) -> None:
        for name in names:
            ALTERED[name][0](sheet)
        _set("Status", "Done", row=11)(sheet)
        _set("Spent, capital 2022", "1.234", row=12)(sheet)
        _set("Percent complete", 0.4, row=12)(sheet)

    with pytest.raises(UserError, match="file_wrong") as refused:
        look_at_form(store, filled(form, edit, tmp_path / "f.xlsx", None), TODAY)
    places = [place for _code, place in named_problems(refused.value)]
    money = columns(openpyxl.load_workbook(io.BytesIO(form)).worksheets[0])["Spent, capital 2022"]
    assert sorted(places) == sorted(["B6", "B7", "AZ12", "E10", "E11", "F12", f"{money}10", f"{money}12"])


def test_a_day_to_come_is_named_alone(unaltered: tuple[Store, bytes], tmp_path: Path) -> None:
    store, form = unaltered

    def edit(sheet: Worksheet) -> None:
        sheet["B7"] = datetime(2999, 1, 1)
        _set("Status", "Implemented")(sheet)

    with pytest.raises(UserError, match="file_wrong") as refused:
        look_at_form(store, filled(form, edit, tmp_path / "f.xlsx"), TODAY)
    assert named_problems(refused.value) == [("cell_day_ahead", "B7")]


@pytest.mark.parametrize("seed", range(cases(12, 500)))
def test_whatever_is_done_to_a_form_is_named_refused_or_shown(
    unaltered: tuple[Store, bytes], tmp_path: Path, seed: int
) -> None:
    """Random cells, some of them where nothing is asked: each is in what changes, or in what is wrong."""
    rng = random.Random(seed)
    store, form = unaltered
    touched: list[str] = []

    def edit(sheet: Worksheet) -> None:
        for _n in range(rng.randint(1, 3)):
            row, column = rng.randint(9, 18), rng.randint(1, 25)
            value: Any = rng.choice(["x", 7, 3.5, -1, "Zbatuar", "12.345", datetime(2022, 5, 1), "55%"])
            sheet.cell(row, column, value)
            touched.append(sheet.cell(row, column).coordinate)

    path = filled(form, edit, tmp_path / "f.xlsx")
    try:
        taken = look_at_form(store, path, TODAY)
    except UserError as refused:
        assert refused.code == "file_wrong"
        places = {place for _code, place in named_problems(refused) if place}
        altered = {*touched, *(f"A{cell.lstrip(ascii_uppercase)}" for cell in touched)}
        assert places and places <= altered
        return
    shown = {change.where.rpartition(" ")[2] for change in taken.comparison.changes}
    assert shown == set(touched)


def test_a_file_that_is_no_form_or_harms_is_refused(unaltered: tuple[Store, bytes], tmp_path: Path) -> None:
    store, form = unaltered
    path = tmp_path / "f.xlsx"
    Workbook().save(path)
    with pytest.raises(UserError, match="form_unknown"):
        look_at_form(store, path, TODAY)
    buffer = io.BytesIO(form)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UserError, match="workbook_macros"):
        look_at_form(store, path, TODAY)
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(UserError, match="document_password"):
        look_at_form(store, path, TODAY)
    buffer = io.BytesIO(form)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"<x/>" * 10_000_000)
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UserError, match="document_unpacks"):
        look_at_form(store, path, TODAY)

    def damage(book: Workbook) -> None:
        book["terren-form-1"]["A1"] = '{"plan": 5}'

    filled(form, _book(damage), path)
    with pytest.raises(UserError, match="form_damaged"):
        look_at_form(store, path, TODAY)

    def rename(book: Workbook) -> None:
        book["terren-form-1"].title = "terren-form-2"

    filled(form, _book(rename), path)
    with pytest.raises(UserError, match="workbook_newer"):
        look_at_form(store, path, TODAY)


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_form_that_was_saved_in_another_format_is_asked_for_as_xlsx(
    unaltered: tuple[Store, bytes], tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"f.{ending}"
    if ending == "ods":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("content.xml", "<x/>")
    else:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"))
    assert is_workbook(path)
    with pytest.raises(UserError, match="form_other_format"):
        look_at_form(unaltered[0], path, TODAY)


def test_another_plan_or_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    form = next(unit_forms(store, [UNIT], None, TODAY))
    others = {"form_other_plan": form._replace(plan="other"), "form_newer_plan": form._replace(revision=9)}
    for code, other in others.items():
        path = filled(form_workbook(other, TODAY), lambda sheet: None, tmp_path / "f.xlsx")
        with pytest.raises(UserError, match=code):
            look_at_form(store, path, TODAY)
    gone = form._replace(rows=(form.rows[0]._replace(id="9.9.9", nr="9.9.9"), *form.rows[1:]))
    with speaking("en"):
        data = form_workbook(gone, TODAY)
    path = filled(data, _set("Percent complete", 5), tmp_path / "f.xlsx")
    with pytest.raises(UserError, match="form_action_gone"):
        look_at_form(store, path, TODAY)


def test_one_of_an_older_version_is_of_the_actions_that_had_its_numbers(store: Store, tmp_path: Path) -> None:
    path = filled(written(store), _set("Status", "Implemented"), tmp_path / "f.xlsx")
    plan = small_plan()
    first, second = plan.strategic_objectives
    (below,) = first.specific_objectives
    one, other, *rest = below.actions
    below = below._replace(actions=(other._replace(nr=one.nr), one._replace(nr=other.nr), *rest))
    plan = plan._replace(strategic_objectives=(first._replace(specific_objectives=(below,)), second))
    save_plan(store, plan, source_name="prove.txt", source_sha256="01")
    taken = look_at_form(store, path, TODAY)
    assert taken.older == 1
    assert [(change.nr, change.register.target) for change in taken.comparison.changes] == [
        (other.nr, one.id)
    ]
    with speaking("en"):
        words = [*form_words(taken, path.name)]
    assert "It was made for version 1 of the plan; its numbers are those of then." in words


def test_only_headquarters_takes_one(tmp_path: Path, store: Store) -> None:
    path = filled(written(store), lambda sheet: None, tmp_path / "f.xlsx")
    with enrolled(tmp_path / "b.db", unit=UNIT) as field, pytest.raises(UserError, match="headquarters_only"):
        look_at_form(field, path, TODAY)


def test_forms_of_all_units_go_into_a_folder(store: Store, tmp_path: Path) -> None:
    units = form_units(store, TODAY)
    assert UNIT in units
    done: list[int] = []
    forms = unit_forms(store, units, None, TODAY)
    files = write_forms(forms, tmp_path, today=TODAY, progress=done.append)
    assert done == list(range(1, len(units) + 1))
    assert {path.name for path in files} == {
        form_name(form) for form in unit_forms(store, units, None, TODAY)
    }
    with pytest.raises(UserError, match="file_exists"):
        write_forms(unit_forms(store, units, None, TODAY), tmp_path, today=TODAY)
