"""Every command, option, setting and environment variable is described in docs/commands.md."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from store.db.settings import Settings, read_settings
from store.db.toml import parse_toml
from terren.declare import common_options
from tests.support.paths import ROOT
from tests.terren.declared import ALL

TEXT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
COMMON = {name for parameter in common_options() for name in parameter.opts}


def section(name: str) -> str:
    """What stands under the heading that names the command."""
    for part in re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        if re.search(rf"\bterren {name}\b", heading):
            return heading + re.split(r"^## ", body, flags=re.MULTILINE)[0]
    raise AssertionError(f"docs/commands.md has no section on terren {name}")


def _names(parameter: click.Parameter) -> list[str]:
    return [name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("-")]


@pytest.mark.parametrize("name", ALL)
def test_every_option_of_a_command_is_described_in_its_section(name: str) -> None:
    names = {option for parameter in ALL[name].params for option in _names(parameter)}
    if not ALL[name].has_form:
        names.remove("--json")
    written = set(re.findall(r"`(--?[a-z][a-z-]*)", section(name)))
    assert names - COMMON - written == set()
    assert written - names - COMMON == set()


@pytest.mark.parametrize("name", ALL)
def test_every_argument_of_a_command_is_in_its_heading(name: str) -> None:
    if name in ("undo", "redo"):
        return
    heading = section(name).partition("\n")[0]
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Argument):
            assert str(parameter.metavar) in heading


def test_common_options_and_the_version_are_described() -> None:
    for name in (*COMMON, "--version", "--json"):
        assert f"{name}" in TEXT.partition("## Which database")[0]


def test_every_environment_variable_is_described() -> None:
    found = {
        name
        for room in ("terren", "store", "sync", "language", "tui", "import")
        for path in (ROOT / room).rglob("*.py")
        for name in re.findall(r"environ[.a-z]*[\[(]\"(TERREN_\w+)", path.read_text(encoding="utf-8"))
    }
    assert {"TERREN_HOME", "TERREN_DB", "TERREN_LANGUAGE"} <= found
    assert [name for name in found if f"`{name}`" not in TEXT] == []


def test_every_setting_is_described_and_the_example_is_understood(tmp_path: Path) -> None:
    (example,) = [block for block in re.findall(r"^```\n(.*?)^```", TEXT, re.M | re.S) if "[keys]" in block]
    written = tmp_path / "config.toml"
    written.write_text(example, "utf-8")
    found = read_settings(written)
    assert (found.refusal, found.problems) == (None, ())
    assert set(parse_toml(example)) == set(Settings._fields) - {"problems", "refusal"}
