"""For which unit a row of a table reports, by the names that it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.reported.matching import NamedRow, matched
from store.edits.reported.table import ReportedCell
from store.plan.model import Plan
from tests.plans import enrolled, small_plan

COMMA = "Ministria e Kulturës, Rinisë dhe Sportit"


def plan_led_by(*lead: str) -> Plan:
    """A plan of one action."""
    plan = small_plan(1)
    strategic = plan.strategic_objectives[0]
    specific = strategic.specific_objectives[0]
    action = specific.actions[0]._replace(lead=lead, support=())
    specific = specific._replace(actions=(action,))
    return plan._replace(strategic_objectives=(strategic._replace(specific_objectives=(specific,)),))


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Masa e parë për komunat dhe qytetarët e tyre", ""),
        ("Masa e parë për…", ""),
        ("MASA E PARE ...", "row_of_another"),
        ("Masa e parë për komunat dhe qytetarët e tyre në tërë territorin e vendit dhe përtej.", ""),
        ("Masa", "row_of_another"),
        ("Prva mera za opštine", "row_of_another"),
    ],
)
def test_a_title_that_was_cut_short_is_of_its_number_where_it_begins_no_other(
    tmp_path: Path, title: str, code: str
) -> None:
    plan = small_plan(1)
    strategic = plan.strategic_objectives[0]
    specific = strategic.specific_objectives[0]
    titles = (
        "Masa e parë për komunat dhe qytetarët e tyre në tërë territorin e vendit dhe përtej tij",
        "Masa e parë e dytë",
    )
    actions = tuple(
        specific.actions[0]._replace(nr=f"1.1.{n}", id="", title=own) for n, own in enumerate(titles, 1)
    )
    own = (strategic._replace(specific_objectives=(specific._replace(actions=actions),)),)
    with (
        enrolled(tmp_path / "a.db", plan=plan._replace(strategic_objectives=own)) as store,
        store.reading() as conn,
    ):
        found = matched(conn, [NamedRow("1.1.1", title, {}, "S!2")], "17")
    assert [told.code for told in found.unclear] == ([code] if code else [])


@pytest.mark.parametrize(
    ("names", "unit", "are_others"),
    [
        (COMMA, None, False),
        (f"{COMMA}; MPB", None, False),
        ("MPB", "MPB", False),
        ("MPB, XYZQ", "MPB", False),
        ("Ministria e Drejtësisë, Prishtinë", None, True),
        ("", None, False),
    ],
)
def test_a_comma_parts_names_where_it_is_in_none(
    tmp_path: Path, names: str, unit: str | None, are_others: bool
) -> None:
    with enrolled(tmp_path / "a.db", plan=plan_led_by(COMMA, "MPB")) as store, store.reading() as conn:
        found = matched(conn, [NamedRow("1.1.1", "", {}, "S!2", names=names)])
    (row,) = found.rows
    if unit is not None:
        assert row.unit == unit
    assert bool(found.noticed) == are_others, (row.unit, found.noticed)


@pytest.mark.parametrize(
    ("lead", "names", "unit", "others"),
    [
        # a municipality reports where it is named; all of them are the plan's lead
        (("MPB", "Komunat"), ("Gjakovë",), "17", ["02"]),
        (("MPB", "Komunat"), ("Gjakovë, Pejë",), "17", []),
        (("MPB", "Komunat"), ("Komunat",), "17", []),
        (("MPB", "Komunat"), ("Komunat",), "MPB", []),
        (("MPB", "Komunat"), ("Gjakovë",), "MPB", ["02"]),
        # who leads is copied from the plan by whoever reports
        (("MPB", "Komunat"), ("MPB",), "17", []),
        (("MPB", "Komunat"), ("MPB", "MPB"), "17", []),
        # but not where each has a row, nor where nothing is expected from who reports
        (("MPB", "Komunat"), ("MPB", "Pejë"), "17", ["MPB"]),
        (("MPB", "XYZQ", "Komunat"), ("MPB", "XYZQ"), "17", ["MPB", "XYZQ"]),
        (("MPB",), ("MPB",), "17", ["MPB"]),
        # whom the plan does not know may be a part of who reports
        (("MPB",), ("Drejtoria e Arsimit",), "17", []),
        (("MPB",), ("",), "17", []),
    ],
)
def test_for_the_unit_that_was_named_counts_no_row_that_names_another(
    tmp_path: Path, lead: tuple[str, ...], names: tuple[str, ...], unit: str, others: list[str]
) -> None:
    values = {"percent": ReportedCell(5, "S!C2"), "status": ReportedCell("in_progress", "S!D2")}
    rows = [NamedRow("1.1.1", "", values, "S!2", names=own) for own in names]
    with enrolled(tmp_path / "a.db", plan=plan_led_by(*lead)) as store, store.reading() as conn:
        found = matched(conn, rows, unit)
    assert [(told.where, told.code, told.params) for told in found.unclear] == [
        ("S!C2", "cells_of_other_unit", {"unit": other, "found": 2}) for other in others
    ]
    assert [row.unit for row in found.rows] == [unit] * (len(names) - len(others))


@pytest.mark.parametrize(
    ("of_row", "unit", "others"),
    [
        ("17", "17", []),
        ("02", "17", ["02"]),
        ("MPB", "17", ["MPB"]),
    ],
)
def test_for_the_unit_that_was_named_counts_nothing_of_the_columns_and_sheets_of_others(
    tmp_path: Path, of_row: str, unit: str, others: list[str]
) -> None:
    row = NamedRow("1.1.1", "", {"percent": ReportedCell(5, "S!C2")}, "S!2", unit=of_row)
    with enrolled(tmp_path / "a.db", plan=plan_led_by("MPB")) as store, store.reading() as conn:
        found = matched(conn, [row], unit)
        assert [told.params["unit"] for told in found.unclear] == others
        assert [told.unit for told in found.rows] == ([] if others else [unit])


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("1.1.1 {}", ""),
        ("1.1.1. {}", ""),
        ("1.1.1 – {}", ""),
        ("1.1.1) {}", ""),
        ("1.1.1 Dikush tjetër", "row_of_another"),
        ("9.9.9 {}", "row_of_no_action"),
    ],
)
def test_the_number_of_an_action_may_stand_in_front_of_its_title(
    tmp_path: Path, title: str, code: str
) -> None:
    plan = small_plan(1)
    own = next(iter(plan.actions()))
    row = NamedRow("", title.format(own.title), {"percent": ReportedCell(5, "S!C2")}, "S!2")
    with enrolled(tmp_path / "a.db", plan=plan) as store, store.reading() as conn:
        found = matched(conn, [row], "17")
    assert [told.code for told in found.unclear] == ([code] if code else [])
    of_actions = [each.action for each in found.rows if not isinstance(each.action, str)]
    assert [action.nr for action in of_actions] == ([] if code else ["1.1.1"])


@pytest.mark.parametrize(
    ("lead", "names", "units", "left"),
    [
        (("Komuna e Pejës", "Komuna e Prizrenit"), ["Klinë"], [], ["row_of_others"]),
        (("MPB", "Komunat"), ["Pejë, Prizren"], [], ["row_of_others"]),
        (("MPB", "Komunat"), ["Komunat", "MPB, Komunat"], ["MPB"], ["row_of_all_municipalities"]),
        (("MPB", "Komunat"), ["Pejë", "MPB", "Agjencia"], ["17", "MPB"], ["row_of_others"]),
        (("MPB", "Komunat"), ["Drejtoria e Arsimit"], ["MPB"], []),
        (("MPB", "Komunat"), ["MPB, Pejë"], ["MPB"], []),
        (("MPB",), ["Klinë"], ["MPB"], []),
    ],
)
def test_a_row_of_a_municipality_that_is_not_expected_is_of_nobody(
    tmp_path: Path, lead: tuple[str, ...], names: list[str], units: list[str], left: list[str]
) -> None:
    cells = {"percent": ReportedCell(5, "S!C2")}
    rows = [NamedRow("1.1.1", "", cells, f"S!{n}", names=name) for n, name in enumerate(names)]
    with enrolled(tmp_path / "a.db", plan=plan_led_by(*lead)) as store, store.reading() as conn:
        found = matched(conn, rows)
    assert [row.unit for row in found.rows] == units
    assert [told.code for told in found.unclear] == left


@pytest.mark.parametrize(
    ("lead", "unit", "is_expected"),
    [
        (("MPB", "Komunat"), "17", True),
        (("MPB", "Komuna e Pejës"), "17", True),
        (("MPB", "Komuna e Pejës"), "MPB", True),
        (("MPB", "Komuna e Pejës"), "20", False),
        (("Komuna e Pejës",), "MPB", False),
        (("MPB",), "17", True),
    ],
)
def test_for_a_unit_counts_what_the_plan_expects_of_it_where_it_names_municipalities(
    tmp_path: Path, lead: tuple[str, ...], unit: str, is_expected: bool
) -> None:
    row = NamedRow("1.1.1", "", {"percent": ReportedCell(5, "S!C2")}, "S!2", unit=unit)
    with enrolled(tmp_path / "a.db", plan=plan_led_by(*lead)) as store, store.reading() as conn:
        found = matched(conn, [row])
        chosen = matched(conn, [row._replace(unit="")], unit)
    assert [told.code for told in found.unclear] == ([] if is_expected else ["row_not_expected"])
    assert [each.unit for each in found.rows] == ([unit] if is_expected else [])
    # a person may say it of all
    assert [each.unit for each in chosen.rows] == [unit]
