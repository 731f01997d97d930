"""The first run, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from language import LANGUAGES, current
from planreader.review.tomlform import write_toml
from store.db.places import Places
from store.ledger.identity import read_identity
from store.opening.open_store import create_store, open_store
from store.plan.save import save_plan
from tests.plans import small_plan
from tests.tui.harness import Home, Size, assert_snapshot, fill, grid, home, pictured, running, said, speaking
from tui.app.application import TerrenApp
from tui.app.enrol import EnrolScreen
from tui.documents.own_plan import OwnPlanScreen
from tui.plan.screen import PlanScreen


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A machine with a published plan and nothing else."""
    published = tmp_path / "published.db"
    with create_store(published) as store:
        save_plan(store, small_plan(), source_name="prove.txt", source_sha256="00")
    for module in ("sync.enrol", "tui.app.enrol"):
        monkeypatch.setattr(f"{module}.shipped_plan", lambda: published)
    places = Places(tmp_path / "home", tmp_path / "home")
    return Home(places, places.database)


async def test_four_answers_open_the_plan(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        assert isinstance(app.screen, EnrolScreen)
        await pilot.press("right", "1", "enter")
        assert current() == "sq"
        await pilot.press(*"Agim", "enter", *"pec", "enter", "enter")
        assert isinstance(app.screen, EnrolScreen)
        assert not fresh.database.exists()
        assert "Agim raporton për Pejë" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert "Pejë" in grid(app)
    with fresh.open() as store:
        identity = read_identity(store.conn)
    assert identity is not None
    assert (identity.officer, identity.unit, identity.role, identity.language) == (
        "Agim",
        "17",
        "field",
        "sq",
    )


async def test_every_language_is_chosen_by_its_number(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (_app, pilot):
        for number, code in enumerate(LANGUAGES, 1):
            await pilot.press(str(number))
            assert current() == code


async def test_a_name_that_is_typed_at_the_language_stands_as_the_name(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press(str(LANGUAGES.index("en") + 1), *"Ana S")
        assert isinstance(app.screen, EnrolScreen)
        assert (current(), app.screen.officer.value) == ("en", "Ana S")
        assert app.screen.officer.has_focus


async def test_what_is_missing_is_asked_for(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("enter", "enter", "enter", "enter")
        assert isinstance(app.screen, EnrolScreen)
        assert app.screen.officer.has_focus
        assert "The name of the officer is empty" in grid(app)
        await pilot.press(*"Vesna", "tab", *"nothing like it")
        assert "No unit is called that." in grid(app)
        await pilot.press("enter", "enter")
        assert "Choose your unit first." in grid(app)
        assert app.screen.unit.has_focus
        assert not fresh.database.exists()
        await pilot.press("ctrl+q")
        assert not fresh.database.exists()


async def test_an_answer_that_is_refused_is_told_and_asked_for_again(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        assert isinstance(app.screen, EnrolScreen)
        await pilot.press("enter")
        app.screen.officer.value = "A" * 300
        await pilot.press("enter", *"pec", "enter", "enter", "enter")
        assert "At most 200 are kept; shorten it." in said(app)
        assert app.screen.officer.has_focus
        assert not fresh.database.exists()


async def test_enter_pressed_through_enrols_as_nobody(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("enter", *"Ana", *["enter"] * 10)
        assert isinstance(app.screen, EnrolScreen)
        assert app.screen.unit.has_focus
        assert "Choose your unit first." in grid(app)
        await pilot.press("ctrl+s", "ctrl+s")
        assert not fresh.database.exists()


async def test_other_answers_are_asked_about_anew(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("enter", *"Ana", "enter", *"ministria", "enter", "enter")
        assert "Ana reports for Ministry of Internal Affairs (MIA), in the field. Right?" in said(app)
        await pilot.press("2", "enter")
        assert "Ana is headquarters, at Ministry of Internal Affairs (MIA). Right?" in said(app)
        # a search after the choice drops it
        await pilot.press("shift+tab", "end", *"x", "ctrl+s")
        assert "Choose your unit first." in grid(app)
        assert not fresh.database.exists()


async def test_an_institution_is_found_and_the_arrows_choose(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("enter", *"Ana", "enter", *"gj", "down", "enter", "2", "enter")
        assert "Ana is headquarters, at Gjilan. Right?" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
    with fresh.open() as store:
        identity = read_identity(store.conn)
    assert identity is not None
    assert (identity.role, identity.unit) == ("headquarters", "04")


async def test_from_a_published_plan_that_is_opened_one_enrols(fresh: Home, tmp_path: Path) -> None:
    store = open_store(tmp_path / "published.db", read_only=True)
    app = TerrenApp(fresh.places, store.path, store, None)
    async with app.run_test() as pilot:
        await pilot.press("I")
        assert isinstance(app.screen, EnrolScreen)


async def test_a_wrong_enrolment_is_corrected_with_what_was_recorded(tmp_path: Path) -> None:
    at = home(tmp_path, unit="01")
    async with running(at, (120, 40)) as (app, pilot):
        await pilot.press("home", "j", "j", "2", "I")
        assert "name, unit or role are not right" in said(app)
        await pilot.press("e")
        assert isinstance(app.screen, EnrolScreen)
        assert "You are enrolled as Deçan." in said(app)
        assert "Esc leave" in said(app) and "Ctrl+Q" not in said(app)
        assert (app.screen.unit.value, app.screen.matches) == ("Deçan", ("01",)), "its own unit stands there"
        await pilot.press("escape")
        assert isinstance(app.screen, PlanScreen)
        await pilot.press("I", "e", "enter", "enter", *"pec", "enter", "enter")
        told = "Zyrtari reports for Pejë, in the field. Right? Enter begins. 1 value is recorded anew."
        assert told in said(app)
        assert "Something was sent" not in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, PlanScreen)
        assert "Pejë" in grid(app) and "◔ " in grid(app)
        await pilot.press("2", "4")
    with at.open() as store:
        assert store.conn.execute("SELECT DISTINCT unit FROM change").fetchall() == [("17",)]


async def test_just_looking_changes_nothing(fresh: Home) -> None:
    async with running(fresh, first_run=True) as (app, pilot):
        await pilot.press("ctrl+l")
        assert isinstance(app.screen, PlanScreen)
        assert "Read only" in grid(app)
        await pilot.press("j", "j", "2")
        assert "You are only looking at the plan." in grid(app)
        await pilot.press("t")
        assert current() == "sq"
    assert not fresh.database.exists()


@pictured
async def test_the_first_run_looks_as_it_did(fresh: Home, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        async with running(fresh, size, first_run=True) as (app, pilot):
            await pilot.press("enter", *"Agim", "enter", *"gj")
            assert_snapshot(f"enrol-{size[0]}x{size[1]}-{code}", grid(app), refresh)


async def test_headquarters_begins_with_a_plan_of_its_own_that_is_read_at_once(
    fresh: Home, tmp_path: Path
) -> None:
    wrong, right = tmp_path / "wrong.plan.toml", tmp_path / "right.plan.toml"
    write_toml(small_plan()._replace(title="Plani ynë"), right)
    wrong.write_text(right.read_text("utf-8").replace('title = "Plani ynë"', "title = 5"), "utf-8")
    async with running(fresh, (120, 40), first_run=True) as (app, pilot):
        await pilot.press("enter", *"Agim", "enter", *"mpb", "ctrl+o")
        for file, words in ((tmp_path / "none.xlsx", "There is no such file."), (wrong, "Correct this")):
            fill(app, str(file))
            await pilot.press("enter")
            assert isinstance(app.screen, OwnPlanScreen) and words in said(app)
        fill(app, str(right))
        await pilot.press("enter")
        assert isinstance(app.screen, EnrolScreen) and "Your plan: Plani ynë" in said(app)
        # what was typed before stays
        await pilot.press("enter", "enter", "enter", "enter")
        assert isinstance(app.screen, PlanScreen) and "Plani ynë" in said(app)
    with fresh.open() as store:
        identity = read_identity(store.conn)
        assert identity is not None and identity.is_headquarters
