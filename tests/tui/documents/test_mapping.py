"""Naming the columns of a document on the screen."""

from __future__ import annotations

import shutil
from pathlib import Path

from planreader.review.decisions import read_decisions
from planreader.review.mapped import mapping_typed
from tests.planreader.tables import workbook
from tests.support.paths import MAPPED
from tests.tui.harness import (
    Size,
    TerrenPilot,
    assert_snapshot,
    grid,
    pictured,
    running,
    speaking,
)
from tests.tui.harness import said as told
from tests.tui.review.test_review import headquarters
from tui.app.application import TerrenApp
from tui.documents.mapping import MappingRoleScreen, MappingScreen
from tui.review.document import ReviewFileScreen
from tui.review.review import ReviewScreen
from tui.screens.oneline import AnswerScreen
from tui.widgets.page import ActionView


async def asked(app: TerrenApp, pilot: TerrenPilot, path: Path) -> MappingScreen:
    """Open a document whose columns are not known."""
    await pilot.press("D")
    assert isinstance(app.screen, ReviewFileScreen)
    app.screen.file.value = str(path)
    await pilot.press("enter")
    assert isinstance(app.screen, MappingScreen)
    return app.screen


async def call(app: TerrenApp, pilot: TerrenPilot, screen: MappingScreen, name: str, role: str) -> None:
    """Mark a column and choose what it is."""
    at = [one.name for one in screen.questions.columns].index(name)
    await pilot.press(*["down" if at > screen.list.cursor else "up"] * abs(at - screen.list.cursor), "enter")
    assert isinstance(app.screen, MappingRoleScreen)
    window = app.screen
    by = window.values.index(role) - window.choices.cursor
    await pilot.press(*["down" if by > 0 else "up"] * abs(by), "enter")


async def test_a_flat_list_comes_in_by_five_answers_on_the_screen(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(MAPPED / "list.xlsx", tmp_path / "list.xlsx"))
    async with running(headquarters(tmp_path), (80, 24)) as (app, pilot):
        screen = await asked(app, pilot, path)
        await pilot.press("w")
        assert app.screen is screen and "No column is that of the actions." in told(app)
        await call(app, pilot, screen, "Puna", "action")
        await call(app, pilot, screen, "Si e dimë që u krye", "outputs")
        await pilot.press("w", "enter")
        assert isinstance(app.screen, AnswerScreen) and app.screen.typed.value == "2025"
        app.screen.typed.value = "soon"
        await pilot.press("enter")
        assert "soon" in grid(app) and isinstance(app.screen, AnswerScreen)
        assert "columns there are" not in grid(app)
        app.screen.typed.value = "2025"
        # nothing is said to be complete before the document can be read, nor while columns have no name
        await pilot.press("enter", "w")
        assert app.screen is screen and "2 missing" in grid(app)
        await pilot.press("enter", "enter", "w", "enter")
        assert isinstance(app.screen, AnswerScreen)
        app.screen.typed.value = "Lagjet 2025"
        await pilot.press("enter")
        assert "unnamed: 2" in grid(app) and "nothing missing" not in grid(app)
        await call(app, pilot, screen, "Gjendja", "action")
        assert isinstance(app.screen, MappingRoleScreen) and "both said to be action" in told(app)
        await pilot.press("escape", "question_mark")
        assert "Say what the highlighted column is" in grid(app) and "Reporting" not in grid(app)
        view = app.screen.query_one(ActionView)
        assert view.virtual_size.height < 20, "keys of other screens would do something else here"
        await pilot.press("escape", "w")
        assert isinstance(app.screen, ReviewScreen)
        assert len(list(app.screen.review.plan.actions())) == 80
        assert app.screen.review.plan.title == "Lagjet 2025"
        kept = read_decisions(tmp_path / "list.xlsx.corrections.toml").mapping
        assert kept.role("Puna") == "action" and kept.assumed("deadline") == "2025"
        # once more, from the review: leaving the columns leads back to it
        await pilot.press("m")
        assert isinstance(app.screen, MappingScreen) and "nothing missing" in grid(app)
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewScreen)
        await pilot.press("m")
        assert isinstance(app.screen, MappingScreen) and app.screen.open == 0
        await call(app, pilot, app.screen, "Gjendja", "leave")
        await pilot.press("w")
        assert isinstance(app.screen, ReviewScreen)
        first = next(app.screen.review.plan.actions())
        assert "Gjendja" not in [remark.heading for remark in first.remarks]
    assert read_decisions(tmp_path / "list.xlsx.corrections.toml").mapping.role("Gjendja") == "leave"


async def test_a_role_that_another_column_has_is_told_above_the_keys(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "programme.xlsx",
        [
            ("Measure", "Due", "State budget (000 EUR)", "Loan (000 EUR)"),
            *[(f"Insulate the school number {n}", 2024 + n, 10 * n, 5) for n in range(3)],
        ],
    )
    async with running(headquarters(tmp_path), (60, 20)) as (app, pilot):
        screen = await asked(app, pilot, path)
        await call(app, pilot, screen, "Measure", "action")
        await call(app, pilot, screen, "Loan (000 EUR)", "action")
        await pilot.pause()
        window = app.screen
        assert isinstance(window, MappingRoleScreen)
        inside = " ".join(
            line.partition("│")[2].rpartition("│")[0].strip() for line in grid(app).splitlines()
        )
        assert "both said to be action. Give one of them another role." in inside
        assert "Enter choose  Esc leave" in inside
        # no column is money of a year: those of the deadlines are offered
        at = window.values.index("budget.YEAR")
        assert window.values[at - 3 : at] == ["budget.2024", "budget.2025", "budget.2026"]
        await pilot.press("down")
        assert "both said" not in told(app)


async def test_money_of_a_year_beside_money_without_one_is_told_and_the_answers_stay(tmp_path: Path) -> None:
    rows = [("Measure", "Due", "State budget", "Loan"), ("Insulate the school", 2024, 10, 5)]
    path = workbook(tmp_path / "programme.xlsx", [*rows, ("Insulate the hospital", 2025, 20, 5)])
    async with running(headquarters(tmp_path)) as (app, pilot):
        screen = await asked(app, pilot, path)
        await call(app, pilot, screen, "Loan", "budget.2024")
        for key in ("lead", "objective", "title"):
            screen.questions.assume(key, "Schools")
        await pilot.press("w")
        assert app.screen is screen and "is said to be budget" in told(app)


async def test_cards_are_named_with_a_year_and_leaving_drops_answers_at_the_second_key(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copyfile(MAPPED / "cards.docx", tmp_path / "cards.docx"))
    async with running(headquarters(tmp_path), (120, 40)) as (app, pilot):
        screen = await asked(app, pilot, path)
        await call(app, pilot, screen, "Novac 2025 (EUR)", "budget.YEAR")
        year = app.screen
        assert isinstance(year, AnswerScreen)
        await pilot.press(*"25", "enter")
        assert "“25”" in grid(app) and "2022." in grid(app) and "budget." not in grid(app)
        year.typed.value = "2026"
        await pilot.press("enter")
        assert app.screen is screen
        assert mapping_typed(["x=budget.2026"], [], "").role("x") in [
            one.role for one in screen.questions.columns
        ]
        await pilot.press("escape")
        assert app.screen is screen and "not kept yet" in told(app)
        await pilot.press("escape")
        assert isinstance(app.screen, ReviewFileScreen)
        assert "have not been named" in " ".join(grid(app).split())
    assert [one.name for one in tmp_path.iterdir() if "corrections" in one.name] == []


@pictured
async def test_the_columns_look_as_they_did(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    path = Path(shutil.copyfile(MAPPED / "list.xlsx", tmp_path / "list.xlsx"))
    with speaking(code):
        async with running(headquarters(tmp_path), size) as (app, pilot):
            screen = await asked(app, pilot, path)
            name = f"{size[0]}x{size[1]}-{code}"
            assert_snapshot(f"mapping-{name}", grid(app), refresh)
            await pilot.press("enter")
            assert_snapshot(f"mappingrole-{name}", grid(app), refresh)
            await pilot.press("down", "enter")
            screen.fill(len(screen.questions.columns))
            await pilot.press("enter")
            assert_snapshot(f"mappingline-{name}", grid(app), refresh)
