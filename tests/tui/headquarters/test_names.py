"""Spellings of one name are joined and parted on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.naming import join_names
from store.plan.model import Plan
from store.plan.names import groups
from tests.plans import small_plan
from tests.support.lengths import some
from tests.tui.harness import Home, Size, assert_snapshot, grid, home, pictured, running, said, speaking
from tests.tui.test_hostile import HOSTILE, assert_harmless, hostile_plan
from tui.headquarters.names import NamesScreen
from tui.plan.screen import PlanScreen
from tui.screens.oneline import AnswerScreen


def spelled_plan() -> Plan:
    """The small plan with a donor in three spellings and an institution in two that nobody suggests."""
    spellings = iter(("MIMAK/SDC", "MIMAK - SDC", "Donacion MIMAK/ SDC", "MIMAK/SDC", *["BK"] * 4))
    leads = iter(("MPB", "Ministria e Punëve", "MPB", "APRK") * 2)
    plan = small_plan()
    return plan._replace(
        strategic_objectives=tuple(
            strategic._replace(
                specific_objectives=tuple(
                    one._replace(
                        actions=tuple(
                            action._replace(funding=(next(spellings),), lead=(next(leads),), support=())
                            for action in one.actions
                        )
                    )
                    for one in strategic.specific_objectives
                )
            )
            for strategic in plan.strategic_objectives
        )
    )


def center(folder: Path, plan: Plan | None = None, unit: str = "MPB") -> Home:
    return home(folder, plan or spelled_plan(), unit=unit, role="headquarters")


def joined(at: Home) -> dict[str, list[str]]:
    """The groups of several spellings, by name."""
    with at.open() as store:
        return {
            group.name: sorted(name for name, _count in group.spellings)
            for group in groups(store)
            if len(group.spellings) > 1
        }


async def test_a_suggestion_is_accepted_named_otherwise_and_parted(tmp_path: Path) -> None:
    at = center(tmp_path)
    three = ["Donacion MIMAK/ SDC", "MIMAK - SDC", "MIMAK/SDC"]
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("N")
        assert isinstance(app.screen, NamesScreen)
        await pilot.press("a")
        assert joined(at) == {"MIMAK/SDC": three}
        await pilot.press("2", "enter")
        assert isinstance(app.screen, AnswerScreen)
        app.screen.typed.value = ""
        await pilot.press("enter")
        assert isinstance(app.screen, AnswerScreen), "a name is not empty"
        await pilot.press(*"Zvicra", "enter")
        assert joined(at) == {"Zvicra": three}
        await pilot.press("u")
        assert joined(at) == {"MIMAK/SDC": three}
        await pilot.press("down", "down", "x")
        (left,) = joined(at).values()
        assert len(left) == 2
        await pilot.press("up", "up", "up", "x", "escape")
        assert isinstance(app.screen, PlanScreen)
    assert joined(at) == {}


async def test_names_that_are_not_alike_are_found_marked_and_joined(tmp_path: Path) -> None:
    at = center(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("N", "3", "slash", *"mpb", "enter", "space", "escape")
        assert isinstance(app.screen, NamesScreen)
        assert "1 name marked" in said(app)
        await pilot.press("slash", *"pune", "enter", "space")
        assert "2 names marked" in said(app)
        await pilot.press("a")
        assert joined(at) == {"MPB": ["MPB", "Ministria e Punëve"]}
        await pilot.press("escape", "slash", *"bk", "enter", "space", "escape")
        await pilot.press("slash", *"aprk", "enter", "space", "a")
        assert "are marked" in said(app), "an institution is no source of funding"
        assert joined(at) == {"MPB": ["MPB", "Ministria e Punëve"]}


async def test_a_municipality_looks_and_is_refused(tmp_path: Path) -> None:
    at = home(tmp_path, spelled_plan())
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("N", "a")
        assert isinstance(app.screen, NamesScreen)
        assert "headquarters" in said(app).lower()
    assert joined(at) == {}


@pytest.mark.parametrize("text", some(HOSTILE, of=6, first=4))
async def test_hostile_names_are_harmless(tmp_path: Path, text: str) -> None:
    at = center(tmp_path, hostile_plan(text), "17")
    for size in ((120, 40), (60, 20)):
        async with running(at, size) as (app, pilot):
            for keys in (
                ("N",),
                ("a",),
                ("3",),
                ("enter",),
                ("enter",),
                ("2",),
                ("space",),
                ("x",),
                ("3", "f", *text[:3]),
            ):
                await pilot.press(*keys)
                assert_harmless(grid(app), size[0])
            assert app.is_running


@pictured
async def test_names_look_as_they_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(center(tmp_path), size) as (app, pilot):
            for name, keys in (
                ("names", ("N",)),
                ("names-all", ("3", "space")),
                ("names-join", ("enter",)),
            ):
                await pilot.press(*keys)
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)


async def test_a_name_that_somebody_gave_meanwhile_is_shown_before_another_takes_its_place(
    tmp_path: Path,
) -> None:
    at = center(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("N", "enter")
        assert isinstance(app.screen, AnswerScreen)
        app.screen.typed.value = "Zvicra"
        with at.open() as store:
            join_names(store, "funding", "SDC", ["MIMAK/SDC", "MIMAK - SDC"])
        await pilot.press("enter")
        assert "meanwhile it is SDC, which you have not seen" in said(app)
        await pilot.press("enter", "enter")
        assert isinstance(app.screen, NamesScreen)
        assert [*joined(at)] == ["Zvicra"]


@pytest.mark.parametrize(("key", "after"), [("a", ["SDC"]), ("x", [])])
async def test_a_key_on_names_asks_where_somebody_named_them_meanwhile(
    tmp_path: Path, key: str, after: list[str]
) -> None:
    at = center(tmp_path)
    with at.open() as store:
        join_names(store, "funding", "Zvicra", ["MIMAK/SDC", "MIMAK - SDC"])
    async with running(at, (80, 24)) as (app, pilot):
        await pilot.press("N", "2")
        with at.open() as store:
            join_names(store, "funding", "SDC", ["MIMAK/SDC", "MIMAK - SDC"])
        await pilot.press(key)
        assert "meanwhile it is SDC, which you have not seen" in said(app)
        assert ([*joined(at)], "Zvicra" in grid(app)) == (["SDC"], False)
        await pilot.press(key)
        assert [*joined(at)] == after
