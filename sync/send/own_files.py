"""One's own files in a folder that everybody writes to: whether they stand there whole, and tell all."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from store.db.database import Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.db.text import file_name_part
from store.exchange.change_sets import OutboxFile, sent_by
from store.ledger.identity import Identity, required_identity
from sync.send.draft import is_told
from sync.send.export import SUFFIX, Exported, export
from sync.wire.envelope import open_envelope
from sync.wire.limits import MAX_SEALED


def own_folder(identity: Identity) -> str:
    """The name of an installation's own subfolder."""
    unit = file_name_part(identity.unit)
    return f"{unit}_{identity.replica[:16]}"


def repair_own_files(store: Store, places: Places, folder: Path) -> tuple[Path, ...]:
    """Write anew what was written into ``folder`` from here and is something else by now; their paths.

    The same bytes come from the outbox, under the same name. Where they do not lie there any more, what is
    left of the file goes: the newest file tells all that nobody has confirmed. Raises UserError as the disk
    says.
    """
    written: dict[str, list[OutboxFile]] = {}
    for file in _sent(store):
        written.setdefault(file.name, []).append(file)
    repaired = []
    for name in sorted(written.keys() & _names_in(folder)):
        path = folder / name
        if _standing(places, path, written[name]) is not None:
            continue
        whole = (_whole_copy(places, file) for file in written[name])
        data = next((copy for copy in whole if copy is not None), None)
        if data is not None:
            write_durably(path, data, replace=True)
            repaired.append(path)
        else:
            with translate_os_errors(path):
                path.unlink(missing_ok=True)
    return tuple(repaired)


def write_what_is_new(store: Store, places: Places, folder: Path, *, sealed: bool) -> Exported | None:
    """Write a file unless one stands in ``folder``, whole, that tells all that is held; None where it does.

    Raises UserError as :func:`sync.send.export.export`, or ``folder_missing`` where a link has the name.
    """
    sent = _sent(store)
    with store.reading() as conn:
        # what is asked for comes and goes: an older file that tells the same does not take back a newer one
        telling = [file for file in sent if file.told == sent[0].told and is_told(conn, file.told)]
    if any(_standing(places, folder / file.name, [file]) for file in telling):
        return None
    with translate_os_errors(folder):
        if folder.is_symlink():
            # who has made the folder does not say where else a file is written
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        folder.mkdir(exist_ok=True)
    return export(store, places, folder, sealed=sealed, alone=True)


def _sent(store: Store) -> list[OutboxFile]:
    with store.reading() as conn:
        return sent_by(conn, required_identity(conn, store.path).replica)


def _names_in(folder: Path) -> set[str]:
    try:
        return set() if folder.is_symlink() else {path.name for path in folder.iterdir()}
    except OSError:
        return set()


def _standing(places: Places, path: Path, files: list[OutboxFile]) -> OutboxFile | None:
    """Return which of these files stands there whole, or None; readers pass a link over, wherever it
    leads."""
    if path.is_symlink():
        return None
    try:
        data = read_regular(path, MAX_SEALED + 1)
    except OSError:
        return None
    digest = _digest(places, path, data)
    return next((file for file in files if file.sha256 == digest or data == _copy(places, file)), None)


def _digest(places: Places, path: Path, data: bytes) -> bytes | None:
    """The hash of a signed file, also of one that is sealed; None where it cannot be opened."""
    try:
        return hashlib.sha256(open_envelope(data, places, str(path))).digest()
    except UserError:
        return None


def _copy(places: Places, file: OutboxFile) -> bytes | None:
    """Return what lies in the outbox of a file."""
    try:
        return read_regular(places.outbox / f"{file.sha256.hex()}{SUFFIX}", MAX_SEALED + 1)
    except OSError:
        return None


def _whole_copy(places: Places, file: OutboxFile) -> bytes | None:
    data = _copy(places, file)
    return data if data is not None and _digest(places, Path(file.name), data) == file.sha256 else None
