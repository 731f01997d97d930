"""The rows of a server: what is asked of them and appended to them, for one plan.

Whatever a server answers is bounded by the question: names are cut, and no more rows are asked for than are
wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from store.db.errors import UserError
from store.db.server import Server
from store.ledger.identity import Identity
from sync.server.roles import asking
from sync.wire.limits import MAX_SEALED

NEWS: Final = "terren_change_set"
"""The channel on which a server says that somebody has put something there, where it has such."""
REPLICA: Final = "^[0-9a-f]{32}$"
"""How the id of a sender looks; of any other nothing is read."""
MOST_SENDERS: Final = 10_000
"""Senders of whom is read, beside those whom somebody has accepted here."""
LONGEST_NAME: Final = 200
"""Letters of what somebody wrote for people."""
MOST_MISSING: Final = 10**6
"""Numbers that may be missing before a row: behind more of them none is read, and none is put there."""

UNREACHABLE: Final = (
    f"{{0}}.place > {MOST_MISSING + 1} AND NOT EXISTS (SELECT 1 FROM terren.change_set AS before"
    " WHERE before.plan = {0}.plan AND before.sender = {0}.sender AND before.place < {0}.place"
    f" AND before.place >= {{0}}.place - {MOST_MISSING + 1})"
)
"""As SQL: that too many numbers before a row, which is called so, are missing."""

_NO_PLACE: Final = 2**63 - 1
_TRIES: Final = 50
_FEW: Final = 3
_CHUNK: Final = 500
MOST_COMPLAINTS: Final = 1_000
"""Rows of which is asked at once who complains of them."""
MOST_COMPLAINING: Final = 10_000
"""Complaints that are counted at once: whoever writes more of one row is counted no further."""


def first_unreachable(plan: str, sender: str) -> str:
    """As SQL: the number of a sender's first row to which no desk comes, since too many before it are
    missing; null where there is none."""
    return (
        f"(SELECT far.place FROM terren.change_set AS far WHERE far.plan = {plan} AND far.sender = {sender}"
        f" AND {UNREACHABLE.format('far')} ORDER BY far.place LIMIT 1)"
    )


def last_reachable(plan: str, sender: str) -> str:
    """As SQL: the number of a sender's last row to which all desks come; null where there is none."""
    return (
        f"(SELECT near.place FROM terren.change_set AS near WHERE near.plan = {plan}"
        f" AND near.sender = {sender} AND near.place > 0"
        f" AND near.place < coalesce({first_unreachable(plan, sender)}, {_NO_PLACE})"
        " ORDER BY near.place DESC LIMIT 1)"
    )


class Listed(NamedTuple):
    """A row as it says of itself: its number, hash, name, and the size of what lies in it."""

    place: int
    digest: bytes
    name: str
    bytes: int


class Rows:
    """The rows of one plan, on a connection that stands.

    Every method raises UserError as :func:`sync.server.roles.asking`.
    """

    def __init__(self, server: Server, name: str, plan: str) -> None:
        self._server, self._name, self._plan = server, name, plan

    def tips(self, first: Collection[str]) -> dict[str, tuple[int, str]]:
        """Number and hash (hex) of the last row of each sender: of ``first``, and of MOST_SENDERS."""
        last = last_reachable("%(plan)s", "tip.replica")
        with asking(self._server, self._name):
            rows = self._server.execute(
                "SELECT replica, place, (SELECT substr(digest, 1, 33) FROM terren.change_set AS one"
                " WHERE one.plan = %(plan)s AND one.sender = replica AND one.place = last.place) FROM"
                f" (SELECT replica, {last} AS place FROM"
                # in the order of the key: whoever introduces many senders adds nothing to what is read
                " (SELECT replica FROM terren.sender WHERE plan = %(plan)s AND replica ~ %(form)s"
                " AND replica = ANY(%(first)s) UNION"
                " (SELECT replica FROM terren.sender WHERE plan = %(plan)s AND replica ~ %(form)s"
                f" ORDER BY replica LIMIT {MOST_SENDERS})) AS tip) AS last".encode(),
                {"plan": self._plan, "form": REPLICA, "first": list(first)},
            ).fetchall()
            return {
                str(replica): (int(place), bytes(digest).hex())
                for replica, place, digest in rows
                if place is not None
            }

    def listed(self, sender: str, after: int, last: int, most: int) -> list[Listed]:
        """A sender's rows beyond number ``after`` up to ``last``, at most so many."""
        return self._listed("place > %s AND place <= %s", (sender, after, last), most)

    def beyond(self, sender: str) -> list[int]:
        """The numbers of a sender's rows to which nobody comes, a few of them."""
        first = first_unreachable("%s", "%s")
        return [row.place for row in self._listed(f"place >= {first}", (sender, self._plan, sender), _FEW)]

    def chosen(self, sender: str, places: list[int]) -> list[Listed]:
        """These rows of a sender."""
        return self._listed("place = ANY(%s)", (sender, places), len(places))

    def _listed(self, which: str, parameters: tuple[object, ...], most: int) -> list[Listed]:
        with asking(self._server, self._name):
            rows = self._server.execute(
                f"SELECT place, substr(digest, 1, 33), left(name, {LONGEST_NAME}), octet_length(data)"
                f" FROM terren.change_set WHERE plan = %s AND sender = %s AND {which}"
                " ORDER BY place LIMIT %s".encode(),
                (self._plan, *parameters, most),
            )
            return [
                Listed(int(place), bytes(digest), str(name), int(size)) for place, digest, name, size in rows
            ]

    def last_before(self, sender: str, place: int) -> int:
        """The number of a sender's last row before this one; 0 where there is none."""
        with asking(self._server, self._name):
            row = self._server.execute(
                "SELECT coalesce(max(place), 0) FROM terren.change_set"
                " WHERE plan = %s AND sender = %s AND place < %s",
                (self._plan, sender, place),
            ).fetchone()
            return int(row[0]) if row is not None else 0

    def digests(self, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """The hash (hex) that each of these rows says of itself, by sender and number."""
        found: dict[tuple[str, int], str] = {}
        with asking(self._server, self._name):
            for at in range(0, len(places), _CHUNK):
                some = places[at : at + _CHUNK]
                rows = self._server.execute(
                    "SELECT sender, place, substr(digest, 1, 33) FROM terren.change_set WHERE plan = %s"
                    f" AND (sender, place) IN ({', '.join(['(%s, %s)'] * len(some))})".encode(),
                    [self._plan, *(value for one in some for value in one)],
                )
                found.update({(str(row[0]), int(row[1])): bytes(row[2]).hex() for row in rows})
        return found

    def data(self, sender: str, place: int) -> bytes | None:
        """The file that lies in a row; None where there is no such row, or where it is too large for one."""
        return self._data("sender = %s AND place = %s", sender, place)

    def lying(self, digest: bytes) -> bytes | None:
        """Return what lies in a row that says of itself that it has this hash; None where there is none."""
        return self._data("digest = %s", digest)

    def lie_there(self, digests: Iterable[bytes]) -> set[bytes]:
        """Return those of these hashes that some row says of itself."""
        wanted, found = list(digests), set[bytes]()
        with asking(self._server, self._name):
            for at in range(0, len(wanted), _CHUNK):
                rows = self._server.execute(
                    "SELECT DISTINCT substr(digest, 1, 33) FROM terren.change_set"
                    " WHERE plan = %s AND digest = ANY(%s)",
                    (self._plan, wanted[at : at + _CHUNK]),
                )
                found.update(bytes(row[0]) for row in rows)
        return found

    def _data(self, which: str, *parameters: object) -> bytes | None:
        with asking(self._server, self._name):
            cursor = self._server.cursor(binary=True)
            row = cursor.execute(
                f"SELECT data FROM terren.change_set WHERE plan = %s AND {which}"
                f" AND octet_length(data) <= {MAX_SEALED} LIMIT 1".encode(),
                (self._plan, *parameters),
            ).fetchone()
            return None if row is None else bytes(row[0])

    def introduce(self, identity: Identity) -> None:
        """See that a sender is known by name, for people; what a file says counts."""
        whom = identity.replica, identity.unit, identity.role, identity.officer
        with asking(self._server, self._name):
            self._server.execute(
                "INSERT INTO terren.sender (plan, replica, unit, role, officer) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (self._plan, *(text[:LONGEST_NAME] for text in whom)),
            )

    def append(self, sender: str, digest: bytes, name: str, data: bytes) -> int:
        """Put a file into the next row of a sender, and say that there is news; the row's number.

        Two programs of one sender may want the same number: then one takes the next.
        """
        import psycopg

        met = (
            psycopg.errors.UniqueViolation,
            psycopg.errors.ForeignKeyViolation,
            psycopg.errors.SerializationFailure,
            psycopg.errors.DeadlockDetected,
        )
        with asking(self._server, self._name):
            for _ in range(_TRIES):
                with suppress(*met):
                    place = self._append(sender, digest, name, data)
                    self.say_news()
                    return place
        raise UserError("server_refused", server=self._name, detail=f"{_TRIES} × {sender[:8]}")

    def _append(self, sender: str, digest: bytes, name: str, data: bytes) -> int:
        last = last_reachable("%(plan)s", "%(sender)s")
        answer = self._server.execute(
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            " SELECT %(plan)s, %(sender)s, coalesce(place, 0) + 1, place, %(digest)s, %(name)s, %(data)b"
            f" FROM (SELECT {last} AS place) AS last RETURNING place".encode(),
            {
                "plan": self._plan,
                "sender": sender,
                "digest": digest,
                "name": name[:LONGEST_NAME],
                "data": data,
            },
        )
        if (row := answer.fetchone()) is None:
            # something that whoever keeps the server has put there takes rows away
            raise UserError("server_refused", server=self._name, detail=f"{answer.statusmessage}")
        return int(row[0])

    def say_news(self) -> None:
        """Let whoever listens ask for news."""
        import psycopg

        # an engine without it, or one that keeps no more of them: readers ask from time to time
        without = psycopg.NotSupportedError, psycopg.ProgrammingError, psycopg.errors.ProgramLimitExceeded
        with asking(self._server, self._name), suppress(*without):
            self._server.execute(f"NOTIFY {NEWS}")

    def tell(self, reader: str, news: Iterable[tuple[str, int, str]]) -> None:
        """Say up to which row of a sender all was ``taken``, or which row was ``refused``.

        Of a row that is not there nothing is said.
        """
        told = [*news]
        with asking(self._server, self._name):
            for at in range(0, len(told), _CHUNK):
                some = told[at : at + _CHUNK]
                values = ", ".join(["(%s::text, %s::bigint, %s::text)"] * len(some))
                self._server.execute(
                    "INSERT INTO terren.taken (plan, reader, sender, place, outcome)"
                    " SELECT row.plan, %s, row.sender, row.place, news.outcome"
                    f" FROM (VALUES {values}) AS news (sender, place, outcome)"
                    " JOIN terren.change_set AS row ON row.plan = %s"
                    " AND row.sender = news.sender AND row.place = news.place"
                    " ON CONFLICT DO NOTHING".encode(),
                    [reader, *(value for one in some for value in one), self._plan],
                )

    def complaints(self, after: tuple[str, int]) -> dict[tuple[str, int], int]:
        """Return how many could not read a row, by sender and number, in order: the next rows ``after`` one.

        Of a bounded number; none says that there are no more.
        """
        with asking(self._server, self._name):
            rows = self._server.execute(
                "SELECT sender, place, count(*) FROM (SELECT sender, place FROM terren.taken"
                " WHERE plan = %s AND outcome = 'refused' AND sender ~ %s AND (sender, place) > (%s, %s)"
                " ORDER BY sender, place LIMIT %s) AS one"
                " GROUP BY sender, place ORDER BY sender, place LIMIT %s",
                (self._plan, REPLICA, *after, MOST_COMPLAINING, MOST_COMPLAINTS),
            )
            return {(str(sender), int(place)): int(readers) for sender, place, readers in rows}
