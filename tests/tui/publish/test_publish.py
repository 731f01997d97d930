"""Publishing a revision on the screen: compared, answered, followed, published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planreader.review.tomlform import write_toml
from store.edits.edits import StatusReport, report_status
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.revision.comparison import LevelQuestion
from store.revision.publish import PlanDocument
from store.revision.successors import left_actions
from tests.plans import small_plan
from tests.support.lengths import some
from tests.support.revised import titles_of, with_titles
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    TerrenPilot,
    assert_snapshot,
    grid,
    home,
    open_document,
    pictured,
    running,
    said,
    speaking,
)
from tests.tui.test_hostile import HOSTILE, assert_harmless, hostile_plan
from tui.app.application import TerrenApp
from tui.plan.screen import PlanScreen
from tui.publish.publish import PublishScreen
from tui.screens.oneline import AnswerScreen
from tui.screens.window import ConfirmScreen

NEW = "Masa 1.1.2 për të gjitha komunat e vendit"


def center(folder: Path) -> Home:
    """A headquarters, beside it ``r.plan.toml``: 1.1.2 moved and retitled to 1.1.4, and 2.1.4 gone."""
    at = home(folder, unit="MPB", role="headquarters")
    with at.open() as store:
        plan = load_plan(store)
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY, unit="17")
        report_status(store, "2.1.4", StatusReport("in_progress"), today=TODAY, unit="17")
    first, second = titles_of(plan)
    revised = with_titles(plan, [[first[0], *first[2:], NEW], second[:-1]])
    write_toml(revised, folder / "r.plan.toml")
    return at


async def compare(app: TerrenApp, pilot: TerrenPilot, path: Path) -> PublishScreen:
    """Open the comparison of a file with the plan in force."""
    await open_document(app, pilot, "P", path)
    assert isinstance(app.screen, PublishScreen)
    return app.screen


def revision(at: Home) -> int:
    with at.open() as store, store.reading() as conn:
        return current_revision(conn)


async def test_a_revision_is_compared_answered_and_published(tmp_path: Path) -> None:
    at = center(tmp_path)
    async with running(at, (120, 40)) as (app, pilot):
        screen = await compare(app, pilot, tmp_path / "r.plan.toml")
        assert (screen.row.kind, screen.row.nr) == ("asked", "1.1.4")
        await pilot.press("w")
        assert isinstance(app.screen, PublishScreen) and revision(at) == 1, "a question is open"
        await pilot.press("0")
        assert not screen.draft.comparison.questions
        removed = {row.nr for row in screen.rows if row.kind == "removed"}
        assert removed == {"1.1.2", "2.1.4"}, "the new one continues nothing, so the old one leaves"
        await pilot.press("u")
        assert (screen.row.kind, screen.row.nr) == ("asked", "1.1.4")
        await pilot.press("1")
        assert [row.nr for row in screen.rows if row.kind == "removed"] == ["2.1.4"]
        place = next(n for n, row in enumerate(screen.rows) if row.kind == "removed")
        screen.list.action_move(place - screen.list.cursor)
        await pilot.press("s", *"9.9.9", "enter")
        assert isinstance(app.screen, AnswerScreen) and "9.9.9" in said(app)
        app.screen.typed.value = ""
        await pilot.press(*"1.1.4", "enter")
        assert "Successor" in grid(app)
        await pilot.press("d")
        assert isinstance(app.screen, AnswerScreen)
        app.screen.typed.value = "1.10.2022"
        await pilot.press("enter", "escape")
        assert isinstance(app.screen, PublishScreen), "one Esc drops no answers"
        await pilot.press("w")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("escape")
        assert revision(at) == 1
        await pilot.press("w", "enter")
        assert isinstance(app.screen, PlanScreen)
        assert "Revision 2 is published" in said(app)
    with at.open() as store:
        plan = load_plan(store)
        action = next(one for one in plan.actions() if one.nr == "1.1.4")
        assert (action.id, action.title) == ("1.1.2", NEW), "its progress stays with it"
        (left,) = left_actions(store)
        assert (left.nr, left.successors) == ("2.1.4", ("1.1.4",))
        day = store.conn.execute("SELECT in_force_from FROM plan WHERE revision = 2").fetchone()[0]
        assert day == date(2022, 10, 1).isoformat()


async def test_pairs_are_made_and_parted_by_hand(tmp_path: Path) -> None:
    at = center(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        screen = await compare(app, pilot, tmp_path / "r.plan.toml")
        await pilot.press("o")
        assert isinstance(app.screen, AnswerScreen)
        await pilot.press(*"2.1.4", "enter")
        assert screen.draft.comparison.continued("action")["1.1.4"] == "2.1.4"
        place = next(n for n, row in enumerate(screen.rows) if (row.kind, row.nr) == ("changed", "1.1.4"))
        screen.list.action_move(place - screen.list.cursor)
        await pilot.press("0")
        assert {row.nr for row in screen.rows if row.kind == "removed"} == {"1.1.2", "2.1.4"}
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, PlanScreen)
    assert revision(at) == 1


async def test_an_entry_leaves_the_plan_although_one_is_like_it(tmp_path: Path) -> None:
    at = center(tmp_path)
    async with running(at, (80, 24)) as (app, pilot):
        screen = await compare(app, pilot, tmp_path / "r.plan.toml")
        assert isinstance(screen.row.what, LevelQuestion)
        candidates = [one.key for one in screen.row.what.question.candidates]
        assert candidates[0] == "1.1.2" and len(candidates) > 1
        await pilot.press("x")
        assert isinstance(app.screen, AnswerScreen) and ", ".join(candidates) in grid(app)
        await pilot.press("enter")
        assert screen.given.answers.removed == {"1.1.2"}, "the likeliest stands there already"
        assert "1.1.2" in {row.nr for row in screen.rows if row.kind == "removed"}
        place = next(n for n, row in enumerate(screen.rows) if row.kind == "whole")
        screen.list.action_move(place - screen.list.cursor)
        await pilot.press("x")
        assert isinstance(app.screen, AnswerScreen)
        await pilot.press(*"9.9.9", "enter")
        assert isinstance(app.screen, AnswerScreen) and "9.9.9" in said(app), "no such entry"
        app.screen.typed.value = "2.1.1"
        await pilot.press("enter")
        assert screen.given.answers.removed == {"1.1.2", "2.1.1"}
        assert "2.1.1" in {row.nr for row in screen.rows if row.kind == "removed"}
        await pilot.press("u", "u", "n")
        assert (screen.given.answers.removed, screen.row.nr) == (frozenset(), "1.1.4")
        await pilot.press("1")
        place = next(n for n, row in enumerate(screen.rows) if (row.kind, row.nr) == ("changed", "1.1.4"))
        screen.list.action_move(place - screen.list.cursor)
        await pilot.press("x")
        assert screen.given.answers.same == {}, "what was said to continue is parted again"
        assert screen.given.answers.removed == {"1.1.2"}


async def test_the_same_plan_and_a_laptop_publish_nothing(tmp_path: Path) -> None:
    at = home(tmp_path / "center", unit="MPB", role="headquarters")
    write_toml(small_plan(), tmp_path / "same.plan.toml")
    async with running(at, (80, 24)) as (app, pilot):
        await compare(app, pilot, tmp_path / "same.plan.toml")
        await pilot.press("w")
        assert isinstance(app.screen, PublishScreen)
        assert revision(at) == 1
    async with running(home(tmp_path / "laptop"), (80, 24)) as (app, pilot):
        await pilot.press("P")
        assert isinstance(app.screen, PlanScreen)


@pytest.mark.parametrize("text", some(HOSTILE, of=6, first=2))
async def test_hostile_plans_are_harmless(tmp_path: Path, text: str) -> None:
    at = home(tmp_path, hostile_plan(text), unit="17", role="headquarters")
    with at.open() as store:
        plan = load_plan(store)
    revised = with_titles(plan, [[f"{text} x", text]])
    for size in ((120, 40), (60, 20)):
        async with running(at, size) as (app, pilot):
            assert app.store is not None
            screen = PublishScreen(app.store, PlanDocument(revised, text, "00"))
            await app.push_screen(screen)
            await pilot.pause()
            for _n in range(len(screen.rows)):
                assert_harmless(grid(app), size[0])
                for keys in (
                    ("o",),
                    ("escape", "s"),
                    (*text[:3], "enter"),
                    ("escape",),
                    ("w",),
                    ("escape", "j"),
                ):
                    await pilot.press(*keys)
                    assert_harmless(grid(app), size[0])
                if app.screen is not screen:
                    break
            assert app.is_running


async def test_the_footer_offers_what_can_be_answered_on_the_row(tmp_path: Path) -> None:
    async with running(center(tmp_path)) as (app, pilot):
        screen = await compare(app, pilot, tmp_path / "r.plan.toml")
        offered: dict[str, set[str]] = {}

        def look() -> None:
            for n, row in enumerate(screen.rows):
                screen.move(n - screen.list.cursor)
                idle = screen.key_bar.idle
                offered[row.kind] = {"continues", "other_number", "name_successor"} - idle

        look()
        assert offered["asked"] == {"continues", "other_number"}
        screen.move(next(n for n, row in enumerate(screen.rows) if row.kind == "asked") - screen.list.cursor)
        await pilot.press("1")
        look()
        assert offered["removed"] == {"other_number", "name_successor"}
        assert offered["whole"] == set()
        screen.move(-screen.list.cursor)
        await pilot.press("3")
        assert "3 is no answer here." in said(app)


@pictured
async def test_publishing_looks_as_it_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(center(tmp_path), size) as (app, pilot):

            async def kept(name: str) -> None:
                await pilot.pause()
                app.clear_notifications()
                await pilot.pause()
                assert_snapshot(f"{name}-{size[0]}x{size[1]}-{code}", grid(app), refresh)

            screen = await compare(app, pilot, tmp_path / "r.plan.toml")
            await kept("publish")
            await pilot.press("o")
            await kept("publish-number")
            await pilot.press("escape", "1")
            place = next(n for n, row in enumerate(screen.rows) if row.kind == "removed")
            screen.list.action_move(place - screen.list.cursor)
            await pilot.press("s", *"1.1.4", "enter")
            await kept("publish-removed")
            await pilot.press("pageup", "pageup")
            await kept("publish-whole")
            await pilot.press("w")
            await kept("publish-confirm")
