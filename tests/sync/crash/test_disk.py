"""Full disks, read-only and vanished folders, killed processes: before or after, never between."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

import sync.restore
from store.db.errors import UserError
from store.db.places import Places
from store.integrity.backup import backup
from store.integrity.verify import verify
from store.ledger.append import Edit, record
from store.ledger.heads import state_form
from store.opening.open_store import open_store
from sync.identity.opening import open_for_work
from sync.restore import restore
from sync.wire.inspect import inspect
from tests.support.lengths import cases
from tests.support.paths import ROOT
from tests.sync.world import UNIT, Installation, installation

KILLS = cases(2, 200)


@pytest.fixture
def field(tmp_path: Path) -> Installation:
    one = installation(tmp_path / "field")
    record(one.store, [Edit("action", f"1.1.{n}", UNIT, "percent", n % 101) for n in range(300)])
    return one


def failing(number: int, after: int) -> Callable[..., Any]:
    """A stand-in for ``os.fsync`` that fails from a call on, as a stick that is full or pulled out does."""
    calls = 0
    fsync = os.fsync

    def fail(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    return fail


def sent(one: Installation) -> int:
    return int(one.store.conn.execute("SELECT count(*) FROM change_set").fetchone()[0])


@pytest.mark.parametrize("after", range(6))
@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "folder_read_only"), (errno.EIO, "write_failed")],
)
def test_an_export_that_fails_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch, field: Installation, stick: Path, number: int, code: str, after: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing(number, after))
        with pytest.raises(UserError) as refused:
            field.export(stick)
    assert refused.value.code == code
    assert sent(field) == 0
    for path in stick.iterdir():
        # nothing, or a whole file that reached the stick before the outbox failed
        assert path.suffix == ".terren"
        inspect(path.read_bytes(), "")
    written = field.export(stick)
    assert inspect(written.path.read_bytes(), "").header.number == 2
    assert sent(field) == 1


@pytest.mark.parametrize("after", range(3))
def test_a_file_that_cannot_be_archived_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, field: Installation, center: Installation, stick: Path, after: int
) -> None:
    file = field.export(stick).path
    if after < 2:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", failing(errno.ENOSPC, after))
            with pytest.raises(UserError, match="disk_full"):
                center.receive(file)
        assert (sent(center), center.state) == (0, [])
    assert center.receive(file).new == 300
    assert verify(center.store).faults == ()


@pytest.mark.parametrize("folder", ["gone", "file"])
def test_a_folder_that_is_none_is_said(field: Installation, stick: Path, folder: str) -> None:
    (stick / "file").write_bytes(b"x")
    with pytest.raises(UserError, match="folder_missing"):
        field.export(stick / folder)
    assert sent(field) == 0


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="needs to mount a file system")
def test_a_really_full_and_a_really_read_only_stick(field: Installation, stick: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(stick)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this system does not let tests mount")
    try:
        (stick / "filler").write_bytes(b"x" * 4096)
        with pytest.raises(UserError, match="disk_full") as refused:
            field.export(stick)
        assert int(str(refused.value.params["needed"])) > 0
        assert [path.name for path in stick.iterdir()] == ["filler"]
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(UserError, match="folder_read_only"):
            field.export(stick)
    finally:
        subprocess.run(["umount", str(stick)], check=True)
    assert sent(field) == 0


def test_a_restore_that_meets_a_full_disk_restores_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, field: Installation, stick: Path
) -> None:
    """The files are taken again before the restored database takes the name of the one that stands."""
    backup(field.store, tmp_path / "copy.db")
    field.edit("1.1.1", "status", "implemented")
    field.export(stick)
    before = field.state
    field.store.close()
    locked: list[str] = []

    def progress(done: int, total: int) -> None:
        with (
            open_store(field.places.database, busy_timeout_ms=0) as store,
            pytest.raises(UserError) as refused,
        ):
            record(store, [Edit("action", "1.1.1", UNIT, "next_steps", "lost")])
        locked.append(refused.value.code)

    now = datetime(2022, 3, 14)
    with monkeypatch.context() as patched:
        full = UserError("disk_full", folder="", file="", needed=1, detail="")
        patched.setattr(sync.restore, "receive_data", Mock(side_effect=full))
        with pytest.raises(UserError, match="disk_full"):
            restore(field.places, tmp_path / "copy.db", field.places.database, now=now, progress=progress)
    assert locked == ["db_locked"]
    with open_for_work(field.places, field.places.database) as store:
        assert (store.refusal, state_form(store.conn)) == (None, before)
    assert not [
        path for path in field.places.data.iterdir() if "partial" in path.name or "before" in path.name
    ]
    done = restore(field.places, tmp_path / "copy.db", field.places.database, now=now)
    assert [received.new for received in done.taken] == [1]
    with open_for_work(field.places, field.places.database) as store:
        shown = [(register["target"], register["value"]) for register in state_form(store.conn)]
    assert shown == [(register["target"], register["value"]) for register in before]


def killed_during(script: str, delay: float) -> None:
    """Run a script in a process of its own and kill it some time after it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()


def script_for(one: Installation, body: str) -> str:
    """A script that opens an installation and repeats ``body``."""
    data, config = str(one.places.data), str(one.places.config)
    return (
        "import nacl.signing\n"
        "from pathlib import Path\n"
        "from store.db.places import Places\n"
        "from sync.send.export import export\n"
        "from sync.identity.opening import open_for_work\n"
        "from sync.receive.receive import receive\n"
        f"places = Places(Path({data!r}), Path({config!r}))\n"
        "store = open_for_work(places, places.database)\n"
        f"print('ready', flush=True)\n{body}\n"
    )


def test_kills_during_exports(field: Installation, stick: Path) -> None:
    field.store.close()
    rng = random.Random(3)
    script = script_for(field, f"while True: export(store, places, Path({str(stick)!r}))")
    for _ in range(KILLS):
        killed_during(script, rng.uniform(0, 0.12))
    files = list(stick.glob("*.terren"))
    numbers = [inspect(path.read_bytes(), "").header.number for path in files]
    assert len(set(numbers)) == len(numbers)
    with open_for_work(field.places, field.places.database) as store:
        assert store.refusal is None
        assert verify(store).faults == ()
        recorded = store.conn.execute("SELECT name, number FROM change_set").fetchall()
        assert {name for name, _ in recorded} <= {path.name for path in files}
        after = Installation(store, field.places, field.replica).export(stick)
        assert inspect(after.path.read_bytes(), "").header.number > max(numbers, default=0)


def test_kills_during_receiving(
    tmp_path: Path, field: Installation, center: Installation, stick: Path
) -> None:
    files = []
    for n in range(4):
        record(
            field.store, [Edit("action", f"1.1.{k}", UNIT, "percent", (k + n) % 101) for k in range(2_000)]
        )
        files.append(field.export(stick).path)
    rng = random.Random(4)
    center.store.close()
    lengths = {0, 2_300, 4_300, 6_300, 8_300}
    for n in range(KILLS):
        home = tmp_path / f"killed{n}"
        shutil.copytree(center.places.data, home)
        killed = center._replace(places=Places(home, home))
        body = "\n".join(f"receive(store, places, Path({str(file)!r}))" for file in files)
        killed_during(script_for(killed, body), rng.uniform(0, 0.25))
        with open_store(killed.places.database) as store:
            held = store.conn.execute("SELECT count(*) FROM change").fetchone()[0]
            assert held in lengths
            assert verify(store).faults == ()
            taken = store.conn.execute("SELECT sha256 FROM change_set").fetchall()
            assert all((killed.places.archive / f"{digest.hex()}.terren").is_file() for (digest,) in taken)
            again = Installation(store, killed.places, center.replica)
            for file in files:
                again.receive(file)
            assert again.state == field.state
