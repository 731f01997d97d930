"""Complaints of rows that somebody could not read: they make one look, and nothing else."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from store.db.database import Store
from store.db.errors import UserError
from store.db.places import Places
from sync.server.bookmark import Bookmark
from sync.server.held import recorded, without
from sync.server.rows import MOST_COMPLAINTS, Rows
from sync.wire.envelope import open_envelope

_MOST_LOOKED_AT: Final = 20
"""Rows of which somebody complains that are read at a visit."""


def answer(store: Store, places: Places, rows: Rows, mark: Bookmark, own: str) -> tuple[Path, ...]:
    """Look at the rows that count here and that somebody could not read.

    What a damaged one carried is put there again: of one's own everything. Returns the damaged own ones.
    """
    damaged, looked_at = list[Path](), 0
    answered = set(mark.answered)
    complaints = rows.complaints(mark.heard)
    heard = complaints[-1] if len(complaints) >= MOST_COMPLAINTS else ("", 0)
    for sender, place in complaints:
        read = mark.read.get(sender)
        if (sender, place) in answered or read is None or not read.counts(place):
            continue
        if looked_at == _MOST_LOOKED_AT:
            # these come at the next visit
            heard = mark.answered[-1]
            break
        looked_at += 1
        mark.answer((sender, place))
        if not (wrong := _wrong_rows(store, places, rows, sender, place)):
            continue
        if sender == own:
            damaged.append(Path(sender, wrong))
            mark.begin_again()
        else:
            digest = rows.digests([(sender, place)]).get((sender, place))
            with store.reading() as conn:
                mark.held = without(conn, mark.held, bytes.fromhex(digest) if digest else None)
            mark.told = ""
    mark.heard = heard
    return tuple(damaged)


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
