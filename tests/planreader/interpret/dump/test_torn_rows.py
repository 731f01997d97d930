"""Rows that a page's end cut through a number, a label, a total, an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from planreader.interpret.gridrows import read_grid
from planreader.sources.form import Sheet
from planreader.sources.grid import GridRow
from planreader.vocabulary import money
from tests.planreader.interpret.dump.rows import HEAD, printed, printed_between


def _read(before: Sequence[GridRow], after: Sequence[GridRow]) -> Sheet:
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    first = printed(("1.1.1", "Hartimi", "2024", "KA", "MPB", "Plani"), 1)
    return read_grid([title, printed(HEAD, 1), first, *before, *after], "plan.pdf")


def test_the_number_in_a_label_of_totals_is_no_objective() -> None:
    half = printed(("Buxheti i përgjithshëm për objektivin specifik ", "1,0", "", ""), 1, merged=3)
    rest = printed(("1.7:", "00", "", ""), 2, cut=True, merged=3)
    total = _read([half], [rest]).rows[-1]
    assert (total.kind, total.nr) == ("total", "1.7")
    assert total.text("label") == "Buxheti i përgjithshëm për objektivin specifik 1.7:"
    assert total.budget is not None and total.budget[2024].text == "1,000"


def test_a_year_that_ends_a_reference_is_no_year_of_a_repeated_heading() -> None:
    half = printed(("1.1.2", "Trajnimi", "2024", "1,000", "MPB", "Strategjia"), 1)
    rest = printed(("", "", "", "", "", "2030"), 2)
    found = _read([half], [printed(HEAD, 2, cut=True), rest])
    assert found.years == (2024,)
    assert found.rows[-1].text("output") == "Strategjia 2030"


_TARGETS = ("Treguesit dhe", "Vlera", "Synimi i vitit të", "Rezultati i")
_targets = partial(printed_between, (0.0, 130.0, 200.0, 300.0, 400.0))


def test_the_rest_of_an_indicator_behind_a_column_of_objectives() -> None:
    numbered = partial(printed_between, (0.0, 50.0, 200.0, 250.0, 300.0, 400.0))
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    actions = [printed(HEAD, 1), printed(("1.1.1", "Hartimi", "2024", "KA", "MPB", "Plani"), 1)]
    targets = [
        numbered(("Objektivi", "Treguesi", "Vlera bazë", "Synimi", "Rezultati"), 2),
        numbered(("1.1", "Numri i", "5 (2023)", "9 (2024)", "Uji i"), 2),
        numbered(("", "puseve", "", "", "pastër"), 3, cut=True),
    ]
    row = read_grid([title, *actions, *targets], "plan.pdf").rows[-1]
    assert (row.text("title"), row.text("result")) == ("Numri i puseve", "Uji i pastër")


def test_administrative_cost_cut_by_a_page_is_that() -> None:
    half = printed(("1.1.2", "Trajnimi", "2024", "Kosto administrativ", "MPB", "Raporti"), 1)
    found = _read([half], [printed(("", "", "", "e", "", ""), 2, cut=True)]).rows[-1]
    assert found.budget is not None
    assert money.is_admin(found.budget[2024].text)


def test_the_rest_of_a_row_is_no_heading_whatever_its_words() -> None:
    half = printed(("1.1.2", "Hartimi i", "2024", "1,000", "MPB,", "Raporti për"), 1)
    rest = printed(("", "objektivit me qëllim", "", "", "strategjia e", "caqet dhe synimet"), 2, cut=True)
    found = _read([half], [rest]).rows[-1]
    assert found.text("title") == "Hartimi i objektivit me qëllim"
    assert found.text("output") == "Raporti për caqet dhe synimet"


def test_a_number_under_a_heading_that_names_its_year_is_a_value() -> None:
    rows = [
        printed(("1.1 Objektivi specifik: Uji",), 1, merged=6),
        printed(("Treguesi", "Vlera bazë 2023", "Caku 2024", "Rezultati"), 1, merged=3),
        printed(("Numri i banorëve", "2000", "12000", "Rritje"), 1, merged=3),
        printed(HEAD, 1),
        printed(("1.1.1", "Hartimi", "2024", "KA", "MPB", "Plani"), 1),
    ]
    (row,) = (row for row in read_grid(rows, "plan.docx").rows if row.kind == "indicator")
    assert (row.text("baseline"), row.text("final")) == ("2000 (2023)", "12000 (2024)")


def test_a_rest_follows_below_a_banner_and_a_heading_that_are_repeated() -> None:
    half = printed(("1.1.2", "Trajnimi", "2024", "1,000", "MPB", "Direktiva"), 1)
    banner = printed(("Plani i veprimit 2024",), 2, cut=True, merged=6)
    rest = printed(("", "", "", "", "", "2008/50/KE"), 2)
    after = printed(("1.1.3", "Blerja", "2024", "KA", "MPB", "Pajisjet"), 2)
    found = [
        row for row in _read([half], [banner, printed(HEAD, 2), rest, after]).rows if row.kind == "action"
    ]
    assert found[1].text("output") == "Direktiva 2008/50/KE"


def _actions(sheet: Sheet) -> list[tuple[str, str]]:
    return [(row.nr, row.text("title")) for row in sheet.rows if row.kind == "action"]


def test_a_banner_above_a_repeated_heading_is_no_title() -> None:
    banner = printed(("Veprimet",), 1, merged=6)
    again = printed(("Veprimet",), 2, merged=6)._replace(cut=True)
    after = printed(("1.1.2", "Blerja", "2024", "KA", "MPB", "Pajisjet"), 2)
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    first = printed(("1.1.1", "Hartimi", "2024", "KA", "MPB", "Plani"), 1)
    found = read_grid([banner, printed(HEAD, 1), title, first, again, printed(HEAD, 2), after], "plan.pdf")
    assert _actions(found) == [("1.1.1", "Hartimi"), ("1.1.2", "Blerja")]


def test_an_objective_whose_number_a_page_parts_from_its_title() -> None:
    first = printed(("1.1", "1", "Hartimi i", "2024", "KA", "MPB"), 1)
    rest = printed(("Ujërat e zonave", "", "planit", "", "", "MD"), 2)._replace(cut=True)
    after = printed(("", "2", "Blerja", "2024", "KA", "MPB"), 2)
    found = read_grid([printed(_BESIDE, 1), first, rest, after], "plan.pdf")
    assert _actions(found) == [("1.1.1", "Hartimi i planit"), ("1.1.2", "Blerja")]
    assert [row.text("title") for row in found.rows if row.kind == "specific"] == ["Ujërat e zonave"]


_BESIDE = ("Objektivi specifik", "Nr.", "Veprimi", "Afati", "Buxheti 2024", "Institucioni")


def test_a_rest_that_begins_with_capital_is_no_part_of_a_total() -> None:
    half = printed(("1.1.2", "Dëgjime për prioritetet e", "2024", "1,000", "MPB", "Dëgjime të"), 1)
    rest = printed(("", "investimeve kapitale", "", "", "", "mbajtura"), 2, cut=True)
    row = _read([half], [rest]).rows[-1]
    assert row.text("title") == "Dëgjime për prioritetet e investimeve kapitale"
    assert row.text("output") == "Dëgjime të mbajtura"


def test_the_rest_of_a_heading_may_fill_most_columns() -> None:
    half = ("Nr. i", "Emri i", "Afati", "Buxheti", "Bartësi", "Rezultati")
    rest = printed(("aktivitetit", "aktivitetit", "i fundit", "2024", "i parë", "(produkti)"), 2, cut=True)
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    action = printed(("1.1.1", "Hartimi", "2024", "1,000", "MPB", "Plani"), 2)
    found = read_grid([title, printed(half, 1), rest, action], "plan.pdf")
    assert found.years == (2024,)
    assert found.rows[-1].text("output") == "Plani"


def test_targets_in_brackets_behind_a_page_are_no_number_of_a_list() -> None:
    heading = _targets(("Treguesi", "Baza", "Synimi i ndërmjetëm", "Synimi final"), 1)
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    values = _targets(("Numri i puseve", "2020", "2022", "2023"), 1)
    rest = _targets(("", "(80)", "(180)", "(280)"), 2, cut=True)
    action = [printed(HEAD, 2), printed(("1.1.1", "Hartimi", "2024", "KA", "MPB", "Plani"), 2)]
    found = read_grid([title, heading, values, rest, *action], "plan.pdf").rows
    row = next(row for row in found if row.kind == "indicator")
    assert [row.text(role) for role in ("baseline", "interim", "final")] == [
        "2020 (80)", "2022 (180)", "2023 (280)",
    ]  # fmt: skip


def test_an_action_behind_a_total_at_a_pages_end_is_no_rest_of_it() -> None:
    total = printed(("Totali i objektivit 1.1:", "", "", "1,000", "", ""), 1)
    action = printed(("1.1.2", "Trajnimi i zyrtarëve", "2024", "1,000", "MPB", "Raporti i parë"), 2, cut=True)
    found = _read([total], [action]).rows
    assert [row.kind for row in found[-2:]] == ["total", "action"]
    assert found[-2].text("label") == "Totali i objektivit 1.1:"


def test_the_years_of_a_headings_rest_count_where_the_table_before_was_wider() -> None:
    first, second = (
        (0.0, 30.0, 130.0, 170.0, 230.0, 290.0, 400.0),
        (0.0, 30.0, 100.0, 130.0, 160.0, 190.0, 400.0),
    )
    title = printed(("1.1 Objektivi specifik: Uji",), 1, merged=6)
    head = ("Nr.", "Veprimi", "Afati", "Buxheti 2024", "Buxheti 2025", "Institucioni")
    rows = [
        title,
        printed_between(first, head, 1),
        printed_between(first, ("1.1.1", "Hartimi", "2024", "KA", "", "MPB"), 1),
    ]
    half = printed_between(
        (*second[:4], 190.0, 400.0), ("Nr.", "Veprimi", "Afati", "Buxheti", "Institucioni"), 2
    )
    rest = printed_between(second, ("", "", "", "2024", "2025", "udhëheqës"), 3, cut=True)
    last = printed_between(second, ("1.1.2", "Trajnimi", "2025", "", "7,000", "MPB"), 3)
    found = read_grid([*rows, half, rest, last], "plan.pdf").rows[-1]
    assert found.budget is not None and found.budget[2025].text == "7,000"
