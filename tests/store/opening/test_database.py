"""Opening, creating, locking, migrating: a bad file is one refusal that names it, and nothing changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from store.db.database import Store
from store.db.errors import UserError
from store.edits.edits import StatusReport, add_note, report_status
from store.edits.redaction import drop_value, values_in
from store.integrity.backup import backup
from store.integrity.verify import verify
from store.ledger.change import Register
from store.ledger.heads import state_form
from store.opening import schema
from store.opening.open_store import create_store, open_store
from store.plan.load import load_plan
from store.plan.save import save_plan
from store.status.outline import outline
from tests.plans import enrolled, sign_with_nothing, small_plan
from tests.support.databases import create

TODAY = date(2022, 3, 14)


def edit(store: Store, nr: str = "1.1.1", status: str = "in_progress") -> None:
    sign_with_nothing(store)
    report_status(store, nr, StatusReport(status), today=TODAY)


def published(path: Path) -> Path:
    """A plan that belongs to nobody."""
    with create_store(path) as store:
        save_plan(store, small_plan(), source_name="prove.txt", source_sha256="00")
    return path


def owned(path: Path) -> Path:
    """An officer's database with one report, in WAL mode and closed."""
    enrolled(path).close()
    with open_store(path) as store:
        edit(store)
    return path


def contents(folder: Path) -> dict[str, str]:
    """Every file that holds something; readers leave an empty log and an index."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith("-shm") and file.stat().st_size
    }


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom permissions bind, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder that everybody may enter and, once made read-only, nobody may write to."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def make_read_only(folder: Path) -> None:
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)


needs_permissions = pytest.mark.skipif(os.name == "nt", reason="folders have no such permissions on Windows")


def text_file(path: Path) -> None:
    path.write_text("Plani i veprimit 2021-2023\n" * 100, encoding="utf-8")


def empty_file(path: Path) -> None:
    path.touch()


def random_bytes(path: Path) -> None:
    path.write_bytes(hashlib.shake_256(b"terren").digest(20_000))


def other_application(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE change (replica TEXT)")
    conn.execute("PRAGMA application_id = 7")
    conn.commit()
    conn.close()


def newer(path: Path) -> None:
    owned(path)
    conn = sqlite3.connect(path)
    conn.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    conn.close()


def cut_in_half(path: Path) -> None:
    published(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096])


def marked_only(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    conn.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
    conn.execute("CREATE TABLE something (x)")
    conn.close()


def folder(path: Path) -> None:
    path.mkdir()


def missing(path: Path) -> None:
    pass


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (text_file, "db_not_terren"),
        (empty_file, "db_not_terren"),
        (random_bytes, "db_not_terren"),
        (other_application, "db_not_terren"),
        (folder, "db_not_terren"),
        (missing, "db_missing"),
        (newer, "db_too_new"),
        (cut_in_half, "db_corrupt"),
        (marked_only, "db_corrupt"),
    ],
)
def test_what_is_no_database_is_refused_by_name_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None], code: str, read_only: bool
) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = contents(tmp_path)
    with pytest.raises(UserError) as refused, open_store(path, read_only=read_only) as store:
        outline(store, today=TODAY)
    assert refused.value.code == code
    assert refused.value.params["file"] == str(path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "name",
    ["a b.db", "Gjakovë č.db", "a?mode=memory.db", "a#b.db", "50%.db", "%41.db", "file:a.db", "a&b='c.db"],
)
def test_any_name_is_a_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name.replace(".db", "")
    folder.mkdir()
    path = owned(folder / name)
    with open_store(path) as store:
        assert len(state_form(store.conn)) == 1
        backup(store, folder / f"copy of {name}")
    with open_store(folder / f"copy of {name}", read_only=True) as store:
        assert len(state_form(store.conn)) == 1
    assert sorted(file.name for file in folder.iterdir()) == sorted([name, f"copy of {name}"])


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_a_name_that_is_not_utf_8_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"Gjakov\xeb.db")
    enrolled(path, replica="aa").close()
    with open_store(path) as store:
        edit(store)
        assert len(state_form(store.conn)) == 1


def test_two_slashes_at_the_start_of_a_path_are_no_host(tmp_path: Path) -> None:
    path = owned(tmp_path / "a.db")
    with open_store(Path(f"/{path}")) as store:
        assert len(state_form(store.conn)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names itself")
def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    with pytest.raises(UserError, match="db_io"):
        open_store(path)
    with pytest.raises(UserError, match="db_io"):
        create_store(path)


def test_creating_never_overwrites_and_needs_its_folder(tmp_path: Path) -> None:
    path = owned(tmp_path / "a.db")
    before = contents(tmp_path)
    with pytest.raises(UserError, match="db_exists"):
        create_store(path)
    with pytest.raises(UserError, match="db_exists"):
        create_store(tmp_path)
    with pytest.raises(UserError, match="folder_missing"):
        create_store(tmp_path / "none" / "b.db")
    with pytest.raises(UserError, match="folder_missing"):
        create_store(path / "b.db")
    assert contents(tmp_path) == before


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(conn: sqlite3.Connection) -> None:
        conn.execute("CREATE TABLE x (y)")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(schema, "MIGRATIONS", (("0001_fails", fail),))
    with pytest.raises(UserError, match="db_disk_full"):
        create_store(tmp_path / "a.db")
    assert contents(tmp_path) == {}


def test_a_new_database_is_what_the_migrations_make_of_an_empty_one() -> None:
    asked = (
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid",
        "SELECT id, migration_set, name FROM _sqlite_migrations",
        "SELECT * FROM clock",
        "PRAGMA application_id",
        "PRAGMA user_version",
    )
    forms = []
    for make in (create, schema.migrate):
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
            make(conn)
            forms.append([conn.execute(ask).fetchall() for ask in asked])
    assert forms[0] == forms[1]


def test_a_second_writer_waits_and_is_then_refused(tmp_path: Path) -> None:
    path = owned(tmp_path / "a.db")
    with open_store(path) as first, open_store(path, busy_timeout_ms=0) as second:
        with first.writing(), pytest.raises(UserError, match="db_locked") as refused:
            edit(second)
        assert refused.value.params["file"] == str(path)
        with first.writing():
            assert len(outline(second, today=TODAY).actions) == 8
        edit(second, status="implemented")


def test_two_connections_take_turns_and_see_each_other(tmp_path: Path) -> None:
    path = owned(tmp_path / "a.db")
    with open_store(path) as first, open_store(path) as second:
        for n in range(6):
            seen = first.data_version()
            edit(second, f"1.1.{n % 4 + 1}", "implemented" if n < 4 else "in_progress")
            assert first.data_version() != seen
            edit(first, f"2.1.{n % 4 + 1}", "implemented" if n < 4 else "in_progress")
        assert state_form(first.conn) == state_form(second.conn)
        verdict = verify(first)
        assert (verdict.changes, verdict.faults) == (13, ())


def test_a_failing_edit_leaves_nothing_behind(tmp_path: Path) -> None:
    with enrolled(tmp_path / "a.db") as store:
        before = "\n".join(store.conn.iterdump())
        with pytest.raises(KeyError), store.writing() as conn:
            conn.execute("UPDATE clock SET lamport = 9")
            raise KeyError
        assert "\n".join(store.conn.iterdump()) == before
        edit(store)


@pytest.mark.parametrize(("free", "code"), [(0, "db_disk_full"), (2**30, "db_io")])
def test_a_disk_without_room_for_what_lies_beside_is_told_as_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    """SQLite says of both that it is "unable to open database file"."""
    path = owned(tmp_path / "a.db")
    path.with_name("a.db-wal").mkdir()
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=free))
    with pytest.raises(UserError) as refused:
        open_store(path)
    assert refused.value.code == code


def test_a_full_disk_refuses_the_edit_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = owned(tmp_path / "a.db")
    with open_store(path) as store:
        pages = store.conn.execute("PRAGMA page_count").fetchone()[0]
        store.conn.execute(f"PRAGMA max_page_count = {pages}")
        recorded = 0
        with pytest.raises(UserError, match="db_disk_full") as refused:
            for n in range(10_000):
                report_status(store, "1.1.1", StatusReport(next_steps=f"{n} " * 1000), today=TODAY)
                recorded += 1
        assert refused.value.params["file"] == str(path)
        assert verify(store).changes == 1 + recorded
        assert verify(store).faults == ()


@needs_permissions
def test_a_published_plan_is_read_from_a_read_only_folder_and_stays_as_it_is(locked_folder: Path) -> None:
    path = published(locked_folder / "plan.db")
    before = contents(locked_folder)
    with open_store(path) as store, pytest.raises(UserError, match="no_identity"):
        edit(store)
    assert contents(locked_folder) == before
    make_read_only(locked_folder)
    with unprivileged(), open_store(path, read_only=True) as store:
        assert load_plan(store) == small_plan()
        with pytest.raises(UserError, match="db_read_only"):
            edit(store)
    assert contents(locked_folder) == before


@needs_permissions
def test_a_wal_database_is_read_from_a_read_only_folder(locked_folder: Path) -> None:
    path = owned(locked_folder / "a.db")
    assert path.read_bytes()[18:20] == b"\x02\x02"
    before = contents(locked_folder)
    make_read_only(locked_folder)
    with unprivileged(), open_store(path, read_only=True) as store:
        assert len(state_form(store.conn)) == 1
    assert contents(locked_folder) == before


@needs_permissions
def test_a_log_that_cannot_be_read_is_not_ignored(locked_folder: Path, tmp_path: Path) -> None:
    path = owned(tmp_path / "a.db")
    with open_store(path) as store:
        edit(store, "1.1.2")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", locked_folder / f"a.db{ending}")
    make_read_only(locked_folder)
    with unprivileged():
        try:
            with open_store(locked_folder / "a.db", read_only=True) as store:
                assert len(state_form(store.conn)) == 2
        except UserError as refused:
            assert refused.code == "db_io"


@needs_permissions
def test_what_others_write_meanwhile_is_read_whole_or_not_at_all(
    locked_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that is read-only to one may be written to by others: what was read of it does not change."""
    path = owned(locked_folder / "a.db")
    make_read_only(locked_folder)
    written = [1, 2, 2, 3, 3, 3]

    def rewritten(file: Path) -> bytes:
        return file.read_bytes() + bytes(written.pop(0))

    monkeypatch.setattr("store.opening.open_store.read_regular", rewritten)
    with unprivileged(), open_store(path, read_only=True) as store:
        assert written == []
        # neither file nor log is looked at any more
        assert store.conn.execute("PRAGMA database_list").fetchone()[2] == ""
        assert len(state_form(store.conn)) == 1
    written = list(range(100))
    with unprivileged(), pytest.raises(UserError, match="db_locked"):
        open_store(path, read_only=True)


@needs_permissions
@pytest.mark.parametrize("in_wal", [False, True])
def test_a_database_that_may_only_be_read_refuses_edits(locked_folder: Path, in_wal: bool) -> None:
    path = locked_folder / "a.db"
    if in_wal:
        owned(path)
    else:
        enrolled(path).close()
    before = contents(locked_folder)
    make_read_only(locked_folder)
    with unprivileged(), pytest.raises(UserError) as refused, open_store(path) as store:
        edit(store)
    assert refused.value.code in ("db_read_only", "db_io")
    assert refused.value.params["file"] == str(path)
    assert contents(locked_folder) == before


@needs_permissions
def test_a_folder_that_may_not_be_entered_is_refused(locked_folder: Path) -> None:
    path = owned(locked_folder / "a.db")
    locked_folder.chmod(0o000)
    with unprivileged(), pytest.raises(UserError) as refused:
        open_store(path)
    assert refused.value.code in ("db_io", "db_missing")


def test_damaged_pages_are_told_while_reading(tmp_path: Path) -> None:
    path = published(tmp_path / "a.db")
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as conn:
        for (page,) in conn.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0"):
            data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with open_store(path, read_only=True) as store:
        for ask in (lambda: outline(store, today=TODAY), lambda: load_plan(store), lambda: verify(store)):
            with pytest.raises(UserError, match="db_corrupt") as refused:
                ask()
            assert refused.value.params["file"] == str(path)


def add_column(conn: sqlite3.Connection) -> None:
    conn.execute("ALTER TABLE plan ADD COLUMN motto TEXT NOT NULL DEFAULT 'asnjë'")


def add_column_and_fail(conn: sqlite3.Connection) -> None:
    add_column(conn)
    raise sqlite3.OperationalError("disk I/O error")


def with_migration(monkeypatch: pytest.MonkeyPatch, function: Callable[[sqlite3.Connection], None]) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("9999_test", function)))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", len(schema.MIGRATIONS))


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_disk_without_room_for_the_index_of_a_log_hinders_nobody_who_only_reads(tmp_path: Path) -> None:
    import resource

    path = owned(tmp_path / "a.db")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # as on a disk that is full, a part of it is written
    resource.setrlimit(resource.RLIMIT_FSIZE, (3, hard))
    try:
        with open_store(path, read_only=True) as store:
            found = store.conn.execute("SELECT count(*) FROM plan").fetchone()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert found == (1,)


def test_an_older_database_is_backed_up_and_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = owned(tmp_path / "a.db")
    version = schema.SCHEMA_VERSION
    (tmp_path / f"a.db.version-{version}.backup").write_text("an earlier one")
    with_migration(monkeypatch, add_column)
    with open_store(path) as store:
        assert store.conn.execute("SELECT motto FROM plan").fetchone() == ("asnjë",)
        assert verify(store).faults == ()
        edit(store, "1.1.2")
    open_store(path).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "a.db",
        f"a.db.version-{version}-2.backup",
        f"a.db.version-{version}.backup",
    ]
    monkeypatch.undo()
    with open_store(tmp_path / f"a.db.version-{version}-2.backup", read_only=True) as store:
        assert len(state_form(store.conn)) == 1
    with pytest.raises(UserError, match="db_too_new"):
        open_store(path)


def test_a_window_of_before_writes_nothing_into_a_migrated_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = owned(tmp_path / "a.db")
    with open_store(path) as before:
        with_migration(monkeypatch, add_column)
        with open_store(path) as migrated:
            edit(migrated, "1.1.2")
        with pytest.raises(UserError, match="db_migrated"):
            edit(before, "1.1.3")
        assert not before.conn.in_transaction
    with open_store(path) as store:
        edit(store, "1.1.3")
        assert len(state_form(store.conn)) == 3


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = owned(tmp_path / "a.db")
    with_migration(monkeypatch, add_column_and_fail)
    with pytest.raises(UserError, match="db_io"):
        open_store(path)
    monkeypatch.undo()
    with open_store(path) as store:
        assert load_plan(store) == small_plan()
        assert verify(store).faults == ()


def test_without_a_backup_there_is_no_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = owned(tmp_path / "a.db")
    before = contents(tmp_path)
    with_migration(monkeypatch, add_column)

    def no_space(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(UserError, match="disk_full"):
        open_store(path)
    monkeypatch.undo()
    assert contents(tmp_path) == before


def test_an_older_database_that_may_only_be_read_is_migrated_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = published(tmp_path / "plan.db")
    before = contents(tmp_path)
    with_migration(monkeypatch, add_column)
    with open_store(path, read_only=True) as store:
        assert store.conn.execute("SELECT motto FROM plan").fetchone() == ("asnjë",)
        assert load_plan(store) == small_plan()
    assert contents(tmp_path) == before


_BROKEN_OFF = """
import os, signal, sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("PRAGMA journal_mode = DELETE")
conn.execute("PRAGMA cache_size = 2")
conn.execute("BEGIN IMMEDIATE")
conn.execute("UPDATE clock SET lamport = 7")
for n in range(2000):
    conn.execute("INSERT INTO awaited_supersession VALUES (?, 'a', 1)", (str(n) * 60,))
os._exit(1)
"""


def test_a_database_that_a_writer_left_in_the_middle_is_read_as_it_was_before(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    create_store(path).close()
    subprocess.run([sys.executable, "-c", _BROKEN_OFF, str(path)], check=False)
    assert (tmp_path / "a.db-journal").stat().st_size

    with open_store(path, read_only=True) as store:
        assert verify(store).faults == ()


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_databases_and_their_copies_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = owned(tmp_path / "a.db")
        with open_store(path) as store:
            backup(store, tmp_path / "copy.db")
            edit(store)
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("a.db", "a.db-wal", "a.db-shm", "copy.db"), 0o600)


def test_a_damaged_name_in_the_schema_is_told(tmp_path: Path) -> None:
    path = published(tmp_path / "a.db")
    data = path.read_bytes()
    assert b"CREATE TABLE remark" in data
    path.write_bytes(data.replace(b"CREATE TABLE remark", b"CREATE TABL\xe9 remark"))
    with pytest.raises(UserError, match="db_corrupt"), open_store(path, read_only=True) as store:
        verify(store)


def test_a_value_that_is_no_json_is_told_as_damage(tmp_path: Path) -> None:
    path = published(tmp_path / "a.db")
    with open_store(path) as store:
        store.conn.execute("UPDATE plan SET years = 'x'")
        with pytest.raises(UserError, match="db_row_damaged"):
            load_plan(store)


def test_a_database_without_its_clock_is_told_to_be_damaged(tmp_path: Path) -> None:
    enrolled(tmp_path / "a.db").close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as conn, conn:
        conn.execute("DELETE FROM clock")
    with pytest.raises(UserError, match="db_corrupt"):
        open_store(tmp_path / "a.db")


def test_what_is_redacted_is_overwritten_at_once_whatever_the_build_of_sqlite_does_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is killed before all is written anew leaves nothing in free pages."""
    connect = sqlite3.connect

    def careless(*given: Any, **options: Any) -> sqlite3.Connection:
        conn: sqlite3.Connection = connect(*given, **options)
        conn.execute("PRAGMA secure_delete = OFF")
        return conn

    owned(tmp_path / "a.db")
    monkeypatch.setattr(sqlite3, "connect", careless)
    with open_store(tmp_path / "a.db") as store:
        sign_with_nothing(store)
        add_note(store, "1.1.1", "Agim Berisha " * 300)
        store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Agim Berisha" in (tmp_path / "a.db").read_bytes()
        with store.writing() as conn:
            [note] = values_in(conn, Register("note", "1.1.1", "17", entry(conn)))
            drop_value(conn, note, "", b"")
        store.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Agim Berisha" not in (tmp_path / "a.db").read_bytes()


def entry(conn: sqlite3.Connection) -> str:
    """The name of the only note."""
    return str(conn.execute("SELECT field FROM change WHERE kind = 'note'").fetchone()[0])
