"""Restoring a backup: the database goes on from it under a new identity, and takes its files again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.durable import (
    DISK_CODES,
    temporary_beside,
    translate_os_errors,
)
from store.db.errors import UserError
from store.db.places import Places
from store.db.private import create_private_folder
from store.db.snapshot import vacuum_into
from store.exchange.trust import Grant
from store.integrity.backup import checkpoint
from store.integrity.replacing import replacing
from store.ledger.identity import Identity, read_identity
from store.ledger.lineage import lineages, record_lineage
from store.opening.open_store import open_store
from store.revision.content import FIRST
from store.revision.proof import untold_revisions
from sync.file_proof import file_faults
from sync.identity.identity import Succession, claim_earlier, take_new_identity
from sync.identity.opening import open_for_work
from sync.proof import prove
from sync.receive.receive import read_file, receive_data, scrub_redacted
from sync.receive.received import Received
from sync.restored import NO_FILES, TakenFiles, count_left, files_of_others, read_files, restore_files
from sync.send.export import SUFFIX
from sync.situation import mark_seen
from sync.trust.backup_grants import (
    GrantDifference,
    differing_grants,
    differing_identity,
    last_sender,
    refuse_other_keys,
    unproven_grants,
    whom_it_takes,
)
from sync.trust.origins import disown_unproven
from sync.wire.envelope import open_envelope

Confirm = Callable[[tuple[GrantDifference, ...], tuple[int, ...]], bool]
"""Asked where a backup believes what the installation here does not, or has revisions of the plan that nobody
published and that do not stand here: whether it is right."""

Leave = Callable[[int], bool]
"""Asked where neither a backup nor a kept file has so many changes: whether they are to leave the view."""


class Restored(NamedTuple):
    """What a restore did: where the database that stood lies now (None where there was none), the new
    identity, the files that were taken again, and those that were refused. ``unproven`` are the acceptances
    of the backup that nothing here could be compared with, since neither database nor key lay here, and
    ``disowned`` the ids that the backup calls earlier ones of its own without a key or a signature. ``left``
    files were sent under another enrolment, and were not taken."""

    database: Path
    replaced: Path | None
    continued: Succession
    taken: tuple[Received, ...]
    refused: tuple[UserError, ...]
    unproven: tuple[Grant, ...] = ()
    disowned: tuple[str, ...] = ()
    left: int = 0


def restore(
    places: Places,
    file: Path,
    database: Path,
    *,
    now: datetime,
    confirm: Confirm = lambda *_: False,
    leave: Leave = lambda _: True,
    progress: Callable[[int, int], None] | None = None,
) -> Restored:
    """Put the backup ``file`` in the place of ``database``, as a new incarnation.

    The backup is checked first and stays as it is; ``file`` may be the database itself, which then goes on
    under a new identity. Every file that was received or sent here is taken again, so that only what never
    left is missing; ``progress`` is told how many and of how many. All this happens to a copy, which takes
    the name of the database at the end, as :func:`store.integrity.replacing.replacing` has it. Headquarters
    begins a new epoch.

    A backup may have been swapped: where it believes what neither the database that stands nor a key that
    lies here does, ``confirm`` is asked before anything happens; and ``leave`` where something is neither in
    it nor in a file that was kept.

    Raises UserError ``backup_faulty``, ``backup_key_differs``, ``restore_unconfirmed``, ``restore_unsent``,
    ``no_identity``, ``db_locked`` where the database is open elsewhere, or what SQLite or the disk says; then
    the database that stood still stands.
    """
    with translate_os_errors(database):
        create_private_folder(database.parent)
    with temporary_beside(database) as temporary:
        compared = _copy(file, temporary, places, database, confirm, leave)
        with replacing(database, temporary, now, "before-restore") as replaced:
            continued, disowned, files = _renew(places, temporary, database)
            with open_for_work(places, temporary) as store:
                taken, refused = _replay(store, places, compared.of_others, progress)
                with store.writing() as conn:
                    identity = read_identity(conn)
                    assert identity is not None
                    claim_earlier(conn, places, identity)
                seen = restore_files(store, files)
            checkpoint(temporary)
    mark_seen(places, identity, seen)
    last = continued._replace(new=identity.replica)
    unproven, left = compared.unproven, len(compared.of_others)
    return Restored(database, replaced, last, taken, refused, unproven, disowned, left)


class _Comparison(NamedTuple):
    """A backup against what is here: what it says otherwise, which revisions of the plan it has otherwise
    that its ledger does not tell, how many own changes it lacks for good, what it believes where nothing is
    here, and the files that were sent under another enrolment."""

    differing: tuple[GrantDifference, ...] = ()
    revisions: tuple[int, ...] = ()
    lacked: int = 0
    unproven: tuple[Grant, ...] = ()
    of_others: frozenset[Path] = frozenset()


def _copy(
    file: Path, target: Path, places: Places, database: Path, confirm: Confirm, leave: Leave
) -> _Comparison:
    """Copy a sound backup that says what stands here, or is confirmed; return how it compares."""
    with open_store(file, read_only=True) as source:
        if faults := prove(source).faults:
            raise UserError("backup_faulty", file=str(file), detail=f"{faults[0].code} {faults[0].place}")
        with source.reading() as conn:
            if (identity := read_identity(conn)) is None:
                raise UserError("no_identity", file=str(file))
            _refuse_other_files(conn, places, str(file))
            refuse_other_keys(conn, places, str(file))
            compared = _compared(conn, identity, places, database)
        differing, revisions = compared.differing, compared.revisions
        if (differing or revisions) and not confirm(differing, revisions):
            raise UserError("restore_unconfirmed", file=str(file), n=len(differing) + len(revisions))
        if compared.lacked and not leave(compared.lacked):
            raise UserError("restore_unsent", file=str(file), n=compared.lacked)
        with translate_os_errors(target):
            vacuum_into(source.conn, target)
    return compared


def _refuse_other_files(backup: Connection, places: Places, file: str) -> None:
    """Refuse a backup that says of a signed file that lies here something else than the file.

    Else headquarters would seem to hold what it never got. As whom the officer wrote is asked about.
    Raises UserError ``backup_faulty``.
    """
    for fault in file_faults(backup, places):
        of_identity = fault.detail == "lineage" or fault.detail.startswith("identity.")
        if fault.code == "file_differs" and not of_identity:
            raise UserError("backup_faulty", file=file, detail=f"{fault.code} {fault.place} {fault.detail}")


def _compared(backup: Connection, identity: Identity, places: Places, database: Path) -> _Comparison:
    whom, untold = whom_it_takes(backup, identity), untold_revisions(backup)
    # missing or damaged, which is why one restores: then keys and files must do
    with suppress(UserError), open_store(database, read_only=True) as current, current.reading() as standing:
        if (stood := read_identity(standing)) is not None:
            here = whom_it_takes(standing, stood)
            differing = (*differing_identity(whom, here), *differing_grants(backup, standing))
            plans = dict(standing.execute("SELECT revision, sha256 FROM plan_digest"))
            others = tuple(number for number, digest in untold.items() if plans.get(number) != digest)
            left = files_of_others(places, (*lineages(backup), *lineages(standing)), identity.replica)
            lacked = count_left(standing, stood, backup, places, left)
            return _Comparison(differing, others, lacked, of_others=left)
    later = tuple(number for number in untold if number >= FIRST)
    left = files_of_others(places, lineages(backup), identity.replica)
    unproven = unproven_grants(backup, places)
    if not any(places.keys.glob("*.key")):
        grants = tuple(difference.grant for difference in unproven)
        return _Comparison(revisions=later, unproven=grants, of_others=left)
    sender = last_sender(places)
    differing = (*(() if sender is None else differing_identity(whom, sender)), *unproven)
    return _Comparison(differing, later, of_others=left)


def _renew(places: Places, copy: Path, database: Path) -> tuple[Succession, tuple[str, ...], TakenFiles]:
    """Give a copy a new identity, without the earlier ids that nothing proves; these as well, and what the
    database that stands knows of files."""
    with open_store(copy) as renewed, renewed.writing() as conn:
        epoch, files = 0, NO_FILES
        # missing or damaged, which is why one restores: then the epoch of the backup must do
        with suppress(UserError), open_store(database, read_only=True) as current, current.reading() as other:
            stood = read_identity(other)
            epoch = stood.epoch if stood is not None else 0
            for link in lineages(other):
                record_lineage(conn, link)
            files = read_files(other, places)
        disowned = disown_unproven(conn, places)
        return take_new_identity(conn, places, epoch=epoch), disowned, files


def _replay(
    store: Store, places: Places, left: Collection[Path], progress: Callable[[int, int], None] | None
) -> tuple[tuple[Received, ...], tuple[UserError, ...]]:
    files = [path for folder in (places.archive, places.outbox) for path in folder.glob(f"*{SUFFIX}")]
    files = [path for path in files if path not in left]
    files.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    taken: list[Received] = []
    refused: list[UserError] = []
    for done, path in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        try:
            data = open_envelope(read_file(path), places, str(path))
            received = receive_data(store, places, path, data, scrub=False)
        except UserError as refusal:
            if refusal.code in DISK_CODES or refusal.code.startswith("db_"):
                # not the file's fault: nothing is restored rather than half of it
                raise
            refused.append(refusal)
        else:
            if received.already_received_at is None:
                taken.append(received)
    scrub_redacted(store, taken)
    if progress is not None:
        progress(len(files), len(files))
    return tuple(taken), tuple(refused)
