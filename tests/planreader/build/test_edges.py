"""Names moved over the edges of cells of a dump by where they stand elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planreader.build.edges import KNOWN_ELSEWHERE, with_known_edges
from store.plan.model import Action, Plan
from tests.plans import small_plan

_ORDER = ("title", "deadline", "budget", "funding", "institutions", "output", "documents")


def _plan(*rows: Mapping[str, Any], **usual: Any) -> Plan:
    """A plan whose first actions have these fields, and of which six others are as usual."""
    plain = {
        "funding": ("BK", "UNDP"), "institutions": ("MPB", "Zyra për Barazi"),
        "outputs": ("Plani i miratuar",), "documents": ("Ligji i punës", "Strategjia e BE-së"), **usual,
    }  # fmt: skip
    plan = small_plan(len(rows) + 6)
    first, second = plan.strategic_objectives
    objective = first.specific_objectives[0]
    actions = tuple(
        action._replace(**{**plain, **(rows[n] if n < len(rows) else {})})
        for n, action in enumerate(objective.actions)
    )
    whole = first._replace(specific_objectives=(objective._replace(actions=actions),))
    return plan._replace(strategic_objectives=(whole, second._replace(specific_objectives=())))


def _first(plan: Plan) -> Action:
    return next(iter(with_known_edges(plan, _ORDER)[0].actions()))


def test_an_institution_behind_the_sources_moves_to_the_others() -> None:
    row = {"funding": ("BK", "Zyra për Barazi"), "institutions": ("MPB",)}
    found = _first(_plan(row))
    assert (found.funding, found.institutions) == (("BK",), ("Zyra për Barazi", "MPB"))


def test_what_is_sure_stays_and_what_moved_is_inferred() -> None:
    plan = _plan()
    assert with_known_edges(plan, _ORDER) == (plan, {})
    row = {"funding": ("BK", "Zyra për Barazi"), "institutions": ("MPB",)}
    _found, moved = with_known_edges(_plan(row), _ORDER)
    assert {path.split("/")[1]: origin.reason for path, origin in moved.items()} == {
        "funding": KNOWN_ELSEWHERE, "institutions": KNOWN_ELSEWHERE,
    }  # fmt: skip
