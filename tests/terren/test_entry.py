"""The front door: help, version, configuration, and how it behaves towards terminals and pipes."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.db.errors import UserError
from store.db.places import Places
from store.db.settings import Settings
from terren import BUILD, __version__, session
from terren.command_line import COMMANDS
from tests.support.lengths import some
from tests.terren.conftest import Terren
from tools.bundle.__main__ import build_said


def test_the_version(terren: Terren) -> None:
    assert terren("--version").out == f"terren {__version__}\n"


def test_a_build_says_of_which_commit_it_is(
    terren: Terren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "store").mkdir()
    git = ("git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@localhost")
    with build_said(tmp_path):
        assert not (tmp_path / "store" / BUILD).exists()
    for words in (("init", "--quiet"), ("commit", "--quiet", "--allow-empty", "--message", "first")):
        subprocess.run([*git, *words], check=True)
    commit = subprocess.run(
        [*git, "rev-parse", "--short=12", "HEAD"], check=True, capture_output=True, text=True
    )
    monkeypatch.setattr("store.__path__", [str(tmp_path / "store")])
    with build_said(tmp_path):
        assert terren("--version").out == f"terren {__version__} ({commit.stdout.strip()})\n"
    assert terren("--version").out == f"terren {__version__}\n"


@pytest.mark.parametrize("language", ["en", "sq", "sr"])
def test_every_command_has_help_in_every_language(terren: Terren, language: str) -> None:
    for name in some(list(COMMANDS), first=["en", "sq", "sr"].index(language)):
        result = terren("--language", language, name, "--help")
        assert result.code == 0, name
        assert f"terren {name}" in result.out
        assert "--db" in result.out, name


def test_without_a_command_the_interface_opens(
    terren: Terren, home: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[Path, Path | None, str | None]] = []

    def opened(
        places: Places,
        database: Path | None,
        *,
        language: str | None,
        settings: Settings,
        ascii: bool | None,
        version: str,
    ) -> int:
        assert ascii is None
        assert (settings, version) == (Settings(), __version__)
        calls.append((places.data, database, language))
        return 7

    monkeypatch.setattr("tui.app.start.run", opened)
    monkeypatch.delenv("TERREN_LANGUAGE")
    assert terren().code == 7
    assert terren("--db", published, "--language", "sr").code == 7
    assert calls == [(home, None, None), (home, published, "sr")]


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_database_may_be_named_before_or_after_the_command(
    terren: Terren, published: Path, place: str
) -> None:
    named = ("--db", str(published))
    arguments = (*named, "list") if place == "before" else ("list", *named)
    assert len(terren(*arguments).out.splitlines()) == 8


def test_option_environment_and_configuration_name_the_database_in_this_order(
    terren: Terren, published: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terren("list", "--db", published).code == 0
    (home / "config.toml").write_text('database = "configured.db"\nlanguage = "sr"\n')
    assert str(home / "configured.db") in terren("log").err
    monkeypatch.setenv("TERREN_DB", str(home / "environment.db"))
    assert str(home / "environment.db") in terren("log").err
    assert str(home / "option.db") in terren("log", "--db", home / "option.db").err


@pytest.mark.parametrize("below", ["", "office"])
def test_a_home_that_is_a_file_is_named(
    terren: Terren, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("x")
    monkeypatch.setenv("TERREN_HOME", str(file / below))
    refused = terren("status")
    assert refused.code == 1
    assert f"TERREN_HOME names {file / below}, but {file} is a file." in refused.err
    assert "configuration" not in refused.err and terren("--version").code == 0


def test_language_of_option_environment_identity_and_configuration(
    terren: Terren, published: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERREN_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "Not reported" in terren("show", "1.1.1", "--db", published).out
    (home / "config.toml").write_text('language = "sr"\n')
    assert "Nije izvešteno" in terren("show", "1.1.1", "--db", published).out
    plan = ("--plan", str(published))
    terren("init", "--officer", "A", "--unit", "17", "--language", "sq", *plan)
    assert "Pa raportim" in terren("show", "1.1.1").out
    assert "Nije izvešteno" in terren("show", "1.1.1", "--language", "sr").out
    monkeypatch.setenv("TERREN_LANGUAGE", "en")
    assert "Not reported" in terren("show", "1.1.1").out


@pytest.fixture
def albanian(terren: Terren, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database whose officer speaks Albanian, where the environment says English."""
    at = tmp_path / "albanian.db"
    plan = ("--plan", str(published))
    terren("init", "--officer", "A", "--unit", "17", "--language", "sq", "--db", at, *plan)
    monkeypatch.delenv("TERREN_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return at


HELPED = ((), ("show",), ("meeting",), ("meeting", "open"))


@pytest.mark.parametrize("command", HELPED, ids=" ".join)
def test_help_speaks_the_language_of_the_database(
    terren: Terren, albanian: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Usage: " in terren(*command, "--help").out
    assert "Përdorimi: " in terren(*command, "--help", "--db", albanian).out
    assert "Përdorimi: " in terren(f"--db={albanian}", *command, "--help").out
    assert "Upotreba: " in terren(*command, "--help", "--db", albanian, "--language", "sr").out
    monkeypatch.setenv("TERREN_DB", str(albanian))
    assert "Përdorimi: " in terren(*command, "--help").out


WRONG = (
    (("show", "1.1.1", "--wrong"), "Nuk ka opsion --wrong."),
    (("show",), "Mungon NR."),
    (("shwo",), "Nuk ka komandë „shwo“."),
    (("meeting",), "Tregoni çfarë"),
    (("show", "1.1.1", "more"), "Nuk u kuptua: more."),
    (("set", "1.1.1"), "Tregoni çfarë"),
    (("spend", "1.1.1"), "Mungon --year."),
    (("undo", "--steps", "x"), "nuk është numër i plotë"),
    (("list", "--sort", "x"), "Zgjidhni një nga"),
)


@pytest.mark.parametrize(
    ("arguments", "words"), WRONG, ids=lambda one: " ".join(one) if isinstance(one, tuple) else "-"
)
def test_wrong_usage_speaks_the_language_of_the_database(
    terren: Terren, albanian: Path, arguments: tuple[str, ...], words: str
) -> None:
    assert words in terren(*arguments, "--db", albanian).err
    assert words in terren("--db", albanian, *arguments).err


def test_help_and_wrong_usage_speak_the_language_of_the_configuration(
    terren: Terren, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERREN_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    (home / "config.toml").write_text('language = "sr"\n')
    assert "Upotreba: " in terren("list", "--help").out
    assert "Nema opcije" in terren("list", "--wrong").err
    assert "Nema baze" in terren("log").err
    assert "There is no option" in terren("list", "--wrong", "--language", "en").err


def test_an_opened_database_outweighs_the_configuration(terren: Terren, albanian: Path, home: Path) -> None:
    (home / "config.toml").write_text('language = "sr"\n')
    assert "Plani nuk ka veprim" in terren("show", "9.9.9", "--db", albanian).err


def test_a_database_that_cannot_be_opened_is_not_waited_for_twice(
    terren: Terren, albanian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []

    def locked(path: Path, *, read_only: bool) -> None:
        tried.append(path)
        raise UserError("db_locked", file=str(path))

    monkeypatch.setattr("store.opening.open_store.open_store", locked)
    assert terren("show", "1.1.1", "--db", albanian).code == 1
    assert tried == [albanian]


def test_wrong_usage_names_the_help_of_its_command(terren: Terren) -> None:
    for wrong in ("--json=3", "--wrong", "--db"):
        assert "Help: terren show --help" in terren("show", "1.1.1", wrong).err


@pytest.mark.parametrize("contents", [b"SQLite format 3\0", b"none", None], ids=["cut", "none", "missing"])
def test_help_needs_no_database_that_can_be_read(
    terren: Terren, home: Path, tmp_path: Path, contents: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERREN_LANGUAGE")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    at = tmp_path / "broken.db"
    if contents is not None:
        at.write_bytes(contents)
    (home / "config.toml").write_text("language = [")
    for arguments in (("--help", "--db", at), ("--help", "--db", "x" * 5000), ("show", "--help", "--db", at)):
        result = terren(*arguments)
        assert (result.code, result.err) == (0, "")
        assert "Usage: " in result.out


def start(*arguments: str | Path, home: Path, **environment: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "TERREN_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "terren", *map(str, arguments)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_an_output_that_goes_elsewhere_is_utf_8_whatever_the_locale(home: Path, published: Path) -> None:
    process = start("plan", "--db", published, home=home, PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0")
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert "Masa 1.1.1 për komunat".encode() in out


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_leaves_early_is_no_error(home: Path, published: Path) -> None:
    process = start("plan", "--json", "--db", published, home=home)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


def test_a_reader_that_leaves_early_is_no_error_where_windows_calls_it_otherwise(
    home: Path, published: Path, terren: Terren, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_text: str) -> int:
        monkeypatch.setattr("store.db.system.WINDOWS", True)
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("terren.failures._drop_output", lambda: None)
    monkeypatch.setattr("terren.output.text", closed)
    monkeypatch.setattr("terren.output.lines", lambda *_given, **_named: closed(""))
    assert (terren("list", "--db", published).code, (home / "terren.log").exists()) == (0, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("arguments", [("list",), ("plan", "--json"), ("--version",)])
def test_an_output_that_finds_no_room_is_told(
    home: Path, published: Path, arguments: tuple[str, ...]
) -> None:
    environment = {**os.environ, "TERREN_HOME": str(home), "TERREN_DB": str(published)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "terren", *arguments],
            env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 1
    assert b"could not be written" in done.stderr and b"maintainers" not in done.stderr
    assert not (home / "terren.log").exists()


def test_only_what_was_printed_is_told_as_lost(
    home: Path, terren: Terren, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop of events of Windows connects to itself, and a system without a network refuses that."""

    def refused(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENETUNREACH, "no network")

    monkeypatch.setattr(session.Session, "open_interface", refused)
    result = terren()
    assert (result.code, "could not be written" in result.err) == (1, False)
    assert "no network" in result.err and "maintainers" in result.err


def _as_process(arguments: tuple[str, ...], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process whose locale knows ASCII alone."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "terren", *arguments],
        env={
            **environment,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "latin-1",
        },
        input=stdin,
        capture_output=True,
    )


def test_pipes_are_utf_8_in_any_locale(enrolled: Path) -> None:
    done = _as_process(("note", "1.1.1", "-"), "Shënim për Đakovicën – ë".encode())
    assert done.returncode == 0, done.stderr
    shown = _as_process(("log", "--json"))
    assert "Shënim për Đakovicën – ë" in shown.stdout.decode()
    assert json.loads(shown.stdout)


def test_input_that_is_no_utf_8_is_refused(enrolled: Path) -> None:
    done = _as_process(("note", "1.1.1", "-"), "Shënim".encode("latin-1"))
    assert done.returncode == 1
    assert "UTF-8" in done.stderr.decode()


def test_an_argument_that_is_no_utf_8_is_refused_and_nothing_of_it_is_lost(
    terren: Terren, enrolled: Path, tmp_path: Path
) -> None:
    bad = os.fsdecode("Sh\u00ebnim".encode("latin-1"))
    for arguments in (
        ("note", "1.1.1", bad),
        ("set", "1.1.1", "--next", bad),
        ("set", "1.1.1", "--reason", bad),
        ("evidence", "1.1.1", "title", "--ref", bad),
        ("spend", "1.1.1", "--year", "2022", "--capital", f"5{bad}"),
        ("init", "--officer", bad, "--unit", "17", "--db", tmp_path / "other.db"),
    ):
        refused = terren(*arguments, "--json")
        assert refused.code == 1
        error = json.loads(refused.err)["error"]
        assert error["code"] == "argument_encoding"
        assert "�nim" in error["message"]
    assert json.loads(terren("log", "--json").out) == []
    assert not (tmp_path / "other.db").exists()


@pytest.mark.skipif(os.name == "nt", reason="names of files are letters there")
def test_a_file_may_be_called_what_is_no_utf_8(terren: Terren, enrolled: Path, tmp_path: Path) -> None:
    backup = tmp_path / os.fsdecode(b"kopj\xeb.db")
    try:
        backup.touch()
    except OSError:
        pytest.skip("this file system has no such names")
    assert "argument_encoding" not in terren("restore", backup, "--json").err


@pytest.mark.skipif(os.name == "nt", reason="there the locale has no say in it")
def test_arguments_and_names_of_files_are_utf_8_in_any_locale(enrolled: Path, tmp_path: Path) -> None:
    done = _as_process(("note", "1.1.1", "Shënim për Đakovicën"))
    assert done.returncode == 0, done.stderr
    assert "Shënim për Đakovicën" in _as_process(("log", "--json")).stdout.decode()
    copy = tmp_path / "kopjë.db"
    assert _as_process(("backup", "-o", str(copy))).returncode == 0
    assert copy.is_file()
    assert _as_process(("note", "1.1.1", os.fsdecode(b"Sh\xebnim"))).returncode == 1


def test_a_nul_in_what_is_read_is_refused(enrolled: Path) -> None:
    for text in (b"a\0b", "Sh\u00ebnim".encode("utf-16"), "Note".encode("utf-16-le")):
        assert _as_process(("note", "1.1.1", "-"), text).returncode == 1


def test_a_setting_that_there_is_not_is_told_and_not_passed_over(terren: Terren, enrolled: Path) -> None:
    enrolled.with_name("config.toml").write_text('langage = "en"\n')
    result = terren("status")
    assert (result.code, "langage" in result.err, "language" in result.err) == (1, True, True)
