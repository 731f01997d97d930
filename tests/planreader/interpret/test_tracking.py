"""Trackers of offices: which column counts where several tell the same, and what nothing is recorded of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from planreader import assembled, tracked
from planreader.interpret.mapping.given import Mapping
from planreader.vocabulary.headwords import role_of, year_of
from planreader.vocabulary.tracking import day_told, reported_role, status_meant
from store.db.errors import UserError
from tests.planreader.interpret.trackers import DONE, HEAD, acts, read, said, told
from tests.planreader.tables import word


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("Status 30.6.2022", "Status 31.12.2022", "Status 30.6.2022"),
        ("Status 30.6.", "Status 31.12.", "Status 30.6."),
        ("Statusi TM1 2023", "Statusi TM4 2023", "Statusi TM1 2023"),
        ("Statusi 6M1 2023", "Statusi 6M2 2023", "Statusi 6M1 2023"),
        ("Stanje jun 2023.", "Stanje decembar 2023.", "Stanje jun 2023."),
        ("Gjendja 2022", "Gjendja 2023", "Gjendja 2022"),
        ("Q1 2023", "Q2 2023", "Q1 2023"),
    ],
)
@pytest.mark.parametrize("is_swapped", [False, True])
def test_of_two_columns_of_statuses_the_latest_counts_and_the_other_is_told(
    tmp_path: Path, first: str, second: str, left: str, is_swapped: bool
) -> None:
    columns = {first: ("Në proces",) * 3, second: DONE}
    names = [second, first] if is_swapped else [first, second]
    found = read(tmp_path, [(*HEAD, *names), *acts(*(columns[name] for name in names))])
    assert said(found, "status") == list(DONE)
    assert told(found) == {"columns_unused": (left,)}


def test_of_two_columns_of_statuses_without_a_day_the_first_counts(tmp_path: Path) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", "Statusi"), *acts(DONE, ("Në proces",) * 3)])
    assert (said(found, "status"), told(found)) == (list(DONE), {"columns_unused": ("Statusi #4",)})
    blank = read(tmp_path, [(*HEAD, "Statusi 2022", "Statusi 2023"), *acts(DONE, ("",) * 3)])
    assert said(blank, "status") == list(DONE), "a column that nobody filled in says nothing newer"


def test_statuses_below_a_heading_that_is_merged_over_days(tmp_path: Path) -> None:
    head = [(*HEAD, "Statusi", "", "Shpenzuar (€)", ""), ("", "", *("30.06.2022", "31.12.2022") * 2)]
    rows = [*head, *acts(("Në proces",) * 3, DONE, (1, 2, 3), (4, 5, 6))]
    found = read(tmp_path, rows, merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1"))
    assert (said(found, "status"), said(found, "spent.2022")) == (list(DONE), ["4", "5", "6"])
    assert found.day == "2022-12-31"


def test_columns_below_years_that_are_merged_over_them(tmp_path: Path) -> None:
    head = [(*HEAD, "2022", "", "", "2023", "", ""), ("", "", *("Statusi", "Shpenzuar", "Koment") * 2)]
    columns = (("Në proces",) * 3, (1, 2, 3), "abc", DONE, (4, 5, 6), ("", "d", ""))
    found = read(tmp_path, [*head, *acts(*columns)], merged=("A1:A2", "B1:B2", "C1:E1", "F1:H1"))
    assert said(found, "status") == list(DONE)
    assert (said(found, "spent.2022"), said(found, "spent.2023")) == (["1", "2", "3"], ["4", "5", "6"])
    assert said(found, "note") == ["a", "2022 Koment: b\n2023 Koment: d", "c"]
    assert told(found) == {"columns_unused": ("2022 Statusi",)}


@pytest.mark.parametrize(
    ("names", "amounts", "code", "columns"),
    [
        (("Spent 2022 EU", "Spent 2022 budget"), ["5", "7", "9"], "amounts_added", (0, 1)),
        (("Shpenzuar 2022 Donatorë", "Shpenzuar 2022 BRK"), ["5", "7", "9"], "amounts_added", (0, 1)),
        (("Utrošeno 2022 ukupno", "Utrošeno 2022 I kvartal"), ["1", "2", "3"], "columns_unused", (1,)),
        (("Spent 2022", "Spent 2022 (EU)"), ["1", "2", "3"], "columns_unused", (1,)),
        (("Spent 2022 (30.6.)", "Spent 2022 (31.12.)"), ["4", "5", "6"], "columns_unused", (0,)),
        (("Spent 2022", "Spent 2022 (revised)"), ["", "", ""], "amounts_in_columns", (0, 1)),
        (("Spent 2022 Q1", "Spent 2022 Q2"), ["", "", ""], "amounts_in_columns", (0, 1)),
        (("Spent 2022", "Committed 2022"), ["1", "2", "3"], "columns_unused", (1,)),
    ],
)
def test_amounts_of_one_year_in_two_columns(
    tmp_path: Path, names: Sequence[str], amounts: list[str], code: str, columns: Sequence[int]
) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", *names), *acts(DONE, (1, 2, 3), (4, 5, 6))])
    assert said(found, "spent.2022") == amounts
    assert told(found) == {code: tuple(names[n] for n in columns)}
    assert [one.is_left for one in found.told] == [code == "amounts_in_columns"]


def test_a_total_of_years_is_of_no_year(tmp_path: Path) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2021", "Shpenzuar 2022", "Shpenzuar gjithsej")
    found = read(tmp_path, [head, *acts(DONE, (1, 2, 3), (4, 5, 6), (5, 7, 9))])
    assert found.roles == ("status", "spent.2021", "spent.2022")
    assert told(found) == {"columns_unused": ("Shpenzuar gjithsej",)}


def test_who_pays_below_what_was_spent(tmp_path: Path) -> None:
    head = [(*HEAD, "Shpenzuar 2022", "", ""), ("", "", "Qeveria", "Donatorë", "Komuna")]
    rows = [*head, *acts((1, 2, 3), (4, 5, 6), (7, 8, 9))]
    assert said(read(tmp_path, rows, merged=("A1:A2", "B1:B2", "C1:E1")), "spent.2022") == ["12", "15", "18"]
    head[1] = ("", "", "Buxheti i Kosovës", "Donatorë", "Komuna")
    found = read(tmp_path, [*head, *rows[2:]], merged=("A1:A2", "B1:B2", "C1:E1"))
    names = [f"Shpenzuar 2022 {who}" for who in ("Buxheti i Kosovës", "Donatorë", "Komuna")]
    assert told(found) == {"columns_unused": (names[0],), "amounts_in_columns": (*names[1:],)}
    mapping = Mapping(tuple((name, "spent.2022") for name in names))
    assert said(tracked(tmp_path / "t.xlsx", mapping), "spent.2022") == ["12", "15", "18"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Përfunduar 100%", "implemented"),
        ("U realizua", "implemented"),
        ("Në proces (80%)", "in_progress"),
        ("80% u toku", "in_progress"),
        ("done 80%", ""),
        ("In progress 100%", ""),
        ("Në proces/U toku/In progress", "in_progress"),
        ("Në proces/Përfunduar", ""),
    ],
)
def test_a_share_and_further_languages_beside_a_status(text: str, code: str) -> None:
    assert status_meant(text) == code


def test_a_person_says_which_of_several_columns_counts(tmp_path: Path) -> None:
    rows = [(*HEAD, "Spent 2022", "Spent 2022 (revised)"), *acts((1, 2, 3), (4, 5, 6))]
    found = read(tmp_path, rows, mapping=Mapping((("Spent 2022 (revised)", "spent.2022"),)))
    assert said(found, "spent.2022") == ["4", "5", "6"]
    assert told(found) == {"columns_unused": ("Spent 2022",)}
    both = Mapping((("Spent 2022 (revised)", "spent.2022"), ("Spent 2022", "remark")))
    assert told(read(tmp_path, rows, mapping=both)) == {}


def test_a_part_that_nobody_can_read_leaves_no_sum(tmp_path: Path) -> None:
    rows = [(*HEAD, "Spent 2022 EU", "Spent 2022 budget"), *acts((1, "TBC", "-"), (4, 5, 6))]
    assert said(read(tmp_path, rows), "spent.2022") == ["5", "TBC", "6"]


def test_an_amount_that_is_merged_over_rows_counts_once(tmp_path: Path) -> None:
    rows = [(*HEAD, "Statusi", "Shpenzuar 2022"), *acts(DONE, (100, "", 30))]
    found = read(tmp_path, rows, merged=("D2:D3",))
    assert (said(found, "spent.2022"), told(found)) == (["100", "", "30"], {"amount_merged": "100"})
    texts: Any = [[str(cell) for cell in row] for row in rows]

    def merge(document: Any) -> None:
        table = document.tables[0]
        table.cell(1, 3).merge(table.cell(2, 3))

    same = tracked(word(tmp_path / "t.docx", [texts], merge))
    assert (said(same, "spent.2022"), told(same)) == (["100", "", "30"], {"amount_merged": "100"})


def test_an_amount_over_two_columns_is_of_neither(tmp_path: Path) -> None:
    rows = [(*HEAD, "Shpenzuar 2022", "Shpenzuar 2023"), *acts((100, 20, 30), ("", 5, 6))]
    found = read(tmp_path, rows, merged=("C2:D2",))
    assert (said(found, "spent.2022"), said(found, "spent.2023")) == (["", "20", "30"], ["", "5", "6"])
    assert told(found) == {"amount_over_columns": "100"}


def test_a_heading_in_three_languages_is_that_of_each(tmp_path: Path) -> None:
    head = (
        "Nr./Br./No.",
        "Veprimi/Aktivnost/Activity",
        "Buxheti/Budžet/Budget 2022",
        "Statusi i zbatimit/Status sprovođenja/Implementation status",
        "Shpenzimet/Troškovi/Expenses 2022",
    )
    found = read(tmp_path, [head, *acts((9, 9, 9), ["Në proces/U toku/In progress"] * 3, (1, 2, 3))])
    assert said(found, "spent.2022") == ["1", "2", "3"]
    assert [row.nr for row in found.rows] == ["1.1.1", "1.1.2", "1.1.3"]
    assert "status" in found.roles and told(found) == {}
    assert role_of("Nr./Br./No.") == "nr" and role_of("Rok/Nosilac") != "nr"
    assert year_of("Buxheti i shpenzuar / Utrošena sredstva / Budget spent 2022") == 2022


@pytest.mark.parametrize("heading", ["Shpenzimet 2022", "Approved budget 2022", "Odobrena sredstva 2022"])
def test_what_was_spent_or_approved_and_may_be_a_budget_is_told(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, (1, 2, 3))])
    assert told(found) == {"columns_unused": (heading,)}


@pytest.mark.parametrize(
    ("heads", "mark", "none"),
    [
        (("Përfunduar", "Në proces", "Pa filluar"), "x", ""),
        (("Sprovedeno", "U toku", "Nije započeto"), "da", "ne"),
        (("Implemented", "In progress", "Not started"), "✓", ""),
        (("Implemented", "In progress", "Not started"), 1, 0),
        (("Implemented (x)", "In progress (x)", "Not started (x)"), "Yes", "No"),
    ],
)
def test_a_mark_says_the_status_that_heads_its_column(
    tmp_path: Path, heads: Sequence[str], mark: object, none: object
) -> None:
    columns = [[mark if n == row else none for row in range(3)] for n in range(3)]
    found = read(tmp_path, [(*HEAD, "Afati", *heads), *acts(("2022",) * 3, *columns)])
    assert said(found, "status") == ["implemented", "in_progress", "not_started"]
    assert told(found) == {}
    columns[1][0] = mark
    twice = read(tmp_path, [(*HEAD, "Afati", *heads), *acts(("2022",) * 3, *columns)])
    assert said(twice, "status") == ["", "in_progress", "not_started"]
    assert told(twice) == {"status_marked_twice": 2} and twice.told[0].is_left


def test_marks_below_a_heading_of_statuses(tmp_path: Path) -> None:
    head = [(*HEAD, "Statusi", "", ""), ("", "", *DONE)]
    rows = [*head, *acts(("x", "", ""), ("", "x", ""), ("", "", "x"))]
    found = read(tmp_path, rows, merged=("A1:A2", "B1:B2", "C1:E1"))
    assert said(found, "status") == ["implemented", "in_progress", "not_started"]


def test_columns_that_nobody_knows_and_tables_of_something_else_are_told(tmp_path: Path) -> None:
    rows = [(*HEAD, "Statusi", "Kontakti", "Dëshmitë"), *acts(DONE, ("Ana", "Ben", ""), ("a", "", ""))]
    legend = [("Statusi", "Kuptimi"), ("Në proces", "Ka filluar"), ("Përfunduar", "Ka mbaruar")]
    found = read(tmp_path, rows, legend)
    assert told(found) == {"columns_unused": ("Kontakti", "Dëshmitë"), "table_passed": 3}


@pytest.mark.parametrize(
    ("cell", "amounts"),
    [("D1", ["1000", "2000", "3000"]), ("D3", ["1", "2000", "3"]), ("B3", ["1", "2", "3"])],
)
def test_a_comment_scales_the_amounts_of_its_cell_alone_and_on_a_heading_those_of_its_column(
    tmp_path: Path, cell: str, amounts: list[str]
) -> None:
    def comment(sheet: Any) -> None:
        sheet[cell].comment = Comment("in thousands of EUR", "Ana")

    head = (*HEAD, "Statusi", "Shpenzuar 2022", "Shpenzuar 2023")
    found = read(tmp_path, [head, *acts(DONE, (1, 2, 3), (4, 5, 6))], change=comment)
    assert (said(found, "spent.2022"), said(found, "spent.2023")) == (amounts, ["4", "5", "6"])


def test_a_comment_names_the_currency_of_its_cell(tmp_path: Path) -> None:
    def comment(sheet: Any) -> None:
        sheet["D2"].comment = Comment("in thousands of RSD", "Ana")

    rows = [(*HEAD, "Statusi", "Shpenzuar 2022"), *acts(DONE, (1, 2, 3))]
    cells = [row.cells["spent.2022"] for row in read(tmp_path, rows, change=comment).rows]
    assert [(cell.number, cell.currency) for cell in cells] == [(100_000, "RSD"), (200, ""), (300, "")]


def test_of_colours_alone_nothing_is_read_and_that_is_told(tmp_path: Path) -> None:
    def colour(sheet: Any) -> None:
        for row in (2, 3, 4):
            sheet.cell(row, 3).fill = openpyxl.styles.PatternFill("solid", fgColor="00FF00")

    found = read(tmp_path, [(*HEAD, "Statusi", "Koment"), *acts(("",) * 3, "abc")], change=colour)
    assert told(found) == {"status_blank": "Statusi"}


def test_tables_of_other_columns_and_other_years_are_read_as_well(tmp_path: Path) -> None:
    first = [(*HEAD, "Statusi 2022", "Shpenzuar 2022"), *acts(("Në proces",) * 3, (1, 2, 3))]
    second = [(*HEAD, "Statusi 2023", "Shpenzuar 2023"), *acts(("Përfunduar", "", "-"), (4, 5, 6))]
    found = read(tmp_path, first, second)
    assert said(found, "status") == ["", "Në proces", "Në proces", "Përfunduar", "", "-"]
    assert said(found, "spent.2022") == ["1", "2", "3", "", "", ""]
    assert said(found, "spent.2023") == ["", "", "", "4", "5", "6"]
    assert told(found) == {"rows_earlier": 1}
    other = [(*HEAD, "Gjendja"), *acts(DONE, first=4)]
    assert said(read(tmp_path, [(*HEAD, "Statusi"), *acts(DONE)], other), "status") == [*DONE, *DONE]


@pytest.mark.parametrize("newest_first", [False, True])
def test_of_amounts_so_far_in_a_sheet_a_month_those_of_the_latest_day_count(
    tmp_path: Path, newest_first: bool
) -> None:
    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    sheets = [
        [("Gjendja më 31.10.2025",), head, *acts(("Në proces",) * 3, (400, 10, 10))],
        [("Gjendja më 30.11.2025",), head, *acts(DONE, (500, "", 10))],
    ]
    found = read(tmp_path, *(reversed(sheets) if newest_first else sheets))
    amounts = [row.cells["spent.2026"].text for row in found.rows if "spent.2026" in row.cells]
    assert sorted(text for text in amounts if text) == ["10", "10", "500"]
    assert "rows_earlier" in told(found)


def test_what_is_struck_through_is_told(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        for cell in ("C3", "D2", "A4", "B4", "C4", "D4"):
            sheet[cell].font = openpyxl.styles.Font(strike=True)

    head = (*HEAD, "Statusi", "Shpenzuar 2026")
    found = read(tmp_path, [head, *acts(DONE, (1, 2, 3))], change=strike)
    places = [one.place.rpartition(", ")[2] for one in found.told if one.code == "struck_out"]
    assert sorted(places) == ["cell C3", "cell D2", "row 4"]


def test_a_heading_that_stands_again_in_another_order(tmp_path: Path) -> None:
    again: list[Sequence[object]] = [("Statusi", *HEAD), ("Përfunduar", "1.1.9", "Masa e fundit")]
    found = read(tmp_path, [(*HEAD, "Statusi"), *acts(DONE), (), *again])
    assert (found.rows[-1].nr, said(found, "status")[-1]) == ("1.1.9", "Përfunduar")


@pytest.mark.parametrize("is_first", [True, False])
def test_a_second_table_of_a_sheet_whose_columns_differ_in_part_is_read(
    tmp_path: Path, is_first: bool
) -> None:
    wide = [(*HEAD, "Statusi", "Buxheti"), *acts(DONE, (1, 2, 3))]
    narrow = [(*HEAD, "Statusi", "Komente"), *acts(("Në proces",) * 3, "abc", first=4)]
    found = read(tmp_path, [*narrow, *wide] if is_first else [*wide, (), *narrow])
    statuses = [*["Në proces"] * 3, *DONE] if is_first else [*DONE, *["Në proces"] * 3]
    assert said(found, "status") == statuses
    assert [text for text in said(found, "note") if text] == ["a", "b", "c"]


def test_each_table_has_the_day_that_stands_above_it(tmp_path: Path) -> None:
    first = [["Gjendja më 31.03.2023"], (*HEAD, "Statusi"), *acts(DONE)]
    second = [["Gjendja më 30.06.2023"], (*HEAD, "Statusi"), *acts(("Përfunduar", "", ""))]
    found = read(tmp_path, first, second)
    assert found.day == "2023-06-30"
    assert said(found, "status") == ["", *DONE[1:], "Përfunduar", "", ""]
    assert [row.day for row in found.rows] == ["2023-03-31"] * 3 + ["2023-06-30"] * 3


@pytest.mark.parametrize(
    "heading",
    [
        "% e realizimit të buxhetit",
        "Realizimi i buxhetit %",
        "Izvršenje budžeta (%)",
        "% of budget executed",
        "% budget used",
        "Financial progress (%)",
    ],
)
@pytest.mark.parametrize("values", [("50%", "20%", "10%"), (50, 20, 10), (0.5, 0.2, 0.1)])
def test_a_share_of_the_budget_is_neither_progress_nor_money(
    tmp_path: Path, heading: str, values: Sequence[object]
) -> None:
    found = read(tmp_path, [(*HEAD, "Statusi", heading), *acts(DONE, values)])
    assert found.roles == ("status",) and told(found) == {"columns_unused": (heading,)}


@pytest.mark.parametrize(
    "heading", ["% e realizimit", "Shkalla e realizimit (%)", "Progress %", "% izvršenja"]
)
def test_a_share_of_an_action_is_its_progress(heading: str) -> None:
    assert reported_role(heading, numbers=True, words=False) == "percent"
    assert reported_role("Realizimi i buxhetit", numbers=True, words=False, shares=True) == ""
    assert reported_role("Q1 2023", numbers=False, words=True) == "", "a plan has columns of its quarters"


def test_notes_of_several_columns_are_all_kept(tmp_path: Path) -> None:
    rows = [(*HEAD, "Statusi", "Komente", "Vërejtje"), *acts(DONE, ("a", "b", "-"), ("c", "n/a", "d"))]
    found = read(tmp_path, rows)
    assert said(found, "note") == ["Komente: a\nVërejtje: c", "b", "d"] and told(found) == {}


def test_what_stands_beside_dashes_is_known_by_its_heading(tmp_path: Path) -> None:
    head = (*HEAD, "Status", "Razlozi za kašnjenje", "Naredni koraci", "Napomena")
    columns = (("U toku", "Završeno", "n/a"), ("Tender", "/", "-"), ("-", "n/a", "Ugovor"), ("/", "/", "x"))
    found = read(tmp_path, [head, *acts(*columns)])
    assert found.roles == ("status", "reason", "next_steps", "note")


def test_the_day_of_a_report_is_no_deadline(tmp_path: Path) -> None:
    head = (*HEAD, "Rok", "Status", "Datum ažuriranja", "Progress to date")
    rows = [head, *acts(("2023",) * 3, ("U toku",) * 3, ("15.02.2023",) * 3, ("Two trainings",) * 3)]
    found = read(tmp_path, rows)
    assert [column.role for column in found.columns][2:] == [
        *("deadline", "status", "updated", "output_reached")
    ]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Status as of 31 December 2022"], "2022-12-31"),
        (["Stanje na dan 31.12.2022."], "2022-12-31"),
        (["Стање на дан 31. децембар 2022."], "2022-12-31"),
        (["Gjendja më 31 dhjetor 2022"], "2022-12-31"),
        (["Gjendja më 31.12.2022"], "2022-12-31"),
        (["Plani i miratuar më 12.02.2021", "Gjendja më 31.12.2022"], "2022-12-31"),
        (["Izveštajni period: 01.01.2022 – 31.12.2022."], "2022-12-31"),
        (["12.02.2021", "13.02.2021"], ""),
        (["Data e raportit: 15.01.2023", "Gjendja më 31.12.2022"], "2022-12-31"),
        ([f"Ministria raportoi më 3.4.2020 se {'puna ' * 9} vazhdon.", "5.6.2022"], "2022-06-05"),
        (["Izveštaj o planu: 01.01.2021 – 31.12.2023."], ""),
        (["Memorandumi i datës 05.05.2022"], ""),
        (["Takimi i grupit punues, 12.03.2022", "Prishtinë, 30.06.2022"], "2022-06-30"),
        (["Rregullorja për raportim, 03.03.2020"], ""),
        (["Dorëzuar më 05.07.2022"], "2022-07-05"),
        (["Komuna e Pejës, 30. jun 2022."], "2022-06-30"),
        (["Gjendja më 31 brumbull 2022"], ""),
        (["Plani 2021-2023"], ""),
    ],
)
def test_a_line_above_the_table_tells_its_day(lines: Sequence[str], day: str) -> None:
    assert day_told(lines) == day


def test_what_is_suggested_of_such_a_table_can_be_said(tmp_path: Path) -> None:
    head = (*HEAD, "Bartësi", "Afati", "Status 30.6.", "Status 31.12.", "Komente", "Vërejtje")
    read(tmp_path, [head, *acts(("MPB",) * 3, ("2022",) * 3, DONE, DONE, "abc", "def")])
    with pytest.raises(UserError) as asked:
        assembled(tmp_path / "t.xlsx")
    columns: Any = asked.value.params["columns"]
    told_of = tuple((column["name"], column["role"]) for column in columns)
    assert [role for _name, role in told_of] == [
        *("number", "action", "lead", "deadline", "status", "status", "note", "note")
    ]
    mapping = Mapping(told_of, (("objective", "Komunat"), ("title", "Plani")))
    plan, _marks = assembled(tmp_path / "t.xlsx", mapping=mapping)
    remarks = [remark.heading for remark in next(plan.actions()).remarks]
    assert remarks == ["Status 30.6.", "Status 31.12.", "Komente", "Vërejtje"]
    assert tracked(tmp_path / "t.xlsx", mapping).roles == ("status", "note", "note")


def test_one_action_is_read_and_a_title_or_a_signature_is_none(tmp_path: Path) -> None:
    cover, signed = ("Institucioni", "Periudha"), ("Nr.", "Emri", "Nënshkrimi")
    alone = read(tmp_path, [("Nr.", "Statusi"), ("1.1.2", "Në proces")])
    assert said(alone, "status") == ["Në proces"]
    with pytest.raises(UserError, match="mapping_no_table"):
        read(tmp_path, [cover, ("Komuna e Pejës", "2022")], [signed, ("1", "Ana", "____")])
    # whoever names a heading says which table is meant
    named = (("Emri", "action"), ("Nënshkrimi", "status"))
    mapped = read(tmp_path, [signed, ("1", "Ana", "Në proces")], mapping=Mapping(columns=named))
    assert said(mapped, "status") == ["Në proces"]
