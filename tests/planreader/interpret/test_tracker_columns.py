"""Columns of trackers that a plan would take for its own, and crosses below statuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from planreader.interpret.mapping.given import Mapping
from planreader.review.recorded import read_tracker
from planreader.vocabulary.tracking import likely_status, status_meant
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read, said, told
from tests.plans import enrolled, small_plan

STATUSES = ("Përfunduar", "Në proces", "Pa filluar")
_OF_KINDS = ("spent.2026.recurrent", "spent.2026.capital")


@pytest.mark.parametrize(
    "heading",
    [
        "Afati i ri",
        "Afati i rishikuar",
        "Afat i shtyrë deri më",
        "Нови рок",
        "Revised deadline",
        "New deadline",
    ],
)
def test_the_only_deadlines_of_a_tracker_are_the_new_ones_where_they_say_so(
    tmp_path: Path, heading: str
) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, ("30.06.2027", "", "kur të jetë"))])
    assert said(found, "new_deadline") == ["30.06.2027", "", "kur të jetë"]
    mapping = Mapping(((heading, "deadline"),))
    rows = [(*HEAD, "Statusi", heading), *acts(DONE, ("30.06.2027",) * 3)]
    assert "new_deadline" not in read(tmp_path, rows, mapping=mapping).roles


@pytest.mark.parametrize(
    "heading",
    [
        "Allocated 2026",
        "Ndarë 2026",
        "Alokuar 2026",
        "Buxheti i ndarë 2026",
        "Ndarja buxhetore 2026",
        "Mjetet e ndara 2026",
        "Dodeljeno 2026",
        "Alocirano 2026",
        "Опредељена средства 2026",
    ],
)
def test_what_was_allocated_is_recorded_beside_other_progress_with_and_without_a_budget(
    tmp_path: Path, heading: str
) -> None:
    for budget in (("Buxheti 2026",), ()):
        head = (*HEAD, "Statusi", *budget, heading)
        found = read(tmp_path, [head, *acts(DONE, *[(7, 8, 9) for _ in budget], (1, 2, 3))])
        assert said(found, "allocated.2026") == ["1", "2", "3"]
    # without progress it is the budget of a plan, and what somebody says counts
    assert (
        "allocated.2026"
        not in read(tmp_path, [(*HEAD, "Afati", heading), *acts(["2026"] * 3, (1, 2, 3))]).roles
    )
    mapping = Mapping(((heading, "budget.2026"),))
    assert (
        "allocated.2026"
        not in read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, (1, 2, 3))], mapping=mapping).roles
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Completion",
        "Completion %",
        "Completion rate",
        "Level of completion",
        "Stepen završetka",
        "Përfundimi (%)",
    ],
)
@pytest.mark.parametrize("values", [("100%", "40 %", "55%"), (100, 75, 55)])
def test_how_far_an_action_has_come_is_no_deadline(
    tmp_path: Path, heading: str, values: Sequence[object]
) -> None:
    head = (*HEAD, "Statusi", heading, "Actual end date")
    found = read(tmp_path, [head, *acts(DONE, values, ("15.09.2025", "20.06.2026", ""))])
    assert "percent" in found.roles
    assert [row.cells["percent"].number for row in found.rows] == [100, int(str(values[1]).strip(" %")), 55]


@pytest.mark.parametrize(
    "values", [("2025", "2026", "2026"), (3, 6, 12), ("31.12.2025", "30.6.2026", "1.1.2026")]
)
def test_when_an_action_is_to_be_complete_is_no_percent(tmp_path: Path, values: Sequence[object]) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", "Completion"), *acts(DONE, values)])
    assert [column.role for column in found.columns][3] == "deadline"


def test_of_1_beside_shares_with_their_sign_nobody_knows_whether_it_is_all(tmp_path: Path) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", "Progress"), *acts(DONE, ("100 %", "70%", "1"))])
    assert [row.cells["percent"].doubtful for row in found.rows] == [False, False, True]


def test_an_unknown_mark_is_told_and_hides_no_other(tmp_path: Path) -> None:
    rows = [(*HEAD, *STATUSES), *acts(("х", "", ""), ("", "?", ""), ("", "", "×"))]
    found = read(tmp_path, rows)
    assert said(found, "status") == ["implemented", "", "not_started"]
    assert told(found) == {"mark_unknown": "?"}
    assert (found.told[0].is_left, found.told[0].place) == (True, "sheet Fleta 1, cell D3")


def test_a_row_that_is_marked_twice_is_of_no_status_whatever_the_marks(tmp_path: Path) -> None:
    found = read(tmp_path, [(*HEAD, *STATUSES), *acts(("x", "", ""), ("?", "x", ""), ("", "", "x"))])
    assert said(found, "status") == ["", "in_progress", "not_started"]
    assert told(found) == {"status_marked_twice": 2}


def test_a_person_says_what_words_below_a_status_mark(tmp_path: Path) -> None:
    rows = [(*HEAD, *STATUSES), *acts(("x", "", ""), ("", "since June", "?"), ("", "", ""))]
    mapping = Mapping((("Në proces", "status.in_progress"),))
    found = read(tmp_path, rows, mapping=mapping)
    assert (said(found, "status"), told(found)) == (["implemented", "in_progress", ""], {"mark_unknown": "?"})


def test_a_blank_cell_of_the_column_that_counts_is_told(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi TM1 2026", "Statusi TM2 2026", "Statusi TM3 2026")
    rows = [head, *acts(("Pa filluar", "", ""), ("Në proces",) * 3, ("", "Përfunduar", "-"))]
    found = read(tmp_path, rows)
    assert said(found, "status") == ["", "Përfunduar", "-"]
    passed = [(notice.place, notice.found) for notice in found.told if notice.code == "cell_of_column_passed"]
    assert passed == [(f"sheet Fleta 1, cell D{row}", "Në proces") for row in (2, 4)]
    said_of = Mapping((("Statusi TM1 2026", "remark"), ("Statusi TM2 2026", "remark")))
    assert told(read(tmp_path, rows, mapping=said_of)) == {}


@pytest.mark.parametrize(
    "heading", ["Implemented (Yes/No/Partly)", "Implemented?", "Realizuar (Po/Jo)", "Realizovano (da/ne)"]
)
@pytest.mark.parametrize("values", [("Yes", "Partly", "No"), ("Po", "Po", "Jo"), ("da", "ne", "ne")])
def test_whether_something_is_done_names_nobody(
    tmp_path: Path, heading: str, values: Sequence[object]
) -> None:
    found = read(tmp_path, [(*HEAD, heading, "Comment"), *acts(values, "abc")])
    assert found.roles == ("status", "note")


def test_what_came_of_a_plan_is_told_where_it_is_read_as_the_plan(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi", "Afati", "Buxheti 2026", "Actual end date", "Contracted 2026")
    rows = [head, *acts(DONE, ("2026",) * 3, (1, 2, 3), ("15.09.2025",) * 3, (4, 5, 6))]
    assert told(read(tmp_path, rows)) == {"columns_unused": head[-2:]}


@pytest.mark.parametrize("heading", ["Pagesat 2026", "Payments 2026", "Plaćanja 2026"])
def test_what_was_paid_is_spent(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", "Kosto 2026", heading), *acts(DONE, (1, 2, 3), (4, 5, 6))])
    assert said(found, "spent.2026") == ["4", "5", "6"]


@pytest.mark.parametrize(
    ("names", "roles", "unused"),
    [
        (("Spent total 2026", "Spent capital 2026"), ("spent.2026", "spent.2026.capital"), None),
        (("Spent 2026 (goods and services)", "Spent capital 2026"), _OF_KINDS, None),
        (("Pagat e shpenzuara 2026", "Shpenzuar 2026 kapitale"), _OF_KINDS, None),
        (
            ("Allocated total 2026", "Allocated capital 2026"),
            ("allocated.2026", "allocated.2026.capital"),
            ("Allocated capital 2026",),
        ),
        (
            ("Ndarë 2026 kapitale", "Ndarë 2026 rrjedhëse"),
            ("allocated.2026.capital", "allocated.2026.recurrent"),
            None,
        ),
    ],
)
def test_a_total_is_another_amount_than_that_of_one_kind(
    tmp_path: Path, names: Sequence[str], roles: Sequence[str], unused: object
) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", "Buxheti 2026", *names), *acts(DONE, *((1, 2, 3),) * 3)])
    assert [column.role for column in found.columns][-2:] == [*roles]
    assert told(found).get("columns_unused") == unused


@pytest.mark.parametrize(
    "names",
    [
        ("Spent 2025 - municipality", "Spent 2025 - state", "Spent 2025 - donors"),
        ("Utrošeno 2025 opština", "Utrošeno 2025 država", "Utrošeno 2025 donatori"),
    ],
)
def test_what_each_spent_who_pays_is_added(tmp_path: Path, names: Sequence[str]) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", *names), *acts(DONE, (1, 2, 3), (4, "", 6), (7, 8, "-"))])
    assert said(found, "spent.2025") == ["12", "10", "9"]
    assert told(found) == {"amounts_added": names}


@pytest.mark.parametrize(
    ("words", "likely"),
    [
        ("Në vonesë", "in_progress"),
        ("U toku / kasni", "in_progress"),
        ("Završeno u potpunosti", "implemented"),
        ("Nije realizovano do kraja", ""),
        ("obustavljeno", ""),
        ("Will be implemented in 2027", ""),
        ("Neće biti sprovedeno", ""),
        ("Biće završeno", ""),
        ("80% completed", ""),
        ("Pothuajse përfunduar", ""),
        ("Skoro završeno", ""),
        ("Completed?", ""),
        ("Do të zbatohet", ""),
        ("On hold", ""),
        ("Yes", ""),
    ],
)
def test_words_of_no_status_are_proposed_by_those_in_them(words: str, likely: str) -> None:
    assert (status_meant(words), likely_status(words)) == ("", likely)
    assert status_meant("Finalised") == status_meant("Plotësisht e realizuar") == "implemented"


def test_formulas_whose_results_are_not_saved_are_told_with_their_cells(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi", "Përqindja", "Shpenzuar 2026", "Shënime", "Buxheti 2026", "Afati")
    rows = acts(
        ('=IF(1=1,"Përfunduar","x")', "Në proces", "Pa filluar"),
        (10, "=40/100", 30),
        (100, 200, "=5000+4800.5"),
        ('="a"&"b"', "b", "c"),
        ("=1", "=2", "=3"),
        ("=1", "=2", "=3"),
    )
    tracking = read(tmp_path, [head, *rows])
    left = [notice.place.rpartition(" ")[2] for notice in tracking.told if notice.is_left]
    assert left == ["C2", "F2", "D3", "E4"]
    assert {notice.code for notice in tracking.told if notice.is_left} == {"formula_unsaved"}


def test_a_column_of_nothing_but_formulas_without_results_is_told(tmp_path: Path) -> None:
    rows = acts(DONE, ("=1000", "=2000", "=3000"))
    tracking = read(tmp_path, [(*HEAD, "Statusi", "Shpenzuar 2026"), *rows])
    assert [notice.place.rpartition(" ")[2] for notice in tracking.told if notice.is_left] == [
        "D2",
        "D3",
        "D4",
    ]


def test_of_a_third_decimal_nobody_knows_whether_it_is_thousands_and_more_are_rounded_and_told(
    tmp_path: Path,
) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    rows = [*acts(DONE, (1.234, 2500.005, 9800.50)), *acts(DONE, (1000 / 3, 2.345, 0.1 + 0.2), first=4)]
    tracking = read(tmp_path, [head, *rows])
    spent = [row.cells["spent.2026"] for row in tracking.rows]
    assert [cell.text for cell in spent if cell.doubtful] == ["1.234", "2.345"]
    assert [cell.number for cell in spent if not cell.doubtful] == [250_001, 980_050, 33_333, 30]
    assert [
        (notice.place.rpartition(" ")[2], notice.found)
        for notice in tracking.told
        if notice.code == "amount_rounded"
    ] == [("D3", "2500.005"), ("D5", "333.333333")]


def test_thousands_of_a_heading_may_have_three_decimals(tmp_path: Path) -> None:
    rows = acts(DONE, (1.234, 2.5, 3))
    tracking = read(tmp_path, [(*HEAD, "Statusi", "Shpenzuar 2026 (000 EUR)"), *rows])
    assert said(tracking, "spent.2026") == ["1234", "2500", "3000"]
    assert "amount_rounded" not in told(tracking)


def test_of_a_number_that_two_actions_may_have_the_title_beside_it_tells_which(tmp_path: Path) -> None:
    plan = small_plan(10)
    first = plan.strategic_objectives[0]
    below = first.specific_objectives[0]
    actions = [action._replace(nr=f"1.{n}", id="") for n, action in enumerate(below.actions, 1)]
    below = below._replace(actions=tuple(actions))
    plan = plan._replace(strategic_objectives=(first._replace(specific_objectives=(below,)),), findings=())
    book = openpyxl.Workbook()
    for row in (("Nr.", "Veprimi", "Statusi"), (1.1, None, "Përfunduar"), (1.2, None, "Në proces")):
        book.worksheets[0].append(row)
    book.worksheets[0].append((1.1, actions[9].title, "Pa filluar"))
    book.save(tmp_path / "t.xlsx")
    tracker = read_tracker(tmp_path / "t.xlsx")
    with enrolled(tmp_path / "a.db", role="headquarters", unit="HQ", plan=plan) as store:
        table = tracker.table(store.conn, today=date.today(), unit="17")
    assert [(unclear.code, unclear.params, unclear.where) for unclear in table.unclear] == [
        ("row_number_two_ways", {"found": "1.1, 1.10"}, "sheet Sheet, row 2")
    ]
    assert [row.where for row in table.rows] == ["sheet Sheet, row 3", "sheet Sheet, row 4"]


@pytest.mark.parametrize(
    "heading",
    ["Njësia raportuese", "Emri i komunës", "Raporton", "Reporting unit", "Unit", "Извештајна јединица"],
)
def test_a_column_of_units_whose_heading_says_no_more_is_that_of_who_reports(
    tmp_path: Path, heading: str
) -> None:
    units = ("Pejë", "Opština Prizren", "Pejee")
    found = read(tmp_path, [(*HEAD, heading, "Statusi"), *acts(units, DONE)])
    assert [row.lead for row in found.rows] == [*units] and not found.of_units
    # what is no name of a unit below it is of nobody who is known
    assert [row.unit for row in found.rows] == ["", "", "Pejee"]
    # beside who leads it says who reports only where the heading does
    beside = read(
        tmp_path, [(*HEAD, "Institucioni përgjegjës", heading, "Statusi"), *acts(["MPB"] * 3, units, DONE)]
    )
    is_of_report = heading not in ("Emri i komunës", "Unit")
    assert [row.lead for row in beside.rows] == [*(units if is_of_report else ["MPB"] * 3)]
    assert [name for name, _units in beside.of_units] == ([] if is_of_report else [heading])
    mapping = Mapping(((heading, "remark"),))
    left = read(tmp_path, [(*HEAD, heading, "Statusi"), *acts(units, DONE)], mapping=mapping)
    assert [row.lead for row in left.rows] == [""] * 3 and not left.of_units


@pytest.mark.parametrize(
    ("heading", "cells", "units"),
    [
        ("Organi", ("Pejë", "Komunat", "Prizren"), ("17", "Komunat", "20")),
        ("Kodi i komunës", (17, "04", 20), ("17", "04", "20")),
        ("Vendi", ("Pejë", "", "Prizren"), ("17", "20")),
        ("Njësia", ("copë", "km", "Prizren"), ()),
        ("Rajoni", (17, 4, 20), ()),
    ],
)
def test_other_columns_of_units_are_told_apart_and_nothing_is_read_of_them(
    tmp_path: Path, heading: str, cells: Sequence[object], units: Sequence[str]
) -> None:
    found = read(tmp_path, [(*HEAD, heading, "Statusi"), *acts(cells, DONE)])
    assert found.of_units == (((heading, units),) if units else ())
    assert [row.lead for row in found.rows] == [""] * 3


@pytest.mark.parametrize("word", ["Përfunduar", "Në proces", "nuk ka filluar", "shih shënimin"])
def test_a_word_among_amounts_hides_no_other_and_is_told(tmp_path: Path, word: str) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", "Shpenzuar 2026"), *acts(DONE, (700, word, 20))])
    assert said(found, "spent.2026") == ["700", word, "20"]


def test_an_amount_that_is_about_so_much_is_recorded_and_told(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    tracking = read(tmp_path, [head, *acts(DONE, ("rreth 1500", "oko 200,00 €", "300"))])
    assert said(tracking, "spent.2026") == ["1500", "200", "300"]
    about = [notice.found for notice in tracking.told if notice.code == "amount_about"]
    assert about == ["rreth 1500", "oko 200,00 €"]
