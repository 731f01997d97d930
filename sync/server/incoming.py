"""What others have put on a server, in batches, and how far it has been read.

Nothing that a row says of itself or of its sender is believed. It is named by the whole id of its sender and
its number; the mark moves over a row only once it was read and judged here; what must wait is remembered and
keeps no other from being read; and what is refused costs a bounded part of each visit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from random import SystemRandom
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.errors import UserError
from store.db.text import clean
from store.exchange.held_files import held_digests
from sync.receive.refused import is_lasting
from sync.send.export import SUFFIX
from sync.server.bookmark import Bookmark, Complaint, Reading
from sync.server.held import recorded
from sync.server.rows import LONGEST_NAME, Rows

_ENDED: Final = frozenset(
    ("changeset_own_file", "sealed_for_others", "sealed_damaged", "changeset_plan_other",
     "server_gap", "server_row_altered")
)  # fmt: skip
"""Refusals, beside the lasting ones, after which a row is not read again."""
_UNREAD: Final = ("server_gap", "server_row_altered")
"""Of these there are no bytes that could be kept."""
_NOT_TOLD: Final = frozenset(
    ("changeset_own_file", "sealed_for_others", "changeset_plan_other", "changeset_newer")
)
"""Of these the sender cannot mend the row."""
MOST_ROWS: Final = 500
MOST_BYTES: Final = 64 * 2**20
"""Rows of a batch, and their bytes, but for one row alone."""
MOST_WASTED: Final = 256 * 2**20
"""Bytes of what is refused, after which a visit reads no more: the rest comes with the next one.

Of one sender that is so after a part of it, so that what lies under one id keeps no other waiting.
"""
_PART_OF_ONE: Final = 4
LEAST_WASTED: Final = 16 * 2**10
"""What a row counts for at least, however short it is: it is a question, and what becomes of it is kept."""
MOST_AGAIN: Final = 100
"""Rows that had to wait and are read again at a visit; all where somebody was accepted meanwhile, or where
it was for something else than a full inbox."""
_MOST_SEEN: Final = 100_000
_NOTHING: Final = Reading()


class Row(NamedTuple):
    """A row of a sender as it is listed: behind number ``after``, with the hash that it says that it has.

    Without a hash rows are missing before number ``place``; to one that is behind itself no desk comes.
    """

    sender: str
    after: int
    place: int
    digest: bytes | None

    @property
    def is_reached(self) -> bool:
        """Whether desks come to it."""
        return self.after < self.place


class Incoming:
    """The rows that have not been read, of one visit."""

    def __init__(self, rows: Rows, mark: Bookmark, name: str) -> None:
        self._rows, self._mark, self._name = rows, mark, name
        self.tips: dict[str, tuple[int, str]] = {}
        """The last rows as they were when the visit began."""
        self.seen: set[bytes] = set()
        """The hashes of what was read and found to have them, a bounded number."""
        self.refused: list[Complaint] = []
        """The rows that somebody should put there again."""
        self.unread: list[tuple[str, int, Path, UserError, str]] = []
        """The rows of others that were refused and that a later file of theirs mends: sender, number, name,
        why, and the hash (hex) under which the bytes are kept; "" where nothing could be read."""
        self._own = ""
        self._batch: dict[Path, Row] = {}
        self._came: list[tuple[Row, bytes | None]] = []
        self._ahead: list[tuple[str, int]] = []
        self._again: list[tuple[str, list[int]]] = []
        self._begun: dict[str, int] = {}
        self._beyond: list[int] = []
        """Rows under one's own id to which no desk comes: told, and passed over."""
        self._size = self._wasted = self._tried = 0
        self._wasted_of: dict[str, int] = {}
        self._is_cut = False
        self._most_tried = MOST_BYTES

    def begin(self, known: Collection[str], own: str) -> None:
        """Ask for the last rows, and see which marks still stand; those of ``known`` senders come first."""
        self.tips, self._own = self._rows.tips(known), own
        self._beyond = self._rows.beyond(own)
        mark = self._mark
        doubtful = [
            (sender, read.place)
            for sender, read in mark.read.items()
            if read.place and self.tips.get(sender) != (read.place, read.digest)
        ]
        last = [] if mark.own is None or self.tips.get(own) == mark.own else [(own, mark.own[0])]
        standing = self._rows.digests([*doubtful, *last])
        end = self.tips.get(own, (0, ""))[0]
        if mark.own is not None and last and (standing.get(last[0]) != mark.own[1] or mark.own[0] > end):
            mark.begin_again()
        for sender, place in doubtful:
            end = self.tips.get(sender, (place, ""))[0]
            if standing.get((sender, place)) != mark.read[sender].digest or place > end:
                # the server went back to a backup: what was put there since is gone, or no desk comes there
                mark.begin_again()
                del mark.read[sender]
                mark.inbox = [row for row in mark.inbox if row[0] != sender]
                mark.refused = [(of, 0 if of == sender else at, kept) for of, at, kept in mark.refused]

        def turn(sender: str) -> tuple[bool, bool, str]:
            # behind what was refused last more of it may lie
            read = mark.read.get(sender, _NOTHING)
            return sender not in known, read.place in read.passed, sender

        self._ahead = [
            (sender, self.tips[sender][0])
            for sender in sorted(self.tips, key=turn)
            if self.tips[sender][0] > mark.read.get(sender, _NOTHING).place
        ]
        self._choose()

    def _choose(self) -> None:
        """Which of those that had to wait are read again: by lot, all where somebody was accepted since."""
        waiting = [sender for sender, read in self._mark.read.items() if read.waiting]
        everything, self._mark.again = self._mark.again, False
        most = MOST_WASTED if everything else max(MOST_AGAIN // max(len(waiting), 1), 1)
        self._most_tried = MOST_WASTED if everything else MOST_BYTES
        SystemRandom().shuffle(waiting)
        chosen = waiting if everything else waiting[:MOST_AGAIN]
        self._again = [(sender, self._mark.read[sender].waiting.some(most)) for sender in chosen]

    @property
    def is_left(self) -> bool:
        """Whether there is more than this visit could read."""
        return self._is_cut or bool(self._ahead)

    def next(self) -> list[Path]:
        """The next rows to be read; none where that is all for now."""
        if self._beyond:
            rows = [Row(self._own, place, place, None) for place in self._beyond]
            self._beyond = []
            self._batch = {Path(row.sender, str(row.place)): row for row in rows}
            return list(self._batch)
        found = self._new() if self._wasted < MOST_WASTED else []
        while not found and self._again and self._tried < self._most_tried:
            found = self._once_more()
        self._batch = {}
        for row, name in found:
            if row.digest is None:
                path = Path(row.sender, f"{row.after + 1}-{row.place - 1}")
            else:
                shown = clean(name).replace("/", "_").replace("\\", "_").removesuffix(SUFFIX)
                stem = shown[: LONGEST_NAME - len(SUFFIX)] or row.digest.hex()
                # a change set, whatever it is called: what is refused of such is kept
                path = Path(row.sender, str(row.place), f"{stem}{SUFFIX}")
            self._batch[path] = row
        return list(self._batch)

    def _new(self) -> list[tuple[Row, str]]:
        found: list[tuple[Row, str]] = []
        size = 0
        while self._ahead and len(found) < MOST_ROWS:
            sender, last = self._ahead[0]
            after = self._mark.read.setdefault(sender, Reading()).place
            is_too_much = self._wasted_of.get(sender, 0) * _PART_OF_ONE >= MOST_WASTED
            self._is_cut |= is_too_much
            if is_too_much or self._begun.get(sender) == after:
                # nobody has noted what came of its rows
                del self._ahead[0]
                continue
            listed = self._rows.listed(sender, after, last, MOST_ROWS)
            for row in listed:
                size += row.bytes
                if found and size > MOST_BYTES:
                    return found
                self._begun[sender] = self._mark.read[sender].place
                if row.place > after + 1:
                    found.append((Row(sender, after, row.place, None), ""))
                found.append((Row(sender, after, row.place, row.digest), row.name))
                after = row.place
            if len(listed) == MOST_ROWS:
                # further ones begin where the mark stands once these are read
                return found
            del self._ahead[0]
        return found

    def _once_more(self) -> list[tuple[Row, str]]:
        sender, places = self._again.pop(0)
        some, rest = places[:MOST_ROWS], places[MOST_ROWS:]
        if rest:
            self._again.insert(0, (sender, rest))
        listed = self._rows.chosen(sender, some)
        found: list[tuple[Row, str]] = []
        for row in listed:
            self._tried += max(row.bytes, LEAST_WASTED)
            if found and self._tried > self._most_tried:
                break
            found.append((Row(sender, row.place - 1, row.place, row.digest), row.name))
        for gone in {*some} - {row.place for row in listed}:
            self._mark.read[sender].waiting.remove(gone)
            self._mark.read[sender].passed.add(gone)
        return found

    def read(self, path: Path) -> bytes:
        """The bytes of a row. Raises UserError ``server_gap``, ``server_row_altered``,
        ``server_row_beyond`` or as its rows."""
        row = self._batch[path]
        if not row.is_reached:
            raise UserError("server_row_beyond", file=str(path), server=self._name)
        self._size = 0
        data = None if row.digest is None else self._rows.data(row.sender, row.place)
        if data is None:
            raise UserError("server_gap", file=str(path), server=self._name)
        self._size = len(data)
        if hashlib.sha256(data).digest() != row.digest:
            raise UserError("server_row_altered", file=str(path), server=self._name)
        return data

    def passed(self, path: Path, refusal: UserError | None, digest: bytes | None = None) -> None:
        """Note what came of a row. The mark moves over the next one, and over no other."""
        row = self._batch[path]
        if not row.is_reached:
            return
        read = self._mark.read[row.sender]
        is_judged = refusal is None or is_lasting(refusal) or refusal.code in _ENDED
        if is_judged and refusal is not None and refusal.code not in _NOT_TOLD:
            self.refused.append((row.sender, row.place))
            if row.sender != self._own:
                kept = "" if row.digest is None or refusal.code in _UNREAD else row.digest.hex()
                self.unread.append((row.sender, row.place - (row.digest is None), path, refusal, kept))
        if row.digest is None:
            return
        if read.place == row.after:
            read.place, read.digest = row.place, row.digest.hex()
            if row.place > row.after + 1:
                read.passed.add(row.after + 1, row.place - 1)
        elif row.place > read.place:
            return
        if is_judged:
            read.waiting.remove(row.place)
        else:
            read.waiting.add(row.place)
            # what is wrong here may be right the next time; a full inbox is what a stranger can make
            self._mark.again |= refusal is not None and refusal.code != "inbox_full"
        if refusal is None:
            self._came.append((row, digest))
            if len(self.seen) < _MOST_SEEN:
                self.seen.add(row.digest)
        else:
            wasted = max(self._size, LEAST_WASTED)
            self._wasted += wasted
            self._wasted_of[row.sender] = self._wasted_of.get(row.sender, 0) + wasted
            if is_judged:
                read.passed.add(row.place)

    def came(self, conn: Connection) -> list[tuple[str, int, bytes]]:
        """What was taken since this was asked last, as sender, number and hash; of the other rows none counts
        as read."""
        rows, waiting = [row for row, _ in self._came], held_digests(conn)
        known = recorded(conn, [row.digest for row in rows if row.digest])
        for row, signed in self._came:
            if row.digest not in known:
                self._mark.read[row.sender].passed.add(row.place)
            if signed in waiting:
                self._mark.hold((row.sender, row.place, signed.hex()))
        came = [(row.sender, row.place, row.digest) for row in rows if row.digest in known]
        self._came = []
        return came
