"""Which attachments evidence names in the ledger, and which of them are not here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from store.exchange.attachments import (
    Attachment,
    attachment_of,
    attachments_folder,
    is_hash,
    kept_attachments,
)
from store.ledger.change import Register
from store.ledger.identity import Identity


class NamedAttachment(NamedTuple):
    """An attachment that counts: that of a head of evidence, with its unit and the change that names it."""

    attachment: Attachment
    unit: str
    chain: str
    seq: int


def named_attachments(conn: sqlite3.Connection) -> Iterator[NamedAttachment]:
    """Every attachment that evidence names that stands, in the order of its register."""
    for unit, value, head, others in conn.execute(
        "SELECT unit, value, head, others FROM state WHERE kind = 'evidence'"
        " AND (value LIKE '%\"attachment\"%' OR others LIKE '%attachment%')"
    ):
        heads = [(head, value), *((other[0], other[2]) for other in json.loads(others or "[]"))]
        for change, text in heads:
            named = attachment_of(json.loads(text))
            if named is not None:
                chain, _, seq = change.partition(":")
                yield NamedAttachment(named, unit, chain, int(seq))


def note_redacted(conn: sqlite3.Connection, chain: str, seq: int, *, of_entry: bool) -> None:
    """Note what a change of evidence has attached, before its value goes by the word of a headquarters.

    ``of_entry`` where that is a person's word on the entry.
    """
    conn.execute(
        "INSERT INTO redacted_attachment (sha256, unit, of_entry) SELECT named, unit, ?3 FROM (SELECT"
        " json_extract(value, '$.attachment.sha256') AS named, unit FROM change"
        " WHERE replica = ?1 AND seq = ?2 AND kind = 'evidence' AND value < '~')"
        # a text in its place is redacted as well
        " WHERE typeof(named) = 'text' AND length(named) = 64 AND named NOT GLOB '*[^0-9a-f]*'"
        " ON CONFLICT (sha256, unit) DO UPDATE SET of_entry = max(of_entry, excluded.of_entry)",
        (chain, seq, of_entry),
    )


def naming_evidence(conn: sqlite3.Connection, digests: Collection[str], most: int) -> list[Register]:
    """Return at most ``most`` pieces of evidence that stand and name one of these hashes."""
    named = (each for each in named_attachments(conn) if each.attachment.sha256 in digests)
    rows = (
        conn.execute(
            "SELECT kind, target, unit, field FROM change WHERE replica = ? AND seq = ?",
            (each.chain, each.seq),
        ).fetchone()
        for each in named
    )
    return [Register(*row) for row in islice(rows, most)]


def units_naming(conn: sqlite3.Connection, digests: Collection[str]) -> dict[str, set[str]]:
    """Return of each hash the units whose evidence has ever named it, also where that does not stand or was
    redacted."""
    units: dict[str, set[str]] = {digest: set() for digest in digests}
    for unit, value in conn.execute(
        "SELECT unit, value FROM change WHERE kind = 'evidence' AND value < '~'"
        " AND value LIKE '%\"attachment\"%'"
    ):
        named = attachment_of(json.loads(value))
        if named is not None and named.sha256 in units:
            units[named.sha256].add(unit)
    for digest, unit in conn.execute("SELECT sha256, unit FROM redacted_attachment"):
        if digest in units:
            units[digest].add(unit)
    return units


def concerned(conn: sqlite3.Connection, identity: Identity | None) -> Iterator[NamedAttachment]:
    """Those that are kept here: at headquarters all, on a laptop those of its unit."""
    if identity is not None:
        for named in named_attachments(conn):
            if identity.is_headquarters or named.unit == identity.unit:
                yield named


def named_hashes(conn: sqlite3.Connection, identity: Identity | None = None) -> Iterator[tuple[str, str]]:
    """Yield which unit names which hash in evidence that stands, each once: anybody may name one in any
    number.

    Of an ``identity`` those that are kept there, as :func:`concerned` has them.
    """
    own = None if identity is None or identity.is_headquarters else identity.unit
    named = set[tuple[str, str]](
        conn.execute(
            "SELECT DISTINCT unit, json_extract(value, '$.attachment.sha256') FROM state"
            " WHERE kind = 'evidence' AND value LIKE '%\"attachment\"%'"
            " AND json_type(value, '$.attachment.sha256') = 'text'"
            " AND json_type(value, '$.attachment.bytes') = 'integer' AND (?1 IS NULL OR unit = ?1)",
            (own,),
        )
    )
    others = (
        "SELECT unit, others FROM state WHERE kind = 'evidence' AND others LIKE '%attachment%'"
        " AND (?1 IS NULL OR unit = ?1)"
    )
    for unit, heads in conn.execute(others, (own,)):
        values = (attachment_of(json.loads(head[2])) for head in json.loads(heads))
        named.update((unit, attachment.sha256) for attachment in values if attachment is not None)
    yield from ((unit, digest) for unit, digest in sorted(named) if is_hash(digest))


def lacking(conn: sqlite3.Connection, identity: Identity | None) -> list[str]:
    """Return the hashes of what is named and not here, in turn by unit: whoever names much keeps none out."""
    if identity is None:
        return []
    here, missing = {*kept_attachments(attachments_folder(conn))}, dict[str, set[str]]()
    for unit, digest in named_hashes(conn, identity):
        if digest not in here:
            missing.setdefault(unit, set()).add(digest)
    return in_turn(missing.values())


def in_turn(asked: Iterable[Collection[str]]) -> list[str]:
    """The hashes for which several ask, each once: the first of each, of those first who ask for fewest."""
    places = sorted(
        (place, len(of_one), digest) for of_one in asked for place, digest in enumerate(sorted(of_one))
    )
    return list(dict.fromkeys(digest for *_, digest in places))
