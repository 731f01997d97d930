"""A backup: a checked copy of the database under a new name, whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from store.db.database import Store, translate_sqlite_errors
from store.db.errors import IN_THE_WAY, UserError
from store.opening.open_store import open_store

_KINDS: Final = (".backup.db", ".before-restore.db", ".before-update.db", ".before-correction.db")


def backup_path(store: Store, now: datetime) -> Path:
    """Return the default name of a backup: beside the database, with the moment in it."""
    return store.path.with_name(f"{store.path.stem}-{now:%Y%m%d-%H%M%S}.backup.db")


def before_update(database: Path, now: datetime) -> Path:
    """Return a free name for the backup that is made before another version of Terren is installed."""
    names = (f"{database.stem}-{now:%Y%m%d-%H%M%S}{n}.before-update.db" for n in ("", *range(-2, -100, -1)))
    return next(path for path in map(database.with_name, names) if not path.exists())


def list_backups(database: Path) -> list[Path]:
    """Return the earlier states of a database beside it, by name.

    Those are backups made by a person, those before a newer form of the database or version of Terren, and
    what stood before a restore.
    """
    stem, version = f"{database.stem}-", f"{database.name}.version-"
    with suppress(OSError), os.scandir(database.parent) as entries:
        return sorted(
            database.with_name(entry.name)
            for entry in entries
            if (entry.name.startswith(stem) and entry.name.endswith(_KINDS))
            or (entry.name.startswith(version) and entry.name.endswith(".backup"))
        )
    return []


def remove_unfinished(database: Path) -> None:
    """Remove a second name of the database that a restore, broken off in its last steps, has left."""
    with suppress(OSError, UserError):
        if database.stat().st_nlink > 1:
            # whoever puts another in its place has locked it, and may have given it that name just now
            with open_store(database, read_only=True, busy_timeout_ms=0) as store, store.reading() as conn:
                conn.execute("SELECT 1 FROM sqlite_schema").fetchone()
                for name in list_backups(database):
                    if name.samefile(database):
                        name.unlink()


def back_up(store: Store, now: datetime) -> Path:
    """Write a backup under the first free name that has the moment in it, and return that."""
    usual = backup_path(store, now)
    stem = usual.name.removesuffix(".backup.db")
    for n in count(1):
        path = usual if n == 1 else usual.with_name(f"{stem}-{n}.backup.db")
        try:
            backup(store, path)
        except UserError as refused:
            # there before, or since another backup of this second has got the name
            if refused.code not in IN_THE_WAY:
                raise
        else:
            break
    return path


def backup(store: Store, target: Path) -> None:
    """Write a copy with ``VACUUM INTO`` a temporary file, verify it, sync it, rename it to ``target``.

    Raises UserError ``output_exists``, ``folder_missing``, ``backup_failed``, or what SQLite or the system
    says of the place; then nothing of it is left.
    """
    # opening a database looks for backups, and makes none
    from store.db.snapshot import snapshot
    from store.integrity.verify import verify

    if target.exists():
        raise UserError("output_exists", file=str(target))
    if not target.parent.is_dir():
        raise UserError("folder_missing", folder=str(target.parent))

    def check(copy: Path) -> None:
        try:
            with open_store(copy, read_only=True) as opened:
                faults = verify(opened).faults
        except UserError as refused:
            raise UserError(
                "backup_failed", file=str(target), detail=str(refused.params.get("detail", refused.code))
            ) from refused
        if faults:
            raise UserError("backup_failed", file=str(target), detail=f"{faults[0].code} {faults[0].place}")

    snapshot(store.conn, target, check=check)


def checkpoint(database: Path) -> None:
    """Make a database one file, its journals folded in, while nobody else has it open.

    Raises UserError ``db_locked`` where somebody has, or what SQLite says of the file.
    """
    with open_store(database, busy_timeout_ms=0) as store, translate_sqlite_errors(database):
        store.conn.execute("PRAGMA locking_mode = EXCLUSIVE")
        store.conn.execute("PRAGMA journal_mode = DELETE").fetchone()
        store.conn.execute("BEGIN EXCLUSIVE")
        store.conn.execute("ROLLBACK")
