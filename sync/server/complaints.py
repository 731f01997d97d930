"""Complaints of rows that somebody could not read: they make one look, and nothing else."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from random import SystemRandom
from typing import Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from sync.server.bookmark import Answer, Bookmark
from sync.server.held import recorded, without
from sync.server.rows import MOST_COMPLAINING, MOST_COMPLAINTS, Rows
from sync.wire.envelope import open_envelope

_MOST_LOOKED_AT: Final = 20
"""Rows of which somebody complains that are read at a visit."""


def answer(
    store: Store, places: Places, rows: Rows, mark: Bookmark, own: str, *, live: bool
) -> tuple[Path, ...]:
    """Look at the rows that count here and that somebody could not read.

    What a damaged one carried is put there again: of one's own everything. Of one that is well the next
    complaint counts as the first did. Returns the damaged own ones.
    """
    damaged = list[Path]()
    for row, complaints in _chosen(store, rows, mark, live=live):
        sender, place, digest = row
        if not (wrong := _wrong_rows(store, places, rows, sender, place)):
            mark.pass_over(row, complaints)
            continue
        mark.mend(row)
        if sender == own:
            damaged.append(Path(sender, wrong))
            mark.begin_again()
        else:
            with store.reading() as conn:
                mark.held = without(conn, mark.held, bytes.fromhex(digest) if digest else None)
            mark.told = ""
    return tuple(damaged)


def _chosen(store: Store, rows: Rows, mark: Bookmark, *, live: bool) -> list[tuple[Answer, int]]:
    """Return which rows are looked at, and how many complain of each: first those of which somebody does
    anew.

    Who complains once more of a row is not seen, so the others follow by lot, but at one visit of many.
    """
    complaints = rows.complaints(mark.heard)
    is_cut = len(complaints) >= MOST_COMPLAINTS or sum(complaints.values()) >= MOST_COMPLAINING
    *_, mark.heard = [("", 0), *complaints] if is_cut else [("", 0)]
    if not complaints:
        return []
    said = rows.digests([*complaints])
    with store.reading() as conn:
        known = recorded(conn, [bytes.fromhex(digest) for digest in said.values()])
    new, seen = list[tuple[Answer, int]](), list[tuple[Answer, int]]()
    mended = set(mark.mended)
    for (sender, place), readers in complaints.items():
        row = sender, place, said.get((sender, place), "")
        read = mark.read.get(sender)
        # one that was taken before it was damaged, and read again since, counts no more as read
        is_held = (read is not None and read.counts(place)) or bytes.fromhex(row[2]) in known
        if is_held and row not in mended:
            (seen if mark.whole.get(row) == readers else new).append((row, readers))
    if len(new) > _MOST_LOOKED_AT:
        # the others come at the next visit
        mark.heard = new[_MOST_LOOKED_AT - 1][0][:2]
    left = 0 if live else max(_MOST_LOOKED_AT - len(new), 0)
    return [*new[:_MOST_LOOKED_AT], *SystemRandom().sample(seen, min(left, len(seen)))]


def _wrong_rows(store: Store, places: Places, rows: Rows, sender: str, place: int) -> str:
    """The rows before this one that are missing, as first and last, else this one where it is not what was
    taken or put there here; "" where all is well."""
    if (before := rows.last_before(sender, place)) < place - 1:
        return f"{before + 1}-{place - 1}"
    data = rows.data(sender, place)
    with suppress(UserError), store.reading() as conn:
        signed = None if data is None else open_envelope(data, places, f"{sender}/{place}")
        if signed is not None and recorded(conn, [hashlib.sha256(signed).digest()]):
            return ""
    return str(place)
