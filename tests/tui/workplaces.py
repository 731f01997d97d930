"""Installations on which every screen of the interface has something to show."""

from __future__ import annotations

import io
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import openpyxl

from planreader.review.tomlform import write_toml
from report.forms.unit_form import form_workbook
from store.db.errors import UserError
from store.edits.assessment import assess
from store.edits.calendar import open_period
from store.edits.edits import Amount, StatusReport, add_note, report_money, report_status
from store.edits.entries import add_evidence
from store.edits.indicators import measure
from store.edits.narrative import write_narrative
from store.edits.recording import Recording
from store.edits.reviewing import return_report
from store.plan.load import load_plan
from store.plan.model import Plan
from store.query.unit_form import unit_forms
from sync.receive.receive import receive
from sync.send.export import export
from tests.planreader.tables import workbook
from tests.support.check_codes import check_code_of
from tests.support.paths import MAPPED, SET
from tests.support.revised import published, titles_of, with_titles
from tests.tui.harness import TODAY, Home, home

WORDS: Final = "Janë emëruar dy menaxherë."
_LIST: Final = MAPPED / "list.xlsx"
_DOCUMENT: Final = SET / "sq-4y-6003-seeded.xlsx"


def _file(at: Home, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    with at.open() as store:
        return export(store, at.places, folder).path


def _reports(at: Home, text: str, *, status: str, unit: str | None = None) -> None:
    """Record a little of everything on the first action."""
    with at.open() as store:
        report = StatusReport(status, reason_text=text, next_steps=text, output_reached=text)
        report_status(store, "1.1.1", report, today=TODAY, unit=unit)
        report_money(
            store,
            "1.1.1",
            2022,
            {"allocated": Amount(500), "capital.spent": Amount(70)},
            Recording(unit=unit),
        )
        add_note(store, "1.1.1", text, unit=unit)
        add_evidence(store, "1.1.1", text, text, unit=unit)


def office(folder: Path, plan: Plan | None = None, text: str = WORDS) -> Home:
    """Headquarters: two values stand, a sender waits, a file was refused, an indicator was measured."""
    at = home(folder / "office", plan, unit="MPB", role="headquarters")
    laptop, stranger = (
        home(folder / name, plan, unit=unit) for name, unit in (("known", "17"), ("new", "05"))
    )
    _reports(at, text, status="in_progress", unit="17")
    with at.open() as store:
        report_money(store, "1.1.1", 2022, {"capital.spent": Amount(90)}, Recording(unit="17"))
        assess(store, "1.1.2", status="partially_implemented", comment=text, today=TODAY)
        add_note(store, "1.1.2", text, unit="17")
        open_period(store, "2022-Q3", date(2022, 10, 15))
        write_narrative(store, "2022-Q3", "summary", text)
        return_report(store, "1.1.1", text, unit="17")
        measure(store, "1", 2023, "60%", source=text)
    box = folder / "box"
    for one, status in ((laptop, "not_implemented"), (stranger, "implemented")):
        _reports(one, text, status=status)
        file = _file(one, box)
        code = check_code_of(file.read_bytes()) if one is laptop else None
        with at.open() as store:
            receive(store, at.places, file, accept=code)
    bad = box / "bad.terren"
    bad.write_bytes(b"none")
    with at.open() as store, suppress(UserError):
        receive(store, at.places, bad)
    return at


def laptop(folder: Path, plan: Plan | None = None, text: str = WORDS) -> Home:
    """A municipality's laptop: much is reported, and a revision that takes its first action away waits."""
    at = home(folder / "laptop", plan)
    center = home(folder / "center", plan, unit="MPB", role="headquarters")
    _reports(at, text, status="in_progress")
    with center.open() as store:
        held = load_plan(store)
        (_, *more), *rest = titles_of(held)
        published(store, with_titles(held, [[*more, f"{text} 2"[:200]], *rest]))
    file = _file(center, folder / "center-box")
    with at.open() as store:
        receive(store, at.places, file, accept=check_code_of(file.read_bytes()), role="headquarters")
    return at


def copy_of(at: Home, folder: Path) -> Home:
    """The database of an installation that has exported, without its key."""
    _file(at, folder / "stick")
    copy = Home(at.places._replace(data=folder / "copy", config=folder / "copy"), folder / "copy.db")
    shutil.copy(at.database, copy.database)
    return copy


def revised(at: Home, folder: Path, *, asking: bool = False) -> Path:
    """The plan in force with an action more, as a file; with ``asking`` another one is moved and retitled."""
    path = folder / ("asking.plan.toml" if asking else "r.plan.toml")
    with at.open() as store:
        plan = load_plan(store)
    (first, second, *more), *rest = titles_of(plan)
    begun = [first, *more, f"{second} të gjitha"] if asking else [first, second, *more]
    *others, last = [begun, *rest]
    write_toml(with_titles(plan, [*others, [*last, "Qendra e re e pritjes"]]), path)
    return path


def listed(folder: Path) -> Path:
    """A document whose columns somebody has to name."""
    return Path(shutil.copyfile(_LIST, folder / "lista.xlsx"))


def document(folder: Path) -> Path:
    """A plan document with inferred fields and findings, in a folder of its own."""
    return Path(shutil.copyfile(_DOCUMENT, folder / "plani.xlsx"))


def returned_form(at: Home, path: Path, *, person: str = "Besa", **cells: object) -> Path:
    """A form of Pejë that somebody filled in, in the language of the screen: cells by their names."""
    with at.open() as store:
        data = form_workbook(next(unit_forms(store, ["17"], None, TODAY)), TODAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, value in {"B6": person, **(cells or {"F10": 60})}.items():
        book.worksheets[0][name].value = value
    book.save(path)
    return path


def tracker(at: Home, folder: Path) -> Path:
    """A table that tells how two actions stand, one of them in words that nobody knows."""
    with at.open() as store:
        first, second, *_rest = load_plan(store).actions()
    rows = ((first.nr, first.title, "Në vonesë", ""), (second.nr, second.title, "Përfunduar", ""))
    return workbook(folder / "gjendja.xlsx", [("Nr.", "Veprimi", "Statusi", ""), *rows])


def encoded(at: Home, folder: Path) -> Path:
    """A table as text that tells how an action stands, in an encoding that nothing tells."""
    with at.open() as store:
        first, second, *_rest = load_plan(store).actions()
    path = folder / "gjendja.csv"
    text = "Nr.;Veprimi;Statusi;Çfarë u bë\n"
    text += f"{first.nr};{first.title};Përfunduar;U krye.\n{second.nr};{second.title};Në vijim;Vazhdon.\n"
    path.write_bytes(text.encode("cp852"))
    return path
