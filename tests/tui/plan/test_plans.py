"""Several plans under one home on the screen: what is due in each, switching, and exchanging for all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from planreader.review.tomlform import write_toml
from store.db.database import Store
from store.db.errors import UserError
from store.db.settings import Settings
from store.edits.calendar import open_period
from store.edits.edits import StatusReport, report_status
from store.edits.reviewing import return_report
from store.exchange.change_sets import Author
from store.exchange.held_files import HeldFile
from store.history.logbook import find_changes
from store.ledger.identity import read_identity
from store.opening.open_store import open_store
from sync.home_plans import HomePlan, new_plan, read_plans, rename_plan
from sync.mailbox import Exchange, exchange_folder
from sync.plans import begin_plan, work
from tests.plans import small_plan
from tests.support.acquainted import acquaint
from tests.tui.harness import (
    TODAY,
    Home,
    Size,
    TerrenPilot,
    assert_snapshot,
    fill,
    grid,
    home,
    pictured,
    running,
    said,
    speaking,
    work_in_folder,
)
from tui.app.application import TerrenApp
from tui.app.start import _open
from tui.plan.plans import PlansScreen
from tui.plan.screen import PlanScreen


def begun(at: Home, name: str = "Kthimi") -> HomePlan:
    """A further plan beside the one of a home."""
    goal, (first, *_) = new_plan(at.places, name), read_plans(at.places).plans
    plan = small_plan()._replace(id=f"id-{name}", title=f"Plani {name}")
    begin_plan(goal, (first,), first, plan=plan, source_name="t.txt", source_sha256="11")
    return goal


def changes(database: Path) -> int:
    with open_store(database, read_only=True) as store:
        return len(find_changes(store))


async def shown(app: TerrenApp, pilot: TerrenPilot) -> PlansScreen:
    await pilot.press("ctrl+o")
    assert isinstance(app.screen, PlansScreen)
    return app.screen


@pictured
async def test_the_window_looks_as_it_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        at = home(tmp_path / "home", unit="MPB", role="headquarters")
        begun(at)
        rename_plan(at.places, read_plans(at.places).plans[0], "Migrimi")
        with at.open() as store:
            open_period(store, "2022-Q3", date(2022, 10, 15))
        async with running(at, size) as (app, pilot):
            await shown(app, pilot)
            assert_snapshot(f"plans-{size[0]}x{size[1]}-{code}", grid(app), refresh)


async def test_going_to_another(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    further = begun(at)
    rename_plan(at.places, read_plans(at.places).plans[0], "Migrimi")
    with at.open() as store:
        report_status(store, "1.1.1", StatusReport("in_progress"), today=TODAY)
    async with running(at) as (app, pilot):
        first = app.store
        await shown(app, pilot)
        assert "1 unsent" in said(app)
        # the one that is open stays
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert app.store is first
        # titles may be alike
        assert grid(app).startswith(" Terren · Migrimi · ")
        await shown(app, pilot)
        await pilot.press("down", "enter")
        assert isinstance(app.screen, PlanScreen)
        assert app.database == further.database
        assert grid(app).startswith(" Terren · Kthimi · Plani Kthimi")
        assert "Plan: Kthimi" in said(app)
        await pilot.press("j", "j", "4")
        await pilot.press("escape")
    assert (changes(at.database), changes(further.database)) == (1, 1)
    # the next start opens it again
    opened = read_plans(at.places).open
    assert opened is not None
    assert opened.places.plan == further.places.plan


async def test_a_plan_that_is_gone_names_its_backup(tmp_path: Path) -> None:
    """In the list, when it is opened, and where the program would begin with it."""
    at = home(tmp_path / "home")
    further = begun(at)
    for file in further.database.parent.glob("terren.db*"):
        file.unlink()
    advice = "terren --plan Kthimi restore BACKUP"
    async with running(at) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("down")
        assert advice in " ".join(said(app).split())
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert app.database == at.database
    with pytest.raises(UserError, match="db_gone"):
        _open(further.places, further.database, TODAY, Settings())


async def test_what_headquarters_asks_for_is_due(tmp_path: Path) -> None:
    at = home(tmp_path / "home", unit="MPB", role="headquarters")
    begun(at)
    with at.open() as store:
        open_period(store, "2022-Q3", date(2022, 10, 15))
        report_status(store, "1.1.1", StatusReport("implemented"), unit="17", today=TODAY)
    first, second = work(read_plans(at.places).plans, TODAY, "")
    assert (first.period, first.due) == ("2022-Q3", date(2022, 10, 15))
    assert first.owed > 0
    assert (second.period, second.due, second.owed) == ("", None, 0)
    # headquarters reports to nobody
    assert (first.unsent, second.unsent) == (0, 0)
    async with running(at) as (app, pilot):
        await shown(app, pilot)
        assert f"{first.owed} outstanding" in said(app)
        assert "Q3 2022, due on 15" in said(app)


async def test_what_an_officer_owes_is_due_in_each_plan(tmp_path: Path) -> None:
    """Of the own unit, what was returned as well; on the screen and as data."""
    field, center = home(tmp_path / "field"), home(tmp_path / "center", unit="MPB", role="headquarters")
    acquaint([field.places, center.places])
    begun(field)
    (box := tmp_path / "box").mkdir()
    with field.open() as own, center.open() as other:
        open_period(other, "2022-Q3", date(2022, 10, 15))
        report_status(own, "1.1.1", StatusReport("implemented"), today=TODAY)
        for _ in range(2):
            exchange_folder(own, field.places, box)
            exchange_folder(other, center.places, box)
        return_report(other, "1.1.1", "Cili vend?", unit="17")
        exchange_folder(other, center.places, box)
        exchange_folder(own, field.places, box)
        report_status(own, "1.1.2", StatusReport("in_progress"), today=TODAY)
    first, second = work(read_plans(field.places).plans, TODAY, "")
    assert (first.period, first.due, first.returned, first.unsent) == ("2022-Q3", date(2022, 10, 15), 1, 1)
    assert first.owed > 0
    assert (second.due, second.owed) == (None, 0)
    async with running(field) as (app, pilot):
        await shown(app, pilot)
        assert f"{first.owed} outstanding" in said(app)
        assert "Q3 2022, due on 15" in said(app)
        assert "1 unsent" in said(app)


async def test_a_home_of_one_plan_has_a_list_of_one(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    async with running(at) as (app, pilot):
        await shown(app, pilot)
        assert "n new plan" in said(app)
        await pilot.press("ctrl+o")
        assert isinstance(app.screen, PlanScreen)
    assert not (tmp_path / "home" / "plans").exists()


async def test_a_further_plan_is_begun_on_the_screen(tmp_path: Path) -> None:
    """From a document, as who one is in the plan that is open; what is wrong with a name is said there."""
    at = home(tmp_path / "home", unit="MPB", role="headquarters")
    document = tmp_path / "further.plan.toml"
    write_toml(small_plan()._replace(id="id-kthimi", title="Plani Kthimi"), document)
    async with running(at) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("n")
        fill(app, str(document))
        await pilot.press("enter")
        assert "Plani Kthimi" in said(app)
        fill(app, "7")
        await pilot.press("enter")
        assert "cannot be the name of a plan" in said(app)
        fill(app, "Kthimi")
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert "Plani Kthimi" in grid(app)
    plans = read_plans(at.places)
    assert [plan.name for plan in plans.plans] == ["1", "Kthimi"]
    assert plans.open == plans.plans[1]
    with at.open() as first, open_store(plans.plans[1].database) as second:
        before, now = read_identity(first.conn), read_identity(second.conn)
        assert before is not None and now is not None
        assert (before.officer, before.unit, before.role) == (now.officer, now.unit, now.role)
        assert before.replica != now.replica


async def test_a_plan_that_is_there_is_not_begun_again(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    async with running(at) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("n")
        fill(app, str(at.database))
        await pilot.press("enter")
        fill(app, "Again")
        await pilot.press("enter")
        assert "is here already" in said(app)
        await pilot.press("escape")
        assert isinstance(app.screen, PlansScreen)
    assert [plan.name for plan in read_plans(at.places).plans] == ["1"]


async def test_a_plan_that_cannot_be_opened_is_told_and_not_gone_to(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    further = begun(at)
    further.database.write_bytes(b"no database" * 100)
    async with running(at) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("down")
        assert "is not a database of Terren" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert app.database == at.database
        await pilot.press("j", "j", "4")
    assert changes(at.database) == 1


async def test_there_and_back_keeps_the_language(tmp_path: Path) -> None:
    at = home(tmp_path / "home")
    begun(at)
    async with running(at) as (app, pilot):
        app.speak("sr")
        await shown(app, pilot)
        await pilot.press("down", "enter")
        with app.store.reading() as conn:  # type: ignore[union-attr]
            identity = read_identity(conn)
        assert identity is not None
        assert identity.language == "sr"
        await shown(app, pilot)
        await pilot.press("up", "enter")
        assert app.database == at.database


@pytest.mark.parametrize("key", ["e", "x"])
async def test_files_are_written_for_all_plans(tmp_path: Path, key: str) -> None:
    at = home(tmp_path / "home")
    begun(at)
    stick = tmp_path / "stick"
    stick.mkdir()
    async with running(at, (120, 60)) as (app, pilot):
        await pilot.press("j", "j", "4")
        await work_in_folder(app, pilot, key, stick)
        words = said(app)
        assert "Kthimi: " in words
        assert words.count("may remove the stick") == 1
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
    assert len([*stick.rglob("*.terren")]) == 2


async def test_the_inbox_is_named_for_what_waits_in_the_open_plan_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path / "home")
    further = begun(at)
    waits = {at.database: 1, further.database: 2}

    def visited(store: Store, *_: object, **__: object) -> Exchange:
        author = Author("ab" * 16, "17", "field", "Arta", b"\1" * 32)
        files = [HeldFile(bytes([n]) * 32, author, "stranger", "T.terren", "ab" * 16, 0) for n in range(3)]
        return Exchange((), 0, (), None, None, (), tuple(files[: waits[store.path]]), "done")

    monkeypatch.setattr("sync.mailbox.exchange_folder", visited)
    async with running(at, (120, 60)) as (app, pilot):
        await work_in_folder(app, pilot, "x", tmp_path)
        assert "2 files wait" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert "1 file waits: z" in said(app)


@pytest.mark.parametrize("key", ["e", "x"])
async def test_a_broken_plan_hinders_no_other(tmp_path: Path, key: str) -> None:
    at = home(tmp_path / "home")
    further = begun(at)
    further.database.write_bytes(b"no database" * 100)
    stick = tmp_path / "stick"
    stick.mkdir()
    async with running(at, (120, 60)) as (app, pilot):
        await work_in_folder(app, pilot, key, stick)
        assert "is not a database of Terren" in said(app)
        assert "may remove the stick" in said(app)
    assert len([*stick.rglob("*.terren")]) == 1
    assert json.loads((tmp_path / "home" / "plans" / "plans.json").read_text())["names"] == {
        "kthimi": "Kthimi"
    }
