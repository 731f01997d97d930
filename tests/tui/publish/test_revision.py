"""A revision of the plan in the interface: the line that one waits, what it does, and taking it."""

from __future__ import annotations

from pathlib import Path

from store.edits.edits import StatusReport, add_note, report_status
from store.exchange.trust import grants
from store.plan.load import load_plan
from store.plan.lookup import current_revision
from store.revision.adoption import pending_number
from sync.receive.receive import receive
from sync.send.export import export
from tests.support.revised import published, titles_of, with_titles
from tests.tui.harness import TODAY, Home, Size, assert_snapshot, grid, home, pictured, running, speaking
from tui.widgets.banner import Banner


def waiting(folder: Path, change: str = "Qendra e re e pritjes") -> Home:
    """A laptop of Pejë with reports on two actions; of these the revision that came takes away the first."""
    at, center = home(folder / "laptop"), home(folder / "center", unit="MPB", role="headquarters")
    with at.open() as store:
        report_status(store, "1.1.2", StatusReport("implemented"), today=TODAY)
        report_status(store, "1.1.3", StatusReport("in_progress"), today=TODAY)
        add_note(store, "1.1.3", "Pritet lista.")
    with center.open() as store:
        plan = load_plan(store)
        first, second = titles_of(plan)
        published(store, with_titles(plan, [[first[0], *first[2:], change], second]))
        file = export(store, center.places, folder).path
    with at.open() as store:
        with store.reading() as conn:
            assert not grants(conn)
        from tests.support.check_codes import check_code_of

        receive(store, at.places, file, accept=check_code_of(file.read_bytes()), role="headquarters")
        assert pending_number(store.conn) == 2
    return at


def titles(at: Home) -> list[str]:
    with at.open() as store:
        return [action.title for action in load_plan(store).actions()]


@pictured
async def test_the_revision_that_waits(tmp_path: Path, size: Size, code: str, refresh: bool) -> None:
    with speaking(code):
        at = waiting(tmp_path)
        async with running(at, size) as (app, pilot):
            name = f"{size[0]}x{size[1]}-{code}"
            await pilot.pause()
            assert_snapshot(f"revision-banner-{name}", grid(app), refresh)
            await pilot.press("p")
            assert_snapshot(f"revision-{name}", grid(app), refresh)


async def test_it_is_looked_at_left_and_taken(tmp_path: Path) -> None:
    with speaking("en"):
        at = waiting(tmp_path)
        async with running(at) as (app, pilot):
            await pilot.pause()
            for leave in ("escape", "q", "p"):
                await pilot.press("p", "x", "5", leave)
                assert app.screen.query(Banner)
            with at.open() as store:
                assert current_revision(store.conn) == 1
                before = store.conn.execute("SELECT * FROM change").fetchall()
            await pilot.press("p", "enter")
            assert not app.screen.query(Banner)
            assert "Qendra e re e pritjes" in titles(at)
            with at.open() as store:
                assert current_revision(store.conn) == 2
                assert store.conn.execute("SELECT * FROM change").fetchall() == before
            # now the window tells what it changed, and there is nothing to take
            await pilot.press("p")
            shown = grid(app)
            assert "It is in force. No other waits." in shown
            assert "take it" not in shown
            await pilot.press("enter", "escape", "home", "j", "j", "4")
        with at.open() as store:
            assert store.conn.execute("SELECT count(*) FROM change").fetchone()[0] == len(before) + 1


async def test_one_that_another_process_takes_goes_away(tmp_path: Path) -> None:
    from store.revision.adoption import accept_revision

    at = waiting(tmp_path)
    async with running(at) as (app, pilot):
        await pilot.pause()
        assert app.screen.query(Banner)
        with at.open() as store:
            accept_revision(store)
        await pilot.press("r")
        assert not app.screen.query(Banner)


async def test_without_a_revision_the_window_says_so(tmp_path: Path) -> None:
    with speaking("en"):
        async with running(home(tmp_path)) as (app, pilot):
            await pilot.press("p")
            assert "The plan has one revision, and none waits." in grid(app)
            await pilot.press("enter", "escape")
            assert not app.screen.query(Banner)


async def test_hostile_titles_are_harmless(tmp_path: Path) -> None:
    at = waiting(tmp_path, "[b]x[/b] \x1b[31m\u202e =1+1 " + "W" * 300)
    async with running(at, (60, 20)) as (app, pilot):
        await pilot.press("p", *["pagedown"] * 4)
        shown = grid(app)
        assert "\x1b" not in shown and "\u202e" not in shown
        assert max(map(len, shown.split("\n"))) <= 60
