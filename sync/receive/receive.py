"""Taking a change set: whole, in one transaction after every check, or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.db.text import clean
from store.exchange.change_sets import (
    Author,
    FileRecord,
    acknowledge,
    author,
    first_received,
    is_sent,
    record_file,
)
from store.exchange.held_files import release_file
from store.exchange.news import read_before, read_news
from store.exchange.trust import authority_of, grant_to
from store.integrity.sweeping import scrub_values, sweep_attachments
from store.ledger.branches import Histories, own_replicas
from store.ledger.identity import Identity, read_identity, required_identity
from store.ledger.lineage import Lineage, record_lineage
from store.plan.lookup import plan_id
from store.revision.adoption import Adoption, adopt_revisions
from sync.quarantine.forks import read_forks
from sync.receive.joining import Joining
from sync.receive.received import Received, received_so_far
from sync.receive.refused import forget_refused, keep_refused
from sync.redaction import obey
from sync.trust.accept_grants import accept_grants, accept_sender
from sync.trust.admission import admit, check_accepted, check_key, hold, keep, kept, make_room
from sync.wire.body import BodyReader
from sync.wire.check_code import check_code
from sync.wire.envelope import is_sealed, open_envelope
from sync.wire.format import Container, Header, open_container
from sync.wire.grants import pin, sign_grant, uphold
from sync.wire.inspect import body_of, check_counts, placed
from sync.wire.limits import MAX_SEALED

_MUCH: Final = 20_000
"""Changes of a file for which more of the database is worth its memory."""


def receive(
    store: Store,
    places: Places,
    path: Path,
    *,
    accept: str | None = None,
    role: str | None = None,
    first_sight: bool = False,
    reserve: Path | None = None,
    scrub: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Received:
    """Take the change set at ``path``: everything in it, or, where it is refused, nothing.

    A file that was taken before changes nothing. What begins beyond what is held is parked and joins when
    the file between arrives. A file whose sender nobody has accepted goes to the inbox and changes nothing;
    ``accept`` is its check code or its sender's fingerprint, as heard from the sender, and accepts it, with
    ``role`` in place of the role that it claims; with ``first_sight`` a field installation never seen before
    is accepted by its first file. A sealed file is opened by a key that lies here, or by the reserve key in
    the file ``reserve``. Without ``scrub`` the caller calls :func:`scrub_redacted`.
    ``progress`` is told the changes read and their total. Raises UserError ``no_identity``,
    ``changeset_missing``, ``changeset_unreadable``, one of the codes of :func:`sync.wire.inspect.inspect`,
    ``changeset_own_file``, ``changeset_plan_other``, ``accept_differs``, ``trust_headquarters`` or
    ``trust_role_differs`` where a sender that claims to be headquarters is accepted otherwise than with that
    ``role``, one of the codes of :func:`sync.wire.envelope.open_envelope`, or what the disk says.
    """
    file = read_file(path)
    try:
        data = open_envelope(file, places, str(path), reserve=reserve)
        received = receive_data(
            store, places, path, data,
            accept=accept, role=role, first_sight=first_sight,
            sealed=is_sealed(file), scrub=scrub, progress=progress,
        )  # fmt: skip
    except UserError as refusal:
        keep_refused(places, path.name, file, refusal)
        raise
    forget_refused(places, file)
    return received


def receive_data(
    store: Store,
    places: Places,
    path: Path,
    data: bytes,
    *,
    accept: str | None = None,
    role: str | None = None,
    first_sight: bool = False,
    again: bool = False,
    sealed: bool = True,
    scrub: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Received:
    """As :func:`receive`, with the bytes of the signed file; ``path`` names it.

    ``again`` takes it as if it had not been taken, for the sake of authors accepted since. It came
    ``sealed`` unless somebody knows that it came open.
    """
    file = str(path)
    container = open_container(data, file)
    if accept is not None:
        check_accepted(container, accept, file)
    with store.writing(much=container.header.changes > _MUCH) as conn:
        identity = required_identity(conn, store.path)
        if container.header.sender.replica == identity.replica and is_sent(conn, container.digest):
            raise UserError("changeset_own_file", file=file)
        before = first_received(conn, container.digest)
        if before is not None and not again:
            return received_so_far(conn, path, container, before)
        sender = container.header.sender
        check_key(conn, identity, sender, file)
        _check_plan(conn, container.header, file)
        reader = body_of(file, container.body)
        pin(conn, places, identity)
        # a new identity is believed by what the key of the old one says of it, in its own first file
        accept_sender(conn, identity, sender, reader.preamble.grants)
        accepted = accept is not None or again
        waiting = admit(conn, places, identity, sender, accepted=accepted, role=role, first_sight=first_sight)
        if waiting is not None:
            return _let_wait(conn, places, path, container, data, waiting, sealed=sealed)
        links = _believed_links(conn, identity, reader, sender.replica)
        displaced = accept_grants(conn, identity, reader.preamble.grants, reader.preamble.authors, links)
        uphold(conn, places, identity, displaced)
        before_reading = read_before(conn, identity)
        joining = _take(conn, places, identity, container, reader, path, progress, sealed=sealed)
        renewed = read_identity(conn)
        if accept is not None:
            _accept_more(conn, places, renewed or identity, sender.replica, joining)
        redacted = obey(conn, places, renewed or identity) or joining.redacted > 0
        settled = adopt_revisions(conn, renewed)
        result = received_so_far(conn, path, container, None)._replace(
            new=joining.new,
            held=joining.overstepping,
            conflicts=joining.conflicts(),
            forks=read_forks(conn, joining.parted),
            continued=joining.continued,
            unaccepted=joining.strangers,
            settled=settled,
            newer_plan=_newer_plan(conn, container.header, settled),
            redacted=redacted,
            news=read_news(conn, renewed or identity, before_reading),
        )
        release_file(conn, container.digest)
        hold(conn, container, path, result.unaccepted, "author", sealed=sealed)
        keep(places.archive, container.digest, data)
    if scrub:
        scrub_redacted(store, (result,))
    with suppress(OSError):
        # it has been taken: a copy that stays in the inbox harms nobody
        kept(places.inbox, container.digest).unlink()
    return result


def scrub_redacted(store: Store, taken: Iterable[Received]) -> None:
    """Let nothing stay of what these files redacted: once, since all of the database is written anew."""
    if any(received.redacted for received in taken):
        scrub_values(store)
        sweep_attachments(store)


def _let_wait(
    conn: Connection, places: Places, path: Path, container: Container, data: bytes, reason: str,
    *, sealed: bool,
) -> Received:  # fmt: skip
    """Keep a file in the inbox, of which nothing counts until somebody accepts its sender."""
    sender = container.header.sender
    make_room(conn, places, container, len(data), str(path))
    hold(conn, container, path, (sender,), reason, sealed=sealed)
    keep(places.inbox, container.digest, data)
    return received_so_far(conn, path, container, None)._replace(waiting=reason, unaccepted=(sender,))


def _accept_more(conn: Connection, places: Places, identity: Identity, sender: str, joining: Joining) -> None:
    """A person takes the file of a revoked key: what of its sender it held and has joined is accepted."""
    grant = grant_to(conn, sender)
    if grant is None or grant.kept is None:
        return
    histories = Histories(conn)
    ends = ((section.end, section.head) for section in joining.sections if section.replica == sender)
    own = {(end, head.hex()) for end, head in ends if histories.holding(sender, end, head) is not None}
    if own - set(grant.accepted):
        pinned = {*grant.accepted, *own}
        whom, first = Author(*grant[:5]), grant.revoked_from
        kept = max(grant.kept, *(end for end, _ in own))
        sign_grant(conn, places, identity.replica, whom, revoked_from=first, kept=kept, ends=pinned)


def _believed_links(
    conn: Connection, identity: Identity, reader: BodyReader, sender: str
) -> tuple[Lineage, ...]:
    """Return who goes on from whom, as the sender says of itself, or headquarters of anybody."""
    authority = authority_of(conn, identity, sender)
    is_center = authority is not None and authority.role == "headquarters"
    return tuple(link for link in reader.preamble.lineages if is_center or link.new == sender)


def _take(
    conn: Connection,
    places: Places,
    identity: Identity,
    container: Container,
    reader: BodyReader,
    path: Path,
    progress: Callable[[int, int], None] | None,
    *,
    sealed: bool,
) -> Joining:
    header, file, now = container.header, str(path), int(time.time())
    # its role is the one that was granted, not the one that the file claims
    bearer = author(conn, header.sender.replica) or header.sender
    joining = Joining(conn, places, identity, bearer, reader.preamble.authors, file, header.changes, progress)
    with placed(file, reader.lines):
        for section in reader.sections():
            joining.take(section, reader.lines)
    check_counts(header, joining.sections, file)
    joining.join_parked()
    own = own_replicas(conn, identity.replica)
    for link in _believed_links(conn, identity, reader, header.sender.replica):
        # from what oneself goes on, nobody else says
        if link.new not in own:
            record_lineage(conn, link)
    row = record_file(
        conn,
        FileRecord(
            direction="received",
            file_id=header.file_id,
            name=clean(path.name),
            check_code=check_code(container.digest),
            sha256=container.digest,
            sender=header.sender.replica,
            peer=None,
            epoch=header.epoch,
            number=header.number,
            changes=header.changes,
            new_changes=joining.new,
            at=now,
            vector=reader.preamble.vector,
            sections=tuple(joining.taken),
            sealed=sealed,
            lacks=reader.preamble.lacks,
        ),
    )
    joining.finish(row)
    if bearer.role == "headquarters":
        acknowledge(conn, reader.preamble.receipts, now)
    return joining


@contextmanager
def faults_refused(file: Path | str) -> Iterator[None]:
    """Let a fault of our own be the refusal of one file, so that it keeps no other from being taken.

    Raises UserError ``changeset_unexpected`` in the place of whatever else is no refusal.
    """
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        raise UserError("changeset_unexpected", file=str(file), detail=detail) from error


def read_file(path: Path) -> bytes:
    """The bytes of a change set. Raises UserError ``changeset_missing`` or ``changeset_unreadable``."""
    if not path.is_file():
        raise UserError("changeset_missing", file=str(path))
    try:
        return read_regular(path, MAX_SEALED + 1)
    except OSError as error:
        raise UserError("changeset_unreadable", file=str(path), detail=error.strerror or "") from error


def _check_plan(conn: Connection, header: Header, file: str) -> None:
    own_plan, _ = plan_id(conn)
    if header.plan_id != own_plan:
        raise UserError("changeset_plan_other", file=file, found=header.plan_id, known=own_plan)


def _newer_plan(conn: Connection, header: Header, settled: Adoption) -> int | None:
    """The revision under which a file was written, where it has not arrived here."""
    _, revision = plan_id(conn)
    newest = max([revision, *(due_revision.number for due_revision, _ in settled.outlook.due)])
    return header.plan_revision if header.plan_revision > newest else None
