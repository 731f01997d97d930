"""Trackers in the layouts of offices: each begins an installation by the one command that is suggested, and
what it says of status, percent and money is recorded."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.terren.conftest import Result, Terren

_STREETS, _WATER = ("Infrastruktura", "Rrugë të sigurta"), ("Infrastruktura", "Ujë i pijshëm")
_SCHOOLS = ("Arsimi", "Shkolla të ngrohta")
_DUE = ((2025, 3, 1), (2025, 12, 31), (2026, 1, 15), (2026, 10, 31), (2026, 4, 1), (2027, 6, 30))
_FIRST, _SECOND, _LAST = ([datetime(*day) for day in _DUE[n : n + 2]] for n in (0, 2, 4))


class Layout(NamedTuple):
    """The sheets of a workbook, what each action says, and what its unit is called."""

    sheets: dict[str, Sequence[Sequence[object]]]
    told: dict[str, tuple[Any, ...]]
    """Deadline, euros planned by year, status, percent, euros spent by year."""
    unit: str
    shares: str = ""
    """Cells that are shown in hundredths."""


MUNICIPAL = Layout(
    {
        "Plani 2025-2027": (
            ("KOMUNA E KAMENICËS",),
            ("Plani komunal i investimeve – matrica e projekteve 2025-2027",),
            ("Gjendja më 31.03.2026",),
            (),
            (
                *("Nr.", "Fusha", "Objektivi", "Projekti / Aktiviteti", "Lokacioni"),
                *("Drejtoria përgjegjëse", "Partnerët", "Fillimi", "Përfundimi", "Kosto totale (€)"),
                *("2025", "2026", "2027", "Burimi"),
                *("Statusi", "% e realizimit", "Shpenzuar (€)", "Komente"),
            ),
            (
                *(1, *_STREETS, "Asfaltimi i rrugës Koretin–Rogaçicë (3.1 km)", "Koretin"),
                *("Drejtoria e Infrastrukturës", "MIT", *_FIRST, "=SUM(K6:M6)", 90000, None, None),
                *("Buxheti komunal", "Përfunduar", 1, 88400.5, "Pranimi teknik u krye."),
            ),
            (
                *(2, *_WATER, "Rezervuari i ujit në Hogosht", "Hogosht"),
                *("Drejtoria e Infrastrukturës", "KfW, SDC", *_SECOND, "=SUM(K7:M7)", None, 250000, None),
                *("KfW; Buxheti komunal", "Në vonesë", 0.35, 61000, "Pritet leja mjedisore."),
            ),
            (
                *(3, *_SCHOOLS, "Ngrohja qendrore e shkollës fillore", "Qytet"),
                *("Drejtoria e Arsimit", None, *_LAST, "=SUM(K8:M8)", None, 40000, 60000),
                *("MASHTI", "Nuk ka filluar", 0, 0, None),
            ),
            (
                *(None, None, None, "TOTALI", None, None, None, None, None, "=SUM(J6:J8)"),
                *("=SUM(K6:K8)", "=SUM(L6:L8)", "=SUM(M6:M8)", None, None, None, "=SUM(Q6:Q8)", None),
            ),
        ),
        "Lista": (("Nuk ka filluar",), ("Në proces",), ("Përfunduar",), ("Në vonesë",)),
        "Përmbledhje": (
            ("Drejtoria", "Projekte", "Shpenzuar"),
            ("Drejtoria e Infrastrukturës", 2, 149400.5),
        ),
    },
    {
        "1.1.1": ("01.03.2025 – 31.12.2025", {"2025": 90000}, "implemented", 100, {2026: 88400.5}),
        "1.2.2": ("15.01.2026 – 31.10.2026", {"2026": 250000}, "in_progress", 35, {2026: 61000}),
        "2.1.3": ("01.04.2026 – 30.06.2027", {"2026": 40000, "2027": 60000}, "not_started", 0, {2026: 0}),
    },
    "drejtoria-e-infrastruktures",
    "P6:P8",
)
EXPORTED = Layout(
    {
        "Sheet1": (
            (
                *("ID", "Pillar", "Action", "Owner", "Support", "Start", "End", "Budget 2026", "Budget 2027"),
                *("Funding", "Status", "Progress", "Spent", "Notes"),
            ),
            (
                *("RTI-1", "Openness", "Answer requests for documents online", "Ministry of Justice", None),
                *("2026-01-10", "2026-12-31", 9000, None, "State budget"),
                *("In progress", "60%", "7450 EUR", "Second tender"),
            ),
            (
                *("RTI-2", "Openness", "Publish all contracts", "PPRC", "CiviKos", "2026-02-01"),
                *("2026-11-30", 4000, None, "State budget, UNDP", "Completed", "100%", "4000 EUR", None),
            ),
            (
                *("RTI-3", "Trust", "Train the officers of municipalities", "Ministry of Justice", None),
                *("2026-05-01", "2027-06-30", 12000, 8000, "EU", "Delayed", "10%", None, None),
            ),
        )
    },
    {
        "RTI-1": ("2026-01-10 – 2026-12-31", {"2026": 9000}, "in_progress", 60, {2026: 7450}),
        "RTI-2": ("2026-02-01 – 2026-11-30", {"2026": 4000}, "implemented", 100, {2026: 4000}),
        "RTI-3": ("2026-05-01 – 2027-06-30", {"2026": 12000, "2027": 8000}, "in_progress", 10, {}),
    },
    "ministry-of-justice",
)
BY_YEAR = Layout(
    {
        "Sheet": (
            ("Plani i veprimit 2025-2026",),
            (),
            (
                *("Nr.", "Veprimi", "Institucioni përgjegjës", "Afati"),
                *("Buxheti i planifikuar 2025", "Shpenzuar 2025"),
                *("Buxheti i planifikuar 2026", "Shpenzuar 2026", "Statusi", "Komente"),
            ),
            ("1", "Objektivi 1: Lumenj më të pastër"),
            ("1.1", "Objektivi specifik 1.1: Brigje pa mbeturina"),
            (
                "1.1.1",
                "Pastrimi i shtratit të lumit",
                "MIT",
                "2025-2026",
                10000,
                4000,
                20000,
                500,
                "Completed",
                "ok",
            ),
            ("1.1.2", "Muret mbrojtëse", "MIT", "2025-2026", 30000, 12000.25, 60000, None, "Delayed", None),
            ("1.1.3", "Matësit e nivelit të ujit", "MIT", "2025-2026", 5000, 0, 8000, 0, "Në proces", "ok"),
        )
    },
    {
        "1.1.1": ("2025-2026", {"2025": 10000, "2026": 20000}, "implemented", None, {2025: 4000, 2026: 500}),
        "1.1.2": ("2025-2026", {"2025": 30000, "2026": 60000}, "in_progress", None, {2025: 12000.25}),
        "1.1.3": ("2025-2026", {"2025": 5000, "2026": 8000}, "in_progress", None, {2025: 0, 2026: 0}),
    },
    "MIT",
)


def _workbook(layout: Layout, path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in layout.sheets.items():
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for [cell] in book.worksheets[0][layout.shares] if layout.shares else ():
        cell.number_format = "0%"
    book.save(path)
    return path


def _suggested(asked: Result) -> list[str]:
    """The options of the line that is suggested."""
    assert asked.code == 1, asked.err
    [line] = [line for line in asked.err.splitlines() if line.startswith("For instance: ")]
    return shlex.split(line.removeprefix("For instance: "))


def _begun(terren: Terren, file: Path, unit: str) -> Result:
    return terren("init", "--officer", "Ana", "--unit", unit, "--role", "headquarters", "--plan", file)


def _told(terren: Terren) -> dict[str, tuple[Any, ...]]:
    """What stands of each action, and of the only unit that reports on it, as a layout tells it."""
    stands: dict[str, tuple[Any, ...]] = {}
    for action in json.loads(terren("list", "--json").out):
        [report] = action["reports"]
        planned = {year: amount for year, amount in action["budget"].items() if amount is not None}
        spent = {year["year"]: year["spent"] for year in action["money"] if year["spent"] is not None}
        deadline = action["deadline"]["raw"]
        stands[action["nr"]] = deadline, planned, report["status"], report["percent"], spent
    return stands


@pytest.mark.parametrize("layout", [MUNICIPAL, EXPORTED], ids=["municipal", "exported"])
def test_a_tracker_whose_columns_are_named_as_suggested_is_the_plan_and_how_it_stands(
    terren: Terren, tmp_path: Path, layout: Layout
) -> None:
    file = _workbook(layout, tmp_path / "tracker.xlsx")
    named = terren("import", file, *_suggested(terren("import", file)))
    assert named.code == 0, named.err
    begun = _begun(terren, file, layout.unit)
    assert begun.code == 0, begun.err
    assert _told(terren) == layout.told


def test_a_tracker_with_planned_and_spent_side_by_side_is_recorded_as_suggested(
    terren: Terren, tmp_path: Path
) -> None:
    file = _workbook(BY_YEAR, tmp_path / "tracker.xlsx")
    begun = _begun(terren, file, BY_YEAR.unit)
    assert begun.code == 0 and f"terren import {file} --record" in begun.err
    done = terren("import", file, "--record", *_suggested(terren("import", file, "--record")))
    assert done.code == 0, done.err
    assert _told(terren) == BY_YEAR.told
