"""Publishing a release: its files in a folder of the exchange, its announcement as headquarters' change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from store.db.database import Store
from store.db.durable import translate_os_errors, write_durably
from store.db.errors import UserError
from store.db.regular import open_regular
from store.edits.release import Release, ReleaseFile, joined_release, record_release
from store.ledger.identity import required_identity
from sync.send.own_files import own_folder
from sync.update.bundle import MOST_BYTES, Bundle, check_whole, read_bundle


class Published(NamedTuple):
    """The release as it stands now, and where its files were written."""

    release: Release
    paths: tuple[Path, ...]


def publish(
    store: Store, bundles: Iterable[Path], folder: Path, *, note: str = "", force: bool = False
) -> Published:
    """Copy bundles of one version into one's own part of ``folder``, and announce them to everybody.

    Their versions and kinds are read out of them, and nothing of them is run. The announcement is a change
    like any other: the next file of the exchange takes it along.

    Raises UserError ``file_missing``, ``bundle_none``, ``bundle_unreadable``, ``bundle_too_large``,
    ``release_several``, or as :func:`store.edits.release.joined_release` or the disk says; then nothing is
    announced.
    """
    read = [(path, read_bundle(path)) for path in _listed(bundles)]
    if not read:
        raise UserError("bundle_none", folder=str(folder))
    if len({bundle.version for _, bundle in read}) > 1:
        raise UserError("release_several", known=sorted({bundle.version for _, bundle in read}))
    data = {bundle: _data(path) for path, bundle in read}
    files = (
        ReleaseFile(bundle.kind, bundle.name, len(content), hashlib.sha256(content).hexdigest())
        for bundle, content in data.items()
    )
    release = Release(read[0][1].version, tuple(files), note)
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        joined = joined_release(conn, identity, release, force=force)
    own = folder / own_folder(identity)
    with translate_os_errors(own):
        own.mkdir(exist_ok=True)
    paths = tuple(_written(own, bundle, content) for bundle, content in data.items())
    record_release(store, release, force=force)
    return Published(joined, paths)


def _listed(bundles: Iterable[Path]) -> Iterator[Path]:
    """The files, and of a folder, such as ``dist``, the bundles in it."""
    for path in bundles:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix in (".pyz", ".zip"))
        elif path.is_file():
            yield path
        else:
            raise UserError("file_missing", file=str(path))


def _data(path: Path) -> bytes:
    """Return what a bundle has, read once and found whole."""
    with translate_os_errors(path):
        with open_regular(path) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UserError("bundle_too_large", file=str(path), most=MOST_BYTES)
        check_whole(path)
        return data


def _written(own: Path, bundle: Bundle, data: bytes) -> Path:
    path = own / bundle.name
    write_durably(path, data, replace=True)
    return path
