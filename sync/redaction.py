"""Redacting: headquarters takes a value away wherever its word reaches; what was withdrawn in time stays.

What stands in place of a value is signed by headquarters or by the change's author, over the change's hash,
which follows from all of it and from the hash of its value. So it is believed by itself, in whatever order
files come.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import chain
from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.edits.redaction import (
    LedgerChange,
    changes_to_redact,
    drop_value,
    find_redacted,
    redacted_by_others,
    replaced,
    returned,
)
from store.exchange.attachment_names import naming_evidence
from store.exchange.attachments import attachment_of, attachments_folder, kept_attachments
from store.exchange.change_sets import last_in_a_file
from store.exchange.redaction_words import RedactionWord, redaction_words, word_edit
from store.exchange.trust import heirs_of
from store.integrity.sweeping import scrub_values, sweep_attachments
from store.ledger.append import FINAL, append, change_of_row
from store.ledger.branches import Histories
from store.ledger.chains import read_chains
from store.ledger.change import (
    Change,
    Redaction,
    Register,
    canonical_json,
    is_redacted,
    redacted_form,
    value_hash,
)
from store.ledger.identity import Identity, write_transaction
from store.ledger.lineage import predecessors
from sync.identity.high_water_mark import read_mark
from sync.quarantine.misheld import judge_redacted
from sync.quarantine.section_diff import decode_section
from sync.quarantine.sections import outline_pending, put_body, put_held_against, read_section
from sync.signers import Signers, word_in
from sync.trust.origins import root_of
from sync.wire.body import packed_section, unpacked_section
from sync.wire.keys import sign, why_no_key
from sync.wire.section import Section
from sync.wire.strict import FormError

MAX_ANSWERED: Final = 1_000
"""Changes of one accepted author and its heirs that headquarters redacts by itself."""
_MOST_NAMED: Final = 5
"""Pieces of evidence that are named where they keep an attachment of one that is redacted."""


class Redacted(NamedTuple):
    """An entry that headquarters has redacted, how many changes have lost their values, and how many of them
    are ``left``, which were more than go at once.

    ``scrubbed`` is False where somebody else has the database open, and bytes of the values are in it still.
    ``kept_by`` are other pieces of evidence, a few where they are many, that name an attachment of it, which
    stays for them.
    """

    register: Register
    changes: int
    left: int
    scrubbed: bool
    kept_by: tuple[Register, ...]


def redact(store: Store, places: Places, register: Register) -> Redacted:
    """Take away, for good, every text that a note or a piece of evidence has had; at headquarters alone.

    Of more than MAX_AT_ONCE the newest go. The hashes stay. Raises UserError ``headquarters_only``,
    ``redaction_none`` where no text of it is here, ``no_identity``, or what is wrong with the key.
    """
    with write_transaction(store) as (conn, identity):
        values, left = changes_to_redact(conn, identity, register)
        attached = {named.sha256 for value in values if (named := attachment_of(value.change.decoded()))}
        _take_away(conn, places, identity, values, of_entry=True)
        judge_redacted(conn, identity)
    sweep_attachments(store)
    with store.reading() as conn:
        kept = attached.intersection(kept_attachments(attachments_folder(conn)))
        kept_by = tuple(naming_evidence(conn, kept, _MOST_NAMED)) if kept else ()
    return Redacted(register, len(values), left, scrub_values(store), kept_by)


def obey(conn: Connection, places: Places, identity: Identity) -> bool:
    """Let go of what headquarters has redacted; whether anything was. Inside the caller's transaction.

    At headquarters what was recorded since, or again, in a register that it has redacted goes as well; and
    what others have redacted it says in its own name.
    """
    named, signers = list(redaction_words(conn)), Signers(conn, identity)
    gone = 0
    for word, change in list(find_redacted(conn, named)):
        if signers.is_redaction(change.change, word):
            drop_value(conn, change, word.signer, word.signature, of_entry=word.of_entry)
            gone += change.change.redaction is None
    if named:
        gone += _obey_parked(conn, signers, named)
    if identity.is_headquarters:
        gone += _take_away(conn, places, identity, [*_to_answer(conn, identity, signers, named)])
    if gone:
        judge_redacted(conn, identity)
    return gone > 0


def _to_answer(
    conn: Connection, identity: Identity, signers: Signers, named: Sequence[RedactionWord]
) -> Iterator[LedgerChange]:
    """Yield what headquarters redacts by itself."""
    own = [word for word in named if word.signer == identity.replica]
    # an author's heirs are as many as it makes
    accepted = cache(partial(root_of, conn, identity))
    answered = Counter(accepted(word.replica) for word in own if not word.of_entry)
    named_already = {word.digest for word in own}
    histories = Histories(conn)
    full = [root for root, count in answered.items() if count >= MAX_ANSWERED]
    heirs = chain.from_iterable((root, *heirs_of(conn, root)) for root in full)
    passed_over = [each for replica in heirs for each in histories.chains(replica)]
    for change in returned(conn, named, passed_over):
        author = accepted(change.change.replica)
        if change.digest not in named_already and answered[author] < MAX_ANSWERED:
            named_already.add(change.digest)
            answered[author] += 1
            yield change
    for change in _said_by_others(conn, identity, signers):
        if change.digest not in named_already:
            named_already.add(change.digest)
            yield change


def _said_by_others(conn: Connection, identity: Identity, signers: Signers) -> Iterator[LedgerChange]:
    """Yield what is redacted by another headquarters, which whoever believes this one alone need not know."""
    for change in redacted_by_others(conn, identity.replica):
        word = word_in(change.change, change.digest)
        if word is not None and signers.is_redaction(change.change, word):
            yield change


def _obey_parked(conn: Connection, signers: Signers, words: list[RedactionWord]) -> int:
    """The same for the pending sections, each of which is read once for the words that may be of it; returns
    how many have other bytes now.

    What leads to a change that is held is held too, so none of those stands in a pending section.
    """
    if not (sections := outline_pending(conn)):
        return 0
    histories, gone = Histories(conn), 0
    authors = {pending.replica for pending in sections}
    unheld = [
        word
        for word in words
        if word.replica in authors
        and signers.is_center(word.signer)
        and histories.holding(word.replica, word.seq, word.digest) is None
    ]
    for pending in sections if unheld else ():
        end = pending.start + pending.length
        named = defaultdict[bytes, list[RedactionWord]](list)
        for word in unheld:
            if word.replica == pending.replica and pending.start < word.seq <= end:
                named[word.digest].append(word)
        names = canonical_json(sorted((word.digest.hex(), word.signer) for word in chain(*named.values())))
        held_against = value_hash(names).hex()
        if not named or held_against == pending.held_against:
            continue
        packed = read_section(conn, pending.id).body
        if any(replaced for _, replaced in _redacting(signers, packed, named)):
            section, _ = unpacked_section(packed)
            changes = (change for change, _ in _redacting(signers, packed, named))
            put_body(conn, pending, packed_section(section, changes))
            gone += 1
        put_held_against(conn, pending, held_against)
    return gone


def shows_pending(conn: Connection, named: Sequence[RedactionWord]) -> bool:
    """Return True if a pending section has the value of a change that is named."""
    for pending in outline_pending(conn):
        digests = {word.digest for word in named if word.replica == pending.replica}
        if digests:
            with suppress(FormError, UserError, zlib.error):
                section, lines = unpacked_section(read_section(conn, pending.id).body)
                rows = (row for row, _ in decode_section(section, lines))
                if any(row[13] in digests and not is_redacted(row[10]) for row in rows):
                    return True
    return False


def _redacting(
    signers: Signers, packed: bytes, named: Mapping[bytes, Sequence[RedactionWord]]
) -> Iterator[tuple[Change, bool]]:
    """The changes of a pending section, each with whether it is one of ``named``, by their hashes."""
    section, lines = unpacked_section(packed)
    for row, _ in decode_section(section, lines):
        change = change_of_row(row)
        words = named.get(row[13], ()) if change.redaction is None else ()
        word = next((word for word in words if signers.is_redaction(change, word)), None)
        if word is not None:
            redaction = Redaction(value_hash(change.value), word.signer, word.signature)
            yield change._replace(value=redaction.text), True
        else:
            yield change, False


def withhold(conn: Connection, places: Places, identity: Identity) -> None:
    """Let go of one's own notes and evidence that were replaced or withdrawn before they left.

    What leaves from here on are their hashes. Inside the caller's transaction.
    """
    for replica in (identity.replica, *sorted(predecessors(conn, identity.replica))):
        if why_no_key(places, replica) is None:
            for change in replaced(conn, replica, _left(conn, places, replica)):
                drop_value(conn, change, "", sign(places, replica, redacted_form(change.digest)))


def _left(conn: Connection, places: Places, replica: str) -> int:
    """Return how many of a replica's changes may have left in files."""
    try:
        mark = read_mark(conn, places, replica)
    except UserError:
        return read_chains(conn)[replica].length
    return max(mark.seq if mark is not None else 0, last_in_a_file(conn, replica))


def signed_by_author(
    places: Places, histories: Histories, section: Section, in_chain: str, changes: Iterable[Change]
) -> Iterator[Change]:
    """Yield the changes of a section, each that headquarters has redacted as redacted by its author.

    So whoever does not believe that headquarters can read them as well. As they are where the author's key
    does not lie here.
    """
    is_own = why_no_key(places, section.replica) is None
    for change in changes:
        gone = change.redaction if is_own else None
        if gone is not None and gone.signer:
            signed = redacted_form(histories.digest(in_chain, change.seq) or b"")
            value = Redaction(gone.digest, "", sign(places, section.replica, signed)).text
            yield change._replace(value=value)
        else:
            yield change


def _take_away(
    conn: Connection,
    places: Places,
    identity: Identity,
    values: Sequence[LedgerChange],
    *,
    of_entry: bool = False,
) -> int:
    """Headquarters' word on each of these changes, which lose their values."""
    own = identity.replica
    signatures = [sign(places, own, redacted_form(change.digest)) for change in values]
    edits = [
        word_edit(
            change.change.target,
            RedactionWord(change.change.replica, change.change.seq, change.digest, own, signature, of_entry),
        )
        for change, signature in zip(values, signatures, strict=True)
    ]
    number = int(conn.execute("SELECT changes FROM replica WHERE id = ?", (own,)).fetchone()[0]) + 1
    append(conn, identity, edits, batch=f"{FINAL}{number}")
    for change, signature in zip(values, signatures, strict=True):
        drop_value(conn, change, own, signature, of_entry=of_entry)
    return len(values)
