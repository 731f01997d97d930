"""Who exchanges through a server: what each has put there, and how far each has read."""

from __future__ import annotations

from typing import Final, NamedTuple

from store.db.database import Store
from store.db.server import connected, reading, server_name
from store.exchange.trust import grants
from store.plan.lookup import plan_id
from sync.server.rows import LONGEST_NAME, REPLICA
from sync.server.tables import check_form

MOST_SHOWN: Final = 1_000
"""Desks that are shown, those whom somebody has accepted here first."""


class Desk(NamedTuple):
    """Somebody who exchanges there: his files, when the last came, how many of others' he has not read.

    ``at`` is in seconds since 1970 UTC. Who he is he says himself.
    """

    replica: str
    unit: str
    role: str
    officer: str
    files: int
    at: int | None
    unread: int


class ServerFile(NamedTuple):
    """A file that lies there: who has put it there, when, and the ids of those who have taken it."""

    name: str
    replica: str
    place: int
    at: int
    taken_by: tuple[str, ...]


class Desks(NamedTuple):
    """The desks by unit, and the newest files, the newest first."""

    server: str
    desks: tuple[Desk, ...]
    files: tuple[ServerFile, ...]


def desks(store: Store, url: str, *, limit: int = 20) -> Desks:
    """Read who exchanges through a server, and who has taken what.

    Raises UserError as :func:`sync.server.server_mailbox.server_mailbox`.
    """
    with store.reading() as conn:
        plan = plan_id(conn)[0]
        known = [grant.replica for grant in grants(conn)]
    name = server_name(url)
    with connected(url) as server, reading(name):
        check_form(server, name)
        senders = server.execute(
            f"SELECT replica, {_cut('unit')}, {_cut('role')}, {_cut('officer')},"
            " (SELECT max(place) FROM terren.change_set AS one WHERE one.plan = sender.plan"
            " AND one.sender = replica),"
            " (SELECT CAST(extract(epoch FROM max(at)) AS bigint) FROM terren.change_set AS one"
            " WHERE one.plan = sender.plan AND one.sender = replica)"
            " FROM terren.sender WHERE plan = %s AND replica ~ %s"
            " ORDER BY CASE WHEN replica = ANY(%s) THEN 0 ELSE 1 END, replica LIMIT %s".encode(),
            (plan, REPLICA, known, MOST_SHOWN),
        ).fetchall()
        shown = sorted(senders, key=lambda row: (row[1], row[3], row[0]))
        read = {
            (str(reader), str(sender)): int(place)
            for reader, sender, place in server.execute(
                "SELECT reader, sender, max(place) FROM terren.taken WHERE plan = %s AND outcome = 'taken'"
                " AND reader = ANY(%s) AND sender = ANY(%s) GROUP BY reader, sender",
                (plan, [row[0] for row in shown], [row[0] for row in shown]),
            )
        }
        newest = server.execute(
            f"SELECT {_cut('name')}, sender, place, CAST(extract(epoch FROM at) AS bigint)"
            " FROM terren.change_set WHERE plan = %s AND sender ~ %s"
            " ORDER BY at DESC, sender, place DESC LIMIT %s".encode(),
            (plan, REPLICA, limit),
        ).fetchall()
    tips = {str(row[0]): int(row[4] or 0) for row in shown}
    return Desks(
        name,
        tuple(
            Desk(replica, unit, role, officer, tips[replica], at, _unread(tips, read, replica))
            for replica, unit, role, officer, _, at in shown
        ),
        tuple(
            ServerFile(file, sender, place, at, _takers(read, sender, place))
            for file, sender, place, at in newest
        ),
    )


def _cut(column: str) -> str:
    return f"left({column}, {LONGEST_NAME})"


def _unread(tips: dict[str, int], read: dict[tuple[str, str], int], reader: str) -> int:
    return sum(
        max(tip - read.get((reader, sender), 0), 0) for sender, tip in tips.items() if sender != reader
    )


def _takers(read: dict[tuple[str, str], int], sender: str, place: int) -> tuple[str, ...]:
    return tuple(
        sorted(reader for (reader, whose), up_to in read.items() if whose == sender and up_to >= place)
    )
