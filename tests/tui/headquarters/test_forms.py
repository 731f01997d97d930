"""Forms on the screens of headquarters: what came by one is marked until the unit itself says it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from planreader.workbook.form_table import look_at_form, record_form
from report.forms.unit_form import form_workbook
from store.edits.edits import StatusReport, report_status
from store.query.unit_form import unit_forms
from sync.receive.receive import receive
from sync.send.export import export
from tests.support.check_codes import check_code_of
from tests.tui.harness import TODAY, Home, home, running, said


def returned_form(at: Home, path: Path, *, person: str = "Besa", **cells: object) -> Path:
    """A form of Pejë that somebody filled in: cells by their names, in the language of the screen."""
    with at.open() as store:
        data = form_workbook(next(unit_forms(store, ["17"], None, TODAY)), TODAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, value in {"B6": person, **cells}.items():
        book.worksheets[0][name].value = value
    book.save(path)
    return path


async def test_what_came_by_a_form_is_marked_until_the_unit_says_it_itself(tmp_path: Path) -> None:
    at = home(tmp_path / "office", unit="MPB", role="headquarters")
    form = returned_form(at, tmp_path / "form.xlsx", E10="Implemented", F10=100)
    with at.open() as store:
        record_form(store, look_at_form(store, form, TODAY), TODAY)
    words = "▤ by form from Besa (form.xlsx), not confirmed"
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("g", *"111", "enter")
        assert words in said(app) and "accepted ▤ by form" in said(app)
        await pilot.press("h")
        assert said(app).count("accepted ▤ by form") == 2
        await pilot.press("escape", "A")
        assert words in said(app) and "1.1.1 Pejë ▤" in said(app)
        await pilot.press("escape", "M")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Pejë: ● Implemented ▤ by form" in said(app)
    laptop = home(tmp_path / "laptop")
    with laptop.open() as store:
        report_status(store, "1.1.1", StatusReport("implemented", percent=100), today=TODAY)
        own = export(store, laptop.places, tmp_path).path
    with at.open() as store:
        receive(store, at.places, own, accept=check_code_of(own.read_bytes()))
    async with running(at, (200, 50)) as (app, pilot):
        await pilot.press("g", *"111", "enter")
        assert "Pejë: Implemented" in said(app) and "▤" not in said(app)
