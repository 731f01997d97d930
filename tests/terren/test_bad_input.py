"""Databases and documents that are not what they should be: one message, exit code 1, nothing changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import store.opening.open_store
from store.opening.schema import SCHEMA_VERSION
from terren.__main__ import run
from tests.support.lengths import some
from tests.support.paths import SAMPLE
from tests.terren.conftest import Result, Terren


def check_refused(result: Result, *words: str) -> None:
    assert result.code == 1
    assert result.out == ""
    assert len(result.err.splitlines()) == 1, result.err
    for word in words:
        assert word in result.err


@contextmanager
def unchanged(*paths: Path) -> Iterator[None]:
    """Every byte of the files, and the files of their folders, are as before.

    SQLite's own files beside a database do not count while they are empty.
    """

    def counts(path: Path) -> bool:
        return not path.name.endswith("-shm") and (not path.name.endswith("-wal") or path.stat().st_size > 0)

    def look() -> list[object]:
        beside = [sorted(p.name for p in path.parent.iterdir() if counts(p)) for path in paths]
        return [beside, [path.read_bytes() for path in paths if path.is_file()]]

    before = look()
    yield
    assert look() == before


COMMANDS = (
    ("show", "1.1.1"),
    ("list",),
    ("plan",),
    ("log",),
    ("state", "--json"),
    ("verify",),
    ("backup",),
    ("set", "1.1.1", "--status", "2"),
    ("spend", "1.1.1", "--year", "2022", "--capital", "5"),
    ("note", "1.1.1", "shënim"),
    ("undo",),
    ("export", "--to", "."),
    ("receive", "nothing.terren"),
    ("measure", "1", "--year", "2022", "5"),
    ("decide", "1.1.1", "vendim"),
    ("conflicts",),
    ("resolve", "AAAA", "--keep", "mine"),
    ("rates",),
    ("matrix",),
    ("meeting", "open", "Takimi"),
    ("meeting", "list"),
    ("minutes",),
)


@pytest.mark.parametrize("command", some(COMMANDS, first=1))
def test_a_database_that_is_not_there(terren: Terren, tmp_path: Path, command: tuple[str, ...]) -> None:
    missing = tmp_path / "missing.db"
    with unchanged(missing):
        check_refused(terren(*command, "--db", missing), str(missing), "terren init")


@pytest.mark.parametrize("command", some(COMMANDS))
@pytest.mark.parametrize("contents", [b"", b"just text\n" * 500, b"SQLite format 3\0" + bytes(4080), "other"])
def test_a_file_that_is_no_database_of_terren(
    terren: Terren, tmp_path: Path, command: tuple[str, ...], contents: bytes | str
) -> None:
    path = tmp_path / "other.db"
    if isinstance(contents, bytes):
        path.write_bytes(contents)
    else:
        with closing(sqlite3.connect(path)) as conn:
            conn.execute("CREATE TABLE t (x)")
    with unchanged(path):
        check_refused(terren(*command, "--db", path), str(path))


@pytest.mark.parametrize("command", some(COMMANDS, first=2))
def test_a_newer_database(terren: Terren, enrolled: Path, command: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(enrolled)) as conn:
        conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with unchanged(enrolled):
        check_refused(terren(*command), str(enrolled), "Install the newer Terren")


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c[0] in ("set", "spend", "note", "undo", "measure", "decide")]
)
def test_a_database_that_another_process_writes(
    terren: Terren, enrolled: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    if command == ("undo",):
        terren("set", "1.1.1", "--status", "3")
    before = terren("state", "--json").out
    open_store = store.opening.open_store.open_store
    monkeypatch.setattr("sync.identity.opening.open_store", lambda path: open_store(path, busy_timeout_ms=20))
    with closing(sqlite3.connect(enrolled, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        check_refused(terren(*command), str(enrolled), "Another program")
        other.execute("ROLLBACK")
    assert terren("state", "--json").out == before
    assert terren(*command).code == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind nobody here")
def test_a_read_only_database(terren: Terren, enrolled: Path) -> None:
    enrolled.chmod(stat.S_IRUSR)
    check_refused(terren("set", "1.1.1", "--status", "2"), str(enrolled))
    assert terren("show", "1.1.1").code == 0


@pytest.mark.parametrize(
    "command",
    [("set", "1.1.1", "--status", "2"), ("undo",), ("export", "--to", "."), ("meeting", "open", "T")],
)
def test_a_published_plan_is_read_but_not_written(
    terren: Terren, published: Path, command: tuple[str, ...]
) -> None:
    with unchanged(published):
        check_refused(terren(*command, "--db", published), str(published), "terren init")
        assert terren("show", "1.1.1", "--db", published).code == 0


def test_a_full_disk(terren: Terren, enrolled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terren("set", "1.1.1", "--status", "2")
    before = terren("state", "--json").out
    connect = store.opening.open_store._connect

    def full(path: Path, mode: str, busy_timeout_ms: int) -> sqlite3.Connection:
        conn = connect(path, mode, busy_timeout_ms)
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages}")
        return conn

    with monkeypatch.context() as patched:
        patched.setattr("store.opening.open_store._connect", full)
        for _ in range(20):
            result = terren("note", "1.1.1", "x" * 3900)
            if result.code:
                break
            before = terren("state", "--json").out
        check_refused(result, str(enrolled), "full")
    assert terren("state", "--json").out == before
    assert terren("verify").code == 0
    assert terren("note", "1.1.1", "x" * 3900).code == 0


@pytest.mark.parametrize("damage", ["page", "cut"])
def test_a_damaged_database_is_told(terren: Terren, enrolled: Path, damage: str) -> None:
    for _ in range(3):
        terren("note", "1.1.1", "x" * 3000)
    data = bytearray(enrolled.read_bytes())
    if damage == "page":
        data[4096 : len(data)] = b"\xa5" * (len(data) - 4096)
    else:
        del data[4096:]
    enrolled.write_bytes(data)
    for command in (("show", "1.1.1"), ("set", "1.1.1", "--status", "2"), ("list",), ("state", "--json")):
        check_refused(terren(*command), str(enrolled))
    assert terren("verify").code == 1


DOCUMENTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is empty"),
    "blank": (lambda _: b" \n\n\t\n", "is empty"),
    "binary": (lambda data: bytes(range(256)) * 50, "of no kind that can be read"),
    "pdf": (lambda data: b"%PDF-1.7\n" + data, "damaged"),
    "no heading": (lambda _: "Një tekst pa tabelë.\n".encode() * 200, "no table with the columns"),
    "other encoding": (lambda data: data[:5000] + b"\x81\x90\x9d" + data[5000:], "encoding"),
    "cut": (lambda data: data[: len(data) // 2], ""),
    "cut early": (lambda data: data[:4000], ""),
}


@pytest.mark.parametrize(
    ("name", "goal"),
    some([(name, goal) for name in DOCUMENTS for goal in ("plan.db", "x.plan.toml")]),
)
def test_documents_that_cannot_be_read(terren: Terren, tmp_path: Path, name: str, goal: str) -> None:
    change, words = DOCUMENTS[name]
    folder = tmp_path / "documents"
    folder.mkdir()
    document = folder / "plan.txt"
    document.write_bytes(change(SAMPLE.read_bytes()))
    with unchanged(document):
        check_refused(terren("import", document, "-o", folder / goal), str(document), words)
        check_refused(
            terren("init", "--officer", "A", "--unit", "17", "--plan", document), str(document), words
        )
    assert not (tmp_path / "home" / "terren.db").exists()


def test_another_encoding_is_never_garbled(terren: Terren, tmp_path: Path) -> None:
    """The reader's own test looks at each encoding."""
    document = tmp_path / "plan.txt"
    document.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-16")
    for name, path in (("a", document), ("b", SAMPLE)):
        assert terren("import", path, "--title", "Plani", "-o", tmp_path / f"{name}.plan.toml").code == 0
    ours, theirs = ((tmp_path / f"{n}.plan.toml").read_text(encoding="utf-8") for n in "ab")
    assert ours.splitlines()[3:20] == theirs.splitlines()[3:20]


def test_a_document_that_is_not_there(terren: Terren, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path, tmp_path / "missing.plan.toml"):
        check_refused(terren("import", path), str(path))


@pytest.mark.parametrize("contents", [b"format = ", b"format = 'other'\n", b"\xff\xfe", b"title = 'x'\n"])
def test_a_reviewable_form_that_is_none(terren: Terren, tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "x.plan.toml"
    path.write_bytes(contents)
    check_refused(terren("import", path, "-o", tmp_path / "x.db"))
    assert not (tmp_path / "x.db").exists()


def test_init_refuses_what_it_cannot_enrol(terren: Terren, published: Path, home: Path) -> None:
    plan = ("--plan", str(published))
    check_refused(terren("init", "--officer", "A", "--unit", "Prizreni2", *plan), "Prizren")
    check_refused(terren("init", "--officer", " ", "--unit", "17", *plan))
    wrong = terren("init", "--officer", "A", "--unit", "17", "--role", "boss", *plan)
    assert wrong.code == 2 and "field, headquarters" in wrong.err
    assert not (home / "terren.db").exists()
    assert terren("init", "--officer", "A", "--unit", "17", *plan).code == 0
    with unchanged(home / "terren.db"):
        check_refused(terren("init", "--officer", "B", "--unit", "17", *plan), "already exists")


def test_a_copy_is_read_but_not_written(
    terren: Terren, enrolled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terren("set", "1.1.1", "--status", "2")
    copy = tmp_path / "elsewhere" / "terren.db"
    copy.parent.mkdir()
    shutil.copy(enrolled, copy)
    monkeypatch.setenv("TERREN_HOME", str(copy.parent))
    assert terren("show", "1.1.1").code == 0
    check_refused(terren("set", "1.1.1", "--status", "4"), "key")
    assert '"in_progress"' in terren("state", "--json").out


@pytest.mark.parametrize(
    "contents",
    [
        b"database = ",
        b"database = 3\n",
        b"language = 'xx'\n",
        b"\xff\xff",
        b"receipt_days = " + b"9" * 5000,
        b"receipt_days = 99999999999",
        b"x = " + b"[" * 5000,
    ],
)
def test_a_configuration_that_cannot_be_read(
    terren: Terren, home: Path, published: Path, contents: bytes
) -> None:
    (home / "config.toml").write_bytes(contents)
    check_refused(terren("list"), "config.toml")
    assert terren("list", "--db", published).code == 0


def test_an_unknown_language(terren: Terren, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = terren("--language", "de", "list")
    assert wrong.code == 2 and "sq, sr, sr-Cyrl, en" in wrong.err
    monkeypatch.setenv("TERREN_LANGUAGE", "de")
    check_refused(terren("list"), "sq, sr, sr-Cyrl, en")


@pytest.mark.parametrize("error", [ZeroDivisionError, EOFError])
def test_something_unexpected_is_written_to_a_file(
    terren: Terren, enrolled: Path, home: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """Also an end of some file that is none of the input: a part of the program that a full disk has cut."""

    def broken(*_: object, **__: object) -> None:
        raise error("made up")

    monkeypatch.setattr("terren.commands.look.listing.list_actions", broken)
    result = terren("list")
    log = home / "terren.log"
    # click prints an empty line where it takes an end of a file for one of the input
    check_refused(result._replace(err=result.err.lstrip()), f"{error.__name__}: made up", str(log))
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_an_interruption_is_quiet(
    enrolled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("terren.commands.look.listing.list_actions", interrupted)
    capsys.readouterr()
    assert run(["list"]) == 130
    assert capsys.readouterr().err.strip() == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(tmp_path: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m terren list {closed}'
    home = {**os.environ, "TERREN_HOME": str(tmp_path), "TERREN_LANGUAGE": "en"}
    done = subprocess.run(["sh", "-c", command], env=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "nexpected" not in done.stdout + done.stderr
