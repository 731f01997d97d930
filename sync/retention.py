"""What is kept of files and earlier states longer than a restore needs it: named, and removed on request.

A restore goes on from a backup and takes every file of archive and outbox that the backup does not know. So a
file is needed until the newest sound backup knows it, and an older backup as long as there is no newer one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.redaction_words import RedactionWord, redaction_words
from store.integrity.backup import list_backups
from store.integrity.verify import verify
from store.ledger.branches import Histories, read_branches
from store.ledger.identity import read_identity
from store.ledger.lineage import predecessors
from store.opening.open_store import open_store
from sync.file_proof import signed_sections
from sync.receive.refused import refused_files
from sync.redaction import shows_pending

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
        named = list(redaction_words(conn))
        waiting = {row[0] for row in conn.execute("SELECT sha256 FROM held_file")}
        bearers = _bearers(conn, places, named) if redacted else set()
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


_Place: TypeAlias = "tuple[int, str | None]"
"""Where a change stands: its number, and its chain if it is held."""


def _bearers(conn: Connection, places: Places, words: Iterable[RedactionWord]) -> set[tuple[str, str]]:
    """Return the files that carried one of these changes, by direction and hash; of one that is pending those
    that may have.

    Each row, and each section of a file that is read for it, is asked once for the changes that it covers.
    """
    histories = Histories(conn)
    parted = {branch.replica for branch in read_branches(conn)}
    wanted: dict[str, list[_Place]] = defaultdict(list)
    for replica, seq, digest in sorted({word[:3] for word in words}):
        wanted[replica].append((seq, histories.holding(replica, seq, digest)))
    bearers = set[tuple[str, str]]()
    unsure: dict[str, dict[str, set[_Place]]] = defaultdict(lambda: defaultdict(set))
    for direction, sha256, chain, start, count in conn.execute(
        "SELECT direction, sha256, section.replica, start, count FROM change_set_section AS section"
        " JOIN change_set ON change_set = id"
    ):
        name, replica = (direction, sha256.hex()), histories.author(chain)
        if replica not in wanted or name in bearers:
            continue
        covered = _covered(wanted[replica], start, start + count)
        # of a branch a section may begin in the history from which it parts
        if any(of in (None, histories.at(chain, seq)) for seq, of in covered):
            bearers.add(name)
        elif covered and direction == "received" and replica in parted:
            # what waited when the file came is noted of a history in which it may not have joined
            unsure[name[1]][replica].update(covered)
    for sha256, asked in unsure.items():
        if ("received", sha256) not in bearers and _lead_through(histories, places, sha256, asked):
            bearers.add(("received", sha256))
    return bearers


def _covered(wanted: list[_Place], start: int, end: int) -> list[_Place]:
    """Return those of these changes, by number, that stand behind ``start`` changes, up to ``end``."""
    number = itemgetter(0)
    return wanted[bisect_right(wanted, start, key=number) : bisect_right(wanted, end, key=number)]


def _lead_through(
    histories: Histories, places: Places, sha256: str, asked: Mapping[str, Iterable[_Place]]
) -> bool:
    """Return whether a section of a received file ends in a history with one of these changes, by author, or
    in none that is held."""
    by_number = {replica: sorted(of, key=itemgetter(0)) for replica, of in asked.items()}
    for section in signed_sections(places, sha256):
        if covered := _covered(by_number.get(section.replica, []), section.start, section.end):
            end = histories.holding(section.replica, section.end, section.head)
            if end is None or any(histories.at(end, seq) == of for seq, of in covered):
                return True
    return False


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
