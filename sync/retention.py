"""What is kept of files and earlier states longer than a restore needs it: named, and removed on request.

A restore goes on from a backup and takes every file of archive and outbox that the backup does not know. So a
file is needed until the newest sound backup knows it, and an older backup as long as there is no newer one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.redaction_words import RedactionWord, redaction_words
from store.integrity.backup import list_backups
from store.integrity.verify import verify
from store.ledger.branches import Histories
from store.ledger.identity import read_identity
from store.ledger.lineage import predecessors
from store.opening.open_store import open_store
from sync.file_proof import read_signed
from sync.receive.refused import refused_files
from sync.redaction import shows_pending
from sync.wire.section import Section

_DAY = 86_400


class RemovableFile(NamedTuple):
    """A file that could go: ``kind`` is ``archive``, ``outbox``, ``refused`` or ``backup``, ``at`` its age's
    beginning."""

    path: Path
    kind: str
    at: float
    bytes: int


class Removable(NamedTuple):
    """What could go, and the newest sound backup, by which it can; without one nothing is superfluous."""

    files: tuple[RemovableFile, ...]
    backup: Path | None


def find_removable(
    store: Store, places: Places, *, now: float, days: int, redacted: bool = False
) -> Removable:
    """Return the files and backups that a restore does not need and that are older than ``days``.

    With ``redacted`` those, whatever their age, that still have what headquarters has redacted, and all that
    was refused, since of that nobody knows. What waits for somebody's acceptance is never among them. Raises
    UserError ``db_corrupt``.
    """
    with store.reading() as conn:
        named, histories = list(redaction_words(conn)), Histories(conn)
        waiting = {row[0] for row in conn.execute("SELECT sha256 FROM held_file")}
        signed = cache(partial(_signed_sections, places))
        words = named if redacted else ()
        bearers = {name for word in words for name in _bearers(conn, signed, histories, word)}
    newest, names = _newest(store, named if redacted else [])
    if newest is None:
        return Removable((), None)
    removable = []
    for kind, direction, folder in (
        ("archive", "received", places.archive),
        ("outbox", "sent", places.outbox),
    ):
        for file in _kept(kind, folder.glob("*.terren") if folder.is_dir() else ()):
            name = (direction, file.path.stem)
            goes = name in bearers if redacted else now - file.at >= days * _DAY
            if goes and name in names and bytes.fromhex(file.path.stem) not in waiting:
                removable.append(file)
    if redacted and named:
        removable += _kept("refused", (file.path for file in refused_files(places)))
    for file in _kept("backup", list_backups(store.path)):
        goes = _has(file.path, named) if redacted else now - file.at >= days * _DAY
        if goes and file.path != newest and file.at <= newest.stat().st_mtime:
            removable.append(file)
    return Removable(tuple(removable), newest)


def remove_files(files: tuple[RemovableFile, ...]) -> tuple[RemovableFile, ...]:
    """Remove files; return those that the system does not let go."""
    left = []
    for file in files:
        try:
            file.path.unlink(missing_ok=True)
            if file.kind == "refused":
                # why it was refused lies beside it
                file.path.with_suffix(".json").unlink(missing_ok=True)
        except OSError:
            left.append(file)
    return tuple(left)


def _kept(kind: str, paths: Iterable[Path]) -> Iterator[RemovableFile]:
    for path in sorted(paths):
        with suppress(OSError):
            state = path.stat()
            yield RemovableFile(path, kind, state.st_mtime, state.st_size)


def _bearers(
    conn: Connection,
    signed: Callable[[str], tuple[Section, ...]],
    histories: Histories,
    word: RedactionWord,
) -> Iterator[tuple[str, str]]:
    """Yield the files that carried a change, by direction and hash; of one that is pending those that may
    have. ``signed`` returns the sections of a received file, which it reads once."""
    chain = histories.holding(word.replica, word.seq, word.digest)
    for direction, digest, leads_into in conn.execute(
        "SELECT direction, sha256, section.replica FROM change_set_section AS section"
        " JOIN change_set ON change_set = id LEFT JOIN branch ON chain = section.replica"
        " WHERE ?1 IN (section.replica, branch.replica)"
        " AND section.start < ?2 AND section.start + count >= ?2",
        (word.replica, word.seq),
    ):
        sha256 = digest.hex()
        # of a branch a section may begin in the history from which it parts
        if chain in (None, histories.at(leads_into, word.seq)):
            yield direction, sha256
            continue
        # what waited when the file came is noted of a history in which it may not have joined
        may_have_joined = direction == "received" and len(histories.chains(word.replica)) > 1
        if may_have_joined and _leads_through(histories, signed(sha256), word, chain):
            yield direction, sha256


def _signed_sections(places: Places, sha256: str) -> tuple[Section, ...]:
    """Return the sections of a received file; none of one that nobody can read any more."""
    with suppress(UserError):
        signed = read_signed(places.archive / f"{sha256}.terren", places)
        return () if signed is None else tuple(signed.sections)
    return ()


def _leads_through(
    histories: Histories, sections: Iterable[Section], word: RedactionWord, chain: str
) -> bool:
    """Return whether a section of a file ends in a history with a change of ``chain``, or in none that is
    held."""
    ends = (
        histories.holding(word.replica, section.end, section.head)
        for section in sections
        if section.replica == word.replica and section.start < word.seq <= section.end
    )
    return any(end is None or histories.at(end, word.seq) == chain for end in ends)


def _newest(store: Store, named: list[RedactionWord]) -> tuple[Path | None, set[tuple[str, str]]]:
    """Return the newest backup to go on from, without what is ``named``, and the files that it knows."""
    with store.reading() as conn:
        identity = read_identity(conn)
        own = set() if identity is None else {identity.replica, *predecessors(conn, identity.replica)}
    made = [path for path in list_backups(store.path) if path.name.endswith(".backup.db")]
    for path in sorted(made, key=lambda path: path.stat().st_mtime, reverse=True):
        with suppress(UserError), open_store(path, read_only=True) as copy, copy.reading() as conn:
            whose = read_identity(conn)
            if whose is None or whose.replica not in own or _has(path, named) or verify(copy).faults:
                continue
            rows = conn.execute("SELECT direction, sha256 FROM change_set")
            return path, {(direction, sha256.hex()) for direction, sha256 in rows}
    return None, set()


def _has(backup: Path, named: list[RedactionWord]) -> bool:
    """Return True if a backup has the value of a redacted change, or waits for what comes before it; of an
    unreadable one nobody knows."""
    try:
        with open_store(backup, read_only=True) as copy, copy.reading() as conn:
            histories = Histories(conn)
            return any(
                conn.execute(
                    "SELECT 1 FROM change WHERE replica = ? AND seq = ? AND value < '~'",
                    (histories.holding(word.replica, word.seq, word.digest), word.seq),
                ).fetchone()
                for word in named
            ) or shows_pending(conn, named)
    except UserError:
        return False
