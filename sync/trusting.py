"""Whom to believe, decided by people: acceptance by fingerprint or check code, dated revocation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.system import path_of
from store.exchange.change_sets import Author
from store.exchange.held_files import HeldFile, held_files
from store.exchange.trust import Grant, day_start, grant_to, grants, heirs_of, vouched_replicas
from store.ledger.chains import read_chains
from store.ledger.change import GENESIS, Chain
from store.ledger.identity import Identity, required_identity
from store.plan.lookup import plan_id, plan_institutions
from store.plan.units import resolve_unit
from store.revision.adoption import adopt_revisions
from sync.receive.received import Received
from sync.receive.waiting import take_released
from sync.request import requested, requests_in
from sync.trust.admission import grant_whom, granted_role
from sync.wire.check_code import check_code, is_code, typed_code
from sync.wire.grants import fingerprint, sign_grant

_SHORTEST_ID: Final = 4


class Accepted(NamedTuple):
    """A replica that is accepted now, and what became of the files that had waited for it.

    ``instead_of`` is the unit for which it was known, where it is accepted for another.
    """

    grant: Grant
    taken: tuple[Received, ...]
    refused: tuple[UserError, ...]
    instead_of: str = ""


class AcceptedAll(NamedTuple):
    """Who was accepted, and why others were not."""

    accepted: tuple[Accepted, ...]
    refused: tuple[UserError, ...]


Confirm = Callable[[tuple[Author, ...]], bool]
"""Asked of everybody whom folders name, before anybody is accepted: whether it is these."""


def accept_all(
    store: Store,
    places: Places,
    names: Iterable[str],
    *,
    confirm: Confirm,
    unit: str | None = None,
    role: str | None = None,
) -> AcceptedAll:
    """Accept everybody named: by fingerprint, check code or id, by enrolment file, or by a folder of such.

    A name that can be a code is never taken for a path. Of a folder, one's own file is passed over, and where
    headquarters is meant, so are those of others; if several there say that they are headquarters, none is
    accepted (UserError ``trust_several``). Who cannot be accepted does not hinder the others. Raises
    UserError ``trust_unconfirmed`` where folders name others than are meant; otherwise as :func:`accept`.
    """
    with store.reading() as conn:
        own, plan = required_identity(conn, store.path).replica, plan_id(conn)[0]
    whom: list[str | Author] = []
    refused: list[UserError] = []
    listed: list[Author] = []
    for name in names:
        try:
            path = _path(store, name)
            named = [] if path is None else _meant(path, own, role, plan)
        except UserError as refusal:
            refused.append(refusal)
            continue
        refused += [request for request in named if isinstance(request, UserError)]
        authors = [someone for someone in named if isinstance(someone, Author)]
        listed += authors if path is not None and path.is_dir() else []
        whom += [name] if path is None else authors
    if listed and not confirm(tuple(listed)):
        raise UserError("trust_unconfirmed", n=len(listed))
    accepted: list[Accepted] = []
    for request in whom:
        try:
            accepted.append(accept(store, places, request, unit=unit, role=role))
        except UserError as refusal:
            refused.append(refusal)
    return AcceptedAll(tuple(accepted), tuple(refused))


def _path(store: Store, name: str) -> Path | None:
    """Return what a name says where it names nobody who is known or waits, and can be no code."""
    if not name.strip() or is_code(name):
        return None
    with store.reading() as conn:
        try:
            _named(conn, name)
        except UserError as refusal:
            path = path_of(name)
            return path if refusal.code == "trust_unknown" and path.exists() else None
    return None


def _meant(path: Path, own: str, role: str | None, plan: str) -> list[Author | UserError]:
    """Return who is meant by a path, or why a file cannot be read; all where nobody is, so that each is
    told."""
    if not path.is_dir():
        return [requested(path, plan)]
    claims = [_claims(file, plan) for file in requests_in(path)]
    others = [whom for whom in claims if isinstance(whom, UserError) or whom.replica != own] or claims
    if role != "headquarters":
        return others
    centers = {whom for whom in claims if isinstance(whom, Author) and whom.role == role}
    if len(centers) > 1:
        # a fingerprint is for the person who calls to say
        names = [f"{whom.officer} {whom.replica[:8]}" for whom in sorted(centers)]
        raise UserError("trust_several", folder=str(path), known=names)
    return [whom for whom in others if isinstance(whom, UserError) or whom in centers] or others


def _claims(path: Path, plan: str) -> Author | UserError:
    """Return who a file says has written it, or why it cannot be read."""
    try:
        return requested(path, plan)
    except UserError as refusal:
        return refusal


def accept(
    store: Store,
    places: Places,
    what: str | Path | Author,
    *,
    unit: str | None = None,
    role: str | None = None,
) -> Accepted:
    """Accept whom an enrolment file, a fingerprint or the check code of a waiting file names.

    ``unit`` is granted in place of the one it claims, and ``role`` in place of the role; whoever claims to be
    headquarters is accepted only where ``role`` says what is meant. The files that waited for it are taken
    at once. A replica that is accepted already may be named by its id, to grant another unit or to take back
    a revocation. Raises UserError ``trust_unknown``, ``trust_told_otherwise`` where carriers alone tell of it
    and name several units, ``trust_self``, ``trust_key_differs``, ``trust_revoked``, ``trust_headquarters``,
    ``trust_role_differs``, ``no_identity``, ``unit_unknown``, what is wrong with the key, or with the
    enrolment file.
    """
    # a slow stick keeps nobody else from writing
    asked = requested(what) if isinstance(what, Path) else what
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        tellings = {asked} if isinstance(asked, Author) else _tellings(conn, asked)
        whom = min(tellings)
        if unit is None and len(units := sorted({telling.unit for telling in tellings})) > 1:
            raise UserError("trust_told_otherwise", found=str(what), known=units)
        if whom.replica == identity.replica:
            raise UserError("trust_self", found=whom.officer if isinstance(what, Author) else str(what))
        before = grant_to(conn, whom.replica)
        whom = whom._replace(role=granted_role(whom, role, known=before is not None))
        code = None if unit is None else resolve_unit(unit, plan_institutions(conn))
        grant = grant_whom(conn, places, identity, whom, unit=code)
        if before is not None:
            _move_heirs(conn, places, before, grant)
            if before.role == "headquarters" != grant.role:
                _stand_in(conn, places, identity, whom.replica)
    return Accepted(grant, *take_released(store, places), whom.unit if whom.unit != grant.unit else "")


def _move_heirs(conn: Connection, places: Places, before: Grant, grant: Grant) -> None:
    """Grant those that go on from a replica what it is granted now, where that is another unit or role."""
    if (before.unit, before.role) == (grant.unit, grant.role):
        return
    for heir in heirs_of(conn, grant.replica):
        of_heir = grant_to(conn, heir)
        if of_heir is None or of_heir.revoked_from:
            continue
        if (of_heir.unit, of_heir.role) == (before.unit, before.role):
            moved = Author(*of_heir[:5])._replace(unit=grant.unit, role=grant.role)
            sign_grant(conn, places, grant.granted_by, moved)


def revoke(store: Store, places: Places, what: str, day: date) -> Grant:
    """Let nothing count that a replica records from ``day`` (UTC) on; what it recorded before stays.

    A revision of the plan that it published since is one of its records and goes with them.

    ``what`` is its fingerprint or the beginning of its id. Of who only waits nothing counts, and a word on
    an id that a file claims would bind that to the key in the file. Raises UserError ``trust_unknown``,
    ``trust_not_accepted``, ``trust_self``, ``no_identity`` or ``key_missing``.
    """
    with store.writing() as conn:
        identity = required_identity(conn, store.path)
        whom = _revocable(conn, what)
        if whom.replica == identity.replica:
            raise UserError("trust_self", found=what)
        revoked = _revoke(conn, places, identity, whom, day)
        for replica in vouched_replicas(conn, revoked):
            heir = grant_to(conn, replica)
            if heir is not None and replica != identity.replica and heir.kept is None:
                _revoke(conn, places, identity, Author(*heir[:5]), day)
        if identity.is_headquarters and whom.role == "headquarters":
            _stand_in(conn, places, identity, whom.replica)
        adopt_revisions(conn, identity)
        return revoked


def _revoke(conn: Connection, places: Places, identity: Identity, whom: Author, day: date) -> Grant:
    """Once the day has come, what is held is all that is accepted: a thief may write any date.

    What was accepted at an earlier revocation stays all that is: more is said by accepting.
    """
    first, before = day.isoformat(), grant_to(conn, whom.replica)
    kept, ends = (None, None) if before is None else (before.kept, before.accepted)
    if kept is None and day_start(first) <= time.time():
        kept, ends = read_chains(conn).get(whom.replica, Chain(0, GENESIS)).length, None
    return sign_grant(conn, places, identity.replica, whom, revoked_from=first, kept=kept, ends=ends)


def _stand_in(conn: Connection, places: Places, identity: Identity, revoked: str) -> None:
    """What a headquarters granted, which is none any more, stays: nobody takes it newly on its own word."""
    for grant in grants(conn):
        if grant.granted_by == revoked and grant.role != "headquarters":
            whom, first = Author(*grant[:5]), grant.revoked_from
            sign_grant(
                conn, places, identity.replica, whom, revoked_from=first, kept=grant.kept, ends=grant.accepted
            )


def _revocable(conn: Connection, what: str) -> Author:
    """Return who is named, as it was granted, whatever a waiting file says of it."""
    with suppress(UserError):
        return Author(*_granted(conn, what)[:5])
    whom = _named(conn, what)
    granted = grant_to(conn, whom.replica)
    if granted is None or granted.public_key != whom.public_key:
        raise UserError("trust_not_accepted", found=what)
    return Author(*granted[:5])


def _named(conn: Connection, what: str) -> Author:
    """As :func:`_tellings`, one of them."""
    return min(_tellings(conn, what))


def _tellings(conn: Connection, what: str) -> set[Author]:
    """Return whom a fingerprint, a check code of a waiting file or the beginning of an id names.

    A check code names a file: it takes back no revocation. What a sender says of itself is believed before
    what others tell of it: where these differ, all is returned. Raises UserError ``trust_revoked``.
    """
    code = typed_code(what)
    waiting = list(held_files(conn))
    if any(
        waiting_file.reason == "revoked" and code == typed_code(check_code(waiting_file.sha256))
        for waiting_file in waiting
    ):
        raise UserError("trust_revoked", found=what)
    own_files = [waiting_file for waiting_file in waiting if waiting_file.reason != "author"]
    # a carrier's file has no check code of those whose changes are in it, and tells of them by hearsay
    meant = [
        {waiting_file.whom for waiting_file in files if code in codes(waiting_file)}
        for files, codes in ((own_files, _check_codes), (own_files, _fingerprints), (waiting, _fingerprints))
    ]
    named = next((whom for whom in meant if whom), set[Author]())
    if len({(whom.replica, whom.public_key) for whom in named}) != 1:
        return {Author(*_granted(conn, what)[:5])}
    return named


def _check_codes(waiting: HeldFile) -> tuple[str, ...]:
    return (typed_code(check_code(waiting.sha256)),)


def _fingerprints(waiting: HeldFile) -> tuple[str, ...]:
    return (typed_code(fingerprint(waiting.whom.public_key)),)


def _granted(conn: Connection, what: str) -> Grant:
    code, begins = typed_code(what), what.strip().lower()
    meant = [
        grant
        for grant in grants(conn)
        if typed_code(fingerprint(grant.public_key)) == code
        or (len(begins) >= _SHORTEST_ID and grant.replica.startswith(begins))
    ]
    if len(meant) != 1:
        raise UserError("trust_unknown", found=what)
    return meant[0]
