"""How much is said: ``--quiet``, ``--verbose``, ``--debug``; and what only a terminal gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from terren import output
from terren.declare import read_common
from terren.output import Manner
from terren.session import Session
from tests.terren.conftest import Terren
from tests.terren.declared import ALL


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("list", "--json"), Manner(json=True)),
        (("-q", "list"), Manner(quiet=True)),
        (("list", "-qv"), Manner(quiet=True, verbose=True)),
        (("list", "--debug", "-q"), Manner(verbose=True, debug=True)),
        (("note", "1.1.1", "--", "--json"), Manner()),
        (("list", "--db", "x"), Manner()),
        (("list", "--nothing", "-ovq.csv", "--json", "--db"), Manner(json=True)),
    ],
)
def test_the_manner_is_read_before_anything_else(arguments: tuple[str, ...], expected: Manner) -> None:
    output.begin()
    read_common(arguments, Session())
    assert output.manner() == expected


def test_data_can_be_asked_for_before_the_name(terren: Terren, enrolled: Path) -> None:
    for words in (("list",), ("plan", "1.1.1"), ("meeting", "list"), ("conflicts",)):
        assert terren("--json", *words).out == terren(*words, "--json").out != ""
    assert terren("meeting", "--json", "list").out == "[]\n"
    assert terren("--json", "list", "--csv").code == 2


def test_where_to_write_is_said_in_one_way(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    for n, name in enumerate(("-o", "--to")):
        (tmp_path / f"stick{n}").mkdir()
        terren("set", "1.1.1", "--percent", str(n + 1))
        assert terren("export", name, tmp_path / f"stick{n}").code == 0
        assert terren("list", name, tmp_path / f"list{n}.csv").code == 0
    for name, command in ALL.items():
        for parameter in command.params:
            assert ("-o" in parameter.opts) == ("--to" in parameter.opts), name


@pytest.mark.parametrize("place", ["before", "after"])
def test_quiet_says_nothing_but_errors(terren: Terren, enrolled: Path, place: str) -> None:
    def quietly(*arguments: str) -> tuple[int, str, str]:
        return terren(*(("-q", *arguments) if place == "before" else (*arguments, "--quiet")))

    assert quietly("set", "1.1.1", "--status", "4") == (0, "", "")
    assert quietly("list")[1:] == (terren("list").out, "")
    refused = quietly("show", "9.9.9")
    assert (refused[0], "9.9.9" in refused[2]) == (1, True)


def test_verbose_says_which_database_and_how_long(terren: Terren, enrolled: Path) -> None:
    said = terren("list", "-v").err
    assert f"Database: {enrolled}" in said
    assert said.splitlines()[-1].startswith("Done in ")


def test_only_debug_says_where_an_error_came_from(
    terren: Terren, enrolled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from terren.__main__ import run

    assert "errors.py" not in terren("show", "9.9.9").err
    assert run(["show", "9.9.9", "--debug"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "store.db.errors.UserError: action_unknown" in said
