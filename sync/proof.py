"""Proof of a whole database: what the store can check of itself, every signature that stands in it,
and what it remembers of itself and of files against keys, marks and signed files."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.edits.redaction import redacted_changes
from store.exchange.attachments import altered_attachments, attachments_folder
from store.exchange.change_sets import Author, attestation, author
from store.exchange.trust import Grant, authority_of, find_misjudged, grants, replaced_grants
from store.integrity.verify import Fault, Verdict, verify
from store.ledger.branches import Histories, own_replicas
from store.ledger.chains import read_chains
from store.ledger.change import AHEAD, history_form
from store.ledger.identity import Identity, read_identity
from sync.file_proof import file_faults
from sync.quarantine.misheld import find_misheld, find_unreached
from sync.quarantine.section_diff import decode_section
from sync.quarantine.sections import PendingSection, is_followed, pass_over, read_pending
from sync.signers import Signers, word_in
from sync.trust.origins import unproven_own, without_origin
from sync.wire.body import unpacked_section
from sync.wire.grants import grant_lines, grant_of_line, is_signed
from sync.wire.keys import public_key, why_no_key
from sync.wire.keys import verify as is_signature
from sync.wire.strict import FormError


def prove(store: Store, places: Places | None = None) -> Verdict:
    """Check the whole database as :func:`store.integrity.verify.verify` does, and its signatures.

    Those are: every replica's over the whole history that is held of it, one's own too; those of grants, and
    those of sections that are pending, together with their hashes. Every grant begins with somebody's
    decision here, and changes count as the grants say. With ``places``, also what it says of itself and of
    files against the keys, marks and signed files that lie there. Raises UserError ``db_corrupt``.
    """
    verdict = verify(store)
    with store.reading() as conn:
        # what is in no form says nothing that the rest could be compared with
        more = tuple(_grant_form_faults(conn)) or (
            *_history_faults(conn),
            *_grant_faults(conn),
            *_pending_faults(conn),
            *_held_faults(conn),
            *_redaction_faults(conn),
            *(() if places is None else identity_faults(conn, places)),
            *(() if places is None else file_faults(conn, places)),
            *_attachment_faults(conn),
        )
    return verdict._replace(faults=(*verdict.faults, *more))


def _attachment_faults(conn: Connection) -> Iterator[Fault]:
    """Attachments that are something else than what evidence names."""
    for digest in altered_attachments(attachments_folder(conn)):
        yield Fault("attachment_differs", digest)


def _history_faults(conn: Connection) -> Iterator[Fault]:
    histories = Histories(conn)
    for chain, tip in read_chains(conn).items():
        replica, signed = histories.author(chain), attestation(conn, chain)
        length = 0 if signed is None else signed.length
        if signed is not None:
            signer = author(conn, replica)
            signed_bytes = history_form(replica, length, histories.digest(chain, length) or b"")
            if signer is None or not is_signature(signer.public_key, signed_bytes, signed.signature):
                yield Fault("signature", f"{chain}:{length}")
        if length != tip.length and not is_followed(conn, replica, tip):
            yield Fault("unsigned", f"{chain}:{min(length, tip.length) + 1}", str(tip.length))


def _redaction_faults(conn: Connection) -> Iterator[Fault]:
    """Values that are gone without anybody's word."""
    identity = read_identity(conn)
    signers = None if identity is None else Signers(conn, identity)
    for change in redacted_changes(conn):
        try:
            word = word_in(change.change, change.digest)
        except ValueError:
            word = None
        if (
            signers is None
            or word is None
            or (
                not signers.is_redaction(change.change, word)
                and signers.vouching(change.change, word) is None
            )
        ):
            yield Fault("redaction", change.change.id)


def _grant_form_faults(conn: Connection) -> Iterator[Fault]:
    """Grants that are not what their lines tell: some columns are signed only beside others."""
    for grant in (*grants(conn), *replaced_grants(conn)):
        try:
            line = json.loads(json.dumps(next(grant_lines(grant))))
            is_told = grant_of_line(line)._replace(signature=grant.signature) == grant
        except (FormError, TypeError, ValueError):
            is_told = False
        if not is_told:
            yield Fault("grant", grant.replica, grant.granted_by)


def _grant_faults(conn: Connection) -> Iterator[Fault]:
    identity = read_identity(conn)
    own = frozenset() if identity is None else own_replicas(conn, identity.replica)
    foreign = without_origin(conn, own.__contains__)
    for grant in replaced_grants(conn):
        if not is_signed(conn, grant):
            yield Fault("grant", grant.replica, grant.granted_by)
    for grant in grants(conn):
        if not is_signed(conn, grant):
            yield Fault("grant", grant.replica, grant.granted_by)
        elif grant in foreign:
            yield Fault("grant_foreign", grant.replica, grant.granted_by)
        elif not _is_as_granted(identity, author(conn, grant.replica), grant):
            yield Fault("author_differs", grant.replica)


def _is_as_granted(identity: Identity | None, introduced: Author | None, grant: Grant) -> bool:
    """Return True if a replica is known as it was granted; of oneself headquarters may have said
    otherwise."""
    if introduced is None or introduced.public_key != grant.public_key:
        return introduced is None
    is_own = identity is not None and identity.replica == grant.replica
    return is_own or (introduced.unit, introduced.role) == grant[1:3]


def _held_faults(conn: Connection) -> Iterator[Fault]:
    """Changes that count, or are held, against what the grant of their author says; the first of each."""
    identity = read_identity(conn)
    if identity is None:
        return
    histories = Histories(conn)
    for chain, tip in read_chains(conn).items():
        if authority_of(conn, identity, histories.author(chain)) is None:
            yield Fault("unaccepted", chain, str(tip.length))
    for replica in {histories.author(chain) for chain in read_chains(conn)}:
        for reason, chain, seq in find_misjudged(conn, identity, replica)[:1]:
            yield Fault("misjudged", f"{chain}:{seq}", reason or "–")
    for chain, seq in find_unreached(conn, identity)[:1]:
        yield Fault("misjudged", f"{chain}:{seq}", AHEAD)
    for reason, chain, seq in find_misheld(conn, identity):
        yield Fault("misheld", f"{chain}:{seq}", reason or "–")


def _pending_faults(conn: Connection) -> Iterator[Fault]:
    for pending in read_pending(conn):
        if not _is_sound(conn, pending):
            yield Fault(
                "parked", f"{pending.replica}:{pending.start + 1}", str(pending.start + pending.length)
            )


def _is_sound(conn: Connection, pending: PendingSection) -> bool:
    try:
        section, lines = unpacked_section(pending.body)
        redacted = pass_over(section, decode_section(section, lines), "")
    except (FormError, UserError, zlib.error):
        return False
    whose = author(conn, section.replica)
    return (
        whose is not None
        and section[:6] == pending[1:7]
        # headquarters may have redacted more since it came
        and 0 <= pending.withheld <= pending.redacted <= redacted
        and is_signature(whose.public_key, section.attested, section.attestation)
    )


def identity_faults(conn: Connection, places: Places) -> Iterator[Fault]:
    """An identity that differs from its key, from what has left under it, or from what it goes on from."""
    identity = read_identity(conn)
    if identity is None:
        return
    introduced, replica = author(conn, identity.replica), identity.replica
    if (
        introduced is not None
        and why_no_key(places, replica) is None
        and public_key(places, replica) != introduced[4]
    ):
        yield Fault("identity_differs", replica, "public_key")
    rows = "SELECT coalesce(max(number), 0) FROM change_set WHERE direction = 'sent' AND sender = ?"
    left = int(conn.execute(rows, (replica,)).fetchone()[0])
    # one that lags behind the mark alone is no fault: a backup that lacks no change goes on beyond it
    if identity.file_number < left:
        yield Fault("file_number", str(identity.file_number), str(left))
    for earlier in unproven_own(conn, places, replica):
        yield Fault("lineage", earlier)
