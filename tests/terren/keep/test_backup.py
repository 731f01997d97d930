"""Backups of one second: each has a name of its own, and none replaces or refuses another."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from store.db import snapshot
from terren.commands.keep import keeping
from tests.terren.conftest import Terren

STEM = "terren-20220314-090507"


@pytest.fixture(autouse=True)
def _one_second(enrolled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Clock:
            return cls(2022, 3, 14, 9, 5, 7)

    monkeypatch.setattr(keeping, "datetime", Clock)


def test_the_next_one_gets_the_next_free_name(terren: Terren, home: Path) -> None:
    written = [terren("backup") for _ in range(3)]
    assert [done.code for done in written] == [0, 0, 0]
    names = [f"{STEM}.backup.db", f"{STEM}-2.backup.db", f"{STEM}-3.backup.db"]
    assert [Path(done.out.strip()) for done in written] == [home / name for name in names]
    assert terren("restore", home / names[1], "--dry-run").code == 0


def test_a_name_that_is_taken_while_the_copy_is_written_is_left_alone(
    terren: Terren, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacuum_into, taken = snapshot.vacuum_into, home / f"{STEM}.backup.db"

    def slowly(conn: object, target: Path) -> None:
        vacuum_into(conn, target)  # type: ignore[arg-type]
        if not taken.exists():
            taken.write_bytes(b"of somebody else")

    monkeypatch.setattr(snapshot, "vacuum_into", slowly)
    done = terren("backup")
    assert (done.code, done.out.strip()) == (0, str(home / f"{STEM}-2.backup.db"))
    assert taken.read_bytes() == b"of somebody else"


def test_a_name_that_was_given_is_kept_to(terren: Terren, home: Path) -> None:
    assert terren("backup", "-o", home / "b.db").code == 0
    assert terren("backup", "-o", home / "b.db").code == 1
    assert not (home / "b-2.db").exists()
