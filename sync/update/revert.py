"""Going back to the version before an update."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from store.db.errors import UserError
from store.db.places import Places
from store.opening.open_store import open_store, read_form
from sync.update.installation import Installation
from sync.update.running import run
from sync.update.update import Former, counts, forget_former, read_former


class Reverted(NamedTuple):
    """The version that starts from now on, and the backup that the database was restored from, if it was."""

    version: str
    backup: Path | None


def revert(
    places: Places,
    database: Path,
    installation: Installation,
    *,
    force: bool = False,
    only_look: bool = False,
) -> Reverted:
    """Let the version before the last update start again.

    Where it can read the database as it is, nothing else changes. Else the backup from before the update is
    restored by that version, as ``terren restore`` does: under a new identity, with every file that was
    received and sent since, and the database that stood is kept. What was recorded since and never left is
    missing then, so without ``force`` that is refused.

    Raises UserError ``update_no_former``, ``update_back_gone``, ``update_back_loses``, ``update_failed``
    where that version cannot restore, or as the disk says.
    """
    former = read_former(places)
    if former is None or not (installation.root / former.program).is_file():
        raise UserError("update_no_former")
    kept: Path | None = None
    since = _since(database, former)
    if since is not None:
        kept = database.with_name(former.backup)
        if not kept.is_file():
            raise UserError("update_back_gone", version=former.version, file=str(kept))
        if since and not force:
            raise UserError("update_back_loses", n=since, version=former.version, file=str(kept))
    if only_look:
        return Reverted(former.version, kept)
    if kept is not None:
        command = installation.command(former.program)
        # 3: restored, and something waits for a person
        run([*command, "--db", str(database), "restore", str(kept), "--json"], expected=(0, 3))
    installation.switch(former.program)
    forget_former(places)
    return Reverted(former.version, kept)


def _since(database: Path, former: Former) -> int | None:
    """Return what the database got since an update, in changes and files; None where the former version reads
    it."""
    if read_form(database) <= former.form:
        return None
    with open_store(database, read_only=True) as store, store.reading() as conn:
        changes, files = counts(conn)
    return changes - former.changes + files - former.files
