"""Correcting an enrolment: another identity, for which stands what was recorded for the wrong unit.

A replica's unit is signed into its files and into who accepts it, so it is never altered. The database that
stood is kept aside, and one with an identity of its own takes its place. Where nothing has been sent, nobody
knows of the earlier one.
"""

from __future__ import annotations

from datetime import datetime, timezone
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from store.db.database import Connection, Store
from store.db.durable import temporary_beside
from store.db.errors import UserError
from store.db.places import Places
from store.edits.reported.sources import recorded_sources
from store.exchange.change_sets import last_file
from store.exchange.trust import grants
from store.history.steps import change_by_id
from store.integrity.backup import checkpoint
from store.integrity.replacing import replacing
from store.ledger.append import FINAL, Edit, append
from store.ledger.branches import Histories, own_replicas
from store.ledger.change import Change, Register
from store.ledger.heads import read_heads
from store.ledger.identity import (
    HEADQUARTERS_KINDS,
    Identity,
    may_write,
    read_identity,
    required_identity,
    write_transaction,
)
from store.opening.open_store import open_store
from store.plan.lookup import plan_institutions
from store.plan.units import resolve_unit
from sync.enrol import checked_officer, checked_role, copy_published, take_possession
from sync.identity.opening import open_for_work
from sync.proof import identity_faults, prove


class _OwnValue(NamedTuple):
    """A value that stands and that this installation has written, in the meeting of that id if in one.

    ``table`` is the batch of the table with which it came, if with one, and of the replica in it.
    """

    edit: Edit
    lamport: int
    meeting: str
    table: tuple[str, str] | None


class Recorded(NamedTuple):
    """What is recorded under an enrolment: own values that can be recorded anew for another unit, and how
    many more there are, which are headquarters' word. ``sent`` is whether a file has carried any of it.

    ``accepted`` is how many others a person has accepted here, ``decided`` how many values of the own unit's
    report stand by another's word: neither is taken along.
    """

    identity: Identity
    values: tuple[_OwnValue, ...]
    more: int
    sent: bool
    accepted: int
    decided: int


class Correction(NamedTuple):
    """What a correction did: the enrolment before and after, how many values were recorded anew and how many
    not, and where the database that stood lies now."""

    before: Recorded
    after: Identity
    anew: int
    left: int
    aside: Path


def recorded(store: Store) -> Recorded:
    """Return what is recorded under the enrolment as it is. Raises UserError ``no_identity``."""
    with store.reading() as conn:
        identity = required_identity(conn, store.path)
        values = _own_values(conn, identity)
        carried = tuple(value for value in values if value.edit.kind not in HEADQUARTERS_KINDS)
        sent = last_file(conn, "sent") is not None
        own = own_replicas(conn, identity.replica)
        accepted = sum(
            grant.granted_by in own and grant.replica not in own and not grant.revoked_from
            for grant in grants(conn)
        )
        (standing,) = conn.execute(
            "SELECT count(*) FROM state WHERE unit = ? AND (conflict OR value <> 'null')", (identity.unit,)
        ).fetchone()
        decided = standing - sum(value.edit.unit == identity.unit for value in values)
    return Recorded(identity, carried, len(values) - len(carried), sent, accepted, decided)


def _own_values(conn: Connection, identity: Identity) -> list[_OwnValue]:
    """The values that stand and that this installation has written, in the order in which it did."""
    # what one had written under an earlier id came back from files, and may lie behind where one goes on
    own, histories = own_replicas(conn, identity.replica), Histories(conn)
    tables = {(of.replica, of.batch) for of in recorded_sources(conn)}
    values = []
    for row in conn.execute("SELECT kind, target, unit, field FROM state ORDER BY 1, 2, 3, 4").fetchall():
        heads = read_heads(conn, register := Register(*row))
        mine = [head for head in heads if histories.author(head.id.rpartition(":")[0]) in own]
        # what others have set alike is one's own word as well
        if mine and len({head.value for head in heads}) == 1 and mine[0].value != "null":
            change = change_by_id(conn, mine[0].id)
            assert change is not None
            edit = Edit(*register, mine[0].decoded(), change.effective_on or _recorded_day(change))
            # what an undo brought back was not said in the meeting
            meeting = "" if change.batch[:1] == "u" else change.batch.partition("@")[2]
            batch = change.replica, change.batch
            values.append(_OwnValue(edit, mine[0].lamport, meeting, batch if batch in tables else None))
    return sorted(values, key=lambda value: value.lamport)


def _recorded_day(change: Change) -> str | None:
    """Return the day of an amount that has none of its own: it counts from there, and not from now on.

    None for all else, and where an amount was recorded after its year: then only the year is known.
    """
    if change.kind != "money":
        return None
    year, recorded = change.field[:4], datetime.fromtimestamp(change.recorded_at, timezone.utc).date()
    return max(recorded.isoformat(), f"{year}-01-01") if f"{recorded.year:04}" <= year else None


def correct_enrolment(
    places: Places, database: Path, *, officer: str, unit: str, role: str, now: datetime
) -> Correction:
    """Enrol anew on the plan of a database, and record for the right unit what stands for the wrong one.

    All this happens beside; the new database takes the name in one step at the end, and the one that stood is
    kept under a name with the moment in it. What is recorded anew is not undone by a key: it is no edit of
    now. What had been sent stays where it came to, as the word of the earlier identity, until headquarters
    revokes that. Nobody stays accepted, and nothing of others is taken along: whom headquarters has revoked
    and what was redacted would count again under an identity that knows nothing of it. Raises UserError
    ``no_identity``, ``enrolment_same``, ``enrolment_faulty``, what :func:`sync.enrol.enrol` refuses,
    ``db_locked`` where the database is open elsewhere, or what the disk says; then nothing has changed.
    """
    officer, role = checked_officer(officer), checked_role(role)
    with open_for_work(places, database) as store:
        if store.refusal is not None:
            raise store.refusal
        before = recorded(store)
        code = resolve_unit(unit, plan_institutions(store.conn))
    if (officer, code, role) == (before.identity.officer, before.identity.unit, before.identity.role):
        raise UserError("enrolment_same")
    with (
        temporary_beside(database) as temporary,
        replacing(database, temporary, now, "before-correction") as aside,
    ):
        assert aside is not None
        with open_store(database, read_only=True) as store:
            _refuse_faults(store, places)
            before = recorded(store)
        copy_published(temporary, database)
        take_possession(places, temporary, officer, code, role, before.identity.language)
        with open_for_work(places, temporary) as store:
            anew = _record_anew(store, before)
            after = read_identity(store.conn)
            assert after is not None
        checkpoint(temporary)
    return Correction(before, after, anew, len(before.values) + before.more - anew, aside)


def _refuse_faults(store: Store, places: Places) -> None:
    """Refuse what somebody may have altered: its values are signed by another key from now on."""
    if faults := (*prove(store).faults, *identity_faults(store.conn, places)):
        detail = f"{faults[0].code} {faults[0].place}"
        raise UserError("enrolment_faulty", file=str(store.path), detail=detail)


def _record_anew(store: Store, before: Recorded) -> int:
    anew = 0
    with write_transaction(store) as (conn, identity):
        # the minutes tell what was recorded in a meeting by this mark, and what came by a table has its batch
        for (meeting, _table), values in groupby(before.values, key=attrgetter("meeting", "table")):
            edits = (
                edit._replace(unit=identity.unit) if edit.unit == before.identity.unit else edit
                for edit in map(attrgetter("edit"), values)
            )
            own = [edit for edit in edits if may_write(identity, edit.kind, edit.unit)]
            batch = f"{FINAL}{anew + 1}" + (f"@{meeting}" if meeting else "")
            anew += len(append(conn, identity, own, batch=batch))
    return anew
