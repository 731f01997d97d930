"""What goes into a change set, read at one moment: everything of the file but its signature."""

from __future__ import annotations

import json
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.places import Places
from store.edits.reserve import reserve_recipients
from store.exchange.attachment_names import lacking
from store.exchange.change_sets import author, authors, received_from
from store.exchange.peers import (
    MAX_TOLD,
    Redactions,
    Vector,
    current_vector,
    held_by,
    told_vector,
)
from store.exchange.trust import authority_of, grants
from store.ledger.branches import Histories, own_replicas
from store.ledger.chains import read_chains
from store.ledger.change import GENESIS, Chain, Change
from store.ledger.identity import Identity, read_identity
from store.ledger.lineage import lineages
from store.plan.lookup import plan_id
from sync.redaction import signed_by_author
from sync.send.missing_changes import changes_in, concerns, missing_changes, readers_of, shortened
from sync.wire.body import BodyWriter, Preamble
from sync.wire.format import Header
from sync.wire.grants import grants_to_tell, repeated_grants
from sync.wire.keys import key_path, verify
from sync.wire.limits import MAX_LACKS, MAX_SECTIONS
from sync.wire.section import Section

_PROGRESS_STEP: Final = 1_000

Progress = Callable[[int, int], None]
"""Is told the changes written and their total."""


class Recipients(NamedTuple):
    """Ed25519 keys of replicas, and age recipients of reserve keys."""

    keys: frozenset[bytes]
    reserves: tuple[str, ...]


class Draft(NamedTuple):
    """A file without its signature.

    ``sections`` are chain, start and length of each run in it, ``own`` the sender's own history, ``known``
    the hash of :func:`known_here`, or of :func:`told_in_part` where not everything found room.
    """

    header: Header
    body: bytearray
    vector: Vector
    known: bytes
    own: Chain
    sections: tuple[tuple[str, int, int], ...]
    peer: str | None
    recipients: Recipients | None


def make_draft(
    conn: Connection,
    places: Places,
    identity: Identity,
    number: int,
    peer: str | None,
    sealed: bool,
    progress: Progress | None,
    held: Vector | None = None,
    confirmed: int = 0,
) -> Draft:
    """Everything that ``peer`` is not known to hold, or that lies beyond ``held``, as file ``number`` of this
    installation, with receipts of the files received after row ``confirmed``.

    Raises UserError ``key_missing``, ``peer_unknown``, ``seal_no_headquarters``.
    """
    sender = author(conn, identity.replica)
    if sender is None:
        raise UserError("key_missing", file=str(key_path(places, identity.replica)))
    vector_here = known_here(conn)
    receiver, readers, told = readers_of(conn, identity, peer)
    if held is not None:
        told = [held]
    chains = read_chains(conn)
    sections = _missing_sections(conn, identity, chains, readers, told, number)
    sent = {section.replica for section in sections.values()}
    preamble = Preamble(
        {whose.replica: whose for whose in authors(conn) if whose.replica in sent},
        told_vector(current_vector(conn)),
        tuple(received_from(conn, receiver, confirmed)),
        lineages(conn),
        grants_to_tell(
            conn, sent | _of_readers_units(conn, readers) | {identity.replica, receiver or identity.replica}
        ),
        lacked_here(conn, identity),
    )
    body = BodyWriter(preamble)
    written = tuple(_write_sections(conn, places, body, sections, progress))
    is_whole = body.changes == sum(section.length for section in sections.values())
    plan, revision = plan_id(conn)
    header = Header(
        file_id=secrets.token_hex(16),
        sender=sender,
        epoch=identity.epoch,
        number=number,
        plan_id=plan,
        plan_revision=revision,
        changes=body.changes,
        sections=body.sections,
    )
    to = recipients_of(conn, identity, readers) if sealed else None
    own = chains.get(identity.replica, Chain(0, GENESIS))
    known = vector_here if is_whole else told_in_part(conn)
    return Draft(header, body.finish(), preamble.vector, known, own, written, receiver, to)


def _missing_sections(
    conn: Connection,
    identity: Identity,
    chains: Mapping[str, Chain],
    readers: list[str] | None,
    told: Iterable[Vector],
    number: int,
) -> dict[str, Section]:
    """Of each chain that concerns the readers what they are not known to hold, by what they ``told``.

    They are in the order in which they are written into file ``number``.
    """
    histories = Histories(conn)
    # where other changes are redacted, all is told again, so that the redactions meet
    redactions = Redactions(conn, histories)
    there = [held_by(histories, redactions.alike(vector)) for vector in told]
    sections = {
        chain: section
        for chain in chains
        if concerns(conn, identity, histories.author(chain), readers)
        and (section := missing_changes(conn, histories, chain, there))
    }
    lengths = Counter[str]()
    for section in sections.values():
        lengths[section.replica] += section.length
    # whose turn it is goes before the others, or one would never have room
    lengths[sorted(lengths)[number % len(lengths)] if lengths else ""] = 0
    lengths[identity.replica] = -1
    crowded = histories.crowded(MAX_TOLD)
    return dict(sorted(sections.items(), key=partial(_place, histories, crowded, lengths)))


def _of_readers_units(conn: Connection, readers: list[str] | None) -> set[str]:
    """The replicas of the readers' units, of everybody where all read: also that one counts again is told."""
    granted = grants(conn)
    units = {grant.unit for grant in granted if readers is None or grant.replica in readers}
    return {grant.replica for grant in granted if grant.unit in units}


def known_here(conn: Connection) -> bytes:
    """The hash of what there is to tell from here: while it is the same, a file would tell nothing new.

    Besides what is held, these are one's own grants, and the attachments that are asked for; what others
    grant they tell themselves.
    """
    identity = read_identity(conn)
    replicas = frozenset() if identity is None else own_replicas(conn, identity.replica)
    own = [grant for grant in grants(conn) if grant.granted_by in replicas]
    own += repeated_grants(conn).values()
    lacked = lacked_here(conn, identity)
    told = [current_vector(conn), own, *([lacked] if lacked else [])]
    return sha256(json.dumps(told, default=bytes.hex).encode()).digest()


def told_in_part(conn: Connection) -> bytes:
    """The hash of what there is to tell and of the last file that came: the rest goes once another has come.

    Whoever reads says with it how far that is held, and a file is full only of what is not.
    """
    last = conn.execute("SELECT sha256 FROM change_set WHERE direction = 'received' ORDER BY id DESC LIMIT 1")
    return sha256(known_here(conn) + b"".join(row[0] for row in last)).digest()


def is_told(conn: Connection, told: bytes) -> bool:
    """Return True if a file that told this (``known`` of its draft) leaves nothing that another could tell
    now."""
    return told in (known_here(conn), told_in_part(conn))


def lacked_here(conn: Connection, identity: Identity | None) -> tuple[str, ...]:
    """The hashes of the attachments that a file of this installation asks for."""
    return tuple(lacking(conn, identity)[:MAX_LACKS])


def _place(
    histories: Histories, crowded: frozenset[str], lengths: Mapping[str, int], entry: tuple[str, Section]
) -> tuple[bool, int, str, int, str]:
    """Return where a chain's section stands in a file: those of the author of whom least is lacking first,
    one's own before all, a branch behind that from which it parts.

    Those of an author of many histories come last: where a file is full, they displace nobody's.
    """
    chain, author = entry[0], entry[1].replica
    is_crowded = author in crowded and lengths[author] >= 0
    return is_crowded, lengths[author], author, histories.start(chain), chain


def _some_of_each(sections: dict[str, Section]) -> Iterator[tuple[str, Section]]:
    """The sections, of each author at most MAX_SECTIONS, from another place each time: all get their turn."""
    for _, group in groupby(sections.items(), lambda entry: entry[1].replica):
        of_author = list(group)
        first = secrets.randbelow(len(of_author)) if len(of_author) > MAX_SECTIONS else 0
        yield from (of_author[first:] + of_author[:first])[:MAX_SECTIONS]


def _write_sections(
    conn: Connection,
    places: Places,
    body: BodyWriter,
    sections: dict[str, Section],
    progress: Progress | None,
) -> Iterator[tuple[str, int, int]]:
    """Write the sections and tell chain, start and length of each as it was written."""
    total, histories = sum(section.length for section in sections.values()), Histories(conn)

    def changes_of(part: Section, chain: str) -> Iterator[Change]:
        changes = signed_by_author(places, histories, part, chain, changes_in(conn, part, chain))
        return _reported(changes, body.changes, total, progress)

    for chain, section in _some_of_each(sections):
        part: Section | None = section
        while part and not body.add(part, changes_of(part, chain)):
            # what does not fit waits for the next file
            part = shortened(conn, places, part, chain, part.length // 2)
        if part:
            yield chain, part.start, part.length
    if progress is not None:
        progress(total, total)


def _reported(
    changes: Iterable[Change], before: int, total: int, progress: Progress | None
) -> Iterator[Change]:
    for done, change in enumerate(changes, before):
        if progress is not None and done % _PROGRESS_STEP == 0:
            progress(done, total)
        yield change


def recipients_of(conn: Connection, identity: Identity, readers: Iterable[str] | None) -> Recipients:
    """Return whom to seal to; ``readers`` are the replicas that the file is for, None for everybody accepted
    here.

    Raises UserError ``seal_no_headquarters`` where nobody is accepted as headquarters.
    """
    wanted = None if readers is None else set(readers)
    now = time.time()
    keys: set[bytes] = set()
    center = identity.is_headquarters
    for grant in grants(conn):
        granted = authority_of(conn, identity, grant.replica)
        if granted is None or (granted.until is not None and now >= granted.until):
            continue
        if granted.role == "headquarters" or wanted is None or grant.replica in wanted:
            keys.add(grant.public_key)
        center = center or granted.role == "headquarters"
    if not center:
        raise UserError("seal_no_headquarters")
    own = author(conn, identity.replica)
    if own is not None:
        keys.add(own.public_key)
    return Recipients(frozenset(keys), tuple(reserve_recipients(conn, verify)))
