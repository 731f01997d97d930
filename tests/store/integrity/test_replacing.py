"""Whoever records while another database takes the place of one is refused, and never told that it stands."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Final

import pytest

from store.db.durable import fsync_file
from store.db.errors import UserError
from store.integrity.backup import checkpoint, remove_unfinished
from store.integrity.replacing import replacing
from store.ledger.append import Edit, record
from store.opening.open_store import open_store
from tests.plans import enrolled, sign_with_nothing

NOW: Final = datetime(2026, 3, 1, 12, 0, 0)
EDIT: Final = Edit("action", "1.1.1", "17", "next_steps", "Hapi")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    enrolled(path).close()
    checkpoint(path)
    shutil.copyfile(path, tmp_path / "by.db")
    return path


def write_down(database: Path) -> None:
    with open_store(database) as store:
        sign_with_nothing(store)
        record(store, [EDIT])


def recorded_in(path: Path) -> int:
    with open_store(path, read_only=True) as store:
        (count,) = store.conn.execute("SELECT count(*) FROM change").fetchone()
    return int(count)


def test_who_opens_it_in_the_last_steps_is_refused(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def told() -> str:
        begun.set()
        try:
            write_down(database)
        except UserError as refused:
            return refused.code
        return "recorded"

    with ThreadPoolExecutor(1) as pool:
        waiting: list[Future[str]] = []

        def slowly(path: Path) -> None:
            waiting.append(pool.submit(told))
            begun.wait(10)
            time.sleep(0.3)
            # a start of the program looks for names that were left, and this one was not
            remove_unfinished(database)
            fsync_file(path)

        monkeypatch.setattr("store.integrity.replacing.fsync_file", slowly)
        with replacing(database, tmp_path / "by.db", NOW, "before-restore") as kept:
            pass
        assert [writer.result(20) for writer in waiting] == ["db_replaced"]
        assert kept is not None
        assert (recorded_in(kept), recorded_in(database)) == (0, 0)


@pytest.mark.parametrize("before", [True, False])
def test_nothing_is_replaced_while_somebody_has_it_open(database: Path, tmp_path: Path, before: bool) -> None:
    with ExitStack() as opened, pytest.raises(UserError, match="db_locked"):
        if before:
            opened.enter_context(open_store(database))
        with replacing(database, tmp_path / "by.db", NOW, "before-restore"):
            opened.enter_context(open_store(database))
    assert not list(tmp_path.glob("*before-restore*"))
    write_down(database)
    assert recorded_in(database) == 1


def test_a_file_system_without_links_keeps_a_copy(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    write_down(database)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with replacing(database, tmp_path / "by.db", NOW, "before-restore") as kept:
        pass
    assert kept is not None
    assert (recorded_in(kept), recorded_in(database)) == (1, 0)
