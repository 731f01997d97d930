"""What the database remembers of files, against the signed files that lie here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Set
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.exchange.change_sets import author
from store.exchange.held_files import HeldFile, held_files
from store.exchange.peers import current_vector, told_vector, vector_in
from store.exchange.trust import Grant, grant_to, grants, replaced_grants
from store.integrity.verify import Fault
from store.ledger.branches import Histories, own_replicas
from store.ledger.identity import read_identity
from store.ledger.lineage import lineages
from sync.section_proof import SectionComparison
from sync.send.draft import known_here, lacked_here, told_in_part
from sync.trust.admission import kept
from sync.wire.check_code import check_code
from sync.wire.envelope import open_envelope
from sync.wire.format import open_container
from sync.wire.inspect import Inspected, body_of, inspect
from sync.wire.limits import MAX_SEALED
from sync.wire.section import Section

_NOT_FOR_US: Final = ("sealed_for_others", "seal_missing")
"""Refusals of a file that somebody else may open: it says nothing here."""
_CODE_DIGITS: Final = 20
"""Hex digits of a hash of which a check code is made."""
_TOLD: Final = (0, 32)
"""Bytes of the hash of what there was to tell: a version did not note it."""


class _Row(NamedTuple):
    """What is remembered of a file that was sent or received."""

    id: int
    direction: str
    name: str
    sha256: bytes
    file_id: str
    check_code: str
    sender: str
    epoch: int
    number: int
    changes: int
    vector: str
    peer: str | None
    new_changes: int
    acknowledged_at: int | None
    told: bytes
    lacks: str


def file_faults(conn: Connection, places: Places) -> Iterator[Fault]:
    """Files that lie here, signed, and say something else than the database does; one fault a file.

    What has been removed, or is sealed for others, says nothing.
    """
    comparison = _Comparison(conn)
    for row in conn.execute(f"SELECT {', '.join(_Row._fields)} FROM change_set ORDER BY id").fetchall():
        file = _Row(*row)
        path = kept(places.outbox if file.direction == "sent" else places.archive, file.sha256)
        try:
            signed = read_signed(path, places)
        except UserError:
            yield Fault("file_damaged", file.name, path.name)
            continue
        if signed is None and _bears_another_name(path):
            yield Fault("file_differs", file.name, "sha256")
            continue
        if differs := comparison.difference(file, signed):
            yield Fault("file_differs", file.name, differs)
    yield from comparison.faults_of_all()
    waiting_files = tuple(held_files(conn))
    remembered = {kept(places.inbox, waiting.sha256) for waiting in waiting_files}
    is_complete = remembered.issuperset(places.inbox.glob("*.terren"))
    for waiting in waiting_files:
        if differs := _held_difference(conn, places, waiting, is_complete=is_complete):
            yield Fault("held_differs", waiting.name, differs)


class _Comparison:
    """Compares what is remembered of each file, and gathers what all of them tell."""

    def __init__(self, conn: Connection) -> None:
        self._conn, self._identity, self._histories = conn, read_identity(conn), Histories(conn)
        # one may write for whoever is granted, heard from or not
        self._known = {
            row[0] for row in conn.execute("SELECT id FROM replica UNION SELECT replica FROM trust")
        }
        self._replicas = frozenset() if self._identity is None else own_replicas(conn, self._identity.replica)
        self._links = {*lineages(conn)}
        self._to_tell = known_here(conn), told_in_part(conn)
        self._vector = told_vector(current_vector(conn))
        self._lacked = lacked_here(conn, self._identity)
        self._own = {grant for grant in (*grants(conn), *replaced_grants(conn)) if self._is_own(grant)}
        self._sections = SectionComparison(conn, self._histories)
        self._officers: dict[str, set[str]] = defaultdict(set)
        self._receipts: set[str] = set()
        self._acknowledged: list[_Row] = []
        self._is_complete = True

    def difference(self, row: _Row, signed: Inspected | None) -> str:
        """The name of the first column that says something else than the file, or cannot be; "" if none does.

        ``signed`` is None where the file says nothing any more.
        """
        if row.check_code != check_code(row.sha256):
            return "check_code"
        if row.acknowledged_at is not None:
            self._acknowledged.append(row)
        is_sent = row.direction == "sent"
        if len(row.told) not in _TOLD or (row.told and not is_sent):
            return "told"
        if row.peer is not None and not (is_sent and row.peer in self._known):
            return "peer"
        if is_sent and row.new_changes:
            return "new_changes"
        if signed is None:
            self._is_complete = False
            return ""
        if row.told in self._to_tell and not self._tells_all(signed):
            return "told"
        for named_author in (signed.header.sender, *signed.preamble.authors.values()):
            self._officers[named_author.replica].add(named_author.officer)
        if not is_sent:
            self._receipts |= {file_id for file_id, _ in signed.preamble.receipts}
        return (
            _differing_column(row, signed)
            or self._sections.difference(row.id, signed, is_sent=is_sent)
            or self._of_identity(row.direction, signed)
        )

    def _is_own(self, grant: Grant) -> bool:
        return grant.granted_by in self._replicas

    def _tells_all(self, signed: Inspected) -> bool:
        """Return True if a file tells what is held now, and no own grant otherwise than it stands."""
        told = [grant for grant in signed.preamble.grants if self._is_own(grant)]
        told_alike = signed.preamble.vector == self._vector and signed.preamble.lacks == self._lacked
        return told_alike and self._own.issuperset(told)

    def _of_identity(self, direction: str, signed: Inspected) -> str:
        """Return what the identity says otherwise than a file that it or an earlier one has signed."""
        identity, sender = self._identity, signed.header.sender
        if identity is None or direction != "sent" or sender.replica not in self._replicas:
            return ""
        told = {link for link in signed.preamble.lineages if link.new == identity.replica}
        if not told <= self._links:
            return "lineage"
        columns: dict[str, object] = {"unit": sender.unit, "role": sender.role}
        if sender.replica == identity.replica:
            columns |= {"officer": sender.officer, "epoch": signed.header.epoch}
        return next((f"identity.{name}" for name in columns if getattr(identity, name) != columns[name]), "")

    def faults_of_all(self) -> Iterator[Fault]:
        """Yield what no file tells that lies here; nothing where one has gone, which may have told it."""
        if not self._is_complete:
            return
        for row in self._acknowledged:
            if row.file_id not in self._receipts:
                yield Fault("file_differs", row.name, "acknowledged_at")
        own = "" if self._identity is None else self._identity.replica
        for replica, officer in self._conn.execute(
            "SELECT id, officer FROM replica WHERE officer IS NOT NULL AND id <> ? ORDER BY id", (own,)
        ).fetchall():
            if officer not in self._officers[replica] | self._officers_otherwise(replica):
                yield Fault("author_differs", replica)

    def _officers_otherwise(self, replica: str) -> Set[str]:
        """Return whom the grant to a replica names, and its own changes."""
        officers = {grant.officer} if (grant := grant_to(self._conn, replica)) else set()
        for chain in self._histories.chains(replica):
            rows = self._conn.execute("SELECT DISTINCT officer FROM change WHERE replica = ?", (chain,))
            officers |= {row[0] for row in rows}
        return officers


def read_signed(path: Path, places: Places) -> Inspected | None:
    """Return what a file says; None where it cannot be opened. Raises UserError where it is damaged."""
    signed = _signed_bytes(path, places)
    return None if signed is None else inspect(signed, path.name)


def signed_sections(places: Places, digest: str) -> tuple[Section, ...]:
    """Return the sections of a received file, by its hash; none where nobody can read it any more."""
    with suppress(UserError):
        signed = read_signed(places.archive / f"{digest}.terren", places)
        return () if signed is None else tuple(signed.sections)
    return ()


def _signed_bytes(path: Path, places: Places) -> bytes | None:
    """The bytes of a signed file, as :func:`read_signed`."""
    try:
        data = read_regular(path, MAX_SEALED + 1)
    except OSError:
        return None
    try:
        signed = open_envelope(data, places, path.name)
    except UserError as refused:
        if refused.code in _NOT_FOR_US:
            return None
        raise
    if sha256(signed).hexdigest() != path.stem:
        raise UserError("changeset_hash", file=path.name)
    return signed


def _bears_another_name(path: Path) -> bool:
    """Return True if a file that is not there lies beside its name, under the same check code."""
    return not path.exists() and any(path.parent.glob(f"{path.name[:_CODE_DIGITS]}*{path.suffix}"))


def _differing_column(row: _Row, signed: Inspected) -> str:
    header = signed.header
    lacks = json.dumps(signed.preamble.lacks if row.direction == "received" else ())
    stated = (header.file_id, header.sender.replica, header.epoch, header.number, header.changes, lacks)
    remembered = (row.file_id, row.sender, row.epoch, row.number, row.changes, row.lacks)
    for name, remembered_value, other in zip(
        ("file_id", "sender", "epoch", "number", "changes", "lacks"), remembered, stated, strict=True
    ):
        if remembered_value != other:
            return name
    try:
        return "" if vector_in(row.vector) == signed.preamble.vector else "vector"
    except (ValueError, TypeError, AttributeError, LookupError):
        return "vector"


def _held_difference(conn: Connection, places: Places, waiting: HeldFile, *, is_complete: bool) -> str:
    """Return what is remembered of a file that waits otherwise than it says; "" where nothing is.

    One that has been removed says nothing where every file in the inbox is remembered (``is_complete``).
    """
    carries = waiting.reason == "author"
    path = kept(places.archive if carries else places.inbox, waiting.sha256)
    try:
        signed = _signed_bytes(path, places)
        if signed is None:
            return "" if carries or is_complete else "sha256"
        # of what waits the sections are read once it is taken
        container = open_container(signed, path.name)
        authors = body_of(path.name, container.body).preamble.authors if carries else {}
    except UserError:
        return "sha256"
    sender = container.header.sender
    if waiting.sender != sender.replica:
        return "sender"
    stated = authors.get(waiting.whom.replica) if carries else sender
    introduced = author(conn, waiting.whom.replica) if carries else None
    if stated is None or waiting.whom.public_key != stated.public_key:
        return "whom"
    return "" if waiting.whom in (stated, introduced) else "whom"
