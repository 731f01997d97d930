"""Spellings of one name: grouped for filters and reports, while what is printed stays printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.account.action_rows import lead_names, read_plan_rows
from store.db.database import Store
from store.db.errors import UserError
from store.edits.naming import join_names, part_names, role_of
from store.history.history import undo
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.plan.model import Plan
from store.plan.name_suggestions import are_alike, suggest_groups
from store.plan.names import groups, read_names
from store.query.filters.filter import Filter, list_actions
from tests.plans import enrolled, small_plan
from tests.store.query.filters.test_filters import TODAY

SPELLINGS = ("MIMAK/SDC", "MIMAK - SDC", "Donacion MIMAK/ SDC", "GIZ")
SENTENCE = "Buxheti dhe " + "donatorët " * 30
LEADS = ("Ministria e Punëve", "Ministria e punëve", "MPB", "MPB")


def plan() -> Plan:
    """A plan whose first actions are funded and led by names in several spellings."""
    found = small_plan()
    first, *others = found.strategic_objectives
    specific = first.specific_objectives[0]
    actions = tuple(
        action._replace(funding=(funding,), lead=(lead,), support=("Komunat",))
        for action, funding, lead in zip(specific.actions, SPELLINGS, LEADS, strict=True)
    )
    actions = (*actions[:3], actions[3]._replace(funding=(SPELLINGS[3], SENTENCE)))
    changed = first._replace(specific_objectives=(specific._replace(actions=actions),))
    return found._replace(strategic_objectives=(changed, *others))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Headquarters on that plan."""
    with enrolled(tmp_path / "hq.db", unit="MPB", role="headquarters", plan=plan()) as found:
        yield found


def funded(store: Store, name: str) -> list[str]:
    return [row.nr for row in list_actions(store, Filter(funding=name), today=TODAY)]


def test_a_filter_finds_all_spellings_of_a_group(store: Store) -> None:
    assert funded(store, "MIMAK - SDC") == ["1.1.1", "1.1.2", "1.1.3"] or len(funded(store, "GIZ")) == 1
    before = load_plan(store)
    assert funded(store, "Donacion") == ["1.1.3"]
    join_names(store, "funding", "Zvicra", SPELLINGS[:3])
    for typed in ("Donacion", "MIMAK/SDC", "Zvicra", "zvicra"):
        assert funded(store, typed) == ["1.1.1", "1.1.2", "1.1.3"]
    assert funded(store, "GIZ") == ["1.1.4"]
    assert load_plan(store) == before
    part_names(store, [("funding", "Donacion MIMAK/ SDC")])
    assert funded(store, "Donacion") == ["1.1.3"]
    undo(store, 1)
    assert funded(store, "Donacion") == ["1.1.1", "1.1.2", "1.1.3"]


def test_a_group_is_one_lead_and_relieves_nobody(store: Store) -> None:
    def rows() -> list[tuple[str, frozenset[str]]]:
        with store.reading() as conn:
            return [(row.lead, row.expected) for row in read_plan_rows(conn, current_revision(conn), TODAY)][
                :4
            ]

    before = rows()
    assert [lead for lead, _units in before] == ["ministria-e-puneve", "ministria-e-puneve", "MPB", "MPB"]
    join_names(store, "institution", "MPB", LEADS[:2])
    assert [lead for lead, _units in rows()] == ["MPB"] * 4
    assert [units for _lead, units in rows()] == [units for _lead, units in before]
    with store.reading() as conn:
        assert lead_names(read_plan_rows(conn, current_revision(conn), TODAY))["MPB"] == "MPB"
    assert [row.nr for row in list_actions(store, Filter(lead="MPB"), today=TODAY)][:2] == ["1.1.1", "1.1.2"]


def test_suggestions_and_groups(store: Store) -> None:
    found = {
        group.name: [name for name, _count in group.spellings] for group in suggest_groups(store, "funding")
    }
    assert found == {"MIMAK/SDC": ["MIMAK/SDC", "MIMAK - SDC", "Donacion MIMAK/ SDC"]}
    (group,) = suggest_groups(store, "funding")
    join_names(store, "funding", group.name, [name for name, _count in group.spellings])
    assert suggest_groups(store, "funding") == []
    several = [one for one in groups(store, "funding") if len(one.spellings) > 1]
    assert [(one.name, len(one.spellings)) for one in several] == [("MIMAK/SDC", 3)]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("MIMAK/SDC", "Donacion MIMAK - SDC", True),
        ("MIMAK/SDC", "SDC - MIMAK", False),
        ("MPB/ARC", "ARC/MPB", False),
        ("Ministria e Punës/Agjencia e Statistikave", "Agjencia e Statistikave/Ministria e Punës", False),
        ("GIZ (DIMAK)", "GIZ/DIMAK", True),
        ("Ligji për të Huaj", "Ligji për të huajt", True),
        ("Ligji 04/L-219", "Ligji 04/L-218", False),
        ("JRC", "JRS", False),
        ("Plani i Punës së PK-së", "Plani i punës së MPB-së", False),
        ("Donatorë", "Donacion", False),
        ("Bashkimi Evropian", "Ministria e Drejtësisë", False),
    ],
)
def test_likeness(first: str, second: str, alike: bool) -> None:
    assert are_alike(first, second) is are_alike(second, first) is alike


def test_chains_and_circles_end(store: Store) -> None:
    join_names(store, "funding", "MIMAK - SDC", ["MIMAK/SDC"])
    join_names(store, "funding", "GIZ", ["MIMAK - SDC"])
    with store.reading() as conn:
        assert read_names(conn).of("funding", "MIMAK/SDC") == "GIZ"
    join_names(store, "funding", "MIMAK/SDC", ["GIZ"])
    with store.reading() as conn:
        names = read_names(conn)
    assert {names.of("funding", name) for name in ("GIZ", "MIMAK - SDC", "MIMAK/SDC")} == {"MIMAK/SDC"}


def test_what_is_refused(store: Store, tmp_path: Path) -> None:
    for code, refused in (
        ("name_unknown", lambda: join_names(store, "funding", "X", ["nope"])),
        ("text_empty", lambda: join_names(store, "funding", " ", ["GIZ"])),
        ("text_too_long", lambda: join_names(store, "funding", "x" * 201, ["GIZ"])),
        ("name_too_long", lambda: join_names(store, "funding", "GIZ", [SENTENCE])),
        ("name_unknown", lambda: role_of(store, ["GIZ", "MPB"])),
    ):
        with pytest.raises(UserError) as caught:
            refused()
        assert caught.value.code == code
    assert role_of(store, ["GIZ"]) == "funding"
    assert join_names(store, "funding", "GIZ", ["GIZ"]) == []
    with (
        enrolled(tmp_path / "field.db", plan=plan()) as field,
        pytest.raises(UserError, match="headquarters_only"),
    ):
        join_names(field, "funding", "X", ["GIZ"])
