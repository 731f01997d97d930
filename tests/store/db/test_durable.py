"""Files are whole or not there: full and vanishing disks, leftovers, links, permissions; and backups."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from store.db import durable
from store.db.database import Store
from store.db.durable import write_durably
from store.db.errors import UserError
from store.integrity.backup import backup, backup_path
from store.ledger.append import Edit, record
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from tests.plans import enrolled

DATA = bytes(range(256)) * 40

posix_only = pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_what_is_written_is_there_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    write_durably(tmp_path / "a.terren", DATA)
    assert (tmp_path / "a.terren").read_bytes() == DATA
    write_durably(tmp_path / "a.terren", b"", replace=True)
    assert (tmp_path / "a.terren").read_bytes() == b""
    assert names(tmp_path) == ["a.terren"]


def test_a_file_is_never_overwritten_unasked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(UserError, match="file_exists"):
        write_durably(tmp_path / "a", DATA)
    assert (tmp_path / "a").read_bytes() == b"x"


@posix_only
def test_links_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "precious").write_bytes(b"x")
    (tmp_path / ".a.00000000.partial").symlink_to("precious")
    (tmp_path / "b").symlink_to("nothing")
    with monkeypatch.context() as patched:
        patched.setattr(os, "urandom", bytes)
        with pytest.raises(UserError, match="write_failed"):
            write_durably(tmp_path / "a", DATA)
    write_durably(tmp_path / "a", DATA)
    with pytest.raises(UserError, match="file_exists"):
        write_durably(tmp_path / "b", DATA)
    assert (tmp_path / "precious").read_bytes() == b"x"
    assert names(tmp_path) == ["a", "b", "precious"]


def test_what_interrupted_writers_left_goes_after_an_hour(tmp_path: Path) -> None:
    for name in (".a.1.partial", ".a.2.partial", ".b.1.partial", "a.partial"):
        (tmp_path / name).write_bytes(b"half")
        if "2" not in name:
            os.utime(tmp_path / name, (0, 0))
    write_durably(tmp_path / "a", DATA)
    assert names(tmp_path) == [".a.2.partial", ".b.1.partial", "a", "a.partial"]


@posix_only
def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_durably(tmp_path / "key", DATA, mode=0o600)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "folder_read_only"),
        (errno.EIO, "write_failed"),
        (errno.ENODEV, "write_failed"),
    ],
)
@pytest.mark.parametrize(
    ("step", "replace"),
    [("open", False), ("open", True), ("fsync", False), ("fsync", True), ("link", False), ("replace", True)],
)
def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, step: str, replace: bool
) -> None:
    path = tmp_path / "a"
    if replace:
        path.write_bytes(b"x")
    with monkeypatch.context() as patched:
        patched.setattr(Path if step == "replace" else os, step, failing(number))
        with pytest.raises(UserError) as refused:
            write_durably(path, DATA, replace=replace)
    assert refused.value.code == code
    assert refused.value.params["folder"] == str(tmp_path)
    if step != "link":
        assert refused.value.params["needed"] == len(DATA)
    assert names(tmp_path) == (["a"] if replace else [])
    assert not replace or path.read_bytes() == b"x"


def test_where_there_are_no_links_a_rename_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    write_durably(tmp_path / "a", DATA)
    with pytest.raises(UserError, match="file_exists"):
        write_durably(tmp_path / "a", DATA)
    assert names(tmp_path) == ["a"]


def test_a_file_that_appears_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: (tmp_path / "a").write_bytes(b"x"))
    with pytest.raises(UserError, match="file_exists"):
        write_durably(tmp_path / "a", DATA)
    assert (tmp_path / "a").read_bytes() == b"x"
    assert names(tmp_path) == ["a"]


def test_what_is_read_back_otherwise_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda written: os.ftruncate(written, len(DATA) - 1))
    with pytest.raises(UserError, match="write_failed"):
        write_durably(tmp_path / "a", DATA)
    assert names(tmp_path) == []


@posix_only
def test_a_folder_that_cannot_be_synced_has_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "sync_folder", failing(errno.EIO))
    with pytest.raises(UserError, match="write_failed"):
        write_durably(tmp_path / "a", DATA)
    assert names(tmp_path) == []


@posix_only
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_syncs_no_folders_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: failing(number)() if stat.S_ISDIR(os.fstat(fd).st_mode) else real(fd)
    )
    write_durably(tmp_path / "a", DATA)
    assert (tmp_path / "a").read_bytes() == DATA


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="folder_missing") as refused:
        write_durably(tmp_path / "stick" / "a", DATA)
    assert refused.value.params["folder"] == str(tmp_path / "stick")


def test_a_folder_that_vanishes_while_writing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(os, "fsync", lambda _: folder.rename(tmp_path / "pulled"))
    with pytest.raises(UserError, match="folder_missing"):
        write_durably(folder / "a", DATA)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "data"
    folder.mkdir()
    opened = enrolled(folder / "a.db")
    record(opened, [Edit("note", "1.1.1", "17", "x", "Shënim")])
    return opened


def test_a_backup_is_a_whole_database_beside_which_nothing_lies(store: Store, tmp_path: Path) -> None:
    with store:
        backup(store, tmp_path / "b.db")
        with open_store(tmp_path / "b.db", read_only=True) as copy:
            assert state_form(copy.conn) == state_form(store.conn)
    assert names(tmp_path) == ["b.db", "data"]


def test_the_name_of_a_backup_has_the_moment_in_it(store: Store) -> None:
    with store:
        named = backup_path(store, datetime(2022, 3, 14, 9, 5, 7))
        assert named == store.path.parent / "a-20220314-090507.backup.db"


def test_a_backup_overwrites_nothing_and_needs_its_folder(store: Store, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"x")
    with store:
        with pytest.raises(UserError, match="output_exists"):
            backup(store, tmp_path / "b.db")
        with pytest.raises(UserError, match="folder_missing"):
            backup(store, tmp_path / "none" / "b.db")
    assert (tmp_path / "b.db").read_bytes() == b"x"


def test_a_backup_that_does_not_verify_is_none(store: Store, tmp_path: Path) -> None:
    with store:
        store.conn.execute("UPDATE state SET value = '1'")
        with pytest.raises(UserError, match="backup_failed") as refused:
            backup(store, tmp_path / "b.db")
    assert refused.value.params["detail"] == "state_differs note 1.1.1 17 x"
    assert names(tmp_path) == ["data"]


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_backup_on_a_full_disk_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with store:
        monkeypatch.setattr(os, step, failing(errno.ENOSPC))
        with pytest.raises(UserError, match="disk_full"):
            backup(store, tmp_path / "b.db")
    assert names(tmp_path) == ["data"]
