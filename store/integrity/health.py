"""Whether an installation can work: what a look at the disk, the clock and the database finds."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Store, translate_sqlite_errors
from store.db.durable import temporary_beside, translate_os_errors
from store.db.errors import UserError
from store.integrity.backup import list_backups
from store.ledger.branches import own_chains
from store.ledger.identity import read_identity, speaker
from store.opening.open_store import read_form

FINE: Final = "fine"
ATTENTION: Final = "attention"
"""Something for a person to see to, and Terren works."""
FAULT: Final = "fault"
"""Terren cannot work with it, or not without a risk for what is kept."""

_MB: Final = 1_000_000
_LITTLE_ROOM: Final = 200 * _MB
_NO_ROOM: Final = 20 * _MB
_DAY: Final = 86_400
_FIRST_DAY: Final = 1_767_225_600
"""2026-01-01 UTC: no change is older than the program."""
_BACKUP_DAYS: Final = 30
_TRIED: Final = 4 * _MB
_SLOW: Final = 1 * _MB


class Check(NamedTuple):
    """One thing that was looked at: how it stands (FINE, ATTENTION, FAULT), and what there is to say of it.

    ``code`` names a sentence of ``language.health`` and ``params`` fill it: bytes, seconds since 1970 UTC.
    Where it is ``refused``, they are the code and the params of a refusal.
    """

    subject: str
    level: str
    code: str
    params: Mapping[str, object] = {}


def refused_check(subject: str, refused: UserError, level: str = FAULT) -> Check:
    """Return what a refusal says of a thing."""
    return Check(subject, level, "refused", {"code": refused.code, "params": refused.params})


def check_version(terren: str) -> Check:
    """Return what this is, as somebody who helps from afar would ask."""
    params = {"terren": terren, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return Check("version", FINE, "version", params)


def check_disk(folder: Path) -> Check:
    """Room where the database lies, or will lie."""
    # a name that the system takes for none has no folder either
    while not os.path.exists(folder) and folder != folder.parent:  # noqa: PTH110
        folder = folder.parent
    try:
        with translate_os_errors(folder / "terren.db"):
            free = shutil.disk_usage(folder).free
    except UserError as refused:
        return refused_check("disk", refused)
    level = FAULT if free < _NO_ROOM else ATTENTION if free < _LITTLE_ROOM else FINE
    code = "disk" if level == FINE else "disk_little"
    return Check("disk", level, code, {"bytes": free, "folder": str(folder)})


def check_clock(conn: sqlite3.Connection | None, now: float) -> Check:
    """Return the clock of this computer at ``now`` against the last changes of all who write.

    It is doubted where one's own last change lies ahead, or those of two units. One alone is wrong itself.
    """
    if now < _FIRST_DAY:
        return Check("clock", ATTENTION, "clock_old", {"at": int(now)})
    ahead = [] if conn is None else _ahead(conn, now + _DAY)
    if conn is None or not ahead:
        return Check("clock", FINE, "clock", {"at": int(now)})
    identity = read_identity(conn)
    own = {} if identity is None else own_chains(conn, identity.replica)
    others = {speaker(conn, chain, chain) for chain, *_ in ahead}
    is_own = identity is None or any(chain in own for chain, *_ in ahead)
    level, code = (ATTENTION, "clock_behind") if is_own or len(others) > 1 else (FINE, "clock_other")
    _chain, newest, officer = ahead[0]
    return Check("clock", level, code, {"at": int(now), "newest": newest, "officer": officer})


def _ahead(conn: sqlite3.Connection, moment: float) -> list[tuple[str, int, str]]:
    """Return the chains whose last change counts and is dated later, the latest first."""
    return conn.execute(
        "SELECT change.replica, recorded_at, change.officer FROM replica"
        " JOIN change ON change.replica = replica.id AND seq = replica.changes"
        " WHERE held IS NULL AND recorded_at > ? ORDER BY recorded_at DESC",
        (moment,),
    ).fetchall()


def check_database(store: Store) -> Check:
    """Return the state of the database's file as SQLite sees it; ``terren verify`` proves more."""
    size = store.path.stat().st_size
    with store.reading() as conn, translate_sqlite_errors(store.path):
        (result,) = conn.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        return Check("database", FAULT, "database_damaged", {"file": str(store.path), "detail": result})
    form = read_form(store.path)
    return Check("database", FINE, "database", {"file": str(store.path), "bytes": size, "form": form})


def check_backup(database: Path, now: float) -> Check:
    """Return the age of the newest backup beside the database."""
    ages = []
    for path in list_backups(database):
        with translate_os_errors(path):
            ages.append(int(now - path.stat().st_mtime) // _DAY)
    if not ages:
        return Check("backup", ATTENTION, "backup_none")
    days = max(0, min(ages))
    if days > _BACKUP_DAYS:
        return Check("backup", ATTENTION, "backup_old", {"days": days})
    return Check("backup", FINE, "backup", {"days": days})


def check_stick(folder: Path) -> Iterator[Check]:
    """Room and speed of a folder for the exchange: a file is written, synced, and removed."""
    try:
        with translate_os_errors(folder / "terren"):
            free = shutil.disk_usage(folder).free
        if free < _NO_ROOM:
            yield Check("stick", ATTENTION, "disk_little", {"bytes": free, "folder": str(folder)})
            return
        speed = _speed(folder / "terren-try")
    except UserError as refused:
        yield refused_check("stick", refused)
        return
    level, code = (ATTENTION, "stick_slow") if speed < _SLOW else (FINE, "stick")
    yield Check("stick", level, code, {"bytes": free, "speed": int(speed), "folder": str(folder)})


def _speed(path: Path) -> float:
    """Return bytes a second that reach the disk below a name. Raises UserError as the disk says."""
    with translate_os_errors(path, needed=_TRIED), temporary_beside(path) as temporary:
        start = time.perf_counter()
        with temporary.open("wb") as file:
            file.write(os.urandom(_TRIED))
            file.flush()
            os.fsync(file.fileno())
        return _TRIED / max(time.perf_counter() - start, 1e-6)
