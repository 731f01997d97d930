"""Who exchanges through a server: what each has put there, and how far each has read.

Who somebody is is known of those who have been accepted here; all else is what rows say.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.server import connected, server_name
from store.exchange.trust import grants
from store.ledger.identity import read_identity
from store.plan.lookup import plan_id
from sync.server.roles import asking
from sync.server.rows import LONGEST_NAME, REPLICA
from sync.server.tables import check_form

MOST_SHOWN: Final = 1_000
"""Desks that are shown, those whom somebody has accepted here first."""

_SEEN: Final = "greatest(least(at, now()), to_timestamp(0))"
"""When a row came: a time that cannot be is shown as the nearest one that can."""


class Desk(NamedTuple):
    """Somebody who exchanges there: his files, when the last came, how many of others' he has not read.

    ``at`` is in seconds since 1970 UTC. Unit, role and name are those that were accepted here; of whom nobody
    has accepted (not ``proven``) they are what the server's row says, which anybody may have put there.
    """

    replica: str
    unit: str
    role: str
    officer: str
    proven: bool
    files: int
    at: int | None
    unread: int


class ServerFile(NamedTuple):
    """A file that lies there: under whose id, when, and the ids of those who have taken it, as rows say."""

    name: str
    replica: str
    place: int
    at: int
    taken_by: tuple[str, ...]


class Desks(NamedTuple):
    """The desks by unit, those that are proven first, and the newest files, the newest first."""

    server: str
    desks: tuple[Desk, ...]
    files: tuple[ServerFile, ...]


def desks(store: Store, url: str, *, limit: int = 20) -> Desks:
    """Read who exchanges through a server, and who has taken what.

    Raises UserError as :func:`sync.server.server_mailbox.server_mailbox`.
    """
    with store.reading() as conn:
        plan = plan_id(conn)[0]
        accepted = _accepted(conn)
    name = server_name(url)
    with connected(url) as server, asking(server, name):
        check_form(server, name)
        senders = server.execute(
            f"SELECT replica, {_cut('unit')}, {_cut('role')}, {_cut('officer')},"
            " (SELECT max(place) FROM terren.change_set AS one WHERE one.plan = sender.plan"
            " AND one.sender = replica),"
            f" (SELECT CAST(extract(epoch FROM max({_SEEN})) AS bigint) FROM terren.change_set AS one"
            " WHERE one.plan = sender.plan AND one.sender = replica AND at <= now())"
            " FROM terren.sender WHERE plan = %s AND replica ~ %s"
            " ORDER BY CASE WHEN replica = ANY(%s) THEN 0 ELSE 1 END, replica LIMIT %s".encode(),
            (plan, REPLICA, [*accepted], MOST_SHOWN),
        ).fetchall()
        shown = [(row[0], *accepted.get(row[0], row[1:4]), *row[4:]) for row in senders]
        shown.sort(key=lambda row: (row[0] not in accepted, row[1], row[3], row[0]))
        read = {
            (str(reader), str(sender)): int(place)
            for reader, sender, place in server.execute(
                "SELECT reader, sender, max(place) FROM terren.taken WHERE plan = %s AND outcome = 'taken'"
                " AND reader = ANY(%s) AND sender = ANY(%s) GROUP BY reader, sender",
                (plan, [row[0] for row in shown], [row[0] for row in shown]),
            )
        }
        newest = server.execute(
            f"SELECT {_cut('name')}, sender, place, CAST(extract(epoch FROM {_SEEN}) AS bigint)"
            " FROM terren.change_set WHERE plan = %s AND sender ~ %s"
            " ORDER BY CASE WHEN at > now() THEN 1 ELSE 0 END, at DESC, sender, place DESC LIMIT %s".encode(),
            (plan, REPLICA, limit),
        ).fetchall()
        # of the files that are shown alone: whoever appends may put any number of refusals there
        refused = {
            (str(reader), str(sender), int(place))
            for reader, sender, place in server.execute(
                "SELECT reader, sender, place FROM terren.taken WHERE plan = %s AND outcome = 'refused'"
                " AND reader = ANY(%s) AND sender = ANY(%s) AND place = ANY(%s)",
                (
                    plan,
                    [row[0] for row in shown],
                    [sender for _, sender, *_ in newest],
                    [place for _, _, place, _ in newest],
                ),
            )
        }
    tips = {str(row[0]): int(row[4] or 0) for row in shown}
    return Desks(
        name,
        tuple(
            Desk(
                replica,
                unit,
                role,
                officer,
                replica in accepted,
                tips[replica],
                at,
                _unread(tips, read, replica),
            )
            for replica, unit, role, officer, _, at in shown
        ),
        tuple(
            ServerFile(file, sender, place, at, _takers(read, refused, sender, place))
            for file, sender, place, at in newest
        ),
    )


def _accepted(conn: Connection) -> dict[str, tuple[str, str, str]]:
    """Unit, role and name of whom somebody has accepted here, and of who works here, by id."""
    found = {grant.replica: (grant.unit, grant.role, grant.officer) for grant in grants(conn)}
    if (own := read_identity(conn)) is not None:
        found[own.replica] = own.unit, own.role, own.officer
    return found


def _cut(column: str) -> str:
    return f"left({column}, {LONGEST_NAME})"


def _unread(tips: dict[str, int], read: dict[tuple[str, str], int], reader: str) -> int:
    return sum(
        max(tip - read.get((reader, sender), 0), 0) for sender, tip in tips.items() if sender != reader
    )


def _takers(
    read: dict[tuple[str, str], int], refused: set[tuple[str, str, int]], sender: str, place: int
) -> tuple[str, ...]:
    """Whoever has read so far, but who refused this row: what is refused counts as read too."""
    return tuple(
        sorted(
            reader
            for (reader, whose), up_to in read.items()
            if whose == sender and up_to >= place and (reader, sender, place) not in refused
        )
    )
