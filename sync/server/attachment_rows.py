"""The rows with attachments on a server: what is asked of them and appended to them, for one plan."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from store.db.server import Server
from sync.receive.attachments import MOST_SEALED
from sync.server.roles import asking

_MOST_LISTED: Final = 10_000


class AttachmentRow(NamedTuple):
    """A row as it says of itself: the hash (hex) of what is in it, whom it is sealed for, number and size."""

    digest: str
    mark: str
    place: int
    bytes: int


class AttachmentRows:
    """The attachments of one plan, on a connection that stands.

    Every method raises UserError as :func:`sync.server.roles.asking`.
    """

    def __init__(self, server: Server, name: str, plan: str) -> None:
        self._server, self._name, self._plan = server, name, plan

    def listed(self, digests: Sequence[str]) -> list[AttachmentRow]:
        """Return which rows there are of these hashes, a bounded number, those that are not sealed first."""
        with asking(self._server, self._name):
            rows = self._server.execute(
                "SELECT substr(digest, 1, 33), left(mark, 9), place, octet_length(data)"
                " FROM terren.attachment WHERE plan = %s AND digest = ANY(%s) AND octet_length(data) <= %s"
                " ORDER BY mark, place, digest LIMIT %s",
                (self._plan, [bytes.fromhex(digest) for digest in digests], MOST_SEALED, _MOST_LISTED),
            )
            return [AttachmentRow(bytes(row[0]).hex(), str(row[1]), int(row[2]), int(row[3])) for row in rows]

    def data(self, row: AttachmentRow) -> bytes | None:
        """Return what lies in a row; None where it has gone."""
        with asking(self._server, self._name):
            found = (
                self._server.cursor(binary=True)
                .execute(
                    "SELECT data FROM terren.attachment WHERE plan = %s AND digest = %s AND mark = %s"
                    " AND place = %s AND octet_length(data) <= %s",
                    (self._plan, bytes.fromhex(row.digest), row.mark, row.place, MOST_SEALED),
                )
                .fetchone()
            )
            return None if found is None else bytes(found[0])

    def put(self, sender: str, digest: str, mark: str, data: bytes) -> None:
        """Append one, behind what lies there of this hash; if somebody else does so at once, his stands."""
        import psycopg

        met = (
            psycopg.errors.UniqueViolation,
            psycopg.errors.SerializationFailure,
            psycopg.errors.DeadlockDetected,
        )
        what = bytes.fromhex(digest)
        with asking(self._server, self._name), suppress(*met):
            self._server.execute(
                "INSERT INTO terren.attachment (plan, digest, mark, place, sender, data)"
                " SELECT %s, %s, %s, coalesce(max(place), 0) + 1, %s, %b FROM terren.attachment"
                " WHERE plan = %s AND digest = %s AND mark = %s",
                (self._plan, what, mark, sender, data, self._plan, what, mark),
            )
