"""What has arrived in files: what each brought, under which revision others work, what is missing of whom."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from store.db.database import Connection, Store
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.exchange.change_sets import OF_OTHERS, author

if TYPE_CHECKING:
    from sync.quarantine.sections import MissingRun


class TakenFile(NamedTuple):
    """A change set that was taken: when (seconds since 1970 UTC), from whom, and what it brought.

    ``parked`` counts its sections that are pending, which wait for what is missing before them.
    """

    name: str
    check_code: str
    at: int
    replica: str
    unit: str
    officer: str
    changes: int
    new: int
    parked: int


class Missing(NamedTuple):
    """A run of changes without which what came later cannot be joined; unit and officer "" if unknown."""

    replica: str
    first: int
    last: int
    unit: str
    officer: str


def taken_files(conn: Connection, limit: int | None = None, *, after: int = 0) -> tuple[TakenFile, ...]:
    """The change sets of others that were taken ``after`` that row, the newest first.

    One's own are taken again after a restore, and are no news.
    """
    return tuple(
        TakenFile(*row)
        for row in conn.execute(
            "SELECT name, check_code, at, sender, coalesce(replica.unit, ''), coalesce(replica.officer, ''),"
            " change_set.changes, new_changes,"
            " (SELECT count(*) FROM parked_section AS pending"
            " WHERE pending.change_set = change_set.id)"
            " FROM change_set LEFT JOIN replica ON replica.id = change_set.sender"
            f" WHERE direction = 'received' AND {OF_OTHERS} AND change_set.id > ?"
            " ORDER BY change_set.id DESC LIMIT ?",
            (after, -1 if limit is None else limit),
        )
    )


def missing_changes(conn: Connection, runs: Iterable[MissingRun] | None = None) -> tuple[Missing, ...]:
    """Return what is missing of whom, by replica; or these runs, with whose they are."""
    from sync.quarantine.sections import missing_runs

    missing = []
    for replica, first, last in missing_runs(conn) if runs is None else runs:
        whose = author(conn, replica)
        unit, officer = ("", "") if whose is None else (whose.unit, whose.officer)
        missing.append(Missing(replica, first, last, unit, officer))
    return tuple(missing)


def heard_revisions(store: Store, places: Places) -> dict[str, int]:
    """The revision of the plan that each replica's newest file names, as far as the file is kept."""
    from sync.trust.admission import kept
    from sync.wire.format import open_container

    with store.reading() as conn:
        newest = conn.execute(
            "SELECT sender, sha256 FROM change_set AS one WHERE direction = 'received' AND id ="
            " (SELECT id FROM change_set WHERE direction = 'received' AND sender = one.sender"
            " ORDER BY epoch DESC, number DESC, id DESC LIMIT 1)"
        ).fetchall()
    revisions: dict[str, int] = {}
    for replica, digest in newest:
        file = kept(places.archive, digest)
        # a file that was tidied away, or that somebody altered, tells nothing
        with suppress(OSError, UserError):
            revisions[replica] = open_container(read_regular(file), str(file)).header.plan_revision
    return revisions
