"""Headings of trackers: those that say more than what a column tells, and those of two rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planreader.interpret.mapping.given import Mapping
from planreader.vocabulary.tracking import reported_role
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read, said, told

_QUARTERS = ("TM1", "TM2", "TM3", "TM4")
_BEFORE = ("Pa filluar",) * 3


@pytest.mark.parametrize(
    "heading",
    [
        *("Statusi i planifikuar", "Statusi i pritur", "Statusi paraprak", "STATUSI I SYNUAR"),
        *("Planirani status", "Očekivani status", "Prethodni status", "Početno stanje"),
        *("Planned status", "Expected status", "Previous status", "Status (expected)"),
        *("Statusi i kontratës", "Statusi financiar", "Статус набавке"),
    ],
)
def test_a_heading_that_qualifies_the_status_is_none(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, heading, "Statusi"), *acts(_BEFORE, DONE)])
    assert (said(found, "status"), told(found)) == ([*DONE], {"columns_unused": (heading,)})
    assert read(tmp_path, [(*HEAD, heading), *acts(DONE)]).roles == ()
    # what somebody says counts
    mapping = Mapping(((heading, "status"),))
    assert said(read(tmp_path, [(*HEAD, heading), *acts(DONE)], mapping=mapping), "status") == [*DONE]


@pytest.mark.parametrize(
    "heading",
    [
        *("Nije utrošeno", "Not spent", "Të pashpenzuara", "Mbetur pa shpenzuar", "Do të shpenzohet"),
        *("Kërkesa për ndarje", "Ndarja e propozuar", "Requested allocation", "Zahtev za dodelu sredstava"),
        *(
            "Nije odobreno",
            "Buxheti i zotuar",
            "Forecast expenditure",
            "Vlerësimi i shpenzimeve",
            "Za isplatu",
        ),
    ],
)
def test_money_that_is_not_spent_or_wanted_is_not_recorded(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, (1000, 20, 3))])
    assert found.roles == ("status",)
    assert [{*row.cells} for row in found.rows] == [{"status"}] * 3


@pytest.mark.parametrize(
    "headings",
    [
        ("Shpenzime kapitale 2022", "Shpenzime rrjedhëse 2022"),
        ("Kapitalni rashodi 2022", "Tekući rashodi 2022"),
        ("Capital expenditure 2022", "Recurrent expenditure 2022"),
        ("Progresi financiar 2021", "Progresi financiar 2022"),
    ],
)
def test_expenditure_that_may_be_the_plan_s_is_told(tmp_path: Path, headings: tuple[str, str]) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", *headings), *acts(DONE, (1, 2, 3), (4, 5, 6))])
    assert (found.roles, told(found)) == (("status",), {"columns_unused": headings})


def test_a_status_that_is_left_keeps_the_table_waiting(tmp_path: Path) -> None:
    rows = [(*HEAD, "Statusi i planifikuar", "Shpenzuar 2022"), *acts(DONE, (1, 2, 3))]
    assert [notice.is_left for notice in read(tmp_path, rows).told] == [True]
    both = [(*HEAD, "Statusi i planifikuar", "Statusi"), *acts(DONE, DONE)]
    assert [notice.is_left for notice in read(tmp_path, both).told] == [False]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Statusi i zbatimit të masës (zgjidhni nga lista)", "status"),
        ("Status (completed / in progress / not started)", "status"),
        ("STATUSI I REALIZIMIT TM3", "status"),
        ("Implementation status as of 30 June 2026", "status"),
        ("Stanje realizacije na dan 30.06.2026.", "status"),
        ("Gjendja aktuale e projektit – Komuna e Malishevës", "status"),
        ("Statusi Ministria e Drejtësisë", "status"),
        ("Trenutni status aktivnosti", "status"),
        ("Statusi i fundit", "status"),
        ("Statusi në fund të vitit 2022", "status"),
        ("Status at end of the reporting period", "status"),
        ("Status (izabrati)", "status"),
        ("Status of activity (drop-down)", "status"),
        ("Shkalla e realizimit", "status"),
        ("Shpenzuar (kosto reale) 2022", "spent.2022"),
        ("Mjetet e shpenzuara nga buxheti i Kosovës deri më 30.06.2026 (€)", "spent.2026"),
        ("Ekzekutimi i buxhetit 2026 (mijë EUR)", "spent.2026"),
        ("Utrošeno iz budžeta I kvartal", "spent"),
        ("Total expenditure so far, GIZ", "spent"),
        ("Alokacioni buxhetor 2026", "allocated.2026"),
        ("Odobrena sredstva 2026", "allocated.2026"),
        ("Progresi fizik (%)", "percent"),
        ("Stepen realizacije mere", "percent"),
    ],
)
def test_a_heading_of_neutral_words_keeps_its_role(heading: str, role: str) -> None:
    assert reported_role(heading, numbers=role != "status", words=role == "status") == role


@pytest.mark.parametrize("merged", [(), ("E1:H1",), ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:H1")])
@pytest.mark.parametrize("heading", ["Shpenzuar", "Statusi"])
def test_quarters_below_one_heading_are_columns_of_their_own(
    tmp_path: Path, heading: str, merged: tuple[str, ...]
) -> None:
    head = ((*HEAD, "Institucioni", "Afati", heading), ("", "", "", "", *_QUARTERS))
    whose = (["MAPL"] * 3, ["31.12.2026"] * 3)
    amounts = [(100 * n, 200 * n, 300 * n) for n in range(1, 5)]
    values = amounts if heading == "Shpenzuar" else [_BEFORE, _BEFORE, _BEFORE, DONE]
    found = read(tmp_path, [*head, *acts(*whose, *values)], merged=merged)
    names = tuple(f"{heading} {quarter}" for quarter in _QUARTERS)
    if heading == "Shpenzuar":
        # each may be of its quarter, or of all so far
        assert (found.roles, told(found)) == ((), {"amounts_in_columns": names})
    else:
        assert (said(found, "status"), told(found)) == ([*DONE], {"columns_unused": names[:-1]})


@pytest.mark.parametrize("merged", [(), ("D1:E1",)])
def test_one_amount_in_two_currencies_is_not_added(tmp_path: Path, merged: tuple[str, ...]) -> None:
    head = ((*HEAD, "Statusi", "Shpenzuar"), ("", "", "", "EUR", "ALL"))
    found = read(tmp_path, [*head, *acts(DONE, (1, 2, 3), (100, 200, 300))], merged=merged)
    assert (found.roles, told(found)) == (
        ("status",),
        {"amounts_in_columns": ("Shpenzuar EUR", "Shpenzuar ALL")},
    )


@pytest.mark.parametrize(
    "name",
    [
        *("Shembull", "Udhëzime", "Draft", "Versioni i vjetër", "Lipjan (draft)"),
        *("Primer", "Uputstvo", "Nacrt", "Stara verzija", "Example", "Instructions", "Old version"),
    ],
)
def test_a_sheet_that_is_an_example_or_a_draft_beside_others_is_asked_about(
    tmp_path: Path, name: str
) -> None:
    rows = [(*HEAD, "Statusi"), *acts(DONE)]
    assert {row.unit for row in read(tmp_path, rows, rows, names=("Raporti", name)).rows} == {"", name}
    assert {row.unit for row in read(tmp_path, rows, names=("Draft",)).rows} == {""}
    mapping = Mapping(assume=((f"unit.{name}", "-"),))
    assert "" in {row.unit for row in read(tmp_path, rows, rows, names=("R", name), mapping=mapping).rows}


@pytest.mark.parametrize(
    ("line", "amount", "currency"),
    [
        *(("në lekë", 10, "ALL"), ("USD", 10, "USD"), ("Shumat në mijë lekë", 10_000, "ALL")),
        *(("Not in thousands", 10, ""), ("Shumat nuk janë në mijë", 10, "")),
        *(("Iznosi nisu u hiljadama", 10, ""), ("u hiljadama evra", 10_000, "EUR")),
    ],
)
def test_a_line_says_in_what_money_amounts_are(tmp_path: Path, line: str, amount: int, currency: str) -> None:
    rows = [(line,), ("",), (*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (10, 20, 30))]
    cell = read(tmp_path, rows).rows[0].cells["spent.2026"]
    assert (cell.number, cell.currency) == (amount * 100, currency)


def test_a_format_says_what_each_unit_counts(tmp_path: Path) -> None:
    rows = [(*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (1000, 20.5, 3))]

    def in_thousands(sheet: Any) -> None:
        for row in (2, 3, 4):
            sheet.cell(row, 4).number_format = '0.0 "mijë €"'

    found = read(tmp_path, rows, change=in_thousands)
    cells = [row.cells["spent.2026"] for row in found.rows]
    assert [(cell.number, cell.currency) for cell in cells] == [
        (100_000_000, "EUR"),
        (2_050_000, "EUR"),
        (300_000, "EUR"),
    ]
