"""Installing the version that headquarters published, from a folder of the exchange.

Whatever breaks it off, the version before starts: the pointer changes last, in one step.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import open_regular
from store.db.snapshot import vacuum_into
from store.db.system import is_within
from store.edits.release import Release, ReleaseFile, trusted_release
from store.integrity.backup import backup, before_update
from store.opening.schema import SCHEMA_VERSION
from sync.update.bundle import MOST_BYTES, PYZ, Bundle, read_bundle
from sync.update.installation import WORK, Installation, working_in
from sync.update.running import run
from sync.wire.keys import verify

_ENDINGS: Final = (f".{PYZ}", ".zip")
_BLOCK: Final = 2**20
_TIMES: Final = 5
"""Room for the copy, what is unpacked of it, what that is compiled to, and the environment."""


class Former(NamedTuple):
    """What stood before an update, to go back to.

    Version, program and the form of its database; the backup that was made, and how many changes and files
    of the exchange the database had then.
    """

    version: str
    program: str
    form: int
    backup: str
    changes: int
    files: int


class Updated(NamedTuple):
    """The release, and its file in the folder."""

    release: Release
    file: Path


def update(
    store: Store,
    places: Places,
    installation: Installation,
    folder: Path,
    *,
    running: str,
    now: datetime,
    only_look: bool = False,
) -> Updated:
    """Install the release in force from its file in ``folder``; the next start is of that version.

    The file is copied to this disk, and what was copied is compared with what headquarters signed, before
    anything in it is read. The new version proves a copy of the database, which it migrates for that,
    before it takes the place of the ``running`` one, which stays beside it. With ``only_look`` all of that is
    tried, and nothing stays.

    Raises UserError as :func:`store.edits.release.trusted_release`, ``release_not_for``, ``update_on_stick``,
    ``bundle_missing``, ``bundle_differs``, ``bundle_unreadable``, ``bundle_unsafe``, ``update_failed``, or
    what the disk says; then the running version goes on, and nothing of the other is left.
    """
    with store.reading() as conn:
        release = trusted_release(conn, running, verify)
        counted = counts(conn)
    wanted = release.file_for(installation.kind)
    if wanted is None:
        names = [file.name for file in release.files]
        raise UserError("release_not_for", version=release.version, kind=installation.kind, known=names)
    root = installation.root
    if is_within(root.resolve(), folder.resolve()):
        raise UserError("update_on_stick", folder=str(folder))
    with working_in(root) as work:
        _check_room(root, _TIMES * wanted.bytes + 2 * store.path.stat().st_size)
        source, copy = _fetch(folder, wanted, work / f"bundle{_ENDINGS[installation.kind != PYZ]}")
        if read_bundle(copy) != Bundle(release.version, wanted.kind):
            raise UserError("bundle_differs", file=str(source))
        with _removed_unless_done(places, installation) as done:
            program = installation.install(copy, release.version, work)
            _try(installation.command(program), store, release.version, work)
            if only_look:
                return Updated(release, source)
            kept = before_update(store.path, now)
            backup(store, kept)
            write_former(places, Former(running, installation.running, SCHEMA_VERSION, kept.name, *counted))
            installation.switch(program)
            done()
        installation.keep({program, installation.running})
    return Updated(release, source)


def counts(conn: Connection) -> tuple[int, int]:
    """Return how many changes and files of the exchange a database has: what is lost with it."""
    changes, files = (conn.execute(f"SELECT count(*) FROM {table}") for table in ("change", "change_set"))
    return int(changes.fetchone()[0]), int(files.fetchone()[0])


@contextmanager
def _removed_unless_done(places: Places, installation: Installation) -> Iterator[Callable[[], None]]:
    """Yield what is to be called once another version starts; else what was put beside goes again."""
    versions, former = installation.versions(), read_former(places)
    done: list[bool] = []
    try:
        yield lambda: done.append(True)
    finally:
        if not done:
            installation.keep_versions(versions)
            if read_former(places) != former:
                write_former(places, former) if former is not None else forget_former(places)


def _check_room(folder: Path, needed: int) -> None:
    with translate_os_errors(folder / WORK):
        free = shutil.disk_usage(folder).free
    if free < needed:
        raise UserError("disk_full", folder=str(folder), needed=needed)


def _fetch(folder: Path, wanted: ReleaseFile, target: Path) -> tuple[Path, Path]:
    """Copy the file to this disk: which of those of its size in a folder it is, the hash of the copy says.

    Raises UserError ``bundle_missing``, ``bundle_differs`` where files of its name or size are altered or
    cut, or as the folder says.
    """
    differing: Path | None = None
    if not 0 < wanted.bytes <= MOST_BYTES:
        raise UserError("bundle_differs", file=wanted.name)
    for path in _files(folder):
        with translate_os_errors(path):
            size = path.stat().st_size
        if size == wanted.bytes and _copied(path, target, wanted.bytes) == wanted.sha256:
            return path, target
        if size == wanted.bytes or path.name == wanted.name:
            differing = path
    if differing is not None:
        raise UserError("bundle_differs", file=str(differing))
    raise UserError("bundle_missing", folder=str(folder), file=wanted.name)


def _files(folder: Path) -> list[Path]:
    """The bundles in a folder and one level below; links are not followed."""
    with translate_os_errors(folder / "x"):
        within = [
            folder,
            *sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()),
        ]
        bundles = []
        for place in within:
            with suppress(PermissionError):
                bundles += sorted(path for path in place.iterdir() if path.name.endswith(_ENDINGS))
    return [path for path in bundles if path.is_file() and not path.is_symlink()]


def _copied(path: Path, target: Path, most: int) -> str:
    """Copy a file, and tell the SHA-256 of what was written. Raises UserError as the disk says."""
    digest, left = hashlib.sha256(), most
    with translate_os_errors(target, needed=most), open_regular(path) as source, target.open("wb") as copy:
        while left and (block := source.read(min(left, _BLOCK))):
            copy.write(block)
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()


def _try(command: list[str], store: Store, version: str, work: Path) -> None:
    """Let the new version say its name and prove a copy of the database.

    Raises UserError ``update_failed``.
    """
    # after the version a build says of which commit it is
    if (printed := run([*command, "--version"])).split()[:2] != ["terren", version]:
        raise UserError("update_failed", command=command[0], detail=printed.strip())
    copy = work / "copy.db"
    with translate_os_errors(copy):
        vacuum_into(store.conn, copy)
    run([*command, "--db", str(copy), "verify", "--json"])


def write_former(places: Places, former: Former) -> None:
    """Remember what stands before an update. Raises UserError as the disk says."""
    write_durably(places.former, json.dumps(former._asdict()).encode() + b"\n", replace=True, mode=0o600)


def read_former(places: Places) -> Former | None:
    """Return what stood before the last update, or None."""
    with suppress(OSError, ValueError, TypeError, RecursionError):
        return Former(**json.loads(places.former.read_bytes()))
    return None


def forget_former(places: Places) -> None:
    """Forget it: one is back. Raises UserError as the disk says."""
    with translate_os_errors(places.former):
        places.former.unlink(missing_ok=True)
