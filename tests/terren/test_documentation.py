"""Every command, option, setting and environment variable is described in the pages that are made of the
declarations, and what scripts need beyond it in docs/scripts.md, which names nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from language import LANGUAGES, speaking
from language.figures import FIGURES, GROUPS, figure_reason
from language.messages import MESSAGES
from store.db.settings import ASK, TRUST, Settings, read_settings
from store.db.toml import parse_toml
from store.figures.figures import ALL_DEFINITIONS
from terren.declare import common_options
from terren.help.errors import OTHERS, WRONG_USAGE
from terren.help.guides import guide_text
from terren.help.settings import CONFIGURATION, ENVIRONMENT
from tests.support.paths import ROOT
from tests.terren.declared import ALL
from tui.app import themes

SCRIPTS = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
with speaking("en"):
    COMMANDS = guide_text("commands")
COMMON = {name for parameter in common_options() for name in parameter.opts}


def section(name: str, text: str) -> str:
    """What stands under the heading that names the command; nothing where none does."""
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        if re.search(rf"\bterren {name}(?![\w-])", heading):
            return heading + re.split(r"^## ", body, flags=re.MULTILINE)[0]
    return ""


def written(text: str) -> set[str]:
    """The options that a text names."""
    spans = re.findall(r"`(-[^`]*)`", text)
    return {name for span in spans for name in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", span)}


def _names(parameter: click.Parameter) -> list[str]:
    return [name for name in (*parameter.opts, *parameter.secondary_opts) if name.startswith("-")]


def test_every_option_of_a_command_is_described_in_its_section() -> None:
    for name, command in ALL.items():
        names = {option for parameter in command.params for option in _names(parameter)}
        assert section(name, COMMANDS), name
        assert names - COMMON - {"--json"} - written(section(name, COMMANDS)) == set(), name
        told = written(section(name, SCRIPTS))
        assert told - names - COMMON == set(), name
        # what a command prints as JSON, beyond what it recorded
        assert "--json" in told or not command.has_form, name


def test_every_argument_of_a_command_is_in_its_heading() -> None:
    for name, command in ALL.items():
        heading = section(name, COMMANDS).partition("\n")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Argument) and name not in ("undo", "redo"):
                assert str(parameter.metavar) in heading, name


def test_common_options_and_the_version_are_described() -> None:
    of_every = COMMANDS.partition("## Options of every command")[2].partition("\n## ")[0]
    assert written(of_every) == COMMON
    for name in (*COMMON, "--version", "--json"):
        assert f"`{name}" in COMMANDS or f", {name}`" in COMMANDS


def test_every_environment_variable_is_described() -> None:
    found = {
        name
        for room in ("terren", "store", "sync", "language", "tui", "import")
        for path in (ROOT / room).rglob("*.py")
        for name in re.findall(r"environ[.a-z]*[\[(]\"(TERREN_\w+)", path.read_text(encoding="utf-8"))
    }
    assert {"TERREN_HOME", "TERREN_DB", "TERREN_LANGUAGE"} <= found
    assert found - set(ENVIRONMENT) == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_setting_is_described_and_the_example_is_understood(tmp_path: Path, code: str) -> None:
    with speaking(code):
        page = guide_text("settings")
    described = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert described == {*CONFIGURATION, *ENVIRONMENT}
    assert {*CONFIGURATION} == {*Settings._fields} - {"problems", "refusal"}
    values = {*LANGUAGES, *TRUST, *ASK, *themes.NAMES, themes.USER, *themes.COLOURS, "dark"}
    assert [value for value in values if f"`{value}`" not in page] == []
    (example,) = re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    written = tmp_path / "config.toml"
    written.write_text(example, "utf-8")
    found = read_settings(written)
    assert (found.refusal, found.problems) == (None, ())
    assert set(parse_toml(example)) == {*CONFIGURATION}


def test_every_code_of_an_error_is_described() -> None:
    with speaking("en"):
        page = guide_text("errors")
    described = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(described) == sorted({*MESSAGES, *WRONG_USAGE, *OTHERS})
    told = {
        code
        for path in (ROOT / "terren").rglob("*.py")
        for code in re.findall(r'(?:code=|complain\(|return )"([a-z_]+)",', path.read_text(encoding="utf-8"))
    }
    assert {*WRONG_USAGE, *OTHERS} - {"usage"} <= told
    assert [code for code in told if code not in described] == []


def test_every_figure_of_a_report_has_its_rule_and_its_reason() -> None:
    known = {made.id for made in ALL_DEFINITIONS}
    assert known == {*FIGURES}
    assert sorted(known) == sorted(code for group in GROUPS for code in group.codes)
    with speaking("en"):
        assert all(map(figure_reason, known))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_guide_has_every_figure_in_every_language(code: str) -> None:
    with speaking(code):
        page = guide_text("figures")
    described = re.findall(r"\| `(\w+)` \|$", page, re.MULTILINE)
    assert sorted(described) == sorted(FIGURES)
