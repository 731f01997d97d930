"""Files that have waited for somebody to be accepted: taken as soon as that is so, by whatever way."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.exchange.held_files import HeldFile, held_files, release_file
from store.exchange.trust import authority_of
from store.ledger.identity import read_identity
from sync.receive.receive import faults_refused, read_file, receive, receive_data, scrub_redacted
from sync.receive.received import Received
from sync.receive.refused import forget_refused, is_lasting, keep_refused, placed_at, refused_files
from sync.trust.admission import bears_key, kept
from sync.wire.check_code import check_code, typed_code
from sync.wire.envelope import is_sealed, open_envelope


def receive_each(
    store: Store,
    places: Places,
    paths: Iterable[Path],
    *,
    accept: str | None = None,
    role: str | None = None,
    first_sight: bool = False,
    reserve: Path | None = None,
) -> Iterator[Received | UserError]:
    """Take change sets one after the other, and then what they let out of the inbox; each as it is done.

    What is refused does not hinder the others. ``accept``, ``role``, ``first_sight`` and ``reserve`` are
    those of :func:`sync.receive.receive.receive`.
    """
    came_in: list[Received] = []
    try:
        for path in paths:
            try:
                with faults_refused(path):
                    taken = receive(
                        store, places, path, accept=accept, role=role,
                        first_sight=first_sight, reserve=reserve, scrub=False,
                    )  # fmt: skip
            except UserError as refusal:
                yield refusal
            else:
                came_in.append(taken)
                yield taken
    finally:
        scrub_redacted(store, came_in)
    released = take_released(store, places)
    yield from released.taken
    yield from released.refused


class Released(NamedTuple):
    """The files that were taken now, and why others that need not wait any more were refused."""

    taken: tuple[Received, ...]
    refused: tuple[UserError, ...]


def take_released(store: Store, places: Places) -> Released:
    """Take every file that has waited for somebody who is accepted by now, oldest first.

    A file may bring the grant for which others wait: it goes on until none is left. What is wrong with a file
    shows only now, and keeps it from being tried again. One that has been removed waits no longer: nobody was
    told that it arrived, so its changes come again.
    """
    with store.reading() as conn:
        gone = {waiting.sha256 for waiting in held_files(conn) if _is_gone(_path(places, waiting))}
    if gone:
        let_go(store, places, gone)
    taken: list[Received] = []
    refused: list[UserError] = []
    tried: set[tuple[bytes, str]] = set()
    while True:
        with store.reading() as conn:
            ready = [
                waiting for waiting in _ready(conn) if (waiting.sha256, waiting.whom.replica) not in tried
            ]
        if not ready:
            scrub_redacted(store, taken)
            return Released(tuple(taken), tuple(refused))
        for waiting in ready:
            tried.add((waiting.sha256, waiting.whom.replica))
            passed_over = waiting.reason == "author"
            try:
                with faults_refused(waiting.name):
                    data = read_file(_path(places, waiting))
                    name = Path(waiting.name)
                    one = receive_data(
                        store, places, name, data, again=passed_over, sealed=waiting.sealed, scrub=False
                    )
                    taken.append(one)
            except UserError as refusal:
                refused.append(refusal)
                if is_lasting(refusal) and not passed_over:
                    keep_refused(places, waiting.name, data, refusal)
                    let_go(store, places, (waiting.sha256,))


def _path(places: Places, waiting: HeldFile) -> Path:
    """Return where a file lies that waits, whole or for the changes of one that it carries."""
    return kept(places.archive if waiting.reason == "author" else places.inbox, waiting.sha256)


def _is_gone(path: Path) -> bool:
    try:
        path.lstat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


def let_go(store: Store, places: Places, digests: Collection[bytes]) -> None:
    """Let files wait no longer, and remove them from the inbox."""
    with store.writing() as conn:
        for digest in digests:
            release_file(conn, digest)
    for digest in digests:
        with suppress(OSError):
            kept(places.inbox, digest).unlink()


def take_refused(store: Store, places: Places) -> Released:
    """Try once more to take what was refused: a newer program or plan may read what an older could not."""
    taken: list[Received] = []
    refused: list[UserError] = []
    for refused_file in refused_files(places):
        if not (data := read_file(refused_file.path)):
            # of a row of a server, which only its sender can put there again
            continue
        try:
            with faults_refused(refused_file.name):
                signed = open_envelope(data, places, refused_file.name)
                name, sealed = Path(refused_file.name), is_sealed(data)
                taken.append(receive_data(store, places, name, signed, sealed=sealed, scrub=False))
            forget_refused(places, data)
        except UserError as refusal:
            placed = placed_at(refusal, Path(refused_file.name), [*refused_file.names][-1])
            keep_refused(places, refused_file.name, data, placed)
            refused.append(refusal)
    scrub_redacted(store, taken)
    return Released(tuple(taken), tuple(refused))


def take_revoked(store: Store, places: Places, code: str) -> Received:
    """Take the waiting file with this check code although its sender's key is revoked, this once.

    The revocation stays: what was recorded from its day on is held, and the next file waits again. Raises
    UserError ``held_unknown`` where no file waits for that reason under this code, or as
    :func:`sync.receive.receive.receive_data`.
    """
    wanted = typed_code(code)
    with store.reading() as conn:
        waiting = [waiting_file for waiting_file in held_files(conn) if waiting_file.reason == "revoked"]
    for waiting_file in waiting:
        code = check_code(waiting_file.sha256)
        if typed_code(code) == wanted:
            data = read_file(kept(places.inbox, waiting_file.sha256))
            name, sealed = Path(waiting_file.name), waiting_file.sealed
            return receive_data(store, places, name, data, accept=code, sealed=sealed)
    raise UserError("held_unknown", found=code)


def _ready(conn: Connection) -> Iterator[HeldFile]:
    """The files that need not wait any more."""
    identity = read_identity(conn)
    if identity is None:
        return
    now = time.time()
    for waiting in held_files(conn):
        granted = authority_of(conn, identity, waiting.whom.replica)
        if granted is None or not bears_key(conn, waiting.whom):
            continue
        if waiting.reason == "author" or granted.until is None or now < granted.until:
            yield waiting
