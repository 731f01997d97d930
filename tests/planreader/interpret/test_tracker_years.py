"""Amounts without a year in sheets and below lines that tell one, and amounts of parts of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from planreader.interpret.trackedrows import Tracking
from planreader.review.tracked import read_tracker
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read

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
        ("Fleta", [["Plani i veprimit 2025"]]),
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
