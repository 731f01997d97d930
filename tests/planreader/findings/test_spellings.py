"""Spellings of one name: what a document writes otherwise, and what only a print's narrow column parts."""

from __future__ import annotations

import pytest

from planreader.build.marks import Marks
from planreader.build.names import Lexicon
from planreader.findings.findings import find
from planreader.sources.form import Cell, Part
from store.plan.model import Plan, Provenance
from tests.plans import small_plan


def _plan(place: str, *names: str) -> Plan:
    plan = small_plan()
    first, *_ = plan.strategic_objectives
    objective, *_ = first.specific_objectives
    actions = tuple(
        action._replace(lead=(name,), support=(), funding=("BK",))
        for action, name in zip(objective.actions, names, strict=False)
    )
    only = first._replace(specific_objectives=(objective._replace(actions=actions),))
    known = {f"{action.nr}/lead": Provenance(place, True) for action in actions}
    return plan._replace(strategic_objectives=(only,), provenance=known)


@pytest.mark.parametrize(
    ("place", "names", "told"),
    [
        ("lines 61-66", ("Council for Kindergartens", "Council for Kindergartens"), 0),
        ("table 2, row 4, column 3", ("Council for Kindergartens", "Council for Kindergarten s"), 1),
        ("page 3, table 2, row 1, column 5", ("MIMAK/SDC", "MIMAK - SDC"), 1),
        ("page 3, table 2, row 1, column 5", ("Ambasada e Norvegjise", "Ambasada e Norvegjisë"), 1),
    ],
)
def test_spaces_signs_and_marks_of_letters_are_spelling(
    place: str, names: tuple[str, ...], told: int
) -> None:
    found = [one for one in find(_plan(place, *names), Marks()) if one.code == "spelling_variants"]
    assert len(found) == told


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("JRS", "JRC", "BK", "UNHCR"), ["JRC"]),
        (("JRS", "JRS", "JRS", "JRC"), []),
        (("UNHCR", "UNHCR", "UNHRC", "BK"), ["UNHRC"]),
        (("MESTI", "MESPI", "MESTI", "BK"), []),
    ],
)
def test_an_acronym_one_letter_off_another_is_mistyped(names: tuple[str, ...], found: list[str]) -> None:
    plan = _plan("table 2, row 4, column 3", *names)
    assert [x.figures["found"] for x in find(plan, Marks()) if x.code == "acronym_near"] == found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Komuna e Prishtinës, Pejës dhe Prizrenit", True),
        ("Opštine Leposavić, Zvečan i Zubin Potok", True),
        ("Municipalities of Pejë and Gjakovë", True),
        ("Komuna e Zubin Potokut", False),
        ("Ministria e Tregtisë dhe Industrisë", False),
        ("Ministry of Justice, human rights", True),
        ("Ministria e Drejtësisë, të drejtave", False),
        ("Ministria e Kulturës, rinisë dhe sportit", False),
    ],
)
def test_a_name_that_may_be_several_is_told(name: str, told: bool) -> None:
    """They stay one name as printed, so that no place comes to support the others."""
    cell = Cell("institutions", (Part(name),))
    assert Lexicon([cell]).entries(cell) == (name,)
    found = find(_plan("sheet Plan, cell E5", name), Marks())
    assert [x.figures["found"] for x in found if x.code == "names_together"] == [name] * told
