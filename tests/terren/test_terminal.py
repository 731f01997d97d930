"""What a terminal gets and a pipe does not: colours, a pager, a sign of life."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from store.db import system
from terren import output, terminal
from terren.terminal import BOLD, ProgressLine, coloured
from tests.terren.conftest import Terren


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal as standard output; not by a fixture, whose place pytest would take again."""
    terminal = Terminal()
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", terminal)
    return terminal


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout = at_terminal(monkeypatch)
    assert coloured("x", BOLD, stdout) == "\x1b[1mx\x1b[0m"
    assert coloured("x", BOLD, io.StringIO()) == "x"
    monkeypatch.setenv("TERM", "dumb")
    assert coloured("x", BOLD, stdout) == "x"
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert coloured("x", BOLD, stdout) == "x"


@pytest.mark.parametrize("can", [True, False])
def test_the_old_console_of_windows_is_asked_to_take_colours(
    monkeypatch: pytest.MonkeyPatch, can: bool
) -> None:
    asked: list[int] = []

    def told(_handle: object, mode: Any) -> bool:
        mode._obj.value = 2
        return True

    def set_mode(_handle: object, mode: int) -> bool:
        asked.append(mode)
        return can

    kernel = SimpleNamespace(GetConsoleMode=told, SetConsoleMode=set_mode)
    monkeypatch.setattr("ctypes.WinDLL", lambda _name: kernel, raising=False)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(get_osfhandle=lambda number: number))
    stdout = at_terminal(monkeypatch)
    monkeypatch.setattr(stdout, "fileno", lambda: 1)
    monkeypatch.setattr(sys, "platform", "win32")
    # what it does already, and the two that escape sequences need
    assert (coloured("x", BOLD, stdout), asked) == ("\x1b[1mx\x1b[0m" if can else "x", [2 | 1 | 4])
    assert coloured("x", BOLD, io.StringIO()) == "x"
    assert len(asked) == 1


def paged(monkeypatch: pytest.MonkeyPatch, folder: Path, *, columns: int, lines: int) -> Path:
    """The file into which a pager puts what it is given, at a terminal of a size."""
    seen = folder / "seen"
    program = f"import sys, pathlib; pathlib.Path({str(seen)!r}).write_text(sys.stdin.read())"
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setenv("TERREN_PAGER", f'{sys.executable} -c "{program}"')
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(lines))
    return seen


def test_help_has_bold_headings_only_on_a_terminal(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\nOptions:\n" in terren("set", "--help").out
    stdout = at_terminal(monkeypatch)
    terren("set", "--help")
    assert "\x1b[1mOptions\x1b[0m:\n" in stdout.getvalue()


def test_help_goes_through_the_pager_and_the_doctor_speaks_in_a_column(
    terren: Terren, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stdout = at_terminal(monkeypatch)
    seen = paged(monkeypatch, tmp_path, columns=60, lines=24)
    for line in (("set", "-h"), ("help", "set")):
        terren(*line)
        assert "\x1b[1mOptions\x1b[0m:\n" in seen.read_text()
        seen.unlink()
    assert stdout.getvalue() == ""
    terren("doctor")
    said = stdout.getvalue().splitlines()
    assert any(line.startswith("Database  ") for line in said)
    assert any(line.startswith(" " * 20) for line in said)
    assert max(len(line) for line in said if str(tmp_path) not in line) <= 60


def test_what_is_longer_than_the_terminal_goes_through_the_pager(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stdout = at_terminal(monkeypatch)
    seen = paged(monkeypatch, tmp_path, columns=80, lines=10)
    output.lines(["short"] * 5)
    assert (stdout.getvalue(), seen.exists()) == ("short\n" * 5, False)
    output.lines(["long"] * 20)
    assert (stdout.getvalue(), seen.read_text()) == ("short\n" * 5, "long\n" * 20)
    for none in ("", "cat"):
        monkeypatch.setenv("TERREN_PAGER", none)
        output.lines(["more"] * 20)
    assert stdout.getvalue().endswith("more\n" * 40)


def test_windows_has_no_pager_of_its_own_that_reads_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERREN_PAGER", raising=False)
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "more" else None)
    assert terminal._pager() == ["/bin/more"]
    monkeypatch.setattr(system, "WINDOWS", True)
    assert terminal._pager() == []


def test_a_hint_with_a_variable_is_in_the_syntax_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    home = "the demo/headquarters"
    assert system.command_with("TERREN_HOME", home, "terren") == f"TERREN_HOME='{home}' terren"
    monkeypatch.setattr(system, "WINDOWS", True)
    # in cmd and in PowerShell; a blank before && would belong to the value
    assert system.command_with("TERREN_HOME", home, "terren") == f'cmd /c "set TERREN_HOME={home}&& terren"'


def test_a_sign_of_life_goes_where_something_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("terren.terminal.SECOND", 0.01)
    with output.progressing("terren verify"):
        output.progress("3 of 12 files")
        until = time.monotonic() + 5
        while "3 of 12 files …" not in terminal.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        output.say("Conflict")
    assert "\r\x1b[K3 of 12 files … " in terminal.getvalue()
    assert "\r\x1b[KConflict\n" in terminal.getvalue()
    after = terminal.getvalue()
    time.sleep(0.05)
    assert terminal.getvalue() == after


def test_a_pipe_gets_no_sign_of_life(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progressing("terren verify"):
        output.progress("3 of 12 files")
    assert capsys.readouterr().err == ""
    ProgressLine("never begun").stop()
    assert capsys.readouterr().err == ""


def test_a_table_gives_way_in_one_column_and_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("A municipality with a long name", "3"), ("Pejë", "12")]
    whole = list(output.columns(("Unit", "Owed"), rows, cut=0))
    assert whole[1] == "A municipality with a long name     3"
    at_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "20")
    assert list(output.columns(("Unit", "Owed"), rows, cut=0)) == [
        "Unit            Owed",
        "A municipalit…     3",
        "Pejë              12",
    ]
    assert list(output.columns(("Unit", "Owed"), rows)) == whole
    monkeypatch.setenv("COLUMNS", "13")
    assert list(output.columns(("Unit", "Owed"), rows, cut=0))[1] == "A munic…    3"
