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
