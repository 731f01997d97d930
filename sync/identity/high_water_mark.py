"""The high-water mark of a replica: what has left in files, kept beside its key and never in the database.

A restored backup lags behind it. A mark that should be there and cannot be read tells nothing, so the
database is treated as a copy.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final, NamedTuple

from store.db.database import Connection
from store.db.durable import write_durably
from store.db.errors import UserError
from store.db.places import Places
from store.db.regular import read_regular
from store.exchange.change_sets import has_sent

_HASH: Final = re.compile("[0-9a-f]{64}")


class HighWaterMark(NamedTuple):
    """What has left in a file at the latest export: own changes, hash of the last (hex), file number."""

    seq: int
    hash: str
    number: int


def mark_path(places: Places, replica: str) -> Path:
    """Return where the replica's high-water mark lies."""
    return places.keys / f"{replica}.mark"


def read_mark(conn: Connection, places: Places, replica: str) -> HighWaterMark | None:
    """The high-water mark; None before the first export.

    Raises UserError ``mark_missing`` where the database knows of a file that has left, ``mark_unreadable``
    (with what the system says) or ``mark_damaged``.
    """
    path = mark_path(places, replica)
    try:
        mark = _mark(read_regular(path))
    except FileNotFoundError as error:
        if has_sent(conn, replica):
            raise UserError("mark_missing", file=str(path)) from error
        return None
    except OSError as error:
        raise UserError("mark_unreadable", file=str(path), detail=error.strerror or str(error)) from error
    if mark is None:
        raise UserError("mark_damaged", file=str(path))
    return mark


def _mark(data: bytes) -> HighWaterMark | None:
    try:
        form = json.loads(data)
        mark = HighWaterMark(form["seq"], form["hash"], form["number"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    counts = type(mark.seq) is int and type(mark.number) is int and mark.seq >= 0 and mark.number >= 0
    hashed = isinstance(mark.hash, str) and (mark.hash == "" if not mark.seq else _HASH.fullmatch(mark.hash))
    return mark if counts and hashed else None


def raise_mark(conn: Connection, places: Places, replica: str, mark: HighWaterMark) -> None:
    """Raise the mark durably as far as this one, inside the caller's writing transaction.

    It never goes down: of two exports at once the slower one has read what both began with. Raises as
    :func:`read_mark`.
    """
    before = read_mark(conn, places, replica)
    if before is not None:
        further = before if before.seq > mark.seq else mark
        mark = further._replace(number=max(before.number, mark.number))
    write_durably(
        mark_path(places, replica), json.dumps(mark._asdict()).encode() + b"\n", replace=True, mode=0o600
    )
