"""A backup: a checked copy of the database under a new name, whole or not at all."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from store.database import Store, open_store, translated
from store.durable import sync_folder
from store.errors import Refused
from store.verify import verify


def backup_path(store: Store, now: datetime) -> Path:
    """The default name of a backup: beside the database, with the moment in it."""
    return store.path.with_name(f"{store.path.stem}-{now:%Y%m%d-%H%M%S}.backup.db")


def backup(store: Store, target: Path) -> None:
    """Write a copy with ``VACUUM INTO`` a temporary file, verify it, sync it, rename it to ``target``.

    Raises Refused ``output_exists``, ``folder_missing``, ``backup_failed``, or what SQLite says of the place.
    """
    if target.exists():
        raise Refused("output_exists", file=str(target))
    if not target.parent.is_dir():
        raise Refused("folder_missing", folder=str(target.parent))
    temporary = target.with_name(f".{target.name}.partial")
    temporary.unlink(missing_ok=True)
    try:
        with translated(target):
            store.conn.execute("VACUUM INTO ?", (str(temporary),))
        with open_store(temporary, read_only=True) as copy:
            faults = verify(copy).faults
        if faults:
            raise Refused("backup_failed", file=str(target), detail=f"{faults[0].code} {faults[0].place}")
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.rename(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
