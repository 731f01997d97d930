"""Names moved over the edges of cells of a dump, and put together or parted, by what stands elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from planreader.build.edges import KNOWN_ELSEWHERE, with_known_edges
from planreader.build.mendednames import mended
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


@pytest.mark.parametrize(
    ("cells", "cited", "found"),
    [
        ([("Këshilli", "Gjyqësor"), ("Këshilli Gjyqësor",)], False, ("Këshilli Gjyqësor",)),
        ([("MPB", "Komunat"), ("MPB Komunat",), ("MPB",), ("Komunat",)], False, ("MPB", "Komunat")),
        ([("MPB Komunat",), ("MPB",), ("Komunat",)], False, ("MPB", "Komunat")),
        ([("Ligji për Ndihmë", "Falas"), ("Ligji për Ndihmë", "Falas")], True, ("Ligji për Ndihmë Falas",)),
        ([("Ligji i punës", "Agjenda"), ("Ligji i punës", "Agjenda")], True, ("Ligji i punës", "Agjenda")),
    ],
)
def test_names_are_put_together_and_parted_as_they_stand_elsewhere(
    cells: list[tuple[str, ...]], cited: bool, found: tuple[str, ...]
) -> None:
    assert mended(cells, cited=cited)[0] == found
