"""For which unit a row of a table reports, by the names that it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.reported.matching import NamedRow, matched
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
