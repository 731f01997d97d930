"""When a tracker says that things stand so: lines, sheets and files that name times beside days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from planreader.interpret.mapping.given import Mapping
from planreader.review.recorded import read_tracker
from planreader.vocabulary.times import first_month, is_unknown_part, period_in
from store.db.errors import UserError
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read

TODAY = date(2026, 12, 2)
TABLE = [(*HEAD, "Statusi", "Shpenzuar 2022"), *acts(DONE, (1, 2, 3))]
PLAN = "Plani i Veprimit 2021-2023"


def asked(folder: Path) -> set[str]:
    """What has to be said of the tracker that was read last, besides whose it is."""
    return {*read_tracker(folder / "t.xlsx").open((2021, 2022, 2023), TODAY, "20")}


@pytest.mark.parametrize(
    ("lines", "day", "is_part"),
    [
        ([f"Raporti TM1 2022 - {PLAN}"], "2022-03-31", False),
        ([f"Raporti vjetor 2022 - {PLAN}"], "2022-12-31", False),
        (["Izveštaj za II kvartal 2022, AP 2021–2023"], "2022-06-30", True),
        (["Raporti 6-mujor 2022"], "2022-06-30", False),
        (["Polugodišnji izveštaj 2022"], "2022-06-30", False),
        (["Raporti 9-mujor 2022"], "2022-09-30", False),
        (["Nine-month report 2022"], "2022-09-30", False),
        (["Raporti për 3 mujorin e dytë 2022"], "2022-06-30", True),
        (["Tremujori i fundit 2022"], "2022-12-31", True),
        # what is handed in later tells of the time before
        (["Raporti TM2 2022", "Dorëzuar më 05.07.2022"], "2022-06-30", True),
        (["Raporti TM2 2022", "Data: 28.06.2022"], "2022-06-28", True),
        (["Raporti TM2 2022 (05.07.2022)"], "2022-06-30", True),
        (["Raporti vjetor 2022", "Prishtinë, 20.01.2023"], "2022-12-31", False),
        (["Raporti TM2 2022", "Gjendja më 05.07.2022"], "2022-07-05", True),
        (["Raporti për periudhën 01.04 - 30.06.2022"], "2022-06-30", True),
        (["Izveštaj za period od 1. aprila do 30. juna 2022."], "2022-06-30", True),
        (["Raporti 01.01.2022 – 30.06.2022"], "2022-06-30", False),
        (["Raporti deri në qershor 2022"], "2022-06-30", False),
        (["Memorandumi i datës 05.05.2022"], "", False),
        (["Takimi i grupit punues, 12.03.2022", "Raporti TM2 2022"], "2022-06-30", True),
        (["Datum: 05.10.2022.", "Period: Q3 2022"], "2022-09-30", True),
        (["Viti raportues: 2022", "Tremujori: III"], "2022-09-30", True),
        (["Datum: 30. 6. 2022."], "2022-06-30", False),
        (["Date: June 30, 2022"], "2022-06-30", False),
    ],
)
def test_a_report_is_as_of_the_end_of_the_time_that_a_line_tells(
    tmp_path: Path, lines: Sequence[str], day: str, is_part: bool
) -> None:
    found = read(tmp_path, [*([line] for line in lines), *TABLE])
    assert found.day == day
    assert asked(tmp_path) == ({"amounts"} if is_part else set())


@pytest.mark.parametrize(
    "line",
    [
        "Raporti tremujor 2022",
        "Tromesečni izveštaj 2022",
        "Quarterly report 2022",
        "Raporti III 2022",
        "Weekly report 24/2022",
    ],
)
def test_a_part_of_a_year_of_which_nothing_says_the_number_is_asked(tmp_path: Path, line: str) -> None:
    assert (read(tmp_path, [[line], *TABLE]).day, asked(tmp_path)) == ("", {"day", "amounts"})
    told = read_tracker(tmp_path / "t.xlsx").answered("day", "30.6.2022", TODAY)
    assert (told.tracking.day, {*told.open((2022,), TODAY, "20")}) == ("2022-06-30", {"amounts"})
    assert read(tmp_path, [[line], ["Data: 05.07.2022"], *TABLE]).day == "2022-07-05"
    assert asked(tmp_path) == {"amounts"}
    with pytest.raises(UserError, match="mapping_value"):
        read(tmp_path, [[line], *TABLE], mapping=Mapping(assume=(("day", "2022"),)))


def test_a_quarter_without_a_number_is_not_asked_where_rows_name_theirs(tmp_path: Path) -> None:
    rows = [
        [f"1.1.{n}", f"Masa {n} për komunat", quarter, "Në proces"]
        for n in range(1, 4)
        for quarter in ("TM1 2022", "TM2 2022")
    ]
    found = read(tmp_path, [["Raporti tremujor 2022"], (*HEAD, "Tremujori", "Statusi"), *rows])
    assert {row.day for row in found.rows} == {"2022-03-31", "2022-06-30"}
    assert asked(tmp_path) == set()


@pytest.mark.parametrize(
    ("sheet", "file", "day"),
    [
        ("30.06.2022", "t.xlsx", "2022-06-30"),
        ("Fleta", "Raport 30.06.2022.xlsx", "2022-06-30"),
        ("Fleta", "raporti_2022_06.xlsx", "2022-06-30"),
        ("TM1 2022", "raporti_2022_06.xlsx", "2022-03-31"),
    ],
)
def test_a_sheet_and_a_file_tell_what_no_line_does(tmp_path: Path, sheet: str, file: str, day: str) -> None:
    read(tmp_path, TABLE, names=[sheet])
    assert read_tracker((tmp_path / "t.xlsx").rename(tmp_path / file)).tracking.day == day


@pytest.mark.parametrize(
    ("text", "period", "month"),
    [
        ("TM2 2022, plani 2021-2023", "TM2 2022, plani  ", 4),
        ("2022-09", "2022-09", 9),
        ("1 prill – 30 qershor 2022", "1 prill – 30 qershor 2022", 4),
        ("01.01.2021 - 31.12.2023", " ", 1),
        ("prill deri qershor 2022", "prill deri qershor 2022", 4),
        ("do kraja drugog kvartala 2022", "do kraja drugog kvartala 2022", 1),
        ("Report to the Ministry for Q2 2022", "Report to the Ministry for Q2 2022", 4),
        ("30.06.2022", " ", 1),
    ],
)
def test_a_time_is_found_beside_days_and_the_years_of_a_plan(text: str, period: str, month: int) -> None:
    assert (period_in(text), first_month(text), is_unknown_part(text)) == (period, month, False)
