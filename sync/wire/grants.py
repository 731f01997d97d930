"""Grants as signed statements: who may write what. They travel in files and are believed by signature."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Final

from store.db.database import Connection
from store.db.places import Places
from store.exchange.change_sets import Author, author
from store.exchange.ends import NamedEnd, first_ends, held_ends
from store.exchange.trust import (
    Grant,
    authority_of,
    day_start,
    grant_to,
    grants,
    keep_beside,
    put_grant,
    replaced_grants,
    unpinned_revocations,
)
from store.ledger.branches import own_replicas
from store.ledger.chains import read_chains
from store.ledger.change import Chain
from store.ledger.identity import Identity
from sync.wire.check_code import grouped
from sync.wire.format import author_of, hexadecimal, name, number
from sync.wire.keys import SIGNATURE_BYTES, sign, verify
from sync.wire.limits import MAX_COUNT, MAX_TIME, MAX_TURN
from sync.wire.strict import FormError

GRANT: Final = "grant"
_SIGNED: Final = b"terren grant 1\n"
_HEIR: Final = b"terren heir 1\n"
"""What a replica signs of the one that continues it, and of nobody else."""
_FOLLOWS: Final = b"terren follows 1\n"
"""What the one that continues it signs of the same: nobody is made an heir unasked."""
FOLLOWS: Final = "follows"
_KEY: Final = b"terren key 1\n"
PLAIN: Final = 10
LONGEST: Final = 13
"""Elements of a grant's line without its place among others and what a revocation leaves, and with all."""
MAX_ENDS: Final = 100
"""Histories of one replica that a revocation leaves."""
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fingerprint(public_key: bytes) -> str:
    """80 bits of a key's SHA-256 in Crockford's base 32, as ``K7QF-2M9X-AB3D-5EFG``: for the telephone."""
    return grouped(sha256(_KEY + public_key).digest(), 16)


def grant_lines(grant: Grant) -> Iterator[list[Any]]:
    """The line of a body that tells a grant, and the one in which its heir says that it is one."""
    yield [GRANT, *_fields(grant), grant.signature[:SIGNATURE_BYTES].hex()]
    if consent := grant.signature[SIGNATURE_BYTES:]:
        yield [FOLLOWS, grant.replica, grant.granted_by, consent.hex()]


def follows_of_line(line: list[Any]) -> tuple[tuple[str, str], bytes]:
    """Return who says that it goes on from whom, and its signature. Raises FormError."""
    heir, granter = (hexadecimal(text, 16, "replica").hex() for text in line[1:3])
    return (heir, granter), hexadecimal(line[3], SIGNATURE_BYTES, "signature")


def _fields(grant: Grant) -> list[Any]:
    pinned = [] if grant.kept is None else [grant.kept, *([grant.accepted] if grant.ends else [])]
    place = [[grant.turn, grant.word, *([grant.answers] if grant.answers else [])]] if grant.word else []
    return [*grant[:4], grant.public_key.hex(), *grant[5:8], *place, *pinned]


def grant_of_line(line: list[Any]) -> Grant:
    """The grant that a line of ten to thirteen elements tells. Raises FormError."""
    whom = author_of(*line[1:6])
    at, revoked_from = number(line[6], MAX_TIME, "at"), name(line[7], "revoked_from", empty=True)
    if revoked_from:
        if not _DAY.fullmatch(revoked_from):
            raise FormError("revoked_from")
        try:
            day_start(revoked_from)
        except ValueError as error:
            raise FormError("revoked_from") from error
    granted_by = hexadecimal(line[8], 16, "granted_by").hex()
    further = line[9:-1]
    placed = further.pop(0) if further and isinstance(further[0], list) else None
    turn, word, answers = (0, 0, "") if placed is None else _place_of(placed)
    kept = number(further[0], MAX_COUNT, "kept") if further else None
    ends = _ends_of(further[1]) if len(further) > 1 else ()
    if len(further) > 2:
        raise FormError("grant")
    signature = hexadecimal(line[-1], SIGNATURE_BYTES, "signature")
    if turn % 2 != bool(revoked_from) and word and turn < MAX_TURN:
        raise FormError("turn")
    return Grant(*whom, at, revoked_from, granted_by, signature, kept, _ends_text(ends), turn, word, answers)


def _place_of(form: list[Any]) -> tuple[int, int, str]:
    """Turn and word of a grant, and the revocation that it answers. Raises FormError."""
    if len(form) not in (2, 3):
        raise FormError("turn")
    turn, word = (number(part, MAX_TURN, "turn") for part in form[:2])
    if not word:
        raise FormError("turn")
    return turn, word, hexadecimal(form[2], 16, "turn").hex() if len(form) > 2 else ""


def _ends_of(form: object) -> list[tuple[int, str]]:
    """The ends that a line tells, as it must tell them. Raises FormError."""
    ends = form if isinstance(form, list) and 0 < len(form) <= MAX_ENDS else None
    if ends is None or any(not isinstance(end, list) or len(end) != 2 for end in ends):
        raise FormError("ends")
    parsed = [(number(count, MAX_COUNT, "ends"), hexadecimal(head, 32, "ends").hex()) for count, head in ends]
    if parsed != sorted(parsed):
        raise FormError("ends")
    return parsed


def _signed(grant: Grant, opening: bytes = _SIGNED) -> bytes:
    return opening + json.dumps(_fields(grant), ensure_ascii=False, separators=(",", ":")).encode()


def sign_grant(
    conn: Connection,
    places: Places,
    granter: str,
    whom: Author,
    *,
    unit: str | None = None,
    revoked_from: str = "",
    kept: int | None = None,
    ends: Iterable[NamedEnd] | None = None,
    heir: bool = False,
    yields: bool = False,
) -> Grant:
    """Grant a replica its role and unit (or another) with the granter's key, and keep that.

    ``kept`` is how many of its changes stay after a revocation, in the histories with these ``ends`` (by
    default all that are held); ``heir`` says, by both keys, that it continues the granter; one that
    ``yields`` stands beside another's. Inside the caller's transaction. Raises UserError ``key_missing``.
    """
    before, at = grant_to(conn, whom.replica), min(max(int(time.time()), 0), MAX_TIME)
    turn, word, answers = 0, 0 if yields else 1, ""
    if before is not None and not yields:
        turn, word = _bounded(before.next_turn(revoked=bool(revoked_from))), min(before.word + 1, MAX_TURN)
        answers = before.name if before.revoked_from else before.answers
    whom = whom._replace(unit=unit or whom.unit)
    if kept is not None and ends is None:
        ends = held_ends(conn, whom.replica, MAX_ENDS)
    accepted = () if before is None else before.accepted
    ends = sorted(ends or (), key=lambda end: (end not in accepted, end))
    told = _ends_text(first_ends(conn, whom.replica, ends, MAX_ENDS))
    grant = Grant(*whom, at, revoked_from, granter, b"", kept, told, turn, word, answers)
    signature = sign(places, granter, _signed(grant, _HEIR if heir else _SIGNED))
    if heir:
        signature += sign(places, whom.replica, _signed(grant, _FOLLOWS))
    grant = grant._replace(signature=signature)
    if yields and before is not None:
        keep_beside(conn, grant)
    else:
        put_grant(conn, grant)
    return grant


def _bounded(turn: int) -> int:
    """A turn, or the last one there is: in that a revocation counts before an acceptance."""
    return min(turn, MAX_TURN)


def uphold(conn: Connection, places: Places, identity: Identity, revoked: Iterable[Grant]) -> None:
    """Say again what was revoked here and gave way to somebody who had not known of it.

    Where that is a revocation as well, it is repeated, so that its own acceptance does not undo this one.
    Headquarters repeats what another revokes. Inside the caller's transaction.
    """
    for mine in revoked:
        present = grant_to(conn, mine.replica)
        if present is None or present.name == mine.name:
            continue
        revoked = (mine, present) if present.revoked_from else (mine,)
        pinned = [grant for grant in revoked if grant.kept is not None]
        pin = min(pinned, key=lambda grant: grant.kept or 0, default=mine)
        whom, first = Author(*present[:5]), min(grant.revoked_from for grant in revoked)
        sign_grant(conn, places, identity.replica, whom, revoked_from=first, kept=pin.kept, ends=pin.accepted)
    if identity.is_headquarters:
        _repeat(conn, places, identity)


def _repeat(conn: Connection, places: Places, identity: Identity) -> None:
    """Say in headquarters' own name whom another has revoked, and whom it has accepted again.

    Whoever believes this one alone passes over the other's word. Beside that, by which it is judged here, it
    is numbered by what was said from here before: a stolen key puts no number into another's mouth. Of a
    headquarters nothing is repeated, or its heir would fall.
    """
    own = own_replicas(conn, identity.replica)
    said = {grant.replica: grant for grant in replaced_grants(conn) if grant.granted_by in own}
    for grant in grants(conn):
        before = said.get(grant.replica)
        is_news = bool(grant.revoked_from or (before is not None and before.revoked_from))
        if not is_news or grant.role == "headquarters" or own & {grant.replica, grant.granted_by}:
            continue
        if before is not None and before.granted_by == identity.replica and _says(before) == _says(grant):
            continue
        by = authority_of(conn, identity, grant.granted_by)
        if by is None or by.role != "headquarters" or by.until is not None:
            continue
        turn, word, answers = 1, 1, grant.name
        if before is not None:
            turn, word = before.next_turn(revoked=bool(grant.revoked_from)), before.word + 1
            answers = answers if grant.revoked_from else before.name
        turn, word = _bounded(turn), _bounded(word)
        repeated = grant._replace(granted_by=identity.replica, turn=turn, word=word, answers=answers)
        signature = sign(places, identity.replica, _signed(repeated))
        keep_beside(conn, repeated._replace(signature=signature))


def repeated_grants(conn: Connection) -> dict[str, Grant]:
    """Return what was said here of a replica beside another's word that says the same and counts."""
    given = {grant.replica: _says(grant) for grant in grants(conn)}
    return {mine.replica: mine for mine in replaced_grants(conn) if given.get(mine.replica) == _says(mine)}


def _says(grant: Grant) -> tuple[object, ...]:
    return *grant[:5], grant.revoked_from, grant.kept, grant.ends


def _ends_text(ends: Iterable[NamedEnd]) -> str:
    """Ends as a grant holds them; empty where there are none."""
    listed = sorted(ends)
    return json.dumps(listed, separators=(",", ":")) if listed else ""


def pin(conn: Connection, places: Places, identity: Identity) -> None:
    """Say of every revocation whose day has come how much is accepted: what is held now, and no more.

    At headquarters, or of what was revoked here. Inside the caller's transaction.
    """
    now, own = time.time(), own_replicas(conn, identity.replica)
    for grant in unpinned_revocations(conn):
        due = grant.until is not None and grant.until <= now
        if due and (identity.is_headquarters or grant.granted_by in own):
            whom = Author(*grant[:5])
            length = read_chains(conn).get(grant.replica, Chain(0, b"")).length
            sign_grant(conn, places, identity.replica, whom, revoked_from=grant.revoked_from, kept=length)


def is_signed(conn: Connection, grant: Grant, *, heir_only: bool = False) -> bool:
    """Return True if a grant bears its granter's signature.

    With ``heir_only``, one that hands on its own unit, and that of the heir as well.
    """
    by, signature = _key(conn, grant.granted_by), grant.signature
    if by is None:
        return False
    if not heir_only and verify(by, _signed(grant), signature):
        return True
    granted, consent = signature[:SIGNATURE_BYTES], signature[SIGNATURE_BYTES:]
    return verify(by, _signed(grant, _HEIR), granted) and verify(
        grant.public_key, _signed(grant, _FOLLOWS), consent
    )


def _key(conn: Connection, replica: str) -> bytes | None:
    introduced, grant = author(conn, replica), grant_to(conn, replica)
    if introduced is not None:
        return introduced.public_key
    return None if grant is None else grant.public_key


def grants_to_tell(conn: Connection, replicas: Iterable[str]) -> tuple[Grant, ...]:
    """Return what a file tells: the grants to these replicas and to headquarters, and every revocation.

    Of each the whole chain that leads to it: whoever believes its beginning can believe its end. So with
    what was repeated here.
    """
    granted = {grant.replica: grant for grant in grants(conn)}
    wanted = set(replicas)
    waiting = [
        wanted_grant
        for wanted_grant in granted.values()
        if wanted_grant.replica in wanted or wanted_grant.revoked_from or wanted_grant.role == "headquarters"
    ]
    chosen: dict[str, Grant] = {}
    while waiting:
        grant = waiting.pop()
        if chosen.setdefault(grant.replica, grant) is grant and grant.granted_by in granted:
            waiting += [granted[grant.granted_by]] if grant.granted_by not in chosen else []
    repeated = [mine for replica, mine in repeated_grants(conn).items() if replica in chosen]
    return tuple(chosen[replica] for replica in sorted(chosen)) + tuple(repeated)
