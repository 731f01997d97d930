"""The rows of a server: what is asked of them and appended to them, for one plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from store.db.errors import UserError
from store.db.server import Server, refusing
from store.ledger.identity import Identity

NEWS: Final = "terren_change_set"
"""The channel on which a server says that somebody has put something there, where it has such."""

_TRIES: Final = 50
_CHUNK: Final = 1_000
_MOST_COMPLAINTS: Final = 100


class Rows:
    """The rows of one plan, on a connection that stands.

    Every method raises UserError as :func:`store.db.server.refusing`.
    """

    def __init__(self, server: Server, name: str, plan: str) -> None:
        self._server, self._name, self._plan = server, name, plan

    def tips(self) -> dict[str, tuple[int, str]]:
        """Number and hash (hex) of the last row of each sender."""
        newest = (
            "(SELECT {} FROM terren.change_set WHERE change_set.plan = sender.plan"
            " AND change_set.sender = sender.replica ORDER BY place DESC LIMIT 1)"
        )
        with refusing(self._name):
            rows = self._server.execute(
                f"SELECT replica, {newest.format('place')}, {newest.format('digest')}"
                " FROM terren.sender WHERE plan = %s".encode(),
                (self._plan,),
            ).fetchall()
        return {
            str(replica): (int(place), bytes(digest).hex())
            for replica, place, digest in rows
            if place is not None
        }

    def listed(self, sender: str, first: int) -> list[tuple[int, bytes, str]]:
        """Number, hash and name of a sender's rows from number ``first`` on."""
        with refusing(self._name):
            rows = self._server.execute(
                "SELECT place, digest, name FROM terren.change_set"
                " WHERE plan = %s AND sender = %s AND place >= %s ORDER BY place",
                (self._plan, sender, first),
            )
            return [(int(place), bytes(digest), str(name)) for place, digest, name in rows]

    def digest(self, sender: str, place: int) -> str | None:
        """The hash (hex) that a row says of itself; None where there is no such row."""
        with refusing(self._name):
            row = self._server.execute(
                "SELECT digest FROM terren.change_set WHERE plan = %s AND sender = %s AND place = %s",
                (self._plan, sender, place),
            ).fetchone()
        return None if row is None else bytes(row[0]).hex()

    def data(self, sender: str, place: int) -> bytes | None:
        """The file that lies in a row; None where there is no such row."""
        with refusing(self._name):
            cursor = self._server.cursor(binary=True)
            row = cursor.execute(
                "SELECT data FROM terren.change_set WHERE plan = %s AND sender = %s AND place = %s",
                (self._plan, sender, place),
            ).fetchone()
        return None if row is None else bytes(row[0])

    def lacking(self, digests: Sequence[bytes]) -> set[bytes]:
        """Those of these files that lie in no row."""
        there: set[bytes] = set()
        with refusing(self._name):
            for at in range(0, len(digests), _CHUNK):
                rows = self._server.execute(
                    "SELECT digest FROM terren.change_set WHERE plan = %s AND digest = ANY(%s)",
                    (self._plan, list(digests[at : at + _CHUNK])),
                )
                there.update(bytes(row[0]) for row in rows)
        return {*digests} - there

    def introduce(self, identity: Identity) -> None:
        """See that a sender is known by name, for people; what a file says counts."""
        with refusing(self._name):
            self._server.execute(
                "INSERT INTO terren.sender (plan, replica, unit, role, officer) VALUES (%s, %s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (self._plan, identity.replica, identity.unit, identity.role, identity.officer),
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
        with refusing(self._name):
            for _ in range(_TRIES):
                with suppress(*met):
                    place = self._append(sender, digest, name, data)
                    self._say_news()
                    return place
        raise UserError("server_refused", server=self._name, detail=f"{_TRIES} × {sender[:8]}")

    def _append(self, sender: str, digest: bytes, name: str, data: bytes) -> int:
        row = self._server.execute(
            "INSERT INTO terren.change_set (plan, sender, place, previous, digest, name, data)"
            " SELECT %s, %s, coalesce(max(place), 0) + 1, max(place), %s, %s, %b FROM terren.change_set"
            " WHERE plan = %s AND sender = %s RETURNING place",
            (self._plan, sender, digest, name, data, self._plan, sender),
        ).fetchone()
        assert row is not None
        return int(row[0])

    def _say_news(self) -> None:
        import psycopg

        try:
            self._server.execute(f"NOTIFY {NEWS}")
        except (psycopg.NotSupportedError, psycopg.ProgrammingError):
            # an engine without it: readers ask from time to time
            return

    def tell(self, reader: str, news: Iterable[tuple[str, int, str]]) -> None:
        """Say up to which row of a sender all was ``taken``, or which row was ``refused``."""
        told = [*news]
        with refusing(self._name):
            for at in range(0, len(told), _CHUNK):
                some = told[at : at + _CHUNK]
                values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
                self._server.execute(
                    "INSERT INTO terren.taken (plan, reader, sender, place, outcome)"
                    f" VALUES {values} ON CONFLICT DO NOTHING".encode(),
                    [value for one in some for value in (self._plan, reader, *one)],
                )

    def complaints(self, sender: str) -> list[int]:
        """The rows of a sender that somebody could not read, the newest first, a bounded number."""
        with refusing(self._name):
            rows = self._server.execute(
                "SELECT DISTINCT place FROM terren.taken"
                " WHERE plan = %s AND sender = %s AND outcome = 'refused' ORDER BY place DESC LIMIT %s",
                (self._plan, sender, _MOST_COMPLAINTS),
            )
            return [int(row[0]) for row in rows]
