"""Keys, themes and signs as a person configured them; mistakes are told and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.db.settings import Settings
from tests.tui.harness import grid, home, running
from tui.app.terminal import suited
from tui.app.themes import user_theme
from tui.commands import keymap
from tui.commands.catalogue import COMMANDS, active_with
from tui.commands.command import bindings_of


def use(wanted: dict[str, tuple[str, ...]], file: str) -> list[UserError]:
    return keymap.use(wanted, file, COMMANDS, active_with)


@pytest.fixture
def _usual_keys() -> Iterator[None]:
    yield
    use({}, "")


@pytest.mark.usefixtures("_usual_keys")
def test_chosen_keys_are_bound_and_shown() -> None:
    assert use({"note": ("f6", "f7"), "status": ("!", '"', "#", "$", "%", "&")}, "c") == []
    (note,) = [command for command in COMMANDS if command.id == "note"]
    assert [binding.key for binding in bindings_of([note])] == ["f6", "f7"]
    assert note.signs() == "F6  F7"
    (status,) = [command for command in COMMANDS if command.id == "status"]
    first = next(bindings_of([status]))
    assert (first.key, first.action) == ("!", "status('1')")
    assert status.sign() == "!-&"


@pytest.mark.usefixtures("_usual_keys")
async def test_what_the_screen_says_names_the_chosen_key(tmp_path: Path) -> None:
    assert use({"view": ("f6",)}, "c") == []
    async with running(home(tmp_path)) as (app, _pilot):
        assert "Mine (4 of 8), F6: all" in grid(app)


@pytest.mark.usefixtures("_usual_keys")
@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"notes": ("f6",)}, "keys_command_unknown"),
        ({"note": ("no key",)}, "keys_key_unknown"),
        ({"note": ("b",)}, "keys_clash"),
        ({"note": ("k",)}, "keys_clash"),
        ({"status": ("a",)}, "keys_count"),
        ({"note": ("b",), "money": ("b",)}, "keys_clash"),
    ],
)
def test_what_cannot_be_is_told_and_the_usual_keys_stay(
    wanted: dict[str, tuple[str, ...]], code: str
) -> None:
    problems = use(wanted, "config.toml")
    assert [problem.code for problem in problems] == [code]
    (note,) = [command for command in COMMANDS if command.id == "note"]
    assert note.keys == ("n",)


@pytest.mark.usefixtures("_usual_keys")
def test_two_commands_may_change_places() -> None:
    assert use({"note": ("b",), "money": ("n",)}, "c") == []


def test_a_bare_console_gets_the_plain_signs_unless_it_is_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TERREN_ASCII", raising=False)
    monkeypatch.setenv("TERM", "linux")
    assert suited(Settings()).ascii
    assert not suited(Settings(ascii=False)).ascii
    monkeypatch.setenv("TERREN_ASCII", "1")
    assert suited(Settings(ascii=False)).ascii
    monkeypatch.delenv("TERREN_ASCII")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert not suited(Settings()).ascii
    monkeypatch.setattr("store.db.system.WINDOWS", True)
    for variable in ("WT_SESSION", "TERM_PROGRAM", "ConEmuANSI"):
        monkeypatch.delenv(variable, raising=False)
    assert suited(Settings()).ascii
    monkeypatch.setenv("WT_SESSION", "3f2a")
    assert not suited(Settings()).ascii


@pytest.mark.parametrize(
    "text",
    ["nonsense =", 'primary = "no colour"', 'primary = "#fff"\nink = "#000"', "dark = true", "dark = 1"],
)
def test_a_bad_theme_is_a_message(tmp_path: Path, text: str) -> None:
    file = tmp_path / "theme.toml"
    file.write_text(text)
    with pytest.raises(UserError) as refused:
        user_theme(file)
    assert refused.value.code == "theme_unreadable"


async def test_the_themes_are_gone_through(tmp_path: Path) -> None:
    at = home(tmp_path)
    (at.places.config / "theme.toml").write_text('primary = "#ffcc00"\nbackground = "#102030"\n')
    async with running(at) as (app, pilot):
        before = grid(app)
        seen = [app.theme]
        for _ in range(4):
            await pilot.press("T")
            seen.append(app.theme)
        assert seen == ["textual-dark", "terren-light", "terren-contrast", "terren-user", "textual-dark"]
        assert grid(app) == before
        await pilot.press("T", "T", "T")
        (at.places.config / "theme.toml").write_text("nonsense")
    async with running(at, (120, 40), again=True) as (app, pilot):
        await pilot.pause()
        assert app.theme == "textual-dark"
        assert "theme.toml" in grid(app)
        await pilot.press("T")
        assert app.is_running


async def test_a_row_is_copied(tmp_path: Path) -> None:
    async with running(home(tmp_path)) as (app, pilot):
        await pilot.press("j", "j", "y")
        assert app.clipboard == "1.1.1 Masa 1.1.1 për komunat"
