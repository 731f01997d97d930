"""Who exchanges through a server: what each has put there, and how far each has read.

Who somebody is is known of those who have been accepted here; all else is what rows say.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from store.db.database import Connection, Store
from store.db.server import Server, connected, server_name
from store.exchange.trust import grants
from store.ledger.identity import read_identity
from store.plan.lookup import plan_id
from sync.server.roles import asking
from sync.server.rows import LONGEST_NAME, REPLICA, last_reachable
from sync.server.tables import check_form

MOST_SHOWN: Final = 1_000
"""Desks that are shown, those whom somebody has accepted here first."""
_CHUNK: Final = 500
"""Files of which is asked at once who has taken them."""
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
            "SELECT shown.*, (SELECT count(*) FROM terren.change_set AS one"
            " WHERE one.plan = %s AND one.sender = replica AND one.place > 0 AND one.place <= last) FROM"
            f" (SELECT replica, {_cut('unit')}, {_cut('role')}, {_cut('officer')},"
            f" (SELECT CAST(extract(epoch FROM max({_SEEN})) AS bigint) FROM terren.change_set AS one"
            " WHERE one.plan = sender.plan AND one.sender = replica AND at <= now()) AS at,"
            f" {last_reachable('sender.plan', 'sender.replica')} AS last"
            " FROM terren.sender WHERE plan = %s AND replica ~ %s"
            " ORDER BY CASE WHEN replica = ANY(%s) THEN 0 ELSE 1 END, replica LIMIT %s) AS shown".encode(),
            (plan, plan, REPLICA, [*accepted], MOST_SHOWN),
        ).fetchall()
        shown = [(row[0], *accepted.get(row[0], row[1:4]), *row[4:]) for row in senders]
        shown.sort(key=lambda row: (row[0] not in accepted, row[1], row[3], row[0]))
        ids = [row[0] for row in shown]
        last = {row[0]: (int(row[5]), int(row[5]) - int(row[6])) for row in shown if row[5] is not None}
        read = _read(server, plan, ids, last)
        newest = server.execute(
            f"SELECT {_cut('name')}, sender, place, CAST(extract(epoch FROM {_SEEN}) AS bigint)"
            " FROM terren.change_set WHERE plan = %s AND sender ~ %s"
            " ORDER BY CASE WHEN at > now() THEN 1 ELSE 0 END, at DESC, sender, place DESC LIMIT %s".encode(),
            (plan, REPLICA, limit),
        ).fetchall()
        takers = _takers(server, plan, ids, [(row[1], row[2]) for row in newest])
    total = sum(int(row[6]) for row in shown)
    return Desks(
        name,
        tuple(
            Desk(
                replica,
                unit,
                role,
                officer,
                replica in accepted,
                files := int(count),
                at,
                max(total - files - read.get(replica, 0), 0),
            )
            for replica, unit, role, officer, at, _last, count in shown
        ),
        tuple(
            ServerFile(file, sender, place, at, tuple(sorted(takers.get((sender, place), ()))))
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


def _read(server: Server, plan: str, ids: list[str], last: dict[str, tuple[int, int]]) -> dict[str, int]:
    """How many files of the others each of these desks says that it has read.

    ``last`` are the last rows of each, and how many numbers before them are missing.
    """
    if not last:
        return {}
    values = ", ".join(["(%s::text, %s::bigint, %s::bigint)"] * len(last))
    # added up there: of each two of them there may be a row; where no number is missing, it is the count
    rows = server.execute(
        "SELECT reader, sum(CASE WHEN missing = 0 THEN place ELSE (SELECT count(*)"
        " FROM terren.change_set AS file WHERE file.plan = %s AND file.sender = one.sender"
        " AND file.place > 0 AND file.place <= one.place) END)"
        " FROM (SELECT taken.reader, taken.sender, desk.missing, max(taken.place) AS place"
        f" FROM terren.taken AS taken JOIN (VALUES {values}) AS desk (replica, last, missing)"
        " ON taken.sender = desk.replica AND taken.place <= desk.last"
        " WHERE taken.plan = %s AND taken.outcome = 'taken' AND taken.reader = ANY(%s)"
        " AND taken.reader <> taken.sender GROUP BY taken.reader, taken.sender, desk.missing) AS one"
        " GROUP BY reader".encode(),
        [plan, *(value for desk, rows in last.items() for value in (desk, *rows)), plan, ids],
    )
    return {str(reader): int(places) for reader, places in rows}


def _takers(
    server: Server, plan: str, ids: list[str], files: list[tuple[str, int]]
) -> dict[tuple[str, int], list[str]]:
    """Who of these has read so far, but who refused the file: what is refused counts as read too."""
    takers: dict[tuple[str, int], list[str]] = {}
    for at in range(0, len(files), _CHUNK):
        some = files[at : at + _CHUNK]
        values = ", ".join(["(%s::text, %s::bigint)"] * len(some))
        rows = server.execute(
            "SELECT DISTINCT file.sender, file.place, one.reader"
            f" FROM (VALUES {values}) AS file (sender, place)"
            " JOIN terren.taken AS one ON one.sender = file.sender AND one.place >= file.place"
            " WHERE one.plan = %s AND one.outcome = 'taken' AND one.reader = ANY(%s)"
            " AND NOT EXISTS (SELECT 1 FROM terren.taken AS other WHERE other.plan = one.plan"
            " AND other.reader = one.reader AND other.sender = file.sender AND other.place = file.place"
            " AND other.outcome = 'refused')".encode(),
            [*(value for file in some for value in file), plan, ids],
        )
        for sender, place, reader in rows:
            takers.setdefault((str(sender), int(place)), []).append(str(reader))
    return takers
