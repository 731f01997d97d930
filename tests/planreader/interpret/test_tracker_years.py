"""Amounts without a year in sheets and below lines that tell one, and amounts of parts of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from planreader import tracked
from planreader.interpret.mapping.given import Mapping
from planreader.interpret.trackedrows import Tracking
from planreader.review.recorded import read_tracker
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read, said, told

TABLE = [(*HEAD, "Statusi", "Shpenzuar"), *acts(DONE, (1, 2, 3))]


def amounts(tracking: Tracking) -> list[list[str]]:
    """The roles of what was spent, row by row."""
    return [[role for role in row.cells if role.startswith("spent")] for row in tracking.rows if row.cells]


def proposed(folder: Path) -> str | None:
    """What is proposed for amounts without a year in a plan of three; None where nothing is asked."""
    return read_tracker(folder / "t.xlsx").open((2024, 2025, 2026), date(2026, 12, 2)).get("spent")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("2025", []),
        ("Viti 2025", []),
        ("Pejë 2025", []),
        ("Fleta", [["Raporti për vitin 2025"]]),
        ("Fleta", [["Viti:", 2025]]),
        ("Fleta", [["Godina 2025."]]),
        ("Fleta", [["Plani i veprimit 2024-2026"], ["Izveštaj za 2025. godinu"]]),
        ("Fleta", [["Raporti për vitin 2025"], ["Gjendja më 31.01.2026"]]),
    ],
)
def test_amounts_without_a_year_are_of_that_of_their_sheet_or_of_a_line(
    tmp_path: Path, name: str, lines: Sequence[Sequence[object]]
) -> None:
    found = read(tmp_path, [*lines, *TABLE], names=[name])
    assert amounts(found) == [["spent.2025"]] * 3 and "spent.2025" in found.roles
    assert proposed(tmp_path) is None
    own = [(*HEAD, "Statusi", "Shpenzuar 2026", "Shpenzuar gjithsej"), *acts(DONE, (1, 2, 3), (4, 5, 6))]
    assert amounts(read(tmp_path, [*lines, *own], names=[name])) == [["spent.2026"]] * 3


@pytest.mark.parametrize(
    ("name", "lines", "likely"),
    [
        ("Fleta", [], "2026"),
        ("Fleta", [["Gjendja më 31.12.2025"]], "2025"),
        ("Plani 2024-2026", [], "2026"),
        ("Fleta", [["Plani i veprimit 2025"]], "2026"),
        ("Fleta", [["Raport progresi"], ["Plani për vitin 2027"]], "2026"),
        ("Fleta", [["Miratuar nga qeveria në mars 2024"]], "2026"),
        ("2025", [["Raporti për vitin 2026"]], ""),
    ],
)
def test_what_tells_no_year_or_several_is_asked(
    tmp_path: Path, name: str, lines: Sequence[Sequence[object]], likely: str
) -> None:
    found = read(tmp_path, [*lines, *TABLE], names=[name])
    assert (amounts(found), proposed(tmp_path)) == ([["spent"]] * 3, likely)


def test_of_sheets_of_different_years_each_has_its_own_and_no_year_is_proposed_for_all(
    tmp_path: Path,
) -> None:
    both = read(tmp_path, TABLE, TABLE, names=["2025", "2026"])
    assert amounts(both) == [["spent.2025"]] * 3 + [["spent.2026"]] * 3
    assert proposed(tmp_path) is None
    days = [[f"Gjendja më 31.12.{year}"] for year in (2024, 2025)]
    both = read(tmp_path, *([day, *TABLE] for day in days))
    assert amounts(both) == [["spent.2024"]] * 3 + [["spent.2025"]] * 3
    read(tmp_path, TABLE, TABLE, names=["2025", "Përmbledhje"])
    assert proposed(tmp_path) == ""
    running = [(*HEAD, "Statusi", "Shpenzuar deri tani"), *acts(DONE, (1, 2, 3))]
    assert amounts(read(tmp_path, running, names=["2025"])) == [["spent"]] * 3


_PERIODS = [
    ("TM1 2026", "TM2 2026"),
    ("TM1", "TM2"),
    ("Q1", "Q2"),
    ("K1_2026", "K2_2026"),
    ("Tremujori i parë", "Tremujori i dytë"),
    ("Janar-Mars", "Prill-Qershor"),
    ("I kvartal", "II kvartal"),
]


@pytest.mark.parametrize("names", _PERIODS)
@pytest.mark.parametrize("heading", ["Shpenzuar 2026", "Shpenzuar"])
@pytest.mark.parametrize("as_lines", [False, True])
def test_whether_amounts_of_quarters_are_so_far_is_asked(
    tmp_path: Path, names: Sequence[str], heading: str, as_lines: bool
) -> None:
    lines = [[[f"Raport për {name.replace('_', ' ')}"]] if as_lines else [] for name in names]
    head = (*HEAD, "Statusi", heading)
    first = [head, *acts(DONE, (1000, 0, "")), *acts(DONE, (7, 8, 9), first=4)]
    second = [head, *acts(DONE[::-1], (3000, 0, 5))]
    sheets = [[*lines[0], *first], [*lines[1], *second]]
    names = ("A", "B") if as_lines else names
    read(tmp_path, *sheets, names=names)
    waiting = read_tracker(tmp_path / "t.xlsx").open((2026,), date(2026, 12, 2))
    assert waiting["amounts"] == "" and waiting.get("year", "2026") == "2026"

    def answered(answer: str) -> tuple[Tracking, list[str]]:
        mapping = Mapping(assume=(("year", "2026"), ("amounts", answer)))
        found = read(tmp_path, *sheets, names=names, mapping=mapping)
        statuses = [(row.day, row.cells["status"].text) for row in found.rows if "status" in row.cells]
        assert statuses == [
            *(("2026-03-31", status) for status in DONE),
            *(("2026-06-30", status) for status in DONE[::-1]),
        ]
        spent = [row.cells["spent.2026"].text for row in found.rows if "spent.2026" in row.cells]
        return found, [text for text in spent if text]

    found, spent = answered("year")
    assert spent == ["7", "8", "9", "3000", "0", "5"]
    found, spent = answered("leave")
    # what is of the first quarter is of the year so far
    assert spent == ["1000", "0", "7", "8", "9"] and told(found)["amounts_of_parts"] == 3


@pytest.mark.parametrize("name", ["Raporti TM2 2026", "Raporti prill–qershor 2026", "2026 Q2"])
@pytest.mark.parametrize("where", ["sheet", "line", "file"])
def test_a_report_on_a_quarter_is_as_of_its_end(tmp_path: Path, name: str, where: str) -> None:
    lines = [[name]] if where == "line" else []
    names = [name] if where == "sheet" else ["Fleta"]
    found = read(tmp_path, [*lines, *TABLE], names=names)
    if where == "file":
        found = tracked((tmp_path / "t.xlsx").rename(tmp_path / f"{name.replace(' ', '_')}.xlsx"))
    assert found.day == "2026-06-30" and {row.day for row in found.rows} == {"2026-06-30"}


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Raporti për vitin 2025", "2025-12-31"),
        ("Izveštaj oktobar 2025 – mart 2026", "2026-03-31"),
        ("Miratuar me vendimin nr. 5, 12.3.2026", ""),
        ("Raport sipas Odluke br. 5 od 12.3.2026", ""),
        ("Plani i veprimit 2025", ""),
    ],
)
def test_what_a_line_names_is_the_day_of_the_report(tmp_path: Path, line: str, day: str) -> None:
    assert read(tmp_path, [[line], *TABLE]).day == day


@pytest.mark.parametrize(
    "heading",
    [
        "Spent since 2025",
        "Shpenzuar nga viti 2025",
        "Utrošeno od 2025. godine",
        "Spent before 2025",
        "Spent 2025+",
    ],
)
def test_what_was_spent_from_a_year_on_is_not_of_that_year(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, (1, 2, 3))], names=["2026"])
    # whoever is not asked of which year it is sees that the column is not used
    assert amounts(found) == [["spent"]] * 3 or told(found)["columns_unused"] == (heading,)
    assert proposed(tmp_path) in ("", None)


@pytest.mark.parametrize(
    ("heading", "asks"),
    [
        ("Shpenzuar TM2 2026", True),
        ("Shpenzuar TM1 2026", False),
        ("Shpenzuar janar–qershor 2026", False),
        ("Shpenzuar deri në qershor 2026", False),
        ("Shpenzuar 30.06.2026", False),
    ],
)
def test_a_heading_of_a_part_of_a_year_is_asked_about(tmp_path: Path, heading: str, asks: bool) -> None:
    read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, (1, 2, 3))])
    waiting = read_tracker(tmp_path / "t.xlsx").open((2026,), date(2026, 12, 2))
    assert ("amounts" in waiting) is asks


def test_of_quarters_amounts_that_say_to_be_so_far_the_latest_counts(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026 deri tani")
    sheets = [[head, *acts(DONE, (n, n, n))] for n in (1, 3)]
    found = read(tmp_path, *sheets, names=["TM1 2026", "TM2 2026"])
    assert [row.cells["spent.2026"].text for row in found.rows if "spent.2026" in row.cells] == ["3"] * 3


def test_the_year_s_own_table_counts_beside_those_of_its_quarters(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    sheets = [[head, *acts(DONE, (n, n, n))] for n in (1, 3, 4)]
    found = read(tmp_path, *sheets, names=["TM1 2026", "TM2 2026", "2026"])
    assert [row.cells["spent.2026"].text for row in found.rows if "spent.2026" in row.cells] == ["4"] * 3


@pytest.mark.parametrize("heading", ["Viti", "Fiscal year", "Година извештавања"])
def test_a_column_of_years_says_of_which_year_its_rows_are(tmp_path: Path, heading: str) -> None:
    head = ["Nr.", "Veprimi", "Komuna", heading, "Statusi", "Shpenzuar", "Ndarë 2026", "Koment"]
    action = ["1.1.1", "Masa 1 për komunat", "Pejë"]
    rows = [
        [*action, 2026, "Në proces", 700, 900, "b"],
        [*action, "2025.", "Përfunduar", 500, "", "a"],
        ["1.1.2", "Masa 2 për komunat", "Pejë", 2025, "Në proces", 50, 60, ""],
        ["1.1.3", "Masa 3 për komunat", "Pejë", "", "Në proces", 5, "", ""],
    ]
    found = read(tmp_path, [["Raporti për vitin 2026"], head, *rows])
    assert said(found, "spent.2025") == ["", "500", "50", ""]
    assert said(found, "spent.2026") == ["700", "", "", ""] and said(found, "spent") == ["", "", "", "5"]
    # a heading says more of its own amounts
    assert said(found, "allocated.2026") == ["900", "", "60", ""]
    # of an earlier year a status is no present one, and none beside that of a later one
    assert said(found, "status") == ["Në proces", "", "Në proces", "Në proces"]
    assert [row.day for row in found.rows] == ["2026-12-31", "2025-12-31", "2025-12-31", "2026-12-31"]
    assert said(found, "note") == ["b", "a", "", ""]
    assert told(found) == {"rows_of_years": heading, "rows_earlier": 1}
    mapping = Mapping(((heading, "remark"),))
    left = read(tmp_path, [["Raporti për vitin 2026"], head, *rows], mapping=mapping)
    assert said(left, "spent.2026") == ["700", "500", "50", "5"]


@pytest.mark.parametrize(
    ("heading", "cells"), [("Viti i fillimit", (2025, 2026, 2026)), ("Viti", ("Po", 2026, "Jo"))]
)
def test_other_columns_of_years_say_nothing_of_their_rows(
    tmp_path: Path, heading: str, cells: Sequence[object]
) -> None:
    found = read(tmp_path, [(*HEAD, heading, "Statusi", "Shpenzuar"), *acts(cells, DONE, (1, 2, 3))])
    assert said(found, "spent") == ["1", "2", "3"] and "rows_of_years" not in told(found)


@pytest.mark.parametrize("lines", [("Viti 2025", "Viti 2026"), ("2025", "2026"), ("Godina 2025.", "2026.")])
@pytest.mark.parametrize("total", ["", 6])
def test_lines_of_years_between_rows_say_of_which_year_these_are(
    tmp_path: Path, lines: Sequence[str], total: object
) -> None:
    rows = [row for line in lines for row in ([line, "", "", total], *acts(DONE, (1, 2, 3)))]
    found = read(tmp_path, [(*HEAD, "Statusi", "Shpenzuar"), *rows])
    assert amounts(found) == [["spent.2025"]] * 3 + [["spent.2026"]] * 3
    assert proposed(tmp_path) is None


@pytest.mark.parametrize(
    ("heads", "times"),
    [
        (("Periudha",), (("TM1 2026",), ("TM2 2026",))),
        (("Viti", "Tremujori"), ((2026, "TM1"), (2026, "TM2"))),
        (("Mesec",), (("mart 2026",), ("jun 2026",))),
    ],
)
def test_of_rows_by_quarters_the_latest_status_counts(
    tmp_path: Path, heads: Sequence[str], times: Sequence[Sequence[object]]
) -> None:
    action = ("1.1.1", "Masa 1 për komunat", "Pejë")
    rows = [
        (*action, *when, *what)
        for when, what in zip(times, (("Në proces", 5), ("Përfunduar", 7)), strict=True)
    ]
    head = (*HEAD, "Komuna", *heads, "Statusi", "Shpenzuar 2026")
    found = read(tmp_path, [head, *rows], mapping=Mapping(assume=(("amounts", "leave"),)))
    assert said(found, "status") == ["", "Përfunduar"] and amounts(found) == [[]]
    assert told(found)["rows_of_years"] == heads[-1] and "amounts_of_parts" in told(found)
    # where each action stands once, it may be planned for that time
    found = read(tmp_path, [head, rows[0], ("1.1.2", "Masa 2 për komunat", *rows[1][2:])])
    assert said(found, "spent.2026") == ["5", "7"]
