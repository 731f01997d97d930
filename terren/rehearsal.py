"""A rehearsal (``--dry-run``): a command does all its work, on a copy of everything that it could change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.db.errors import UserError
from store.db.places import Places
from store.db.scratch import remove_scratch, scratch_folder
from store.db.snapshot import vacuum_into
from store.exchange.attachments import attachments_beside
from store.opening.open_store import open_store


@contextmanager
def copied(places: Places, database: Path) -> Iterator[tuple[Places, Path]]:
    """Yield a copy of a database and of an installation's keys and files, which is gone at the end."""
    remove_scratch(places.data)
    with scratch_folder(places.data) as folder:
        copy = Places(folder / "data", folder / "config", places.plan)
        for path in (copy.data, copy.config, folder / "database"):
            path.mkdir()
        for source, goal in zip(_parts(places), _parts(copy), strict=True):
            if source.is_dir():
                shutil.copytree(source, goal)
            elif source.is_file():
                shutil.copy2(source, goal)
        at = folder / "database" / database.name
        _copy_database(database, at)
        if (attachments := attachments_beside(database)).is_dir():
            shutil.copytree(attachments, attachments_beside(at))
        yield copy, at


def _parts(places: Places) -> tuple[Path, ...]:
    return places.config_file, places.keys, places.outbox, places.archive, places.inbox, places.former


def _copy_database(database: Path, copy: Path) -> None:
    try:
        with open_store(database, read_only=True) as store:
            vacuum_into(store.conn, copy)
    except UserError:
        # what cannot be opened is met by the command as it is
        if database.is_file():
            shutil.copy2(database, copy)
