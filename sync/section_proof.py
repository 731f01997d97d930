"""What the database remembers of a file's sections, and of what waits of them, against the signed file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from store.db.database import Connection
from store.exchange.change_sets import author
from store.ledger.branches import Histories, read_branches
from sync.wire.inspect import Inspected


class _Piece(NamedTuple):
    """Changes that a file is noted to have carried: the number before the first, and that of the last."""

    author: str
    start: int
    end: int


class SectionComparison:
    """Compares the sections that are noted of each file with those that it has."""

    def __init__(self, conn: Connection, histories: Histories) -> None:
        self._conn, self._histories = conn, histories
        self._cuts: dict[str, set[int]] = defaultdict(set)
        for branch in read_branches(conn):
            self._cuts[branch.replica].add(branch.start)

    def difference(self, change_set: int, signed: Inspected, *, is_sent: bool) -> str:
        """Return the name of the table that says something else than the file with the row ``change_set``;
        "" if none does.

        Where a history has parted since, a section stands here in two pieces; what had to wait for a text is
        a piece of its own.
        """
        rows = self._conn.execute(
            "SELECT replica, start, count FROM change_set_section WHERE change_set = ?", (change_set,)
        ).fetchall()
        pieces = sorted(
            _Piece(self._histories.author(chain), start, start + count) for chain, start, count in rows
        )
        continuing = {*_continuing(pieces)}
        for piece in pieces:
            begins = {piece.start} if piece in continuing else self._cuts[piece.author]
            ends = self._cuts[piece.author]
            if not self._has_another_key(piece.author, signed) and not any(
                section.replica == piece.author
                and section.start <= piece.start < piece.end <= section.end
                and (piece.start == section.start or piece.start in begins)
                and (piece.end == section.end or piece.end in ends)
                for section in signed.sections
            ):
                return "sections"
        if is_sent and any(
            _covered(section.replica, section.start, pieces) < section.end
            and not self._has_another_key(section.replica, signed)
            for section in signed.sections
        ):
            return "sections"
        longest_last = sorted(signed.sections, key=lambda section: -section.start)
        carried = {(section.replica, section.end, section.head): section.start for section in longest_last}
        parked = self._conn.execute(
            "SELECT replica, start + count, head, start FROM parked_section WHERE change_set = ?",
            (change_set,),
        )
        # of a section that is withheld the beginning stands in the ledger
        is_carried = all(carried.get((*end,), start + 1) <= start for *end, start in parked)
        return "" if is_carried else "parked_section"

    def _has_another_key(self, replica: str, signed: Inspected) -> bool:
        """Return True if an id has another key by now than in a file: what was held under it has gone."""
        stated, introduced = signed.preamble.authors.get(replica), author(self._conn, replica)
        return stated is not None and (introduced is None or introduced.public_key != stated.public_key)


def _continuing(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces to whose beginning another one reaches; ``pieces`` are sorted."""
    reached: dict[str, int] = {}
    for piece in pieces:
        if piece.start <= reached.get(piece.author, -1):
            yield piece
        reached[piece.author] = max(piece.end, reached.get(piece.author, 0))


def _covered(replica: str, start: int, pieces: list[_Piece]) -> int:
    """Return how far pieces that follow each other reach from ``start`` on; they are sorted."""
    for piece in pieces:
        if piece.author == replica and piece.start <= start < piece.end:
            start = piece.end
    return start
