"""What is run with one more language, which has a line and a catalog (test_one_declaration)."""

from __future__ import annotations

from pathlib import Path

import pytest

import language
from language.dates import date
from language.numbers import money
from store.integrity.verify import verify
from store.opening.open_store import open_store
from tests.terren.conftest import Terren
from tests.terren.conftest import home as home
from tests.terren.conftest import prepared as prepared
from tests.terren.conftest import published as published
from tests.terren.conftest import terren as terren
from tests.tui import harness

CODE = "qq"


def test_the_command_line_speaks_it(terren: Terren, published: Path, home: Path, tmp_path: Path) -> None:
    whom = ("--officer", "Arta", "--unit", "Pejë", "--plan", published, "--language", CODE)
    assert terren("init", *whom).code == 0
    assert terren("set", "1.1.1", "--language", CODE, "--status", "Në proces").code == 0
    for arguments in (("show", "1.1.1"), ("list",), ("guide", "--print"), ("set", "--help")):
        said = terren(*arguments, "--language", CODE)
        assert said.code == 0, said.err
    assert "Në proces" in terren("show", "1.1.1", "--language", CODE).out
    assert f"|{CODE}" in terren("list", "--help").out
    assert CODE in terren("list", "--language", "xx").err
    for ending in ("html", "docx", "xlsx"):
        goal = tmp_path / f"report.{ending}"
        assert terren("report", "--period", "2022", "-o", goal, "--language", CODE).code == 0
    assert terren("report", "--check", tmp_path / "report.html").code == 0
    with open_store(home / "terren.db") as store:
        assert verify(store).faults == ()


def test_numbers_and_days_have_its_signs() -> None:
    assert money(123456, language=CODE) == "1'234.56"
    assert date("2022-03-14", CODE) == "14.03.2022"


def test_settings_take_it(terren: Terren, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERREN_LANGUAGE")
    (home / "config.toml").write_text(f'language = "{CODE}"\n', "utf-8")
    assert "Përdorimi" in terren("--help").out


async def test_the_screen_comes_to_it(tmp_path: Path) -> None:
    at = harness.home(tmp_path / "screen")
    async with harness.running(at, (120, 40)) as (_app, pilot):
        spoken = {language.current()}
        for _step in language.LANGUAGES:
            await pilot.press("t")
            spoken.add(language.current())
    assert spoken == set(language.LANGUAGES)
