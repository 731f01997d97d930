"""The release of Terren that headquarters has published: its version, and the files that it comes in.

It is a decision like any other: headquarters' word, passed on with its changes, and taken back by another.
Since it lets a program run, headquarters' key signs it by itself as well. A later word takes the
place of an earlier one wherever both are known, so an old file of the exchange brings no old version back.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final, NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.edits.words import Verify, is_in_force, signed_word, signer_of_word
from store.ledger.append import Edit, append
from store.ledger.branches import Histories
from store.ledger.change import Change, Head, Register
from store.ledger.heads import read_heads
from store.ledger.identity import Identity, read_identity, refuse_if_not_allowed, write_transaction

RELEASE: Final = Register("decision", "plan", "", "release")
_FILE: Final = (str, str, int, str)
_VERSION: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}", re.ASCII)


class ReleaseFile(NamedTuple):
    """A bundle: for which kind of installation, its name for people, its size in bytes, its SHA-256 (hex)."""

    kind: str
    name: str
    bytes: int
    sha256: str


class Release(NamedTuple):
    """A version that was published, with one file a kind of installation, and what there is to say of it."""

    version: str
    files: tuple[ReleaseFile, ...]
    note: str = ""

    def file_for(self, kind: str) -> ReleaseFile | None:
        """The file for a kind of installation; None where none was published."""
        return next((file for file in self.files if file.kind == kind), None)


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: one to four numbers. Raises UserError ``version_unreadable``."""
    if not _VERSION.fullmatch(version):
        raise UserError("version_unreadable", found=version)
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, *[0] * (4 - len(numbers)))


def read_release(conn: sqlite3.Connection) -> Release | None:
    """The release in force, or None. Raises UserError ``release_conflict`` where several stand."""
    heads = read_heads(conn, RELEASE)
    releases = {_release(head) for head in heads}
    if len(releases) > 1:
        versions = sorted({release.version for release in releases if release is not None})
        raise UserError("release_conflict", known=versions)
    return releases.pop() if releases else None


def waiting_release(conn: sqlite3.Connection, running: str) -> Release | None:
    """The release in force where it is newer than the version that runs; None also where several stand."""
    try:
        release = read_release(conn)
        newer = release is not None and version_key(release.version) > version_key(running)
    except UserError:
        return None
    return release if newer else None


def trusted_release(conn: sqlite3.Connection, running: str, verify: Verify) -> Release:
    """The release that may be installed over the version that runs: a later one, of a headquarters in force,
    whose key has signed the release itself.

    Raises UserError ``release_none``, ``release_conflict``, ``release_older``, ``version_unreadable`` or
    ``release_revoked``, where no key of a headquarters in force has signed it.
    """
    release = read_release(conn)
    if release is None:
        raise UserError("release_none", found=running)
    if version_key(release.version) <= version_key(running):
        raise UserError("release_older", found=running, version=release.version)
    identity = read_identity(conn)
    if identity is None or not any(_acts(conn, identity, head, verify) for head in read_heads(conn, RELEASE)):
        raise UserError("release_revoked", version=release.version)
    return release


def record_release(store: Store, release: Release, *, force: bool = False) -> list[Change]:
    """Publish a release; only headquarters may. Files of the same version join those published before.

    Raises UserError as :func:`joined_release`.
    """
    with write_transaction(store) as (conn, identity):
        joined = joined_release(conn, identity, release, force=force)
        value = {
            "version": joined.version,
            "note": joined.note,
            "files": [file._asdict() for file in joined.files],
        }
        word = signed_word(conn, identity.replica, RELEASE, value)
        return append(conn, identity, [Edit(*RELEASE, word)])


def joined_release(
    conn: sqlite3.Connection, identity: Identity, release: Release, *, force: bool = False
) -> Release:
    """Return what would be published.

    Raises UserError ``no_identity``, ``headquarters_only``, ``version_unreadable``, and without ``force``
    ``release_older``, or ``release_differs``: a version is one content for ever.
    """
    refuse_if_not_allowed(identity, RELEASE.kind, RELEASE.unit)
    key = version_key(release.version)
    before = [earlier for head in read_heads(conn, RELEASE) if (earlier := _release(head)) is not None]
    files = {file.kind: file for file in release.files}
    for other in before:
        if version_key(other.version) > key and not force:
            raise UserError("release_older", found=other.version, version=release.version)
        for file in other.files if version_key(other.version) == key else ():
            stands = files.setdefault(file.kind, file)
            if stands.sha256 != file.sha256 and not force:
                raise UserError("release_differs", version=release.version, file=file.name)
    return release._replace(files=tuple(files[kind] for kind in sorted(files)))


def _release(head: Head) -> Release | None:
    """Return what a head says; None where it was taken back.

    What a later version says beyond it changes nothing.
    """
    value: Any = head.decoded()
    if type(value) is not dict or type(value.get("version")) is not str:
        return None
    listed = value["files"] if type(value.get("files")) is list else []
    told = (tuple(map(file.get, ReleaseFile._fields)) for file in listed if type(file) is dict)
    files = tuple(ReleaseFile._make(file) for file in told if tuple(map(type, file)) == _FILE)
    note = value.get("note")
    return Release(value["version"], files, note if type(note) is str else "")


def _acts(conn: sqlite3.Connection, identity: Identity, head: Head, verify: Verify) -> bool:
    """Return True if who wrote a head and who signed what it says are both headquarters accepted now."""
    author = Histories(conn).author(head.id.rpartition(":")[0])
    signer = signer_of_word(conn, RELEASE, head.decoded(), verify)
    return signer is not None and all(is_in_force(conn, identity, replica) for replica in (author, signer))
