"""What terren doctor finds: each check can be fine, and each can be otherwise."""

from __future__ import annotations

import os
import shutil
import time
from collections import namedtuple
from pathlib import Path
from unittest.mock import patch

import pytest

from store.db.places import Places
from store.integrity import health
from store.integrity.backup import backup, backup_path
from store.integrity.health import Check
from store.opening.schema import SCHEMA_VERSION
from sync.health import health as examined
from tests.sync.world import believe, headquarters, installation
from tui.app.doctor import check_letters, colours

NOW = 1_790_000_000.0
DAY = 86_400
Usage = namedtuple("Usage", "total used free")


def looked_at(places: Places, now: float, stick: Path | None = None) -> dict[str, Check]:
    return {
        check.subject: check
        for check in examined(places, places.database, running="0.1.0", now=now, receipt_days=14, stick=stick)
    }


def codes(found: dict[str, Check]) -> dict[str, str]:
    return {subject: check.code for subject, check in found.items()}


def test_an_installation_in_order_is_fine(tmp_path: Path) -> None:
    from datetime import datetime

    one = installation(tmp_path / "one")
    one.edit("1.1.1", "percent", 10)
    (recorded,) = one.store.conn.execute("SELECT max(recorded_at) FROM change").fetchone()
    now = max(recorded, int(NOW)) + DAY
    copy = backup_path(one.store, datetime(2026, 5, 1))
    backup(one.store, copy)
    os.utime(copy, (now, now))
    found = looked_at(one.places, now)
    assert codes(found) == {
        name: name for name in ("disk", "database", "clock", "backup", "key", "exchange", "update")
    }
    assert {check.level for check in found.values()} == {"fine"}


def test_the_form_is_that_of_the_file_before_anybody_writes(tmp_path: Path) -> None:
    one = installation(tmp_path / "one")
    one.edit("1.1.1", "percent", 10)
    one.store.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION - 1}")
    one.store.close()
    found = looked_at(one.places, NOW)["database"]
    assert (found.code, found.params["form"]) == ("database", SCHEMA_VERSION - 1)


def test_what_is_not_fine_is_told(tmp_path: Path) -> None:
    one = installation(tmp_path / "one")
    one.edit("1.1.1", "percent", 10)
    (recorded,) = one.store.conn.execute("SELECT max(recorded_at) FROM change").fetchone()
    found = codes(looked_at(one.places, recorded + 20 * DAY))
    assert (found["backup"], found["exchange"]) == ("backup_none", "exchange_overdue")
    for key in one.places.keys.glob("*.key"):
        key.unlink()
    missing = looked_at(one.places, recorded + 20 * DAY)["key"]
    assert (missing.level, missing.code, missing.params["code"]) == ("fault", "refused", "key_missing")


def test_a_damaged_database_is_told_and_hinders_no_other_check(tmp_path: Path) -> None:
    one = installation(tmp_path / "one")
    one.store.close()
    path = one.places.database
    path.write_bytes(path.read_bytes()[:8192])
    found = looked_at(one.places, NOW, stick=tmp_path)
    assert found["database"].level == "fault"
    assert (found["disk"].level, found["stick"].code) == ("fine", "stick")


def test_nothing_is_there_yet(tmp_path: Path) -> None:
    places = Places(tmp_path / "new" / "deeper", tmp_path)
    assert codes(looked_at(places, NOW)) == {"disk": "disk", "database": "database_none", "clock": "clock"}
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("ahead", "code"), [(-3600, "clock"), (DAY // 2, "clock"), (2 * DAY, "clock_behind")]
)
def test_the_clock_is_held_against_the_newest_change(tmp_path: Path, ahead: int, code: str) -> None:
    one = installation(tmp_path / "one")
    one.edit("1.1.1", "percent", 10)
    one.store.conn.execute("UPDATE change SET recorded_at = ?", (int(NOW) + ahead,))
    assert health.check_clock(one.store.conn, NOW).code == code


def test_the_clock_of_one_other_unit_is_wrong_itself(tmp_path: Path) -> None:
    """Two units, or oneself, make the clock here doubtful, until they record at another moment."""
    center = headquarters(tmp_path / "center")
    laptops = [installation(tmp_path / unit, unit=unit) for unit in ("17", "18")]
    believe(center, *laptops)
    center.edit("1.1.1", "percent", 5)
    stick = tmp_path / "stick"
    stick.mkdir()
    for laptop, code in zip(laptops, ("clock_other", "clock_behind"), strict=True):
        with patch("store.ledger.append.time.time", lambda: 2**37 - 1):
            laptop.edit("1.1.1", "percent", 10, unit=laptop.identity.unit)
        center.receive(laptop.export(stick).path)
        check = health.check_clock(center.store.conn, time.time())
        assert (check.code, check.level) == (code, "fine" if code == "clock_other" else "attention")
    laptops[0].edit("1.1.1", "percent", 20)
    center.receive(laptops[0].export(stick).path)
    assert health.check_clock(center.store.conn, time.time()).code == "clock_other"


def test_a_clock_before_the_program_is_wrong_without_any_change() -> None:
    assert health.check_clock(None, 0.0).code == "clock_old"


@pytest.mark.parametrize(
    ("free", "level", "code"),
    [(10**9, "fine", "disk"), (10**8, "attention", "disk_little"), (10**6, "fault", "disk_little")],
)
def test_room_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str, code: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free))
    found = health.check_disk(tmp_path)
    assert (found.level, found.code) == (level, code)


def test_a_stick_is_tried_and_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (quick,) = health.check_stick(tmp_path)
    assert (quick.code, list(tmp_path.iterdir())) == ("stick", [])
    times = iter((0.0, 20.0))
    monkeypatch.setattr(time, "perf_counter", lambda: next(times))
    (slow,) = health.check_stick(tmp_path)
    assert (slow.code, slow.params["speed"]) == ("stick_slow", 200_000)
    (gone,) = health.check_stick(tmp_path / "gone")
    assert (gone.code, gone.params["code"]) == ("refused", "folder_missing")


def test_letters_and_colours_of_a_terminal() -> None:
    assert [check_letters(one).code for one in ("utf-8", "cp852", "cp1250", "nonsense")] == [
        "encoding",
        *["encoding_poor"] * 3,
    ]
    assert colours({"COLORTERM": "truecolor", "NO_COLOR": "1"}) == "NO_COLOR"
    assert [colours({"TERM": term}) for term in ("xterm-256color", "vt100")] == ["256", "16"]
