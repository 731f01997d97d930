"""What an installation keeps is its owner's alone, and what broken-off commands leave is removed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from store.db.places import Places
from store.integrity.backup import backup
from sync.enrol import enrol
from sync.identity.opening import open_for_work
from sync.receive.receive import receive
from sync.restore import restore
from sync.send.export import export
from sync.wire.envelope import is_sealed
from tests.plans import small_plan
from tests.sync.world import believe, headquarters, installation

NOW = datetime(2026, 3, 1, 12, 0)
posix = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """The umask of somebody who shares everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Every file and folder below one that others may do something with."""
    found = {str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    return {name: mode for name, mode in found.items() if mode & 0o077}


@posix
def test_everything_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    places = Places(tmp_path / "data" / "terren", tmp_path / "config" / "terren")
    stick = tmp_path / "stick"
    stick.mkdir()
    store = enrol(
        places, places.database, officer="Arta", unit="01", role="field", language="sq", plan=small_plan()
    )
    with store:
        center = headquarters(tmp_path / "center")
        export(store, places, stick)
        receive(store, places, center.export(stick).path)
        backup(store, places.data / "terren-1.backup.db")
        bad = stick / "bad.terren"
        bad.write_bytes(b"no change set")
        with pytest.raises(Exception, match="changeset"):
            receive(store, places, bad)
    restore(places, places.data / "terren-1.backup.db", places.database, now=NOW)
    kept = {path.name for path in places.data.iterdir()}
    assert {"terren.db", "outbox", "inbox", "terren-20260301-120000.before-restore.db"} <= kept
    assert modes(tmp_path / "data") == modes(tmp_path / "config") == {}
    # what is for others is as it was: everybody may read the stick
    assert all(path.stat().st_mode & 0o044 for path in stick.iterdir())


@posix
def test_what_others_could_read_is_tightened_when_it_is_opened_for_work(tmp_path: Path) -> None:
    one = installation(tmp_path / "field")
    believe(one, center := headquarters(tmp_path / "center"))
    one.edit("1.1.1", "status", "in_progress")
    receive(one.store, one.places, center.export(tmp_path).path)
    one.export(tmp_path)
    backup(one.store, one.places.data / "terren-1.backup.db")
    for path in one.places.data.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    one.store.close()
    open_for_work(one.places, one.places.database).close()
    assert modes(one.places.data) == {}


def test_leftovers_of_broken_off_commands_are_removed_after_an_hour(tmp_path: Path) -> None:
    one = installation(tmp_path / "field")
    one.store.close()
    data, left = one.places.data, ("", "-wal", "-shm", "-journal")
    old = [data / f".terren.db.0011aaff.partial{ending}" for ending in left]
    new = data / ".terren.db.0022aaff.partial"
    for path in (*old, new):
        path.write_bytes(b"x")
    for path in old:
        os.utime(path, (0, 0))
    open_for_work(one.places, one.places.database).close()
    assert [path.name for path in data.glob(".terren.db*")] == [new.name]


def test_a_second_name_that_a_restore_left_is_removed(tmp_path: Path) -> None:
    one = installation(tmp_path / "field")
    backup(one.store, one.places.data / "terren-1.backup.db")
    one.store.close()
    second = one.places.data / "terren-2.before-restore.db"
    second.hardlink_to(one.places.database)
    open_for_work(one.places, one.places.database).close()
    assert not second.exists()
    assert one.places.database.exists() and (one.places.data / "terren-1.backup.db").exists()


def test_the_outbox_copy_of_a_sealed_file_is_sealed_and_a_restore_reads_it(tmp_path: Path) -> None:
    one, center = installation(tmp_path / "field"), headquarters(tmp_path / "center")
    believe(one, center)
    saved = one.places.data / "terren-1.backup.db"
    backup(one.store, saved)
    one.edit("1.1.1", "next_steps", "Sekret")
    export(one.store, one.places, tmp_path, sealed=True)
    (copy,) = one.places.outbox.iterdir()
    assert is_sealed(copy.read_bytes())
    one.store.close()
    done = restore(one.places, saved, one.places.database, now=NOW)
    assert done.refused == () and [came.new for came in done.taken] == [1]
