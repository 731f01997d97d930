"""A form on an action writes to this action or to none, whatever revision another process takes meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.edits.edits import StatusReport, report_status
from store.plan.load import load_plan
from store.query.queries import action_detail
from tests.support.lengths import some
from tests.support.revised import published, titles_of, with_titles
from tests.tui.harness import TODAY, Home, grid, home, running, said

FORMS = {
    "note": ("n", *"Text"),
    "evidence": ("E", *"Text", "tab", "tab", *"Text"),
    "details": ("d", *"50"),
    "money": ("b", *"12"),
    "assessment": ("a", "2", "tab", "tab", *"Text"),
    "list of statuses": ("s",),
    "agreed in a meeting": ("m", "enter", "g", *"112", "enter", "d", *"Text"),
    "note in a meeting": ("m", "enter", "g", *"112", "enter", "n", *"Text"),
    "money in a meeting": ("m", "enter", "g", *"112", "enter", "b", *"12"),
}
SAVE = {"money": "enter", "money in a meeting": "enter", "list of statuses": "4"}


def office(folder: Path) -> Home:
    at = home(folder, unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.2", StatusReport("in_progress"), today=TODAY)
    return at


def without(at: Home, *titles: str) -> None:
    """As another process: the plan goes on without these actions, and those behind them get other numbers."""
    with at.open() as store:
        plan = load_plan(store)
        left = [[title for title in one if title not in titles] for one in titles_of(plan)]
        published(store, with_titles(plan, left))


def recorded(at: Home) -> set[str]:
    """The titles of the actions on which anything was recorded after the preparation."""
    with at.open() as store, store.reading() as conn:
        rows = conn.execute(
            "SELECT DISTINCT title FROM change JOIN action ON action.id = change.target"
            " WHERE kind NOT IN ('decision', 'meeting') AND change.seq > 1"
        )
        return {title for (title,) in rows}


@pytest.mark.parametrize("form", some(list(FORMS)))
async def test_a_form_finds_its_action_under_another_number(tmp_path: Path, form: str) -> None:
    at = office(tmp_path)
    with at.open() as store:
        titles = {row.nr: row.title for row in load_plan(store).actions()}
    async with running(at) as (_app, pilot):
        await pilot.press("g", *"112", "enter", *FORMS[form])
        without(at, titles["1.1.1"])
        await pilot.press(SAVE.get(form, "ctrl+s"))
    with at.open() as store:
        # the number of the form belongs to another action by now
        assert action_detail(store, "1.1.1", today=TODAY).row.title == titles["1.1.2"]
        assert action_detail(store, "1.1.2", today=TODAY).row.title == titles["1.1.3"]
    assert recorded(at) == {titles["1.1.2"]}


@pytest.mark.parametrize("form", some(list(FORMS), first=1))
async def test_a_form_on_an_action_that_left_is_refused(tmp_path: Path, form: str) -> None:
    at = office(tmp_path)
    with at.open() as store:
        titles = {row.nr: row.title for row in load_plan(store).actions()}
    async with running(at) as (app, pilot):
        await pilot.press("g", *"112", "enter", *FORMS[form])
        without(at, titles["1.1.2"])
        await pilot.press(SAVE.get(form, "ctrl+s"))
        assert "is in the plan no more" in said(app), grid(app)
    assert recorded(at) == set()


@pytest.mark.parametrize("form", some(["note", "evidence", "details", "assessment", "list of statuses"]))
@pytest.mark.parametrize("before", [False, True], ids=["while it is filled in", "before it opens"])
async def test_what_was_saved_does_not_hide_that_the_plan_was_revised(
    tmp_path: Path, form: str, before: bool
) -> None:
    at = office(tmp_path)
    with at.open() as store:
        titles = {row.nr: row.title for row in load_plan(store).actions()}
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("g", *"112", "enter")
        if before:
            without(at, titles["1.1.1"])
            await pilot.press(*FORMS[form])
        else:
            await pilot.press(*FORMS[form])
            without(at, titles["1.1.1"])
        await pilot.press(SAVE.get(form, "ctrl+s"))
        words = said(app)
        assert "What was 1.1.2 is 1.1.1 now." in words, words
        saved = {"note": "Note on 1.1.1 saved", "evidence": "Evidence for 1.1.1 saved"}
        assert saved.get(form, "u undo") in words, words
        # once one has gone on, that is no news
        await pilot.press("j", "k", "u")
        assert "Taken back" in said(app)
        assert "What was 1.1.2" not in said(app)
