"""Writing a plan as a database of its own: the published plan that installations start from."""

from __future__ import annotations

import os
from pathlib import Path

from store.database import create_store, translated
from store.durable import sync_folder, told
from store.errors import Refused
from store.plan import Plan
from store.published import save_plan


def write_published(
    path: Path, plan: Plan, *, source_name: str, source_sha256: str, replace: bool = False
) -> None:
    """Write a database that holds the plan alone: no identity, and the same contents every time.

    It is built under a temporary name, synced and renamed, so that ``path`` is whole or as it was.
    Raises Refused ``output_exists`` (unless ``replace``), ``folder_missing``, ``folder_read_only``,
    ``disk_full`` or what SQLite says of the place.
    """
    if path.exists() and not replace:
        raise Refused("output_exists", file=str(path))
    if not path.parent.is_dir():
        raise Refused("folder_missing", folder=str(path.parent))
    temporary = path.with_name(f".{path.name}.partial")
    with told(path):
        temporary.unlink(missing_ok=True)
        try:
            _build(temporary, plan, source_name, source_sha256)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
            temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)
        sync_folder(path.parent)


def _build(path: Path, plan: Plan, source_name: str, source_sha256: str) -> None:
    with create_store(path) as store, translated(path):
        # nothing needs to survive a crash before the rename, and every commit would wait for the disk
        store.conn.execute("PRAGMA synchronous = OFF")
        save_plan(store, plan, source_name=source_name, source_sha256=source_sha256)
        store.conn.execute("UPDATE _sqlite_migrations SET applied_at = ''")
        store.conn.execute("PRAGMA journal_mode = DELETE")
        store.conn.execute("VACUUM")
    with path.open("rb+") as file:
        os.fsync(file.fileno())
