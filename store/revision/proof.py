"""Whether the revisions that stand in the tables of the plan are those that the ledger tells."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.plan_digest import plan_digest
from store.ledger.identity import read_identity
from store.plan.form import plan_to_form
from store.plan.load import load_plan
from store.revision.adoption import find_pending
from store.revision.content import (
    FIRST,
    Announcement,
    RevisionContent,
    all_announcements,
    content_of,
    is_announced_as,
    read_announcements,
)

_LATER: Final = (
    "SELECT revision, id, content_sha256, in_force_from, source_name, source_sha256 FROM plan"
    f" WHERE revision >= {FIRST} OR content_sha256 <> '' ORDER BY revision"
)


def revision_faults(store: Store, conn: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield revisions, each with a code, of which the tables say something else than the ledger.

    ``revision_unpublished`` is none with which an installation begins, and none was published;
    ``revision_differs`` is not what was; ``revision_lacking`` was published, waits for nobody, and is not
    there. With a published one that its ledger does not tell yet an installation may have begun.
    """
    rows = conn.execute(_LATER).fetchall()
    announcements = {
        plan_id: (*all_announcements(conn, plan_id, True), *all_announcements(conn, plan_id, False))
        for plan_id in {row[1] for row in rows}
    }
    for number, plan_id, sha256, day, *source in rows:
        told = read_announcements(conn, plan_id).get(number)
        all_told = announcements[plan_id]
        same = next((each for each in all_told if (each.number, each.sha256) == (number, sha256)), None)
        if not sha256:
            yield "revision_unpublished", number
        elif same is None:
            began_with = _is(store, number, source, sha256)
            if not began_with or (told is not None and _content(conn, plan_id, told) is not None):
                yield "revision_differs", number
        # what has the hash that was announced is what was published: nothing of it is read again
        elif day not in {
            each.in_force_from for each in all_told if (each.number, each.sha256) == same[:2]
        } or not (_is(store, number, source, sha256) or _reads_as(store, conn, plan_id, same)):
            yield "revision_differs", number
    if rows or conn.execute("SELECT 1 FROM plan").fetchone() is not None:
        pending = find_pending(conn, read_identity(conn))
        if not pending.takes_something_away:
            standing = {row[0] for row in rows}
            for told, _ in pending.due:
                if told.number not in standing:
                    yield "revision_lacking", told.number


def untold_revisions(conn: sqlite3.Connection) -> dict[int, bytes]:
    """Return the revisions that stand and that the ledger does not tell, each with the hash of its rows."""
    rows = conn.execute("SELECT revision, id, content_sha256, in_force_from FROM plan").fetchall()
    return {
        number: plan_digest(conn, number)
        for number, plan_id, sha256, day in rows
        if (number, sha256, day)
        not in {
            (told.number, told.sha256, told.in_force_from)
            for told in read_announcements(conn, plan_id).values()
        }
    }


def _is(store: Store, number: int, source: list[str], sha256: str) -> bool:
    """Return True if the tables hold of a revision what has this hash."""
    try:
        return is_announced_as(RevisionContent(load_plan(store, number), *source), sha256)
    except (ValueError, TypeError):
        return False


def _reads_as(store: Store, conn: sqlite3.Connection, plan_id: str, told: Announcement) -> bool:
    """Return True if the tables hold what the content of a revision says, however this version writes it."""
    if (content := _content(conn, plan_id, told)) is None:
        return True
    try:
        form = plan_to_form(load_plan(store, told.number), provenance=True)
    except (ValueError, TypeError):
        return False
    return form == plan_to_form(content.plan, provenance=True)


def _content(conn: sqlite3.Connection, plan_id: str, told: Announcement) -> RevisionContent | None:
    """Return the content of a revision; None where it is not whole, or none that can be read."""
    try:
        return content_of(conn, plan_id, told)
    except UserError:
        return None
