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


def _first(plan: Plan, order: tuple[str, ...] = _ORDER, **known: tuple[str, ...]) -> Action:
    return next(iter(with_known_edges(plan, order, known)[0].actions()))


def test_a_source_before_institutions_moves_with_its_other_half() -> None:
    row = {"funding": ("UN",), "institutions": ("Women Zyra për Barazi", "MPB")}
    found = _first(_plan(row, {"funding": ("BK", "UN Women")}, {"funding": ("UN Women", "BK")}))
    assert (found.funding, found.institutions) == (("UN Women",), ("Zyra për Barazi", "MPB"))


def test_the_first_word_of_a_reference_goes_back_to_it() -> None:
    order = ("funding", "documents")
    row = {"funding": ("BK", "Strategjia"), "documents": ("e BE-së",)}
    found = _first(_plan(row), order)
    assert (found.funding, found.documents) == (("BK",), ("Strategjia e BE-së",))


def test_a_name_that_is_two_is_parted_at_the_edge() -> None:
    order = ("funding", "documents")
    row = {"funding": ("BK Ligji i punës",), "documents": ("Strategjia e BE-së",)}
    found = _first(_plan(row, {"documents": ("Plani", "Ligji i punës")}), order)
    assert (found.funding, found.documents) == (("BK",), ("Ligji i punës", "Strategjia e BE-së"))


def test_an_institution_behind_the_sources_moves_to_the_others() -> None:
    row = {"funding": ("BK", "Zyra për Barazi"), "institutions": ("MPB",)}
    found = _first(_plan(row))
    assert (found.funding, found.institutions) == (("BK",), ("Zyra për Barazi", "MPB"))
    kept = _first(_plan(row), funding=("Zyra për Barazi",))
    assert kept.funding == ("BK", "Zyra për Barazi")


def test_an_output_in_the_list_before_it_is_told_by_its_words() -> None:
    row = {"institutions": ("MPB", "Zyra për Barazi Plani i miratuar"), "outputs": ()}
    found = _first(_plan(row))
    assert (found.institutions, found.outputs) == (("MPB", "Zyra për Barazi"), ("Plani i miratuar",))


def test_who_leads_at_the_end_of_a_title_leads() -> None:
    order = ("title", "institutions")
    row = {"title": "Hartimi i planit komunal MPB", "institutions": ("Zyra për Barazi",)}
    found = _first(_plan(row), order)
    assert (found.title, found.institutions) == ("Hartimi i planit komunal", ("MPB", "Zyra për Barazi"))
    asked = {**row, "title": "Trajnimi i zyrtarëve të MPB"}
    assert _first(_plan(asked), order).title == "Trajnimi i zyrtarëve të MPB"


def test_a_reference_at_the_end_of_an_output_that_stands_elsewhere_without_it() -> None:
    row = {
        "outputs": ("Ligji i miratuar", "Plani i miratuar Ligji i punës"),
        "documents": ("Strategjia e BE-së",),
    }
    found = _first(_plan(row))
    assert found.outputs == ("Ligji i miratuar", "Plani i miratuar")
    assert found.documents == ("Ligji i punës", "Strategjia e BE-së")
    once = _plan({**row, "outputs": ("Është miratuar Ligji i punës",)})
    assert _first(once).outputs == ("Është miratuar Ligji i punës",)


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
