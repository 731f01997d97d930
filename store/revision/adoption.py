"""Taking the revisions of the plan that the ledger tells.

The tables of the plan follow the ledger: each revision that it tells whole stands in them, except while one
waits. It waits, with all others, where it would take an action out of the plan on which this installation has
recorded something that headquarters is not known to hold: the officer sees first what becomes of that. No
change of the ledger is touched by any of it.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from store.db.database import Store
from store.db.errors import UserError
from store.exchange.delivery import unconfirmed_by_target
from store.ledger.identity import Identity, read_identity, write_transaction
from store.plan.lookup import current_revision, plan_id
from store.plan.save import delete_plan, insert_plan
from store.revision.content import (
    FIRST,
    Announcement,
    RevisionContent,
    content_of,
    read_announcements,
    stored_contents,
)
from store.revision.successors import successors_of


class ActionEffect(NamedTuple):
    """What a revision does to an action with changes of this installation that are not confirmed.

    ``nr`` is its number in the new revision, None where it is gone; then ``successors`` are the numbers of
    the actions that headquarters names in its place.
    """

    id: str
    old_nr: str
    title: str
    changes: int
    nr: str | None
    successors: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """``unchanged``, ``moved`` or ``gone``."""
        return "gone" if self.nr is None else "unchanged" if self.nr == self.old_nr else "moved"


class PendingRevisions(NamedTuple):
    """What the ledger tells that the plan here does not have yet.

    ``due`` are the revisions to take, oldest first, ``withdrawn`` those whose publication counts no more (its
    author was revoked). Of ``missing`` ones parts have not arrived,
    ``unreadable`` ones this version cannot read. ``effects`` tell what becomes of unconfirmed changes.
    """

    due: tuple[tuple[Announcement, RevisionContent], ...] = ()
    withdrawn: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    unreadable: tuple[UserError, ...] = ()
    effects: tuple[ActionEffect, ...] = ()

    @property
    def takes_something_away(self) -> bool:
        """Return True if an action with unconfirmed changes leaves the plan."""
        return any(effect.nr is None for effect in self.effects)

    @property
    def newest(self) -> Announcement | None:
        """Return the newest of the revisions to take."""
        return self.due[-1][0] if self.due else None


class Adoption(NamedTuple):
    """What became of an outlook: the numbers taken (none where they wait for a person), and what it was."""

    outlook: PendingRevisions
    applied: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()

    @property
    def held_back(self) -> bool:
        """Return True if it waits until somebody here has seen what it does."""
        return bool(self.outlook.due or self.outlook.withdrawn) and not (self.applied or self.withdrawn)

    @property
    def waits(self) -> bool:
        """Return True if something waits for a person or for another file."""
        return bool(self.held_back or self.outlook.missing or self.outlook.unreadable)


def find_pending(conn: sqlite3.Connection, identity: Identity | None) -> PendingRevisions:
    """Return the revisions that are to be taken. Raises UserError ``db_no_plan``."""
    plan, _ = plan_id(conn)
    in_tables = {
        row[0]: row[1:]
        for row in conn.execute(
            "SELECT revision, content_sha256, in_force_from FROM plan WHERE content_sha256 <> ''"
        )
    }
    announced = read_announcements(conn, plan)
    due: list[tuple[Announcement, RevisionContent]] = []
    missing: list[int] = []
    unreadable: list[UserError] = []
    for announcement in announced.values():
        if in_tables.get(announcement.number) == (announcement.sha256, announcement.in_force_from):
            continue
        try:
            content = content_of(conn, plan, announcement)
        except UserError as refused:
            unreadable.append(refused)
        else:
            if content is None:
                missing.append(announcement.number)
            else:
                due.append((announcement, content))
    unannounced = [number for number in in_tables if number not in announced]
    # asked with every file that comes: what does not count is read where something here is in question
    uncounted = read_announcements(conn, plan, uncounted=True) if unannounced else {}
    withdrawn = tuple(number for number in unannounced if number in uncounted)
    effects = _effects(conn, identity, due, withdrawn) if due or withdrawn else ()
    return PendingRevisions(tuple(due), withdrawn, tuple(missing), tuple(unreadable), effects)


def adopt_revisions(conn: sqlite3.Connection, identity: Identity | None, *, accept: bool = False) -> Adoption:
    """Let the plan follow the ledger, inside the caller's transaction; with ``accept`` nothing waits."""
    pending = find_pending(conn, identity)
    if not (pending.due or pending.withdrawn) or (pending.takes_something_away and not accept):
        return Adoption(pending)
    for number in pending.withdrawn:
        delete_plan(conn, number)
    for announcement, content in pending.due:
        _put(conn, announcement, content)
    return Adoption(pending, tuple(announcement.number for announcement, _ in pending.due), pending.withdrawn)


def _put(conn: sqlite3.Connection, announcement: Announcement, content: RevisionContent) -> None:
    """Write a revision into the tables, in the place of what may stand there under its number."""
    delete_plan(conn, announcement.number)
    insert_plan(
        conn,
        announcement.number,
        content.plan,
        source_name=content.source_name,
        source_sha256=content.source_sha256,
        content_sha256=announcement.sha256,
        in_force_from=announcement.in_force_from,
    )


def rebuild_revisions(store: Store) -> None:
    """Write every revision that stands here and that the ledger has whole again, in one transaction.

    What nobody published leaves; what was published, and waits for nobody, is taken.
    """
    with store.writing() as conn:
        unpublished = "SELECT revision FROM plan WHERE content_sha256 = '' AND revision >= ?"
        for (number,) in conn.execute(unpublished, (FIRST,)).fetchall():
            delete_plan(conn, number)
        announced = read_announcements(conn, plan_id(conn)[0])
        for number, content in list(stored_contents(conn)):
            _put(conn, announced[number], content)
        adopt_revisions(conn, read_identity(conn))


def pending_number(conn: sqlite3.Connection) -> int | None:
    """Return the newest revision that the ledger tells and the plan here lacks; None where there is none.

    It says nothing of why; it is quick, since no content is read.
    """
    in_tables = set(conn.execute("SELECT revision, content_sha256, in_force_from FROM plan"))
    announced = read_announcements(conn, plan_id(conn)[0]).values()
    return max(
        (
            announcement.number
            for announcement in announced
            if (announcement.number, announcement.sha256, announcement.in_force_from) not in in_tables
        ),
        default=None,
    )


def preview_revisions(store: Store) -> PendingRevisions:
    """Return the same as :func:`find_pending`, by itself."""
    with store.reading() as conn:
        return find_pending(conn, read_identity(conn))


def accept_revision(store: Store) -> Adoption:
    """Take the revisions that wait. Raises UserError ``no_identity`` or ``revision_none_waiting``."""
    with write_transaction(store) as (conn, identity):
        settled = adopt_revisions(conn, identity, accept=True)
        if not settled.applied and not settled.withdrawn:
            raise UserError("revision_none_waiting")
        return settled


def _effects(
    conn: sqlite3.Connection,
    identity: Identity | None,
    due: list[tuple[Announcement, RevisionContent]],
    withdrawn: tuple[int, ...],
) -> tuple[ActionEffect, ...]:
    """Return what becomes of each action with unconfirmed changes once the plan is what it will be."""
    unconfirmed = unconfirmed_by_target(conn, identity)
    contents = {announcement.number: content for announcement, content in due}
    left = {number for (number,) in conn.execute("SELECT revision FROM plan")} - {*withdrawn}
    newest = max(left | contents.keys())
    if newest in contents:
        then = {action.stable_id: action.nr for action in contents[newest].plan.actions()}
    else:
        then = {action: nr for action, nr, _ in _actions(conn, newest)}
    return tuple(
        ActionEffect(
            action,
            nr,
            title,
            unconfirmed[action],
            then.get(action),
            () if action in then else successors_of(conn, action, then),
        )
        for action, nr, title in _actions(conn, current_revision(conn))
        if action in unconfirmed
    )


def _actions(conn: sqlite3.Connection, revision: int) -> list[tuple[str, str, str]]:
    return conn.execute(
        "SELECT id, nr, title FROM action WHERE revision = ? ORDER BY position", (revision,)
    ).fetchall()
